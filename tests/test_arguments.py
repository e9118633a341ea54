"""Every check names the argument, what came and what was expected."""

import numpy as np
import pytest

from coursekit import arguments
from coursekit.parameter import Parameter


@pytest.mark.parametrize("value", [0, -1, float("nan"), float("inf"), "0.1", None, True, 1j])
def test_number_rejects(value):
    with pytest.raises(ValueError, match=r"`lr` 값은 0보다 큰 유한한 수여야 합니다\(받은 값: "):
        arguments.number("lr", value, above=0)


def test_number_says_the_whole_range():
    with pytest.raises(ValueError, match="0 이상인 1 이하인 유한한 수"):
        arguments.number("p", 1.5, at_least=0, at_most=1)
    assert arguments.number("p", np.float32(1), at_least=0, at_most=1) == 1.0


@pytest.mark.parametrize("value", [1.0, -1, "3", True, None])
def test_integer_rejects(value):
    with pytest.raises(ValueError, match="`steps` 값은 0 이상의 정수여야 합니다"):
        arguments.integer("steps", value)


def test_integer_takes_numpy_integers():
    assert arguments.integer("n", np.int64(3)) == 3


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([[1.0], [1.0, 2.0]], "실수 배열"),
        (["a"], "실수 배열"),
        ([1 + 2j], "실수 배열"),
        ([True], "실수 배열"),
        ([1.0, 2.0], r"모양은 \(\*, 3\)이어야 합니다\(받은 모양: \(2,\)\)"),
        ([[1.0, 2.0]], r"받은 모양: \(1, 2\)"),
        ([[1.0, np.nan, 0.0]], r"`x\[0, 1\]` 값은 유한해야 합니다\(받은 값: nan\)"),
    ],
)
def test_array_rejects(value, message):
    with pytest.raises(ValueError, match=message):
        arguments.array("x", value, shape=(None, 3))


def test_array_keeps_dtype_and_widens_integers():
    assert arguments.array("x", np.ones(2, np.float32)).dtype == np.float32
    assert arguments.array("x", [1, 2]).dtype == np.float64


@pytest.mark.parametrize("rng", ["0", -1, 1.5, None])
def test_generator_rejects(rng):
    with pytest.raises(ValueError, match="`rng`"):
        arguments.generator(rng)


def test_generator_draws_the_same_for_the_same_seed_and_leaves_global_state_alone():
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    assert arguments.generator(3).random() == arguments.generator(3).random()
    assert np.array_equal(before, np.random.get_state()[1])  # noqa: NPY002


def test_parameter_copies_its_data_and_rejects_nan():
    given = np.ones(2, np.float32)
    parameter = Parameter(given)
    parameter.data += 1
    assert given.tolist() == [1, 1]
    assert parameter.grad.dtype == np.float32
    assert parameter.shape == (2,)
    assert "Parameter" in repr(parameter)
    with pytest.raises(ValueError, match="유한"):
        Parameter([np.nan])
