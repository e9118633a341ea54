r"""격자 검출기: 사진을 칸으로 나누고, 물체의 중심이 있는 칸이 그 물체를 맡습니다(YOLO 방식)."""

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

from coursekit.arguments import integer
from coursekit.models.postprocess import keep_best
from coursekit.models.targets import Detections, Target


def assign_to_grid(boxes: Tensor, grid: tuple[int, int], stride: int) -> tuple[Tensor, Tensor]:
    r"""상자를 중심이 있는 칸에 맡깁니다. 한 칸은 하나만 맡습니다.

    Parameters
    ----------
    boxes : Tensor of shape (M, 4)
        픽셀로 잰 (x1, y1, x2, y2).
    grid : tuple of int
        칸의 수 (줄 S_h, 열 S_w).
    stride : int
        한 칸의 한 변(픽셀).

    Returns
    -------
    kept : Tensor of shape (P,)
        맡은 상자의 번호. 같은 칸에 둘 이상이면 넓은 것만 남습니다: P ≤ M.
    cells : Tensor of shape (P,)
        맡은 칸의 번호, 줄 × S_w + 열.
    """
    rows, columns = grid
    center = (boxes[:, :2] + boxes[:, 2:]) / 2 / stride
    column = center[:, 0].floor().long().clamp(0, columns - 1)  # x가 열
    row = center[:, 1].floor().long().clamp(0, rows - 1)  # y가 줄
    area = (boxes[:, 2:] - boxes[:, :2]).prod(dim=1)
    owner: dict[int, int] = {}
    for i in torch.argsort(area, stable=True).tolist():  # 넓은 것이 나중에 덮어씁니다
        owner[int(row[i]) * columns + int(column[i])] = i
    cells = sorted(owner)
    return torch.tensor([owner[c] for c in cells], dtype=torch.int64), torch.tensor(
        cells, dtype=torch.int64
    )


