r"""ResNet: 블록마다 입력을 더해 주는 지름길(skip connection)을 두어 깊게 쌓는 신경망."""

from collections import OrderedDict
from typing import Any

import numpy as np
from torch import Tensor, nn

from coursekit.arguments import integer
from coursekit.models.seed import seeded

# 깊이마다: 블록의 종류, 네 단계의 블록 수 (He et al. 2016, 표 1)
RESNETS = {
    18: ("basic", (2, 2, 2, 2)),
    34: ("basic", (3, 4, 6, 3)),
    50: ("bottleneck", (3, 4, 6, 3)),
    101: ("bottleneck", (3, 4, 23, 3)),
    152: ("bottleneck", (3, 8, 36, 3)),
}


class Residual(nn.Module):
    r"""블록: 몇 층을 지난 :math:`F(x)`에 입력을 더해 :math:`\mathrm{ReLU}(F(x) + x)`를 냅니다.

    Parameters
    ----------
    body : Module
        :math:`F`. 마지막에 활성화 함수가 없습니다.
    shortcut : Module or None
        지름길. 모양이 바뀌는 블록에서는 입력의 모양을 맞춥니다. `None`이면 더하지 않는 평범한 블록입니다.
    """

    def __init__(self, body: nn.Module, shortcut: nn.Module | None) -> None:
        super().__init__()
        self.body = body
        self.shortcut = shortcut
        self.relu = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        r"""블록을 지납니다.

        Parameters
        ----------
        x : Tensor of shape (N, C, H, W)
            입력.

        Returns
        -------
        Tensor of shape (N, C', H', W')
            출력.
        """
        y: Tensor = self.body(x)
        if self.shortcut is not None:
            y = y + self.shortcut(x)
        out: Tensor = self.relu(y)
        return out


class SubsampleAndPad(nn.Module):
    r"""매개변수가 없는 지름길: 한 칸씩 걸러 뽑고, 모자라는 채널은 0으로 채웁니다.

    지름길이 있는 것과 없는 것의 매개변수가 똑같아져 둘을 견주기에 좋습니다.

    Parameters
    ----------
    stride : int
        몇 칸마다 뽑을지.
    new_channels : int
        0으로 채울 채널의 수.
    """

    def __init__(self, stride: int, new_channels: int) -> None:
        super().__init__()
        self.subsample = nn.AvgPool2d(1, stride=stride)
        self.new_channels = new_channels

    def forward(self, x: Tensor) -> Tensor:
        r"""모양을 맞춥니다.

        Parameters
        ----------
        x : Tensor of shape (N, C, H, W)
            입력.

        Returns
        -------
        Tensor of shape (N, C + new_channels, H', W')
            출력.
        """
        return nn.functional.pad(self.subsample(x), (0, 0, 0, 0, 0, self.new_channels))


def _layers(*sizes: tuple[int, int, int, int], batch_norm: bool = True) -> nn.Sequential:
    r"""(입력 채널, 출력 채널, 커널, 보폭)마다 합성곱과 배치 정규화, 그 사이에 ReLU."""
    layers: OrderedDict[str, nn.Module] = OrderedDict()
    for i, (into, out, kernel, stride) in enumerate(sizes, start=1):
        if i > 1:
            layers[f"relu{i - 1}"] = nn.ReLU()
        layers[f"conv{i}"] = nn.Conv2d(
            into, out, kernel, stride, padding=kernel // 2, bias=not batch_norm
        )
        if batch_norm:
            layers[f"bn{i}"] = nn.BatchNorm2d(out)
    return nn.Sequential(layers)


