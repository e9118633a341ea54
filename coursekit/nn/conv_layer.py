r"""합성곱 층: 작은 필터 하나를 모든 자리에서 함께 씁니다."""

from abc import abstractmethod
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from coursekit.arguments import integer
from coursekit.nn.conv import (
    Steps,
    conv1d_backward,
    conv1d_forward,
    conv2d_backward,
    conv2d_forward,
    conv3d_backward,
    conv3d_forward,
)
from coursekit.nn.conv_parameters import check_groups, start
from coursekit.nn.conv_shape import Geometry, per_axis
from coursekit.nn.init import Initializer
from coursekit.nn.layer import Layer

Array = NDArray[Any]


class Conv(Layer):
    r"""합성곱 층의 뼈대입니다. `Conv1d`, `Conv2d`, `Conv3d`가 함수 쌍만 고릅니다.

    Parameters
    ----------
    in_channels, out_channels : int
        입력 채널의 수 C와 필터의 수 F, 1 이상.
    kernel_size : int or tuple of int
        커널의 길이, 1 이상.
    stride : int or tuple of int
        보폭, 1 이상.
    padding : int or tuple of int or {"same", "valid"}
        변마다 붙이는 0의 수.
    dilation : int or tuple of int
        커널 칸 사이의 간격, 1 이상.
    groups : int
        채널을 나눈 그룹의 수 G. C와 F를 나누어떨어지게 합니다. `groups=C`이면 채널마다 따로 봅니다(depthwise).
    bias : bool
        거짓이면 편향이 없습니다.
    needs_grad_input : bool
        거짓이면 뒤로 갈 때 입력의 기울기를 구하지 않고 NaN을 돌려줍니다. 데이터를 바로 받는 첫 층에 쓰면 시간을 아낍니다.
    init : Initializer, optional
        가중치의 처음 값을 뽑는 함수(`coursekit.nn.init`). 주면 편향은 0에서 시작합니다.
        주지 않으면 torch처럼 가중치와 편향을 모두 :math:`U(-1/\sqrt{m}, 1/\sqrt{m})`에서 뽑습니다.
        :math:`m`은 출력 하나에 드는 입력의 수, 곧 C/G와 커널 칸 수의 곱입니다.
    rng : Generator or int
        난수 생성기나 씨앗.
    dtype : dtype
        매개변수의 실수 dtype.

    Attributes
    ----------
    weight : Parameter of shape (F, C/G, *kernel_size)
        가중치.
    bias : Parameter of shape (F,) or None
        편향.

    Raises
    ------
    ValueError
        범위를 벗어난 값이나 나누어떨어지지 않는 그룹을 줄 때.
    """

    _dims: int

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: Steps,
        stride: Steps = 1,
        padding: Steps | str = 0,
        dilation: Steps = 1,
        groups: int = 1,
        bias: bool = True,
        *,
        needs_grad_input: bool = True,
        init: Initializer | None = None,
        rng: np.random.Generator | int,
        dtype: DTypeLike = np.float64,
    ) -> None:
        super().__init__()
        self.in_channels = integer("in_channels", in_channels, at_least=1)
        self.out_channels = integer("out_channels", out_channels, at_least=1)
        self.kernel_size = per_axis("kernel_size", kernel_size, self._dims, at_least=1)
        geometry = Geometry.of(self.kernel_size, stride, padding, dilation, groups)
        self.stride, self.dilation, self.groups = (
            geometry.stride,
            geometry.dilation,
            geometry.groups,
        )
        self.padding = padding
        self.needs_grad_input = needs_grad_input
        check_groups(groups, in_channels=in_channels, out_channels=out_channels)
        shape = (self.out_channels, self.in_channels // groups, *self.kernel_size)
        filters = self.out_channels if bias else 0
        self.weight, self.bias = start(shape, filters, init=init, rng=rng, dtype=dtype)

    @property
    def _options(self) -> dict[str, Any]:
        return {
            "stride": self.stride,
            "padding": self.padding,
            "dilation": self.dilation,
            "groups": self.groups,
        }

    def _backward(self, grad_output: Array, cache: Any) -> Array:
        grad_x, grad_weight, grad_bias = self._gradients(grad_output, cache)
        self.weight.grad += grad_weight
        if self.bias is not None:
            self.bias.grad += grad_bias
        if grad_x is None:  # 0은 옳은 기울기처럼 보이므로 쓰면 드러나는 값을 돌려줍니다
            return np.full(cache[0].shape, np.nan, cache[0].dtype)
        return grad_x

    @abstractmethod
    def _gradients(
        self, grad_output: Array, cache: Any
    ) -> tuple[Array | None, Array, Array | None]:
        r"""입력, 가중치, 편향의 기울기."""


class Conv1d(Conv):
    r"""신호 (N, C, L)의 합성곱 층입니다. 계산은 `conv1d_forward`가 합니다.

    Parameters
    ----------
    in_channels, out_channels : int
        입력 채널의 수 C와 필터의 수 F, 1 이상.
    kernel_size : int or tuple of int
        커널의 길이, 1 이상.
    stride : int or tuple of int
        보폭, 1 이상.
    padding : int or tuple of int or {"same", "valid"}
        변마다 붙이는 0의 수. "same"은 출력의 크기를 입력과 같게 합니다(보폭 1에서만).
    dilation : int or tuple of int
        커널 칸 사이의 간격, 1 이상.
    groups : int
        채널을 나눈 그룹의 수 G. C와 F를 나누어떨어지게 합니다. `groups=C`이면 채널마다 따로 봅니다(depthwise).
    bias : bool
        거짓이면 편향이 없습니다.
    needs_grad_input : bool
        거짓이면 뒤로 갈 때 입력의 기울기를 구하지 않고 NaN을 돌려줍니다. 데이터를 바로 받는 첫 층에 쓰면 시간을 아낍니다.
    init : Initializer, optional
        가중치의 처음 값을 뽑는 함수. 주면 편향은 0에서 시작합니다. 주지 않으면 torch처럼 둘 다
        :math:`U(-1/\sqrt m, 1/\sqrt m)`에서 뽑습니다(:math:`m`은 출력 하나에 드는 입력의 수).
    rng : Generator or int
        난수 생성기나 씨앗.
    dtype : dtype
        매개변수의 실수 dtype.

    Attributes
    ----------
    weight : Parameter of shape (F, C/G, k)
        가중치.
    bias : Parameter of shape (F,) or None
        편향.

    Raises
    ------
    ValueError
        범위를 벗어난 값이나 나누어떨어지지 않는 그룹을 줄 때, 입력의 모양이 맞지 않을 때.

    Examples
    --------
    >>> Conv1d(2, 4, 3, rng=0)(np.ones((1, 2, 8))).shape
    (1, 4, 6)
    """

    _dims = 1

    def _forward(self, x: Array) -> tuple[Array, Any]:
        bias = None if self.bias is None else self.bias.data
        return conv1d_forward(x, self.weight.data, bias, **self._options)

    def _gradients(
        self, grad_output: Array, cache: Any
    ) -> tuple[Array | None, Array, Array | None]:
        return conv1d_backward(grad_output, cache, needs_grad_input=self.needs_grad_input)


class Conv2d(Conv):
    r"""이미지 (N, C, H, W)의 합성곱 층입니다. 계산은 `conv2d_forward`가 합니다.

    Parameters
    ----------
    in_channels, out_channels : int
        입력 채널의 수 C와 필터의 수 F, 1 이상.
    kernel_size : int or tuple of int
        커널의 길이, 1 이상.
    stride : int or tuple of int
        보폭, 1 이상.
    padding : int or tuple of int or {"same", "valid"}
        변마다 붙이는 0의 수. "same"은 출력의 크기를 입력과 같게 합니다(보폭 1에서만).
    dilation : int or tuple of int
        커널 칸 사이의 간격, 1 이상.
    groups : int
        채널을 나눈 그룹의 수 G. C와 F를 나누어떨어지게 합니다. `groups=C`이면 채널마다 따로 봅니다(depthwise).
    bias : bool
        거짓이면 편향이 없습니다.
    needs_grad_input : bool
        거짓이면 뒤로 갈 때 입력의 기울기를 구하지 않고 NaN을 돌려줍니다. 데이터를 바로 받는 첫 층에 쓰면 시간을 아낍니다.
    init : Initializer, optional
        가중치의 처음 값을 뽑는 함수. 주면 편향은 0에서 시작합니다. 주지 않으면 torch처럼 둘 다
        :math:`U(-1/\sqrt m, 1/\sqrt m)`에서 뽑습니다(:math:`m`은 출력 하나에 드는 입력의 수).
    rng : Generator or int
        난수 생성기나 씨앗.
    dtype : dtype
        매개변수의 실수 dtype.

    Attributes
    ----------
    weight : Parameter of shape (F, C/G, kH, kW)
        가중치.
    bias : Parameter of shape (F,) or None
        편향.

    Raises
    ------
    ValueError
        범위를 벗어난 값이나 나누어떨어지지 않는 그룹을 줄 때, 입력의 모양이 맞지 않을 때.

    Examples
    --------
    >>> Conv2d(3, 8, 5, stride=2, padding=2, rng=0)(np.ones((1, 3, 32, 32))).shape
    (1, 8, 16, 16)
    """

    _dims = 2

    def _forward(self, x: Array) -> tuple[Array, Any]:
        bias = None if self.bias is None else self.bias.data
        return conv2d_forward(x, self.weight.data, bias, **self._options)

    def _gradients(
        self, grad_output: Array, cache: Any
    ) -> tuple[Array | None, Array, Array | None]:
        return conv2d_backward(grad_output, cache, needs_grad_input=self.needs_grad_input)


class Conv3d(Conv):
    r"""부피나 영상 (N, C, D, H, W)의 합성곱 층입니다. 계산은 `conv3d_forward`가 합니다.

    Parameters
    ----------
    in_channels, out_channels : int
        입력 채널의 수 C와 필터의 수 F, 1 이상.
    kernel_size : int or tuple of int
        커널의 길이, 1 이상.
    stride : int or tuple of int
        보폭, 1 이상.
    padding : int or tuple of int or {"same", "valid"}
        변마다 붙이는 0의 수. "same"은 출력의 크기를 입력과 같게 합니다(보폭 1에서만).
    dilation : int or tuple of int
        커널 칸 사이의 간격, 1 이상.
    groups : int
        채널을 나눈 그룹의 수 G. C와 F를 나누어떨어지게 합니다. `groups=C`이면 채널마다 따로 봅니다(depthwise).
    bias : bool
        거짓이면 편향이 없습니다.
    needs_grad_input : bool
        거짓이면 뒤로 갈 때 입력의 기울기를 구하지 않고 NaN을 돌려줍니다. 데이터를 바로 받는 첫 층에 쓰면 시간을 아낍니다.
    init : Initializer, optional
        가중치의 처음 값을 뽑는 함수. 주면 편향은 0에서 시작합니다. 주지 않으면 torch처럼 둘 다
        :math:`U(-1/\sqrt m, 1/\sqrt m)`에서 뽑습니다(:math:`m`은 출력 하나에 드는 입력의 수).
    rng : Generator or int
        난수 생성기나 씨앗.
    dtype : dtype
        매개변수의 실수 dtype.

    Attributes
    ----------
    weight : Parameter of shape (F, C/G, kD, kH, kW)
        가중치.
    bias : Parameter of shape (F,) or None
        편향.

    Raises
    ------
    ValueError
        범위를 벗어난 값이나 나누어떨어지지 않는 그룹을 줄 때, 입력의 모양이 맞지 않을 때.

    Examples
    --------
    >>> Conv3d(1, 2, 3, rng=0)(np.ones((1, 1, 8, 8, 8))).shape
    (1, 2, 6, 6, 6)
    """

    _dims = 3

    def _forward(self, x: Array) -> tuple[Array, Any]:
        bias = None if self.bias is None else self.bias.data
        return conv3d_forward(x, self.weight.data, bias, **self._options)

    def _gradients(
        self, grad_output: Array, cache: Any
    ) -> tuple[Array | None, Array, Array | None]:
        return conv3d_backward(grad_output, cache, needs_grad_input=self.needs_grad_input)
