"""Scenes: their truth is exact, the bounds are kept, a seed is a scene, and colour does not give the class away."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.neighbors import KNeighborsClassifier

from coursekit.data import DataLoader, Scene, Scenes, example_scene, make_scenes
from coursekit.data.scenes.shapes import SHAPES


def faults(scene):
    """What is wrong with a scene, looked at pixel by pixel."""
    found = set()
    height, width = scene.instances.shape
    if scene.image.shape != (3, height, width):
        found.add("shape")
    if scene.image.min() < 0 or scene.image.max() > 1:
        found.add("range")
    if set(np.unique(scene.instances)) - {0} != set(range(1, len(scene.labels) + 1)):
        found.add("numbers")
        return found
    for y in range(height):
        for x in range(width):
            number = scene.instances[y, x]
            kind = scene.labels[number - 1] + 1 if number else 0
            if scene.semantic[y, x] != kind:
                found.add("semantic")
    for i, box in enumerate(scene.boxes):
        ys, xs = np.nonzero(scene.instances == i + 1)
        if not np.array_equal(box, [min(xs), min(ys), max(xs) + 1, max(ys) + 1]):
            found.add("box")
        if scene.areas[i] != len(xs):
            found.add("area")
        full = scene.full_boxes[i]
        if (full[:2] > box[:2]).any() or (full[2:] < box[2:]).any():
            found.add("full box")
        if scene.covered[i] == 0 and not np.array_equal(full, box):
            found.add("full box")
    return found


@given(
    height=st.integers(16, 40),
    width=st.integers(16, 40),
    most=st.integers(1, 5),
    seed=st.integers(0, 99),
)
@settings(max_examples=12, deadline=None)
def test_the_truth_is_exact(height, width, most, seed):
    scenes = make_scenes(
        2,
        size=(height, width),
        objects=(1, most),
        scale=(0.3, 0.6),
        rng=seed,
        classes=tuple(SHAPES),
    )
    for scene in scenes:
        assert faults(scene) == set()
        assert 1 <= len(scene.boxes) <= most


@pytest.mark.parametrize(
    ("fault", "spoil"),
    [
        ("box", lambda s: {"boxes": s.boxes - [0, 0, 1, 1]}),  # inclusive last pixel
        ("box", lambda s: {"boxes": s.boxes[:, [1, 0, 3, 2]]}),  # x and y swapped
        ("box", lambda s: {"boxes": s.full_boxes}),  # not only the visible part
        ("semantic", lambda s: {"semantic": s.semantic - 1}),
        ("semantic", lambda s: {"labels": s.labels[::-1]}),
        ("numbers", lambda s: {"instances": np.maximum(s.instances - 1, 0)}),
        ("area", lambda s: {"areas": s.areas + 1}),
        ("full box", lambda s: {"full_boxes": s.boxes + 1}),
        ("range", lambda s: {"image": s.image * 255}),
    ],
)
def test_a_wrong_truth_is_seen(fault, spoil):
    scene = example_scene()
    assert faults(scene) == set()
    assert fault in faults(replace(scene, **spoil(scene)))


def test_what_is_covered_is_what_the_later_objects_hide():
    scene = example_scene()
    assert scene.covered[0] > 0.1
    assert (scene.covered[1:] == 0).all()
    first, second = scene.boxes[:2]
    assert second[0] < first[2] < second[2]  # the discs overlap
    assert scene.labels[0] == scene.labels[1]
    visible = scene.areas[0]
    radius, squash = 34.0, 0.92
    full = np.pi * radius**2 * squash
    assert scene.covered[0] == pytest.approx(1 - visible / full, abs=0.01)


@pytest.mark.parametrize("occlusion", [0, 0.2, 0.6])
def test_the_bound_of_occlusion_is_kept_and_used(occlusion):
    scenes = make_scenes(60, size=48, objects=(3, 5), occlusion=occlusion, rng=0)
    covered = np.concatenate(scenes.covered)
    assert covered.max() <= occlusion
    if occlusion:
        assert covered.max() > 0.8 * occlusion
    for boxes, full, hidden in zip(scenes.boxes, scenes.full_boxes, scenes.covered, strict=True):
        np.testing.assert_array_equal(boxes[hidden == 0], full[hidden == 0])


def test_the_hidden_share_counts_all_later_objects_together():
    """With the bound checked against the last object alone, two halves would hide a whole."""
    scenes = make_scenes(40, size=32, objects=(5, 5), scale=(0.4, 0.6), occlusion=0.5, rng=3)
    totals = np.concatenate(scenes.areas) / (1 - np.concatenate(scenes.covered))
    np.testing.assert_allclose(totals, np.rint(totals), rtol=1e-5)  # whole pixels before hiding
    assert np.concatenate(scenes.covered).max() <= 0.5


def test_a_seed_is_a_scene_and_more_scenes_begin_alike():
    few, many = make_scenes(3, size=48, rng=5), make_scenes(70, size=48, rng=5)
    for name in ("images", "semantic", "instances"):
        assert getattr(few, name).tobytes() == getattr(many[:3], name).tobytes()
    for a, b in zip(few.boxes, many.boxes[:3], strict=True):
        assert a.tobytes() == b.tobytes()
    assert not np.array_equal(few.images, make_scenes(3, size=48, rng=6).images)
    rng = np.random.default_rng(5)
    np.testing.assert_array_equal(make_scenes(3, size=48, rng=rng).images, few.images)
    assert not np.array_equal(make_scenes(3, size=48, rng=rng).images, few.images)


def test_the_dtype_changes_the_type_and_not_the_scene():
    single, double = (make_scenes(3, size=32, rng=0, dtype=d) for d in (np.float32, np.float64))
    assert single.images.dtype == single.boxes[0].dtype == single.covered[0].dtype == np.float32
    assert double.images.dtype == double.boxes[0].dtype == double.full_boxes[0].dtype == np.float64
    np.testing.assert_array_equal(single.images, double.images)
    for values in (single.semantic, single.instances, single.labels[0], single.areas[0]):
        assert values.dtype == np.int64


def test_sizes_and_counts_are_as_asked():
    scenes = make_scenes(
        300, size=64, objects=(0, 3), scale=(0.1, 0.8), occlusion=0, clutter=0, rng=0
    )
    counts = np.array([len(b) for b in scenes.boxes])
    assert (np.bincount(counts, minlength=4) > 40).all()
    diameters = (np.concatenate(scenes.boxes)[:, 2:] - np.concatenate(scenes.boxes)[:, :2]).max(1)
    assert diameters.max() <= 0.8 * 64 + 2
    assert (diameters < 12).sum() > 60  # small ones are there when asked for
    assert (diameters > 30).sum() > 20
    labels = np.concatenate(scenes.labels)
    assert (np.bincount(labels, minlength=3) / len(labels) > 0.25).all()


def test_an_image_that_got_stuck_begins_again_and_shows_nothing_of_before():
    """So crowded that most first layouts fail: the fewest is kept, no pixel of a dropped object stays."""
    crowded = {"size": 32, "objects": (3, 3), "scale": (0.5, 0.6), "occlusion": 0.1}
    scenes = make_scenes(40, **crowded, clutter=0, noise=0, rng=0)
    assert {len(b) for b in scenes.boxes} == {3}
    for scene in scenes:
        assert faults(scene) == set()
        rest = scene.semantic == 0
        inner = rest.copy()
        inner[1:] &= rest[:-1]
        inner[:-1] &= rest[1:]
        both = inner[:, 1:] & inner[:, :-1]
        steps = np.abs(np.diff(scene.image, axis=2))[:, both]
        assert np.quantile(steps, 0.9) < 0.03  # the background is smooth


def test_an_image_without_objects_has_empty_arrays():
    scenes = make_scenes(30, size=32, objects=(0, 1), rng=0)
    empty = next(s for s in scenes if len(s.labels) == 0)
    assert empty.boxes.shape == (0, 4)
    assert empty.masks.shape == (0, 32, 32)
    assert not empty.semantic.any()


def test_all_background_is_accurate_and_useless():
    """The figure of the segmentation chapter: nine pixels in ten are background."""
    scenes = make_scenes(300, size=48, rng=0)
    assert 0.85 < (scenes.semantic == 0).mean() < 0.93


# Areas of the shapes of circumscribed radius 1, from their definitions
REACH = np.sqrt(1 - 0.3**2)
AREAS = {
    "원": np.pi,
    "네모": 2.0,
    "세모": 3 * np.sqrt(3) / 4,
    "십자": 2 * (2 * REACH) * 0.6 - 0.6**2,
    "고리": np.pi * (1 - 0.5**2),
    "별": 10 * 0.5 * 0.45 * np.sin(np.pi / 5),
}


@pytest.mark.parametrize("name", AREAS)
def test_shapes_have_their_area_and_fit_in_the_circle(name):
    axis = np.linspace(-1.1, 1.1, 801)
    u, v = np.meshgrid(axis, axis)
    inside = SHAPES[name](u, v) < 0
    assert inside.mean() * 2.2**2 == pytest.approx(AREAS[name], rel=0.01)
    assert np.hypot(u, v)[inside].max() <= 1
    assert np.hypot(u, v)[inside].max() > 0.99


def test_every_shape_is_tested():
    assert list(AREAS) == list(SHAPES)


def test_colour_does_not_give_the_class_away_and_shape_does():
    scenes = make_scenes(500, size=48, rng=0)
    colours, shapes = [], []
    for scene in scenes:
        for mask, box, area in zip(scene.masks, scene.boxes, scene.areas, strict=True):
            pixels = scene.image[:, mask]
            colours.append([*pixels.mean(1), *pixels.std(1)])
            w, h = box[2:] - box[:2]
            shapes.append([area / (w * h), max(w / h, h / w)])
    labels, half = np.concatenate(scenes.labels), len(colours) // 2

    def score(features):
        model = KNeighborsClassifier(15).fit(features[:half], labels[:half])
        return model.score(features[half:], labels[half:])

    assert score(np.array(colours)) < 0.4
    assert score(np.array(shapes)) > 0.5


def test_objects_stand_out_from_the_background():
    scenes = make_scenes(100, size=48, noise=0, clutter=0, objects=(1, 1), rng=0)
    gaps = [
        np.linalg.norm(s.image[:, s.masks[0]].mean(1) - s.image[:, s.semantic == 0].mean(1))
        for s in scenes
    ]
    assert min(gaps) > 0.25


def test_edges_are_blended_over_a_pixel():
    scene = make_scenes(1, size=64, noise=0, clutter=0, objects=(1, 1), scale=(0.6, 0.6), rng=1)[0]
    mask = scene.masks[0]
    inner = mask.copy()
    inner[1:-1, 1:-1] &= mask[:-2, 1:-1] & mask[2:, 1:-1] & mask[1:-1, :-2] & mask[1:-1, 2:]
    edge = mask & ~inner
    background = scene.image[:, ~mask].mean(1)
    near, far = (
        np.linalg.norm(scene.image[:, m] - background[:, None], axis=0).mean()
        for m in (edge, inner)
    )
    assert near < 0.95 * far


def test_clutter_and_noise_are_what_they_say():
    quiet = make_scenes(20, size=32, clutter=0, noise=0, rng=0)
    noisy = make_scenes(20, size=32, clutter=0, noise=0.1, rng=0)
    inner = (quiet.images > 0.3) & (quiet.images < 0.7)  # away from where values are clipped
    assert (noisy.images - quiet.images)[inner].std() == pytest.approx(0.1, rel=0.03)
    busy = make_scenes(20, size=32, clutter=20, noise=0, objects=(0, 1), rng=0)
    calm = make_scenes(20, size=32, clutter=0, noise=0, objects=(0, 1), rng=0)

    def roughness(scenes):
        flat = np.where((scenes.semantic == 0)[:, None], scenes.images, np.nan)
        return np.nanmean(np.abs(np.diff(flat, axis=3)))

    assert roughness(busy) > 3 * roughness(calm)


def test_batches_are_scenes_again():
    scenes = make_scenes(10, size=32, rng=0)
    loader = DataLoader(scenes, batch_size=4, shuffle=True, collate_fn=Scenes.collate, rng=0)
    batches = list(loader)
    assert [len(b) for b in batches] == [4, 4, 2]
    assert all(isinstance(b, Scenes) for b in batches)
    order = np.concatenate(
        [
            [np.flatnonzero((scenes.images == i).all((1, 2, 3)))[0] for i in b.images]
            for b in batches
        ]
    )
    assert sorted(order) == list(range(10))
    np.testing.assert_array_equal(batches[0].boxes[1], scenes.boxes[order[1]])
    taken = scenes.take([7, 2])
    assert isinstance(scenes[3], Scene)
    np.testing.assert_array_equal(taken.instances[0], scenes[7].instances)
    np.testing.assert_array_equal(taken.labels[1], scenes[2].labels)
    np.testing.assert_array_equal(scenes[-1].image, scenes.images[9])
    with pytest.raises(IndexError):
        scenes[10]


def test_batches_of_unlike_scenes_are_refused():
    a, b = make_scenes(1, size=32, rng=0)[0], make_scenes(1, size=40, rng=0)[0]
    with pytest.raises(ValueError, match="`samples` 크기와 클래스는"):
        Scenes.collate([a, b])
    with pytest.raises(ValueError, match="`samples`"):
        Scenes.collate([])
    with pytest.raises(ValueError, match="`boxes` 길이는"):
        replace(make_scenes(2, size=32, rng=0), boxes=())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"count": 0}, "`count`"),
        ({"size": 8}, "`size`"),
        ({"size": (32,)}, "`size`"),
        ({"size": 32.5}, "`size`"),
        ({"classes": ()}, "`classes`"),
        ({"classes": ("원", "원")}, "`classes`"),
        ({"classes": ("원", "하트")}, "하트"),
        ({"objects": (3, 2)}, "`objects`"),
        ({"objects": 3}, "`objects`"),
        ({"objects": (0, 0)}, "`objects`"),
        ({"scale": (0.5, 0.2)}, "`scale`"),
        ({"scale": 0.3}, "`scale`"),
        ({"scale": (0.2, 1.5)}, "`scale`"),
        ({"scale": (0.05, 0.5)}, r"4픽셀 이상이 되게 0\.125 이상이어야 합니다"),
        ({"occlusion": 1.0}, "`occlusion`"),
        ({"clutter": -1}, "`clutter`"),
        ({"noise": -0.1}, "`noise`"),
        ({"rng": None}, "`rng`"),
        ({"dtype": int}, "`dtype`"),
        ({"objects": (9, 9), "scale": (0.9, 1.0), "occlusion": 0}, "자리가 없습니다"),
    ],
)
def test_bad_input_is_named(change, message):
    arguments = {"count": 2, "size": 32, "rng": 0} | change
    with pytest.raises(ValueError, match=message):
        make_scenes(arguments.pop("count"), **arguments)


def test_the_example_is_one_and_the_same():
    a, b = example_scene(), example_scene(dtype=np.float64)
    assert a.image.tobytes() == example_scene().image.tobytes()
    assert b.image.dtype == b.boxes.dtype == np.float64
    np.testing.assert_array_equal(a.image, b.image)
    assert a.image.shape == (3, 128, 192)
    with pytest.raises(ValueError, match="`dtype`"):
        example_scene(dtype=int)
