r"""값과 기울기를 함께 아는 함수: 옵티마이저가 내려갈 땅입니다."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array

Array = NDArray[Any]


@dataclass(frozen=True)
class Objective:
    r"""값과 기울기와 최소점을 아는 함수입니다. 한 점도, 점의 격자도 한꺼번에 받습니다.

    Parameters
    ----------
    name : str
        그림과 표에 쓸 한국어 이름.
    minima : ndarray of shape (M, D)
        알려진 극소점. 없으면 (0, D)입니다.
    bounds : tuple of (float, float)
        그릴 때 쓸 좌표마다의 구간, D개.
    value, slope : callable
        `(..., D)`를 받아 값 `(...)`과 기울기 `(..., D)`를 돌려주는 함수.
    """

    name: str
    minima: Array
    bounds: tuple[tuple[float, float], ...]
    value: Callable[[Array], Array]
    slope: Callable[[Array], Array]

    @property
    def dim(self) -> int:
        r"""변수의 수 D."""
        return len(self.bounds)

    def __call__(self, x: ArrayLike, /) -> Array:
        r"""함숫값을 구합니다.

        Parameters
        ----------
        x : array_like of shape (..., D)
            점 하나 또는 여럿.

        Returns
        -------
        ndarray of shape (...)
            점마다의 함숫값.

        Raises
        ------
        ValueError
            마지막 축의 길이가 D가 아닐 때.
        """
        return self.value(self._points(x))

    def gradient(self, x: ArrayLike, /) -> Array:
        r"""기울기를 구합니다.

        Parameters
        ----------
        x : array_like of shape (..., D)
            점 하나 또는 여럿.

        Returns
        -------
        ndarray of shape (..., D)
            점마다의 기울기.

        Raises
        ------
        ValueError
            마지막 축의 길이가 D가 아닐 때.
        """
        return self.slope(self._points(x))

    def _points(self, x: ArrayLike) -> Array:
        points = array("x", x, finite=False)  # 발산하는 궤적의 무한대도 값으로 흘려보냅니다
        if points.ndim == 0 or points.shape[-1] != self.dim:
            raise ValueError(
                f"`x` 모양은 (..., {self.dim})이어야 합니다(받은 모양: {points.shape})."
            )
        return points
