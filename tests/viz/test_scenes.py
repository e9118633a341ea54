"""Boxes and masks lie where they should: pixels and corners looked up in the drawing."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from coursekit.viz import alt_of, plot_scene
from coursekit.viz.scenes import OBJECT_COLORS

IMAGE = np.zeros((3, 4, 6))


@pytest.fixture(autouse=True)
def close():
    yield
    plt.close("all")


def shown(ax):
    return np.asarray(ax.images[0].get_array())


def test_masks_are_painted_object_by_object_and_classes_class_by_class():
    masks = np.zeros((2, 4, 6), bool)
    masks[0, 1, 2] = masks[1, 3, 5] = True
    by_object = shown(plot_scene(IMAGE, alt="물체 둘.", masks=masks, strength=1))
    by_class = shown(plot_scene(IMAGE, alt="한 클래스.", masks=masks, colors=[1, 1], strength=1))
    semantic = masks[0] + 2 * masks[1].astype(int)
    labelled = shown(plot_scene(IMAGE, alt="클래스 둘.", semantic=semantic, strength=1))
    np.testing.assert_allclose(by_object[1, 2], to_rgb(OBJECT_COLORS[0]))
    np.testing.assert_allclose(by_object[3, 5], to_rgb(OBJECT_COLORS[1]))
    np.testing.assert_allclose(by_class[1, 2], by_class[3, 5])
    np.testing.assert_allclose(labelled, by_object)
    assert by_object.sum(axis=-1).astype(bool).sum() == 2
    red, blue = (np.eye(3)[k][:, None, None] * np.ones((3, 4, 6)) for k in (0, 2))
    on_red, on_blue = (shown(plot_scene(i, alt="색.", masks=masks)) for i in (red, blue))
    np.testing.assert_allclose(on_red[1, 2], on_blue[1, 2])  # the colour of a class is one colour
    half = shown(plot_scene(IMAGE + 1, alt="반쯤.", masks=masks, strength=0.5))
    np.testing.assert_allclose(half[1, 2], 0.5 + 0.5 * np.array(to_rgb(OBJECT_COLORS[0])))


def test_boxes_are_in_pixels_from_the_corner():
    ax = plot_scene(np.zeros((4, 6)), alt="상자 하나.", boxes=[[1, 0, 4, 3]], names=["원"])
    edge = next(p for p in ax.patches if isinstance(p, Rectangle))
    assert edge.get_bbox().extents.tolist() == [1, 0, 4, 3]
    assert ax.images[0].get_extent() == [0, 6, 4, 0]
    assert [t.get_text() for t in ax.texts] == ["원"]
    assert alt_of(ax.figure) == "상자 하나."
    assert not plot_scene(IMAGE, alt="비었음.", boxes=np.zeros((0, 4))).patches


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"image": np.zeros((2, 4, 6))}, "`image`"),
        ({"masks": np.zeros((1, 6, 4))}, "`masks`"),
        ({"semantic": np.zeros((6, 4), int)}, "`semantic`"),
        ({"boxes": [[0, 0, 1]]}, "`boxes`"),
        ({"boxes": [[0, 0, 1, 1]], "names": ["하나", "둘"]}, "`names`"),
        ({"boxes": [[0, 0, 1, 1]], "colors": []}, "`colors`"),
        ({"boxes": [[0, 0, 1, 1]], "masks": np.zeros((2, 4, 6))}, "`boxes`와 `masks`"),
        ({"strength": 2}, "`strength`"),
        ({"alt": "picture"}, "`alt`"),
    ],
)
def test_what_does_not_fit_is_named(arguments, message):
    with pytest.raises(ValueError, match=message):
        plot_scene(**{"image": IMAGE, "alt": "그림."} | arguments)
