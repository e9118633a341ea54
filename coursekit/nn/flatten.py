r"""펼치기: 합성곱의 특성 맵을 선형 층이 받는 벡터로 바꿉니다."""

import math
from typing import Any

from numpy.typing import NDArray

from coursekit.nn.layer import Layer

Array = NDArray[Any]


class Flatten(Layer):
    r"""표본마다 모든 값을 한 줄로 펼칩니다: :math:`(N, C, H, W) \to (N, CHW)`.

    값은 그대로이고 모양만 바뀌므로, 뒤로 갈 때는 기울기를 입력의 모양으로 되접습니다.

    Examples
    --------
    >>> Flatten()(np.ones((2, 3, 4, 4))).shape
    (2, 48)
    """

    def _forward(self, x: Array) -> tuple[Array, Any]:
        if x.ndim < 2:
            raise ValueError(f"`x` 축은 표본의 축까지 둘 이상이어야 합니다(받은 모양: {x.shape}).")
        return x.reshape(len(x), math.prod(x.shape[1:])).copy(), x.shape

    def _backward(self, grad_output: Array, cache: Any) -> Array:
        return grad_output.reshape(cache).copy()
