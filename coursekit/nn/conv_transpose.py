r"""전치 합성곱(transposed convolution): 합성곱이 기울기를 되돌려 보내는 계산을 앞으로 가는 데 씁니다.

합성곱을 행렬 :math:`A`로 쓰면 출력은 :math:`Ax`, 입력의 기울기는 :math:`A^\top g`입니다.
전치 합성곱의 출력이 바로 :math:`A^\top x`라서, 앞으로 갈 때는 합성곱의 입력 기울기를 구하는 함수를,
입력의 기울기를 구할 때는 합성곱의 출력을 구하는 함수를 그대로 부릅니다.
모양을 되돌릴 뿐 값을 되돌리는 역(:math:`A^{-1}`)이 아닙니다.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from coursekit.arguments import array
from coursekit.nn.conv_shape import Geometry, Ints, per_axis
from coursekit.nn.correlation import correlate, correlate_grad_input, correlate_grad_weight

Array = NDArray[Any]
Steps = int | tuple[int, ...]


def conv_transpose2d_forward(
    x: Array,
    weight: Array,
    bias: Array | None = None,
    *,
    stride: Steps = 1,
    padding: Steps = 0,
    output_padding: Steps = 0,
    dilation: Steps = 1,
    groups: int = 1,
) -> tuple[Array, Any]:
    r"""이미지의 전치 합성곱: 입력 칸 하나가 커널만 한 도장을 찍고, 겹친 곳은 더합니다.

    출력의 길이는 :math:`(n-1)s - 2p + d(k-1) + p_\text{out} + 1`입니다.

    Parameters
    ----------
    x : ndarray of shape (N, C, H, W)
        입력.
    weight : ndarray of shape (C, F/G, kH, kW)
        가중치. 합성곱과 달리 입력의 채널이 첫 축입니다.
    bias : ndarray of shape (F,), optional
        편향.
    stride : int or tuple of int
        도장 사이의 간격 :math:`s`, 1 이상.
    padding : int or tuple of int
        다 찍은 뒤 변마다 **잘라 내는** 칸의 수 :math:`p`.
    output_padding : int or tuple of int
        뒤쪽 끝에서 덜 잘라 내는 칸의 수 :math:`p_\text{out}`. `stride`나 `dilation`보다 작아야 합니다.
        보폭이 2 이상인 합성곱은 길이가 다른 입력을 같은 길이로 줄이므로, 어느 길이로 되돌릴지 이것으로 고릅니다.
    dilation : int or tuple of int
        커널 칸 사이의 간격 :math:`d`, 1 이상.
    groups : int
        채널을 나눈 그룹의 수 G.

    Returns
    -------
    y : ndarray of shape (N, F, oH, oW)
        출력.
    cache : tuple
        `conv_transpose2d_backward`에 넘길 것.

    Raises
    ------
    ValueError
        모양이나 범위가 맞지 않거나, 잘라 내고 남는 것이 없을 때.
    """
    return _forward(2, x, weight, bias, (stride, padding, output_padding, dilation, groups))


def conv_transpose2d_backward(grad_output: Array, cache: Any) -> tuple[Array, Array, Array | None]:
    r"""이미지 전치 합성곱의 기울기: 입력의 기울기는 같은 가중치의 보통 합성곱입니다.

    Parameters
    ----------
    grad_output : ndarray of shape (N, F, oH, oW)
        출력의 기울기.
    cache : tuple
        `conv_transpose2d_forward`가 돌려준 것.

    Returns
    -------
    grad_x : ndarray of shape (N, C, H, W)
        입력의 기울기.
    grad_weight : ndarray of shape (C, F/G, kH, kW)
        가중치의 기울기.
    grad_bias : ndarray of shape (F,) or None
        편향의 기울기. 편향이 없었으면 `None`입니다.
    """
    return _backward(grad_output, cache)


def conv_transpose1d_forward(
    x: Array,
    weight: Array,
    bias: Array | None = None,
    *,
    stride: Steps = 1,
    padding: Steps = 0,
    output_padding: Steps = 0,
    dilation: Steps = 1,
    groups: int = 1,
) -> tuple[Array, Any]:
    r"""신호의 전치 합성곱입니다.

    Parameters
    ----------
    x : ndarray of shape (N, C, L)
        입력.
    weight : ndarray of shape (C, F/G, k)
        가중치.
    bias : ndarray of shape (F,), optional
        편향.
    stride, padding, output_padding, dilation, groups : int or tuple of int
        `conv_transpose2d_forward`와 같습니다.

    Returns
    -------
    y : ndarray of shape (N, F, oL)
        출력.
    cache : tuple
        `conv_transpose1d_backward`에 넘길 것.

    Raises
    ------
    ValueError
        `conv_transpose2d_forward`와 같을 때.
    """
    return _forward(1, x, weight, bias, (stride, padding, output_padding, dilation, groups))


def conv_transpose1d_backward(grad_output: Array, cache: Any) -> tuple[Array, Array, Array | None]:
    r"""신호 전치 합성곱의 기울기를 구합니다.

    Parameters
    ----------
    grad_output : ndarray of shape (N, F, oL)
        출력의 기울기.
    cache : tuple
        `conv_transpose1d_forward`가 돌려준 것.

    Returns
    -------
    grad_x : ndarray of shape (N, C, L)
        입력의 기울기.
    grad_weight : ndarray of shape (C, F/G, k)
        가중치의 기울기.
    grad_bias : ndarray of shape (F,) or None
        편향의 기울기.
    """
    return _backward(grad_output, cache)


def output_padding_of(value: Steps, geometry: Geometry) -> Ints:
    r"""`output_padding`을 축마다의 값으로 펴고 범위를 봅니다.

    Parameters
    ----------
    value : int or tuple of int
        사용자가 준 값.
    geometry : Geometry
        커널이 걷는 방법.

    Returns
    -------
    tuple of int
        축마다의 값.

    Raises
    ------
    ValueError
        `stride`와 `dilation` 가운데 큰 쪽보다 작지 않을 때.
    """
    extra = per_axis("output_padding", value, len(geometry.kernel), at_least=0)
    for e, s, d in zip(extra, geometry.stride, geometry.dilation, strict=True):
        if e >= max(s, d):
            raise ValueError(
                f"`output_padding` 값은 `stride`나 `dilation`보다 작아야 합니다"
                f"(받은 값: {e}, stride: {s}, dilation: {d})."
            )
    return extra


def _forward(
    dims: int, x: Array, weight: Array, bias: Array | None, options: tuple[Any, ...]
) -> tuple[Array, Any]:
    stride, padding, output_padding, dilation, groups = options
    free = (None,) * dims
    weight = array("weight", weight, shape=(None, None, *free), finite=False)
    # 패딩 없이 찍은 뒤에 가장자리를 잘라 냅니다
    geometry = Geometry.of(weight.shape[2:], stride, 0, dilation, groups)
    cut = per_axis("padding", padding, dims, at_least=0)
    extra = output_padding_of(output_padding, geometry)
    if len(weight) % geometry.groups:
        raise ValueError(
            f"`weight` 첫 축의 길이는 `groups` 값의 배수여야 합니다(첫 축: {len(weight)}, groups: {groups})."
        )
    x = array("x", x, shape=(None, len(weight), *free), finite=False)
    filters = weight.shape[1] * geometry.groups
    axes = zip(x.shape[2:], geometry.stride, geometry.reach, strict=True)
    whole = tuple((n - 1) * s + reach + 1 for n, s, reach in axes)
    size = tuple(n - 2 * p + e for n, p, e in zip(whole, cut, extra, strict=True))
    if min(size) < 1 or min(x.shape[2:]) < 1:
        raise ValueError(
            f"`padding`으로 잘라 내고 남는 것이 있어야 합니다"
            f"(찍은 크기: {whole}, padding: {cut}, output_padding: {extra}, 남는 크기: {size})."
        )
    stamped = correlate_grad_input(x, weight, whole, geometry)
    kept, placed = _overlap(whole, size, cut)
    y = np.zeros((len(x), filters, *size), stamped.dtype)
    y[placed] = stamped[kept]
    if bias is not None:
        y += array("bias", bias, shape=(filters,), finite=False).reshape(-1, *(1,) * dims)
    return y, (x, weight, bias is not None, geometry, whole, kept, placed)


def _backward(grad_output: Array, cache: Any) -> tuple[Array, Array, Array | None]:
    x, weight, has_bias, geometry, whole, kept, placed = cache
    grad = np.zeros((*grad_output.shape[:2], *whole), grad_output.dtype)
    grad[kept] = grad_output[placed]
    grad_x = correlate(grad, weight, None, geometry)
    grad_weight = correlate_grad_weight(grad, x, weight.shape, geometry)
    axes = (0, *range(2, grad.ndim))
    return grad_x, grad_weight, grad_output.sum(axis=axes) if has_bias else None


def _overlap(whole: Ints, size: Ints, cut: Ints) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    r"""찍은 것에서 남길 자리와, 그것을 출력에 놓을 자리."""
    lengths = [max(0, min(m, n - p)) for n, m, p in zip(whole, size, cut, strict=True)]
    kept = (..., *(slice(p, p + n) for p, n in zip(cut, lengths, strict=True)))
    return kept, (..., *(slice(n) for n in lengths))
