r"""혈구: 적혈구, 백혈구, 혈소판에 상자를 친 현미경 사진 364장입니다. 가진 파일을 읽고, 내려받지 않습니다."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, overload

import numpy as np
from numpy.typing import DTypeLike, NDArray

from coursekit.arguments import integer
from coursekit.data.annotations import check_box, finite_number, malformed, shorten
from coursekit.data.images import scale
from coursekit.data.own_folder import own_folder

Array = NDArray[Any]

SPLITS = ("train", "val", "test")
_NAMES = {"RBC": "적혈구", "WBC": "백혈구", "Platelets": "혈소판"}


@dataclass(frozen=True, eq=False)
class BoxedImages:
    r"""상자가 있는 그림들입니다. 마스크가 없는 것 말고는 `Scenes`와 이름이 같습니다.

    번호로 꺼내면 (그림, 상자, 클래스), 조각(slice)으로 꺼내면 `BoxedImages`입니다.

    Parameters
    ----------
    images : ndarray of shape (N, 3, H, W)
        밝기, [0, 1].
    boxes : tuple of ndarray of shape (M_i, 4)
        그림마다의 상자 (x1, y1, x2, y2), 픽셀.
    labels : tuple of ndarray of shape (M_i,)
        그림마다의 클래스 번호 0, ..., K-1, int64.
    classes : tuple of str
        클래스 번호마다의 이름.
    files : tuple of str
        그림마다의 이름.
    dropped : tuple of (str, int)
        비어 있어서 뺀 상자: 그림의 이름과 그 안에서의 번호(0부터).
    source : str
        데이터를 만든 곳.
    licence : str
        이용허락.
    """

    images: Array
    boxes: tuple[Array, ...]
    labels: tuple[Array, ...]
    classes: tuple[str, ...]
    files: tuple[str, ...]
    dropped: tuple[tuple[str, int], ...]
    source: str
    licence: str

    def __len__(self) -> int:
        r"""그림의 수 N."""
        return len(self.images)

    @overload
    def __getitem__(self, index: int) -> tuple[Array, Array, Array]: ...
    @overload
    def __getitem__(self, index: slice) -> "BoxedImages": ...
    def __getitem__(self, index: int | slice) -> "tuple[Array, Array, Array] | BoxedImages":
        if isinstance(index, slice):
            return self.take(np.arange(len(self))[index])
        return self.images[index], self.boxes[index], self.labels[index]

    def take(self, indices: Sequence[int] | Array) -> "BoxedImages":
        r"""고른 순서대로의 그림을 담은 새 모음을 만듭니다.

        Parameters
        ----------
        indices : sequence of int
            고를 번호.

        Returns
        -------
        BoxedImages
            고른 그림의 사본.
        """
        chosen = np.asarray(indices, dtype=np.intp)
        return replace(
            self,
            images=self.images[chosen],
            boxes=tuple(self.boxes[i] for i in chosen),
            labels=tuple(self.labels[i] for i in chosen),
            files=tuple(self.files[i] for i in chosen),
        )


def load_bccd(
    directory: str | Path | None = None,
    *,
    split: str = "train",
    size: tuple[int, int] = (120, 160),
    dtype: DTypeLike = np.float32,
) -> BoxedImages:
    r"""혈구 사진과 상자를 읽어 `size`로 줄입니다. 상자도 함께 줄입니다.

    배포된 상자 4,888개 가운데 둘은 넓이가 없습니다(`xmax <= xmin`). 이 둘만 빼고, 무엇을 뺐는지 `dropped`에 적습니다.

    Parameters
    ----------
    directory : str or Path, optional
        `annotations.json`과 `images/`가 있는 폴더, 또는 그런 폴더 `bccd`가 들어 있는 폴더.
        주지 않으면 환경 변수 `COURSEKIT_DATA`의 폴더를 봅니다.
    split : {"train", "val", "test"}
        배포된 나눔: 205장, 87장, 72장.
    size : tuple of int
        그림의 (높이, 너비). 원래는 480×640이고 그대로면 학습용만 750MB입니다.
    dtype : dtype
        그림과 상자의 실수 dtype.

    Returns
    -------
    BoxedImages
        그림과 상자. 클래스는 적혈구, 백혈구, 혈소판의 차례입니다.

    Raises
    ------
    FileNotFoundError
        폴더나 그 안의 파일이 없을 때.
    ValueError
        인자가 범위를 벗어나거나 파일이 잘못되었을 때. 파일과 항목을 말합니다.
    ImportError
        Pillow가 없을 때.

    Notes
    -----
    shenggan, BCCD Dataset(MIT). 좌표는 VOC처럼 1부터 세므로 `read_voc`와 같이 옮깁니다.
    이름표가 없는 적혈구가 더러 있습니다. 그래서 적혈구의 정밀도는 실제보다 낮게 나옵니다.
    """
    if split not in SPLITS:
        raise ValueError(
            f"`split` 값은 {', '.join(SPLITS)} 가운데 하나여야 합니다(받은 값: {split!r})."
        )
    if not isinstance(size, (tuple, list)) or len(size) != 2:
        raise ValueError(f"`size` 값은 (높이, 너비)여야 합니다(받은 값: {size!r}).")
    height, width = (integer("size", side, at_least=1) for side in size)
    folder = own_folder("bccd", directory, "annotations.json")
    path = folder / "annotations.json"
    classes, content = _annotations(path, split)

    shrunk, boxes, labels, dropped = [], [], [], []
    for file, item in content.items():
        original_width, original_height = item["size"]
        shrunk.append(_picture(folder / "images" / f"{file}.jpg", item["size"], (width, height)))
        kept, empty = _objects(path, file, item, len(classes))
        ratio = np.array([width / original_width, height / original_height] * 2)
        table = np.array(kept, np.float64).reshape(-1, 5)
        boxes.append((table[:, 1:] * ratio).astype(dtype))
        labels.append(table[:, 0].astype(np.int64))
        dropped += [(file, index) for index in empty]
    pixels = np.stack(shrunk)  # (N, H, W, 3)
    return BoxedImages(
        images=np.ascontiguousarray(np.moveaxis(scale(pixels, 255, dtype), 3, 1)),
        boxes=tuple(boxes),
        labels=tuple(labels),
        classes=tuple(_NAMES.get(name, name) for name in classes),
        files=tuple(content),
        dropped=tuple(dropped),
        source="shenggan, BCCD Dataset (2017)",
        licence="MIT",
    )


def _annotations(path: Path, split: str) -> tuple[list[str], dict[str, Any]]:
    try:
        content = json.loads(path.read_bytes())
    except ValueError as error:
        malformed(path, "", f"JSON이 끊겼거나 망가졌습니다({shorten(str(error))}).")
    try:
        names = content["splits"][split]
        chosen = {name: content["images"][name] for name in names}
        for name, item in chosen.items():
            if len(item["size"]) != 2 or not isinstance(item["objects"], list):
                malformed(path, f"images.{name}", "size와 objects가 있어야 합니다.")
        return list(content["classes"]), chosen
    except (KeyError, TypeError) as error:
        malformed(path, "", f"classes, images, splits.{split}가 있어야 합니다(까닭: {error!r}).")


def _objects(
    path: Path, file: str, item: dict[str, Any], classes: int
) -> tuple[list[tuple[float, ...]], list[int]]:
    width, height = item["size"]
    kept: list[tuple[float, ...]] = []
    empty = []
    for index, values in enumerate(item["objects"]):
        where = f"images.{file}.objects[{index}]"
        if not isinstance(values, list) or len(values) != 5:
            malformed(
                path,
                where,
                f"[클래스, xmin, ymin, xmax, ymax]여야 합니다(받은 값: {shorten(values)}).",
            )
        kind, x1, y1, x2, y2 = (finite_number(path, where, value) for value in values)
        if kind not in range(classes):
            malformed(path, where, f"클래스는 {classes} 미만의 번호여야 합니다(받은 값: {kind:g}).")
        if x2 <= x1 or y2 <= y1:
            empty.append(index)
            continue
        box = (x1 - 1, y1 - 1, x2, y2)  # 1부터 세는 픽셀 번호에서 가장자리로
        check_box(path, where, box, (height, width), 0.0)
        kept.append((kind, *box))
    return kept, empty


def _picture(path: Path, told: Sequence[int], size: tuple[int, int]) -> Array:
    try:
        from PIL import Image, UnidentifiedImageError
    except ImportError as error:
        raise ImportError(
            "혈구 사진은 Pillow로 읽습니다: `pip install pillow`로 설치하세요."
        ) from error
    if not path.is_file():
        raise FileNotFoundError(f"파일이 없습니다: {path}")
    try:
        with Image.open(path) as picture:
            if picture.size != tuple(told):
                raise ValueError(
                    f"그림의 크기가 주석과 다릅니다: {path}"
                    f"(주석: {tuple(told)}, 받은 크기: {picture.size})."
                )
            small = picture.convert("RGB").resize(size, Image.Resampling.BILINEAR)
    except (UnidentifiedImageError, OSError) as error:
        raise ValueError(f"그림 파일이 끊겼거나 망가졌습니다: {path}(까닭: {error}).") from error
    return np.asarray(small)
