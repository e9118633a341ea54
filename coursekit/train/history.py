r"""학습하며 재는 값을 걸음마다 한 줄씩 적습니다."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coursekit.arguments import number


class History:
    r"""걸음마다 같은 이름의 수를 적는 표입니다.

    Examples
    --------
    >>> history = History()
    >>> history.append(loss=0.5, lr=0.1)
    >>> history.append(loss=0.25, lr=0.1)
    >>> history["loss"]
    array([0.5 , 0.25])
    """

    def __init__(self) -> None:
        self._columns: dict[str, list[float]] = {}

    def append(self, **values: float) -> None:
        r"""한 줄을 더합니다.

        Parameters
        ----------
        **values : float
            이름과 수. 첫 줄의 이름이 표의 이름이 됩니다. 발산을 기록할 수 있도록 무한대와 NaN도 받습니다.

        Raises
        ------
        ValueError
            값이 하나도 없거나, 수가 아니거나, 첫 줄과 이름이 다를 때. 이때 표는 바뀌지 않습니다.
        """
        if not values:
            raise ValueError("`values` 값은 하나 이상이어야 합니다(받은 값: 없음).")
        if self._columns and set(values) != set(self._columns):
            raise ValueError(
                f"`values` 이름은 {sorted(self._columns)}이어야 합니다(받은 이름: {sorted(values)})."
            )
        row = {name: _real(name, value) for name, value in values.items()}
        for name, value in row.items():
            self._columns.setdefault(name, []).append(value)

    def __getitem__(self, name: str) -> NDArray[Any]:
        r"""이름이 `name`인 열을 배열로 돌려줍니다."""
        if name not in self._columns:
            raise KeyError(f"기록에 `{name}` 열이 없습니다(있는 열: {sorted(self._columns)}).")
        return np.array(self._columns[name])

    def __len__(self) -> int:
        r"""줄의 수."""
        return len(next(iter(self._columns.values()), []))

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def keys(self) -> list[str]:
        r"""열의 이름, 처음 적힌 순서로.

        Returns
        -------
        list of str
            열의 이름.
        """
        return list(self._columns)

    def last(self, name: str) -> float:
        r"""마지막 줄의 값을 돌려줍니다.

        Parameters
        ----------
        name : str
            열의 이름.

        Returns
        -------
        float
            그 열의 마지막 값.

        Raises
        ------
        KeyError
            그런 열이 없을 때.
        """
        return float(self[name][-1])

    def to_dict(self) -> dict[str, list[float]]:
        r"""열마다의 목록으로 바꿉니다. `History.from_dict`로 되돌립니다.

        Returns
        -------
        dict of str to list of float
            이름과 값의 사본.
        """
        return {name: list(column) for name, column in self._columns.items()}

    @classmethod
    def from_dict(cls, columns: dict[str, list[float]]) -> "History":
        r"""`to_dict`가 돌려준 것으로 표를 만듭니다.

        Parameters
        ----------
        columns : dict of str to list of float
            이름마다 길이가 같은 목록.

        Returns
        -------
        History
            새 표.

        Raises
        ------
        ValueError
            길이가 서로 다르거나 수가 아닌 값이 있을 때.
        """
        lengths = {len(column) for column in columns.values()}
        if len(lengths) > 1:
            raise ValueError(f"`columns` 길이는 모두 같아야 합니다(받은 길이: {sorted(lengths)}).")
        history = cls()
        for i in range(lengths.pop() if lengths else 0):
            history.append(**{name: column[i] for name, column in columns.items()})
        return history


def _real(name: str, value: Any) -> float:
    if isinstance(value, (float, np.floating)):
        return float(value)  # 무한대와 NaN도 적습니다
    return number(name, value)
