r"""합성곱의 크기 셈: 커널, 보폭(stride), 패딩(padding), 팽창(dilation)이 출력의 길이를 정합니다."""

import operator
from dataclasses import dataclass, replace
from typing import Any, Self

from coursekit.arguments import integer

Ints = tuple[int, ...]


def conv_output_size(
    size: int, kernel_size: int, stride: int = 1, padding: int = 0, dilation: int = 1
) -> int:
    r"""한 축에서 합성곱 출력의 길이를 구합니다.

    .. math:: \left\lfloor \frac{n + 2p - d(k - 1) - 1}{s} \right\rfloor + 1

    커널은 :math:`d(k-1)+1` 칸을 덮고, 패딩까지 :math:`n+2p` 칸인 입력 위를 :math:`s` 칸씩 걷습니다.

    Parameters
    ----------
    size : int
        입력의 길이 :math:`n`.
    kernel_size : int
        커널의 길이 :math:`k`, 1 이상.
    stride : int
        보폭 :math:`s`, 1 이상.
    padding : int
        양쪽 끝에 붙이는 0의 수 :math:`p`.
    dilation : int
        커널 칸 사이의 간격 :math:`d`, 1 이상.

    Returns
    -------
    int
        출력의 길이, 1 이상.

    Raises
    ------
    ValueError
        커널이 패딩한 입력보다 길 때.

    Examples
    --------
    >>> conv_output_size(32, 5)
    28
    >>> conv_output_size(7, 3, stride=2, padding=1)
    4
    """
    size = integer("size", size)
    kernel_size = integer("kernel_size", kernel_size, at_least=1)
    stride = integer("stride", stride, at_least=1)
    padding = integer("padding", padding)
    dilation = integer("dilation", dilation, at_least=1)
    return _walk(size, kernel_size, stride, (padding, padding), dilation)


def _walk(size: int, kernel: int, stride: int, padding: tuple[int, int], dilation: int) -> int:
    reach, room = dilation * (kernel - 1) + 1, size + sum(padding)
    if reach > room:
        raise ValueError(
            "커널이 덮는 길이는 패딩한 입력의 길이 이하여야 합니다"
            f"(`kernel_size` {kernel}, `dilation` {dilation}: {dilation}×({kernel}−1)+1 = {reach}, "
            f"입력과 패딩: {size}+{padding[0]}+{padding[1]} = {room})."
        )
    return (room - reach) // stride + 1


def per_axis(name: str, value: Any, dims: int, *, at_least: int) -> Ints:
    r"""정수 하나나 축마다의 정수를 축마다의 정수로 폅니다.

    Parameters
    ----------
    name : str
        오류 문장에 나올 인자 이름.
    value : int or tuple of int
        정수 하나면 모든 축에 씁니다.
    dims : int
        축의 수.
    at_least : int
        허용하는 가장 작은 값.

    Returns
    -------
    tuple of int
        길이가 `dims`인 튜플.

    Raises
    ------
    ValueError
        길이가 다르거나 정수가 아니거나 너무 작을 때.
    """
    if not isinstance(value, (tuple, list)):
        return (integer(name, value, at_least=at_least),) * dims
    if len(value) != dims:
        raise ValueError(f"`{name}` 값은 정수나 정수 {dims}개여야 합니다(받은 값: {value!r}).")
    return tuple(integer(name, v, at_least=at_least) for v in value)


