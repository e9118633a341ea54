"""One-stage detectors: assignment and decoding by hand, torch as oracle, wrong twins refused."""

import itertools

import numpy as np
import pytest
import torch
from torch.nn import functional

from coursekit.boxes import box_iou, grid_anchors
from coursekit.data import DataLoader, make_scenes
from coursekit.metrics import evaluate_detections
from coursekit.models import (
    FPN,
    SSD,
    DetectionSet,
    GridDetector,
    assign_to_grid,
    collate_targets,
    detect,
    hard_negatives,
    keep_best,
    seeded,
    sigmoid_focal_loss,
    subtract_median,
    to_metrics,
    to_targets,
)
from coursekit.nn import FocalLoss
from coursekit.train import fit_torch

BOXES = torch.tensor([[1.0, 9, 7, 15], [17, 0, 23, 6], [0, 8, 8, 16], [20, 10, 28, 22]])
TARGET = {"boxes": BOXES, "labels": torch.tensor([0, 1, 2, 1])}


def perfect_grid(targets, rows, columns, classes, swapped=False, twice=False):
    """Raw outputs that say exactly the truth, written from the paper's formulas."""
    out = torch.zeros(len(targets), rows, columns, 5 + classes)
    out[..., 4] = -12
    for n, target in enumerate(targets):
        for box, label in zip(target["boxes"].tolist(), target["labels"].tolist(), strict=True):
            x, y = (box[0] + box[2]) / 16, (box[1] + box[3]) / 16
            j, i = int(x), int(y)
            logit = [float(np.log((v + 1e-9) / (1 - v + 1e-9))) for v in (x - j, y - i)]
            size = [float(np.log((box[k + 2] - box[k]) / 8)) for k in (0, 1)]
            cell = out[n, j, i] if swapped else out[n, i, j]
            cell[:5] = torch.tensor([*logit, *size, 12.0])
            cell[5 + label] = 12
    if twice:
        out[..., :2] = out[..., :2].sigmoid()
    return out


def test_the_cell_is_where_the_centre_is():
    kept, cells = assign_to_grid(BOXES, (3, 4), 8)
    # centres: (4, 12) row 1 column 0; (20, 3) row 0 column 2; (4, 12) again, larger; (24, 16) row 2 column 3
    assert dict(zip(cells.tolist(), kept.tolist(), strict=True)) == {4: 2, 2: 1, 11: 3}
    assert len(assign_to_grid(torch.zeros(0, 4), (3, 4), 8)[0]) == 0


def test_rows_are_y_and_columns_are_x():
    box = torch.tensor([[24.0, 0, 30, 6]])
    assert assign_to_grid(box, (4, 4), 8)[1].tolist() == [3]
    turned = box[:, [1, 0, 3, 2]]
    assert assign_to_grid(turned, (4, 4), 8)[1].tolist() == [12]


def test_decoding_the_truth_gives_the_truth_and_no_loss():
    model = GridDetector(3)
    target = {k: v[[1, 2, 3]] for k, v in TARGET.items()}
    outputs = perfect_grid([target, target], 4, 4, 3)
    for found in model.decode(outputs):
        order = found["boxes"][:, 0].argsort()
        truth = target["boxes"][target["boxes"][:, 0].argsort()]
        torch.testing.assert_close(found["boxes"][order], truth, atol=1e-4, rtol=0)
        assert found["labels"][order].tolist() == [2, 1, 1]
        assert (found["scores"] > 0.99).all()
    assert model.loss(outputs, [target, target]).item() < 1e-3
    for wrong in ({"swapped": True}, {"twice": True}):
        assert model.loss(perfect_grid([target] * 2, 4, 4, 3, **wrong), [target] * 2) > 0.02


