r"""칸 하나를 실행한 결과입니다. 정답 쪽(`references`)과 학생 쪽(`run`)이 같은 꼴을 냅니다."""

import re
from dataclasses import dataclass
from typing import Literal

Status = Literal["passed", "failed", "timeout", "died", "missing"]

_CONTROL = re.compile(
    r"\x1b\[[0-9;]*[A-Za-z]|[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
)


@dataclass(frozen=True)
class Outcome:
    r"""칸 하나를 실행한 결과입니다.

    Parameters
    ----------
    grade_id : str
        칸의 이름.
    status : {"passed", "failed", "timeout", "died", "missing"}
        오류 없이 끝남, 오류, 시간 초과, 커널이 죽음, 실행되지 않음.
    emissions : tuple of str
        칸이 낸 값의 JSON. 아직 읽지도 믿지도 않은 글입니다.
    error : str
        오류의 형과 메시지. 학생이 만든 글일 수 있으므로 다듬고 자른 것입니다.
    """

    grade_id: str
    status: Status
    emissions: tuple[str, ...] = ()
    error: str = ""


def clean(text: object, limit: int = 300) -> str:
    r"""학생이 만든 글에서 제어 글자를 빼고 길이를 자릅니다.

    Parameters
    ----------
    text : object
        글. 글이 아니면 빈 글이 됩니다.
    limit : int
        남길 글자 수.

    Returns
    -------
    str
        터미널이나 표에 넣어도 되는 한 줄.
    """
    if not isinstance(text, str):
        return ""
    line = " ".join(_CONTROL.sub("", text[: 4 * limit]).split())
    line = line.encode("utf-8", "replace").decode("utf-8")
    return line if len(line) <= limit else line[: limit - 1] + "…"
