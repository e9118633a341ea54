import numpy as np
import pytest
import torch

from coursekit.nn import CrossEntropyLoss, MSELoss, Tanh, mlp, parameters_to_vector
from coursekit.train import loss_gradient, sample_gradients


@pytest.fixture
def problem():
    rng = np.random.default_rng(0)
    return mlp([3, 5, 4], activation=Tanh, rng=1), rng.normal(size=(6, 3)), rng.integers(4, size=6)


def torch_gradient(model, inputs, labels):
    into, _, out = model
    tensors = [torch.tensor(p.data, requires_grad=True) for p in model.parameters()]
    w1, b1, w2, b2 = tensors
    assert into.weight.shape == w1.shape
    assert out.weight.shape == w2.shape
    scores = torch.tanh(torch.tensor(inputs) @ w1.T + b1) @ w2.T + b2
    torch.nn.functional.cross_entropy(scores, torch.tensor(labels)).backward()
    return np.concatenate([t.grad.numpy().ravel() for t in tensors])


def test_gradient_of_the_whole_is_torchs(problem):
    model, inputs, labels = problem
    ours = loss_gradient(model, CrossEntropyLoss(), inputs, labels)
    np.testing.assert_allclose(ours, torch_gradient(model, inputs, labels), atol=1e-12)


def test_each_row_is_torchs_gradient_of_that_sample(problem):
    model, inputs, labels = problem
    rows = sample_gradients(model, CrossEntropyLoss(), inputs, labels)
    for i, row in enumerate(rows):
        expected = torch_gradient(model, inputs[i : i + 1], labels[i : i + 1])
        np.testing.assert_allclose(row, expected, atol=1e-12)
    np.testing.assert_allclose(rows.mean(axis=0), torch_gradient(model, inputs, labels), atol=1e-12)


def test_nothing_of_the_model_changes(problem):
    model, inputs, labels = problem
    for p in model.parameters():
        p.grad = np.full_like(p.data, 7.0)
    before = parameters_to_vector(model.parameters())
    loss_gradient(model, CrossEntropyLoss(), inputs, labels)
    sample_gradients(model, CrossEntropyLoss(), inputs, labels)
    np.testing.assert_array_equal(parameters_to_vector(model.parameters()), before)
    assert all((p.grad == 7.0).all() for p in model.parameters())


def test_nothing_changes_even_when_the_loss_refuses(problem):
    model, inputs, _ = problem
    for p in model.parameters():
        p.grad = np.full_like(p.data, 7.0)
    with pytest.raises(ValueError, match="target"):
        loss_gradient(model, CrossEntropyLoss(), inputs, np.full(6, 99))
    assert all((p.grad == 7.0).all() for p in model.parameters())


def test_bad_input_is_named(problem):
    model, inputs, labels = problem
    with pytest.raises(ValueError, match=r"`loss\.reduction` 값은"):
        loss_gradient(model, MSELoss("none"), inputs, np.zeros((6, 4)))
    with pytest.raises(ValueError, match=r"표본 수는 같고 1 이상.*\(6, 3\), \(5,\)"):
        sample_gradients(model, CrossEntropyLoss(), inputs, labels[:5])
    with pytest.raises(ValueError, match="표본 수는 같고 1 이상"):
        sample_gradients(model, CrossEntropyLoss(), inputs[:0], labels[:0])
