"""Boosting: scikit-learn stage by stage, the exponential loss, and one round by hand."""

import math

import numpy as np
import pytest
from sklearn import ensemble as theirs
from sklearn import tree as their_trees

from coursekit.ensemble import AdaBoostClassifier, GradientBoostingRegressor


def cloud(seed, n=150, classes=2):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, 4)).astype(np.float32).astype(np.float64)
    y = (X**2).sum(axis=1) + 0.3 * rng.normal(size=n)
    return X, y, np.digitize(y, np.quantile(y, np.arange(1, classes) / classes))


@pytest.mark.parametrize(
    ("classes", "depth", "rate"), [(2, 1, 1.0), (3, 1, 0.5), (5, 1, 1.0), (2, 2, 1.0), (3, 2, 1.0)]
)
def test_adaboost_is_scikit_learns_at_every_stage(classes, depth, rate):
    X, _, y = cloud(0, classes=classes)
    ours = AdaBoostClassifier(25, learning_rate=rate, max_depth=depth).fit(X, y)
    twin = theirs.AdaBoostClassifier(
        their_trees.DecisionTreeClassifier(max_depth=depth),
        n_estimators=25,
        learning_rate=rate,
        random_state=0,
    ).fit(X, y)
    rounds = len(twin.estimators_)
    assert len(ours.estimators) == rounds
    np.testing.assert_allclose(ours.errors, twin.estimator_errors_[:rounds], rtol=1e-9)
    np.testing.assert_allclose(ours.alphas, twin.estimator_weights_[:rounds], rtol=1e-9)
    new = cloud(1)[0]
    for a, b in zip(ours.staged_predict(new), twin.staged_predict(new), strict=True):
        assert np.array_equal(a, b)
    assert np.array_equal(ours.predict(new), twin.predict(new))


def test_one_round_by_hand():
    X, y = [[1.0], [2.0], [3.0], [4.0], [5.0]], [0, 0, 1, 0, 1]
    ours = AdaBoostClassifier(1).fit(X, y)
    assert ours.estimators[0].root.threshold == 2.5
    assert ours.errors == [pytest.approx(1 / 5)]
    assert ours.alphas == [pytest.approx(math.log(4))]


def test_the_training_error_stays_under_freund_and_schapires_bound():
    X, _, y = cloud(2)
    ours = AdaBoostClassifier(30).fit(X, y)
    bound = np.cumprod([2 * math.sqrt(e * (1 - e)) for e in ours.errors])
    training = [(p != y).mean() for p in ours.staged_predict(X)]
    assert (np.array(training) <= bound).all()
    assert training[-1] < 0.5 * training[0]


def wrong_boost(X, y, rounds, *, alpha_of, reweight):
    """The same loop with one mistake, for the stages to reject."""
    weight = np.full(len(X), 1 / len(X))
    votes = np.zeros((len(X), 2))
    for _ in range(rounds):
        tree = their_trees.DecisionTreeClassifier(max_depth=1, random_state=0)
        tree.fit(X, y, sample_weight=weight)
        wrong = tree.predict(X) != y
        alpha = alpha_of(weight[wrong].sum())
        votes += alpha * np.eye(2)[tree.predict(X)]
        weight = reweight(weight, alpha, wrong)
        weight = weight / weight.sum()
        yield votes.argmax(axis=1)


def log_odds(error):
    error = min(max(error, 1e-9), 1 - 1e-9)
    return math.log((1 - error) / error)


RULES = {
    "right": (log_odds, lambda w, a, wrong: w * np.exp(a * wrong)),
    "half the log odds, but both sides moved": (
        lambda e: log_odds(e) / 2,
        lambda w, a, wrong: w * np.exp(np.where(wrong, a, -a)),
    ),
    "the easy ones made heavy": (log_odds, lambda w, a, wrong: w * np.exp(-a * wrong)),
    "no weights at all": (log_odds, lambda w, a, wrong: w),
    "every tree one vote": (lambda e: 1.0, lambda w, a, wrong: w * np.exp(a * wrong)),
}


