r"""하이퍼파라미터 하나가 움직일 범위: 무작위로 하나를 뽑거나, 고르게 몇 개를 늘어놓습니다."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, final

import numpy as np

from coursekit.arguments import integer, number


class Dimension(ABC):
    r"""하이퍼파라미터 하나의 범위입니다.

    Dimension (추상)
    ├── Uniform, LogUniform
    ├── IntUniform
    └── Choice
    """

    @abstractmethod
    def sample(self, rng: np.random.Generator) -> Any:
        r"""하나를 무작위로 뽑습니다.

        Parameters
        ----------
        rng : Generator
            난수 생성기.

        Returns
        -------
        Any
            범위 안의 값.
        """

    @abstractmethod
    def grid(self, points: int) -> list[Any]:
        r"""범위를 고르게 덮는 값을 늘어놓습니다.

        Parameters
        ----------
        points : int
            값의 수, 1 이상. 1이면 가운데 값입니다.

        Returns
        -------
        list
            작은 것부터. 고를 것이 그보다 적으면 있는 만큼입니다.
        """


@final
class Uniform(Dimension):
    r"""`low`에서 `high`까지 어디나 고르게 나옵니다.

    Parameters
    ----------
    low, high : float
        두 끝. `low` < `high`.

    Raises
    ------
    ValueError
        두 끝이 유한하지 않거나 차례가 바뀌었을 때.
    """

    def __init__(self, low: float, high: float) -> None:
        self.low = number("low", low)
        self.high = number("high", high, above=self.low)

    def sample(self, rng: np.random.Generator) -> float:
        r"""하나를 무작위로 뽑습니다.

        Parameters
        ----------
        rng : Generator
            난수 생성기.

        Returns
        -------
        float
            `low` 이상 `high` 이하의 수.
        """
        return float(rng.uniform(self.low, self.high))

    def grid(self, points: int) -> list[float]:
        r"""같은 간격으로 늘어놓습니다.

        Parameters
        ----------
        points : int
            값의 수, 1 이상. 1이면 가운데 값입니다.

        Returns
        -------
        list of float
            작은 것부터.
        """
        points = integer("points", points, at_least=1)
        if points == 1:
            return [(self.low + self.high) / 2]
        return [float(v) for v in np.linspace(self.low, self.high, points)]


@final
class LogUniform(Dimension):
    r"""로그를 씌운 값이 고르게 나옵니다: 0.001과 0.01 사이도, 0.01과 0.1 사이도 똑같이 자주 나옵니다.

    Parameters
    ----------
    low, high : float
        두 끝. 0 < `low` < `high`.

    Raises
    ------
    ValueError
        두 끝이 0 이하거나 차례가 바뀌었을 때.
    """

    def __init__(self, low: float, high: float) -> None:
        self.low = number("low", low, above=0)
        self.high = number("high", high, above=self.low)

    def sample(self, rng: np.random.Generator) -> float:
        r"""하나를 무작위로 뽑습니다.

        Parameters
        ----------
        rng : Generator
            난수 생성기.

        Returns
        -------
        float
            `low` 이상 `high` 이하의 수.
        """
        drawn = np.exp(rng.uniform(np.log(self.low), np.log(self.high)))
        return float(np.clip(drawn, self.low, self.high))  # 반올림이 끝을 넘지 않게

    def grid(self, points: int) -> list[float]:
        r"""같은 비율로 늘어놓습니다.

        Parameters
        ----------
        points : int
            값의 수, 1 이상. 1이면 두 끝의 기하평균입니다.

        Returns
        -------
        list of float
            작은 것부터.
        """
        points = integer("points", points, at_least=1)
        if points == 1:
            return [float(np.sqrt(self.low * self.high))]
        return [float(v) for v in np.geomspace(self.low, self.high, points)]


@final
class IntUniform(Dimension):
    r"""`low`부터 `high`까지의 정수가 고르게 나옵니다. 두 끝도 나옵니다.

    Parameters
    ----------
    low, high : int
        두 끝. `low` ≤ `high`.

    Raises
    ------
    ValueError
        정수가 아니거나 차례가 바뀌었을 때.
    """

    def __init__(self, low: int, high: int) -> None:
        self.low = integer("low", low)
        self.high = integer("high", high, at_least=self.low)

    def sample(self, rng: np.random.Generator) -> int:
        r"""하나를 무작위로 뽑습니다.

        Parameters
        ----------
        rng : Generator
            난수 생성기.

        Returns
        -------
        int
            `low` 이상 `high` 이하의 정수.
        """
        return int(rng.integers(self.low, self.high + 1))

    def grid(self, points: int) -> list[int]:
        r"""되도록 같은 간격으로 늘어놓습니다. 겹치는 값은 한 번만 적습니다.

        Parameters
        ----------
        points : int
            값의 수, 1 이상.

        Returns
        -------
        list of int
            작은 것부터. 정수의 수보다 많이 바라면 있는 만큼입니다.
        """
        points = integer("points", points, at_least=1)
        if points == 1:
            return [(self.low + self.high) // 2]
        return sorted({round(v) for v in np.linspace(self.low, self.high, points)})


@final
class Choice(Dimension):
    r"""늘어놓은 것 가운데 하나가 고르게 나옵니다.

    Parameters
    ----------
    options : sequence
        고를 것, 하나 이상.

    Raises
    ------
    ValueError
        고를 것이 없을 때.
    """

    def __init__(self, options: Sequence[Any]) -> None:
        self.options = list(options)
        if not self.options:
            raise ValueError("`options` 값은 하나 이상이어야 합니다(받은 값: 없음).")

    def sample(self, rng: np.random.Generator) -> Any:
        r"""하나를 무작위로 뽑습니다.

        Parameters
        ----------
        rng : Generator
            난수 생성기.

        Returns
        -------
        Any
            고를 것 가운데 하나.
        """
        return self.options[int(rng.integers(len(self.options)))]

    def grid(self, points: int) -> list[Any]:
        r"""고를 것을 모두 늘어놓습니다. 차례가 없으므로 `points`로 줄이지 않습니다.

        Parameters
        ----------
        points : int
            쓰지 않습니다.

        Returns
        -------
        list
            고를 것 모두.
        """
        integer("points", points, at_least=1)
        return list(self.options)
