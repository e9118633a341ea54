r"""관심 영역(RoI)을 한 크기로: 한 번 구한 특성 맵에서 상자마다 같은 크기의 조각을 뽑습니다.

Fast R-CNN의 RoI 풀링, Mask R-CNN의 RoIAlign, SPPNet의 공간 피라미드입니다.
셋 다 특성 맵으로 기울기를 보내며, NumPy 판은 `coursekit.boxes`에 있습니다.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from coursekit.arguments import integer, number


def roi_align(
    features: Tensor,
    boxes: Sequence[Tensor],
    output_size: int | tuple[int, int],
    *,
    spatial_scale: float = 1.0,
    sampling_ratio: int = 2,
    aligned: bool = True,
) -> Tensor:
    r"""상자를 같은 크기의 칸으로 나누고, 칸마다 쌍선형으로 읽은 값들을 평균합니다.

    쌍선형 보간은 행과 열로 나뉘므로 상자 하나의 결과는 행렬 곱 두 번입니다.

    .. math:: \text{out} = P_y\, F\, P_x^\top

    :math:`P_y` (oh, H)의 한 행은 그 칸의 표본들이 특성 맵의 행을 얼마씩 읽는지입니다.
    He et al. (2017), "Mask R-CNN", 3절. 좌표를 반올림하지 않습니다.

    Parameters
    ----------
    features : Tensor of shape (N, C, H, W)
        특성 맵.
    boxes : sequence of Tensor of shape (M_i, 4)
        사진마다의 상자 `(x1, y1, x2, y2)`, 픽셀 단위.
    output_size : int or tuple of (int, int)
        칸의 수(높이, 너비), 각각 1 이상.
    spatial_scale : float
        픽셀 좌표에 곱해 특성 맵의 좌표로 바꾸는 수, 0보다 큽니다. 보통 1/보폭입니다.
    sampling_ratio : int
        칸의 한 변에 두는 표본 수, 1 이상.
    aligned : bool
        참이면 픽셀의 중심을 0.5로 보아 좌표에서 0.5를 뺍니다. 거짓이면 옛 구현처럼 빼지 않고,
        상자의 한 변을 적어도 1로 봅니다.

    Returns
    -------
    Tensor of shape (sum of M_i, C, oh, ow)
        사진 차례, 상자 차례로 늘어놓은 조각.

    Raises
    ------
    ValueError
        모양이 맞지 않거나 인자가 범위를 벗어날 때.
    """
    _check(features, boxes)
    oh, ow = _output_size(output_size)
    samples = integer("sampling_ratio", sampling_ratio, at_least=1)
    scale = number("spatial_scale", spatial_scale, above=0)
    C, H, W = features.shape[1:]
    out = []
    for feature, rois in zip(features, boxes, strict=True):
        x1, y1, x2, y2 = (rois.to(features.dtype) * scale - (0.5 if aligned else 0)).unbind(1)
        if not aligned:
            x2, y2 = torch.maximum(x2, x1 + 1), torch.maximum(y2, y1 + 1)
        rows = bilinear_reading(y1, y2, oh, samples, H)  # (M, oh, H)
        columns = bilinear_reading(x1, x2, ow, samples, W)  # (M, ow, W)
        by_row = feature.transpose(0, 1).reshape(H, C * W)
        read = (rows.reshape(-1, H) @ by_row).reshape(-1, oh * C, W)
        out.append((read @ columns.transpose(1, 2)).reshape(-1, oh, C, ow).transpose(1, 2))
    return torch.cat(out)  # (sum M, C, oh, ow)


def roi_pool(
    features: Tensor,
    boxes: Sequence[Tensor],
    output_size: int | tuple[int, int],
    *,
    spatial_scale: float = 1.0,
) -> Tensor:
    r"""상자를 특성 맵의 칸에 맞추어 반올림하고 나눈 다음, 칸마다 가장 큰 값을 고릅니다.

    두 끝을 한 번 반올림해 지도 안으로 자른 상자는 두 끝의 칸을 모두 품고, :math:`i`번째 칸은 행
    :math:`\lfloor ih/o\rfloor`부터 :math:`\lceil (i+1)h/o\rceil` 앞까지입니다.
    그 상자를 오려 내어 적응 최대 풀링을 한 것과 같습니다. Girshick (2015), "Fast R-CNN", 2.1절.

    Parameters
    ----------
    features : Tensor of shape (N, C, H, W)
        특성 맵.
    boxes : sequence of Tensor of shape (M_i, 4)
        사진마다의 상자 `(x1, y1, x2, y2)`, 픽셀 단위.
    output_size : int or tuple of (int, int)
        칸의 수(높이, 너비), 각각 1 이상.
    spatial_scale : float
        픽셀 좌표에 곱해 특성 맵의 좌표로 바꾸는 수, 0보다 큽니다.

    Returns
    -------
    Tensor of shape (sum of M_i, C, oh, ow)
        사진 차례, 상자 차례로 늘어놓은 조각.

    Raises
    ------
    ValueError
        모양이 맞지 않거나 인자가 범위를 벗어날 때.
    """
    _check(features, boxes)
    size = _output_size(output_size)
    scale = number("spatial_scale", spatial_scale, above=0)
    limit = torch.tensor([features.shape[3], features.shape[2]] * 2) - 1
    out = [features.new_zeros(0, features.shape[1], *size)]
    for feature, rois in zip(features, boxes, strict=True):
        cells = (rois * scale + 0.5).floor().long()  # 반올림은 여기서 한 번뿐입니다
        cells = cells.clamp(min=torch.zeros_like(limit), max=limit)
        for x1, y1, x2, y2 in cells.tolist():
            part = feature[:, y1 : y2 + 1, x1 : x2 + 1]
            out.append(nn.functional.adaptive_max_pool2d(part[None], size))
    return torch.cat(out)


def spatial_pyramid(
    features: Tensor,
    boxes: Sequence[Tensor],
    levels: Sequence[int] = (4, 2, 1),
    *,
    spatial_scale: float = 1.0,
) -> Tensor:
    r"""상자마다 여러 격자로 RoI 풀링하고 이어 붙여, 상자의 크기와 상관없이 길이가 같은 벡터를 만듭니다.

    He et al. (2014), "Spatial pyramid pooling in deep convolutional networks". 길이는
    :math:`C \sum_l l^2`이고, RoI 풀링은 층이 하나인 공간 피라미드입니다.

    Parameters
    ----------
    features : Tensor of shape (N, C, H, W)
        특성 맵.
    boxes : sequence of Tensor of shape (M_i, 4)
        사진마다의 상자 `(x1, y1, x2, y2)`, 픽셀 단위.
    levels : sequence of int
        격자의 한 변, 각각 1 이상.
    spatial_scale : float
        픽셀 좌표에 곱해 특성 맵의 좌표로 바꾸는 수, 0보다 큽니다.

    Returns
    -------
    Tensor of shape (sum of M_i, C * sum of levels squared)
        상자마다의 벡터.

    Raises
    ------
    ValueError
        모양이 맞지 않거나 인자가 범위를 벗어날 때.
    """
    if not len(levels):
        raise ValueError("`levels` 값은 하나 이상 있어야 합니다(받은 값: 없음).")
    pooled = [roi_pool(features, boxes, level, spatial_scale=spatial_scale) for level in levels]
    return torch.cat([p.flatten(start_dim=1) for p in pooled], dim=1)


def bilinear_reading(low: Tensor, high: Tensor, bins: int, samples: int, length: int) -> Tensor:
    r"""칸마다 길이 `length`인 축의 값을 얼마씩 읽는지, 표본의 쌍선형 가중치를 평균합니다.

    Parameters
    ----------
    low, high : Tensor of shape (M,)
        상자의 두 끝. 정수가 값의 자리입니다.
    bins : int
        칸의 수.
    samples : int
        칸마다 표본의 수.
    length : int
        축의 길이.

    Returns
    -------
    Tensor of shape (M, bins, length)
        가중치. 한 칸의 합은 1이고, 한 칸 넘게 벗어난 표본은 0을 읽습니다.
    """
    step = (high - low) / (bins * samples)
    count = torch.arange(bins * samples, dtype=low.dtype, device=low.device)
    place = low[:, None] + (count + 0.5) * step[:, None]  # (M, bins * samples)
    inside = (place >= -1) & (place <= length)
    place = place.clamp(0, length - 1)
    grid = torch.arange(length, dtype=low.dtype, device=low.device)
    weight = (1 - (place[..., None] - grid).abs()).clamp(min=0) * inside[..., None]
    return weight.reshape(len(low), bins, samples, length).mean(dim=2)  # (M, bins, length)


def _check(features: Tensor, boxes: Sequence[Tensor]) -> None:
    if features.dim() != 4 or not features.numel():
        raise ValueError(
            f"`features` 모양은 비지 않은 (N, C, H, W)여야 합니다(받은 모양: {tuple(features.shape)})."
        )
    if len(boxes) != len(features):
        raise ValueError(
            f"`boxes` 길이는 사진의 수 {len(features)}여야 합니다(받은 길이: {len(boxes)})."
        )
    for i, box in enumerate(boxes):
        if box.dim() != 2 or box.shape[1] != 4:
            raise ValueError(
                f"`boxes[{i}]` 모양은 (*, 4)여야 합니다(받은 모양: {tuple(box.shape)})."
            )
        if (box[:, 2:] < box[:, :2]).any():
            raise ValueError(f"`boxes[{i}]` 값은 x1 ≤ x2, y1 ≤ y2여야 합니다.")


def _output_size(output_size: int | tuple[int, int]) -> tuple[int, int]:
    height, width = output_size if isinstance(output_size, tuple) else (output_size,) * 2
    return integer("output_size", height, at_least=1), integer("output_size", width, at_least=1)
