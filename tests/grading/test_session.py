"""What a worker tells becomes points only where the author's own first cell ran."""

import json
from types import SimpleNamespace

import pytest

from coursekit.grading import session, workplace
from coursekit.grading.dispatch import Done
from coursekit.grading.outcome import Outcome
from coursekit.grading.sanitise import sanitise
from coursekit.grading.submission import submission_from
from coursekit.grading.workplace import NOT_PREPARED, Report
from tests.grading.handed_in import given, notebook, taken


def graded(monkeypatch, work, references, report):
    def run_jobs(jobs, client):
        return (Done(job, report) for job in jobs)

    monkeypatch.setattr(session, "run_jobs", run_jobs)
    (one,) = session.grade_works([work], {references.exercise.id: references}, None)
    return one


def test_no_setup_is_no_zero(monkeypatch, references, released):
    work = taken(references, given("가람", notebook(released))).works[0]
    for status in ("failed", "timeout", "died"):
        outcomes = {"setup": Outcome("setup", status)}
        one = graded(monkeypatch, work, references, Report(outcomes))
        assert (one.assessment, one.problem) == (None, NOT_PREPARED)
    assert graded(monkeypatch, work, references, Report({})).problem == NOT_PREPARED
    one = graded(monkeypatch, work, references, Report({}, 0.0, "EngineError: x"))
    assert (one.assessment, one.problem) == (None, "EngineError: x")
    # With its setup, the same silence is a true zero.
    one = graded(monkeypatch, work, references, Report({"setup": Outcome("setup", "passed")}))
    assert (one.assessment.earned, one.problem) == (0, "")


@pytest.mark.parametrize("problem", ["", "numpy 버전이 다릅니다."])
def test_a_worker_that_does_not_fit_runs_nothing(monkeypatch, statistics, released, problem):
    """Also one that joined after the others were looked at."""
    ran = []

    class Engine:
        def __enter__(self):
            return self

        def __exit__(self, *error):
            return None

        def run(self, notebook, time_limit):
            ran.append(notebook)
            return {"setup": Outcome("setup", "passed")}

    plugin = workplace.EnginePlugin(lambda preload, trusted: Engine(), True)
    monkeypatch.setattr(workplace, "_PAUSE_SECONDS", 0.0)
    told = json.loads(workplace.introduce(True))
    if problem:
        told["versions"]["numpy"] = "1.0"
    monkeypatch.setattr(workplace, "introduce", lambda trusted: json.dumps(told))
    plugin.setup(None)
    worker = SimpleNamespace(plugins={workplace.PLUGIN: plugin})
    monkeypatch.setattr(workplace, "get_worker", lambda: worker)
    job = workplace.Job("k", sanitise(statistics, submission_from(released, "x"), 3), 5.0)
    report = Report.from_text(workplace.run_text(job.to_text()))
    assert bool(ran) is not bool(problem)
    assert ("numpy 버전이 다릅니다" in report.failure) is bool(problem)
