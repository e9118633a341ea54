"""The bank of wrong pooling layers: each is right but for one line, and none may pass for torch's."""

import numpy as np
import pytest
import torch

from coursekit.nn import AdaptiveAvgPool2d, AvgPool2d, GlobalAvgPool2d, MaxPool2d
from coursekit.nn.pool_window import fold_windows, pool_windows, window_places


class MaxOfThree(MaxPool2d):
    """Overlapping windows with padding: kernel 3, stride 2."""

    def __init__(self):
        super().__init__(3, 2, 1)


class WrongMax(MaxOfThree):
    """Gives every place of a window what `share` says."""

    def _backward(self, grad_output, cache):
        x, y, windows = cache
        grad_x = np.zeros_like(x)
        free = np.ones(y.shape, bool)
        for out, into in self.order(window_places(windows)):
            hit = (x[into] == y[out]) & free[out]
            free[out] &= self.stays_free(hit)
            self.give(grad_x, into, grad_output[out] * hit)
        return grad_x

    def order(self, places):
        return places

    def stays_free(self, hit):
        return ~hit

    def give(self, grad_x, into, part):
        grad_x[into] += part


class TiesCountedTwice(WrongMax):
    def stays_free(self, hit):
        return True


class TheLastMaximumTakesAll(WrongMax):
    def order(self, places):
        return reversed(places)


class FirstByColumns(WrongMax):
    """The first maximum, but read down the columns."""

    def order(self, places):
        return [places[3 * u + v] for v in range(3) for u in range(3)]


class OverlapsOverwritten(WrongMax):
    def give(self, grad_x, into, part):
        grad_x[into] = part


class TiesSplit(MaxOfThree):
    """Every maximum gets an equal share: a convention too, but not torch's."""

    def _backward(self, grad_output, cache):
        x, y, windows = cache
        places = window_places(windows)
        count = np.zeros(y.shape)
        for out, into in places:
            count[out] += x[into] == y[out]
        grad_x = np.zeros_like(x)
        for out, into in places:
            grad_x[into] += grad_output[out] / count[out] * (x[into] == y[out])
        return grad_x


class GradientToTheWholeWindow(MaxOfThree):
    def _backward(self, grad_output, cache):
        x, _, windows = cache
        grad_x = np.zeros_like(x)
        for out, into in window_places(windows):
            grad_x[into] += grad_output[out]
        return grad_x


class PaddedWithZero(MaxOfThree):
    def _forward(self, x):
        windows = pool_windows(x, 3, 2, 1, 1, False)
        padded = np.pad(x, [(0, 0), (0, 0), (1, 1), (1, 1)])
        y = fold_windows(np.maximum, padded, pool_windows(padded, 3, 2, 0, 1, False), -np.inf)
        return y, (x, y, windows)


class StrideIgnored(MaxOfThree):
    """The gradient is laid down as if the windows stood side by side."""

    def _backward(self, grad_output, cache):
        x, y, windows = cache
        packed = [w._replace(stride=1) for w in windows]
        return super()._backward(grad_output, (x, y, packed))


class AverageOfThree(AvgPool2d):
    def __init__(self):
        super().__init__(3, 2, 1)


class DividedByWhatIsThere(AverageOfThree):
    """The real values are counted where the padding counts as well."""

    def __init__(self):
        super().__init__()
        self.count_include_pad = False


class AverageNotDividedOnTheWayBack(AverageOfThree):
    def _backward(self, grad_output, cache):
        windows, counts = cache
        return super()._backward(grad_output, (windows, np.ones_like(counts)))


class AverageOverlapsOverwritten(AverageOfThree):
    def _backward(self, grad_output, cache):
        windows, counts = cache
        grad_x = np.zeros((*grad_output.shape[:2], *(w.size for w in windows)))
        for out, into in window_places(windows):
            grad_x[into] = (grad_output / counts)[out]
        return grad_x


class BinsRoundedDown(AdaptiveAvgPool2d):
    """Bins of floor(n/m), the rest of the image forgotten."""

    def __init__(self):
        super().__init__(3)

    def _forward(self, x):
        y, cache = super()._forward(x)
        kernel = tuple(n // 3 for n in x.shape[2:])
        for i, j in np.ndindex(3, 3):
            rows = slice(i * kernel[0], (i + 1) * kernel[0])
            columns = slice(j * kernel[1], (j + 1) * kernel[1])
            y[..., i, j] = x[..., rows, columns].mean(axis=(2, 3))
        return y, cache


class GlobalGradientNotDivided(GlobalAvgPool2d):
    def _backward(self, grad_output, cache):
        return super()._backward(grad_output, cache) * np.prod(cache[2:])


def max_twin():
    return torch.nn.MaxPool2d(3, 2, 1)


def average_twin():
    return torch.nn.AvgPool2d(3, 2, 1)


TIES = [TiesCountedTwice, TheLastMaximumTakesAll, FirstByColumns, TiesSplit]
# wrong layer -> torch's right one
REJECTED = {
    OverlapsOverwritten: max_twin,
    GradientToTheWholeWindow: max_twin,
    PaddedWithZero: max_twin,
    StrideIgnored: max_twin,
    DividedByWhatIsThere: average_twin,
    AverageNotDividedOnTheWayBack: average_twin,
    AverageOverlapsOverwritten: average_twin,
    BinsRoundedDown: lambda: torch.nn.AdaptiveAvgPool2d(3),
    GlobalGradientNotDivided: lambda: torch.nn.Sequential(
        torch.nn.AdaptiveAvgPool2d(1), torch.nn.Flatten()
    ),
}


@pytest.mark.parametrize("wrong", REJECTED)
def test_the_contract_rejects(contract, wrong):
    with pytest.raises(AssertionError):
        contract.assert_agrees_with_torch(wrong, lambda layer: REJECTED[wrong](), (2, 2, 7, 8))


@pytest.mark.parametrize("right", [MaxOfThree, WrongMax, AverageOfThree])
def test_the_frame_of_the_wrong_ones_is_right(contract, right):
    twin = average_twin if right is AverageOfThree else max_twin
    contract.assert_agrees_with_torch(right, lambda layer: twin(), (2, 2, 7, 8))


def backward_on_ties(layer):
    """Our gradient and torch's where nearly every window holds its maximum several times."""
    rng = np.random.default_rng(0)
    x = rng.integers(0, 3, (2, 2, 9, 9)).astype(float)
    tx = torch.tensor(x, requires_grad=True)
    y = max_twin()(tx)
    grad = rng.normal(size=y.shape)
    y.backward(torch.tensor(grad))
    layer(x)
    return layer.backward(grad), tx.grad.numpy()


@pytest.mark.parametrize("wrong", TIES)
def test_only_ties_show_these(contract, wrong):
    """Without ties they are right, so the contract's normal numbers cannot see them."""
    contract.assert_agrees_with_torch(wrong, lambda layer: max_twin(), (2, 2, 7, 8))
    got, want = backward_on_ties(wrong())
    assert np.abs(got - want).max() > 0.1


def test_ours_takes_the_first_of_equals():
    got, want = backward_on_ties(MaxOfThree())
    np.testing.assert_allclose(got, want, rtol=0, atol=1e-12)
