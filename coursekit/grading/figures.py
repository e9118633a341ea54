r"""되먹임에 넣는 작은 그림을 SVG로 그립니다. 스크립트도 바깥 파일도 없고, 모든 글은 이스케이프합니다.

색은 쓰지 않고 CSS의 class만 적으므로 밝은 화면, 어두운 화면, 종이에 함께 맞습니다.
"""

from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

from coursekit.grading.series import Series

_WIDTH, _HEIGHT = 480, 170
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 10, 12, 26
_CELL = 26


def draw(series: Series, expected: Series | None = None, whose: str = "내가 낸") -> Markup:
    r"""값 하나를 그립니다: 1차원은 꺾은선, 2차원은 칸의 짙기입니다.

    Parameters
    ----------
    series : Series
        학생의 값.
    expected : Series, optional
        기대한 값. 강사의 보고서에서만 줍니다.
    whose : str
        누구의 값인지 읽어 줄 말.

    Returns
    -------
    Markup
        `<svg>` 요소. 값을 그대로 HTML에 넣을 수 있습니다.
    """
    if len(series.size) == 2:
        return _grid(series, whose)
    return _lines(series, expected if expected and len(expected.size) == 1 else None, whose)


def describe(series: Series, whose: str = "내가 낸") -> str:
    r"""그림을 보지 못하는 사람에게 읽어 줄 글입니다.

    Parameters
    ----------
    series : Series
        그린 값.
    whose : str
        누구의 값인지.

    Returns
    -------
    str
        이름, 모양, 가장 작은 값과 큰 값.
    """
    finite = [number for number in series.numbers if number is not None]
    odd = len(series.numbers) - len(finite)
    text = f"{whose} {series.name} 값의 그림. 모양 {_shape(series.shape)}."
    if finite:
        text += f" 가장 작은 값 {min(finite):g}, 가장 큰 값 {max(finite):g}."
    return text + (f" 유한하지 않은 값 {odd}개." if odd else "")


def histogram(counts: Sequence[int], labels: Sequence[str], title: str) -> Markup:
    r"""막대그림을 그립니다.

    Parameters
    ----------
    counts : sequence of int
        막대의 높이.
    labels : sequence of str
        막대의 이름.
    title : str
        읽어 줄 글.

    Returns
    -------
    Markup
        `<svg>` 요소.
    """
    top = max([*counts, 1])
    width = (_WIDTH - 20) / max(1, len(counts))
    parts = []
    for i, (count, label) in enumerate(zip(counts, labels, strict=True)):
        height = (_HEIGHT - 50) * count / top
        x = 10 + i * width
        y = _HEIGHT - 24 - height
        parts.append(
            f'<rect class="bar" x="{x + 2:.1f}" y="{y:.1f}" width="{width - 4:.1f}" '
            f'height="{height:.1f}" rx="2"/>'
        )
        middle = x + width / 2
        if count:
            parts.append(f'<text x="{middle:.1f}" y="{y - 5:.1f}" class="mid">{count}</text>')
        parts.append(f'<text x="{middle:.1f}" y="{_HEIGHT - 8}" class="mid">{escape(label)}</text>')
    return _svg(_WIDTH, _HEIGHT, title, parts)


def _lines(series: Series, expected: Series | None, whose: str) -> Markup:
    both = [*series.numbers, *(expected.numbers if expected else ())]
    finite = [number for number in both if number is not None]
    low, high = (min(finite), max(finite)) if finite else (0.0, 1.0)
    # 모두 같은 값이거나 차가 넘치는 값이어도 그릴 수 있게 합니다.
    span = high / 2 - low / 2
    parts = [
        f'<line class="axis" x1="{_LEFT}" y1="{y}" x2="{_WIDTH - _RIGHT}" y2="{y}"/>'
        for y in (_TOP, _HEIGHT - _BOTTOM)
    ]
    for value, y in ((high, _TOP + 4), (low, _HEIGHT - _BOTTOM + 4)):
        parts.append(f'<text class="end" x="{_LEFT - 6}" y="{y}">{value:.4g}</text>')
    parts.append(f'<text x="{_LEFT}" y="{_HEIGHT - 6}">위치 0</text>')
    last = max(series.shape) - 1
    parts.append(f'<text class="end" x="{_WIDTH - _RIGHT}" y="{_HEIGHT - 6}">{last}</text>')
    for one, kind in ((expected, "want"), (series, "got")):
        if one is not None:
            parts += _polyline(one.numbers, low, span, kind)
    return _svg(_WIDTH, _HEIGHT, describe(series, whose), parts)


def _polyline(numbers: Sequence[float | None], low: float, span: float, kind: str) -> Iterator[str]:
    step = (_WIDTH - _LEFT - _RIGHT) / max(1, len(numbers) - 1)
    run: list[str] = []
    for i, number in enumerate([*numbers, None]):
        x = _LEFT + i * step
        if number is not None:
            part = (number / 2 - low / 2) / span if span else 0.5
            y = _HEIGHT - _BOTTOM - part * (_HEIGHT - _TOP - _BOTTOM)
            run.append(f"{x:.1f},{y:.1f}")
            if len(numbers) <= 40:
                yield f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="2.6"/>'
            continue
        if run:
            yield f'<polyline class="{kind}" points="{" ".join(run)}"/>'
            run = []
        if i < len(numbers):
            yield f'<text class="odd mid" x="{x:.1f}" y="{_HEIGHT / 2:.0f}">×</text>'


def _grid(series: Series, whose: str) -> Markup:
    rows, columns = series.size
    finite = [number for number in series.numbers if number is not None]
    # 가장 큰 크기로 나누어 부호는 색으로, 크기는 짙기로 보입니다.
    top = max([abs(number) for number in finite], default=0.0) or 1.0
    parts = []
    for i, number in enumerate(series.numbers):
        x, y = (i % columns) * _CELL, (i // columns) * _CELL
        box = f'x="{x}" y="{y}" width="{_CELL - 2}" height="{_CELL - 2}" rx="3"'
        parts.append(f'<rect class="cell" {box}/>')
        if number is None:
            parts.append(f'<text class="odd mid" x="{x + 12}" y="{y + 17}">×</text>')
        elif number:
            sign = "plus" if number > 0 else "minus"
            parts.append(f'<rect class="{sign}" {box} fill-opacity="{abs(number) / top:.2f}"/>')
    return _svg(columns * _CELL, rows * _CELL, describe(series, whose), parts, "grid")


def _svg(width: float, height: float, title: str, parts: Sequence[str], kind: str = "") -> Markup:
    name = f"plot {kind}".strip()
    return Markup(
        f'<svg class="{name}" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{escape(title)}">{"".join(parts)}</svg>'
    )


def _shape(shape: Sequence[int]) -> str:
    return "(" + ", ".join(map(str, shape)) + ("," if len(shape) == 1 else "") + ")"
