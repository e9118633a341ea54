r"""분할의 손실: 픽셀마다의 교차 엔트로피와, 겹침을 바로 재는 Dice 손실입니다."""

import torch
from torch import Tensor
from torch.nn import functional

from coursekit.arguments import number


def pixel_cross_entropy(scores: Tensor, labels: Tensor, *, ignore_index: int = 255) -> Tensor:
    r"""픽셀마다의 교차 엔트로피를 세는 픽셀에 걸쳐 평균합니다.

    Parameters
    ----------
    scores : Tensor of shape (N, C, H, W)
        소프트맥스를 씌우기 전의 점수.
    labels : Tensor of shape (N, H, W)
        픽셀의 클래스, int64.
    ignore_index : int
        이 값인 픽셀은 세지 않습니다.

    Returns
    -------
    Tensor
        손실. 셀 픽셀이 하나도 없으면 0이고, 그때도 뒤로 갈 수 있습니다(기울기는 0).

    Raises
    ------
    ValueError
        모양이 맞지 않거나, 세는 픽셀의 값이 0 이상 C 미만이 아닐 때.
    """
    counted = _counted(scores, labels, ignore_index)
    total = functional.cross_entropy(scores, labels, ignore_index=ignore_index, reduction="sum")
    return total / counted.sum().clamp(min=1)


def dice_loss(
    scores: Tensor, labels: Tensor, *, smooth: float = 1.0, ignore_index: int = 255
) -> Tensor:
    r"""클래스마다의 부드러운 Dice를 1에서 뺀 것의 평균입니다.

    .. math:: \mathcal{L} = 1 - \frac1C\sum_c \frac{2\sum_i p_{ic}\,y_{ic} + s}{\sum_i p_{ic} + \sum_i y_{ic} + s}

    확률 p를 그대로 써서 미분할 수 있습니다. 배치의 모든 픽셀을 한데 더하므로, 드문 클래스도 클래스 하나의 몫을 합니다.

    Parameters
    ----------
    scores : Tensor of shape (N, C, H, W)
        소프트맥스를 씌우기 전의 점수.
    labels : Tensor of shape (N, H, W)
        픽셀의 클래스, int64.
    smooth : float
        분모와 분자에 더하는 s, 0보다 큽니다. 배치에 없는 클래스가 0/0이 되지 않게 합니다.
    ignore_index : int
        이 값인 픽셀은 세지 않습니다.

    Returns
    -------
    Tensor
        0 이상 1 이하의 손실.

    Raises
    ------
    ValueError
        모양이 맞지 않거나, 세는 픽셀의 값이 0 이상 C 미만이 아니거나, `smooth`가 0보다 크지 않을 때.

    References
    ----------
    F. Milletari, N. Navab, S. Ahmadi, "V-Net", 3DV 2016, section 3 (there with squares in the denominator).
    """
    smooth = number("smooth", smooth, above=0)
    counted = _counted(scores, labels, ignore_index)[:, None]
    truth = functional.one_hot(labels.where(counted[:, 0], 0), scores.shape[1]).movedim(-1, 1)
    truth = truth * counted
    probability = scores.softmax(dim=1) * counted
    overlap = (probability * truth).sum(dim=(0, 2, 3))
    total = probability.sum(dim=(0, 2, 3)) + truth.sum(dim=(0, 2, 3))
    return 1 - ((2 * overlap + smooth) / (total + smooth)).mean()


def _counted(scores: Tensor, labels: Tensor, ignore_index: int) -> Tensor:
    if scores.ndim != 4 or labels.shape != (scores.shape[0], *scores.shape[2:]):
        raise ValueError(
            "`scores` 모양은 (N, C, H, W)이고 `labels` 모양은 (N, H, W)이어야 합니다"
            f"(받은 모양: {tuple(scores.shape)}, {tuple(labels.shape)})."
        )
    if labels.dtype != torch.int64:
        raise ValueError(f"`labels` dtype은 int64여야 합니다(받은 dtype: {labels.dtype}).")
    counted = labels != ignore_index
    strangers = labels[counted & ((labels < 0) | (labels >= scores.shape[1]))]
    if len(strangers):
        raise ValueError(
            f"`labels` 값은 0 이상 {scores.shape[1]} 미만이어야 합니다"
            f"(받은 값: {int(strangers[0])}, ignore_index: {ignore_index})."
        )
    return counted
