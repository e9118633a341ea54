r"""표본 여러 개를 배치 하나로 쌓습니다."""

from collections.abc import Mapping, Sequence
from numbers import Number
from typing import Any

import numpy as np


def collate(samples: Sequence[Any]) -> Any:
    r"""표본의 목록을 배치 하나로 바꿉니다.

    배열은 새 0번 축으로 쌓고, 수는 1차원 배열로 모읍니다.
    튜플, 목록, 사전은 자리마다 따로 쌓고, 문자열은 목록으로 둡니다.

    Parameters
    ----------
    samples : sequence
        생김새가 같은 표본, 하나 이상.

    Returns
    -------
    ndarray, tuple, list or dict
        표본과 생김새가 같고 배열마다 앞에 배치의 축이 하나 붙은 것.

    Raises
    ------
    ValueError
        표본이 없거나, 서로 모양이나 길이나 이름이 다르거나, 쌓을 줄 모르는 형일 때.

    Notes
    -----
    `torch.utils.data.default_collate`처럼 묶되, 튜플은 목록으로 바꾸지 않고 튜플로 둡니다.

    Examples
    --------
    >>> collate([(np.array([1.0, 2.0]), 0), (np.array([3.0, 4.0]), 1)])
    (array([[1., 2.],
           [3., 4.]]), array([0, 1]))
    """
    if not len(samples):
        raise ValueError("`samples` 값은 하나 이상이어야 합니다(받은 표본: 0개).")
    first = samples[0]
    for other in samples:
        if type(other) is not type(first):
            raise ValueError(
                "`samples` 형은 모두 같아야 합니다"
                f"(받은 형: {type(first).__name__}, {type(other).__name__})."
            )
    if isinstance(first, (np.ndarray, Number, np.bool_)):
        _same("모양은", [np.shape(sample) for sample in samples])
        return np.stack(samples)
    if isinstance(first, (str, bytes)):
        return list(samples)
    if isinstance(first, Mapping):
        _same("이름은", [sorted(map(str, sample)) for sample in samples])
        return {key: collate([sample[key] for sample in samples]) for key in first}
    if isinstance(first, (tuple, list)):
        _same("길이는", [len(sample) for sample in samples])
        columns = [collate(column) for column in zip(*samples, strict=True)]
        if hasattr(first, "_fields"):  # 이름 있는 튜플
            return type(first)(*columns)
        return type(first)(columns)
    raise ValueError(
        "`samples` 형은 배열, 수, 문자열, 튜플, 목록, 사전이어야 합니다"
        f"(받은 형: {type(first).__name__}). 다른 것은 `collate_fn`을 써서 묶으세요."
    )


def _same(what: str, values: list[Any]) -> None:
    for value in values:
        if value != values[0]:
            raise ValueError(f"`samples` {what} 모두 같아야 합니다(받은 것: {values[0]}, {value}).")
