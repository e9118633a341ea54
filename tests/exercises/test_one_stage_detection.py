r"""「한 단계 검출 연습」의 모범답을 다른 길로 얻은 답과 견줍니다: torch의 미분, 정의대로의 반복, 되돌리는 식, sklearn."""

import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import f1_score

from coursekit.boxes import box_iou_naive
from coursekit.grading import Exercise, course_root, read_exercise

EXERCISE: Exercise = read_exercise(
    course_root(Path(__file__).parent) / "exercises" / "one_stage_detection"
)
SOLUTIONS: dict[str, Any] = {"np": np}
for cell in EXERCISE.solutions:
    exec(cell.solution_code, SOLUTIONS)

kmeans_anchors: Callable[..., Any] = SOLUTIONS["kmeans_anchors"]
decode_scaled: Callable[..., Any] = SOLUTIONS["decode_scaled"]
fcos_targets: Callable[..., Any] = SOLUTIONS["fcos_targets"]
weighted_fusion: Callable[..., Any] = SOLUTIONS["weighted_fusion"]
quality_focal: Callable[..., Any] = SOLUTIONS["quality_focal"]
distribution_focal: Callable[..., Any] = SOLUTIONS["distribution_focal"]
matrix_nms: Callable[..., Any] = SOLUTIONS["matrix_nms"]
best_threshold: Callable[..., Any] = SOLUTIONS["best_threshold"]
miss_rate: Callable[..., Any] = SOLUTIONS["miss_rate"]

functional: Any = torch.nn.functional
SEEDS = st.integers(0, 2**32 - 1)


def leaf(value: Any) -> torch.Tensor:
    return torch.tensor(value, dtype=torch.float64, requires_grad=True)


def same(ours: Any, theirs: torch.Tensor) -> None:
    np.testing.assert_allclose(ours, theirs.detach().numpy(), atol=1e-10)


def random_boxes(rng: np.random.Generator, count: int) -> Any:
    corner = rng.integers(0, 20, size=(count, 2)).astype(float)
    return np.concatenate([corner, corner + rng.integers(2, 24, size=(count, 2))], axis=1)


def test_the_overview_tells_the_points_of_each_item() -> None:
    overview = next(cell.source for cell in EXERCISE.cells if cell.kind == "text")
    rows = re.findall(r"^\| (.+?) \| `\w+` \| (\d+) \|$", overview, re.MULTILINE)
    assert rows == [(item.title, str(item.points)) for item in EXERCISE.items]
    assert f"{EXERCISE.points}점 만점" in overview


@settings(max_examples=15, deadline=None)
@given(SEEDS, st.integers(1, 4), st.integers(1, 3))
def test_anchors_follow_the_overlap_of_centred_boxes(seed: int, count: int, rounds: int) -> None:
    rng = np.random.default_rng(seed)
    sizes, anchors = rng.uniform(2, 30, size=(8, 2)), rng.uniform(2, 30, size=(count, 2))

    def centred(pairs: Any) -> Any:
        return np.concatenate([-pairs / 2, pairs / 2], axis=1)

    slow = [list(a) for a in anchors]
    for _ in range(rounds):
        groups: list[list[Any]] = [[] for _ in slow]
        table = box_iou_naive(centred(sizes), centred(np.array(slow)))
        for size, overlaps in zip(sizes, table, strict=True):
            groups[max(range(count), key=lambda k: (overlaps[k], -k))].append(size)
        slow = [
            [sum(s[d] for s in group) / len(group) for d in (0, 1)] if group else old
            for group, old in zip(groups, slow, strict=True)
        ]
    found, mean_iou = kmeans_anchors(sizes, anchors, rounds)
    np.testing.assert_allclose(found, slow)
    expected = box_iou_naive(centred(sizes), centred(np.array(slow))).max(axis=1).mean()
    assert mean_iou == pytest.approx(expected)


def test_a_shape_of_every_box_is_kept_for_ever() -> None:
    sizes = np.array([[3.0, 9.0], [9.0, 3.0]])
    found, mean_iou = kmeans_anchors(sizes, sizes, 5)
    np.testing.assert_array_equal(found, sizes)
    assert mean_iou == 1.0


