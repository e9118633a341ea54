r"""되먹임을 Moodle의 "여러 되먹임 파일을 zip으로 올리기"가 받는 이름으로 묶습니다.

Moodle은 `이름_참가자번호_assignsubmission_file_/파일` 꼴의 폴더 이름에서 번호만 보고 누구의 것인지 정합니다.
끝의 밑줄은 4.1보다 오래된 Moodle도 읽게 합니다.
"""

import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

from coursekit.grading.feedback import feedback_page
from coursekit.grading.grade import Grade
from coursekit.grading.outcome import clean

# zip이 적을 수 있는 가장 이른 시각: 같은 성적부에서는 늘 같은 바이트가 나옵니다.
_EPOCH = (1980, 1, 1, 0, 0, 0)
# 밑줄은 Moodle이 칸을 나누는 글자이고, 나머지는 폴더 이름에 쓸 수 없습니다.
_UNSAFE = re.compile(r"[_/\\:*?\"<>|.~]+")


def write_feedback_zip(path: Path, grades: Sequence[Grade]) -> Path | None:
    r"""참가자 번호를 아는 학생의 되먹임을 zip 하나로 묶습니다.

    Parameters
    ----------
    path : Path
        쓸 파일.
    grades : sequence of Grade
        한 연습문제의 성적.

    Returns
    -------
    Path or None
        쓴 파일. 참가자 번호를 아는 학생이 없으면 쓰지 않고 `None`입니다.
    """
    numbered = [grade for grade in grades if grade.student.isascii() and grade.student.isdecimal()]
    if not numbered:
        path.unlink(missing_ok=True)  # 지난번의 것이 학생에게 가면 안 됩니다.
        return None
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for grade in numbered:
            entry = zipfile.ZipInfo(_place(grade), _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, feedback_page([grade]))
    return path


def _place(grade: Grade) -> str:
    name = " ".join(_UNSAFE.sub(" ", clean(grade.name, 80)).split()) or "student"
    folder = f"{name}_{grade.student}_assignsubmission_file_"
    return f"{folder}/feedback-{grade.exercise_id}.html"
