r"""하이퍼파라미터를 바꾸어 가며 재고, 무엇을 시도해 무엇을 얻었는지 표로 남깁니다.

Bergstra & Bengio (2012), "Random search for hyper-parameter optimization".
"""

import itertools
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from coursekit.arguments import generator, integer
from coursekit.search.space import Dimension

Array = NDArray[Any]
Direction = Literal["maximize", "minimize"]
Objective = Callable[[dict[str, Any], int], float]


@dataclass(frozen=True)
class Trial:
    r"""시도 하나입니다.

    Parameters
    ----------
    number : int
        0부터 센 차례.
    params : dict
        시도한 하이퍼파라미터.
    seed : int
        이 시도에 준 씨앗. `objective(params, seed)`로 다시 할 수 있습니다.
    value : float
        얻은 값. 발산해 잴 수 없었으면 NaN입니다.
    """

    number: int
    params: dict[str, Any]
    seed: int
    value: float


@dataclass(frozen=True)
class Search:
    r"""시도의 표입니다.

    Parameters
    ----------
    trials : tuple of Trial
        시도한 차례대로.
    direction : {"maximize", "minimize"}
        큰 값이 좋은지 작은 값이 좋은지.
    """

    trials: tuple[Trial, ...]
    direction: Direction

    @property
    def best(self) -> Trial:
        r"""가장 좋은 시도. 값이 같으면 먼저 한 것이고, NaN인 시도는 고르지 않습니다."""
        finished = [trial for trial in self.trials if not math.isnan(trial.value)]
        if not finished:
            raise ValueError(
                "`trials` 가운데 값을 얻은 시도가 하나는 있어야 합니다"
                f"(시도 {len(self.trials)}개의 값이 모두 NaN입니다)."
            )
        pick = max if self.direction == "maximize" else min
        return pick(finished, key=lambda trial: trial.value)

    def best_so_far(self) -> Array:
        r"""시도마다 그때까지 얻은 가장 좋은 값을 적습니다. 같은 예산으로 견줄 때 그립니다.

        Returns
        -------
        ndarray of shape (T,)
            값을 얻은 시도가 아직 없으면 NaN입니다.
        """
        values = np.array([trial.value for trial in self.trials])
        best = np.fmax if self.direction == "maximize" else np.fmin
        running: Array = best.accumulate(values)
        return running


def random_search(
    objective: Objective,
    space: Mapping[str, Dimension],
    *,
    trials: int,
    direction: Direction = "maximize",
    rng: np.random.Generator | int,
    progress: bool | None = None,
) -> Search:
    r"""범위에서 무작위로 뽑아 `trials`번 시도합니다.

    Parameters
    ----------
    objective : callable
        하이퍼파라미터의 dict와 씨앗을 받아 값을 돌려주는 함수. 검증용 데이터에서 잽니다.
    space : mapping of str to Dimension
        이름마다의 범위.
    trials : int
        시도할 횟수(예산), 1 이상.
    direction : {"maximize", "minimize"}
        큰 값이 좋은지 작은 값이 좋은지.
    rng : Generator or int
        난수 생성기나 씨앗. 시도마다의 씨앗도 여기서 나옵니다.
    progress : bool, optional
        진행 막대. `None`이면 터미널에서만 보입니다.

    Returns
    -------
    Search
        시도의 표.

    Raises
    ------
    ValueError
        범위가 비었거나 인자가 틀렸거나 `objective`가 수를 돌려주지 않을 때.
    """
    _check(space, direction)
    trials = integer("trials", trials, at_least=1)
    rng = generator(rng)
    # 시도마다 차례로 뽑으므로, 예산을 늘려도 앞의 시도는 그대로입니다.
    drawn = (({name: space[name].sample(rng) for name in space}, _seed(rng)) for _ in range(trials))
    return _run(objective, drawn, trials, direction, progress)


def grid_search(
    objective: Objective,
    space: Mapping[str, Dimension],
    *,
    points: int | Mapping[str, int],
    direction: Direction = "maximize",
    rng: np.random.Generator | int,
    progress: bool | None = None,
) -> Search:
    r"""범위마다 고르게 늘어놓고 그 조합을 모두 시도합니다. 뒤의 이름이 먼저 바뀝니다.

    Parameters
    ----------
    objective : callable
        하이퍼파라미터의 dict와 씨앗을 받아 값을 돌려주는 함수. 검증용 데이터에서 잽니다.
    space : mapping of str to Dimension
        이름마다의 범위.
    points : int or mapping of str to int
        범위마다 늘어놓을 값의 수. 이름마다 다르게 줄 수도 있습니다. 시도할 횟수는 모두를 곱한 값입니다.
    direction : {"maximize", "minimize"}
        큰 값이 좋은지 작은 값이 좋은지.
    rng : Generator or int
        시도마다의 씨앗을 뽑을 난수 생성기나 씨앗.
    progress : bool, optional
        진행 막대. `None`이면 터미널에서만 보입니다.

    Returns
    -------
    Search
        시도의 표.

    Raises
    ------
    ValueError
        범위가 비었거나 인자가 틀렸거나 `objective`가 수를 돌려주지 않을 때.
    """
    _check(space, direction)
    counts = dict(points) if isinstance(points, Mapping) else dict.fromkeys(space, points)
    if set(counts) != set(space):
        raise ValueError(
            f"`points` 이름은 {sorted(space)}이어야 합니다(받은 이름: {sorted(counts)})."
        )
    rng = generator(rng)
    axes = [space[name].grid(counts[name]) for name in space]
    drawn = (
        (dict(zip(space, values, strict=True)), _seed(rng)) for values in itertools.product(*axes)
    )
    return _run(objective, drawn, math.prod(map(len, axes)), direction, progress)


def _run(
    objective: Objective,
    drawn: Iterable[tuple[dict[str, Any], int]],
    total: int,
    direction: Direction,
    progress: bool | None,
) -> Search:
    hidden = None if progress is None else not progress
    done = []
    for number, (params, seed) in enumerate(tqdm(drawn, total=total, unit="시도", disable=hidden)):
        # 사본을 넘겨, objective가 dict를 고쳐도 표에는 뽑은 값이 남습니다.
        value = objective(dict(params), seed)
        try:
            value = float(value)
        except (TypeError, ValueError):
            raise ValueError(
                f"`objective` 결과는 수여야 합니다(받은 값: {value!r}, 시도 {number}번: {params})."
            ) from None
        done.append(Trial(number, params, seed, value))
    return Search(tuple(done), direction)


def _seed(rng: np.random.Generator) -> int:
    return int(rng.integers(2**31))


def _check(space: Mapping[str, Dimension], direction: str) -> None:
    if not space:
        raise ValueError("`space` 값에는 범위가 하나 이상 있어야 합니다(받은 범위: 없음).")
    for name, dimension in space.items():
        if not isinstance(dimension, Dimension):
            raise ValueError(
                f'`space["{name}"]` 값은 Uniform, LogUniform, IntUniform, Choice 가운데 하나여야 합니다'
                f"(받은 값: {dimension!r})."
            )
    if direction not in ("maximize", "minimize"):
        raise ValueError(
            f'`direction` 값은 "maximize"나 "minimize"여야 합니다(받은 값: {direction!r}).'
        )
