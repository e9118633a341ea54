"""Classic image classifiers: published counts, and the small ones that a laptop trains."""

import numpy as np
import pytest
import torch
from torch import nn

from coursekit.models import (
    LENET5_C3,
    AlexNet,
    GoogLeNet,
    Inception,
    Residual,
    ResNet,
    lenet5,
    lenet5_1998,
    seeded,
    small_resnet,
    small_vgg,
    summarize,
    vgg16,
)

IMAGE = (3, 224, 224)


def numel(model):
    return sum(p.numel() for p in model.parameters())


# Parameters as published (torchvision's weights, Caffe's model zoo, the papers) and multiply-adds
# an image, in millions, as the papers and Caffe's analysers round them.
PUBLISHED = {
    "AlexNet": (AlexNet, 60_965_224, 724),
    "AlexNet, one tower": (lambda: AlexNet(single_tower=True), 61_100_840, 714),
    "VGG-16": (vgg16, 138_357_544, 15_470),
    "VGG-16 with BN": (lambda: vgg16(batch_norm=True), 138_365_992, 15_470),
    "GoogLeNet": (GoogLeNet, 6_998_552, 1_583),
    "ResNet-18": (lambda: ResNet(18), 11_689_512, 1_814),
    "ResNet-34": (lambda: ResNet(34), 21_797_672, 3_664),
    "ResNet-50": (lambda: ResNet(50), 25_557_032, 4_089),
    "ResNet-101": (lambda: ResNet(101), 44_549_160, 7_801),
    "ResNet-152": (lambda: ResNet(152), 60_192_808, 11_514),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_counts(name):
    build, parameters, millions = PUBLISHED[name]
    with torch.device("meta"):
        model = build()
    summary = summarize(model, IMAGE)
    assert summary.parameters == numel(model) == parameters
    assert round(summary.multiply_adds / 1e6) == millions
    assert summary[-1].output_shape == (1000,)


def test_alexnet_without_groups_by_hand():
    convs = [(96, 3, 11), (256, 96, 5), (384, 256, 3), (384, 384, 3), (256, 384, 3)]
    whole = sum(out * (into * k * k + 1) for out, into, k in convs)
    linear = 9216 * 4096 + 4096 + 4096 * 4096 + 4096 + 4096 * 1000 + 1000
    assert whole + linear == 62_378_344
    saved = 256 * 48 * 25 + 384 * 192 * 9 + 256 * 192 * 9  # half of conv2, conv4 and conv5
    with torch.device("meta"):
        assert numel(AlexNet()) == whole + linear - saved


def test_two_towers_do_not_look_at_each_other():
    with torch.device("meta"):
        conv2 = AlexNet().conv2.to_empty(device="cpu")
    for p in conv2.parameters():
        nn.init.normal_(p, generator=torch.Generator().manual_seed(0))
    x = torch.rand(1, 96, 5, 5)
    y = conv2(x)
    x[:, 48:] = 0
    assert torch.equal(conv2(x)[:, :128], y[:, :128])
    assert not torch.equal(conv2(x)[:, 128:], y[:, 128:])


def test_lenet_of_1998():
    counts = lenet5_1998()
    # LeCun et al. (1998), section II.B, layer by layer
    assert [parameters for parameters, _ in counts.values()] == [156, 12, 1516, 32, 48120, 10164, 0]
    connections = [links for _, links in counts.values()]
    assert connections == [122304, 5880, 151600, 2000, 48120, 10164, 840]
    assert [sum(column) for column in zip(*counts.values(), strict=True)] == [60_000, 340_908]


def test_lenets_sparse_table():
    assert len(set(LENET5_C3)) == 16
    assert [len(maps) for maps in LENET5_C3] == [3] * 6 + [4] * 9 + [6]
    # Every map of S2 is looked at equally often.
    assert np.bincount([i for maps in LENET5_C3 for i in maps]).tolist() == [10] * 6


def test_inception_of_the_paper():
    sizes = (192, 64, 96, 128, 16, 32, 32)
    with_bottleneck, without = Inception(*sizes), Inception(*sizes, bottleneck=False)
    weights = sum(p.numel() for p in with_bottleneck.parameters() if p.ndim > 1)
    assert weights == 163_328  # 159 K in table 1, where K is 1,024
    summary = summarize(with_bottleneck, (192, 28, 28))
    assert summary.multiply_adds == 163_328 * 28 * 28  # 128 M in table 1
    assert summarize(without, (192, 28, 28)).multiply_adds == 303_464_448
    x = torch.rand(2, 192, 5, 6)
    assert with_bottleneck(x).shape == (2, with_bottleneck.out_channels, 5, 6)
    assert with_bottleneck.out_channels == 256
    assert without(x).shape == (2, without.out_channels, 5, 6)
    assert without.out_channels == 416  # it can only grow
    assert torch.equal(without(x)[:, -192:], nn.functional.max_pool2d(x, 3, 1, 1))


def test_inceptions_join_into_the_paper_s_channels():
    with torch.device("meta"):
        summary = summarize(GoogLeNet(), IMAGE)
    pools = [summary[f"pool{i}"].output_shape for i in (1, 2, 3, 4, 5)]
    assert pools == [(64, 56, 56), (192, 28, 28), (480, 14, 14), (832, 7, 7), (1024, 1, 1)]


def test_a_block_that_adds_nothing_passes_its_input():
    body = nn.Conv2d(2, 2, 3, padding=1)
    for p in body.parameters():
        nn.init.zeros_(p)
    x = torch.randn(1, 2, 4, 4, generator=torch.Generator().manual_seed(0))
    assert torch.equal(Residual(body, nn.Identity())(x), x.relu())
    assert torch.equal(Residual(body, None)(x), torch.zeros_like(x))


@pytest.mark.parametrize("batch_norm", [True, False])
@pytest.mark.parametrize("depth", [8, 14, 20])
def test_plain_and_residual_differ_in_the_shortcut_only(depth, batch_norm):
    options = {"batch_norm": batch_norm, "rng": 3}
    plain = small_resnet(depth, skip=False, **options)
    residual = small_resnet(depth, **options)
    ours, theirs = plain.state_dict(), residual.state_dict()
    assert list(ours) == list(theirs)
    assert all(torch.equal(value, theirs[name]) for name, value in ours.items())
    costs = [summarize(model, (1, 8, 8)).multiply_adds for model in (plain, residual)]
    assert costs[0] == costs[1]
    layers = [m for m in plain.modules() if isinstance(m, (nn.Conv2d, nn.Linear))]
    assert len(layers) == depth
    x = torch.rand(4, 1, 8, 8)
    assert not torch.equal(plain(x), residual(x))


def test_the_shortcut_subsamples_and_pads():
    block = small_resnet(8, width=2, rng=0).stage2[0]
    x = torch.rand(1, 2, 6, 6)
    short = block.shortcut(x)
    assert torch.equal(short[:, :2], x[:, :, ::2, ::2])
    assert torch.equal(short[:, 2:], torch.zeros(1, 2, 3, 3))


@pytest.mark.parametrize("size", [8, 28, 33])
@pytest.mark.parametrize(
    "build",
    [
        lambda **k: small_vgg(3, 4, widths=(4, 6), **k),
        lambda **k: small_vgg(3, 4, widths=(4,), convs=1, batch_norm=False, **k),
        lambda **k: small_resnet(8, in_channels=3, classes=4, width=4, **k),
        lambda **k: small_resnet(8, skip=False, in_channels=3, classes=4, width=4, **k),
    ],
)
def test_small_nets_take_any_size(build, size):
    assert build(rng=0)(torch.rand(2, 3, size, size)).shape == (2, 4)


BUILDERS = [
    lambda rng: lenet5(rng=rng),
    lambda rng: small_vgg(rng=rng),
    lambda rng: small_resnet(8, rng=rng),
]


@pytest.mark.parametrize("build", BUILDERS, ids=["lenet5", "small_vgg", "small_resnet"])
def test_one_seed_one_model(build):
    torch.manual_seed(1)
    state = torch.get_rng_state()
    one, same, other = build(0), build(0), build(1)
    assert torch.equal(torch.get_rng_state(), state)
    first = next(p for p in one.parameters() if p.ndim > 1)
    assert torch.equal(first, next(p for p in same.parameters() if p.ndim > 1))
    assert not torch.equal(first, next(p for p in other.parameters() if p.ndim > 1))
    rng = np.random.default_rng(0)
    drawn = build(rng)
    assert not torch.equal(
        next(p for p in drawn.parameters() if p.ndim > 1),
        next(p for p in build(rng).parameters() if p.ndim > 1),
    )


@pytest.mark.parametrize(
    ("build", "size"),
    list(zip(BUILDERS, (28, 8, 8), strict=True)),
    ids=["lenet5", "small_vgg", "small_resnet"],
)
def test_small_nets_learn_a_handful_of_images(build, size):
    model = build(0)
    g = torch.Generator().manual_seed(0)
    x, y = torch.randn(20, 1, size, size, generator=g), torch.arange(20) % 10
    optimizer = torch.optim.Adam(model.parameters(), 0.01)
    for _ in range(25):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
    assert loss.item() < 0.3


def test_resnets_run():
    with torch.device("meta"):
        shapes = [ResNet(d, classes=7)(torch.empty(2, 3, 64, 64)).shape for d in (18, 50)]
    assert shapes == [(2, 7), (2, 7)]
    with seeded(0):
        model = ResNet(18, classes=3).eval()
    assert model(torch.rand(1, 3, 32, 32)).isfinite().all()


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: lenet5(0, rng=0), "`classes` 값은 1 이상"),
        (lambda: lenet5(rng=-1), "`rng` 값은 0 이상"),
        (lambda: AlexNet(0), "`classes` 값은 1 이상"),
        (lambda: vgg16(0), "`classes` 값은 1 이상"),
        (lambda: GoogLeNet(0), "`classes` 값은 1 이상"),
        (lambda: Inception(3, 1, 0, 1, 1, 1, 1), "`reduce_3x3` 값은 1 이상"),
        (lambda: ResNet(19), "`depth` 값은"),
        (lambda: ResNet(18, 0), "`classes` 값은 1 이상"),
        (lambda: small_vgg(widths=(), rng=0), "`widths` 길이는 1 이상"),
        (lambda: small_vgg(widths=(4, 0), rng=0), r"`widths\[1\]` 값은 1 이상"),
        (lambda: small_vgg(convs=0, rng=0), "`convs` 값은 1 이상"),
        (lambda: small_resnet(9, rng=0), "`depth` 값은 8, 14, 20"),
        (lambda: small_resnet(2, rng=0), "`depth` 값은 8 이상"),
        (lambda: small_resnet(8, width=0, rng=0), "`width` 값은 1 이상"),
    ],
)
def test_bad_arguments_are_refused(build, message):
    with torch.device("meta"), pytest.raises(ValueError, match=message):
        build()
