import numpy as np
import pytest
from matplotlib.figure import Figure

from coursekit import viz
from coursekit.train import History


@pytest.fixture
def ax():
    return Figure().subplots()


def lines(ax):
    return {line.get_label(): line for line in ax.lines if not line.get_label().startswith("_")}


def marks(ax, marker):
    return [tuple(map(float, line.get_xydata()[0])) for line in ax.lines
            if line.get_marker() == marker and line.get_label() == "_nolegend_"]  # fmt: skip


def test_a_line_shows_the_values_given(ax):
    viz.plot_curves({"가": [3, 2, 1], "나": [1.0, 0.5, 0.25]}, alt="설명", ax=ax)
    np.testing.assert_array_equal(lines(ax)["가"].get_xydata(), [[0, 3], [1, 2], [2, 1]])
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["가", "나"]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("걸음", "손실")


def test_history_and_x_are_read(ax):
    history = History()
    for value in (4.0, 2.0):
        history.append(loss=value, accuracy=value / 10)
    viz.plot_curves({"가": history}, alt="설명", ax=ax, column="accuracy", x=[10, 20])
    np.testing.assert_allclose(lines(ax)["가"].get_xydata(), [[10, 0.4], [20, 0.2]])


def test_seeds_become_mean_and_sample_deviation(ax):
    viz.plot_curves({"가": [[1.0, 2.0], [3.0, 2.0]]}, alt="설명", ax=ax)
    np.testing.assert_allclose(lines(ax)["가"].get_ydata(), [2.0, 2.0])
    (band,) = ax.collections
    corners = band.get_paths()[0].vertices
    # 1과 3의 표본 표준편차는 √2
    assert corners[:, 1].min() == pytest.approx(2 - np.sqrt(2))
    assert corners[:, 1].max() == pytest.approx(2 + np.sqrt(2))


@pytest.mark.parametrize("bad", [1e200, np.inf, np.nan])
def test_diverging_curve_does_not_flatten_the_others(ax, bad):
    calm = [4.0, 3.0, 2.0, 1.0]
    viz.plot_curves({"수렴": calm, "발산": [4.0, 9.0, bad, bad]}, alt="설명", ax=ax)
    low, high = ax.get_ylim()
    assert high < 4 * max(calm)
    assert low < 0.05 * high
    assert marks(ax, "^") == [(2.0, 1.0)]
    assert "그림 밖으로 나감" in [text.get_text() for text in ax.get_legend().get_texts()]
    ax.figure.canvas.draw()


def test_calm_curves_need_no_clipping(ax):
    viz.plot_curves({"가": [4.0, 1.0], "나": [2.0, 7.0]}, alt="설명", ax=ax)
    assert ax.get_ylim()[1] > 7
    assert marks(ax, "^") == []


def test_log_axis_marks_what_it_cannot_show(ax):
    viz.plot_curves({"가": [1.0, 0.1, 0.0]}, alt="설명", ax=ax, log=True)
    assert ax.get_yscale() == "log"
    assert marks(ax, "v") == [(2.0, 0.0)]
    ax.figure.canvas.draw()


def test_log_axis_keeps_converged_and_diverged_together(ax):
    steps = np.arange(100)
    viz.plot_curves({"수렴": 4 * 0.5**steps, "발산": 4.0 * 3.0**steps}, alt="설명", ax=ax, log=True)
    low, high = ax.get_ylim()
    assert low < 4 * 0.5**99
    assert 4 < high < 1e5


@pytest.mark.parametrize(
    ("curves", "kwargs", "message"),
    [
        ({}, {}, "하나 이상"),
        ({"가": []}, {}, r"모양은 \(T,\)"),
        ({"가": [[1.0, 2.0]]}, {}, "씨앗이 둘 이상"),
        ({"가": [np.nan, np.inf]}, {}, "유한한 수가 하나는"),
        ({"가": ["x"]}, {}, "실수 배열"),
        ({"가": [1.0, 2.0]}, {"x": [1.0]}, r"`x` 모양은 .*\(2,\)"),
        ({"가": [0.0, -1.0]}, {"log": True}, "0보다 큰 값이 하나는"),
        ({"가": [1.0]}, {"ceiling": np.inf}, "`ceiling` 값은"),
    ],
)
def test_bad_input_is_named(ax, curves, kwargs, message):
    with pytest.raises(ValueError, match=message):
        viz.plot_curves(curves, alt="설명", ax=ax, **kwargs)
