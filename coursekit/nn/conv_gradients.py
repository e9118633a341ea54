r"""합성곱의 기울기를 다시 합성곱으로 쓴 것: 읽기 위한 코드입니다.

`conv2d_backward`와 값이 같습니다. 그쪽은 사이에 넣은 0을 곱하지 않으므로 보폭이 클수록 더 빠릅니다.
PyTorch의 `torch.nn.grad.conv2d_input`, `conv2d_weight`가 하는 일과 같습니다.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from coursekit.arguments import array
from coursekit.nn.conv import conv2d_forward
from coursekit.nn.conv_shape import Geometry

Array = NDArray[Any]
Steps = int | tuple[int, ...]


def insert_zeros(grad_output: Array, stride: tuple[int, ...]) -> Array:
    r"""이웃한 칸 사이에 0을 `stride - 1`개씩 끼웁니다.

    Parameters
    ----------
    grad_output : ndarray of shape (N, F, oH, oW)
        출력의 기울기.
    stride : tuple of int
        축마다의 보폭 :math:`s`, 1 이상.

    Returns
    -------
    ndarray of shape (N, F, (oH - 1)s + 1, (oW - 1)s + 1)
        보폭 1로 걸었을 때 나왔을 자리에 놓은 기울기.
    """
    *outer, height, width = grad_output.shape
    down, right = stride
    spread = np.zeros((*outer, (height - 1) * down + 1, (width - 1) * right + 1), grad_output.dtype)
    spread[..., ::down, ::right] = grad_output
    return spread


def conv2d_grad_input(
    grad_output: Array,
    weight: Array,
    size: tuple[int, int],
    *,
    stride: Steps = 1,
    padding: Steps = 0,
    dilation: Steps = 1,
) -> Array:
    r"""입력의 기울기: 사이에 0을 끼운 기울기 위를, 뒤집은 커널이 끝에서 끝까지 걷습니다.

    .. math:: \frac{\partial\mathcal L}{\partial x_{c,h,w}} = \sum_{f,u,v} W_{f,c,u,v}\;\tilde\delta_{f,\;h+p-du,\;w+p-dv}

    :math:`\tilde\delta`\ 는 `insert_zeros`가 낸 것이고 밖은 0입니다.

    Parameters
    ----------
    grad_output : ndarray of shape (N, F, oH, oW)
        출력의 기울기.
    weight : ndarray of shape (F, C, kH, kW)
        가중치.
    size : (int, int)
        입력의 높이와 너비. 보폭이 2 이상이면 출력의 크기만으로는 알 수 없습니다.
    stride, padding, dilation : int or tuple of int
        `conv2d_forward`와 같습니다.

    Returns
    -------
    ndarray of shape (N, C, H, W)
        입력의 기울기.

    Raises
    ------
    ValueError
        모양이 맞지 않거나 커널이 패딩한 입력보다 클 때.

    See Also
    --------
    conv2d_backward : 세 기울기를 빠르게 구하는 것.
    """
    walk = Geometry.of(weight.shape[2:], stride, padding, dilation, 1)
    filters, output = len(weight), walk.output(size)
    grad_output = array("grad_output", grad_output, shape=(None, filters, *output), finite=False)

    turned = weight[:, :, ::-1, ::-1].swapaxes(0, 1)  # 두 축을 뒤집고 채널을 맞바꿉니다
    spread = insert_zeros(grad_output, walk.stride)
    full, _ = conv2d_forward(spread, turned, padding=walk.reach, dilation=walk.dilation)

    grad_padded = np.zeros((*full.shape[:2], *walk.padded(size)), full.dtype)
    grad_padded[:, :, : full.shape[2], : full.shape[3]] = full  # 창이 닿지 않은 끝은 0입니다
    return grad_padded[:, *walk.inside].copy()  # 패딩은 입력이 아니므로 버립니다


def conv2d_grad_weight(
    x: Array,
    grad_output: Array,
    kernel_size: tuple[int, int],
    *,
    stride: Steps = 1,
    padding: Steps = 0,
    dilation: Steps = 1,
) -> Array:
    r"""가중치의 기울기: 출력의 기울기를 커널로 삼아 입력 위를 걷습니다. 보폭과 팽창이 자리를 바꿉니다.

    .. math:: \frac{\partial\mathcal L}{\partial W_{f,c,u,v}} = \sum_{n,i,j} \delta_{n,f,i,j}\; x_{n,c,\;si+du-p,\;sj+dv-p}

    Parameters
    ----------
    x : ndarray of shape (N, C, H, W)
        입력.
    grad_output : ndarray of shape (N, F, oH, oW)
        출력의 기울기.
    kernel_size : (int, int)
        커널의 높이와 너비.
    stride, padding, dilation : int or tuple of int
        `conv2d_forward`와 같습니다.

    Returns
    -------
    ndarray of shape (F, C, kH, kW)
        가중치의 기울기.

    Raises
    ------
    ValueError
        모양이 맞지 않거나 커널이 패딩한 입력보다 클 때.

    See Also
    --------
    conv2d_backward : 세 기울기를 빠르게 구하는 것.
    """
    walk = Geometry.of(kernel_size, stride, padding, dilation, 1)
    output = walk.output(x.shape[2:])
    grad_output = array("grad_output", grad_output, shape=(len(x), None, *output), finite=False)

    images = x.swapaxes(0, 1)  # 표본에 걸쳐 더하도록 표본이 채널의 자리에 옵니다
    kernels = grad_output.swapaxes(0, 1)
    grad, _ = conv2d_forward(
        images, kernels, stride=walk.dilation, padding=padding, dilation=walk.stride
    )
    height, width = kernel_size
    return grad[:, :, :height, :width].swapaxes(0, 1).copy()
