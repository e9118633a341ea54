r"""조기 종료(early stopping): 검증용 값이 더는 나아지지 않으면 멈추고, 가장 좋았던 때로 되돌립니다.

Prechelt (1998), "Early stopping - but when?".
"""

import math
from typing import Any, Literal

from numpy.typing import NDArray

from coursekit.arguments import integer, number
from coursekit.nn import Layer

Array = NDArray[Any]


class EarlyStopping:
    r"""평가할 때마다 한 값을 지켜보며 가장 좋았던 모델을 기억합니다. 한 번의 학습에 하나씩 씁니다.

    Parameters
    ----------
    monitor : str
        지켜볼 값의 이름. `fit`의 `evaluate`가 돌려주는 이름 가운데 하나입니다.
    patience : int
        나아지지 않은 평가가 **이어서** 이만큼이면 멈춥니다, 1 이상.
    min_delta : float
        이보다 많이 좋아져야 나아진 것으로 칩니다, 0 이상.
    mode : {"min", "max"}
        작은 값이 좋은지 큰 값이 좋은지.

    Attributes
    ----------
    best : float
        가장 좋았던 값. 아직 없으면 NaN입니다.
    best_evaluation : int
        그때가 몇 번째 평가인지, 0부터. 아직 없으면 -1입니다.
    waited : int
        그 뒤로 나아지지 않은 평가의 수.

    Raises
    ------
    ValueError
        인자가 범위를 벗어날 때.
    """

    def __init__(
        self,
        monitor: str,
        *,
        patience: int = 10,
        min_delta: float = 0.0,
        mode: Literal["min", "max"] = "min",
    ) -> None:
        if mode not in ("min", "max"):
            raise ValueError(f'`mode` 값은 "min"이나 "max"여야 합니다(받은 값: {mode!r}).')
        self.monitor, self.mode = monitor, mode
        self.patience = integer("patience", patience, at_least=1)
        self.min_delta = number("min_delta", min_delta, at_least=0)
        self.best, self.best_evaluation, self.waited = math.nan, -1, 0
        self._seen = 0
        self._state: dict[str, Array] | None = None

    def update(self, model: Layer, value: float) -> bool:
        r"""평가 하나를 보고, 나아졌으면 모델의 상태를 사본으로 간직합니다.

        Parameters
        ----------
        model : Layer
            방금 평가한 모델.
        value : float
            지켜보는 값. NaN이면 나아지지 않은 것입니다.

        Returns
        -------
        bool
            멈출 때가 되었으면 참.
        """
        gain = self.best - value if self.mode == "min" else value - self.best
        if gain > self.min_delta or (math.isnan(self.best) and not math.isnan(value)):
            self.best, self.best_evaluation, self.waited = float(value), self._seen, 0
            self._state = model.state_dict()
        else:
            self.waited += 1
        self._seen += 1
        return self.waited >= self.patience

    def restore(self, model: Layer) -> None:
        r"""모델을 가장 좋았던 때로 되돌립니다. 본 것이 없으면 그대로 둡니다.

        Parameters
        ----------
        model : Layer
            `update`에 준 모델.
        """
        if self._state is not None:
            model.load_state_dict(self._state)
