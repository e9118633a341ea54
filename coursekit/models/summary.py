r"""신경망을 층마다 세는 표입니다: 모양, 매개변수, 곱셈-덧셈, 활성값, 수용 영역."""

import html
import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from coursekit.arguments import integer
from coursekit.models.cost import Visit
from coursekit.models.receptive import Field
from coursekit.nn import Layer

if TYPE_CHECKING:
    import torch

_WORDS = 3  # 글자인 열의 수. 나머지는 수라서 오른쪽에 붙입니다


@dataclass(frozen=True)
class LayerSummary:
    r"""표의 한 줄: 층 하나가 표본 하나에 드는 것입니다.

    Parameters
    ----------
    name : str
        모델 안에서의 이름. 첫 줄은 "input"입니다.
    kind : str
        층의 클래스 이름.
    output_shape : tuple of int
        배치를 뺀 출력의 모양.
    parameters : int
        매개변수의 수. 여러 번 지나는 층의 매개변수는 처음 지날 때 한 번만 셉니다.
    multiply_adds : int
        합성곱과 선형 층이 곱하고 더하는 짝의 수. 편향을 더하는 것은 치지 않습니다.
    activations : int
        뒤로 갈 때까지 새로 남기는 값의 수. 제자리에서 바꾸는 층(ReLU, Dropout, Flatten, …)은 0입니다.
        모듈 사이에서 더하거나 이어 붙인 것은 치지 않습니다.
    activation_bytes : int
        그 값들의 바이트.
    receptive_field : int or tuple of int or None
        출력 하나가 보는 입력의 한 변. 축마다 다르면 튜플이고 `None`은 입력 전체입니다.
        채워 넣은 0까지 친 이론값이고, 갈래가 만나면 가장 넓은 갈래를 따릅니다.
    jump : float or tuple of float or None
        이웃한 두 출력이 입력에서 떨어져 있는 거리: 지나온 보폭의 곱.
    """

    name: str
    kind: str
    output_shape: tuple[int, ...]
    parameters: int
    multiply_adds: int
    activations: int
    activation_bytes: int
    receptive_field: int | tuple[int, ...] | None
    jump: float | tuple[float, ...] | None


@dataclass(frozen=True)
class Summary:
    r"""층마다 센 것과 그 합. 노트북과 책에서는 표로 그려집니다.

    `summary["conv1"]`이나 `summary[0]`은 한 줄이고, `for row in summary`로 차례로 볼 수 있습니다.

    Parameters
    ----------
    rows : tuple of LayerSummary
        지나는 차례로 늘어선 줄. 첫 줄은 입력입니다.
    bytes_per_value : int
        값 하나의 바이트: float32는 4, float64는 8.
    """

    rows: tuple[LayerSummary, ...]
    bytes_per_value: int

    def __iter__(self) -> Iterator[LayerSummary]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, key: str | int) -> LayerSummary:
        if isinstance(key, int):
            return self.rows[key]
        for row in self.rows:
            if row.name == key:
                return row
        raise KeyError(f"`{key}` 층은 없습니다(있는 이름: {', '.join(row.name for row in self)}).")

    @property
    def parameters(self) -> int:
        r"""매개변수의 수."""
        return sum(row.parameters for row in self.rows)

    @property
    def parameter_bytes(self) -> int:
        r"""매개변수의 바이트."""
        return self.parameters * self.bytes_per_value

    @property
    def multiply_adds(self) -> int:
        r"""표본 하나를 앞으로 지날 때 곱하고 더하는 짝의 수."""
        return sum(row.multiply_adds for row in self.rows)

    @property
    def activations(self) -> int:
        r"""표본 하나를 뒤로 보낼 때까지 남겨 두는 값의 수. 입력도 칩니다."""
        return sum(row.activations for row in self.rows)

    @property
    def activation_bytes(self) -> int:
        r"""그 값들의 바이트."""
        return sum(row.activation_bytes for row in self.rows)

    def training_bytes(self, batch_size: int, *, optimizer_states: int = 0) -> int:
        r"""학습에 드는 메모리를 어림합니다.

        활성값은 그 기울기까지 두 벌을 배치의 크기만큼, 매개변수는 값과 기울기와 옵티마이저의 상태를 칩니다.
        층 안에서 잠깐 쓰는 곳(합성곱이 펴 놓은 열 따위)과 최대 풀링이 기억하는 자리는 치지 않습니다.

        Parameters
        ----------
        batch_size : int
            배치 크기, 1 이상.
        optimizer_states : int
            옵티마이저가 매개변수마다 드는 값의 수: SGD는 0, 모멘텀은 1, Adam은 2.

        Returns
        -------
        int
            바이트.

        Raises
        ------
        ValueError
            `batch_size`가 1보다 작거나 `optimizer_states`가 음수일 때.
        """
        batch_size = integer("batch_size", batch_size, at_least=1)
        states = integer("optimizer_states", optimizer_states)
        return 2 * batch_size * self.activation_bytes + (2 + states) * self.parameter_bytes

    def columns(self) -> dict[str, list[str | int]]:
        r"""표의 열을 이름으로 돌려줍니다. 마지막 줄은 합계입니다.

        Returns
        -------
        dict of str to list
            열의 이름과 값. `coursekit.viz.table`에 그대로 줄 수 있습니다.
        """
        return {
            "이름": [*(row.name for row in self), "합계"],
            "종류": [*(row.kind for row in self), ""],
            "출력 모양": [*("×".join(map(str, row.output_shape)) for row in self), ""],
            "매개변수": [*(row.parameters for row in self), self.parameters],
            "곱셈-덧셈": [*(row.multiply_adds for row in self), self.multiply_adds],
            "활성값": [*(row.activations for row in self), self.activations],
            "바이트": [*(row.activation_bytes for row in self), self.activation_bytes],
            "수용 영역": [*(_axes(row.receptive_field) for row in self), ""],
            "건너뛰기": [*(_axes(row.jump) for row in self), ""],
        }

    def _cells(self) -> list[list[str]]:
        columns = self.columns()
        text = [[f"{v:,}" if isinstance(v, int) else v for v in c] for c in columns.values()]
        return [list(columns), *(list(line) for line in zip(*text, strict=True))]

    def __str__(self) -> str:
        lines = self._cells()
        width = [max(_width(line[i]) for line in lines) for i in range(len(lines[0]))]
        return "\n".join(
            "  ".join(
                cell + pad if i < _WORDS else pad + cell
                for i, cell in enumerate(line)
                for pad in [" " * (width[i] - _width(cell))]
            ).rstrip()
            for line in lines
        )

    def _repr_markdown_(self) -> str:
        head, *body = self._cells()
        rule = ["---" if i < _WORDS else "---:" for i in range(len(head))]
        return "\n".join("| " + " | ".join(line) + " |" for line in [head, rule, *body])

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        head, *body = self._cells()

        def line(tag: str, cells: Sequence[str], more: str = "") -> str:
            number = " class=number"
            return "".join(
                f"<{tag}{more}{number if i >= _WORDS else ''}>{html.escape(cell)}</{tag}>"
                for i, cell in enumerate(cells)
            )

        rows = "".join(f"<tr>{line('td', cells)}</tr>" for cells in body)
        title = line("th", head, ' scope="col"')
        markup = (
            f'<div class="coursekit-table"><table><thead><tr>{title}</tr></thead>'
            f"<tbody>{rows}</tbody></table></div>"
        )
        return {"text/html": markup, "text/plain": str(self)}


