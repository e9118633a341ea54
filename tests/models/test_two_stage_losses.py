"""The RPN's and the head's losses and outputs, by hand; and that plausible mistakes are noticed."""

import math

import numpy as np
import pytest
import torch

from coursekit import boxes as numpy_boxes
from coursekit.models import (
    RegionProposalNetwork,
    RoIHead,
    batched_nms,
    nms,
    propose,
    roi_detections,
    roi_loss,
    rpn_loss,
    sample_proposals,
)
from coursekit.models.box_sampling import sample_boxes

torch.set_num_threads(1)


def test_rpn_answers_in_the_order_of_the_anchors():
    """The answer of anchor a at (row, column) sits where grid_anchors puts that anchor."""
    torch.manual_seed(0)
    rpn, features = RegionProposalNetwork(4, 3), torch.randn(2, 4, 5, 6)
    objectness, deltas = rpn(features)
    assert objectness.shape == (2, 90)
    assert deltas.shape == (2, 90, 4)
    hidden = torch.relu(rpn.conv(features))
    scores, moves = rpn.objectness(hidden), rpn.deltas(hidden)
    where = np.arange(90).reshape(5, 6, 3)
    base = numpy_boxes.anchor_boxes([4, 8, 16], [1])
    anchors = numpy_boxes.grid_anchors((5, 6), 4, base)
    for row, column, a in [(0, 0, 0), (0, 1, 2), (3, 2, 1), (4, 5, 2)]:
        i = where[row, column, a]
        assert anchors[i].tolist() == (base[a] + 4 * np.array([column, row] * 2) + 2).tolist()
        torch.testing.assert_close(objectness[:, i], scores[:, a, row, column])
        torch.testing.assert_close(deltas[:, i], moves[:, 4 * a : 4 * a + 4, row, column])


# One truth: the first anchor is on it, the second covers 0.4 of it (neither), two are elsewhere.
TRUTH = torch.tensor([[0.0, 0, 10, 10]])
ANCHORS = np.array([[0, 0, 10, 10], [0, 0, 10, 25], [40, 0, 50, 10], [0, 40, 10, 50]], np.float32)
LOGITS = [0.3, -1.2, 0.8, -0.5]


def rpn(deltas=None, **options):
    logits = torch.tensor(LOGITS, requires_grad=True)
    deltas = torch.full((4, 4), 0.1) if deltas is None else deltas
    deltas.requires_grad_()
    losses = rpn_loss(logits, deltas, ANCHORS, TRUTH, rng=np.random.default_rng(0), **options)
    sum(losses).backward()
    return [float(loss.detach()) for loss in losses], logits.grad, deltas.grad


def test_rpn_loss_by_hand():
    (found, moved), to_logits, to_deltas = rpn()
    softplus = [math.log1p(math.exp(z)) for z in (-0.3, 0.8, -0.5)]  # object, background twice
    assert found == pytest.approx(sum(softplus) / 3, rel=1e-6)
    assert moved == pytest.approx(4 * 0.5 * 0.1**2 / 3, rel=1e-6)  # 0.1 off in each of four numbers
    assert to_logits[1] == 0, "an anchor between the thresholds was counted"
    assert (to_logits[[0, 2, 3]] != 0).all()
    assert (to_deltas[0] != 0).all()
    assert (to_deltas[1:] == 0).all(), "a box was learned from what is not an object"


@pytest.mark.parametrize(
    ("mistake", "loss"),
    [
        ("ignored anchors count as background", (0.3, -1.2, 0.8, -0.5)),
        ("ignored anchors count as objects", (0.3, 1.2, 0.8, -0.5)),
    ],
)
def test_counting_ignored_anchors_is_noticed(mistake, loss):
    right, _, _ = rpn()
    softplus = [math.log1p(math.exp(z)) for z in (-loss[0], *loss[1:])]
    assert abs(right[0] - sum(softplus) / 4) > 0.01, mistake
    counted, _, _ = rpn(negative=0.5)  # now the second anchor is background
    assert counted[0] == pytest.approx(
        sum(math.log1p(math.exp(z)) for z in (-0.3, -1.2, 0.8, -0.5)) / 4, rel=1e-6
    )


def test_the_box_that_is_learned_is_the_coded_one():
    truth = torch.tensor([[1.0, 0, 11, 10]])
    exact = torch.zeros(4, 4)
    exact[0, 0] = 0.1  # a tenth of the anchor's width to the right
    losses = [
        rpn_loss(torch.zeros(4), d, ANCHORS, truth, rng=np.random.default_rng(0))[1]
        for d in (exact, exact[:, [1, 0, 2, 3]])
    ]
    assert losses[0] < 1e-12
    assert losses[1] > 1e-3


