r"""전치 합성곱 층: 특성 맵을 키웁니다. 식은 `conv_transpose`에 있습니다."""

from abc import abstractmethod
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from coursekit.arguments import integer
from coursekit.nn.conv_parameters import check_groups, start
from coursekit.nn.conv_shape import Geometry, per_axis
from coursekit.nn.conv_transpose import (
    conv_transpose1d_backward,
    conv_transpose1d_forward,
    conv_transpose2d_backward,
    conv_transpose2d_forward,
    output_padding_of,
)
from coursekit.nn.init import Initializer
from coursekit.nn.layer import Layer

Array = NDArray[Any]
Steps = int | tuple[int, ...]


class ConvTranspose(Layer):
    r"""전치 합성곱 층의 뼈대입니다. 차원마다의 클래스가 함수 쌍만 고릅니다.

    인자의 차례는 torch와 같아서 `dilation`이 맨 뒤입니다.

    Parameters
    ----------
    in_channels, out_channels : int
        입력 채널의 수 C와 출력 채널의 수 F, 1 이상.
    kernel_size : int or tuple of int
        커널의 길이, 1 이상.
    stride : int or tuple of int
        도장 사이의 간격, 1 이상.
    padding : int or tuple of int
        다 찍은 뒤 변마다 잘라 내는 칸의 수.
    output_padding : int or tuple of int
        뒤쪽 끝에서 덜 잘라 내는 칸의 수. `stride`나 `dilation`보다 작아야 합니다.
    groups : int
        채널을 나눈 그룹의 수 G. C와 F를 나누어떨어지게 합니다.
    bias : bool
        거짓이면 편향이 없습니다.
    dilation : int or tuple of int
        커널 칸 사이의 간격, 1 이상.
    init : Initializer, optional
        가중치의 처음 값을 뽑는 함수. 주면 편향은 0에서 시작합니다. 주지 않으면 torch처럼 둘 다
        :math:`U(-1/\sqrt m, 1/\sqrt m)`에서 뽑습니다(:math:`m`은 F/G와 커널 칸 수의 곱).
    rng : Generator or int
        난수 생성기나 씨앗.
    dtype : dtype
        매개변수의 실수 dtype.

    Attributes
    ----------
    weight : Parameter of shape (C, F/G, *kernel_size)
        가중치.
    bias : Parameter of shape (F,) or None
        편향.

    Raises
    ------
    ValueError
        범위를 벗어난 값이나 나누어떨어지지 않는 그룹을 줄 때, 입력의 모양이 맞지 않을 때.
    """

    _dims: int

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: Steps,
        stride: Steps = 1,
        padding: Steps = 0,
        output_padding: Steps = 0,
        groups: int = 1,
        bias: bool = True,
        dilation: Steps = 1,
        *,
        init: Initializer | None = None,
        rng: np.random.Generator | int,
        dtype: DTypeLike = np.float64,
    ) -> None:
        super().__init__()
        self.in_channels = integer("in_channels", in_channels, at_least=1)
        self.out_channels = integer("out_channels", out_channels, at_least=1)
        self.kernel_size = per_axis("kernel_size", kernel_size, self._dims, at_least=1)
        geometry = Geometry.of(self.kernel_size, stride, 0, dilation, groups)
        self.stride, self.dilation, self.groups = (
            geometry.stride,
            geometry.dilation,
            geometry.groups,
        )
        self.padding = per_axis("padding", padding, self._dims, at_least=0)
        self.output_padding = output_padding_of(output_padding, geometry)
        check_groups(groups, in_channels=in_channels, out_channels=out_channels)
        shape = (self.in_channels, self.out_channels // groups, *self.kernel_size)
        filters = self.out_channels if bias else 0
        self.weight, self.bias = start(shape, filters, init=init, rng=rng, dtype=dtype)

    @property
    def _options(self) -> dict[str, Any]:
        return {
            "stride": self.stride,
            "padding": self.padding,
            "output_padding": self.output_padding,
            "dilation": self.dilation,
            "groups": self.groups,
        }

    def _backward(self, grad_output: Array, cache: Any) -> Array:
        grad_x, grad_weight, grad_bias = self._gradients(grad_output, cache)
        self.weight.grad += grad_weight
        if self.bias is not None:
            self.bias.grad += grad_bias
        return grad_x

    @abstractmethod
    def _gradients(self, grad_output: Array, cache: Any) -> tuple[Array, Array, Array | None]:
        r"""입력, 가중치, 편향의 기울기."""


class ConvTranspose1d(ConvTranspose):
    r"""신호 (N, C, L)의 전치 합성곱 층입니다. 계산은 `conv_transpose1d_forward`가 합니다.

    인자의 차례는 torch와 같아서 `dilation`이 맨 뒤입니다.

    Parameters
    ----------
    in_channels, out_channels : int
        입력 채널의 수 C와 출력 채널의 수 F, 1 이상.
    kernel_size : int or tuple of int
        커널의 길이, 1 이상.
    stride : int or tuple of int
        도장 사이의 간격, 1 이상.
    padding : int or tuple of int
        다 찍은 뒤 변마다 잘라 내는 칸의 수.
    output_padding : int or tuple of int
        뒤쪽 끝에서 덜 잘라 내는 칸의 수. `stride`나 `dilation`보다 작아야 합니다.
    groups : int
        채널을 나눈 그룹의 수 G. C와 F를 나누어떨어지게 합니다.
    bias : bool
        거짓이면 편향이 없습니다.
    dilation : int or tuple of int
        커널 칸 사이의 간격, 1 이상.
    init : Initializer, optional
        가중치의 처음 값을 뽑는 함수. 주면 편향은 0에서 시작합니다. 주지 않으면 torch처럼 둘 다
        :math:`U(-1/\sqrt m, 1/\sqrt m)`에서 뽑습니다(:math:`m`은 F/G와 커널 칸 수의 곱).
    rng : Generator or int
        난수 생성기나 씨앗.
    dtype : dtype
        매개변수의 실수 dtype.

    Attributes
    ----------
    weight : Parameter of shape (C, F/G, k)
        가중치.
    bias : Parameter of shape (F,) or None
        편향.

    Raises
    ------
    ValueError
        범위를 벗어난 값이나 나누어떨어지지 않는 그룹을 줄 때, 입력의 모양이 맞지 않을 때.

    Examples
    --------
    >>> ConvTranspose1d(2, 3, 4, stride=2, padding=1, rng=0)(np.ones((1, 2, 5))).shape
    (1, 3, 10)
    """

    _dims = 1

    def _forward(self, x: Array) -> tuple[Array, Any]:
        bias = None if self.bias is None else self.bias.data
        return conv_transpose1d_forward(x, self.weight.data, bias, **self._options)

    def _gradients(self, grad_output: Array, cache: Any) -> tuple[Array, Array, Array | None]:
        return conv_transpose1d_backward(grad_output, cache)


class ConvTranspose2d(ConvTranspose):
    r"""이미지 (N, C, H, W)의 전치 합성곱 층입니다. 계산은 `conv_transpose2d_forward`가 합니다.

    인자의 차례는 torch와 같아서 `dilation`이 맨 뒤입니다.

    Parameters
    ----------
    in_channels, out_channels : int
        입력 채널의 수 C와 출력 채널의 수 F, 1 이상.
    kernel_size : int or tuple of int
        커널의 길이, 1 이상.
    stride : int or tuple of int
        도장 사이의 간격, 1 이상.
    padding : int or tuple of int
        다 찍은 뒤 변마다 잘라 내는 칸의 수.
    output_padding : int or tuple of int
        뒤쪽 끝에서 덜 잘라 내는 칸의 수. `stride`나 `dilation`보다 작아야 합니다.
    groups : int
        채널을 나눈 그룹의 수 G. C와 F를 나누어떨어지게 합니다.
    bias : bool
        거짓이면 편향이 없습니다.
    dilation : int or tuple of int
        커널 칸 사이의 간격, 1 이상.
    init : Initializer, optional
        가중치의 처음 값을 뽑는 함수. 주면 편향은 0에서 시작합니다. 주지 않으면 torch처럼 둘 다
        :math:`U(-1/\sqrt m, 1/\sqrt m)`에서 뽑습니다(:math:`m`은 F/G와 커널 칸 수의 곱).
    rng : Generator or int
        난수 생성기나 씨앗.
    dtype : dtype
        매개변수의 실수 dtype.

    Attributes
    ----------
    weight : Parameter of shape (C, F/G, kH, kW)
        가중치.
    bias : Parameter of shape (F,) or None
        편향.

    Raises
    ------
    ValueError
        범위를 벗어난 값이나 나누어떨어지지 않는 그룹을 줄 때, 입력의 모양이 맞지 않을 때.

    Examples
    --------
    >>> ConvTranspose2d(8, 4, 2, stride=2, rng=0)(np.ones((1, 8, 7, 7))).shape
    (1, 4, 14, 14)
    """

    _dims = 2

    def _forward(self, x: Array) -> tuple[Array, Any]:
        bias = None if self.bias is None else self.bias.data
        return conv_transpose2d_forward(x, self.weight.data, bias, **self._options)

    def _gradients(self, grad_output: Array, cache: Any) -> tuple[Array, Array, Array | None]:
        return conv_transpose2d_backward(grad_output, cache)
