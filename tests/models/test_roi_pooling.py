"""RoI layers in torch against NumPy's twins, grid_sample, planes whose value is known, and wrong ones."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from coursekit import boxes as numpy_boxes
from coursekit.models import roi_align, roi_pool, spatial_pyramid

torch.set_num_threads(1)


def drawn(seed, images=2, channels=3, height=7, width=10, count=4):
    """Features and boxes in pixels of a picture four times as large; some leave it."""
    rng = np.random.default_rng(seed)
    features = rng.normal(size=(images, channels, height, width))
    boxes = []
    for _ in range(images):
        corner = rng.uniform(-6, [4 * width, 4 * height], (count, 2))
        boxes.append(np.hstack([corner, corner + rng.uniform(0, 25, (count, 2))]))
    return features, boxes


def tensors(boxes):
    return [torch.tensor(box) for box in boxes]


@given(st.integers(0, 10**6), st.sampled_from([1, 3, (2, 5), (6, 4)]), st.booleans())
@settings(max_examples=15, deadline=None)
def test_align_is_the_one_of_numpy_in_both_directions(seed, size, aligned):
    features, boxes = drawn(seed)
    options = {"spatial_scale": 0.25, "sampling_ratio": 1 + seed % 3, "aligned": aligned}
    expected, cache = numpy_boxes.roi_align_forward(features, boxes, size, **options)
    x = torch.tensor(features, requires_grad=True)
    got = roi_align(x, tensors(boxes), size, **options)
    np.testing.assert_allclose(got.detach(), expected, atol=1e-12)
    grad = np.random.default_rng(seed).normal(size=expected.shape)
    got.backward(torch.tensor(grad))
    np.testing.assert_allclose(x.grad, numpy_boxes.roi_align_backward(grad, cache), atol=1e-11)


@given(st.integers(0, 10**6), st.sampled_from([1, 3, (2, 5), (8, 4)]))
@settings(max_examples=15, deadline=None)
def test_pool_is_the_one_of_numpy_in_both_directions(seed, size):
    features, boxes = drawn(seed)
    expected, cache = numpy_boxes.roi_pool_forward(features, boxes, size, spatial_scale=0.25)
    x = torch.tensor(features, requires_grad=True)
    got = roi_pool(x, tensors(boxes), size, spatial_scale=0.25)
    np.testing.assert_array_equal(got.detach(), expected)
    grad = np.random.default_rng(seed).normal(size=expected.shape)
    got.backward(torch.tensor(grad))
    np.testing.assert_allclose(x.grad, numpy_boxes.roi_pool_backward(grad, cache), atol=1e-12)


def sampled(features, box, bins, samples):
    """RoIAlign by torch's grid_sample: the mean of the points of every bin."""
    _, _, H, W = features.shape
    x1, y1, x2, y2 = box.tolist()
    share = (torch.arange(bins * samples, dtype=torch.float64) + 0.5) / (bins * samples)
    x, y = x1 + share * (x2 - x1), y1 + share * (y2 - y1)
    grid = torch.stack(torch.meshgrid(2 * x / W - 1, 2 * y / H - 1, indexing="xy"), dim=-1)
    read = torch.nn.functional.grid_sample(
        features, grid[None], mode="bilinear", padding_mode="border", align_corners=False
    )
    return torch.nn.functional.avg_pool2d(read, samples)


@pytest.mark.parametrize("samples", [1, 2, 3])
def test_align_reads_what_grid_sample_reads(samples):
    features, _ = drawn(3, images=1)
    features = torch.tensor(features)
    for box in torch.tensor([[0.0, 0, 10, 7], [1.3, 2.4, 5.9, 3.3], [6.2, 0.1, 9.9, 6.8]]).double():
        got = roi_align(features, [box[None]], 4, sampling_ratio=samples)
        torch.testing.assert_close(got, sampled(features, box, 4, samples))


def plane(height=12, width=16):
    """A feature whose value at continuous (x, y) is 3x + 100y."""
    y, x = np.indices((height, width)) + 0.5
    return torch.tensor(3 * x + 100 * y)[None, None]


def on_plane(box, bins):
    x1, y1, x2, y2 = box
    centre = (np.arange(bins) + 0.5) / bins
    return 3 * (x1 + centre * (x2 - x1)) + 100 * (y1 + centre * (y2 - y1))[:, None]


