"""Initial values: torch's moments and bounds as oracle, and scales that must be told apart."""

import math
from functools import partial

import numpy as np
import pytest
import torch

from coursekit.nn import Linear, Sequential, Tanh, init

SHAPE = (300, 200)
# ours -> torch's in-place twin
TWINS = {
    "normal": (partial(init.normal, std=0.01), lambda w: torch.nn.init.normal_(w, std=0.01)),
    "xavier_normal": (init.xavier_normal, torch.nn.init.xavier_normal_),
    "xavier_uniform": (init.xavier_uniform, torch.nn.init.xavier_uniform_),
    "xavier with gain": (
        partial(init.xavier_normal, gain=5 / 3),
        lambda w: torch.nn.init.xavier_normal_(w, gain=5 / 3),
    ),
    "kaiming_normal": (
        init.kaiming_normal,
        lambda w: torch.nn.init.kaiming_normal_(w, nonlinearity="relu"),
    ),
    "kaiming_uniform": (
        init.kaiming_uniform,
        lambda w: torch.nn.init.kaiming_uniform_(w, nonlinearity="relu"),
    ),
    "kaiming of a leaky slope": (
        partial(init.kaiming_normal, a=0.5),
        lambda w: torch.nn.init.kaiming_normal_(w, a=0.5),
    ),
    "kaiming by fan_out": (
        partial(init.kaiming_uniform, mode="fan_out", nonlinearity="tanh"),
        lambda w: torch.nn.init.kaiming_uniform_(w, mode="fan_out", nonlinearity="tanh"),
    ),
    "uniform": (
        partial(init.uniform, a=-0.2, b=0.2),
        lambda w: torch.nn.init.uniform_(w, -0.2, 0.2),
    ),
    "orthogonal": (init.orthogonal, torch.nn.init.orthogonal_),
    "fan_in_uniform": (
        init.fan_in_uniform,
        lambda w: torch.nn.init.kaiming_uniform_(w, a=math.sqrt(5)),  # torch.nn.Linear's own
    ),
}


def moments(values):
    values = np.asarray(values, dtype=float)
    deviation = values.std()
    # the fourth moment tells a normal distribution (3) from a uniform one (1.8)
    return deviation, ((values - values.mean()) ** 4).mean() / deviation**4


def agrees(values, theirs):
    deviation, kurtosis = moments(values)
    want_deviation, want_kurtosis = moments(theirs)
    # 60,000 draws: the deviation is known to about 0.3 %
    return (
        abs(deviation / want_deviation - 1) < 0.015
        and abs(kurtosis - want_kurtosis) < 0.2
        and abs(values.mean()) < 0.02 * deviation
    )


@pytest.mark.parametrize("name", TWINS)
def test_spread_and_shape_are_torchs(name):
    ours, theirs = TWINS[name]
    torch.manual_seed(0)
    assert agrees(ours(SHAPE, rng=0), theirs(torch.empty(SHAPE)))


@pytest.mark.parametrize("name", sorted(set(TWINS) - {"kaiming_normal"}))
def test_that_comparison_tells_them_apart(name):
    assert not agrees(TWINS[name][0](SHAPE, rng=0), TWINS["kaiming_normal"][1](torch.empty(SHAPE)))


def test_fan_out_in_place_of_fan_in_is_seen():
    wrong = init.kaiming_normal(SHAPE[::-1], rng=0).T
    assert not agrees(wrong, TWINS["kaiming_normal"][1](torch.empty(SHAPE)))


@pytest.mark.parametrize("shape", [(3, 4), (8, 3, 5, 5), (2, 1, 7)])
def test_fans_are_torchs(shape):
    fans = torch.nn.init._calculate_fan_in_and_fan_out(torch.empty(shape))
    assert init.fans(shape) == fans


def test_linear_starts_as_torchs_does():
    ours, theirs = Linear(200, 300, rng=0), torch.nn.Linear(200, 300)
    assert agrees(ours.weight.data, theirs.weight.detach())
    bound = 1 / math.sqrt(200)
    for bias in (ours.bias.data, theirs.bias.detach().numpy()):
        assert 0.9 * bound < np.abs(bias).max() <= bound


def test_with_an_initializer_the_bias_starts_at_zero():
    layer = Linear(4, 3, init=partial(init.normal, std=0.5), rng=0, dtype=np.float32)
    assert layer.bias.data.tolist() == [0, 0, 0]
    assert layer.weight.data.dtype == layer.bias.data.dtype == np.float32


