r"""VGG: 3×3 합성곱만 깊게 쌓은 신경망과, 노트북에서 배우는 작은 것."""

from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
from torch import nn

from coursekit.arguments import integer
from coursekit.models.seed import seeded


def _stages(
    in_channels: int, widths: Sequence[int], convs: Sequence[int], batch_norm: bool
) -> OrderedDict[str, nn.Module]:
    r"""3×3 합성곱을 몇 번 하고 풀링으로 절반을 줄이기를 되풀이합니다."""
    layers: OrderedDict[str, nn.Module] = OrderedDict()
    for stage, (width, count) in enumerate(zip(widths, convs, strict=True), start=1):
        for i in range(1, count + 1):
            layers[f"conv{stage}_{i}"] = nn.Conv2d(in_channels, width, 3, padding=1)
            if batch_norm:
                layers[f"bn{stage}_{i}"] = nn.BatchNorm2d(width)
            layers[f"relu{stage}_{i}"] = nn.ReLU()
            in_channels = width
        layers[f"pool{stage}"] = nn.MaxPool2d(2)
    return layers


def vgg16(classes: int = 1000, *, batch_norm: bool = False) -> nn.Sequential:
    r"""VGG-16을 만듭니다. 224×224 컬러 그림을 받습니다.

    합성곱 13개와 선형 층 3개입니다. 매개변수 138,357,544개 가운데 1억 개가 넘게 첫 선형 층 fc6에 있습니다.
    세기만 하려면 `with torch.device("meta"):` 안에서 만드세요. 그냥 만들면 0.55 GB가 듭니다.

    Parameters
    ----------
    classes : int
        클래스의 수, 1 이상.
    batch_norm : bool
        참이면 합성곱마다 배치 정규화가 있습니다.

    Returns
    -------
    torch.nn.Sequential
        층의 이름은 conv1_1, relu1_1, …, pool5, fc6, …, fc8입니다.

    Raises
    ------
    ValueError
        `classes`가 1보다 작을 때.

    Notes
    -----
    Simonyan and Zisserman (2015), "Very deep convolutional networks for large-scale image recognition",
    표 1의 D.
    """
    integer("classes", classes, at_least=1)
    layers = _stages(3, (64, 128, 256, 512, 512), (2, 2, 3, 3, 3), batch_norm)
    layers["flatten"] = nn.Flatten()
    for number, into, out in ((6, 512 * 7 * 7, 4096), (7, 4096, 4096)):
        layers[f"fc{number}"] = nn.Linear(into, out)
        layers[f"relu{number}"] = nn.ReLU()
        layers[f"drop{number}"] = nn.Dropout()
    layers["fc8"] = nn.Linear(4096, classes)
    return nn.Sequential(layers)


def small_vgg(
    in_channels: int = 1,
    classes: int = 10,
    *,
    widths: Sequence[int] = (16, 32),
    convs: int = 2,
    batch_norm: bool = True,
    rng: np.random.Generator | int,
) -> nn.Sequential:
    r"""VGG처럼 3×3 합성곱을 쌓되, 선형 층 대신 전역 평균 풀링으로 끝나는 작은 신경망을 만듭니다.

    전역 평균 풀링은 특성 맵의 크기와 상관없이 채널마다 수 하나를 남기므로 그림의 크기가 달라도 됩니다.

    Parameters
    ----------
    in_channels : int
        입력의 채널 수, 1 이상.
    classes : int
        클래스의 수, 1 이상.
    widths : sequence of int
        풀링 사이마다의 채널 수. 하나마다 그림의 변이 절반이 됩니다.
    convs : int
        풀링 사이에 놓을 합성곱의 수, 1 이상.
    batch_norm : bool
        거짓이면 배치 정규화가 없습니다.
    rng : Generator or int
        난수 생성기나 씨앗.

    Returns
    -------
    torch.nn.Sequential
        `(N, in_channels, H, W)`를 받아 `(N, classes)` 로짓을 내는 모델.

    Raises
    ------
    ValueError
        1보다 작은 수가 있거나 `widths`가 비었을 때.
    """
    integer("in_channels", in_channels, at_least=1)
    integer("classes", classes, at_least=1)
    integer("convs", convs, at_least=1)
    widths = [integer(f"widths[{i}]", w, at_least=1) for i, w in enumerate(widths)]
    if not widths:
        raise ValueError("`widths` 길이는 1 이상이어야 합니다(받은 값: []).")
    with seeded(rng):
        layers = _stages(in_channels, widths, [convs] * len(widths), batch_norm)
        for layer in layers.values():
            if isinstance(layer, nn.Conv2d):
                nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
        layers["pool"] = nn.AdaptiveAvgPool2d(1)
        layers["flatten"] = nn.Flatten()
        layers["fc"] = nn.Linear(widths[-1], classes)
    return nn.Sequential(layers)
