r"""손실이 얼마나 뾰족하게 휘었는지 잽니다: 헤세 행렬을 만들지 않고 가장 큰 고윳값만 구합니다."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array, generator, integer, number
from coursekit.nn import Layer, Loss, parameters_to_vector, vector_to_parameters
from coursekit.train.gradients import loss_gradient

Array = NDArray[Any]


def hessian_vector_product(
    model: Layer,
    loss: Loss,
    inputs: ArrayLike,
    targets: ArrayLike,
    vector: ArrayLike,
    *,
    h: float = 1e-4,
) -> Array:
    r"""헤세 행렬과 벡터의 곱을 기울기의 중앙 차분으로 어림합니다.

    .. math::

        H v \approx \frac{\nabla\mathcal{L}(\theta + \epsilon v) - \nabla\mathcal{L}(\theta - \epsilon v)}
            {2\epsilon}, \qquad \epsilon = \frac{h}{\lVert v \rVert}

    Parameters
    ----------
    model : Layer
        매개변수가 float64인 모델. 끝나면 값이 처음 그대로입니다.
    loss : Loss
        `reduction`이 "mean"이나 "sum"인 손실.
    inputs : array_like of shape (N, ...)
        입력.
    targets : array_like of shape (N, ...)
        정답.
    vector : array_like of shape (P,)
        0이 아닌 방향.
    h : float
        양쪽으로 옮기는 거리, 0보다 큽니다.

    Returns
    -------
    ndarray of shape (P,)
        :math:`Hv`.

    Raises
    ------
    ValueError
        `vector`의 길이가 매개변수의 수와 다르거나 0일 때, `h`가 0 이하일 때.
    """
    params = model.parameters()
    here = parameters_to_vector(params)
    v = array("vector", vector, shape=here.shape)
    length = float(np.linalg.norm(v))
    if length == 0:
        raise ValueError("`vector` 값은 0이 아니어야 합니다(받은 길이: 0).")
    epsilon = number("h", h, above=0) / length
    slopes = []
    try:
        for side in (epsilon, -epsilon):
            vector_to_parameters(here + side * v, params)
            slopes.append(loss_gradient(model, loss, inputs, targets))
    finally:
        vector_to_parameters(here, params)
    return np.asarray((slopes[0] - slopes[1]) / (2 * epsilon))


def largest_curvature(
    model: Layer,
    loss: Loss,
    inputs: ArrayLike,
    targets: ArrayLike,
    *,
    rng: np.random.Generator | int,
    iterations: int = 100,
    rtol: float = 1e-2,
    h: float = 1e-4,
) -> float:
    r"""헤세 행렬의 절댓값이 가장 큰 고윳값을 거듭제곱법(power iteration)으로 구합니다.

    Parameters
    ----------
    model : Layer
        매개변수가 float64인 모델. 끝나면 값이 처음 그대로입니다.
    loss : Loss
        `reduction`이 "mean"이나 "sum"인 손실.
    inputs : array_like of shape (N, ...)
        입력.
    targets : array_like of shape (N, ...)
        정답.
    rng : Generator or int
        첫 방향을 뽑을 난수 생성기나 씨앗.
    iterations : int
        되풀이의 상한, 1 이상. 한 번에 기울기를 두 번 구합니다.
    rtol : float
        :math:`\lVert Hv - \lambda v \rVert \le \text{rtol}\,\lvert\lambda\rvert`이면 멈춥니다.
    h : float
        `hessian_vector_product`의 거리.

    Returns
    -------
    float
        가장 뾰족한 방향의 곡률. 극소점 근처에서는 양수입니다.

    Raises
    ------
    ValueError
        인자가 범위를 벗어날 때.
    """
    iterations = integer("iterations", iterations, at_least=1)
    rtol = number("rtol", rtol, at_least=0)
    size = sum(p.data.size for p in model.parameters())
    v = generator(rng).standard_normal(size)
    v /= np.linalg.norm(v)
    value = 0.0
    for _ in range(iterations):
        product = hessian_vector_product(model, loss, inputs, targets, v, h=h)
        value = float(v @ product)  # 레일리 몫
        # 어림값의 변화만 보면 느리게 기우는 동안 멈춰 버리므로, 고유벡터의 식 Hv = λv가 맞는지 봅니다.
        if np.linalg.norm(product - value * v) <= rtol * abs(value):
            break
        v = product / np.linalg.norm(product)
    return value