@dataclass(frozen=True)
class Geometry:
    r"""커널이 입력 위를 어떻게 걷는지 축마다 적은 것입니다.

    Attributes
    ----------
    kernel, stride, dilation : tuple of int
        축마다의 커널 길이, 보폭, 간격.
    padding : tuple of (int, int)
        축마다 앞과 뒤에 붙이는 0의 수.
    groups : int
        채널을 나눈 그룹의 수.
    """

    kernel: Ints
    stride: Ints
    padding: tuple[tuple[int, int], ...]
    dilation: Ints
    groups: int

    @classmethod
    def of(cls, kernel: Ints, stride: Any, padding: Any, dilation: Any, groups: int) -> Self:
        r"""사용자가 준 값(정수, 튜플, "same", "valid")을 축마다의 값으로 폅니다.

        Parameters
        ----------
        kernel : tuple of int
            축마다의 커널 길이.
        stride, dilation : int or tuple of int
            1 이상.
        padding : int or tuple of int or {"same", "valid"}
            0 이상. "same"은 출력을 입력과 같은 길이로 만들고 보폭 1에서만 쓰며, 홀수 칸이 남으면 뒤에 붙입니다.
        groups : int
            1 이상.

        Returns
        -------
        Geometry
            축마다의 값.

        Raises
        ------
        ValueError
            범위를 벗어난 값이나 모르는 패딩일 때.
        """
        dims = len(kernel)
        kernel = per_axis("kernel_size", tuple(kernel), dims, at_least=1)
        stride = per_axis("stride", stride, dims, at_least=1)
        dilation = per_axis("dilation", dilation, dims, at_least=1)
        groups = integer("groups", groups, at_least=1)
        if padding == "same":
            if any(s != 1 for s in stride):
                raise ValueError(f'`padding="same"`은 `stride` 1에서만 씁니다(받은 값: {stride}).')
            spare = [d * (k - 1) for k, d in zip(kernel, dilation, strict=True)]
            return cls(kernel, stride, tuple((n // 2, n - n // 2) for n in spare), dilation, groups)
        if isinstance(padding, str) and padding != "valid":
            raise ValueError(
                f'`padding` 값은 정수나 "same"이나 "valid"여야 합니다(받은 값: {padding!r}).'
            )
        sides = per_axis("padding", 0 if padding == "valid" else padding, dims, at_least=0)
        return cls(kernel, stride, tuple((p, p) for p in sides), dilation, groups)

    @property
    def reach(self) -> Ints:
        r"""축마다 커널의 첫 칸에서 마지막 칸까지의 거리 :math:`d(k-1)`."""
        return tuple(d * (k - 1) for k, d in zip(self.kernel, self.dilation, strict=True))

    @property
    def pointwise(self) -> bool:
        r"""1×1 커널이 보폭 1로 패딩 없이 걷는지: 그러면 행렬 곱 그 자체입니다."""
        return set(self.kernel) == set(self.stride) == {1} and not any(map(sum, self.padding))

    @property
    def inside(self) -> tuple[slice, ...]:
        r"""패딩한 배열 `(C, ...)`에서 입력이 놓이는 자리."""
        return (slice(None), *(slice(before, -after or None) for before, after in self.padding))

    def padded(self, size: Ints) -> Ints:
        r"""패딩한 입력의 길이.

        Parameters
        ----------
        size : tuple of int
            축마다의 입력 길이.

        Returns
        -------
        tuple of int
            축마다의 길이.
        """
        return tuple(map(operator.add, size, map(sum, self.padding)))

    def output(self, size: Ints) -> Ints:
        r"""출력의 길이.

        Parameters
        ----------
        size : tuple of int
            축마다의 입력 길이.

        Returns
        -------
        tuple of int
            축마다의 길이.

        Raises
        ------
        ValueError
            커널이 패딩한 입력보다 길 때.
        """
        axes = zip(size, self.kernel, self.stride, self.padding, self.dilation, strict=True)
        return tuple(_walk(*axis) for axis in axes)

    def turned(self) -> "Geometry":
        r"""보폭 1에서 기울기를 되돌려 보낼 때의 걸음: 패딩이 :math:`d(k-1)-p`입니다.

        Returns
        -------
        Geometry
            뒤집은 커널이 출력의 기울기 위를 걷는 방법.
        """
        sides = tuple((r - a, r - b) for r, (a, b) in zip(self.reach, self.padding, strict=True))
        return replace(self, padding=sides)
