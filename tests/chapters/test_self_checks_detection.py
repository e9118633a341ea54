"""Part IV: the numbers in the answers of the self-check questions, computed independently."""

import math

import numpy as np
import torch

from coursekit.boxes import assign, box_convert, box_iou, decode_boxes, spatial_pyramid_pool
from coursekit.metrics import (
    average_precision,
    evaluate_segmentation,
    precision_recall,
)
from coursekit.models import FPN, FasterRCNN, assign_to_grid, sigmoid_focal_loss, summarize
from coursekit.nn import conv_transpose1d_forward


def test_segmentation(verify):
    sides = [(n - 24) // 4 + 1 for n in (64, 96, 128, 192)]
    assert sides[:2] == [11, 19]
    grown = [
        conv_transpose1d_forward(np.ones((1, 1, 10)), np.ones((1, 1, 6)), stride=4, padding=p)[0]
        for p in (0, 1)
    ]
    stamped = grown[0][0, 0].astype(int)[4:8]
    even = conv_transpose1d_forward(np.ones((1, 1, 10)), np.ones((1, 1, 8)), stride=4)[0][0, 0]
    assert set(even[8:-8]) == {2}
    padded = conv_transpose1d_forward(np.ones((1, 1, 10)), np.ones((1, 1, 8)), stride=4, padding=2)[
        0
    ]
    assert padded.shape[-1] == 40
    dice = [np.mean([2 * v / (1 + v) for v in ious]) for ious in ((0.9, 0.1), (0.5, 0.5))]
    # 79 parts of background, and three classes of 7 whose names are cycled: a third is right
    truth = np.repeat([0, 1, 2, 3], [79 * 3, 21, 21, 21])
    guess = truth.copy()
    for k in (1, 2, 3):
        guess[truth == k] = np.repeat([1, 2, 3], 7)
    blind = evaluate_segmentation(truth, guess, classes=4)
    first, last = (math.floor(v / 4 + 0.5) for v in (10, 30))
    band = [4 * 80 * 4 / 80**2, 4 * 320 * 4 / 320**2]  # a band of fixed width round a square
    verify(
        "segmentation",
        {
            "분류기로": [f"{sides[2]}×{sides[3]}입니다", "(128 - 24)/4", "(192 - 24)/4"],
            "작은 지도를": [
                f"{grown[0].shape[-1]}가 되고",
                f"{grown[1].shape[-1]}입니다",
                "6이 4로",
                ", ".join(map(str, stamped)) + "로 되풀이",
                "커널을 8로",
            ],
            "얼마나": [f"A가 {dice[0]:.3f}, B가 {dice[1]:.3f}"],
            "완전": [f"{band[0] / band[1]:.0f}분의 1"],
            "무엇인지까지": [
                f"픽셀 정확도는 {blind.pixel_accuracy:.2f}, mIoU는 {blind.mean_iou:.2f}",
                f"\\frac13 / (2 - \\frac13) = {blind.iou[1]:.1f}",
                "3분의 1",
            ],
            "맞닿은": [
                f"{4 * first}픽셀에서 {4 * (last + 1)}픽셀까지",
                f"{10 / 4}와 {30 / 4}이고",
                f"{first}과 {last}인데",
                f"{last}번 칸",
                f"{last + 1} \\times 4",
                f"왼쪽 {4 * first - 10}픽셀",
                f"오른쪽으로 {4 * (last + 1) - 30}픽셀",
            ],
        },
    )


def test_two_stage_detection(verify):
    written = np.array([[30.0, 40, 60, 80]])
    real = box_convert(written, "xywh", "xyxy")
    misread = box_iou(written, real)[0, 0]
    square = np.array([[0.0, 0, 100, 100]])
    inside = box_iou(square, [[10, 10, 60, 90]])[0, 0]
    shifted = box_iou(square, square + np.array([20, 0, 20, 0]))[0, 0]
    base = np.array([[75.0, 0, 125, 50], [0, 0, 500, 500]])
    decoded = decode_boxes(np.array([[0.2, 0, 0.693, 0], [0.2, 0, 0, 0]]), base)
    centre = decoded[0, [0, 2]].mean()
    moved = decoded[1, [0, 2]].mean() - 250
    windows = math.ceil(math.log(128 / 16) / math.log(2))
    sizes = [16 * 2 ** (k + 0.5) for k in range(windows)]
    sides = np.geomspace(16, 128, 500)
    covered = [max(min(s / w, w / s) ** 2 for w in sizes) for s in sides]
    assert min(covered) > 0.5 - 1e-9
    vector = spatial_pyramid_pool(np.zeros((1, 256, 13, 9)), (6, 3, 2, 1)).shape[1]
    errors = torch.tensor([0.5, 5.0], requires_grad=True)
    torch.nn.functional.smooth_l1_loss(errors, torch.zeros(2), reduction="sum").backward()
    gentle = errors.grad.tolist()

    def overlapping(iou):  # a box of height 10 moved sideways until it overlaps this much
        shift = 10 * (1 - iou) / (1 + iou)
        return [shift, 0, 10 + shift, 10]

    target = [[0.0, 0, 10, 10]]
    anchors = [overlapping(iou) for iou in (0.65, 0.5, 0.2)]
    assert assign(anchors, target).tolist() == [0, -2, -1]
    assert assign([*anchors, overlapping(0.72)], target).tolist() == [-2, -2, -1, 0]
    model = FasterRCNN(3, rng=0)
    channels = model.backbone(torch.zeros(1, 3, 64, 64)).shape[1]
    shared = summarize(model.backbone, (3, 64, 64)).multiply_adds
    shared += summarize(model.rpn, (channels, 16, 16)).multiply_adds
    head = summarize(model.head, (channels, 5, 5)).multiply_adds
    saved = 100 * (40 * head) / (shared + 50 * head)
    verify(
        "two_stage_detection",
        {
            "무엇을": [
                f"IoU는 {misread:.2f}입니다",
                "가로 {:.0f}에서 {:.0f}, 세로 {:.0f}에서 {:.0f}".format(*real[0, [0, 2, 1, 3]]),
            ],
            "상자 둘은": [f"A는 {inside:.1f}이고", f"0.8/1.2 = {shifted:.3f}"],
            "상자의 네": [
                f"{decoded[0, 0]:.0f}에서 {decoded[0, 2]:.0f}까지",
                f"= {centre - 100:.0f}$만큼",
                f"옮겨져 {centre:.0f}이고",
                f"0.2가 {moved:.0f}픽셀",
            ],
            "창을": [
                f"{windows}가지입니다",
                f"{1 / math.sqrt(2):.2f}배에서 {math.sqrt(2):.2f}배",
                ", ".join(f"{s:.1f}" for s in sizes),
            ],
            "SPPNet": [f"{vector // 256} = {vector:,}".replace(",", "{,}")],
            "Fast": [
                f"{gentle[0]:.1f}와 {gentle[1]:.0f}이고",
                "0.5와 5입니다",
            ],
            "두 번째": [f"{saved:.0f} % 줄어"],
        },
    )


def test_one_stage_detection(verify, root):
    box = torch.tensor([[17.0, 8, 37, 18]])
    _, cells = assign_to_grid(box, (6, 6), 8)
    row, column = divmod(int(cells[0]), 6)
    joined = FPN((32, 64), 32, "concat")
    assert joined.smooth[0].weight.shape[1] == 64  # ours meets 32 + 32 after its 1×1
    concat = torch.nn.Conv2d(32 + 64, 32, 3, bias=False).weight.numel()
    narrow = torch.nn.Conv2d(64, 32, 1, bias=False).weight.numel()
    added = narrow + torch.nn.Conv2d(32, 32, 3, bias=False).weight.numel()
    assert concat / 2 > added
    right = torch.tensor([0.9] * 1000 + [0.1] * 10, dtype=torch.float64)
    shares, sums = [], []
    for gamma in (0.0, 2.0):
        losses = sigmoid_focal_loss(
            torch.logit(1 - right), torch.zeros_like(right), alpha=None, gamma=gamma
        )
        easy, hard = losses[:1000].sum().item(), losses[1000:].sum().item()
        shares.append(100 * easy / (easy + hard))
        sums += [easy, hard]

    def ap(*hits):
        precision, recall = precision_recall(np.array(hits, bool), truths=3)
        return average_precision(recall, precision)

    first, longer, turned = ap(1, 0, 1), ap(1, 0, 1, 0), ap(0, 1, 1)
    assert math.isclose(first, longer)
    chapter = (root / "chapters" / "one_stage_detection.md").read_text(encoding="utf-8")
    assert "고리는 20픽셀 넘게 떨어져 있습니다" in chapter
    verify(
        "one_stage_detection",
        {
            "모든 칸에": [
                f"{row}번 줄, {column}번 열",
                f"= {27 / 8 % 1:.3f}$",
                f"\\ln {20 / 8} = {math.log(20 / 8):.3f}",
                f"27/8 = {27 / 8}",
            ],
            "백본": [
                f"32 \\times {32 + 64} \\times 9 = {concat:,}".replace(",", "{,}"),
                f"64 \\times 32 + 32 \\times 32 \\times 9 = {added:,}".replace(",", "{,}"),
                "3×3이",
            ],
            "배경이": [
                f"교차 엔트로피에서는 {shares[0]:.0f} %, 초점 손실에서는 {shares[1]:.0f} %",
                f"쉬운 쪽이 {sums[0]:.1f}, 어려운 쪽이 {sums[1]:.1f}이고",
                f"{sums[2]:.2f}와 {sums[3]:.1f}입니다",
            ],
            "목은": ["고리는 20픽셀 넘게"],
            "AP를": [
                f"\\frac13 \\cdot 1 + \\frac13 \\cdot \\frac23 = {first:.3f}",
                f"{longer:.3f} 그대로",
                f"{turned:.3f}가 됩니다",
            ],
        },
    )
