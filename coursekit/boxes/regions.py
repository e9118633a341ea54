r"""관심 영역(RoI) 함수들이 받는 것을 한곳에서 검사하고, 영상마다의 상자를 한 줄로 폅니다."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array, integer
from coursekit.boxes.arguments import corners

Array = NDArray[Any]


def feature_maps(name: str, value: ArrayLike) -> Array:
    r"""`value`가 (N, C, H, W)이고 H와 W가 1 이상인지 봅니다."""
    features = array(name, value, shape=(None, None, None, None))
    if 0 in features.shape[2:]:
        raise ValueError(
            f"`{name}` 높이와 너비는 1 이상이어야 합니다(받은 모양: {features.shape})."
        )
    return features


def rois_in_line(boxes: Sequence[ArrayLike], features: Array) -> tuple[Array, Array]:
    r"""영상마다의 상자를 이어 붙여 (M, 4), 그 상자가 놓인 영상의 번호를 (M,)으로 돌려줍니다."""
    if len(boxes) != len(features):
        raise ValueError(
            f"`boxes` 길이는 영상의 수 {len(features)}여야 합니다(받은 길이: {len(boxes)})."
        )
    each = [corners(f"boxes[{i}]", b) for i, b in enumerate(boxes)]
    image = np.repeat(np.arange(len(each)), [len(b) for b in each])
    return np.concatenate([np.zeros((0, 4)), *each]), image


def bins_of(output_size: int | tuple[int, int]) -> tuple[int, int]:
    r"""칸의 수를 (높이, 너비)로 돌려줍니다."""
    height, width = output_size if isinstance(output_size, tuple) else (output_size, output_size)
    return integer("output_size", height, at_least=1), integer("output_size", width, at_least=1)


def incoming(grad_output: ArrayLike, shape: tuple[int, ...]) -> Array:
    r"""`grad_output`이 앞먹임의 출력과 같은 모양인지 봅니다."""
    return array("grad_output", grad_output, shape=shape)
