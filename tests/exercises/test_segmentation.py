r"""「분할 연습」의 모범답을 다른 길로 얻은 답과 견줍니다: torch의 자동 미분, SciPy, pycocotools, 정의 그대로의 반복문."""

import itertools
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import scipy.ndimage
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from pycocotools import mask as coco_mask

from coursekit.grading import Exercise, course_root, read_exercise

EXERCISE: Exercise = read_exercise(
    course_root(Path(__file__).parent) / "exercises" / "segmentation"
)
SOLUTIONS: dict[str, Any] = {"np": np}
for cell in EXERCISE.solutions:
    exec(cell.solution_code, SOLUTIONS)

median_frequency: Callable[..., Any] = SOLUTIONS["median_frequency"]
tversky: Callable[..., Any] = SOLUTIONS["tversky"]
lovasz: Callable[..., Any] = SOLUTIONS["lovasz"]
border_weights: Callable[..., Any] = SOLUTIONS["border_weights"]
boundary_iou: Callable[..., Any] = SOLUTIONS["boundary_iou"]
encode_mask: Callable[..., Any] = SOLUTIONS["encode_mask"]
label_components: Callable[..., Any] = SOLUTIONS["label_components"]
panoptic_quality: Callable[..., Any] = SOLUTIONS["panoptic_quality"]
unet_input: Callable[..., Any] = SOLUTIONS["unet_input"]

SEEDS = st.integers(0, 2**32 - 1)


