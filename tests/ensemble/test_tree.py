"""Trees: scikit-learn's on data without ties, a search over every split, a split found by hand."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import tree as theirs

from coursekit.ensemble import DecisionTreeClassifier, DecisionTreeRegressor, best_split


def cloud(seed, n=120, dim=4, classes=3):
    """Values that float32 holds exactly, because scikit-learn's trees round to it."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, dim)).astype(np.float32).astype(np.float64)
    y = (X[:, 0] + 0.5 * X[:, 1] ** 2 + 0.3 * rng.normal(size=n)).astype(np.float64)
    labels = np.digitize(y, np.quantile(y, np.arange(1, classes) / classes))
    weight = rng.random(n) + 0.1
    return X, y, labels, weight


def impurity(y, weight):
    """Gini of class numbers, variance of anything else; times the weight."""
    if y.dtype.kind == "i":
        share = np.array([weight[y == c].sum() for c in np.unique(y)]) / weight.sum()
        return weight.sum() * (1 - (share**2).sum())
    mean = (weight * y).sum() / weight.sum()
    return (weight * (y - mean) ** 2).sum()


def same_tree(ours, theirs, X, y, weight, node=0):
    """Walk both from the root; a difference must be a tie, or a pure node that rounding split."""
    structure = theirs.tree_

    def cost(feature, threshold):
        left = X[:, feature] <= threshold
        return impurity(y[left], weight[left]) + impurity(y[~left], weight[~left])

    if ours.feature is None:
        assert structure.feature[node] < 0 or impurity(y, weight) < 1e-12
        return 1, 0
    their = structure.feature[node], structure.threshold[node]
    if ours.feature != their[0] or abs(ours.threshold - their[1]) > 1e-6:
        assert cost(ours.feature, ours.threshold) == pytest.approx(cost(*their), abs=1e-10)
        return 1, 1
    left = X[:, ours.feature] <= ours.threshold
    a = same_tree(ours.left, theirs, X[left], y[left], weight[left], structure.children_left[node])
    b = same_tree(
        ours.right, theirs, X[~left], y[~left], weight[~left], structure.children_right[node]
    )
    return 1 + a[0] + b[0], a[1] + b[1]


SETTINGS = [(1, 1), (3, 1), (4, 5), (None, 12), (None, 1)]


@pytest.mark.parametrize("kind", ["classify", "regress"])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize(("depth", "leaf"), SETTINGS)
def test_trees_are_scikit_learns(kind, weighted, depth, leaf):
    nodes = ties = 0
    for seed in range(5):
        X, y, labels, weight = cloud(seed)
        weight = weight if weighted else np.ones(len(X))
        target, ours, twin = (
            (labels, DecisionTreeClassifier, theirs.DecisionTreeClassifier)
            if kind == "classify"
            else (y, DecisionTreeRegressor, theirs.DecisionTreeRegressor)
        )
        tree = ours(depth, leaf).fit(X, target, weight)
        other = twin(max_depth=depth, min_samples_leaf=leaf, random_state=0)
        other.fit(X, target, sample_weight=weight)
        here = same_tree(tree.root, other, X, target, weight)
        nodes, ties = nodes + here[0], ties + here[1]
        if not here[1]:
            new = cloud(seed + 100)[0]
            np.testing.assert_allclose(tree.predict(new), other.predict(new), atol=1e-12)
    assert nodes >= 5 * 3
    # Ties are in pieces of a few samples: many where pieces may be small.
    assert ties <= nodes / (3 if depth is None and leaf == 1 else 10)


@pytest.mark.parametrize("depth", [1, 4, None])
def test_with_one_variable_nothing_is_left_to_chance(depth):
    X, y, labels, weight = cloud(7, dim=4)
    X, new = X[:, :1], cloud(8)[0][:, :1]
    ours = DecisionTreeRegressor(depth).fit(X, y, weight)
    twin = theirs.DecisionTreeRegressor(max_depth=depth).fit(X, y, sample_weight=weight)
    np.testing.assert_allclose(ours.predict(new), twin.predict(new), atol=1e-12)
    ours = DecisionTreeClassifier(depth).fit(X, labels, weight)
    twin = theirs.DecisionTreeClassifier(max_depth=depth).fit(X, labels, sample_weight=weight)
    np.testing.assert_allclose(ours.predict_proba(new), twin.predict_proba(new), atol=1e-12)


@given(seed=st.integers(0, 9999), n=st.integers(2, 14), leaf=st.integers(1, 4))
@settings(max_examples=80, deadline=None)
def test_no_split_is_better_than_the_best(seed, n, leaf):
    rng = np.random.default_rng(seed)
    X = rng.integers(0, 4, (n, 3)).astype(float)  # many equal values
    labels, weight = rng.integers(0, 3, n), rng.integers(1, 4, n).astype(float)
    for y in (labels, labels.astype(float)):
        target = np.eye(3)[labels] if y is labels else y[:, None]
        costs = {}
        for feature, value in itertools.product(range(3), range(3)):
            left = X[:, feature] <= value
            if min(left.sum(), n - left.sum()) >= leaf:
                costs[feature, value] = impurity(y[left], weight[left]) + impurity(
                    y[~left], weight[~left]
                )
        found = best_split(X, target, weight, min_samples_leaf=leaf)
        if not costs:
            assert found is None
            continue
        assert costs[found[0], np.floor(found[1])] == pytest.approx(min(costs.values()), abs=1e-9)