@pytest.mark.parametrize("name", RULES)
def test_one_mistake_shows_in_the_stages(name):
    X, _, y = cloud(2)
    alpha_of, reweight = RULES[name]
    right = list(AdaBoostClassifier(20).fit(X, y).staged_predict(X))
    other = list(wrong_boost(X, y, 20, alpha_of=alpha_of, reweight=reweight))
    same = all(np.array_equal(a, b) for a, b in zip(right, other, strict=True))
    # Schapire's form with half the weight and both signs is the same algorithm.
    assert same == (name in ("right", "half the log odds, but both sides moved"))


def test_it_stops_when_nothing_is_wrong():
    ours = AdaBoostClassifier(50).fit([[0.0], [1.0]], [0, 1])
    assert (len(ours.estimators), ours.errors, ours.alphas) == (1, [0.0], [1.0])


def test_it_says_when_no_stump_helps():
    X, y = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], [0, 1, 1, 0]
    with pytest.raises(ValueError, match="찍는 것보다 나은"):
        AdaBoostClassifier().fit(X, y)
    assert AdaBoostClassifier(max_depth=2).fit(X, y).predict(X).tolist() == y


@pytest.mark.parametrize(("depth", "rate", "leaf"), [(1, 0.1, 1), (2, 0.1, 8), (3, 0.5, 10)])
def test_gradient_boosting_is_scikit_learns_at_every_stage(depth, rate, leaf):
    X, y, _ = cloud(3)
    ours = GradientBoostingRegressor(
        20, learning_rate=rate, max_depth=depth, min_samples_leaf=leaf
    ).fit(X, y)
    twin = theirs.GradientBoostingRegressor(
        n_estimators=20,
        learning_rate=rate,
        max_depth=depth,
        min_samples_leaf=leaf,
        random_state=0,
    ).fit(X, y)
    new = cloud(4)[0]
    for a, b in zip(ours.staged_predict(new), twin.staged_predict(new), strict=True):
        np.testing.assert_allclose(a, b, atol=1e-10)
    np.testing.assert_allclose(ours.predict(new), twin.predict(new), atol=1e-10)


def test_the_training_loss_never_rises_and_the_first_guess_is_the_mean():
    X, y, _ = cloud(3)
    ours = GradientBoostingRegressor(40).fit(X, y)
    assert ours.initial == pytest.approx(y.mean())
    losses = [((p - y) ** 2).mean() for p in ours.staged_predict(X)]
    assert (np.diff(losses) <= 0).all()


def test_fitting_the_target_and_not_the_rest_would_grow_without_end():
    X, y, _ = cloud(3)
    ours = GradientBoostingRegressor(20, learning_rate=0.5, max_depth=2).fit(X, y)
    wrong = y.mean() + 20 * 0.5 * their_trees.DecisionTreeRegressor(max_depth=2).fit(X, y).predict(
        X
    )
    assert ((wrong - y) ** 2).mean() > 100 * ((ours.predict(X) - y) ** 2).mean()


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: AdaBoostClassifier(0), ValueError, "`n_estimators`"),
        (lambda: AdaBoostClassifier(learning_rate=0), ValueError, "`learning_rate`"),
        (lambda: AdaBoostClassifier(max_depth=0), ValueError, "`max_depth`"),
        (lambda: AdaBoostClassifier().fit([[1.0], [2.0]], [1, 1]), ValueError, "클래스가 둘 이상"),
        (lambda: AdaBoostClassifier().predict([[1.0]]), RuntimeError, "fit"),
        (lambda: GradientBoostingRegressor(learning_rate=-1), ValueError, "`learning_rate`"),
        (lambda: GradientBoostingRegressor().fit([[1.0]], [1.0, 2.0]), ValueError, "`y` 모양"),
        (lambda: GradientBoostingRegressor().predict([[1.0]]), RuntimeError, "fit"),
    ],
)
def test_bad_input_is_named(call, error, message):
    with pytest.raises(error, match=message):
        call()
