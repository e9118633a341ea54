r"""U-Net: 줄이는 길의 특징을 늘리는 길에 이어 붙입니다."""

from itertools import pairwise

import torch
from torch import Tensor, nn

from coursekit.arguments import integer


def crop_center(x: Tensor, height: int, width: int) -> Tensor:
    r"""가운데를 잘라 냅니다.

    Parameters
    ----------
    x : Tensor of shape (..., H, W)
        자를 특징.
    height, width : int
        남길 크기, H와 W 이하.

    Returns
    -------
    Tensor of shape (..., height, width)
        가운데. 남는 수가 홀수면 왼쪽과 위를 하나 덜 자릅니다.
    """
    top, left = (x.shape[-2] - height) // 2, (x.shape[-1] - width) // 2
    return x[..., top : top + height, left : left + width]


class UNet(nn.Module):
    r"""줄였다가 늘리며, 같은 해상도의 특징을 이어 붙이는 신경망입니다.

    기본값이 원래의 U-Net입니다: 채우지 않는 3×3 합성곱 둘씩, 풀링 넷, 572×572 사진이 388×388 지도가 됩니다.

    Parameters
    ----------
    in_channels : int
        입력의 채널 수.
    classes : int
        배경까지 친 클래스의 수 C.
    width : int
        첫 단계의 채널 수. 한 번 줄일 때마다 두 배가 됩니다.
    depth : int
        줄이는 횟수, 1 이상.
    skips : bool
        거짓이면 이어 붙이지 않습니다. 무엇을 잃는지 견주어 볼 때 씁니다.
    padding : {0, 1}
        3×3 합성곱의 패딩. 0이면 합성곱마다 둘레가 한 픽셀씩 줄고, 1이면 출력의 크기가 입력과 같습니다.
    norm : bool
        참이면 합성곱마다 배치 정규화를 둡니다. 원래의 U-Net에는 없습니다.

    Raises
    ------
    ValueError
        수가 1보다 작거나 `padding`이 0도 1도 아닐 때.

    References
    ----------
    O. Ronneberger, P. Fischer, T. Brox, "U-Net", MICCAI 2015, figure 1.
    """

    def __init__(
        self,
        in_channels: int = 1,
        classes: int = 2,
        *,
        width: int = 64,
        depth: int = 4,
        skips: bool = True,
        padding: int = 0,
        norm: bool = False,
    ) -> None:
        super().__init__()
        if padding not in (0, 1):
            raise ValueError(f"`padding` 값은 0이나 1이어야 합니다(받은 값: {padding!r}).")
        depth = integer("depth", depth, at_least=1)
        width = integer("width", width, at_least=1)
        channels = [width * 2**level for level in range(depth + 1)]
        self.skips = skips
        self.first = _two_convolutions(in_channels, width, padding, norm)
        self.down = nn.ModuleList(
            nn.Sequential(nn.MaxPool2d(2), _two_convolutions(fine, coarse, padding, norm))
            for fine, coarse in pairwise(channels)
        )
        back = list(pairwise(reversed(channels)))
        self.up = nn.ModuleList(
            nn.ConvTranspose2d(coarse, fine, 2, stride=2) for coarse, fine in back
        )
        self.merge = nn.ModuleList(
            _two_convolutions(2 * fine if skips else fine, fine, padding, norm) for _, fine in back
        )
        self.score = nn.Conv2d(width, classes, 1)

    def forward(self, images: Tensor) -> Tensor:
        r"""사진에서 픽셀마다의 점수를 냅니다.

        Parameters
        ----------
        images : Tensor of shape (N, in_channels, H, W)
            풀링할 때마다 높이와 너비가 짝수여야 합니다.

        Returns
        -------
        Tensor of shape (N, C, H', W')
            소프트맥스를 씌우기 전의 점수. `padding`이 1이면 H' = H, W' = W입니다.

        Raises
        ------
        ValueError
            풀링할 특징의 높이나 너비가 짝수가 아니거나 너무 작을 때.
        """
        features = [self.first(images)]
        for down in self.down:
            height, width = features[-1].shape[-2:]
            if height % 2 or width % 2 or min(height, width) < 2:
                raise ValueError(
                    f"`images` 크기 {tuple(images.shape[-2:])}에서는 {len(features)}번째 풀링의 입력이 "
                    f"{height}×{width}입니다. 둘 다 2 이상의 짝수여야 합니다."
                )
            features.append(down(features[-1]))
        x = features.pop()
        for up, merge in zip(self.up, self.merge, strict=True):
            x = up(x)
            if self.skips:
                x = torch.cat([crop_center(features.pop(), *x.shape[-2:]), x], dim=1)
            x = merge(x)
        score: Tensor = self.score(x)
        return score


def _two_convolutions(before: int, after: int, padding: int, norm: bool) -> nn.Sequential:
    layers: list[nn.Module] = []
    for channels in (before, after):
        layers.append(nn.Conv2d(channels, after, 3, padding=padding, bias=not norm))
        if norm:
            layers.append(nn.BatchNorm2d(after))
        layers.append(nn.ReLU())
    return nn.Sequential(*layers)
