r"""배경이 대부분인 검출에서 분류의 손실을 고르게 하는 두 길: 초점 손실과 어려운 음성 고르기."""

import torch
from torch import Tensor
from torch.nn import functional

from coursekit.arguments import number


def sigmoid_focal_loss(
    logits: Tensor, target: Tensor, *, alpha: float | None = 0.25, gamma: float = 2.0
) -> Tensor:
    r"""초점 손실(focal loss)을 원소마다 냅니다: :math:`-\alpha_t (1 - p_t)^\gamma \log p_t`.

    Parameters
    ----------
    logits : Tensor
        시그모이드를 씌우기 전의 점수. 모양은 자유롭습니다.
    target : Tensor
        같은 모양의 0과 1.
    alpha : float or None
        양성의 무게, 0 이상 1 이하. `None`이면 무게가 없습니다.
    gamma : float
        쉬운 표본을 얼마나 누를지, 0 이상. 0이면 이진 교차 엔트로피입니다.

    Returns
    -------
    Tensor
        점수와 모양이 같은 손실.

    Raises
    ------
    ValueError
        모양이 다르거나 `alpha`, `gamma`가 범위를 벗어날 때.

    References
    ----------
    T. Lin et al., "Focal Loss for Dense Object Detection", ICCV 2017, equation (5).
    """
    gamma = number("gamma", gamma, at_least=0)
    if logits.shape != target.shape:
        raise ValueError(
            f"`target` 모양은 `logits` 모양과 같아야 합니다(받은 모양: {tuple(target.shape)}, {tuple(logits.shape)})."
        )
    entropy = functional.binary_cross_entropy_with_logits(logits, target, reduction="none")
    miss = (logits.sigmoid() - target).abs()  # 1 − p_t
    weight = miss**gamma
    if alpha is not None:
        alpha = number("alpha", alpha, at_least=0, at_most=1)
        weight = weight * (alpha * target + (1 - alpha) * (1 - target))
    return weight * entropy


def hard_negatives(losses: Tensor, positive: Tensor, *, ratio: float = 3.0) -> Tensor:
    r"""음성 가운데 손실이 큰 것부터 사진마다 양성의 `ratio`배만 고릅니다.

    Parameters
    ----------
    losses : Tensor of shape (N, A)
        앵커마다의 분류 손실.
    positive : Tensor of shape (N, A)
        양성이면 참.
    ratio : float
        양성 하나에 음성 몇 개를 둘지, 0보다 큽니다. 양성이 없는 사진은 하나가 있다고 칩니다.

    Returns
    -------
    Tensor of shape (N, A)
        고른 음성이면 참.

    Raises
    ------
    ValueError
        `ratio`가 0보다 크지 않을 때.

    References
    ----------
    W. Liu et al., "SSD", ECCV 2016, section 2.2 (hard negative mining, at most 3:1).
    """
    ratio = number("ratio", ratio, above=0)
    candidates = losses.detach().masked_fill(positive, -torch.inf)
    rank = candidates.argsort(dim=1, descending=True, stable=True).argsort(dim=1)
    count = (positive.sum(dim=1, keepdim=True).clamp(min=1) * ratio).long()
    return (rank < count) & ~positive
