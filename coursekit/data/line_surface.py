r"""직선 맞추기의 손실을 매개변수의 지형으로 봅니다. 데이터의 일부를 주면 그 배치의 지형입니다."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array
from coursekit.data.objective import Objective

Array = NDArray[Any]


def line_surface(
    x: ArrayLike,
    y: ArrayLike,
    *,
    bounds: Sequence[tuple[float, float]] = ((-1.0, 2.0), (-1.0, 2.0)),
    name: str = "직선 맞추기의 손실",
) -> Objective:
    r"""점들에 직선 :math:`y = wx + b`를 맞추는 평균 제곱 오차를 :math:`(w, b)`의 함수로 만듭니다.

    .. math::

        \mathcal{L}(w, b) = \frac1N \sum_{i=1}^{N} (w x_i + b - y_i)^2

    Parameters
    ----------
    x, y : array_like of shape (N,)
        데이터, N ≥ 1.
    bounds : sequence of (float, float)
        그릴 구간, :math:`w`와 :math:`b`의 차례.
    name : str
        그림과 표에 쓸 이름.

    Returns
    -------
    Objective
        변수가 둘인 이차 함수. 최소점은 최소제곱해이고, 점이 하나이거나 `x`가 모두 같아
        해가 하나로 정해지지 않으면 `minima`가 비어 있습니다.

    Raises
    ------
    ValueError
        `x`와 `y`의 모양이 다르거나, 비었거나, 유한하지 않은 값이 있을 때.
    """
    x = array("x", x, shape=(None,))
    y = array("y", y, shape=x.shape)
    if not x.size:
        raise ValueError("`x` 값은 하나 이상 있어야 합니다(받은 모양: (0,)).")
    spread = float(((x - x.mean()) ** 2).mean())
    minima = np.empty((0, 2))
    if spread > 1e-12:
        w = float(((x - x.mean()) * (y - y.mean())).mean()) / spread
        minima = np.array([[w, float(y.mean()) - w * float(x.mean())]])

    def errors(theta: Array) -> Array:
        return np.asarray(theta[..., :1] * x + theta[..., 1:] - y)

    def value(theta: Array) -> Array:
        return np.asarray((errors(theta) ** 2).mean(axis=-1))

    def slope(theta: Array) -> Array:
        error = errors(theta)
        return np.stack([2 * (error * x).mean(axis=-1), 2 * error.mean(axis=-1)], axis=-1)

    (w0, w1), (b0, b1) = array("bounds", bounds, shape=(2, 2)).tolist()
    return Objective(name, minima, ((w0, w1), (b0, b1)), value, slope)
