r"""가장 가까운 이웃 하나의 정답을 따라 하는 분류기입니다. 배우는 것이 없어 교차 검증을 보기에 좋습니다.

Cover & Hart (1967), "Nearest neighbor pattern classification".
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array

Array = NDArray[Any]


def fit_nearest(X: ArrayLike, y: ArrayLike) -> Callable[[ArrayLike], Array]:
    r"""학습 데이터를 외워 두고, 거리가 가장 가까운 표본의 정답을 내는 함수를 만듭니다.

    Parameters
    ----------
    X : array_like of shape (N, D)
        입력, N ≥ 1.
    y : array_like of shape (N,)
        정답.

    Returns
    -------
    callable
        (M, D)를 받아 정답 (M,)을 내는 함수. 거리가 같으면 번호가 작은 표본을 따릅니다.

    Raises
    ------
    ValueError
        모양이 맞지 않거나 비었을 때.
    """
    known = array("X", X, shape=(None, None))
    answers = np.asarray(y)
    if not len(known) or answers.shape != known.shape[:1]:
        raise ValueError(
            "`X`와 `y`의 길이는 같고 1 이상이어야 합니다"
            f"(받은 모양: {known.shape}, {answers.shape})."
        )
    lengths = (known**2).sum(axis=1)

    def predict(points: ArrayLike) -> Array:
        queries = array("points", points, shape=(None, known.shape[1]))
        # |q - x|²에서 |q|²은 어느 이웃에나 같으므로 뺍니다.
        nearest: Array = answers[(lengths - 2 * queries @ known.T).argmin(axis=1)]
        return nearest

    return predict
