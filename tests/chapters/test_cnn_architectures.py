"""Numbers and claims of chapter 12, each found here another way than in the chapter."""

import math
import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch
from scipy.signal import convolve2d
from torch import nn

from coursekit.data import load_digits

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "chapters" / "cnn_architectures.md").read_text(encoding="utf-8")
PROSE = re.sub(r"```\{code-cell\}.*?```", "", TEXT, flags=re.DOTALL).replace("{,}", ",")


def says(*numbers):
    """The prose, without its code, contains each number written with commas."""
    missing = [n for n in numbers if not re.search(rf"(?<![\d,]){n:,}(?![\d,])", PROSE)]
    assert not missing


def numel(*layers):
    return sum(p.numel() for layer in layers for p in layer.parameters())


def conv(into, out, k, **options):
    with torch.device("meta"):
        return nn.Conv2d(into, out, k, **options)


def linear(into, out):
    with torch.device("meta"):
        return nn.Linear(into, out)


def top_down(layers):
    """The receptive field from the output back: r inputs of a layer need (r - 1) s + k before it."""
    size = 1
    for k, s in reversed(layers):
        size = (size - 1) * s + k
    return size


def test_prose_without_code_is_what_is_searched():
    assert "viz.table" not in PROSE
    with pytest.raises(AssertionError):
        says(61_705)


def test_the_two_lenets():
    sparse = sum(numel(conv(maps, 1, 5)) for maps in [3] * 6 + [4] * 9 + [6])
    full = numel(conv(6, 16, 5))
    head = numel(linear(400, 120), linear(120, 84))
    learned_pools = 2 * (6 + 16)
    old = numel(conv(1, 6, 5)) + sparse + learned_pools + head
    new = numel(conv(1, 6, 5)) + full + head + numel(linear(84, 10))
    assert (sparse, full, old, new) == (1516, 2416, 60_000, 61_706)
    assert new - old == (full - sparse) - learned_pools + 850
    says(sparse, full, old, new, 340_908)


def test_the_two_alexnets_differ_in_the_convolutions_only():
    two = [conv(3, 96, 11), conv(96, 256, 5, groups=2), conv(256, 384, 3)]
    two += [conv(384, 384, 3, groups=2), conv(384, 256, 3, groups=2)]
    one = [
        conv(a, b, k)
        for (a, b), k in zip(pairwise((3, 64, 192, 384, 256, 256)), (11, 5, 3, 3, 3), strict=True)
    ]
    head = numel(linear(9216, 4096), linear(4096, 4096), linear(4096, 1000))
    assert (numel(*two) + head, numel(*one) + head) == (60_965_224, 61_100_840)
    assert numel(*one) - numel(*two) == 135_616
    assert 0.45 < numel(two[3]) / numel(conv(384, 384, 3)) < 0.55
    says(60_965_224, 61_100_840, 135_616, 9216)
    # What comes out when the groups or the biases are forgotten is neither.
    ungrouped = [conv(c.in_channels, c.out_channels, c.kernel_size) for c in two]
    unbiased = sum(layer.weight.numel() for layer in two) + head
    assert numel(*ungrouped) + head == 62_378_344
    assert unbiased == 60_965_224 - sum(c.out_channels for c in two)
    # 224 needs padding for the paper's 55; 227 does not.
    assert (224 - 11) / 4 + 1 == 54.25
    shapes = [
        nn.Conv2d(3, 1, 11, 4, p)(torch.zeros(1, 3, n, n)).shape[-1]
        for n, p in ((224, 2), (227, 0))
    ]
    assert shapes == [55, 55]


VGG = [64, 64, 0, 128, 128, 0, 256, 256, 256, 0, 512, 512, 512, 0, 512, 512, 512, 0]


