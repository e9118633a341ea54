"""Bootstrap: scipy on the very same resamples, Efron's law schools, and coverage of the truth."""

import numpy as np
import pytest
from scipy import stats
from sklearn.metrics import roc_auc_score

from coursekit.metrics import accuracy_score, bootstrap_interval

# Efron's fifteen law schools: LSAT and GPA of the class of 1973.
LSAT = [576, 635, 558, 578, 666, 580, 555, 661, 651, 605, 653, 575, 545, 572, 594]
GPA = [3.39, 3.30, 2.81, 3.03, 3.44, 3.07, 3.00, 3.43, 3.36, 3.13, 3.12, 2.74, 2.76, 2.88, 2.96]


def correlation(x, y):
    return float(np.corrcoef(x, y)[0, 1])


@pytest.mark.parametrize("level", [0.5, 0.9, 0.95])
@pytest.mark.parametrize("statistic", [np.mean, np.median, np.std])
def test_the_interval_is_scipys(statistic, level):
    data = np.random.default_rng(1).exponential(size=25)
    ours = bootstrap_interval(statistic, data, level=level, resamples=300, rng=7)
    scipys = stats.bootstrap(
        (data,),
        statistic,
        confidence_level=level,
        n_resamples=300,
        method="percentile",
        rng=np.random.default_rng(7),
    )
    np.testing.assert_allclose(ours.distribution, scipys.bootstrap_distribution, rtol=1e-12)
    assert (ours.low, ours.high) == pytest.approx(tuple(scipys.confidence_interval), rel=1e-12)
    assert ours.standard_error == pytest.approx(scipys.standard_error, rel=1e-12)
    assert ours.estimate == statistic(data)


def test_pairs_stay_together_as_scipys_do():
    ours = bootstrap_interval(correlation, LSAT, GPA, resamples=400, rng=3)
    scipys = stats.bootstrap(
        (LSAT, GPA),
        correlation,
        n_resamples=400,
        method="percentile",
        paired=True,
        vectorized=False,
        rng=np.random.default_rng(3),
    )
    np.testing.assert_allclose(ours.distribution, scipys.bootstrap_distribution, rtol=1e-10)


def test_the_law_schools_of_efron():
    interval = bootstrap_interval(correlation, LSAT, GPA, resamples=3000, rng=0)
    assert interval.estimate == pytest.approx(0.776, abs=5e-4)
    assert interval.standard_error == pytest.approx(0.13, abs=0.01)


def test_drawing_the_two_columns_apart_would_lose_the_correlation():
    rng = np.random.default_rng(0)
    x, y = np.array(LSAT), np.array(GPA)
    apart = [
        correlation(x[rng.integers(15, size=15)], y[rng.integers(15, size=15)]) for _ in range(300)
    ]
    together = bootstrap_interval(correlation, x, y, resamples=300, rng=0)
    assert abs(np.mean(apart)) < 0.1
    assert together.distribution.mean() > 0.7


def test_drawing_without_replacement_would_never_vary():
    x = np.array(GPA)
    rng = np.random.default_rng(0)
    wrong = [rng.permutation(x).mean() for _ in range(50)]
    assert np.std(wrong) < 1e-12
    right = bootstrap_interval(np.mean, x, resamples=2000, rng=0)
    assert right.standard_error == pytest.approx(x.std() / np.sqrt(15), rel=0.05)


def test_an_accuracy_has_the_binomial_spread():
    truth = np.zeros(400, int)
    guess = np.repeat([0, 1], [340, 60])
    interval = bootstrap_interval(accuracy_score, truth, guess, rng=0)
    assert interval.estimate == 0.85
    assert interval.standard_error == pytest.approx(np.sqrt(0.85 * 0.15 / 400), rel=0.05)


def test_ninety_per_cent_hold_the_truth():
    rng = np.random.default_rng(0)
    held = 0
    for _ in range(200):
        interval = bootstrap_interval(
            np.mean, rng.normal(2.0, 1.0, 40), level=0.9, resamples=200, rng=rng
        )
        held += interval.low <= 2.0 <= interval.high
    assert 0.82 <= held / 200 <= 0.95


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: bootstrap_interval(np.mean, rng=0), "받은 모양: 없음"),
        (lambda: bootstrap_interval(np.mean, 1.0, rng=0), "`data` 값은"),
        (lambda: bootstrap_interval(np.mean, [], rng=0), "`data` 길이는 1 이상"),
        (lambda: bootstrap_interval(correlation, [1, 2], [1], rng=0), r"\(2,\), \(1,\)"),
        (lambda: bootstrap_interval(np.mean, [1, 2], level=1.0, rng=0), "`level`"),
        (lambda: bootstrap_interval(np.mean, [1, 2], resamples=1, rng=0), "`resamples`"),
        (lambda: bootstrap_interval(lambda x: np.nan, [1, 2], rng=0), r"`statistic\(\*data\)`"),
        (lambda: bootstrap_interval(np.mean, [1, 2], rng=None), "`rng`"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_a_statistic_that_fails_on_a_resample_is_said():
    def auc(y, s):
        return roc_auc_score(y, s) if 0 < y.sum() < len(y) else np.nan

    with pytest.raises(ValueError, match="다시 뽑은 표본"):
        bootstrap_interval(auc, [1, 0], [0.9, 0.1], rng=0)
