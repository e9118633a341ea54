"""Four numbers from an anchor to a box and back."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coursekit.boxes import box_convert, decode_boxes, encode_boxes

corner = st.floats(-500, 500)
side = st.floats(4, 200)
box = st.tuples(corner, corner, side, side)
ANCHOR = [[10, 20, 30, 60]]  # center (20, 40), 20 wide, 40 high


def assert_decode(decode):
    """A quarter of the width to the right, half the height up, twice as wide, half as high."""
    got = decode([[0.25, -0.5, math.log(2), math.log(0.5)]], ANCHOR)
    np.testing.assert_allclose(got, [[5, 10, 45, 30]], rtol=1e-12)


def assert_encode(encode):
    np.testing.assert_allclose(
        encode([[5, 10, 45, 30]], ANCHOR), [[0.25, -0.5, math.log(2), -math.log(2)]], rtol=1e-12
    )


@given(pairs=st.lists(st.tuples(box, box), max_size=6), scale=st.sampled_from([1, 10]))
@settings(max_examples=80, deadline=None)
def test_decoding_undoes_encoding(pairs, scale):
    xywh = np.array(pairs, dtype=float).reshape(-1, 2, 4)
    boxes, anchors = (box_convert(xywh[:, i], "xywh", "xyxy") for i in (0, 1))
    weights = (scale, scale, scale / 2, scale / 2)
    deltas = encode_boxes(boxes, anchors, weights=weights)
    assert deltas.shape == boxes.shape
    np.testing.assert_allclose(
        decode_boxes(deltas, anchors, weights=weights), boxes, rtol=1e-9, atol=1e-9
    )


def test_by_hand():
    assert_encode(encode_boxes)
    assert_decode(decode_boxes)
    weighted = encode_boxes([[5, 10, 45, 30]], ANCHOR, weights=(10, 10, 5, 5))
    np.testing.assert_allclose(weighted, [[2.5, -5, 5 * math.log(2), -5 * math.log(2)]])
    assert encode_boxes(ANCHOR, ANCHOR).tolist() == [[0, 0, 0, 0]]


def test_codes_know_neither_place_nor_scale():
    boxes, anchors = np.array([[3, 4, 9, 20], [0, 0, 5, 5]]), np.array([[2, 2, 8, 8], [1, 1, 9, 3]])
    codes = encode_boxes(boxes, anchors)
    np.testing.assert_allclose(encode_boxes(boxes * 7, anchors * 7), codes, rtol=1e-12)
    np.testing.assert_allclose(encode_boxes(boxes + 64, anchors + 64), codes, rtol=1e-12)


def test_a_wild_output_is_held_back():
    wild = decode_boxes([[0, 0, 1e4, 1e4]], [[0, 0, 16, 16]])
    np.testing.assert_allclose(wild[0, 2:] - wild[0, :2], [1000, 1000])
    mild = decode_boxes([[0, 0, 9, -1e4]], [[0, 0, 2, 2]], clamp=math.log(3))
    np.testing.assert_allclose(mild, [[-2, 1, 4, 1]])
    weighted = decode_boxes([[0, 0, 1e4, 0]], [[0, 0, 2, 2]], weights=(1, 1, 5, 5), clamp=1)
    np.testing.assert_allclose(weighted[0, 2] - weighted[0, 0], 2 * math.e)


def test_dtype_and_emptiness():
    a = np.array(ANCHOR, np.float32)
    assert encode_boxes(a, a).dtype == decode_boxes(a, a, clamp=1).dtype == np.float32
    assert encode_boxes([], []).shape == decode_boxes([], []).shape == (0, 4)
    assert decode_boxes(np.zeros((1, 4)), [[3, 3, 3, 3]]).tolist() == [[3, 3, 3, 3]]
    deltas = np.full((1, 4), 50.0)
    decode_boxes(deltas, ANCHOR)
    assert (deltas == 50).all()


def parts(boxes):
    boxes = np.asarray(boxes, dtype=float)
    return boxes[:, :2], boxes[:, 2:], boxes[:, 2:] - boxes[:, :2]


def decoder(*, grow=np.exp, center=0.5, measure=lambda size: size, order=(0, 1, 2, 3)):
    def decode(deltas, anchors):
        low, _, size = parts(anchors)
        d = np.asarray(deltas, dtype=float)[:, order]
        middle = low + center * size + d[:, :2] * measure(size)
        new = size * grow(d[:, 2:])
        return np.hstack([middle - new / 2, middle + new / 2])

    return decode


def test_the_bank_is_one_line_from_right():
    assert_decode(decoder())


@pytest.mark.parametrize(
    "wrong",
    [
        decoder(grow=lambda t: t),
        decoder(grow=lambda t: 1 + t),
        decoder(grow=lambda t: 2**t),
        decoder(center=0),
        decoder(measure=lambda size: 1),
        decoder(measure=lambda size: size[:, ::-1]),
        decoder(order=(1, 0, 3, 2)),
        lambda d, a: box_convert(decoder()(d, a), "xyxy", "cxcywh"),
    ],
    ids=["no exp", "linear growth", "powers of two", "from the corner", "shift in pixels",
         "shift by the other side", "x and y swapped", "returned as center and size"],
)  # fmt: skip
def test_a_wrong_decoder_is_rejected(wrong):
    with pytest.raises(AssertionError):
        assert_decode(wrong)


def test_encoding_what_is_normalised_already_is_seen():
    """Boxes in pixels against anchors in pixels; divided by the image once or twice they differ."""
    with pytest.raises(AssertionError):
        assert_encode(lambda b, a: encode_boxes(np.asarray(b) / 100, a))
    with pytest.raises(AssertionError):
        assert_encode(lambda b, a: encode_boxes(a, b))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: encode_boxes([[0, 0, 0, 1]], ANCHOR), r"`boxes\[0\]` 상자는 너비와 높이가 0보다 커야"),
        (lambda: encode_boxes(ANCHOR, [[1, 1, 2, 1]]), r"`anchors\[0\]` 상자는 너비와 높이가 0보다"),
        (lambda: encode_boxes(ANCHOR * 2, ANCHOR), "`anchors` 수는 `boxes` 수와 같아야.*anchors: 1, boxes: 2"),
        (lambda: decode_boxes(ANCHOR * 2, ANCHOR), "`anchors` 수는 `deltas` 수와"),
        (lambda: decode_boxes([[0, 0, 0]], ANCHOR), r"`deltas` 모양은 \(\*, 4\)"),
        (lambda: decode_boxes([[0, 0, np.nan, 0]], ANCHOR), r"`deltas\[0, 2\]` 값은 유한해야"),
        (lambda: decode_boxes(ANCHOR, ANCHOR, clamp=0), "`clamp` 값은 0보다 큰"),
        (lambda: decode_boxes(ANCHOR, ANCHOR, weights=(1, 1, 0, 1)), r"`weights\[2\]` 값은 0보다 큰"),
        (lambda: encode_boxes(ANCHOR, ANCHOR, weights=(1, 1)), r"`weights` 모양은 \(4,\)"),
    ],
)  # fmt: skip
def test_bad_arguments_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
