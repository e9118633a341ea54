r"""연속 절반 줄이기: 여럿을 짧게 시도하고, 나은 것만 남겨 더 오래 시도합니다.

Jamieson & Talwalkar (2016), "Non-stochastic best arm identification and hyperparameter optimization", Fig. 3.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from tqdm import tqdm

from coursekit.arguments import integer
from coursekit.search.space import Dimension
from coursekit.search.trials import Direction, Search, Trial, random_search

ResourceObjective = Callable[[dict[str, Any], int, int], float]


@dataclass(frozen=True)
class Halving:
    r"""연속 절반 줄이기의 판들입니다.

    Parameters
    ----------
    rounds : tuple of Search
        판마다의 시도. 시도의 번호와 씨앗은 판이 바뀌어도 그대로입니다.
    resources : tuple of int
        판마다 시도 하나에 쓴 자원(에포크 수 따위).
    """

    rounds: tuple[Search, ...]
    resources: tuple[int, ...]

    @property
    def best(self) -> Trial:
        r"""마지막 판에서 가장 좋은 시도. 앞의 판은 짧게 잰 것이라 견주지 않습니다."""
        return self.rounds[-1].best

    @property
    def spent(self) -> int:
        r"""쓴 자원의 합. 판마다 처음부터 다시 학습한 것으로 셉니다."""
        pairs = zip(self.rounds, self.resources, strict=True)
        return sum(len(search.trials) * resource for search, resource in pairs)


def successive_halving(
    objective: ResourceObjective,
    space: Mapping[str, Dimension],
    *,
    trials: int,
    resource: int = 1,
    reduction: int = 3,
    direction: Direction = "maximize",
    rng: np.random.Generator | int,
    progress: bool | None = None,
) -> Halving:
    r"""`trials`개를 짧게 시도하고, 판마다 `1/reduction`만 남겨 `reduction`배 오래 시도합니다.

    Parameters
    ----------
    objective : callable
        하이퍼파라미터의 dict와 씨앗과 자원(정수)을 받아 값을 돌려주는 함수.
        자원은 흔히 에포크 수입니다.
    space : mapping of str to Dimension
        이름마다의 범위.
    trials : int
        첫 판의 시도 수, 1 이상.
    resource : int
        첫 판에서 시도 하나에 쓸 자원, 1 이상.
    reduction : int
        판마다 시도 수를 나누고 자원에 곱할 수, 2 이상.
    direction : {"maximize", "minimize"}
        큰 값이 좋은지 작은 값이 좋은지.
    rng : Generator or int
        난수 생성기나 씨앗. 같은 씨앗의 `random_search`와 같은 시도를 뽑습니다.
    progress : bool, optional
        진행 막대. `None`이면 터미널에서만 보입니다.

    Returns
    -------
    Halving
        판마다의 시도. 한 판을 더 하면 하나 이하만 남을 때 끝납니다.

    Raises
    ------
    ValueError
        범위가 비었거나 인자가 틀렸거나, `objective`가 수를 돌려주지 않거나, 한 판의 값이 모두 NaN일 때.
    """
    resource = integer("resource", resource, at_least=1)
    reduction = integer("reduction", reduction, at_least=2)
    search = random_search(
        lambda params, seed: objective(params, seed, resource),
        space,
        trials=trials,
        direction=direction,
        rng=rng,
        progress=progress,
    )
    rounds, resources = [search], [resource]
    while (keep := len(rounds[-1].trials) // reduction) > 1:
        alive = _survivors(rounds[-1], keep)
        resources.append(resources[-1] * reduction)
        hidden = None if progress is None else not progress
        measured = []
        for trial in tqdm(alive, unit="시도", disable=hidden):
            value = float(objective(dict(trial.params), trial.seed, resources[-1]))
            measured.append(replace(trial, value=value))
        rounds.append(Search(tuple(measured), direction))
    return Halving(tuple(rounds), tuple(resources))


def _survivors(search: Search, keep: int) -> list[Trial]:
    r"""좋은 것부터 `keep`개. 값이 같으면 먼저 뽑은 것이고, NaN은 남기지 않습니다."""
    search.best  # noqa: B018  값이 모두 NaN이면 여기서 오류입니다
    finished = [trial for trial in search.trials if not math.isnan(trial.value)]
    sign = -1 if search.direction == "maximize" else 1
    return sorted(finished, key=lambda trial: (sign * trial.value, trial.number))[:keep]
