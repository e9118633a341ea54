r"""장면 여럿을 넘겨 보는 그림입니다. 책에 들어가는 것은 제 안에 모든 것을 담은 HTML 조각입니다.

장면은 Matplotlib이 한 번씩 칠하고, 브라우저는 그것을 넘기기만 합니다.
마지막 장면만 온전한 그림이고 다른 장면은 그것과 다른 픽셀만 담으므로 작습니다.
"""

import base64
import hashlib
import html
import io
import json
from collections.abc import Callable, Iterable, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image, ImageFilter

from coursekit.arguments import integer, number
from coursekit.viz.description import describe, require_alt
from coursekit.viz.style import CSS_DPI, png_bundle, render, style

_RATIO = (
    1.5  # 움직이는 그림의 CSS px마다 픽셀 수. 2보다 작은 까닭은 장면의 수만큼 커지기 때문입니다
)
_COLORS = 64


class Animation:
    r"""장면의 묶음입니다. `animate`가 만듭니다.

    Parameters
    ----------
    frames : sequence of Image
        칠한 장면. 모두 같은 크기의 RGB 그림입니다.
    poster : Figure
        마지막 장면의 그림.
    alt : str
        전체의 한국어 설명.
    captions : sequence of str
        장면마다의 한 줄 설명. 없으면 빈 목록입니다.
    seconds : float
        처음부터 끝까지 넘기는 시간.
    """

    def __init__(
        self,
        frames: Sequence[Image.Image],
        poster: Figure,
        *,
        alt: str,
        captions: Sequence[str],
        seconds: float,
    ) -> None:
        self.alt = alt
        self.captions = tuple(captions)
        self.seconds = seconds
        self._frames = _share_palette(frames)
        self._poster = png_bundle(poster, alt)
        width, height = (round(float(side) * CSS_DPI) for side in poster.get_size_inches())
        self._size = (width, height)

    def __len__(self) -> int:
        r"""장면의 수."""
        return len(self._frames)

    def __repr__(self) -> str:
        return f"Animation(frames={len(self)}, seconds={self.seconds:g})"

    def to_html(self) -> str:
        r"""다른 파일을 부르지 않는 HTML 조각을 만듭니다.

        Returns
        -------
        str
            `<figure>` 하나. 같은 장면은 언제나 같은 글자가 됩니다.
        """
        base = self._frames[-1]
        layers = [_data_uri(_difference(frame, base)) for frame in self._frames[:-1]]
        script = json.dumps(
            {"layers": layers, "captions": self.captions, "seconds": self.seconds},
            ensure_ascii=False,
            separators=(",", ":"),
        ).replace("<", "\\u003c")  # 설명에 `</script>`가 있어도 조각이 끊기지 않게
        key = hashlib.sha256(script.encode()).hexdigest()[:12]
        width, height = self._size
        alt = html.escape(self.alt, quote=True)
        last_caption = html.escape(self.captions[-1]) if self.captions else ""
        player = _player("player.js").replace("__KEY__", key)
        return (
            f'<figure class="ck-animation" data-ck-animation="{key}">'
            f"<style>{_player('player.css')}</style>"
            f'<div class="ck-animation-stage"><img class="ck-animation-base" alt="{alt}" '
            f'width="{width}" height="{height}" src="{_data_uri(base)}">'
            '<img class="ck-animation-layer" alt="" aria-hidden="true" hidden></div>'
            f'<figcaption class="ck-animation-caption">{last_caption}</figcaption>'
            '<div class="ck-animation-controls" role="group" aria-label="움직이는 그림 다루기" hidden>'
            '<button type="button" class="ck-animation-play">재생</button>'
            f'<input type="range" min="0" max="{len(self) - 1}" step="1" value="{len(self) - 1}" '
            'aria-label="장면"><span class="ck-animation-count" aria-hidden="true"></span></div>'
            "<noscript><p>스크립트가 꺼져 있어 마지막 장면만 보입니다.</p></noscript>"
            f'<script type="application/json">{script}</script>'
            f"<script>{player}</script></figure>"
        )

    def save(self, path: str | Path) -> Path:
        r"""한 파일로 저장합니다.

        Parameters
        ----------
        path : str or Path
            `.gif`나 `.webp`나 `.html`로 끝나는 파일 이름.

        Returns
        -------
        Path
            쓴 파일.

        Raises
        ------
        ValueError
            다른 확장자일 때.
        """
        target = Path(path)
        if target.suffix == ".html":
            target.write_text(
                '<!doctype html><html lang="ko"><meta charset="utf-8">'
                '<meta name="viewport" content="width=device-width">'
                f"<title>{html.escape(self.alt)}</title>{self.to_html()}</html>",
                encoding="utf-8",
            )
        elif target.suffix in (".gif", ".webp"):
            first, *rest = self._frames
            pause = round(1000 * self.seconds / max(len(self) - 1, 1))
            pauses = [pause] * (len(self) - 1) + [max(pause, 1500)]  # 마지막 장면에서 잠시 머뭅니다
            first.save(target, save_all=True, append_images=rest, duration=pauses, loop=0)
        else:
            raise ValueError(
                "`path` 확장자는 .gif, .webp, .html 가운데 하나여야 합니다"
                f"(받은 값: {target.suffix!r})."
            )
        return target

    def _repr_mimebundle_(
        self, include: Any = None, exclude: Any = None
    ) -> tuple[dict[str, str], dict[str, Any]]:
        data, metadata = self._poster
        bundle = {"text/plain": repr(self), "text/html": self.to_html(), "image/png": data}
        return bundle, {"image/png": metadata}


