"""Fitting a line: torch and the closed form as oracles."""

import numpy as np
import pytest
import torch

from coursekit.data import toy
from coursekit.train import fit_line, line_loss

X, Y = toy.line(100, noise=0.1, rng=0)


def test_loss_and_gradient_agree_with_torch():
    w, b = (torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in (1.5, -0.5))
    loss = torch.nn.functional.mse_loss(w * torch.tensor(X) + b, torch.tensor(Y))
    loss.backward()
    assert line_loss(X, Y, 1.5, -0.5) == pytest.approx(
        (loss.item(), w.grad.item(), b.grad.item()), rel=1e-12
    )


def test_loss_by_hand():
    # errors: 0*1+0-1 = -1, 0*2+0-3 = -3
    assert line_loss([1.0, 2.0], [1.0, 3.0], 0.0, 0.0) == (5.0, -7.0, -4.0)


def test_reaches_the_least_squares_line():
    fit = fit_line(X, Y, lr=0.5, max_steps=5000, tol=1e-10)
    assert fit.converged
    np.testing.assert_allclose([fit.w, fit.b], np.polyfit(X, Y, 1), atol=1e-8)


def test_path_is_torchs_path():
    w, b = (torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in (-0.5, 0.25))
    optimizer = torch.optim.SGD([w, b], lr=0.5)
    expected = []
    for _ in range(50):
        expected.append((w.item(), b.item()))
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(w * torch.tensor(X) + b, torch.tensor(Y)).backward()
        optimizer.step()
    history = fit_line(X, Y, lr=0.5, max_steps=49, tol=0, start=(-0.5, 0.25)).history
    got = np.column_stack([history["w"], history["b"]])
    np.testing.assert_allclose(got, expected, rtol=0, atol=1e-12)


def test_stops_before_the_step_at_the_tolerance():
    fit = fit_line(X, Y, lr=0.5, max_steps=5000, tol=1e-3)
    norms = fit.history["gradient_norm"]
    assert norms[-1] <= 1e-3 < norms[-2]
    assert len(norms) == fit.steps + 1
    assert fit_line(X, Y, lr=0.5, tol=1e-3, start=(fit.w, fit.b)).steps == 0


def test_running_out_of_steps_is_not_convergence():
    fit = fit_line(X, Y, lr=0.5, max_steps=3)
    assert (fit.steps, fit.converged) == (3, False)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"lr": 0.0}, "`lr` 값은 0보다"),
        ({"lr": 5.0}, r"`lr` 값이 너무 커서 \d+걸음째에 발산했습니다\(받은 값: 5\)"),
        ({"lr": 1e300}, "발산했습니다"),
        ({"max_steps": -1}, "`max_steps`"),
        ({"tol": np.nan}, "`tol`"),
        ({"start": (np.inf, 0.0)}, "유한"),
        ({"y": Y[:-1]}, r"`y` 모양은 \(100,\)"),
        ({"x": []}, "`x` 값은 하나 이상"),
        ({"x": X[:, None]}, "`x` 모양"),
        ({"y": Y * np.nan}, "`y"),
    ],
)
def test_bad_input_is_named(change, message):
    given = {"x": X, "y": Y, "lr": 0.5, "max_steps": 10_000, "tol": 0.0} | change
    with pytest.raises(ValueError, match=message):
        fit_line(**given)
