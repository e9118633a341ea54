r"""제출물의 자리에서 누가 냈는지 알아냅니다: 폴더, Canvas, Moodle, GitHub Classroom의 이름 규칙입니다.

같은 학생인지는 NFC로 맞춘 이름(학번이 있으면 학번)으로 봅니다. macOS가 풀어 쓴 이름(NFD)도 같은 학생입니다.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal, get_args

from coursekit.grading.outcome import clean

Layout = Literal["folder", "canvas", "moodle", "classroom"]
LAYOUTS: tuple[Layout, ...] = get_args(Layout)

# GitHub Classroom의 틀에 든 안내문: 학생의 저장소에 있어도 학생이 낸 것이 아닙니다.
README = "README.md"

# Canvas의 "제출물 내려받기": 이름_[LATE_]사용자번호_제출번호_파일이름. 다시 낸 파일에는 -1, -2가 붙습니다.
_CANVAS = re.compile(r"(?P<name>[^_]+)_(?P<late>LATE_)?(?P<id>\d+)_(?P<attempt>\d+)_(?P<file>.+)")
_CANVAS_AGAIN = re.compile(r"-(\d{1,3})$")
# Moodle의 "제출물 모두 내려받기": 이름_참가자번호_assignsubmission_file[_파일이름 또는 폴더].
_MOODLE = re.compile(r"(?P<name>.+)_(?P<id>\d+)_assignsubmission_(?:file|onlinetext)_?(?P<file>.*)")
# `gh classroom clone student-repos`가 만드는 폴더의 이름.
_CLASSROOM_ROOT = re.compile(r"(?P<slug>.+)-submissions(?:-\d+)?")


@dataclass(frozen=True)
class Owner:
    r"""제출물의 임자입니다.

    Parameters
    ----------
    student : str
        같은 학생인지 보는 열쇠. LMS의 번호나 NFC로 맞춘 이름입니다.
    name : str
        보여 줄 이름.
    file : str
        학생이 지은 파일 이름.
    attempt : int
        LMS가 적은 제출 번호. 없으면 0.
    late : bool
        LMS가 늦었다고 적었으면 참.
    """

    student: str
    name: str
    file: str
    attempt: int = 0
    late: bool = False


def identity(text: str) -> str:
    r"""이름을 견줄 수 있는 꼴로 맞춥니다.

    Parameters
    ----------
    text : str
        파일이나 폴더의 이름.

    Returns
    -------
    str
        NFC로 맞추고 앞뒤의 빈칸을 뺀 글. UTF-8이 아닌 이름의 바이트는 `\xNN`으로 적습니다.
    """
    plain = text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return clean(unicodedata.normalize("NFC", plain), 200) or "이름 없음"


def detect_layout(places: Sequence[Sequence[str]], root: str = "") -> Layout:
    r"""어느 이름 규칙인지 정합니다. 절반이 넘는 파일이 따르는 규칙을 고릅니다.

    Parameters
    ----------
    places : sequence of sequence of str
        파일마다, 뿌리에서 시작하는 자리의 조각.
    root : str
        뿌리 폴더나 압축 파일의 이름.

    Returns
    -------
    {"folder", "canvas", "moodle", "classroom"}
        이름 규칙.
    """
    moodle = sum(bool(_MOODLE.fullmatch(parts[0])) for parts in places)
    if 2 * moodle > len(places):
        return "moodle"
    canvas = sum(len(parts) == 1 and bool(_CANVAS.fullmatch(parts[0])) for parts in places)
    if 2 * canvas > len(places):
        return "canvas"
    slug = _CLASSROOM_ROOT.fullmatch(identity(root))
    if slug and all(len(parts) > 1 for parts in places):
        repositories = sum(identity(parts[0]).startswith(slug["slug"] + "-") for parts in places)
        if 2 * repositories > len(places):
            return "classroom"
    return "folder"


def owner_of(parts: Sequence[str], layout: Layout, root: str = "") -> Owner:
    r"""파일 하나의 임자를 알아냅니다. 규칙에 맞지 않는 이름은 폴더 규칙으로 봅니다.

    Parameters
    ----------
    parts : sequence of str
        뿌리에서 시작하는 자리의 조각.
    layout : {"folder", "canvas", "moodle", "classroom"}
        이름 규칙.
    root : str
        뿌리 폴더나 압축 파일의 이름.

    Returns
    -------
    Owner
        임자.
    """
    first = identity(parts[0])
    if layout == "canvas" and len(parts) == 1 and (found := _CANVAS.fullmatch(first)):
        file = PurePosixPath(found["file"])
        again = _CANVAS_AGAIN.search(file.stem)
        attempt = _number(found["attempt"]) * 1000 + (int(again[1]) if again else 0)
        return Owner(found["id"], found["name"], file.name, attempt, bool(found["late"]))
    if layout == "moodle" and (found := _MOODLE.fullmatch(first)):
        file_name = found["file"] if len(parts) == 1 else identity(parts[-1])
        return Owner(found["id"], found["name"], file_name)
    if layout == "classroom" and len(parts) > 1:
        slug = _CLASSROOM_ROOT.fullmatch(identity(root))
        name = first.removeprefix(slug["slug"] + "-") if slug else first
        return Owner(name, name, identity(parts[-1]))
    if len(parts) > 1:
        return Owner(first, first, identity(parts[-1]))
    stem = identity(PurePosixPath(parts[0]).stem or parts[0])
    return Owner(stem, stem, first)


def _number(digits: str) -> int:
    # 학생이 만든 이름일 수 있으므로 지나치게 긴 수는 자릅니다.
    return int(digits[:15])
