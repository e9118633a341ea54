"""Batches: torch's DataLoader walks the same indices; wrong walks are refused."""

from collections import namedtuple

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from coursekit.data import (
    ArrayDataset,
    BatchSampler,
    DataLoader,
    Dataset,
    RandomSampler,
    SequentialSampler,
    collate,
)


class Pairs(Dataset):
    """Not an array: goes sample by sample."""

    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n

    def __getitem__(self, index):
        return np.array([index, 10.0 * index]), index


def walk(loader):
    return [[np.asarray(part).tolist() for part in batch] for batch in loader]


@given(
    n=st.integers(1, 23),
    batch_size=st.integers(1, 9),
    drop_last=st.booleans(),
    seed=st.none() | st.integers(0, 99),
)
@settings(max_examples=60, deadline=None)
def test_the_same_batches_as_torch_on_the_same_order(n, batch_size, drop_last, seed):
    ours = DataLoader(Pairs(n), batch_size, shuffle=seed is not None, drop_last=drop_last, rng=seed)
    draw = np.random.default_rng(seed)
    for _ in range(3):  # epochs
        order = range(n) if seed is None else draw.permutation(n).tolist()
        theirs = torch.utils.data.DataLoader(
            Pairs(n), batch_size, sampler=list(order), drop_last=drop_last
        )
        assert walk(ours) == walk(theirs)
        assert len(ours) == len(theirs)


@given(n=st.integers(1, 30), batch_size=st.integers(1, 9))
@settings(max_examples=40, deadline=None)
def test_every_sample_once_an_epoch_in_a_new_order(n, batch_size):
    loader = DataLoader(ArrayDataset(np.arange(n)), batch_size, shuffle=True, rng=1)
    epochs = [np.concatenate([batch for (batch,) in loader]).tolist() for _ in range(4)]
    for epoch in epochs:
        assert sorted(epoch) == list(range(n))
    if n > 8:
        assert len({tuple(epoch) for epoch in epochs}) == 4


class OneOrder(RandomSampler):
    """Wrong: shuffles once and keeps the order for all epochs."""

    def __iter__(self):
        self.order = getattr(self, "order", None) or list(super().__iter__())
        return iter(self.order)


def test_the_check_of_new_orders_can_fail():
    loader = DataLoader(ArrayDataset(np.arange(20)), 4, sampler=OneOrder(range(20), rng=1))
    epochs = {tuple(np.concatenate([b for (b,) in loader]).tolist()) for _ in range(4)}
    assert len(epochs) == 1


def test_shuffling_repeats_with_the_seed_and_moves_no_global_state():
    np.random.seed(7)  # noqa: NPY002
    before = np.random.get_state()[1].tolist()  # noqa: NPY002
    data = ArrayDataset(np.arange(10))
    first, second = (DataLoader(data, 3, shuffle=True, rng=5) for _ in range(2))
    assert walk(first) == walk(second)
    assert walk(first) == walk(second)
    assert np.random.get_state()[1].tolist() == before  # noqa: NPY002


@given(n=st.integers(1, 20), rows=st.lists(st.integers(0, 999), min_size=1, max_size=8))
@settings(max_examples=40, deadline=None)
def test_arrays_taken_at_once_equal_samples_stacked_one_by_one(n, rows):
    data = ArrayDataset(
        np.arange(6 * n, dtype=np.float32).reshape(n, 3, 2), np.arange(n, dtype=np.int16)
    )
    indices = [r % n for r in rows]
    slow = collate([data[i] for i in indices])
    for fast, stacked in zip(data.take(indices), slow, strict=True):
        assert np.array_equal(fast, stacked)
        assert fast.dtype == stacked.dtype


def test_a_batch_is_a_copy():
    x = np.arange(4.0)
    for (batch,) in DataLoader(ArrayDataset(x), 2):
        batch[...] = -1
    assert x.tolist() == [0, 1, 2, 3]


def test_a_duck_will_do_and_a_plain_list_too():
    assert walk(DataLoader([(1.0, 2), (3.0, 4)], 2)) == [[[1.0, 3.0], [2, 4]]]


def test_own_samplers():
    data = ArrayDataset(np.arange(6))
    assert walk(DataLoader(data, 2, sampler=[5, 0, 3])) == [[[5, 0]], [[3]]]
    assert walk(DataLoader(data, batch_sampler=[[0], [4, 5, 1]])) == [[[0]], [[4, 5, 1]]]
    assert len(DataLoader(data, batch_sampler=[[0], [4, 5, 1]])) == 2
    assert DataLoader(data, 3, collate_fn=len).__iter__().__next__() == 3


