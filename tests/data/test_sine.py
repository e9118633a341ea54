import math

import numpy as np
import pytest

from coursekit.data import noisy_sine, sine


def test_the_curve_at_known_points():
    np.testing.assert_allclose(
        sine([0, 0.5, -0.5, 1 / 6, 1]), [0, 1, -1, 0.5, math.sin(math.pi)], atol=1e-15
    )


def test_points_stay_and_noise_is_drawn():
    x, y = noisy_sine(5, noise=0.0, rng=0)
    np.testing.assert_allclose(x, [-1, -0.5, 0, 0.5, 1])
    np.testing.assert_allclose(y, [0, -1, 0, 1, 0], atol=1e-15)
    x, y = noisy_sine(50_000, noise=0.7, rng=1)
    assert (y - sine(x)).std() == pytest.approx(0.7, rel=0.02)
    np.testing.assert_array_equal(y, noisy_sine(50_000, noise=0.7, rng=1)[1])


@pytest.mark.parametrize(("arguments", "match"), [({"n": 1}, "`n`"), ({"noise": -1}, "`noise`")])
def test_bad_arguments_are_named(arguments, match):
    with pytest.raises(ValueError, match=match):
        noisy_sine(**arguments, rng=0)
