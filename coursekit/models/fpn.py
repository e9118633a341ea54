r"""특징 피라미드(FPN): 거친 단계의 뜻을 고운 단계의 자리에 내려보냅니다."""

from collections.abc import Sequence
from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn import functional

from coursekit.arguments import integer

Neck = Literal["add", "concat"] | None


class FPN(nn.Module):
    r"""단계마다 1×1 합성곱으로 채널을 맞추고, 거친 것을 두 배로 늘려 더하거나 이어 붙입니다.

    ========  ==============================  =======================
    mode      만나는 자리의 모양              그다음
    ========  ==============================  =======================
    add       [C, H, W] + [C, H, W]           [C, H, W]에 3×3 합성곱
    concat    [C, H, W]와 [C, H, W]를 이음    [2C, H, W]에 3×3 합성곱
    None      만나지 않음                     [C, H, W]에 3×3 합성곱
    ========  ==============================  =======================

    Parameters
    ----------
    channels : sequence of int
        고운 것부터 단계마다의 채널 수.
    width : int
        맞출 채널 수 C.
    mode : {"add", "concat", None}
        만나는 방식.
    norm : bool
        참이면 합성곱마다 배치 정규화를 둡니다. 논문에는 없지만, 처음부터 배울 때 만나는 두 특징의 크기를 맞춥니다.

    Raises
    ------
    ValueError
        `mode`가 셋 가운데 하나가 아니거나 단계가 없을 때.

    References
    ----------
    T. Lin et al., "Feature Pyramid Networks for Object Detection", CVPR 2017, figure 3.
    """

    def __init__(
        self, channels: Sequence[int], width: int, mode: Neck = "add", *, norm: bool = False
    ) -> None:
        super().__init__()
        if mode not in ("add", "concat", None):
            raise ValueError(
                f'`mode` 값은 "add", "concat", None 가운데 하나여야 합니다(받은 값: {mode!r}).'
            )
        if not channels:
            raise ValueError("`channels` 값은 하나 이상이어야 합니다(받은 값: 없음).")
        width = integer("width", width, at_least=1)
        self.mode = mode
        self.lateral = nn.ModuleList(_convolution(c, width, 1, norm) for c in channels)
        # 가장 거친 단계는 만날 것이 없어 이어 붙일 때에도 C개입니다.
        met = 2 * width if mode == "concat" else width
        self.smooth = nn.ModuleList(
            _convolution(before, width, 3, norm) for before in [met] * (len(channels) - 1) + [width]
        )

    def forward(self, features: Sequence[Tensor]) -> list[Tensor]:
        r"""단계마다의 특징을 만나게 합니다.

        Parameters
        ----------
        features : sequence of Tensor
            고운 것부터 (N, channels[l], H_l, W_l). 한 단계마다 정확히 반으로 줄어야 합니다.

        Returns
        -------
        list of Tensor
            고운 것부터 (N, C, H_l, W_l).

        Raises
        ------
        ValueError
            단계의 수가 다르거나 이웃한 단계가 두 배가 아닐 때.
        """
        if len(features) != len(self.lateral):
            raise ValueError(
                f"`features` 길이는 {len(self.lateral)}이어야 합니다(받은 길이: {len(features)})."
            )
        merged: list[Tensor] = []
        coarse: Tensor | None = None
        for lateral, smooth, feature in reversed(
            list(zip(self.lateral, self.smooth, features, strict=True))
        ):
            x = lateral(feature)
            if coarse is not None and self.mode is not None:
                up = functional.interpolate(coarse, scale_factor=2.0, mode="nearest")
                if up.shape[-2:] != x.shape[-2:]:
                    raise ValueError(
                        "`features` 이웃한 단계는 두 배여야 합니다"
                        f"(받은 크기: {tuple(x.shape[-2:])}, {tuple(coarse.shape[-2:])})."
                    )
                x = x + up if self.mode == "add" else torch.cat([x, up], dim=1)
            merged.insert(0, smooth(x))
            coarse = x if self.mode == "add" else merged[0]  # 내려보내는 것도 늘 C개의 채널입니다
        return merged


def _convolution(before: int, after: int, kernel: int, norm: bool) -> nn.Module:
    conv = nn.Conv2d(before, after, kernel, padding=kernel // 2, bias=not norm)
    return nn.Sequential(conv, nn.BatchNorm2d(after)) if norm else conv
