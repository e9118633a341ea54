r"""함수 하나를 옵티마이저로 내려가며 지나온 자리를 모두 적습니다."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array, integer, number
from coursekit.optim.gradient_descent import GradientDescent
from coursekit.optim.optimizer import Optimizer
from coursekit.parameter import Parameter

Outcome = Literal["converged", "steps", "diverged"]


class Differentiable(Protocol):
    r"""값과 기울기를 아는 함수. `coursekit.data.toy.Objective`가 그런 함수입니다."""

    def __call__(self, x: ArrayLike, /) -> Any:
        r"""함숫값."""

    def gradient(self, x: ArrayLike, /) -> NDArray[Any]:
        r"""기울기를 구합니다.

        Parameters
        ----------
        x : array_like of shape (D,)
            점 하나.

        Returns
        -------
        ndarray of shape (D,)
            그 점의 기울기.
        """


@dataclass(frozen=True)
class Trajectory:
    r"""내려가며 지나온 자리입니다.

    Parameters
    ----------
    points : ndarray of shape (T + 1, D)
        시작점과 걸음마다 도착한 점.
    losses : ndarray of shape (T + 1,)
        각 점의 함숫값.
    gradient_norms : ndarray of shape (T + 1,)
        각 점에서 기울기의 길이 :math:`\lVert\nabla f\rVert_2`.
    outcome : {"converged", "steps", "diverged"}
        멈춘 까닭: 기울기가 `tol` 이하, 걸음 수를 다 씀, 값이 너무 커짐.
    """

    points: NDArray[Any]
    losses: NDArray[Any]
    gradient_norms: NDArray[Any]
    outcome: Outcome

    @property
    def steps(self) -> int:
        r"""걸은 수 T."""
        return len(self.points) - 1


def descend(
    objective: Differentiable,
    start: ArrayLike,
    *,
    lr: float,
    steps: int,
    tol: float = 0.0,
    optimizer: Callable[[Iterable[Parameter], float], Optimizer] = GradientDescent,
) -> Trajectory:
    r"""`start`에서 출발해 `objective`를 내려갑니다.

    Parameters
    ----------
    objective : Differentiable
        값과 기울기를 아는 함수.
    start : array_like of shape (D,)
        시작점.
    lr : float
        학습률, 0보다 큽니다.
    steps : int
        걸음 수의 상한, 0 이상.
    tol : float
        기울기의 길이가 이 값 이하가 되면 걷기 **전에** 멈춥니다. 0이면 기울기가 정확히 0일 때만 멈춥니다.
    optimizer : callable
        `optimizer(params, lr)`로 옵티마이저를 만드는 것. 기본은 경사하강법입니다.
        `lambda params, lr: SGD(params, lr, momentum=0.9)`처럼 다른 설정을 더할 수 있습니다.

    Returns
    -------
    Trajectory
        지나온 자리. 값이 :math:`10^{12}`을 넘거나 유한하지 않게 되면 그 걸음은 빼고
        `outcome="diverged"`로 끝납니다.

    Raises
    ------
    ValueError
        시작점이 1차원이 아니거나 유한하지 않을 때, `lr`, `steps`, `tol`이 범위를 벗어날 때.
    """
    point = Parameter(array("start", start, shape=(None,)))
    steps = integer("steps", steps)
    tol = number("tol", tol, at_least=0)
    walker = optimizer([point], lr)

    points, losses, norms = [], [], []
    outcome: Outcome = "steps"
    for t in range(steps + 1):
        with np.errstate(over="ignore", invalid="ignore"):  # 발산은 오류가 아니라 결과입니다
            loss = float(objective(point.data))
            point.grad = objective.gradient(point.data)
            norm = float(np.linalg.norm(point.grad))
        # 1e12는 float64의 한계보다 한참 작아서, 남긴 값은 모두 그릴 수 있습니다.
        largest = max(abs(loss), norm, float(np.abs(point.data).max(initial=0.0)))
        if not math.isfinite(largest) or largest > 1e12:
            outcome = "diverged"
            break
        points.append(point.data.copy())
        losses.append(loss)
        norms.append(norm)
        if norm <= tol:
            outcome = "converged"
            break
        if t < steps:
            walker.step()
    if not points:
        raise ValueError(
            f"`start` 값에서 함숫값이 유한해야 합니다(받은 값: {point.data}, 함숫값: {loss})."
        )
    return Trajectory(np.array(points), np.array(losses), np.array(norms), outcome)
