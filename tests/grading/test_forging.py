r"""진짜 커널을 지나는 시험입니다: 꾸민 노트북은 풀지 않은 것을 얻지 못하고, 정직한 노트북은 잃지 않습니다.

커널 하나를 띄우는 데 0.6초쯤 들므로 노트북을 모아 pytest 하나로 실행하고, 결과를 한꺼번에 견줍니다.
"""

import copy
import json

import pytest

from coursekit.errors import UsageError
from coursekit.grading import assess
from coursekit.grading.references import single_emission
from coursekit.grading.run import run_notebooks
from coursekit.grading.sanitise import sanitise
from coursekit.grading.submission import submission_from
from coursekit.grading.values import encode

RIGHT = {
    "variance": "def sample_variance(x):\n    return x.var(ddof=1)",
    "center": "def center(X):\n    return X - X.mean(axis=0)",
}
WRONG = "def sample_variance(x):\n    return 123.0"


def cell_of(notebook, name):
    return next(cell for cell in notebook["cells"] if cell["id"] == name)


def notebook_with(released, variance=RIGHT["variance"], center=RIGHT["center"]):
    notebook = copy.deepcopy(released)
    cell_of(notebook, "variance-solution")["source"] = variance
    cell_of(notebook, "center-solution")["source"] = center
    return notebook


def changed(released, change, **answers):
    notebook = notebook_with(released, **answers)
    change(notebook)
    return notebook


def grade_all(references, notebooks):
    submissions = [submission_from(notebook, name) for name, notebook in notebooks.items()]
    return {assessment.label: assessment for assessment in assess(references, submissions)}


def forged_variances(references):
    r"""`sample_variance`를 풀지 않고 점수를 얻으려는 풀이 칸."""
    payload = json.dumps(encode(references.expected["variance"]))
    mime = "application/vnd.coursekit.values+json"
    show = f"display({{'{mime}': __import__('json').loads('{payload}')}}, raw=True)"
    late = (
        "import threading, time\n"
        "def later():\n    time.sleep(0.3)\n    from coursekit.grading import emit\n"
        "    emit(variance=1.0)\n"
        "def sample_variance(x):\n    thread = threading.Thread(target=later)\n"
        "    thread.start(); thread.join()\n    return x.var(ddof=1)"
    )
    return {
        "prints the bundle": f"def sample_variance(x):\n    print('''{payload}''')\n    return 0.0",
        "shows the right values, then dies": (
            f"from IPython.display import display\ndef sample_variance(x):\n    {show}\n"
            "    raise ValueError"
        ),
        "shows the right values, then wrong ones": (
            f"from IPython.display import display\ndef sample_variance(x):\n    {show}\n"
            "    return 0.0"
        ),
        "shows them in the solution cell": f"from IPython.display import display\n{show}",
        "a thread emits too": late,
        "own emit in the namespace": f"{WRONG}\ndef emit(**values):\n    {show}",
        "patched module emits a verdict": (
            f"{WRONG}\nimport coursekit.grading as g\n"
            f"g.emit = lambda **v: display({{'{mime}': 'all right'}}, raw=True)"
        ),
        "patched encode gives other names": (
            f"{WRONG}\nimport coursekit.grading.values as v\n"
            "v.encode = lambda values: {'version': 1, 'values': {'points': {'kind': 'int', "
            "'value': '999'}}}"
        ),
        "patched comparisons": (
            f"{WRONG}\nimport numpy as np\nnp.allclose = np.isclose = lambda *a, **k: True"
        ),
        "equal to everything": (
            "class Any:\n    def __eq__(self, o): return True\n"
            "    def __array__(self, *a): import numpy; return numpy.ones(())\n"
            "def sample_variance(x):\n    return Any()"
        ),
        "a float that lies": (
            "class Liar(float):\n    def __sub__(self, o): return 0.0\n"
            "def sample_variance(x):\n    return Liar(0)"
        ),
        "NaN": "def sample_variance(x):\n    return float('nan')",
        "huge": "import numpy as np\ndef sample_variance(x):\n    return np.zeros(10**7)",
        "seed of the released notebook": (
            "def sample_variance(x):\n    import numpy as np\n"
            "    return np.random.default_rng(1).normal(3.0, 2.0, size=9).var(ddof=1)"
        ),
        "skips": "import pytest\ndef sample_variance(x):\n    pytest.skip()",
        "exits": "def sample_variance(x):\n    raise SystemExit(0)",
        "exit()": f"{WRONG}\nexit()",
        "os._exit": "import os\ndef sample_variance(x):\n    os._exit(0)",
        "interrupts": "def sample_variance(x):\n    raise KeyboardInterrupt",
        "asks": "def sample_variance(x):\n    return float(input())",
        "closes the outputs": "import os\ndef sample_variance(x):\n    os.close(1)\n    return 0.0",
        "syntax error": "def sample_variance(x)\n    return 1",
        "marker": f"# NBVAL_SKIP\n{WRONG}",
        "raises marker": "# NBVAL_RAISES_EXCEPTION\ndef sample_variance(x):\n    raise ValueError",
        "forbidden import": "import statistics\ndef sample_variance(x):\n    "
        "return statistics.variance(x.tolist())",
        "expects an exception": f"{WRONG}\n%config InteractiveShell.xmode = 'Minimal'\n1/0",
    }


