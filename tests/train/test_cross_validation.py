"""Cross-validation: scikit-learn's scores, and the leak that selecting before splitting makes."""

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import cross_val_score
from sklearn.tree import DecisionTreeClassifier as TheirTree

from coursekit.data import KFold, StratifiedKFold
from coursekit.ensemble import DecisionTreeClassifier
from coursekit.metrics import accuracy_score
from coursekit.train import cross_validate, fit_polynomial

RNG = np.random.default_rng(0)
X = RNG.normal(size=(90, 1)).astype(np.float32).astype(float)
Y = (np.sin(3 * X[:, 0]) + 0.3 * RNG.normal(size=90) > 0).astype(int)


def tree(x, y):
    return DecisionTreeClassifier(max_depth=3).fit(x, y).predict


@pytest.mark.parametrize("k", [2, 5, 9])
def test_scores_are_scikit_learns(k):
    folds = list(StratifiedKFold(k, rng=0).split(Y))
    ours = cross_validate(tree, accuracy_score, X, Y, folds)
    theirs = cross_val_score(TheirTree(max_depth=3), X, Y, cv=folds)
    np.testing.assert_allclose(ours, theirs, rtol=1e-12)


def test_regression_too_and_leaving_one_out_by_its_shortcut():
    x = np.linspace(-1, 1, 20)
    y = np.sin(3 * x) + 0.1 * RNG.normal(size=20)
    scores = cross_validate(
        lambda a, b: fit_polynomial(a, b, 2), mean_squared_error, x, y, KFold(20).split(20)
    )
    # For least squares: residual / (1 - leverage), from one fit to all the data.
    features = np.vander(x, 3)
    leverage = np.diag(features @ np.linalg.pinv(features))
    residual = y - LinearRegression().fit(features, y).predict(features)
    np.testing.assert_allclose(scores, (residual / (1 - leverage)) ** 2, rtol=1e-8)


def nearest(x, y):
    def predict(points):
        return y[((points[:, None] - x[None]) ** 2).sum(axis=-1).argmin(axis=1)]

    return predict


def strongest(x, y, count=20):
    """Columns that correlate most with the labels."""
    return np.argsort(-np.abs((x - x.mean(axis=0)).T @ (y - y.mean())))[:count]


def test_choosing_columns_before_splitting_leaks():
    """Hastie et al., The Elements of Statistical Learning, 7.10.2: nothing can be learned here."""
    wrong, right = [], []
    for seed in range(5):
        rng = np.random.default_rng(seed)
        x, y = rng.normal(size=(50, 1000)), rng.permutation(np.repeat([0, 1], 25))
        folds = list(StratifiedKFold(5, rng=seed).split(y))

        def inside(a, b):
            columns = strongest(a, b)
            predict = nearest(a[:, columns], b)
            return lambda points: predict(points[:, columns])

        wrong.append(cross_validate(nearest, accuracy_score, x[:, strongest(x, y)], y, folds))
        right.append(cross_validate(inside, accuracy_score, x, y, folds))
    assert np.mean(wrong) > 0.8
    assert 0.35 < np.mean(right) < 0.65


def test_progress_on_request_only(capsys):
    cross_validate(tree, accuracy_score, X, Y, KFold(2).split(90))
    assert capsys.readouterr().err == ""
    cross_validate(tree, accuracy_score, X, Y, KFold(2).split(90), progress=True)
    assert "겹" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"y": Y[:-1]}, "`X`와 `y`의 길이"),
        ({"folds": []}, "받은 겹: 0개"),
        ({"folds": [([0, 1, 2], [2, 3])]}, "둘 다에 있는 번호: 2, 모두 1개"),
        ({"score": lambda a, b: np.nan}, r"`score\(folds\[0\]\)`"),
    ],
)
def test_bad_input_is_named(change, message):
    given = {"fit": tree, "score": accuracy_score, "X": X, "y": Y, "folds": KFold(3).split(90)}
    with pytest.raises(ValueError, match=message):
        cross_validate(**given | change)
