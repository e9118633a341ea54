r"""모든 층의 뼈대입니다: 앞으로 계산하고, 뒤로 기울기를 보내고, 매개변수를 내어 줍니다.

Layer (추상)
├── Linear
├── ReLU, LeakyReLU, GELU, Sigmoid, Tanh
├── Softmax, LogSoftmax
├── Dropout
├── BatchNorm (추상)
│   ├── BatchNorm1d
│   └── BatchNorm2d
├── MaxPool1d, MaxPool2d, MaxPool3d, AvgPool1d, AvgPool2d, AvgPool3d
├── AdaptiveAvgPool2d, AdaptiveMaxPool2d, GlobalAvgPool2d
├── LayerNorm
├── Conv (추상)
│   ├── Conv1d
│   ├── Conv2d
│   └── Conv3d
├── ConvTranspose (추상)
│   ├── ConvTranspose1d
│   └── ConvTranspose2d
├── Flatten
└── Sequential
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from typing import Any, Self, final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array
from coursekit.parameter import Parameter

Array = NDArray[Any]


class Layer(ABC):
    r"""배열을 받아 배열을 내고, 손실의 기울기를 거꾸로 보낼 줄 아는 것입니다.

    하위 클래스는 `_forward`와 `_backward`만 씁니다. `_forward`가 뒤로 갈 때 쓰려고 남긴 것(cache)은
    이 클래스가 들고 있다가 `_backward`에 돌려줍니다. 앞으로 한 번에 뒤로 한 번입니다.
    속성으로 가진 `Parameter`와 `Layer`는 저절로 찾습니다.

    Attributes
    ----------
    training : bool
        학습 중이면 참. 학습과 평가에서 하는 일이 다른 층이 봅니다.
    """

    def __init__(self) -> None:
        self.training = True
        # 학습으로 바뀌지는 않지만 함께 저장할 속성의 이름
        self._buffers: tuple[str, ...] = ()
        self._cache: Any = None
        self._output_shape: tuple[int, ...] | None = None

    @final
    def forward(self, x: ArrayLike) -> Array:
        r"""출력을 계산하고 뒤로 갈 때 쓸 것을 남깁니다.

        Parameters
        ----------
        x : array_like
            입력. 바뀌지 않습니다. 정수는 float64로 바꾸고 실수의 dtype은 지킵니다.

        Returns
        -------
        ndarray
            출력.

        Raises
        ------
        ValueError
            입력의 모양이 층에 맞지 않을 때.
        """
        y, self._cache = self._forward(array("x", x, finite=False))
        self._output_shape = y.shape
        return y

    def __call__(self, x: ArrayLike) -> Array:
        r"""`forward(x)`와 같습니다."""
        return self.forward(x)

    @final
    def backward(self, grad_output: ArrayLike) -> Array:
        r"""손실을 출력으로 미분한 값을 받아 입력으로 미분한 값을 돌려줍니다.

        매개변수의 기울기는 `Parameter.grad`에 **더합니다**.

        Parameters
        ----------
        grad_output : array_like
            출력과 모양이 같은 기울기. 바뀌지 않습니다.

        Returns
        -------
        ndarray
            입력과 모양이 같은 기울기.

        Raises
        ------
        RuntimeError
            `forward`보다 먼저 불렀거나 `forward` 한 번에 두 번 불렀을 때.
        ValueError
            `grad_output`의 모양이 출력과 다를 때.
        """
        if self._output_shape is None:
            raise RuntimeError(
                f"`{type(self).__name__}.backward`는 `forward`를 부른 뒤에 한 번만 부를 수 있습니다."
            )
        grad = array("grad_output", grad_output, shape=self._output_shape, finite=False)
        cache, self._cache, self._output_shape = self._cache, None, None
        return self._backward(grad, cache)

    @abstractmethod
    def _forward(self, x: Array) -> tuple[Array, Any]:
        r"""출력과, 뒤로 갈 때 쓸 것."""

    @abstractmethod
    def _backward(self, grad_output: Array, cache: Any) -> Array:
        r"""입력의 기울기. 매개변수가 있으면 그 기울기를 `Parameter.grad`에 더합니다."""

    def named_children(self) -> list[tuple[str, "Layer"]]:
        r"""바로 안에 든 층을 이름과 함께 돌려줍니다.

        Returns
        -------
        list of (str, Layer)
            층인 속성들. `Sequential`에서는 이름이 "0", "1", …입니다.
        """
        return [(name, value) for name, value in vars(self).items() if isinstance(value, Layer)]

    def named_parameters(self) -> list[tuple[str, Parameter]]:
        r"""학습으로 바뀌는 값을 이름과 함께 정해진 차례로 돌려줍니다.

        Returns
        -------
        list of (str, Parameter)
            `("weight", …)`나 `("0.weight", …)`. 자기 것이 먼저, 안에 든 층의 것이 다음입니다.
        """
        mine = [(name, value) for name, value in vars(self).items() if isinstance(value, Parameter)]
        inside = [
            (f"{prefix}.{name}", p)
            for prefix, child in self.named_children()
            for name, p in child.named_parameters()
        ]
        return mine + inside

    def parameters(self) -> list[Parameter]:
        r"""학습으로 바뀌는 값을 정해진 차례로 돌려줍니다.

        Returns
        -------
        list of Parameter
            사본이 아니라 층이 쓰는 바로 그 매개변수. 없으면 빈 목록입니다.
        """
        return [p for _, p in self.named_parameters()]

    def zero_grad(self) -> None:
        r"""모든 매개변수의 기울기를 0으로 되돌립니다."""
        for p in self.parameters():
            p.grad = np.zeros_like(p.data)

    def train(self, mode: bool = True) -> Self:
        r"""안에 든 층까지 모두 학습 상태로 바꿉니다.

        Parameters
        ----------
        mode : bool
            거짓이면 평가 상태로 바꿉니다.

        Returns
        -------
        Layer
            자기 자신.
        """
        self.training = mode
        for _, child in self.named_children():
            child.train(mode)
        return self

    def eval(self) -> Self:
        r"""안에 든 층까지 모두 평가 상태로 바꿉니다.

        Returns
        -------
        Layer
            자기 자신.
        """
        return self.train(False)

    def _state(self) -> Iterator[tuple[str, "Layer", str]]:
        r"""저장할 것마다 (온 이름, 그것을 가진 층, 속성의 이름)."""
        mine = [name for name, value in vars(self).items() if isinstance(value, Parameter)]
        for name in (*mine, *self._buffers):
            yield name, self, name
        for prefix, child in self.named_children():
            for name, owner, attribute in child._state():
                yield f"{prefix}.{name}", owner, attribute

    def state_dict(self) -> dict[str, Array]:
        r"""매개변수와, 이동 평균처럼 함께 저장할 값의 사본을 이름으로 돌려줍니다.

        Returns
        -------
        dict of str to ndarray
            `"0.weight"`, `"1.running_mean"`처럼 torch와 같은 이름의 배열.
        """
        state = {}
        for name, owner, attribute in self._state():
            value = getattr(owner, attribute)
            state[name] = np.array(value.data if isinstance(value, Parameter) else value)
        return state

    def load_state_dict(self, state_dict: Mapping[str, ArrayLike]) -> None:
        r"""`state_dict`가 돌려준 값으로 되돌립니다. 옵티마이저가 붙든 매개변수는 그대로 이어집니다.

        Parameters
        ----------
        state_dict : mapping of str to array_like
            이름마다의 값. 이름과 모양이 이 층과 모두 같아야 합니다.

        Raises
        ------
        ValueError
            빠지거나 남는 이름이 있거나, 모양이 다르거나, 유한하지 않은 값이 있을 때. 이때 아무것도 바뀌지 않습니다.
        """
        mine = self.state_dict()
        if set(state_dict) != set(mine):
            raise ValueError(
                f"`state_dict` 이름은 이 층과 같아야 합니다(없는 이름: {sorted(set(mine) - set(state_dict))}, "
                f"모르는 이름: {sorted(set(state_dict) - set(mine))})."
            )
        given = {
            name: array(f'state_dict["{name}"]', state_dict[name], shape=mine[name].shape)
            for name in mine
        }
        for name, owner, attribute in self._state():
            value = getattr(owner, attribute)
            if isinstance(value, Parameter):
                value.data[...] = given[name]
            else:
                setattr(owner, attribute, given[name].astype(mine[name].dtype)[()])