class ResNet(nn.Sequential):
    r"""ImageNet의 ResNet입니다. 224×224 컬러 그림을 받습니다.

    깊이 18과 34의 블록은 3×3 합성곱 둘이고, 50부터는 1×1로 줄이고 3×3, 다시 1×1로 네 배로 늘리는
    병목(bottleneck)입니다. 병목에서 줄이는 보폭은 torchvision처럼 3×3에 있습니다.

    Parameters
    ----------
    depth : {18, 34, 50, 101, 152}
        합성곱과 선형 층의 수.
    classes : int
        클래스의 수, 1 이상.

    Raises
    ------
    ValueError
        없는 깊이거나 `classes`가 1보다 작을 때.

    Notes
    -----
    He, Zhang, Ren and Sun (2016), "Deep residual learning for image recognition", 표 1과 식 (1), (2).

    Examples
    --------
    >>> with torch.device("meta"):
    ...     sum(p.numel() for p in ResNet(18).parameters())
    11689512
    """

    def __init__(self, depth: int, classes: int = 1000) -> None:
        super().__init__()
        if depth not in RESNETS:
            raise ValueError(
                f"`depth` 값은 {list(RESNETS)} 가운데 하나여야 합니다(받은 값: {depth!r})."
            )
        integer("classes", classes, at_least=1)
        kind, counts = RESNETS[depth]
        self.conv1 = nn.Conv2d(3, 64, 7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.relu = nn.ReLU()
        self.maxpool = nn.MaxPool2d(3, stride=2, padding=1)
        channels = 64
        for stage, count in enumerate(counts, start=1):
            width = 64 * 2 ** (stage - 1)
            blocks = []
            for i in range(count):
                stride = 2 if stage > 1 and i == 0 else 1
                if kind == "basic":
                    out = width
                    body = _layers((channels, width, 3, stride), (width, width, 3, 1))
                else:
                    out = 4 * width
                    body = _layers(
                        (channels, width, 1, 1), (width, width, 3, stride), (width, out, 1, 1)
                    )
                same = stride == 1 and channels == out
                shortcut = nn.Identity() if same else _layers((channels, out, 1, stride))
                blocks.append(Residual(body, shortcut))
                channels = out
            self.add_module(f"layer{stage}", nn.Sequential(*blocks))
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.flatten = nn.Flatten()
        self.fc = nn.Linear(channels, classes)


def small_resnet(
    depth: int,
    *,
    skip: bool = True,
    batch_norm: bool = True,
    in_channels: int = 1,
    classes: int = 10,
    width: int = 8,
    rng: np.random.Generator | int,
) -> nn.Sequential:
    r"""작은 그림을 위한 ResNet을 만듭니다. 지름길만 떼어 깊이의 효과를 견줄 수 있습니다.

    첫 합성곱 다음에 세 단계가 있고, 단계마다 3×3 합성곱 둘로 된 블록이 n개라서 깊이는 6n + 2입니다.
    단계가 바뀔 때 그림의 변은 절반, 채널은 두 배가 됩니다. 지름길에는 매개변수가 없으므로
    `skip`이 참이든 거짓이든 매개변수의 수도, 같은 씨앗에서의 처음 값도 같습니다.

    Parameters
    ----------
    depth : int
        합성곱과 선형 층의 수: 8, 14, 20, …, 6n + 2.
    skip : bool
        거짓이면 지름길이 없는 평범한 신경망.
    batch_norm : bool
        거짓이면 배치 정규화가 없습니다.
    in_channels : int
        입력의 채널 수, 1 이상.
    classes : int
        클래스의 수, 1 이상.
    width : int
        첫 단계의 채널 수, 1 이상.
    rng : Generator or int
        난수 생성기나 씨앗.

    Returns
    -------
    torch.nn.Sequential
        `(N, in_channels, H, W)`를 받아 `(N, classes)` 로짓을 내는 모델.

    Raises
    ------
    ValueError
        깊이가 6n + 2가 아니거나 1보다 작은 수가 있을 때.

    Notes
    -----
    He et al. (2016), 4.2: CIFAR-10의 신경망과, 매개변수가 없는 지름길(option A).
    """
    if integer("depth", depth, at_least=8) % 6 != 2:
        raise ValueError(f"`depth` 값은 8, 14, 20, …, 6n + 2여야 합니다(받은 값: {depth}).")
    integer("in_channels", in_channels, at_least=1)
    integer("classes", classes, at_least=1)
    channels = integer("width", width, at_least=1)
    with seeded(rng):
        layers: OrderedDict[str, Any] = OrderedDict()
        layers["stem"] = _layers((in_channels, width, 3, 1), batch_norm=batch_norm)
        layers["relu"] = nn.ReLU()
        for stage in range(3):
            blocks = []
            for i in range((depth - 2) // 6):
                stride = 2 if stage > 0 and i == 0 else 1
                out = width * 2**stage
                sizes = ((channels, out, 3, stride), (out, out, 3, 1))
                same = stride == 1
                shortcut = nn.Identity() if same else SubsampleAndPad(stride, out - channels)
                body = _layers(*sizes, batch_norm=batch_norm)
                blocks.append(Residual(body, shortcut if skip else None))
                channels = out
            layers[f"stage{stage + 1}"] = nn.Sequential(*blocks)
        layers["avgpool"] = nn.AdaptiveAvgPool2d(1)
        layers["flatten"] = nn.Flatten()
        layers["fc"] = nn.Linear(channels, classes)
        model = nn.Sequential(layers)
        for module in model.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
    return model
