r"""층 하나가 드는 것: 곱셈과 덧셈, 남기는 값, 넓어지는 수용 영역.

NumPy의 층과 torch의 층은 이름과 속성이 같으므로 클래스의 이름만 보고 셉니다. torch를 불러오지 않습니다.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from coursekit.models.receptive import Field

CONV = {"Conv1d", "Conv2d", "Conv3d"}
CONV_TRANSPOSE = {"ConvTranspose1d", "ConvTranspose2d", "ConvTranspose3d"}
POOL = {f"{kind}Pool{n}d" for kind in ("Max", "Avg", "LP") for n in (1, 2, 3)}
ADAPTIVE = {f"Adaptive{kind}Pool{n}d" for kind in ("Max", "Avg") for n in (1, 2, 3)}
WHOLE = {f"Global{kind}Pool{n}d" for kind in ("Max", "Avg") for n in (1, 2, 3)} | {"Linear"}
UPSAMPLE = {"Upsample", "UpsamplingBilinear2d", "UpsamplingNearest2d"}
NORM = {f"{kind}Norm{n}d" for kind in ("Batch", "Instance") for n in (1, 2, 3)} | {
    "GroupNorm",
    "LayerNorm",
    "LocalResponseNorm",
}
# 뒤로 갈 때 자기 출력만 있으면 되어, 앞 층의 출력을 덮어써도 되는 것. 새로 남기는 값이 없습니다.
IN_PLACE = {
    "Dropout",
    "Dropout1d",
    "Dropout2d",
    "Dropout3d",
    "ELU",
    "Flatten",
    "Identity",
    "LeakyReLU",
    "ReLU",
    "ReLU6",
    "Sequential",  # 빈 것: 지름길이 그대로 지나는 자리
    "Sigmoid",
    "Tanh",
    "Unflatten",
}
POINTWISE = {"GELU", "LogSoftmax", "SiLU", "Hardswish", "Softmax", "Softplus"}
KNOWN = CONV | CONV_TRANSPOSE | POOL | ADAPTIVE | WHOLE | UPSAMPLE | NORM | IN_PLACE | POINTWISE
_TAPS = {"nearest": 1, "linear": 2, "bilinear": 2, "trilinear": 2, "bicubic": 4}


@dataclass(frozen=True)
class Visit:
    r"""모델을 지나다가 층 하나에 들른 기록."""

    name: str
    kind: str
    output_shape: tuple[int, ...]
    parameters: int
    multiply_adds: int
    activations: int
    field: Field | None


def visit(
    name: str,
    layer: object,
    parameters: int,
    field: Field | None,
    input_shape: Sequence[int],
    output_shape: Sequence[int],
) -> Visit:
    r"""들른 층이 드는 것을 셉니다. `field`는 들어온 것의 수용 영역이고 모양에는 배치가 없습니다."""
    return Visit(
        name,
        type(layer).__name__,
        tuple(output_shape),
        parameters,
        multiply_adds(layer, input_shape, output_shape),
        kept_values(layer, output_shape),
        field_after(layer, field, input_shape, output_shape),
    )


def kind_of(layer: object) -> str:
    r"""세는 법을 아는 클래스의 이름. 물려받은 것이면 그 조상의 이름이고, 모르는 것이면 제 이름입니다."""
    names = [cls.__name__ for cls in type(layer).__mro__]
    return next((name for name in names if name in KNOWN), names[0])


def multiply_adds(layer: Any, input_shape: Sequence[int], output_shape: Sequence[int]) -> int:
    r"""곱하고 더하는 짝의 수. 합성곱과 선형 층만 세고, 편향과 풀링과 정규화와 활성화는 0으로 칩니다.

    합성곱은 출력 칸마다 :math:`\frac{C_\text{in}}{\text{groups}}\,k_H\,k_W`번 곱하고 더합니다.
    전치 합성곱은 거꾸로 입력 칸마다 :math:`\frac{C_\text{out}}{\text{groups}}\,k_H\,k_W`번입니다.
    """
    kind = kind_of(layer)
    if kind in CONV | CONV_TRANSPOSE:
        # 가중치의 모양은 (C_out, C_in/groups, k...), 전치 합성곱에서는 (C_in, C_out/groups, k...)입니다.
        places = input_shape if kind in CONV_TRANSPOSE else output_shape
        per_place: int = math.prod(layer.weight.shape[1:])
        return math.prod(places) * per_place
    if kind == "Linear":
        return math.prod(output_shape) * int(layer.in_features)
    return 0


def kept_values(layer: object, output_shape: Sequence[int]) -> int:
    r"""뒤로 갈 때까지 새로 남겨 두는 값의 수. 제자리에서 바꾸는 층은 0입니다."""
    return 0 if kind_of(layer) in IN_PLACE else math.prod(output_shape)


def field_after(
    layer: Any, field: Field | None, input_shape: Sequence[int], output_shape: Sequence[int]
) -> Field | None:
    r"""층을 지난 다음의 수용 영역. 모양은 채널부터(배치 없이) 적습니다."""
    kind = kind_of(layer)
    if field is None or kind in WHOLE:
        return None
    axes = len(field.size)
    before, after = input_shape[-axes:], output_shape[-axes:]
    if kind in CONV | POOL:
        kernel = _window(layer.kernel_size, axes)
        stride = kernel if layer.stride is None else _window(layer.stride, axes)
        return field.through(kernel, stride, _window(getattr(layer, "dilation", 1), axes))
    if kind in CONV_TRANSPOSE:
        stride = _window(layer.stride, axes)
        windows = zip(_window(layer.kernel_size, axes), _window(layer.dilation, axes), strict=True)
        reach = [d * (k - 1) + 1 for k, d in windows]
        taps = [-(-r // s) for r, s in zip(reach, stride, strict=True)]
        return field.resampled(taps, [Fraction(s) for s in stride])
    if kind in ADAPTIVE:
        if all(n == 1 for n in after):
            return None
        bins = [_widest_bin(n, m) for n, m in zip(before, after, strict=True)]
        stretch = [Fraction(m, n) for n, m in zip(before, after, strict=True)]
        return field.resampled(bins, stretch)
    if kind in UPSAMPLE:
        return resized(field, before, after, layer.mode)
    return field


def resized(field: Field, before: Sequence[int], after: Sequence[int], mode: str) -> Field | None:
    r"""보간해서 크기를 바꾼 다음."""
    if mode not in _TAPS:
        raise ValueError(f"`mode` 값은 {sorted(_TAPS)} 가운데 하나여야 합니다(받은 값: {mode!r}).")
    factor = [Fraction(m, n) for n, m in zip(before, after, strict=True)]
    # 한 칸짜리 축에는 섞을 이웃이 없습니다.
    return field.resampled([min(_TAPS[mode], n) for n in before], factor)


def _window(size: int | Sequence[int], axes: int) -> tuple[int, ...]:
    return (size,) * axes if isinstance(size, int) else tuple(size)


def _widest_bin(size: int, bins: int) -> int:
    return max(-(-(i + 1) * size // bins) - i * size // bins for i in range(bins))
