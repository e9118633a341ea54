r"""수용 영역(receptive field)의 셈: 출력 하나가 입력의 몇 칸을 보는지를 층마다 늘려 갑니다."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from coursekit.arguments import integer


def receptive_field(layers: Sequence[tuple[int, ...]]) -> list[tuple[int, int]]:
    r"""커널과 보폭의 목록에서 층마다의 수용 영역과 건너뛰기를 구합니다.

    입력 한 칸에서 :math:`r = 1, j = 1`로 시작해 층마다 다음처럼 바꿉니다.

    .. math:: r \leftarrow r + d\,(k - 1)\,j, \qquad j \leftarrow j\,s

    커널의 이웃한 두 칸은 입력에서 :math:`d\,j` 떨어져 있고, 칸이 :math:`k`개면 사이는 :math:`k - 1`개입니다.
    이웃한 두 출력은 입력에서 :math:`j`(jump)만큼 떨어진 곳을 봅니다.

    Parameters
    ----------
    layers : sequence of tuple
        층마다 `(kernel_size, stride)`나 `(kernel_size, stride, dilation)`. 풀링도 같습니다.

    Returns
    -------
    list of (int, int)
        층마다의 수용 영역 r과 건너뛰기 j. 채워 넣은 0까지 친 이론값입니다.

    Raises
    ------
    ValueError
        튜플의 길이가 2나 3이 아니거나 1보다 작은 수가 있을 때.

    Examples
    --------
    >>> receptive_field([(3, 1), (3, 1), (3, 1)])[-1] == receptive_field([(7, 1)])[-1]
    True
    >>> receptive_field([(3, 2), (3, 1), (2, 2)])
    [(3, 2), (7, 2), (9, 4)]
    """
    size, jump, found = 1, 1, []
    for i, layer in enumerate(layers):
        if len(layer) not in (2, 3):
            raise ValueError(f"`layers[{i}]` 길이는 2나 3이어야 합니다(받은 값: {tuple(layer)!r}).")
        kernel, stride, dilation = (
            integer(f"layers[{i}][{k}]", value, at_least=1)
            for k, value in enumerate((*layer, 1)[:3])
        )
        size += dilation * (kernel - 1) * jump
        jump *= stride
        found.append((size, jump))
    return found


@dataclass(frozen=True)
class Field:
    r"""축마다의 수용 영역과 건너뛰기. 입력 전체를 보면 이것 대신 `None`을 씁니다.

    업샘플링 다음에는 건너뛰기가 1보다 작은 분수가 됩니다.
    """

    size: tuple[Fraction, ...]
    jump: tuple[Fraction, ...]

    @classmethod
    def of_input(cls, axes: int) -> "Field | None":
        r"""입력 그대로: 한 칸이 한 칸을 봅니다. 공간 축이 없으면 `None`입니다."""
        one = (Fraction(1),) * axes
        return cls(one, one) if axes else None

    def through(
        self, kernel: Sequence[int], stride: Sequence[int], dilation: Sequence[int]
    ) -> "Field":
        r"""합성곱이나 풀링을 지난 다음."""
        axes = list(zip(self.size, self.jump, kernel, stride, dilation, strict=True))
        return Field(
            tuple(r + d * (k - 1) * j for r, j, k, _, d in axes),
            tuple(j * s for _, j, _, s, _ in axes),
        )

    def resampled(self, taps: Sequence[int], factor: Sequence[Fraction]) -> "Field":
        r"""축마다 입력 `taps`칸을 섞어 `factor`배로 늘린 다음."""
        axes = list(zip(self.size, self.jump, taps, factor, strict=True))
        return Field(
            tuple(r + (t - 1) * j for r, j, t, _ in axes), tuple(j / f for _, j, _, f in axes)
        )

    def extent(self) -> tuple[int, ...]:
        r"""축마다 보는 입력의 칸 수."""
        return tuple(math.ceil(r) for r in self.size)


def widest(fields: Sequence[Field | None]) -> Field | None:
    r"""갈래들이 만난 다음: 축마다 가장 넓게 보는 갈래를 따릅니다. 한 갈래라도 전체를 보면 전체입니다."""
    known = [field for field in fields if field is not None]
    if len(known) < len(fields) or not known:
        return None
    rank = max(len(field.size) for field in known)
    best = [
        max((field.size[axis], field.jump[axis]) for field in known if len(field.size) == rank)
        for axis in range(rank)
    ]
    return Field(tuple(size for size, _ in best), tuple(jump for _, jump in best))
