r"""NumPy 모델에 표본 하나를 지나가게 하며 층마다 셉니다."""

import copy
from collections.abc import Iterator, Sequence

import numpy as np

from coursekit.models.cost import Visit, kind_of, visit
from coursekit.models.receptive import Field
from coursekit.nn import Layer, Sequential


def trace_layers(model: Layer, input_shape: Sequence[int]) -> tuple[list[Visit], int]:
    r"""층마다의 기록과, 값 하나의 바이트."""
    model = copy.deepcopy(model).eval()  # 뒤로 갈 차례를 기다리던 모델이면 그 기억을 지우지 않게
    parameters = model.parameters()
    x = np.zeros((1, *input_shape), parameters[0].data.dtype if parameters else np.float64)
    field = Field.of_input(len(input_shape) - 1)
    visits = []
    for name, layer in _leaves("", model):
        y = layer.forward(x)
        count = sum(p.data.size for p in layer.parameters())
        visits.append(visit(name, layer, count, field, x.shape[1:], y.shape[1:]))
        x, field = y, visits[-1].field
    return visits, x.dtype.itemsize


def _leaves(prefix: str, layer: Layer) -> Iterator[tuple[str, Layer]]:
    children = layer.named_children()
    if not children:
        yield prefix or kind_of(layer), layer
    elif isinstance(layer, Sequential):
        for name, child in children:
            yield from _leaves(f"{prefix}.{name}" if prefix else name, child)
    else:
        raise ValueError(
            f"`model` 값은 Sequential로만 묶은 층이어야 합니다"
            f"(안이 갈라질 수 있는 층: {type(layer).__name__})."
        )
