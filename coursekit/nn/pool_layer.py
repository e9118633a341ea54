r"""풀링 층: 창을 어떻게 놓을지 들고, 계산은 `pool_max`와 `pool_average`에 맡깁니다. 매개변수는 없습니다."""

from typing import Any

from numpy.typing import NDArray

from coursekit.nn.layer import Layer
from coursekit.nn.pool_average import avg_pool_backward, avg_pool_forward
from coursekit.nn.pool_max import max_pool_backward, max_pool_forward
from coursekit.nn.pool_window import Ints, pool_steps

Array = NDArray[Any]
_AXES = {1: "(N, C, L)", 2: "(N, C, H, W)", 3: "(N, C, D, H, W)"}


class Pool(Layer):
    r"""풀링 층의 공통 부분: 창을 축마다의 값으로 펴고 입력의 축을 셉니다.

    Parameters
    ----------
    kernel_size : int or tuple of int
        창의 길이.
    stride : int or tuple of int or None
        보폭. `None`이면 `kernel_size`입니다.
    padding, dilation : int or tuple of int
        패딩과 창의 자리 사이의 간격.
    ceil_mode : bool
        참이면 출력의 길이를 올림합니다.
    """

    _dims: int

    def __init__(
        self, kernel_size: Ints, stride: Ints | None, padding: Ints, dilation: Ints, ceil_mode: bool
    ) -> None:
        super().__init__()
        self.kernel_size, self.stride, self.padding, self.dilation = pool_steps(
            self._dims, kernel_size, stride, padding, dilation
        )
        self.ceil_mode = ceil_mode

    def _check_shape(self, x: Array) -> None:
        if x.ndim != self._dims + 2:
            raise ValueError(f"`x` 모양은 {_AXES[self._dims]}이어야 합니다(받은 모양: {x.shape}).")


class MaxPool(Pool):
    r"""차원과 상관없는 최대 풀링 층입니다.

    Parameters
    ----------
    kernel_size : int or tuple of int
        창의 길이.
    stride : int or tuple of int, optional
        보폭. 주지 않으면 `kernel_size`입니다.
    padding, dilation : int or tuple of int
        패딩과 창의 자리 사이의 간격.
    ceil_mode : bool
        참이면 출력의 길이를 올림합니다.
    """

    def __init__(
        self,
        kernel_size: Ints,
        stride: Ints | None = None,
        padding: Ints = 0,
        dilation: Ints = 1,
        *,
        ceil_mode: bool = False,
    ) -> None:
        super().__init__(kernel_size, stride, padding, dilation, ceil_mode)

    def _forward(self, x: Array) -> tuple[Array, Any]:
        self._check_shape(x)
        return max_pool_forward(
            x,
            self.kernel_size,
            stride=self.stride,
            padding=self.padding,
            dilation=self.dilation,
            ceil_mode=self.ceil_mode,
        )

    def _backward(self, grad_output: Array, cache: Any) -> Array:
        return max_pool_backward(grad_output, cache)


class AvgPool(Pool):
    r"""차원과 상관없는 평균 풀링 층입니다.

    Parameters
    ----------
    kernel_size : int or tuple of int
        창의 길이.
    stride : int or tuple of int, optional
        보폭. 주지 않으면 `kernel_size`입니다.
    padding : int or tuple of int
        패딩.
    ceil_mode : bool
        참이면 출력의 길이를 올림합니다.
    count_include_pad : bool
        거짓이면 패딩을 칸으로 세지 않습니다.
    """

    def __init__(
        self,
        kernel_size: Ints,
        stride: Ints | None = None,
        padding: Ints = 0,
        ceil_mode: bool = False,
        count_include_pad: bool = True,
    ) -> None:
        super().__init__(kernel_size, stride, padding, 1, ceil_mode)
        self.count_include_pad = count_include_pad

    def _forward(self, x: Array) -> tuple[Array, Any]:
        self._check_shape(x)
        return avg_pool_forward(
            x,
            self.kernel_size,
            stride=self.stride,
            padding=self.padding,
            ceil_mode=self.ceil_mode,
            count_include_pad=self.count_include_pad,
        )

    def _backward(self, grad_output: Array, cache: Any) -> Array:
        return avg_pool_backward(grad_output, cache)


class MaxPool1d(MaxPool):
    r"""신호 (N, C, L)의 창마다 최댓값을 남기는 층입니다. 식은 `max_pool_forward`에 있습니다.

    Parameters
    ----------
    kernel_size : int or tuple of int
        창의 길이. 정수 하나면 모든 축에 씁니다.
    stride : int or tuple of int, optional
        보폭. 주지 않으면 `kernel_size`입니다.
    padding : int or tuple of int
        양쪽 패딩, 창이 덮는 길이의 반 이하. 패딩은 :math:`-\infty`\ 로 칩니다.
    dilation : int or tuple of int
        창의 자리 사이의 간격.
    ceil_mode : bool
        참이면 출력의 길이를 올림합니다.

    Raises
    ------
    ValueError
        인자가 범위를 벗어나거나, 입력의 모양이 맞지 않거나, 창이 패딩한 입력보다 클 때.
    """

    _dims = 1


