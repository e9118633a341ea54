r"""주소를 나눌 때 보이는 미리 보기 그림(OpenGraph): 장의 제목 곁에 그 장의 그림 하나를 놓습니다.

그림은 손으로 고르지 않습니다. 가로로 놓기 알맞은 모양 가운데 색이 가장 다채로운 것이 작은 화면에서 가장 잘 보입니다.
만든 그림은 재료가 같으면 다시 만들지 않습니다(`_build/.cards`).
"""

import hashlib
import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from docutils import nodes
from PIL import Image, ImageDraw, ImageFont, UnidentifiedImageError
from sphinx.application import Sphinx

from coursekit.book.fingerprint import package_folder
from coursekit.book.sources import back_matter, read_parts
from coursekit.grading import course_root

WIDTH, HEIGHT = 1200, 630
LIMIT = 100_000  # 메신저는 무거운 그림을 가져가지 않습니다.
_PANEL = 470  # 글이 놓이는 왼쪽의 너비
_MARGIN = 44
_BLUE, _WHITE, _YELLOW, _PALE = "#0b5394", "#ffffff", "#ffb000", "#d6e6f5"
_RATIOS = (1.15, 2.3)  # 오른쪽 자리에 크게 들어가는 가로세로 비


@dataclass(frozen=True)
class Card:
    r"""미리 보기 그림 하나.

    Parameters
    ----------
    path : str
        사이트에서의 경로.
    alt : str
        그림의 설명.
    """

    path: str
    alt: str


@dataclass(frozen=True)
class Figure:
    r"""장에 실린 그림 하나.

    Parameters
    ----------
    path : Path
        그림 파일.
    alt : str
        그림의 설명.
    """

    path: Path
    alt: str


def card_of(app: Sphinx, pagename: str) -> Card:
    r"""쪽의 미리 보기 그림을 사이트에 놓습니다. 그림이 없는 쪽은 책의 미리 보기를 함께 씁니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.
    pagename : str
        쪽의 이름.

    Returns
    -------
    Card
        그림의 경로와 설명.
    """
    root = course_root(Path(app.srcdir))
    book = str(app.config.html_title)
    found = []
    if pagename in app.env.found_docs:
        # 쪽을 쓰는 동안 그림의 경로가 사이트의 것으로 바뀌므로 저장된 것을 읽습니다.
        found = figures(app.env.get_doctree(pagename), Path(app.srcdir))
    if found and pagename != "index":
        part = next((one.caption for one in read_parts(root) if pagename in one.docnames), "")
        number = app.env.toc_secnumbers.get(pagename, {}).get("", ())
        label = " · ".join(filter(None, (part, f"{number[0]}장" if number else "")))
        name, title = pagename.rpartition("/")[2], app.env.titles[pagename].astext()
    else:
        name, title, label = "book", *_two_lines(book)
        found = _book_figures(app, root)
        book = ""
    return _place(app, name, title, label, book, found)


def touch_icon(app: Sphinx) -> str:
    r"""휴대전화의 첫 화면에 놓일 아이콘을 만듭니다. 모양은 favicon.svg와 같습니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.

    Returns
    -------
    str
        사이트에서의 경로.
    """
    target = Path(app.outdir) / "apple-touch-icon.png"
    if not target.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        draw_icon().save(target, optimize=True)
    return target.name


def figures(doctree: nodes.document, source: Path) -> list[Figure]:
    r"""쪽에 실린 그림을 순서대로 모읍니다.

    Parameters
    ----------
    doctree : document
        쪽의 내용.
    source : Path
        그림의 경로가 시작하는 폴더.

    Returns
    -------
    list of Figure
        파일이 있는 그림들.
    """
    found = {
        source / image["uri"]: str(image.get("alt") or "").strip()
        for image in doctree.findall(nodes.image)
        if "://" not in image["uri"]
    }
    return [Figure(path, alt) for path, alt in found.items() if path.is_file()]


