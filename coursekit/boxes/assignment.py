r"""앵커마다 어느 정답을 배울지 정합니다: 양성, 음성, 모르는 체할 것."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.boxes.arguments import corners, fraction
from coursekit.boxes.overlap import box_iou

Array = NDArray[Any]
NEGATIVE = -1
IGNORE = -2


def assign(
    anchors: ArrayLike,
    truths: ArrayLike,
    *,
    positive: float = 0.7,
    negative: float = 0.3,
    force_best: bool = True,
) -> Array:
    r"""앵커를 가장 많이 겹치는 정답과 짝짓습니다.

    1. 가장 큰 IoU가 `positive` 이상이면 그 정답의 것(같으면 번호가 낮은 정답), `negative`보다 작으면 음성,
       그 사이는 손실에서 뺍니다.
    2. `force_best`면 그 위에, 남은 짝 가운데 IoU가 가장 큰 앵커와 정답을 하나씩 짝짓기를 정답이 떨어질 때까지
       되풀이합니다. 문턱을 넘는 앵커가 없던 정답도 이렇게 앵커를 하나 얻습니다.

    Parameters
    ----------
    anchors : array_like of shape (M, 4)
        xyxy 앵커.
    truths : array_like of shape (G, 4)
        xyxy 정답 상자. G가 0이면 모두 음성입니다.
    positive, negative : float
        IoU의 두 문턱, 0 ≤ `negative` ≤ `positive` ≤ 1. 기본은 RPN의 것이고, SSD는 둘 다 0.5입니다.
    force_best : bool
        참이면 정답마다 가장 많이 겹치는 앵커를 문턱과 상관없이 줍니다. 겹치는 앵커가 없는 정답은 그대로 남습니다.

    Returns
    -------
    ndarray of shape (M,), int64
        짝지은 정답의 번호, 음성이면 -1(`NEGATIVE`), 손실에서 뺄 것이면 -2(`IGNORE`).

    Raises
    ------
    ValueError
        상자가 아니거나 문턱의 차례가 틀렸을 때.

    References
    ----------
    S. Ren et al., "Faster R-CNN", NeurIPS 2015, section 3.1.2 (conditions (i) and (ii)).
    W. Liu et al., "SSD", ECCV 2016, section 2.2 (matching strategy).

    Examples
    --------
    >>> anchors = [[0, 0, 10, 10], [5, 0, 15, 10], [30, 0, 40, 10]]
    >>> assign(anchors, [[0, 0, 10, 11], [36, 0, 46, 10]]).tolist()
    [0, -2, 1]
    """
    high, low = fraction("positive", positive), fraction("negative", negative)
    if low > high:
        raise ValueError(
            f"`negative` 값은 `positive` 이하여야 합니다(negative: {negative}, positive: {positive})."
        )
    iou = box_iou(corners("anchors", anchors), corners("truths", truths))  # (M, G)
    matched = np.full(len(iou), NEGATIVE, dtype=np.int64)
    if iou.size == 0:
        return matched
    best = iou.max(axis=1)
    matched[best >= low] = IGNORE
    matched[best >= high] = iou.argmax(axis=1)[best >= high]
    if force_best:
        for anchor, truth in best_pairs(iou):
            matched[anchor] = truth
    return matched


def best_pairs(iou: Array) -> list[tuple[int, int]]:
    r"""IoU가 큰 짝부터, 앵커와 정답을 한 번씩만 써서 고릅니다. 같으면 번호가 낮은 앵커, 그다음 정답이 먼저입니다."""
    left = iou.copy()
    pairs = []
    for _ in range(min(left.shape)):
        anchor, truth = (int(i) for i in np.unravel_index(left.argmax(), left.shape))
        if left[anchor, truth] <= 0:
            break
        pairs.append((anchor, truth))
        left[anchor, :] = left[:, truth] = 0
    return pairs
