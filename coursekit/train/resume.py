r"""torch 학습의 상태를 체크포인트로 옮기고, 같은 학습인지 확인한 뒤 되돌립니다."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import nn

from coursekit.train.best_weights import BestWeights
from coursekit.train.checkpoint import load_checkpoint, save_checkpoint
from coursekit.train.history import History
from coursekit.train.random_states import find_generators, restore, states
from coursekit.train.record import Outcome, Training


class Snapshot:
    r"""한 번의 학습에서 에포크와 에포크 사이에 이어지는 것을 모두 압니다.

    가중치, 옵티마이저, 스케줄, 가장 좋았던 가중치, 난수, 그리고 지금까지의 기록입니다.

    Parameters
    ----------
    model : Module
        모델.
    optimizer : torch.optim.Optimizer
        옵티마이저.
    schedule : torch.optim.lr_scheduler.LRScheduler, optional
        학습률 스케줄.
    best : BestWeights, optional
        가장 좋았던 가중치.
    generators_in : tuple
        난수 생성기를 품고 있을 수 있는 것.
    """

    def __init__(
        self,
        model: nn.Module,
        optimizer: torch.optim.Optimizer,
        schedule: torch.optim.lr_scheduler.LRScheduler | None,
        best: BestWeights | None,
        *,
        generators_in: tuple[Any, ...],
    ) -> None:
        self._parts: dict[str, Any] = {"model": model, "optimizer": optimizer}
        if schedule is not None:
            self._parts["schedule"] = schedule
        if best is not None:
            self._parts["best"] = best
        self._generators = find_generators(*generators_in)
        self._identity = {
            "model": type(model).__name__,
            "weights": {k: list(v.shape) for k, v in model.state_dict().items()},
            "optimizer": type(optimizer).__name__,
            "groups": [
                {k: v for k, v in group.items() if k != "params"}
                for group in optimizer.param_groups
            ],
            "schedule": None
            if schedule is None
            else [type(schedule).__name__, schedule.state_dict()],
            "monitor": None if best is None else [best.monitor, best.mode, best.patience],
        }

    def save(
        self,
        path: Path,
        settings: Mapping[str, Any],
        result: Training,
        outcome: Outcome | None,
    ) -> None:
        r"""지금의 상태를 씁니다.

        Parameters
        ----------
        path : Path
            쓸 파일.
        settings : mapping of str
            학습을 부른 인자. 이어 갈 때 같아야 합니다.
        result : Training
            지금까지의 기록.
        outcome : {"stopped", "diverged"} or None
            이미 끝났으면 어떻게 끝났는지.
        """
        save_checkpoint(
            path,
            {
                "identity": {**self._identity, **settings},
                "parts": {name: part.state_dict() for name, part in self._parts.items()},
                "generators": states(self._generators),
                "torch_random": torch.get_rng_state(),
                "tables": {
                    name: getattr(result, name).to_dict()
                    for name in ("updates", "epochs", "evaluations")
                },
                "outcome": outcome,
            },
        )

    def resume(self, path: Path, settings: Mapping[str, Any]) -> tuple[Training, Outcome | None]:
        r"""파일이 있으면 그 상태로 되돌립니다. 없으면 아무것도 하지 않습니다.

        Parameters
        ----------
        path : Path
            읽을 파일.
        settings : mapping of str
            학습을 부른 인자.

        Returns
        -------
        result : Training
            그때까지의 기록.
        outcome : {"stopped", "diverged"} or None
            이미 끝난 학습이면 어떻게 끝났는지.

        Raises
        ------
        ValueError
            파일이 상했거나 다른 학습의 것일 때. 이때 모델은 바뀌지 않습니다.
        """
        if not path.exists():
            return Training(), None
        state = load_checkpoint(path)
        for name, now in {**self._identity, **settings}.items():
            then = state["identity"].get(name)
            if then != now:
                raise ValueError(
                    f"다른 학습의 체크포인트입니다: {str(path)!r}의 `{name}` 값은 {_short(then)}이고 "
                    f"지금은 {_short(now)}입니다. 새로 학습하려면 다른 파일을 쓰세요."
                )
        restore(self._generators, state["generators"])
        for name, part in self._parts.items():
            part.load_state_dict(state["parts"][name])
        torch.set_rng_state(state["torch_random"])
        updates, epochs, evaluations = (
            History.from_dict(state["tables"][name])
            for name in ("updates", "epochs", "evaluations")
        )
        result = Training(updates, epochs, evaluations)
        return result, state["outcome"]


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:80]}…"
