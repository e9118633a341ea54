r"""COCO의 JSON 주석을 읽습니다: 그림, 상자, 클래스가 파일 하나에 번호로 이어져 있습니다.

Lin et al. (2014), "Microsoft COCO: Common Objects in Context".
"""

import json
from pathlib import Path
from typing import Any

import numpy as np

from coursekit.arguments import number
from coursekit.data.annotations import (
    AnnotationSet,
    ImageAnnotations,
    check_box,
    finite_number,
    malformed,
    shorten,
)


def read_coco(path: str | Path, *, slack: float = 0.0) -> AnnotationSet:
    r"""COCO JSON 파일 하나를 읽습니다.

    `bbox`는 (x, y, 너비, 높이)이고 픽셀의 가장자리를 0부터 잽니다. (x, y, x + 너비, y + 높이)로 옮깁니다.
    클래스 번호는 `categories`의 `id` 순으로 0부터 다시 매깁니다.

    Parameters
    ----------
    path : str or Path
        JSON 파일. `images`, `annotations`, `categories`가 있어야 합니다.
    slack : float
        상자가 그림 밖으로 나가도 되는 거리, 픽셀. 그래도 상자를 자르지는 않습니다.
        배포된 COCO에는 반올림 때문에 조금 나간 상자가 있습니다.

    Returns
    -------
    AnnotationSet
        `images`에 나온 차례의 그림. 상자가 없는 그림도 남습니다.

    Raises
    ------
    FileNotFoundError
        파일이 없을 때.
    AnnotationError
        JSON이 끊겼을 때, 항목이 빠졌거나 형이 다를 때, 번호가 겹치거나 없는 그림이나 클래스를 가리킬 때,
        상자가 비었거나 그림을 벗어날 때. `ValueError`의 하나이고 파일, 항목, 물체의 번호(0부터)를 말합니다.
    ValueError
        `slack`이 음수일 때.

    Notes
    -----
    마스크(`segmentation`)는 읽지 않습니다. `area`가 없으면 다각형의 넓이를, 다각형도 없으면 상자의 넓이를 씁니다.
    다각형의 넓이는 신발끈 공식으로 구해 더하므로, 다각형끼리 겹치면 겹친 곳을 두 번 셉니다.
    """
    path = Path(path)
    slack = number("slack", slack, at_least=0)
    if not path.is_file():
        raise FileNotFoundError(f"파일이 없습니다: {path}")
    content = _parse(path)

    categories: dict[int, str] = {}
    for index, item in enumerate(_items(path, content, "categories")):
        where = f"categories[{index}]"
        key = _new_id(path, where, item, categories)
        categories[key] = _string(path, where, item, "name")
    ordered = sorted(categories)
    numbers = {key: index for index, key in enumerate(ordered)}

    images: dict[int, tuple[str, int, int]] = {}
    for index, item in enumerate(_items(path, content, "images")):
        where = f"images[{index}]"
        key = _new_id(path, where, item, images)
        file = _string(path, where, item, "file_name")
        height, width = (_integer(path, where, item, side, at_least=1) for side in _SIDES)
        images[key] = (file, height, width)

    objects: dict[int, list[tuple[Any, ...]]] = {key: [] for key in images}
    seen: set[int] = set()
    for index, item in enumerate(_items(path, content, "annotations")):
        where = f"annotations[{index}]"
        key = _new_id(path, where, item, seen)
        seen.add(key)
        image = _known_id(path, where, item, "image_id", images)
        category = _known_id(path, where, item, "category_id", numbers)
        box = _box(path, where, item)
        check_box(path, f"{where}.bbox", box, images[image][1:], slack)
        crowd = _flag(path, where, item, "iscrowd")
        objects[image].append((box, numbers[category], _area(path, where, item, box), crowd, key))

    return AnnotationSet(
        images=tuple(_image(key, *images[key], objects[key]) for key in images),
        classes=tuple(categories[key] for key in ordered),
        category_ids=tuple(ordered),
    )


_SIDES = ("height", "width")


def _image(
    key: int, file: str, height: int, width: int, objects: list[tuple[Any, ...]]
) -> ImageAnnotations:
    boxes, labels, areas, crowd, ids = zip(*objects, strict=True) if objects else ((),) * 5
    return ImageAnnotations(
        file=file,
        image_id=key,
        height=height,
        width=width,
        boxes=np.array(boxes, np.float64).reshape(-1, 4),
        labels=np.array(labels, np.int64),
        areas=np.array(areas, np.float64),
        crowd=np.array(crowd, bool),
        difficult=np.zeros(len(objects), bool),
        ids=np.array(ids, np.int64),
    )