class MaxPool2d(MaxPool):
    r"""영상 (N, C, H, W)의 창마다 최댓값을 남기는 층입니다. 식은 `max_pool_forward`에 있습니다.

    Parameters
    ----------
    kernel_size : int or tuple of int
        창의 길이. 정수 하나면 모든 축에 씁니다.
    stride : int or tuple of int, optional
        보폭. 주지 않으면 `kernel_size`입니다.
    padding : int or tuple of int
        양쪽 패딩, 창이 덮는 길이의 반 이하. 패딩은 :math:`-\infty`\ 로 칩니다.
    dilation : int or tuple of int
        창의 자리 사이의 간격.
    ceil_mode : bool
        참이면 출력의 길이를 올림합니다.

    Raises
    ------
    ValueError
        인자가 범위를 벗어나거나, 입력의 모양이 맞지 않거나, 창이 패딩한 입력보다 클 때.

    Examples
    --------
    >>> x = np.arange(16.0).reshape(1, 1, 4, 4)
    >>> MaxPool2d(2)(x)[0, 0]
    array([[ 5.,  7.],
           [13., 15.]])
    """

    _dims = 2


class MaxPool3d(MaxPool):
    r"""부피 (N, C, D, H, W)의 창마다 최댓값을 남기는 층입니다. 식은 `max_pool_forward`에 있습니다.

    Parameters
    ----------
    kernel_size : int or tuple of int
        창의 길이. 정수 하나면 모든 축에 씁니다.
    stride : int or tuple of int, optional
        보폭. 주지 않으면 `kernel_size`입니다.
    padding : int or tuple of int
        양쪽 패딩, 창이 덮는 길이의 반 이하. 패딩은 :math:`-\infty`\ 로 칩니다.
    dilation : int or tuple of int
        창의 자리 사이의 간격.
    ceil_mode : bool
        참이면 출력의 길이를 올림합니다.

    Raises
    ------
    ValueError
        인자가 범위를 벗어나거나, 입력의 모양이 맞지 않거나, 창이 패딩한 입력보다 클 때.
    """

    _dims = 3


class AvgPool1d(AvgPool):
    r"""신호 (N, C, L)의 창마다 평균을 내는 층입니다. 식은 `avg_pool_forward`에 있습니다.

    Parameters
    ----------
    kernel_size : int or tuple of int
        창의 길이. 정수 하나면 모든 축에 씁니다.
    stride : int or tuple of int, optional
        보폭. 주지 않으면 `kernel_size`입니다.
    padding : int or tuple of int
        양쪽 패딩, 창의 길이의 반 이하. 패딩은 0으로 더합니다.
    ceil_mode : bool
        참이면 출력의 길이를 올림합니다.
    count_include_pad : bool
        거짓이면 패딩을 칸으로 세지 않습니다.

    Raises
    ------
    ValueError
        인자가 범위를 벗어나거나, 입력의 모양이 맞지 않거나, 창이 패딩한 입력보다 클 때.
    """

    _dims = 1


class AvgPool2d(AvgPool):
    r"""영상 (N, C, H, W)의 창마다 평균을 내는 층입니다. 식은 `avg_pool_forward`에 있습니다.

    Parameters
    ----------
    kernel_size : int or tuple of int
        창의 길이. 정수 하나면 모든 축에 씁니다.
    stride : int or tuple of int, optional
        보폭. 주지 않으면 `kernel_size`입니다.
    padding : int or tuple of int
        양쪽 패딩, 창의 길이의 반 이하. 패딩은 0으로 더합니다.
    ceil_mode : bool
        참이면 출력의 길이를 올림합니다.
    count_include_pad : bool
        거짓이면 패딩을 칸으로 세지 않습니다.

    Raises
    ------
    ValueError
        인자가 범위를 벗어나거나, 입력의 모양이 맞지 않거나, 창이 패딩한 입력보다 클 때.

    Examples
    --------
    >>> x = np.arange(16.0).reshape(1, 1, 4, 4)
    >>> AvgPool2d(2)(x)[0, 0]
    array([[ 2.5,  4.5],
           [10.5, 12.5]])
    """

    _dims = 2


class AvgPool3d(AvgPool):
    r"""부피 (N, C, D, H, W)의 창마다 평균을 내는 층입니다. 식은 `avg_pool_forward`에 있습니다.

    Parameters
    ----------
    kernel_size : int or tuple of int
        창의 길이. 정수 하나면 모든 축에 씁니다.
    stride : int or tuple of int, optional
        보폭. 주지 않으면 `kernel_size`입니다.
    padding : int or tuple of int
        양쪽 패딩, 창의 길이의 반 이하. 패딩은 0으로 더합니다.
    ceil_mode : bool
        참이면 출력의 길이를 올림합니다.
    count_include_pad : bool
        거짓이면 패딩을 칸으로 세지 않습니다.

    Raises
    ------
    ValueError
        인자가 범위를 벗어나거나, 입력의 모양이 맞지 않거나, 창이 패딩한 입력보다 클 때.
    """

    _dims = 3
