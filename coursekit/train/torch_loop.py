r"""토치(torch)의 모델을 학습하는 루프입니다. NumPy 모델의 `fit`과 같은 표를 적고, 체크포인트에서 이어 갑니다."""

import math
import time
from collections.abc import Callable, Iterable, Mapping, Sized
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch
from numpy.typing import ArrayLike
from torch import Tensor, nn
from tqdm import tqdm

from coursekit.arguments import generator, integer, number
from coursekit.train.best_weights import BestWeights
from coursekit.train.record import Clock, Recorder, Training
from coursekit.train.resume import Snapshot

TorchLoss = Callable[[Any, Any], Tensor]
TorchEvaluate = Callable[[nn.Module], Mapping[str, float]]


def fit_torch(
    model: nn.Module,
    loss: TorchLoss,
    optimizer: torch.optim.Optimizer,
    loader: Iterable[tuple[Any, Any]],
    *,
    epochs: int,
    rng: np.random.Generator | int,
    schedule: torch.optim.lr_scheduler.LRScheduler | None = None,
    schedule_every: Literal["epoch", "update"] = "epoch",
    clip_norm: float | None = None,
    evaluate: TorchEvaluate | None = None,
    monitor: str | None = None,
    mode: Literal["min", "max"] = "max",
    patience: int | None = None,
    checkpoint: Path | str | None = None,
    progress: bool | None = None,
    clock: Clock = time.perf_counter,
) -> Training:
    r"""토치(torch)의 모델을 학습하며 걸음마다, 에포크마다 적습니다. 모델의 매개변수가 바뀝니다.

    Parameters
    ----------
    model : Module
        학습할 모델.
    loss : callable
        (모델의 출력, 정답)을 받아 수 하나를 텐서로 내는 함수.
    optimizer : torch.optim.Optimizer
        모델의 매개변수를 바꿀 옵티마이저.
    loader : iterable of (inputs, targets)
        여러 에포크를 돌 수 있는 것. 배열은 텐서로 바꾸고 다른 것(정답의 목록)은 그대로 넘깁니다.
    epochs : int
        데이터를 도는 에포크 수, 0 이상. 체크포인트에서 이어 갈 때에는 그 앞의 에포크까지 합친 수입니다.
    rng : Generator or int
        torch가 학습하는 동안 쓸 난수(드롭아웃 등)의 씨앗. torch의 전역 상태는 끝나면 되돌립니다.
    schedule : torch.optim.lr_scheduler.LRScheduler, optional
        학습률 스케줄.
    schedule_every : {"epoch", "update"}
        스케줄을 에포크마다 넘길지 걸음마다 넘길지.
    clip_norm : float, optional
        기울기 전체의 길이를 이 값까지로 자릅니다, 0보다 큽니다.
    evaluate : callable, optional
        모델을 받아 이름과 수를 돌려주는 함수. 학습하기 전과 에포크마다 평가 상태로, 기울기 없이 부릅니다.
    monitor : str, optional
        주면 `evaluate`의 이 값이 가장 좋았던 때의 가중치를 간직했다가 끝에 모델을 그때로 되돌립니다.
    mode : {"min", "max"}
        작은 값이 좋은지 큰 값이 좋은지.
    patience : int, optional
        나아지지 않은 평가가 이어서 이만큼이면 멈춥니다, 1 이상. `monitor`가 있어야 합니다.
    checkpoint : Path or str, optional
        에포크마다 상태를 쓸 파일. 이미 있으면 거기서 이어 가고, 결과는 끊지 않고 학습한 것과 비트까지 같습니다.
    progress : bool, optional
        진행 막대. `None`이면 터미널에서만 보입니다.
    clock : callable
        초를 돌려주는 시계. `time.process_time`을 주면 CPU 시간을 셉니다.

    Returns
    -------
    Training
        걸음, 에포크, 평가의 기록과 어떻게 끝났는지. 손실이나 기울기가 유한하지 않게 되면
        그 걸음을 걷지 않고 `outcome="diverged"`로, 일찍 멈추면 `outcome="stopped"`로 끝납니다.

    Raises
    ------
    ValueError
        인자가 범위를 벗어나거나, 옵티마이저가 다른 모델의 매개변수를 들고 있거나, `loader`가 비었거나,
        `monitor`를 `evaluate`가 내지 않거나, 체크포인트가 상했거나 다른 학습의 것일 때.

    Notes
    -----
    이어 갈 때 되돌리는 난수는 torch의 전역 상태와, `loader`, `model`, `loss`, `evaluate`가 속성이나
    인자나 붙잡은 변수로 들고 있는 생성기입니다. 전역 변수인 생성기는 알지 못합니다.
    """
    epochs = integer("epochs", epochs)
    _check(model, optimizer, schedule, schedule_every, evaluate, monitor, patience)
    if clip_norm is not None:
        number("clip_norm", clip_norm, above=0)
    best = None if monitor is None else BestWeights(monitor, mode, patience)
    seed = int(generator(rng).integers(2**62))
    hidden = None if progress is None else not progress  # None: tqdm이 터미널인지 봅니다
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        snapshot = Snapshot(
            model, optimizer, schedule, best, generators_in=(loader, model, loss, evaluate)
        )
        settings = {
            "seed": seed,
            "batches": len(loader) if isinstance(loader, Sized) else None,
            "schedule_every": schedule_every,
            "clip_norm": clip_norm,
        }
        result, outcome = Training(), None
        if checkpoint is not None:
            result, outcome = snapshot.resume(Path(checkpoint), settings)
        stopper: Any = best
        record = Recorder(_without_gradients(evaluate), clock, stopper, result)
        done = len(result.epochs)
        if done > epochs:
            raise ValueError(
                f"`epochs` 값은 체크포인트가 이미 학습한 {done} 이상이어야 합니다(받은 값: {epochs})."
            )
        model.train()
        if outcome is None:
            record.evaluate(_as_layer(model))
        with tqdm(total=epochs, initial=done, unit="에포크", disable=hidden) as bar:
            while outcome is None and done < epochs:
                alive = _epoch(
                    model, loss, optimizer, loader, record, clip_norm,
                    schedule if schedule_every == "update" else None,
                )  # fmt: skip
                done += 1
                record.epoch()
                bar.update()
                if alive and schedule is not None and schedule_every == "epoch":
                    schedule.step()
                stop = alive and record.evaluate(_as_layer(model))
                outcome = None if alive and not stop else ("stopped" if alive else "diverged")
                if checkpoint is not None:
                    snapshot.save(Path(checkpoint), settings, record.result, outcome)
    if best is not None:
        best.restore(model)
    return replace(record.result, outcome=outcome or "finished")


