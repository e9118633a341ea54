"""Digits and the stratified split: scikit-learn as oracle, and a count that splits must keep."""

import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import datasets

from coursekit.data import LabelledImages, load_digits, stratified_split


def test_nothing_is_lost_and_nothing_is_in_both():
    train, test = load_digits(rng=0)
    assert (len(train), len(test)) == (1438, 359)
    assert train.images.dtype == np.float64
    assert (train.images.min(), train.images.max()) == (0, 1)
    original = datasets.load_digits()
    ours = np.column_stack(
        [np.vstack([train.flat, test.flat]) * 16, np.append(train.labels, test.labels)]
    )
    theirs = np.column_stack([original.data, original.target])
    assert sorted(map(tuple, ours)) == sorted(map(tuple, theirs))
    assert train.licence == "CC BY 4.0"
    assert train.names == tuple("0123456789")


def test_the_split_follows_the_seed_and_the_dtype_is_kept():
    a, b, c = (load_digits(rng=seed, dtype=np.float32)[0] for seed in (3, 3, 4))
    assert np.array_equal(a.images, b.images)
    assert not np.array_equal(a.labels, c.labels)
    assert a.images.dtype == np.float32


def test_an_integer_dtype_would_flatten_the_pictures():
    with pytest.raises(ValueError, match="`dtype` 값은 실수 dtype이어야 합니다"):
        load_digits(dtype=np.uint8)


def test_without_scikit_learn_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn", None)
    with pytest.raises(ImportError, match="pip install scikit-learn"):
        load_digits()


@given(
    counts=st.lists(st.integers(1, 30), min_size=1, max_size=6),
    test_size=st.floats(0.05, 0.95),
    seed=st.integers(0, 99),
)
@settings(max_examples=100, deadline=None)
def test_split_keeps_the_shares_exactly(counts, test_size, seed):
    labels = np.random.default_rng(seed).permutation(np.repeat(np.arange(len(counts)), counts))
    n, total = len(labels), round(test_size * len(labels))
    if not 0 < total < n:
        with pytest.raises(ValueError, match="양쪽에 하나 이상"):
            stratified_split(labels, test_size, rng=seed)
        return
    train, test = stratified_split(labels, test_size, rng=seed)
    assert sorted([*train, *test]) == list(range(n))
    assert len(test) == total
    got = np.bincount(labels[test], minlength=len(counts))
    assert (np.abs(got - np.array(counts) * total / n) < 1).all()


def test_a_plain_random_split_would_not_pass():
    labels = np.repeat([0, 1], [90, 10])
    test = np.random.default_rng(0).permutation(100)[:20]
    assert abs((labels[test] == 1).sum() - 2) >= 1


@pytest.mark.parametrize(
    ("labels", "test_size", "message"),
    [
        ([[0, 1]], 0.5, "1차원 정수"),
        ([0.0, 1.0], 0.5, "dtype: float64"),
        ([0, 1], 0.0, "`test_size`"),
        ([0, 1], 1.0, "양쪽에"),
        ([0, 1], np.nan, "`test_size`"),
    ],
)
def test_bad_input_is_named(labels, test_size, message):
    with pytest.raises(ValueError, match=message):
        stratified_split(labels, test_size, rng=0)


def test_take_keeps_order_and_origin():
    train, _ = load_digits(rng=0)
    some = train.take([5, 2, 5])
    assert np.array_equal(some.images, train.images[[5, 2, 5]])
    assert some.labels.tolist() == train.labels[[5, 2, 5]].tolist()
    assert some.source == train.source


@pytest.mark.parametrize(
    ("images", "labels", "message"),
    [
        (np.ones((2, 3)), np.array([0, 1]), "`labels` 길이"),
        (np.ones((2, 3, 3)), np.array([0]), "`labels` 길이"),
        (np.ones((1, 3, 3)), np.array([2]), "0 이상 2 미만"),
        (np.ones((1, 3, 3)), np.array([-1]), "0 이상 2 미만"),
    ],
)
def test_images_and_labels_belong_together(images, labels, message):
    with pytest.raises(ValueError, match=message):
        LabelledImages(images, labels, ("a", "b"), "here", "CC0")
