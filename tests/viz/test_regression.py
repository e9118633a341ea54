import numpy as np
import pytest
from matplotlib.figure import Figure

from coursekit import viz


def test_line_points_and_residuals():
    ax = Figure().subplots()
    viz.plot_line_fit(
        [0.0, 1.0, 2.0],
        [1.0, 2.0, 6.0],
        2.0,
        1.0,
        alt="설명",
        ax=ax,
        residuals=True,
        truth=(0.0, 3.0),
    )
    drawn = {item.get_label(): item.get_xydata() for item in ax.lines}
    np.testing.assert_array_equal(drawn["데이터"], [[0, 1], [1, 2], [2, 6]])
    ends = drawn["맞춘 직선"]
    np.testing.assert_allclose(ends[:, 1], 2 * ends[:, 0] + 1)
    np.testing.assert_allclose(drawn["참 직선"][:, 1], 3.0)
    (segments,) = (c.get_segments() for c in ax.collections)
    np.testing.assert_allclose([s[1, 1] - s[0, 1] for s in segments], [0.0, 1.0, -1.0])


def test_axes_stay_while_the_line_moves():
    limits = []
    for w in (0.0, 50.0):
        ax = Figure().subplots()
        viz.plot_line_fit([0.0, 1.0], [0.0, 1.0], w, 0.0, alt="설명", ax=ax)
        limits.append((ax.get_xlim(), ax.get_ylim()))
    assert limits[0] == limits[1]


@pytest.mark.parametrize(
    ("x", "y", "w", "message"),
    [
        ([0.0], [0.0, 1.0], 1.0, "모양은 같고"),
        ([], [], 1.0, "비어 있지 않아야"),
        ([[0.0]], [[0.0]], 1.0, r"`x` 모양은 \(\*,\)"),
        ([0.0], [np.nan], 1.0, r"`y\[0\]` 값은 유한"),
        ([0.0], [1.0], np.inf, "`w` 값은"),
    ],
)
def test_bad_input_is_named(x, y, w, message):
    with pytest.raises(ValueError, match=message):
        viz.plot_line_fit(x, y, w, 0.0, alt="설명", ax=Figure().subplots())
