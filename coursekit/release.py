r"""판을 내는 일 가운데 손으로 하면 틀리는 것: 판 번호를 여러 파일에 적고, 어긋난 것을 찾고, 알릴 글을 뽑습니다.

판 번호의 원본은 `pyproject.toml`입니다. 나머지는 `prepare`가 그것에 맞춥니다.
"""

import re
import subprocess
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from coursekit.errors import UsageError

_VERSION = re.compile(r"\d+\.\d+\.\d+(?:(?:a|b|rc)\d+)?")
_OPEN = "## [Unreleased]"
# 파일마다, 판 번호(또는 날짜)가 적힌 줄. 첫째 묶음이 앞부분이고 나머지가 값입니다.
_WRITTEN = {
    "pyproject.toml": re.compile(r'^(version = )"(.*)"$', re.MULTILINE),
    "coursekit/__init__.py": re.compile(r'^(__version__ = )"(.*)"$', re.MULTILINE),
    "CITATION.cff": re.compile(r"^(version: )(.*)$", re.MULTILINE),
}
_DATED = re.compile(r"^(date-released: )(.*)$", re.MULTILINE)


def prepare_release(root: Path, version: str, today: date) -> list[str]:
    r"""새 판의 번호와 날짜를 모든 파일에 적고, 바뀐 점의 목록에 그 판의 자리를 만듭니다.

    Parameters
    ----------
    root : Path
        저장소의 맨 위 폴더.
    version : str
        새 판의 번호. 예: `0.2.0`, `0.2.0rc1`.
    today : date
        판을 내는 날.

    Returns
    -------
    list of str
        고친 파일들.

    Raises
    ------
    UsageError
        번호의 모양이 다르거나, 이미 낸 판이거나, 알릴 것이 없을 때.
    """
    if not _VERSION.fullmatch(version):
        raise UsageError(f"판 번호는 `0.2.0` 같은 모양이어야 합니다(받은 값: {version!r}).")
    log = _read(root, "CHANGELOG.md")
    if f"## [{version}]" in log:
        raise UsageError(f"CHANGELOG.md에 {version} 판이 이미 있습니다.")
    if _OPEN not in log or not _section(log, _OPEN):
        raise UsageError(f"CHANGELOG.md의 `{_OPEN}` 아래에 알릴 것을 먼저 적으세요.")
    heading = f"## [{version}] - {today.isoformat()}"
    changed = {"CHANGELOG.md": log.replace(_OPEN, f"{_OPEN}\n\n{heading}", 1)}
    for name, pattern in _WRITTEN.items():
        text = _read(root, name)
        quote = '"' if '"' in pattern.pattern else ""
        changed[name] = pattern.sub(rf"\g<1>{quote}{version}{quote}", text, count=1)
    citation = changed["CITATION.cff"]
    changed["CITATION.cff"] = _DATED.sub(rf"\g<1>{today.isoformat()}", citation, count=1)
    for name, text in changed.items():
        (root / name).write_text(text, encoding="utf-8")
    return list(changed)


def release_problems(root: Path) -> list[str]:
    r"""지금 나무로 판을 내면 안 되는 까닭들을 찾습니다.

    Parameters
    ----------
    root : Path
        저장소의 맨 위 폴더.

    Returns
    -------
    list of str
        까닭을 한 줄씩. 비었으면 낼 수 있습니다.

    Raises
    ------
    UsageError
        파일이나 git 저장소가 없을 때.
    """
    version = release_version(root)
    problems = []
    for name, pattern in _WRITTEN.items():
        found = pattern.search(_read(root, name))
        if found is None or found[2] != version:
            told = found[2] if found else "없음"
            problems.append(f"{name}: 판 번호가 {version} 대신 {told}입니다.")
    log, citation = _read(root, "CHANGELOG.md"), _DATED.search(_read(root, "CITATION.cff"))
    dated = re.search(rf"^## \[{re.escape(version)}\] - (\S+)$", log, re.MULTILINE)
    if dated is None:
        problems.append(f"CHANGELOG.md: `## [{version}] - 날짜` 제목이 없습니다.")
    elif not release_notes(root):
        problems.append(f"CHANGELOG.md: {version} 판에 적은 것이 없습니다.")
    elif citation is None or citation[2] != dated[1]:
        told = citation[2] if citation else "없음"
        problems.append(f"CITATION.cff: 낸 날이 {dated[1]} 대신 {told}입니다.")
    if left := _git(root, "status", "--porcelain"):
        problems.append(f"커밋하지 않은 것이 있습니다: {', '.join(left.split()[1::2])}")
    tagged = _git(root, "rev-list", "-n", "1", f"v{version}", "--", missing="")
    if tagged and tagged != _git(root, "rev-parse", "HEAD"):
        problems.append(f"꼬리표 v{version}이 이미 다른 커밋에 있습니다.")
    return problems


def release_version(root: Path) -> str:
    r"""`pyproject.toml`에 적힌 판 번호를 읽습니다.

    Parameters
    ----------
    root : Path
        저장소의 맨 위 폴더.

    Returns
    -------
    str
        판 번호.

    Raises
    ------
    UsageError
        파일이 없을 때.
    """
    project: Mapping[str, str] = tomllib.loads(_read(root, "pyproject.toml"))["project"]
    return project["version"]


def release_notes(root: Path) -> str:
    r"""지금 판에서 바뀐 점을 CHANGELOG.md에서 뽑습니다.

    Parameters
    ----------
    root : Path
        저장소의 맨 위 폴더.

    Returns
    -------
    str
        제목을 뺀 글. 그 판이 없으면 비어 있습니다.

    Raises
    ------
    UsageError
        파일이 없을 때.
    """
    return _section(_read(root, "CHANGELOG.md"), f"## [{release_version(root)}]")


def _section(log: str, heading: str) -> str:
    _, found, after = log.partition(f"\n{heading}")
    return (
        re.split(r"^## ", after.partition("\n")[2], flags=re.MULTILINE)[0].strip() if found else ""
    )


def _read(root: Path, name: str) -> str:
    try:
        return (root / name).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise UsageError(
            f"저장소의 맨 위 폴더가 아닙니다: {root / name} 파일이 없습니다."
        ) from None


def _git(root: Path, *words: str, missing: str | None = None) -> str:
    run = subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=False)
    if run.returncode and missing is None:
        raise UsageError(f"git이 답하지 않습니다: {run.stderr.strip()}")
    return run.stdout.strip() if not run.returncode else str(missing)
