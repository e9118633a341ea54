"""The whole detector: what goes in and out, and that it learns."""

import numpy as np
import pytest
import torch

from coursekit.boxes import box_iou
from coursekit.data import DataLoader, make_scenes
from coursekit.models import (
    DetectionSet,
    FasterRCNN,
    collate_targets,
    to_numpy,
    to_targets,
)
from coursekit.train.torch_loop import fit_torch

torch.set_num_threads(1)
SMALL = {"width": 12, "sizes": (10, 18)}


@pytest.fixture(scope="module")
def scenes():
    return make_scenes(6, size=(32, 48), objects=(1, 2), rng=3)


def test_stage_one_on_a_picture_that_is_not_square(scenes):
    model = FasterRCNN(3, **SMALL, rng=0)
    stage = model(torch.as_tensor(scenes.images))
    assert stage.image_size == (32, 48)
    assert stage.features.shape == (6, 12, 8, 12)
    assert stage.objectness.shape == (6, 8 * 12 * 2)
    assert stage.deltas.shape == (6, 8 * 12 * 2, 4)
    assert stage.anchors.shape == (8 * 12 * 2, 4)
    centre = (stage.anchors[:, :2] + stage.anchors[:, 2:]) / 2
    assert centre.min() == 2
    assert centre.max(axis=0).tolist() == [46, 30]
    for proposals in model.propose(stage):
        assert len(proposals) <= 50
        assert (proposals[:, 2] <= 48).all()
        assert (proposals[:, 3] <= 32).all()


def test_losses_have_names_and_reach_every_parameter(scenes):
    model = FasterRCNN(3, **SMALL, masks=True, rng=0)
    stage, targets = model(torch.as_tensor(scenes.images)), to_targets(scenes)
    losses = model.losses(stage, targets)
    assert list(losses) == ["objectness", "rpn_box", "class", "box", "mask"]
    assert all(torch.isfinite(loss) for loss in losses.values())
    assert losses["objectness"].item() == pytest.approx(np.log(2), abs=0.05)
    assert losses["class"].item() == pytest.approx(np.log(4), abs=0.1)
    sum(losses.values()).backward()
    for name, parameter in model.named_parameters():
        assert parameter.grad is not None, name
        assert parameter.grad.abs().sum() > 0, name


def test_pictures_without_objects_can_be_learned_from(scenes):
    model = FasterRCNN(3, **SMALL, masks=True, rng=0)
    empty = {
        "boxes": torch.zeros(0, 4),
        "labels": torch.zeros(0, dtype=torch.int64),
        "masks": torch.zeros(0, 32, 48, dtype=torch.bool),
    }
    for targets in ([empty] * 2, [empty, to_targets(scenes)[0]]):
        loss = model.loss(model(torch.as_tensor(scenes.images[:2])), targets)
        assert torch.isfinite(loss)
        loss.backward()


def test_same_seed_same_everything_and_torchs_own_state_is_left_alone(scenes):
    torch.manual_seed(5)
    before = torch.random.get_rng_state()
    images, targets = torch.as_tensor(scenes.images), to_targets(scenes)
    losses = []
    for seed in (1, 1, 2):
        model = FasterRCNN(3, **SMALL, rng=seed)
        losses.append(model.loss(model(images), targets).item())
    assert losses[0] == losses[1] != losses[2]
    assert torch.equal(before, torch.random.get_rng_state())