def test_the_loss_sees_every_part():
    model = GridDetector(3)
    target = {k: v[1:] for k, v in TARGET.items()}
    perfect = perfect_grid([target], 4, 4, 3)
    right = model.loss(perfect, [target]).item()
    for column in range(8):
        worse = perfect.clone()
        worse[..., column] += 15
        assert model.loss(worse, [target]).item() > right + 0.1
    missed, invented = perfect.clone(), perfect.clone()
    missed[0, 2, 3, 4], invented[0, 3, 0, 4] = -12, 12
    assert model.loss(missed, [target]) > right + 1
    assert model.loss(invented, [target]) > right + 1
    empty = {"boxes": torch.zeros(0, 4), "labels": torch.zeros(0, dtype=torch.int64)}
    assert torch.isfinite(model.loss(perfect, [empty]))


def test_focal_loss_is_the_numpy_one_and_the_factors_are_published():
    logits, target = torch.randn(4, 5, dtype=torch.float64), torch.randint(0, 2, (4, 5)).double()
    for alpha, gamma in itertools.product((None, 0.25), (0.0, 0.5, 2.0)):
        ours = sigmoid_focal_loss(logits, target, alpha=alpha, gamma=gamma).numpy()
        theirs = FocalLoss("none", alpha=alpha, gamma=gamma)(logits.numpy(), target.numpy())
        np.testing.assert_allclose(ours, theirs, rtol=1e-9)
    entropy = functional.binary_cross_entropy_with_logits(logits, target, reduction="none")
    torch.testing.assert_close(sigmoid_focal_loss(logits, target, alpha=None, gamma=0), entropy)
    sure = torch.logit(torch.tensor([0.9, 0.968], dtype=torch.float64))
    one = torch.ones(2, dtype=torch.float64)
    plain = sigmoid_focal_loss(sure, one, alpha=None, gamma=0)
    focal = sigmoid_focal_loss(sure, one, alpha=None)
    np.testing.assert_allclose((plain / focal).numpy(), [100, 976.5625], rtol=1e-9)
    assert not torch.allclose(plain, focal)  # without the modulating factor they would agree


def test_focal_gradient_flows_through_the_factor():
    logits = torch.randn(6, dtype=torch.float64, requires_grad=True)
    target = torch.tensor([0, 1, 0, 1, 1, 0.0], dtype=torch.float64)
    assert torch.autograd.gradcheck(lambda x: sigmoid_focal_loss(x, target), logits)


def test_hard_negatives_are_the_worst_three_for_each_positive():
    losses = torch.tensor([[5.0, 1, 4, 3, 2, 6], [1.0, 2, 3, 4, 5, 6]])
    positive = torch.tensor([[False] * 5 + [True], [False] * 6])
    assert hard_negatives(losses, positive)[0].tolist() == [True, False, True, True, False, False]
    assert hard_negatives(losses, positive)[1].tolist() == [False] * 3 + [True] * 3
    assert hard_negatives(losses, positive, ratio=1).sum(dim=1).tolist() == [1, 1]


