"""VOC and COCO: read as pycocotools and plain pixels say, and every broken file is named to the object."""

import json
import time

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pycocotools.coco import COCO

from coursekit.data import AnnotationError, make_scenes, read_coco, read_voc

OBJECT = """  <object>
    <name>{name}</name>
    <difficult>{difficult}</difficult>
    <bndbox><xmin>{xmin}</xmin><ymin>{ymin}</ymin><xmax>{xmax}</xmax><ymax>{ymax}</ymax></bndbox>
    <part><name>머리</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>2</xmax><ymax>2</ymax></bndbox></part>
  </object>
"""


def voc_xml(objects, *, file="a.jpg", width=60, height=40):
    body = "".join(
        OBJECT.format(name=n, xmin=x1, ymin=y1, xmax=x2, ymax=y2, difficult=d)
        for n, x1, y1, x2, y2, d in objects
    )
    return (
        f"<annotation>\n  <filename>{file}</filename>\n  <size><width>{width}</width>"
        f"<height>{height}</height><depth>3</depth></size>\n{body}</annotation>\n"
    )


TWO = [("개", 1, 5, 3, 40, 0), ("고양이", 10.5, 2, 60, 9, 1)]


@pytest.fixture
def voc(tmp_path):
    path = tmp_path / "a.xml"
    path.write_text(voc_xml(TWO), encoding="utf-8")
    return path


def coco_content():
    return {
        "info": {"year": 2026},
        "images": [
            {"id": 7, "file_name": "a.jpg", "height": 40, "width": 60},
            {"id": 3, "file_name": "b.jpg", "height": 30, "width": 30},
            {"id": 9, "file_name": "빈.jpg", "height": 8, "width": 9},
        ],
        "categories": [{"id": 18, "name": "개"}, {"id": 1, "name": "사람"}],
        "annotations": [
            {"id": 5, "image_id": 3, "category_id": 18, "bbox": [0, 1.5, 10, 20], "area": 77.5, "iscrowd": 0},
            {"id": 2, "image_id": 7, "category_id": 1, "bbox": [2, 3, 4, 5], "iscrowd": 1},
            {
                "id": 8, "image_id": 7, "category_id": 18, "bbox": [10, 10, 20, 10],
                "segmentation": [[10, 10, 30, 10, 30, 20], [10, 12, 20, 20, 10, 20]],
            },
        ],
    }  # fmt: skip


@pytest.fixture
def coco(tmp_path):
    def write(content=None):
        path = tmp_path / "instances.json"
        path.write_text(json.dumps(content or coco_content(), ensure_ascii=False), encoding="utf-8")
        return path

    return write


def test_voc_pixels_count_from_one_and_include_both_ends(voc):
    image = read_voc(voc)[0]
    np.testing.assert_array_equal(image.boxes, [[0, 4, 3, 40], [9.5, 1, 60, 9]])
    pixels = np.zeros((40, 60), bool)
    for y in range(5, 41):  # as the standard says: rows 5 to 40, columns 1 to 3, both included
        for x in range(1, 4):
            pixels[y - 1, x - 1] = True
    assert image.areas[0] == pixels.sum()
    assert (image.file, image.image_id, image.height, image.width) == ("a.jpg", "a", 40, 60)
    assert image.difficult.tolist() == [False, True]
    assert image.labels.tolist() == [0, 1]
    assert image.ids.tolist() == [0, 1]
    assert not image.crowd.any()
    raw = read_voc(voc, one_based=False)[0]
    np.testing.assert_array_equal(raw.boxes, [[1, 5, 3, 40], [10.5, 2, 60, 9]])


def test_a_folder_of_voc_files_shares_its_classes(tmp_path):
    for name, objects in (("b", TWO[:1]), ("a", [TWO[1]]), ("c", [])):
        (tmp_path / f"{name}.xml").write_text(voc_xml(objects, file=f"{name}.png"), "utf-8")
    (tmp_path / "readme.txt").write_text("이것은 읽지 않습니다")
    found = read_voc(tmp_path)
    assert [i.file for i in found] == ["a.png", "b.png", "c.png"]
    assert found.classes == ("개", "고양이")
    assert [i.labels.tolist() for i in found] == [[1], [0], []]
    assert found[2].boxes.shape == (0, 4)
    mine = read_voc(tmp_path, classes=["고양이", "소", "개"])
    assert mine.classes == ("고양이", "소", "개")
    assert [i.labels.tolist() for i in mine] == [[0], [2], []]
    with pytest.raises(AnnotationError, match=r"b\.xml: `object\[0\]\.name`: 모르는 클래스.*'개'"):
        read_voc(tmp_path, classes=["고양이"])
    with pytest.raises(ValueError, match="`classes`"):
        read_voc(tmp_path, classes=["개", "개"])


