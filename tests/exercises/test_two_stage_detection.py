r"""「두 단계 검출 연습」의 모범답을 다른 길로 얻은 답과 견줍니다: torch, 칸 세기, 문턱의 적분, 느린 반복문, 널리 쓰는 앵커."""

import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from coursekit.boxes import anchor_boxes, box_iou_naive
from coursekit.grading import Exercise, course_root, read_exercise

EXERCISE: Exercise = read_exercise(
    course_root(Path(__file__).parent) / "exercises" / "two_stage_detection"
)
SOLUTIONS: dict[str, Any] = {}
exec(next(cell.source for cell in EXERCISE.cells if cell.grade_id == "setup"), SOLUTIONS)
for cell in EXERCISE.solutions:
    exec(cell.solution_code, SOLUTIONS)

box_iou: Callable[..., Any] = SOLUTIONS["box_iou"]
random_boxes: Callable[..., Any] = SOLUTIONS["random_boxes"]
complete_iou: Callable[..., Any] = SOLUTIONS["complete_iou"]
box_loss: Callable[..., Any] = SOLUTIONS["box_loss"]
rounded_anchors: Callable[..., Any] = SOLUTIONS["rounded_anchors"]
adaptive_assign: Callable[..., Any] = SOLUTIONS["adaptive_assign"]
average_recall: Callable[..., Any] = SOLUTIONS["average_recall"]
vote_boxes: Callable[..., Any] = SOLUTIONS["vote_boxes"]
fuse_boxes: Callable[..., Any] = SOLUTIONS["fuse_boxes"]
position_pool: Callable[..., Any] = SOLUTIONS["position_pool"]

functional: Any = torch.nn.functional
SEEDS = st.integers(0, 2**32 - 1)


def test_the_overview_tells_the_points_of_each_item() -> None:
    overview = next(cell.source for cell in EXERCISE.cells if cell.kind == "text")
    rows = re.findall(r"^\| (.+?) \| `\w+` \| (\d+) \|$", overview, re.MULTILINE)
    assert rows == [(item.title, str(item.points)) for item in EXERCISE.items]
    assert f"{EXERCISE.points}점 만점" in overview


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 5), st.integers(0, 5), SEEDS)
def test_the_given_overlap_is_the_slow_one(n: int, m: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    a, b = random_boxes(rng, n, 10, 2, 9), random_boxes(rng, m, 10, 2, 9)
    expected = np.reshape(box_iou_naive(a, b), (n, m))
    np.testing.assert_allclose(box_iou(a, b), expected, atol=1e-12)


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_complete_iou_counts_pixels_and_measures_angles(seed: int) -> None:
    rng = np.random.default_rng(seed)
    corners, sides = rng.integers(0, 8, (2, 2)), rng.integers(1, 9, (2, 2))
    a, b = np.concatenate([corners, corners + sides], axis=1)
    painted = np.zeros((2, 20, 20), dtype=bool)
    for picture, (x1, y1, x2, y2) in zip(painted, (a, b), strict=True):
        picture[y1:y2, x1:x2] = True
    iou = (painted[0] & painted[1]).sum() / (painted[0] | painted[1]).sum()
    rows, columns = np.nonzero(painted.any(axis=0))
    diagonal = math.hypot(np.ptp(rows) + 1, np.ptp(columns) + 1)
    (ax, ay), (bx, by) = (
        (box[:2] + sides / 2).tolist() for box, sides in zip((a, b), sides, strict=True)
    )
    distance = math.dist((ax, ay), (bx, by))
    # 두 대각선 사이의 각을 복소수의 편각으로 잽니다.
    turn = np.angle(complex(*sides[0][::-1]) / complex(*sides[1][::-1])) / (math.pi / 2)
    penalty = turn**4 / (1 - iou + turn**2) if turn else 0.0
    diou, ciou = complete_iou(a[None].astype(float), b[None].astype(float))
    assert diou[0] == pytest.approx(iou - (distance / diagonal) ** 2)
    assert ciou[0] == pytest.approx(diou[0] - penalty)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 8), st.floats(0.1, 3.0), SEEDS)
