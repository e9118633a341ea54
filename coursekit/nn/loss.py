r"""손실: 예측과 정답이 얼마나 다른지를 재고, 예측으로 미분한 기울기를 냅니다."""

from abc import ABC, abstractmethod
from typing import Any, Literal, final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array

Array = NDArray[Any]
Reduction = Literal["mean", "sum", "none"]


def mse_forward(prediction: Array, target: Array) -> tuple[Array, Any]:
    r"""원소마다의 제곱 오차 :math:`(\hat y - y)^2`를 구합니다.

    Parameters
    ----------
    prediction : ndarray
        예측.
    target : ndarray
        예측과 모양이 같은 정답.

    Returns
    -------
    loss : ndarray
        예측과 모양이 같은 손실.
    cache : ndarray
        `mse_backward`에 넘길 것.

    Raises
    ------
    ValueError
        모양이 다를 때. (N, 1)과 (N,)을 몰래 펼쳐 (N, N)으로 만들지 않습니다.
    """
    error = prediction - array("target", target, shape=prediction.shape, finite=False)
    return error * error, error


def mse_backward(grad_output: Array, cache: Any) -> Array:
    r"""제곱 오차의 기울기 :math:`2G(\hat y - y)`를 구합니다.

    Parameters
    ----------
    grad_output : ndarray
        원소마다의 손실의 기울기 :math:`G`.
    cache : ndarray
        `mse_forward`가 돌려준 것.

    Returns
    -------
    ndarray
        예측의 기울기.
    """
    grad: Array = 2 * grad_output * cache
    return grad


def cross_entropy_forward(logits: Array, target: ArrayLike) -> tuple[Array, Any]:
    r"""표본마다의 교차 엔트로피 :math:`-\log\operatorname{softmax}(z)_y`를 구합니다.

    .. math:: \ell_n = \log\sum_c e^{z_{nc} - m_n} - (z_{n y_n} - m_n), \qquad m_n = \max_c z_{nc}

    가장 큰 값을 먼저 빼므로 지수가 넘치지 않습니다.

    Parameters
    ----------
    logits : ndarray of shape (N, C)
        점수 :math:`z`. 소프트맥스를 지나지 않은 값입니다.
    target : array_like of shape (N,)
        정답 클래스의 번호, 0 이상 C 미만의 정수.

    Returns
    -------
    loss : ndarray of shape (N,)
        표본마다의 손실.
    cache : tuple
        `cross_entropy_backward`에 넘길 것.

    Raises
    ------
    ValueError
        `logits`가 2차원이 아니거나, 정답이 정수가 아니거나, 모양이나 범위가 맞지 않을 때.
    """
    if logits.ndim != 2 or logits.shape[1] == 0:
        raise ValueError(f"`prediction` 모양은 (N, C)이어야 합니다(받은 모양: {logits.shape}).")
    labels = np.asarray(target)
    if labels.dtype.kind not in "iu":
        raise ValueError(f"`target` 값은 클래스 번호(정수)여야 합니다(받은 dtype: {labels.dtype}).")
    n, classes = logits.shape
    if labels.shape != (n,):
        raise ValueError(f"`target` 모양은 ({n},)이어야 합니다(받은 모양: {labels.shape}).")
    if n and not 0 <= labels.min() <= labels.max() < classes:
        raise ValueError(
            f"`target` 값은 0 이상 {classes} 미만이어야 합니다"
            f"(받은 범위: {labels.min()}부터 {labels.max()}까지)."
        )
    shifted = logits - logits.max(axis=1, keepdims=True)
    exponentials = np.exp(shifted)
    total = exponentials.sum(axis=1, keepdims=True)
    loss = np.log(total[:, 0]) - shifted[np.arange(n), labels]
    return loss, (exponentials / total, labels)


def cross_entropy_backward(grad_output: Array, cache: Any) -> Array:
    r"""교차 엔트로피의 기울기 :math:`G_n(\operatorname{softmax}(z_n) - e_{y_n})`을 구합니다.

    Parameters
    ----------
    grad_output : ndarray of shape (N,)
        표본마다의 손실의 기울기 :math:`G`.
    cache : tuple
        `cross_entropy_forward`가 돌려준 것.

    Returns
    -------
    ndarray of shape (N, C)
        점수의 기울기.
    """
    probability, labels = cache
    grad: Array = probability.copy()
    grad[np.arange(len(labels)), labels] -= 1
    grad *= grad_output[:, None]
    return grad


