"""RoIAlign: SciPy's interpolation point by point, torch's gradient, planes read exactly."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.ndimage import map_coordinates
from torch.nn.functional import grid_sample

from coursekit.boxes import roi_align_backward, roi_align_forward

FEATURES = np.random.default_rng(0).normal(size=(2, 3, 9, 12))
SCALE = 1 / 4  # the image is 36 high and 48 wide


def some_boxes(seed, count):
    rng = np.random.default_rng(seed)
    low = rng.uniform(-15, 45, (count, 2))
    return np.hstack([low, low + rng.uniform(0, 30, (count, 2))])


def read(feature, x, y):
    """One point of every channel, in cells; 0 more than one cell beyond the map."""
    H, W = feature.shape[1:]
    if not (-1 <= x <= W and -1 <= y <= H):
        return np.zeros(len(feature))
    return np.array([map_coordinates(f, [[y], [x]], order=1, mode="nearest")[0] for f in feature])


def slow_align(
    features, boxes, size, scale, samples=2, half=0.5, *, reduce=np.mean, at=0.5, shrink=None
):
    out = []
    for feature, of_image in zip(features, boxes, strict=True):
        for box in of_image:
            x1, y1, x2, y2 = np.asarray(box) * scale - half
            if shrink:
                x1, y1, x2, y2 = shrink(np.array([x1, y1, x2, y2]))
            elif half == 0:
                x2, y2 = max(x2, x1 + 1), max(y2, y1 + 1)
            points = np.zeros((len(feature), *size, samples, samples))
            for i, j, p, q in np.ndindex(*points.shape[1:]):
                y = y1 + (i + (p + at) / samples) * (y2 - y1) / size[0]
                x = x1 + (j + (q + at) / samples) * (x2 - x1) / size[1]
                points[:, i, j, p, q] = read(feature, x, y)
            out.append(reduce(points, axis=(3, 4)))
    return np.array(out).reshape(-1, features.shape[1], *size)


def ours(features, boxes, size, scale):
    return roi_align_forward(features, boxes, size, spatial_scale=scale)[0]


def assert_align(align):
    boxes = [some_boxes(3, 4), some_boxes(4, 3)]
    expected = slow_align(FEATURES, boxes, (2, 3), SCALE)
    np.testing.assert_allclose(align(FEATURES, boxes, (2, 3), SCALE), expected, atol=1e-12)


def test_ours_passes():
    assert_align(ours)


@pytest.mark.parametrize("aligned", [True, False])
@pytest.mark.parametrize(("size", "samples"), [((1, 1), 1), ((3, 2), 3)])
def test_it_is_scipys_interpolation(aligned, size, samples):
    boxes = [some_boxes(5, 3), some_boxes(6, 2)]
    y, _ = roi_align_forward(
        FEATURES, boxes, size, spatial_scale=SCALE, sampling_ratio=samples, aligned=aligned
    )
    expected = slow_align(FEATURES, boxes, size, SCALE, samples, 0.5 if aligned else 0)
    np.testing.assert_allclose(y, expected, atol=1e-12)


@given(
    seed=st.integers(0, 999),
    size=st.sampled_from([1, (2, 3), 5]),
    samples=st.integers(1, 3),
    aligned=st.booleans(),
    counts=st.tuples(*[st.integers(0, 3)] * 2),
)
@settings(max_examples=40, deadline=None)
def test_the_way_back_is_the_transpose(seed, size, samples, aligned, counts):
    """The layer is linear in its features, so <g, A f> must be <A' g, f>."""
    boxes = [some_boxes(seed + i, n) for i, n in enumerate(counts)]
    options = {"spatial_scale": SCALE, "sampling_ratio": samples, "aligned": aligned}
    y, cache = roi_align_forward(FEATURES, boxes, size, **options)
    rng = np.random.default_rng(seed)
    grad, other = rng.normal(size=y.shape), rng.normal(size=FEATURES.shape)
    back = roi_align_backward(grad, cache)
    assert back.shape == FEATURES.shape
    image_of_other, _ = roi_align_forward(other, boxes, size, **options)
    np.testing.assert_allclose((grad * image_of_other).sum(), (back * other).sum(), atol=1e-9)


