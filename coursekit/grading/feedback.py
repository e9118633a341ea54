r"""학생 한 사람의 되먹임을 HTML 한 장으로 씁니다. 판정 기록에서만 만들며, 실행한 노트북은 보지 않습니다."""

from collections.abc import Callable, Sequence

from coursekit.grading.figures import draw
from coursekit.grading.grade import Grade
from coursekit.grading.intake import RULE
from coursekit.grading.judge import Verdict
from coursekit.grading.pages import page
from coursekit.grading.series import Series

Expected = Callable[[Grade, Verdict, Series], Series | None]


def feedback_page(grades: Sequence[Grade], expected: Expected | None = None) -> str:
    r"""한 학생의 결과를 모두 담은 쪽을 만듭니다.

    Parameters
    ----------
    grades : sequence of Grade
        한 학생의 성적. 하나 이상입니다.
    expected : callable, optional
        기대한 값의 그림을 찾는 함수. 주면 **학생에게 보이면 안 되는** 쪽이 됩니다.

    Returns
    -------
    str
        스스로 갖춘 HTML.
    """
    return page(
        "feedback.html.j2",
        name=grades[0].name,
        grades=grades,
        rule=RULE,
        draw=draw,
        expected=expected or _hidden,
    )


def _hidden(grade: Grade, verdict: Verdict, series: Series) -> Series | None:
    return None