def test_vgg_s_parameters_and_memory():
    into, side, parameters, values, outputs = 3, 224, 0, 3 * 224 * 224, 0
    for out in VGG:
        if out:
            parameters += numel(conv(into, out, 3))
            outputs += out * side * side
            into = out
        else:
            side //= 2
        values += into * side * side
    fc6 = numel(linear(512 * 7 * 7, 4096))
    parameters += fc6 + numel(linear(4096, 4096), linear(4096, 1000))
    values += 4096 + 4096 + 1000
    assert (parameters, values) == (138_357_544, 15_237_608)
    says(parameters, values)
    assert 0.73 < fc6 / parameters < 0.76  # three of four
    assert round(4 * values / 1e6) == 61
    # CS231n's 24M is reached neither with ReLU's outputs counted again nor, times 4, its 93 MB.
    again = values + outputs + 4096 + 4096 + 1000
    assert min(abs(n - 24e6) for n in (values, again)) > 4e6
    assert min(abs(24e6 * 4 / unit - 93) for unit in (1e6, 2**20)) > 1


def inception(into, one, reduce3, out3, reduce5, out5, pool):
    """Weights without biases."""
    pairs = [(into, one, 1), (into, reduce3, 1), (reduce3, out3, 3), (into, reduce5, 1)]
    pairs += [(reduce5, out5, 5), (into, pool, 1)]
    return sum(numel(conv(a, b, k, bias=False)) for a, b, k in pairs)


# Szegedy et al. (2015), table 1: sizes, side, parameters in K, operations in M
GOOGLENET = {
    "3a": ((64, 96, 128, 16, 32, 32), 28, 159, 128),
    "3b": ((128, 128, 192, 32, 96, 64), 28, 380, 304),
    "4a": ((192, 96, 208, 16, 48, 64), 14, 364, 73),
    "4b": ((160, 112, 224, 24, 64, 64), 14, 437, 88),
    "4c": ((128, 128, 256, 24, 64, 64), 14, 463, 100),
    "4d": ((112, 144, 288, 32, 64, 64), 14, 580, 119),
    "4e": ((256, 160, 320, 32, 128, 128), 14, 840, 170),
    "5a": ((256, 160, 320, 32, 128, 128), 7, 1072, 54),
    "5b": ((384, 192, 384, 48, 128, 128), 7, 1388, 71),
}


def test_googlenet_s_two_columns_do_not_agree():
    into, off_work, off_weights = 192, [], {}
    for name, (sizes, side, kilo, millions) in GOOGLENET.items():
        weights = inception(into, *sizes)
        if abs(weights * side * side / 1e6 - millions) > 1:
            off_work.append(name)
        off_weights[name] = abs(weights / 1024 / kilo - 1)
        into = sizes[0] + sizes[2] + sizes[4] + sizes[5]
    assert into == 1024
    assert off_work == ["5a"]
    assert max(off_weights, key=off_weights.get) == "4c"
    assert round(100 * off_weights["4c"]) == 7
    assert off_weights["3a"] < 0.004  # with K = 1,024; with 1,000 it would be 163
    # ... nor with each other: 463 K weights at 196 places are not 100 M operations.
    assert abs(463 * 1024 * 196 / 1e6 - 100) > 5
    assert 8.5 < 60_965_224 / 6_998_552 < 9.5


def test_bottleneck_of_the_first_module():
    naive5, narrow5 = numel(conv(192, 32, 5)), numel(conv(192, 16, 1), conv(16, 32, 5))
    assert (naive5, narrow5) == (153_632, 15_920)
    says(naive5, narrow5)
    assert 9 < naive5 / narrow5 < 10
    naive = naive5 + numel(conv(192, 64, 1), conv(192, 128, 3))
    narrow = narrow5 + numel(conv(192, 64, 1), conv(192, 96, 1), conv(96, 128, 3), conv(192, 32, 1))
    assert round(narrow / naive, 2) == 0.42
    assert 64 + 128 + 32 + 192 == 416
    assert 64 + 128 + 32 + 32 == 256


def test_what_a_shortcut_costs():
    projection = numel(conv(64, 128, 1, bias=False), nn.BatchNorm2d(128))
    assert projection == 8448
    says(projection)
    assert "세 곳" in PROSE  # of ResNet-18's four stages all but the first change the shape
    assert round((25_557_032 - 21_797_672) / 1e5) * 10 == 380


