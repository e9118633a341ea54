"""The plain split: nothing lost, nothing twice, the asked size, each sample as often as another."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coursekit.data import random_split


@given(n=st.integers(2, 60), size=st.floats(0.01, 0.99), seed=st.integers(0, 99))
@settings(max_examples=80, deadline=None)
def test_the_two_parts_are_everything_once(n, size, seed):
    total = round(size * n)
    if not 0 < total < n:
        with pytest.raises(ValueError, match="양쪽에 하나 이상"):
            random_split(n, size, rng=seed)
        return
    train, test = random_split(n, size, rng=seed)
    assert sorted([*train, *test]) == list(range(n))
    assert len(test) == total


def test_every_sample_is_tested_as_often():
    rng = np.random.default_rng(0)
    counts = np.zeros(10)
    for _ in range(3000):
        counts[random_split(10, 0.3, rng=rng)[1]] += 1
    np.testing.assert_allclose(counts / 3000, 0.3, atol=0.04)


def test_taking_the_end_of_sorted_data_would_not_do():
    labels = np.repeat([0, 1], 50)
    assert set(labels[80:]) == {1}
    assert set(labels[random_split(100, 0.2, rng=0)[1]]) == {0, 1}


@pytest.mark.parametrize(
    ("n", "size", "message"), [(1, 0.5, "`n`"), (10, 0, "`test_size`"), (10, 1.0, "양쪽에")]
)
def test_bad_input_is_named(n, size, message):
    with pytest.raises(ValueError, match=message):
        random_split(n, size, rng=0)
