"""Over-segmentation and merging, against slow ways to the same regions and against what a human sees."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

from coursekit.boxes import box_iou, graph_segmentation, merge_regions, region_proposals
from coursekit.data import example_scene, make_scenes


def blocks(noise=0.0, seed=0):
    """Two rectangles of one colour each on a plain ground, and their boxes."""
    rng = np.random.default_rng(seed)
    image = np.full((3, 40, 60), 0.2)
    boxes = np.array([[5.0, 6, 25, 20], [30, 10, 55, 35]])
    for (x1, y1, x2, y2), colour in zip(boxes.astype(int), (0.9, 0.6), strict=True):
        image[:, y1:y2, x1:x2] = np.array([colour, 0.5, 1 - colour])[:, None, None]
    return np.clip(image + rng.normal(0, noise, image.shape), 0, 1), boxes


def slow_segmentation(image, scale):
    """The paper's algorithm 1 with sets of pixels; a region's Int is looked up in its spanning tree."""
    _, H, W = image.shape
    edges = []
    for y in range(H):
        for x in range(W - 1):
            edges.append((np.linalg.norm(image[:, y, x] - image[:, y, x + 1]), (y, x), (y, x + 1)))
    for y in range(H - 1):
        for x in range(W):
            edges.append((np.linalg.norm(image[:, y, x] - image[:, y + 1, x]), (y, x), (y + 1, x)))
    regions = [{(y, x)} for y in range(H) for x in range(W)]
    trees = {frozenset(r): [0.0] for r in regions}
    for length, p, q in sorted(edges, key=lambda edge: edge[0]):
        a = next(r for r in regions if p in r)
        b = next(r for r in regions if q in r)
        if a is b:
            continue
        fits = [length <= max(trees[frozenset(r)]) + scale / len(r) for r in (a, b)]
        if all(fits):
            tree = trees.pop(frozenset(a)) + trees.pop(frozenset(b)) + [length]
            regions = [r for r in regions if r is not a and r is not b] + [a | b]
            trees[frozenset(a | b)] = tree
    return {frozenset(r) for r in regions}


@given(st.integers(0, 10**6), st.sampled_from([0.0, 0.1, 0.5, 2.0]))
@settings(max_examples=12, deadline=None)
def test_segmentation_is_the_papers(seed, scale):
    image = np.random.default_rng(seed).random((3, 5, 6))
    labels = graph_segmentation(image, scale=scale, min_size=1, smooth=0)
    ours = {
        frozenset(map(tuple, np.argwhere(labels == k).tolist())) for k in range(labels.max() + 1)
    }
    assert ours == slow_segmentation(image, scale)


@given(st.integers(0, 10**6), st.sampled_from([1, 5, 12]))
@settings(max_examples=15, deadline=None)
def test_every_region_is_connected_numbered_and_large_enough(seed, min_size):
    image = np.random.default_rng(seed).random((1, 8, 11))
    labels = graph_segmentation(image, scale=0.3, min_size=min_size)
    assert labels.dtype == np.int64
    firsts = [np.flatnonzero(labels.ravel() == k)[0] for k in range(labels.max() + 1)]
    assert firsts == sorted(firsts)
    for k in range(labels.max() + 1):
        assert ndimage.label(labels == k)[1] == 1
        assert (labels == k).sum() >= min_size


def test_flat_blocks_are_the_regions():
    image, _ = blocks()
    labels = graph_segmentation(image, scale=0.5, smooth=0)
    assert labels.max() == 2
    assert np.unique(image.reshape(3, -1), axis=1).shape[1] == 3
    for k in range(3):
        assert len(np.unique(image[:, labels == k], axis=1).T) == 1


def test_a_larger_scale_gives_fewer_regions():
    image, _ = blocks(noise=0.1)
    counts = [graph_segmentation(image, scale=s, min_size=1).max() + 1 for s in (0.05, 0.5, 5.0)]
    assert counts[0] > counts[1] > counts[2]


def test_merging_by_hand():
    """Red and almost red touch, so they merge first; the blue joins last."""
    image = np.zeros((3, 2, 6))
    image[0, :, :2], image[0, :, 2:4], image[2, :, 4:] = 0.95, 0.9, 0.95
    labels = np.repeat([[0, 0, 1, 1, 2, 2]], 2, axis=0)
    expected = [[0, 0, 2, 2], [2, 0, 4, 2], [4, 0, 6, 2], [0, 0, 4, 2], [0, 0, 6, 2]]
    assert merge_regions(image, labels).tolist() == expected


def test_fill_decides_among_equals():
    """An L and the square in its notch leave no gap; the L and a far arm of the same colour do."""
    labels = np.array([[0, 1, 1, 1], [0, 2, 2, 1], [0, 2, 2, 1], [0, 0, 0, 1]])
    image = np.full((3, 4, 4), 0.5)
    merged = merge_regions(image, labels)
    sizes, bounding = np.bincount(labels.ravel()), [[0, 0, 3, 4], [1, 0, 4, 4], [1, 1, 3, 3]]
    assert merged[:3].tolist() == bounding
    scores = {}
    for a, b in ((0, 1), (0, 2), (1, 2)):
        both = (labels == a) | (labels == b)
        y, x = np.nonzero(both)
        box = (x.max() - x.min() + 1) * (y.max() - y.min() + 1)
        scores[a, b] = 1 + (1 - (sizes[a] + sizes[b]) / 16) + (1 - (box - both.sum()) / 16)
    a, b = max(scores, key=scores.get)
    y, x = np.nonzero((labels == a) | (labels == b))
    assert merged[3].tolist() == [x.min(), y.min(), x.max() + 1, y.max() + 1]


def test_r_regions_make_r_minus_one_merges_and_end_in_the_whole_image():
    image, _ = blocks(noise=0.05)
    labels = graph_segmentation(image, scale=0.2)
    merged = merge_regions(image, labels)
    assert len(merged) == 2 * (labels.max() + 1) - 1
    assert merged[-1].tolist() == [0, 0, 60, 40]


def test_proposals_hold_the_objects():
    image, truths = blocks(noise=0.03)
    boxes = region_proposals(image)
    assert box_iou(truths, boxes).max(axis=1).min() > 0.85
    assert (boxes[:, :2] >= 0).all()
    assert (boxes[:, 2:] <= [60, 40]).all()
    assert len(np.unique(boxes, axis=0)) == len(boxes)
    assert ((boxes[:, 2:] - boxes[:, :2]) >= 4).all()
    np.testing.assert_array_equal(boxes, region_proposals(image))


def test_recall_on_scenes():
    """What the docstring promises, on objects that other objects cover in part."""
    scenes = make_scenes(25, rng=7)
    found = {10: [], 50: []}
    for scene in scenes:
        overlap = box_iou(scene.boxes, region_proposals(scene.image))
        for count, into in found.items():
            into.extend(overlap[:, :count].max(axis=1) >= 0.5)
    recall = {count: np.mean(hits) for count, hits in found.items()}
    assert recall[50] >= recall[10]
    assert recall[50] > 0.93
    assert 0.35 < recall[10] < 0.75


def test_recall_falls_for_regions_that_never_merge():
    scene = example_scene()
    merged = box_iou(scene.boxes, region_proposals(scene.image)).max(axis=1)
    labels = graph_segmentation(scene.image, scale=0.0, min_size=16)
    pieces = merge_regions(scene.image, labels)[: labels.max() + 1]
    assert merged.mean() > box_iou(scene.boxes, pieces).max(axis=1).mean() + 0.1


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: graph_segmentation(np.zeros((3, 0, 4))), "`image` 모양에는 0이"),
        (lambda: graph_segmentation(np.full((1, 4, 4), np.nan)), "유한"),
        (lambda: graph_segmentation(np.zeros((4, 4))), "`image` 모양은"),
        (lambda: graph_segmentation(np.zeros((1, 4, 4)), scale=-1), "`scale`"),
        (lambda: graph_segmentation(np.zeros((1, 4, 4)), min_size=0), "`min_size`"),
        (lambda: graph_segmentation(np.zeros((1, 4, 4)), smooth=-1), "`smooth`"),
        (lambda: region_proposals(np.full((3, 4, 4), 255.0)), "255"),
        (lambda: region_proposals(np.zeros((3, 4, 4)), scales=()), "`scales`"),
        (lambda: region_proposals(np.zeros((3, 4, 4)), scales=(1, -1)), r"`scales\[1\]`"),
        (lambda: region_proposals(np.zeros((3, 4, 4)), min_side=-1), "`min_side`"),
        (lambda: merge_regions(np.zeros((3, 4, 4)), np.zeros((4, 5), int)), r"\(4, 4\)"),
        (lambda: merge_regions(np.zeros((3, 1, 2)), np.array([[0, 2]])), "빠짐없이"),
        (lambda: merge_regions(np.zeros((3, 1, 2)), np.array([[0, -1]])), "빠짐없이"),
    ],
)
def test_what_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_a_single_pixel_and_an_image_of_one_colour():
    assert graph_segmentation(np.zeros((1, 1, 1))).tolist() == [[0]]
    assert region_proposals(np.full((3, 8, 9), 0.5)).tolist() == [[0, 0, 9, 8]]
    assert region_proposals(np.full((3, 2, 2), 0.5)).shape == (0, 4)
