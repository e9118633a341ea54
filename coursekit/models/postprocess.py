r"""검출기 출력의 마지막 손질: 낮은 점수를 버리고, 사진 안으로 자르고, 겹치는 것을 지웁니다."""

from typing import Any

import torch
from torch import Tensor, nn

from coursekit.boxes import batched_nms
from coursekit.models.targets import Detections


def keep_best(
    boxes: Tensor,
    scores: Tensor,
    labels: Tensor,
    image_size: tuple[int, int],
    *,
    score_threshold: float = 0.05,
    iou_threshold: float = 0.5,
    limit: int = 100,
) -> Detections:
    r"""한 사진의 상자 후보에서 남길 것을 고릅니다.

    Parameters
    ----------
    boxes : Tensor of shape (M, 4)
        후보 상자.
    scores : Tensor of shape (M,)
        점수.
    labels : Tensor of shape (M,)
        클래스 번호.
    image_size : tuple of int
        사진의 (높이, 너비).
    score_threshold : float
        이보다 작은 점수는 버립니다.
    iou_threshold : float
        같은 클래스에서 이보다 많이 겹치면 점수가 낮은 것을 지웁니다.
    limit : int
        남기는 가장 많은 수.

    Returns
    -------
    dict
        `boxes`, `scores`, `labels`, 점수가 큰 것부터.
    """
    height, width = image_size
    high = scores >= score_threshold
    corners = torch.tensor([width, height, width, height], dtype=boxes.dtype)
    boxes, scores, labels = boxes[high].clamp(min=0).minimum(corners), scores[high], labels[high]
    kept = batched_nms(boxes.numpy(), scores.numpy(), labels.numpy(), iou_threshold)
    rows = torch.from_numpy(kept)[:limit]
    return {"boxes": boxes[rows], "scores": scores[rows], "labels": labels[rows]}


@torch.no_grad()
def detect(model: nn.Module, images: Tensor, *, batch_size: int = 64) -> list[Detections]:
    r"""검출기를 평가 상태로 두고 사진마다 상자를 찾습니다. 끝나면 상태를 되돌립니다.

    Parameters
    ----------
    model : Module
        `decode`가 있는 검출기(`GridDetector`, `SSD`).
    images : Tensor or ndarray of shape (N, 3, H, W)
        사진.
    batch_size : int
        한 번에 계산할 사진의 수.

    Returns
    -------
    list of dict
        사진마다의 `boxes`, `scores`, `labels`.
    """
    was_training = model.training
    model.eval()
    try:
        decode: Any = model.decode  # 검출기마다 다릅니다
        return [
            found
            for part in torch.split(torch.as_tensor(images), batch_size)
            for found in decode(model(part))
        ]
    finally:
        model.train(was_training)
