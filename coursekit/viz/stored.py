r"""저장해 둔 그림: 자료가 있으면 지금 만들고, 없으면 전에 만들어 둔 그림과 수를 보입니다.

저장소에 넣을 수 없는 자료로 만든 그림도 책에 실으려는 것입니다. 그림 하나는 파일 둘입니다:
설명과 수와 만든 때를 적은 `.json`, 그리고 거기 적힌 `.webp`.
"""

import base64
import hashlib
import io
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, final

import matplotlib.pyplot as plt
from matplotlib.figure import Figure
from PIL import Image

from coursekit.viz.style import png_bundle

VARIABLE = "COURSEKIT_STORE"
LARGEST = 100_000  # 그림 파일 하나의 한도(바이트)

_ENGINES = ("numpy", "torch", "matplotlib")
_FIELDS = {"picture", "sha256", "alt", "width", "height", "numbers", "data", "made", "versions"}


@final
@dataclass(frozen=True, eq=False)
class StoredFigure:
    r"""그림 하나와 함께 잰 수입니다. `stored`가 만들며, 셀의 마지막 값으로 두면 그려집니다.

    Parameters
    ----------
    numbers : mapping of str to float
        그림과 함께 잰 수.
    live : bool
        지금 계산했으면 참, 저장된 것이면 거짓.
    note : str
        언제 무엇으로 만들었는지 말하는 한국어 문장.
    png : str
        base64로 적은 PNG.
    metadata : mapping
        `alt`, `width`, `height`.
    """

    numbers: Mapping[str, float]
    live: bool
    note: str
    png: str
    metadata: Mapping[str, Any]

    def __repr__(self) -> str:
        return f"StoredFigure(live={self.live}, numbers={dict(self.numbers)})"

    def _repr_mimebundle_(
        self, include: Any = None, exclude: Any = None
    ) -> tuple[dict[str, str], dict[str, Any]]:
        bundle = {"text/plain": repr(self), "image/png": self.png}
        return bundle, {"image/png": dict(self.metadata)}


def stored(
    record: str | Path,
    make: Callable[[], tuple[Figure, Mapping[str, float]]],
    *,
    ready: bool,
    data: str,
) -> StoredFigure:
    r"""자료가 있으면 `make`를 부르고, 없으면 저장된 그림과 수를 읽습니다.

    환경 변수 `COURSEKIT_STORE`가 1이면 만든 것을 `record`와 곁의 `.webp`에 씁니다.

    Parameters
    ----------
    record : str or Path
        그림의 기록(`.json`). 장의 폴더에서 본 경로입니다.
        칸에 그대로 적어야 책의 캐시가 이 파일이 바뀐 것을 압니다.
    make : callable
        (설명이 붙은 그림, 이름과 수)를 만드는 함수. `ready`가 거짓이면 부르지 않습니다.
    ready : bool
        자료가 있는지.
    data : str
        자료의 이름과 이용허락.

    Returns
    -------
    StoredFigure
        그림과 수.

    Raises
    ------
    FileNotFoundError
        자료도 저장된 그림도 없을 때.
    ValueError
        저장된 파일이 상했을 때, 저장하라고 했는데 자료가 없을 때, 그림이 100 KB보다 클 때,
        `record`가 `.json`으로 끝나지 않을 때.
    """
    path = Path(record)
    if path.suffix != ".json":
        raise ValueError(f"`record` 값은 .json으로 끝나야 합니다(받은 값: {str(record)!r}).")
    storing = os.environ.get(VARIABLE) == "1"
    if not ready:
        if storing:
            raise ValueError(f"자료가 없어 `{record}` 그림을 저장할 수 없습니다({VARIABLE}=1).")
        return _read(path)
    figure, measured = make()
    png, metadata = png_bundle(figure)
    plt.close(figure)  # 노트북이 셀 끝에서 한 번 더 그리지 않게
    numbers = {name: float(value) for name, value in measured.items()}
    if storing:
        _write(path, png, metadata, numbers, data)
    note = f"가진 자료로 지금 계산했습니다. 자료: {data}."
    return StoredFigure(numbers, True, note, png, metadata)


def _write(
    path: Path, png: str, metadata: Mapping[str, Any], numbers: Mapping[str, float], data: str
) -> None:
    picture = path.with_suffix(".webp")
    buffer = io.BytesIO()
    # 256색을 넘지 않게 하면 읽을 때 되찾는 PNG도 작습니다.
    colors = Image.open(io.BytesIO(base64.b64decode(png))).convert("RGB").quantize(128)
    colors.convert("RGB").save(buffer, format="webp", lossless=True, quality=100, method=6)
    content = buffer.getvalue()
    if len(content) > LARGEST:
        raise ValueError(
            f"`{picture}` 그림은 {LARGEST:,}바이트 이하여야 합니다(받은 크기: {len(content):,})."
        )
    fields = {
        "picture": picture.name,
        "sha256": hashlib.sha256(content).hexdigest(),
        **metadata,
        "numbers": numbers,
        "data": data,
        "made": datetime.now(UTC).date().isoformat(),
        "versions": _versions(),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.write_bytes(content)
    text = json.dumps(fields, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def _read(path: Path) -> StoredFigure:
    if not path.is_file():
        raise FileNotFoundError(
            f"자료가 없고 저장된 그림도 없습니다: {path}. "
            f"자료의 폴더를 환경 변수 COURSEKIT_DATA에 적고 {VARIABLE}=1로 한 번 실행하세요."
        )
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"저장된 그림의 기록이 상했습니다: {path}({error}).") from error
    if not isinstance(fields, dict) or set(fields) != _FIELDS:
        raise ValueError(f"저장된 그림의 기록이 상했습니다: {path}(칸이 다릅니다).")
    picture = path.with_name(fields["picture"])
    content = picture.read_bytes() if picture.is_file() else b""
    if hashlib.sha256(content).hexdigest() != fields["sha256"]:
        raise ValueError(f"저장된 그림이 없거나 기록과 다릅니다: {picture}.")
    buffer = io.BytesIO()
    pixels = Image.open(io.BytesIO(content)).convert("RGB")
    pixels.quantize(256, dither=Image.Dither.NONE).save(buffer, format="png", optimize=True)
    made_with = ", ".join(f"{name} {number}" for name, number in fields["versions"].items())
    return StoredFigure(
        numbers=fields["numbers"],
        live=False,
        note=f"{fields['made']}에 계산해 둔 것입니다({made_with}). 자료: {fields['data']}.",
        png=base64.b64encode(buffer.getvalue()).decode("ascii"),
        metadata={name: fields[name] for name in ("alt", "width", "height")},
    )


def _versions() -> dict[str, str]:
    versions = {}
    for name in _ENGINES:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            continue
    return versions
