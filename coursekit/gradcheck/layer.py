r"""층 하나를 통째로 검사합니다: 입력의 기울기와 매개변수마다의 기울기, 그리고 검사 자신을."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array, generator
from coursekit.gradcheck.check import GradientCheck, gradcheck
from coursekit.parameter import Parameter

Array = NDArray[Any]


class _Layer(Protocol):
    def forward(self, x: Array) -> Array: ...
    def backward(self, grad_output: Array) -> Array: ...
    def zero_grad(self) -> None: ...
    def named_parameters(self) -> Sequence[tuple[str, Parameter]]: ...


L = TypeVar("L", bound=_Layer)


@dataclass(frozen=True)
class LayerCheck:
    r"""층의 기울기 검사의 결과입니다.

    Parameters
    ----------
    checks : dict of str to GradientCheck
        "x"와 매개변수 이름마다의 결과.
    doubts : tuple of str
        통과했더라도 믿을 수 없는 까닭. 비어 있어야 합니다.
    """

    checks: dict[str, GradientCheck]
    doubts: tuple[str, ...]

    @property
    def ok(self) -> bool:
        r"""모든 기울기가 허용 오차 안이면 참."""
        return all(check.ok for check in self.checks.values())

    @property
    def vacuous(self) -> bool:
        r"""검사가 헛돌았으면 참. 이때 `ok`는 믿을 수 없습니다."""
        return bool(self.doubts)


def check_layer(
    layer: L,
    x: ArrayLike,
    *,
    grad_output: ArrayLike | None = None,
    rng: np.random.Generator | int = 0,
    h: float = 6e-6,
    rtol: float = 1e-6,
    atol: float = 1e-7,
) -> LayerCheck:
    r"""층의 `backward`가 내는 모든 기울기를 수치 기울기와 비교합니다. 층은 바뀌지 않습니다.

    출력에 고정된 배열 :math:`G`를 곱해 더한 수 :math:`\sum G \odot y`를 손실로 삼습니다.
    계산할 때마다 층의 사본을 쓰므로, 드롭아웃은 같은 유닛을 끄고 이동 평균은 그대로입니다.

    통과가 아무것도 말해 주지 않는 세 가지를 `doubts`에 적습니다.

    - 표본이 하나이거나 모두 같을 때: 배치에 걸친 합이나 평균을 빠뜨려도 답이 같습니다.
    - :math:`G`가 표본마다 같을 때: 배치 정규화에서는 손실이 상수가 되어 기울기가 0입니다.
    - 기울기가 0뿐일 때: 0만 내놓는 `backward`도 통과합니다.

    Parameters
    ----------
    layer : Layer
        검사할 층.
    x : array_like of shape (N, ...)
        입력, N ≥ 2. float64로 계산합니다. 꺾이는 자리(ReLU의 0)에서 `h`보다 멀어야 합니다.
    grad_output : array_like, optional
        :math:`G`. 주지 않으면 정규 분포에서 뽑습니다.
    rng : Generator or int
        :math:`G`를 뽑을 난수 생성기나 씨앗.
    h : float
        차분의 걸음, 0보다 큽니다.
    rtol, atol : float
        상대 허용 오차와 절대 허용 오차, 0 이상.

    Returns
    -------
    LayerCheck
        입력과 매개변수마다의 결과, 그리고 의심스러운 점.

    Raises
    ------
    ValueError
        모양이 맞지 않거나, 유한하지 않은 값이 있거나, 허용 오차가 범위를 벗어날 때.
    """
    x = array("x", x).astype(np.float64)
    shape = deepcopy(layer).forward(x.copy()).shape
    given = generator(rng).normal(size=shape) if grad_output is None else grad_output
    weights = array("grad_output", given, shape=shape)

    def run(name: str, at: Array) -> tuple[L, Array]:
        r"""`name`의 값을 `at`으로 바꾼 사본의 출력."""
        twin = deepcopy(layer)
        twin.zero_grad()
        if name == "x":
            return twin, twin.forward(at)
        dict(twin.named_parameters())[name].data = at
        return twin, twin.forward(x.copy())

    def value(name: str, at: Array) -> float:
        return float((weights * run(name, at)[1]).sum())

    def gradient(name: str, at: Array) -> Array:
        twin, _ = run(name, at)
        grad_x = twin.backward(weights.copy())
        return grad_x if name == "x" else dict(twin.named_parameters())[name].grad

    starts = [("x", x), *((name, p.data) for name, p in layer.named_parameters())]
    checks = {
        name: gradcheck(
            partial(value, name), partial(gradient, name), start, h=h, rtol=rtol, atol=atol
        )
        for name, start in starts
    }
    return LayerCheck(checks, tuple(_doubts(x, weights, checks)))


def _doubts(x: Array, weights: Array, checks: dict[str, GradientCheck]) -> list[str]:
    found = []
    if _all_alike(x):
        found.append(
            "`x` 표본이 하나이거나 모두 같아서, 배치에 걸친 합이나 평균을 빠뜨려도 드러나지 않습니다"
            f"(받은 모양: {x.shape})."
        )
    elif _all_alike(weights):
        found.append(
            "`grad_output` 값이 표본마다 같아서, 배치에 걸친 항이 서로 지워질 수 있습니다."
        )
    found += [
        f"`{name}`의 기울기가 0뿐이어서, 0만 내놓는 backward도 통과합니다."
        for name, check in checks.items()
        if check.vacuous
    ]
    return found


def _all_alike(samples: Array) -> bool:
    return samples.ndim == 0 or len(samples) < 2 or bool((samples == samples[:1]).all())
