import numpy as np
import pytest

from coursekit.nn import Linear, parameters_to_vector
from coursekit.train import along_line


def test_a_linear_model_moves_in_a_straight_line():
    model = Linear(1, 1, rng=0)
    before = parameters_to_vector(model.parameters())
    seen = along_line(
        model, [1.0, 0.0], [3.0, 10.0], [-1, 0, 0.25, 1, 2], lambda m: m([[2.0]]).item()
    )
    # by hand: at 0 the output is 2·1 + 0, at 1 it is 2·3 + 10, and it is linear between and beyond
    assert seen == pytest.approx([2 - 14, 2, 2 + 3.5, 16, 30])
    np.testing.assert_array_equal(parameters_to_vector(model.parameters()), before)


def test_the_model_is_restored_when_measuring_fails():
    model = Linear(2, 1, rng=0)
    before = parameters_to_vector(model.parameters())
    with pytest.raises(ZeroDivisionError):
        along_line(model, before + 1, before, [0.5], lambda m: 1 / 0)
    np.testing.assert_array_equal(parameters_to_vector(model.parameters()), before)


@pytest.mark.parametrize(
    ("start", "end", "alphas", "name"),
    [([1.0], [1.0, 2.0], [0], "start"), ([1.0, 2.0], [1.0], [0], "end"),
     ([1.0, 2.0], [1.0, 2.0], 0.5, "alphas")],
)  # fmt: skip
def test_bad_input_is_named(start, end, alphas, name):
    with pytest.raises(ValueError, match=f"`{name}`"):
        along_line(Linear(1, 1, rng=0), start, end, alphas, lambda m: 0)