def tampered(released, references):
    r"""풀지 않고 노트북의 다른 곳을 고친 것."""

    def value(notebook, **changes):
        cell_of(notebook, "variance")["metadata"]["nbgrader"] |= changes

    def swap(notebook):
        one = cell_of(notebook, "variance-solution")["metadata"]["nbgrader"]
        two = cell_of(notebook, "center-solution")["metadata"]["nbgrader"]
        one["grade_id"], two["grade_id"] = two["grade_id"], one["grade_id"]

    def as_answer(notebook):
        value(notebook, grade_id="variance-solution", solution=True)
        payload = json.dumps({"variance": references.expected["variance"]["variance"]})
        cell_of(notebook, "variance")["source"] = f"emit(**{payload})"

    def outputs(notebook):
        data = {"application/vnd.coursekit.values+json": encode(references.expected["variance"])}
        cell = cell_of(notebook, "variance")
        cell["outputs"] = [{"output_type": "display_data", "data": data, "metadata": {}}]

    def tags(notebook):
        for cell in notebook["cells"]:
            cell["metadata"]["tags"] = ["nbval-skip", "raises-exception", "nbval-ignore-output"]

    return {
        name: changed(released, change, variance=WRONG)
        for name, change in {
            "deleted check": lambda n: n["cells"].remove(cell_of(n, "variance")),
            "points": lambda n: value(n, points=999),
            "no longer graded": lambda n: value(n, grade=False),
            "check as an answer": as_answer,
            "stored outputs": outputs,
            "tags": tags,
            "check as text": lambda n: cell_of(n, "variance").update(cell_type="markdown"),
            "other exercise": lambda n: n["metadata"].update(coursekit={"exercise": "other"}),
        }.items()
    } | {"swapped ids": changed(released, swap)}


def earned(graded):
    return {
        name: tuple(verdict.earned for verdict in assessment.verdicts)
        for name, assessment in graded.items()
    }


def test_forged_answers_earn_nothing_and_cost_the_neighbour_nothing(references, released):
    forged = forged_variances(references)
    notebooks = {name: notebook_with(released, variance=text) for name, text in forged.items()}
    graded = grade_all(references, notebooks)
    # 끼워 둔 다른 문항은 옳으므로 4점입니다. emit을 망가뜨린 것만 제 다른 문항도 잃습니다.
    expected = dict.fromkeys(notebooks, (0, 4))
    expected["patched encode gives other names"] = (0, 0)
    expected["patched module emits a verdict"] = (0, 0)
    assert earned(graded) == expected
    reasons = {name: assessment.verdicts[0].reason for name, assessment in graded.items()}
    assert all(reasons.values())
    assert "유한하지 않습니다" in reasons["NaN"]
    assert "두 번 넘게" in reasons["a thread emits too"]
    assert "받은 형: Any" in reasons["equal to everything"]
    assert "너무 큽니다" in reasons["huge"]
    assert "커널이 끝났습니다" in reasons["os._exit"]
    assert "statistics" in reasons["forbidden import"]


def test_tampered_notebooks_earn_nothing(references, released):
    notebooks = tampered(released, references)
    graded = grade_all(references, notebooks)
    assert earned(graded) == dict.fromkeys(notebooks, (0, 4))
    assert {assessment.points for assessment in graded.values()} == {7}
    assert {assessment.exercise_id for assessment in graded.values()} == {"statistics"}


