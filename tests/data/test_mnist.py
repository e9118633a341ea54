"""MNIST and Fashion-MNIST: the published bytes, and every way in which a folder can be wrong."""

import gzip
import hashlib
import lzma

import numpy as np
import pytest

from coursekit.data import load_fashion_mnist, load_mnist, mnist, read_idx

# MD5 of the decompressed files as public loaders check them; mean and deviation of the training pixels
PUBLISHED = {
    "mnist": (
        load_mnist,
        {
            "train-images-idx3-ubyte": "6bbc9ace898e44ae57da46a324031adb",
            "train-labels-idx1-ubyte": "a25bea736e30d166cdddb491f175f624",
            "t10k-images-idx3-ubyte": "2646ac647ad5339dbf082846283269ea",
            "t10k-labels-idx1-ubyte": "27ae3e4e09519cfbb04c329615203637",
        },
        (0.13066, 0.30811),
        [5, 0, 4, 1, 9],
    ),
    "fashion_mnist": (
        load_fashion_mnist,
        {
            "train-images-idx3-ubyte": "f4a8712d7a061bf5bd6d2ca38dc4d50a",
            "train-labels-idx1-ubyte": "9018921c3c673c538a1fc5bad174d6f9",
            "t10k-images-idx3-ubyte": "8181f5470baa50b63fa0f6fddb340f0a",
            "t10k-labels-idx1-ubyte": "15d484375f8d13e6eb1aabb0c3f46965",
        },
        (0.28604, 0.35302),
        [9, 0, 0, 3, 0],
    ),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_real_data_are_the_published_ones(name, shared_data):
    load, digests, (mean, deviation), first = PUBLISHED[name]
    for file, digest in digests.items():
        values = read_idx(shared_data / name / f"{file}.xz")
        head = bytes([0, 0, 8, values.ndim]) + np.array(values.shape, ">u4").tobytes()
        assert hashlib.md5(head + values.tobytes()).hexdigest() == digest
    train, test = load(shared_data)
    assert train.images.shape == (60_000, 28, 28)
    assert test.images.shape == (10_000, 28, 28)
    assert train.images.dtype == np.float32
    assert (train.images.min(), train.images.max()) == (0, 1)
    assert train.images.mean(dtype=float) == pytest.approx(mean, abs=5e-6)
    assert train.images.std(dtype=float) == pytest.approx(deviation, abs=5e-6)
    assert train.labels[:5].tolist() == first
    assert len(train.names) == 10


def test_the_environment_variable_serves_both_sets(shared_data, monkeypatch):
    monkeypatch.setenv("COURSEKIT_DATA", str(shared_data))
    digits, clothes = load_mnist()[1], load_fashion_mnist()[1]
    assert np.bincount(clothes.labels).tolist() == [1000] * 10  # Fashion-MNIST is balanced
    assert np.bincount(digits.labels)[1] == 1135  # MNIST is not


@pytest.mark.parametrize("suffix", ["", ".gz", ".xz"])
@pytest.mark.parametrize("parts", [("mnist",), ()], ids=["subfolder", "the folder itself"])
def test_plain_gz_and_xz_in_either_place(idx_folder, tmp_path, suffix, parts):
    folder = idx_folder(*parts, suffix=suffix)
    train, test = load_mnist(tmp_path, dtype=np.float64)
    expected = folder.arrays["t10k-images-idx3-ubyte"] / 255
    np.testing.assert_array_equal(test.images, expected)
    assert train.labels.tolist() == folder.arrays["train-labels-idx1-ubyte"].tolist()
    assert train.labels.dtype == np.int64
    assert train.flat.shape == (7, 20)
    assert "LeCun" in train.source
    assert train.licence == "CC BY-SA 3.0"


def test_the_argument_wins_over_the_environment(idx_folder, tmp_path, monkeypatch):
    idx_folder("mine")
    monkeypatch.setenv("COURSEKIT_DATA", str(tmp_path / "absent"))
    assert len(load_mnist(tmp_path / "mine")[0]) == 7
    with pytest.raises(FileNotFoundError, match=r"환경 변수 COURSEKIT_DATA의 값이 .*absent"):
        load_mnist()


def test_a_given_folder_is_never_quietly_downloaded_around(idx_folder, tmp_path, monkeypatch):
    monkeypatch.setattr(mnist, "download", lambda *a, **k: pytest.fail("downloaded"))
    with pytest.raises(FileNotFoundError, match="`directory` 값이 가리키는 폴더가 없습니다"):
        load_mnist(tmp_path / "absent")
    with pytest.raises(FileNotFoundError, match=r"train-images-idx3-ubyte\[\.gz\|\.xz\]"):
        load_mnist(tmp_path)
    folder = idx_folder("mnist")
    folder.file("t10k-labels-idx1-ubyte").unlink()
    with pytest.raises(FileNotFoundError, match=r"빠졌습니다: .*t10k-labels-idx1-ubyte\["):
        load_mnist(tmp_path)


@pytest.mark.parametrize(
    ("suffix", "damage", "message"),
    [
        (".gz", lambda b: b[: len(b) // 2], "끊겼거나 망가졌습니다"),
        (".xz", lambda b: b[: len(b) // 2], "끊겼거나 망가졌습니다"),
        ("", lambda b: b[: len(b) // 2], "덜 있습니다"),
        ("", lambda b: b"\x00\x00\x09\x09" + b[4:], "IDX"),
        (".gz", lambda b: gzip.compress(b"<html>403</html>"), "IDX 파일이 아닙니다"),
        (".xz", lambda b: lzma.compress(bytes([0, 0, 8, 1, 0, 0, 0, 1, 5])), "3차원의 uint8"),
        ("", lambda b: bytes([0, 0, 9, 3]) + b[4:], "받은 dtype: int8"),
        ("", lambda b: bytes([0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 7]), "수가 다릅니다"),
    ],
)
def test_a_damaged_image_file_is_named(idx_folder, tmp_path, suffix, damage, message):
    folder = idx_folder("mnist", suffix=suffix)
    path = folder.file("train-images-idx3-ubyte")
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(ValueError, match=message) as caught:
        load_mnist(tmp_path)
    assert str(path) in str(caught.value)


def test_labels_beyond_the_classes_are_named(idx_folder, tmp_path):
    folder = idx_folder("mnist", suffix="")
    path = folder.file("t10k-labels-idx1-ubyte")
    path.write_bytes(bytes([0, 0, 8, 1, 0, 0, 0, 3, 1, 2, 11]))
    with pytest.raises(ValueError, match=r"10 미만이어야 합니다: .*t10k-labels.*받은 값: 11"):
        load_mnist(tmp_path)
