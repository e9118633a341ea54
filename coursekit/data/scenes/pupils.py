r"""가까이만 보아서는 가릴 수 없는 작은 물체: 큰 고리 한가운데의 점은 눈동자, 다른 점은 그냥 점입니다."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from coursekit.arguments import generator, integer
from coursekit.data.scenes.records import Scenes

Array = NDArray[Any]

_RING = (20.0, 24.0)  # 고리의 반지름(픽셀)
_DOT = (3.0, 4.0)  # 점의 반지름
_APART = 11.0  # 점 사이의 가장 가까운 거리
_CENTRAL = 9.0  # 고리의 중심에서 이보다 멀어야 그냥 점입니다


def make_pupils(count: int, *, size: int = 64, rng: np.random.Generator | int) -> Scenes:
    r"""반지름 3~4픽셀인 점 2~4개와 반지름 20~24픽셀인 고리 1~2개를 그립니다. 찾을 것은 점입니다.

    두 클래스는 점의 모양, 색, 크기가 같고 20픽셀쯤 떨어진 고리가 있는지만 다릅니다.
    고리는 그림 밖으로 나가기도 하고, 가운데에 눈동자가 없는 고리도 있습니다. 고리의 상자는 없습니다.

    Parameters
    ----------
    count : int
        장면의 수 N, 1 이상.
    size : int
        그림의 한 변, 48 이상.
    rng : Generator or int
        난수 생성기나 씨앗.

    Returns
    -------
    Scenes
        그림과 정답. 클래스는 눈동자와 점입니다.

    Raises
    ------
    ValueError
        인자가 범위를 벗어날 때.
    """
    count = integer("count", count, at_least=1)
    size = integer("size", size, at_least=48)
    rng = generator(rng)
    drawn = [_draw(rng, size) for _ in range(count)]
    images, instances, boxes, labels = zip(*drawn, strict=True)
    kinds = [np.concatenate([[0], one + 1]) for one in labels]
    areas = [
        np.bincount(one.ravel(), minlength=len(kind))[1:]
        for one, kind in zip(instances, kinds, strict=True)
    ]
    return Scenes(
        images=np.stack(images),
        boxes=boxes,
        labels=labels,
        semantic=np.stack([kind[one] for one, kind in zip(instances, kinds, strict=True)]),
        instances=np.stack(instances),
        areas=tuple(areas),
        full_boxes=tuple(one.copy() for one in boxes),
        covered=tuple(np.zeros(len(one), np.float32) for one in boxes),
        classes=("눈동자", "점"),
        source="coursekit.data.make_pupils",
    )


def _draw(rng: np.random.Generator, size: int) -> tuple[Array, Array, Array, Array]:
    rows, columns = np.mgrid[:size, :size] + 0.5
    image = np.broadcast_to(rng.uniform(0.35, 0.65, (3, 1, 1)), (3, size, size))
    rings = rng.uniform(10, size - 10, (int(rng.integers(1, 3)), 2))
    for x, y in rings:
        away = np.abs(np.hypot(columns - x, rows - y) - rng.uniform(*_RING))
        image = _paint(image, np.clip(2 - away, 0, 1), rng.integers(0, 2, 3))
    dots = _places(rng, rings, size)
    instances = np.zeros((size, size), np.int64)
    boxes = []
    for number, (x, y) in enumerate(dots, start=1):
        alpha = np.clip(rng.uniform(*_DOT) + 0.5 - np.hypot(columns - x, rows - y), 0, 1)
        image = _paint(image, alpha, rng.choice([0.05, 0.95], 3))
        instances[alpha > 0.5] = number
        i, j = np.nonzero(alpha > 0.5)
        boxes.append([j.min(), i.min(), j.max() + 1, i.max() + 1])
    noisy = np.clip(image + rng.normal(0, 0.03, image.shape), 0, 1)
    nearest = np.hypot(*(dots[:, None] - rings).transpose(2, 0, 1)).min(axis=1)
    labels = (nearest > _CENTRAL).astype(np.int64)
    return noisy.astype(np.float32), instances, np.array(boxes, np.float32), labels


def _places(rng: np.random.Generator, rings: Array, size: int) -> Array:
    r"""점의 자리 (M, 2): 고리마다 넷 가운데 셋은 눈동자가 있고, 나머지는 고리의 중심을 피합니다."""
    dots: list[Array] = []
    for center in rings:
        there = center + rng.uniform(-2, 2, 2)
        alone = all(np.hypot(*(there - other)) > _APART for other in dots)
        if rng.random() < 0.75 and alone:
            dots.append(there)
    wanted = int(rng.integers(2, 5))
    while len(dots) < wanted:
        there = rng.uniform(6, size - 6, 2)
        alone = all(np.hypot(*(there - other)) > _APART for other in dots)
        if alone and all(np.hypot(*(there - center)) > _CENTRAL for center in rings):
            dots.append(there)
    return np.array(dots)


def _paint(image: Array, alpha: Array, color: Array) -> Array:
    painted: Array = image + alpha * (color[:, None, None] - image)
    return painted
