import matplotlib.pyplot as plt
import numpy as np
import pytest

from coursekit import viz
from coursekit.viz import alt_of

ROWS = {
    "하나": [np.zeros(10), np.linspace(0, 1, 10)],
    "둘": [np.full(4, 9.0), [0.0, 1.0, 2.0, 3.0]],
}


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def test_bars_count_the_values_and_say_what_lies_outside():
    with viz.style():
        fig = viz.plot_layer_histograms(ROWS, alt="설명", span=(0, 1), bins=2)
    axes = np.array(fig.axes).reshape(2, 2)
    heights = [[bar.get_height() for bar in ax.patches] for ax in axes.flat]
    assert heights == [[10, 0], [5, 5], [0, 0], [1, 1]]
    texts = [ax.texts[0].get_text() for ax in axes.flat]
    assert texts[0] == "σ = 0"
    assert texts[2] == "σ = 0\n밖 100 %"
    assert texts[3].endswith("밖 50 %")
    assert axes[1, 0].get_ylabel() == "둘"
    assert axes[0, 1].get_title() == "2층"
    assert alt_of(fig) == "설명"


def test_zeros_are_told_and_not_drawn():
    with viz.style():
        fig = viz.plot_layer_histograms(
            {"하나": [[0.0, 0.0, 0.0, 0.6]]}, alt="설명", span=(0, 1), bins=2, drop_zeros=True
        )
    (ax,) = fig.axes
    assert [bar.get_height() for bar in ax.patches] == [0, 1]
    assert ax.texts[0].get_text() == "σ = 0.26\n0인 값 75 %"  # all four values: 0.6·√3/4


def test_a_few_values_left_inside_do_not_look_like_many():
    values = np.concatenate([np.full(9999, 50.0), [0.5]])
    with viz.style():
        fig = viz.plot_layer_histograms({"하나": [values]}, alt="설명", span=(0, 1))
    assert fig.axes[0].get_ylim()[1] > 20


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"rows": {}}, "`rows` 값은"),
        ({"rows": {"하나": [[1.0]], "둘": [[1.0], [2.0]]}}, r"`rows` 값은.*\[1, 2\]"),
        ({"rows": {"하나": []}}, "`rows` 값은"),
        ({"span": (1, 1)}, "`span` 값은 앞이"),
        ({"span": (1,)}, "`span` 모양은"),
        ({"bins": 1}, "`bins` 값은"),
        ({"alt": "no korean"}, "한국어|한글"),
    ],
)
def test_bad_arguments_are_named(change, text):
    options = {"rows": ROWS, "alt": "설명", "span": (0, 1), **change}
    rows = options.pop("rows")
    with pytest.raises(ValueError, match=text):
        viz.plot_layer_histograms(rows, **options)
    assert not plt.get_fignums()
