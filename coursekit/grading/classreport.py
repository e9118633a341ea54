r"""한 연습문제의 반 전체 보고서입니다: 점수의 분포, 문항의 난이도와 변별도, 흔한 오개념, 비슷한 풀이."""

import math
import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from coursekit.grading.assessment import Assessment
from coursekit.grading.figures import draw, histogram
from coursekit.grading.grade import Grade
from coursekit.grading.pages import page
from coursekit.grading.series import Series
from coursekit.grading.similarity import MIN_NODES, Group, similar_groups

_BINS = 10
_PLACE = re.compile(r"\[[^\]]*\]")


@dataclass(frozen=True)
class ItemFacts:
    r"""배점이 있는 칸 하나의 통계입니다.

    Parameters
    ----------
    grade_id, title : str
        칸의 이름과 문항의 제목.
    points : int
        배점.
    rate : float
        맞힌 학생의 비율. 클수록 쉽습니다.
    discrimination : float or None
        이 칸의 점수와 나머지 칸의 합의 상관계수. 모두 같은 점수이면 `None`.
    reasons : tuple of tuple of str and int
        잃은 까닭과 사람 수.
    """

    grade_id: str
    title: str
    points: int
    rate: float
    discrimination: float | None
    reasons: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class ClassFacts:
    r"""반 전체의 통계입니다.

    Parameters
    ----------
    scores : tuple of int
        점수. 작은 것부터입니다.
    points : int
        배점의 합.
    bins : tuple of tuple of str and int
        점수의 구간과 사람 수.
    items : tuple of ItemFacts
        배점이 있는 칸마다의 통계.
    mistakes : tuple of tuple of str, str and int
        오개념의 이름, 설명, 사람 수. 많은 것부터입니다.
    groups : tuple of tuple of str and Group
        풀이 칸의 이름과 비슷한 풀이의 무리.
    """

    scores: tuple[int, ...]
    points: int
    bins: tuple[tuple[str, int], ...]
    items: tuple[ItemFacts, ...]
    mistakes: tuple[tuple[str, str, int], ...]
    groups: tuple[tuple[str, Group], ...]


def class_facts(grades: Sequence[Grade]) -> ClassFacts:
    r"""한 연습문제의 성적에서 통계를 냅니다.

    Parameters
    ----------
    grades : sequence of Grade
        한 연습문제의, 채점한 성적. 하나 이상입니다.

    Returns
    -------
    ClassFacts
        통계.
    """
    results = [grade.assessment for grade in grades if grade.assessment is not None]
    points = max(result.points for result in results)
    scores = sorted(result.earned for result in results)
    found: Counter[tuple[str, str]] = Counter()
    for result in results:
        found.update({(v.mistake, v.misconception) for v in result.verdicts if v.mistake})
    names = sorted({name for grade in grades for name in grade.answers})
    groups = [
        (name, group)
        for name in names
        for group in similar_groups(
            {grade.student: grade.answers[name] for grade in grades if name in grade.answers}
        )
    ]
    mistakes = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return ClassFacts(
        tuple(scores),
        points,
        _bins(scores, points),
        _items(results),
        tuple((name, text, count) for (name, text), count in mistakes),
        tuple(groups),
    )


def class_page(
    grades: Sequence[Grade],
    failures: Sequence[Grade],
    expected: Sequence[tuple[str, Series]] = (),
) -> str:
    r"""반 전체 보고서를 HTML 한 장으로 씁니다. 강사만 보는 쪽입니다.

    Parameters
    ----------
    grades : sequence of Grade
        한 연습문제의, 채점한 성적. 하나 이상입니다.
    failures : sequence of Grade
        채점하지 못한 것.
    expected : sequence of tuple of str and Series
        칸의 이름과 기대한 값의 그림.

    Returns
    -------
    str
        스스로 갖춘 HTML.
    """
    facts = class_facts(grades)
    result = next(grade.assessment for grade in grades if grade.assessment)
    title = f"점수 분포: {', '.join(f'{name}점 {count}명' for name, count in facts.bins if count)}"
    return page(
        "class.html.j2",
        title=result.title,
        facts=facts,
        grades=grades,
        failures=failures,
        expected=expected,
        mean=statistics.fmean(facts.scores),
        median=statistics.median(facts.scores),
        spread=statistics.pstdev(facts.scores),
        chart=histogram([n for _, n in facts.bins], [name for name, _ in facts.bins], title),
        draw=draw,
        min_nodes=MIN_NODES,
        seeds=sorted({g.assessment.seed for g in grades if g.assessment}),
        versions=len({grade.exercise_digest for grade in grades}),
    )


def _bins(scores: Sequence[int], points: int) -> tuple[tuple[str, int], ...]:
    width = max(1, math.ceil((points + 1) / _BINS))
    found = []
    for low in range(0, points + 1, width):
        high = min(points, low + width - 1)
        name = str(low) if low == high else f"{low}–{high}"
        found.append((name, sum(low <= score <= high for score in scores)))
    return tuple(found)


def _items(results: Sequence[Assessment]) -> tuple[ItemFacts, ...]:
    shown = {v.grade_id: v for result in results for v in result.verdicts}
    found = []
    for grade_id, verdict in shown.items():
        pairs = [
            (mine.earned, result.earned - mine.earned, mine)
            for result in results
            for mine in result.verdicts
            if mine.grade_id == grade_id
        ]
        right = sum(mine.earned == mine.points for _, _, mine in pairs)
        reasons = Counter(_reason(mine.reason) for _, _, mine in pairs if mine.reason)
        ordered = sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))
        found.append(
            ItemFacts(
                grade_id,
                verdict.title,
                verdict.points,
                right / len(pairs),
                _correlation([float(a) for a, _, _ in pairs], [float(b) for _, b, _ in pairs]),
                tuple(ordered[:4]),
            )
        )
    return tuple(found)


def _reason(text: str) -> str:
    # 사람마다 다른 수와 글은 빼고 갈래만 셉니다.
    return _PLACE.sub("", text).split(":")[0].split("(")[0].strip().rstrip(".")


def _correlation(x: list[float], y: list[float]) -> float | None:
    try:
        return statistics.correlation(x, y)
    except statistics.StatisticsError:
        return None
