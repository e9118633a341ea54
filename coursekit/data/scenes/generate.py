r"""장면을 씨앗으로 만듭니다: 물체의 수와 클래스와 자리를 뽑고, 너무 가리면 자리를 다시 뽑습니다."""

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from coursekit.arguments import generator, integer, number
from coursekit.data.scenes.background import paint_background, scatter_strokes
from coursekit.data.scenes.canvas import Canvas, Pose, extent
from coursekit.data.scenes.records import Scenes
from coursekit.data.scenes.shapes import SHAPES

Array = NDArray[Any]

SMALLEST = 4.0  # 물체의 지름이 이보다 작으면 모양을 알아볼 수 없습니다(픽셀)
_TRIES = 60  # 물체 하나의 자리를 뽑아 보는 횟수
_RESTARTS = 10  # 물체가 최소보다 적게 놓인 그림을 처음부터 다시 놓아 보는 횟수
_PIXELS_AT_ONCE = 2**16  # 한 번에 그리는 픽셀 수: 중간 배열이 캐시에 머무릅니다


def make_scenes(
    count: int,
    *,
    size: int | tuple[int, int] = 64,
    classes: tuple[str, ...] = ("원", "네모", "세모"),
    objects: tuple[int, int] = (1, 4),
    scale: tuple[float, float] = (0.2, 0.5),
    occlusion: float = 0.4,
    clutter: int = 6,
    noise: float = 0.03,
    rng: np.random.Generator | int,
    dtype: DTypeLike = np.float32,
) -> Scenes:
    r"""클래스, 상자, 마스크를 아는 장면을 만듭니다. 정답에 오차가 없습니다.

    Parameters
    ----------
    count : int
        장면의 수 N, 1 이상.
    size : int or tuple of int
        그림의 한 변, 또는 (높이 H, 너비 W). 16 이상입니다.
    classes : tuple of str
        쓸 모양의 이름. "원", "네모", "세모", "십자", "고리", "별" 가운데에서 고르며, 놓인 차례가 클래스 번호입니다.
    objects : tuple of int
        그림마다의 물체 수 (최소, 최대). 그 사이에서 고르게 뽑습니다.
    scale : tuple of float
        물체를 두르는 원의 지름을 그림의 짧은 변으로 나눈 값의 (최소, 최대), (0, 1].
        로그 눈금에서 고르게 뽑아 작은 물체도 넉넉히 나옵니다.
    occlusion : float
        물체 하나가 다른 물체들에 가려져도 되는 가장 큰 비율, [0, 0.9].
    clutter : int
        배경에 흩어 놓는 가는 막대의 가장 많은 수.
    noise : float
        픽셀마다 더하는 정규 잡음의 표준편차.
    rng : Generator or int
        난수 생성기나 씨앗. 같으면 같은 장면이 나오고, `count`를 늘려도 앞의 장면은 그대로입니다.
    dtype : dtype
        그림과 상자의 실수 dtype. 계산은 언제나 float32로 하므로 dtype이 달라도 같은 장면입니다.

    Returns
    -------
    Scenes
        그림과 정답. 상자의 차례는 뒤에서 앞입니다: 나중 물체가 먼저 물체를 가립니다.

    Raises
    ------
    ValueError
        인자가 범위를 벗어날 때, 가장 작은 물체가 4픽셀보다 작을 때, 물체를 `objects`의 최소만큼 놓을 자리가 없을 때.

    Notes
    -----
    자리를 60번 뽑아도 `occlusion`을 지킬 수 없으면 그 그림은 뽑은 수보다 적게 놓고 끝냅니다.
    최소보다 적게 놓였으면 그 그림을 처음부터 다시 놓으므로 `objects`의 최소는 언제나 지킵니다.

    Examples
    --------
    >>> scenes = make_scenes(4, size=(48, 64), objects=(2, 3), rng=0)
    >>> scenes.images.shape, scenes.semantic.shape, len(scenes.boxes)
    ((4, 3, 48, 64), (4, 48, 64), 4)
    """
    count = integer("count", count, at_least=1)
    height, width = _size(size)
    classes = _classes(classes)
    fewest, most = _counts(objects)
    scale = _scale(scale, min(height, width))
    occlusion = number("occlusion", occlusion, at_least=0, at_most=0.9)
    clutter = integer("clutter", clutter)
    noise = number("noise", noise, at_least=0)
    wanted = np.dtype(dtype)
    if wanted.kind != "f":
        raise ValueError(f"`dtype` 값은 실수 dtype이어야 합니다(받은 값: {wanted}).")
    rng = generator(rng)

    block = max(1, _PIXELS_AT_ONCE // (height * width))
    canvases = []
    for _ in range(0, count, block):  # 덩어리를 늘 다 그려야 `count`를 늘려도 앞이 그대로입니다
        images, colors = paint_background(rng, block, height, width)
        scatter_strokes(rng, images, clutter)
        canvas = Canvas(images, classes, most)
        _fill(rng, canvas, colors, fewest=fewest, scale=scale, occlusion=occlusion)
        images += np.float32(noise) * rng.standard_normal(images.shape, dtype=np.float32)
        np.clip(images, 0, 1, out=images)
        canvases.append(canvas)
    return collect(canvases, count, wanted)


def _fill(
    rng: np.random.Generator,
    canvas: Canvas,
    background: Array,
    *,
    fewest: int,
    scale: tuple[float, float],
    occlusion: float,
) -> None:
    blank = canvas.images.copy()
    wanted = rng.integers(fewest, canvas.slots + 1, len(blank))
    for _ in range(_RESTARTS):
        _add_objects(rng, canvas, wanted, background, scale=scale, occlusion=occlusion)
        stuck = np.flatnonzero(canvas.counts < fewest)
        if not stuck.size:
            return
        canvas.clear(stuck, blank[stuck])
    raise ValueError(
        f"물체를 {fewest}개 놓을 자리가 없습니다: `objects` 최소나 `scale` 값을 줄이거나 "
        f"`occlusion` 값({occlusion:g})을 늘리세요."
    )


def _add_objects(
    rng: np.random.Generator,
    canvas: Canvas,
    wanted: Array,
    background: Array,
    *,
    scale: tuple[float, float],
    occlusion: float,
) -> None:
    batch, _, height, width = canvas.images.shape
    todo = canvas.counts == 0
    palette = np.empty((batch, canvas.slots + 1, 3))
    palette[:, 0] = background
    for slot in range(canvas.slots):
        rows = np.flatnonzero(todo & (wanted > slot) & (canvas.counts == slot))
        if not rows.size:
            return
        palette[rows, slot + 1] = _distinct_colors(rng, palette[rows, : slot + 1])
        kinds: Array = rng.integers(0, len(canvas.classes), size=(batch,))
        textures = rng.uniform([0, -9, -9, 0], [0.25, 9, 9, 2 * np.pi], (batch, 4))
        for _ in range(_TRIES):
            shares = np.exp(rng.uniform(np.log(scale[0]), np.log(scale[1]), rows.size))
            radii = shares * (min(height, width) / 2)
            room = np.array([width, height]) - 2 * radii[:, None]
            pose = Pose(
                kinds=kinds[rows],
                centers=radii[:, None] + room * rng.random((rows.size, 2)),
                radii=radii,
                angles=rng.uniform(0, 2 * np.pi, rows.size),
                squashes=rng.uniform(0.7, 1, rows.size),
            )
            color = palette[rows, slot + 1]
            placed = canvas.try_to_place(rows, pose, color, textures[rows], occlusion=occlusion)
            rows = rows[~placed]
            if not rows.size:
                break


def _distinct_colors(rng: np.random.Generator, used: Array) -> Array:
    r"""후보 여덟 가운데 이미 쓴 색들에서 가장 먼 것을 고릅니다. `used`는 (R, S, 3)입니다."""
    candidates = rng.random((len(used), 8, 3))
    gaps = np.linalg.norm(candidates[:, :, None] - used[:, None], axis=-1)  # (R, 8, S)
    best = gaps.min(axis=2).argmax(axis=1)
    return np.asarray(candidates[np.arange(len(used)), best])


def collect(canvases: list[Canvas], count: int, dtype: np.dtype[Any]) -> Scenes:
    r"""화판들에서 앞의 `count`장을 모으고, 보이는 부분에서 상자와 넓이를 잽니다.

    Parameters
    ----------
    canvases : list of Canvas
        다 그린 화판.
    count : int
        모을 그림의 수.
    dtype : dtype
        그림과 상자의 dtype.

    Returns
    -------
    Scenes
        그림과 정답.
    """
    joined = {
        name: np.concatenate([getattr(c, name) for c in canvases])[:count]
        for name in ("images", "instances", "labels", "full_areas", "full_boxes", "counts")
    }
    slots = joined["labels"].shape[1]
    boxes = np.empty((count, slots, 4), dtype)
    areas = np.empty((count, slots), np.int64)
    for slot in range(slots):
        mask = joined["instances"] == slot + 1
        boxes[:, slot], areas[:, slot] = extent(mask), mask.sum(axis=(1, 2))
    covered = 1 - areas / np.maximum(joined["full_areas"], 1)
    kinds = np.concatenate([np.zeros((count, 1), np.int64), joined["labels"] + 1], axis=1)
    semantic = kinds[np.arange(count)[:, None, None], joined["instances"]]

    def each(values: Array) -> tuple[Array, ...]:
        return tuple(v[:n].copy() for v, n in zip(values, joined["counts"], strict=True))

    return Scenes(
        images=joined["images"].astype(dtype, copy=False),
        boxes=each(boxes),
        labels=each(joined["labels"]),
        semantic=semantic,
        instances=joined["instances"],
        areas=each(areas),
        full_boxes=each(joined["full_boxes"].astype(dtype)),
        covered=each(covered.astype(dtype)),
        classes=canvases[0].classes,
    )


def _size(size: int | tuple[int, int]) -> tuple[int, int]:
    sides = size if isinstance(size, (tuple, list)) else (size, size)
    if len(sides) != 2:
        raise ValueError(f"`size` 값은 정수이거나 (높이, 너비)여야 합니다(받은 값: {size!r}).")
    return integer("size", sides[0], at_least=16), integer("size", sides[1], at_least=16)


def _classes(classes: tuple[str, ...]) -> tuple[str, ...]:
    names = tuple(classes)
    unknown = [name for name in names if name not in SHAPES]
    if not names or unknown or len(set(names)) != len(names):
        raise ValueError(
            f"`classes` 값은 {', '.join(SHAPES)} 가운데에서 겹치지 않게 하나 이상이어야 합니다"
            f"(받은 값: {classes!r})."
        )
    return names


def _counts(objects: tuple[int, int]) -> tuple[int, int]:
    if not isinstance(objects, (tuple, list)) or len(objects) != 2:
        raise ValueError(f"`objects` 값은 (최소, 최대)여야 합니다(받은 값: {objects!r}).")
    fewest = integer("objects", objects[0])
    return fewest, integer("objects", objects[1], at_least=max(1, fewest))


def _scale(scale: tuple[float, float], short: int) -> tuple[float, float]:
    if not isinstance(scale, (tuple, list)) or len(scale) != 2:
        raise ValueError(f"`scale` 값은 (최소, 최대)여야 합니다(받은 값: {scale!r}).")
    low = number("scale", scale[0], above=0, at_most=1)
    high = number("scale", scale[1], at_least=low, at_most=1)
    if low * short < SMALLEST:
        raise ValueError(
            f"`scale` 최소는 물체의 지름이 {SMALLEST:g}픽셀 이상이 되게 {SMALLEST / short:.3g} 이상이어야 합니다"
            f"(받은 값: {low:g}, 그림의 짧은 변: {short})."
        )
    return low, high
