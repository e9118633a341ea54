"""One contract over every loss: torch and numerical gradients as oracles, wrong losses refused."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn import functional

from coursekit import nn
from coursekit.gradcheck import gradcheck, relative_error
from coursekit.nn import (
    BCEWithLogitsLoss,
    CrossEntropyLoss,
    FocalLoss,
    L1Loss,
    Loss,
    MSELoss,
    NLLLoss,
    SmoothL1Loss,
)

WEIGHTS = np.array([0.5, 2.0, 1.0, 3.0, 0.1])


def regression(rng, n, k):
    return rng.normal(size=(n, k)), rng.normal(size=(n, k))


def classification(rng, n, k):
    return 3 * rng.normal(size=(n, k)), rng.integers(0, k, n)


def some_ignored(rng, n, k):
    scores, labels = classification(rng, n, k)
    labels[1:][rng.random(n - 1) < 0.4] = 255
    return scores, labels


def pixels(rng, n, k):
    labels = rng.integers(0, k, (n, 2, 3))
    labels[:, 0, 1:] = 255
    return rng.normal(size=(n, k, 2, 3)), labels


def probabilities(rng, n, k):
    return rng.normal(size=(n, k)), rng.dirichlet(np.ones(k), n)


def log_probabilities(rng, n, k):
    scores, labels = some_ignored(rng, n, k)
    return torch.log_softmax(torch.tensor(scores), 1).numpy(), labels


def yes_or_no(rng, n, k):
    return 3 * rng.normal(size=(n, k)), rng.integers(0, 2, (n, k)).astype(float)


def soft_yes_or_no(rng, n, k):
    return 3 * rng.normal(size=(n, k)), rng.random((n, k))


def close_calls(rng, n, k):
    """Where focal loss still has a gradient that a difference can measure."""
    return rng.normal(size=(n, k)), rng.integers(0, 2, (n, k)).astype(float)


def torch_focal(alpha, gamma):
    """Focal loss out of torch's binary cross-entropy, its gradient by autograd."""

    def make(reduction):
        def loss(z, y):
            cost = functional.binary_cross_entropy_with_logits(z, y, reduction="none")
            p = torch.sigmoid(z)
            cost = cost * torch.where(y == 1, 1 - p, p) ** gamma
            if alpha is not None:
                cost = cost * torch.where(y == 1, alpha, 1 - alpha)
            return {"mean": cost.mean(), "sum": cost.sum(), "none": cost}[reduction]

        return loss

    return make


def pair(ours, theirs, draw, **options):
    """A case whose options are called alike here and there; arrays are cut to K and made tensors."""

    def arrays(k, convert):
        return {
            name: convert(value[:k]) if isinstance(value, np.ndarray) else value
            for name, value in options.items()
        }

    return (
        lambda reduction, k: ours(reduction, **arrays(k, lambda a: a)),
        lambda reduction, k: theirs(reduction=reduction, **arrays(k, torch.tensor)),
        draw,
    )


# name -> our loss of (reduction, K), torch's, how the problem is drawn
CE, BCE = (
    (CrossEntropyLoss, torch.nn.CrossEntropyLoss),
    (BCEWithLogitsLoss, torch.nn.BCEWithLogitsLoss),
)
CASES = {
    "mse": pair(MSELoss, torch.nn.MSELoss, regression),
    "l1": pair(L1Loss, torch.nn.L1Loss, regression),
    "smooth l1": pair(SmoothL1Loss, torch.nn.SmoothL1Loss, regression),
    "smooth l1, beta": pair(SmoothL1Loss, torch.nn.SmoothL1Loss, regression, beta=0.3),
    "cross entropy": pair(*CE, classification),
    "cross entropy, weighted": pair(*CE, classification, weight=WEIGHTS),
    "cross entropy, some ignored": pair(*CE, some_ignored, ignore_index=255),
    "cross entropy, smoothed": pair(*CE, classification, label_smoothing=0.1),
    "cross entropy, all of it": pair(
        *CE, some_ignored, weight=WEIGHTS, ignore_index=255, label_smoothing=0.3
    ),
    "cross entropy of pixels": pair(*CE, pixels, weight=WEIGHTS, ignore_index=255),
    "cross entropy of probabilities": pair(
        *CE, probabilities, weight=WEIGHTS, label_smoothing=0.2
    ),
    "nll": pair(NLLLoss, torch.nn.NLLLoss, log_probabilities, weight=WEIGHTS, ignore_index=255),
    "bce": pair(*BCE, yes_or_no),
    "bce, soft and weighted": pair(*BCE, soft_yes_or_no, weight=WEIGHTS, pos_weight=WEIGHTS[::-1].copy()),
    "focal": (
        lambda reduction, k: FocalLoss(reduction),
        lambda reduction, k: torch_focal(0.25, 2)(reduction),
        close_calls,
    ),
    "focal without alpha": (
        lambda reduction, k: FocalLoss(reduction, alpha=None, gamma=0.7),
        lambda reduction, k: torch_focal(None, 0.7)(reduction),
        close_calls,
    ),
}  # fmt: skip


