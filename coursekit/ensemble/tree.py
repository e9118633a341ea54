r"""결정 나무로 분류하고 회귀합니다. 가르는 일은 `coursekit.ensemble.cart`가 합니다."""

from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array, integer
from coursekit.ensemble.cart import Node, evaluate, grow
from coursekit.ensemble.samples import one_hot, sample_matrix

Array = NDArray[Any]


class _DecisionTree:
    r"""두 나무가 함께 쓰는 것: 설정을 검사하고, 기르고, 잎을 읽습니다."""

    def __init__(self, max_depth: int | None = None, min_samples_leaf: int = 1) -> None:
        self.max_depth = None if max_depth is None else integer("max_depth", max_depth, at_least=1)
        self.min_samples_leaf = integer("min_samples_leaf", min_samples_leaf, at_least=1)
        self.root: Node | None = None
        self._features = 0

    def _grow(self, X: Array, target: Array, sample_weight: ArrayLike | None) -> None:
        weight = np.ones(len(X))
        if sample_weight is not None:
            weight = array("sample_weight", sample_weight, shape=(len(X),))
            if (weight < 0).any() or not weight.any():
                raise ValueError(
                    "`sample_weight` 값은 0 이상이고 모두 0은 아니어야 합니다"
                    f"(받은 가장 작은 값: {weight.min():g})."
                )
        kept = weight > 0
        self._features = X.shape[1]
        self.root = grow(
            X[kept],
            target[kept],
            weight[kept],
            max_depth=self.max_depth,
            min_samples_leaf=self.min_samples_leaf,
        )

    def _evaluate(self, X: ArrayLike) -> Array:
        if self.root is None:
            raise RuntimeError(f"`{type(self).__name__}.fit`을 먼저 불러야 합니다.")
        return evaluate(self.root, array("X", X, shape=(None, self._features)))


class DecisionTreeRegressor(_DecisionTree):
    r"""잎마다 평균을 내는 회귀 나무입니다. 제곱 오차를 줄이도록 가릅니다.

    Parameters
    ----------
    max_depth : int, optional
        가를 횟수의 상한, 1 이상. `None`이면 끝까지 가릅니다.
    min_samples_leaf : int
        잎 하나에 남길 표본의 수, 1 이상.

    Attributes
    ----------
    root : Node or None
        뿌리 마디. `fit` 전에는 `None`입니다.

    Raises
    ------
    ValueError
        인자가 범위를 벗어날 때.

    Examples
    --------
    >>> tree = DecisionTreeRegressor(max_depth=1).fit([[0.0], [1.0], [2.0]], [0.0, 0.0, 3.0])
    >>> tree.predict([[0.5], [1.6]])
    array([0., 3.])
    """

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> Self:
        r"""나무를 기릅니다.

        Parameters
        ----------
        X : array_like of shape (N, D)
            입력, N ≥ 1, D ≥ 1.
        y : array_like of shape (N,)
            정답.
        sample_weight : array_like of shape (N,), optional
            표본의 무게, 0 이상. 0인 표본은 없는 것으로 칩니다.

        Returns
        -------
        DecisionTreeRegressor
            자기 자신.

        Raises
        ------
        ValueError
            모양이 맞지 않거나 무게가 음수일 때.
        """
        X = sample_matrix(X)
        self._grow(X, array("y", y, shape=(len(X),))[:, None], sample_weight)
        return self

    def predict(self, X: ArrayLike) -> Array:
        r"""표본마다 잎의 평균을 돌려줍니다.

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
        return self._evaluate(X)[:, 0]


class DecisionTreeClassifier(_DecisionTree):
    r"""잎마다 클래스의 비율을 내는 분류 나무입니다. 지니 불순도를 줄이도록 가릅니다. 깊이가 1이면 그루터기(stump)입니다.

    Parameters
    ----------
    max_depth : int, optional
        가를 횟수의 상한, 1 이상. `None`이면 끝까지 가릅니다.
    min_samples_leaf : int
        잎 하나에 남길 표본의 수, 1 이상.

    Attributes
    ----------
    root : Node or None
        뿌리 마디. `fit` 전에는 `None`입니다.

    Raises
    ------
    ValueError
        인자가 범위를 벗어날 때.
    """

    def fit(
        self,
        X: ArrayLike,
        y: ArrayLike,
        sample_weight: ArrayLike | None = None,
        *,
        classes: int | None = None,
    ) -> Self:
        r"""나무를 기릅니다.

        Parameters
        ----------
        X : array_like of shape (N, D)
            입력, N ≥ 1, D ≥ 1.
        y : array_like of shape (N,)
            정답 클래스의 번호.
        sample_weight : array_like of shape (N,), optional
            표본의 무게, 0 이상. 0인 표본은 없는 것으로 칩니다.
        classes : int, optional
            클래스의 수 C. 기본은 가장 큰 번호에 1을 더한 값입니다.

        Returns
        -------
        DecisionTreeClassifier
            자기 자신.

        Raises
        ------
        ValueError
            모양이나 번호가 맞지 않거나 무게가 음수일 때.
        """
        X = sample_matrix(X)
        self._grow(X, one_hot(y, len(X), classes), sample_weight)
        return self

    def predict_proba(self, X: ArrayLike) -> Array:
        r"""표본마다 잎의 클래스 비율을 돌려줍니다.

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
        return self._evaluate(X)

    def predict(self, X: ArrayLike) -> Array:
        r"""표본마다 비율이 가장 높은 클래스를 고릅니다. 같으면 번호가 작은 쪽입니다.

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