def animate(
    draw: Callable[[Any, int], object],
    frames: int | Iterable[int],
    *,
    alt: str,
    seconds: float = 4.0,
    captions: Sequence[str] | Callable[[int], str] | None = None,
    size: tuple[float, float] = (6.4, 4.0),
    panels: tuple[int, int] = (1, 1),
) -> Animation:
    r"""장면마다 `draw`를 불러 움직이는 그림을 만듭니다.

    책의 그림 모양(`style`)으로 칠하며 pyplot의 그림은 건드리지 않습니다.
    장면 사이에 축이 흔들리지 않도록 `draw`에서 축의 범위를 정하십시오.

    Parameters
    ----------
    draw : callable
        `draw(ax, k)`가 빈 축에 장면 `k`를 그립니다. `panels`가 (1, 1)이 아니면 축의 배열을 받습니다.
    frames : int or iterable of int
        장면의 수(0, 1, ..., n-1) 또는 장면마다의 `k`.
    alt : str
        무엇이 어떻게 움직이는지 말하는 한국어 설명.
    seconds : float
        처음부터 끝까지 넘기는 시간, 0보다 큽니다.
    captions : sequence of str or callable, optional
        장면마다의 한 줄 설명, 또는 `captions(k)`.
    size : (float, float)
        그림의 크기(인치). 1인치가 화면의 100px입니다.
    panels : (int, int)
        축의 줄과 칸.

    Returns
    -------
    Animation
        셀의 마지막 값으로 두면 재생 단추와 막대가 달린 그림이 됩니다.

    Raises
    ------
    ValueError
        설명에 한글이 없거나, 장면이 없거나, 설명의 수가 장면의 수와 다르거나, `seconds`가 0 이하일 때.
    """
    alt = require_alt(alt)
    seconds = number("seconds", seconds, above=0)
    rows, columns = (integer("panels", n, at_least=1) for n in panels)
    if isinstance(frames, Iterable):
        keys = [integer("frames", k) for k in frames]
    else:
        keys = list(range(integer("frames", frames, at_least=1)))
    if not keys:
        raise ValueError("`frames` 값은 장면이 하나 이상 있어야 합니다(받은 장면: 0개).")
    lines = [captions(k) for k in keys] if callable(captions) else list(captions or [])
    if lines and len(lines) != len(keys):
        raise ValueError(
            f"`captions` 길이는 장면의 수 {len(keys)}이어야 합니다(받은 길이: {len(lines)})."
        )
    pictures = []
    with style():
        figure = Figure(figsize=size)
        FigureCanvasAgg(figure)
        for k in keys:
            figure.clear()
            draw(figure.subplots(rows, columns), k)
            pictures.append(render(figure, ratio=_RATIO))
        describe(figure, alt)
        return Animation(pictures, figure, alt=alt, captions=lines, seconds=seconds)


def _share_palette(frames: Sequence[Image.Image]) -> list[Image.Image]:
    r"""모든 장면을 같은 색 목록으로 바꿉니다. 그래야 변하지 않은 픽셀이 정확히 같습니다."""
    chosen = [frames[0], frames[len(frames) // 2], frames[-1]]
    width, height = frames[0].size
    sheet = Image.new("RGB", (width, height * len(chosen)))
    for i, frame in enumerate(chosen):
        sheet.paste(frame, (0, i * height))
    palette = sheet.quantize(_COLORS, dither=Image.Dither.NONE)
    return [
        frame.quantize(palette=palette, dither=Image.Dither.NONE).convert("RGB") for frame in frames
    ]


def _difference(frame: Image.Image, base: Image.Image) -> Image.Image:
    r"""`base`와 같은 픽셀을 투명하게 지운 `frame`."""
    changed = (np.asarray(frame) != np.asarray(base)).any(axis=-1)
    # 화면 크기로 줄이면 경계의 픽셀이 섞여 바탕이 비치므로, 바뀐 곳의 둘레까지 덮습니다.
    mask = Image.fromarray(changed.astype(np.uint8) * 255).filter(ImageFilter.MaxFilter(5))
    layer = np.zeros((*changed.shape, 4), dtype=np.uint8)
    kept = np.asarray(mask) > 0
    layer[kept, :3] = np.asarray(frame)[kept]
    layer[kept, 3] = 255
    return Image.fromarray(layer)


def _data_uri(picture: Image.Image) -> str:
    buffer = io.BytesIO()
    picture.save(buffer, format="webp", lossless=True, quality=60, method=4)
    return "data:image/webp;base64," + base64.b64encode(buffer.getvalue()).decode("ascii")


def _player(name: str) -> str:
    return resources.files("coursekit.viz").joinpath(name).read_text(encoding="utf-8")
