r"""배깅(bagging): 다시 뽑은 표본마다 나무를 하나씩 기르고 평균을 냅니다.

Breiman (1996), "Bagging predictors".
"""

from abc import ABC, abstractmethod
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array, generator, integer
from coursekit.ensemble.samples import one_hot, sample_matrix
from coursekit.ensemble.tree import DecisionTreeClassifier, DecisionTreeRegressor

Array = NDArray[Any]


class _Bagging(ABC):
    r"""나무들을 기르고 그 출력을 평균 냅니다. 하위 클래스는 나무 하나를 기르는 법만 압니다."""

    def __init__(
        self,
        n_estimators: int = 10,
        *,
        max_depth: int | None = None,
        min_samples_leaf: int = 1,
        rng: np.random.Generator | int,
    ) -> None:
        self.n_estimators = integer("n_estimators", n_estimators, at_least=1)
        self.max_depth, self.min_samples_leaf = max_depth, min_samples_leaf
        self.rng = generator(rng)
        self.estimators: list[Any] = []
        self.samples: list[Array] = []
        self._X: Array = np.empty((0, 0))

    def _fit(self, X: Array, y: Array) -> None:
        self._X, self.estimators, self.samples = X, [], []
        for _ in range(self.n_estimators):
            rows = self._resample(len(X))
            self.samples.append(rows)
            self.estimators.append(self._tree(X[rows], y[rows]))

    def _resample(self, n: int) -> Array:
        return self.rng.integers(n, size=n)

    @abstractmethod
    def _tree(self, X: Array, y: Array) -> Any:
        r"""다시 뽑은 표본에서 나무 하나를 기릅니다."""

    @abstractmethod
    def _output(self, tree: Any, X: ArrayLike) -> Array:
        r"""평균을 낼 나무의 출력."""

    def _average(self, X: ArrayLike) -> Array:
        if not self.estimators:
            raise RuntimeError(f"`{type(self).__name__}.fit`을 먼저 불러야 합니다.")
        mean: Array = np.mean([self._output(tree, X) for tree in self.estimators], axis=0)
        return mean

    def _out_of_bag(self) -> Array:
        r"""학습 표본마다, 그 표본을 뽑지 않은 나무들만의 평균. 모두가 뽑았으면 NaN입니다."""
        if not self.estimators:
            raise RuntimeError(f"`{type(self).__name__}.fit`을 먼저 불러야 합니다.")
        total: Array = np.zeros_like(self._output(self.estimators[0], self._X))
        voters = np.zeros(len(total))
        for tree, rows in zip(self.estimators, self.samples, strict=True):
            outside = np.setdiff1d(np.arange(len(total)), rows)
            if outside.size:
                total[outside] += self._output(tree, self._X[outside])
                voters[outside] += 1
        voters[voters == 0] = np.nan
        mean: Array = total / voters.reshape(-1, *[1] * (total.ndim - 1))
        return mean


