"""What passes through each layer, beside autograd's intermediate results."""

import numpy as np
import pytest
import torch

from coursekit.nn import layer_gradients, layer_outputs, mlp


def test_outputs_and_gradients_of_every_layer_are_autograds():
    model = mlp([4, 6, 5, 3], batch_norm="before", rng=0)
    rng = np.random.default_rng(1)
    x, grad = rng.normal(size=(7, 4)), rng.normal(size=(7, 3))
    y = torch.tensor(x)
    kept = []
    for layer in model:  # the same network out of torch's functions
        name = type(layer).__name__
        if name == "Linear":
            w, b = (torch.tensor(p.data, requires_grad=True) for p in layer.parameters())
            y = torch.nn.functional.linear(y, w, b)
        elif name == "ReLU":
            y = torch.relu(y)
        else:
            y = torch.nn.functional.batch_norm(y, None, None, training=True)
        y.retain_grad()
        kept.append(y)
    y.backward(torch.tensor(grad))
    outputs, gradients = layer_outputs(model, x), layer_gradients(model, grad)
    assert len(outputs) == len(gradients) == len(model)
    for ours, ours_grad, theirs in zip(outputs, gradients, kept, strict=True):
        np.testing.assert_allclose(ours, theirs.detach(), rtol=0, atol=1e-10)
        np.testing.assert_allclose(ours_grad, theirs.grad, rtol=0, atol=1e-10)


def test_the_parameters_get_what_backward_gives_them():
    model, twin = mlp([4, 6, 3], rng=0), mlp([4, 6, 3], rng=0)
    x, grad = np.ones((2, 4)), np.arange(6.0).reshape(2, 3)
    layer_outputs(model, x)
    layer_gradients(model, grad)
    twin(x)
    twin.backward(grad)
    for p, q in zip(model.parameters(), twin.parameters(), strict=True):
        assert np.array_equal(p.grad, q.grad)


def test_gradients_need_outputs_first():
    with pytest.raises(RuntimeError, match="`forward`를 부른 뒤에"):
        layer_gradients(mlp([4, 3], rng=0), np.ones((2, 3)))
