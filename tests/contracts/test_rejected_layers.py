"""The bank of wrong layers: each is right but for one line, and none may pass for torch's."""

import numpy as np
import pytest
import torch

from coursekit.gradcheck import check_layer
from coursekit.nn import (
    GELU,
    BatchNorm1d,
    Dropout,
    Layer,
    LayerNorm,
    LeakyReLU,
    Linear,
    ReLU,
    Sigmoid,
    Softmax,
)


class ReluPassesAll(ReLU):
    """The gradient goes through where the input was negative too."""

    def _backward(self, grad_output, cache):
        return grad_output.copy()


class ReluWritesIntoItsInput(ReLU):
    def _forward(self, x):
        x[x < 0] = 0
        return x, x


class ReluWritesIntoTheGradient(ReLU):
    def _backward(self, grad_output, cache):
        grad_output *= cache > 0
        return grad_output


class LeakForgottenOnTheWayBack(LeakyReLU):
    def _backward(self, grad_output, cache):
        return grad_output * (cache == 1)


class GateHeldConstant(GELU):
    """The gate of x is taken for a constant: the product rule has one term only."""

    def _backward(self, grad_output, cache):
        return grad_output * cache[1]


class SigmoidForgetsOneMinus(Sigmoid):
    def _backward(self, grad_output, cache):
        return grad_output * cache


class SoftmaxLikeASigmoid(Softmax):
    """Only the diagonal of the Jacobian: as if the outputs did not share one sum."""

    def _backward(self, grad_output, cache):
        p, _ = cache
        return grad_output * p * (1 - p)


class WrongLinear(Linear):
    def __init__(self):
        super().__init__(4, 3, rng=0)


class BiasAveraged(WrongLinear):
    """The bias gradient is averaged over the batch, though the loss has done that already."""

    def _backward(self, grad_output, cache):
        before = self.bias.grad.copy()
        grad = super()._backward(grad_output, cache)
        self.bias.grad = before + grad_output.mean(axis=0)
        return grad


class BiasGradientMissing(WrongLinear):
    def _backward(self, grad_output, cache):
        before = self.bias.grad.copy()
        grad = super()._backward(grad_output, cache)
        self.bias.grad = before
        return grad


class WeightGradientDivided(WrongLinear):
    def _backward(self, grad_output, cache):
        grad = super()._backward(grad_output, cache)
        self.weight.grad /= len(grad_output)
        return grad


class GradientOverwritten(WrongLinear):
    """Sets the gradient where it has to be added."""

    def _backward(self, grad_output, cache):
        self.weight.grad = np.zeros_like(self.weight.grad)
        return super()._backward(grad_output, cache)


class InputScaled(WrongLinear):
    def _backward(self, grad_output, cache):
        return 2 * super()._backward(grad_output, cache)


class WrongDropout(Dropout):
    def __init__(self):
        super().__init__(0.3, rng=0)


class DropoutNotRescaled(WrongDropout):
    def _forward(self, x):
        mask = self.rng.random(x.shape) >= self.p if self.training else np.ones(x.shape)
        return x * mask, mask


class DropoutActiveInEvaluation(WrongDropout):
    def _forward(self, x):
        mask = (self.rng.random(x.shape) >= self.p) / (1 - self.p)
        return x * mask, mask


class DropoutOfTheFirstPaper(WrongDropout):
    """Not scaled up in training but down in evaluation: consistent, yet another convention."""

    def _forward(self, x):
        mask = self.rng.random(x.shape) >= self.p if self.training else np.full(x.shape, 1 - self.p)
        return x * mask, mask


class DropoutKeepsWithP(WrongDropout):
    """p is taken for the probability to keep."""

    def _forward(self, x):
        mask = (self.rng.random(x.shape) < self.p) / self.p if self.training else np.ones(x.shape)
        return x * mask, mask


class DropoutDrawsAgainOnTheWayBack(WrongDropout):
    def _backward(self, grad_output, cache):
        return super()._forward(grad_output)[0]


class DropoutScaleForgottenOnTheWayBack(WrongDropout):
    def _backward(self, grad_output, cache):
        return grad_output * (cache > 0)


class WrongBatchNorm(BatchNorm1d):
    def __init__(self):
        super().__init__(3)

    def scaled(self, grad, cache):
        return grad * (self.weight.data * cache.std_inv)


