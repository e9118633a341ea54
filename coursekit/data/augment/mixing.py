r"""표본을 둘씩 섞습니다."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array, generator, number

Array = NDArray[Any]
Rng = np.random.Generator | int


def mixup(
    inputs: ArrayLike, targets: ArrayLike, alpha: float = 0.2, *, rng: Rng
) -> tuple[Array, Array]:
    r"""표본을 둘씩 같은 비율로 섞고, 정답도 그 비율로 섞습니다(Zhang et al. 2018, 식 1).

    .. math::
        \tilde x = \lambda x_i + (1-\lambda) x_j, \quad \tilde y = \lambda y_i + (1-\lambda) y_j,
        \quad \lambda \sim \text{Beta}(\alpha, \alpha)

    Parameters
    ----------
    inputs : array_like of shape (N, ...)
        입력.
    targets : array_like of shape (N, C)
        원핫 정답이나 클래스마다의 확률.
    alpha : float
        베타 분포의 모수, 0보다 큽니다. 작을수록 거의 섞지 않습니다.
    rng : Generator or int
        난수 생성기나 씨앗.

    Returns
    -------
    inputs : ndarray of shape (N, ...)
        섞은 입력.
    targets : ndarray of shape (N, C)
        섞은 정답.

    Raises
    ------
    ValueError
        모양이 맞지 않거나 `alpha`가 0 이하일 때. 클래스의 번호는 섞을 수 없습니다.
    """
    x, y = array("inputs", inputs), array("targets", targets)
    if x.ndim == 0 or y.ndim != 2 or len(x) != len(y):
        raise ValueError(
            "`targets` 모양은 (N, C)이고 `inputs`와 길이가 같아야 합니다"
            f"(받은 모양: {y.shape}, {x.shape})."
        )
    rng, alpha = generator(rng), number("alpha", alpha, above=0)
    share, partner = rng.beta(alpha, alpha, len(x)), rng.permutation(len(x))
    return _mix(x, partner, share), _mix(y, partner, share)


def _mix(values: Array, partner: Array, share: Array) -> Array:
    share = share.astype(values.dtype).reshape(-1, *[1] * (values.ndim - 1))
    mixed: Array = share * values + (1 - share) * values[partner]
    return mixed
