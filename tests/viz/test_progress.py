import matplotlib.pyplot as plt
import numpy as np
import pytest

from coursekit.train import History
from coursekit.viz import alt_of, plot_progress, style

ALT = "학습을 견준 곡선."


@pytest.fixture
def ax():
    with style():
        figure, axes = plt.subplots()
        yield axes
        plt.close(figure)


def history(updates, losses):
    record = History()
    for u, loss in zip(updates, losses, strict=True):
        record.append(updates=u, loss=loss)
    return record


def draw(ax, runs, **options):
    return plot_progress(runs, x="updates", y="loss", alt=ALT, ax=ax, xlabel="걸음", **options)


def test_each_run_keeps_its_own_steps(ax):
    draw(ax, {"짧은": history([0, 5], [3, 2]), "긴": history([0, 1, 2], [3, 1, 0.5])}, log=True)
    first, second = (line.get_xydata() for line in ax.lines)
    np.testing.assert_array_equal(first, [[0, 3], [5, 2]])
    np.testing.assert_array_equal(second, [[0, 3], [1, 1], [2, 0.5]])
    assert [t.get_text() for t in ax.get_legend().get_texts()] == ["짧은", "긴"]
    assert (ax.get_xscale(), ax.get_yscale()) == ("linear", "log")
    assert (ax.get_xlabel(), ax.get_ylabel(), alt_of(ax.figure)) == ("걸음", "손실", ALT)


def test_seeds_share_colour_and_name(ax):
    runs = {"가": [history([0, 1], [1, k]) for k in (1, 2, 3)], "나": history([0, 1], [4, 4])}
    draw(ax, runs, title="씨앗")
    assert len({line.get_color() for line in ax.lines[:3]}) == 1
    assert ax.lines[0].get_color() != ax.lines[3].get_color()
    assert ax.lines[0].get_linestyle() != ax.lines[3].get_linestyle()
    assert [t.get_text() for t in ax.get_legend().get_texts()] == ["가", "나"]
    assert ax.get_title() == "씨앗"


def test_start_is_left_out_of_a_logarithmic_ruler(ax):
    draw(ax, {"가": history([0, 1, 10], [3, 2, 1])}, log_x=True)
    np.testing.assert_array_equal(ax.lines[0].get_xdata(), [1, 10])
    assert ax.get_xscale() == "log"
    assert ax.get_legend() is None


def test_more_runs_than_colours(ax):
    draw(ax, {str(k): history([0, 1], [1, k]) for k in range(1, 9)})
    assert len(ax.lines) == 8


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="`runs` 값은"):
        draw(None, {})
    with pytest.raises(ValueError, match=r"`runs\['가'\]` 값은"):
        draw(None, {"가": []})
    with pytest.raises(ValueError, match=r"`runs\['가'\]`의 loss 값은 로그 눈금에서"):
        draw(None, {"가": history([0, 1], [1, 0])}, log=True)
    with pytest.raises(KeyError, match="updates"):
        draw(None, {"가": History()})
