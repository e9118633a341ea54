"""The curvature without a Hessian, beside the whole Hessian that torch makes."""

import numpy as np
import pytest
import torch

from coursekit.nn import Linear, MSELoss, Tanh, mlp, parameters_to_vector
from coursekit.train import hessian_vector_product, largest_curvature


@pytest.fixture(scope="module")
def problem():
    rng = np.random.default_rng(0)
    return mlp([3, 4, 2], activation=Tanh, rng=3), rng.normal(size=(8, 3)), rng.normal(size=(8, 2))


@pytest.fixture(scope="module")
def hessian(problem):
    model, inputs, targets = problem
    shapes = [p.shape for p in model.parameters()]
    x, y = torch.tensor(inputs), torch.tensor(targets)

    def loss(theta):
        parts = torch.split(theta, [int(np.prod(s)) for s in shapes])
        w1, b1, w2, b2 = (p.reshape(s) for p, s in zip(parts, shapes, strict=True))
        return ((torch.tanh(x @ w1.T + b1) @ w2.T + b2 - y) ** 2).mean()

    theta = torch.tensor(parameters_to_vector(model.parameters()))
    return torch.autograd.functional.hessian(loss, theta).numpy()


def test_product_is_the_whole_hessian_times_the_vector(problem, hessian):
    model, inputs, targets = problem
    for scale in (1e-3, 1.0, 1e3):  # the length of the vector must not matter to the accuracy
        v = scale * np.random.default_rng(1).normal(size=len(hessian))
        ours = hessian_vector_product(model, MSELoss(), inputs, targets, v)
        np.testing.assert_allclose(ours, hessian @ v, atol=1e-6 * scale)


def test_largest_curvature_is_the_largest_eigenvalue(problem, hessian):
    model, inputs, targets = problem
    values = np.linalg.eigvalsh(hessian)
    expected = values[np.abs(values).argmax()]
    for seed in range(3):
        ours = largest_curvature(
            model, MSELoss(), inputs, targets, rng=seed, iterations=2000, rtol=1e-5
        )
        assert ours == pytest.approx(expected, rel=1e-4)


def test_line_has_the_eigenvalue_of_chapter_one():
    x = np.linspace(-1, 2, 30)
    by_hand = 2 * np.array([[np.mean(x**2), np.mean(x)], [np.mean(x), 1.0]])
    ours = largest_curvature(
        Linear(1, 1, rng=0), MSELoss(), x[:, None], np.zeros((30, 1)), rng=0, rtol=1e-6
    )
    assert ours == pytest.approx(np.linalg.eigvalsh(by_hand)[-1], rel=1e-6)


def test_flat_loss_has_no_curvature():
    model = Linear(1, 1, rng=0)
    loss = MSELoss("sum")
    assert largest_curvature(model, loss, np.zeros((1, 1)), np.zeros((1, 1)), rng=0) >= 0
    with pytest.raises(ValueError, match="`vector` 값은 0이 아니어야"):
        hessian_vector_product(model, loss, np.ones((1, 1)), np.ones((1, 1)), [0.0, 0.0])


def test_the_model_is_left_as_it_was(problem):
    model, inputs, targets = problem
    before = parameters_to_vector(model.parameters())
    largest_curvature(model, MSELoss(), inputs, targets, rng=0, iterations=3)
    np.testing.assert_array_equal(parameters_to_vector(model.parameters()), before)
    with pytest.raises(ValueError, match="target"):
        hessian_vector_product(model, MSELoss(), inputs, targets[:3], before)
    np.testing.assert_array_equal(parameters_to_vector(model.parameters()), before)


@pytest.mark.parametrize(
    ("change", "name"),
    [({"iterations": 0}, "iterations"), ({"rtol": -1}, "rtol"), ({"h": 0}, "h")],
)
def test_bad_settings_are_named(problem, change, name):
    model, inputs, targets = problem
    with pytest.raises(ValueError, match=f"`{name}` 값은"):
        largest_curvature(model, MSELoss(), inputs, targets, rng=0, **change)