class Loss(ABC):
    r"""예측과 정답을 받아 손실을 내는 것의 공통 부분입니다.

    하위 클래스는 줄이기(reduction) 전의 손실과 그 기울기만 씁니다.

    Loss (추상)
    ├── CrossEntropyLoss
    └── MSELoss

    Parameters
    ----------
    reduction : {"mean", "sum", "none"}
        손실들을 평균할지, 더할지, 그대로 둘지.

    Raises
    ------
    ValueError
        `reduction`이 셋 가운데 하나가 아닐 때.
    """

    def __init__(self, reduction: Reduction = "mean") -> None:
        if reduction not in ("mean", "sum", "none"):
            raise ValueError(
                f'`reduction` 값은 "mean", "sum", "none" 가운데 하나여야 합니다(받은 값: {reduction!r}).'
            )
        self.reduction = reduction
        self._cache: Any = None
        self._shape: tuple[int, ...] | None = None

    @final
    def forward(self, prediction: ArrayLike, target: ArrayLike) -> Any:
        r"""손실을 구하고 뒤로 갈 때 쓸 것을 남깁니다.

        Parameters
        ----------
        prediction : array_like
            모델의 출력. 바뀌지 않습니다.
        target : array_like
            정답.

        Returns
        -------
        float or ndarray
            `reduction`이 "none"이면 손실의 배열, 아니면 수 하나.

        Raises
        ------
        ValueError
            모양이 맞지 않거나, 평균할 것이 하나도 없을 때.
        """
        scores = array("prediction", prediction, finite=False)
        loss, cache = self._forward(scores, target)
        if self.reduction == "mean" and loss.size == 0:
            raise ValueError(
                f"`prediction` 값은 하나 이상 있어야 합니다(받은 모양: {scores.shape})."
            )
        self._cache, self._shape = cache, loss.shape
        if self.reduction == "none":
            return loss
        return float(loss.mean() if self.reduction == "mean" else loss.sum())

    def __call__(self, prediction: ArrayLike, target: ArrayLike) -> Any:
        r"""`forward(prediction, target)`과 같습니다."""
        return self.forward(prediction, target)

    @final
    def backward(self, grad_output: ArrayLike = 1.0) -> Array:
        r"""손실을 예측으로 미분한 값을 돌려줍니다.

        Parameters
        ----------
        grad_output : array_like
            손실의 기울기. `reduction`이 "none"이면 손실과 모양이 같아야 하고, 아니면 수 하나입니다.

        Returns
        -------
        ndarray
            예측과 모양과 dtype이 같은 기울기.

        Raises
        ------
        RuntimeError
            `forward`보다 먼저 불렀거나 `forward` 한 번에 두 번 불렀을 때.
        ValueError
            `grad_output`의 모양이 손실과 다를 때.
        """
        if self._shape is None:
            raise RuntimeError(
                f"`{type(self).__name__}.backward`는 `forward`를 부른 뒤에 한 번만 부를 수 있습니다."
            )
        shape = self._shape if self.reduction == "none" else ()
        grad = array("grad_output", grad_output, shape=shape, finite=False)
        cache, shape = self._cache, self._shape
        self._cache = self._shape = None
        if self.reduction == "mean":
            grad = grad / np.prod(shape)
        return self._backward(np.broadcast_to(grad, shape), cache)

    @abstractmethod
    def _forward(self, prediction: Array, target: ArrayLike) -> tuple[Array, Any]:
        r"""줄이기 전의 손실과, 뒤로 갈 때 쓸 것."""

    @abstractmethod
    def _backward(self, grad_output: Array, cache: Any) -> Array:
        r"""줄이기 전의 손실의 기울기를 받아 예측의 기울기를 구합니다."""


class MSELoss(Loss):
    r"""평균 제곱 오차(mean squared error)입니다. "mean"은 **모든 원소**의 평균입니다.

    Parameters
    ----------
    reduction : {"mean", "sum", "none"}
        손실들을 평균할지, 더할지, 그대로 둘지.

    Examples
    --------
    >>> loss = MSELoss()
    >>> loss([1.0, 3.0], [0.0, 0.0])
    5.0
    >>> loss.backward()
    array([1., 3.])
    """

    def _forward(self, prediction: Array, target: ArrayLike) -> tuple[Array, Any]:
        return mse_forward(prediction, np.asarray(target))

    def _backward(self, grad_output: Array, cache: Any) -> Array:
        return mse_backward(grad_output, cache).astype(cache.dtype, copy=False)


class CrossEntropyLoss(Loss):
    r"""소프트맥스와 교차 엔트로피(cross entropy)를 한 번에 계산하는 분류 손실입니다.

    Parameters
    ----------
    reduction : {"mean", "sum", "none"}
        표본마다의 손실을 평균할지, 더할지, 그대로 둘지.

    Examples
    --------
    >>> loss = CrossEntropyLoss()
    >>> round(loss([[0.0, 0.0, 0.0, 0.0]], [2]), 4)        # log 4
    1.3863
    >>> loss.backward()
    array([[ 0.25,  0.25, -0.75,  0.25]])
    """

    def _forward(self, prediction: Array, target: ArrayLike) -> tuple[Array, Any]:
        return cross_entropy_forward(prediction, target)

    def _backward(self, grad_output: Array, cache: Any) -> Array:
        return cross_entropy_backward(grad_output, cache)