class PlainCrossEntropy(Loss):
    """Right, written the long way, so that each mistake below is one line away from it."""

    def _forward(self, prediction, target):
        exponentials = np.exp(prediction - prediction.max(axis=1, keepdims=True))
        p = exponentials / exponentials.sum(axis=1, keepdims=True)
        labels = np.asarray(target)
        return -np.log(p[np.arange(len(p)), labels]), (p, labels)

    def _backward(self, grad_output, cache):
        p, labels = cache
        grad = p.copy()
        grad[np.arange(len(p)), labels] -= 1
        return grad * grad_output[:, None]


class SummedInsteadOfAveraged(PlainCrossEntropy):
    """The loss is averaged but its gradient is not: 1/N is missing."""

    def _backward(self, grad_output, cache):
        return super()._backward(np.ones_like(grad_output), cache)


class AveragedTwice(PlainCrossEntropy):
    def _backward(self, grad_output, cache):
        return super()._backward(grad_output, cache) / len(grad_output)


class OneHotForgotten(PlainCrossEntropy):
    def _backward(self, grad_output, cache):
        return cache[0] * grad_output[:, None]


class SmoothedOverTheOthers(PlainCrossEntropy):
    """Spreads the smoothed share over the K - 1 wrong classes, not over all K."""

    def _forward(self, prediction, target):
        _, (p, labels) = super()._forward(prediction, target)
        q = np.full_like(p, 0.1 / (p.shape[1] - 1))
        q[np.arange(len(p)), labels] = 0.9
        return -(q * np.log(p)).sum(axis=1), (p, q)

    def _backward(self, grad_output, cache):
        return (cache[0] - cache[1]) * grad_output[:, None]


class WeightedMeanOverN(CrossEntropyLoss):
    """Divides the weighted sum by the number of samples, not by the sum of their weights."""

    def __init__(self, reduction="mean"):
        super().__init__(reduction, weight=WEIGHTS[:4])

    def _total_weight(self, loss, cache):
        return loss.size


class IgnoredStillCounted(CrossEntropyLoss):
    """Ignored samples cost nothing but still make the mean smaller."""

    def __init__(self, reduction="mean"):
        super().__init__(reduction, ignore_index=255)

    def _total_weight(self, loss, cache):
        return loss.size


class IgnoredPushTheScores(CrossEntropyLoss):
    """Only the loss of an ignored sample is taken out, not its gradient."""

    def __init__(self, reduction="mean"):
        super().__init__(reduction, ignore_index=255)

    def _backward(self, grad_output, cache):
        p, q, _ = cache
        return (p - q) * grad_output[:, None]


class HalfSquare(MSELoss):
    """The two is left out of the gradient, as if the loss had a half."""

    def _backward(self, grad_output, cache):
        return grad_output * cache


class MeanOverSamplesOnly(MSELoss):
    """Divides by N where torch divides by all N*K entries."""

    def _forward(self, prediction, target):
        loss, cache = super()._forward(prediction, target)
        return loss.sum(axis=1), cache

    def _backward(self, grad_output, cache):
        return 2 * grad_output[:, None] * cache


class SmoothL1Jumps(SmoothL1Loss):
    """|e| without - beta/2: the two pieces do not meet."""

    def __init__(self, reduction="mean"):
        super().__init__(reduction, beta=0.3)

    def _forward(self, prediction, target):
        loss, cache = super()._forward(prediction, target)
        return np.where(np.abs(cache) == 1, loss + 0.15, loss), cache


class FocalScaleHeldConstant(FocalLoss):
    """The factor (1 - p_t)^gamma is taken for a constant."""

    def _backward(self, grad_output, cache):
        sign, _, miss, focus, _ = cache
        return -grad_output * sign * focus * miss


class FocalAlphaSwapped(FocalLoss):
    def __init__(self, reduction="mean"):
        super().__init__(reduction, alpha=0.75)


# wrong loss -> the case it must fail, and whether it is at least the gradient of itself
REJECTED = {
    SummedInsteadOfAveraged: ("cross entropy", False),
    AveragedTwice: ("cross entropy", False),
    OneHotForgotten: ("cross entropy", False),
    SmoothedOverTheOthers: ("cross entropy, smoothed", True),
    WeightedMeanOverN: ("cross entropy, weighted", True),
    IgnoredStillCounted: ("cross entropy, some ignored", True),
    IgnoredPushTheScores: ("cross entropy, some ignored", False),
    HalfSquare: ("mse", False),
    MeanOverSamplesOnly: ("mse", True),
    SmoothL1Jumps: ("smooth l1, beta", True),
    FocalScaleHeldConstant: ("focal", False),
    FocalAlphaSwapped: ("focal", True),
}


