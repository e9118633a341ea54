"""Bagging: scikit-learn's trees on the same resamples, its whole ensemble, and a slow out-of-bag loop."""

import numpy as np
import pytest
from sklearn import ensemble as theirs
from sklearn import tree as their_trees

from coursekit.ensemble import BaggingClassifier, BaggingRegressor, DecisionTreeRegressor


def cloud(seed, n=80):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, 3)).astype(np.float32).astype(np.float64)
    y = np.sin(2 * X[:, 0]) + 0.4 * X[:, 1] + 0.2 * rng.normal(size=n)
    return X, y, np.digitize(y, [-0.5, 0.5])


def one(seed, n=80):
    """One variable: no two variables can offer the same split, which scikit-learn decides by lot."""
    X, y, labels = cloud(seed, n)
    return X[:, :1], y, labels


@pytest.mark.parametrize("depth", [2, 3, None])
def test_it_is_the_mean_of_scikit_learns_trees(depth):
    X, y, labels = one(0)
    new = one(1)[0]
    ours = BaggingClassifier(7, max_depth=depth, rng=0).fit(X, labels)
    trees = [
        their_trees.DecisionTreeClassifier(max_depth=depth).fit(X[rows], labels[rows])
        for rows in ours.samples
    ]
    mean = sum(tree.predict_proba(new) for tree in trees) / 7
    np.testing.assert_allclose(ours.predict_proba(new), mean, atol=1e-12)
    ours = BaggingRegressor(7, max_depth=depth, rng=0).fit(X, y)
    trees = [
        their_trees.DecisionTreeRegressor(max_depth=depth).fit(X[rows], y[rows])
        for rows in ours.samples
    ]
    mean = sum(tree.predict(new) for tree in trees) / 7
    np.testing.assert_allclose(ours.predict(new), mean, atol=1e-12)


class WithTheirSamples(BaggingClassifier):
    """Draws what scikit-learn's ensemble drew."""

    def _resample(self, n):
        return self.drawn[len(self.samples)]


def test_it_is_scikit_learns_ensemble():
    X, _, y = one(2)
    twin = theirs.BaggingClassifier(
        their_trees.DecisionTreeClassifier(max_depth=3), 25, oob_score=True, random_state=0
    ).fit(X, y)
    ours = WithTheirSamples(25, max_depth=3, rng=0)
    ours.drawn = twin.estimators_samples_
    ours.fit(X, y)
    new = one(3)[0]
    np.testing.assert_allclose(ours.predict_proba(new), twin.predict_proba(new), atol=1e-12)
    assert np.array_equal(ours.predict(new), twin.predict(new))
    np.testing.assert_allclose(ours.out_of_bag_proba(), twin.oob_decision_function_, atol=1e-12)


def test_out_of_bag_is_a_slow_loops():
    X, y, _ = cloud(4, n=30)
    ours = BaggingRegressor(5, max_depth=2, rng=1).fit(X, y)
    slow = []
    for i in range(30):
        votes = [
            tree.predict(X[i : i + 1])[0]
            for tree, rows in zip(ours.estimators, ours.samples, strict=True)
            if i not in rows
        ]
        slow.append(np.mean(votes) if votes else np.nan)
    got = ours.out_of_bag_predict()
    assert 0 < np.isnan(got).sum() < 30  # with five trees some sample was always drawn
    np.testing.assert_allclose(got, slow, atol=1e-12)


def test_out_of_bag_is_nearer_to_new_data_than_the_training_error():
    X, y, _ = cloud(5, n=200)
    new, target, _ = cloud(6, n=1000)
    ours = BaggingRegressor(30, rng=0).fit(X, y)
    training = ((ours.predict(X) - y) ** 2).mean()
    unseen = ((ours.predict(new) - target) ** 2).mean()
    out_of_bag = ((ours.out_of_bag_predict() - y) ** 2).mean()
    assert training < 0.5 * unseen
    assert out_of_bag == pytest.approx(unseen, rel=0.25)


def test_a_third_stays_out():
    ours = BaggingRegressor(50, max_depth=1, rng=0).fit(*cloud(0, n=500)[:2])
    inside = np.mean([len(np.unique(rows)) / 500 for rows in ours.samples])
    assert inside == pytest.approx(1 - (1 - 1 / 500) ** 500, abs=0.005)  # 0.632


def test_without_replacement_all_trees_would_be_one():
    class Shuffled(BaggingRegressor):
        def _resample(self, n):
            return self.rng.permutation(n)

    X, y, _ = cloud(0)
    new = cloud(1)[0]
    alone = DecisionTreeRegressor(3).fit(X, y).predict(new)
    np.testing.assert_allclose(Shuffled(5, max_depth=3, rng=0).fit(X, y).predict(new), alone)
    assert not np.allclose(BaggingRegressor(5, max_depth=3, rng=0).fit(X, y).predict(new), alone)


def test_the_mean_of_trees_beats_the_tree():
    X, y, _ = cloud(5, n=200)
    new, target, _ = cloud(6, n=1000)
    alone = DecisionTreeRegressor().fit(X, y)
    many = BaggingRegressor(30, rng=0).fit(X, y)
    assert ((many.predict(new) - target) ** 2).mean() < 0.8 * (
        (alone.predict(new) - target) ** 2
    ).mean()


def test_a_class_that_a_resample_misses_keeps_its_column():
    X, y = np.arange(12.0)[:, None], np.array([0] * 11 + [1])
    ours = BaggingClassifier(8, rng=0).fit(X, y)
    assert any(11 not in rows for rows in ours.samples)
    assert ours.predict_proba(X).shape == (12, 2)
    np.testing.assert_allclose(ours.predict_proba(X).sum(axis=1), 1)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: BaggingClassifier(0, rng=0), ValueError, "`n_estimators`"),
        (lambda: BaggingClassifier(rng=None), ValueError, "`rng`"),
        (lambda: BaggingClassifier(rng=0).fit([[1.0]], [0, 1]), ValueError, "`y` 길이"),
        (lambda: BaggingRegressor(rng=0).fit([[1.0]], [0.0, 1.0]), ValueError, "`y` 모양"),
        (
            lambda: BaggingClassifier(max_depth=0, rng=0).fit([[1.0]], [0]),
            ValueError,
            "`max_depth`",
        ),
        (lambda: BaggingClassifier(rng=0).predict([[1.0]]), RuntimeError, "fit"),
        (lambda: BaggingRegressor(rng=0).out_of_bag_predict(), RuntimeError, "fit"),
    ],
)
def test_bad_input_is_named(call, error, message):
    with pytest.raises(error, match=message):
        call()
