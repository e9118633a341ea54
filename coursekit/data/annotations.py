r"""그림마다의 정답 상자: 파일의 형식이 무엇이었든 읽고 나면 같은 모양입니다.

읽으면서 아무것도 몰래 버리지 않습니다. 잘못된 곳이 있으면 파일과 항목과 물체의 번호를 말하고 멈춥니다.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class ImageAnnotations:
    r"""그림 하나의 정답 상자들입니다. 물체는 M개이고 M은 0일 수도 있습니다.

    Parameters
    ----------
    file : str
        그림 파일의 이름.
    image_id : int or str
        그림의 번호. COCO는 `images`의 `id`, VOC는 파일 이름에서 확장자를 뺀 것입니다.
    height, width : int
        그림의 크기, 픽셀.
    boxes : ndarray of shape (M, 4)
        (x1, y1, x2, y2), float64. 너비는 x2 - x1입니다.
    labels : ndarray of shape (M,)
        클래스 번호 0, ..., K-1, int64.
    areas : ndarray of shape (M,)
        물체의 넓이, float64. 파일에 없으면 상자의 넓이입니다.
    crowd : ndarray of shape (M,)
        여럿을 하나로 묶은 상자인지(COCO의 `iscrowd`), bool.
    difficult : ndarray of shape (M,)
        채점에서 빼는 어려운 물체인지(VOC의 `difficult`), bool.
    ids : ndarray of shape (M,)
        물체의 번호, int64. COCO는 `annotations`의 `id`, VOC는 파일에 나온 차례입니다.
    """

    file: str
    image_id: int | str
    height: int
    width: int
    boxes: Array
    labels: Array
    areas: Array
    crowd: Array
    difficult: Array
    ids: Array


@dataclass(frozen=True, eq=False)
class AnnotationSet:
    r"""여러 그림의 정답 상자와 클래스의 이름입니다. 번호로 꺼내면 `ImageAnnotations`입니다.

    Parameters
    ----------
    images : tuple of ImageAnnotations
        그림마다의 정답.
    classes : tuple of str
        클래스 번호마다의 이름.
    category_ids : tuple of int
        클래스 번호마다의, 파일에 적힌 번호. COCO의 번호는 1부터이고 중간이 비기도 합니다.
    """

    images: tuple[ImageAnnotations, ...]
    classes: tuple[str, ...]
    category_ids: tuple[int, ...]

    def __len__(self) -> int:
        r"""그림의 수."""
        return len(self.images)

    def __getitem__(self, index: int) -> ImageAnnotations:
        return self.images[index]

    def __iter__(self) -> Iterator[ImageAnnotations]:
        return iter(self.images)


class AnnotationError(ValueError):
    r"""주석 파일의 한 곳이 잘못되었습니다.

    Parameters
    ----------
    path : Path
        파일.
    where : str
        항목의 자리, 예를 들어 `object[2].bndbox`. 비었으면 파일 전체입니다.
    problem : str
        기대한 것과 받은 것.
    """

    def __init__(self, path: Path, where: str, problem: str) -> None:
        place = f": `{where}`" if where else ""
        super().__init__(f"주석 파일이 잘못되었습니다: {path}{place}: {problem}")
        self.path, self.where = path, where


def malformed(path: Path, where: str, problem: str) -> NoReturn:
    r"""어느 파일의 어디가 왜 잘못되었는지 말하고 멈춥니다.

    Parameters
    ----------
    path : Path
        파일.
    where : str
        항목의 자리. 비었으면 파일 전체입니다.
    problem : str
        기대한 것과 받은 것.

    Raises
    ------
    AnnotationError
        언제나.
    """
    raise AnnotationError(path, where, problem)


def check_box(
    path: Path,
    where: str,
    box: tuple[float, float, float, float],
    size: tuple[int, int],
    slack: float,
) -> None:
    r"""상자가 비지 않았고 그림 안에 있는지 검사합니다.

    Parameters
    ----------
    path : Path
        파일.
    where : str
        상자의 자리.
    box : tuple of float
        (x1, y1, x2, y2).
    size : tuple of int
        그림의 (높이, 너비).
    slack : float
        그림 밖으로 나가도 되는 거리, 픽셀.

    Raises
    ------
    AnnotationError
        상자가 비었거나 그림을 벗어날 때.
    """
    x1, y1, x2, y2 = box
    height, width = size
    told = f"(받은 상자: x1={x1:g}, y1={y1:g}, x2={x2:g}, y2={y2:g})."
    if not (x2 > x1 and y2 > y1):
        malformed(path, where, f"상자의 너비와 높이는 0보다 커야 합니다{told}")
    if min(x1, y1) < -slack or x2 > width + slack or y2 > height + slack:
        malformed(
            path, where, f"상자가 너비 {width}, 높이 {height}인 그림 안에 있어야 합니다{told}"
        )


def finite_number(path: Path, where: str, value: Any) -> float:
    r"""값이 유한한 수인지 검사합니다. 글이면 수로 읽어 봅니다.

    Parameters
    ----------
    path : Path
        파일.
    where : str
        값의 자리.
    value : Any
        검사할 값.

    Returns
    -------
    float
        검사를 통과한 값.

    Raises
    ------
    AnnotationError
        유한한 수가 아닐 때.
    """
    try:
        odd = isinstance(value, bool) or (
            isinstance(value, str) and "_" in value
        )  # 파이썬만 읽는 1_000
        result = math.nan if odd else float(value)
    except (TypeError, ValueError, OverflowError):
        result = math.nan
    if not math.isfinite(result):
        malformed(path, where, f"유한한 수여야 합니다(받은 값: {shorten(value)}).")
    return result


def shorten(value: Any) -> str:
    r"""오류 문장에 넣을 만큼만 값을 적습니다.

    Parameters
    ----------
    value : Any
        적을 값.

    Returns
    -------
    str
        60자를 넘으면 줄인 글.
    """
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
