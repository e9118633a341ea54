r"""실제 사진: scikit-learn에 들어 있어 네트워크 없이 쓰는 두 장입니다."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from coursekit.arguments import integer
from coursekit.data.images import scale

Array = NDArray[Any]

CREDITS: Mapping[str, str] = {
    "china": "Flickr의 danielbuechele, CC BY 2.0 (scikit-learn의 china.jpg)",
    "flower": "Flickr의 vultilion, CC BY 2.0 (scikit-learn의 flower.jpg)",
}


def photograph(
    name: str = "china",
    *,
    gray: bool = False,
    crop: tuple[int, int, int, int] | None = None,
    size: int | tuple[int, int] | None = None,
    dtype: DTypeLike = np.float32,
) -> Array:
    r"""사진 한 장을 채널이 앞에 오는 배열로 읽습니다.

    Parameters
    ----------
    name : {"china", "flower"}
        이화원의 누각 사진 또는 꽃 사진. 원래 크기는 둘 다 427×640입니다.
    gray : bool
        참이면 밝기 한 채널로 바꿉니다: :math:`0.299R + 0.587G + 0.114B` (ITU-R BT.601).
    crop : tuple of int, optional
        잘라 낼 상자 (x1, y1, x2, y2), 픽셀. 오른쪽과 아래 끝은 들어가지 않습니다.
    size : int or tuple of int, optional
        자른 다음에 맞출 크기: 한 변, 또는 (높이, 너비). 줄일 때는 이웃 픽셀을 평균해 계단이 지지 않습니다.
    dtype : dtype
        사진의 실수 dtype.

    Returns
    -------
    ndarray of shape (3, H, W)
        빨강, 초록, 파랑의 밝기, [0, 1]. `gray`면 (1, H, W)입니다.

    Raises
    ------
    ValueError
        모르는 이름이거나, `crop`이 사진을 벗어나거나 비었거나, `size`가 1보다 작거나, `dtype`이 실수가 아닐 때.
    ImportError
        scikit-learn이나 Pillow가 없을 때.

    Notes
    -----
    두 사진 모두 CC BY 2.0이므로 그림을 실을 때 찍은 이를 밝힙니다: china는 Flickr의 danielbuechele
    (사진 번호 6061409035), flower는 Flickr의 vultilion(사진 번호 6056698931). 여기서는 자르고 줄이고 채널을 바꿀 뿐입니다.

    Examples
    --------
    >>> photograph().shape, photograph("flower", gray=True, size=(64, 96)).shape
    ((3, 427, 640), (1, 64, 96))
    """
    if name not in CREDITS:
        raise ValueError(
            f"`name` 값은 {', '.join(CREDITS)} 가운데 하나여야 합니다(받은 값: {name!r})."
        )
    try:
        from PIL import Image
        from sklearn.datasets import load_sample_image
    except ImportError as error:
        raise ImportError(
            "사진은 scikit-learn에 들어 있고 Pillow가 읽습니다: `pip install scikit-learn pillow`로 설치하세요."
        ) from error
    pixels = load_sample_image(f"{name}.jpg")  # (H, W, 3), uint8
    if crop is not None:
        x1, y1, x2, y2 = _inside(crop, *pixels.shape[:2])
        pixels = pixels[y1:y2, x1:x2]
    if size is not None:
        height, width = _size(size)
        resized = Image.fromarray(pixels).resize((width, height), Image.Resampling.BILINEAR)
        pixels = np.asarray(resized)
    image = np.ascontiguousarray(np.moveaxis(scale(pixels, 255, dtype), 2, 0))  # (3, H, W)
    if gray:
        weights = np.array([0.299, 0.587, 0.114], image.dtype)
        image = np.einsum("c,chw->hw", weights, image)[None]  # (1, H, W)
    return image


def _inside(crop: tuple[int, int, int, int], height: int, width: int) -> tuple[int, ...]:
    if not isinstance(crop, (tuple, list)) or len(crop) != 4:
        raise ValueError(f"`crop` 값은 (x1, y1, x2, y2)여야 합니다(받은 값: {crop!r}).")
    x1, y1, x2, y2 = (integer("crop", value) for value in crop)
    if not (x1 < x2 <= width and y1 < y2 <= height):
        raise ValueError(
            f"`crop` 상자는 너비 {width}, 높이 {height}인 사진 안에서 비어 있지 않아야 합니다(받은 값: {crop!r})."
        )
    return x1, y1, x2, y2


def _size(size: int | tuple[int, int]) -> tuple[int, int]:
    sides = size if isinstance(size, (tuple, list)) else (size, size)
    if len(sides) != 2:
        raise ValueError(f"`size` 값은 정수이거나 (높이, 너비)여야 합니다(받은 값: {size!r}).")
    return integer("size", sides[0], at_least=1), integer("size", sides[1], at_least=1)
