r"""학습한 모델을 잽니다. 모델을 평가 상태로 두고 조금씩 나누어 계산하며, 끝나면 상태를 되돌립니다."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array, integer
from coursekit.nn import Layer, Loss

Array = NDArray[Any]


def accuracy(
    model: Layer, inputs: ArrayLike, labels: ArrayLike, *, batch_size: int = 1000
) -> float:
    r"""점수가 가장 높은 클래스가 정답인 표본의 비율입니다.

    Parameters
    ----------
    model : Layer
        (N, ...)을 받아 점수 (N, C)를 내는 모델.
    inputs : array_like of shape (N, ...)
        입력, N ≥ 1.
    labels : array_like of shape (N,)
        정답 클래스의 번호.
    batch_size : int
        한 번에 계산할 표본 수. 답은 바뀌지 않고 메모리만 달라집니다.

    Returns
    -------
    float
        0과 1 사이. 점수가 같으면 번호가 작은 클래스를 고릅니다.

    Raises
    ------
    ValueError
        표본이 없거나, 수가 서로 다르거나, 모델의 출력이 (N, C)가 아닐 때.
    """
    labels = np.asarray(labels)
    right = 0
    for rows, scores in _outputs(model, inputs, labels, batch_size):
        if scores.ndim != 2:
            raise ValueError(
                f"`model` 출력의 모양은 (N, C)이어야 합니다(받은 모양: {scores.shape})."
            )
        right += int((scores.argmax(axis=1) == labels[rows]).sum())
    return right / len(labels)


def average_loss(
    model: Layer, loss: Loss, inputs: ArrayLike, targets: ArrayLike, *, batch_size: int = 1000
) -> float:
    r"""데이터 전체에서 잰 표본당 손실입니다.

    Parameters
    ----------
    model : Layer
        모델.
    loss : Loss
        `reduction`이 "mean"인 손실.
    inputs : array_like of shape (N, ...)
        입력, N ≥ 1.
    targets : array_like of shape (N, ...)
        정답.
    batch_size : int
        한 번에 계산할 표본 수. 답은 바뀌지 않고 메모리만 달라집니다.

    Returns
    -------
    float
        한꺼번에 계산한 `loss(model(inputs), targets)`와 같은 값.

    Raises
    ------
    ValueError
        표본이 없거나, 수가 서로 다르거나, `reduction`이 "mean"이 아닐 때.
    """
    if loss.reduction != "mean":
        raise ValueError(f'`loss.reduction` 값은 "mean"이어야 합니다(받은 값: {loss.reduction!r}).')
    targets = np.asarray(targets)
    total = weight = 0.0
    for rows, outputs in _outputs(model, inputs, targets, batch_size):
        total += loss(outputs, targets[rows]) * loss.total_weight
        weight += loss.total_weight
    return total / weight


def _outputs(
    model: Layer, inputs: ArrayLike, targets: Array, batch_size: int
) -> Iterator[tuple[slice, Array]]:
    inputs = array("inputs", inputs, finite=False)
    batch_size = integer("batch_size", batch_size, at_least=1)
    if not inputs.size or inputs.shape[:1] != targets.shape[:1]:
        raise ValueError(
            "`inputs`와 정답의 표본 수는 같고 1 이상이어야 합니다"
            f"(받은 모양: {inputs.shape}, {targets.shape})."
        )
    was_training = model.training
    model.eval()
    try:
        for start in range(0, len(inputs), batch_size):
            rows = slice(start, start + batch_size)
            yield rows, model(inputs[rows])
    finally:
        model.train(was_training)
