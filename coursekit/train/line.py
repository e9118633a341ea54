r"""직선 하나를 데이터에 맞추는 학습 루프입니다: 예측, 손실, 기울기, 한 걸음."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array, integer, number
from coursekit.optim import GradientDescent
from coursekit.parameter import Parameter
from coursekit.train.history import History


def line_loss(x: ArrayLike, y: ArrayLike, w: float, b: float) -> tuple[float, float, float]:
    r"""직선의 평균 제곱 오차(mean squared error)와 그 기울기를 구합니다.

    .. math::

        \mathcal{L}(w, b) = \frac1N \sum_{i=1}^{N} (w x_i + b - y_i)^2, \quad
        \frac{\partial \mathcal{L}}{\partial w} = \frac2N \sum_i (w x_i + b - y_i)\,x_i, \quad
        \frac{\partial \mathcal{L}}{\partial b} = \frac2N \sum_i (w x_i + b - y_i)

    Parameters
    ----------
    x, y : array_like of shape (N,)
        데이터, N ≥ 1.
    w, b : float
        직선의 기울기와 절편.

    Returns
    -------
    loss : float
        손실 :math:`\mathcal{L}`.
    grad_w, grad_b : float
        손실을 `w`와 `b`로 미분한 값.

    Raises
    ------
    ValueError
        `x`와 `y`의 모양이 다르거나, 비었거나, 유한하지 않은 값이 있을 때.
    """
    x, y = _pairs(x, y)
    w, b = number("w", w), number("b", b)
    error = w * x + b - y
    return float((error**2).mean()), float(2 * (error * x).mean()), float(2 * error.mean())


@dataclass(frozen=True)
class LineFit:
    r"""직선 맞추기의 결과입니다.

    Parameters
    ----------
    w, b : float
        마지막 기울기와 절편.
    steps : int
        걸은 수.
    converged : bool
        기울기의 길이가 `tol` 이하가 되어 멈추었으면 참.
    history : History
        걸음마다의 `w`, `b`, `loss`, `gradient_norm`. 시작점까지 `steps + 1`줄입니다.
    """

    w: float
    b: float
    steps: int
    converged: bool
    history: History


def fit_line(
    x: ArrayLike,
    y: ArrayLike,
    *,
    lr: float,
    max_steps: int = 1000,
    tol: float = 1e-6,
    start: tuple[float, float] = (0.0, 0.0),
) -> LineFit:
    r"""경사하강법으로 직선 :math:`y \approx w x + b`를 맞춥니다.

    Parameters
    ----------
    x, y : array_like of shape (N,)
        데이터, N ≥ 1.
    lr : float
        학습률, 0보다 큽니다.
    max_steps : int
        걸음 수의 상한, 0 이상.
    tol : float
        기울기의 길이 :math:`\lVert(\partial\mathcal{L}/\partial w,\ \partial\mathcal{L}/\partial b)\rVert`가
        이 값 이하이면 멈춥니다.
    start : tuple of (float, float)
        처음 `w`와 `b`.

    Returns
    -------
    LineFit
        맞춘 직선과 걸음마다의 기록.

    Raises
    ------
    ValueError
        데이터의 모양이 다르거나 인자가 범위를 벗어날 때. 학습률이 너무 커서 값이 유한하지 않게 되면
        몇 걸음째인지 말합니다.
    """
    x, y = _pairs(x, y)
    max_steps = integer("max_steps", max_steps)
    tol = number("tol", tol, at_least=0)
    w, b = Parameter(np.float64(start[0])), Parameter(np.float64(start[1]))
    optimizer = GradientDescent([w, b], lr)
    history = History()
    for step in range(max_steps + 1):
        if not (abs(w.data) < 1e100 and abs(b.data) < 1e100):
            raise ValueError(f"`lr` 값이 너무 커서 {step}걸음째에 발산했습니다(받은 값: {lr:g}).")
        loss, w.grad[...], b.grad[...] = line_loss(x, y, float(w.data), float(b.data))
        norm = float(np.hypot(w.grad, b.grad))
        history.append(w=float(w.data), b=float(b.data), loss=loss, gradient_norm=norm)
        if norm <= tol or step == max_steps:
            break
        optimizer.step()
    return LineFit(float(w.data), float(b.data), len(history) - 1, norm <= tol, history)


def _pairs(x: ArrayLike, y: ArrayLike) -> tuple[NDArray[Any], NDArray[Any]]:
    x = array("x", x, shape=(None,))
    if not x.size:
        raise ValueError("`x` 값은 하나 이상 있어야 합니다(받은 모양: (0,)).")
    return x, array("y", y, shape=x.shape)