def choose(found: list[Figure]) -> Figure | None:
    r"""미리 보기에 쓸 그림을 고릅니다.

    Parameters
    ----------
    found : list of Figure
        고를 그림들.

    Returns
    -------
    Figure or None
        가로로 놓기 알맞은 것 가운데 가장 다채로운 그림. 읽을 수 있는 그림이 없으면 `None`입니다.
    """
    best: tuple[bool, float] = (False, -1.0)
    chosen = None
    for figure in found:
        try:
            with Image.open(figure.path) as image:
                fits = _RATIOS[0] <= image.width / image.height <= _RATIOS[1]
                small = image.convert("RGB").resize((96, 96))
        except (UnidentifiedImageError, OSError):
            continue  # SVG처럼 점으로 되어 있지 않은 그림입니다.
        score = (fits, colourfulness(np.asarray(small, dtype=float)))
        if score > best:
            best, chosen = score, figure
    return chosen


def colourfulness(pixels: np.ndarray[Any, np.dtype[np.float64]]) -> float:
    r"""그림이 얼마나 다채로운지 잽니다: 두 색 축에서 흩어진 정도와 치우친 정도의 합입니다.

    Parameters
    ----------
    pixels : ndarray
        모양이 `(높이, 너비, 3)`인 빨강, 초록, 파랑.

    Returns
    -------
    float
        회색뿐이면 0이고, 다채로울수록 큽니다.
    """
    red, green, blue = np.moveaxis(pixels, -1, 0)
    first, second = red - green, (red + green) / 2 - blue
    spread = np.hypot(first.std(), second.std())
    return float(spread + 0.3 * np.hypot(first.mean(), second.mean()))


