r"""두 번째 단계: 후보마다 뽑은 특징을 보고 클래스를 정하고 상자를 다듬습니다.

Girshick (2015), "Fast R-CNN". 안에서는 0번이 배경이고 클래스 k는 k+1번입니다.
"""

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from coursekit import boxes as numpy_boxes
from coursekit.models.box_sampling import sample_boxes
from coursekit.models.targets import Detections, Target

Array = NDArray[Any]
WEIGHTS = (10.0, 10.0, 5.0, 5.0)  # 변위의 크기를 1쯤으로 맞춥니다(Fast R-CNN 구현의 값)


class RoIHead(nn.Module):
    r"""후보의 특징을 펴서 은닉층 하나를 지나 클래스 점수와 클래스마다의 변위를 냅니다.

    Parameters
    ----------
    channels : int
        특징의 채널 수 C.
    size : int
        특징의 한 변 s.
    classes : int
        배경을 뺀 클래스의 수 K.
    hidden : int
        은닉층의 크기.
    """

    def __init__(self, channels: int, size: int, classes: int, *, hidden: int = 128) -> None:
        super().__init__()
        self.classes = classes
        self.hidden = nn.Linear(channels * size * size, hidden)
        self.scores = nn.Linear(hidden, classes + 1)
        self.deltas = nn.Linear(hidden, 4 * classes)
        nn.init.normal_(self.scores.weight, std=0.01)
        nn.init.normal_(self.deltas.weight, std=0.001)  # 처음에는 후보를 그대로 둡니다
        nn.init.zeros_(self.scores.bias)
        nn.init.zeros_(self.deltas.bias)

    def forward(self, pooled: Tensor) -> tuple[Tensor, Tensor]:
        r"""후보마다 답합니다.

        Parameters
        ----------
        pooled : Tensor of shape (M, C, s, s)
            후보마다의 특징.

        Returns
        -------
        scores : Tensor of shape (M, K+1)
            클래스 로짓. 0번이 배경입니다.
        deltas : Tensor of shape (M, K, 4)
            클래스마다, 후보에서 물체의 상자로 가는 변위.
        """
        hidden = nn.functional.relu(self.hidden(pooled.flatten(start_dim=1)))
        deltas: Tensor = self.deltas(hidden)
        return self.scores(hidden), deltas.reshape(len(hidden), self.classes, 4)


def sample_proposals(
    proposals: Tensor,
    target: Target,
    *,
    rng: np.random.Generator,
    positive: float = 0.5,
    count: int = 32,
    positive_fraction: float = 0.5,
) -> tuple[Tensor, Tensor, Array]:
    r"""사진 한 장의 후보에서 머리를 가르칠 것을 뽑습니다.

    정답 상자도 후보에 넣습니다. 처음에는 RPN이 물체를 못 찾아 배울 것이 없기 때문입니다.

    Parameters
    ----------
    proposals : Tensor of shape (M, 4)
        후보.
    target : dict
        정답: `boxes` (T, 4), `labels` (T,).
    rng : Generator
        후보를 뽑을 난수 생성기.
    positive : float
        정답과의 IoU가 이 이상이면 그 물체, 아니면 배경으로 봅니다, [0, 1].
    count : int
        뽑을 수, 1 이상.
    positive_fraction : float
        물체의 몫, [0, 1]. 논문의 값은 0.25입니다.

    Returns
    -------
    chosen : Tensor of shape (P, 4)
        뽑은 후보, 물체가 먼저.
    classes : Tensor of shape (P,), int64
        0이면 배경, k+1이면 클래스 k.
    matched : ndarray of shape (P1,), int64
        앞의 물체 P1개에 짝지은 정답의 번호.
    """
    truths = target["boxes"]
    pool = torch.cat([proposals, truths.to(proposals.dtype)])
    matched = numpy_boxes.assign(
        pool.numpy(), truths.numpy(), positive=positive, negative=positive, force_best=False
    )
    objects, background = sample_boxes(matched, count, positive_fraction, rng)
    classes = torch.zeros(len(objects) + len(background), dtype=torch.int64)
    classes[: len(objects)] = target["labels"][matched[objects]] + 1
    return pool[np.concatenate([objects, background])], classes, matched[objects]


