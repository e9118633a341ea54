r"""「과적합과 일반화 연습」의 모범답을 다른 길로 얻은 답과 견줍니다: scikit-learn, SciPy, 모두 세어 보기."""

import itertools
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import scipy.optimize
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import Ridge
from sklearn.metrics import (
    balanced_accuracy_score,
    cohen_kappa_score,
    make_scorer,
    mean_squared_error,
)
from sklearn.model_selection import GridSearchCV, GroupKFold

from coursekit.grading import Exercise, course_root, read_exercise

EXERCISE: Exercise = read_exercise(
    course_root(Path(__file__).parent) / "exercises" / "generalization"
)
SOLUTIONS: dict[str, Any] = {"np": np, "math": math}
for cell in EXERCISE.solutions:
    exec(cell.solution_code, SOLUTIONS)

group_folds: Callable[..., Any] = SOLUTIONS["group_folds"]
nested_cv: Callable[..., Any] = SOLUTIONS["nested_cv"]
one_standard_error: Callable[..., Any] = SOLUTIONS["one_standard_error"]
err632: Callable[..., Any] = SOLUTIONS["err632"]
mcnemar: Callable[..., Any] = SOLUTIONS["mcnemar"]
fit_power_law: Callable[..., Any] = SOLUTIONS["fit_power_law"]
beyond_accuracy: Callable[..., Any] = SOLUTIONS["beyond_accuracy"]


def test_the_overview_tells_the_points_of_each_item() -> None:
    overview = next(cell.source for cell in EXERCISE.cells if cell.kind == "text")
    rows = re.findall(r"^\| (.+?) \| `\w+` \| (\d+) \|$", overview, re.MULTILINE)
    assert rows == [(item.title, str(item.points)) for item in EXERCISE.items]
    assert f"{EXERCISE.points}점 만점" in overview


@pytest.mark.parametrize("n_splits", [2, 3, 4])
def test_group_folds_are_scikit_learns_where_sizes_differ(n_splits: int) -> None:
    # scikit-learn은 크기가 같은 무리의 차례를 약속하지 않으므로 크기를 모두 다르게 합니다.
    rng = np.random.default_rng(n_splits)
    sizes = rng.permutation(np.arange(1, 12))
    groups = rng.permutation(np.repeat(rng.choice(500, size=11, replace=False), sizes))
    fold = group_folds(groups, n_splits)
    pairs = GroupKFold(n_splits).split(np.zeros(len(groups)), groups=groups)
    for k, (_, validation) in enumerate(pairs):
        assert np.flatnonzero(fold == k).tolist() == validation.tolist()


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(-3, 9), min_size=1, max_size=60), st.integers(2, 5))
def test_group_folds_never_split_a_group_and_are_nearly_level(
    groups: list[int], n_splits: int
) -> None:
    fold = group_folds(np.array(groups), n_splits)
    assert len(set(zip(groups, fold.tolist(), strict=True))) == len(set(groups))
    loads = np.bincount(fold, minlength=n_splits)
    # 가장 가벼운 겹에만 넣으므로 두 겹의 차이는 가장 큰 무리를 넘을 수 없습니다.
    largest = max(groups.count(name) for name in groups)
    assert loads.max() - loads.min() <= largest


def test_nested_cv_is_a_grid_search_inside_each_outer_fold() -> None:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(31, 8))
    y = X[:, 0] + rng.normal(size=31)
    penalties = [0.01, 1.0, 10.0, 100.0]

    def error(c: float, train: Any, test: Any) -> float:
        model = Ridge(alpha=c).fit(X[train], y[train])
        return float(mean_squared_error(y[test], model.predict(X[test])))

    chosen, errors = nested_cv(error, penalties, 31, 4, 3)
    assert len(chosen) == len(errors) == 4
    for k in range(4):
        outside = [i for i in range(31) if i % 4 != k]
        inside = [i for i in range(31) if i % 4 == k]
        folds = [
            (
                [p for p in range(len(outside)) if p % 3 != j],
                [p for p in range(len(outside)) if p % 3 == j],
            )
            for j in range(3)
        ]
        scorer = make_scorer(mean_squared_error, greater_is_better=False)
        search = GridSearchCV(Ridge(), {"alpha": penalties}, cv=folds, scoring=scorer)
        search.fit(X[outside], y[outside])
        assert chosen[k] == search.best_params_["alpha"]
        assert errors[k] == pytest.approx(-search.score(X[inside], y[inside]))


def test_nested_cv_never_shows_the_outer_validation_before_choosing() -> None:
    calls: list[tuple[frozenset[int], frozenset[int]]] = []

    def error(c: int, train: Any, test: Any) -> float:
        calls.append((frozenset(train.tolist()), frozenset(test.tolist())))
        return float(c)

    nested_cv(error, [3, 1, 2], 10, 2, 4)
    assert len(calls) == 2 * (3 * 4 + 1)
    for k, last in enumerate((12, 25)):
        held = frozenset(i for i in range(10) if i % 2 == k)
        assert calls[last] == (frozenset(range(10)) - held, held)
        assert all(not held & (train | test) for train, test in calls[last - 12 : last])