def test_a_split_by_hand():
    X = np.array([[1.0, 5.0], [2.0, 1.0], [4.0, 4.0], [7.0, 2.0]])
    y = np.array([0, 0, 1, 1])
    assert best_split(X, np.eye(2)[y], np.ones(4)) == (0, 3.0)
    heavy = DecisionTreeClassifier(max_depth=1).fit(X, [0, 1, 0, 1], [9.0, 1.0, 1.0, 1.0])
    assert (heavy.root.feature, heavy.root.threshold) == (1, 3.0)


def test_weights_are_copies():
    X, _, y, _ = cloud(0, n=40)
    times = np.random.default_rng(0).integers(0, 4, 40)
    weighted = DecisionTreeClassifier(max_depth=4).fit(X, y, times)
    copied = DecisionTreeClassifier(max_depth=4).fit(np.repeat(X, times, 0), np.repeat(y, times))
    np.testing.assert_allclose(weighted.predict_proba(X), copied.predict_proba(X), atol=1e-12)


def test_a_tree_without_limit_remembers_everything():
    X, y, labels, _ = cloud(0)
    assert np.array_equal(DecisionTreeClassifier().fit(X, labels).predict(X), labels)
    np.testing.assert_allclose(DecisionTreeRegressor().fit(X, y).predict(X), y, atol=1e-12)


def test_the_exclusive_or_needs_a_split_that_gains_nothing():
    X = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]
    assert DecisionTreeClassifier().fit(X, [0, 1, 1, 0]).predict(X).tolist() == [0, 1, 1, 0]


def test_a_weight_far_below_the_others_is_not_lost():
    X = np.arange(4.0)[:, None]
    tiny = DecisionTreeClassifier().fit(X, [0, 0, 0, 1], [1.0, 1.0, 1.0, 1e-20])
    assert tiny.predict(X).tolist() == [0, 0, 0, 1]
    # Weighed from the left only, what is left for the right is 0.
    assert np.cumsum([1.0, 1.0, 1.0, 1e-20])[-1] - 3.0 == 0


def test_a_tree_may_be_as_deep_as_it_has_samples():
    X, y = np.arange(1500.0)[:, None], np.arange(1500) % 2
    ours = DecisionTreeClassifier().fit(X, y)
    assert np.array_equal(ours.predict(X), y)
    depth, level = 0, [ours.root]
    while level:
        level = [c for node in level for c in (node.left, node.right) if c is not None]
        depth += 1
    assert depth > 100


def test_nothing_to_split_is_one_leaf():
    same = DecisionTreeClassifier().fit(np.ones((4, 2)), [0, 1, 1, 1])
    assert same.root.feature is None
    assert same.predict_proba([[1.0, 1.0]]).tolist() == [[0.25, 0.75]]
    assert DecisionTreeRegressor().fit([[1.0], [2.0]], [5.0, 5.0]).root.feature is None
    assert DecisionTreeClassifier().fit([[1.0]], [2], classes=4).predict([[0.0]]).tolist() == [2]


def test_neighbours_with_no_number_between():
    low, high = 1.0, np.nextafter(1.0, 2.0)
    assert DecisionTreeClassifier().fit([[low], [high]], [0, 1]).predict(
        [[low], [high]]
    ).tolist() == [0, 1]


def test_wrong_rules_would_split_elsewhere():
    X, _, y, _ = cloud(3, n=60)
    right = best_split(X, np.eye(3)[y], np.ones(60))

    def search(cost):
        tries = []
        for feature in range(4):
            for value in np.sort(X[:, feature])[:-1]:
                left = X[:, feature] <= value
                tries.append((cost(y[left], y[~left]), feature, value))
        return min(tries)[1:]

    def gini(labels):
        return impurity(labels, np.full(len(labels), 1 / len(labels)))

    honest = search(lambda a, b: len(a) * gini(a) + len(b) * gini(b))
    unweighted = search(lambda a, b: gini(a) + gini(b))
    assert honest[0] == right[0]
    assert honest[1] < right[1]
    assert (X[:, right[0]] <= honest[1]).sum() == (X[:, right[0]] <= right[1]).sum()
    assert unweighted != honest


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: DecisionTreeClassifier(0), "`max_depth`"),
        (lambda: DecisionTreeRegressor(min_samples_leaf=0), "`min_samples_leaf`"),
        (lambda: DecisionTreeClassifier().fit([1.0], [0]), "`X` 모양"),
        (lambda: DecisionTreeClassifier().fit(np.ones((2, 0)), [0, 1]), "비어 있지"),
        (lambda: DecisionTreeClassifier().fit([[1.0], [2.0]], [0]), "`y` 길이"),
        (lambda: DecisionTreeClassifier().fit([[1.0]], [3], classes=3), "0 이상 3 미만"),
        (lambda: DecisionTreeRegressor().fit([[1.0]], [[1.0]]), "`y` 모양"),
        (lambda: DecisionTreeRegressor().fit([[np.inf]], [1.0]), r"`X\[0, 0\]`"),
        (lambda: DecisionTreeRegressor().fit([[1.0]], [1.0], [-1.0]), "`sample_weight` 값은"),
        (lambda: DecisionTreeRegressor().fit([[1.0]], [1.0], [0.0]), "모두 0은"),
        (lambda: DecisionTreeRegressor().fit([[1.0]], [1.0]).predict([[1.0, 2.0]]), "`X` 모양"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_predicting_before_fitting_is_said():
    with pytest.raises(RuntimeError, match=r"`DecisionTreeClassifier\.fit`"):
        DecisionTreeClassifier().predict([[1.0]])
