r"""GitHub Classroom의 틀이 되는 저장소를 씁니다: 배포할 노트북, 한국어 안내, 자기 점검의 워크플로.

정답과 오답 모음은 들어가지 않습니다. 자기 점검은 학생이 고칠 수 있으므로 성적이 아니라 연습을 돕는 것입니다.
"""

import re
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from urllib.parse import urlsplit

from coursekit.errors import UsageError
from coursekit.grading.layout import README
from coursekit.grading.release import build_exercise
from coursekit.grading.source import read_exercise

_REPOSITORY = re.compile(r"/(?P<name>[\w.-]+/[\w.-]+?)(?:\.git)?/?")
_REF = re.compile(r"\w[\w./-]*")
_IGNORED = ".ipynb_checkpoints/\n__pycache__/\n.venv/\n.course/\n"


@dataclass(frozen=True)
class SelfCheck:
    r"""학생이 올릴 때마다 도는 자기 점검이 무엇을 받아 오는지입니다.

    Parameters
    ----------
    course : str
        연습문제의 원본이 있는, 학생이 읽을 수 있는 GitHub 저장소의 주소. 그러면 정답도 읽을 수 있습니다.
    ref : str
        그 저장소의 꼬리표, 가지, 커밋 가운데 하나.
    code : str
        점검기(`coursekit`)를 설치할 저장소의 주소.
    version : str
        점검기의 꼬리표.
    """

    course: str
    ref: str
    code: str
    version: str

    def words(self) -> dict[str, str]:
        r"""워크플로에 넣을 말입니다.

        Returns
        -------
        dict of str to str
            자리의 이름과 글.

        Raises
        ------
        UsageError
            주소나 꼬리표를 쓸 수 없을 때.
        """
        return {
            "COURSE": _github_name("--course", self.course),
            "REF": _checked_ref(self.ref),
            "CODE": "https://github.com/" + _github_name("coursekit의 저장소", self.code),
            "VERSION": _checked_ref(self.version),
        }


def write_template(folder: Path, target: Path, check: SelfCheck | None = None) -> list[Path]:
    r"""틀이 되는 저장소의 파일을 씁니다.

    Parameters
    ----------
    folder : Path
        연습문제 폴더. 배포 노트북이 원본과 같아야 합니다.
    target : Path
        쓸 폴더. 없거나 비어 있어야 합니다.
    check : SelfCheck, optional
        자기 점검. 없으면 워크플로를 넣지 않습니다.

    Returns
    -------
    list of Path
        쓴 파일.

    Raises
    ------
    UsageError
        폴더가 비어 있지 않거나, 배포 노트북이 낡았거나, 주소나 꼬리표를 쓸 수 없을 때.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UsageError(f"비어 있지 않은 폴더에는 쓰지 않습니다: {target}")
    exercise = read_exercise(folder)
    notebook = build_exercise(folder, check=True)
    words = {
        "STEM": exercise.id,
        "TITLE": exercise.title,
        "MINUTES": str(exercise.minutes),
        "POINTS": str(exercise.points),
    }
    readme = _asset("README.md", words)
    files = {".gitignore": _IGNORED}
    if check is not None:
        readme += _asset("feedback.md", words)
        words |= check.words()
        files[".github/workflows/classroom.yml"] = _asset("workflow.yml", words)
    files[README] = readme
    written = [target / notebook.name]
    target.mkdir(parents=True, exist_ok=True)
    written[0].write_bytes(notebook.read_bytes())
    for name, text in sorted(files.items()):
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        written.append(path)
    return written


def _asset(name: str, words: dict[str, str]) -> str:
    place = resources.files("coursekit.grading") / "assets" / "classroom" / name
    # 한 번에 바꿉니다: 제목에 든 낱말이 다시 바뀌지 않습니다.
    pattern = re.compile(rf"(?<![A-Z_])(?:{'|'.join(words)})(?![A-Z_])")
    return pattern.sub(lambda found: words[found[0]], place.read_text(encoding="utf-8"))


def _github_name(what: str, url: str) -> str:
    parts = urlsplit(url)
    found = _REPOSITORY.fullmatch(parts.path)
    if parts.scheme != "https" or parts.netloc != "github.com" or not found or parts.query:
        raise UsageError(
            f"`{what}` 값은 GitHub 저장소의 주소(https://github.com/이름/저장소)여야 합니다"
            f"(받은 값: {url!r})."
        )
    return found["name"]


def _checked_ref(ref: str) -> str:
    if not _REF.fullmatch(ref) or ".." in ref:
        raise UsageError(f"`--ref` 값은 꼬리표, 가지, 커밋의 이름이어야 합니다(받은 값: {ref!r}).")
    return ref
