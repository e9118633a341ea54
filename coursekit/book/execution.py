r"""장을 언제 다시 실행할지 정하고, 결과를 만든 때와 판 번호와 든 시간과 메모리를 남깁니다.

jupyter-cache는 칸의 코드만 보므로 `coursekit`을 고쳐도 옛 결과를 냅니다.
그래서 캐시의 자리를 장의 지문(`fingerprint`)으로 나눕니다: 지문이 다르면 빈 캐시이고, 다시 실행합니다.
"""

import json
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from coursekit import __version__
from coursekit.book.costs import STARTUP, VARIABLE, measured
from coursekit.book.fingerprint import Fingerprints, engine_versions
from coursekit.book.sources import Chapter, read_chapter
from coursekit.book.worktrees import borrow
from coursekit.grading import course_root
from coursekit.grading.isolation import ONE_THREAD

logger = logging.getLogger(__name__)
_RECORD = "made.json"
_COST = "cost.json"
# 커널은 없어질 기능이라는 경고를 칸 자신의 것만 보여 주고, 꾸러미 안에서 난 것은 감춥니다.
# `coursekit`이 낸 것은 오류로 만듭니다: 판을 올린 날이 아니라 없어지는 날에야 알게 되지 않도록.
_DEPRECATED = r"""\
import warnings

for _one in (DeprecationWarning, PendingDeprecationWarning):
    warnings.filterwarnings("error", category=_one, module=r"coursekit(\.|$)")
del warnings, _one
"""


def connect(app: Sphinx) -> None:
    r"""실행과 관련된 사건에 함수를 답니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.
    """
    app.connect("builder-inited", _start)
    app.connect("env-get-outdated", _outdated)
    app.connect("env-purge-doc", _forget)
    app.connect("source-read", _choose_cache)
    app.connect("doctree-read", _record)
    app.connect("build-finished", _prune)


def cache_folder(app: Sphinx) -> Path:
    r"""실행 캐시가 놓이는 폴더입니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.

    Returns
    -------
    Path
        `_build/.jupyter_cache`.
    """
    return Path(app.outdir).parent / ".jupyter_cache"


def made_record(app: Sphinx, docname: str) -> dict[str, Any] | None:
    r"""쪽의 결과를 만든 때와 판 번호를 읽습니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.
    docname : str
        문서 이름.

    Returns
    -------
    dict or None
        `date`와 `versions`. 실행되는 칸이 없는 쪽이면 `None`입니다.
    """
    fingerprint = _fingerprints(app.env).get(docname)
    if fingerprint is None:
        return None
    path = _folder(app, docname, fingerprint) / _RECORD
    if not path.is_file():
        return None
    record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return record


def _fingerprints(env: BuildEnvironment) -> dict[str, str]:
    if not hasattr(env, "coursekit_fingerprints"):
        env.coursekit_fingerprints = {}  # type: ignore[attr-defined]
    found: dict[str, str] = env.coursekit_fingerprints  # type: ignore[attr-defined]
    return found


def _folder(app: Sphinx, docname: str, fingerprint: str) -> Path:
    return cache_folder(app) / docname.replace("/", "-") / fingerprint


def _start(app: Sphinx) -> None:
    root = course_root(Path(app.srcdir))
    app.coursekit_marker = Fingerprints(root)  # type: ignore[attr-defined]
    _fingerprints(app.env)
    _isolate_kernels(app)


def _isolate_kernels(app: Sphinx) -> None:
    r"""사용자의 IPython 설정과 기계의 코어 수가 책의 결과를 바꾸지 못하게 하고, 커널의 안내문을 줄입니다."""
    folder = Path(app.outdir).parent / ".ipython"
    profile = folder / "profile_default"
    profile.mkdir(parents=True, exist_ok=True)
    settings = {"IPKernelApp": {"log_level": 40}}  # TCP를 쓴다는 경고가 커널마다 찍힙니다.
    (profile / "ipython_kernel_config.json").write_text(json.dumps(settings), encoding="utf-8")
    (profile / "startup").mkdir(exist_ok=True)
    (profile / "startup" / "cost.py").write_text(STARTUP, encoding="utf-8")
    (profile / "startup" / "deprecated.py").write_text(_DEPRECATED, encoding="utf-8")
    os.environ["IPYTHONDIR"] = str(folder)
    os.environ.update(ONE_THREAD)


def _marker(app: Sphinx) -> Fingerprints:
    marker: Fingerprints = app.coursekit_marker  # type: ignore[attr-defined]
    return marker


def _outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    known = _fingerprints(env)
    outdated = []
    for docname in env.found_docs - added - changed - removed:
        path = Path(env.doc2path(docname))
        if path.suffix == ".md":
            chapter = read_chapter(path, Path(app.srcdir))
            if chapter.cells and known.get(docname) != _marker(app).of(chapter):
                outdated.append(docname)
    return outdated


def _forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    _fingerprints(env).pop(docname, None)


def _choose_cache(app: Sphinx, docname: str, source: list[str]) -> None:
    path = Path(app.env.doc2path(docname))
    if path.suffix != ".md":
        return
    chapter = Chapter(path, docname, source[0])
    if not chapter.cells:
        return
    fingerprint = _marker(app).of(chapter)
    _fingerprints(app.env)[docname] = fingerprint
    folder = _folder(app, docname, fingerprint)
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / _RECORD).is_file() and borrow(Path(app.srcdir), folder, _RECORD):
        logger.info("다른 작업 폴더의 결과: %s", docname)
    if not (folder / _RECORD).is_file():
        logger.info("실행: %s", docname, color="green")
        os.environ[VARIABLE] = str(folder / _COST)
    app.env.mystnb_config = app.env.mystnb_config.copy(  # type: ignore[attr-defined]
        execution_cache_path=str(folder)
    )


def _record(app: Sphinx, doctree: Any) -> None:
    docname = app.env.docname
    fingerprint = _fingerprints(app.env).get(docname)
    if fingerprint is None:
        return
    path = _folder(app, docname, fingerprint) / _RECORD
    if path.is_file():
        return  # 캐시에서 꺼낸 결과입니다: 날짜는 실행한 날 그대로입니다.
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    made = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
    versions = {**engine_versions(), "coursekit": __version__}
    record = {"docname": docname, "date": made.date().isoformat(), "versions": versions}
    record |= measured(path.with_name(_COST))
    path.write_text(json.dumps(record), encoding="utf-8")


def _prune(app: Sphinx, error: Exception | None) -> None:
    r"""지금의 지문이 아닌 캐시를 지웁니다. 실패한 빌드에서는 아무것도 지우지 않습니다."""
    if error or app.statuscode or not hasattr(app.env, "coursekit_fingerprints"):
        return
    keep = {_folder(app, name, mark) for name, mark in _fingerprints(app.env).items()}
    for folder in cache_folder(app).glob("*/*"):
        if folder.is_dir() and folder not in keep:
            shutil.rmtree(folder, ignore_errors=True)
