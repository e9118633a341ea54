import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from coursekit import viz
from coursekit.viz import alt_of
from coursekit.viz.number_grids import number_text

SQUARE = np.array([[1.0, -2.0], [0.5, 3.0]])


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def drawn(**given):
    with viz.style():
        return viz.plot_number_grids(**({"grids": {"하나": SQUARE}, "alt": "설명"} | given))


def test_every_number_stands_in_its_cell():
    fig = drawn(grids={"하나": SQUARE, "둘": [7.0, 8.0]}, signs=["="])
    texts = {t.get_text(): t.get_position() for t in fig.axes[0].texts}
    assert texts["1"] == (0.5, -0.5)
    assert texts["\N{MINUS SIGN}2"] == (1.5, -0.5)
    assert texts["0.5"] == (0.5, -1.5)
    assert texts["3"] == (1.5, -1.5)
    assert texts["8"][0] - texts["7"][0] == 1
    assert texts["7"][1] == -1  # the lower grid stands in the middle
    assert {"하나", "둘", "="} <= set(texts)
    assert alt_of(fig) == "설명"


def test_marks_and_fading_fall_on_their_cells():
    masks = {"하나": [[True, False], [False, False]]}
    fig = drawn(marks=masks, faded={"하나": [[False, True], [False, False]]})
    cells = [p for p in fig.axes[0].patches if isinstance(p, Rectangle)]
    colours = {(p.get_x(), p.get_y()): to_hex(p.get_facecolor()) for p in cells}
    assert colours[0, -1] == "#ffd79a"
    assert colours[1, -1] == "#eeeeea"
    assert colours[0, -2] == colours[1, -2] == "#fcfcfa"


@pytest.mark.parametrize("columns", [3, 16])
def test_grids_stay_as_wide_as_the_text(columns):
    fig = drawn(grids={"하나": np.ones((3, columns))})
    assert fig.get_size_inches()[0] == 6.4
    left, right = fig.axes[0].get_xlim()
    assert left <= 0 < columns <= right


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2.0, "2"),
        (-0.001, "0"),
        (-1.5, "\N{MINUS SIGN}1.5"),
        (0.999, "1"),
        (12.3456, "12.35"),
        (100.0, "100"),
    ],
)
def test_numbers_as_text(value, text):
    assert number_text(value, 2) == text


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"grids": {}}, "`grids` 값은 행렬이"),
        ({"grids": {"하나": np.ones((2, 2, 2))}}, r"`grids\['하나'\]` 모양은"),
        ({"signs": ["+"]}, "`signs` 길이는"),
        ({"marks": {"둘": [[True]]}}, "`marks`의 제목은"),
        ({"faded": {"하나": [[True]]}}, r"`faded\['하나'\]` 모양은"),
        ({"alt": "cells"}, "`alt` 값은"),
        ({"digits": -1}, "`digits` 값은"),
    ],
)
def test_wrong_arguments_are_named(given, text):
    with pytest.raises(ValueError, match=text):
        drawn(**given)