def test_an_image_without_objects_teaches_only_background():
    found, moved = rpn_loss(
        torch.zeros(4), torch.ones(4, 4), ANCHORS, torch.zeros(0, 4), rng=np.random.default_rng(0)
    )
    assert found.item() == pytest.approx(math.log(2))
    assert moved.item() == 0


def test_samples_keep_the_share_and_leave_ignored_ones_out():
    matched = np.array([-2] * 50 + [-1] * 40 + [0, 1] * 10)
    positive, negative = sample_boxes(matched, 16, 0.25, np.random.default_rng(0))
    assert len(positive) == 4
    assert len(negative) == 12
    assert (matched[positive] >= 0).all()
    assert (matched[negative] == -1).all()
    few, rest = sample_boxes(np.array([-1] * 40 + [3]), 16, 0.5, np.random.default_rng(0))
    assert few.tolist() == [40]
    assert len(set(rest.tolist())) == 15
    drawn = [sample_boxes(matched, 16, 0.25, np.random.default_rng(s))[1].tolist() for s in (1, 2)]
    assert drawn[0] != drawn[1]


def test_proposals_are_in_the_picture_sorted_and_apart():
    rng = np.random.default_rng(4)
    anchors = numpy_boxes.grid_anchors((8, 6), 8, numpy_boxes.anchor_boxes([16, 30], [1])).astype(
        np.float32
    )
    logits = torch.tensor(rng.normal(size=len(anchors)), dtype=torch.float32)
    deltas = torch.tensor(rng.normal(0, 0.7, (len(anchors), 4)), dtype=torch.float32)
    boxes, scores = propose(logits, deltas, anchors, (64, 48), after=30)
    assert (boxes >= 0).all(), "proposals were not clipped"
    assert (boxes[:, [0, 2]] <= 48).all()
    assert (boxes[:, [1, 3]] <= 64).all()
    assert boxes[:, 3].max() > 48, "height and width were taken for one another"
    assert (boxes[:, 2:] - boxes[:, :2] >= 2).all()
    assert (scores.diff() <= 0).all()
    assert len(boxes) <= 30
    overlap = numpy_boxes.box_iou(boxes.numpy(), boxes.numpy())
    assert (overlap - np.eye(len(boxes)) <= 0.7).all()
    unclipped = numpy_boxes.decode_boxes(deltas.numpy(), anchors)
    assert (unclipped < 0).any()
    assert (unclipped[:, 2] > 48).any(), "this test could not notice it"


def test_the_best_proposal_is_the_best_anchor_moved():
    boxes, scores = propose(
        torch.tensor([0.0, 2.0, 1.0, -1.0]),
        torch.tensor([[0.0] * 4, [0.0] * 4, [-0.5, 0.2, math.log(0.5), 0], [0] * 4]),
        ANCHORS,
        (60, 60),
        after=2,
    )
    # the third anchor is 10 wide around (45, 5): centre 5 left and 2 down, half as wide
    np.testing.assert_allclose(boxes, [[0, 0, 10, 25], [37.5, 2, 42.5, 12]], atol=1e-5)
    np.testing.assert_allclose(scores, [1 / (1 + math.exp(-2)), 1 / (1 + math.exp(-1))], rtol=1e-6)


def test_sampled_proposals_know_their_class_and_truth():
    target = {
        "boxes": torch.tensor([[0.0, 0, 10, 10], [20, 20, 40, 40]]),
        "labels": torch.tensor([2, 0]),
    }
    proposals = torch.tensor([[50.0, 50, 60, 60], [21, 20, 41, 40], [0, 0, 10, 30]])
    chosen, classes, matched = sample_proposals(proposals, target, rng=np.random.default_rng(0))
    expected = {  # the truths come along; class k is k + 1, background 0
        (50.0, 50.0, 60.0, 60.0): 0,
        (0.0, 0.0, 10.0, 30.0): 0,
        (21.0, 20.0, 41.0, 40.0): 1,
        (0.0, 0.0, 10.0, 10.0): 3,
        (20.0, 20.0, 40.0, 40.0): 1,
    }
    got = dict(zip(map(tuple, chosen.tolist()), classes.tolist(), strict=True))
    assert got == expected
    assert matched.tolist() == [1, 0, 1]
    assert (classes[:3] > 0).all()
    shifted = classes.clone()
    shifted[classes > 0] -= 1
    assert (shifted == 0).sum() > (classes == 0).sum(), "class 0 would be lost in the background"


