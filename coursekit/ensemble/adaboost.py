r"""에이다부스트(AdaBoost): 틀린 표본의 무게를 키워 가며 약한 분류기를 차례로 더합니다.

Freund & Schapire (1997), 알고리즘 AdaBoost; 클래스가 여럿일 때는 Zhu et al. (2009), 알고리즘 2(SAMME).
"""

import math
from collections.abc import Iterator
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import integer, number
from coursekit.ensemble.samples import one_hot, sample_matrix
from coursekit.ensemble.tree import DecisionTreeClassifier

Array = NDArray[Any]


class AdaBoostClassifier:
    r"""얕은 나무들의 무게 있는 다수결입니다.

    Parameters
    ----------
    n_estimators : int
        나무 수의 상한, 1 이상. 하나도 틀리지 않거나 찍는 것보다 못한 나무가 나오면 먼저 멈춥니다.
    learning_rate : float
        나무마다의 무게에 곱하는 값, 0보다 큽니다.
    max_depth : int
        나무마다 가를 횟수의 상한, 1 이상. 1이면 그루터기입니다.

    Attributes
    ----------
    estimators : list of DecisionTreeClassifier
        기른 나무들.
    errors : list of float
        나무마다의 무게 있는 오차 :math:`\varepsilon_m`.
    alphas : list of float
        나무마다의 무게 :math:`\alpha_m`.

    Raises
    ------
    ValueError
        인자가 범위를 벗어날 때.
    """

    def __init__(
        self, n_estimators: int = 50, *, learning_rate: float = 1.0, max_depth: int = 1
    ) -> None:
        self.n_estimators = integer("n_estimators", n_estimators, at_least=1)
        self.learning_rate = number("learning_rate", learning_rate, above=0)
        self.max_depth = integer("max_depth", max_depth, at_least=1)
        self.estimators: list[DecisionTreeClassifier] = []
        self.errors: list[float] = []
        self.alphas: list[float] = []
        self._classes = 0

    def fit(self, X: ArrayLike, y: ArrayLike) -> Self:
        r"""나무를 하나씩 기르며 표본의 무게를 고칩니다.

        .. math::
            \alpha_m = \eta\left(\log\frac{1-\varepsilon_m}{\varepsilon_m} + \log(K-1)\right), \qquad
            w_i \leftarrow w_i\, e^{\alpha_m [\hat y_i \neq y_i]}

        Parameters
        ----------
        X : array_like of shape (N, D)
            입력, N ≥ 1, D ≥ 1.
        y : array_like of shape (N,)
            정답 클래스의 번호. 서로 다른 클래스가 둘 이상 있어야 합니다.

        Returns
        -------
        AdaBoostClassifier
            자기 자신.

        Raises
        ------
        ValueError
            모양이나 번호가 맞지 않거나, 클래스가 하나뿐이거나, 첫 나무가 찍는 것보다 못할 때.
        """
        X = sample_matrix(X)
        target = one_hot(y, len(X))
        labels, self._classes = target.argmax(axis=1), target.shape[1]
        K = len(np.unique(labels))
        if K < 2:
            raise ValueError(f"`y` 값에는 클래스가 둘 이상 있어야 합니다(받은 클래스: {K}개).")
        self.estimators, self.errors, self.alphas = [], [], []
        weight = np.full(len(X), 1 / len(X))
        for _ in range(self.n_estimators):
            tree = DecisionTreeClassifier(self.max_depth)
            tree.fit(X, labels, weight, classes=self._classes)
            wrong = tree.predict(X) != labels
            error = float(weight[wrong].sum() / weight.sum())
            if error >= 1 - 1 / K:
                break
            perfect = error <= 0
            odds = math.inf if perfect else math.log((1 - error) / error) + math.log(K - 1)
            self.estimators.append(tree)
            self.errors.append(error)
            # 틀린 것이 없으면 식의 무게는 무한대입니다. 그때는 1을 주고 멈춥니다.
            self.alphas.append(1.0 if perfect else self.learning_rate * odds)
            if perfect:
                break
            weight = weight * np.exp(self.alphas[-1] * wrong)
            weight /= weight.sum()
        if not self.estimators:
            raise ValueError(
                "`X`와 `y`로는 찍는 것보다 나은 나무를 기를 수 없습니다"
                f"(첫 나무의 오차: {error:g}, 클래스: {K}개)."
            )
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
            나무 m개까지의 다수결.

        Raises
        ------
        RuntimeError
            `fit`보다 먼저 불렀을 때.
        ValueError
            변수의 수가 다를 때.
        """
        if not self.estimators:
            raise RuntimeError("`AdaBoostClassifier.fit`을 먼저 불러야 합니다.")
        votes: Array = np.zeros(())
        for alpha, tree in zip(self.alphas, self.estimators, strict=True):
            votes = votes + alpha * np.eye(self._classes)[tree.predict(X)]
            yield votes.argmax(axis=1)

    def predict(self, X: ArrayLike) -> Array:
        r"""모든 나무의 무게 있는 다수결로 고릅니다.

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
        *_, last = self.staged_predict(X)
        return last
