"""IDX: bytes packed by hand and by struct, every damage named with its file."""

import gzip
import lzma

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coursekit.data import parse_idx, read_idx

# 2 x 3 of uint8, byte for byte as the format's page describes it
BY_HAND = bytes([0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 250, 251, 252])


def test_bytes_by_hand():
    values = parse_idx(BY_HAND, name="x")
    assert values.tolist() == [[1, 2, 3], [250, 251, 252]]
    assert values.dtype == np.uint8
    values[0, 0] = 9  # a copy, not a view of read-only bytes


@pytest.mark.parametrize(
    ("code", "body", "expected"),
    [
        (0x09, b"\xff\x01", [-1, 1]),
        (0x0B, b"\xff\xfe\x01\x00", [-2, 256]),
        (0x0C, b"\x00\x01\x00\x00\xff\xff\xff\xff", [65536, -1]),
        (0x0D, b"\x3f\x80\x00\x00\xc0\x00\x00\x00", [1.0, -2.0]),
        (0x0E, b"\x3f\xf0" + bytes(6) + b"\x40\x08" + bytes(6), [1.0, 3.0]),
    ],
)
def test_every_type_is_big_endian(code, body, expected):
    values = parse_idx(bytes([0, 0, code, 1, 0, 0, 0, 2]) + body, name="x")
    assert values.tolist() == expected
    assert values.dtype.isnative


@given(
    shape=st.lists(st.integers(0, 4), max_size=4).map(tuple),
    press=st.sampled_from([bytes, gzip.compress, lzma.compress]),
)
@settings(max_examples=40, deadline=None)
def test_any_shape_plain_or_pressed(tmp_path_factory, shape, press):
    values = np.arange(np.prod(shape, dtype=int)).reshape(shape)
    head = bytes([0, 0, 8, len(shape)]) + b"".join(n.to_bytes(4, "big") for n in shape)
    path = tmp_path_factory.mktemp("idx") / "file"
    path.write_bytes(press(head + bytes(values.ravel().tolist())))
    assert read_idx(path).shape == shape
    assert np.array_equal(read_idx(path), values)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "받은 값: 없음"),
        (b"\x00\x00", "IDX 파일이 아닙니다"),
        (b"\x01" + BY_HAND[1:], "받은 값: 01 00 08 02"),
        (b"\x00\x00\x07\x01" + BY_HAND[4:], "받은 값: 00 00 07 01"),
        (b"<!DOCTYPE html>", "IDX 파일이 아닙니다"),
        (BY_HAND[:9], "머리는 12바이트여야 합니다. 받은 길이: 9바이트"),
        (BY_HAND[:-1], "1바이트 덜 있습니다"),
        (BY_HAND[:12], "6바이트 덜 있습니다"),
        (BY_HAND + b"\x00", "1바이트 더 있습니다"),
        (gzip.compress(BY_HAND, mtime=0)[:-9], "끊겼거나 망가졌습니다"),
        (gzip.compress(BY_HAND, mtime=0)[:12], "끊겼거나 망가졌습니다"),
        (gzip.compress(BY_HAND, mtime=0)[:2], "끊겼거나 망가졌습니다"),
        (gzip.compress(BY_HAND, mtime=0)[:-8] + bytes(8), "끊겼거나 망가졌습니다"),
        (lzma.compress(BY_HAND)[:-9], "끊겼거나 망가졌습니다"),
        (lzma.compress(BY_HAND)[:20], "끊겼거나 망가졌습니다"),
    ],
)
def test_each_damage_is_a_sentence_that_names_the_file(tmp_path, content, message):
    path = tmp_path / "train-images-idx3-ubyte"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=message) as caught:
        read_idx(path)
    assert str(path) in str(caught.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"파일이 없습니다: .*nothing"):
        read_idx(tmp_path / "nothing")