def test_reach_of_published_networks():
    vgg = [(3, 1) if out else (2, 2) for out in VGG]
    alexnet = [(11, 4), (3, 2), (5, 1), (3, 2), (3, 1), (3, 1), (3, 1), (3, 2)]
    mobile = [(3, s) for s in (2, 1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1)]
    assert [top_down(x) for x in (alexnet, vgg[:-1], vgg, mobile)] == [195, 196, 212, 315]
    assert top_down([(3, 1)] * 3) == top_down([(7, 1)]) == 7
    assert (27 * 64**2, 49 * 64**2) == (110_592, 200_704)
    assert round(100 * (1 - 27 / 49)) == 45


def test_three_small_kernels_are_one_large_one_but_not_every_one():
    rng = np.random.default_rng(0)
    a, b, c, image = *rng.normal(size=(3, 3, 3)), rng.normal(size=(15, 15))
    merged = convolve2d(convolve2d(a, b), c)
    assert merged.shape == (7, 7)
    chained = convolve2d(convolve2d(convolve2d(image, a, "valid"), b, "valid"), c, "valid")
    np.testing.assert_allclose(chained, convolve2d(image, merged, "valid"), atol=1e-10)

    # 27 numbers do not reach all 49: the map from them has too small a rank everywhere it is looked at.
    def merge(v):
        x, y, z = v.reshape(3, 3, 3)
        return convolve2d(convolve2d(x, y), z).ravel()

    at, eye = np.stack([a, b, c]).ravel(), 1e-5 * np.eye(27)
    jacobian = np.stack([(merge(at + e) - merge(at - e)) / 2e-5 for e in eye], axis=1)
    assert np.linalg.matrix_rank(jacobian, tol=1e-6) == 25


@pytest.mark.parametrize("depth", [5, 10, 20, 40])
def test_expected_square_of_the_gradient_is_a_walk(depth):
    """E[g²] of a linear stack with independent weights: the box of three, convolved with itself."""
    walk = np.ones(1)
    for _ in range(depth):
        walk = np.convolve(walk, np.full(3, 1 / 3))
    away = np.arange(len(walk)) - depth
    assert len(walk) == 2 * depth + 1
    assert math.sqrt((walk * away**2).sum()) == pytest.approx(math.sqrt(2 * depth / 3))
    weight = np.outer(walk, walk)
    inside = [weight[np.ix_(abs(away) <= d, abs(away) <= d)].sum() for d in range(depth + 1)]
    side = 2 * int(np.searchsorted(inside, 0.95)) + 1
    if depth == 40:
        assert side < 81 / 3


def test_separable_convolutions_of_mobilenet():
    steps = [32, 64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024]
    halves, side = {1, 3, 5, 11}, 112
    total = numel(conv(3, 32, 3, bias=False))
    work, full = total * side**2, total
    for i, (into, out) in enumerate(pairwise(steps)):
        side //= 2 if i in halves else 1
        pair = numel(conv(into, into, 3, groups=into, bias=False), conv(into, out, 1, bias=False))
        total, work = total + pair, work + pair * side**2
        full += numel(conv(into, out, 3, bias=False))
    head = numel(linear(1024, 1000))
    # Howard et al. (2017), table 4: 4.2 and 29.3 million, 569 million multiply-adds
    assert [round(n / 1e6, 1) for n in (total + head, full + head)] == [4.2, 29.3]
    assert round((work + 1_024_000) / 1e6) == 569
    share = numel(conv(64, 64, 3, groups=64, bias=False), conv(64, 128, 1, bias=False))
    share /= numel(conv(64, 128, 3, bias=False))
    assert share == pytest.approx(1 / 128 + 1 / 9)


class Block(nn.Module):
    def __init__(self, into, out, skip, norm):
        super().__init__()
        self.stride, self.skip = out // into, skip
        self.first = nn.Conv2d(into, out, 3, self.stride, 1, bias=not norm)
        self.second = nn.Conv2d(out, out, 3, 1, 1, bias=not norm)
        self.norms = nn.ModuleList([nn.BatchNorm2d(out) if norm else nn.Identity() for _ in "ab"])

    def forward(self, x):
        y = self.norms[1](self.second(self.norms[0](self.first(x)).relu()))
        if self.skip:
            short = x[:, :, :: self.stride, :: self.stride]
            y = y + torch.cat([short] + [torch.zeros_like(short)] * (self.stride - 1), dim=1)
        return y.relu()


