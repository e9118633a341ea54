r"""엔진의 뜻: 값, 칸 사이의 상태, 죽거나 멈추거나 쏟아 내는 칸 다음의 칸, 노트북다운 명령."""

import json
import os
import subprocess
import sys
import time

import psutil
import pytest

from coursekit.grading.assembly import RunCell
from coursekit.grading.engine import Engine, EngineError
from coursekit.grading.kernel_run import run_in_kernels
from coursekit.grading.run import run_notebooks
from coursekit.grading.sanitise import Sanitised
from coursekit.grading.values import decode

EMIT = "from coursekit.grading import emit\n"


def book(*sources, kind="solution"):
    cells = [RunCell(f"c{i}", kind, source) for i, source in enumerate(sources)]
    return Sanitised("a", tuple(cells), (), {})


def value(outcome):
    (emission,) = outcome.emissions
    return decode(json.loads(emission))


@pytest.fixture(scope="module", params=["sandboxed", "trusted"])
def engine(request):
    with Engine(("numpy",), trusted=request.param == "trusted") as running:
        yield running


def run(engine, *sources, limit=20.0):
    outcomes = engine.run(book(*sources), limit)
    return [outcomes[f"c{i}"] for i in range(len(sources))]


def test_values_travel_and_state_is_carried(engine):
    first, second, third = run(
        engine,
        "import numpy as np\nx = np.arange(3.0)",
        EMIT + "x += 1\nemit(x=x)",
        EMIT + "emit(total=x.sum(), name='가')",
    )
    assert first.emissions == ()
    assert value(second)["x"].tolist() == [1.0, 2.0, 3.0]
    assert value(third) == {"total": 6.0, "name": "가"}


def test_every_submission_starts_clean(engine):
    run(engine, "import numpy, builtins\nbuiltins.left = numpy.left = 1\nopen('f', 'w').close()")
    (outcome,) = run(
        engine,
        EMIT + "import os, builtins\nemit(files=os.listdir(), left=hasattr(builtins, 'left'))",
    )
    assert value(outcome) == {"files": [], "left": False}


def test_a_syntax_error_names_the_line_of_the_cell_and_no_file(engine):
    (outcome,) = run(engine, "x = 1\ndef f(:\n    pass")
    assert (outcome.status, outcome.error) == ("failed", "SyntaxError: invalid syntax (2번째 줄)")


HARMS = {
    "dies": "import os\nos._exit(0)",
    "dies by a signal": "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",
    "crashes": "import ctypes\nctypes.string_at(0)",
    "hangs": "while True: pass",
    "hangs deafly": "import signal\nsignal.signal(2, signal.SIG_IGN)\n"
    "while True:\n    try: input()\n    except BaseException: pass",
    "closes everything": "import os\nos.closerange(0, 500)\n1/0",
    "leaves a child that holds the pipe": (
        "import os, time\nif os.fork() == 0:\n    time.sleep(60)\nos._exit(1)"
    ),
}
STATUS = {"hangs": "timeout", "hangs deafly": "timeout"}


@pytest.mark.parametrize("harm", HARMS)
@pytest.mark.parametrize("pause", [0.0, 0.1])
def test_a_harmful_cell_costs_only_itself(engine, harm, pause):
    before, harmed, after = run(
        engine,
        f"import time\nx = [1]\ntime.sleep({pause})\nx.append(2)",
        "x.append(3)\n" + HARMS[harm],
        EMIT + "emit(x=x)",
        limit=3.0 if harm in STATUS else 20.0,
    )
    assert before.status == "passed"
    assert harmed.status == STATUS.get(harm, "died")
    assert value(after) == {"x": [1, 2]}


def test_a_killer_of_its_own_family_still_gets_its_functions_back(engine):
    if engine._trusted:
        pytest.skip("모래 상자 없이 해 볼 일이 아닙니다")
    outcomes = run(
        engine,
        "def f(): return 7",
        "import time\ntime.sleep(0.1)",
        "import os, signal\nfor p in os.listdir('/proc'):\n    if p.isdigit() and int(p) != "
        "os.getpid():\n        try: os.kill(int(p), 9)\n        except OSError: pass\nos._exit(1)",
        EMIT + "emit(f=f())",
    )
    assert value(outcomes[3]) == {"f": 7}


def test_an_error_keeps_what_came_before_it(engine):
    first, second = run(engine, "x = 1\nraise ValueError('안 됩니다')", EMIT + "emit(x=x)")
    assert (first.status, first.error) == ("failed", "ValueError: 안 됩니다")
    assert value(second) == {"x": 1}


def test_the_limit_of_the_whole_notebook_holds(engine):
    started = time.monotonic()
    outcomes = run(engine, *["import time\ntime.sleep(60)"] * 3, "x = 1", limit=2.0)
    assert time.monotonic() - started < 8
    assert {outcome.status for outcome in outcomes[:2]} == {"timeout"}
    assert outcomes[-1].status == "timeout"


HONEST = {
    "shell": "!echo hello > a.txt\ntext = !cat a.txt\nassert text == ['hello'], text",
    "interactive shell": "!tty\n!ls -l / | head -3",
    "magics": "%matplotlib inline\n%time 1\n%config InlineBackend.figure_format = 'svg'",
    "cell magic": "%%time\nx = 1",
    "plot": "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()",
    "flood": "for _ in range(200): print('가' * 10_000)",
    "display": "from IPython.display import display\nfor i in range(2000): display(i)\n[1, 2]",
    "warnings": "import warnings, sys\nwarnings.warn('주의')\nprint('x', file=sys.stderr)",
    "thread": "import threading\nt = threading.Thread(target=print)\nt.start()\nt.join()",
    "await": "import asyncio\nawait asyncio.sleep(0.01)",
    "subprocess": "import subprocess\nassert subprocess.run(['true']).returncode == 0",
    "pool": "from multiprocessing import Pool\nwith Pool(2) as p:\n    assert p.map(abs, [-1]) == [1]",
    "temporary file": "import tempfile\nwith tempfile.TemporaryFile() as f:\n    f.write(b'x')",
    "pickle of its own class": (
        "import pickle\nclass A: pass\nassert type(pickle.loads(pickle.dumps(A()))) is A"
    ),
    "help": "len?\n%timeit -n1 -r1 pass",
}


