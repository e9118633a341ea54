"""Segmentation: published counts and shapes, torch and slow loops as oracles, wrong twins."""

import itertools

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional

from coursekit.data import ArrayDataset, DataLoader, make_scenes
from coursekit.metrics import evaluate_segmentation
from coursekit.models import (
    FCN,
    UNet,
    bilinear_kernel,
    bilinear_upsampling,
    convolutionalize,
    crop_center,
    dice_loss,
    pixel_cross_entropy,
    seeded,
    subtract_median,
)  # fmt: skip
from coursekit.train import fit_torch, predict_torch


def weights(model):
    return sum(p.numel() for p in model.parameters())


def test_the_original_unet_has_its_published_size_and_shape():
    with torch.device("meta"):
        net = UNet()
        assert net(torch.zeros(1, 1, 572, 572)).shape == (1, 2, 388, 388)
    assert weights(net) == 31_030_658


def test_padding_keeps_the_size_and_skips_are_what_widens_the_merge():
    with torch.device("meta"):
        x = torch.zeros(2, 3, 48, 64)
        assert UNet(3, 4, width=8, depth=3, padding=1)(x).shape == (2, 4, 48, 64)
        full, plain = (UNet(3, 4, width=8, depth=3, skips=s) for s in (True, False))
    # the first convolution of each merge sees `fine` channels less: 9 * fine * fine weights
    assert weights(full) - weights(plain) == 9 * (32**2 + 16**2 + 8**2)


def test_skips_carry_what_pooling_forgot():
    with seeded(0):
        full, plain = (UNet(1, 2, width=4, depth=1, skips=s, padding=1) for s in (True, False))
    x = torch.zeros(1, 1, 8, 8)
    x[..., ::2, ::2] = 1
    moved = x.roll(1, dims=-1)  # the same within each 2 x 2 block
    for net, differs in ((full, True), (plain, False)):
        net.first = nn.Identity()
        with torch.no_grad():
            net.up[0] = nn.ConvTranspose2d(8, 1, 2, 2)
            net.down[0][1][0] = nn.Conv2d(1, 8, 3, padding=1)
            net.merge[0] = nn.Conv2d(2 if differs else 1, 4, 3, padding=1)
            assert torch.allclose(net(x), net(moved), atol=1e-6) != differs


def test_crops_the_middle():
    x = torch.arange(25.0).reshape(1, 1, 5, 5)
    assert crop_center(x, 3, 1)[0, 0].tolist() == [[7], [12], [17]]
    assert crop_center(x, 4, 5).shape == (1, 1, 4, 5)


@pytest.mark.parametrize("size", [(50, 48), (48, 20), (2, 2)])
def test_unet_names_a_size_that_cannot_be_halved(size):
    with pytest.raises(ValueError, match="풀링의 입력"):
        UNet(1, 2, width=2, depth=3, padding=1)(torch.zeros(1, 1, *size))


@pytest.mark.parametrize("skips", [0, 1, 2])
def test_fcn_keeps_the_size_and_counts_by_hand(skips):
    net = FCN(3, 4, skips=skips)
    assert net(torch.zeros(2, 3, 16, 24)).shape == (2, 4, 16, 24)
    body = 27 * 16 + 32 + 9 * 16 * 24 + 48 + 9 * 24 * 32 + 64 + 2 * (9 * 32 * 32 + 64)
    scores = sum(4 * c + 4 for c in (32, 24, 16)[: skips + 1])
    factor = 2 ** (3 - skips)
    assert weights(net) == body + scores + 16 * (16 * skips + (2 * factor) ** 2)


@pytest.mark.parametrize("skips", [0, 1, 2])
def test_each_skip_reads_a_finer_stage(skips):
    net = FCN(1, 2, skips=skips).eval()
    image = x = torch.rand(1, 1, 16, 16)
    seen = []
    for stage in net.stages:
        x = stage(x)
        seen.insert(0, x)
    seen[0] = net.wide(x)
    by_hand = net.scores[0](seen[0])
    for k in range(1, skips + 1):
        by_hand = net.doublings[k - 1](by_hand) + net.scores[k](seen[k])
    assert [s.in_channels for s in net.scores] == [32, 24, 16][: skips + 1]
    torch.testing.assert_close(net.last(by_hand), net(image))


