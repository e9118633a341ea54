r"""결정 나무(CART): 한 번에 한 변수를 한 문턱으로 갈라, 조각마다 하나의 값을 냅니다.

Breiman et al. (1984), "Classification and Regression Trees".
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(eq=False)
class Node:
    r"""나무의 마디입니다. `feature`가 `None`이면 잎입니다.

    Parameters
    ----------
    value : ndarray of shape (K,)
        이 마디에 온 표본의 가중 평균.
    feature : int, optional
        가를 변수의 번호.
    threshold : float
        이 값 이하면 왼쪽, 크면 오른쪽.
    left, right : Node, optional
        두 자식.
    """

    value: Array
    feature: int | None = None
    threshold: float = 0.0
    left: "Node | None" = None
    right: "Node | None" = None


def best_split(
    X: Array, target: Array, weight: Array, *, min_samples_leaf: int = 1
) -> tuple[int, float] | None:
    r"""불순도를 가장 많이 줄이는 변수와 문턱을 찾습니다.

    가중 제곱 오차 :math:`\sum_i w_i\|t_i-\bar t\|^2`를 줄이는 일은 양쪽의 :math:`\|\sum w_i t_i\|^2/\sum w_i`를
    더한 값을 키우는 일과 같습니다. 정답을 원핫으로 적으면 그 제곱 오차가 바로 지니 불순도이므로
    분류와 회귀가 이 함수 하나를 함께 씁니다.

    Parameters
    ----------
    X : ndarray of shape (N, D)
        입력.
    target : ndarray of shape (N, K)
        정답. 분류면 원핫입니다.
    weight : ndarray of shape (N,)
        표본의 무게, 양수.
    min_samples_leaf : int
        양쪽에 남길 표본의 수, 1 이상.

    Returns
    -------
    tuple of (int, float) or None
        변수의 번호와 문턱. 문턱은 이웃한 두 값의 가운데입니다. 가를 수 없으면 `None`입니다.
    """
    order = np.argsort(X, axis=0, kind="stable")
    x = np.take_along_axis(X, order, axis=0)
    mass = weight[order]  # (N, D)
    moment = mass[..., None] * target[order]  # (N, D, K)
    gain = np.zeros((len(X) - 1, X.shape[1]))
    # 오른쪽은 끝에서부터 더합니다. 전체에서 왼쪽을 빼면 아주 작은 무게가 반올림에 사라집니다.
    for side in (slice(None), slice(None, None, -1)):
        sums, masses = np.cumsum(moment[side], axis=0), np.cumsum(mass[side], axis=0)
        gain += ((sums**2).sum(axis=-1) / masses)[:-1][side]
    size = np.arange(1, len(X))[:, None]
    allowed = (x[1:] > x[:-1]) & (np.minimum(size, len(X) - size) >= min_samples_leaf)
    if not allowed.any():
        return None
    # 줄이 변수가 되게 뒤집어, 이득이 같으면 앞선 변수의 작은 문턱을 고릅니다.
    feature, row = divmod(int(np.where(allowed, gain, -np.inf).T.argmax()), len(X) - 1)
    low, high = x[row, feature], x[row + 1, feature]
    middle = low + (high - low) / 2
    return feature, float(middle if middle < high else low)


def grow(
    X: Array,
    target: Array,
    weight: Array,
    *,
    max_depth: int | None = None,
    min_samples_leaf: int = 1,
) -> Node:
    r"""뿌리에서부터 되풀이해 갈라 나무를 만듭니다. 재귀를 쓰지 않으므로 나무가 아무리 깊어도 됩니다.

    Parameters
    ----------
    X : ndarray of shape (N, D)
        입력.
    target : ndarray of shape (N, K)
        정답. 분류면 원핫입니다.
    weight : ndarray of shape (N,)
        표본의 무게, 양수.
    max_depth : int, optional
        뿌리에서 잎까지 가를 횟수의 상한. `None`이면 조각이 순수해질 때까지 가릅니다.
    min_samples_leaf : int
        잎 하나에 남길 표본의 수, 1 이상.

    Returns
    -------
    Node
        나무의 뿌리.
    """
    root = Node(np.average(target, axis=0, weights=weight))
    waiting = [(root, np.arange(len(X)), 0)]
    while waiting:
        node, rows, depth = waiting.pop()
        t, w = target[rows], weight[rows]
        if depth == max_depth or np.ptp(t, axis=0).max() <= 1e-12 * np.abs(t).max():
            continue  # 더 깊이 갈 수 없거나, 이미 모두 같은 답입니다
        split = best_split(X[rows], t, w, min_samples_leaf=min_samples_leaf)
        if split is None:
            continue
        node.feature, node.threshold = split
        goes_left = X[rows, node.feature] <= node.threshold
        node.left, node.right = (
            Node(np.average(t[side], axis=0, weights=w[side])) for side in (goes_left, ~goes_left)
        )
        waiting += [
            (node.left, rows[goes_left], depth + 1),
            (node.right, rows[~goes_left], depth + 1),
        ]
    return root


def evaluate(node: Node, X: Array) -> Array:
    r"""표본마다 가서 닿은 잎의 값을 읽습니다.

    Parameters
    ----------
    node : Node
        나무의 뿌리.
    X : ndarray of shape (N, D)
        입력.

    Returns
    -------
    ndarray of shape (N, K)
        잎의 값.
    """
    result = np.empty((len(X), len(node.value)))
    waiting = [(node, np.arange(len(X)))]
    while waiting:
        here, rows = waiting.pop()
        if here.feature is None or here.left is None or here.right is None:
            result[rows] = here.value
            continue
        goes_left = X[rows, here.feature] <= here.threshold
        waiting += [(here.left, rows[goes_left]), (here.right, rows[~goes_left])]
    return result
