"""The photograph is the file scikit-learn ships, channels first, cut and shrunk as told."""

import builtins

import numpy as np
import pytest
from sklearn.datasets import load_sample_image

from coursekit.data import photograph
from coursekit.data.photograph import CREDITS


@pytest.mark.parametrize("name", sorted(CREDITS))
def test_the_pixels_are_the_files(name):
    image = photograph(name, dtype=np.float64)
    pixels = load_sample_image(f"{name}.jpg")
    assert image.shape == (3, 427, 640)
    assert image.dtype == np.float64
    for y, x in ((0, 0), (10, 300), (426, 639)):
        for channel in range(3):
            assert image[channel, y, x] == pixels[y, x, channel] / 255
    assert 0 <= image.min() < 0.05
    assert 0.95 < image.max() <= 1


def test_the_sky_is_blue_so_the_channels_are_in_order():
    sky = photograph()[:, :40].mean(axis=(1, 2))
    assert sky[0] < sky[1] < sky[2]


def test_crop_is_x_then_y_and_grey_is_the_known_mix():
    whole = photograph(dtype=np.float64)
    part = photograph(crop=(200, 50, 300, 90), dtype=np.float64)
    assert part.shape == (3, 40, 100)
    np.testing.assert_array_equal(part, whole[:, 50:90, 200:300])
    gray = photograph(crop=(200, 50, 300, 90), gray=True, dtype=np.float64)
    assert gray.shape == (1, 40, 100)
    r, g, b = part[:, 7, 11]
    assert gray[0, 7, 11] == pytest.approx(0.299 * r + 0.587 * g + 0.114 * b)


def test_shrinking_averages():
    whole = photograph(crop=(0, 0, 640, 424), dtype=np.float64)
    small = photograph(crop=(0, 0, 640, 424), size=(53, 80), dtype=np.float64)
    assert small.shape == (3, 53, 80)
    np.testing.assert_allclose(small.mean((1, 2)), whole.mean((1, 2)), atol=3e-3)
    blocks = whole.reshape(3, 53, 8, 80, 8).mean((2, 4))
    assert np.abs(small - blocks).mean() < 0.02
    picked = whole[:, 4::8, 4::8]  # every eighth pixel: what shrinking must not be
    assert np.abs(picked - blocks).mean() > 2 * np.abs(small - blocks).mean()
    assert photograph(size=16).shape == (3, 16, 16)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": "cat"}, "`name`.*china, flower"),
        ({"crop": (0, 0, 641, 10)}, "`crop`"),
        ({"crop": (0, 0, 10, 428)}, "`crop`"),
        ({"crop": (10, 0, 10, 10)}, "`crop`"),
        ({"crop": (-1, 0, 10, 10)}, "`crop`"),
        ({"crop": 3}, "`crop`"),
        ({"size": 0}, "`size`"),
        ({"size": (1, 2, 3)}, "`size`"),
        ({"dtype": np.uint8}, "`dtype`"),
    ],
)
def test_bad_input_is_named(change, message):
    with pytest.raises(ValueError, match=message):
        photograph(**change)


def test_a_missing_library_is_named(monkeypatch):
    real = builtins.__import__

    def without(name, *rest):
        if name.startswith("PIL"):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ImportError, match="pip install scikit-learn pillow"):
        photograph()
