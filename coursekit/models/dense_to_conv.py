r"""선형 층을 같은 가중치의 합성곱으로 바꿉니다. 그러면 더 큰 사진도 넣을 수 있습니다."""

from torch import nn

from coursekit.arguments import integer


def convolutionalize(linear: nn.Linear, shape: tuple[int, int, int]) -> nn.Conv2d:
    r"""펼친 특징을 받는 선형 층을 특징 그대로 받는 합성곱으로 바꿉니다.

    (C, H, W) 특징 전체를 덮는 H×W 커널을 한 번 대는 것이 선형 층입니다. 수는 그대로이고 모양만 바뀝니다.
    더 큰 특징을 넣으면 커널이 미끄러지며 자리마다 점수를 내어 지도가 됩니다.

    Parameters
    ----------
    linear : Linear
        `in_features`가 C·H·W인 층. 바뀌지 않습니다.
    shape : tuple of int
        펼치기 전 특징의 모양 (C, H, W). 선형 층 뒤의 선형 층이면 (C, 1, 1)입니다.

    Returns
    -------
    Conv2d
        입력 (N, C, H, W)에서 `linear(x.flatten(1))`과 같은 수를 (N, out, 1, 1)로 내는 합성곱. 가중치는 사본입니다.

    Raises
    ------
    ValueError
        C·H·W가 `linear.in_features`가 아닐 때.

    References
    ----------
    J. Long, E. Shelhamer, T. Darrell, "Fully Convolutional Networks for Semantic Segmentation", CVPR 2015, section 3.1.

    Examples
    --------
    >>> convolutionalize(nn.Linear(50, 10), (2, 5, 5))
    Conv2d(2, 10, kernel_size=(5, 5), stride=(1, 1))
    """
    C, H, W = (integer(f"shape[{i}]", n, at_least=1) for i, n in enumerate(shape))
    if linear.in_features != C * H * W:
        raise ValueError(
            f"`shape` 값의 곱은 `linear.in_features` 값 {linear.in_features}이어야 합니다"
            f"(받은 값: {tuple(shape)}, 곱: {C * H * W})."
        )
    weight = linear.weight.detach()
    conv = nn.Conv2d(
        C, linear.out_features, (H, W), bias=linear.bias is not None, dtype=weight.dtype
    )
    # Flatten은 채널, 줄, 열의 차례로 펼치므로 그 차례로 되접습니다.
    conv.weight.data = weight.reshape(-1, C, H, W).clone()
    if conv.bias is not None:
        conv.bias.data = linear.bias.detach().clone()
    return conv
