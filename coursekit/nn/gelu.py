r"""GELU: 값이 클수록 더 많이 지나가게 하는, ReLU를 매끄럽게 만든 활성화 함수입니다."""

import math
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from coursekit.nn.layer import Layer

Array = NDArray[Any]
Approximate = Literal["none", "tanh"]

# NumPy에는 erf가 없습니다. 원소마다 math.erfc를 부르므로 정확하지만 tanh 식보다 느립니다.
# 1 + erf(t) 대신 erfc(−t)를 쓰면 음수 쪽에서 유효 숫자를 잃지 않습니다.
_erfc = np.frompyfunc(math.erfc, 1, 1)


def gelu_forward(x: Array, *, approximate: Approximate = "none") -> tuple[Array, Any]:
    r"""GELU :math:`x\,\Phi(x)`를 구합니다. :math:`\Phi`는 표준 정규 분포의 누적 분포 함수입니다.

    .. math:: \Phi(x) = \tfrac12\left(1 + \operatorname{erf}\tfrac{x}{\sqrt 2}\right)
        \approx \tfrac12\left(1 + \tanh\left[\sqrt{2/\pi}\,(x + 0.044715\,x^3)\right]\right)

    Parameters
    ----------
    x : ndarray
        입력.
    approximate : {"none", "tanh"}
        정확한 식을 쓸지, 더 빠른 tanh 어림을 쓸지. 둘의 차이는 0.001보다 작습니다.

    Returns
    -------
    y : ndarray
        출력. 새 배열입니다.
    cache : tuple
        `gelu_backward`에 넘길 것.

    Raises
    ------
    ValueError
        `approximate`가 둘 가운데 하나가 아닐 때.

    References
    ----------
    Hendrycks & Gimpel (2016), 2절.
    """
    z = np.clip(x, -100, 100)  # 이보다 멀면 누적 확률은 0이나 1이고, 세제곱은 넘칠 수 있습니다
    if approximate == "none":
        cdf = 0.5 * np.asarray(_erfc(-z / math.sqrt(2)), x.dtype)
    elif approximate == "tanh":
        cdf = 0.5 * (1 + np.tanh(math.sqrt(2 / math.pi) * z * (1 + 0.044715 * z * z)))
    else:
        raise ValueError(
            f'`approximate` 값은 "none"이나 "tanh"여야 합니다(받은 값: {approximate!r}).'
        )
    return x * cdf, (x, cdf, approximate)


def gelu_backward(grad_output: Array, cache: Any) -> Array:
    r"""GELU의 기울기 :math:`G\,(\Phi(x) + x\,\Phi'(x))`를 구합니다.

    Parameters
    ----------
    grad_output : ndarray
        출력의 기울기 :math:`G`.
    cache : tuple
        `gelu_forward`가 돌려준 것.

    Returns
    -------
    ndarray
        입력의 기울기.
    """
    x, cdf, approximate = cache
    z = np.clip(x, -100, 100)
    if approximate == "none":
        density = np.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    else:
        # tanh t의 도함수 1 − tanh²t는, cdf가 (1 + tanh t)/2이므로 4 cdf (1 − cdf)입니다.
        inner = math.sqrt(2 / math.pi) * (1 + 3 * 0.044715 * z * z)
        density = 2 * cdf * (1 - cdf) * inner
    grad: Array = grad_output * (cdf + x * density)
    return grad


class GELU(Layer):
    r"""입력에 정규 분포의 누적 확률을 곱하는 층 :math:`x\,\Phi(x)`입니다.

    Parameters
    ----------
    approximate : {"none", "tanh"}
        정확한 식을 쓸지, 더 빠른 tanh 어림을 쓸지.

    Raises
    ------
    ValueError
        `approximate`가 둘 가운데 하나가 아닐 때.
    """

    def __init__(self, approximate: Approximate = "none") -> None:
        super().__init__()
        gelu_forward(np.zeros(0), approximate=approximate)  # 이름을 검사합니다
        self.approximate: Approximate = approximate

    def _forward(self, x: Array) -> tuple[Array, Any]:
        return gelu_forward(x, approximate=self.approximate)

    def _backward(self, grad_output: Array, cache: Any) -> Array:
        return gelu_backward(grad_output, cache)
