r"""층을 차례로 이어 붙입니다."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any, Literal

import numpy as np
from numpy.typing import DTypeLike, NDArray

from coursekit.arguments import generator, number
from coursekit.nn.activation import ReLU
from coursekit.nn.batch_norm_layer import BatchNorm1d
from coursekit.nn.dropout import Dropout
from coursekit.nn.init import Initializer, kaiming_normal
from coursekit.nn.layer import Layer
from coursekit.nn.linear import Linear

Array = NDArray[Any]


class Sequential(Layer):
    r"""층들을 차례로 지나는 층입니다. 뒤로 갈 때는 거꾸로 지납니다.

    Parameters
    ----------
    *layers : Layer
        하나 이상의 서로 다른 층.

    Raises
    ------
    ValueError
        층이 없거나, 층이 아닌 것이나 같은 층이 두 번 있을 때.

    Examples
    --------
    >>> model = Sequential(Linear(4, 8, rng=0), ReLU(), Linear(8, 3, rng=1))
    >>> model(np.ones((2, 4))).shape
    (2, 3)
    >>> [p.shape for p in model.parameters()]
    [(8, 4), (8,), (3, 8), (3,)]
    """

    def __init__(self, *layers: Layer) -> None:
        super().__init__()
        if not layers:
            raise ValueError("`layers` 값은 하나 이상이어야 합니다(받은 층: 0개).")
        for i, layer in enumerate(layers):
            if not isinstance(layer, Layer):
                raise ValueError(
                    f"`layers[{i}]` 값은 Layer여야 합니다(받은 형: {type(layer).__name__})."
                )
        if len({id(layer) for layer in layers}) < len(layers):
            raise ValueError("`layers` 안의 층은 서로 달라야 합니다(같은 것이 두 번 왔습니다).")
        self.layers = tuple(layers)

    def __len__(self) -> int:
        return len(self.layers)

    def __getitem__(self, index: int) -> Layer:
        return self.layers[index]

    def __iter__(self) -> Iterator[Layer]:
        return iter(self.layers)

    def _forward(self, x: Array) -> tuple[Array, Any]:
        for layer in self.layers:
            x = layer.forward(x)
        return x, None  # 뒤로 갈 때 쓸 것은 층마다 들고 있습니다

    def _backward(self, grad_output: Array, cache: Any) -> Array:
        for layer in reversed(self.layers):
            grad_output = layer.backward(grad_output)
        return grad_output

    def named_children(self) -> list[tuple[str, Layer]]:
        r"""안의 층을 차례와 함께 돌려줍니다.

        Returns
        -------
        list of (str, Layer)
            이름은 "0", "1", …입니다.
        """
        return [(str(i), layer) for i, layer in enumerate(self.layers)]


def mlp(
    sizes: Sequence[int],
    *,
    activation: Callable[[], Layer] = ReLU,
    init: Initializer | None = kaiming_normal,
    batch_norm: Literal["before", "after"] | None = None,
    dropout: float = 0.0,
    rng: np.random.Generator | int,
    dtype: DTypeLike = np.float64,
) -> Sequential:
    r"""다층 퍼셉트론(multilayer perceptron)을 만듭니다: 선형 층 사이마다 활성화 함수가 있습니다.

    배치 정규화는 활성화 함수의 앞이나 뒤에, 드롭아웃은 은닉층의 맨 끝에 놓습니다.

    Parameters
    ----------
    sizes : sequence of int
        입력, 은닉층들, 출력의 크기. 둘 이상입니다.
    activation : callable
        선형 층 사이에 놓을 층을 만드는 것. `ReLU` 같은 클래스이면 됩니다. 마지막 뒤에는 놓지 않습니다.
    init : Initializer, optional
        가중치의 처음 값. `None`이면 `torch.nn.Linear`의 기본값입니다.
    batch_norm : {"before", "after"}, optional
        배치 정규화를 활성화 함수의 앞에 놓을지 뒤에 놓을지. `None`이면 놓지 않습니다.
    dropout : float
        은닉 유닛을 끄는 확률, 0 이상 1 이하. 0이면 놓지 않습니다.
    rng : Generator or int
        난수 생성기나 씨앗. 가중치는 배치 정규화나 드롭아웃이 있든 없든 같습니다.
    dtype : dtype
        매개변수의 실수 dtype.

    Returns
    -------
    Sequential
        `Linear, activation, Linear, …, Linear`.

    Raises
    ------
    ValueError
        크기가 둘보다 적거나 1보다 작은 것이 있거나, `batch_norm`이나 `dropout`이 범위를 벗어날 때.

    Examples
    --------
    >>> model = mlp([64, 32, 10], rng=0)
    >>> len(model), sum(p.data.size for p in model.parameters())
    (3, 2410)
    """
    if len(sizes) < 2:
        raise ValueError(f"`sizes` 길이는 2 이상이어야 합니다(받은 값: {list(sizes)}).")
    if batch_norm not in (None, "before", "after"):
        raise ValueError(
            f'`batch_norm` 값은 "before"나 "after"나 None이어야 합니다(받은 값: {batch_norm!r}).'
        )
    number("dropout", dropout, at_least=0, at_most=1)
    rng = generator(rng)
    masks = rng.spawn(1)[0] if dropout else rng  # 드롭아웃이 가중치를 뽑는 차례를 흩뜨리지 않게
    layers: list[Layer] = []
    for into, out in pairwise(sizes):
        if layers:
            if batch_norm == "before":
                layers.append(BatchNorm1d(into, dtype=dtype))
            layers.append(activation())
            if batch_norm == "after":
                layers.append(BatchNorm1d(into, dtype=dtype))
            if dropout:
                layers.append(Dropout(dropout, rng=masks))
        layers.append(Linear(into, out, init=init, rng=rng, dtype=dtype))
    return Sequential(*layers)
