r"""데이터를 표본으로 보고(`Dataset`), 섞고 묶어서 내어 줍니다(`DataLoader`).

하는 일은 넷입니다: 번호를 뽑고(sampler), 번호를 묶고(batch sampler), 번호로 표본을 꺼내고(dataset),
꺼낸 표본을 쌓습니다(collate). 이름과 도는 차례는 `torch.utils.data`를 따릅니다.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.data.collate import collate
from coursekit.data.samplers import BatchSampler, RandomSampler, SequentialSampler


class Dataset(ABC):
    r"""번호를 주면 표본 하나를 돌려주는 것입니다. 두 메서드만 쓰면 됩니다.

    Examples
    --------
    >>> class Squares(Dataset):
    ...     def __len__(self):
    ...         return 5
    ...     def __getitem__(self, index):
    ...         return np.array([float(index)]), float(index**2)
    >>> inputs, targets = next(iter(DataLoader(Squares(), batch_size=3)))
    >>> targets
    array([0., 1., 4.])
    """

    @abstractmethod
    def __len__(self) -> int:
        r"""표본의 수."""

    @abstractmethod
    def __getitem__(self, index: int) -> Any:
        r"""`index`번째 표본."""


class ArrayDataset(Dataset):
    r"""0번 축의 길이가 같은 배열들을 표본의 튜플로 봅니다.

    Parameters
    ----------
    *arrays : array_like of shape (N, ...)
        하나 이상. 복사하지 않습니다.

    Raises
    ------
    ValueError
        배열이 없거나, 축이 없는 배열이 있거나, 길이가 서로 다를 때.

    Examples
    --------
    >>> data = ArrayDataset([[1.0, 2.0], [3.0, 4.0]], [0, 1])
    >>> data[1]
    (array([3., 4.]), np.int64(1))
    """

    def __init__(self, *arrays: ArrayLike) -> None:
        self.arrays: tuple[NDArray[Any], ...] = tuple(np.asarray(a) for a in arrays)
        if not self.arrays:
            raise ValueError("`arrays` 값은 하나 이상이어야 합니다(받은 배열: 0개).")
        lengths = [a.shape[:1] for a in self.arrays]
        if () in lengths or len(set(lengths)) > 1:
            shapes = ", ".join(str(a.shape) for a in self.arrays)
            raise ValueError(f"`arrays` 0번 축의 길이는 모두 같아야 합니다(받은 모양: {shapes}).")

    def __len__(self) -> int:
        return len(self.arrays[0])

    def __getitem__(self, index: int) -> tuple[Any, ...]:
        return tuple(a[index] for a in self.arrays)

    def take(self, indices: Sequence[int]) -> tuple[NDArray[Any], ...]:
        r"""여러 표본을 한꺼번에 꺼내 배치로 돌려줍니다.

        하나씩 꺼내 `collate`로 쌓은 것과 같고 더 빠릅니다.

        Parameters
        ----------
        indices : sequence of int
            B개의 번호.

        Returns
        -------
        tuple of ndarray of shape (B, ...)
            배열마다의 사본.
        """
        chosen = np.asarray(indices, dtype=np.intp)
        return tuple(a[chosen] for a in self.arrays)


class DataLoader:
    r"""데이터를 배치(batch)로 나누어 내어 줍니다. 한 번 다 도는 것이 한 에포크(epoch)입니다.

    Parameters
    ----------
    dataset : Dataset
        `len(dataset)`과 `dataset[i]`를 아는 것.
    batch_size : int
        한 배치의 표본 수, 1 이상.
    shuffle : bool
        참이면 돌 때마다 새로 섞습니다. `rng`가 있어야 합니다.
    sampler : iterable of int, optional
        번호를 내는 것. `shuffle`과 함께 쓸 수 없습니다.
    batch_sampler : iterable of sequence of int, optional
        번호의 배치를 내는 것. `batch_size`, `shuffle`, `sampler`, `drop_last`와 함께 쓸 수 없습니다.
    collate_fn : callable, optional
        표본의 목록을 배치로 바꾸는 함수. 기본은 `collate`입니다.
    drop_last : bool
        참이면 `batch_size`보다 작은 마지막 배치를 버립니다.
    rng : Generator or int, optional
        섞을 때 쓸 난수 생성기나 씨앗. 전역 씨앗은 쓰지 않습니다.

    Raises
    ------
    ValueError
        `batch_size`가 1보다 작거나, `shuffle`에 `rng`가 없거나, 함께 쓸 수 없는 인자가 함께 왔을 때.

    Examples
    --------
    >>> loader = DataLoader(ArrayDataset(np.arange(5)), batch_size=2, shuffle=True, rng=0)
    >>> [batch.tolist() for (batch,) in loader]
    [[2, 4], [3, 0], [1]]
    >>> len(loader)
    3
    """

    def __init__(
        self,
        dataset: Any,
        batch_size: int = 1,
        shuffle: bool = False,
        sampler: Iterable[int] | None = None,
        batch_sampler: Iterable[Sequence[int]] | None = None,
        *,
        collate_fn: Callable[[Sequence[Any]], Any] | None = None,
        drop_last: bool = False,
        rng: np.random.Generator | int | None = None,
    ) -> None:
        if sampler is not None and shuffle:
            raise ValueError("`sampler`와 `shuffle=True`는 함께 쓸 수 없습니다.")
        if batch_sampler is not None and (
            batch_size != 1 or shuffle or sampler is not None or drop_last
        ):
            raise ValueError(
                "`batch_sampler`는 `batch_size`, `shuffle`, `sampler`, `drop_last`와 함께 쓸 수 없습니다."
            )
        if shuffle and rng is None:
            raise ValueError("`rng` 값은 `shuffle=True`일 때 있어야 합니다(받은 값: None).")
        if sampler is None and shuffle:
            assert rng is not None
            sampler = RandomSampler(dataset, rng=rng)
        elif sampler is None:
            sampler = SequentialSampler(dataset)
        if batch_sampler is None:
            batch_sampler = BatchSampler(sampler, batch_size, drop_last)
        self.dataset = dataset
        self.batch_sampler = batch_sampler
        self.collate_fn = collate_fn

    def __len__(self) -> int:
        r"""한 에포크에 내는 배치의 수."""
        batch_sampler: Any = self.batch_sampler
        return len(batch_sampler)

    def __iter__(self) -> Iterator[Any]:
        for indices in self.batch_sampler:
            yield self._fetch(indices)

    def _fetch(self, indices: Sequence[int]) -> Any:
        if self.collate_fn is None and isinstance(self.dataset, ArrayDataset):
            return self.dataset.take(indices)
        samples = [self.dataset[i] for i in indices]
        return (self.collate_fn or collate)(samples)
