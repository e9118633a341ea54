r"""GoogLeNet: 크기가 다른 필터를 나란히 두고 1×1 합성곱으로 채널을 먼저 줄이는 신경망."""

from collections import OrderedDict

import torch
from torch import Tensor, nn

from coursekit.arguments import integer


class Inception(nn.Module):
    r"""1×1, 3×3, 5×5 합성곱과 3×3 최대 풀링을 나란히 지나 채널로 이어 붙입니다.

    `bottleneck=True`면 3×3과 5×5의 앞, 풀링의 뒤에 1×1 합성곱을 두어 채널을 줄입니다. 거짓이면 입력의
    채널을 그대로 쓰므로 곱셈이 몇 배로 늘고, 풀링이 입력의 채널을 모두 내보내 출력까지 두꺼워집니다.

    Parameters
    ----------
    in_channels : int
        입력의 채널 수, 1 이상.
    out_1x1 : int
        1×1 합성곱이 내는 채널 수.
    reduce_3x3, out_3x3 : int
        3×3의 앞에서 줄인 채널 수와 3×3이 내는 채널 수.
    reduce_5x5, out_5x5 : int
        5×5의 앞에서 줄인 채널 수와 5×5가 내는 채널 수.
    out_pool : int
        풀링 뒤의 1×1 합성곱이 내는 채널 수.
    bottleneck : bool
        거짓이면 1×1 합성곱으로 줄이지 않으므로 `reduce_3x3`, `reduce_5x5`, `out_pool`을 쓰지 않습니다.

    Attributes
    ----------
    out_channels : int
        출력의 채널 수.

    Raises
    ------
    ValueError
        1보다 작은 채널 수가 있을 때.

    Notes
    -----
    Szegedy et al. (2015), "Going deeper with convolutions", 그림 2의 (a)와 (b).

    Examples
    --------
    >>> sum(p.numel() for p in Inception(192, 64, 96, 128, 16, 32, 32).parameters())
    163696
    """

    def __init__(
        self,
        in_channels: int,
        out_1x1: int,
        reduce_3x3: int,
        out_3x3: int,
        reduce_5x5: int,
        out_5x5: int,
        out_pool: int,
        *,
        bottleneck: bool = True,
    ) -> None:
        super().__init__()
        given = {
            "in_channels": in_channels,
            "out_1x1": out_1x1,
            "reduce_3x3": reduce_3x3,
            "out_3x3": out_3x3,
            "reduce_5x5": reduce_5x5,
            "out_5x5": out_5x5,
            "out_pool": out_pool,
        }
        for name, value in given.items():
            integer(name, value, at_least=1)
        self.branch1 = _convolutions((in_channels, out_1x1, 1))
        if bottleneck:
            self.branch2 = _convolutions((in_channels, reduce_3x3, 1), (reduce_3x3, out_3x3, 3))
            self.branch3 = _convolutions((in_channels, reduce_5x5, 1), (reduce_5x5, out_5x5, 5))
        else:
            self.branch2 = _convolutions((in_channels, out_3x3, 3))
            self.branch3 = _convolutions((in_channels, out_5x5, 5))
        self.branch4 = nn.Sequential(OrderedDict(pool=nn.MaxPool2d(3, stride=1, padding=1)))
        if bottleneck:
            for name, layer in _convolutions((in_channels, out_pool, 1)).named_children():
                self.branch4.add_module(name, layer)
        self.out_channels = out_1x1 + out_3x3 + out_5x5 + (out_pool if bottleneck else in_channels)

    def forward(self, x: Tensor) -> Tensor:
        r"""네 갈래의 출력을 채널로 이어 붙입니다.

        Parameters
        ----------
        x : Tensor of shape (N, in_channels, H, W)
            입력.

        Returns
        -------
        Tensor of shape (N, out_channels, H, W)
            출력.
        """
        branches = (self.branch1, self.branch2, self.branch3, self.branch4)
        return torch.cat([branch(x) for branch in branches], dim=1)


def _convolutions(*sizes: tuple[int, int, int], stride: int = 1) -> nn.Sequential:
    layers: OrderedDict[str, nn.Module] = OrderedDict()
    for i, (into, out, kernel) in enumerate(sizes, start=1):
        layers[f"conv{i}"] = nn.Conv2d(into, out, kernel, stride=stride, padding=kernel // 2)
        layers[f"relu{i}"] = nn.ReLU()
    return nn.Sequential(layers)


# 논문의 표 1: 1×1, 3×3 앞, 3×3, 5×5 앞, 5×5, 풀링 뒤. 이름의 숫자가 바뀌는 곳에서 풀링으로 절반이 됩니다.
INCEPTIONS = {
    "3a": (64, 96, 128, 16, 32, 32),
    "3b": (128, 128, 192, 32, 96, 64),
    "4a": (192, 96, 208, 16, 48, 64),
    "4b": (160, 112, 224, 24, 64, 64),
    "4c": (128, 128, 256, 24, 64, 64),
    "4d": (112, 144, 288, 32, 64, 64),
    "4e": (256, 160, 320, 32, 128, 128),
    "5a": (256, 160, 320, 32, 128, 128),
    "5b": (384, 192, 384, 48, 128, 128),
}


class GoogLeNet(nn.Sequential):
    r"""GoogLeNet입니다. 224×224 컬러 그림을 받습니다. 학습할 때만 쓰는 보조 분류기는 없습니다.

    선형 층은 끝에 하나뿐이고 그 앞에서 전역 평균 풀링을 합니다. 22층인데 매개변수는 AlexNet의 약 9분의 1입니다.

    Parameters
    ----------
    classes : int
        클래스의 수, 1 이상.

    Raises
    ------
    ValueError
        `classes`가 1보다 작을 때.

    Notes
    -----
    Szegedy et al. (2015), "Going deeper with convolutions", 표 1.
    """

    def __init__(self, classes: int = 1000) -> None:
        super().__init__()
        integer("classes", classes, at_least=1)
        self.conv1 = _convolutions((3, 64, 7), stride=2)
        self.pool1 = nn.MaxPool2d(3, stride=2, ceil_mode=True)
        self.norm1 = nn.LocalResponseNorm(5)
        self.conv2 = _convolutions((64, 64, 1), (64, 192, 3))
        self.norm2 = nn.LocalResponseNorm(5)
        self.pool2 = nn.MaxPool2d(3, stride=2, ceil_mode=True)
        channels = 192
        for name, sizes in INCEPTIONS.items():
            if name in ("4a", "5a"):
                self.add_module(
                    f"pool{int(name[0]) - 1}", nn.MaxPool2d(3, stride=2, ceil_mode=True)
                )
            block = Inception(channels, *sizes)
            self.add_module(f"inception{name}", block)
            channels = block.out_channels
        self.pool5 = nn.AdaptiveAvgPool2d(1)
        self.flatten = nn.Flatten()
        self.drop = nn.Dropout(0.4)
        self.fc = nn.Linear(channels, classes)
