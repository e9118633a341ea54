r"""맞고 틀린 검출의 줄에서 정밀도-재현율 곡선을, 곡선에서 평균 정밀도(AP)의 여러 정의를 셈합니다."""

from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array, integer

Array = NDArray[Any]
Method = Literal["all-point", "11-point", "101-point", "no-envelope"]

# 0.1 × 3은 부동소수점에서 0.3보다 큽니다. 3 / 10으로 나누어야 재현율 3/10이 문턱 0.3에 닿습니다.
_GRID_11 = np.arange(11) / 10
# COCO의 격자는 0.01을 곱한 것이고, pycocotools와 같은 수를 내려면 그 반올림까지 같아야 합니다.
_GRID_101 = np.linspace(0.0, 1.0, 101)


def precision_recall(hits: ArrayLike, *, truths: int) -> tuple[Array, Array]:
    r"""점수가 높은 차례로 검출을 하나씩 받아들이며 정밀도와 재현율을 잽니다.

    .. math:: P_k = \frac{TP_k}{k}, \qquad R_k = \frac{TP_k}{\text{정답의 수}}

    Parameters
    ----------
    hits : array_like of shape (M,)
        점수가 내려가는 차례로, 검출이 맞았으면(TP) 참, 틀렸으면(FP) 거짓. 비어도 됩니다.
    truths : int
        찾아야 할 물체의 수, 1 이상.

    Returns
    -------
    precision : ndarray of shape (M,)
        검출을 k개 받아들였을 때 맞은 비율.
    recall : ndarray of shape (M,)
        찾아낸 물체의 비율. 줄지 않습니다.

    Raises
    ------
    ValueError
        참과 거짓의 1차원 배열이 아니거나, 맞은 것이 정답보다 많을 때.

    Examples
    --------
    >>> precision, recall = precision_recall([True, False, True], truths=4)
    >>> precision.round(2).tolist(), recall.tolist()
    ([1.0, 0.5, 0.67], [0.25, 0.25, 0.5])
    """
    truths = integer("truths", truths, at_least=1)
    hit = np.asarray(hits)
    if hit.ndim != 1 or (hit.size and hit.dtype.kind != "b"):
        raise ValueError(
            "`hits` 값은 참과 거짓의 1차원 배열이어야 합니다"
            f"(받은 모양: {hit.shape}, 받은 dtype: {hit.dtype})."
        )
    tp = np.cumsum(hit, dtype=np.int64)
    if tp.size and tp[-1] > truths:
        raise ValueError(
            f"`hits`에서 맞은 것은 정답 {truths}개보다 많을 수 없습니다(받은 수: {tp[-1]}). "
            "한 물체를 두 번 맞힌 것으로 세지 않았는지 보세요."
        )
    return tp / np.arange(1, len(tp) + 1), tp / truths


def precision_envelope(precision: ArrayLike) -> Array:
    r"""정밀도의 톱니를 오른쪽에서 눌러, 재현율이 늘 때 늘지 않는 계단으로 만듭니다.

    .. math:: \hat P_k = \max_{j \ge k} P_j

    재현율을 그만큼 이상 얻으면서 낼 수 있는 가장 좋은 정밀도입니다(Everingham et al. 2010, 4.2절).

    Parameters
    ----------
    precision : array_like of shape (..., M)
        재현율이 느는 차례의 정밀도.

    Returns
    -------
    ndarray of shape (..., M)
        늘지 않는 정밀도.

    Raises
    ------
    ValueError
        실수 배열이 아닐 때.

    Examples
    --------
    >>> precision_envelope([1.0, 0.5, 0.75]).tolist()
    [1.0, 0.75, 0.75]
    """
    return np.maximum.accumulate(array("precision", precision)[..., ::-1], axis=-1)[..., ::-1]


def average_precision(
    recall: ArrayLike, precision: ArrayLike, method: Method = "all-point"
) -> float:
    r"""정밀도-재현율 곡선을 수 하나로 줄입니다. 정의가 여럿이고 같은 곡선에서 다른 값이 나옵니다.

    - ``"all-point"``: 누른 정밀도 아래의 넓이 :math:`\sum_k (R_k - R_{k-1})\hat P_k`
      (PASCAL VOC 2010부터).
    - ``"11-point"``: 재현율 0, 0.1, …, 1에서 읽은 누른 정밀도의 평균
      (PASCAL VOC 2007; Everingham et al. 2010, 식 1과 2).
    - ``"101-point"``: 재현율 0, 0.01, …, 1에서 읽은 누른 정밀도의 평균 (COCO).
    - ``"no-envelope"``: 누르지 않고 더한 :math:`\sum_k (R_k - R_{k-1})P_k` (scikit-learn의 정의).

    재현율 r에서 읽는다는 것은 재현율이 r **이상**인 첫 점의 값을 쓴다는 뜻이고, 그런 점이 없으면 0입니다.

    Parameters
    ----------
    recall : array_like of shape (M,)
        줄지 않는 재현율, 0에서 1 사이.
    precision : array_like of shape (M,)
        그때의 정밀도, 0에서 1 사이. 누르지 않은 그대로입니다.
    method : {"all-point", "11-point", "101-point", "no-envelope"}
        AP의 정의.

    Returns
    -------
    float
        0과 1 사이. 검출이 하나도 없으면 0입니다.

    Raises
    ------
    ValueError
        길이가 다르거나, 0에서 1 사이가 아니거나, 재현율이 줄거나, 모르는 `method`일 때.

    Examples
    --------
    >>> precision, recall = precision_recall([True, False, True], truths=2)
    >>> [round(average_precision(recall, precision, m), 4) for m in ("all-point", "11-point")]
    [0.8333, 0.8485]
    """
    r = array("recall", recall, shape=(None,))
    p = array("precision", precision, shape=(len(r),))
    for name, value in (("recall", r), ("precision", p)):
        if value.size and not (value.min() >= 0 and value.max() <= 1):
            raise ValueError(
                f"`{name}` 값은 0 이상 1 이하여야 합니다(받은 값: {value.min():g}~{value.max():g})."
            )
    if (np.diff(r) < 0).any():
        k = int(np.flatnonzero(np.diff(r) < 0)[0])
        raise ValueError(
            "`recall` 값은 줄지 않아야 합니다"
            f"(받은 값: {k}번이 {r[k]:g}, {k + 1}번이 {r[k + 1]:g})."
        )
    if method == "no-envelope":
        return float(np.sum(np.diff(r, prepend=0) * p))
    envelope = precision_envelope(p)
    if method == "all-point":
        return float(np.sum(np.diff(r, prepend=0) * envelope))
    if method == "11-point":
        return float(_read(r, envelope, _GRID_11).mean())
    if method == "101-point":
        return float(_read(r, envelope, _GRID_101).mean())
    raise ValueError(
        '`method` 값은 "all-point", "11-point", "101-point", "no-envelope"여야 합니다'
        f"(받은 값: {method!r})."
    )


def _read(recall: Array, envelope: Array, grid: Array) -> Array:
    r"""재현율이 격자의 값 이상인 첫 점의 정밀도. 그런 점이 없으면 0입니다."""
    return np.append(envelope, 0.0)[np.searchsorted(recall, grid, side="left")]