def test_box_loss_and_its_gradient_are_torchs(N: int, beta: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    prediction, target = rng.normal(size=(2, N, 4))
    positive = rng.random(N) < 0.5
    x = torch.from_numpy(prediction).requires_grad_()
    chosen = torch.from_numpy(positive)
    total = functional.smooth_l1_loss(
        x[chosen], torch.from_numpy(target)[chosen], beta=beta, reduction="sum"
    )
    (total / max(int(positive.sum()), 1)).backward()
    assert x.grad is not None
    loss, grad = box_loss(prediction, target, positive, beta)
    assert loss == pytest.approx(total.item() / max(int(positive.sum()), 1))
    np.testing.assert_allclose(grad, x.grad.numpy(), atol=1e-12)


def test_anchors_are_those_of_the_published_models() -> None:
    # torchvision의 AnchorGenerator가 크기 128, 256, 512와 비율 0.5, 1, 2에서 내는 것입니다.
    halves = [
        *((91, 45), (181, 91), (362, 181)),
        *((64, 64), (128, 128), (256, 256)),
        *((45, 91), (91, 181), (181, 362)),
    ]
    expected = [[-w, -h, w, h] for w, h in halves]
    found = rounded_anchors([128, 256, 512], [0.5, 1.0, 2.0], (1, 1), 16)
    np.testing.assert_array_equal(found, expected)


def test_anchors_are_the_packages_but_for_order_rounding_and_place() -> None:
    sizes, ratios = [20, 33], [0.4, 1.3, 2.1]
    ours = {tuple(np.round(box)) for box in anchor_boxes(sizes, ratios)}
    found = rounded_anchors(sizes, ratios, (3, 4), 8).reshape(3, 4, 6, 4)
    assert {tuple(box) for box in found[0, 0]} == ours
    assert np.all(found[:, 1:] - found[:, :-1] == [8, 0, 8, 0])
    assert np.all(found[1:] - found[:-1] == [0, 8, 0, 8])


@settings(max_examples=25, deadline=None)
@given(st.sampled_from([1, 3, 4, 7, 12]), st.integers(1, 5), SEEDS)
def test_adaptive_assignment_lets_every_pair_ask(k: int, G: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    anchors, truths = random_boxes(rng, 30, 60, 10, 30), random_boxes(rng, G, 60, 10, 30)
    overlaps = np.reshape(box_iou_naive(truths, anchors), (G, 30))

    def middle(box: Any) -> tuple[float, float]:
        return ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)

    claims: list[list[tuple[float, int]]] = [[] for _ in anchors]
    for g, truth in enumerate(truths):
        away = [math.dist(middle(anchor), middle(truth)) for anchor in anchors]
        seen = [overlaps[g, p] for p in range(30) if away[p] <= sorted(away)[k - 1]]
        mean = math.fsum(seen) / k
        spread = math.sqrt(math.fsum((value - mean) ** 2 for value in seen) / k)
        for p, anchor in enumerate(anchors):
            x, y = middle(anchor)
            inside = truth[0] < x < truth[2] and truth[1] < y < truth[3]
            high = overlaps[g, p] >= mean + spread - 1e-12
            if away[p] <= sorted(away)[k - 1] and inside and high:
                claims[p].append((overlaps[g, p], -g))
    expected = [-max(claim)[1] if claim else -1 for claim in claims]
    np.testing.assert_array_equal(adaptive_assign(anchors, truths, k), expected)


def test_average_recall_is_the_area_under_recall() -> None:
    rng = np.random.default_rng(0)
    truths = [random_boxes(rng, count, 60, 20, 40) for count in (3, 0, 5, 1)]
    proposals = [random_boxes(rng, 40, 60, 20, 40) for _ in range(3)] + [np.zeros((0, 4))]
    found = average_recall(truths, proposals, [1, 10, 40])
    thresholds = 0.5 + (np.arange(20_000) + 0.5) / 40_000
    for count, value in zip((1, 10, 40), found, strict=True):
        best = []
        for boxes, candidates in zip(truths, proposals, strict=True):
            for box in boxes:
                each = [float(box_iou_naive([box], [c])[0][0]) for c in candidates[:count]]
                best.append(max([0.0, *each]))
        recall = (np.array(best)[:, None] >= thresholds).mean(axis=0)
        assert value == pytest.approx(recall.mean(), abs=1e-4)
    assert 0 <= found[0] < found[1] < found[2]


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 4), st.floats(0.1, 0.9), SEEDS)
def test_votes_are_repeated_boxes(M: int, threshold: float, seed: int) -> None:
    # 점수가 정수이면 상자를 그만큼 되풀이해 그냥 평균한 것입니다.
    rng = np.random.default_rng(seed)
    kept = random_boxes(rng, M, 30, 10, 25)
    boxes = np.concatenate([kept, random_boxes(rng, 12, 30, 10, 25)])
    scores = rng.integers(1, 5, len(boxes))
    voted = vote_boxes(kept, boxes, scores.astype(float), threshold)
    for box, one in zip(kept, voted, strict=True):
        votes = [
            other
            for other, score in zip(boxes, scores, strict=True)
            for _ in range(score)
            if box_iou_naive([box], [other])[0][0] >= threshold
        ]
        np.testing.assert_allclose(one, np.mean(votes, axis=0), atol=1e-9)


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 14), st.integers(1, 4), SEEDS)
def test_fusion_is_that_of_a_slow_running_mean(N: int, models: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    boxes, scores = random_boxes(rng, N, 25, 15, 25), rng.permutation(N) / N + 0.01
    groups: list[dict[str, Any]] = []
    for score, box in sorted(zip(scores, boxes.tolist(), strict=True), reverse=True):
        ranked = sorted(groups, key=lambda group: -box_iou_naive([group["mean"]], [box])[0][0])
        if ranked and box_iou_naive([ranked[0]["mean"]], [box])[0][0] > 0.45:
            group = ranked[0]
        else:
            group = {"mean": box, "weight": 0.0, "count": 0}
            groups.append(group)
        # 무리의 상자를 모두 다시 평균하지 않고, 새 상자 쪽으로 제 몫만큼 옮깁니다.
        group["weight"] += score
        group["count"] += 1
        share = score / group["weight"]
        group["mean"] = [m + share * (v - m) for m, v in zip(group["mean"], box, strict=True)]
    trust = [g["weight"] / g["count"] * min(1.0, g["count"] / models) for g in groups]
    order = sorted(range(len(groups)), key=lambda i: -trust[i])
    fused, final = fuse_boxes(boxes, scores, 0.45, models)
    np.testing.assert_allclose(final, [trust[i] for i in order], atol=1e-12)
    if len({round(value, 9) for value in trust}) == len(trust):
        np.testing.assert_allclose(fused, [groups[i]["mean"] for i in order], atol=1e-9)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 4), st.integers(1, 3), SEEDS)
