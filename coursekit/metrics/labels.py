r"""지표가 받는 이름표와 확률을 검사합니다."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array, integer

Array = NDArray[Any]


def class_labels(name: str, value: ArrayLike, *, classes: int | None = None) -> Array:
    r"""클래스 번호의 1차원 배열인지 검사합니다.

    Parameters
    ----------
    name : str
        오류 문장에 나올 인자 이름.
    value : array_like of shape (N,)
        0 이상의 정수, N ≥ 1. bool은 0과 1로 봅니다.
    classes : int, optional
        클래스의 수. 주면 번호가 그보다 작아야 합니다.

    Returns
    -------
    ndarray of shape (N,)
        int64 배열.

    Raises
    ------
    ValueError
        비었거나, 1차원 정수 배열이 아니거나, 번호가 범위를 벗어날 때.
    """
    labels = np.asarray(value)
    if labels.ndim != 1 or not labels.size or labels.dtype.kind not in "iub":
        raise ValueError(
            f"`{name}` 값은 비어 있지 않은 1차원 정수 배열이어야 합니다"
            f"(받은 모양: {labels.shape}, 받은 dtype: {labels.dtype})."
        )
    labels = labels.astype(np.int64)
    limit = np.iinfo(np.int64).max if classes is None else integer("classes", classes, at_least=1)
    wrong = labels[(labels < 0) | (labels >= limit)]
    if wrong.size:
        below = "" if classes is None else f" {limit} 미만의"
        raise ValueError(f"`{name}` 값은 0 이상{below} 정수여야 합니다(받은 값: {wrong[0]}).")
    return labels


def class_probabilities(name: str, value: ArrayLike, *, samples: int) -> Array:
    r"""줄마다 합이 1인 확률의 배열인지 검사합니다.

    Parameters
    ----------
    name : str
        오류 문장에 나올 인자 이름.
    value : array_like of shape (N, C)
        클래스마다의 확률.
    samples : int
        표본의 수 N.

    Returns
    -------
    ndarray of shape (N, C)
        실수 배열.

    Raises
    ------
    ValueError
        모양이 다르거나, 음수가 있거나, 합이 1이 아닌 줄이 있을 때.
    """
    p = array(name, value, shape=(samples, None))
    if (p < 0).any():
        raise ValueError(f"`{name}` 값은 0 이상이어야 합니다(받은 가장 작은 값: {p.min():g}).")
    off = np.abs(p.sum(axis=1) - 1)
    # float32의 소프트맥스도 받을 만큼만 느슨합니다.
    if off.max() > 1e-4:
        row = int(off.argmax())
        raise ValueError(
            f"`{name}[{row}]` 값은 합이 1이어야 합니다(받은 합: {p[row].sum():g}). "
            "점수(logit)라면 먼저 소프트맥스를 지나게 하세요."
        )
    return p


def same_length(name: str, value: Array, other: str, reference: Array) -> None:
    r"""두 배열의 길이가 같은지 검사합니다.

    Parameters
    ----------
    name, other : str
        오류 문장에 나올 인자 이름.
    value, reference : ndarray
        견줄 배열.

    Raises
    ------
    ValueError
        길이가 다를 때.
    """
    if len(value) != len(reference):
        raise ValueError(
            f"`{name}` 길이는 `{other}` 길이와 같아야 합니다"
            f"(받은 길이: {len(value)}, {len(reference)})."
        )
