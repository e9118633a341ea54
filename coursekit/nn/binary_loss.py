r"""예와 아니오를 가르는 손실: 점수 하나의 교차 엔트로피와, 쉬운 표본을 덜 세는 초점 손실."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array, number
from coursekit.nn.activation import sigmoid_forward
from coursekit.nn.loss import Loss, Reduction
from coursekit.nn.target import matching_target

Array = NDArray[Any]


def _weights(name: str, value: ArrayLike | None, like: Array) -> Array:
    r"""점수와 모양이 맞게 펼쳐지는 무게. 주지 않으면 1입니다."""
    weights = array(name, 1.0 if value is None else value).astype(like.dtype)
    try:
        fits = np.broadcast_shapes(weights.shape, like.shape) == like.shape
    except ValueError:
        fits = False
    if not fits:
        raise ValueError(
            f"`{name}` 모양은 {like.shape}에 맞게 펼쳐져야 합니다(받은 모양: {weights.shape})."
        )
    if weights.size:
        number(f"min({name})", weights.min(), at_least=0)
    return weights


def bce_with_logits_forward(
    logits: Array,
    target: ArrayLike,
    *,
    weight: ArrayLike | None = None,
    pos_weight: ArrayLike | None = None,
) -> tuple[Array, Any]:
    r"""원소마다의 이진 교차 엔트로피를 점수에서 곧바로 구합니다.

    .. math:: \ell = w\left[(1 - y)\,z + (1 + (w_+ - 1)\,y)\log(1 + e^{-z})\right]

    :math:`-w\,[w_+\,y\log\sigma(z) + (1 - y)\log(1 - \sigma(z))]`를 넘치지 않게 고쳐 쓴 것입니다.

    Parameters
    ----------
    logits : ndarray
        점수 :math:`z`. 시그모이드를 지나지 않은 값입니다.
    target : array_like
        점수와 모양이 같은 정답 :math:`y`, 0 이상 1 이하.
    weight : array_like, optional
        원소마다의 무게 :math:`w`, 0 이상. 점수의 모양으로 펼쳐집니다.
    pos_weight : array_like, optional
        양성의 무게 :math:`w_+`, 0 이상. 양성이 드물 때 키웁니다.

    Returns
    -------
    loss : ndarray
        점수와 모양이 같은 손실.
    cache : tuple
        `bce_with_logits_backward`에 넘길 것.

    Raises
    ------
    ValueError
        모양이 맞지 않거나 정답이나 무게가 범위를 벗어날 때.
    """
    y = matching_target(logits, target)
    if y.size and not 0 <= y.min() <= y.max() <= 1:
        raise ValueError(
            f"`target` 값은 0 이상 1 이하여야 합니다(받은 범위: {y.min():g}부터 {y.max():g}까지)."
        )
    w = _weights("weight", weight, logits)
    positive = 1 + (_weights("pos_weight", pos_weight, logits) - 1) * y
    softplus = np.logaddexp(0, -logits)  # log(1 + e^{-z})
    loss = w * ((1 - y) * logits + positive * softplus)
    return loss, (sigmoid_forward(-logits)[0], y, w, positive)


def bce_with_logits_backward(grad_output: Array, cache: Any) -> Array:
    r"""이진 교차 엔트로피의 기울기를 구합니다. 무게가 없으면 :math:`G\,(\sigma(z) - y)`입니다.

    Parameters
    ----------
    grad_output : ndarray
        원소마다의 손실의 기울기 :math:`G`.
    cache : tuple
        `bce_with_logits_forward`가 돌려준 것.

    Returns
    -------
    ndarray
        점수의 기울기.
    """
    wrong_side, y, w, positive = cache  # 1 − σ(z)
    grad: Array = grad_output * w * (1 - y - positive * wrong_side)
    return grad


def focal_forward(
    logits: Array, target: ArrayLike, *, alpha: float | None = 0.25, gamma: float = 2.0
) -> tuple[Array, Any]:
    r"""원소마다의 초점 손실 :math:`-\alpha_t (1 - p_t)^\gamma \log p_t`를 구합니다.

    :math:`p_t`는 정답에 준 확률입니다. 이미 잘 맞히는 표본은 :math:`(1 - p_t)^\gamma`가 작아 덜 셉니다.
    Lin et al. (2017), 식 (5).

    Parameters
    ----------
    logits : ndarray
        점수 :math:`z`. 시그모이드를 지나지 않은 값입니다.
    target : array_like
        점수와 모양이 같은 정답, 0이나 1.
    alpha : float or None
        양성의 무게 :math:`\alpha`, 0 이상 1 이하. 음성의 무게는 :math:`1 - \alpha`입니다. `None`이면 둘 다 1입니다.
    gamma : float
        쉬운 표본을 얼마나 누를지, 0 이상. 0이면 교차 엔트로피입니다.

    Returns
    -------
    loss : ndarray
        점수와 모양이 같은 손실.
    cache : tuple
        `focal_backward`에 넘길 것.

    Raises
    ------
    ValueError
        모양이 다르거나, 정답이 0도 1도 아니거나, `alpha`나 `gamma`가 범위를 벗어날 때.
    """
    gamma = number("gamma", gamma, at_least=0)
    y = matching_target(logits, target)
    if not ((y == 0) | (y == 1)).all():
        raise ValueError("`target` 값은 0이나 1이어야 합니다.")
    sign = 2 * y - 1
    log_pt = -np.logaddexp(0, -sign * logits)
    miss = sigmoid_forward(-sign * logits)[0]  # 1 − p_t를 뺄셈 없이
    weights = np.ones_like(y)
    if alpha is not None:
        alpha = number("alpha", alpha, at_least=0, at_most=1)
        weights = y * alpha + (1 - y) * (1 - alpha)
    focus = weights * miss**gamma
    return -focus * log_pt, (sign, log_pt, miss, focus, gamma)


def focal_backward(grad_output: Array, cache: Any) -> Array:
    r"""초점 손실의 기울기를 구합니다.

    .. math:: \frac{\partial\ell}{\partial z} = \pm\,\alpha_t (1 - p_t)^\gamma
        \left(\gamma\,p_t\log p_t + p_t - 1\right)

    부호는 정답이 1이면 +, 0이면 −입니다. 첫 항은 누르는 배율 :math:`(1 - p_t)^\gamma`도 점수의 함수라서 생깁니다.
    Lin et al. (2017), 부록의 식 (13).

    Parameters
    ----------
    grad_output : ndarray
        원소마다의 손실의 기울기.
    cache : tuple
        `focal_forward`가 돌려준 것.

    Returns
    -------
    ndarray
        점수의 기울기.
    """
    sign, log_pt, miss, focus, gamma = cache
    grad: Array = grad_output * sign * focus * (gamma * (1 - miss) * log_pt - miss)
    return grad


class BCEWithLogitsLoss(Loss):
    r"""시그모이드와 이진 교차 엔트로피를 한 번에 계산하는 손실입니다. "mean"은 **모든 원소**의 평균입니다.

    Parameters
    ----------
    reduction : {"mean", "sum", "none"}
        손실들을 평균할지, 더할지, 그대로 둘지.
    weight : array_like, optional
        원소마다의 무게, 0 이상. 점수의 모양으로 펼쳐집니다.
    pos_weight : array_like, optional
        양성의 무게, 0 이상. 점수의 모양으로 펼쳐집니다.

    Examples
    --------
    >>> round(BCEWithLogitsLoss()([0.0, 0.0], [0, 1]), 4)        # log 2
    0.6931
    """

    def __init__(
        self,
        reduction: Reduction = "mean",
        *,
        weight: ArrayLike | None = None,
        pos_weight: ArrayLike | None = None,
    ) -> None:
        super().__init__(reduction)
        self.weight = weight
        self.pos_weight = pos_weight

    def _forward(self, prediction: Array, target: ArrayLike) -> tuple[Array, Any]:
        return bce_with_logits_forward(
            prediction, target, weight=self.weight, pos_weight=self.pos_weight
        )

    def _backward(self, grad_output: Array, cache: Any) -> Array:
        return bce_with_logits_backward(grad_output, cache)


class FocalLoss(Loss):
    r"""이미 잘 맞히는 표본을 덜 세는 이진 분류 손실입니다. 배경이 대부분인 검출에서 왔습니다.

    Parameters
    ----------
    reduction : {"mean", "sum", "none"}
        손실들을 평균할지, 더할지, 그대로 둘지.
    alpha : float or None
        양성의 무게, 0 이상 1 이하. `None`이면 무게가 없습니다.
    gamma : float
        쉬운 표본을 얼마나 누를지, 0 이상.

    Raises
    ------
    ValueError
        `alpha`나 `gamma`가 범위를 벗어날 때.
    """

    def __init__(
        self,
        reduction: Reduction = "mean",
        *,
        alpha: float | None = 0.25,
        gamma: float = 2.0,
    ) -> None:
        super().__init__(reduction)
        self.alpha = None if alpha is None else number("alpha", alpha, at_least=0, at_most=1)
        self.gamma = number("gamma", gamma, at_least=0)

    def _forward(self, prediction: Array, target: ArrayLike) -> tuple[Array, Any]:
        return focal_forward(prediction, target, alpha=self.alpha, gamma=self.gamma)

    def _backward(self, grad_output: Array, cache: Any) -> Array:
        return focal_backward(grad_output, cache)
