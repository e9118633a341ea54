r"""상자를 앵커에서 잰 네 수로 바꾸고 되돌립니다. 신경망은 좌표가 아니라 이 네 수를 배웁니다."""

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array, number
from coursekit.boxes.arguments import corners, four_columns, same_dtype
from coursekit.boxes.convert import box_convert

Array = NDArray[Any]
Weights = tuple[float, float, float, float]
LARGEST_GROWTH = math.log(
    1000 / 16
)  # Faster R-CNN's released code: no anchor grows beyond 62.5 times


def encode_boxes(
    boxes: ArrayLike, anchors: ArrayLike, *, weights: Weights = (1.0, 1.0, 1.0, 1.0)
) -> Array:
    r"""앵커에서 상자까지의 이동과 배율을 네 수로 적습니다.

    :math:`t_x=(x-x_a)/w_a`, :math:`t_y=(y-y_a)/h_a`, :math:`t_w=\log(w/w_a)`, :math:`t_h=\log(h/h_a)`에
    가중치를 곱합니다. x와 y는 중심입니다.

    Parameters
    ----------
    boxes : array_like of shape (M, 4)
        xyxy 상자. 너비와 높이가 0보다 커야 합니다.
    anchors : array_like of shape (M, 4)
        상자마다의 기준이 되는 xyxy 앵커. 너비와 높이가 0보다 커야 합니다.
    weights : tuple of float
        (x, y, w, h)에 곱할 0보다 큰 수. Fast R-CNN의 공개 코드는 (10, 10, 5, 5)로 네 수의 퍼짐을 1에 맞춥니다.

    Returns
    -------
    ndarray of shape (M, 4)
        (tx, ty, tw, th). 앵커와 똑같은 상자는 모두 0입니다.

    Raises
    ------
    ValueError
        수가 다르거나, 상자가 아니거나, 너비나 높이가 0인 것이 있을 때.

    References
    ----------
    R. Girshick et al., "Rich Feature Hierarchies", CVPR 2014, appendix C, equations (6)-(9).

    Examples
    --------
    >>> encode_boxes([[0, 0, 20, 10]], [[0, 0, 10, 10]])
    array([[0.5       , 0.        , 0.69314718, 0.        ]])
    """
    boxes, anchors = same_dtype(with_area("boxes", boxes), with_area("anchors", anchors))
    one_each("anchors", anchors, "boxes", boxes)
    target, anchor = (box_convert(b, "xyxy", "cxcywh") for b in (boxes, anchors))
    shift = (target[:, :2] - anchor[:, :2]) / anchor[:, 2:]
    growth = np.log(target[:, 2:] / anchor[:, 2:])
    return np.hstack([shift, growth]) * four_weights(weights, boxes)


def decode_boxes(
    deltas: ArrayLike,
    anchors: ArrayLike,
    *,
    weights: Weights = (1.0, 1.0, 1.0, 1.0),
    clamp: float = LARGEST_GROWTH,
) -> Array:
    r"""네 수를 앵커에 되돌려 상자를 얻습니다. `encode_boxes`의 역입니다.

    :math:`x=t_xw_a+x_a`, :math:`y=t_yh_a+y_a`, :math:`w=w_ae^{t_w}`, :math:`h=h_ae^{t_h}`.

    Parameters
    ----------
    deltas : array_like of shape (M, 4)
        (tx, ty, tw, th). 신경망의 출력.
    anchors : array_like of shape (M, 4)
        xyxy 앵커.
    weights : tuple of float
        `encode_boxes`에 준 것. 여기서는 이 수로 나눕니다.
    clamp : float
        tw와 th의 위쪽 한계, 0보다 큰 수. 배우기 전의 신경망이 낸 큰 수가 :math:`e^{t}`에서 넘치지 않게 합니다.
        기본은 log(1000/16)이라 한 변이 62.5배보다 더 커지지 않습니다.

    Returns
    -------
    ndarray of shape (M, 4)
        xyxy 상자. x1 ≤ x2, y1 ≤ y2입니다. 사진 밖으로 나갈 수 있습니다(`clip_boxes`).

    Raises
    ------
    ValueError
        수가 다르거나, 앵커가 상자가 아니거나, `clamp`가 0보다 크지 않을 때.

    Examples
    --------
    >>> decode_boxes([[0.5, 0, 0.6931471805599453, 0]], [[0, 0, 10, 10]])
    array([[ 0.,  0., 20., 10.]])
    """
    deltas, anchors = same_dtype(four_columns("deltas", deltas), corners("anchors", anchors))
    one_each("anchors", anchors, "deltas", deltas)
    anchor = box_convert(anchors, "xyxy", "cxcywh")
    shift, growth = np.split(deltas / four_weights(weights, deltas), 2, axis=1)
    center = anchor[:, :2] + shift * anchor[:, 2:]
    size = anchor[:, 2:] * np.exp(np.minimum(growth, number("clamp", clamp, above=0)))
    return np.hstack([center - size / 2, center + size / 2])


def with_area(name: str, value: ArrayLike) -> Array:
    r"""너비와 높이가 0보다 큰 상자인지 봅니다. 0이면 나눗셈과 로그가 끝이 없습니다."""
    boxes = corners(name, value)
    flat = (boxes[:, 2:] <= boxes[:, :2]).any(axis=1)
    if flat.any():
        i = int(flat.argmax())
        raise ValueError(
            f"`{name}[{i}]` 상자는 너비와 높이가 0보다 커야 합니다(받은 값: {boxes[i].tolist()})."
        )
    return boxes


def one_each(name: str, value: Array, other_name: str, other: Array) -> None:
    r"""둘의 수가 같은지 봅니다."""
    if len(value) != len(other):
        raise ValueError(
            f"`{name}` 수는 `{other_name}` 수와 같아야 합니다({name}: {len(value)}, {other_name}: {len(other)})."
        )


def four_weights(weights: Weights, like: Array) -> Array:
    r"""가중치 넷을 `like`의 dtype으로 바꿉니다."""
    given = array("weights", weights, shape=(4,))
    for i, weight in enumerate(given):
        number(f"weights[{i}]", float(weight), above=0)
    return given.astype(like.dtype)