def roi_loss(
    scores: Tensor, deltas: Tensor, proposals: Tensor, classes: Tensor, truths: Tensor
) -> tuple[Tensor, Tensor]:
    r"""클래스와 상자를 함께 배우는 손실입니다(Fast R-CNN 식 1–3).

    .. math:: L = L_{\text{cls}}(p, u) + [u \ge 1]\, \mathrm{smooth}_{L_1}(t^u - v)

    배경(:math:`u=0`)에는 상자 손실이 없고, 물체는 *제 클래스의* 변위만 셉니다.

    Parameters
    ----------
    scores : Tensor of shape (P, K+1)
        클래스 로짓.
    deltas : Tensor of shape (P, K, 4)
        클래스마다의 변위.
    proposals : Tensor of shape (P, 4)
        후보.
    classes : Tensor of shape (P,)
        0이면 배경, k+1이면 클래스 k.
    truths : Tensor of shape (P1, 4)
        물체인 후보의 정답 상자, 후보의 차례대로.

    Returns
    -------
    class_loss : Tensor
        클래스의 교차 엔트로피, 후보의 평균.
    box_loss : Tensor
        상자의 손실. 물체의 것만 더해서 후보의 수 P로 나눕니다.
    """
    objects = torch.nonzero(classes > 0)[:, 0]
    wanted = numpy_boxes.encode_boxes(truths.numpy(), proposals[objects].numpy(), weights=WEIGHTS)
    own = deltas[objects, classes[objects] - 1]  # (P1, 4)
    moved = nn.functional.smooth_l1_loss(
        own, torch.as_tensor(wanted, dtype=own.dtype), reduction="sum"
    )
    total = max(len(classes), 1)
    return nn.functional.cross_entropy(scores, classes, reduction="sum") / total, moved / total


@torch.no_grad()
def roi_detections(
    scores: Tensor,
    deltas: Tensor,
    proposals: Tensor,
    image_size: tuple[int, int],
    *,
    score_threshold: float = 0.05,
    iou_threshold: float = 0.5,
    limit: int = 20,
) -> Detections:
    r"""사진 한 장의 후보를 검출로 바꿉니다. 후보 하나가 클래스마다 검출 하나씩이 될 수 있습니다.

    Parameters
    ----------
    scores : Tensor of shape (P, K+1)
        클래스 로짓. 0번이 배경입니다.
    deltas : Tensor of shape (P, K, 4)
        클래스마다의 변위.
    proposals : Tensor of shape (P, 4)
        후보.
    image_size : tuple of (int, int)
        사진의 높이와 너비.
    score_threshold : float
        확률이 이보다 커야 검출입니다.
    iou_threshold : float
        클래스마다 하는 NMS의 문턱, [0, 1].
    limit : int
        검출 수의 상한, 1 이상.

    Returns
    -------
    dict
        `boxes` (D, 4), `scores` (D,) 큰 것부터, `labels` (D,) 0..K-1.
    """
    probability = scores.softmax(dim=1)[:, 1:]  # (P, K)
    proposal, label = torch.nonzero(probability > score_threshold, as_tuple=True)
    moved = numpy_boxes.decode_boxes(
        deltas[proposal, label].numpy(), proposals[proposal].numpy(), weights=WEIGHTS
    )
    moved = numpy_boxes.clip_boxes(moved, image_size)
    probability = probability[proposal, label]
    keep = numpy_boxes.batched_nms(moved, probability.numpy(), label.numpy(), iou_threshold)[:limit]
    return {
        "boxes": torch.as_tensor(moved[keep], dtype=deltas.dtype),
        "scores": probability[keep],
        "labels": label[keep],
    }