def test_the_overview_tells_the_points_of_each_item() -> None:
    overview = next(cell.source for cell in EXERCISE.cells if cell.kind == "text")
    rows = re.findall(r"^\| (.+?) \| `\w+` \| (\d+) \|$", overview, re.MULTILINE)
    assert rows == [(item.title, str(item.points)) for item in EXERCISE.items]
    assert f"{EXERCISE.points}점 만점" in overview


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_median_frequency_counts_pixel_by_pixel_in_exact_fractions(seed: int) -> None:
    rng = np.random.default_rng(seed)
    labels = rng.choice([0, 0, 0, 1, 1, 3, 255], size=(4, 3, 3))
    labels[0, 0, 0] = 0
    labels[1][labels[1] == 1] = 255
    expected: list[Fraction] = []
    for c in range(5):
        mine = whole = 0
        for image in labels.tolist():
            pixels = [value for row in image for value in row if value != 255]
            if c in pixels:
                mine, whole = mine + pixels.count(c), whole + len(pixels)
        expected.append(Fraction(mine, whole) if whole else Fraction(0))
    present = sorted(f for f in expected if f)
    middle = (present[(len(present) - 1) // 2] + present[len(present) // 2]) / 2
    frequency, weights = median_frequency(labels, 5)
    np.testing.assert_allclose(frequency, [float(f) for f in expected])
    np.testing.assert_allclose(weights, [float(middle / f) if f else 0.0 for f in expected])


@settings(max_examples=25, deadline=None)
@given(SEEDS, st.floats(0, 3), st.floats(0, 3), st.floats(0.01, 2))
def test_tversky_is_differentiated_by_torch(
    seed: int, alpha: float, beta: float, smooth: float
) -> None:
    rng = np.random.default_rng(seed)
    scores, y = rng.normal(size=(3, 4)), rng.integers(0, 2, size=(3, 4)).astype(float)
    z = torch.tensor(scores, requires_grad=True)
    p = torch.sigmoid(z)
    hit, extra, missed = p[y == 1].sum(), p[y == 0].sum(), (1 - p[y == 1]).sum()
    loss = 1 - (hit + smooth) / (hit + alpha * extra + beta * missed + smooth)
    ours = tversky(scores, y, alpha, beta, smooth)
    assert ours[0] == pytest.approx(loss.item(), abs=1e-12)
    np.testing.assert_allclose(ours[1], torch.autograd.grad(loss, z)[0].numpy(), atol=1e-12)


def test_even_prices_are_dice() -> None:
    rng = np.random.default_rng(0)
    scores, y = 40 * rng.choice([-1.0, 1.0], size=(5, 5)), rng.integers(0, 2, size=(5, 5))
    painted = scores > 0
    dice = 2 * np.sum(painted & (y == 1)) / (painted.sum() + y.sum())
    assert tversky(scores, y, 0.5, 0.5, 0.0)[0] == pytest.approx(1 - dice)


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_lovasz_is_the_integral_over_thresholds(seed: int) -> None:
    # 로바스 확장의 다른 정의: 오차가 t 이상인 픽셀을 틀렸다고 친 1 - IoU를 t에 걸쳐 적분합니다.
    rng = np.random.default_rng(seed)
    p, y = rng.uniform(size=(3, 5)), rng.integers(0, 2, size=(3, 5)).astype(float)
    y[0, 0] = 1.0

    def integral(p: Any) -> float:
        error = np.abs(p - y)
        levels = np.concatenate([[0.0], np.sort(error.ravel())])
        total = 0.0
        for low, high in itertools.pairwise(levels):
            answer = np.where(error >= high, 1 - y, y)
            iou = np.sum((answer == 1) & (y == 1)) / np.sum((answer == 1) | (y == 1))
            total += (high - low) * (1 - iou)
        return total

    loss, grad = lovasz(p, y)
    assert loss == pytest.approx(integral(p))
    # 조각마다 곧은 함수라서, 차례가 바뀌지 않을 만큼 움직인 차분이 기울기와 같습니다.
    for place in np.ndindex(p.shape):
        step = np.zeros(p.shape)
        step[place] = 1e-7
        slope = (integral(p + step) - integral(p - step)) / 2e-7
        assert grad[place] == pytest.approx(slope, abs=1e-5)


def test_lovasz_at_the_corners_is_one_minus_iou() -> None:
    for bits in range(1, 256):
        y = np.array([[bits >> i & 1 for i in range(4)]], dtype=float)
        p = np.array([[bits >> i & 1 for i in range(4, 8)]], dtype=float)
        if y.any():
            iou = np.sum((p == 1) & (y == 1)) / np.sum((p == 1) | (y == 1))
            assert lovasz(p, y)[0] == pytest.approx(1 - iou)


@settings(max_examples=25, deadline=None)
@given(SEEDS, st.integers(0, 5))
def test_border_weights_are_scipys_distances(seed: int, cells: int) -> None:
    rng = np.random.default_rng(seed)
    labels = np.zeros((7, 9), dtype=int)
    for number in range(1, cells + 1):
        labels[rng.integers(0, 7, 3), rng.integers(0, 9, 3)] = number
    present = [number for number in range(1, cells + 1) if np.any(labels == number)]
    expected = np.zeros(labels.shape)
    if len(present) >= 2:
        maps = [scipy.ndimage.distance_transform_edt(labels != number) for number in present]
        for place in zip(*np.nonzero(labels == 0), strict=True):
            first, second = sorted(distances[place] for distances in maps)[:2]
            expected[place] = 7.0 * np.exp(-((first + second) ** 2) / 50.0)
    np.testing.assert_allclose(border_weights(labels, 7.0, 5.0), expected, atol=1e-12)


@settings(max_examples=30, deadline=None)
@given(SEEDS, st.integers(1, 4))
def test_boundary_iou_is_scipys_erosion_and_the_distance_to_the_outside(seed: int, d: int) -> None:
    rng = np.random.default_rng(seed)
    masks = rng.uniform(size=(2, 9, 11)) < 0.9
    masks[:, 4, 4] = True
    eroded, near = [], []
    for mask in masks:
        inner = scipy.ndimage.binary_erosion(mask, np.ones((3, 3)), iterations=d, border_value=0)
        eroded.append(mask & ~inner)
        away = scipy.ndimage.distance_transform_cdt(np.pad(mask, 1), "chessboard")[1:-1, 1:-1]
        near.append(mask & (away <= d))
    overlap, boundary = boundary_iou(*masks, d)
    assert overlap == pytest.approx(np.sum(masks[0] & masks[1]) / np.sum(masks[0] | masks[1]))
    for one, other in (eroded, near):
        assert boundary == pytest.approx(np.sum(one & other) / np.sum(one | other))


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # pycocotools
@settings(max_examples=40, deadline=None)
@given(SEEDS, st.integers(1, 6), st.integers(1, 6), st.floats(0.05, 1))
def test_counts_and_box_are_pycocotools(seed: int, H: int, W: int, density: float) -> None:
    mask = np.random.default_rng(seed).uniform(size=(H, W)) < density
    mask[H // 2, W // 2] = True
    counts, box = encode_mask(mask)
    theirs = coco_mask.frPyObjects({"counts": [int(n) for n in counts], "size": [H, W]}, H, W)
    np.testing.assert_array_equal(coco_mask.decode(theirs), mask)
    assert theirs == coco_mask.encode(np.asfortranarray(mask.astype(np.uint8)))
    np.testing.assert_array_equal(box, coco_mask.toBbox(theirs))
    assert sum(counts) == H * W
    assert all(n > 0 for n in counts[1:])


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.integers(1, 8), st.integers(1, 8), st.booleans())
def test_components_are_scipys(seed: int, H: int, W: int, diagonal: bool) -> None:
    mask = np.random.default_rng(seed).uniform(size=(H, W)) < 0.5
    structure = np.ones((3, 3)) if diagonal else None
    theirs, count = scipy.ndimage.label(mask, structure)
    # 번호는 첫 픽셀의 차례로 다시 매깁니다.
    order = list(dict.fromkeys(theirs[mask].tolist()))
    labels, areas = label_components(mask, diagonal)
    expected = np.zeros((H, W), dtype=int)
    for number, old in enumerate(order, start=1):
        expected[theirs == old] = number
    np.testing.assert_array_equal(labels, expected)
    np.testing.assert_array_equal(areas, [np.sum(theirs == old) for old in order])
    assert len(areas) == count


def slow_panoptic(truth: Any, guess: Any) -> tuple[float, float, float]:
    r"""픽셀의 집합으로, 정답 쪽에서 짝을 찾아 셉니다."""
    void = {place for place in np.ndindex(truth.shape) if truth[place] == -1}
    pixels: list[dict[int, set[Any]]] = [{}, {}]
    for kind, ids in enumerate((truth, guess)):
        for place in np.ndindex(ids.shape):
            if ids[place] > 0:
                pixels[kind].setdefault(int(ids[place]), set()).add(place)
    objects, wholes = pixels
    total, taken = Fraction(0), set()
    for mine in objects.values():
        for name, whole in wholes.items():
            seen = whole - void
            iou = Fraction(len(mine & seen), len(mine | seen))
            if iou > Fraction(1, 2):
                total += iou
                taken.add(name)
    tp, fn = len(taken), len(objects) - len(taken)
    fp = sum(
        Fraction(len(whole & void), len(whole)) <= Fraction(1, 2)
        for name, whole in wholes.items()
        if name not in taken
    )
    if tp == 0:
        return 0.0, 0.0, 0.0
    pq = total / (tp + Fraction(fp + fn, 2))
    return float(pq), float(total / tp), float(pq / (total / tp))


@settings(max_examples=60, deadline=None)
@given(SEEDS, st.integers(1, 4), st.integers(0, 4))
def test_panoptic_quality_is_that_of_pixel_sets(seed: int, objects: int, wholes: int) -> None:
    rng = np.random.default_rng(seed)
    truth, guess = np.zeros((6, 7), dtype=int), np.zeros((6, 7), dtype=int)
    for number in range(1, objects + 1):
        top, left = rng.integers(0, 4, size=2)
        truth[top : top + 3, left : left + 3] = number
        if number <= wholes:
            down, right = rng.integers(0, 2, size=2)
            guess[top + down : top + down + 3, left + right : left + right + 3] = 30 - number
    for number in range(objects + 1, wholes + 1):
        top, left = rng.integers(0, 5, size=2)
        guess[top : top + 2, left : left + 2] = 10 + number
    truth[rng.uniform(size=truth.shape) < 0.2] = -1
    truth[0, 0] = objects
    np.testing.assert_allclose(panoptic_quality(truth, guess), slow_panoptic(truth, guess))


@pytest.mark.parametrize("depth", [1, 2, 3])
@pytest.mark.parametrize("wanted", [1, 2, 7, 20, 33])
def test_the_input_is_the_smallest_that_walks_through_a_torch_unet(wanted: int, depth: int) -> None:
    functional: Any = torch.nn.functional
    kernel = torch.ones(1, 1, 3, 3, device="meta")

    def twice(x: torch.Tensor) -> Any:
        return functional.conv2d(functional.conv2d(x, kernel), kernel)

    def walk(side: int) -> tuple[int, list[float]] | None:
        x, kept, crops = torch.empty(1, 1, side, side, device="meta"), [], []
        try:
            for _ in range(depth):
                kept.append(twice(x))
                if kept[-1].shape[3] % 2:
                    return None
                x = functional.max_pool2d(kept[-1], 2)
            x = twice(x)
            for skip in reversed(kept):
                x = functional.interpolate(x, scale_factor=2)
                crops.append((skip.shape[3] - x.shape[3]) / 2)
                x = twice(x)
        except RuntimeError:  # 커널이 그림보다 큽니다
            return None
        return x.shape[3], crops[::-1]

    size, output, crops = unet_input(wanted, depth)
    assert walk(size) == (output, crops)
    for smaller in range(size):
        reached = walk(smaller)
        assert reached is None or reached[0] < wanted


def test_the_original_unet() -> None:
    # 논문의 그림 1: 지름길의 변 568, 280, 136, 64에서 392, 200, 104, 56을 남깁니다.
    expected = [(568 - 392) / 2, (280 - 200) / 2, (136 - 104) / 2, (64 - 56) / 2]
    assert unet_input(388, 4) == (572, 388, expected)
    assert unet_input(389, 4)[:2] == (588, 404)
