"""Augmentation: scipy.ndimage and slow loops as oracles, labels and arguments left alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

from coursekit.data import ArrayDataset, DataLoader, augment

shapes = st.tuples(st.integers(1, 4), st.integers(1, 3), st.integers(1, 7), st.integers(1, 7))


def draw(shape, seed=0):
    return np.random.default_rng(seed).random(shape)


@given(shape=shapes, seed=st.integers(0, 99), fill=st.floats(-1, 1))
@settings(max_examples=40, deadline=None)
def test_shift_is_scipys(shape, seed, fill):
    images = draw(shape, seed)
    offsets = np.random.default_rng(seed).integers(-8, 9, (shape[0], 2))
    expected = [
        ndimage.shift(image, (0, *move), order=0, mode="constant", cval=fill)
        for image, move in zip(images, offsets, strict=True)
    ]
    np.testing.assert_allclose(augment.shift(images, offsets, fill=fill), expected)


@given(shape=shapes, seed=st.integers(0, 99), fill=st.sampled_from([0.0, 0.7]))
@settings(max_examples=40, deadline=None)
def test_rotation_is_scipys(shape, seed, fill):
    images = draw(shape, seed)
    degrees = np.random.default_rng(seed).uniform(-180, 180, shape[0])
    expected = [
        ndimage.rotate(
            image, angle, axes=(2, 1), reshape=False, order=1, mode="grid-constant", cval=fill
        )
        for image, angle in zip(images, degrees, strict=True)
    ]
    np.testing.assert_allclose(
        augment.rotate(images, degrees, fill=fill), expected, rtol=1e-9, atol=1e-9
    )


def test_a_quarter_turn_is_against_the_clock():
    image = np.array([[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]]])
    turned = augment.rotate(image, [90.0])[0]
    np.testing.assert_allclose(turned, [[3, 6, 9], [2, 5, 8], [1, 4, 7]], atol=1e-12)
    np.testing.assert_allclose(turned, np.rot90(image[0]), atol=1e-12)


def test_turning_about_the_corner_would_lose_the_picture():
    image = draw((1, 8, 8))
    wrong = ndimage.affine_transform(image[0], [[0, 1], [-1, 0]], order=1)
    assert np.abs(wrong).sum() < np.abs(augment.rotate(image, [90.0])).sum()


@given(shape=shapes, seed=st.integers(0, 99), size=st.integers(0, 9))
@settings(max_examples=40, deadline=None)
def test_cutout_is_a_slow_loops(shape, seed, size):
    images = draw(shape, seed)
    centers = np.random.default_rng(seed).integers(0, shape[2:], (shape[0], 2))
    expected = images.copy()
    for n, (row, column) in enumerate(centers):
        for i in range(row - size // 2, row - size // 2 + size):
            for j in range(column - size // 2, column - size // 2 + size):
                if 0 <= i < shape[2] and 0 <= j < shape[3]:
                    expected[n, :, i, j] = 0.5
    np.testing.assert_array_equal(augment.cutout(images, centers, size, fill=0.5), expected)


def test_flip_turns_what_was_chosen_left_to_right():
    images = np.array([[[1.0, 2.0, 3.0]], [[4.0, 5.0, 6.0]]])
    assert augment.flip(images, np.array([True, False])).tolist() == [[[3, 2, 1]], [[4, 5, 6]]]
    upside_down = images[:, ::-1]
    assert not np.array_equal(augment.flip(images, np.array([True, True])), upside_down)


def test_mixup_is_a_slow_loops_with_the_same_draws():
    x, y = draw((6, 2, 3)), np.eye(4)[[0, 1, 2, 3, 0, 1]]
    mixed, soft = augment.mixup(x, y, 0.4, rng=5)
    rng = np.random.default_rng(5)
    share, partner = rng.beta(0.4, 0.4, 6), rng.permutation(6)
    for i in range(6):
        j, a = partner[i], share[i]
        np.testing.assert_allclose(mixed[i], a * x[i] + (1 - a) * x[j])
        np.testing.assert_allclose(soft[i], a * y[i] + (1 - a) * y[j])
    np.testing.assert_allclose(soft.sum(axis=1), 1)


def test_mixup_keeps_inputs_and_targets_in_one_proportion():
    y = np.eye(3)[np.random.default_rng(0).integers(0, 3, 50)]
    x, soft = augment.mixup(y, y, 1.0, rng=0)
    np.testing.assert_allclose(x, soft, atol=1e-15)
    other = augment.mixup(y, y, 1.0, rng=1)[1]  # drawn apart they would not agree
    assert np.abs(x - other).max() > 0.1


def test_small_alpha_hardly_mixes_and_one_is_even():
    y = np.eye(2)[np.arange(4000) % 2]
    purest = [augment.mixup(y, y, a, rng=0)[1].max(axis=1).mean() for a in (0.05, 0.4, 1.0)]
    assert purest[0] > purest[1] > purest[2]


RANDOM = {
    "shift": lambda x, rng: augment.random_shift(x, 2, rng=rng),
    "rotation": lambda x, rng: augment.random_rotation(x, 30.0, rng=rng),
    "flip": lambda x, rng: augment.random_flip(x, rng=rng),
    "noise": lambda x, rng: augment.add_noise(x, 0.1, rng=rng),
    "cutout": lambda x, rng: augment.random_cutout(x, 3, rng=rng),
    "mixup": lambda x, rng: augment.mixup(x, np.eye(3)[np.arange(len(x)) % 3], rng=rng)[0],
}


@pytest.mark.parametrize("name", RANDOM)
@pytest.mark.parametrize("shape", [(12, 6, 5), (12, 3, 6, 5)])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_contract_of_every_random_one(name, shape, dtype):
    x = draw(shape).astype(dtype)
    kept = x.copy()
    a, b, c = (RANDOM[name](x, seed) for seed in (1, 1, 2))
    assert np.array_equal(x, kept)
    assert a.shape == shape
    assert a.dtype == dtype
    assert not np.shares_memory(a, x)
    assert np.array_equal(a, b)
    assert not np.array_equal(a, c)
    changed = [not np.array_equal(after, before) for after, before in zip(a, x, strict=True)]
    assert any(changed)
    grey = np.repeat(x[:, :1], 3, axis=1) if x.ndim == 4 else None
    if grey is not None and name not in ("noise",):
        out = RANDOM[name](grey, 1)
        assert np.array_equal(out[:, 0], out[:, 1])  # channels move together


@pytest.mark.parametrize("name", RANDOM)
def test_each_image_has_its_own_draw(name):
    x = np.repeat(draw((1, 9, 9)), 40, axis=0)
    if name == "mixup":
        x = x * np.arange(1, 41)[:, None, None]
    outputs = RANDOM[name](x, 0)
    assert len(np.unique(outputs.reshape(40, -1).round(9), axis=0)) > 1


def test_the_limits_are_kept_and_reached():
    x = np.zeros((2000, 9, 9))
    x[:, 4, 4] = 1
    where = np.argwhere(augment.random_shift(x, 2, rng=0))[:, 1:] - 4
    assert (where.min(), where.max()) == (-2, 2)
    assert len(np.unique(where, axis=0)) == 25
    assert augment.random_shift(x, 0, rng=0).tolist() == x.tolist()
    kept = augment.random_flip(draw((50, 3, 4)), 0.0, rng=0)
    assert np.array_equal(kept, draw((50, 3, 4)))
    assert np.array_equal(
        augment.random_flip(draw((50, 3, 4)), 1.0, rng=0), draw((50, 3, 4))[..., ::-1]
    )
    noise = augment.add_noise(np.zeros(20_000), 0.3, rng=0)
    assert noise.std() == pytest.approx(0.3, rel=0.03)


def test_a_loader_gives_new_pictures_each_epoch_and_the_same_labels():
    data = DataLoader(ArrayDataset(draw((10, 4, 4)), np.arange(10)), 4)
    rng = np.random.default_rng(0)
    loader = augment.Augmented(data, lambda x: augment.add_noise(x, 0.1, rng=rng))
    first, second = list(loader), list(loader)
    assert len(loader) == 3
    assert (
        [y.tolist() for _, y in first]
        == [y.tolist() for _, y in second]
        == [
            [0, 1, 2, 3],
            [4, 5, 6, 7],
            [8, 9],
        ]
    )
    assert not np.array_equal(first[0][0], second[0][0])


X = np.ones((2, 3, 3))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: augment.shift(np.ones((3, 3)), [[0, 0]]), "`images` 모양"),
        (lambda: augment.shift(np.ones((1, 0, 3)), [[0, 0]]), "`images` 모양"),
        (lambda: augment.shift(X, [[0, 0]]), "`offsets` 모양"),
        (lambda: augment.shift(X, [[0, 0.5], [0, 0]]), "`offsets` 값은 정수"),
        (lambda: augment.random_shift(X, -1, rng=0), "`limit`"),
        (lambda: augment.rotate(X, [1.0]), "`degrees` 모양"),
        (lambda: augment.random_rotation(X, -1, rng=0), "`limit`"),
        (lambda: augment.flip(X, [1, 0]), "`which` 값은"),
        (lambda: augment.random_flip(X, 1.5, rng=0), "`p`"),
        (lambda: augment.add_noise(X, -1, rng=0), "`std`"),
        (lambda: augment.cutout(X, [[0, 0], [1, 1]], -1), "`size`"),
        (lambda: augment.random_cutout(X, 2, rng=None), "`rng`"),
        (lambda: augment.mixup(X, [0, 1], rng=0), "`targets` 모양"),
        (lambda: augment.mixup(X, np.eye(2), 0, rng=0), "`alpha`"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
