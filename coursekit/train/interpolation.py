r"""두 해를 잇는 선을 따라 모델을 잽니다.

Goodfellow et al. (2015), "Qualitatively characterizing neural network optimization problems".
"""

from collections.abc import Callable
from typing import Any, TypeVar

from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array
from coursekit.nn import Layer, parameters_to_vector, vector_to_parameters

Array = NDArray[Any]
Measured = TypeVar("Measured")


def along_line(
    model: Layer,
    start: ArrayLike,
    end: ArrayLike,
    alphas: ArrayLike,
    measure: Callable[[Layer], Measured],
) -> list[Measured]:
    r"""매개변수를 :math:`(1-\alpha)\,\theta_0 + \alpha\,\theta_1`로 놓으며 잽니다.

    Parameters
    ----------
    model : Layer
        모델. 끝나면 매개변수의 값이 처음 그대로입니다.
    start, end : array_like of shape (P,)
        두 해 :math:`\theta_0`와 :math:`\theta_1`. 차례는 `parameters_to_vector`와 같습니다.
    alphas : array_like of shape (K,)
        선 위의 자리. 0이 `start`, 1이 `end`이고 그 바깥도 됩니다.
    measure : callable
        모델을 받아 잰 것을 돌려주는 함수.

    Returns
    -------
    list
        자리마다 잰 것, K개.

    Raises
    ------
    ValueError
        `start`나 `end`의 길이가 매개변수의 수와 다르거나 `alphas`가 1차원이 아닐 때.
    """
    params = model.parameters()
    here = parameters_to_vector(params)
    first = array("start", start, shape=here.shape)
    last = array("end", end, shape=here.shape)
    measured = []
    try:
        for alpha in array("alphas", alphas, shape=(None,)):
            vector_to_parameters((1 - alpha) * first + alpha * last, params)
            measured.append(measure(model))
    finally:
        vector_to_parameters(here, params)
    return measured