class BaggingClassifier(_Bagging):
    r"""분류 나무들의 클래스 비율을 평균 냅니다.

    Parameters
    ----------
    n_estimators : int
        나무의 수, 1 이상.
    max_depth : int, optional
        나무마다 가를 횟수의 상한. `None`이면 끝까지 가릅니다.
    min_samples_leaf : int
        잎 하나에 남길 표본의 수, 1 이상.
    rng : Generator or int
        표본을 다시 뽑을 난수 생성기나 씨앗.

    Attributes
    ----------
    estimators : list of DecisionTreeClassifier
        기른 나무들.
    samples : list of ndarray of shape (N,)
        나무마다 뽑은 표본의 번호.

    Raises
    ------
    ValueError
        인자가 범위를 벗어날 때.
    """

    def fit(self, X: ArrayLike, y: ArrayLike) -> Self:
        r"""나무마다 표본을 다시 뽑아 기릅니다.

        Parameters
        ----------
        X : array_like of shape (N, D)
            입력, N ≥ 1, D ≥ 1.
        y : array_like of shape (N,)
            정답 클래스의 번호.

        Returns
        -------
        BaggingClassifier
            자기 자신.

        Raises
        ------
        ValueError
            모양이나 번호가 맞지 않을 때.
        """
        X = sample_matrix(X)
        target = one_hot(y, len(X))
        self._classes = target.shape[1]
        self._fit(X, target.argmax(axis=1))
        return self

    def _tree(self, X: Array, y: Array) -> DecisionTreeClassifier:
        tree = DecisionTreeClassifier(self.max_depth, self.min_samples_leaf)
        # 드문 클래스는 다시 뽑은 표본에 없을 수 있으므로 클래스의 수를 알려 줍니다.
        return tree.fit(X, y, classes=self._classes)

    def _output(self, tree: DecisionTreeClassifier, X: ArrayLike) -> Array:
        return tree.predict_proba(X)

    def predict_proba(self, X: ArrayLike) -> Array:
        r"""나무들의 클래스 비율을 평균 냅니다.

        Parameters
        ----------
        X : array_like of shape (N, D)
            입력.

        Returns
        -------
        ndarray of shape (N, C)
            클래스마다의 비율.

        Raises
        ------
        RuntimeError
            `fit`보다 먼저 불렀을 때.
        ValueError
            변수의 수가 다를 때.
        """
        return self._average(X)

    def predict(self, X: ArrayLike) -> Array:
        r"""평균 낸 비율이 가장 높은 클래스를 고릅니다.

        Parameters
        ----------
        X : array_like of shape (N, D)
            입력.

        Returns
        -------
        ndarray of shape (N,)
            클래스의 번호.

        Raises
        ------
        RuntimeError
            `fit`보다 먼저 불렀을 때.
        ValueError
            변수의 수가 다를 때.
        """
        labels: Array = self.predict_proba(X).argmax(axis=1)
        return labels

    def out_of_bag_proba(self) -> Array:
        r"""학습 표본마다, 그 표본을 보지 않은 나무들만의 비율을 평균 냅니다.

        나무 하나가 어떤 표본을 뽑지 않을 확률은 :math:`(1-1/N)^N \approx e^{-1} = 0.368`이므로,
        시험용 데이터를 따로 떼어 두지 않고도 처음 보는 표본의 오차를 어림합니다.

        Returns
        -------
        ndarray of shape (N, C)
            클래스마다의 비율. 모든 나무가 본 표본은 NaN입니다.

        Raises
        ------
        RuntimeError
            `fit`보다 먼저 불렀을 때.
        """
        return self._out_of_bag()


class BaggingRegressor(_Bagging):
    r"""회귀 나무들의 예측을 평균 냅니다.

    Parameters
    ----------
    n_estimators : int
        나무의 수, 1 이상.
    max_depth : int, optional
        나무마다 가를 횟수의 상한. `None`이면 끝까지 가릅니다.
    min_samples_leaf : int
        잎 하나에 남길 표본의 수, 1 이상.
    rng : Generator or int
        표본을 다시 뽑을 난수 생성기나 씨앗.

    Attributes
    ----------
    estimators : list of DecisionTreeRegressor
        기른 나무들.
    samples : list of ndarray of shape (N,)
        나무마다 뽑은 표본의 번호.

    Raises
    ------
    ValueError
        인자가 범위를 벗어날 때.
    """

    def fit(self, X: ArrayLike, y: ArrayLike) -> Self:
        r"""나무마다 표본을 다시 뽑아 기릅니다.

        Parameters
        ----------
        X : array_like of shape (N, D)
            입력, N ≥ 1, D ≥ 1.
        y : array_like of shape (N,)
            정답.

        Returns
        -------
        BaggingRegressor
            자기 자신.

        Raises
        ------
        ValueError
            모양이 맞지 않을 때.
        """
        X = sample_matrix(X)
        self._fit(X, array("y", y, shape=(len(X),)))
        return self

    def _tree(self, X: Array, y: Array) -> DecisionTreeRegressor:
        return DecisionTreeRegressor(self.max_depth, self.min_samples_leaf).fit(X, y)

    def _output(self, tree: DecisionTreeRegressor, X: ArrayLike) -> Array:
        return tree.predict(X)

    def predict(self, X: ArrayLike) -> Array:
        r"""나무들의 예측을 평균 냅니다.

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
        return self._average(X)

    def out_of_bag_predict(self) -> Array:
        r"""학습 표본마다, 그 표본을 보지 않은 나무들만의 예측을 평균 냅니다.

        Returns
        -------
        ndarray of shape (N,)
            예측. 모든 나무가 본 표본은 NaN입니다.

        Raises
        ------
        RuntimeError
            `fit`보다 먼저 불렀을 때.
        """
        return self._out_of_bag()