@pytest.mark.parametrize("mode", ["add", "concat", None])
def test_fpn_shapes_and_counts(mode):
    fpn = FPN((4, 6, 8), 5, mode)
    features = [torch.rand(2, c, 16 // s, 24 // s) for c, s in ((4, 1), (6, 2), (8, 4))]
    assert [tuple(f.shape) for f in fpn(features)] == [(2, 5, 16, 24), (2, 5, 8, 12), (2, 5, 4, 6)]
    lateral = sum(5 * c + 5 for c in (4, 6, 8))
    seen = [10, 10, 5] if mode == "concat" else [5, 5, 5]
    assert sum(p.numel() for p in fpn.parameters()) == lateral + sum(45 * c + 5 for c in seen)


@pytest.mark.parametrize("mode", ["add", "concat", None])
def test_only_a_neck_brings_the_coarse_down_and_to_the_right_place(mode):
    fpn = FPN((1, 1), 2, mode)
    fine, coarse = torch.rand(1, 1, 8, 8), torch.rand(1, 1, 4, 4)
    changed = coarse.clone()
    changed[..., 3, 0] += 1  # covers rows 6-7, columns 0-1 of the fine level
    moved = (fpn([fine, coarse])[0] - fpn([fine, changed])[0]).abs().sum(dim=(0, 1)) > 1e-6
    where = torch.zeros(8, 8, dtype=torch.bool)
    if mode == "add":
        where[5:, :3] = True  # one pixel more on each side: the 3 x 3 convolution
    elif mode == "concat":
        where[3:, :5] = True  # and one coarse pixel more: it was smoothed before it came down
    assert torch.equal(moved, where)


def test_fpn_by_hand():
    fpn = FPN((1, 1), 1)
    fine, coarse = torch.rand(1, 1, 4, 6), torch.rand(1, 1, 2, 3)
    a, b = (c(x) for c, x in zip(fpn.lateral, (fine, coarse), strict=True))
    summed = a + b.repeat_interleave(2, dim=2).repeat_interleave(2, dim=3)
    torch.testing.assert_close(fpn([fine, coarse])[0], fpn.smooth[0](summed))
    misaligned = a + b.tile(1, 1, 2, 2)
    assert not torch.allclose(fpn([fine, coarse])[0], fpn.smooth[0](misaligned))


def truth_as_outputs(model, targets, height, width):
    """Outputs of an SSD that knows the answer: each anchor says the truth it overlaps most."""
    outputs = model(torch.zeros(len(targets), 3, height, width))
    anchors = outputs["anchors"]
    logits = torch.full_like(outputs["logits"], -12.0)
    deltas = torch.zeros_like(outputs["deltas"])
    for n, target in enumerate(targets):
        iou = torch.from_numpy(box_iou(anchors.numpy(), target["boxes"].numpy()))
        for a in range(len(anchors)):
            g = int(iou[a].argmax())
            if iou[a, g] < 0.5 and a not in iou.argmax(dim=0):
                continue
            box, anchor = target["boxes"][g], anchors[a]
            logits[n, a, target["labels"][g]] = 12
            size, base = box[2:] - box[:2], anchor[2:] - anchor[:2]
            deltas[n, a, :2] = 10 * (box[:2] + size / 2 - anchor[:2] - base / 2) / base
            deltas[n, a, 2:] = 5 * (size / base).log()
    return {**outputs, "logits": logits, "deltas": deltas}


@pytest.mark.parametrize("balance", ["hard", "focal"])
def test_ssd_knows_the_truth_when_it_says_it(balance):
    model = SSD(3, balance=balance)
    target = {k: v[[1, 3]] for k, v in TARGET.items()}
    outputs = truth_as_outputs(model, [target], 32, 48)
    assert model.loss(outputs, [target]).item() < 1e-3
    (found,) = model.decode(outputs)
    order = found["boxes"][:, 0].argsort()
    torch.testing.assert_close(found["boxes"][order], target["boxes"], atol=1e-4, rtol=0)
    assert found["labels"].tolist() == [1, 1]
    for name, change in [("logits", 13.0), ("deltas", 1.0)]:
        worse = {**outputs, name: outputs[name] + change}
        assert model.loss(worse, [target]).item() > 0.1


def test_the_class_weight_weighs_the_classes_and_not_the_boxes():
    targets = [{k: v[[1, 3]] for k, v in TARGET.items()}]
    losses = {}
    for weight in (1.0, 2.0, 3.0):
        with seeded(0):
            model = SSD(3, class_weight=weight).eval()
        losses[weight] = model.loss(model(torch.ones(1, 3, 32, 48)), targets).item()
    classes = losses[2.0] - losses[1.0]
    assert losses[3.0] - losses[2.0] == pytest.approx(classes, rel=1e-4)
    assert 0 < classes < losses[1.0]  # the boxes are left


def test_ssd_anchors_stand_in_the_order_of_the_heads_outputs():
    model = SSD(2, ratios=(0.5, 2.0)).eval()
    images = torch.zeros(1, 3, 32, 48)
    images[..., 16:, 32:] = 5
    outputs = model(images)
    assert len(outputs["anchors"]) == outputs["logits"].shape[1] == 2 * (8 * 12 + 4 * 6 + 2 * 3)
    level = grid_anchors((8, 12), 4, model.bases[0])
    np.testing.assert_allclose(outputs["anchors"][: len(level)], level, atol=1e-5)
    # the picture changes at the lower right: outputs of anchors there differ from those far away
    flat = model(torch.zeros(1, 3, 32, 48))
    changed = (outputs["logits"] - flat["logits"]).abs().sum(dim=2)[0][: len(level)] > 1e-6
    centre = outputs["anchors"][: len(level)][changed]
    centre = (centre[:, :2] + centre[:, 2:]) / 2
    corner = (outputs["anchors"][: len(level), :2] + outputs["anchors"][: len(level), 2:]) / 2
    assert changed[(corner[:, 0] > 34) & (corner[:, 1] > 18)].all()


def test_scores_below_the_threshold_and_boxes_outside_are_gone():
    boxes = torch.tensor([[-5.0, -5, 10, 10], [-4.0, -5, 10, 10], [20, 20, 60, 60], [0, 0, 5, 5]])
    kept = keep_best(
        boxes, torch.tensor([0.9, 0.8, 0.7, 0.01]), torch.tensor([0, 0, 1, 0]), (40, 30)
    )
    assert kept["boxes"].tolist() == [[0, 0, 10, 10], [20, 20, 30, 40]]
    assert kept["labels"].tolist() == [0, 1]
    one = keep_best(boxes, torch.ones(4), torch.arange(4), (40, 30), limit=1)
    assert len(one["scores"]) == 1


@pytest.mark.parametrize(
    ("make", "epochs", "least"),
    [
        (lambda: GridDetector(2, widths=(12, 16, 24), wide=1), 8, 0.3),
        (lambda: SSD(2, widths=(8, 16, 24, 24), width=16, sizes=(10, 18, 26)), 8, 0.2),
    ],
)
def test_a_small_detector_learns(make, epochs, least):
    options = {"size": 32, "classes": ("원", "십자"), "scale": (0.4, 0.8), "objects": (1, 1)}
    train, test = make_scenes(240, rng=0, **options), make_scenes(60, rng=1, **options)
    with seeded(0):
        model = make()
    before = to_metrics(detect(model, subtract_median(test.images)), to_targets(test))
    loader = DataLoader(
        DetectionSet(subtract_median(train.images), to_targets(train)),
        20,
        shuffle=True,
        rng=0,
        collate_fn=collate_targets,
    )
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    fit_torch(model, model.loss, optimizer, loader, epochs=epochs, rng=0, clip_norm=10.0)
    after = to_metrics(detect(model, subtract_median(test.images)), to_targets(test))
    assert model.training
    first, last = (
        evaluate_detections(*m, classes=2).mean_average_precision for m in (before, after)
    )
    assert first < 0.1
    assert last > least


def test_bad_input_is_named():
    for call, message in [
        (lambda: GridDetector(0), "`classes`"),
        (lambda: GridDetector(2)(torch.zeros(1, 3, 20, 24)), "8의 배수"),
        (lambda: SSD(2, balance="soft"), "`balance`"),
        (lambda: SSD(2, neck="sum"), "`mode`"),
        (lambda: SSD(2, sizes=(1.0, 2.0)), "`sizes`"),
        (lambda: SSD(2, width=18), "4의 배수"),
        (lambda: SSD(2, class_weight=0), "`class_weight`"),
        (lambda: SSD(2)(torch.zeros(1, 3, 24, 32)), "16의 배수"),
        (lambda: FPN((), 4), "`channels`"),
        (lambda: FPN((2, 2), 4)([torch.zeros(1, 2, 4, 4)]), "`features` 길이"),
        (lambda: FPN((2, 2), 4)([torch.zeros(1, 2, 5, 4), torch.zeros(1, 2, 2, 2)]), "두 배"),
        (lambda: sigmoid_focal_loss(torch.zeros(2), torch.zeros(3)), "`target` 모양"),
        (lambda: sigmoid_focal_loss(torch.zeros(2), torch.zeros(2), gamma=-1), "`gamma`"),
        (lambda: sigmoid_focal_loss(torch.zeros(2), torch.zeros(2), alpha=2), "`alpha`"),
        (lambda: hard_negatives(torch.zeros(1, 2), torch.zeros(1, 2) > 0, ratio=0), "`ratio`"),
    ]:
        with pytest.raises(ValueError, match=message):
            call()