def test_position_pool_is_torchs_adaptive_pooling_on_whole_boxes(k: int, C: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    maps = rng.normal(size=(k, k, C, 9, 11))
    (x1, y1), (w, h) = rng.integers(0, 4, 2), rng.integers(1, 6, 2)
    bins, scores = position_pool(maps, np.array([[x1, y1, x1 + w, y1 + h]], dtype=float))
    crop = torch.from_numpy(maps[..., y1 : y1 + h, x1 : x1 + w]).reshape(k * k, C, h, w)
    pooled = functional.adaptive_avg_pool2d(crop, k).numpy().reshape(k, k, C, k, k)
    expected = np.array([[pooled[i, j, :, i, j] for j in range(k)] for i in range(k)])
    np.testing.assert_allclose(bins[0], expected, atol=1e-10)
    np.testing.assert_allclose(scores[0], expected.reshape(-1, C).mean(axis=0), atol=1e-10)


def test_position_pool_touches_every_cell_a_box_covers_in_part() -> None:
    maps = np.arange(30.0).reshape(1, 1, 1, 5, 6)
    bins, scores = position_pool(maps, np.array([[1.5, 0.25, 3.25, 2.0]]))
    # 0~1번 줄, 1~3번 열: 1, 2, 3, 7, 8, 9
    assert bins[0, 0, 0, 0] == scores[0, 0] == 5.0
