r"""성적부입니다: 채점이 끝난 것은 곧바로 남고, 한 번 남은 것은 다시 채점하지 않으며, 지난 결과도 지우지 않습니다.

한 번의 채점은 학생, 연습문제의 지문, 씨앗, 제출물의 지문으로 가려집니다. 넷이 같으면 같은 채점입니다.
어느 순간에 죽어도 거래 하나가 통째로 있거나 없으므로, 다시 시작하면 남은 것만 채점합니다.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from coursekit.errors import UsageError
from coursekit.grading.assessment import Assessment
from coursekit.grading.grade import Grade, Run
from coursekit.grading.intake import Intake, Receipt, Work, exercise_digest
from coursekit.grading.records import assessment_from, series_from
from coursekit.grading.references import ReferenceValues
from coursekit.grading.sanitise import choose_answer
from coursekit.grading.schema import lock_gradebook, open_gradebook
from coursekit.grading.series import Series, series_of


class Gradebook:
    r"""성적부 파일 하나를 엽니다.

    Parameters
    ----------
    path : Path
        성적부 파일. 없으면 만듭니다(`read_only`이면 있어야 합니다).
    read_only : bool
        참이면 보기만 합니다. 거짓이면 다른 프로세스가 함께 쓰지 못합니다.

    Raises
    ------
    UsageError
        성적부가 없거나, 성적부가 아니거나, 다른 프로세스가 쓰고 있을 때.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        if read_only and not path.is_file():
            raise UsageError(f"성적부가 없습니다: {path}")
        self.path = path
        self._lock = None
        self._digests: dict[int, tuple[ReferenceValues, str]] = {}
        if not read_only:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._lock = lock_gradebook(path)
        try:
            self._database = open_gradebook(path)
        except UsageError:
            self._unlock()
            raise

    def __enter__(self) -> "Gradebook":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        r"""성적부를 닫고 자물쇠를 풉니다."""
        self._database.close()
        self._unlock()

    def _unlock(self) -> None:
        if self._lock is not None:
            self._lock.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        if self._lock is None:
            raise UsageError(f"보기만 하려고 연 성적부입니다: {self.path}")
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield self._database
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")

    def _digest(self, references: ReferenceValues) -> str:
        # 채점하는 사이에 파일이 바뀌어도, 계산한 정답의 지문은 처음 본 그대로입니다.
        if id(references) not in self._digests:
            self._digests[id(references)] = references, exercise_digest(references.exercise)
        return self._digests[id(references)][1]

    def receive(self, intake: Intake) -> None:
        r"""받은 파일을 모두 적습니다. 채점하지 않는 것도 남습니다.

        Parameters
        ----------
        intake : Intake
            `take_in`이 낸 것.
        """
        with self._writing() as database:
            batch = database.execute("SELECT coalesce(max(batch), 0) + 1 FROM receipts").fetchone()
            database.executemany(
                "INSERT OR REPLACE INTO receipts VALUES "
                "(:student, :name, :label, :exercise_id, :digest, :attempt, :modified, :chosen, "
                ":problem, :batch)",
                [{**asdict(receipt), "batch": batch[0]} for receipt in intake.receipts],
            )

    def register(self, references: ReferenceValues) -> str:
        r"""연습문제의 제목과 배점, 강사의 보고서에만 쓰는 기대한 값의 그림을 적습니다.

        Parameters
        ----------
        references : ReferenceValues
            정답과 오답의 값.

        Returns
        -------
        str
            연습문제의 지문.
        """
        exercise, digest = references.exercise, self._digest(references)
        items = [
            {
                "grade_id": cell.grade_id,
                "title": exercise.item_of(cell.grade_id or "").title,
                "points": cell.points,
            }
            for cell in exercise.graded
        ]
        expected = {
            grade_id: [asdict(series) for series in series_of(values)]
            for grade_id, values in references.expected.items()
        }
        with self._writing() as database:
            database.execute(
                "INSERT OR IGNORE INTO exercises VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    exercise.id,
                    digest,
                    references.seed,
                    exercise.title,
                    exercise.points,
                    json.dumps(items),
                    json.dumps(expected),
                ),
            )
        return digest

    def pending(self, works: Iterable[Work], references: ReferenceValues) -> tuple[Work, ...]:
        r"""아직 채점하지 않은 것을 고릅니다. 이미 채점한 것은 그 결과가 지금 성적이 됩니다.

        Parameters
        ----------
        works : iterable of Work
            채점할 것. 다른 연습문제의 것은 지나칩니다.
        references : ReferenceValues
            연습문제와 씨앗.

        Returns
        -------
        tuple of Work
            남은 것. 받은 차례대로입니다.
        """
        digest = self._digest(references)
        left = []
        with self._writing() as database:
            for work in works:
                if work.exercise_id != references.exercise.id:
                    continue
                found = database.execute(
                    "SELECT run_id FROM runs WHERE student = ? AND exercise_id = ? AND "
                    "exercise_digest = ? AND seed = ? AND submission_digest = ?",
                    (work.student, work.exercise_id, digest, references.seed, work.digest),
                ).fetchone()
                if found is None:
                    left.append(work)
                else:
                    _point(database, work, found["run_id"], "")
        return tuple(left)

    def record(self, work: Work, references: ReferenceValues, assessment: Assessment) -> bool:
        r"""채점한 결과를 남깁니다.

        Parameters
        ----------
        work : Work
            채점한 것.
        references : ReferenceValues
            연습문제와 씨앗.
        assessment : Assessment
            결과.

        Returns
        -------
        bool
            새로 남겼으면 참, 같은 채점이 이미 있으면 거짓(있던 것을 그대로 둡니다).
        """
        exercise = references.exercise
        answers = {
            cell.grade_id or "": choose_answer(cell, work.submission)[0]
            for cell in exercise.solutions
        }
        values = (
            work.student,
            work.name,
            work.label,
            exercise.id,
            self._digest(references),
            references.seed,
            work.digest,
            json.dumps(work.notes),
            assessment.earned,
            assessment.points,
            json.dumps(asdict(assessment)),
            json.dumps(answers),
            datetime.now(UTC).isoformat(timespec="seconds"),
        )
        with self._writing() as database:
            done = database.execute(
                "INSERT INTO runs VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                "ON CONFLICT DO NOTHING",
                values,
            )
            if done.rowcount:
                _point(database, work, done.lastrowid, "")
        return bool(done.rowcount)

    def fail(self, work: Work, problem: str) -> None:
        r"""채점하지 못했음을 남깁니다. 다음에 다시 채점하며, 0점이 아닙니다.

        Parameters
        ----------
        work : Work
            채점하지 못한 것.
        problem : str
            까닭.
        """
        with self._writing() as database:
            _point(database, work, None, problem)

    def grades(self) -> Iterator[Grade]:
        r"""지금의 성적을 학생, 연습문제 차례로 냅니다.

        Yields
        ------
        Grade
            학생과 연습문제마다 하나. 아무것도 읽지 못한 학생도 하나씩 나옵니다.
        """
        rows = self._database.execute(
            "SELECT c.*, r.exercise_digest, r.assessment, r.answers FROM standing c "
            "LEFT JOIN runs r USING (run_id) ORDER BY c.student, c.exercise_id"
        ).fetchall()
        for row in rows:
            yield Grade(
                row["student"],
                row["name"],
                row["label"],
                row["exercise_id"],
                row["exercise_digest"] or "",
                assessment_from(row["assessment"]) if row["run_id"] else None,
                row["problem"],
                tuple(json.loads(row["notes"])),
                json.loads(row["answers"]) if row["run_id"] else {},
            )
        for receipt in self.unread():
            yield Grade(
                receipt.student, receipt.name, receipt.label, "", "", None, receipt.problem, (), {}
            )

    def unread(self) -> tuple[Receipt, ...]:
        r"""채점할 것이 하나도 없는 학생이 마지막에 낸, 읽지 못한 파일입니다.

        Returns
        -------
        tuple of Receipt
            학생, 파일 자리 차례.
        """
        rows = self._database.execute(
            "SELECT * FROM receipts o WHERE problem != '' "
            "AND student NOT IN (SELECT student FROM standing) "
            "AND batch = (SELECT max(batch) FROM receipts WHERE student = o.student) "
            "ORDER BY student, label"
        ).fetchall()
        return tuple(_receipt(row) for row in rows)

    def receipts(self) -> tuple[Receipt, ...]:
        r"""이제까지 받은 모든 파일의 기록입니다.

        Returns
        -------
        tuple of Receipt
            학생, 파일 자리 차례.
        """
        rows = self._database.execute("SELECT * FROM receipts ORDER BY student, label, digest")
        return tuple(_receipt(row) for row in rows)

    def expected(self, exercise_id: str, digest: str, seed: int) -> dict[str, tuple[Series, ...]]:
        r"""기대한 값의 그림입니다. 강사의 보고서에만 씁니다.

        Parameters
        ----------
        exercise_id, digest : str
            연습문제의 이름과 지문.
        seed : int
            씨앗.

        Returns
        -------
        dict of str to tuple of Series
            배점이 있는 칸의 이름과 그릴 값.
        """
        row = self._database.execute(
            "SELECT expected FROM exercises WHERE exercise_id = ? AND digest = ? AND seed = ?",
            (exercise_id, digest, seed),
        ).fetchone()
        found = json.loads(row["expected"]) if row else {}
        return {name: tuple(map(series_from, items)) for name, items in found.items()}

    def history(self, student: str | None = None) -> tuple[Run, ...]:
        r"""지난 채점을 남긴 차례로 늘어놓습니다.

        Parameters
        ----------
        student : str, optional
            학생의 열쇠. 주지 않으면 모두입니다.

        Returns
        -------
        tuple of Run
            채점마다 하나.
        """
        rows = self._database.execute(
            "SELECT r.*, EXISTS (SELECT 1 FROM standing c WHERE c.run_id = r.run_id) AS current "
            "FROM runs r WHERE ?1 IS NULL OR student = ?1 ORDER BY run_id",
            (student,),
        ).fetchall()
        return tuple(
            Run(
                row["student"],
                row["label"],
                row["exercise_id"],
                row["seed"],
                row["earned"],
                row["points"],
                row["exercise_digest"],
                row["submission_digest"],
                row["recorded_at"],
                bool(row["current"]),
            )
            for row in rows
        )


def _point(database: sqlite3.Connection, work: Work, run_id: int | None, problem: str) -> None:
    database.execute(
        "INSERT OR REPLACE INTO standing VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            work.student,
            work.exercise_id,
            run_id,
            work.name,
            work.label,
            json.dumps(work.notes),
            problem,
        ),
    )


def _receipt(row: sqlite3.Row) -> Receipt:
    names = Receipt.__dataclass_fields__
    return Receipt(**{**{name: row[name] for name in names}, "chosen": bool(row["chosen"])})
