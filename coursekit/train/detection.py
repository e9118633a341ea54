r"""검출기를 학습하는 조리법 하나: Adam과 한 바퀴 학습률로, 어느 검출기든 같은 조건에서 배웁니다."""

import time
from typing import Any

import numpy as np
import torch
from torch import nn

from coursekit.arguments import integer, number
from coursekit.data import DataLoader
from coursekit.models import DetectionSet, collate_targets
from coursekit.train.record import Clock, Training
from coursekit.train.torch_loop import fit_torch


def fit_detector(
    model: nn.Module,
    data: DetectionSet,
    *,
    epochs: int,
    batch_size: int = 20,
    lr: float = 0.01,
    rng: np.random.Generator | int,
    progress: bool | None = None,
    clock: Clock = time.process_time,
) -> Training:
    r"""`loss`가 있는 검출기를 학습합니다. 모델의 매개변수가 바뀝니다.

    Parameters
    ----------
    model : Module
        `loss(outputs, targets)`가 있는 검출기(`GridDetector`, `SSD`, `FasterRCNN`).
    data : DetectionSet
        사진과 정답.
    epochs : int
        데이터를 도는 횟수, 1 이상.
    batch_size : int
        한 걸음에 보는 사진의 수, 1 이상.
    lr : float
        가장 높을 때의 학습률, 0보다 큽니다. 낮게 시작해 올랐다가 0 가까이로 내려갑니다.
    rng : Generator or int
        사진을 섞을 난수 생성기나 씨앗. 모델의 처음 값은 `seeded`로 정하세요.
    progress : bool, optional
        진행 막대. `None`이면 터미널에서만 보입니다.
    clock : callable
        초를 돌려주는 시계. 기본은 CPU 시간입니다.

    Returns
    -------
    Training
        걸음과 에포크의 기록.

    Raises
    ------
    ValueError
        `model`에 `loss`가 없거나 인자가 범위를 벗어날 때.

    References
    ----------
    L. Smith and N. Topin, "Super-convergence", 2018 (the one-cycle schedule).
    """
    loss: Any = getattr(model, "loss", None)
    if not callable(loss):
        raise ValueError(f"`model`에는 `loss`가 있어야 합니다(받은 형: {type(model).__name__}).")
    epochs = integer("epochs", epochs, at_least=1)
    lr = number("lr", lr, above=0)
    loader = DataLoader(data, batch_size, shuffle=True, rng=rng, collate_fn=collate_targets)
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, lr, total_steps=epochs * len(loader) + 1
    )
    return fit_torch(
        model,
        loss,
        optimizer,
        loader,
        epochs=epochs,
        rng=rng,
        schedule=schedule,
        schedule_every="update",
        clip_norm=10.0,
        progress=progress,
        clock=clock,
    )
