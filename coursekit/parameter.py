r"""학습으로 바뀌는 값 하나: 지금 값과 그 기울기를 한 쌍으로 들고 있습니다."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array


class Parameter:
    r"""학습으로 바뀌는 배열과 그 기울기(gradient)입니다.

    Parameters
    ----------
    data : array_like
        처음 값. 복사해 두므로 넘겨준 배열은 바뀌지 않습니다. 실수 dtype은 지키고 정수는 float64가 됩니다.

    Attributes
    ----------
    data : ndarray
        지금 값. 옵티마이저의 `step`이 제자리에서 바꿉니다.
    grad : ndarray
        손실을 `data`로 미분한 값. `data`와 모양과 dtype이 같고 0에서 시작합니다.

    Raises
    ------
    ValueError
        `data`가 실수 배열이 아니거나 유한하지 않은 값이 있을 때.
    """

    def __init__(self, data: ArrayLike) -> None:
        self.data: NDArray[Any] = array("data", data).copy()
        self.grad: NDArray[Any] = np.zeros_like(self.data)

    @property
    def shape(self) -> tuple[int, ...]:
        r"""`data`의 모양."""
        return self.data.shape

    def __repr__(self) -> str:
        return f"Parameter(data={self.data!r}, grad={self.grad!r})"
