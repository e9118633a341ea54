r"""모든 옵티마이저의 뼈대입니다: 매개변수를 붙들고, 걷고, 기울기를 비우고, 상태를 저장합니다.

Optimizer (추상)
├── GradientDescent
├── SGD                 momentum, nesterov
├── Adagrad
├── Adadelta
├── RMSprop             centered, momentum
├── ProximalGradient    l1
└── AdaptiveMoments (추상)
    ├── Adam            amsgrad
    └── AdamW           amsgrad
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, final

import numpy as np
from numpy.typing import NDArray

from coursekit.arguments import array, integer, number
from coursekit.parameter import Parameter

Array = NDArray[Any]

# 한 번에 계산하는 원소의 수. 이만큼이면 식 한 줄이 만드는 임시 배열들이 캐시에 머뭅니다.
BLOCK = 2**16


class Optimizer(ABC):
    r"""기울기를 보고 매개변수를 바꾸는 규칙의 공통 부분입니다.

    하위 클래스는 갱신 규칙 한 걸음인 `_update`만 씁니다.
    걸음마다 쌓이는 상태(속도, 제곱 평균 등)가 있으면 `__init__`에서 `_add_state`로 만듭니다.
    저장과 복원은 이 클래스가 맡습니다.

    Parameters
    ----------
    params : iterable of Parameter
        바꿀 매개변수. 한 번만 훑고 목록으로 보관합니다.
    lr : float
        학습률(learning rate) :math:`\eta > 0`.

    Attributes
    ----------
    params : list of Parameter
        바꿀 매개변수.
    lr : float
        지금 학습률. 학습률 스케줄이 바꾸며, 그때는 0이 될 수도 있습니다.
    initial_lr : float or None
        첫 스케줄이 붙을 때의 학습률. 붙은 스케줄이 없으면 `None`입니다.
    t : int
        지금까지 걸은 수. 매개변수가 몇 개든 한 걸음에 한 번만 늘어납니다.

    Raises
    ------
    ValueError
        `params`가 비었거나, `Parameter`가 아닌 것이나 같은 것이 두 번 들어 있거나, `lr`이 0 이하일 때.
    """

    def __init__(self, params: Iterable[Parameter], lr: float) -> None:
        self.params = list(params)
        if not self.params:
            raise ValueError("`params` 값은 비어 있지 않아야 합니다(받은 매개변수: 0개).")
        for i, p in enumerate(self.params):
            if not isinstance(p, Parameter):
                raise ValueError(
                    f"`params[{i}]` 값은 Parameter여야 합니다(받은 형: {type(p).__name__})."
                )
        if len({id(p) for p in self.params}) < len(self.params):
            raise ValueError(
                "`params` 안의 매개변수는 서로 달라야 합니다(같은 것이 두 번 왔습니다)."
            )
        self.lr = number("lr", lr, above=0)
        self.initial_lr: float | None = None
        self.t = 0
        # 이름 -> 매개변수마다 배열 하나. 상태가 없는 옵티마이저는 비워 둡니다.
        self._state: dict[str, list[Array]] = {}

    def _add_state(self, name: str, value: float = 0.0) -> None:
        r"""매개변수마다 모양과 dtype이 같고 `value`로 채운 상태 배열을 만듭니다."""
        self._state[name] = [np.full(p.shape, value, p.data.dtype) for p in self.params]

    @final
    def step(self) -> None:
        r"""모든 매개변수를 한 걸음 옮깁니다.

        먼저 모든 기울기를 검사하고 나서 움직이므로, 오류가 나면 아무것도 바뀌지 않습니다.

        Raises
        ------
        ValueError
            기울기의 모양이 매개변수와 다르거나, 기울기에 NaN이나 무한대가 있을 때.
            몇 번째 매개변수의 어느 자리인지 말합니다.
        """
        for i, p in enumerate(self.params):
            if p.grad.shape != p.data.shape:
                raise ValueError(
                    f"`params[{i}].grad` 모양은 {p.data.shape}이어야 합니다(받은 모양: {p.grad.shape})."
                )
            # 무한대나 NaN은 제곱해 더해도 사라지지 않으므로, 제곱합이 유한하면 원소도 모두 유한합니다.
            # 그쪽이 몇 배 빠릅니다. 유한한 것끼리 넘쳤을 수 있어, 그때만 원소마다 다시 봅니다.
            squares = np.vdot(p.grad, p.grad)
            if not math.isfinite(squares) and not np.isfinite(p.grad).all():
                where = tuple(int(k) for k in np.argwhere(~np.isfinite(p.grad))[0])
                raise ValueError(
                    f"`params[{i}].grad` 값은 유한해야 합니다"
                    f"(자리 {where}에서 받은 값: {p.grad[where]})."
                )
        self.t += 1
        self._update()

    @abstractmethod
    def _update(self) -> None:
        r"""갱신 규칙 한 걸음. `p.data`를 제자리에서 바꿉니다."""

    def _blocks(self) -> Iterator[tuple[Array, Array, dict[str, Array]]]:
        r"""매개변수, 기울기, 상태를 같은 자리끼리 토막 내어 `(theta, g, state)`로 줍니다.

        규칙이 원소마다 따로 계산된다면 토막마다 논문의 식을 그대로 써도 결과가 같고,
        큰 매개변수에서는 배열 전체를 여러 번 훑는 것보다 몇 배 빠릅니다.
        `theta`와 `state`의 배열은 제자리에서 바꾸고, `g`는 바꾸지 않습니다.
        """
        for i, p in enumerate(self.params):
            state = {name: arrays[i] for name, arrays in self._state.items()}
            if p.data.size <= BLOCK or not p.data.flags.c_contiguous:
                yield p.data, p.grad, state
                continue
            theta, g = p.data.reshape(-1), p.grad.reshape(-1)
            flat = {name: a.reshape(-1) for name, a in state.items()}
            for start in range(0, theta.size, BLOCK):
                here = slice(start, start + BLOCK)
                yield theta[here], g[here], {name: a[here] for name, a in flat.items()}

    def zero_grad(self) -> None:
        r"""모든 기울기를 0으로 되돌립니다. `backward`는 기울기를 더하므로 걸음마다 부릅니다."""
        for p in self.params:
            p.grad = np.zeros_like(p.data)

    def state_dict(self) -> dict[str, Any]:
        r"""지금 상태의 사본을 돌려줍니다.

        Returns
        -------
        dict
            `"optimizer"`(클래스 이름), `"lr"`, `"step"`(걸은 수)과,
            상태 이름마다 매개변수 순서로 늘어선 배열의 목록.
        """
        state = {name: [a.copy() for a in arrays] for name, arrays in self._state.items()}
        return {"optimizer": type(self).__name__, "lr": self.lr, "step": self.t, **state}

    def load_state_dict(self, state_dict: Mapping[str, Any]) -> None:
        r"""`state_dict`가 돌려준 상태로 되돌립니다.

        학습률과 걸은 수와 쌓인 상태를 되돌립니다. `momentum`이나 `betas` 같은 나머지 설정은
        이 옵티마이저를 만들 때 준 값 그대로입니다.

        Parameters
        ----------
        state_dict : mapping
            같은 종류의 옵티마이저가 같은 모양의 매개변수로 만든 상태.

        Raises
        ------
        ValueError
            종류나 이름이나 개수나 모양이 이 옵티마이저와 다르거나 유한하지 않은 값이 있을 때.
            이때 상태는 바뀌지 않습니다.
        """
        kind = type(self).__name__
        if state_dict.get("optimizer", kind) != kind:
            raise ValueError(
                f"`state_dict` 값은 {kind}의 상태여야 합니다(받은 상태: {state_dict['optimizer']})."
            )
        expected = {"optimizer", "lr", "step", *self._state}
        if set(state_dict) != expected:
            raise ValueError(
                f"`state_dict` 이름은 {sorted(expected)}이어야 합니다(받은 이름: {sorted(state_dict)})."
            )
        lr = number('state_dict["lr"]', state_dict["lr"], at_least=0)
        t = integer('state_dict["step"]', state_dict["step"])
        given: dict[str, list[Array]] = {}
        for name, arrays in self._state.items():
            got = [np.shape(a) for a in state_dict[name]]
            want = [a.shape for a in arrays]
            if got != want:
                raise ValueError(
                    f'`state_dict["{name}"]` 모양은 {want}이어야 합니다(받은 모양: {got}).'
                )
            given[name] = [
                array(f'state_dict["{name}"][{i}]', a) for i, a in enumerate(state_dict[name])
            ]
        self.lr, self.t = lr, t
        for name, arrays in self._state.items():
            for mine, saved in zip(arrays, given[name], strict=True):
                mine[...] = saved
