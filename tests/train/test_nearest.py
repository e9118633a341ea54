import numpy as np
import pytest
from sklearn.neighbors import KNeighborsClassifier

from coursekit.train import fit_nearest


def test_same_as_scikit_learn():
    rng = np.random.default_rng(0)
    X, y, points = rng.normal(size=(60, 7)), rng.integers(3, size=60), rng.normal(size=(200, 7))
    theirs = KNeighborsClassifier(1).fit(X, y).predict(points)
    np.testing.assert_array_equal(fit_nearest(X, y)(points), theirs)


def test_knows_its_own_samples_and_breaks_ties_by_number():
    X = np.array([[0.0, 0.0], [2.0, 0.0], [0.0, 2.0]])
    predict = fit_nearest(X, [7, 8, 9])
    assert predict(X).tolist() == [7, 8, 9]
    assert predict([[1.0, 0.0], [1.0, 1.0]]).tolist() == [7, 7]


@pytest.mark.parametrize(
    ("X", "y", "match"),
    [
        ([1.0, 2.0], [0, 1], "`X`"),
        ([[1.0], [2.0]], [0], "`X`와 `y`"),
        (np.empty((0, 2)), [], "`X`와 `y`"),
    ],
)
def test_bad_shapes_are_named(X, y, match):
    with pytest.raises(ValueError, match=match):
        fit_nearest(X, y)


def test_points_with_other_columns_are_refused():
    with pytest.raises(ValueError, match="`points`"):
        fit_nearest([[1.0, 2.0]], [0])([[1.0]])
