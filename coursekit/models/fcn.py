r"""완전 합성곱 신경망(FCN): 픽셀마다 클래스의 점수를 냅니다."""

from itertools import pairwise
from typing import Literal

from torch import Tensor, nn

from coursekit.arguments import integer
from coursekit.models.upsampling import bilinear_upsampling


class FCN(nn.Module):
    r"""세 번 반으로 줄인 특징에서 점수를 내고, 지름길(skip connection)로 고운 점수를 더하며 늘립니다.

    ======  ===========================================  ==================
    skips   늘리는 길                                     논문의 이름
    ======  ===========================================  ==================
    0       1/8 점수를 8배로                              FCN-32s처럼 한 번에
    1       2배 + 1/4 점수, 4배                           FCN-16s처럼 하나
    2       2배 + 1/4 점수, 2배 + 1/2 점수, 2배            FCN-8s처럼 둘
    ======  ===========================================  ==================

    Parameters
    ----------
    in_channels : int
        입력의 채널 수.
    classes : int
        배경까지 친 클래스의 수 C.
    skips : {0, 1, 2}
        더할 고운 점수의 수.
    widths : tuple of int
        세 단계의 채널 수. 단계마다 3×3 합성곱, 배치 정규화, ReLU, 2×2 최대 풀링입니다.
    wide : int
        가장 거친 단계에서 더 거치는 3×3 합성곱의 수, 0 이상.

    Raises
    ------
    ValueError
        `skips`가 0, 1, 2가 아니거나 수가 1보다 작을 때.

    References
    ----------
    J. Long, E. Shelhamer, T. Darrell, "Fully Convolutional Networks for Semantic Segmentation", CVPR 2015, figure 3.
    """

    def __init__(
        self,
        in_channels: int,
        classes: int,
        *,
        skips: Literal[0, 1, 2] = 2,
        widths: tuple[int, int, int] = (16, 24, 32),
        wide: int = 2,
    ) -> None:
        super().__init__()
        if skips not in (0, 1, 2):
            raise ValueError(f"`skips` 값은 0, 1, 2 가운데 하나여야 합니다(받은 값: {skips!r}).")
        channels = [integer("in_channels", in_channels, at_least=1), *widths]
        self.stages = nn.ModuleList(
            nn.Sequential(_convolution(before, after), nn.MaxPool2d(2))
            for before, after in pairwise(channels)
        )
        # 가장 거친 단계에서 더 넓게 봅니다: VGG의 fc6, fc7이 있던 자리입니다.
        self.wide = nn.Sequential(*(_convolution(widths[-1], widths[-1]) for _ in range(wide)))
        # 거친 단계부터: 점수를 내는 단계는 skips + 1개입니다.
        used = channels[:0:-1][: skips + 1]
        self.scores = nn.ModuleList(nn.Conv2d(width, classes, 1) for width in used)
        self.doublings = nn.ModuleList(bilinear_upsampling(classes, 2) for _ in range(skips))
        self.last = bilinear_upsampling(classes, 2 ** (3 - skips))

    def forward(self, images: Tensor) -> Tensor:
        r"""사진에서 픽셀마다의 점수를 냅니다.

        Parameters
        ----------
        images : Tensor of shape (N, in_channels, H, W)
            H와 W는 8의 배수.

        Returns
        -------
        Tensor of shape (N, C, H, W)
            소프트맥스를 씌우기 전의 점수.

        Raises
        ------
        ValueError
            H나 W가 8의 배수가 아닐 때.
        """
        if images.shape[-2] % 8 or images.shape[-1] % 8:
            raise ValueError(
                f"`images` 높이와 너비는 8의 배수여야 합니다(받은 모양: {tuple(images.shape)})."
            )
        features: list[Tensor] = []  # 거친 것이 앞
        x = images
        for stage in self.stages:
            x = stage(x)
            features.insert(0, x)
        features[0] = self.wide(x)
        score = self.scores[0](features[0])
        for doubling, finer, feature in zip(
            self.doublings, list(self.scores)[1:], features[1:], strict=False
        ):
            score = doubling(score) + finer(feature)
        upsampled: Tensor = self.last(score)
        return upsampled


def _convolution(before: int, after: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(before, after, 3, padding=1, bias=False), nn.BatchNorm2d(after), nn.ReLU()
    )
