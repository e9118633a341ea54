r"""PASCAL VOC의 XML 주석을 읽습니다: 그림 하나에 파일 하나입니다.

Everingham et al. (2010), "The PASCAL Visual Object Classes (VOC) challenge". 이름표를 다는 도구들이 이 형식을 널리 씁니다.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

import numpy as np

from coursekit.arguments import number
from coursekit.data.annotations import (
    AnnotationError,
    AnnotationSet,
    ImageAnnotations,
    check_box,
    finite_number,
    malformed,
    shorten,
)

_DEEPEST = 50  # 바른 파일의 깊이는 6을 넘지 않습니다


def read_voc(
    path: str | Path,
    *,
    classes: Sequence[str] | None = None,
    one_based: bool = True,
    slack: float = 0.0,
) -> AnnotationSet:
    r"""VOC XML 파일 하나나 폴더 안의 `.xml` 모두를 읽습니다.

    VOC의 좌표는 픽셀의 번호이고 1부터 세며 양 끝을 다 포함합니다: `xmin=1, xmax=3`은 왼쪽 세 열입니다.
    이 책의 상자는 픽셀의 가장자리를 0부터 재므로 :math:`x_1 = xmin - 1,\; x_2 = xmax`로 옮깁니다.
    그대로 두면 상자가 반 픽셀 치우치고 너비가 1 줄어듭니다.

    Parameters
    ----------
    path : str or Path
        XML 파일, 또는 그런 파일이 있는 폴더. 폴더는 이름 순으로 읽습니다.
    classes : sequence of str, optional
        클래스의 이름을 번호 순으로. 주지 않으면 파일들에 나온 이름을 가나다(코드) 순으로 놓습니다.
    one_based : bool
        거짓이면 좌표가 이미 픽셀의 가장자리라고 보고 그대로 씁니다.
    slack : float
        상자가 그림 밖으로 나가도 되는 거리, 픽셀. 그래도 상자를 자르지는 않습니다.

    Returns
    -------
    AnnotationSet
        그림마다의 상자. `ids`는 파일에 나온 차례 0, 1, ...입니다.

    Raises
    ------
    FileNotFoundError
        파일이나 폴더가 없거나, 폴더에 `.xml`이 없을 때.
    AnnotationError
        XML이 끊겼거나 DTD가 있을 때, 항목이 빠졌거나 수가 아닐 때, 상자가 비었거나(`xmax <= xmin`) 그림을 벗어날 때,
        모르는 클래스일 때, 두 파일이 같은 그림을 말할 때. `ValueError`의 하나이고 파일, 항목, 물체의 번호(0부터)를 말합니다.
    ValueError
        `classes` 이름이 겹치거나 `slack`이 음수일 때.

    Notes
    -----
    DTD와 개체(entity) 선언은 읽지 않고 거절합니다. 몇 줄짜리 선언이 메모리를 다 쓰게 할 수 있기 때문입니다.
    """
    path = Path(path)
    slack = number("slack", slack, at_least=0)
    if path.is_dir():
        files = sorted(p for p in path.iterdir() if p.suffix.lower() == ".xml")
        if not files:
            raise FileNotFoundError(f"폴더에 `.xml` 파일이 없습니다: {path}")
    elif path.is_file():
        files = [path]
    else:
        raise FileNotFoundError(f"파일이나 폴더가 없습니다: {path}")

    images: list[tuple[Path, ImageAnnotations, list[str]]] = []
    seen: dict[str, Path] = {}
    for file in files:
        image, names = _read_image(file, _parse(file), one_based=one_based, slack=slack)
        if image.file in seen:
            malformed(
                file, "filename", f"{image.file!r} 그림은 {seen[image.file]}에 이미 있습니다."
            )
        seen[image.file] = file
        images.append((file, image, names))

    known = sorted({n for _, _, names in images for n in names}) if classes is None else classes
    numbers = {name: index for index, name in enumerate(known)}
    if len(numbers) != len(known):
        raise ValueError(f"`classes` 이름은 서로 달라야 합니다(받은 값: {classes!r}).")
    labelled = []
    for file, image, names in images:
        for index, name in enumerate(names):
            if name not in numbers:
                malformed(file, f"object[{index}].name", f"모르는 클래스입니다(받은 값: {name!r}).")
        labels = np.array([numbers[name] for name in names], np.int64)
        labelled.append(replace(image, labels=labels))
    return AnnotationSet(tuple(labelled), tuple(known), tuple(range(len(known))))


def _read_image(
    file: Path, root: Element, *, one_based: bool, slack: float
) -> tuple[ImageAnnotations, list[str]]:
    if root.tag != "annotation":
        malformed(file, "", f"맨 바깥 항목은 annotation이어야 합니다(받은 값: {root.tag!r}).")
    name = _text(file, root, "filename", "")
    size = _child(file, root, "size", "")
    height, width = (_side(file, size, side) for side in ("height", "width"))

    boxes, names, difficult = [], [], []
    for index, item in enumerate(root.findall("object")):
        where = f"object[{index}]"
        names.append(_text(file, item, "name", where))
        difficult.append(_flag(file, item, "difficult", where))
        corners = _child(file, item, "bndbox", where)
        inside = f"{where}.bndbox"
        x1, y1, x2, y2 = (
            finite_number(file, f"{inside}.{tag}", _text(file, corners, tag, inside))
            for tag in ("xmin", "ymin", "xmax", "ymax")
        )
        if x2 <= x1 or y2 <= y1:
            malformed(
                file,
                inside,
                "xmin < xmax이고 ymin < ymax여야 합니다"
                f"(받은 값: xmin={x1:g}, ymin={y1:g}, xmax={x2:g}, ymax={y2:g}).",
            )
        box = (x1 - one_based, y1 - one_based, x2, y2)
        check_box(file, inside, box, (height, width), slack)
        boxes.append(box)

    corners_array = np.array(boxes, np.float64).reshape(-1, 4)
    image = ImageAnnotations(
        file=name,
        image_id=Path(name).stem,
        height=height,
        width=width,
        boxes=corners_array,
        labels=np.zeros(len(boxes), np.int64),
        areas=np.prod(corners_array[:, 2:] - corners_array[:, :2], axis=1),
        crowd=np.zeros(len(boxes), bool),
        difficult=np.array(difficult, bool),
        ids=np.arange(len(boxes)),
    )
    return image, names


def _parse(file: Path) -> Element:
    builder = TreeBuilder()
    parser = expat.ParserCreate()
    depth = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            malformed(file, tag, f"항목은 {_DEEPEST}겹까지만 겹칠 수 있습니다.")
        builder.start(tag, attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(tag)

    def refuse(*_: object) -> None:
        malformed(file, "<!DOCTYPE>", "DTD와 개체 선언은 읽지 않습니다. 그 줄을 지우세요.")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(file.read_bytes(), True)
    except expat.ExpatError as error:
        line, column = error.lineno, error.offset
        reason = expat.errors.messages[error.code]
        malformed(
            file, "", f"XML이 끊겼거나 망가졌습니다({line}번째 줄, {column}번째 글자: {reason})."
        )
    except AnnotationError:
        raise
    except (
        LookupError,
        ValueError,
    ) as error:  # 모르는 부호화, 또는 expat이 못 읽는 여러 바이트 부호화
        malformed(file, "", f"글자의 부호화를 읽을 수 없습니다. UTF-8로 바꾸세요({error}).")
    return builder.close()


def _child(file: Path, parent: Element, tag: str, where: str) -> Element:
    found = parent.findall(tag)
    place = f"{where}.{tag}" if where else tag
    if len(found) != 1:
        told = "빠졌습니다" if not found else f"{len(found)}개 있습니다"
        malformed(file, place, f"항목이 하나 있어야 합니다({told}).")
    return found[0]


def _text(file: Path, parent: Element, tag: str, where: str) -> str:
    text = (_child(file, parent, tag, where).text or "").strip()
    if not text:
        malformed(file, f"{where}.{tag}" if where else tag, "항목이 비었습니다.")
    return text


def _side(file: Path, size: Element, tag: str) -> int:
    value = finite_number(file, f"size.{tag}", _text(file, size, tag, "size"))
    if value < 1 or value != int(value):
        malformed(file, f"size.{tag}", f"1 이상의 정수여야 합니다(받은 값: {value:g}).")
    return int(value)


def _flag(file: Path, parent: Element, tag: str, where: str) -> bool:
    if parent.find(tag) is None:
        return False
    text = _text(file, parent, tag, where)
    if text not in ("0", "1"):
        malformed(file, f"{where}.{tag}", f"0이나 1이어야 합니다(받은 값: {shorten(text)}).")
    return text == "1"