def draw_card(title: str, label: str, book: str, figure: Path | None) -> Image.Image:
    r"""미리 보기 그림을 그립니다.

    Parameters
    ----------
    title : str
        크게 적을 제목.
    label : str
        제목 위에 적을 부와 장의 번호.
    book : str
        맨 아래에 적을 책의 이름.
    figure : Path or None
        오른쪽에 놓을 그림.

    Returns
    -------
    Image
        1200×630 그림.
    """
    card = Image.new("RGB", (WIDTH, HEIGHT), _WHITE)
    pen = ImageDraw.Draw(card)
    pen.rectangle((0, 0, _PANEL, HEIGHT), fill=_BLUE)
    space, top = _PANEL - 2 * _MARGIN, _MARGIN
    small, tiny = _font("Bold", 26), _font("Regular", 24)
    for line in wrap(label, small, space):
        pen.text((_MARGIN, top), line, font=small, fill=_YELLOW)
        top += 36
    top += 22
    size = 68
    while True:  # 긴 제목은 글자를 줄여 네 줄 안에 넣습니다.
        face = _font("Bold", size)
        lines = [
            line for piece in re.split(r"(?<=:)\s", title) for line in wrap(piece, face, space)
        ]
        if size <= 36 or (len(lines) <= 4 and max(map(face.getlength, lines)) <= space):
            break
        size -= 4
    for line in lines:
        pen.text((_MARGIN, top), line, font=face, fill=_WHITE)
        top += round(size * 1.32)
    below = wrap(book, tiny, space)
    top = HEIGHT - _MARGIN - 34 * len(below)
    for line in below:
        pen.text((_MARGIN, top), line, font=tiny, fill=_PALE)
        top += 34
    if figure is not None:
        with Image.open(figure) as image:
            flat = Image.new("RGB", image.size, _WHITE)
            flat.paste(image, mask=image.convert("RGBA").getchannel("A"))
        room = (WIDTH - _PANEL - 2 * 28, HEIGHT - 2 * 28)
        scale = min(room[0] / flat.width, room[1] / flat.height)
        flat = flat.resize((round(flat.width * scale), round(flat.height * scale)), Image.Resampling.LANCZOS)  # fmt: skip
        card.paste(flat, (_PANEL + (WIDTH - _PANEL - flat.width) // 2, (HEIGHT - flat.height) // 2))
    return card


def wrap(text: str, face: ImageFont.FreeTypeFont, width: float) -> list[str]:
    r"""글을 낱말 사이에서 나누어 폭에 맞춥니다. 낱말 가운데에서는 나누지 않습니다.

    Parameters
    ----------
    text : str
        나눌 글.
    face : FreeTypeFont
        글꼴.
    width : float
        한 줄의 폭(픽셀).

    Returns
    -------
    list of str
        줄들. 글이 비었으면 비어 있습니다.
    """
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and face.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def save_small(card: Image.Image, path: Path, limit: int = LIMIT) -> None:
    r"""그림을 `limit` 바이트를 넘지 않는 PNG로 저장합니다. 넘치면 색의 수를 줄입니다.

    Parameters
    ----------
    card : Image
        저장할 그림.
    path : Path
        만들 파일.
    limit : int
        가장 큰 크기(바이트).
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    for colours in (256, 128, 64, 32, 16, 8):
        card.quantize(colours, dither=Image.Dither.NONE).save(path, optimize=True)
        if path.stat().st_size <= limit:
            return


def draw_icon(size: int = 180) -> Image.Image:
    r"""favicon.svg와 같은 아이콘을 점으로 그립니다: 그릇을 굴러 내려가는 공 셋입니다.

    Parameters
    ----------
    size : int
        한 변의 픽셀 수.

    Returns
    -------
    Image
        정사각형 그림. 모서리는 휴대전화가 둥글게 자릅니다.
    """
    fine = size * 4  # 네 배로 그려 줄이면 가장자리가 매끈합니다.
    unit = fine / 32
    icon = Image.new("RGB", (fine, fine), _BLUE)
    pen = ImageDraw.Draw(icon)
    steps = np.linspace(0, 1, 200)[:, None]
    left = _cubic(steps, (4, 7), (7, 24), (12, 26), (16, 26))
    right = _cubic(steps, (16, 26), (20, 26), (25, 24), (28, 7))
    for x, y in np.vstack([left, right]) * unit:
        pen.ellipse((x - 1.3 * unit, y - 1.3 * unit, x + 1.3 * unit, y + 1.3 * unit), fill=_WHITE)
    for x, y, r in ((7.2, 17, 2.6), (11, 23, 2.2), (16, 25.8, 1.9)):
        pen.ellipse(((x - r) * unit, (y - r) * unit, (x + r) * unit, (y + r) * unit), fill=_YELLOW)
    return icon.resize((size, size), Image.Resampling.LANCZOS)


def _cubic(t: Any, *points: tuple[float, float]) -> Any:
    a, b, c, d = map(np.array, points)
    return (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d


def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(package_folder() / "viz" / "fonts" / f"Pretendard-{weight}.otf", size)


def _two_lines(book: str) -> tuple[str, str]:
    r"""책의 제목을 앞뒤로 나눕니다: `밑바닥부터 배우는 딥러닝: 경사하강법에서 객체 검출까지`."""
    title, _, rest = book.partition(":")
    return title.strip(), rest.strip()


def _book_figures(app: Sphinx, root: Path) -> list[Figure]:
    r"""그림이 있는 마지막 장, 곧 책이 다다르는 곳의 그림입니다."""
    after = back_matter(root)
    for part in reversed(read_parts(root)):
        for name in reversed(part.docnames):
            if (
                name not in after
                and name in app.env.found_docs
                and (found := figures(app.env.get_doctree(name), Path(app.srcdir)))
            ):
                return found
    return []


def _place(app: Sphinx, name: str, title: str, label: str, book: str, found: list[Figure]) -> Card:
    materials = [title, label, book, *(figure.path.name for figure in found)]
    drawing = Path(__file__).read_bytes()  # 그리는 법이 바뀌면 다시 그립니다.
    key = hashlib.sha256(json.dumps(materials).encode() + drawing).hexdigest()[:16]
    made = Path(app.outdir).parent / ".cards" / f"{name}-{key}.png"
    note = made.with_suffix(".json")
    if not note.is_file():
        for old in made.parent.glob(f"{name}-{'?' * 16}.*"):
            old.unlink()
        figure = choose(found)
        save_small(draw_card(title, label, book, figure.path if figure else None), made)
        alt = f"{title}: {figure.alt}" if figure and figure.alt else title
        note.write_text(json.dumps({"alt": alt}), encoding="utf-8")
    target = Path(app.outdir) / "cards" / f"{name}.png"
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(made, target)
    alt = json.loads(note.read_text(encoding="utf-8"))["alt"]
    return Card(f"cards/{target.name}", " ".join(alt.split()))