def test_value_and_gradient_are_grid_samples():
    box, (oh, ow), s = np.array([5.0, 3.0, 41.0, 30.0]), (3, 4), 2
    features = torch.tensor(FEATURES[:1], requires_grad=True)
    x1, y1, x2, y2 = box * SCALE
    y = torch.tensor(y1 + (np.arange(oh * s) + 0.5) / (oh * s) * (y2 - y1)) / 9 * 2 - 1
    x = torch.tensor(x1 + (np.arange(ow * s) + 0.5) / (ow * s) * (x2 - x1)) / 12 * 2 - 1
    grid = torch.stack(torch.meshgrid(y, x, indexing="ij")[::-1], dim=-1)[None]
    points = grid_sample(features, grid, align_corners=False, padding_mode="border")
    expected = torch.nn.functional.avg_pool2d(points, s)
    got, cache = roi_align_forward(FEATURES[:1], [[box]], (oh, ow), spatial_scale=SCALE)
    np.testing.assert_allclose(got, expected.detach(), atol=1e-12)
    grad = np.random.default_rng(1).normal(size=got.shape)
    expected.backward(torch.tensor(grad))
    np.testing.assert_allclose(roi_align_backward(grad, cache), features.grad, atol=1e-12)


def test_a_plane_is_read_at_the_middle_of_each_bin():
    """The value of cell (i, j) belongs to its middle, (i + 0.5, j + 0.5)."""
    rows, columns = np.mgrid[:20, :30] + 0.5
    plane = (100 * rows + columns)[None, None]
    y, _ = roi_align_forward(plane, [[[4, 8, 10, 12]]], 2)
    assert y[0, 0].tolist() == [[905.5, 908.5], [1105.5, 1108.5]]
    old, _ = roi_align_forward(plane, [[[4, 8, 10, 12]]], 2, aligned=False)
    np.testing.assert_allclose(old - y, 50.5)


def through_slow(**slips):
    return lambda f, b, size, scale: slow_align(f, b, size, scale, **slips)


@pytest.mark.parametrize(
    "wrong",
    [
        through_slow(half=0),
        through_slow(half=-0.5),
        through_slow(at=0),
        through_slow(reduce=np.max),
        through_slow(reduce=np.sum),
        through_slow(samples=1),
        through_slow(shrink=lambda box: np.floor(box + 0.5)),
        lambda f, b, size, scale: ours(f, b, size, 1.0),
        lambda f, b, size, scale: ours(f, [x[:, [1, 0, 3, 2]] for x in b], size, scale),
        lambda f, b, size, scale: ours(f, b, size[::-1], scale).transpose(0, 1, 3, 2),
    ],
    ids=["half a cell missing", "half a cell the wrong way", "points at the corners", "max", "sum",
         "one point", "box rounded", "scale forgotten", "x and y swapped", "bins transposed"],
)  # fmt: skip
def test_wrong_alignment_is_rejected(wrong):
    with pytest.raises(AssertionError):
        assert_align(wrong)


def test_dtype_emptiness_and_arguments():
    features = FEATURES.astype(np.float32)
    before = features.copy()
    y, cache = roi_align_forward(features, [[], some_boxes(0, 2)], 2, spatial_scale=SCALE)
    assert y.shape == (2, 3, 2, 2)
    assert y.dtype == roi_align_backward(y, cache).dtype == np.float32
    assert not roi_align_backward(y, cache)[0].any()
    assert (features == before).all()
    nothing, cache = roi_align_forward(features, [[], []], 2)
    assert nothing.shape == (0, 3, 2, 2)
    assert not roi_align_backward(nothing, cache).any()


ONE = np.zeros((1, 1, 4, 4))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: roi_align_forward(ONE[0], [[]], 2), r"`features` 모양은"),
        (lambda: roi_align_forward(ONE, [], 2), "`boxes` 길이는 영상의 수 1여야.*0"),
        (lambda: roi_align_forward(ONE, [[[0, 0, 1]]], 2), r"`boxes\[0\]` 모양은"),
        (lambda: roi_align_forward(ONE, [[]], (2, 0)), "`output_size` 값은 1 이상의 정수"),
        (lambda: roi_align_forward(ONE, [[]], 2, sampling_ratio=0), "`sampling_ratio` 값은 1 이상"),
        (lambda: roi_align_forward(ONE, [[]], 2, spatial_scale=-1), "`spatial_scale` 값은 0보다 큰"),
        (lambda: roi_align_backward([1.0], roi_align_forward(ONE, [[]], 2)[1]), r"`grad_output` 모양은"),
    ],
)  # fmt: skip
def test_bad_arguments_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
