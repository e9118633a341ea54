r"""그림 하나하나의 모양을 한곳에서 정합니다: 글꼴, 색과 선, 크기, 그리고 책에 실리는 형식입니다.

이 모듈을 불러오는 것만으로는 아무것도 바뀌지 않습니다. `use_style()`을 불러야 바뀝니다.
"""

import base64
import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from cycler import cycler
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from PIL import Image

from coursekit.viz.description import alt_of

FONT = "Pretendard"
FONT_FILES = tuple(
    Path(__file__).with_name("fonts") / f"Pretendard-{weight}.otf" for weight in ("Regular", "Bold")
)

# 오카베–이토의 여섯 색에서 흰 바탕과의 대비가 3:1에 못 미치는 것을 어둡게 한 것.
# 색을 가려 보지 못해도 알도록 선의 모양도 함께 돕니다.
COLORS = ("#0072B2", "#C44E00", "#00795A", "#A8478A", "#946200", "#222222")
DASHES = (
    "-",
    (0, (5, 2)),
    (0, (7, 2, 1.5, 2)),
    (0, (1.5, 1.5)),
    (0, (9, 2)),
    (0, (4, 1.5, 1, 1.5)),
)
PAPER, INK = "#fcfcfa", "#222222"

CSS_DPI = 100  # 그림의 1인치가 화면의 100px
PIXEL_RATIO = 2

_MISSING_GLYPH = r"Glyph .* missing"
_SLOT = "_coursekit_figures"


def _settings() -> Any:  # 열쇠의 이름이 Literal로 적힌 판과 str로 적힌 판이 있습니다
    return {
        # 수식이 섞인 글은 목록의 첫 글꼴만 보므로 한글 글꼴이 맨 앞이어야 합니다.
        "font.family": [FONT, "DejaVu Sans"],
        "font.size": 12,
        "axes.titlesize": 13,
        "axes.titleweight": "bold",
        "axes.labelsize": 12,
        "xtick.labelsize": 11,
        "ytick.labelsize": 11,
        "legend.fontsize": 11,
        "figure.titlesize": 14,
        "figure.titleweight": "bold",
        "mathtext.fontset": "dejavusans",
        "figure.figsize": (6.4, 4.0),
        "figure.dpi": CSS_DPI,
        "savefig.dpi": CSS_DPI * PIXEL_RATIO,
        "figure.constrained_layout.use": True,
        # 밝은 쪽에서도 어두운 쪽에서도 그림은 같은 종이 위에 있습니다.
        "figure.facecolor": PAPER,
        "savefig.facecolor": PAPER,
        "axes.facecolor": PAPER,
        "axes.edgecolor": "#666666",
        "axes.labelcolor": INK,
        "text.color": INK,
        "xtick.color": "#444444",
        "ytick.color": "#444444",
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "axes.axisbelow": True,
        "grid.color": "#e3e3de",
        "grid.linewidth": 0.8,
        "axes.prop_cycle": cycler(color=COLORS) + cycler(linestyle=DASHES),
        "lines.linewidth": 2.0,
        "lines.markersize": 6,
        "legend.frameon": True,
        "legend.framealpha": 0.9,
        "legend.edgecolor": "#d5d5d0",
        "legend.facecolor": PAPER,
    }


def _register_fonts() -> None:
    known = {Path(entry.fname) for entry in fontManager.ttflist}
    for path in FONT_FILES:
        if path not in known:
            fontManager.addfont(path)


def use_style() -> None:
    r"""이 책의 그림 모양을 지금부터의 모든 그림에 씁니다.

    함께 넣은 Pretendard 글꼴을 등록하고, 글꼴에 없는 글자를 **오류**로 만들고,
    주피터 안에서는 그림이 두 배 해상도의 PNG와 한국어 설명으로 나오게 합니다.
    설명이 없는 그림은 그 셀의 오류가 됩니다.

    See Also
    --------
    style : `with` 안에서만 같은 모양을 씁니다.
    describe : 손으로 그린 그림에 설명을 붙입니다.
    """
    _register_fonts()
    mpl.rcParams.update(_settings())
    warnings.filterwarnings("error", message=_MISSING_GLYPH)
    _claim_notebook()


