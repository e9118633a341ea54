"""The numbers of the boxes' figure against counted squares and a suppression written again."""

import json
import zlib

import numpy as np
import pytest

from coursekit import viz
from coursekit.viz.widgets.box_table import BELOW, KEPT, OBJECTS, SCORED, overlap, suppress
from tests.viz.conversation import conversation


@pytest.fixture(scope="module")
def widget():
    return viz.widgets.BoxExplorer()


def squares(box):
    x1, y1, x2, y2 = (int(v) for v in box)
    return {(x, y) for x in range(x1, x2) for y in range(y1, y2)}


def drawn_pairs(many):
    rng = np.random.default_rng(6)
    for _ in range(many):
        low = rng.integers(0, [38, 26], (2, 2))
        high = rng.integers(low + 1, [41, 29])
        yield np.concatenate([low, high], axis=1).tolist()


def test_overlap_counts_the_squares_of_the_board():
    apart = 0
    for a, b in drawn_pairs(60):
        found, one, two = overlap(a, b), squares(a), squares(b)
        hull = squares([*np.minimum(a, b)[:2], *np.maximum(a, b)[2:]])
        assert found["intersection"] == len(one & two)
        assert found["union"] == len(one | two)
        assert found["hull"] == len(hull)
        assert found["iou"] == pytest.approx(len(one & two) / len(one | two), abs=1e-12)
        rest = len(hull - one - two) if not one & two else len(hull) - len(one | two)
        assert found["giou"] == pytest.approx(found["iou"] - rest / len(hull), abs=1e-12)
        apart += found["intersection"] == 0
    assert 5 < apart < 55


def by_hand(threshold, least):
    """Walk down the scores; whoever of the kept overlaps too much, takes it: the first of them."""
    fate, kept = [], []
    for k, (score, box) in enumerate(SCORED):
        mine = squares(box)
        ious = [(i, squares(SCORED[i][1])) for i in kept]
        killers = [i for i, other in ious if len(mine & other) > threshold * len(mine | other)]
        if score < least:
            fate.append(BELOW)
        elif killers:
            fate.append(killers[0])
        else:
            fate.append(KEPT)
            kept.append(k)
    return fate


def test_the_table_holds_every_pair_of_thresholds(widget):
    header = widget.header
    fates = np.frombuffer(zlib.decompress(widget.table), np.int8).reshape(21, 21, 12)
    for i in range(21):
        for s in range(21):
            assert fates[i, s].tolist() == by_hand(i / 20, s / 20) == suppress(i, s)
    assert len({tuple(f) for f in fates[:, 0]}) > 6  # the slider has something to show
    assert (fates[20] < 0).all()
    assert header["scores"] == sorted((s for s, _ in SCORED), reverse=True)
    assert [tuple(box) for box in header["boxes"]] == [box for _, box in SCORED]
    for p, row in zip(header["boxes"], header["ious"], strict=True):
        for q, iou in zip(header["boxes"], row, strict=True):
            assert iou == pytest.approx(overlap(p, q)["iou"], abs=5e-5)


def test_the_scene_teaches_what_it_is_made_for():
    # Two true objects overlap: a low threshold loses one, a high one leaves doubles.
    assert overlap(OBJECTS[0], OBJECTS[2])["iou"] == pytest.approx(0.45, abs=0.005)
    boxes = [box for _, box in SCORED]
    left = boxes.index(OBJECTS[2])
    assert suppress(8, 0)[left] == boxes.index(OBJECTS[0])
    assert suppress(10, 0)[left] == KEPT
    assert suppress(10, 0).count(KEPT) == 6
    assert suppress(10, 10).count(KEPT) == 3
    assert suppress(18, 10).count(KEPT) > 3


def test_live_answers(widget):
    a, b = [0, 0, 4, 2], [2, 0, 6, 2]
    (reply,) = conversation(widget, {"id": 2, "kind": "boxes", "view": "overlap", "a": a, "b": b})
    assert (reply["id"], reply["kind"], reply["a"], reply["b"]) == (2, "answer", a, b)
    assert (reply["intersection"], reply["union"], reply["hull"]) == (4, 12, 12)
    assert reply["giou"] == reply["iou"] == pytest.approx(1 / 3)
    asked = {"view": "nms", "iou_step": 10, "score_step": 4}
    (reply,) = conversation(widget, {"id": 3, "kind": "boxes", **asked})
    assert reply["fate"] == by_hand(0.5, 0.2)
    json.dumps(reply)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ({"view": "overlap", "a": [0, 0, 4, 2], "b": [2, 0, 2, 2]}, "`b` 값은 40×28 판 안의"),
        ({"view": "overlap", "a": [0, 0, 41, 2], "b": [2, 0, 3, 2]}, "`a` 값은 40×28 판 안의"),
        ({"view": "overlap", "a": [0, 0.5, 4, 2], "b": [2, 0, 3, 2]}, "`a` 값은"),
        ({"view": "nms", "iou_step": 21, "score_step": 0}, "`iou_step` 값은 20 이하"),
        ({"view": "nms", "iou_step": 2, "score_step": -1}, "`score_step` 값은"),
    ],
)
def test_bad_question_gets_an_error_not_silence(widget, question, text):
    (reply,) = conversation(widget, {"id": 1, "kind": "boxes", **question})
    assert reply["kind"] == "error"
    assert text in reply["text"]


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ({"view": "soft"}, "view"),
        ({"a": (5, 5, 4, 8)}, "a"),
        ({"iou_threshold": 1.2}, "iou_threshold"),
        ({"score_threshold": -0.1}, "score_threshold"),
    ],
)
def test_unknown_start_is_named(options, name):
    with pytest.raises(ValueError, match=f"`{name}` 값은"):
        viz.widgets.BoxExplorer(**options)


def test_the_picture_of_the_suppression_names_the_kept():
    widget = viz.widgets.BoxExplorer("nms", iou_threshold=0.5, score_threshold=0.3)
    alt = widget._repr_mimebundle_()[1]["image/png"]["alt"]
    assert "4개가 남는다: 1, 2, 3, 10번" in alt
