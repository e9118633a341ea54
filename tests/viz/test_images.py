import matplotlib.pyplot as plt
import numpy as np
import pytest

from coursekit import viz
from coursekit.viz import alt_of

GRAY = np.array([[0.0, 0.5], [2.0, -1.0]])


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def test_pictures_stand_row_by_row_with_one_scale():
    images = {"하나": GRAY, "둘": GRAY[None], "셋": np.stack([GRAY] * 3)}
    with viz.style():
        fig = viz.plot_images(images, alt="설명", limits=(-1, 2))
    assert [ax.get_title() for ax in fig.axes] == ["하나", "둘", "셋", ""]
    first, second, third = (ax.images[0] for ax in fig.axes[:3])
    np.testing.assert_array_equal(first.get_array(), GRAY)
    np.testing.assert_array_equal(second.get_array(), GRAY)
    assert first.get_clim() == second.get_clim() == (-1, 2)
    assert third.get_array().shape == (2, 2, 3)
    assert (third.get_array().min(), third.get_array().max()) == (0, 1)
    assert not fig.axes[3].images
    assert alt_of(fig) == "설명"
    assert fig.get_size_inches()[0] == 6.4


def test_without_limits_each_has_its_own():
    with viz.style():
        fig = viz.plot_images({"하나": GRAY, "둘": GRAY * 10}, alt="설명", limits=None, columns=1)
    assert [ax.images[0].get_clim() for ax in fig.axes] == [(-1, 2), (-10, 20)]
    assert fig.axes[0].get_subplotspec().get_gridspec().ncols == 1


def test_a_bar_of_colours_for_all():
    with viz.style():
        fig = viz.plot_images({"하나": GRAY}, alt="설명", colorbar="배율")
    assert fig.axes[-1].get_xlabel() == "배율"


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"images": {}}, "`images` 값은 그림이"),
        ({"images": {"하나": np.ones(3)}}, r"`images\['하나'\]` 모양은"),
        ({"images": {"하나": np.ones((2, 4, 4))}}, r"`images\['하나'\]` 모양은"),
        ({"images": {"하나": np.ones((0, 4))}}, r"`images\['하나'\]`"),
        ({"columns": 0}, "`columns` 값은"),
        ({"limits": (1, 1)}, "`limits` 값은 앞이"),
        ({"limits": None, "colorbar": "배율"}, "`limits` 값이 있어야"),
        ({"alt": "gray"}, "`alt` 값은"),
    ],
)
def test_wrong_arguments_are_named(change, text):
    given = {"images": {"하나": GRAY}, "alt": "설명"} | change
    with pytest.raises(ValueError, match=text):
        viz.plot_images(given.pop("images"), **given)