class GridDetector(nn.Module):
    r"""세 번 반으로 줄인 특징의 칸마다 상자 하나, 물체가 있을 확률, 클래스를 내는 검출기입니다.

    칸마다의 출력은 :math:`(t_x, t_y, t_w, t_h, t_o)`와 클래스 점수 K개이고, 줄 i, 열 j인 칸의 상자는

    .. math:: x = (j + \sigma(t_x))\,s,\quad y = (i + \sigma(t_y))\,s,\quad w = s\,e^{t_w},\quad h = s\,e^{t_h}

    점수는 :math:`\sigma(t_o)`에 가장 큰 클래스 확률을 곱한 것입니다.

    Parameters
    ----------
    classes : int
        배경을 뺀 클래스의 수 K.
    widths : tuple of int
        세 단계의 채널 수.
    wide : int
        가장 거친 단계에서 더 거치는 3×3 합성곱의 수.

    Attributes
    ----------
    stride : int
        한 칸의 한 변, 8픽셀.

    References
    ----------
    J. Redmon et al., "You Only Look Once", CVPR 2016, section 2; box parameters as in YOLO9000 (2017), section 2.
    """

    stride = 8

    def __init__(
        self, classes: int, *, widths: tuple[int, int, int] = (16, 24, 32), wide: int = 2
    ) -> None:
        super().__init__()
        self.classes = integer("classes", classes, at_least=1)
        channels = (3, *widths)
        layers: list[nn.Module] = []
        for before, after in pairwise(channels):
            layers += [*convolution(before, after), nn.MaxPool2d(2)]
        for _ in range(wide):
            layers += convolution(widths[-1], widths[-1])
        self.backbone = nn.Sequential(*layers)
        self.head = nn.Conv2d(widths[-1], 5 + classes, 1)

    def forward(self, images: Tensor) -> Tensor:
        r"""칸마다의 출력을 냅니다.

        Parameters
        ----------
        images : Tensor of shape (N, 3, H, W)
            H와 W는 8의 배수.

        Returns
        -------
        Tensor of shape (N, H/8, W/8, 5 + K)
            칸마다 :math:`(t_x, t_y, t_w, t_h, t_o)`와 클래스 점수. 시그모이드를 씌우기 전입니다.

        Raises
        ------
        ValueError
            H나 W가 8의 배수가 아닐 때.
        """
        if images.shape[-2] % self.stride or images.shape[-1] % self.stride:
            raise ValueError(
                f"`images` 높이와 너비는 8의 배수여야 합니다(받은 모양: {tuple(images.shape)})."
            )
        output: Tensor = self.head(self.backbone(images)).permute(0, 2, 3, 1)
        return output

    def loss(self, outputs: Tensor, targets: Sequence[Target]) -> Tensor:
        r"""맡은 칸의 상자와 클래스, 모든 칸의 확신을 배웁니다.

        Parameters
        ----------
        outputs : Tensor of shape (N, S_h, S_w, 5 + K)
            `forward`의 출력.
        targets : sequence of dict
            사진마다의 정답.

        Returns
        -------
        Tensor
            상자(smooth L1)와 클래스(교차 엔트로피)와 확신(이진 교차 엔트로피)의 합을 맡은 칸의 수로 나눈 것.
        """
        grid = (outputs.shape[1], outputs.shape[2])
        flat = outputs.flatten(1, 2)  # (N, 칸, 5 + K)
        present = torch.zeros(flat.shape[:2])
        chosen, shifts, sizes, labels = [], [], [], []
        for n, target in enumerate(targets):
            kept, cells = assign_to_grid(target["boxes"], grid, self.stride)
            boxes = target["boxes"][kept] / self.stride
            center = (boxes[:, :2] + boxes[:, 2:]) / 2
            corner = torch.stack([cells % grid[1], cells // grid[1]], dim=1)
            present[n, cells] = 1
            chosen.append(flat[n, cells])
            shifts.append(center - corner)
            sizes.append((boxes[:, 2:] - boxes[:, :2]).log())
            labels.append(target["labels"][kept])
        mine = torch.cat(chosen)
        box = functional.smooth_l1_loss(
            mine[:, :2].sigmoid(), torch.cat(shifts), reduction="sum", beta=0.1
        ) + functional.smooth_l1_loss(mine[:, 2:4], torch.cat(sizes), reduction="sum", beta=0.1)
        kind = functional.cross_entropy(mine[:, 5:], torch.cat(labels), reduction="sum")
        sure = functional.binary_cross_entropy_with_logits(flat[..., 4], present, reduction="sum")
        return (2 * box + kind + sure) / max(1, len(mine))

    @torch.no_grad()
    def decode(
        self,
        outputs: Tensor,
        *,
        score_threshold: float = 0.05,
        iou_threshold: float = 0.5,
        limit: int = 100,
    ) -> list[Detections]:
        r"""출력을 상자로 되돌리고 겹치는 것을 지웁니다.

        Parameters
        ----------
        outputs : Tensor of shape (N, S_h, S_w, 5 + K)
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
        rows, columns = outputs.shape[1:3]
        i, j = torch.meshgrid(torch.arange(rows), torch.arange(columns), indexing="ij")
        center = (outputs[..., :2].sigmoid() + torch.stack([j, i], dim=-1)) * self.stride
        size = outputs[..., 2:4].clamp(max=4).exp() * self.stride
        boxes = torch.cat([center - size / 2, center + size / 2], dim=-1)
        best, labels = outputs[..., 5:].softmax(dim=-1).max(dim=-1)
        scores = outputs[..., 4].sigmoid() * best
        image_size = (rows * self.stride, columns * self.stride)
        return [
            keep_best(
                b.reshape(-1, 4), s.flatten(), k.flatten(), image_size,
                score_threshold=score_threshold, iou_threshold=iou_threshold, limit=limit,
            )
            for b, s, k in zip(boxes, scores, labels, strict=True)
        ]  # fmt: skip


def convolution(before: int, after: int) -> list[nn.Module]:
    r"""3×3 합성곱, 배치 정규화, ReLU를 차례로 둡니다."""
    return [nn.Conv2d(before, after, 3, padding=1, bias=False), nn.BatchNorm2d(after), nn.ReLU()]
