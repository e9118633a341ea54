"""Folds: scikit-learn on the same shuffles, and what each fold must hold."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import model_selection as theirs

from coursekit.data import KFold, StratifiedKFold


class SameShuffle(np.random.RandomState):
    """A RandomState whose shuffle is our generator's permutation."""

    def __init__(self, seed):
        super().__init__(0)
        self.ours = np.random.default_rng(seed)

    def shuffle(self, x):
        x[:] = self.ours.permutation(x)


def as_lists(splits):
    return [(train.tolist(), test.tolist()) for train, test in splits]


@given(n=st.integers(2, 60), k=st.integers(2, 8), seed=st.none() | st.integers(0, 99))
@settings(max_examples=80, deadline=None)
def test_k_fold_is_scikit_learns(n, k, seed):
    if n < k:
        with pytest.raises(ValueError, match="`n` 값은"):
            list(KFold(k).split(n))
        return
    shuffle = seed is not None
    twin = theirs.KFold(k, shuffle=shuffle, random_state=SameShuffle(seed) if shuffle else None)
    assert as_lists(KFold(k, rng=seed).split(n)) == as_lists(twin.split(np.zeros(n)))


@st.composite
def labelled(draw):
    k = draw(st.integers(2, 6))
    counts = draw(st.lists(st.integers(k, 15), min_size=1, max_size=5))
    labels = draw(st.permutations(np.repeat(np.arange(len(counts)), counts).tolist()))
    return k, np.array(labels)


@given(case=labelled(), seed=st.none() | st.integers(0, 99))
@settings(max_examples=80, deadline=None)
def test_stratified_k_fold_is_scikit_learns(case, seed):
    k, labels = case
    shuffle = seed is not None
    # scikit-learn goes through the classes by first appearance too.
    twin = theirs.StratifiedKFold(
        k, shuffle=shuffle, random_state=SameShuffle(seed) if shuffle else None
    )
    ours = as_lists(StratifiedKFold(k, rng=seed).split(labels))
    assert ours == as_lists(twin.split(np.zeros(len(labels)), labels))


@given(case=labelled(), seed=st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_each_sample_validates_once_and_the_shares_are_kept(case, seed):
    k, labels = case
    seen = []
    for train, validation in StratifiedKFold(k, rng=seed).split(labels):
        assert sorted([*train, *validation]) == list(range(len(labels)))
        counts = np.bincount(labels[validation], minlength=labels.max() + 1)
        assert (np.abs(counts - np.bincount(labels) / k) < 1).all()
        assert abs(len(validation) - len(labels) / k) < 1
        seen.extend(validation)
    assert sorted(seen) == list(range(len(labels)))


def test_the_shares_tell_a_plain_fold_apart():
    labels = np.repeat([0, 1, 2], 10)
    validation = next(KFold(3).split(30))[1]
    assert np.bincount(labels[validation], minlength=3).tolist() == [10, 0, 0]
    balanced = next(StratifiedKFold(3).split(labels))[1]
    assert max(np.bincount(labels[balanced])) - min(np.bincount(labels[balanced])) <= 1


def test_dealing_every_class_from_the_first_fold_would_make_it_too_large():
    labels = np.repeat(np.arange(5), 4)  # 20 samples in 3 folds
    sizes = [len(v) for _, v in StratifiedKFold(3).split(labels)]
    assert sizes == [7, 7, 6]
    wrong = sum((np.bincount(np.arange(4) % 3) for _ in range(5)), np.zeros(3, int))
    assert wrong.tolist() == [10, 5, 5]


def test_the_seed_decides():
    labels = np.repeat([0, 1], 12)
    runs = [as_lists(StratifiedKFold(3, rng=seed).split(labels)) for seed in (1, 1, 2)]
    assert runs[0] == runs[1] != runs[2]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: KFold(1), "`n_splits`"),
        (lambda: StratifiedKFold(1), "`n_splits`"),
        (lambda: KFold(2, rng="a"), "`rng`"),
        (lambda: list(KFold(3).split(2)), "`n` 값은 3 이상"),
        (lambda: list(StratifiedKFold(3).split([0, 0, 0, 1, 1])), r"클래스 1: 2개"),
        (lambda: list(StratifiedKFold(2).split([0.0, 1.0])), "dtype: float64"),
        (lambda: list(StratifiedKFold(2).split([])), "비어 있지"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