def test_detections_are_what_was_agreed(scenes):
    model = FasterRCNN(3, **SMALL, masks=True, rng=0).train()
    found = model.detect(torch.as_tensor(scenes.images), score_threshold=0.2, limit=7)
    assert model.training
    assert len(found) == 6
    assert sum(len(one["boxes"]) for one in found) > 0
    for one in found:
        count = len(one["boxes"])
        assert count <= 7
        assert one["scores"].shape == one["labels"].shape == (count,)
        assert one["masks"].shape == (count, 32, 48)
        assert one["masks"].dtype == torch.bool
        assert (one["scores"].diff() <= 0).all()
        assert (one["scores"] > 0.2).all()
        assert ((one["labels"] >= 0) & (one["labels"] < 3)).all()
        assert not one["boxes"].requires_grad
    again = model.detect(torch.as_tensor(scenes.images), score_threshold=0.2, limit=7)
    assert all(torch.equal(a["boxes"], b["boxes"]) for a, b in zip(found, again, strict=True))
    none = model.detect(torch.as_tensor(scenes.images), score_threshold=1.0)
    assert all(one["masks"].shape == (0, 32, 48) for one in none)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: FasterRCNN(0, rng=0), "`classes`"),
        (lambda: FasterRCNN(3, width=2, rng=0), "`width`"),
        (lambda: FasterRCNN(3, rng=-1), "`rng`"),
        (lambda: FasterRCNN(3, sizes=(), rng=0), "`sizes`"),
        (lambda: FasterRCNN(3, rng=0)(torch.zeros(1, 3, 30, 32)), "4의 배수"),
        (lambda: FasterRCNN(3, rng=0)(torch.zeros(3, 32, 32)), "`images`"),
    ],
)
def test_what_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_as_many_targets_as_pictures(scenes):
    model = FasterRCNN(3, **SMALL, rng=0)
    with pytest.raises(ValueError, match="사진의 수 6"):
        model.losses(model(torch.as_tensor(scenes.images)), to_targets(scenes)[:5])


@pytest.fixture(scope="module")
def trained():
    """A few seconds on few and large objects: enough to see that every part learns."""
    options = {"size": 32, "objects": (1, 2), "scale": (0.35, 0.6), "classes": ("원", "십자")}
    train, test = make_scenes(160, **options, rng=0), make_scenes(40, **options, rng=1)
    model = FasterRCNN(2, width=24, sizes=(12, 18), masks=True, rng=0)
    loader = DataLoader(
        DetectionSet(train.images, to_targets(train)),
        batch_size=8, shuffle=True, rng=0, collate_fn=collate_targets,
    )  # fmt: skip
    optimizer = torch.optim.Adam(model.parameters(), lr=4e-3)
    result = fit_torch(model, model.loss, optimizer, loader, epochs=6, rng=0)
    losses = np.asarray(result.updates["loss"])
    found = to_numpy(model.detect(torch.as_tensor(test.images)))
    return losses, found, to_numpy(to_targets(test)), model, test


def matches(found, truths, threshold=0.5):
    """The share of truths whose best sure detection overlaps enough and has the class; mask IoUs."""
    hits, masks = [], []
    for one, truth in zip(found, truths, strict=True):
        sure = one["scores"] > 0.5
        overlap = box_iou(truth["boxes"], one["boxes"][sure])
        for i, label in enumerate(truth["labels"]):
            best = overlap[i].argmax() if sure.any() else None
            hit = best is not None and overlap[i, best] >= threshold
            hit = bool(hit and one["labels"][sure][best] == label)
            hits.append(hit)
            if hit:
                a, b = one["masks"][sure][best], truth["masks"][i]
                masks.append((a & b).sum() / (a | b).sum())
    return np.mean(hits), np.array(masks)


def test_a_small_run_learns_boxes_classes_and_masks(trained):
    losses, found, truths, model, test = trained
    assert np.mean(losses[-10:]) < 0.5 * np.mean(losses[:5])
    share, masks = matches(found, truths)
    assert 0.4 < share <= 1
    assert 0.5 < masks.mean() < 1
    stage = model.eval()(torch.as_tensor(test.images))
    recall = [
        box_iou(truth["boxes"], proposals.numpy()).max(axis=1) >= 0.5
        for truth, proposals in zip(truths, model.propose(stage), strict=True)
    ]
    assert np.concatenate(recall).mean() > 0.9


def test_swapped_classes_or_masks_would_have_been_noticed(trained):
    _, found, truths, _, _ = trained
    share, masks = matches(found, truths)
    shifted = [one | {"labels": 1 - one["labels"]} for one in found]
    assert matches(shifted, truths)[0] < 0.5 * share
    swapped = [one | {"boxes": one["boxes"][:, [1, 0, 3, 2]]} for one in found]
    assert matches(swapped, truths)[0] < 0.5 * share
    transposed = [one | {"masks": one["masks"].transpose(0, 2, 1)} for one in found]
    assert matches(transposed, truths)[1].mean() < 0.5 * masks.mean()