@contextmanager
def style() -> Iterator[None]:
    r"""`with` 안에서만 이 책의 그림 모양을 쓰고, 나오면 되돌립니다.

    Yields
    ------
    None
        그 안에서 그리고 저장합니다. 글꼴에 없는 글자는 `UserWarning` 오류입니다.
    """
    _register_fonts()
    with mpl.rc_context(_settings()), warnings.catch_warnings():
        warnings.filterwarnings("error", message=_MISSING_GLYPH)
        yield


def png_bundle(figure: Figure, alt: str | None = None) -> tuple[str, dict[str, Any]]:
    r"""그림을 두 배 해상도의 PNG와 책이 읽는 메타데이터로 바꿉니다.

    Parameters
    ----------
    figure : Figure
        바꿀 그림.
    alt : str, optional
        설명. 없으면 그림에 붙은 설명을 씁니다.

    Returns
    -------
    data : str
        base64로 적은 PNG.
    metadata : dict
        `alt`(한국어 설명)와 `width`, `height`(CSS px).

    Raises
    ------
    ValueError
        그림에 설명이 없을 때.
    """
    text = alt_of(figure) if alt is None else alt
    picture = render(figure)
    small = picture.quantize(256, dither=Image.Dither.NONE)
    # 선과 등고선은 256색이면 눈으로 가릴 수 없고 크기는 1/3입니다. 사진처럼 색이 많으면 그대로 둡니다.
    error = np.abs(np.asarray(picture, np.int16) - np.asarray(small.convert("RGB"), np.int16))
    if error.mean() < 1.0:
        picture = small
    buffer = io.BytesIO()
    picture.save(buffer, format="png", optimize=True)
    width, height = (round(float(side) * CSS_DPI) for side in figure.get_size_inches())
    data = base64.b64encode(buffer.getvalue()).decode("ascii")
    return data, {"alt": text, "width": width, "height": height}


def render(figure: Figure, *, ratio: float = PIXEL_RATIO) -> Image.Image:
    r"""그림을 화면의 `ratio`배 해상도로 칠합니다.

    Parameters
    ----------
    figure : Figure
        칠할 그림. 그림의 크기(인치) 그대로이며 여백을 잘라 내지 않습니다.
    ratio : float
        CSS px 하나에 놓을 픽셀 수.

    Returns
    -------
    Image
        RGB 그림. 여러 그림의 너비가 쪽에서 가지런하도록 크기는 언제나 인치 × 100 × `ratio`입니다.
    """
    buffer = io.BytesIO()
    figure.savefig(
        buffer,
        format="png",
        dpi=CSS_DPI * ratio,
        facecolor=figure.get_facecolor(),
        bbox_inches=None,
    )
    return Image.open(buffer).convert("RGB")


class _NotebookFigures:
    r"""주피터가 그림을 내보내는 길목을 맡습니다."""

    def __init__(self, shell: Any) -> None:
        self.shell = shell
        self.failure: Exception | None = None

    def install(self) -> None:
        # `%matplotlib inline`이 나중에 와도 그림을 비우기(flush) 전에 길목을 되찾습니다.
        self.shell.events.register("post_execute", self.claim)
        self.shell.events.register("post_run_cell", self.fail_cell)
        if "inline" in str(mpl.rcParams["backend"]):
            import matplotlib_inline.backend_inline  # noqa: F401  자기 형식을 먼저 등록하게 합니다
        self.claim()

    def claim(self) -> None:
        self.shell.display_formatter.formatters["image/png"].for_type(Figure, self.render)

    def render(self, figure: Figure) -> tuple[str, dict[str, Any]]:
        try:
            return png_bundle(figure)
        except Exception as error:
            self.failure = error
            raise

    def fail_cell(self, result: Any) -> None:
        # IPython은 형식을 만들다 난 오류를 출력에 적기만 하고 셀을 성공으로 칩니다.
        # 설명이나 글자가 빠진 그림이 조용히 책에 실리지 않도록 셀의 오류로 올립니다.
        failure, self.failure = self.failure, None
        if failure is not None and result.error_in_exec is None:
            result.error_in_exec = failure


def _claim_notebook() -> None:
    try:
        from IPython.core.getipython import get_ipython
    except ImportError:  # 주피터 없이도 그릴 수 있습니다
        return
    shell = get_ipython()  # type: ignore[no-untyped-call,unused-ignore]
    if shell is not None and getattr(shell, _SLOT, None) is None:
        figures = _NotebookFigures(shell)
        setattr(shell, _SLOT, figures)
        figures.install()
