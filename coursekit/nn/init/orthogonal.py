r"""직교 초깃값: 벡터의 길이를 그대로 지키는 가중치입니다."""

import math
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from coursekit.arguments import generator, number
from coursekit.nn.init.fan import fans

Array = NDArray[Any]


def orthogonal(
    shape: tuple[int, ...],
    gain: float = 1.0,
    *,
    rng: np.random.Generator | int,
    dtype: DTypeLike = np.float64,
) -> Array:
    r"""행이나 열이 서로 직교하고 길이가 `gain`인 행렬을 고르게 뽑습니다.

    뒤쪽 축들을 편 `(out, in * ...)` 행렬 :math:`W`에서, 행이 열보다 많지 않으면
    :math:`W W^\top = \text{gain}^2 I`이고 아니면 :math:`W^\top W = \text{gain}^2 I`입니다.
    특잇값이 모두 `gain`이므로 층을 아무리 쌓아도 한 방향이 다른 방향을 누르지 않습니다. Saxe et al. (2014).

    Parameters
    ----------
    shape : tuple of int
        `(out, in, ...)`.
    gain : float
        활성화 함수에 맞춘 배율, 0보다 큽니다.
    rng : Generator or int
        난수 생성기나 씨앗.
    dtype : dtype
        실수 dtype.

    Returns
    -------
    ndarray
        처음 값.

    Raises
    ------
    ValueError
        `shape`의 축이 둘보다 적거나 `gain`이 0 이하일 때.

    Examples
    --------
    >>> w = orthogonal((2, 3), rng=0)
    >>> np.allclose(w @ w.T, np.eye(2))
    True
    """
    gain = number("gain", gain, above=0)
    fans(shape)  # 모양을 검사합니다
    out, rest = shape[0], math.prod(shape[1:])
    tall = generator(rng).normal(size=(max(out, rest), min(out, rest)))
    q, r = np.linalg.qr(tall)
    # QR은 부호를 제 마음대로 고르므로, r의 대각선이 양수가 되게 맞추어야 고른 분포가 됩니다.
    q *= np.sign(np.diag(r))
    w: Array = q if out >= rest else q.T
    return (gain * w).reshape(shape).astype(dtype)
