r"""영역 제안망(RPN): 특성 맵의 자리마다 앵커 몇 개를 놓고, 물체가 있는지와 얼마나 옮길지 답합니다.

Ren et al. (2015), "Faster R-CNN: towards real-time object detection with region proposal networks".
"""

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from coursekit import boxes as numpy_boxes
from coursekit.models.box_sampling import sample_boxes

Array = NDArray[Any]


class RegionProposalNetwork(nn.Module):
    r"""3×3 합성곱 하나와 1×1 합성곱 둘입니다. 자리마다 앵커 A개에 점수 하나와 변위 넷을 냅니다.

    Parameters
    ----------
    channels : int
        특성 맵의 채널 수 C.
    anchors : int
        자리마다 앵커의 수 A.
    """

    def __init__(self, channels: int, anchors: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, padding=1)
        self.objectness = nn.Conv2d(channels, anchors, 1)
        self.deltas = nn.Conv2d(channels, 4 * anchors, 1)
        for parameter in [*self.objectness.parameters(), *self.deltas.parameters()]:
            nn.init.normal_(parameter, std=0.01)  # 처음에는 모든 앵커를 거의 똑같이 봅니다

    def forward(self, features: Tensor) -> tuple[Tensor, Tensor]:
        r"""특성 맵의 모든 앵커에 답합니다.

        Parameters
        ----------
        features : Tensor of shape (N, C, H, W)
            특성 맵.

        Returns
        -------
        objectness : Tensor of shape (N, H*W*A)
            물체일 점수(로짓). 행, 열, 앵커의 차례로, `grid_anchors`와 같습니다.
        deltas : Tensor of shape (N, H*W*A, 4)
            앵커에서 물체의 상자로 가는 변위.
        """
        hidden = nn.functional.relu(self.conv(features))
        objectness = self.objectness(hidden).permute(0, 2, 3, 1)  # (N, H, W, A)
        deltas = self.deltas(hidden).permute(0, 2, 3, 1)  # (N, H, W, 4A)
        return objectness.flatten(start_dim=1), deltas.reshape(len(features), -1, 4)


def rpn_loss(
    objectness: Tensor,
    deltas: Tensor,
    anchors: Array,
    truths: Tensor,
    *,
    rng: np.random.Generator,
    positive: float = 0.5,
    negative: float = 0.3,
    count: int = 64,
) -> tuple[Tensor, Tensor]:
    r"""사진 한 장의 RPN 손실입니다(식 1). 뽑은 앵커만 세고, 상자는 물체인 앵커만 셉니다.

    .. math::

        \frac{1}{n}\sum_i \mathrm{BCE}(p_i, p_i^*)
        \qquad \frac{1}{n}\sum_i p_i^* \,\mathrm{smooth}_{L_1}(t_i - t_i^*)

    정답과의 IoU가 `positive` 이상이거나 그 정답에 가장 가까운 앵커가 물체(:math:`p^*=1`),
    `negative`보다 작으면 배경이고, 사이에 있으면 뽑지 않습니다. 물체는 많아야 절반입니다.

    Parameters
    ----------
    objectness : Tensor of shape (P,)
        앵커마다의 로짓.
    deltas : Tensor of shape (P, 4)
        앵커마다의 변위.
    anchors : ndarray of shape (P, 4)
        앵커.
    truths : Tensor of shape (M, 4)
        정답 상자.
    rng : Generator
        앵커를 뽑을 난수 생성기.
    positive, negative : float
        물체와 배경을 가르는 IoU, [0, 1]. 논문의 값은 0.7과 0.3입니다.
    count : int
        뽑을 앵커의 수 :math:`n`, 1 이상. 논문의 값은 256입니다.

    Returns
    -------
    objectness_loss : Tensor
        물체인지의 손실, 뽑은 앵커의 평균.
    box_loss : Tensor
        상자의 손실. 물체인 앵커의 것만 더해서 뽑은 앵커의 수로 나눕니다.
    """
    truth_boxes = truths.numpy()
    matched = numpy_boxes.assign(anchors, truth_boxes, positive=positive, negative=negative)
    objects, background = sample_boxes(matched, count, 0.5, rng)
    chosen = np.concatenate([objects, background])
    is_object = torch.zeros(len(chosen), dtype=objectness.dtype)
    is_object[: len(objects)] = 1
    wanted = numpy_boxes.encode_boxes(truth_boxes[matched[objects]], anchors[objects])
    moved = nn.functional.smooth_l1_loss(
        deltas[objects], torch.as_tensor(wanted, dtype=deltas.dtype), reduction="sum"
    )
    found = nn.functional.binary_cross_entropy_with_logits(objectness[chosen], is_object)
    return found, moved / max(len(chosen), 1)


@torch.no_grad()
def propose(
    objectness: Tensor,
    deltas: Tensor,
    anchors: Array,
    image_size: tuple[int, int],
    *,
    before: int = 200,
    after: int = 50,
    iou_threshold: float = 0.7,
    min_side: float = 2.0,
) -> tuple[Tensor, Tensor]:
    r"""사진 한 장의 앵커를 옮겨 후보 상자를 만듭니다. 기울기는 여기서 끊깁니다.

    점수가 높은 `before`개를 옮기고, 사진 안으로 자르고, 너무 작은 것을 버리고, NMS를 하고,
    남은 것 가운데 점수가 높은 `after`개를 고릅니다.

    Parameters
    ----------
    objectness : Tensor of shape (P,)
        앵커마다의 로짓.
    deltas : Tensor of shape (P, 4)
        앵커마다의 변위.
    anchors : ndarray of shape (P, 4)
        앵커.
    image_size : tuple of (int, int)
        사진의 높이와 너비.
    before, after : int
        NMS 앞뒤로 남길 수, 1 이상.
    iou_threshold : float
        NMS의 문턱, [0, 1].
    min_side : float
        너비나 높이가 이보다 작은 후보는 버립니다, 0 이상.

    Returns
    -------
    proposals : Tensor of shape (M, 4)
        사진 안의 후보, 점수가 높은 것부터. M은 많아야 `after`입니다.
    scores : Tensor of shape (M,)
        물체일 확률.
    """
    best = torch.argsort(objectness, descending=True, stable=True)[:before].numpy()
    moved = numpy_boxes.decode_boxes(deltas.detach()[best].numpy(), anchors[best])
    moved = numpy_boxes.clip_boxes(moved, image_size)
    scores = torch.sigmoid(objectness.detach()[best]).numpy()
    large = (moved[:, 2:] - moved[:, :2] >= min_side).all(axis=1)
    moved, scores = moved[large], scores[large]
    keep = numpy_boxes.nms(moved, scores, iou_threshold)[:after]
    return torch.as_tensor(moved[keep], dtype=deltas.dtype), torch.as_tensor(scores[keep])
