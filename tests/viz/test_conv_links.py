import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch

from coursekit import viz
from coursekit.viz import alt_of, conv_links

WALKS = [
    (5, 3, {}),
    (6, 3, {"stride": 2}),
    (4, 3, {"padding": 1}),
    (7, 2, {"stride": 2, "padding": 1, "dilation": 3}),
]


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


@pytest.mark.parametrize(("size", "kernel", "walk"), WALKS)
def test_links_are_the_nonzero_places_of_torchs_jacobian(size, kernel, walk):
    weight = torch.arange(1.0, kernel + 1)[None, None]
    eye = torch.eye(size)[:, None]
    matrix = torch.nn.functional.conv1d(eye, weight, **walk)[:, 0].T.numpy()
    expected = [(o, int(matrix[o, s]) - 1, s) for o, s in np.argwhere(matrix).tolist()]
    assert sorted(conv_links(size, kernel, **walk)) == sorted(expected)


def thick(fig):
    return [
        (line.get_xdata()[0], line.get_xdata()[1])
        for line in fig.axes[0].lines
        if line.get_linewidth() > 2
    ]


def test_one_input_shines_with_its_weights_in_reverse():
    with viz.style():
        fig = viz.plot_conv_links(5, 3, source=2, alt="설명")
    assert thick(fig) == [(2, 1), (2, 2), (2, 3)]
    labels = [t.get_text() for t in fig.axes[0].texts if "w" in t.get_text()]
    assert labels == ["$w_{3}$", "$w_{2}$", "$w_{1}$"]
    assert len(fig.axes[0].lines) == 9
    assert alt_of(fig) == "설명"


def test_one_weight_shines_at_every_output():
    with viz.style():
        fig = viz.plot_conv_links(6, 3, tap=1, stride=2, alt="설명")
    assert thick(fig) == [(1, 1), (3, 3)]
    names = [t.get_text() for t in fig.axes[0].texts]
    assert "$x_{6}$" in names
    assert "$o_{2}$" in names
    assert "$o_{3}$" not in names


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"source": 5}, "`source` 값은"),
        ({"tap": 3}, "`tap` 값은"),
        ({"source": 1, "tap": 1}, "하나만"),
        ({"alt": "links"}, "`alt` 값은"),
        ({"kernel_size": 6}, "커널이 덮는 길이"),
    ],
)
def test_wrong_arguments_are_named(given, text):
    with pytest.raises(ValueError, match=text):
        viz.plot_conv_links(**({"size": 5, "kernel_size": 3, "alt": "설명"} | given))
