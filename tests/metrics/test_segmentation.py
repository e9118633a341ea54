"""Segmentation metrics: scikit-learn, sets of pixels, hand numbers, and the wrong means they must differ from."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sklearn import metrics as theirs

from coursekit.metrics import (
    evaluate_segmentation,
    segmentation_confusion,
    segmentation_metrics,
)


@st.composite
def masks(draw):
    """Truth with ignored pixels, guess, and a number of classes of which some never appear."""
    classes = draw(st.integers(2, 5))
    shape = draw(hnp.array_shapes(min_dims=1, max_dims=3, min_side=1, max_side=5))
    truth = draw(hnp.arrays(np.int64, shape, elements=st.integers(0, classes - 1)))
    guess = draw(hnp.arrays(np.uint8, shape, elements=st.integers(0, classes - 1)))
    hidden = draw(hnp.arrays(bool, shape))
    hidden.flat[0] = False
    return np.where(hidden, 255, truth), guess, classes


def by_sets(truth, guess, classes):
    """IoU and Dice per class from sets of pixel places; None where neither has the class."""
    counted = [place for place in np.ndindex(truth.shape) if truth[place] != 255]
    iou, dice = [], []
    for c in range(classes):
        t = {place for place in counted if truth[place] == c}
        g = {place for place in counted if guess[place] == c}
        iou.append(len(t & g) / len(t | g) if t | g else None)
        dice.append(2 * len(t & g) / (len(t) + len(g)) if t | g else None)
    return iou, dice


@given(masks())
@settings(max_examples=80, deadline=None)
def test_counts_are_scikit_learns_and_ratios_those_of_sets(drawn):
    truth, guess, classes = drawn
    counted = truth != 255
    found = evaluate_segmentation(truth, guess, classes=classes)
    expected = theirs.confusion_matrix(truth[counted], guess[counted], labels=np.arange(classes))
    assert np.array_equal(found.confusion, expected)
    assert found.pixel_accuracy == theirs.accuracy_score(truth[counted], guess[counted])
    iou, dice = by_sets(truth, guess, classes)
    for ours, sets, mean in (
        (found.iou, iou, found.mean_iou),
        (found.dice, dice, found.mean_dice),
    ):
        assert np.array_equal(np.isnan(ours), [value is None for value in sets])
        defined = [value for value in sets if value is not None]
        assert ours[~np.isnan(ours)].tolist() == pytest.approx(defined)
        assert mean == pytest.approx(sum(defined) / len(defined))
    present = sorted(set(truth[counted].tolist()))
    assert found.mean_accuracy == pytest.approx(
        theirs.recall_score(
            truth[counted], guess[counted], labels=present, average="macro", zero_division=0
        )
    )
    assert found.frequency_weighted_iou == pytest.approx(
        theirs.jaccard_score(truth[counted], guess[counted], average="weighted", zero_division=0)
    )


def test_a_map_of_six_pixels_by_hand():
    truth = [[0, 0, 1], [1, 2, 255]]
    guess = [[0, 1, 1], [1, 0, 2]]
    found = evaluate_segmentation(truth, guess, classes=4)
    assert found.confusion.tolist() == [[1, 1, 0, 0], [0, 2, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]]
    assert found.pixel_accuracy == 3 / 5
    assert found.iou[:3].tolist() == [1 / 3, 2 / 3, 0]
    assert found.dice[:3].tolist() == [1 / 2, 4 / 5, 0]
    assert found.mean_iou == pytest.approx(1 / 3)
    assert found.mean_accuracy == pytest.approx((1 / 2 + 1 + 0) / 3)
    assert found.frequency_weighted_iou == pytest.approx((2 / 3 + 4 / 3 + 0) / 5)


def mean_with_absent_as(value, iou):
    return np.where(np.isnan(iou), value, iou).mean()


@pytest.mark.parametrize("wrong", [0.0, 1.0])
def test_absent_classes_count_neither_as_failures_nor_as_successes(wrong):
    found = evaluate_segmentation([0, 0, 1, 1], [0, 1, 1, 1], classes=21)
    assert found.mean_iou == pytest.approx((1 / 2 + 2 / 3) / 2)
    assert mean_with_absent_as(wrong, found.iou) != pytest.approx(found.mean_iou, abs=0.3)


def test_a_class_invented_by_the_guess_is_a_failure():
    found = evaluate_segmentation([0, 0, 0, 0], [0, 0, 0, 2], classes=3)
    assert found.iou[2] == 0
    assert np.isnan(found.iou[1])
    assert found.mean_iou == pytest.approx((3 / 4 + 0) / 2)
    assert found.mean_accuracy == 3 / 4  # the mean over the classes of the truth


def test_accuracy_flatters_an_empty_guess():
    truth = np.zeros((20, 20), int)
    truth[:4, :5] = 1
    found = evaluate_segmentation(truth, np.zeros_like(truth), classes=2)
    assert found.pixel_accuracy == 0.95
    assert found.mean_iou == 0.475


def test_counts_of_batches_add_up_and_means_of_images_do_not():
    rng = np.random.default_rng(0)
    truth, guess = rng.integers(0, 3, (2, 6, 4, 4))
    truth[0] = 0  # an image with one class only
    whole = evaluate_segmentation(truth, guess, classes=3)
    parts = sum(segmentation_confusion(t, g, classes=3) for t, g in zip(truth, guess, strict=True))
    assert segmentation_metrics(parts).mean_iou == whole.mean_iou
    per_image = [
        evaluate_segmentation(t, g, classes=3).mean_iou for t, g in zip(truth, guess, strict=True)
    ]
    assert np.mean(per_image) != pytest.approx(whole.mean_iou, rel=1e-2)


def test_the_ignored_label_may_be_any_or_none():
    truth, guess = [0, 1, 1, 2], [0, 1, 0, 9]
    assert segmentation_confusion(truth, guess, classes=2, ignore_index=2).tolist() == [
        [1, 0],
        [1, 1],
    ]
    only_objects = evaluate_segmentation([0, 1, 2], [1, 1, 2], classes=3, ignore_index=0)
    assert only_objects.pixel_accuracy == 1
    with pytest.raises(ValueError, match=r"`y_true` 값은 0 이상 2 미만.*255"):
        segmentation_confusion([0, 255], [0, 0], classes=2, ignore_index=None)


def test_dice_is_two_iou_over_one_plus_iou():
    rng = np.random.default_rng(1)
    found = evaluate_segmentation(*rng.integers(0, 4, (2, 30, 30)), classes=4)
    np.testing.assert_allclose(found.dice, 2 * found.iou / (1 + found.iou))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([0, 1], [0, 1, 1], 2), "`y_pred` 모양"),
        (([0.0, 1.0], [0, 1], 2), "`y_true` 값은 정수"),
        (([0, 1], [0.0, 1.0], 2), "`y_pred` 값은 정수"),
        (([0, 2], [0, 1], 2), r"`y_true` 값은 0 이상 2 미만.*받은 값: 2"),
        (([0, 1], [0, -1], 2), r"`y_pred` 값은 0 이상 2 미만.*받은 값: -1"),
        (([0, 1], [0, 255], 2), "`y_pred` 값은 0 이상 2 미만"),
        (([0, 1], [0, 1], 0), "`classes` 값"),
        (([255, 255], [0, 1], 2), "센 픽셀이 하나 이상"),
    ],
)
def test_bad_input_is_named(arguments, message):
    truth, guess, classes = arguments
    with pytest.raises(ValueError, match=message):
        evaluate_segmentation(truth, guess, classes=classes)


@pytest.mark.parametrize(
    "confusion",
    [[[1, 2]], [[1.0]], [[1, 0], [-1, 2]], [3]],
    ids=["wide", "float", "negative", "1-D"],
)
def test_a_confusion_matrix_is_square_and_counts(confusion):
    with pytest.raises(ValueError, match="`confusion` 값은 0 이상 정수의 정사각"):
        segmentation_metrics(confusion)
