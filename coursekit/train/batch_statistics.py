r"""배치 정규화의 평균과 분산을 데이터에서 다시 구합니다."""

import numpy as np
from numpy.typing import ArrayLike

from coursekit.arguments import array, integer
from coursekit.nn import BatchNorm, Layer


def update_bn(model: Layer, inputs: ArrayLike, *, batch_size: int = 1000) -> None:
    r"""배치 정규화 층의 이동 평균을 버리고, 지금의 가중치로 데이터를 한 번 훑어 다시 구합니다.

    학습하는 동안 모은 이동 평균에는 지난 가중치로 잰 것이 섞여 있습니다. 여기서는 배치마다의 통계를 고르게 평균하므로,
    배치를 데이터만큼 크게 하면 데이터 전체의 평균과 (N − 1로 나눈) 분산입니다. `torch.optim.swa_utils.update_bn`이 하는 일입니다.

    Parameters
    ----------
    model : Layer
        배치 정규화 층이 들어 있는 모델. 이동 평균만 바뀌고, 매개변수와 학습·평가 상태는 그대로입니다.
    inputs : array_like of shape (N, ...)
        훑을 입력, N ≥ 2.
    batch_size : int
        한 번에 볼 표본 수, 2 이상. 끝에 남는 표본이 하나뿐이면 그것은 건너뜁니다.

    Raises
    ------
    ValueError
        표본이 둘보다 적거나 `batch_size`가 2보다 작을 때.
    """
    inputs = array("inputs", inputs, finite=False)
    batch_size = integer("batch_size", batch_size, at_least=2)
    if inputs.ndim == 0 or len(inputs) < 2:
        raise ValueError(f"`inputs` 표본은 둘 이상이어야 합니다(받은 모양: {inputs.shape}).")
    layers = _batch_norms(model)
    momenta = [layer.momentum for layer in layers]
    was_training = model.training
    for layer in layers:
        layer.running_mean = np.zeros_like(layer.running_mean)
        layer.running_var = np.ones_like(layer.running_var)
        layer.num_batches_tracked = 0
        layer.momentum = None  # 배치마다 같은 무게로
    model.train()
    try:
        for start in range(0, len(inputs) - 1, batch_size):
            model(inputs[start : start + batch_size])
    finally:
        for layer, momentum in zip(layers, momenta, strict=True):
            layer.momentum = momentum
        model.train(was_training)


def _batch_norms(model: Layer) -> list[BatchNorm]:
    mine = [model] if isinstance(model, BatchNorm) and model.track_running_stats else []
    return mine + [layer for _, child in model.named_children() for layer in _batch_norms(child)]
