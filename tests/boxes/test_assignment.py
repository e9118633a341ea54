"""Which truth an anchor learns: worked on paper, and what must hold for any boxes."""

import numpy as np
import pytest

from coursekit.boxes import IGNORE, NEGATIVE, assign, box_iou

TRUTHS = [[0, 0, 10, 10], [100, 0, 110, 10], [200, 0, 210, 10], [900, 0, 910, 10]]
ANCHORS = [
    [0, 0, 10, 10],  # IoU 1 with truth 0
    [0, 0, 10, 7],  # 0.7 with truth 0: positive at the threshold
    [0, 0, 10, 6],  # 0.6: neither
    [0, 0, 10, 3],  # 0.3: neither, at the threshold
    [0, 0, 10, 2],  # 0.2: negative
    [100, 0, 110, 5],  # 0.5, the best of truth 1
    [100, 5, 110, 10],  # 0.5 as well, but later
    [200, 0, 210, 1],  # 0.1, the best of truth 2
    [50, 50, 60, 60],  # overlaps nothing
]
BY_HAND = [0, 0, -2, -2, -1, 1, -2, 2, -1]
UNFORCED = [0, 0, -2, -2, -1, -2, -2, -1, -1]


def assert_assignment(rule):
    assert list(rule(ANCHORS, TRUTHS, True)) == BY_HAND
    assert list(rule(ANCHORS, TRUTHS, False)) == UNFORCED


def ours(anchors, truths, force):
    return assign(anchors, truths, force_best=force)


def test_by_hand():
    assert_assignment(ours)
    assert (NEGATIVE, IGNORE) == (-1, -2)
    assert assign(ANCHORS, TRUTHS).dtype == np.int64


def by_loop(anchors, truths, force, *, high=0.7, low=0.3, at=lambda v, t: v >= t, best=None,
            argmax=max, middle=-2, swap=False):  # fmt: skip
    iou = box_iou(anchors, truths).tolist()
    result = []
    for row in iou:
        top = argmax(row)
        result.append(row.index(top) if at(top, high) else middle if at(top, low) else -1)
    if force:
        for g in range(len(truths)):
            column = [row[g] for row in iou]
            if max(column) > 0 or best == "always":
                place = column.index(max(column))
                result[place] = place if swap else g
    return result


def test_the_bank_is_one_line_from_right():
    assert_assignment(by_loop)


@pytest.mark.parametrize(
    "slip",
    [
        {"at": lambda v, t: v > t},
        {"middle": -1},
        {"best": "always"},
        {"argmax": min},
        {"swap": True},
        {"low": 0.7},
        {"high": 0.5},
    ],
    ids=["strict thresholds", "ignored taken for negative", "forced without overlap", "worst truth",
         "index of the anchor", "no band between", "SSD's threshold"],
)  # fmt: skip
def test_wrong_rules_are_rejected(slip):
    with pytest.raises(AssertionError):
        assert_assignment(lambda anchors, truths, force: by_loop(anchors, truths, force, **slip))


def test_never_forcing_is_rejected():
    with pytest.raises(AssertionError):
        assert_assignment(lambda anchors, truths, force: ours(anchors, truths, False))


def test_two_truths_do_not_share_their_best_anchor():
    """Both like anchor 0 best; the closer one gets it and the other takes what is left."""
    anchors = [[0, 0, 10, 10], [0, 0, 10, 4]]
    truths = [[0, 0, 10, 9], [0, 0, 10, 10]]
    assert box_iou(anchors, truths).argmax(axis=0).tolist() == [0, 0]
    assert assign(anchors, truths).tolist() == [1, 0]
    assert assign(anchors[:1], truths).tolist() == [1]


@pytest.mark.parametrize("seed", range(5))
def test_what_must_hold(seed, scattered):
    anchors, truths = scattered(300, seed=seed), scattered(8, seed=100 + seed)
    iou = box_iou(anchors, truths)
    got = assign(anchors, truths, positive=0.6, negative=0.4)
    free = assign(anchors, truths, positive=0.6, negative=0.4, force_best=False)
    best = iou.max(axis=1)
    assert ((free >= 0) == (best >= 0.6)).all()
    assert ((free == NEGATIVE) == (best < 0.4)).all()
    assert (iou[free >= 0, free[free >= 0]] == best[free >= 0]).all()
    assert set(range(8)) <= set(got.tolist())  # each truth is learnt by some anchor
    changed = np.flatnonzero(got != free)
    assert len(changed) <= 8
    assert (iou[changed, got[changed]] > 0).all()
    order = np.random.default_rng(seed).permutation(300)
    assert (assign(anchors[order], truths, positive=0.6, negative=0.4) == got[order]).all()


def test_without_truths_and_without_anchors():
    assert assign(ANCHORS, []).tolist() == [-1] * len(ANCHORS)
    assert assign([], TRUTHS).shape == (0,)
    assert assign([], []).dtype == np.int64


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"positive": 0.2}, r"`negative` 값은 `positive` 이하여야.*negative: 0\.3, positive: 0\.2"),
        ({"positive": 1.2}, "`positive` 값은"),
        ({"negative": -0.1}, "`negative` 값은"),
    ],
)
def test_bad_thresholds_are_named(options, message):
    with pytest.raises(ValueError, match=message):
        assign(ANCHORS, TRUTHS, **options)


def test_bad_boxes_are_named():
    with pytest.raises(ValueError, match=r"`anchors\[0\]` 상자는"):
        assign([[2, 0, 1, 1]], TRUTHS)
    with pytest.raises(ValueError, match=r"`truths` 모양은"):
        assign(ANCHORS, [[0, 0, 1]])