@given(n=st.integers(1, 12), count=st.none() | st.integers(1, 30), replacement=st.booleans())
@settings(max_examples=60, deadline=None)
def test_random_sampler(n, count, replacement):
    if count and count > n and not replacement:
        with pytest.raises(ValueError, match="`num_samples` 값은 복원하지 않을 때"):
            RandomSampler(range(n), replacement, count, rng=0)
        return
    sampler = RandomSampler(range(n), replacement, count, rng=0)
    drawn = list(sampler)
    assert len(drawn) == len(sampler) == (count or n)
    assert set(drawn) <= set(range(n))
    assert all(type(i) is int for i in drawn)
    if not replacement:
        assert len(set(drawn)) == len(drawn)


def test_replacement_is_uniform():
    sampler = RandomSampler(range(4), replacement=True, num_samples=40_000, rng=0)
    counts = np.bincount(list(sampler), minlength=4)
    # chi-square with 3 degrees of freedom: 16.3 is the 0.1 % point
    assert ((counts - 10_000) ** 2 / 10_000).sum() < 16.3


@given(n=st.integers(0, 20), size=st.integers(1, 6), drop=st.booleans())
@settings(max_examples=40, deadline=None)
def test_batch_sampler_is_torchs(n, size, drop):
    theirs = torch.utils.data.BatchSampler(range(n), size, drop)
    ours = BatchSampler(SequentialSampler(range(n)), size, drop)
    assert [list(b) for b in ours] == [list(b) for b in theirs]
    assert len(ours) == len(theirs)


Named = namedtuple("Named", "x y")

SAMPLES = {
    "arrays": [np.ones((2, 3), np.float32), np.zeros((2, 3), np.float32)],
    "floats": [0.5, 1.5],
    "integers": [3, 4],
    "booleans": [True, False],
    "strings": ["가", "나"],
    "tuples": [(np.ones(2), 1), (np.zeros(2), 0)],
    "lists": [[np.ones(2), 1], [np.zeros(2), 0]],
    "dicts": [{"x": np.ones(2), "y": "a"}, {"y": "b", "x": np.zeros(2)}],
    "nested": [{"x": (1, [2.0, 3.0])}, {"x": (4, [5.0, 6.0])}],
    "named": [Named(np.ones(2), 1), Named(np.zeros(2), 2)],
}


def plain(value):
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    if isinstance(value, str):
        return value
    value = np.asarray(value)
    return (value.tolist(), str(value.dtype), value.shape)


@pytest.mark.parametrize("name", SAMPLES)
def test_collate_is_torchs(name):
    theirs = torch.utils.data.default_collate(SAMPLES[name])
    assert plain(collate(SAMPLES[name])) == plain(theirs)


def test_collate_keeps_the_kind_of_container():
    assert isinstance(collate(SAMPLES["tuples"]), tuple)
    assert isinstance(collate(SAMPLES["lists"]), list)
    assert collate(SAMPLES["named"]).y.tolist() == [1, 2]


@pytest.mark.parametrize(
    ("samples", "message"),
    [
        ([], "0개"),
        ([np.ones(2), np.ones(3)], r"모양은 모두 같아야 합니다\(받은 것: \(2,\), \(3,\)\)"),
        ([np.ones(2), 1.0], "형은 모두 같아야 합니다"),
        ([(1, 2), (1,)], "길이는"),
        ([{"a": 1}, {"b": 1}], "이름은"),
        ([object(), object()], "`collate_fn`"),
        ([None], "NoneType"),
    ],
)
def test_what_cannot_be_stacked_is_said(samples, message):
    with pytest.raises(ValueError, match=message):
        collate(samples)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: ArrayDataset(), "0개"),
        (lambda: ArrayDataset(np.ones(3), np.ones(4)), r"\(3,\), \(4,\)"),
        (lambda: ArrayDataset(1.0), "`arrays`"),
        (lambda: DataLoader(Pairs(3), 0), "`batch_size` 값은 1 이상의 정수"),
        (lambda: DataLoader(Pairs(3), 2.0), "`batch_size`"),
        (lambda: DataLoader(Pairs(3), shuffle=True), "`rng` 값은 `shuffle=True`일 때"),
        (lambda: DataLoader(Pairs(3), shuffle=True, rng=-1), "`rng`"),
        (lambda: DataLoader(Pairs(3), 1, True, [0], rng=0), "함께 쓸 수 없습니다"),
        (lambda: DataLoader(Pairs(3), 2, batch_sampler=[[0]]), "함께 쓸 수 없습니다"),
        (lambda: DataLoader(Pairs(3), sampler=[], batch_sampler=[[0]]), "함께 쓸 수 없습니다"),
        (lambda: RandomSampler([], replacement=True, rng=0), "비어 있지"),
        (lambda: RandomSampler([1], num_samples=0, rng=0), "`num_samples`"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_a_dataset_needs_both_methods():
    class Half(Dataset):
        def __len__(self):
            return 1

    with pytest.raises(TypeError, match="__getitem__"):
        Half()


def test_an_index_beyond_the_end_is_an_error_so_that_a_for_loop_ends():
    data = ArrayDataset(np.arange(3))
    assert [int(x) for (x,) in data] == [0, 1, 2]
    with pytest.raises(IndexError):
        data[3]
