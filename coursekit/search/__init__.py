r"""하이퍼파라미터를 무작위로, 또는 격자로 찾습니다."""

from coursekit.search.space import Choice, Dimension, IntUniform, LogUniform, Uniform
from coursekit.search.trials import Search, Trial, grid_search, random_search

__all__ = [
    "Choice",
    "Dimension",
    "IntUniform",
    "LogUniform",
    "Search",
    "Trial",
    "Uniform",
    "grid_search",
    "random_search",
]
