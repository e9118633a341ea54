r"""성적부가 내는 것: 지금의 성적(`Grade`)과 지난 채점(`Run`)입니다."""

from dataclasses import dataclass

from coursekit.grading.assessment import Assessment


@dataclass(frozen=True)
class Grade:
    r"""학생과 연습문제마다, 지금 성적이 되는 결과입니다.

    Parameters
    ----------
    student, name, label : str
        누가 낸 어느 파일인지.
    exercise_id : str
        연습문제의 이름. 모르면 빈 글.
    exercise_digest : str
        채점한 연습문제의 지문.
    assessment : Assessment or None
        결과. 채점하지 못했으면 `None`이고, 0점이 아닙니다.
    problem : str
        채점하지 못한 까닭.
    notes : tuple of str
        학생에게 알릴 일.
    answers : dict of str to str
        풀이 칸의 이름과 채점한 내용.
    """

    student: str
    name: str
    label: str
    exercise_id: str
    exercise_digest: str
    assessment: Assessment | None
    problem: str
    notes: tuple[str, ...]
    answers: dict[str, str]


@dataclass(frozen=True)
class Run:
    r"""지난 채점 하나입니다.

    Parameters
    ----------
    student, label, exercise_id : str
        누가 낸 어느 연습문제의 파일인지.
    seed : int
        씨앗.
    earned, points : int
        얻은 점수와 배점.
    exercise_digest, submission_digest : str
        지문.
    recorded_at : str
        남긴 시각(UTC).
    current : bool
        지금 성적이 되는 결과이면 참.
    """

    student: str
    label: str
    exercise_id: str
    seed: int
    earned: int
    points: int
    exercise_digest: str
    submission_digest: str
    recorded_at: str
    current: bool
