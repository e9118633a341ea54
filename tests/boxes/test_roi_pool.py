"""RoI pooling and the spatial pyramid: torch's adaptive pooling on the crop, and its gradient."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn.functional import adaptive_max_pool2d

from coursekit.boxes import roi_pool_backward, roi_pool_forward, spatial_pyramid_pool

FEATURES = np.random.default_rng(0).normal(size=(2, 3, 11, 14))
SCALE = 1 / 8  # the image is 88 high and 112 wide


def boxes_in_image(seed, count=12):
    rng = np.random.default_rng(seed)
    ends = np.sort(rng.uniform(-0.1, 1.1, (count, 2, 2)) * (112, 88), axis=1)
    return ends.reshape(count, 4)


def nearest(value):
    return math.floor(value + 0.5)


def crop_and_pool(features, boxes, size, scale, *, rounding=None, end=1):
    """Each box by itself: its cells, cut out of the map, through torch's adaptive pooling."""
    rounding = rounding or (lambda v: nearest(v * scale))
    H, W = features.shape[2:]
    out = []
    for feature, of_image in zip(features, boxes, strict=True):
        for x1, y1, x2, y2 in np.asarray(of_image).tolist():
            left, right = (min(max(rounding(v), 0), W - 1) for v in (x1, x2))
            top, bottom = (min(max(rounding(v), 0), H - 1) for v in (y1, y2))
            part = feature[:, top : max(bottom + end, top + 1), left : max(right + end, left + 1)]
            out.append(adaptive_max_pool2d(part, size))
    return torch.stack(out)


def assert_pool(pool):
    boxes = [boxes_in_image(1, 40), boxes_in_image(2, 40)]
    expected = crop_and_pool(torch.tensor(FEATURES), boxes, (3, 2), SCALE)
    np.testing.assert_array_equal(pool(FEATURES, boxes, (3, 2), SCALE), expected)


def test_ours_passes():
    assert_pool(lambda f, b, size, scale: roi_pool_forward(f, b, size, spatial_scale=scale)[0])


@given(
    seed=st.integers(0, 999),
    size=st.sampled_from([1, 2, (3, 5), 7]),
    counts=st.tuples(*[st.integers(0, 3)] * 2),
)
@settings(max_examples=15, deadline=None)
def test_values_and_gradient_are_torchs(seed, size, counts):
    boxes = [boxes_in_image(seed + i, n) for i, n in enumerate(counts)]
    y, cache = roi_pool_forward(FEATURES, boxes, size, spatial_scale=SCALE)
    oh, ow = size if isinstance(size, tuple) else (size, size)
    assert y.shape == (sum(counts), 3, oh, ow)
    grad = np.random.default_rng(seed).normal(size=y.shape)
    back = roi_pool_backward(grad, cache)
    assert back.shape == FEATURES.shape
    if not len(y):
        assert not back.any()
        return
    features = torch.tensor(FEATURES, requires_grad=True)
    expected = crop_and_pool(features, boxes, size, SCALE)
    expected.backward(torch.tensor(grad))
    assert (y == expected.detach().numpy()).all()
    np.testing.assert_allclose(back, features.grad, atol=1e-12)


