r"""평가에서 가장 좋았던 가중치를 간직합니다. torch를 씁니다."""

import math
from typing import Any, Literal

from torch import nn

from coursekit.arguments import integer


class BestWeights:
    r"""지켜보는 값이 가장 좋았던 때의 가중치를 사본으로 들고 있습니다.

    Parameters
    ----------
    monitor : str
        지켜볼 값의 이름.
    mode : {"min", "max"}
        작은 값이 좋은지 큰 값이 좋은지.
    patience : int, optional
        나아지지 않은 평가가 이어서 이만큼이면 멈춥니다, 1 이상. 없으면 끝까지 갑니다.

    Attributes
    ----------
    best : float
        가장 좋았던 값. 아직 없으면 NaN입니다.
    evaluation : int
        그때가 몇 번째 평가인지, 0부터. 아직 없으면 -1입니다.

    Raises
    ------
    ValueError
        `mode`나 `patience`가 범위를 벗어날 때.
    """

    def __init__(
        self, monitor: str, mode: Literal["min", "max"] = "max", patience: int | None = None
    ) -> None:
        if mode not in ("min", "max"):
            raise ValueError(f'`mode` 값은 "min"이나 "max"여야 합니다(받은 값: {mode!r}).')
        if patience is not None:
            integer("patience", patience, at_least=1)
        self.monitor, self.mode, self.patience = monitor, mode, patience
        self.best, self.evaluation, self.seen = math.nan, -1, 0
        self.weights: dict[str, Any] | None = None

    def update(self, model: nn.Module, value: float) -> bool:
        r"""평가 하나를 보고, 나아졌으면 가중치를 간직합니다.

        Parameters
        ----------
        model : Module
            방금 평가한 모델.
        value : float
            지켜보는 값. NaN이면 나아지지 않은 것입니다.

        Returns
        -------
        bool
            멈출 때가 되었으면 참.
        """
        gain = self.best - value if self.mode == "min" else value - self.best
        if gain > 0 or (math.isnan(self.best) and not math.isnan(value)):
            self.best, self.evaluation = float(value), self.seen
            self.weights = {k: v.clone() for k, v in model.state_dict().items()}
        self.seen += 1
        return self.patience is not None and self.seen - 1 - self.evaluation >= self.patience

    def restore(self, model: nn.Module) -> None:
        r"""모델을 가장 좋았던 때로 되돌립니다. 본 것이 없으면 그대로 둡니다.

        Parameters
        ----------
        model : Module
            `update`에 준 모델.
        """
        if self.weights is not None:
            model.load_state_dict(self.weights)

    def state_dict(self) -> dict[str, Any]:
        r"""이어 갈 때 쓸 상태.

        Returns
        -------
        dict of str
            가장 좋았던 값과 그때의 가중치.
        """
        return {name: getattr(self, name) for name in ("best", "evaluation", "seen", "weights")}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        r"""`state_dict`가 돌려준 상태로 되돌립니다.

        Parameters
        ----------
        state : dict of str
            간직한 상태.
        """
        self.__dict__.update({k: state[k] for k in ("best", "evaluation", "seen", "weights")})
