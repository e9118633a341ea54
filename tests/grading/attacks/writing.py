r"""자기 폴더 밖에 무엇을 남기려는 것. 아무것도 바뀌지 않아야 합니다."""

from attacks.corpus import RIGHT_CENTER, WRONG_VARIANCE, Attack
from attacks.resources import in_check


def _everywhere(places: str) -> str:
    return in_check(
        "import os\n"
        f"for place in [{places}]:\n"
        "    for mode in ('ab', 'wb'):\n"
        "        try:\n"
        "            os.makedirs(os.path.dirname(place), exist_ok=True)\n"
        "        except OSError:\n            pass\n"
        "        try:\n"
        "            with open(place, mode) as file:\n"
        "                file.write(b'# {{MARK}}')\n"
        "        except OSError:\n            pass\n"
        "    for change in (os.unlink, lambda p: os.chmod(p, 0o777), lambda p: os.utime(p, (0, 0)),\n"
        "                   lambda p: os.truncate(p, 0), lambda p: os.rename(p, p + '.old')):\n"
        "        try:\n            change(place)\n"
        "        except OSError:\n            pass\n"
        "return 1.0"
    )


_SQL = """
import sqlite3
try:
    book = sqlite3.connect("{{DECOY}}/gradebook.sqlite")
    book.execute("update grades set points = 5994")
    book.commit()
except sqlite3.Error:
    pass
return 5994.0
"""
_PATCH = """
import numpy, coursekit.grading.judge as module, pathlib, sys
for target in (numpy.__file__, module.__file__, sys.executable):
    try:
        with open(target, "ab") as file:
            file.write(b"\\n# {{MARK}}\\n")
    except OSError:
        pass
    cache = pathlib.Path(target).parent / "__pycache__"
    try:
        cache.mkdir(exist_ok=True)
        (cache / "{{MARK}}.pyc").write_bytes(b"x")
    except OSError:
        pass
return 1.0
"""
_SHELL = (
    "!echo {{MARK}} >> {{DECOY}}/gradebook.sqlite; rm -rf {{DECOY}}; touch /tmp/{{MARK}} /dev/shm/{{MARK}} ~/{{MARK}}\n"
    "!mount -o remount,rw / ; chmod -R 777 / 2>/dev/null; kill -9 -1\n"
)
_CGROUP = """
import glob, os
for place in glob.glob("/sys/fs/cgroup/**/cgroup.procs", recursive=True) + ["/sys/fs/cgroup/cgroup.procs"]:
    try:
        open(place, "w").write("0")
        os.mkdir(os.path.dirname(place) + "/{{MARK}}")
    except OSError:
        pass
for place in ("/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger", "/proc/self/oom_score_adj"):
    try:
        open(place, "w").write("-1000")
    except OSError:
        pass
return 1.0
"""
_LEFT = """
import os, pathlib
for place in ("/tmp", "/dev/shm", os.path.expanduser("~"), ".", "/var/tmp", "/run", "/submission"):
    try:
        (pathlib.Path(place) / "{{MARK}}").write_text("남김")
    except OSError:
        pass
return 1.0
"""
# 앞의 제출물이 남긴 것이 보이면 답을 얻습니다: 두 번째 것이 첫 번째 것의 답을 씁니다.
_LEAVE = """
import pathlib, tempfile
for place in (tempfile.gettempdir(), "/dev/shm", pathlib.Path.home(), "/submission"):
    try:
        (pathlib.Path(place) / "answer-{{MARK}}").write_text(str(float(x.var(ddof=1))))
    except OSError:
        pass
return float(x.var(ddof=1))
"""
_TAKE = """
import pathlib, tempfile
for place in (tempfile.gettempdir(), "/dev/shm", pathlib.Path.home(), "/submission"):
    found = pathlib.Path(place) / "answer-{{MARK}}"
    if found.exists():
        return float(found.read_text())
return 0.0
"""

WRITING = (
    Attack(
        "decoys",
        "성적표와 옆 학생의 파일",
        _everywhere(
            "'{{DECOY}}/gradebook.sqlite', '{{DECOY}}/sibling.ipynb', '{{DECOY}}/new/{{MARK}}'"
        ),
    ),
    Attack(
        "exercise source",
        "연습문제 원본",
        _everywhere(
            "'{{EXERCISE}}/exercise.md', '{{EXERCISE}}/wrong/row_mean.py', '{{EXERCISE}}/statistics.ipynb'"
        ),
    ),
    Attack(
        "site-packages",
        "다음 실행이 불러올 파일",
        _everywhere(
            "*[d + '/' + n for d in __import__('sys').path if d for n in "
            "('sitecustomize.py', 'usercustomize.py', '{{MARK}}.pth', 'numpy.py')]"
        ),
    ),
    Attack(
        "startup files",
        "다음 커널의 시작 파일",
        _everywhere(
            "'{{HOME}}/.ipython/profile_default/startup/00-{{MARK}}.py', '{{HOME}}/.bashrc', '{{HOME}}/.profile',"
            "'{{HOME}}/.config/pip/pip.conf', '{{HOME}}/.local/lib/python3.11/site-packages/usercustomize.py',"
            "'/etc/profile', '/etc/passwd', '/etc/ld.so.preload'"
        ),
    ),
    Attack("library code", "NumPy와 채점기의 코드, __pycache__", in_check(_PATCH)),
    Attack("gradebook by SQL", "성적표의 점수", in_check(_SQL)),
    Attack("shell", "셸로 지우고 쓰고 죽임", WRONG_VARIANCE + _SHELL, RIGHT_CENTER, spoils=True),
    Attack("cgroups and kernel settings", "한도를 벗어남", in_check(_CGROUP)),
    Attack("leftover files", "임시 폴더에 남김", in_check(_LEFT)),
    Attack("leaves the answer", "다음 제출물에 답을 남김", in_check(_LEAVE), honest=(3, 4)),
    Attack("takes the answer", "앞의 제출물이 남긴 답을 씀", in_check(_TAKE)),
)