class StatisticsHeldConstant(WrongBatchNorm):
    """Mean and variance are taken for constants, though they are functions of the input."""

    def _backward(self, grad_output, cache):
        super()._backward(grad_output, cache)
        return self.scaled(grad_output, cache)


class VarianceHeldConstant(WrongBatchNorm):
    def _backward(self, grad_output, cache):
        grad = super()._backward(grad_output, cache)
        if not cache.from_batch:
            return grad
        return self.scaled(grad_output - grad_output.mean(axis=0), cache)


class MeanHeldConstant(WrongBatchNorm):
    def _backward(self, grad_output, cache):
        grad = super()._backward(grad_output, cache)
        if not cache.from_batch:
            return grad
        x_hat = cache.x_hat[..., 0]
        return self.scaled(grad_output - x_hat * (grad_output * x_hat).mean(axis=0), cache)


class TrainingGradientInEvaluation(WrongBatchNorm):
    def _backward(self, grad_output, cache):
        return super()._backward(grad_output, cache._replace(from_batch=True))


class RunningVarianceBiased(WrongBatchNorm):
    def _track(self, mean, var, count):
        super()._track(mean, var * (count - 1) / count, count)


class MomentumTheWrongWayRound(WrongBatchNorm):
    """`momentum` weighs the old, as in other libraries."""

    def _track(self, mean, var, count):
        self.momentum = 0.9
        super()._track(mean, var, count)


class NormalisedByTheUnbiasedVariance(WrongBatchNorm):
    def _forward(self, x):
        y, cache = super()._forward(x)
        if cache.from_batch:
            n = len(x)
            cache = cache._replace(std_inv=1 / np.sqrt(cache.var * n / (n - 1) + self.eps))
            cache = cache._replace(x_hat=((x - cache.mean) * cache.std_inv)[..., None])
            y = cache.x_hat[..., 0] * self.weight.data + self.bias.data
        return y, cache


class BatchStatisticsInEvaluation(WrongBatchNorm):
    def _forward(self, x):
        training, self.training = self.training, True
        try:
            return super()._forward(x)
        finally:
            self.training = training


class EvaluationTracks(WrongBatchNorm):
    """Nothing wrong with the output, but looking at the test set changes the layer."""

    def _forward(self, x):
        y, cache = super()._forward(x)
        if not self.training:
            self._track(x.mean(axis=0), x.var(axis=0), len(x))
        return y, cache


class ScaleOutsideTheMeans(LayerNorm):
    """Batch norm's formula: there the scale is the same along the axis that is averaged, here not."""

    def __init__(self):
        super().__init__(4)

    def _backward(self, grad_output, cache):
        super()._backward(grad_output, cache)
        x_hat, std_inv, weight, _ = cache
        g = grad_output
        inner = g - g.mean(axis=1, keepdims=True)
        inner = inner - x_hat * (g * x_hat).mean(axis=1, keepdims=True)
        return inner * std_inv * weight


class NormalisedOverTheBatch(LayerNorm):
    def __init__(self):
        super().__init__(4)

    def _forward(self, x):
        _, cache = super()._forward(x)
        x_hat = (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + self.eps)
        return x_hat * self.weight.data + self.bias.data, cache


MASK = "the mask that our own layer draws"
LINEAR, NORM = (lambda: torch.nn.Linear(4, 3), 4), (lambda: torch.nn.BatchNorm1d(3), 3)
# wrong layer -> torch's right one, features, and whether the gradient at least is its own
REJECTED = {
    ReluPassesAll: (torch.nn.ReLU, 6, False),
    ReluWritesIntoItsInput: (torch.nn.ReLU, 6, True),
    ReluWritesIntoTheGradient: (torch.nn.ReLU, 6, True),
    LeakForgottenOnTheWayBack: (torch.nn.LeakyReLU, 6, False),
    GateHeldConstant: (torch.nn.GELU, 6, False),
    SigmoidForgetsOneMinus: (torch.nn.Sigmoid, 6, False),
    SoftmaxLikeASigmoid: (lambda: torch.nn.Softmax(-1), 6, False),
    BiasAveraged: (*LINEAR, False),
    BiasGradientMissing: (*LINEAR, False),
    WeightGradientDivided: (*LINEAR, False),
    GradientOverwritten: (*LINEAR, True),
    InputScaled: (*LINEAR, False),
    DropoutNotRescaled: (MASK, 6, True),
    DropoutActiveInEvaluation: (MASK, 6, True),
    DropoutOfTheFirstPaper: (MASK, 6, True),
    DropoutKeepsWithP: (MASK, 6, True),
    DropoutDrawsAgainOnTheWayBack: (MASK, 6, False),
    DropoutScaleForgottenOnTheWayBack: (MASK, 6, False),
    StatisticsHeldConstant: (*NORM, False),
    VarianceHeldConstant: (*NORM, False),
    MeanHeldConstant: (*NORM, False),
    TrainingGradientInEvaluation: (*NORM, False),
    RunningVarianceBiased: (*NORM, True),
    MomentumTheWrongWayRound: (*NORM, True),
    NormalisedByTheUnbiasedVariance: (*NORM, False),
    BatchStatisticsInEvaluation: (*NORM, True),
    EvaluationTracks: (*NORM, True),
    ScaleOutsideTheMeans: (lambda: torch.nn.LayerNorm(4), 4, False),
    NormalisedOverTheBatch: (lambda: torch.nn.LayerNorm(4), 4, False),
}


