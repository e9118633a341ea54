import matplotlib.pyplot as plt
import numpy as np
import pytest

from coursekit.data import line_surface, toy
from coursekit.viz import alt_of, plot_batch_surface, style

ALT = "미니배치의 지형."


@pytest.fixture
def ax():
    with style():
        figure, axes = plt.subplots()
        yield axes
        plt.close(figure)


def surfaces(indices):
    x, y = toy.line(20, noise=0.3, rng=0)
    return line_surface(x, y), line_surface(x[indices], y[indices])


def test_arrows_are_one_step_of_each_surface(ax):
    full, batch = surfaces([0, 3, 7])
    plot_batch_surface(full, batch, alt=ALT, at=[1.0, 1.5], lr=0.2, ax=ax, title="B = 3")
    tips = [np.array(note.xy) for note in ax.texts if note.arrow_patch is not None]
    expected = [np.array([1.0, 1.5]) - 0.2 * s.gradient([1.0, 1.5]) for s in (full, batch)]
    np.testing.assert_allclose(tips, expected)
    assert all(tuple(note.xyann) == (1.0, 1.5) for note in ax.texts)
    assert ax.get_title() == "B = 3"
    assert alt_of(ax.figure) == ALT
    assert ax.get_legend() is None


@pytest.mark.parametrize(("indices", "crosses"), [([4], 0), ([0, 3, 7, 9], 1)])
def test_a_batch_of_one_has_no_lowest_point(ax, indices, crosses):
    full, batch = surfaces(indices)
    plot_batch_surface(full, batch, alt=ALT, at=[0, 0], lr=0.1, ax=ax)
    marks = [line for line in ax.lines if line.get_marker() == "P"]
    assert len(marks) == crosses
    if crosses:
        np.testing.assert_allclose(marks[0].get_xydata(), batch.minima)


@pytest.mark.parametrize(
    ("change", "name"),
    [({"lr": 0}, "lr"), ({"at": [1.0]}, "at"), ({"levels": 1}, "levels"), ({"alt": ""}, "alt")],
)
def test_bad_input_is_named(change, name):
    full, batch = surfaces([1, 2])
    with pytest.raises(ValueError, match=f"`{name}`"):
        plot_batch_surface(full, batch, **{"alt": ALT, "at": [0, 0], "lr": 0.1, **change})