def assert_agrees_with_torch(make, name, reduction, seed, n=5, k=4):
    rng = np.random.default_rng(seed)
    _, twin, draw = CASES[name]
    prediction, target = draw(rng, n, k)
    kept = prediction.copy(), target.copy()
    z = torch.tensor(prediction, requires_grad=True)
    theirs = twin(reduction, k)(z, torch.tensor(target))
    loss = make(reduction, k)
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
    prediction, target = CASES[name][2](np.random.default_rng(0), 4, 4)
    loss = make("mean", 4)

    def gradient(z):
        loss(z, target)
        return loss.backward()

    result = gradcheck(lambda z: loss(z, target), gradient, prediction)
    assert result.ok, result.max_error
    assert not result.vacuous
    assert relative_error(result.analytic, result.numerical) < 1e-6


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
@pytest.mark.parametrize("name", CASES)
@given(seed=st.integers(0, 999), n=st.integers(1, 6), k=st.integers(1, 5))
@settings(max_examples=10, deadline=None)
def test_agrees_with_torch(name, reduction, seed, n, k):
    assert_agrees_with_torch(CASES[name][0], name, reduction, seed, n, k)


@pytest.mark.parametrize("name", CASES)
def test_agrees_with_numerical_gradients(name):
    assert_agrees_numerically(CASES[name][0], name)


@pytest.mark.parametrize("wrong", REJECTED)
def test_the_contract_rejects(wrong):
    name, consistent = REJECTED[wrong]

    def make(reduction, k):
        return wrong(reduction)

    with pytest.raises(AssertionError):
        assert_agrees_with_torch(make, name, "mean", seed=0)
    if consistent:  # only the convention differs: a gradient check cannot see it
        assert_agrees_numerically(make, name)
    else:
        with pytest.raises(AssertionError):
            assert_agrees_numerically(make, name)


def test_the_long_way_is_accepted():
    def make(reduction, k):
        return PlainCrossEntropy(reduction)

    assert_agrees_with_torch(make, "cross entropy", "mean", seed=0)
    assert_agrees_numerically(make, "cross entropy")


@pytest.mark.parametrize("name", CASES)
class TestEveryLoss:
    def drawn(self, name):
        return CASES[name][2](np.random.default_rng(0), 4, 3)

    @pytest.mark.parametrize("dtype", [np.float32, np.float64])
    @pytest.mark.parametrize("reduction", ["mean", "sum"])
    def test_keeps_the_dtype(self, name, dtype, reduction):
        prediction, target = self.drawn(name)
        target = target.astype(dtype) if target.dtype.kind == "f" else target
        loss = CASES[name][0](reduction, 3)
        assert isinstance(loss(prediction.astype(dtype), target), float)
        assert loss.backward().dtype == dtype

    def test_backward_needs_forward_each_time(self, name):
        loss = CASES[name][0]("mean", 3)
        with pytest.raises(RuntimeError, match="`forward`를 부른 뒤에 한 번만"):
            loss.backward()
        loss(*self.drawn(name))
        loss.backward()
        with pytest.raises(RuntimeError, match="한 번만"):
            loss.backward()

    def test_without_a_mean_a_gradient_must_be_given(self, name):
        loss = CASES[name][0]("none", 3)
        loss(*self.drawn(name))
        with pytest.raises(ValueError, match="`grad_output` 모양은"):
            loss.backward()

    def test_the_mean_of_nothing_is_an_error(self, name):
        prediction, target = self.drawn(name)
        with pytest.raises(ValueError, match=r"하나 이상 있어야 합니다\(받은 모양: \(0, 3"):
            CASES[name][0]("mean", 3)(prediction[:0], target[:0])

    def test_a_target_of_another_length_is_refused(self, name):
        prediction, target = self.drawn(name)
        with pytest.raises(ValueError, match="`target` "):
            CASES[name][0]("mean", 3)(prediction, target[:3])

    def test_an_unknown_reduction_is_named(self, name):
        with pytest.raises(ValueError, match="받은 값: 'average'"):
            CASES[name][0]("average", 3)


def test_every_loss_is_under_contract():
    concrete = {
        cls
        for name in nn.__all__
        if isinstance(cls := getattr(nn, name), type) and issubclass(cls, Loss) and cls is not Loss
    }
    assert {type(make("mean", 5)) for make, _, _ in CASES.values()} == concrete
