"""Losses by hand and at their edges: published numbers, sums of weights, what is refused."""

import math

import numpy as np
import pytest
import torch

from coursekit.nn import (
    BCEWithLogitsLoss,
    CrossEntropyLoss,
    FocalLoss,
    LogSoftmax,
    Loss,
    MSELoss,
    NLLLoss,
    SmoothL1Loss,
)


class Textbook(Loss):
    """Softmax, then the logarithm of what is left: `shift` and `floor` are the two usual repairs."""

    def __init__(self, reduction="mean", *, shift=False, floor=0.0):
        super().__init__(reduction)
        self.shift, self.floor = shift, floor

    def _forward(self, prediction, target):
        z = prediction - (prediction.max(axis=1, keepdims=True) if self.shift else 0)
        p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
        labels = np.asarray(target)
        return -np.log(p[np.arange(len(p)), labels] + self.floor), (p, labels)

    def _backward(self, grad_output, cache):
        p, labels = cache
        return (p - np.eye(p.shape[1])[labels]) * grad_output[:, None]


LARGE = np.array([[1e4, 0.0, -1e4], [1e4, 0.0, -1e4], [800.0, 800.0, 800.0]])


def assert_agrees_on(z, loss):
    labels = [0, 2, 1]
    t = torch.tensor(z, requires_grad=True)
    theirs = torch.nn.functional.cross_entropy(t, torch.tensor(labels), reduction="none")
    theirs.sum().backward()
    np.testing.assert_allclose(loss(z, labels), theirs.detach(), rtol=1e-12, atol=0)
    np.testing.assert_allclose(loss.backward(np.ones(3)), t.grad, rtol=0, atol=1e-12)


def test_large_logits_neither_overflow_nor_lose_the_loss():
    assert_agrees_on(LARGE, CrossEntropyLoss("none"))
    assert CrossEntropyLoss()([[1e4, 0.0]], [1]) == 1e4


@pytest.mark.filterwarnings("ignore:overflow", "ignore:invalid", "ignore:divide")
@pytest.mark.parametrize(
    "repair", [{}, {"shift": True}, {"shift": True, "floor": 1e-7}], ids=["none", "shift", "floor"]
)
def test_a_softmax_that_overflows_or_a_clipped_logarithm_is_rejected_there(repair):
    if "floor" not in repair:  # with ordinary scores nothing is to be seen
        assert_agrees_on(LARGE / 1e4, Textbook("none", **repair))
    with pytest.raises(AssertionError):
        assert_agrees_on(LARGE, Textbook("none", **repair))


@pytest.mark.parametrize("classes", [2, 10, 1000])
def test_equal_scores_cost_the_logarithm_of_the_classes(classes):
    loss = CrossEntropyLoss()
    assert loss(np.zeros((3, classes)), [0, 1, 1]) == pytest.approx(math.log(classes), rel=1e-14)


def test_adding_a_constant_to_all_scores_changes_nothing():
    z = np.random.default_rng(0).normal(size=(4, 3))
    loss = CrossEntropyLoss()
    assert loss(z, [0, 1, 2, 0]) == pytest.approx(loss(z + 1000, [0, 1, 2, 0]), rel=1e-12)


def test_log_softmax_then_nll_is_cross_entropy():
    rng = np.random.default_rng(0)
    z, labels = rng.normal(size=(5, 3)), rng.integers(0, 3, 5)
    layer, nll, whole = LogSoftmax(), NLLLoss(), CrossEntropyLoss()
    assert nll(layer(z), labels) == pytest.approx(whole(z, labels), rel=1e-14)
    np.testing.assert_allclose(layer.backward(nll.backward()), whole.backward(), atol=1e-15)


def test_a_score_of_minus_infinity_rules_a_class_out():
    """As torch has it: no NaN as long as the target is another class."""
    z = np.array([[0.0, -np.inf, 1.0]])
    loss = CrossEntropyLoss()
    want = torch.nn.functional.cross_entropy(torch.tensor(z), torch.tensor([0]))
    assert loss(z, [0]) == pytest.approx(float(want), rel=1e-14)
    assert loss.backward()[0, 1] == 0


def test_class_weights_count_a_sample_as_often_as_they_say():
    """Weights (1, 3) are the same as writing every sample of class 1 three times."""
    rng = np.random.default_rng(0)
    z, labels = rng.normal(size=(6, 2)), np.array([0, 1, 0, 0, 1, 0])
    copies = np.where(labels == 1, 3, 1)
    weighted = CrossEntropyLoss(weight=[1.0, 3.0])(z, labels)
    repeated = CrossEntropyLoss()(np.repeat(z, copies, axis=0), np.repeat(labels, copies))
    assert weighted == pytest.approx(repeated, rel=1e-14)