WRONG_ALIGN = {
    "rounds the box": lambda f, b: roi_align(f, [b.round()], 3),
    "rounds twice": lambda f, b: roi_align(f, [(b * 2).round() / 2 // 1], 3),
    "x and y swapped": lambda f, b: roi_align(f, [b[:, [1, 0, 3, 2]]], 3),
    "half a pixel off": lambda f, b: roi_align(f, [b], 3, aligned=False),
    "scaled twice": lambda f, b: roi_align(f, [b * 0.5], 3, spatial_scale=0.5),
    "transposed bins": lambda f, b: roi_align(f, [b], 3).transpose(2, 3),
}


def test_align_is_exact_on_a_plane_and_wrong_ones_are_not():
    box = torch.tensor([[2.3, 1.7, 9.6, 8.2]], dtype=torch.float64)
    expected = on_plane(box[0].numpy(), 3)
    np.testing.assert_allclose(roi_align(plane(), [box], 3)[0, 0], expected, atol=1e-9)
    scaled = roi_align(plane(), [box * 16], 3, spatial_scale=1 / 16)
    np.testing.assert_allclose(scaled[0, 0], expected, atol=1e-9)
    for name, wrong in WRONG_ALIGN.items():
        assert np.abs(wrong(plane(), box)[0, 0].numpy() - expected).max() > 0.3, name


def rounds_twice(features, boxes, size, spatial_scale):
    """Snaps the picture's pixels first and the cells of the map after that."""
    return roi_pool(features, [box.round() for box in boxes], size, spatial_scale=spatial_scale)


def test_pool_by_hand_and_not_when_rounded_twice():
    """5.6 px / 4 = 1.4 is cell 1; rounded to 6 px first it would be 1.5, cell 2."""
    features = torch.arange(25.0).reshape(1, 1, 5, 5)
    box = [torch.tensor([[5.6, 5.6, 13.0, 13.0]])]
    assert roi_pool(features, box, 1, spatial_scale=0.25).item() == 18  # cells 1..3
    assert roi_pool(features, box, (3, 1), spatial_scale=0.25).flatten().tolist() == [8, 13, 18]
    corner = -features  # now the first cell is the largest
    assert roi_pool(corner, box, 1, spatial_scale=0.25).item() == -6
    assert rounds_twice(corner, box, 1, 0.25).item() == -12


def test_pyramid_of_the_whole_map_and_its_length():
    features, _ = drawn(5, images=3, channels=4)
    x = torch.tensor(features)
    whole = [torch.tensor([[0.0, 0, 10, 7]])] * 3
    got = spatial_pyramid(x, whole, (4, 2, 1))
    assert got.shape == (3, 4 * 21)
    np.testing.assert_array_equal(got, numpy_boxes.spatial_pyramid_pool(features, (4, 2, 1)))
    by_torch = [torch.nn.functional.adaptive_max_pool2d(x, level).flatten(1) for level in (4, 2, 1)]
    torch.testing.assert_close(got, torch.cat(by_torch, dim=1))


@pytest.mark.parametrize("layer", [roi_align, roi_pool])
def test_an_image_without_boxes_takes_no_row_and_the_dtype_stays(layer):
    features = torch.rand(3, 2, 5, 6)
    some, none = torch.tensor([[0.0, 0, 3, 3], [1, 1, 5, 4]]), torch.zeros(0, 4)
    got = layer(features, [none, some.double(), none], 2)
    assert got.shape == (2, 2, 2, 2)
    assert got.dtype == torch.float32
    torch.testing.assert_close(got, layer(features[1:2], [some], 2))
    assert layer(features, [none] * 3, 2).shape == (0, 2, 2, 2)


def test_gradients_are_those_of_central_differences():
    features, boxes = drawn(8, images=2, channels=2, height=4, width=5)
    x = torch.tensor(features, requires_grad=True)
    for layer in (roi_align, roi_pool):
        assert torch.autograd.gradcheck(
            lambda f, layer=layer: layer(f, tensors(boxes), 2, spatial_scale=0.25), x
        )


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda f, b: roi_align(f[0], [b], 2), r"\(N, C, H, W\)"),
        (lambda f, b: roi_pool(f[:, :0], [b], 2), "비지 않은"),
        (lambda f, b: roi_align(f, [b, b], 2), "사진의 수 1"),
        (lambda f, b: roi_pool(f, [b[:, :3]], 2), r"`boxes\[0\]` 모양"),
        (lambda f, b: roi_pool(f, [b - torch.tensor([0, 0, 0, 1.0])], 2), "y1 ≤ y2"),
        (lambda f, b: roi_align(f, [b], 0), "`output_size`"),
        (lambda f, b: roi_align(f, [b], 2, sampling_ratio=0), "`sampling_ratio`"),
        (lambda f, b: roi_pool(f, [b], 2, spatial_scale=0), "`spatial_scale`"),
        (lambda f, b: spatial_pyramid(f, [b], ()), "`levels`"),
    ],
)
def test_what_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call(torch.zeros(1, 2, 4, 4), torch.zeros(1, 4))
