r"""겹치는 상자를 지우는 대신 점수를 깎습니다: soft-NMS."""

from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import number
from coursekit.boxes.arguments import corners, fraction, one_per_box
from coursekit.boxes.overlap import box_iou

Array = NDArray[Any]


def soft_nms(
    boxes: ArrayLike,
    scores: ArrayLike,
    *,
    method: Literal["gaussian", "linear"] = "gaussian",
    sigma: float = 0.5,
    iou_threshold: float = 0.3,
    score_threshold: float = 0.001,
) -> tuple[Array, Array]:
    r"""점수가 가장 높은 상자를 하나씩 뽑고, 그 상자와 겹치는 만큼 나머지의 점수를 깎습니다.

    "gaussian"은 :math:`s\,e^{-\mathrm{IoU}^2/\sigma}`로, "linear"는 IoU가 문턱보다 클 때만
    :math:`s\,(1-\mathrm{IoU})`로 깎습니다. NMS는 문턱보다 크면 점수를 0으로 하는 것과 같습니다.

    Parameters
    ----------
    boxes : array_like of shape (M, 4)
        xyxy 상자.
    scores : array_like of shape (M,)
        점수, 0 이상.
    method : {"gaussian", "linear"}
        깎는 방식.
    sigma : float
        가우스의 폭, 0보다 큰 수. 작을수록 많이 깎습니다. "gaussian"에서만 씁니다.
    iou_threshold : float
        이 값보다 많이 겹칠 때만 깎습니다. 0 이상 1 이하. "linear"에서만 씁니다.
    score_threshold : float
        깎인 점수가 이보다 작으면 버립니다. 0 이상.

    Returns
    -------
    keep : ndarray of shape (K,), int64
        남은 상자의 번호, 뽑힌 차례. 점수가 같으면 번호가 낮은 상자가 먼저입니다.
    new_scores : ndarray of shape (K,)
        깎인 점수. `keep`과 같은 차례이고 커지는 일이 없습니다.

    Raises
    ------
    ValueError
        상자와 점수의 수가 다르거나, 점수가 음수거나, 인자가 범위를 벗어날 때.

    References
    ----------
    N. Bodla et al., "Soft-NMS", ICCV 2017, equations (2) and (3).

    Examples
    --------
    >>> keep, scores = soft_nms([[0, 0, 4, 2], [2, 0, 6, 2]], [0.9, 0.6], method="linear")
    >>> keep.tolist(), scores.round(3).tolist()
    ([0, 1], [0.9, 0.4])
    """
    boxes = corners("boxes", boxes)
    left = one_per_box("scores", scores, len(boxes)).copy()
    if method not in ("gaussian", "linear"):
        raise ValueError(f'`method` 값은 "gaussian"이나 "linear"여야 합니다(받은 값: {method!r}).')
    if (left < 0).any():
        raise ValueError(f"`scores` 값은 0 이상이어야 합니다(받은 값: {left.min()}).")
    width = number("sigma", sigma, above=0)
    threshold = fraction("iou_threshold", iou_threshold)
    floor = number("score_threshold", score_threshold, at_least=0)
    rest = np.flatnonzero(left >= floor)
    keep = []
    while rest.size:
        place = left[rest].argmax()
        best, rest = rest[place], np.delete(rest, place)
        keep.append(best)
        iou = box_iou(boxes[[best]], boxes[rest])[0]
        gaussian, linear = np.exp(-(iou**2) / width), np.where(iou > threshold, 1 - iou, 1)
        left[rest] *= gaussian if method == "gaussian" else linear
        rest = rest[left[rest] >= floor]
    kept = np.array(keep, dtype=np.int64)
    return kept, left[kept]