@settings(max_examples=30, deadline=None)
@given(SEEDS, st.integers(1, 4), st.integers(1, 4), st.sampled_from([4, 8, 32]))
def test_decoding_undoes_the_answers_boxes_ask_for(seed: int, h: int, w: int, stride: int) -> None:
    rng = np.random.default_rng(seed)
    priors = rng.uniform(5, 50, size=(3, 2))
    boxes, answers = np.empty((h, w, 3, 4)), np.empty((h, w, 3, 4))
    for i, j, a in np.ndindex(h, w, 3):
        # 중심은 칸에서 반 칸까지 벗어나고, 크기는 앵커의 네 배까지입니다.
        x, y = (j + rng.uniform(-0.49, 1.49)) * stride, (i + rng.uniform(-0.49, 1.49)) * stride
        bw, bh = priors[a] * rng.uniform(0.01, 3.99, size=2)
        boxes[i, j, a] = [x - bw / 2, y - bh / 2, x + bw / 2, y + bh / 2]
        chances = np.array(
            [
                (x / stride - j + 0.5) / 2,
                (y / stride - i + 0.5) / 2,
                (bw / priors[a, 0]) ** 0.5 / 2,
                (bh / priors[a, 1]) ** 0.5 / 2,
            ]
        )
        answers[i, j, a] = np.log(chances) - np.log1p(-chances)
    np.testing.assert_allclose(decode_scaled(answers, priors, stride), boxes, atol=1e-9)


@settings(max_examples=25, deadline=None)
@given(SEEDS, st.integers(1, 6), st.integers(0, 10), st.integers(10, 30))
def test_places_are_assigned_as_said(seed: int, count: int, low: int, high: int) -> None:
    rng = np.random.default_rng(seed)
    boxes, points = random_boxes(rng, count), rng.integers(0, 40, size=(30, 2)).astype(float)
    owner, distances, centerness = fcos_targets(points, boxes, float(low), float(high))
    for m, (x, y) in enumerate(points):
        best: tuple[float, int] | None = None
        for n, (x1, y1, x2, y2) in enumerate(boxes):
            inside = x1 < x < x2 and y1 < y < y2
            if inside and low <= max(x - x1, y - y1, x2 - x, y2 - y) <= high:
                mine = ((x2 - x1) * (y2 - y1), n)
                best = mine if best is None else min(best, mine)
        if best is None:
            assert owner[m] == -1
            assert not distances[m].any()
            assert centerness[m] == 0
            continue
        x1, y1, x2, y2 = boxes[best[1]]
        assert owner[m] == best[1]
        assert distances[m].tolist() == [x - x1, y - y1, x2 - x, y2 - y]
        across = min((x - x1) / (x2 - x), (x2 - x) / (x - x1))
        down = min((y - y1) / (y2 - y), (y2 - y) / (y - y1))
        assert centerness[m] ** 2 == pytest.approx(across * down)


@settings(max_examples=30, deadline=None)
@given(SEEDS, st.integers(1, 3), st.integers(1, 4), st.integers(1, 4))
def test_fusion_is_torchs(seed: int, c: int, h: int, w: int) -> None:
    rng = np.random.default_rng(seed)
    fine, coarse = rng.normal(size=(c, 2 * h, 2 * w)), rng.normal(size=(c, h, w))
    weights, grad = rng.normal(size=2), rng.normal(size=fine.shape)
    tc, tw = leaf(coarse), leaf(weights)
    gate = torch.relu(tw)
    larger = functional.interpolate(tc[None], scale_factor=2, mode="nearest")[0]
    expected = (gate[0] * torch.from_numpy(fine) + gate[1] * larger) / (0.05 + gate.sum())
    y, grad_coarse, grad_w = weighted_fusion(fine, coarse, weights, 0.05, grad)
    same(y, expected)
    for ours, theirs in zip(
        (grad_coarse, grad_w),
        torch.autograd.grad(expected, (tc, tw), torch.from_numpy(grad)),
        strict=True,
    ):
        same(ours, theirs)


@settings(max_examples=30, deadline=None)
@given(SEEDS, st.sampled_from([1.0, 1.5, 2.0, 3.0]))
def test_quality_focal_loss_is_torchs(seed: int, beta: float) -> None:
    rng = np.random.default_rng(seed)
    z, quality = 3 * rng.normal(size=9), rng.uniform(size=9)
    quality[:3] = [0.0, 1.0, 0.0]
    tz, tq = leaf(z), torch.from_numpy(quality)
    cross = functional.binary_cross_entropy_with_logits(tz, tq, reduction="none")
    expected = (tq - tz.sigmoid()).abs() ** beta * cross
    loss, grad = quality_focal(z, quality, beta)
    same(loss, expected)
    same(grad, torch.autograd.grad(expected.sum(), tz)[0])


def test_quality_focal_loss_stays_finite_far_out() -> None:
    loss, grad = quality_focal(np.array([1000.0, -1000.0]), np.array([0.0, 0.25]), 2.0)
    np.testing.assert_allclose(loss, [1000.0, 0.25**2 * 250.0])
    np.testing.assert_allclose(grad, [1.0, -(0.25**3)])


