"""What the drawing of a graph says: each node's value and slope, each edge's own slope."""

import matplotlib.pyplot as plt
import pytest

from coursekit import viz
from coursekit.nn import Node


@pytest.fixture
def output():
    w, x = Node(2.0, "w"), Node(3.0, "x")
    made = (w * x + w).square()
    made.backward()
    return made


def written(ax):
    return [t.get_text() for t in ax.texts]


def test_values_and_slopes_are_written(output):
    ax = viz.plot_graph(output, alt="계산 그래프.")
    words = written(ax)
    for text in ("w", "x", "×", "+", "제곱", "6", "8", "64", "16", "32"):
        assert text in words
    assert words.count("64") == 2  # the value, and ∂/∂w = 2·8·(3 + 1)
    assert len(ax.patches) == 5
    plt.close(ax.figure)


def test_values_alone(output):
    ax = viz.plot_graph(output, alt="계산 그래프.", gradients=False)
    assert "32" not in written(ax)
    plt.close(ax.figure)


def test_nodes_never_share_a_place(output):
    # Without slopes the boxed texts are the nodes alone.
    ax = viz.plot_graph(output + 1.0 - output, alt="계산 그래프.", gradients=False)
    names = [t.get_position() for t in ax.texts if t.get_bbox_patch() is not None]
    assert len(names) == 8
    assert len(set(names)) == 8
    plt.close(ax.figure)


def test_alt_must_be_korean(output):
    with pytest.raises(ValueError, match="`alt`"):
        viz.plot_graph(output, alt="graph")