def _epoch(
    model: nn.Module,
    loss: TorchLoss,
    optimizer: torch.optim.Optimizer,
    loader: Iterable[tuple[Any, Any]],
    record: Recorder,
    clip_norm: float | None,
    schedule: torch.optim.lr_scheduler.LRScheduler | None,
) -> bool:
    r"""한 에포크를 걷고, 손실과 기울기가 끝까지 유한했는지 돌려줍니다."""
    steps = len(record.result.updates)
    weights = [p for group in optimizer.param_groups for p in group["params"]]
    for inputs, targets in loader:
        optimizer.zero_grad()
        value = loss(model(_tensor(inputs)), _tensor(targets))
        value.backward()  # type: ignore[no-untyped-call]
        length = nn.utils.get_total_norm([p.grad for p in weights if p.grad is not None])
        if clip_norm is not None:
            nn.utils.clip_grads_with_norm_(weights, clip_norm, length)
        alive = math.isfinite(value.item()) and math.isfinite(length.item())
        lr = optimizer.param_groups[0]["lr"]
        if alive:
            optimizer.step()
        record.update(value.item(), float(lr), len(inputs))
        if not alive:
            return False
        if schedule is not None:
            schedule.step()
    if len(record.result.updates) == steps:
        raise ValueError("`loader` 값은 배치를 하나 이상 내야 합니다(받은 배치: 0개).")
    return True


@torch.no_grad()
def predict_torch(model: nn.Module, inputs: ArrayLike | Tensor, *, batch_size: int = 256) -> Tensor:
    r"""모델을 평가 상태로 두고 조금씩 나누어 계산합니다. 끝나면 상태를 되돌립니다.

    Parameters
    ----------
    model : Module
        텐서 (N, ...)을 받아 텐서 (N, ...)을 내는 모델.
    inputs : array_like or Tensor of shape (N, ...)
        입력, N ≥ 1.
    batch_size : int
        한 번에 계산할 표본 수, 1 이상.

    Returns
    -------
    Tensor of shape (N, ...)
        출력. 기울기를 갖지 않습니다.

    Raises
    ------
    ValueError
        입력이 비었거나 `batch_size`가 1보다 작을 때.
    """
    batch_size = integer("batch_size", batch_size, at_least=1)
    rows = inputs if isinstance(inputs, Tensor) else torch.as_tensor(np.asarray(inputs))
    if rows.ndim == 0 or not len(rows):
        raise ValueError(f"`inputs` 값은 하나 이상 있어야 합니다(받은 모양: {tuple(rows.shape)}).")
    was_training = model.training
    model.eval()
    try:
        return torch.cat([model(part) for part in torch.split(rows, batch_size)])
    finally:
        model.train(was_training)


def _tensor(values: Any) -> Any:
    return torch.as_tensor(values) if isinstance(values, np.ndarray) else values


def _without_gradients(evaluate: TorchEvaluate | None) -> Any:
    if evaluate is None:
        return None

    def measure(model: nn.Module) -> Mapping[str, float]:
        with torch.no_grad():
            return evaluate(model)

    return measure


def _as_layer(model: nn.Module) -> Any:
    return model  # Recorder는 eval, train만 부르므로 torch 모델도 받습니다


def _check(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LRScheduler | None,
    schedule_every: str,
    evaluate: TorchEvaluate | None,
    monitor: str | None,
    patience: int | None,
) -> None:
    if schedule_every not in ("epoch", "update"):
        raise ValueError(
            f'`schedule_every` 값은 "epoch"나 "update"여야 합니다(받은 값: {schedule_every!r}).'
        )
    if schedule is not None and schedule.optimizer is not optimizer:
        raise ValueError(
            "`schedule.optimizer` 값은 `optimizer`여야 합니다(다른 옵티마이저의 것입니다)."
        )
    if monitor is not None and evaluate is None:
        raise ValueError("`monitor`를 쓰려면 `evaluate` 값이 있어야 합니다(받은 값: None).")
    if patience is not None and monitor is None:
        raise ValueError("`patience`를 쓰려면 `monitor` 값이 있어야 합니다(받은 값: None).")
    mine = {id(p) for p in model.parameters()}
    strangers = sum(id(p) not in mine for g in optimizer.param_groups for p in g["params"])
    if strangers:
        raise ValueError(
            "`optimizer`의 매개변수는 모두 `model`의 것이어야 합니다"
            f"(다른 것: {strangers}개). 모델을 새로 만들었다면 옵티마이저도 새로 만드세요."
        )