def floor_pieces(features, boxes, size, scale):
    """Bins of a whole number of cells: what does not divide is left over at the end."""
    out = []
    for feature, of_image in zip(features, boxes, strict=True):
        for x1, y1, x2, y2 in np.clip(np.floor(of_image * scale + 0.5), 0, [13, 10] * 2):
            rows, columns = np.arange(y1, y2 + 1, dtype=int), np.arange(x1, x2 + 1, dtype=int)
            steps = [max(len(v) // n, 1) for v, n in zip((rows, columns), size, strict=True)]
            part = np.array([
                [
                    feature[:, rows[i * steps[0] :][: steps[0]]][:, :, columns[j * steps[1] :][: steps[1]]].max(
                        axis=(1, 2), initial=-9
                    )
                    for j in range(size[1])
                ]
                for i in range(size[0])
            ])  # fmt: skip
            out.append(part.transpose(2, 0, 1))
    return np.array(out)


def through_torch(**slips):
    def pool(features, boxes, size, scale):
        return crop_and_pool(torch.tensor(features), boxes, size, scale, **slips)

    return pool


@pytest.mark.parametrize(
    "wrong",
    [
        through_torch(rounding=lambda v: nearest(nearest(v) * SCALE)),
        through_torch(rounding=lambda v: math.floor(v * SCALE)),
        through_torch(rounding=lambda v: math.ceil(v * SCALE)),
        through_torch(end=0),
        floor_pieces,
        lambda f, b, size, scale: through_torch()(f, [x[:, [1, 0, 3, 2]] for x in b], size, scale),
        lambda f, b, size, scale: through_torch()(f, b[::-1], size, scale),
        lambda f, b, size, scale: through_torch()(f, [x / 112 for x in b], size, scale),
    ],
    ids=["rounded in the image and again in the map", "floor", "ceil",
         "end cell left out", "bins rounded", "x and y swapped", "of the other image",
         "normalised once more"],
)  # fmt: skip
def test_wrong_pooling_is_rejected(wrong):
    with pytest.raises(AssertionError):
        assert_pool(wrong)


def test_one_value_chosen_twice_gets_both_gradients():
    features = np.zeros((1, 1, 4, 4))
    features[0, 0, 1, 2] = 5
    y, cache = roi_pool_forward(features, [[[0, 0, 3, 3], [1, 1, 3, 3]]], 1)
    assert y.ravel().tolist() == [5, 5]
    back = roi_pool_backward([[[[3.0]]], [[[4.0]]]], cache)
    assert back[0, 0, 1, 2] == 7
    assert back.sum() == 7


def test_dtype_arguments_and_boxes_beyond_the_map():
    features = np.arange(16, dtype=np.float32).reshape(1, 1, 4, 4)
    before = features.copy()
    y, cache = roi_pool_forward(features, [[[-50, -50, -20, -20], [90, 90, 95, 95]]], 2)
    assert y.dtype == np.float32
    assert y[:, 0].tolist() == [[[0, 0], [0, 0]], [[15, 15], [15, 15]]]
    assert roi_pool_backward(np.ones_like(y), cache).dtype == np.float32
    assert (features == before).all()


@pytest.mark.parametrize("levels", [(4, 2, 1), (3,), (1, 5), (6, 3, 2, 1)])
@pytest.mark.parametrize("shape", [(2, 3, 11, 14), (1, 2, 3, 2), (2, 1, 1, 1), (0, 3, 5, 5)])
def test_the_pyramid_is_adaptive_pooling_level_by_level(levels, shape):
    x = np.random.default_rng(4).normal(size=shape)
    got = spatial_pyramid_pool(x, levels)
    assert got.shape == (shape[0], shape[1] * sum(n * n for n in levels))
    if shape[0]:
        each = [adaptive_max_pool2d(torch.tensor(x), n).flatten(1) for n in levels]
        np.testing.assert_array_equal(got, torch.cat(each, dim=1))


def test_the_length_does_not_depend_on_the_image():
    lengths = {
        spatial_pyramid_pool(np.zeros((1, 256, h, w), np.float32), (4, 2, 1)).shape
        for h, w in [(13, 13), (10, 17), (30, 4)]
    }
    assert lengths == {(1, 256 * 21)}


ONE = np.zeros((1, 1, 4, 4))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: roi_pool_forward(ONE[0], [[]], 2), r"`features` 모양은 \(\*, \*, \*, \*\)"),
        (lambda: roi_pool_forward(np.zeros((1, 1, 0, 4)), [[]], 2), "`features` 높이와 너비는 1 이상"),
        (lambda: roi_pool_forward(ONE, [[], []], 2), "`boxes` 길이는 영상의 수 1여야.*2"),
        (lambda: roi_pool_forward(ONE, [[[3, 0, 1, 1]]], 2), r"`boxes\[0\]\[0\]` 상자는 x1 ≤ x2"),
        (lambda: roi_pool_forward(ONE, [[]], 0), "`output_size` 값은 1 이상의 정수"),
        (lambda: roi_pool_forward(ONE, [[]], 2, spatial_scale=0), "`spatial_scale` 값은 0보다 큰"),
        (lambda: roi_pool_backward([1.0], roi_pool_forward(ONE, [[]], 2)[1]), r"`grad_output` 모양은 \(0, 1, 2, 2\)"),
        (lambda: spatial_pyramid_pool(ONE, ()), "`levels` 값은 정수가 하나 이상인 목록"),
        (lambda: spatial_pyramid_pool(ONE, (2, 0)), r"`levels\[1\]` 값은 1 이상의 정수"),
    ],
)  # fmt: skip
def test_bad_arguments_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
