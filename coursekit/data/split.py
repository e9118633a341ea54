r"""데이터를 학습용과 시험용(또는 검증용)으로 나눕니다."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import generator, integer, number


def random_split(
    n: int, test_size: float, *, rng: np.random.Generator | int
) -> tuple[NDArray[Any], NDArray[Any]]:
    r"""번호를 무작위로 둘로 나눕니다. 클래스가 없는 데이터(회귀)에 씁니다.

    Parameters
    ----------
    n : int
        표본의 수 N, 2 이상.
    test_size : float
        시험용의 비율, 0보다 크고 1보다 작습니다.
    rng : Generator or int
        난수 생성기나 씨앗.

    Returns
    -------
    train : ndarray of int
        학습용 번호. 섞여 있습니다.
    test : ndarray of int
        시험용 번호. 반올림한 `test_size * N`개이고 섞여 있습니다.

    Raises
    ------
    ValueError
        인자가 범위를 벗어나거나 한쪽이 비게 될 때.
    """
    n = integer("n", n, at_least=2)
    total = _test_count(test_size, n)
    order = generator(rng).permutation(n)
    return order[total:], order[:total]


def stratified_split(
    labels: ArrayLike, test_size: float, *, rng: np.random.Generator | int
) -> tuple[NDArray[Any], NDArray[Any]]:
    r"""클래스의 비율을 지키며 번호를 둘로 나눕니다(층화 추출).

    클래스마다 시험용으로 갈 수는 비율대로의 몫을 내림한 것이고, 모자란 수는 나머지가 큰 클래스부터 하나씩 채웁니다.
    그래서 시험용의 크기는 반올림한 `test_size * N`과 정확히 같고, 클래스마다의 수는 몫에서 1 넘게 벗어나지 않습니다.

    Parameters
    ----------
    labels : array_like of shape (N,)
        클래스 번호. 정수입니다.
    test_size : float
        시험용의 비율, 0보다 크고 1보다 작습니다.
    rng : Generator or int
        난수 생성기나 씨앗.

    Returns
    -------
    train : ndarray of int
        학습용 번호. 섞여 있습니다.
    test : ndarray of int
        시험용 번호. 섞여 있습니다. 둘은 겹치지 않고, 합하면 0부터 N - 1까지입니다.

    Raises
    ------
    ValueError
        이름표가 1차원 정수 배열이 아니거나, `test_size`가 범위를 벗어나거나, 한쪽이 비게 될 때.
    """
    labels = np.asarray(labels)
    if labels.ndim != 1 or labels.dtype.kind not in "iu":
        raise ValueError(
            "`labels` 값은 1차원 정수 배열이어야 합니다"
            f"(받은 모양: {labels.shape}, 받은 dtype: {labels.dtype})."
        )
    total = _test_count(test_size, len(labels))
    rng = generator(rng)
    classes, counts = np.unique(labels, return_counts=True)
    share = counts * total / len(labels)
    quota = np.floor(share).astype(int)
    # 나머지가 같은 클래스끼리는 번호가 작은 쪽이 먼저입니다.
    for k in np.argsort(quota - share, kind="stable")[: total - quota.sum()]:
        quota[k] += 1
    test = np.concatenate(
        [
            rng.choice(np.flatnonzero(labels == c), size=n, replace=False)
            for c, n in zip(classes, quota, strict=True)
        ]
    )
    train = np.setdiff1d(np.arange(len(labels)), test)
    return rng.permutation(train), rng.permutation(test)


def _test_count(test_size: float, n: int) -> int:
    test_size = number("test_size", test_size, above=0)
    total = round(test_size * n)
    if not 0 < total < n:
        raise ValueError(
            f"`test_size` 값은 양쪽에 하나 이상 남겨야 합니다"
            f"(받은 값: {test_size:g}, 시험용 {total}개, 전체 {n}개)."
        )
    return total