@settings(max_examples=30, deadline=None)
@given(SEEDS, st.integers(1, 4), st.integers(2, 6), st.booleans())
def test_distribution_focal_loss_is_torchs(seed: int, n: int, k: int, whole: bool) -> None:
    rng = np.random.default_rng(seed)
    logits = 3 * rng.normal(size=(n, k)) + 700.0
    target = rng.integers(0, k, size=n).astype(float) if whole else rng.uniform(0, k - 1, size=n)
    tl, goal = leaf(logits), torch.from_numpy(target)
    # 천장과 바닥을 따로 본 교차 엔트로피 둘을 섞습니다. 정수에서는 둘이 같은 칸입니다.
    below, above = goal.floor().long(), goal.ceil().long()
    share = goal - below
    expected = (1 - share) * functional.cross_entropy(tl, below, reduction="none")
    expected = expected + share * functional.cross_entropy(tl, above, reduction="none")
    mean, loss, grad = distribution_focal(logits, target)
    same(loss, expected)
    same(grad, torch.autograd.grad(expected.sum(), tl)[0])
    chances = torch.softmax(tl, dim=1)
    same(mean, torch.stack([i * chances[:, i] for i in range(k)]).sum(dim=0))


@settings(max_examples=25, deadline=None)
@given(SEEDS, st.integers(1, 8), st.sampled_from([0.3, 0.5, 2.0]))
def test_matrix_nms_is_its_definition(seed: int, count: int, sigma: float) -> None:
    rng = np.random.default_rng(seed)
    boxes, scores = random_boxes(rng, count), rng.permutation(np.arange(1.0, count + 1)) / 10
    iou = box_iou_naive(boxes, boxes)
    expected = []
    for j in range(count):
        decay = 1.0
        for i in range(count):
            if scores[i] > scores[j]:
                most = max((iou[k, i] for k in range(count) if scores[k] > scores[i]), default=0.0)
                share = np.exp(-(iou[i, j] ** 2) / sigma) / np.exp(-(most**2) / sigma)
                decay = min(decay, share)
        expected.append(scores[j] * decay)
    np.testing.assert_allclose(matrix_nms(boxes, scores, sigma), expected)


@settings(max_examples=15, deadline=None)
@given(SEEDS, st.integers(1, 12), st.integers(0, 3))
def test_the_best_threshold_is_the_best_of_all(seed: int, count: int, missed: int) -> None:
    rng = np.random.default_rng(seed)
    scores = rng.integers(1, 6, size=count) / 8
    correct = rng.uniform(size=count) < 0.5
    correct[0] = True
    truths = int(correct.sum()) + missed
    exact = {}
    for threshold in set(scores):
        kept = scores >= threshold
        exact[threshold] = Fraction(2 * int((kept & correct).sum()), int(kept.sum()) + truths)
    highest = max(threshold for threshold, f1 in exact.items() if f1 == max(exact.values()))
    threshold, f1 = best_threshold(scores, correct, truths)
    assert threshold == highest
    # 놓친 물체는 답하지 않은 양성입니다.
    labels = np.append(correct, np.ones(missed, dtype=bool))
    answers = np.append(scores >= threshold, np.zeros(missed, dtype=bool))
    assert f1 == pytest.approx(f1_score(labels, answers))


def test_of_equal_f1_the_highest_threshold_is_taken() -> None:
    # 하나만 남기면 2/4, 다섯을 남기면 4/8입니다.
    correct = np.array([True, False, False, False, True])
    assert best_threshold(np.array([0.9, 0.8, 0.7, 0.6, 0.5]), correct, 3) == (0.9, 0.5)


@settings(max_examples=30, deadline=None)
@given(SEEDS, st.integers(1, 30), st.integers(1, 40), st.integers(0, 5))
def test_miss_rates_are_read_from_the_curve(seed: int, count: int, images: int, more: int) -> None:
    rng = np.random.default_rng(seed)
    scores, correct = rng.permutation(count) / count, rng.uniform(size=count) < 0.6
    truths = int(correct.sum()) + more + 1
    at, average = miss_rate(scores, correct, truths, images)
    flags = [flag for _, flag in sorted(zip(scores, correct, strict=True), reverse=True)]
    product = 1.0
    for n in range(9):
        allowed = 10 ** (-2 + n / 4) * images
        # 허락된 헛것을 넘기 전까지 하나씩 더 남깁니다.
        false_alarms = hits = 0
        for flag in flags:
            false_alarms += not flag
            if false_alarms > allowed + 1e-9:
                break
            hits += bool(flag)
        assert at[n] == pytest.approx((truths - hits) / truths)
        product *= (truths - hits) / truths
    assert average == pytest.approx(product ** (1 / 9))


def test_a_faultless_detector_misses_next_to_nothing() -> None:
    at, average = miss_rate(np.array([0.9, 0.8]), np.array([True, True]), 2, 2)
    np.testing.assert_array_equal(at, np.zeros(9))
    assert average == pytest.approx(1e-10)
