r"""합성곱의 함수 쌍: 1차원(신호), 2차원(이미지), 3차원(부피나 영상)."""

from typing import Any

from numpy.typing import NDArray

from coursekit.arguments import array
from coursekit.nn.conv_shape import Geometry
from coursekit.nn.correlation import correlate, correlate_grad_input, correlate_grad_weight

Array = NDArray[Any]
Steps = int | tuple[int, ...]


def conv2d_forward(
    x: Array,
    weight: Array,
    bias: Array | None = None,
    *,
    stride: Steps = 1,
    padding: Steps | str = 0,
    dilation: Steps = 1,
    groups: int = 1,
) -> tuple[Array, Any]:
    r"""이미지의 합성곱입니다. `conv2d_naive_forward`와 값이 같고 훨씬 빠릅니다.

    .. math:: y_{n,f,i,j} = b_f + \sum_{c,u,v} W_{f,c,u,v}\; x_{n,c,\;si+du-p,\;sj+dv-p}

    커널을 뒤집지 않으므로 수학의 이름으로는 교차 상관(cross-correlation)입니다. 딥러닝에서는 이것을 합성곱이라고 부릅니다.

    Parameters
    ----------
    x : ndarray of shape (N, C, H, W)
        입력.
    weight : ndarray of shape (F, C/G, kH, kW)
        가중치. 필터 F개.
    bias : ndarray of shape (F,), optional
        편향.
    stride : int or tuple of int
        보폭 :math:`s`, 1 이상.
    padding : int or tuple of int or {"same", "valid"}
        네 변에 붙이는 0의 수 :math:`p`. "same"은 출력의 크기를 입력과 같게 하고(보폭 1에서만), "valid"는 0입니다.
    dilation : int or tuple of int
        커널 칸 사이의 간격 :math:`d`, 1 이상.
    groups : int
        채널을 나눈 그룹의 수 G. C와 F를 나누어떨어지게 합니다.

    Returns
    -------
    y : ndarray of shape (N, F, oH, oW)
        출력. 크기는 `conv_output_size`가 말합니다.
    cache : tuple
        `conv2d_backward`에 넘길 것.

    Raises
    ------
    ValueError
        모양이 맞지 않거나, 커널이 패딩한 입력보다 크거나, 그룹으로 나누어떨어지지 않을 때.
    """
    return _forward(2, x, weight, bias, stride, padding, dilation, groups)


def conv2d_backward(
    grad_output: Array, cache: Any, *, needs_grad_input: bool = True
) -> tuple[Array | None, Array, Array | None]:
    r"""이미지 합성곱의 기울기: 세 가지 모두 다시 합성곱입니다.

    가중치의 기울기는 입력 위로 :math:`\partial\mathcal L/\partial y`를 커널 삼아 걷고, 입력의 기울기는
    :math:`\partial\mathcal L/\partial y` 위로 뒤집은 가중치가 걷고, 편향의 기울기는 모든 자리의 합입니다.

    Parameters
    ----------
    grad_output : ndarray of shape (N, F, oH, oW)
        출력의 기울기.
    cache : tuple
        `conv2d_forward`가 돌려준 것.
    needs_grad_input : bool
        거짓이면 입력의 기울기를 구하지 않습니다. 첫 층의 입력은 데이터라 기울기를 쓸 곳이 없고, 시간은 절반입니다.

    Returns
    -------
    grad_x : ndarray of shape (N, C, H, W) or None
        입력의 기울기.
    grad_weight : ndarray of shape (F, C/G, kH, kW)
        가중치의 기울기.
    grad_bias : ndarray of shape (F,) or None
        편향의 기울기. 편향이 없었으면 `None`입니다.
    """
    return _backward(grad_output, cache, needs_grad_input)


def conv1d_forward(
    x: Array,
    weight: Array,
    bias: Array | None = None,
    *,
    stride: Steps = 1,
    padding: Steps | str = 0,
    dilation: Steps = 1,
    groups: int = 1,
) -> tuple[Array, Any]:
    r"""신호의 합성곱 :math:`y_{n,f,i} = b_f + \sum_{c,u} W_{f,c,u}\; x_{n,c,\;si+du-p}`입니다.

    Parameters
    ----------
    x : ndarray of shape (N, C, L)
        입력.
    weight : ndarray of shape (F, C/G, k)
        가중치.
    bias : ndarray of shape (F,), optional
        편향.
    stride, padding, dilation, groups : int, tuple of int or str
        `conv2d_forward`와 같습니다.

    Returns
    -------
    y : ndarray of shape (N, F, oL)
        출력.
    cache : tuple
        `conv1d_backward`에 넘길 것.

    Raises
    ------
    ValueError
        `conv2d_forward`와 같을 때.
    """
    return _forward(1, x, weight, bias, stride, padding, dilation, groups)