def test_one_standard_error_uses_scipys_standard_error_of_the_best() -> None:
    rng = np.random.default_rng(1)
    for _ in range(50):
        errors = rng.normal(size=(6, 7)) * 0.8 + rng.normal(size=(6, 1)) * 0.3
        best, chosen, limit = one_standard_error(errors)
        means = [math.fsum(row) / 7 for row in errors]
        assert best == means.index(min(means))
        assert limit == pytest.approx(means[best] + scipy.stats.sem(errors[best]))
        assert chosen == next(m for m in range(6) if means[m] <= limit)


def test_one_standard_error_by_hand() -> None:
    # 셋째의 평균은 0, s² = 12/3 = 4, K = 4이므로 선은 1입니다.
    spread = math.sqrt(3.0)
    for second, expected in ((1.0 - 1e-9, 1), (1.0 + 1e-9, 2)):
        errors = np.array([[3.0] * 4, [second] * 4, [spread, -spread, spread, -spread]])
        assert one_standard_error(errors) == (2, expected, pytest.approx(1.0))


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 8), st.integers(2, 9))
def test_err632_is_the_slow_loop(seed: int, B: int, N: int) -> None:
    rng = np.random.default_rng(seed)
    drawn = rng.integers(0, N - 1, size=(B, N))  # 마지막 표본은 아무도 뽑지 않습니다.
    losses, train_losses = rng.normal(size=(B, N)), rng.normal(size=N)
    averages = []
    for i in range(N):
        measured = [losses[b, i] for b in range(B) if i not in drawn[b].tolist()]
        if measured:
            averages.append(math.fsum(measured) / len(measured))
    oob = math.fsum(averages) / len(averages)
    before = losses.copy()
    expected = (oob, 0.368 * math.fsum(train_losses) / N + 0.632 * oob)
    assert err632(drawn, losses, train_losses) == pytest.approx(expected, abs=1e-12)
    np.testing.assert_array_equal(losses, before)


def test_mcnemar_is_scipys_binomial_test() -> None:
    for only_a, only_b in itertools.product(range(7), repeat=2):
        # 둘 다 맞힌 둘, 둘 다 틀린 셋을 덧붙여도 p값은 그대로여야 합니다.
        y = np.zeros(only_a + only_b + 5, dtype=int)
        a = np.repeat([0, 1, 0, 1], [only_a, only_b, 2, 3])
        b = np.repeat([2, 0, 0, 2], [only_a, only_b, 2, 3])
        n = only_a + only_b
        expected = scipy.stats.binomtest(only_a, n).pvalue if n else 1.0
        assert mcnemar(y, a, b) == (only_a, only_b, pytest.approx(expected))


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(2, 8))
def test_power_law_is_scipys_regression_and_reaches_the_target(seed: int, k: int) -> None:
    rng = np.random.default_rng(seed)
    sizes = np.cumsum(rng.integers(5, 200, size=k)).astype(float)
    errors = 0.07 + 2.0 * sizes**-0.45 * np.exp(rng.normal(0.0, 0.02, size=k))
    line = scipy.stats.linregress(np.log(sizes), np.log(errors - 0.07))
    a, b, needed = fit_power_law(sizes, errors, 0.07, 0.16)
    if b < 0.2:  # 가까이 붙은 두 점에 맞춘 곡선은 아무 데나 갈 수 있습니다.
        return
    assert b == pytest.approx(-line.slope)
    assert a == pytest.approx(math.exp(line.intercept))
    assert a * float(needed) ** -b + 0.07 <= 0.16 * (1 + 1e-12)
    assert needed == 1 or a * (needed - 1.0) ** -b + 0.07 > 0.16


def test_power_law_finds_the_curve_that_made_the_points() -> None:
    sizes = np.array([100.0, 200.0, 800.0, 3000.0])
    errors = 3.0 * sizes**-0.4 + 0.05
    a, b, needed = fit_power_law(sizes, errors, 0.05, 0.08)
    assert (a, b) == (pytest.approx(3.0), pytest.approx(0.4))
    crossing = scipy.optimize.brentq(lambda n: 3.0 * n**-0.4 + 0.05 - 0.08, 1.0, 1e9)
    assert needed == pytest.approx(crossing, abs=1.0)
    assert needed >= crossing * (1 - 1e-9)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(2, 5))
def test_beyond_accuracy_is_scikit_learns(seed: int, K: int) -> None:
    C = np.random.default_rng(seed).integers(0, 6, size=(K, K)) + np.eye(K, dtype=int)
    pairs = [(i, j) for i in range(K) for j in range(K) for _ in range(C[i, j])]
    y, predicted = (list(column) for column in zip(*pairs, strict=True))
    balanced, kappa = beyond_accuracy(C)
    assert balanced == pytest.approx(balanced_accuracy_score(y, predicted))
    assert kappa == pytest.approx(cohen_kappa_score(y, predicted), abs=1e-12)