def test_coco_is_what_pycocotools_reads(coco, capsys):
    path = coco()
    found, theirs = read_coco(path), COCO(str(path))
    capsys.readouterr()
    assert [i.image_id for i in found] == theirs.getImgIds()
    assert found.category_ids == tuple(sorted(theirs.getCatIds()))
    for number, category in enumerate(found.category_ids):
        assert found.classes[number] == theirs.loadCats(category)[0]["name"]
    for image in found:
        about = theirs.loadImgs(image.image_id)[0]
        assert (image.file, image.height, image.width) == (
            about["file_name"], about["height"], about["width"],
        )  # fmt: skip
        objects = theirs.loadAnns(theirs.getAnnIds(imgIds=image.image_id))
        assert image.ids.tolist() == [o["id"] for o in objects]
        assert [found.category_ids[k] for k in image.labels] == [o["category_id"] for o in objects]
        for box, item in zip(image.boxes, objects, strict=True):
            x, y, w, h = item["bbox"]
            np.testing.assert_allclose(
                [box[0], box[1], box[2] - box[0], box[3] - box[1]], [x, y, w, h]
            )
    first, second, empty = found
    assert first.crowd.tolist() == [True, False]
    assert first.areas.tolist() == [20, 100 + 40]  # the box, then two triangles by hand
    assert second.areas.tolist() == [77.5]
    assert empty.boxes.shape == (0, 4)
    for values, kind in ((first.boxes, "f8"), (first.labels, "i8"), (first.ids, "i8")):
        assert values.dtype == kind


def test_scenes_survive_both_formats(tmp_path):
    scenes = make_scenes(5, size=48, objects=(0, 4), rng=0)
    content = {
        "images": [{"id": i, "file_name": f"{i}", "height": 48, "width": 48} for i in range(5)],
        "categories": [{"id": k + 1, "name": n} for k, n in enumerate(scenes.classes)],
        "annotations": [],
    }
    for i, scene in enumerate(scenes):
        objects = []
        for box, label, area in zip(scene.boxes.tolist(), scene.labels, scene.areas, strict=True):
            x1, y1, x2, y2 = box
            content["annotations"].append(
                {
                    "id": len(content["annotations"]), "image_id": i, "category_id": int(label) + 1,
                    "bbox": [x1, y1, x2 - x1, y2 - y1], "area": int(area),
                }
            )  # fmt: skip
            objects.append((scenes.classes[label], x1 + 1, y1 + 1, x2, y2, 0))
        xml = voc_xml(objects, file=f"{i}", width=48, height=48)
        (tmp_path / f"{i}.xml").write_text(xml, encoding="utf-8")
    (tmp_path / "all.json").write_text(json.dumps(content))
    for found in (read_coco(tmp_path / "all.json"), read_voc(tmp_path, classes=scenes.classes)):
        for image, scene in zip(found, scenes, strict=True):
            np.testing.assert_array_equal(image.boxes, scene.boxes)
            np.testing.assert_array_equal(image.labels, scene.labels)


