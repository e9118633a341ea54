r"""배우는 확대: 처음에는 쌍일차 보간인 전치 합성곱(transposed convolution)입니다."""

import torch
from torch import Tensor, nn

from coursekit.arguments import integer


def bilinear_kernel(factor: int) -> Tensor:
    r"""`factor`배로 늘리는 쌍일차 보간(bilinear interpolation)의 커널입니다.

    가운데에서 멀어질수록 곧게 줄어드는 지붕 모양 둘의 곱입니다: :math:`k_{ij} = r_i r_j`,
    :math:`r_i = 1 - |i - c| / f`, :math:`c = f - \tfrac12`.

    Parameters
    ----------
    factor : int
        배율 f, 2 이상의 짝수.

    Returns
    -------
    Tensor of shape (2f, 2f)
        커널. 합이 :math:`f^2`이라, 보폭 f로 벌려 놓은 입력을 덮으면 출력마다 무게의 합이 1입니다.

    Raises
    ------
    ValueError
        `factor`가 2 이상의 짝수가 아닐 때.

    References
    ----------
    J. Long, E. Shelhamer, T. Darrell, "Fully Convolutional Networks", CVPR 2015, section 3.3.

    Examples
    --------
    >>> bilinear_kernel(2)[0]
    tensor([0.0625, 0.1875, 0.1875, 0.0625])
    """
    factor = integer("factor", factor, at_least=2)
    if factor % 2:
        raise ValueError(f"`factor` 값은 짝수여야 합니다(받은 값: {factor}).")
    center = factor - 0.5
    roof = 1 - (torch.arange(2 * factor) - center).abs() / factor
    return roof[:, None] * roof


def bilinear_upsampling(channels: int, factor: int) -> nn.ConvTranspose2d:
    r"""채널마다 따로 `factor`배로 늘리는 전치 합성곱을 만듭니다. 배우면 달라질 수 있습니다.

    Parameters
    ----------
    channels : int
        입력과 출력의 채널 수, 1 이상.
    factor : int
        배율 f, 2 이상의 짝수.

    Returns
    -------
    ConvTranspose2d
        (N, C, H, W)를 (N, C, fH, fW)로 늘리는 층. 커널 2f, 보폭 f, 패딩 f/2이고 편향은 없습니다.
        가장자리 밖을 0으로 보므로 가장자리의 f/2픽셀은 보간보다 작은 값이 됩니다.

    Raises
    ------
    ValueError
        `channels`가 1보다 작거나 `factor`가 2 이상의 짝수가 아닐 때.
    """
    channels = integer("channels", channels, at_least=1)
    kernel = bilinear_kernel(factor)
    layer = nn.ConvTranspose2d(
        channels, channels, 2 * factor, stride=factor, padding=factor // 2, bias=False
    )
    with torch.no_grad():
        layer.weight.zero_()  # (in, out, kH, kW): 채널이 같은 자리만 채웁니다
        layer.weight[range(channels), range(channels)] = kernel.to(layer.weight)
    return layer