def _parse(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_bytes())
    except json.JSONDecodeError as error:
        problem = f"JSON이 끊겼거나 망가졌습니다({error.lineno}번째 줄, {error.colno}번째 글자)."
        malformed(path, "", problem)
    except RecursionError:
        malformed(path, "", "괄호가 너무 깊이 겹쳤습니다.")
    except ValueError as error:  # 글자의 부호화가 다르거나 자릿수가 너무 긴 수
        malformed(path, "", f"JSON으로 읽을 수 없습니다({shorten(str(error))}).")
    if not isinstance(content, dict):
        malformed(
            path, "", f"맨 바깥은 객체(object)여야 합니다(받은 형: {type(content).__name__})."
        )
    return content


def _items(path: Path, content: dict[str, Any], key: str) -> list[dict[str, Any]]:
    values = content.get(key)
    if not isinstance(values, list):
        told = f"받은 형: {type(values).__name__}" if key in content else "빠졌습니다"
        malformed(path, key, f"목록이어야 합니다({told}).")
    for index, value in enumerate(values):
        if not isinstance(value, dict):
            malformed(path, f"{key}[{index}]", f"객체여야 합니다(받은 값: {shorten(value)}).")
    return values


def _value(path: Path, where: str, item: dict[str, Any], key: str) -> Any:
    if key not in item:
        malformed(path, f"{where}.{key}", "항목이 빠졌습니다.")
    return item[key]


def _string(path: Path, where: str, item: dict[str, Any], key: str) -> str:
    value = _value(path, where, item, key)
    if not isinstance(value, str) or not value:
        malformed(path, f"{where}.{key}", f"비지 않은 글이어야 합니다(받은 값: {shorten(value)}).")
    return value


def _integer(path: Path, where: str, item: dict[str, Any], key: str, *, at_least: int = 0) -> int:
    value = _value(path, where, item, key)
    good = isinstance(value, int) and not isinstance(value, bool)
    if not good or not at_least <= value < 2**63:
        told = f"{at_least} 이상의 정수여야 합니다(받은 값: {shorten(value)})."
        malformed(path, f"{where}.{key}", told)
    return int(value)


def _new_id(path: Path, where: str, item: dict[str, Any], taken: Any) -> int:
    key = _integer(path, where, item, "id")
    if key in taken:
        malformed(path, f"{where}.id", f"번호가 겹칩니다(받은 값: {key}).")
    return key


def _known_id(path: Path, where: str, item: dict[str, Any], key: str, known: Any) -> int:
    value = _integer(path, where, item, key)
    if value not in known:
        table = {"image_id": "images", "category_id": "categories"}[key]
        malformed(path, f"{where}.{key}", f"`{table}`에 없는 번호입니다(받은 값: {value}).")
    return value


def _flag(path: Path, where: str, item: dict[str, Any], key: str) -> bool:
    value = item.get(key, 0)
    if value not in (0, 1):
        malformed(path, f"{where}.{key}", f"0이나 1이어야 합니다(받은 값: {shorten(value)}).")
    return bool(value)


def _box(path: Path, where: str, item: dict[str, Any]) -> tuple[float, float, float, float]:
    values = _value(path, where, item, "bbox")
    if not isinstance(values, list) or len(values) != 4:
        told = f"[x, y, 너비, 높이]여야 합니다(받은 값: {shorten(values)})."
        malformed(path, f"{where}.bbox", told)
    x, y, w, h = (_real(path, f"{where}.bbox[{i}]", v) for i, v in enumerate(values))
    return x, y, x + w, y + h


def _real(path: Path, where: str, value: Any) -> float:
    if isinstance(value, str):  # JSON에서는 글이 수를 대신하지 못합니다
        malformed(path, where, f"유한한 수여야 합니다(받은 값: {shorten(value)}).")
    return finite_number(path, where, value)


def _area(
    path: Path, where: str, item: dict[str, Any], box: tuple[float, float, float, float]
) -> float:
    if "area" in item:
        area = _real(path, f"{where}.area", item["area"])
        if area < 0:
            malformed(path, f"{where}.area", f"0 이상이어야 합니다(받은 값: {area:g}).")
        return area
    polygons = item.get("segmentation")
    if not isinstance(polygons, list) or not polygons:
        return (box[2] - box[0]) * (box[3] - box[1])
    total = 0.0
    for index, polygon in enumerate(polygons):
        place = f"{where}.segmentation[{index}]"
        if not isinstance(polygon, list) or len(polygon) < 6 or len(polygon) % 2:
            malformed(
                path, place, f"x와 y가 번갈아 셋 이상이어야 합니다(받은 값: {shorten(polygon)})."
            )
        points = [_real(path, f"{place}[{i}]", v) for i, v in enumerate(polygon)]
        x, y = np.array(points[0::2]), np.array(points[1::2])
        total += abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2
    return total
