r"""손실: 예측과 정답이 얼마나 다른지를 재고, 예측으로 미분한 기울기를 냅니다.

Loss (추상)
├── MSELoss, L1Loss, SmoothL1Loss      회귀
├── CrossEntropyLoss, NLLLoss          여러 클래스 가운데 하나
└── BCEWithLogitsLoss, FocalLoss       예와 아니오
"""

from abc import ABC, abstractmethod
from typing import Any, Literal, final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array

Array = NDArray[Any]
Reduction = Literal["mean", "sum", "none"]


class Loss(ABC):
    r"""예측과 정답을 받아 손실을 내는 것의 공통 부분입니다.

    하위 클래스는 줄이기(reduction) 전의 손실과 그 기울기만 씁니다.

    Parameters
    ----------
    reduction : {"mean", "sum", "none"}
        손실들을 평균할지, 더할지, 그대로 둘지.

    Attributes
    ----------
    total_weight : float
        마지막 `forward`에서 "mean"이 나눈 수. 보통은 손실의 개수이고, 클래스마다 무게가 있으면 무게의 합입니다.

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
        self.total_weight = 0.0
        self._cache: Any = None
        self._shape: tuple[int, ...] | None = None
        self._dtype: Any = None

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
        self.total_weight = self._total_weight(loss, cache)
        self._cache, self._shape, self._dtype = cache, loss.shape, scores.dtype
        if self.reduction == "none":
            return loss
        total = float(loss.sum())
        return total / self.total_weight if self.reduction == "mean" else total

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
            grad = grad / self.total_weight
        return self._backward(np.broadcast_to(grad.astype(self._dtype), shape), cache)

    def _total_weight(self, loss: Array, cache: Any) -> float:
        r"""`reduction`이 "mean"일 때 나눌 수."""
        return loss.size

    @abstractmethod
    def _forward(self, prediction: Array, target: ArrayLike) -> tuple[Array, Any]:
        r"""줄이기 전의 손실과, 뒤로 갈 때 쓸 것."""

    @abstractmethod
    def _backward(self, grad_output: Array, cache: Any) -> Array:
        r"""줄이기 전의 손실의 기울기를 받아 예측의 기울기를 구합니다."""
