r"""표본을 어떤 차례로 꺼낼지 정합니다. 번호(index)만 다루고 데이터는 보지 않습니다."""

from collections.abc import Iterable, Iterator, Sized
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from coursekit.arguments import array, generator, integer


class SequentialSampler:
    r"""0부터 차례로 번호를 냅니다.

    Parameters
    ----------
    data_source : sized
        길이를 아는 데이터.
    """

    def __init__(self, data_source: Sized) -> None:
        self.data_source = data_source

    def __len__(self) -> int:
        return len(self.data_source)

    def __iter__(self) -> Iterator[int]:
        return iter(range(len(self.data_source)))


class RandomSampler:
    r"""무작위 차례로 번호를 냅니다. 돌 때마다 새로 섞습니다.

    Parameters
    ----------
    data_source : sized
        길이를 아는 데이터.
    replacement : bool
        참이면 복원 추출이라 같은 번호가 여러 번 나올 수 있습니다. 거짓이면 번호마다 한 번씩 나옵니다.
    num_samples : int, optional
        한 번 도는 동안 낼 번호의 수, 1 이상. 주지 않으면 데이터의 길이입니다.
    rng : Generator or int
        난수 생성기나 씨앗.

    Raises
    ------
    ValueError
        `rng`나 `num_samples`가 틀렸거나, 복원하지 않으면서 데이터보다 많이 뽑으려 할 때.

    Notes
    -----
    `torch.utils.data.RandomSampler`는 복원하지 않아도 데이터보다 많이 뽑으면 처음부터 다시 섞어 이어 냅니다.
    여기서는 그것을 오류로 봅니다.
    """

    def __init__(
        self,
        data_source: Sized,
        replacement: bool = False,
        num_samples: int | None = None,
        *,
        rng: np.random.Generator | int,
    ) -> None:
        self.data_source = data_source
        self.replacement = replacement
        n = len(data_source)
        self.num_samples = (
            n if num_samples is None else integer("num_samples", num_samples, at_least=1)
        )
        if not replacement and self.num_samples > n:
            raise ValueError(
                f"`num_samples` 값은 복원하지 않을 때 데이터의 길이 {n} 이하여야 합니다"
                f"(받은 값: {self.num_samples})."
            )
        if replacement and n == 0:
            raise ValueError("`data_source` 값은 비어 있지 않아야 합니다(받은 길이: 0).")
        self.rng = generator(rng)

    def __len__(self) -> int:
        return self.num_samples

    def __iter__(self) -> Iterator[int]:
        n = len(self.data_source)
        if self.replacement:
            return iter(self.rng.integers(n, size=self.num_samples).tolist())
        return iter(self.rng.permutation(n)[: self.num_samples].tolist())


class WeightedRandomSampler:
    r"""무게에 비례하는 확률로 번호를 뽑습니다. 드문 클래스를 더 자주 보이고 싶을 때 씁니다.

    클래스마다의 표본 수를 :math:`n_c`라 할 때 무게를 :math:`1/n_c`로 주면 모든 클래스가 똑같이 자주 나옵니다.

    Parameters
    ----------
    weights : array_like of shape (N,)
        표본마다의 무게, 0 이상. 합이 1일 필요는 없습니다.
    num_samples : int
        한 번 도는 동안 낼 번호의 수, 1 이상.
    replacement : bool
        참이면 복원 추출입니다.
    rng : Generator or int
        난수 생성기나 씨앗.

    Raises
    ------
    ValueError
        무게가 음수이거나 모두 0이거나, 복원하지 않으면서 무게가 있는 표본보다 많이 뽑으려 할 때.
    """

    def __init__(
        self,
        weights: ArrayLike,
        num_samples: int,
        replacement: bool = True,
        *,
        rng: np.random.Generator | int,
    ) -> None:
        weights = array("weights", weights, shape=(None,))
        if (weights < 0).any() or not weights.any():
            raise ValueError(
                "`weights` 값은 0 이상이고 모두 0은 아니어야 합니다"
                f"(받은 가장 작은 값: {weights.min(initial=0):g})."
            )
        self.probabilities = weights / weights.sum()
        self.num_samples = integer("num_samples", num_samples, at_least=1)
        self.replacement = replacement
        drawable = int((weights > 0).sum())
        if not replacement and self.num_samples > drawable:
            raise ValueError(
                f"`num_samples` 값은 복원하지 않을 때 무게가 있는 표본의 수 {drawable} 이하여야 합니다"
                f"(받은 값: {self.num_samples})."
            )
        self.rng = generator(rng)

    def __len__(self) -> int:
        return self.num_samples

    def __iter__(self) -> Iterator[int]:
        drawn = self.rng.choice(
            len(self.probabilities),
            size=self.num_samples,
            replace=self.replacement,
            p=self.probabilities,
        )
        return iter(drawn.tolist())


class BatchSampler:
    r"""번호를 `batch_size`개씩 묶습니다.

    Parameters
    ----------
    sampler : iterable of int
        번호를 하나씩 내는 것. 여러 번 돌 수 있어야 합니다.
    batch_size : int
        한 배치의 크기, 1 이상.
    drop_last : bool
        참이면 끝에 남는 작은 배치를 버립니다.

    Raises
    ------
    ValueError
        `batch_size`가 1보다 작을 때.
    """

    def __init__(self, sampler: Iterable[int], batch_size: int, drop_last: bool = False) -> None:
        self.sampler = sampler
        self.batch_size = integer("batch_size", batch_size, at_least=1)
        self.drop_last = drop_last

    def __len__(self) -> int:
        sampler: Any = self.sampler
        full, rest = divmod(len(sampler), self.batch_size)
        return full if self.drop_last or rest == 0 else full + 1

    def __iter__(self) -> Iterator[list[int]]:
        batch: list[int] = []
        for index in self.sampler:
            batch.append(index)
            if len(batch) == self.batch_size:
                yield batch
                batch = []
        if batch and not self.drop_last:
            yield batch
