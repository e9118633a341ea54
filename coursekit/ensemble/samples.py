r"""나무가 받는 입력과 정답을 검사합니다."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array
from coursekit.metrics.labels import class_labels

Array = NDArray[Any]


def sample_matrix(X: ArrayLike) -> Array:
    r"""표본이 줄, 변수가 열인 배열인지 검사합니다.

    Parameters
    ----------
    X : array_like of shape (N, D)
        입력, N ≥ 1, D ≥ 1.

    Returns
    -------
    ndarray of shape (N, D)
        실수 배열.

    Raises
    ------
    ValueError
        2차원이 아니거나 비었거나 유한하지 않은 값이 있을 때.
    """
    X = array("X", X, shape=(None, None))
    if not X.size:
        raise ValueError(f"`X` 값은 비어 있지 않아야 합니다(받은 모양: {X.shape}).")
    return X


def one_hot(y: ArrayLike, samples: int, classes: int | None = None) -> Array:
    r"""클래스의 번호를 원핫으로 바꿉니다.

    Parameters
    ----------
    y : array_like of shape (N,)
        클래스의 번호.
    samples : int
        표본의 수 N.
    classes : int, optional
        클래스의 수 C. 기본은 가장 큰 번호에 1을 더한 값입니다.

    Returns
    -------
    ndarray of shape (N, C)
        정답 자리만 1인 배열.

    Raises
    ------
    ValueError
        길이가 다르거나 번호가 범위를 벗어날 때.
    """
    labels = class_labels("y", y, classes=classes)
    if len(labels) != samples:
        raise ValueError(
            f"`y` 길이는 `X`의 표본 수와 같아야 합니다(받은 길이: {len(labels)}, {samples})."
        )
    identity: Array = np.eye(int(labels.max()) + 1 if classes is None else classes)
    return identity[labels]
