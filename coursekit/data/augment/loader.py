r"""배치를 낼 때마다 변형을 주는 로더입니다."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any


class Augmented:
    r"""배치를 낼 때마다 입력에 변형을 주는 로더입니다. 에포크마다 다른 변형이 나옵니다.

    Parameters
    ----------
    loader : iterable of (inputs, targets)
        여러 번 돌 수 있는 것. `DataLoader`가 그렇습니다.
    transform : callable
        입력의 배치를 받아 모양이 같은 배치를 돌려주는 함수.
    """

    def __init__(self, loader: Iterable[tuple[Any, Any]], transform: Callable[[Any], Any]) -> None:
        self.loader = loader
        self.transform = transform

    def __len__(self) -> int:
        r"""한 에포크에 내는 배치의 수."""
        loader: Any = self.loader
        return len(loader)

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        for inputs, targets in self.loader:
            yield self.transform(inputs), targets
