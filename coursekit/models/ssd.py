r"""여러 해상도에서 앵커마다 상자와 클래스를 내는 한 단계 검출기입니다(SSD 방식)."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from coursekit.arguments import integer, number
from coursekit.boxes import anchor_boxes, assign, decode_boxes, encode_boxes, grid_anchors
from coursekit.models.focal import hard_negatives, sigmoid_focal_loss
from coursekit.models.fpn import FPN, Neck
from coursekit.models.grid_detector import convolution
from coursekit.models.postprocess import keep_best
from coursekit.models.targets import Detections, Target

STRIDES = (4, 8, 16)
_PRIOR = -4.6  # 처음 확률 0.01: 배경뿐인 앵커의 손실이 첫걸음을 뒤흔들지 않습니다
_WEIGHTS = (10.0, 10.0, 5.0, 5.0)


class SSD(nn.Module):
    r"""백본, 목(neck), 머리로 된 검출기입니다. 머리는 해상도 1/4, 1/8, 1/16에서 같은 가중치를 씁니다.

    Parameters
    ----------
    classes : int
        배경을 뺀 클래스의 수 K.
    neck : {"add", "concat", None}
        FPN에서 거친 특징과 고운 특징이 만나는 방식. `None`이면 만나지 않습니다.
    balance : {"hard", "focal"}
        배경이 대부분인 것을 다루는 길. "hard"는 어려운 음성만 3:1로, "focal"은 초점 손실로 모두 셉니다.
    class_weight : float
        분류의 손실에 곱할 수, 0보다 큽니다. 초점 손실은 수백 배까지 작아지므로 상자의 손실과 크기를 다시 맞춥니다.
    widths : tuple of int
        1/2, 1/4, 1/8, 1/16 단계의 채널 수.
    width : int
        목과 머리의 채널 수, 4의 배수.
    sizes : tuple of float
        해상도마다의 앵커 크기(픽셀).
    ratios : tuple of float
        앵커의 높이 ÷ 너비.

    Raises
    ------
    ValueError
        `balance`나 `neck`이 정한 값이 아니거나, `sizes`가 셋이 아니거나, `width`가 4의 배수가 아니거나,
        `class_weight`가 0보다 크지 않을 때.

    References
    ----------
    W. Liu et al., "SSD", ECCV 2016; T. Lin et al., "Focal Loss for Dense Object Detection", ICCV 2017.
    """

    def __init__(
        self,
        classes: int,
        *,
        neck: Neck = "add",
        balance: Literal["hard", "focal"] = "hard",
        class_weight: float = 1.0,
        widths: tuple[int, int, int, int] = (12, 24, 32, 32),
        width: int = 32,
        sizes: tuple[float, float, float] = (9.0, 15.0, 24.0),
        ratios: tuple[float, ...] = (1.0,),
    ) -> None:
        super().__init__()
        if balance not in ("hard", "focal"):
            raise ValueError(f'`balance` 값은 "hard"나 "focal"이어야 합니다(받은 값: {balance!r}).')
        if len(sizes) != len(STRIDES):
            raise ValueError(
                f"`sizes` 길이는 {len(STRIDES)}이어야 합니다(받은 길이: {len(sizes)})."
            )
        if integer("width", width, at_least=4) % 4:
            raise ValueError(f"`width` 값은 4의 배수여야 합니다(받은 값: {width}).")
        self.classes = integer("classes", classes, at_least=1)
        self.balance = balance
        self.class_weight = number("class_weight", class_weight, above=0)
        self.bases = [anchor_boxes([size], ratios) for size in sizes]
        channels = (3, *widths)
        self.stages = nn.ModuleList(
            nn.Sequential(*convolution(before, after), nn.MaxPool2d(2))
            for before, after in pairwise(channels)
        )
        self.neck = FPN(widths[1:], width, neck, norm=True)
        # 해상도마다 값의 퍼짐이 다른데 머리는 하나라서, 배치 정규화의 평균 하나로는 맞지 않습니다.
        self.tower = nn.Sequential(
            nn.Conv2d(width, width, 3, padding=1, bias=False), nn.GroupNorm(4, width), nn.ReLU()
        )
        self.kind = nn.Conv2d(width, len(ratios) * classes, 3, padding=1)
        self.box = nn.Conv2d(width, len(ratios) * 4, 3, padding=1)
        nn.init.constant_(self.kind.bias, _PRIOR)  # type: ignore[arg-type]

    def anchors(self, height: int, width: int) -> Tensor:
        r"""사진의 크기에 맞는 앵커를 머리의 출력과 같은 차례로 놓습니다.

        Parameters
        ----------
        height, width : int
            사진의 크기, 16의 배수.

        Returns
        -------
        Tensor of shape (A, 4)
            고운 해상도부터, 줄, 열, 비율의 차례.
        """
        levels = [
            grid_anchors((height // stride, width // stride), stride, base)
            for stride, base in zip(STRIDES, self.bases, strict=True)
        ]
        return torch.from_numpy(np.concatenate(levels)).float()

    def forward(self, images: Tensor) -> dict[str, Tensor]:
        r"""앵커마다의 클래스 점수와 상자의 부호를 냅니다.

        Parameters
        ----------
        images : Tensor of shape (N, 3, H, W)
            H와 W는 16의 배수.

        Returns
        -------
        dict
            `logits` (N, A, K), `deltas` (N, A, 4), `anchors` (A, 4), `image_size` (2,).

        Raises
        ------
        ValueError
            H나 W가 16의 배수가 아닐 때.
        """
        height, width = images.shape[-2:]
        if height % 16 or width % 16:
            raise ValueError(
                f"`images` 높이와 너비는 16의 배수여야 합니다(받은 모양: {tuple(images.shape)})."
            )
        x, features = images, []
        for stage in self.stages:
            x = stage(x)
            features.append(x)
        logits, deltas = [], []
        for level in self.neck(features[1:]):
            y = self.tower(level)
            logits.append(_by_anchor(self.kind(y), self.classes))
            deltas.append(_by_anchor(self.box(y), 4))
        return {
            "logits": torch.cat(logits, dim=1),
            "deltas": torch.cat(deltas, dim=1),
            "anchors": self.anchors(height, width),
            "image_size": torch.tensor([height, width]),
        }

    def loss(self, outputs: dict[str, Tensor], targets: Sequence[Target]) -> Tensor:
        r"""앵커를 정답과 짝짓고(IoU 0.5 이상은 양성, 0.4 미만은 음성) 분류와 상자의 손실을 더합니다.

        Parameters
        ----------
        outputs : dict
            `forward`의 출력.
        targets : sequence of dict
            사진마다의 정답.

        Returns
        -------
        Tensor
            양성의 수로 나눈 손실.
        """
        logits, deltas, anchors = outputs["logits"], outputs["deltas"], outputs["anchors"]
        truth = torch.zeros_like(logits)
        counted = torch.ones(logits.shape[:2], dtype=torch.bool)
        positive = torch.zeros_like(counted)
        box = logits.new_zeros(())
        for n, target in enumerate(targets):
            matched = torch.from_numpy(
                assign(anchors.numpy(), target["boxes"].numpy(), positive=0.5, negative=0.4)
            )
            mine = matched >= 0
            positive[n], counted[n] = mine, matched != -2
            truth[n, mine, target["labels"][matched[mine]]] = 1
            wanted = encode_boxes(
                target["boxes"][matched[mine]].numpy(), anchors[mine].numpy(), weights=_WEIGHTS
            )
            box = box + functional.smooth_l1_loss(
                deltas[n, mine], torch.from_numpy(wanted), reduction="sum"
            )
        if self.balance == "focal":
            kind = sigmoid_focal_loss(logits, truth).sum(dim=2)
        else:
            entropy = functional.binary_cross_entropy_with_logits(logits, truth, reduction="none")
            kind = entropy.sum(dim=2)
            # 손실에서 뺄 앵커는 음성의 후보가 아닙니다.
            counted &= positive | hard_negatives(kind, positive | ~counted)
        return (self.class_weight * kind[counted].sum() + box) / positive.sum().clamp(min=1)

    @torch.no_grad()
    def decode(
        self,
        outputs: dict[str, Tensor],
        *,
        score_threshold: float = 0.05,
        iou_threshold: float = 0.5,
        limit: int = 100,
    ) -> list[Detections]:
        r"""출력을 상자로 되돌리고 겹치는 것을 지웁니다.

        Parameters
        ----------
        outputs : dict
            `forward`의 출력.
        score_threshold : float
            이보다 작은 점수는 버립니다.
        iou_threshold : float
            같은 클래스에서 이보다 많이 겹치면 점수가 낮은 것을 지웁니다.
        limit : int
            사진마다 남기는 가장 많은 수.

        Returns
        -------
        list of dict
            사진마다의 `boxes`, `scores`, `labels`, 점수가 큰 것부터.
        """
        anchors = outputs["anchors"].numpy()
        height, width = outputs["image_size"].tolist()
        found = []
        for logits, deltas in zip(outputs["logits"], outputs["deltas"], strict=True):
            scores, labels = logits.sigmoid().max(dim=1)
            boxes = torch.from_numpy(decode_boxes(deltas.numpy(), anchors, weights=_WEIGHTS))
            found.append(
                keep_best(
                    boxes, scores, labels, (height, width),
                    score_threshold=score_threshold, iou_threshold=iou_threshold, limit=limit,
                )
            )  # fmt: skip
        return found


def _by_anchor(x: Tensor, values: int) -> Tensor:
    r"""(N, A·V, H, W)를 줄, 열, 비율의 차례로 (N, H·W·A, V)로 폅니다."""
    return x.permute(0, 2, 3, 1).reshape(len(x), -1, values)