def test_the_best_smoothed_score_is_not_infinite():
    """Muller et al. (2019): the optimum puts 1 - eps + eps/K on the target, so scores stay finite."""
    eps, k = 0.1, 5
    best = np.log(np.where(np.arange(k) == 2, 1 - eps + eps / k, eps / k))[None]
    loss = CrossEntropyLoss(label_smoothing=eps)
    loss(best, [2])
    np.testing.assert_allclose(loss.backward(), 0, atol=1e-15)


@pytest.mark.parametrize(("pt", "times"), [(0.9, 100), (0.968, 1000)])
def test_focal_loss_counts_easy_samples_as_little_as_its_paper_says(pt, times):
    """Lin et al. (2017), 3.2: with gamma 2, 100x less at p_t = 0.9 and about 1000x at 0.968."""
    z = [math.log(pt / (1 - pt))]
    ratio = BCEWithLogitsLoss()(z, [1.0]) / FocalLoss(alpha=None, gamma=2)(z, [1.0])
    assert ratio == pytest.approx(times, rel=0.03)


@pytest.mark.parametrize("loss", [BCEWithLogitsLoss("none"), FocalLoss("none")])
def test_far_out_binary_scores_are_safe(loss):
    z = np.array([-1e4, -800.0, 800.0, 1e4] * 2)
    values = loss(z, [0.0] * 4 + [1.0] * 4)
    assert np.isfinite(values).all()
    assert values[3] == pytest.approx(1e4 * (0.75 if isinstance(loss, FocalLoss) else 1))
    assert np.isfinite(loss.backward(np.ones(8))).all()


def test_pos_weight_changes_only_the_positives():
    z, y = np.array([0.3, 0.3]), np.array([0.0, 1.0])
    plain = BCEWithLogitsLoss("none")(z, y)
    heavy = BCEWithLogitsLoss("none", pos_weight=4.0)(z, y)
    np.testing.assert_allclose(heavy / plain, [1, 4], rtol=1e-14)


def test_total_weight_is_what_the_mean_divides_by():
    z, labels = np.zeros((4, 2)), [0, 1, 1, -100]
    loss = CrossEntropyLoss(weight=[1.0, 3.0])
    loss(z, labels)
    assert loss.total_weight == 7
    mse = MSELoss()
    mse(np.zeros((2, 3)), np.zeros((2, 3)))
    assert mse.total_weight == 6


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
        (
            np.ones((2, 3)),
            [0.0, 1.0],
            r"모양이 \(2, 3\)인 확률\(실수\)이어야 합니다\(받은 dtype: float64",
        ),
        (np.ones((2, 3)), [[0], [1]], r"`target` 모양은 \(2,\)"),
        (np.ones((2, 3)), [0, 3], "0 이상 3 미만이어야 합니다"),
        (np.ones((2, 3)), [-1, 0], "받은 범위: -1부터 0까지"),
    ],
)
def test_cross_entropy_names_bad_targets(logits, target, message):
    with pytest.raises(ValueError, match=message):
        CrossEntropyLoss()(logits, target)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: CrossEntropyLoss(label_smoothing=1.5), "`label_smoothing`"),
        (lambda: CrossEntropyLoss(weight=[1.0])(np.ones((1, 2)), [0]), r"`weight` 모양은 \(2,\)"),
        (lambda: CrossEntropyLoss(weight=[1, -1])(np.ones((1, 2)), [0]), r"`min\(weight\)`"),
        (lambda: CrossEntropyLoss()(np.ones((2, 2)), [-100, -100]), "모두 `ignore_index`이거나"),
        (lambda: CrossEntropyLoss()(np.ones((1, 2)), [[0.9, 0.3]]), "합이 1이어야 합니다"),
        (lambda: CrossEntropyLoss()(np.ones((1, 2)), [[1.5, -0.5]]), "받은 가장 작은 값: -0.5"),
        (lambda: NLLLoss()(np.ones((1, 2)), [2]), "0 이상 2 미만"),
        (lambda: SmoothL1Loss(beta=0), "`beta`"),
        (lambda: BCEWithLogitsLoss()([0.0], [2.0]), "받은 범위: 2부터 2까지"),
        (lambda: BCEWithLogitsLoss(weight=[1.0, 1.0])([0.0], [1.0]), "`weight` 모양은"),
        (lambda: BCEWithLogitsLoss(pos_weight=-1.0)([0.0], [1.0]), r"`min\(pos_weight\)`"),
        (lambda: FocalLoss(gamma=-1), "`gamma`"),
        (lambda: FocalLoss(alpha=2), "`alpha`"),
        (lambda: FocalLoss()([0.0], [0.5]), "0이나 1이어야"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