def test_honest_notebooks_lose_nothing(references, released):
    def stored(notebook):
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                text = ["가" * 1000] * 1000
                cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": text}]

    def copied(notebook):
        stub = 'def center(X):\n    raise NotImplementedError("여기에 코드를 쓰세요.")'
        for source in ("def center(X):\n    return X", RIGHT["center"], stub, ""):
            twin = copy.deepcopy(cell_of(notebook, "center-solution"))
            notebook["cells"].append({**twin, "id": f"twin-{len(source)}", "source": source})

    def bare(notebook):
        notebook["metadata"] = {}
        for cell in notebook["cells"]:
            cell["metadata"] = {}

    def kernel(notebook):
        notebook["metadata"]["kernelspec"] = {"name": "bash", "display_name": "Bash"}

    def without_checks(notebook):
        keep = ("variance-solution", "center-solution")
        notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] in keep]

    def extra(notebook):
        notebook["cells"].insert(0, {"cell_type": "code", "id": "x", "source": "1/0"})
        notebook["cells"].append({"cell_type": "raw", "id": "y", "source": "메모"})

    noisy = (
        "import sys, warnings\n"
        "def sample_variance(x):\n    print('소음' * 10**6)\n    print('경고', file=sys.stderr)\n"
        "    for i in range(3000):\n        display(i)\n"
        "    warnings.warn('주의')\n    return x.var(ddof=1)"
    )
    texts = {
        "plain": RIGHT["variance"],
        "noise": "from IPython.display import display\n" + noisy,
        "magics": "%%time\n" + RIGHT["variance"],
        "shell": "!echo hello\n%matplotlib --list\n" + RIGHT["variance"],
        "tries emit": f"from coursekit.grading import emit\n{RIGHT['variance']}\nemit(a=1)",
        "a variable called emit": RIGHT["variance"] + "\nemit = 3",
        "other names overwritten": RIGHT["variance"] + "\nSEED = 99\nx = X = None",
        "an error after the function": RIGHT["variance"] + "\n1/0",
        "float32 result": "def sample_variance(x):\n    import numpy as np\n"
        "    return np.float64(np.array(x.var(ddof=1)))",
    }
    notebooks = {name: notebook_with(released, variance=text) for name, text in texts.items()}
    notebooks |= {
        change.__name__: changed(released, change)
        for change in (stored, copied, bare, kernel, without_checks, extra)
    }
    graded = grade_all(references, notebooks)
    lost = {
        name: [v.reason for v in assessment.verdicts if v.reason]
        for name, assessment in graded.items()
    }
    assert lost == {name: [] for name in notebooks}
    assert any("마지막 것을 채점" in note for note in graded["copied"].notes)


@pytest.mark.parametrize(
    "body",
    ["while True: pass", "while True:\n        try: input(1)\n        except BaseException: pass"],
)
def test_a_hang_costs_its_own_item_only(statistics, references, released, body):
    text = f"def sample_variance(x):\n    {body}"
    notebook = submission_from(notebook_with(released, variance=text), "a")
    ((_, outcomes),) = run_notebooks([sanitise(statistics, notebook, references.seed)], 8.0)
    statuses = {name: outcome.status for name, outcome in outcomes.items()}
    assert statuses["variance"] == "timeout"
    assert statuses["center"] == "passed", outcomes
    assert single_emission(outcomes["center"]) is not None


def test_nothing_about_the_answer_is_within_reach_of_the_kernel(statistics, references, released):
    look = (
        "def sample_variance(x):\n"
        "    import os, pathlib, sys\n"
        "    files = [p for p in pathlib.Path.cwd().parent.rglob('*') if p.is_file()]\n"
        "    texts = [p.read_text(errors='replace')[:20000] for p in files]\n"
        "    command = pathlib.Path(f'/proc/{os.getppid()}/cmdline')\n"
        "    texts.append(command.read_text() if command.exists() else '')\n"
        "    texts.append(repr(get_ipython().user_ns))\n"
        "    return [dict(os.environ), sys.argv, texts]"
    )
    notebook = submission_from(notebook_with(released, variance=look), "a")
    ((_, outcomes),) = run_notebooks([sanitise(statistics, notebook, references.seed)], 20.0)
    seen = single_emission(outcomes["variance"])["variance"]
    text = repr(seen)
    assert "'SEED': 3" in text
    for secret in ("deviation", "1e-06", "rtol", "모분산", "LOSES", "tests/grading"):
        assert secret not in text
    environment = seen[0]
    assert "PYTEST_CURRENT_TEST" not in environment
    assert environment["HOME"] == "/submission/home"


def test_a_runner_that_cannot_start_is_an_error_and_no_zero(
    references, released, monkeypatch, tmp_path
):
    (tmp_path / "IPython.py").write_text("raise ImportError('없음')", encoding="utf-8")
    (tmp_path / "nbval.py").write_text("raise ImportError('없음')", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    submission = submission_from(released, "a")
    with pytest.raises(UsageError, match=r"노트북을 실행하지 못했습니다: .*없음"):
        list(assess(references, [submission], trusted=True))
    monkeypatch.setattr("coursekit.grading.run.engine_possible", lambda: False)
    with pytest.raises(UsageError, match=r"노트북을 실행하지 못했습니다: .*없음"):
        list(assess(references, [submission], trusted=True))


def test_the_kernel_path_gives_the_same_grades_where_there_is_no_engine(
    references, released, monkeypatch
):
    monkeypatch.setattr("coursekit.grading.run.engine_possible", lambda: False)
    notebooks = [notebook_with(released), notebook_with(released, variance=WRONG)]
    notebooks.append(notebook_with(released, variance="import os\nos._exit(0)"))
    submissions = [submission_from(notebook, str(i)) for i, notebook in enumerate(notebooks)]
    graded = assess(references, submissions, trusted=True)
    assert [assessment.earned for assessment in graded] == [7, 4, 4]
