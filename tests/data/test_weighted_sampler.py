"""Drawing by weight: an inverse of the cumulative sum by hand, torch's frequencies, balance."""

import numpy as np
import pytest
import torch
from scipy import stats

from coursekit.data import ArrayDataset, DataLoader, WeightedRandomSampler


def test_each_draw_inverts_the_cumulative_sum():
    weights = np.array([1.0, 0.0, 4.0, 2.5])
    got = list(WeightedRandomSampler(weights, 200, rng=3))
    edges = np.cumsum(weights) / weights.sum()
    uniform = np.random.default_rng(3).random(200)
    assert got == [int(np.argmax(u < edges)) for u in uniform]


@pytest.mark.parametrize("replacement", [True, False])
def test_the_frequencies_are_torchs(replacement):
    weights = [1.0, 2.0, 5.0, 2.0]
    ours = WeightedRandomSampler(weights, 2, replacement, rng=0)
    theirs = torch.utils.data.WeightedRandomSampler(
        weights, 2, replacement, generator=torch.Generator().manual_seed(0)
    )
    counts = [
        np.bincount([4 * a + b for a, b in (list(s) for _ in range(4000))], minlength=16)
        for s in (ours, theirs)
    ]
    seen = sum(counts) > 0
    assert stats.chi2_contingency(np.array(counts)[:, seen]).pvalue > 0.001
    even = np.bincount(np.random.default_rng(0).integers(16, size=4000), minlength=16)
    assert stats.chi2_contingency(np.array([even, counts[0]])[:, seen]).pvalue < 1e-10


def test_inverse_class_counts_balance_the_classes():
    labels = np.repeat([0, 1, 2], [900, 90, 10])
    weights = 1 / np.bincount(labels)[labels]
    loader = DataLoader(
        ArrayDataset(labels), 50, sampler=WeightedRandomSampler(weights, 3000, rng=0)
    )
    counts = np.bincount(np.concatenate([batch for (batch,) in loader]))
    assert stats.chisquare(counts).pvalue > 0.01
    squared = WeightedRandomSampler(weights**2, 3000, rng=0)  # overdone
    assert stats.chisquare(np.bincount(labels[list(squared)], minlength=3)).pvalue < 1e-10


def test_without_replacement_nothing_comes_twice_and_zero_weight_never():
    drawn = list(WeightedRandomSampler([1.0, 0.0, 3.0, 2.0], 3, False, rng=0))
    assert sorted(drawn) == [0, 2, 3]
    sampler = WeightedRandomSampler([1.0, 1.0], 5, rng=0)
    assert len(sampler) == len(list(sampler)) == 5
    assert list(sampler) != list(sampler) or list(sampler) != list(sampler)  # drawn anew


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: WeightedRandomSampler([1.0, -1.0], 1, rng=0), "`weights` 값은"),
        (lambda: WeightedRandomSampler([0.0], 1, rng=0), "모두 0은"),
        (lambda: WeightedRandomSampler([], 1, rng=0), "`weights`"),
        (lambda: WeightedRandomSampler([[1.0]], 1, rng=0), "`weights` 모양"),
        (lambda: WeightedRandomSampler([1.0], 0, rng=0), "`num_samples`"),
        (lambda: WeightedRandomSampler([1.0, 0.0], 2, False, rng=0), "무게가 있는 표본의 수 1"),
        (lambda: WeightedRandomSampler([1.0], 1, rng=None), "`rng`"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
