"""Blood cells and nuclei: the published counts, no leak between the parts, and folders that are wrong."""

import io
import json
import lzma

import numpy as np
import pytest
from PIL import Image

from coursekit.data import load_bccd, load_nuclei, slide_groups
from coursekit.data.scenes.records import Scenes


def test_blood_cells_are_the_published_ones(shared_data):
    parts = {
        name: load_bccd(shared_data, split=name, size=(60, 80)) for name in ("train", "val", "test")
    }
    assert [len(p) for p in parts.values()] == [205, 87, 72]
    counts = sum(np.bincount(np.concatenate(p.labels), minlength=3) for p in parts.values())
    assert counts.tolist() == [4155 - 2, 372, 361]  # the two empty ones are red cells
    dropped = [d for p in parts.values() for d in p.dropped]
    assert [name for name, _ in dropped] == ["BloodImage_00343", "BloodImage_00338"]
    assert not set(parts["train"].files) & set(parts["test"].files)
    train = parts["train"]
    assert train.classes == ("적혈구", "백혈구", "혈소판")
    assert train.images.shape == (205, 3, 60, 80)
    assert train.images.dtype == train.boxes[0].dtype == np.float32
    boxes = np.concatenate(train.boxes)
    assert (boxes >= 0).all()
    assert (boxes[:, 2:] <= [80, 60]).all()
    # white cells are stained violet: more blue than green, more than the picture as a whole
    gains = []
    for image, corners, kinds in train:
        violet = image[2] - image[1]
        for x1, y1, x2, y2 in np.rint(corners[kinds == 1]).astype(int):
            gains.append(violet[y1:y2, x1:x2].mean() - violet.mean())
    assert np.mean(np.array(gains) > 0) > 0.95


def seams(images):
    """Pairs that are each other's best continuation, one at a time with np.corrcoef."""
    for one, other in (("right", "left"), ("bottom", "top")):
        edge = {
            "right": images[:, :, -1], "left": images[:, :, 0],
            "bottom": images[:, -1], "top": images[:, 0],
        }  # fmt: skip
        alike = np.corrcoef(edge[one], edge[other])[: len(images), len(images) :]
        np.fill_diagonal(alike, -1)
        for i in range(len(images)):
            j = int(alike[i].argmax())
            if int(alike[:, j].argmax()) == i and alike[i, j] > 0.9:
                yield i, j


def test_nuclei_are_the_published_ones_and_neighbours_stay_together(shared_data):
    train, test = load_nuclei(shared_data)
    assert len(train) + len(test) == 334
    assert 0.2 < len(test) / 334 < 0.35
    assert sum(map(len, train.boxes)) + sum(map(len, test.boxes)) == 9543
    foreground = train.semantic.sum() + test.semantic.sum()
    assert foreground / (334 * 256 * 256) == pytest.approx(0.077, abs=0.001)
    gray = np.concatenate([train.images[:, 0], test.images[:, 0]])
    pairs = list(seams(gray))
    assert len(pairs) > 150
    border = len(train)
    assert all((i < border) == (j < border) for i, j in pairs)
    shuffled = np.random.default_rng(0).permutation(334) < border  # what a plain split would do
    assert sum(shuffled[i] != shuffled[j] for i, j in pairs) > 40


def slides(rng, count):
    """Smooth random slides cut in four, in a random order, and which slide each tile is from."""
    tiles, slide = [], []
    for number in range(count):
        waves = rng.normal(0, 1, (6, 3)) * [0.06, 0.06, 3]
        y, x = np.mgrid[:512, :512]
        whole = sum(np.sin(a * x + b * y + c) for a, b, c in waves)
        whole = ((whole + 6) / 12 * 255).astype(np.uint8)
        tiles += [whole[:256, :256], whole[:256, 256:], whole[256:, :256], whole[256:, 256:]]
        slide += [number] * 4
    order = rng.permutation(len(tiles))
    return np.stack(tiles)[order], np.array(slide)[order]


def test_tiles_of_a_slide_are_found():
    images, slide = slides(np.random.default_rng(0), 6)
    groups = slide_groups(images)
    assert groups.dtype == np.int64
    together, found = slide[:, None] == slide, groups[:, None] == groups
    assert (found == together).all()
    flat = slide_groups(np.full((3, 8, 8), 7, np.uint8))
    assert flat.tolist() == [0, 1, 2]  # no texture, no evidence


