"""Batch and layer norm by hand: the graph node by node, running averages, a batch of one."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from coursekit.nn import (
    BatchNorm1d,
    BatchNorm2d,
    LayerNorm,
    batch_norm_backward,
    batch_norm_forward,
    layer_norm_forward,
)


def through_the_graph(x, grad, gamma, eps):
    """The other derivation: eight nodes, each with its own small rule, walked backwards one by one."""
    n = len(x)
    mean = x.mean(axis=0)
    centred = x - mean
    square = centred**2
    var = square.mean(axis=0)
    root = np.sqrt(var + eps)
    inverse = 1 / root
    grad_hat = grad * gamma
    grad_inverse = (grad_hat * centred).sum(axis=0)
    grad_centred = grad_hat * inverse
    grad_root = -grad_inverse / root**2
    grad_var = grad_root / (2 * root)
    grad_square = np.ones_like(x) * grad_var / n
    grad_centred = grad_centred + 2 * centred * grad_square
    grad_mean = -grad_centred.sum(axis=0)
    return grad_centred + np.ones_like(x) * grad_mean / n


@given(seed=st.integers(0, 999), n=st.integers(2, 8), c=st.integers(1, 4))
@settings(max_examples=30, deadline=None)
def test_the_closed_form_is_the_graph_walked_node_by_node(seed, n, c):
    rng = np.random.default_rng(seed)
    x, grad, gamma = rng.normal(size=(n, c)), rng.normal(size=(n, c)), rng.normal(size=c)
    _, cache = batch_norm_forward(x, gamma, np.zeros(c), eps=1e-3)
    got = batch_norm_backward(grad, cache)[0]
    np.testing.assert_allclose(got, through_the_graph(x, grad, gamma, 1e-3), rtol=0, atol=1e-10)


def test_the_gradient_is_at_right_angles_to_what_is_taken_away():
    """Shifting or stretching a channel changes nothing, so no gradient points that way."""
    x = np.random.default_rng(0).normal(size=(6, 2, 3))
    layer = BatchNorm1d(2, eps=1e-12)
    layer(x)
    grad = layer.backward(np.random.default_rng(1).normal(size=x.shape))
    np.testing.assert_allclose(grad.sum(axis=(0, 2)), 0, atol=1e-13)
    np.testing.assert_allclose((grad * x).sum(axis=(0, 2)), 0, atol=1e-10)


def test_running_statistics_by_hand():
    """Batches [0, 2] and [4, 8]: means 1 and 6, unbiased variances 2 and 8, momentum 1/4."""
    layer = BatchNorm1d(1, momentum=0.25)
    layer([[0.0], [2.0]])
    assert (layer.running_mean[0], layer.running_var[0]) == (0.25, 1.25)
    layer([[4.0], [8.0]])
    assert (layer.running_mean[0], layer.running_var[0]) == (1.6875, 2.9375)
    assert layer.num_batches_tracked == 2


def test_without_momentum_every_batch_counts_alike():
    layer, batches = (
        BatchNorm2d(3, momentum=None),
        np.random.default_rng(0).normal(size=(5, 4, 3, 2, 2)),
    )
    for batch in batches:
        layer(batch)
    np.testing.assert_allclose(layer.running_mean, batches.mean(axis=(0, 1, 3, 4)), atol=1e-15)
    unbiased = batches.transpose(0, 2, 1, 3, 4).reshape(5, 3, -1).var(axis=2, ddof=1)
    np.testing.assert_allclose(layer.running_var, unbiased.mean(axis=0), rtol=1e-14)


def test_the_running_average_forgets_where_it_started():
    """After t batches the start (0 and 1) still weighs (1 - momentum)^t."""
    layer, batch = BatchNorm1d(1), np.array([[9.0], [11.0]])
    for _ in range(20):
        layer(batch)
    np.testing.assert_allclose(layer.running_mean, 10 * (1 - 0.9**20), rtol=1e-14)
    np.testing.assert_allclose(layer.running_var, 2 + (1 - 2) * 0.9**20, rtol=1e-14)


def test_a_far_offset_costs_no_accuracy():
    """E[x^2] - E[x]^2 would lose every digit here in float32."""
    x = (np.random.default_rng(0).normal(size=(64, 2)) + 4096).astype(np.float32)
    naive = (x**2).mean(axis=0) - x.mean(axis=0) ** 2
    assert np.abs(naive / x.astype(float).var(axis=0) - 1).max() > 0.1
    y = BatchNorm1d(2, dtype=np.float32)(x)
    np.testing.assert_allclose(y.astype(float).std(axis=0), 1, rtol=1e-3)


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        (BatchNorm1d(3), (1, 3)),
        (BatchNorm1d(3), (1, 3, 1)),
        (BatchNorm2d(3), (1, 3, 1, 1)),
        (BatchNorm1d(3, track_running_stats=False).eval(), (1, 3)),
    ],
)
def test_a_batch_of_one_explains_itself_and_leaves_nothing_behind(layer, shape):
    before = layer.state_dict()
    with pytest.raises(ValueError, match=r"채널마다 1개\).*`eval\(\)`을 먼저"):
        layer(np.ones(shape))
    assert all(np.array_equal(before[k], v) for k, v in layer.state_dict().items())


def test_one_image_is_enough_and_one_sample_is_fine_in_evaluation():
    x = np.random.default_rng(0).normal(size=(1, 3, 2, 2))
    np.testing.assert_allclose(
        BatchNorm2d(3)(x), torch.nn.BatchNorm2d(3).double()(torch.tensor(x)).detach(), atol=1e-12
    )
    assert BatchNorm1d(3).eval()(np.ones((1, 3))).shape == (1, 3)


def test_evaluation_does_not_care_who_else_is_in_the_batch():
    layer, rng = BatchNorm1d(2), np.random.default_rng(0)
    layer(rng.normal(size=(8, 2)))
    x = rng.normal(size=(5, 2))
    whole = layer.eval()(x)
    np.testing.assert_array_equal(whole, np.vstack([layer(row[None]) for row in x]))
    assert not np.allclose(layer.train()(x)[:2], layer(x[:2]))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: BatchNorm1d(0), "`num_features`"),
        (lambda: BatchNorm1d(2, eps=0), "`eps`"),
        (lambda: BatchNorm1d(2, momentum=1.5), "`momentum`"),
        (lambda: BatchNorm1d(2)(np.ones((4, 3))), r"`x` 모양은 \(N, 2\)이나 \(N, 2, L\)이어야"),
        (lambda: BatchNorm1d(2)(np.ones((4, 2, 2, 2))), "`x` 모양은"),
        (lambda: BatchNorm2d(2)(np.ones((4, 2))), r"`x` 모양은 \(N, 2, H, W\)이어야"),
        (lambda: batch_norm_forward(np.ones(3)), r"`x` 모양은 \(N, C, \.\.\.\)"),
        (lambda: batch_norm_forward(np.ones((2, 3)), np.ones(2)), r"`weight` 모양은 \(3,\)"),
        (lambda: batch_norm_forward(np.ones((2, 3)), bias=np.ones(2)), r"`bias` 모양은 \(3,\)"),
        (
            lambda: batch_norm_forward(np.ones((2, 3)), mean=np.ones(2), var=np.ones(3)),
            r"`mean` 모양은 \(3,\)",
        ),
        (lambda: LayerNorm(0), "`normalized_shape` 값은 1 이상의 정수"),
        (lambda: LayerNorm(()), "축은 하나 이상"),
        (lambda: LayerNorm(4, eps=-1), "`eps`"),
        (lambda: LayerNorm((2, 3))(np.ones((2, 4))), r"`x` 모양은 \(\.\.\., 2, 3\)이어야"),
        (lambda: LayerNorm((2, 3))(np.ones(3)), r"받은 모양: \(3,\)"),
        (lambda: layer_norm_forward(np.ones((2, 4)), (4,), np.ones(3)), r"`weight` 모양은 \(4,\)"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