@pytest.mark.parametrize(
    ("old", "new", "where", "message"),
    [
        ("<xmax>60</xmax>", "", r"object\[1\]\.bndbox\.xmax", "빠졌습니다"),
        ("<xmax>60</xmax>", "<xmax>예순</xmax>", r"object\[1\]\.bndbox\.xmax", "유한한 수.*예순"),
        ("<xmax>60</xmax>", "<xmax>nan</xmax>", r"object\[1\]\.bndbox\.xmax", "유한한 수"),
        ("<xmax>60</xmax>", "<xmax>6_0</xmax>", r"object\[1\]\.bndbox\.xmax", "유한한 수"),
        ("<xmax>60</xmax>", "<xmax></xmax>", r"object\[1\]\.bndbox\.xmax", "비었습니다"),
        ("<xmax>60</xmax>", "<xmax>61</xmax>", r"object\[1\]\.bndbox", "너비 60, 높이 40인"),
        ("<xmax>60</xmax>", "<xmax>10.5</xmax>", r"object\[1\]\.bndbox", "xmin < xmax"),
        ("<xmax>3</xmax>", "<xmax>1</xmax>", r"object\[0\]\.bndbox", "xmin=1.*xmax=1"),
        ("<ymax>40</ymax>", "<ymax>4</ymax>", r"object\[0\]\.bndbox", "ymin < ymax"),
        ("<xmin>1</xmin><ymin>5", "<xmin>0</xmin><ymin>5", r"object\[0\]\.bndbox", "안에 있어야"),
        ("<xmax>3</xmax>", "<xmax>3</xmax><xmax>4</xmax>", r"object\[0\]\.bndbox\.xmax", "2개"),
        ("<name>고양이</name>", "", r"object\[1\]\.name", "빠졌습니다"),
        ("<difficult>1<", "<difficult>예<", r"object\[1\]\.difficult", "0이나 1"),
        ("<filename>a.jpg</filename>", "", "filename", "빠졌습니다"),
        ("<width>60</width>", "<width>0</width>", r"size\.width", "1 이상의 정수"),
        ("<height>40</height>", "", r"size\.height", "빠졌습니다"),
        ("<size>", "<!-- -->", None, "끊겼거나 망가졌습니다"),
        ("annotation>", "svg>", None, "맨 바깥 항목은 annotation"),
    ],
)
def test_a_broken_voc_file_is_named_to_the_object(voc, old, new, where, message):
    text = voc.read_text("utf-8")
    assert old in text
    voc.write_text(text.replace(old, new), "utf-8")
    place = rf"`{where}`: " if where else ""
    with pytest.raises(AnnotationError, match=rf"a\.xml: {place}.*{message}") as caught:
        read_voc(voc)
    assert str(voc) in str(caught.value)


def drop(*keys):
    def change(content):
        *path, last = keys
        for key in path:
            content = content[key]
        del content[last]

    return change


def put(value, *keys):
    def change(content):
        *path, last = keys
        for key in path:
            content = content[key]
        content[last] = value

    return change


@pytest.mark.parametrize(
    ("change", "where", "message"),
    [
        (drop("images"), "images", "빠졌습니다"),
        (put({}, "annotations"), "annotations", "받은 형: dict"),
        (put(3, "annotations", 1), r"annotations\[1\]", "객체여야"),
        (drop("annotations", 2, "bbox"), r"annotations\[2\]\.bbox", "빠졌습니다"),
        (put([1, 2, 3], "annotations", 2, "bbox"), r"annotations\[2\]\.bbox", "너비, 높이"),
        (put("5", "annotations", 2, "bbox", 3), r"annotations\[2\]\.bbox\[3\]", "유한한 수.*'5'"),
        (put(None, "annotations", 2, "bbox", 0), r"annotations\[2\]\.bbox\[0\]", "유한한 수"),
        (put(float("nan"), "annotations", 2, "bbox", 0), r"annotations\[2\]\.bbox\[0\]", "nan"),
        (put(10**400, "annotations", 2, "bbox", 0), r"annotations\[2\]\.bbox\[0\]", "유한한 수"),
        (put(True, "annotations", 2, "bbox", 0), r"annotations\[2\]\.bbox\[0\]", "True"),
        (put(0, "annotations", 2, "bbox", 2), r"annotations\[2\]\.bbox", "0보다 커야"),
        (put(-4, "annotations", 0, "bbox", 3), r"annotations\[0\]\.bbox", "0보다 커야"),
        (put(51, "annotations", 2, "bbox", 2), r"annotations\[2\]\.bbox", "너비 60, 높이 40인"),
        (put(-0.5, "annotations", 0, "bbox", 0), r"annotations\[0\]\.bbox", "안에 있어야"),
        (put(4, "annotations", 0, "image_id"), r"annotations\[0\]\.image_id", "`images`에 없는.*4"),
        (put(2, "annotations", 0, "category_id"), r"annotations\[0\]\.category_id", "`categories`"),
        (put("3", "annotations", 0, "image_id"), r"annotations\[0\]\.image_id", "정수여야"),
        (put(8, "annotations", 0, "id"), r"annotations\[2\]\.id", "번호가 겹칩니다.*8"),
        (put(7, "images", 1, "id"), r"images\[1\]\.id", "번호가 겹칩니다"),
        (put(1, "categories", 0, "id"), r"categories\[1\]\.id", "번호가 겹칩니다"),
        (put(2**70, "images", 0, "id"), r"images\[0\]\.id", "정수여야"),
        (put(2, "annotations", 1, "iscrowd"), r"annotations\[1\]\.iscrowd", "0이나 1"),
        (put(-1, "annotations", 0, "area"), r"annotations\[0\]\.area", "0 이상"),
        (put([[1, 2, 3, 4]], "annotations", 2, "segmentation"), r"annotations\[2\]\.segmentation\[0\]", "셋 이상"),
        (put(0, "images", 0, "width"), r"images\[0\]\.width", "1 이상의 정수"),
        (put(30.5, "images", 0, "width"), r"images\[0\]\.width", "1 이상의 정수"),
        (put("", "images", 0, "file_name"), r"images\[0\]\.file_name", "비지 않은 글"),
        (drop("categories", 1, "name"), r"categories\[1\]\.name", "빠졌습니다"),
    ],
)  # fmt: skip
def test_a_broken_coco_file_is_named_to_the_object(coco, change, where, message):
    content = coco_content()
    change(content)
    path = coco(content)
    with pytest.raises(
        AnnotationError, match=rf"instances\.json: `{where}`: .*{message}"
    ) as caught:
        read_coco(path)
    assert str(path) in str(caught.value)


