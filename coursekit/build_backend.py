r"""꾸러미를 묶는 백엔드입니다: setuptools가 만든 것을, 언제 어디서 묶어도 바이트까지 같게 만듭니다.

`pyproject.toml`의 `build-backend`가 이 모듈입니다. setuptools가 만든 것에는 파일의 시각과 주인과 권한(umask),
그리고 묶은 시각이 남으므로 그것을 정해진 값으로 바꿉니다. 시각은 `SOURCE_DATE_EPOCH`입니다.
"""

import gzip
import io
import os
import tarfile
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from setuptools import build_meta
from setuptools.build_meta import (
    build_editable,
    get_requires_for_build_editable,
    get_requires_for_build_sdist,
    get_requires_for_build_wheel,
    prepare_metadata_for_build_editable,
    prepare_metadata_for_build_wheel,
)

__all__ = [
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_editable",
    "prepare_metadata_for_build_wheel",
]


def build_sdist(sdist_directory: str, config_settings: Mapping[str, Any] | None = None) -> str:
    r"""원본 묶음을 만듭니다(PEP 517).

    Parameters
    ----------
    sdist_directory : str
        묶음을 놓을 폴더.
    config_settings : mapping, optional
        setuptools에 넘길 설정.

    Returns
    -------
    str
        묶음의 파일 이름.
    """
    name: str = build_meta.build_sdist(sdist_directory, config_settings)
    same_sdist(Path(sdist_directory) / name, _moment())
    return name


def build_wheel(
    wheel_directory: str,
    config_settings: Mapping[str, Any] | None = None,
    metadata_directory: str | None = None,
) -> str:
    r"""바퀴를 만듭니다(PEP 517).

    Parameters
    ----------
    wheel_directory : str
        바퀴를 놓을 폴더.
    config_settings : mapping, optional
        setuptools에 넘길 설정.
    metadata_directory : str, optional
        미리 만든 메타데이터의 폴더.

    Returns
    -------
    str
        바퀴의 파일 이름.
    """
    name: str = build_meta.build_wheel(wheel_directory, config_settings, metadata_directory)
    same_wheel(Path(wheel_directory) / name, _moment())
    return name


def _moment() -> int:
    return int(os.environ.get("SOURCE_DATE_EPOCH", 315532800))  # 1980년 1월 1일, zip의 처음


def same_wheel(path: Path, moment: int) -> None:
    r"""바퀴(`.whl`)에서 내용이 아닌 것을 모두 정해진 값으로 바꿉니다.

    Parameters
    ----------
    path : Path
        바퀴. 제자리에서 바뀝니다.
    moment : int
        파일마다 적을 시각(1970년부터의 초).
    """
    with zipfile.ZipFile(path) as old:
        files = [(name, old.read(name)) for name in old.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in files:
            one = zipfile.ZipInfo(name, time.gmtime(moment)[:6])
            one.compress_type, one.create_system = zipfile.ZIP_DEFLATED, 3
            one.external_attr = 0o100644 << 16
            new.writestr(one, content)


def same_sdist(path: Path, moment: int) -> None:
    r"""묶음(`.tar.gz`)에서 내용과 실행 권한이 아닌 것을 모두 정해진 값으로 바꿉니다.

    Parameters
    ----------
    path : Path
        묶음. 제자리에서 바뀝니다.
    moment : int
        파일마다 적을 시각(1970년부터의 초).
    """
    plain = io.BytesIO()
    with (
        tarfile.open(path, "r:gz") as old,
        tarfile.open(fileobj=plain, mode="w", format=tarfile.PAX_FORMAT) as new,
    ):
        for one in sorted(old.getmembers(), key=lambda member: member.name):
            content = old.extractfile(one) if one.isfile() else None
            one.mtime, one.uid, one.gid, one.uname, one.gname = moment, 0, 0, "", ""
            one.mode = 0o755 if one.isdir() or one.mode & 0o100 else 0o644
            one.pax_headers = {}
            new.addfile(one, content)
    with (
        path.open("wb") as file,
        gzip.GzipFile("", "wb", 9, file, mtime=moment) as packed,
    ):
        packed.write(plain.getvalue())
