"""What a worker tells becomes points only where the author's own first cell ran."""

from coursekit.grading import session
from coursekit.grading.dispatch import Done
from coursekit.grading.outcome import Outcome
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
