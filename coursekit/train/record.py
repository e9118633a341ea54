r"""학습하며 적는 세 표(걸음, 에포크, 평가)와, 평가하는 동안 멈추는 시계입니다."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from coursekit.nn import Layer
from coursekit.train.early_stopping import EarlyStopping
from coursekit.train.history import History

Clock = Callable[[], float]
Evaluate = Callable[[Layer], Mapping[str, float]]
Outcome = Literal["finished", "stopped", "diverged"]
_OWN = {"updates", "examples", "seconds"}


@dataclass(frozen=True, eq=False)
class Training:
    r"""학습의 결과입니다. 시간은 학습에 쓴 것만 세고 평가에 쓴 것은 뺍니다.

    Parameters
    ----------
    updates : History
        걸음마다의 `loss`(그 배치에서 걷기 전에 잰 값), `lr`, `examples`(지금까지 본 표본 수), `seconds`.
    epochs : History
        에포크마다의 `loss`(그 에포크에서 본 표본의 평균), `lr`, `updates`, `examples`, `seconds`.
    evaluations : History
        평가마다의 `updates`, `examples`, `seconds`와 `evaluate`가 돌려준 값. 첫 줄은 학습하기 전입니다.
    outcome : {"finished", "stopped", "diverged"}
        끝까지 갔는지, 일찍 멈추었는지, 손실이나 기울기가 유한하지 않게 되어 멈추었는지.
    """

    updates: History = field(default_factory=History)
    epochs: History = field(default_factory=History)
    evaluations: History = field(default_factory=History)
    outcome: Outcome = "finished"


class Recorder:
    r"""`Training`의 표를 채웁니다.

    Parameters
    ----------
    evaluate : callable, optional
        모델을 받아 이름과 수를 돌려주는 함수.
    clock : callable
        초를 돌려주는 시계.
    early_stopping : EarlyStopping, optional
        평가마다 알려 줄 것.
    result : Training, optional
        이어서 적을 기록. 없으면 새로 적습니다.
    """

    def __init__(
        self,
        evaluate: Evaluate | None,
        clock: Clock = time.perf_counter,
        early_stopping: EarlyStopping | None = None,
        result: Training | None = None,
    ) -> None:
        self.result = Training() if result is None else result
        self._evaluate = evaluate
        self._early_stopping = early_stopping
        self._clock = clock
        self._start = clock()
        self._examples = 0
        self._epoch_start = len(self.result.updates)
        if self._epoch_start:
            self._start -= self.result.updates.last("seconds")
            self._examples = int(self.result.updates.last("examples"))

    def _counts(self) -> dict[str, float]:
        return {"examples": self._examples, "seconds": self._clock() - self._start}

    def update(self, loss: float, lr: float, examples: int) -> int:
        r"""한 걸음을 적습니다.

        Parameters
        ----------
        loss, lr : float
            그 배치의 손실과 쓴 학습률.
        examples : int
            그 배치의 표본 수.

        Returns
        -------
        int
            지금까지의 걸음 수.
        """
        self._examples += examples
        self.result.updates.append(loss=loss, lr=lr, **self._counts())
        return len(self.result.updates)

    def epoch(self) -> None:
        r"""지난번에 적은 뒤의 걸음을 모아 한 에포크를 적습니다."""
        updates = self.result.updates
        rows = slice(self._epoch_start, len(updates))
        sizes = np.diff(updates["examples"], prepend=0)[rows]
        self.result.epochs.append(
            loss=float(np.average(updates["loss"][rows], weights=sizes)),
            lr=updates.last("lr"),
            updates=len(updates),
            **self._counts(),
        )
        self._epoch_start = len(updates)

    def evaluate(self, model: Layer) -> bool:
        r"""시계를 멈추고 모델을 평가해 적습니다. 같은 걸음에서 두 번 적지 않습니다.

        Parameters
        ----------
        model : Layer
            평가할 모델. 평가하는 동안만 평가 상태가 됩니다.

        Returns
        -------
        bool
            일찍 멈출 때가 되었으면 참.

        Raises
        ------
        ValueError
            `evaluate`가 돌려준 이름이 표의 이름과 겹치거나, 그 안에 조기 종료가 지켜볼 이름이 없을 때.
        """
        done = self.result.evaluations
        updates = len(self.result.updates)
        if self._evaluate is None or (len(done) and done.last("updates") == updates):
            return False
        counts, paused = self._counts(), self._clock()
        model.eval()
        values = dict(self._evaluate(model))
        model.train()
        if clash := _OWN & set(values):
            raise ValueError(
                f"`evaluate` 결과의 이름은 {sorted(_OWN)}과 겹치지 않아야 합니다"
                f"(받은 이름: {sorted(clash)})."
            )
        stopper = self._early_stopping
        if stopper is not None and stopper.monitor not in values:
            raise ValueError(
                f"`early_stopping.monitor` 값은 `evaluate` 결과의 이름 {sorted(values)} 가운데 하나여야 합니다"
                f"(받은 값: {stopper.monitor!r})."
            )
        done.append(updates=updates, **counts, **values)
        stop = stopper is not None and stopper.update(model, values[stopper.monitor])
        self._start += self._clock() - paused
        return stop