def test_honest_cells_pass(engine):
    outcomes = run(engine, *HONEST.values(), limit=60.0)
    assert [o.error for o in outcomes] == [""] * len(HONEST)
    assert {o.status for o in outcomes} == {"passed"}


def test_input_fails_with_a_reason(engine):
    (outcome,) = run(engine, "input('이름? ')")
    assert outcome.status == "failed"
    assert "input()에 답할 사람이 없습니다" in outcome.error


def test_exit_ends_the_cell_only(engine):
    first, second = run(engine, "x = 1\nexit()", EMIT + "emit(x=x)")
    assert first.status == "failed"
    assert value(second) == {"x": 1}


def test_exactly_what_was_emitted_is_kept_and_no_more(engine):
    outcomes = run(
        engine,
        EMIT + "for i in range(9): emit(i=i)",
        "from IPython.display import display\ndisplay({'application/vnd.coursekit.values+json': "
        "'x' * 40_000_000}, raw=True)",
        "class E(Exception):\n    def __str__(self): raise RuntimeError\nraise E",
        "raise ValueError('\\x1b[31m' + '가' * 10**6)",
        "raise type('A' * 10**6, (Exception,), {})",
        "raise type('\U0001f600' * 99, (Exception,), {})('\U0001f600' * 999)",
    )
    assert len(outcomes[0].emissions) == 2
    assert outcomes[1].emissions == ("null",)
    assert outcomes[2].error.strip() == "E:"
    assert len(outcomes[3].error) < 400
    assert "\x1b" not in outcomes[3].error
    assert len(outcomes[4].error) < 100
    assert outcomes[5].status == "failed"


def test_a_forged_record_on_the_wire_is_refused_and_the_rest_goes_on(engine):
    forge = (
        "import os, struct\nfor fd in range(3, 64):\n    try: os.write(fd, {})\n"
        "    except OSError: pass"
    )
    for data in ("b'V' + struct.pack('>I', 1 << 31)", "b'C' + struct.pack('>I', 2) + b'[]'"):
        outcomes = run(engine, "x = 1", forge.format(data), EMIT + "emit(x=x)")
        assert outcomes[1].status == "died"
        assert value(outcomes[2]) == {"x": 1}


def test_an_engine_that_dies_is_started_again(engine):
    run(engine, "1")
    engine._process.kill()
    engine._process.wait()
    (outcome,) = run(engine, EMIT + "emit(a=1)")
    assert value(outcome) == {"a": 1}


def test_what_cannot_start_is_an_error_of_ours():
    broken = Engine(("numpy",), trusted=True)
    broken._command = lambda channel, root: (["/bin/false"], dict(os.environ))
    with pytest.raises(EngineError):
        broken.run(book("1"), 1.0)


def test_torch_is_ready_and_single_threaded():
    pytest.importorskip("torch")
    with Engine(("numpy", "torch")) as engine:
        first, second = run(
            engine,
            "import torch\nw = torch.nn.Parameter(torch.ones(2))\n"
            "optimizer = torch.optim.SGD([w], lr=0.5)\nw.sum().backward()\noptimizer.step()",
            EMIT + "emit(w=w.detach().numpy(), threads=torch.get_num_threads())",
        )
    assert first.error == ""
    assert value(second)["w"].tolist() == [0.5, 0.5]
    assert value(second)["threads"] == 1


def test_nbval_reports_what_the_engine_found():
    r"""nbval이 모으고 보고하는 길과 바로 가는 길은 같은 결과를 냅니다. 죽고 멈춘 칸도 그렇습니다."""
    notebooks = [
        book("x = 1", EMIT + "emit(x=x)", "1/0", "import os\nos._exit(0)", EMIT + "emit(x=x)"),
        book("while True: pass", EMIT + "emit(a=1)"),
    ]
    direct = dict(run_notebooks(notebooks, 3.0))
    assert [o.status for o in direct[0].values()] == [
        *["passed", "passed", "failed", "died", "passed"]
    ]
    assert [o.status for o in direct[1].values()] == ["timeout", "passed"]
    assert dict(run_in_kernels(notebooks, 3.0, engine=True, trusted=False)) == direct


@pytest.mark.parametrize("trusted", [False, True])
def test_a_grader_killed_in_the_middle_leaves_no_loop_behind(trusted):
    code = (
        "from coursekit.grading.assembly import RunCell\n"
        "from coursekit.grading.engine import Engine\n"
        "from coursekit.grading.sanitise import Sanitised\n"
        "cell = RunCell('c0', 'solution', 'while True: pass')\n"
        f"with Engine(trusted={trusted}) as engine:\n"
        "    print('ready', flush=True)\n"
        "    engine.run(Sanitised('a', (cell,), (), {}), 300.0)\n"
    )
    grader = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert grader.stdout.readline() == b"ready\n"
    until, family = time.monotonic() + 20, []
    while len(family) < 4 and time.monotonic() < until:
        time.sleep(0.05)
        family = psutil.Process(grader.pid).children(recursive=True)
    assert len(family) >= 4
    grader.kill()
    grader.communicate()
    _, alive = psutil.wait_procs(family, timeout=20)
    assert alive == []