@pytest.fixture(scope="module")
def nuclei_files():
    images, slide = slides(np.random.default_rng(1), 5)
    labels = np.zeros_like(images)
    labels[:, 120:140, 10:30] = 1  # crosses the cut at 128
    labels[:, 3:9, 200:220] = 2
    return {"images": packed(images), "labels": packed(labels)}, images, slide


def packed(values):
    plain = io.BytesIO()
    np.save(plain, values)
    return lzma.compress(plain.getvalue(), preset=0)


@pytest.fixture
def nuclei_folder(nuclei_files, tmp_path):
    folder = tmp_path / "nuclei"
    folder.mkdir()
    for name, content in nuclei_files[0].items():
        (folder / f"{name}.npy.xz").write_bytes(content)
    return folder


@pytest.mark.parametrize("rng", range(3))
@pytest.mark.usefixtures("nuclei_folder")
def test_small_nuclei_files_split_by_slide(nuclei_files, tmp_path, rng):
    _, images, slide = nuclei_files
    train, test = load_nuclei(tmp_path, test_size=0.4, rng=rng)
    assert (len(train), len(test)) == (12, 8)
    home = {tile.tobytes(): number for tile, number in zip(images, slide, strict=True)}
    sides = [
        {home[(s.image[0] * 255).round().astype(np.uint8).tobytes()] for s in part}
        for part in (train, test)
    ]
    assert not sides[0] & sides[1]
    assert train[0].boxes.tolist() == [[10, 120, 30, 140], [200, 3, 220, 9]]
    assert train[0].areas.tolist() == [400, 120]
    assert train.classes == ("핵",)
    np.testing.assert_array_equal(train[0].image[0], train[0].image[2])


@pytest.mark.usefixtures("nuclei_folder")
def test_cut_tiles_are_numbered_anew_and_keep_every_pixel(tmp_path):
    train, test = load_nuclei(tmp_path, size=128, rng=0)
    assert len(train) + len(test) == 80
    assert isinstance(train, Scenes)
    four = train[:4]  # top left, top right, bottom left, bottom right of one picture
    assert [b.tolist() for b in four.boxes] == [
        [[10, 120, 30, 128]],
        [[72, 3, 92, 9]],
        [[10, 0, 30, 12]],
        [],
    ]
    assert four[1].instances.max() == 1  # number 2 in the file
    assert sum(a.sum() for a in train.areas) == (train.semantic > 0).sum()
    assert four[3].boxes.shape == (0, 4)


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("images", np.zeros((20, 128, 256), np.uint8), r"images\.npy\.xz.*\(20, 128, 256\)"),
        ("labels", np.zeros((20, 256, 256), np.int32), r"labels\.npy\.xz.*int32"),
        ("labels", np.zeros((3, 256, 256), np.uint8), "그림과 마스크의 수가"),
    ],
)
def test_wrong_nuclei_files_are_named(nuclei_folder, tmp_path, name, values, message):
    (nuclei_folder / f"{name}.npy.xz").write_bytes(packed(values))
    with pytest.raises(ValueError, match=message):
        load_nuclei(tmp_path)


def test_a_cut_or_absent_nuclei_file_is_named(nuclei_folder, tmp_path, monkeypatch):
    path = nuclei_folder / "labels.npy.xz"
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(ValueError, match=r"망가졌습니다: .*labels\.npy\.xz"):
        load_nuclei(tmp_path)
    path.unlink()
    with pytest.raises(FileNotFoundError, match=r"labels\.npy\.xz"):
        load_nuclei(tmp_path)
    monkeypatch.delenv("COURSEKIT_DATA", raising=False)
    with pytest.raises(FileNotFoundError, match=r"내려받지 않습니다.*COURSEKIT_DATA"):
        load_nuclei()
    monkeypatch.setenv("COURSEKIT_DATA", str(tmp_path / "absent"))
    with pytest.raises(FileNotFoundError, match=r"환경 변수 COURSEKIT_DATA.*images\.npy\.xz"):
        load_nuclei()
    for change in ({"size": 100}, {"test_size": 0}, {"test_size": 1}):
        with pytest.raises(ValueError, match=f"`{next(iter(change))}`"):
            load_nuclei(tmp_path, **change)