@pytest.mark.parametrize("factor", [2, 4, 8])
def test_upsampling_is_torchs_bilinear_inside(factor):
    x = torch.rand(2, 3, 6, 5)
    ours = bilinear_upsampling(3, factor)(x).detach()
    theirs = functional.interpolate(x, scale_factor=factor, mode="bilinear", align_corners=False)
    edge = slice(factor // 2, -(factor // 2))
    assert ours.shape == theirs.shape
    torch.testing.assert_close(ours[..., edge, edge], theirs[..., edge, edge])
    assert not torch.allclose(ours, theirs)  # the border is documented to differ
    assert bilinear_kernel(factor).sum().item() == pytest.approx(factor**2)


def scattered(x, weight, stride, padding):
    """Transposed convolution by its meaning: each input pixel stamps the kernel."""
    n, c, h, w = x.shape
    _, out, k, m = weight.shape
    full = np.zeros((n, out, (h - 1) * stride + k, (w - 1) * stride + m))
    for b, i, o, r, s in itertools.product(range(n), range(c), range(out), range(h), range(w)):
        full[b, o, r * stride : r * stride + k, s * stride : s * stride + m] += (
            x[b, i, r, s] * weight[i, o]
        )
    return full[:, :, padding:-padding, padding:-padding]


def test_transposed_weights_are_in_out_height_width():
    layer = nn.ConvTranspose2d(2, 2, 4, stride=2, padding=1, bias=False).double()
    x = torch.rand(1, 2, 3, 4, dtype=torch.float64)
    weight, theirs = layer.weight.detach().numpy(), layer(x).detach().numpy()
    np.testing.assert_allclose(scattered(x.numpy(), weight, 2, 1), theirs)
    for wrong in (
        weight.transpose(1, 0, 2, 3),
        weight.transpose(0, 1, 3, 2),
        weight[..., ::-1, ::-1],
    ):
        assert np.abs(scattered(x.numpy(), wrong, 2, 1) - theirs).max() > 1e-3


def test_a_dense_layer_is_a_convolution_that_covers_everything():
    linear = nn.Linear(2 * 3 * 4, 5).double()
    conv = convolutionalize(linear, (2, 3, 4))
    x = torch.rand(6, 2, 3, 4, dtype=torch.float64)
    torch.testing.assert_close(conv(x).flatten(1), linear(x.flatten(1)))
    larger = torch.rand(1, 2, 5, 7, dtype=torch.float64)
    heat = conv(larger)
    assert heat.shape == (1, 5, 3, 4)
    for i, j in itertools.product(range(3), range(4)):
        patch = larger[..., i : i + 3, j : j + 4]
        torch.testing.assert_close(heat[..., i, j], linear(patch.flatten(1)))
    conv.weight.data.zero_()
    assert linear.weight.abs().sum() > 0
    for wrong in ((2, 4, 3), (3, 2, 4)):  # a wrong order has the same number of weights
        other = convolutionalize(linear, wrong)
        moved = x.movedim(1, 2) if wrong[0] == 3 else x.mT
        assert not torch.allclose(other(moved).flatten(1), linear(x.flatten(1)))
    assert convolutionalize(nn.Linear(8, 2, bias=False), (8, 1, 1)).bias is None


def test_cross_entropy_is_the_mean_over_counted_pixels():
    scores = torch.randn(2, 3, 4, 5, requires_grad=True)
    labels = torch.randint(0, 3, (2, 4, 5))
    labels[0, 0] = 255
    by_hand = [
        -scores[n, :, i, j].log_softmax(0)[labels[n, i, j]]
        for n, i, j in itertools.product(range(2), range(4), range(5))
        if labels[n, i, j] != 255
    ]
    torch.testing.assert_close(pixel_cross_entropy(scores, labels), torch.stack(by_hand).mean())
    nothing = pixel_cross_entropy(scores, torch.full_like(labels, 255))
    nothing.backward()
    assert nothing.item() == 0
    assert scores.grad.abs().sum() == 0


def test_dice_by_hand_and_ignored_pixels_do_not_count():
    certain = torch.tensor([[[[9.0, -9, -9, 9]], [[-9.0, 9, 9, -9]]]]) * 9  # 0 1 1 0
    labels = torch.tensor([[[0, 1, 0, 255]]])
    # class 0: overlap 1, sizes 1 + 2; class 1: overlap 1, sizes 2 + 1; smoothing 1
    assert dice_loss(certain, labels).item() == pytest.approx(1 - 3 / 4)
    assert dice_loss(certain, torch.tensor([[[0, 1, 1, 0]]])).item() == pytest.approx(0)
    flipped = certain.clone()
    flipped[..., 3] *= -1
    assert dice_loss(flipped, labels).item() == dice_loss(certain, labels).item()
    assert dice_loss(certain, labels) != dice_loss(certain, torch.tensor([[[0, 1, 0, 1]]]))


def test_dice_gradient_is_right():
    scores = torch.randn(1, 3, 2, 3, dtype=torch.float64, requires_grad=True)
    labels = torch.tensor([[[0, 2, 255], [1, 1, 0]]])
    assert torch.autograd.gradcheck(lambda s: dice_loss(s, labels), scores)


def test_the_background_comes_to_zero():
    scenes = make_scenes(8, size=32, rng=0)
    images = subtract_median(scenes.images)
    assert images.dtype == np.float32
    np.testing.assert_allclose(np.median(images, axis=(2, 3)), 0, atol=1e-6)
    np.testing.assert_allclose(
        images[3, 1] / 4 + np.median(scenes.images[3, 1]), scenes.images[3, 1], atol=1e-6
    )


def test_a_small_fcn_learns_to_segment():
    options = {"size": 32, "classes": ("원", "십자"), "scale": (0.4, 0.8), "objects": (1, 1)}
    train, test = make_scenes(200, rng=0, **options), make_scenes(50, rng=1, **options)
    with seeded(0):
        net = FCN(3, 3, widths=(8, 16, 16), wide=1)
    optimizer = torch.optim.Adam(net.parameters(), lr=0.02)
    loader = DataLoader(
        ArrayDataset(subtract_median(train.images), train.semantic), 20, shuffle=True, rng=0
    )
    run = fit_torch(net, pixel_cross_entropy, optimizer, loader, epochs=5, rng=0)
    guess = predict_torch(net, subtract_median(test.images)).argmax(1).numpy()
    found = evaluate_segmentation(test.semantic, guess, classes=3)
    nothing = evaluate_segmentation(test.semantic, 0 * guess, classes=3)
    assert run.epochs["loss"][-1] < 0.5 * run.epochs["loss"][0]
    assert found.mean_iou > nothing.mean_iou + 0.2


def test_bad_input_is_named():
    scores = torch.zeros(1, 2, 2, 2)
    for call, message in [
        (lambda: FCN(3, 4, skips=3), "`skips`"),
        (lambda: FCN(3, 4)(torch.zeros(1, 3, 12, 16)), "8의 배수"),
        (lambda: UNet(padding=2), "`padding`"),
        (lambda: UNet(depth=0), "`depth`"),
        (lambda: bilinear_kernel(3), "짝수"),
        (lambda: bilinear_upsampling(0, 2), "`channels`"),
        (lambda: convolutionalize(nn.Linear(10, 2), (2, 2, 2)), "`linear.in_features` 값 10"),
        (lambda: pixel_cross_entropy(scores, torch.zeros(1, 2, 3).long()), "모양"),
        (lambda: pixel_cross_entropy(scores, torch.zeros(1, 2, 2)), "int64"),
        (lambda: dice_loss(scores, torch.full((1, 2, 2), 2)), "0 이상 2 미만"),
        (lambda: dice_loss(scores, torch.zeros(1, 2, 2).long(), smooth=0), "`smooth`"),
        (lambda: subtract_median(np.zeros((3, 4, 4))), "`images`"),
    ]:
        with pytest.raises(ValueError, match=message):
            call()