def head_example():
    """Background, class 0 and class 2; the deltas of every class are different."""
    scores = torch.tensor([[1.0, 0, 0, 0], [0, 2, 0, 0], [0, 0, 0, 3.0]], requires_grad=True)
    deltas = torch.arange(36.0).reshape(3, 3, 4).mul(0.01).requires_grad_()
    proposals = torch.tensor([[0.0, 0, 8, 8], [0, 0, 10, 10], [20, 0, 30, 20]])
    classes, truths = torch.tensor([0, 1, 3]), torch.tensor([[1.0, 0, 11, 10], [20, 0, 30, 20]])
    return scores, deltas, proposals, classes, truths


def test_roi_loss_by_hand():
    scores, deltas, proposals, classes, truths = head_example()
    found, moved = roi_loss(scores, deltas, proposals, classes, truths)
    parts = [math.log(3 + math.exp(z)) - z for z in (1, 2, 3)]
    assert found.item() == pytest.approx(sum(parts) / 3, rel=1e-6)
    first = [abs(d - t) for d, t in zip((0.12, 0.13, 0.14, 0.15), (1.0, 0, 0, 0), strict=True)]
    second = [0.32, 0.33, 0.34, 0.35]  # the truth is the proposal itself
    huber = sum(0.5 * d * d if d < 1 else d - 0.5 for d in first + second)
    assert moved.item() == pytest.approx(huber / 3, rel=1e-5)
    (found + moved).backward()
    touched = deltas.grad.abs().sum(dim=2) > 0
    assert touched.tolist() == [[False] * 3, [True, False, False], [False, False, True]]


@pytest.mark.parametrize("mistake", ["class shifted by one", "background's class"])
def test_boxes_of_the_wrong_class_are_noticed(mistake):
    scores, deltas, proposals, classes, truths = head_example()
    _, right = roi_loss(scores, deltas, proposals, classes, truths)
    with torch.no_grad():
        shifted = deltas.roll(1 if mistake == "class shifted by one" else -1, dims=1)
    _, wrong = roi_loss(scores, shifted, proposals, classes, truths)
    assert abs(wrong.item() - right.item()) > 0.01


def test_nothing_but_background_gives_no_box_loss():
    scores, deltas, proposals, _, _ = head_example()
    found, moved = roi_loss(
        scores, deltas, proposals, torch.zeros(3, dtype=torch.int64), torch.zeros(0, 4)
    )
    assert moved.item() == 0
    assert found.item() > 0


def test_detections_by_hand():
    """Background is no detection, labels start at 0, and each class moves its own box."""
    probability = torch.tensor([[0.97, 0.01, 0.02], [0.1, 0.6, 0.3], [0.1, 0.8, 0.1]])
    deltas = torch.zeros(3, 2, 4)
    deltas[1, 1, 0] = 5.0  # class 1 goes half a width to the right (weights 10)
    proposals = torch.tensor([[40.0, 40, 50, 50], [0, 0, 20, 20], [1, 0, 21, 20]])
    found = roi_detections(probability.log(), deltas, proposals, (60, 25))
    assert found["labels"].tolist() == [0, 1, 1]  # the second box loses to the third in class 0
    np.testing.assert_allclose(found["scores"], [0.8, 0.3, 0.1], atol=1e-6)
    np.testing.assert_allclose(
        found["boxes"], [[1, 0, 21, 20], [10, 0, 25, 20], [1, 0, 21, 20]], atol=1e-4
    )
    few = roi_detections(probability.log(), deltas, proposals, (60, 25), score_threshold=0.5)
    assert few["labels"].tolist() == [0]
    one = roi_detections(probability.log(), deltas, proposals, (60, 25), limit=1)
    assert one["scores"].shape == (1,)
    none = roi_detections(torch.zeros(0, 3), torch.zeros(0, 2, 4), torch.zeros(0, 4), (60, 25))
    assert none["boxes"].shape == (0, 4)


def test_head_shapes_without_proposals_too():
    head = RoIHead(4, 3, 5)
    for count in (0, 7):
        scores, deltas = head(torch.zeros(count, 4, 3, 3))
        assert scores.shape == (count, 6)
        assert deltas.shape == (count, 5, 4)


def test_tensor_nms_is_numpys():
    rng = np.random.default_rng(1)
    corner = rng.uniform(0, 30, (60, 2))
    boxes = np.hstack([corner, corner + rng.uniform(5, 20, (60, 2))]).astype(np.float32)
    scores, labels = rng.random(60).astype(np.float32), rng.integers(0, 3, 60)
    b, s, c = (torch.tensor(a) for a in (boxes, scores, labels))
    kept = nms(b.requires_grad_(), s, 0.4)
    assert kept.dtype == torch.int64
    assert kept.tolist() == numpy_boxes.nms_naive(boxes, scores, 0.4).tolist()
    per_class = batched_nms(b, s, c, 0.4)
    assert per_class.tolist() == numpy_boxes.batched_nms(boxes, scores, labels, 0.4).tolist()
    assert len(per_class) > len(kept)
