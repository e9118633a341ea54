r"""경사 부스팅(gradient boosting): 남은 오차를 다음 나무가 맞힙니다.

Friedman (2001), "Greedy function approximation: a gradient boosting machine", 알고리즘 2(LS_Boost).
"""

from collections.abc import Iterator
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array, integer, number
from coursekit.ensemble.samples import sample_matrix
from coursekit.ensemble.tree import DecisionTreeRegressor

Array = NDArray[Any]


class GradientBoostingRegressor:
    r"""제곱 손실의 경사 부스팅입니다.

    제곱 손실 :math:`\tfrac12(y-F)^2`를 예측 :math:`F`로 미분하면 :math:`-(y-F)`이므로,
    기울기의 반대쪽은 남은 오차(잔차)입니다. 나무는 그쪽으로 걷는 한 걸음입니다.

    Parameters
    ----------
    n_estimators : int
        나무의 수, 1 이상.
    learning_rate : float
        나무마다의 걸음에 곱하는 값, 0보다 큽니다.
    max_depth : int
        나무마다 가를 횟수의 상한, 1 이상.
    min_samples_leaf : int
        잎 하나에 남길 표본의 수, 1 이상.

    Attributes
    ----------
    initial : float
        첫 예측. 정답의 평균입니다.
    estimators : list of DecisionTreeRegressor
        기른 나무들.

    Raises
    ------
    ValueError
        인자가 범위를 벗어날 때.
    """

    def __init__(
        self,
        n_estimators: int = 100,
        *,
        learning_rate: float = 0.1,
        max_depth: int = 3,
        min_samples_leaf: int = 1,
    ) -> None:
        self.n_estimators = integer("n_estimators", n_estimators, at_least=1)
        self.learning_rate = number("learning_rate", learning_rate, above=0)
        self.max_depth = integer("max_depth", max_depth, at_least=1)
        self.min_samples_leaf = integer("min_samples_leaf", min_samples_leaf, at_least=1)
        self.initial = 0.0
        self.estimators: list[DecisionTreeRegressor] = []

    def fit(self, X: ArrayLike, y: ArrayLike) -> Self:
        r"""평균에서 시작해, 남은 오차에 나무를 맞추어 더하기를 되풀이합니다.

        Parameters
        ----------
        X : array_like of shape (N, D)
            입력, N ≥ 1, D ≥ 1.
        y : array_like of shape (N,)
            정답.

        Returns
        -------
        GradientBoostingRegressor
            자기 자신.

        Raises
        ------
        ValueError
            모양이 맞지 않을 때.
        """
        X = sample_matrix(X)
        y = array("y", y, shape=(len(X),))
        self.initial, self.estimators = float(y.mean()), []
        prediction = np.full(len(X), self.initial)
        for _ in range(self.n_estimators):
            tree = DecisionTreeRegressor(self.max_depth, self.min_samples_leaf)
            tree.fit(X, y - prediction)
            prediction += self.learning_rate * tree.predict(X)
            self.estimators.append(tree)
        return self

    def staged_predict(self, X: ArrayLike) -> Iterator[Array]:
        r"""나무를 하나씩 더해 가며 예측을 냅니다.

        Parameters
        ----------
        X : array_like of shape (N, D)
            입력.

        Yields
        ------
        ndarray of shape (N,)
            나무 m개까지의 예측.

        Raises
        ------
        RuntimeError
            `fit`보다 먼저 불렀을 때.
        ValueError
            변수의 수가 다를 때.
        """
        if not self.estimators:
            raise RuntimeError("`GradientBoostingRegressor.fit`을 먼저 불러야 합니다.")
        prediction: Any = self.initial
        for tree in self.estimators:
            prediction = prediction + self.learning_rate * tree.predict(X)
            yield prediction

    def predict(self, X: ArrayLike) -> Array:
        r"""모든 나무를 더한 예측을 냅니다.

        Parameters
        ----------
        X : array_like of shape (N, D)
            입력.

        Returns
        -------
        ndarray of shape (N,)
            예측.

        Raises
        ------
        RuntimeError
            `fit`보다 먼저 불렀을 때.
        ValueError
            변수의 수가 다를 때.
        """
        *_, last = self.staged_predict(X)
        return last
