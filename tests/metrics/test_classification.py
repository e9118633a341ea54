"""Chosen classes against the truth: scikit-learn as oracle, a confusion matrix counted by hand."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics as theirs

from coursekit.metrics import accuracy_score, confusion_matrix, precision_recall_f1

# cat, dog, fish; counted on paper
TRUTH = [0, 0, 0, 0, 1, 1, 1, 2, 2, 2]
GUESS = [0, 0, 1, 2, 1, 1, 0, 2, 2, 1]
BY_HAND = [[2, 1, 1], [1, 2, 0], [0, 1, 2]]

pairs = st.integers(1, 40).flatmap(
    lambda n: st.tuples(*[st.lists(st.integers(0, 4), min_size=n, max_size=n)] * 2)
)


def test_a_matrix_counted_by_hand():
    assert confusion_matrix(TRUTH, GUESS).tolist() == BY_HAND
    scores = precision_recall_f1(TRUTH, GUESS)
    np.testing.assert_allclose(scores.precision, [2 / 3, 2 / 4, 2 / 3])
    np.testing.assert_allclose(scores.recall, [2 / 4, 2 / 3, 2 / 3])
    np.testing.assert_allclose(scores.f1, [4 / 7, 4 / 7, 4 / 6])
    assert scores.support.tolist() == [4, 3, 3]
    assert accuracy_score(TRUTH, GUESS) == 0.6


@given(pair=pairs, zero=st.sampled_from([0.0, 1.0, np.nan]))
@settings(max_examples=60, deadline=None)
def test_everything_is_scikit_learns(pair, zero):
    truth, guess = pair
    labels = list(range(5))
    ours = confusion_matrix(truth, guess, classes=5)
    assert ours.tolist() == theirs.confusion_matrix(truth, guess, labels=labels).tolist()
    assert accuracy_score(truth, guess) == pytest.approx(theirs.accuracy_score(truth, guess))
    for average in (None, "macro", "micro"):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a mean of nothing but NaN
            expected = theirs.precision_recall_fscore_support(
                truth, guess, labels=labels, average=average, zero_division=zero
            )
        got = precision_recall_f1(truth, guess, classes=5, average=average, zero_division=zero)
        np.testing.assert_allclose(got.precision, expected[0], rtol=1e-12)
        np.testing.assert_allclose(got.recall, expected[1], rtol=1e-12)
        np.testing.assert_allclose(got.f1, expected[2], rtol=1e-12)
        assert got.support.tolist() == np.bincount(truth, minlength=5).tolist()


def test_micro_is_the_accuracy_and_macro_sees_the_small_class():
    truth, guess = [0] * 95 + [1] * 5, [0] * 100
    micro = precision_recall_f1(truth, guess, average="micro")
    assert micro.precision == micro.recall == micro.f1 == accuracy_score(truth, guess) == 0.95
    assert precision_recall_f1(truth, guess, average="macro").recall == 0.5


WRONG = {
    "columns are the truth": lambda t, g: np.array(BY_HAND).T,
    "precision and recall exchanged": lambda t, g: confusion_matrix(g, t),
    "only the right ones": lambda t, g: np.diag(np.diag(BY_HAND)),
}


@pytest.mark.parametrize("name", WRONG)
def test_the_example_tells_wrong_matrices_apart(name):
    assert WRONG[name](TRUTH, GUESS).tolist() != BY_HAND


def test_the_mean_of_f1_is_not_the_f1_of_means():
    macro = precision_recall_f1(TRUTH, GUESS, average="macro")
    harmonic = 2 * macro.precision * macro.recall / (macro.precision + macro.recall)
    assert macro.f1 != pytest.approx(harmonic, rel=1e-3)
    assert macro.f1 == pytest.approx(theirs.f1_score(TRUTH, GUESS, average="macro"))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: accuracy_score([0, 1], [0]), r"`y_pred` 길이.*받은 길이: 1, 2"),
        (lambda: accuracy_score([], []), "`y_true` 값은 비어 있지 않은"),
        (lambda: accuracy_score([0.5], [0]), "dtype: float64"),
        (lambda: accuracy_score([0], [[0]]), r"`y_pred`.*\(1, 1\)"),
        (lambda: confusion_matrix([0, -1], [0, 0]), "`y_true` 값은 0 이상 정수"),
        (lambda: confusion_matrix([0], [3], classes=3), "`y_pred` 값은 0 이상 3 미만"),
        (lambda: confusion_matrix([0], [0], classes=0), "`classes`"),
        (lambda: precision_recall_f1([0], [0], average="weighted"), "`average`"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