def network(depth, skip, norm=True, seed=0):
    """The chapter's networks written again, with weights of another drawing."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        layers = [nn.Conv2d(1, 8, 3, padding=1, bias=not norm)]
        layers += [nn.BatchNorm2d(8), nn.ReLU()] if norm else [nn.ReLU()]
        widths = [8 * 2**stage for stage in range(3) for _ in range((depth - 2) // 6)]
        layers += [Block(into, out, skip, norm) for into, out in pairwise([8, *widths])]
        layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(32, 10)]
        model = nn.Sequential(*layers)
        for module in model.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
    return model


@pytest.fixture(scope="module")
def digits():
    train, test = load_digits(rng=0, dtype=np.float32)
    pairs = ((train.images, train.labels), (test.images, test.labels))
    return [torch.from_numpy(a[:1000]) for x, y in pairs for a in (x[:, None], y)]


def train(model, x, y, *, epochs, batch, seed=0):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    order = np.random.default_rng(seed)
    for _ in range(epochs):
        losses = []
        for rows in np.array_split(order.permutation(len(x)), len(x) // batch):
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(x[rows]), y[rows])
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return float(np.mean(losses))


def test_depth_without_shortcuts_fails_on_the_training_data(digits):
    x, y, *_ = digits
    final = {
        (depth, skip): train(network(depth, skip), x, y, epochs=6, batch=100)
        for depth, skip in ((8, False), (32, False), (32, True))
    }
    assert final[8, False] < 0.3
    assert final[32, True] < 0.3
    assert final[32, False] > 3 * final[32, True]
    assert final[32, False] > 0.5


def test_gradients_along_fifty_six_layers(digits):
    x, y = digits[0][:128], digits[1][:128]
    share = {}
    for norm in (False, True):
        for skip in (False, True):
            model = network(56, skip, norm)
            nn.functional.cross_entropy(model(x), y).backward()
            convs = [m for m in model.modules() if isinstance(m, nn.Conv2d)]
            assert len(convs) == 55
            sizes = [m.weight.grad.norm().item() for m in convs]
            share[norm, skip] = sizes[2] / sizes[-3], max(sizes)
    assert share[False, False][0] < 1e-2  # vanishes
    assert 0.1 < share[False, True][0] < 10  # even ...
    assert share[False, True][1] > 30  # ... but huge
    assert share[True, False][0] > 50  # explodes
    assert 0.2 < share[True, True][0] < 10
    assert share[True, True][1] < 10


def test_more_parameters_than_images_still_help(digits):
    x, y, held, answers = digits
    right, first = {}, {}
    for width in (2, 32):
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(0)
            layers, into = [], 1
            for out in (width, width, 0, 2 * width, 2 * width, 0):
                if out:
                    layers += [nn.Conv2d(into, out, 3, padding=1), nn.BatchNorm2d(out), nn.ReLU()]
                    into = out
                else:
                    layers.append(nn.MaxPool2d(2))
            layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(into, 10)]
            model = nn.Sequential(*layers)
        assert numel(model) == {2: 356, 32: 66_026}[width]
        first[width] = train(model, x[:100], y[:100], epochs=5, batch=20)
        train(model, x[:100], y[:100], epochs=15, batch=20, seed=1)
        with torch.no_grad():
            right[width] = (model.eval()(held).argmax(1) == answers).float().mean().item()
    assert right[32] > right[2] + 0.1
    assert first[32] < 0.5 * first[2]


def test_quoted_accuracies():
    """torchvision's own pages: accuracy and parameters of the published weights."""
    alexnet, resnet152 = (56.522, 61_100_840), (78.312, 60_192_808)
    assert resnet152[0] - alexnet[0] > 20
    assert abs(resnet152[1] / alexnet[1] - 1) < 0.02
    assert 20 < 138_357_544 / 6_624_904 < 22
    assert 71.592 - 69.778 < 2
    for accuracy, count in (alexnet, resnet152, (71.592, 138_357_544), (69.778, 6_624_904)):
        assert f"{accuracy:.3f}, {count:_}" in TEXT
    assert 2600 < 261_066 / 100 < 2700
    says(2600)