def conv1d_backward(
    grad_output: Array, cache: Any, *, needs_grad_input: bool = True
) -> tuple[Array | None, Array, Array | None]:
    r"""신호 합성곱의 기울기를 구합니다.

    Parameters
    ----------
    grad_output : ndarray of shape (N, F, oL)
        출력의 기울기.
    cache : tuple
        `conv1d_forward`가 돌려준 것.
    needs_grad_input : bool
        거짓이면 입력의 기울기를 구하지 않습니다.

    Returns
    -------
    grad_x : ndarray of shape (N, C, L) or None
        입력의 기울기.
    grad_weight : ndarray of shape (F, C/G, k)
        가중치의 기울기.
    grad_bias : ndarray of shape (F,) or None
        편향의 기울기.
    """
    return _backward(grad_output, cache, needs_grad_input)


def conv3d_forward(
    x: Array,
    weight: Array,
    bias: Array | None = None,
    *,
    stride: Steps = 1,
    padding: Steps | str = 0,
    dilation: Steps = 1,
    groups: int = 1,
) -> tuple[Array, Any]:
    r"""부피(volume)나 영상의 합성곱: 커널이 세 축을 따라 걷습니다.

    Parameters
    ----------
    x : ndarray of shape (N, C, D, H, W)
        입력.
    weight : ndarray of shape (F, C/G, kD, kH, kW)
        가중치.
    bias : ndarray of shape (F,), optional
        편향.
    stride, padding, dilation, groups : int, tuple of int or str
        `conv2d_forward`와 같습니다.

    Returns
    -------
    y : ndarray of shape (N, F, oD, oH, oW)
        출력.
    cache : tuple
        `conv3d_backward`에 넘길 것.

    Raises
    ------
    ValueError
        `conv2d_forward`와 같을 때.
    """
    return _forward(3, x, weight, bias, stride, padding, dilation, groups)


def conv3d_backward(
    grad_output: Array, cache: Any, *, needs_grad_input: bool = True
) -> tuple[Array | None, Array, Array | None]:
    r"""부피 합성곱의 기울기를 구합니다.

    Parameters
    ----------
    grad_output : ndarray of shape (N, F, oD, oH, oW)
        출력의 기울기.
    cache : tuple
        `conv3d_forward`가 돌려준 것.
    needs_grad_input : bool
        거짓이면 입력의 기울기를 구하지 않습니다.

    Returns
    -------
    grad_x : ndarray of shape (N, C, D, H, W) or None
        입력의 기울기.
    grad_weight : ndarray of shape (F, C/G, kD, kH, kW)
        가중치의 기울기.
    grad_bias : ndarray of shape (F,) or None
        편향의 기울기.
    """
    return _backward(grad_output, cache, needs_grad_input)


def _forward(
    dims: int,
    x: Array,
    weight: Array,
    bias: Array | None,
    stride: Steps,
    padding: Steps | str,
    dilation: Steps,
    groups: int,
) -> tuple[Array, Any]:
    free = (None,) * dims
    weight = array("weight", weight, shape=(None, None, *free), finite=False)
    geometry = Geometry.of(weight.shape[2:], stride, padding, dilation, groups)
    if len(weight) % geometry.groups:
        raise ValueError(
            f"`weight` 첫 축의 길이는 `groups` 값의 배수여야 합니다(첫 축: {len(weight)}, groups: {groups})."
        )
    x = array("x", x, shape=(None, weight.shape[1] * geometry.groups, *free), finite=False)
    if bias is not None:
        bias = array("bias", bias, shape=weight.shape[:1], finite=False)
    return correlate(x, weight, bias, geometry), (x, weight, bias is not None, geometry)


def _backward(
    grad_output: Array, cache: Any, needs_grad_input: bool
) -> tuple[Array | None, Array, Array | None]:
    x, weight, has_bias, geometry = cache
    shape = (len(x), len(weight), *geometry.output(x.shape[2:]))
    grad = array("grad_output", grad_output, shape=shape, finite=False)
    grad_x = None
    if needs_grad_input:
        grad_x = correlate_grad_input(grad, weight, x.shape[2:], geometry)
    grad_weight = correlate_grad_weight(x, grad, weight.shape, geometry)
    grad_bias = grad.sum(axis=(0, *range(2, grad.ndim))) if has_bias else None
    return grad_x, grad_weight, grad_bias
