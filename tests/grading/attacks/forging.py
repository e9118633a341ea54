r"""풀지 않고 점수를 얻으려는 것: 비교, 표시, 실행기, 프로세스 사이의 말을 꾸밉니다."""

from attacks.corpus import RIGHT_VARIANCE, WRONG_VARIANCE, Attack
from attacks.resources import in_check

_MIME = "application/vnd.coursekit.values+json"
_PAYLOAD = "{'version': 1, 'values': {'variance': {'kind': 'float', 'value': '0x1p0'}}}"
_SHOW = f"from IPython.display import display; display({{'{_MIME}': {_PAYLOAD}}}, raw=True)"
_FRAMES = """
import json, os, struct
def frame(kind, data): return struct.pack(">cI", kind, len(data)) + data
value = json.dumps({{PAYLOAD}}).encode()
forged = b""
for index in range(7):
    told = json.dumps({"index": index, "status": "passed", "error": ""}).encode()
    forged += frame(b"V", value) + frame(b"C", told) + frame(b"E", b"")
for fd in range(64):
    try:
        os.set_blocking(fd, False)
        os.write(fd, forged)
    except (OSError, ValueError):
        pass
return 1.0
""".replace("{{PAYLOAD}}", _PAYLOAD)
_GARBAGE = """
import os
for fd in range(64):
    try:
        os.set_blocking(fd, False)
        os.write(fd, os.urandom(4096))
        os.write(fd, b"C\\xff\\xff\\xff\\xff")
    except (OSError, ValueError):
        pass
return 1.0
"""
_RUNNER = """
import gc
for thing in gc.get_objects():
    kind = type(thing)
    if kind.__name__ == "CellRunner":
        from coursekit.grading.frames import frame
        kind.run = lambda self, source: frame(b"C", b'{"status": "passed", "error": ""}')
    if isinstance(thing, dict):
        for key in ("status", "passed", "earned", "points"):
            if key in thing:
                try:
                    thing[key] = 999
                except Exception:
                    pass
"""
_SHELL = """
from IPython.core.interactiveshell import InteractiveShell, ExecutionResult
class Fine:
    success, error_before_exec, error_in_exec, result = True, None, None, None
InteractiveShell.run_cell = lambda self, *a, **k: Fine()
get_ipython().display_pub.publish = lambda *a, **k: None
"""
_SERIALISER = f"""
import coursekit.grading.cellrunner as runner
runner._strict = lambda payload: b'{{"version": 1, "values": {{"points": {{"kind": "none"}}}}}}'
runner.MIME = "text/plain"
{WRONG_VARIANCE}"""
_TRACE = """
import sys
def tracer(frame, event, argument):
    if frame.f_code.co_name == "emit":
        frame.f_locals["values"]["variance"] = 1.0
    return tracer
sys.settrace(tracer)
sys.setprofile(tracer)
return 2.0
"""
_GENERATOR = """
import numpy as np
class Fixed:
    def normal(self, *a, size=1, **k): return np.ones(size)
np.random.default_rng = lambda *a: Fixed()
def sample_variance(x): return 0.0
def center(X): return X * 0
"""
_CHANGING = """
class Changing(float):
    reads = 0
    def hex(self):
        Changing.reads += 1
        return "0x1p0" if Changing.reads > 1 else "nan"
return Changing(1)
"""
_MODULES = f"""
import sys, types
fake = types.ModuleType("coursekit.grading")
fake.emit = lambda **values: None
sys.modules["coursekit.grading"] = fake
{WRONG_VARIANCE}"""
_IMPORTER = f"""
import builtins
real = builtins.__import__
def liar(name, *arguments, **options):
    module = real(name, *arguments, **options)
    if name == "coursekit.grading":
        class Fake:
            emit = staticmethod(lambda **v: print("모두 맞음", v))
        return Fake
    return module
builtins.__import__ = liar
{WRONG_VARIANCE}"""
_SPOOF = (
    "raise ValueError('\\x1b[2J\\x1b[1;1H1. 표본분산 — 맞음, 3 / 3점\\n합계: 7 / 7점 "
    "<script>alert(1)</script><img src=x onerror=alert(2)>\\u202e{{MARK}}')"
)
_ABOVE = """
import sys
frame = sys._getframe()
while frame:
    for name in ("status", "error", "caught", "outcome", "passed"):
        if name in frame.f_locals:
            frame.f_locals[name] = "passed"
    if "x" in frame.f_globals:
        frame.f_globals["x"] = frame.f_globals["emit"] = lambda **v: None
    frame = frame.f_back
return 1.0
"""
_LIAR = """
import numpy as np
class Liar(np.float64):
    def hex(self): return "0x1p0"
    def item(self): return 1.0
    def __float__(self): return 1.0
    def __sub__(self, other): return 0.0
return Liar(0.0)
"""
_ASKED = """
import numpy as np
class _Asked:
    dtype, shape, ndim = np.dtype(float), (5, 3), 2
    def __init__(self, X): self.X = X
    def __array__(self, *a, **k): return self.X * 0
    def __array_ufunc__(self, *a, **k): return True
    def __array_function__(self, *a, **k): return True
    def __eq__(self, other): return np.True_
    def tobytes(self, *a): return b""
"""


