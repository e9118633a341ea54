import matplotlib.pyplot as plt
import pytest
from matplotlib.figure import Figure

from coursekit import viz
from coursekit.data import toy
from coursekit.viz.description import alt_of

DRAWERS = {
    "curves": lambda **k: viz.plot_curves({"가": [2.0, 1.0]}, **k),
    "landscape": lambda **k: viz.plot_landscape(toy.bowl(), grid=11, **k),
    "slope": lambda **k: viz.plot_slope(toy.parabola(), **k),
    "line": lambda **k: viz.plot_line_fit([0.0, 1.0], [0.0, 1.0], 1.0, 0.0, **k),
}


@pytest.mark.parametrize("draw", DRAWERS.values(), ids=DRAWERS)
@pytest.mark.parametrize("alt", ["", "  ", "english only", None, 3])
def test_drawing_without_korean_description_is_refused(draw, alt):
    with pytest.raises(ValueError, match=r"`alt` 값은 .*한국어 문장"):
        draw(alt=alt)
    assert plt.get_fignums() == []


@pytest.mark.parametrize("draw", DRAWERS.values(), ids=DRAWERS)
def test_drawing_returns_the_given_axes_and_leaves_pyplot_alone(draw):
    ax = Figure().subplots()
    assert draw(alt="설명", ax=ax) is ax
    assert plt.get_fignums() == []
    assert alt_of(ax.figure) == "설명"


@pytest.mark.parametrize("draw", DRAWERS.values(), ids=DRAWERS)
def test_drawing_without_axes_opens_one_figure(draw):
    ax = draw(alt="설명")
    try:
        assert plt.get_fignums() == [ax.figure.number]
    finally:
        plt.close("all")


@pytest.mark.parametrize("draw", DRAWERS.values(), ids=DRAWERS)
def test_what_is_not_axes_is_refused(draw):
    with pytest.raises(ValueError, match="`ax` 값은 Matplotlib의 Axes"):
        draw(alt="설명", ax=Figure())


def test_descriptions_of_panels_are_joined_in_order():
    figure = Figure()
    left, right = figure.subplots(1, 2)
    viz.describe(right, "오른쪽.")
    viz.describe(left, "왼쪽.")
    viz.describe(left, "왼쪽.")
    viz.describe(left, "덧붙임.")
    assert alt_of(figure) == "왼쪽. 덧붙임. 오른쪽."
    viz.describe(figure, "그림\n  전체.")
    assert alt_of(figure) == "그림 전체."


def test_figure_without_description_is_refused():
    figure = Figure()
    figure.subplots()
    with pytest.raises(ValueError, match="그림에 설명이 없습니다"):
        alt_of(figure)


def test_only_figures_and_axes_can_be_described():
    with pytest.raises(ValueError, match="Figure나 Axes"):
        viz.describe("그림", "설명")
