r"""드롭아웃: 학습할 때 유닛을 아무렇게나 끄고, 남은 것을 그만큼 키웁니다."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from coursekit.arguments import generator, number
from coursekit.nn.layer import Layer

Array = NDArray[Any]


def dropout_forward(
    x: Array, p: float = 0.5, *, training: bool = True, rng: np.random.Generator | int
) -> tuple[Array, Any]:
    r"""원소마다 확률 :math:`p`로 0을, 아니면 :math:`1/(1-p)`를 곱합니다.

    남은 것을 미리 키우므로(inverted dropout) 출력의 기댓값이 입력과 같고, 평가할 때는 아무 일도 하지 않습니다.
    끄는 것은 가중치가 아니라 유닛의 출력입니다. Srivastava et al. (2014).

    Parameters
    ----------
    x : ndarray
        입력.
    p : float
        **끄는** 확률, 0 이상 1 이하. 논문의 :math:`p`는 남기는 확률입니다.
    training : bool
        거짓이면 입력을 그대로 냅니다.
    rng : Generator or int
        난수 생성기나 씨앗.

    Returns
    -------
    y : ndarray
        출력. 새 배열입니다.
    cache : ndarray
        곱한 배율. `dropout_backward`에 넘길 것.

    Raises
    ------
    ValueError
        `p`가 0과 1 사이가 아닐 때.
    """
    p = number("p", p, at_least=0, at_most=1)
    if not training or p == 0:
        scale = np.ones((), x.dtype)
    elif p == 1:
        scale = np.zeros((), x.dtype)
    else:
        scale = (generator(rng).random(x.shape) >= p).astype(x.dtype)
        scale /= 1 - p
    return x * scale, scale


def dropout_backward(grad_output: Array, cache: Any) -> Array:
    r"""드롭아웃의 기울기를 구합니다: 앞으로 갈 때 곱한 배율을 그대로 곱합니다.

    Parameters
    ----------
    grad_output : ndarray
        출력의 기울기.
    cache : ndarray
        `dropout_forward`가 돌려준 것.

    Returns
    -------
    ndarray
        입력의 기울기. 꺼진 자리는 0입니다.
    """
    grad: Array = grad_output * cache
    return grad


class Dropout(Layer):
    r"""학습할 때 유닛의 출력을 확률 `p`로 끄는 층입니다. 평가할 때는 입력을 그대로 냅니다.

    Parameters
    ----------
    p : float
        **끄는** 확률, 0 이상 1 이하.
    rng : Generator or int
        난수 생성기나 씨앗. 앞으로 갈 때마다 새로 뽑습니다.

    Raises
    ------
    ValueError
        `p`가 0과 1 사이가 아닐 때.

    Examples
    --------
    >>> layer = Dropout(0.5, rng=0)
    >>> layer(np.ones(4))
    array([2., 0., 0., 0.])
    >>> layer.eval()(np.ones(4))
    array([1., 1., 1., 1.])
    """

    def __init__(self, p: float = 0.5, *, rng: np.random.Generator | int) -> None:
        super().__init__()
        self.p = number("p", p, at_least=0, at_most=1)
        self.rng = generator(rng)

    def _forward(self, x: Array) -> tuple[Array, Any]:
        return dropout_forward(x, self.p, training=self.training, rng=self.rng)

    def _backward(self, grad_output: Array, cache: Any) -> Array:
        return dropout_backward(grad_output, cache)