@pytest.mark.parametrize("wrong", REJECTED)
def test_the_contract_rejects(contract, wrong):
    twin, features, consistent = REJECTED[wrong]
    make_twin = contract.TorchMask if twin is MASK else (lambda layer: twin())
    with pytest.raises(AssertionError):
        contract.assert_agrees_with_torch(wrong, make_twin, (5, features))
    if consistent:  # a gradient check alone cannot see it
        contract.assert_agrees_numerically(wrong, (5, features))
    else:
        with pytest.raises(AssertionError):
            contract.assert_agrees_numerically(wrong, (5, features))


X = np.random.default_rng(0).normal(size=(5, 4))


def test_a_batch_of_one_hides_a_forgotten_sum_and_the_check_says_so():
    idle, real = (
        check_layer(WeightGradientDivided(), X[:1]),
        check_layer(WeightGradientDivided(), X),
    )
    assert idle.ok
    assert idle.vacuous
    assert "표본이 하나이거나 모두 같아서" in idle.doubts[0]
    assert not real.ok
    assert not real.vacuous


def test_equal_samples_are_one_sample():
    result = check_layer(Linear(4, 3, rng=0), np.repeat(X[:1], 3, axis=0))
    assert result.vacuous


def test_an_upstream_gradient_of_ones_hides_the_variance_and_the_check_says_so():
    """The sum of what has mean 0 is constant: every gradient of batch norm's input is 0."""
    x = X[:, :3]
    idle = check_layer(VarianceHeldConstant(), x, grad_output=np.ones_like(x))
    assert idle.ok
    assert idle.vacuous
    assert any("`grad_output` 값이 표본마다 같아서" in doubt for doubt in idle.doubts)
    assert any("`x`의 기울기가 0뿐이어서" in doubt for doubt in idle.doubts)
    assert not check_layer(VarianceHeldConstant(), x).ok


def test_a_backward_that_only_says_zero_passes_there_too():
    class Silent(BatchNorm1d):
        def _backward(self, grad_output, cache):
            return np.zeros_like(grad_output)

    x = X[:, :3]
    idle = check_layer(Silent(3, affine=False), x, grad_output=np.ones_like(x))
    assert (idle.ok, idle.vacuous) == (True, True)
    assert not check_layer(Silent(3, affine=False), x).ok


def test_the_check_leaves_the_layer_alone():
    layer = BatchNorm1d(4)
    before = layer.state_dict()
    result = check_layer(layer, X)
    assert result.ok
    assert list(result.checks) == ["x", "weight", "bias"]
    assert all(np.array_equal(before[k], v) for k, v in layer.state_dict().items())
    assert (layer.weight.grad == 0).all()


def test_a_batch_of_one_through_batch_norm_explains_itself():
    with pytest.raises(ValueError, match="값이 둘 이상 있어야 평균과 분산을 구합니다"):
        check_layer(BatchNorm1d(4), X[:1])


def test_every_wrong_layer_is_tried():
    def below(cls):
        return {cls} | {leaf for child in cls.__subclasses__() for leaf in below(child)}

    here = {c for c in below(Layer) if c.__module__ == __name__ and "Wrong" not in c.__name__[:5]}
    assert here - {c for c in here if c.__name__ == "Silent"} == set(REJECTED)