@pytest.mark.parametrize("name", TWINS)
def test_the_seed_decides(name):
    ours = TWINS[name][0]
    assert np.array_equal(ours((3, 4), rng=1), ours((3, 4), rng=1))
    assert not np.array_equal(ours((3, 4), rng=1), ours((3, 4), rng=2))
    assert ours((3, 4), rng=1, dtype=np.float32).dtype == np.float32


@pytest.mark.parametrize("name", ["linear", "sigmoid", "tanh", "relu", "leaky_relu"])
@pytest.mark.parametrize("param", [None, 0.3])
def test_gains_are_torchs(name, param):
    assert init.calculate_gain(name, param) == torch.nn.init.calculate_gain(name, param)


def measured_second_moment_gain(activation):
    """What a layer of width 500 with weights of variance 1/500 keeps of the second moment."""
    rng = np.random.default_rng(0)
    return (activation(rng.normal(size=200_000)) ** 2).mean()


def test_the_gains_of_relu_and_leaky_relu_are_what_keeps_the_signal():
    for name, param, activation in [
        ("relu", None, lambda z: np.where(z > 0, z, 0)),
        ("leaky_relu", 0.3, lambda z: np.where(z > 0, z, 0.3 * z)),
    ]:
        kept = measured_second_moment_gain(activation) * init.calculate_gain(name, param) ** 2
        assert kept == pytest.approx(1, abs=0.02)


@pytest.mark.parametrize("shape", [(4, 4), (3, 7), (7, 3), (4, 2, 3, 3), (40, 2, 3), (1, 1)])
def test_orthogonal_keeps_every_length(shape):
    w = init.orthogonal(shape, gain=1.5, rng=0).reshape(shape[0], -1)
    np.testing.assert_allclose(np.linalg.svd(w)[1], 1.5, rtol=1e-12)


def test_orthogonal_is_spread_evenly_over_signs():
    """Without the correction of the signs, QR's first entry is always negative."""
    corners = [init.orthogonal((3, 3), rng=seed)[0, 0] for seed in range(200)]
    assert 70 < sum(c > 0 for c in corners) < 130
    raw = [np.linalg.qr(np.random.default_rng(s).normal(size=(3, 3)))[0][0, 0] for s in range(200)]
    assert sum(c > 0 for c in raw) == 0


def test_constants_are_constant_and_need_no_randomness():
    assert init.zeros((2, 2)).tolist() == [[0, 0], [0, 0]]
    assert init.ones((2,), dtype=np.float32).dtype == np.float32
    assert init.constant((1, 2), 0.3, rng=0).tolist() == [[0.3, 0.3]]
    layer = Linear(3, 2, init=partial(init.constant, val=0.5), rng=0)
    assert (layer.weight.data == 0.5).all()


def test_constant_weights_never_part():
    """The symmetry that a constant start cannot break: the gradient's rows are all alike."""
    model = Sequential(
        Linear(4, 5, init=partial(init.constant, val=0.3), rng=0),
        Tanh(),
        Linear(5, 1, init=partial(init.constant, val=0.7), rng=0),
    )
    x = np.random.default_rng(0).normal(size=(6, 4))
    model.backward(np.ones_like(model(x)))
    assert np.linalg.matrix_rank(model[0].weight.grad) == 1


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: init.normal((2,), std=-1.0, rng=0), "`std`"),
        (lambda: init.normal((2,), rng="a"), "`rng`"),
        (lambda: init.xavier_normal((2, 2), gain=0, rng=0), "`gain`"),
        (lambda: init.xavier_uniform((2, 2), gain=np.nan, rng=0), "`gain`"),
        (
            lambda: init.kaiming_normal((5,), rng=0),
            r"`shape` 축은 둘 이상이어야 합니다\(받은 값: \(5,\)",
        ),
        (lambda: init.uniform((2,), 1.0, 0.0, rng=0), "`b` 값은 1 이상"),
        (lambda: init.constant((2,), np.inf), "`val`"),
        (lambda: init.calculate_gain("swish"), "받은 값: 'swish'"),
        (lambda: init.kaiming_normal((2, 2), mode="fan", rng=0), "`mode` 값은"),
        (lambda: init.orthogonal((2,), rng=0), "`shape` 축은 둘 이상"),
        (lambda: init.orthogonal((2, 2), 0, rng=0), "`gain`"),
        (lambda: init.fans((0, 3)), "`shape` 값은 1 이상의 정수"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
