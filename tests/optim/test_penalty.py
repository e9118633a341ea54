"""Penalties: torch's autograd and weight_decay, numerical slopes, and the mistakes of the notes."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from coursekit.nn import CrossEntropyLoss, Linear, Sequential, Tanh
from coursekit.optim import SGD, GradientDescent, L1Penalty, L2Penalty
from coursekit.parameter import Parameter
from coursekit.train import fit

THEIRS = {
    L2Penalty: lambda tensors: sum((t * t).sum() for t in tensors) / 2,
    L1Penalty: lambda tensors: sum(t.abs().sum() for t in tensors),
}


@pytest.mark.parametrize("penalty", THEIRS)
@given(
    shapes=st.lists(st.lists(st.integers(0, 3), max_size=3).map(tuple), min_size=1, max_size=3),
    strength=st.floats(0, 10),
    seed=st.integers(0, 99),
)
@settings(max_examples=40, deadline=None)
def test_value_and_gradient_are_autograds(penalty, shapes, strength, seed):
    rng = np.random.default_rng(seed)
    params = [Parameter(rng.integers(-2, 3, shape).astype(float)) for shape in shapes]  # with zeros
    tensors = [torch.tensor(p.data, requires_grad=True) for p in params]
    value = strength * THEIRS[penalty](tensors)
    value.backward()
    ours = penalty(params, strength)
    assert ours() == pytest.approx(value.item(), rel=1e-12, abs=1e-12)
    ours.backward()
    for p, t in zip(params, tensors, strict=True):
        np.testing.assert_allclose(p.grad, t.grad.numpy(), rtol=1e-12, atol=1e-12)


WRONG = {
    "the norm, square and then root": lambda w: w / np.linalg.norm(w),
    "a factor of two": lambda w: 2 * w,
    "divided by the number of weights": lambda w: w / w.size,
}


@pytest.mark.parametrize("name", WRONG)
def test_the_slope_of_half_the_square_is_none_of_these(name):
    w = np.array([3.0, -4.0])
    p = Parameter(w)
    penalty, eps = L2Penalty([p], 1.0), 1e-6

    def value(x):
        return L2Penalty([Parameter(x)], 1.0)()

    slope = [(value(w + eps * e) - value(w - eps * e)) / (2 * eps) for e in np.eye(2)]
    penalty.backward()
    np.testing.assert_allclose(p.grad, slope, rtol=1e-8)
    assert not np.allclose(WRONG[name](w), slope, rtol=1e-3)


@pytest.mark.parametrize("penalty", THEIRS)
def test_it_adds_to_the_gradient_and_keeps_the_dtype(penalty):
    p = Parameter(np.array([1.0, -2.0], dtype=np.float32))
    given_gradient = p.grad = np.array([10.0, 10.0], dtype=np.float32)
    penalty([p], 0.5).backward()
    assert p.grad.dtype == np.float32
    assert given_gradient.tolist() == [10, 10]
    assert p.grad.tolist() == ([10.5, 9.0] if penalty is L2Penalty else [10.5, 9.5])


RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(30, 4)), RNG.integers(0, 3, 30)


def model():
    return Sequential(Linear(4, 5, rng=0), Tanh(), Linear(5, 3, rng=1))


def test_with_plain_descent_it_is_weight_decay_to_the_last_digit():
    a, b = model(), model()
    plain = GradientDescent(a.parameters(), lr=0.3)
    one = fit(
        a, CrossEntropyLoss(), plain, [(X, Y)], epochs=20, penalty=L2Penalty(a.parameters(), 0.1)
    )
    decayed = SGD(b.parameters(), lr=0.3, weight_decay=0.1)
    other = fit(b, CrossEntropyLoss(), decayed, [(X, Y)], epochs=20)
    np.testing.assert_allclose(one.updates["loss"], other.updates["loss"], rtol=1e-12)
    c = model()
    free = fit(c, CrossEntropyLoss(), GradientDescent(c.parameters(), lr=0.3), [(X, Y)], epochs=20)
    assert abs(free.updates.last("loss") - one.updates.last("loss")) > 1e-3


def test_biases_may_be_left_out():
    net = model()
    weights = [p for p in net.parameters() if p.data.ndim == 2]
    L2Penalty(weights, 1.0).backward()
    for p in net.parameters():
        assert p.grad.any() == (p.data.ndim == 2)


def test_the_recorded_loss_is_without_the_penalty():
    net = model()
    expected = CrossEntropyLoss()(net(X), Y)
    optimizer = GradientDescent(net.parameters(), lr=0.1)
    run = fit(
        net,
        CrossEntropyLoss(),
        optimizer,
        [(X, Y)],
        epochs=1,
        penalty=L1Penalty(net.parameters(), 9.0),
    )
    assert run.updates["loss"][0] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: L2Penalty([], 0.1), "`params` 값은"),
        (lambda: L1Penalty([np.ones(2)], 0.1), "ndarray"),
        (lambda: L2Penalty([Parameter([1.0])], -0.1), "`strength`"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
