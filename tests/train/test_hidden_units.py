"""Units placed by hand and a read-out solved at once, against scikit-learn's ridge."""

import numpy as np
import pytest
from sklearn.linear_model import Ridge

from coursekit.nn import Linear, ReLU, Sequential, Sigmoid, Tanh, mlp
from coursekit.train import fit_output_layer, hidden_contributions, place_hidden_units

X = np.linspace(-1, 1, 41)[:, None]
Y = np.sin(4 * X) + 0.3


def test_units_bend_in_the_middles_of_equal_pieces():
    model = place_hidden_units(4, activation=ReLU, steepness=2.0)
    centres = [-0.75, -0.25, 0.25, 0.75]
    hidden = model[1](model[0](X))
    for k, c in enumerate(centres):
        np.testing.assert_allclose(hidden[:, k], [max(2 * (x - c), 0) for x in X[:, 0]], atol=1e-12)
    assert (model(X) == 0).all()


@pytest.mark.parametrize("activation", [ReLU, Tanh, Sigmoid])
def test_read_out_is_ridge_regression(activation):
    model = place_hidden_units(5, activation=activation, steepness=3.0)
    mse = fit_output_layer(model, X, Y, ridge=1e-3)
    hidden = model[1](model[0](X))
    theirs = Ridge(alpha=1e-3 * len(X)).fit(hidden, Y)
    np.testing.assert_allclose(model[2].weight.data.ravel(), theirs.coef_.ravel(), rtol=1e-6)
    np.testing.assert_allclose(model[2].bias.data, theirs.intercept_, rtol=1e-6)
    assert mse == pytest.approx(float(np.mean((theirs.predict(hidden).ravel() - Y.ravel()) ** 2)))


def test_parts_add_up_to_the_output():
    model = mlp([1, 7, 1], activation=Tanh, rng=0)
    model[2].bias.data[...] = 0.4
    np.testing.assert_allclose(hidden_contributions(model, X).sum(axis=0) + 0.4, model(X)[:, 0])


def test_wrong_last_layer_is_named():
    for call in (fit_output_layer, lambda m, x, y: hidden_contributions(m, x)):
        with pytest.raises(ValueError, match="마지막 층"):
            call(Sequential(Linear(1, 2, rng=0), ReLU()), X, Y)
    with pytest.raises(ValueError, match="`y`"):
        fit_output_layer(place_hidden_units(2, activation=ReLU), X, Y[:3])
    with pytest.raises(ValueError, match="`units`"):
        place_hidden_units(0, activation=ReLU)
