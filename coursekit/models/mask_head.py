r"""마스크 머리: 상자마다 뽑은 특징에서 클래스마다의 마스크를 그립니다.

He et al. (2017), "Mask R-CNN". 클래스는 상자 쪽이 정하고, 마스크는 제 클래스의 한 장만 배웁니다.
"""

import torch
from torch import Tensor, nn

from coursekit.arguments import number
from coursekit.models.roi_pooling import bilinear_reading


class MaskHead(nn.Module):
    r"""3×3 합성곱 둘, 두 배로 키우는 전치 합성곱 하나, 1×1 합성곱 하나입니다.

    Parameters
    ----------
    channels : int
        특징의 채널 수 C.
    classes : int
        배경을 뺀 클래스의 수 K.
    hidden : int
        가운데 층들의 채널 수.
    """

    def __init__(self, channels: int, classes: int, *, hidden: int = 16) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(channels, hidden, 3, padding=1),
            nn.ReLU(),
            nn.Conv2d(hidden, hidden, 3, padding=1),
            nn.ReLU(),
            nn.ConvTranspose2d(hidden, hidden, 2, stride=2),
            nn.ReLU(),
            nn.Conv2d(hidden, classes, 1),
        )

    def forward(self, pooled: Tensor) -> Tensor:
        r"""상자마다 클래스마다 마스크의 로짓을 냅니다.

        Parameters
        ----------
        pooled : Tensor of shape (M, C, s, s)
            상자마다의 특징.

        Returns
        -------
        Tensor of shape (M, K, 2s, 2s)
            로짓.
        """
        logits: Tensor = self.layers(pooled)
        return logits


def mask_loss(logits: Tensor, labels: Tensor, boxes: Tensor, masks: Tensor) -> Tensor:
    r"""제 클래스의 마스크만 픽셀마다 이진 교차 엔트로피로 견줍니다.

    정답 마스크를 상자로 오려 로짓의 크기에 맞춥니다. 이때도 RoIAlign처럼 읽고, 절반 이상이면 1입니다.

    Parameters
    ----------
    logits : Tensor of shape (M, K, S, S)
        마스크의 로짓.
    labels : Tensor of shape (M,)
        클래스 0..K-1.
    boxes : Tensor of shape (M, 4)
        물체로 뽑힌 후보 상자.
    masks : Tensor of shape (M, H, W)
        상자마다 짝지은 정답 마스크.

    Returns
    -------
    Tensor
        평균한 손실. M이 0이면 0입니다.
    """
    own = logits[torch.arange(len(labels)), labels]  # (M, S, S)
    wanted = crop_masks(masks, boxes, logits.shape[-1])
    total = nn.functional.binary_cross_entropy_with_logits(
        own, wanted.to(own.dtype), reduction="sum"
    )
    return total / max(own.numel(), 1)


def crop_masks(masks: Tensor, boxes: Tensor, size: int) -> Tensor:
    r"""상자마다 마스크 한 장을 오려 `size`로 맞춥니다.

    Parameters
    ----------
    masks : Tensor of shape (M, H, W)
        상자마다의 마스크.
    boxes : Tensor of shape (M, 4)
        상자.
    size : int
        결과의 한 변, 1 이상.

    Returns
    -------
    Tensor of shape (M, size, size), bool
        오린 마스크.
    """
    x1, y1, x2, y2 = (boxes - 0.5).unbind(dim=1)  # 픽셀의 중심이 0.5입니다
    rows = bilinear_reading(y1, y2, size, 2, masks.shape[1])  # (M, size, H)
    columns = bilinear_reading(x1, x2, size, 2, masks.shape[2])  # (M, size, W)
    return rows @ masks.to(boxes.dtype) @ columns.transpose(1, 2) >= 0.5


def paste_masks(
    probabilities: Tensor, boxes: Tensor, image_size: tuple[int, int], *, threshold: float = 0.5
) -> Tensor:
    r"""상자 크기로 늘인 마스크를 사진의 제자리에 붙입니다.

    사진 픽셀의 중심이 상자 안의 어디인지 보고 마스크를 쌍선형으로 읽습니다. 상자 밖은 거짓입니다.

    Parameters
    ----------
    probabilities : Tensor of shape (M, S, S)
        상자마다 마스크의 확률.
    boxes : Tensor of shape (M, 4)
        상자 `(x1, y1, x2, y2)`.
    image_size : tuple of (int, int)
        사진의 높이 H와 너비 W.
    threshold : float
        확률이 이 이상이면 참입니다, [0, 1].

    Returns
    -------
    Tensor of shape (M, H, W), bool
        사진 크기의 마스크.

    Raises
    ------
    ValueError
        모양이 맞지 않거나 `threshold`가 범위를 벗어날 때.
    """
    threshold = number("threshold", threshold, at_least=0, at_most=1)
    if probabilities.dim() != 3 or len(probabilities) != len(boxes):
        raise ValueError(
            f"`probabilities` 모양은 ({len(boxes)}, S, S)여야 합니다"
            f"(받은 모양: {tuple(probabilities.shape)})."
        )
    height, width = image_size
    rows, in_rows = _reading(boxes[:, 1], boxes[:, 3], probabilities.shape[1], height)
    columns, in_columns = _reading(boxes[:, 0], boxes[:, 2], probabilities.shape[2], width)
    pasted = rows @ probabilities @ columns.transpose(1, 2)  # (M, H, W)
    return (pasted >= threshold) & in_rows[:, :, None] & in_columns[:, None]


def _reading(low: Tensor, high: Tensor, size: int, length: int) -> tuple[Tensor, Tensor]:
    """How much each image row reads of each mask row, (M, length, size), and is it in the box."""
    centre = torch.arange(length, dtype=low.dtype) + 0.5
    inside = (centre >= low[:, None]) & (centre < high[:, None])
    extent = (high - low).clamp(min=torch.finfo(low.dtype).eps)
    place = (centre - low[:, None]) / extent[:, None] * size - 0.5
    place = place.clamp(0, size - 1)
    weight = 1 - (place[..., None] - torch.arange(size, dtype=low.dtype)).abs()
    return weight.clamp(min=0), inside