def _centre(name: str, value: str, before: str = "") -> Attack:
    text = f"{before}\ndef center(X):\n    return {value}\n"
    return Attack(name, "중심화의 값을 꾸밈", RIGHT_VARIANCE, text, honest=(3, 0))


FORGING = (
    Attack(
        "prints the bundle",
        "출력의 글로 값을 흉내 냄",
        in_check(f"print({_PAYLOAD!r})\nreturn 0.0"),
    ),
    Attack(
        "shows a bundle, then dies", "값을 낸 뒤에 오류", in_check(f"{_SHOW}\nraise ValueError")
    ),
    Attack("shows a bundle, then another", "값을 두 번 냄", in_check(f"{_SHOW}\nreturn 0.0")),
    Attack("bundle in the solution cell", "다른 칸에서 값을 냄", f"{WRONG_VARIANCE}{_SHOW}"),
    Attack("own emit", "emit을 가림", f"{WRONG_VARIANCE}def emit(**v):\n    {_SHOW}"),
    Attack(
        "patched emit",
        "emit을 바꿈",
        f"{WRONG_VARIANCE}import coursekit.grading as g\n"
        f"def fake(**v):\n    {_SHOW}\ng.emit = fake",
        spoils=True,
    ),
    Attack(
        "verdict instead of values",
        "판정을 보냄",
        f"{WRONG_VARIANCE}import coursekit.grading as g\n"
        "from IPython.display import display\n"
        f"g.emit = lambda **v: display({{'{_MIME}': {{'earned': 3}}}}, raw=True)",
        spoils=True,
    ),
    Attack(
        "patched comparisons",
        "NumPy의 비교를 바꿈",
        f"{WRONG_VARIANCE}import numpy as np, builtins, math\n"
        "np.allclose = np.isclose = np.array_equal = math.isclose = lambda *a, **k: True\n"
        "builtins.abs = lambda v: 0\nbuiltins.all = builtins.any = lambda v: True",
        spoils=True,
    ),
    Attack(
        "patched display hook",
        "표시 고리를 바꿈",
        f"{WRONG_VARIANCE}import sys\n"
        f"def hook(v):\n    {_SHOW}\nsys.displayhook = get_ipython().display_pub.publish = hook",
        spoils=True,
    ),
    Attack("patched runner", "칸 실행기를 바꿈", WRONG_VARIANCE + _RUNNER, spoils=True),
    Attack("patched shell", "IPython의 실행을 바꿈", WRONG_VARIANCE + _SHELL, spoils=True),
    Attack("patched serialiser", "값을 적는 함수를 바꿈", _SERIALISER, spoils=True),
    Attack("replaced module", "모듈을 바꿔 끼움", _MODULES, spoils=True),
    Attack("replaced import", "__import__를 바꿈", _IMPORTER, spoils=True),
    Attack(
        "frames on every descriptor", "프로세스 사이의 말을 꾸밈", in_check(_FRAMES), spoils=True
    ),
    Attack(
        "garbage on every descriptor",
        "프로세스 사이의 말을 깨뜨림",
        in_check(_GARBAGE),
        spoils=True,
    ),
    Attack("trace function", "emit의 지역 변수를 고침", in_check(_TRACE), spoils=True),
    Attack("frames above", "부른 쪽의 변수를 고침", in_check(_ABOVE), spoils=True),
    Attack(
        "fixed inputs",
        "난수 생성기를 바꿔 쉬운 입력으로 만듦",
        _GENERATOR,
        center="",
        honest=(0, 0),
    ),
    Attack(
        "equal to everything",
        "무엇과도 같은 객체",
        "class Any:\n    def __eq__(s, o): return True\n"
        "    def __array__(s, *a, **k): import numpy; return numpy.ones(())\n"
        "    def __float__(s): return 1.0\n    def __sub__(s, o): return 0.0\n"
        "def sample_variance(x):\n    return Any()",
    ),
    Attack(
        "array subclass",
        "배열을 흉내 냄",
        "import numpy as np\nclass Liar(np.ndarray):\n"
        "    def __eq__(s, o): return True\n    def tobytes(s, *a): return b''\n"
        "def sample_variance(x):\n    return x.view(Liar)",
    ),
    Attack("changing value", "읽을 때마다 바뀜", in_check(_CHANGING)),
    Attack("NaN", "비교가 안 되는 수", in_check("return float('nan')")),
    Attack("infinity", "무한대", in_check("return float('inf')")),
    Attack("complex", "복소수", in_check("return complex(x.var(ddof=1))")),
    Attack("huge integer", "거대한 정수", in_check("return 10 ** 5000")),
    Attack("wrong dtype", "글자", in_check("return str(round(x.var(ddof=1), 6))")),
    Attack(
        "object array",
        "pickle을 꾀함",
        in_check("import numpy as np; return np.array([print], dtype=object)"),
    ),
    Attack(
        "wrong shape",
        "모양이 다름",
        in_check("import numpy as np; return np.full(9, x.var(ddof=1))"),
    ),
    Attack(
        "visible input only",
        "보이는 입력에서만 맞음",
        in_check("return 0.0 if len(x) == 2 else 1.0"),
    ),
    Attack(
        "seed of the release",
        "배포본의 씨앗으로 외운 답",
        in_check(
            "import numpy as np\nreturn float(np.random.default_rng(1).normal(3.0, 2.0, size=9).var(ddof=1))"
        ),
    ),
    Attack("numpy float that lies", "실수인 척하는 형", in_check(_LIAR)),
    Attack("rounded", "두 자리만 맞음", in_check("return round(float(x.var(ddof=1)), 2)")),
    Attack("boolean", "참", in_check("return True")),
    Attack("list of one", "목록에 담음", in_check("return [round(float(x.var(ddof=1)), 9)]")),
    _centre("all NaN", "X * float('nan')"),
    _centre("one infinity", "X - X.mean(axis=0) + [[0, 0, 1e309]] * len(X)"),
    _centre("complex array", "(X - X.mean(axis=0)).astype(complex)"),
    _centre("half precision", "(X - X.mean(axis=0)).astype('float16')"),
    _centre("integers", "(X - X.mean(axis=0)).astype(int)"),
    _centre("text of the numbers", "(X - X.mean(axis=0)).astype(str)"),
    _centre("row only", "(X - X.mean(axis=0))[:1]"),
    _centre("transposed", "(X - X.mean(axis=0)).T"),
    _centre("right for one column only", "X - X.mean(axis=0) if X.shape[1] == 1 else X"),
    _centre("masked", "__import__('numpy').ma.masked_all(X.shape)"),
    _centre("hundred megabytes", "__import__('numpy').zeros((4_000_000, 3))"),
    _centre("huge shape of nothing", "__import__('numpy').zeros((10**9, 0))"),
    _centre("many dimensions", "__import__('numpy').zeros((1,) * 32)"),
    _centre("object that is an array when asked", "_Asked(X)", _ASKED),
    _centre("changes its input", "X.__isub__(X.mean(axis=0) + 1e-3)"),
    Attack("lone surrogate", "UTF-8이 아닌 글", in_check("return '\\ud800'")),
    Attack("deep value", "깊은 값", in_check("v = []\nfor _ in range(5000): v = [v]\nreturn v")),
    Attack("spoofed feedback", "예외의 글로 되먹임을 흉내 냄", in_check(_SPOOF)),
    Attack(
        "emits when collected",
        "거둘 때 값을 냄",
        "class Late:\n    def __del__(self):\n"
        f"        {_SHOW}\ndef sample_variance(x):\n    Late()\n    return 0.0",
    ),
    Attack(
        "emits from a thread",
        "다른 스레드에서 값을 냄",
        "import threading\ndef sample_variance(x):\n"
        f"    def later():\n        {_SHOW}\n    t = threading.Thread(target=later); t.start(); t.join()\n"
        "    return 0.0",
    ),
    Attack(
        "emits from a child",
        "복제한 프로세스에서 값을 냄",
        in_check("import os\npid = os.fork()\nif pid: os.waitpid(pid, 0)\nreturn 0.0"),
        spoils=True,
    ),
    Attack(
        "child runs on as the trunk",
        "복제본이 대신 이어 감",
        in_check("import os\nif os.fork(): os._exit(0)\nreturn 0.0"),
        spoils=True,
    ),
    Attack(
        "forbidden import",
        "금지된 모듈",
        "import statistics\ndef sample_variance(x):\n    return statistics.variance(x.tolist())",
    ),
    Attack("skips", "건너뜀", in_check("import pytest; pytest.skip()")),
    Attack(
        "marker", "nbval의 표지", f"# NBVAL_SKIP\n# NBVAL_RAISES_EXCEPTION\n{WRONG_VARIANCE}1/0"
    ),
    Attack("exits well", "SystemExit(0)", in_check("raise SystemExit(0)")),
    Attack("os._exit", "성공인 척 끝냄", in_check("import os; os._exit(0)")),
    Attack("exit()", "커널을 끝냄", f"{WRONG_VARIANCE}exit()"),
    Attack("interrupts", "KeyboardInterrupt", in_check("raise KeyboardInterrupt")),
    Attack("stop iteration", "GeneratorExit", in_check("raise GeneratorExit")),
    Attack("asks", "input()", in_check("return float(input())")),
)
