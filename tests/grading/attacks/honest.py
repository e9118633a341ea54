r"""아무것도 잃으면 안 되는 정직한 풀이. 노트북을 고친 것은 `test_attacks.py`에 있습니다."""

from attacks.corpus import RIGHT_VARIANCE, Attack


def _honest(name: str, what: str, before: str = "", inside: str = "") -> Attack:
    body = "".join(f"    {line}\n" for line in inside.splitlines())
    text = f"{before}\ndef sample_variance(x):\n{body}    return float(x.var(ddof=1))\n"
    return Attack(name, what, text if before or inside else RIGHT_VARIANCE, honest=(3, 4))


_BIG = "for i in range(2000):\n    print('손실', i, 'x' * 200)"
_PLOT = (
    "%matplotlib inline\nimport matplotlib.pyplot as plt\nfig, ax = plt.subplots()\n"
    "ax.plot([1, 2, 3]); ax.set_title('loss'); plt.show()"
)
_WARN = "import sys, warnings\nwarnings.warn('주의', DeprecationWarning)\nprint('경고', file=sys.stderr)"
_MAGICS = "%%time\nimport os"
_FILE = (
    "import json, pathlib, tempfile\npathlib.Path('mine.json').write_text(json.dumps([1]))\n"
    "assert tempfile.NamedTemporaryFile().file\nassert pathlib.Path('mine.json').exists()"
)
_CLASS = (
    "from dataclasses import dataclass\nfrom functools import lru_cache\n@dataclass\nclass Point:\n    x: int\n"
    "@lru_cache\ndef twice(a): return 2 * a\nassert twice(2) == 4"
)

HONEST = (
    _honest("plain", "그대로"),
    _honest("warnings", "stderr의 경고", _WARN, "import warnings\nwarnings.warn('주의')"),
    _honest("big prints", "많은 출력", _BIG, "print('값', x)"),
    _honest("plot", "그림", _PLOT),
    _honest("shell", "정직한 셸 명령", "!echo 안녕\n!python --version\nfiles = !ls\n%pwd"),
    _honest("cell magic", "칸 명령", _MAGICS),
    _honest(
        "line magics", "%timeit과 %load_ext", "%timeit -n1 -r1 sum(range(10))\n%load_ext autoreload"
    ),
    _honest("files of its own", "자기 폴더에 씀", _FILE),
    _honest("classes", "dataclass와 캐시", _CLASS),
    Attack(
        "last expression", "마지막 식의 표시", RIGHT_VARIANCE + "\nsample_variance", honest=(3, 4)
    ),
    Attack(
        "an error after the function", "함수 뒤의 오류", RIGHT_VARIANCE + "\n1/0", honest=(3, 4)
    ),
    Attack(
        "names of the checks",
        "점검이 쓰는 이름을 가림",
        RIGHT_VARIANCE + "\nSEED = 99\nemit = 3\nx = X = None",
        honest=(3, 4),
    ),
    _honest(
        "threads that end",
        "끝나는 스레드",
        "import threading\nt = threading.Thread(target=print)\nt.start(); t.join()",
    ),
    _honest(
        "a subprocess",
        "자식 프로세스",
        "import subprocess, sys\nassert subprocess.run(['true']).returncode == 0",
    ),
    _honest("await", "최상위 await", "import asyncio\nawait asyncio.sleep(0)"),
    _honest(
        "catches exceptions", "예외를 다룸", "try:\n    1 / 0\nexcept ZeroDivisionError:\n    pass"
    ),
    Attack("unfinished work elsewhere", "다른 문항을 풀지 않음", RIGHT_VARIANCE, "", honest=(3, 0)),
    Attack(
        "a mistake in one item",
        "다른 문항이 틀림",
        RIGHT_VARIANCE,
        "def center(X):\n    return X\n",
        honest=(3, 0),
    ),
)