def test_slack_lets_a_box_out_and_leaves_it_as_it_is(coco, voc):
    content = coco_content()
    content["annotations"][2]["bbox"] = [10, 10, 50.25, 10]
    found = read_coco(coco(content), slack=0.5)
    assert found[0].boxes[1].tolist() == [10, 10, 60.25, 20]
    text = voc.read_text("utf-8").replace("<xmax>60<", "<xmax>61<")
    voc.write_text(text, "utf-8")
    assert read_voc(voc, slack=1)[0].boxes[1, 2] == 61
    with pytest.raises(ValueError, match="`slack`"):
        read_voc(voc, slack=-1)


BOMB = (
    '<?xml version="1.0"?>\n<!DOCTYPE annotation [\n<!ENTITY a0 "하">\n'
    + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">\n' for i in range(1, 12))
    + "]>\n<annotation><filename>&a11;</filename></annotation>"
)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (BOMB.encode(), "DTD와 개체 선언은 읽지 않습니다"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><annotation/>', "DTD"),
        (b"<annotation>" + b"<a>" * 100_000, "겹까지만"),
        (b"", "끊겼거나 망가졌습니다"),
        (b"\x00\x01\x02", "끊겼거나 망가졌습니다"),
        (b'<?xml version="1.0" encoding="euc-kr"?><annotation/>', "UTF-8로 바꾸세요"),
        (
            b'<?xml version="1.0" encoding="nonsense"?><annotation/>',
            "UTF-8로 바꾸세요|망가졌습니다",
        ),
        ("<annotation>개</annotation>".encode("cp949"), "끊겼거나 망가졌습니다"),
    ],
    ids=["entities", "external", "deep", "empty", "binary", "euc-kr", "nonsense", "cp949"],
)
def test_hostile_xml_is_refused_at_once(tmp_path, content, message):
    path = tmp_path / "bad.xml"
    path.write_bytes(content)
    started = time.process_time()
    with pytest.raises(AnnotationError, match=message):
        read_voc(path)
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "끊겼거나"),
        (b"[1, 2]", "맨 바깥은 객체.*list"),
        (b"[" * 200_000, "너무 깊이"),
        (b'{"images": [{"id": ' + b"9" * 5000 + b"}]}", "JSON으로 읽을 수 없습니다"),
        (b'{"images": "\xff\xff"}', "JSON으로 읽을 수 없습니다"),
    ],
    ids=["empty", "list", "deep", "long", "bytes"],
)
def test_hostile_json_is_refused(tmp_path, content, message):
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    with pytest.raises(AnnotationError, match=message):
        read_coco(path)


def test_what_is_not_there_is_said(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"없습니다: .*absent"):
        read_voc(tmp_path / "absent")
    with pytest.raises(FileNotFoundError, match=r"`\.xml` 파일이 없습니다"):
        read_voc(tmp_path)
    with pytest.raises(FileNotFoundError, match=r"없습니다: .*absent"):
        read_coco(tmp_path / "absent.json")


def test_two_files_about_one_image_are_refused(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.xml").write_text(voc_xml(TWO), "utf-8")
    with pytest.raises(AnnotationError, match=r"b\.xml: `filename`.*a\.xml에 이미"):
        read_voc(tmp_path)


@given(data=st.data())
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_file_cut_anywhere_is_refused_and_never_half_read(voc, coco, data):
    for reader, path, whole in (
        (read_voc, voc, voc_xml(TWO).encode()),
        (read_coco, coco(), json.dumps(coco_content()).encode()),
    ):
        cut = data.draw(st.integers(0, len(whole.rstrip()) - 1))
        path.write_bytes(whole[:cut])
        with pytest.raises(AnnotationError) as caught:
            reader(path)
        assert str(path) in str(caught.value)
        path.write_bytes(whole)
        assert len(reader(path)[0].boxes) == 2
