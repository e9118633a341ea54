r"""신경망을 학습하는 루프입니다: 배치를 꺼내고, 앞으로, 손실, 뒤로, 한 걸음."""

import math
import time
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Literal

import numpy as np
from tqdm import tqdm

from coursekit.arguments import integer
from coursekit.nn import Layer, Loss
from coursekit.optim import Optimizer, Penalty
from coursekit.optim.schedule import Schedule
from coursekit.train.early_stopping import EarlyStopping
from coursekit.train.record import Clock, Evaluate, Outcome, Recorder, Training


def fit(
    model: Layer,
    loss: Loss,
    optimizer: Optimizer,
    loader: Iterable[tuple[Any, Any]],
    *,
    epochs: int,
    max_updates: int | None = None,
    schedule: Schedule | None = None,
    schedule_every: Literal["epoch", "update"] = "epoch",
    evaluate: Evaluate | None = None,
    evaluate_every: int | None = None,
    penalty: Penalty | None = None,
    early_stopping: EarlyStopping | None = None,
    progress: bool | None = None,
    clock: Clock = time.perf_counter,
) -> Training:
    r"""모델을 학습하며 걸음마다, 에포크마다 적습니다. 모델의 매개변수가 바뀝니다.

    Parameters
    ----------
    model : Layer
        학습할 모델.
    loss : Loss
        `reduction`이 "mean"이나 "sum"인 손실.
    optimizer : Optimizer
        모델의 매개변수를 바꿀 옵티마이저.
    loader : iterable of (inputs, targets)
        여러 에포크를 돌 수 있는 것. `DataLoader`가 그렇습니다.
    epochs : int
        데이터를 도는 에포크 수, 0 이상.
    max_updates : int, optional
        걸음 수의 상한, 1 이상. 에포크 가운데에서도 멈추고, 그때 `epochs`의 마지막 줄은 돌다 만 에포크입니다.
    schedule : Schedule, optional
        학습률 스케줄(`coursekit.optim.schedule`). 같은 `optimizer`로 만든 것이어야 합니다.
        마지막 뒤에도 한 번 넘기므로, 끝이 있는 `OneCycleLR`의 `total_steps`는 걸음 수보다 1 커야 합니다.
    schedule_every : {"epoch", "update"}
        스케줄을 에포크마다 넘길지 걸음마다 넘길지.
    evaluate : callable, optional
        모델을 받아 이름과 수를 돌려주는 함수. 학습하기 전과 에포크마다, 그리고 끝에 부릅니다.
    evaluate_every : int, optional
        주면 에포크마다가 아니라 이 걸음 수마다 `evaluate`를 부릅니다.
    penalty : Penalty, optional
        가중치 벌점. 기울기에 더하지만, 벌점의 세기가 다른 학습과 견줄 수 있도록 적는 손실에는 더하지 않습니다.
    early_stopping : EarlyStopping, optional
        평가할 때마다 볼 것. 멈추든 끝까지 가든 가장 좋았던 모델로 되돌립니다.
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
        인자가 범위를 벗어나거나, 옵티마이저가 다른 모델의 매개변수를 들고 있거나,
        스케줄이 다른 옵티마이저의 것이거나, `loader`가 비었거나, `early_stopping`이 지켜볼 값이 없을 때.
    """
    epochs = integer("epochs", epochs)
    limit = math.inf if max_updates is None else integer("max_updates", max_updates, at_least=1)
    if evaluate_every is not None:
        integer("evaluate_every", evaluate_every, at_least=1)
    _check(model, loss, optimizer, schedule, schedule_every)
    _check_stopping(early_stopping, evaluate)
    hidden = None if progress is None else not progress  # None: tqdm이 터미널인지 봅니다
    record = Recorder(evaluate, clock, early_stopping)
    stop = record.evaluate(model)
    model.train()
    steps = 0
    outcome: Outcome = "finished"
    # 발산은 오류가 아니라 결과이므로, 넘친 값을 경고하지 않고 기록합니다.
    with np.errstate(all="ignore"), tqdm(total=epochs, unit="에포크", disable=hidden) as bar:
        for _ in range(epochs):
            before = steps
            for inputs, targets in loader:
                optimizer.zero_grad()
                value = loss(model(inputs), targets)
                model.backward(loss.backward())
                if penalty is not None:
                    penalty.backward()
                alive = math.isfinite(value) and _finite(optimizer)
                lr = optimizer.lr
                if alive:
                    optimizer.step()
                steps = record.update(value, lr, len(inputs))
                if not alive:
                    outcome = "diverged"
                    break
                if schedule is not None and schedule_every == "update":
                    schedule.step()
                if evaluate_every is not None and steps % evaluate_every == 0:
                    stop = record.evaluate(model)
                if stop or steps >= limit:
                    break
            if outcome == "diverged":
                break
            if steps == before:
                raise ValueError("`loader` 값은 배치를 하나 이상 내야 합니다(받은 배치: 0개).")
            record.epoch()
            bar.update()
            if schedule is not None and schedule_every == "epoch":
                schedule.step()
            if evaluate_every is None:
                stop = record.evaluate(model)
            if stop or steps >= limit:
                break
    if outcome != "diverged":
        stop = record.evaluate(model) or stop
        outcome = "stopped" if stop else outcome
    if early_stopping is not None:
        early_stopping.restore(model)
    return replace(record.result, outcome=outcome)


def _finite(optimizer: Optimizer) -> bool:
    return all(bool(np.isfinite(p.grad).all()) for p in optimizer.params)


def _check(
    model: Layer,
    loss: Loss,
    optimizer: Optimizer,
    schedule: Schedule | None,
    schedule_every: str,
) -> None:
    if loss.reduction == "none":
        raise ValueError('`loss.reduction` 값은 "mean"이나 "sum"이어야 합니다(받은 값: \'none\').')
    if schedule_every not in ("epoch", "update"):
        raise ValueError(
            f'`schedule_every` 값은 "epoch"나 "update"여야 합니다(받은 값: {schedule_every!r}).'
        )
    if schedule is not None and schedule.optimizer is not optimizer:
        raise ValueError(
            "`schedule.optimizer` 값은 `optimizer`여야 합니다(다른 옵티마이저의 것입니다)."
        )
    mine = {id(p) for p in model.parameters()}
    strangers = sum(id(p) not in mine for p in optimizer.params)
    if strangers:
        raise ValueError(
            "`optimizer.params`의 매개변수는 모두 `model`의 것이어야 합니다"
            f"(다른 것: {strangers}개). 모델을 새로 만들었다면 옵티마이저도 새로 만드세요."
        )


def _check_stopping(early_stopping: EarlyStopping | None, evaluate: Evaluate | None) -> None:
    if early_stopping is None:
        return
    if evaluate is None:
        raise ValueError("`early_stopping`을 쓰려면 `evaluate` 값이 있어야 합니다(받은 값: None).")
    if early_stopping.waited or early_stopping.best_evaluation >= 0:
        raise ValueError(
            "`early_stopping` 값은 학습마다 새로 만든 것이어야 합니다"
            f"(이미 본 값의 가장 좋은 것: {early_stopping.best:g})."
        )
