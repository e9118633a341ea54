r"""하이퍼파라미터를 무작위로, 격자로, 또는 절반씩 줄이며 찾습니다."""

from coursekit.search.halving import Halving, successive_halving
from coursekit.search.space import Choice, Dimension, IntUniform, LogUniform, Uniform
from coursekit.search.trials import Search, Trial, grid_search, random_search

__all__ = [
    "Choice",
    "Dimension",
    "Halving",
    "IntUniform",
    "LogUniform",
    "Search",
    "Trial",
    "Uniform",
    "grid_search",
    "random_search",
    "successive_halving",
]
