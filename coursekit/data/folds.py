r"""교차 검증(cross-validation)을 위해 데이터를 겹(fold)으로 나눕니다. 모든 표본이 한 번씩만 검증에 쓰입니다."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import generator, integer

Array = NDArray[Any]


class KFold:
    r"""표본을 `n_splits`겹으로 나눕니다.

    앞의 N mod K겹은 표본이 하나씩 더 많습니다. 섞지 않으면 겹마다 이어진 번호이므로,
    클래스의 차례로 놓인 데이터에서는 한 겹에 한 클래스만 들어갈 수 있습니다.

    Parameters
    ----------
    n_splits : int
        겹의 수 K, 2 이상.
    rng : Generator or int, optional
        섞을 때 쓸 난수 생성기나 씨앗. 주지 않으면 섞지 않습니다.

    Raises
    ------
    ValueError
        `n_splits`가 2보다 작을 때.

    Examples
    --------
    >>> for train, validation in KFold(3).split(5):
    ...     print(train, validation)
    [2 3 4] [0 1]
    [0 1 4] [2 3]
    [0 1 2 3] [4]
    """

    def __init__(self, n_splits: int = 5, *, rng: np.random.Generator | int | None = None) -> None:
        self.n_splits = integer("n_splits", n_splits, at_least=2)
        self.rng = None if rng is None else generator(rng)

    def split(self, n: int) -> Iterator[tuple[Array, Array]]:
        r"""겹마다 학습용과 검증용의 번호를 냅니다.

        Parameters
        ----------
        n : int
            표본의 수 N, `n_splits` 이상.

        Yields
        ------
        train : ndarray of int
            학습용 번호, 작은 것부터.
        validation : ndarray of int
            검증용 번호, 작은 것부터.

        Raises
        ------
        ValueError
            표본이 겹보다 적을 때.
        """
        n = integer("n", n, at_least=self.n_splits)
        order = np.arange(n) if self.rng is None else self.rng.permutation(n)
        fold = np.empty(n, dtype=np.int64)
        for k, rows in enumerate(np.array_split(order, self.n_splits)):
            fold[rows] = k
        yield from _by_fold(fold, self.n_splits)


class StratifiedKFold:
    r"""클래스의 비율을 지키며 표본을 `n_splits`겹으로 나눕니다.

    이름표를 클래스 차례로 세워 겹에 하나씩 돌아가며 나누어 주면(카드를 돌리듯) 겹마다의 클래스 수와 겹의 크기가
    1 넘게 다르지 않습니다. 클래스마다 몇 장이 어느 겹에 가는지는 이렇게 정하고, 어느 표본이 가는지는 섞어서 정합니다.

    Parameters
    ----------
    n_splits : int
        겹의 수 K, 2 이상.
    rng : Generator or int, optional
        섞을 때 쓸 난수 생성기나 씨앗. 주지 않으면 섞지 않습니다.

    Raises
    ------
    ValueError
        `n_splits`가 2보다 작을 때.

    Notes
    -----
    클래스의 차례는 이름표에 먼저 나온 것부터입니다. scikit-learn도 그렇게 합니다.
    """

    def __init__(self, n_splits: int = 5, *, rng: np.random.Generator | int | None = None) -> None:
        self.n_splits = integer("n_splits", n_splits, at_least=2)
        self.rng = None if rng is None else generator(rng)

    def split(self, labels: ArrayLike) -> Iterator[tuple[Array, Array]]:
        r"""겹마다 학습용과 검증용의 번호를 냅니다.

        Parameters
        ----------
        labels : array_like of shape (N,)
            표본마다의 이름표. 클래스마다 `n_splits`개 이상 있어야 모든 겹에 들어갑니다.

        Yields
        ------
        train : ndarray of int
            학습용 번호, 작은 것부터.
        validation : ndarray of int
            검증용 번호, 작은 것부터.

        Raises
        ------
        ValueError
            이름표가 1차원 정수 배열이 아니거나, 표본이 `n_splits`개보다 적은 클래스가 있을 때.
        """
        labels = np.asarray(labels)
        if labels.ndim != 1 or not labels.size or labels.dtype.kind not in "iub":
            raise ValueError(
                "`labels` 값은 비어 있지 않은 1차원 정수 배열이어야 합니다"
                f"(받은 모양: {labels.shape}, 받은 dtype: {labels.dtype})."
            )
        names, first, counts = np.unique(labels, return_index=True, return_counts=True)
        if counts.min() < self.n_splits:
            raise ValueError(
                f"`labels`의 클래스마다 표본이 `n_splits`({self.n_splits})개 이상이어야 합니다"
                f"(클래스 {names[counts.argmin()]}: {counts.min()}개)."
            )
        appearance = np.argsort(first)
        dealt = np.repeat(appearance, counts[appearance])
        fold = np.empty(len(labels), dtype=np.int64)
        for c in appearance:
            # 카드를 돌릴 때 이 클래스가 놓인 자리의 겹들. 섞지 않으면 앞선 표본이 앞선 겹에 갑니다.
            folds = np.sort(np.flatnonzero(dealt == c) % self.n_splits)
            if self.rng is not None:
                folds = self.rng.permutation(folds)
            fold[labels == names[c]] = folds
        yield from _by_fold(fold, self.n_splits)


def _by_fold(fold: Array, n_splits: int) -> Iterator[tuple[Array, Array]]:
    for k in range(n_splits):
        yield np.flatnonzero(fold != k), np.flatnonzero(fold == k)