@pytest.fixture
def bccd_folder(tmp_path):
    """Two pictures, one split each; the second has an empty box between two good ones."""
    folder = tmp_path / "bccd"
    (folder / "images").mkdir(parents=True)
    pixels = np.zeros((48, 64, 3), np.uint8)
    pixels[:, :, 0] = 200
    for name in ("a", "b"):
        Image.fromarray(pixels).save(folder / "images" / f"{name}.jpg", quality=95)
    content = {
        "classes": ["RBC", "WBC", "Platelets"],
        "images": {
            "a": {"size": [64, 48], "objects": [[0, 1, 1, 32, 48]]},
            "b": {"size": [64, 48], "objects": [[2, 5, 5, 8, 8], [0, 9, 9, 9, 9], [1, 33, 25, 64, 48]]},
        },
        "splits": {"train": ["b"], "val": ["a"], "test": []},
    }  # fmt: skip

    def write(change=lambda content: None):
        change(content)
        (folder / "annotations.json").write_text(json.dumps(content))
        return folder

    write()
    return write


def test_boxes_shrink_with_their_picture_and_the_empty_one_is_told(bccd_folder, tmp_path):
    bccd_folder()
    small = load_bccd(tmp_path, size=(24, 32), dtype=np.float64)
    np.testing.assert_array_equal(small.boxes[0], [[2, 2, 4, 4], [16, 12, 32, 24]])
    assert small.labels[0].tolist() == [2, 1]
    assert small.dropped == (("b", 1),)
    assert small.images.shape == (1, 3, 24, 32)
    np.testing.assert_allclose(small.images.mean((0, 2, 3)), [200 / 255, 0, 0], atol=0.02)
    stretched = load_bccd(tmp_path, split="val", size=(48, 32))
    np.testing.assert_array_equal(stretched.boxes[0], [[0, 0, 16, 48]])
    image, boxes, labels = stretched[0]
    assert (image.shape, boxes.shape, labels.tolist()) == ((3, 48, 32), (1, 4), [0])
    part = stretched[:1]
    assert part.files == ("a",)
    assert len(stretched[1:]) == 0


def spoil(index, value):
    return lambda c: c["images"]["b"]["objects"].__setitem__(index, value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (spoil(2, [1, 33, 25, 65, 48]), r"annotations\.json: `images\.b\.objects\[2\]`.*그림 안에"),
        (spoil(0, [3, 5, 5, 8, 8]), r"`images\.b\.objects\[0\]`.*3 미만의 번호"),
        (spoil(0, [0.5, 5, 5, 8, 8]), r"`images\.b\.objects\[0\]`.*받은 값: 0\.5"),
        (spoil(0, [0, 5, None, 8, 8]), r"`images\.b\.objects\[0\]`.*유한한 수"),
        (spoil(0, [0, 5, 5]), r"`images\.b\.objects\[0\]`.*xmax, ymax"),
        (lambda c: c["splits"].pop("train"), r"splits\.train"),
        (lambda c: c["splits"]["train"].append("c"), r"annotations\.json.*'c'"),
        (lambda c: c["images"]["b"].update(size=[60, 48]), r"크기가 주석과 다릅니다: .*b\.jpg"),
    ],
)
def test_wrong_blood_cell_annotations_are_named(bccd_folder, tmp_path, change, message):
    bccd_folder(change)
    with pytest.raises(ValueError, match=message):
        load_bccd(tmp_path)


def test_wrong_blood_cell_files_and_arguments_are_named(bccd_folder, tmp_path):
    folder = bccd_folder()
    picture = folder / "images" / "b.jpg"
    picture.write_bytes(picture.read_bytes()[:300])
    with pytest.raises(ValueError, match=r"망가졌습니다: .*b\.jpg"):
        load_bccd(tmp_path)
    picture.unlink()
    with pytest.raises(FileNotFoundError, match=r"b\.jpg"):
        load_bccd(tmp_path)
    for change in ({"split": "all"}, {"size": 3}, {"size": (0, 3)}):
        with pytest.raises(ValueError, match=f"`{next(iter(change))}`"):
            load_bccd(tmp_path, **change)
    path = folder / "annotations.json"
    path.write_text(path.read_text()[:50])
    with pytest.raises(ValueError, match=r"annotations\.json.*끊겼거나"):
        load_bccd(tmp_path)
