import numpy as np
import pytest
from matplotlib.figure import Figure

from coursekit import viz
from coursekit.data import toy
from coursekit.optim import descend
from coursekit.viz.landscape import log_height


@pytest.fixture
def ax():
    return Figure().subplots()


def line(ax, label):
    return next(item for item in ax.lines if item.get_label() == label).get_xydata()


def ends(ax, marker):
    return [tuple(map(float, item.get_xydata()[0])) for item in ax.lines
            if item.get_marker() == marker and item.get_label() == "_nolegend_"
            and len(item.get_xydata()) == 1]  # fmt: skip


def test_path_is_drawn_from_start_to_end(ax):
    walk = descend(toy.bowl(), [-7.0, 2.0], lr=0.3, steps=10)
    viz.plot_landscape(toy.bowl(), {"길": walk}, alt="설명", ax=ax)
    np.testing.assert_array_equal(line(ax, "길"), walk.points)
    assert ends(ax, "o") == [(-7.0, 2.0)]
    assert ends(ax, "s") == [tuple(walk.points[-1])]
    np.testing.assert_array_equal(line(ax, "극소점"), [[0.0, 0.0]])
    assert (ax.get_xlim(), ax.get_ylim()) == ((-10.0, 10.0), (-4.0, 4.0))


def test_contours_are_drawn_where_the_heights_say(ax):
    viz.plot_landscape(toy.bowl(), alt="설명", ax=ax, levels=4, grid=101)
    contour = ax.collections[1]
    rings = [path.vertices for path in contour.get_paths() if len(path.vertices)]
    assert len(rings) == 3
    for ring in rings:  # 한 등고선 위의 함숫값은 모두 같습니다
        heights = toy.bowl()(ring)
        assert np.ptp(heights) < 0.05 * heights.mean() + 0.01


@pytest.mark.parametrize(
    "points", [[[1.0, 1.0], [30.0, 1.0]], [[1.0, 1.0], [1e300, 1.0], [5.0, 1e300]]]
)
def test_path_that_leaves_is_cut_at_the_frame(ax, points):
    viz.plot_landscape(toy.bowl(), {"길": points}, alt="설명", ax=ax)
    assert ends(ax, "X") == [(10.0, 1.0)]
    assert ends(ax, "s") == []
    np.testing.assert_allclose(line(ax, "길"), [[1.0, 1.0], [10.0, 1.0]])
    ax.figure.canvas.draw()


def test_path_that_returns_is_kept(ax):
    viz.plot_landscape(toy.bowl(), [[1.0, 1.0], [30.0, 1.0], [2.0, 1.0]], alt="설명", ax=ax)
    assert ends(ax, "s") == [(2.0, 1.0)]


def test_points_after_a_nan_are_left_out(ax):
    viz.plot_landscape(
        toy.bowl(), {"길": [[1.0, 1.0], [2.0, 1.0], [np.nan, 0.0]]}, alt="설명", ax=ax
    )
    assert ends(ax, "s") == [(2.0, 1.0)]


def test_log_height_orders_and_spreads():
    values = np.array([0.0, 1.0, 10.0, 100.0, 1000.0])
    height = log_height(values)
    assert height[0] == 0
    assert height[-1] == 1
    assert (np.diff(height) > 0).all()
    assert height[2] > 0.3  # 선형이면 0.01
    np.testing.assert_array_equal(log_height(np.full((2, 2), 3.0)), np.zeros((2, 2)))
    np.testing.assert_allclose(log_height(values - 500), height)


def test_slope_puts_the_steps_on_the_curve(ax):
    walk = descend(toy.parabola(2.0), [3.0], lr=0.4, steps=5)
    viz.plot_slope(toy.parabola(2.0), walk, alt="설명", ax=ax)
    drawn = line(ax, "_nolegend_")
    np.testing.assert_allclose(drawn[:, 1], drawn[:, 0] ** 2)
    np.testing.assert_array_equal(drawn[:, 0], walk.points[:, 0])


def test_slope_cuts_a_diverging_walk(ax):
    walk = descend(toy.parabola(), [1.0], lr=3.0, steps=200)
    viz.plot_slope(toy.parabola(), {"발산": walk}, alt="설명", ax=ax)
    assert len(ends(ax, "X")) == 1
    ax.figure.canvas.draw()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda ax: viz.plot_landscape(toy.parabola(), alt="가", ax=ax), "변수가 2개인 함수"),
        (lambda ax: viz.plot_slope(toy.bowl(), alt="가", ax=ax), "변수가 1개인 함수"),
        (
            lambda ax: viz.plot_landscape(toy.bowl(), {"길": [[1.0]]}, alt="가", ax=ax),
            r"모양은 \(\*, 2\)",
        ),
        (
            lambda ax: viz.plot_landscape(toy.bowl(), [[np.nan, 0.0]], alt="가", ax=ax),
            "첫 점은 유한",
        ),
        (
            lambda ax: viz.plot_landscape(toy.bowl(), alt="가", ax=ax, bounds=((1, 0), (0, 1))),
            "왼쪽 끝",
        ),
        (lambda ax: viz.plot_landscape(toy.bowl(), alt="가", ax=ax, levels=1), "`levels` 값은"),
        (lambda ax: viz.plot_slope(toy.parabola(), alt="가", ax=ax, bounds=(2.0, 2.0)), "왼쪽 끝"),
    ],
)
def test_bad_input_is_named(ax, call, message):
    with pytest.raises(ValueError, match=message):
        call(ax)


def test_curves_beside_a_map_take_the_colours_of_its_paths():
    names = [f"길 {k}" for k in range(7)]
    walks = {name: [[k, 0.0], [0.0, 0.0]] for k, name in enumerate(names)}
    left, right = Figure().subplots(1, 2)
    viz.plot_landscape(toy.bowl(), walks, ax=left, alt="일곱 자취.")
    right.set_prop_cycle(viz.path_cycle())
    viz.plot_curves({name: [2.0, 1.0] for name in names}, ax=right, alt="일곱 곡선.")
    drawn = [
        {line.get_label(): line.get_color() for line in ax.lines if line.get_label() in names}
        for ax in (left, right)
    ]
    assert drawn[0] == drawn[1]
    assert len(set(drawn[0].values())) == 7
