"""One contract over every loss: torch and numerical gradients as oracles, wrong losses refused."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from coursekit import nn
from coursekit.gradcheck import gradcheck, relative_error
from coursekit.nn import CrossEntropyLoss, Loss, MSELoss


def regression(rng, n, k):
    return rng.normal(size=(n, k)), rng.normal(size=(n, k))


def classification(rng, n, k):
    return 3 * rng.normal(size=(n, k)), rng.integers(0, k, n)


# ours, torch's, how the problem is drawn
CASES = {
    "mse": (MSELoss, torch.nn.MSELoss, regression),
    "cross entropy": (CrossEntropyLoss, torch.nn.CrossEntropyLoss, classification),
}


class SummedInsteadOfAveraged(CrossEntropyLoss):
    """The loss is averaged but its gradient is not: 1/N is missing."""

    def _backward(self, grad_output, cache):
        return super()._backward(np.ones_like(grad_output), cache)


class AveragedTwice(CrossEntropyLoss):
    def _backward(self, grad_output, cache):
        return super()._backward(grad_output, cache) / len(grad_output)


class OneHotForgotten(CrossEntropyLoss):
    def _backward(self, grad_output, cache):
        return cache[0] * grad_output[:, None]


class SoftmaxOverflows(CrossEntropyLoss):
    """The largest logit is not taken away first."""

    def _forward(self, prediction, target):
        exponentials = np.exp(prediction)
        p = exponentials / exponentials.sum(axis=1, keepdims=True)
        rows = np.arange(len(prediction))
        return -np.log(p[rows, target]), (p, np.asarray(target))


class ClippedLogarithm(CrossEntropyLoss):
    """log(p + 1e-7): no overflow, but wrong for confident mistakes."""

    def _forward(self, prediction, target):
        _, (p, labels) = super()._forward(prediction, target)
        return -np.log(p[np.arange(len(p)), labels] + 1e-7), (p, labels)


class HalfSquare(MSELoss):
    """The two is left out of the gradient, as if the loss had a half."""

    def _backward(self, grad_output, cache):
        return grad_output * cache


class SignReversed(MSELoss):
    def _backward(self, grad_output, cache):
        return -super()._backward(grad_output, cache)


class MeanOverSamplesOnly(MSELoss):
    """Divides by N where torch divides by all N*K entries."""

    def _forward(self, prediction, target):
        loss, cache = super()._forward(prediction, target)
        return loss.sum(axis=1), cache

    def _backward(self, grad_output, cache):
        return 2 * grad_output[:, None] * cache


REJECTED = {
    SummedInsteadOfAveraged: "cross entropy",
    AveragedTwice: "cross entropy",
    OneHotForgotten: "cross entropy",
    HalfSquare: "mse",
    SignReversed: "mse",
    MeanOverSamplesOnly: "mse",
}


def assert_agrees_with_torch(make, name, reduction, seed, n=5, k=4):
    rng = np.random.default_rng(seed)
    _, twin, draw = CASES[name]
    prediction, target = draw(rng, n, k)
    kept = prediction.copy(), target.copy()
    z = torch.tensor(prediction, requires_grad=True)
    theirs = twin(reduction=reduction)(z, torch.tensor(target))
    loss = make(reduction)
    ours = loss(prediction, target)
    np.testing.assert_allclose(ours, theirs.detach(), rtol=0, atol=1e-10)
    if reduction == "none":
        upstream = rng.normal(size=theirs.shape)
        theirs.backward(torch.tensor(upstream))
        got = loss.backward(upstream)
    else:
        (2.5 * theirs).backward()
        got = loss.backward(2.5)
    np.testing.assert_allclose(got, z.grad, rtol=0, atol=1e-10)
    assert np.array_equal(prediction, kept[0])
    assert np.array_equal(target, kept[1])


def assert_agrees_numerically(make, name):
    prediction, target = CASES[name][2](np.random.default_rng(0), 4, 3)
    loss = make()

    def gradient(z):
        loss(z, target)
        return loss.backward()

    result = gradcheck(lambda z: loss(z, target), gradient, prediction)
    assert result.ok, result.max_error
    assert relative_error(result.analytic, result.numerical) < 1e-6


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
@pytest.mark.parametrize("name", CASES)
@given(seed=st.integers(0, 999), n=st.integers(1, 6), k=st.integers(1, 5))
@settings(max_examples=15, deadline=None)
def test_agrees_with_torch(name, reduction, seed, n, k):
    assert_agrees_with_torch(CASES[name][0], name, reduction, seed, n, k)


@pytest.mark.parametrize("name", CASES)
def test_agrees_with_numerical_gradients(name):
    assert_agrees_numerically(CASES[name][0], name)


@pytest.mark.parametrize("wrong", REJECTED)
def test_the_contract_rejects(wrong):
    with pytest.raises(AssertionError):
        assert_agrees_with_torch(wrong, REJECTED[wrong], "mean", seed=0)
    if wrong is not MeanOverSamplesOnly:  # consistent in itself; only the convention differs
        with pytest.raises(AssertionError):
            assert_agrees_numerically(wrong, REJECTED[wrong])


LARGE = np.array([[1e4, 0.0, -1e4], [1e4, 0.0, -1e4], [800.0, 800.0, 800.0]])


def assert_large_scores_are_safe(make):
    loss = make("none")
    got = loss(LARGE, [0, 2, 1])
    twin = torch.nn.CrossEntropyLoss(reduction="none")
    theirs = twin(torch.tensor(LARGE), torch.tensor([0, 2, 1]))
    np.testing.assert_allclose(got, theirs, rtol=1e-12, atol=0)
    assert np.isfinite(loss.backward(np.ones(3))).all()


def test_large_logits_neither_overflow_nor_lose_the_loss():
    assert_large_scores_are_safe(CrossEntropyLoss)
    assert CrossEntropyLoss()([[1e4, 0.0]], [1]) == 1e4


@pytest.mark.filterwarnings("ignore:overflow", "ignore:invalid", "ignore:divide")
@pytest.mark.parametrize("wrong", [SoftmaxOverflows, ClippedLogarithm])
def test_wrong_softmax_is_rejected_only_there(wrong):
    if wrong is SoftmaxOverflows:
        assert_agrees_with_torch(wrong, "cross entropy", "mean", seed=0)
    with pytest.raises(AssertionError):
        assert_large_scores_are_safe(wrong)


@pytest.mark.parametrize("classes", [2, 10, 1000])
def test_equal_scores_cost_the_logarithm_of_the_classes(classes):
    loss = CrossEntropyLoss()
    assert loss(np.zeros((3, classes)), [0, 1, 1]) == pytest.approx(math.log(classes), rel=1e-14)


def test_adding_a_constant_to_all_scores_changes_nothing():
    z = np.random.default_rng(0).normal(size=(4, 3))
    loss = CrossEntropyLoss()
    assert loss(z, [0, 1, 2, 0]) == pytest.approx(loss(z + 1000, [0, 1, 2, 0]), rel=1e-12)


@pytest.mark.parametrize("name", CASES)
class TestEveryLoss:
    def drawn(self, name):
        return CASES[name][2](np.random.default_rng(0), 4, 3)

    @pytest.mark.parametrize("dtype", [np.float32, np.float64])
    @pytest.mark.parametrize("reduction", ["mean", "sum"])
    def test_keeps_the_dtype(self, name, dtype, reduction):
        prediction, target = self.drawn(name)
        target = target.astype(dtype) if target.dtype.kind == "f" else target
        loss = CASES[name][0](reduction)
        assert isinstance(loss(prediction.astype(dtype), target), float)
        assert loss.backward().dtype == dtype

    def test_backward_needs_forward_each_time(self, name):
        loss = CASES[name][0]()
        with pytest.raises(RuntimeError, match="`forward`를 부른 뒤에 한 번만"):
            loss.backward()
        loss(*self.drawn(name))
        loss.backward()
        with pytest.raises(RuntimeError, match="한 번만"):
            loss.backward()

    def test_without_a_mean_a_gradient_must_be_given(self, name):
        loss = CASES[name][0]("none")
        loss(*self.drawn(name))
        with pytest.raises(ValueError, match="`grad_output` 모양은"):
            loss.backward()

    def test_the_mean_of_nothing_is_an_error(self, name):
        prediction, target = self.drawn(name)
        with pytest.raises(ValueError, match=r"하나 이상 있어야 합니다\(받은 모양: \(0, 3\)\)"):
            CASES[name][0]()(prediction[:0], target[:0])

    def test_a_target_of_another_length_is_refused(self, name):
        prediction, target = self.drawn(name)
        with pytest.raises(ValueError, match="`target` 모양은"):
            CASES[name][0]()(prediction, target[:3])

    def test_an_unknown_reduction_is_named(self, name):
        with pytest.raises(ValueError, match="받은 값: 'average'"):
            CASES[name][0]("average")


def test_mse_does_not_broadcast_a_column_against_a_row():
    with pytest.raises(
        ValueError, match=r"`target` 모양은 \(3, 1\)이어야 합니다\(받은 모양: \(3,\)\)"
    ):
        MSELoss()(np.ones((3, 1)), np.ones(3))


@pytest.mark.parametrize(
    ("logits", "target", "message"),
    [
        (np.ones(3), [0], r"`prediction` 모양은 \(N, C\)"),
        (np.ones((2, 0)), [0, 0], r"`prediction` 모양은 \(N, C\)"),
        (np.ones((2, 3)), [0.0, 1.0], r"정수\)여야 합니다\(받은 dtype: float64"),
        (np.ones((2, 3)), [[0], [1]], r"`target` 모양은 \(2,\)"),
        (np.ones((2, 3)), [0, 3], "0 이상 3 미만이어야 합니다"),
        (np.ones((2, 3)), [-1, 0], "받은 범위: -1부터 0까지"),
    ],
)
def test_cross_entropy_names_bad_targets(logits, target, message):
    with pytest.raises(ValueError, match=message):
        CrossEntropyLoss()(logits, target)


def test_every_loss_is_under_contract():
    concrete = {
        cls
        for name in nn.__all__
        if isinstance(cls := getattr(nn, name), type) and issubclass(cls, Loss) and cls is not Loss
    }
    assert {make for make, _, _ in CASES.values()} == concrete
