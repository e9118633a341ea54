r"""여러 클래스 가운데 하나를 고르는 분류의 손실: 교차 엔트로피와 음의 로그 가능도."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import number
from coursekit.nn.loss import Loss, Reduction
from coursekit.nn.softmax import log_softmax
from coursekit.nn.target import target_distribution

Array = NDArray[Any]


def _expected(q: Array, log_p: Array) -> Array:
    # 무게가 0인 클래스의 로그 확률은 −∞여도 됩니다: 0 · ∞를 만들지 않습니다.
    terms = np.multiply(q, log_p, where=q != 0, out=np.zeros_like(q))
    loss: Array = -terms.sum(axis=1)
    return loss


def cross_entropy_forward(
    logits: Array,
    target: ArrayLike,
    *,
    weight: ArrayLike | None = None,
    ignore_index: int = -100,
    label_smoothing: float = 0.0,
) -> tuple[Array, Any]:
    r"""표본마다의 교차 엔트로피 :math:`-\sum_c q_c\log\operatorname{softmax}(z)_c`를 구합니다.

    정답이 번호 :math:`y`이면 :math:`-\log\operatorname{softmax}(z)_y`입니다.
    로그와 소프트맥스를 한 번에 계산하므로(`log_softmax_forward`) 넘치지도, :math:`\log 0`이 되지도 않습니다.

    Parameters
    ----------
    logits : ndarray of shape (N, C, ...)
        점수 :math:`z`. 소프트맥스를 지나지 않은 값입니다.
    target : array_like of shape (N, ...) or (N, C, ...)
        정답 클래스의 번호(0 이상 C 미만의 정수)나, 클래스마다의 확률(실수).
    weight : array_like of shape (C,), optional
        클래스마다의 무게, 0 이상.
    ignore_index : int
        이 번호가 붙은 표본의 손실과 기울기는 0입니다.
    label_smoothing : float
        정답의 확률에서 덜어 모든 클래스에 고루 나눌 몫, 0 이상 1 이하.

    Returns
    -------
    loss : ndarray of shape (N, ...)
        표본마다의 손실.
    cache : tuple
        `cross_entropy_backward`에 넘길 것.

    Raises
    ------
    ValueError
        정답이 정수도 확률도 아니거나, 모양이나 범위가 맞지 않을 때.
    """
    q, sample_weight = target_distribution(
        logits, target, weight=weight, ignore_index=ignore_index, label_smoothing=label_smoothing
    )
    log_p = log_softmax(logits, dim=1)
    return _expected(q, log_p), (np.exp(log_p), q, sample_weight)


def cross_entropy_backward(grad_output: Array, cache: Any) -> Array:
    r"""교차 엔트로피의 기울기 :math:`G\,(p \sum_c q_c - q)`를 구합니다.

    무게가 없으면 :math:`\sum_c q_c = 1`이라 **확률 빼기 정답** :math:`p - q`만 남습니다.

    Parameters
    ----------
    grad_output : ndarray of shape (N, ...)
        표본마다의 손실의 기울기 :math:`G`.
    cache : tuple
        `cross_entropy_forward`가 돌려준 것.

    Returns
    -------
    ndarray of shape (N, C, ...)
        점수의 기울기.
    """
    p, q, _ = cache
    grad: Array = p * q.sum(axis=1, keepdims=True)
    grad -= q
    grad *= grad_output[:, None]
    return grad


def nll_forward(
    log_p: Array,
    target: ArrayLike,
    *,
    weight: ArrayLike | None = None,
    ignore_index: int = -100,
) -> tuple[Array, Any]:
    r"""표본마다의 음의 로그 가능도 :math:`-w_y \log p_y`를 구합니다.

    Parameters
    ----------
    log_p : ndarray of shape (N, C, ...)
        로그 확률. `log_softmax`의 출력입니다.
    target : array_like of shape (N, ...) or (N, C, ...)
        정답 클래스의 번호(0 이상 C 미만의 정수)나, 클래스마다의 확률(실수).
    weight : array_like of shape (C,), optional
        클래스마다의 무게, 0 이상.
    ignore_index : int
        이 번호가 붙은 표본의 손실과 기울기는 0입니다.

    Returns
    -------
    loss : ndarray of shape (N, ...)
        표본마다의 손실.
    cache : tuple
        `nll_backward`에 넘길 것.

    Raises
    ------
    ValueError
        정답이 정수도 확률도 아니거나, 모양이나 범위가 맞지 않을 때.
    """
    q, sample_weight = target_distribution(log_p, target, weight=weight, ignore_index=ignore_index)
    return _expected(q, log_p), (q, sample_weight)


def nll_backward(grad_output: Array, cache: Any) -> Array:
    r"""음의 로그 가능도의 기울기를 구합니다: 정답 자리만 :math:`-w_y G`입니다.

    Parameters
    ----------
    grad_output : ndarray of shape (N, ...)
        표본마다의 손실의 기울기 :math:`G`.
    cache : tuple
        `nll_forward`가 돌려준 것.

    Returns
    -------
    ndarray of shape (N, C, ...)
        로그 확률의 기울기.
    """
    grad: Array = -cache[0] * grad_output[:, None]
    return grad


def _sum_of_weights(sample_weight: Array) -> float:
    total = float(sample_weight.sum())
    if sample_weight.size and total == 0:
        raise ValueError(
            "`target` 표본의 무게를 더한 값은 0보다 커야 합니다(받은 합: 0). "
            "모두 `ignore_index`이거나 그 클래스의 `weight`가 0입니다."
        )
    return total


class CrossEntropyLoss(Loss):
    r"""소프트맥스와 교차 엔트로피(cross entropy)를 한 번에 계산하는 분류 손실입니다.

    무게가 있을 때 "mean"은 :math:`\sum_n \ell_n / \sum_n w_{y_n}`입니다: 표본 수가 아니라 무게의 합으로 나눕니다.

    Parameters
    ----------
    reduction : {"mean", "sum", "none"}
        표본마다의 손실을 평균할지, 더할지, 그대로 둘지.
    weight : array_like of shape (C,), optional
        클래스마다의 무게, 0 이상.
    ignore_index : int
        이 번호가 붙은 표본은 손실과 평균에서 모두 뺍니다.
    label_smoothing : float
        정답의 확률에서 덜어 모든 클래스에 고루 나눌 몫, 0 이상 1 이하.

    Raises
    ------
    ValueError
        `label_smoothing`이 범위를 벗어날 때. `weight`는 `forward`에서 검사합니다.

    Examples
    --------
    >>> loss = CrossEntropyLoss()
    >>> round(loss([[0.0, 0.0, 0.0, 0.0]], [2]), 4)        # log 4
    1.3863
    >>> loss.backward()
    array([[ 0.25,  0.25, -0.75,  0.25]])
    """

    def __init__(
        self,
        reduction: Reduction = "mean",
        *,
        weight: ArrayLike | None = None,
        ignore_index: int = -100,
        label_smoothing: float = 0.0,
    ) -> None:
        super().__init__(reduction)
        self.weight = weight
        self.ignore_index = ignore_index
        self.label_smoothing = number("label_smoothing", label_smoothing, at_least=0, at_most=1)

    def _forward(self, prediction: Array, target: ArrayLike) -> tuple[Array, Any]:
        return cross_entropy_forward(
            prediction,
            target,
            weight=self.weight,
            ignore_index=self.ignore_index,
            label_smoothing=self.label_smoothing,
        )

    def _backward(self, grad_output: Array, cache: Any) -> Array:
        return cross_entropy_backward(grad_output, cache)

    def _total_weight(self, loss: Array, cache: Any) -> float:
        return _sum_of_weights(cache[2])


class NLLLoss(Loss):
    r"""로그 확률을 받는 음의 로그 가능도(negative log-likelihood)입니다.

    `LogSoftmax` 다음에 이 손실을 놓으면 `CrossEntropyLoss`와 같습니다.

    Parameters
    ----------
    reduction : {"mean", "sum", "none"}
        표본마다의 손실을 평균할지, 더할지, 그대로 둘지.
    weight : array_like of shape (C,), optional
        클래스마다의 무게, 0 이상.
    ignore_index : int
        이 번호가 붙은 표본은 손실과 평균에서 모두 뺍니다.
    """

    def __init__(
        self,
        reduction: Reduction = "mean",
        *,
        weight: ArrayLike | None = None,
        ignore_index: int = -100,
    ) -> None:
        super().__init__(reduction)
        self.weight = weight
        self.ignore_index = ignore_index

    def _forward(self, prediction: Array, target: ArrayLike) -> tuple[Array, Any]:
        return nll_forward(prediction, target, weight=self.weight, ignore_index=self.ignore_index)

    def _backward(self, grad_output: Array, cache: Any) -> Array:
        return nll_backward(grad_output, cache)

    def _total_weight(self, loss: Array, cache: Any) -> float:
        return _sum_of_weights(cache[1])