def summarize(model: "Layer | torch.nn.Module", input_shape: Sequence[int]) -> Summary:
    r"""모델에 표본 하나를 지나가게 하며 층마다 셉니다. 모델은 바뀌지 않습니다.

    NumPy 모델은 `Sequential`로 이은 층을, torch 모델은 `forward`가 부른 가장 안쪽의 모듈을 차례로 셉니다.
    큰 모델은 `with torch.device("meta"):` 안에서 만들면 가중치를 만들지도 계산하지도 않고 셀 수 있습니다.

    Parameters
    ----------
    model : coursekit.nn.Layer or torch.nn.Module
        셀 모델. 평가 상태로 지나갑니다.
    input_shape : sequence of int
        배치를 뺀 입력의 모양. 그림이면 `(C, H, W)`입니다.

    Returns
    -------
    Summary
        층마다의 모양, 매개변수, 곱셈-덧셈, 활성값, 수용 영역과 그 합.

    Raises
    ------
    ValueError
        모델이 아니거나, 모양이 모델에 맞지 않거나, 셀 수 없는 것(`Sequential`이 아닌 NumPy 층의 묶음,
        모듈을 거치지 않고 함수로 부른 합성곱이나 풀링)이 들어 있을 때.

    Examples
    --------
    >>> from coursekit.nn import mlp
    >>> summary = summarize(mlp([64, 32, 10], rng=0), (64,))
    >>> summary.parameters, summary.multiply_adds
    (2410, 2368)
    """
    shape = tuple(integer(f"input_shape[{i}]", n, at_least=1) for i, n in enumerate(input_shape))
    if not shape:
        raise ValueError("`input_shape` 길이는 1 이상이어야 합니다(받은 값: ()).")
    if isinstance(model, Layer):
        from coursekit.models.numpy_trace import trace_layers

        visits, bytes_per_value = trace_layers(model, shape)
    else:
        from coursekit.models.torch_trace import trace_modules  # 여기서야 torch를 불러옵니다

        visits, bytes_per_value = trace_modules(model, shape)
    start = Visit("input", "Input", shape, 0, 0, math.prod(shape), Field.of_input(len(shape) - 1))
    rows = [
        LayerSummary(
            name=visit.name,
            kind=visit.kind,
            output_shape=visit.output_shape,
            parameters=visit.parameters,
            multiply_adds=visit.multiply_adds,
            activations=visit.activations,
            activation_bytes=visit.activations * bytes_per_value,
            receptive_field=None if visit.field is None else _one(visit.field.extent()),
            jump=None if visit.field is None else _one(tuple(map(_plain, visit.field.jump))),
        )
        for visit in [start, *visits]
    ]
    return Summary(tuple(rows), bytes_per_value)


def _one(values: tuple[Any, ...]) -> Any:
    return values[0] if len(set(values)) == 1 else values


def _plain(value: Fraction) -> float:
    return value.numerator if value.denominator == 1 else float(value)


def _axes(value: float | tuple[float, ...] | None) -> str:
    if value is None:
        return "전체"
    return "×".join(f"{v:g}" for v in (value if isinstance(value, tuple) else (value,)))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
