r"""그림을 가볍게: PNG를 WebP로, 글 속에 박힌 그림을 파일로, 눈앞에 올 때에만 받게.

한 번 바꾼 그림은 `_build/.images`에 남겨 다시 씁니다. 결과는 언제나 같습니다.
"""

import base64
import hashlib
import io
import re
import shutil
from pathlib import Path

from PIL import Image
from sphinx.application import Sphinx

from coursekit.book.pages import rewrite, site_pages, upward

# 이보다 크면 사진입니다: 글자가 흐려지지 않을 만큼만 잃게 누릅니다.
LOSSLESS_LIMIT = 250_000
_QUALITY = 92
_RECIPE = "1"
_PNG = re.compile(r'(?<=["\'(])(?P<up>(?:\.\./)*_images/)(?P<stem>[^"\'/)?#]+)\.png\b')
_DATA = re.compile(r'(?<=src=")data:image/webp;base64,(?P<data>[A-Za-z0-9+/=]{1500,})')
_IMG = re.compile(r"<img\b(?![^>]*\bloading=)")
_MADE = re.compile(r"[0-9a-f]{64}\.webp")


def connect(app: Sphinx) -> None:
    r"""빌드가 끝날 때 그림을 바꾸게 합니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.
    """
    app.connect("build-finished", _finish, priority=840)


def to_webp(png: bytes) -> bytes | None:
    r"""PNG를 WebP로 바꿉니다. 큰 사진이 아니면 픽셀이 하나도 달라지지 않습니다.

    Parameters
    ----------
    png : bytes
        PNG 파일.

    Returns
    -------
    bytes or None
        WebP 파일. 1할도 줄지 않으면 `None`.
    """
    with Image.open(io.BytesIO(png)) as picture:
        best = _saved(picture, lossless=True, quality=80)
        if len(best) > LOSSLESS_LIMIT:
            best = min(best, _saved(picture, quality=_QUALITY), key=len)
    return best if len(best) < 0.9 * len(png) else None


def _saved(picture: Image.Image, **options: object) -> bytes:
    buffer = io.BytesIO()
    mode = "RGBA" if "transparency" in picture.info or picture.mode.endswith("A") else "RGB"
    picture.convert(mode).save(buffer, format="webp", method=4, **options)
    return buffer.getvalue()


def _finish(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.format != "html":
        return
    folder = Path(app.outdir)
    images = folder / "_images"
    store = folder.parent / ".images"
    store.mkdir(exist_ok=True)
    lighter: dict[str, bool] = {}
    text = ""
    for path in site_pages(folder):
        up = upward(folder, path)

        def png(match: re.Match[str]) -> str:
            stem = match["stem"]
            if stem not in lighter:
                lighter[stem] = _convert(images, stem, store)
            return f"{match['up']}{stem}.webp" if lighter[stem] else match[0]

        def data(match: re.Match[str], up: str = up) -> str:
            picture = base64.b64decode(match["data"])
            name = hashlib.sha256(picture).hexdigest() + ".webp"
            images.mkdir(exist_ok=True)
            (images / name).write_bytes(picture)
            return f"{up}_images/{name}"

        def change(page: str, lazy: bool = bool(up)) -> str:
            page = _DATA.sub(data, _PNG.sub(png, page))
            return _IMG.sub('<img loading="lazy" decoding="async"', page) if lazy else page

        text += rewrite(path, change)
    for stem, done in lighter.items():
        if done and f"{stem}.png" not in text:
            (images / f"{stem}.png").unlink()
    for old in images.glob("*.webp"):
        if _MADE.fullmatch(old.name) and old.name not in text:
            old.unlink()


def _convert(images: Path, stem: str, store: Path) -> bool:
    png = images / f"{stem}.png"
    content = png.read_bytes()
    key = hashlib.sha256(_RECIPE.encode() + content).hexdigest()[:32]
    made = store / f"{key}.webp"
    if not made.is_file():
        # 줄지 않는 그림은 빈 파일로 적어 두어 다시 해 보지 않습니다.
        made.write_bytes(to_webp(content) or b"")
    if not made.stat().st_size:
        return False
    shutil.copyfile(made, images / f"{stem}.webp")
    return True
