r"""계산 그래프: 수 하나하나를 점으로 놓고 연쇄 법칙을 거꾸로 따라갑니다.

층의 `backward`가 배열로 한꺼번에 하는 일을 수 하나의 크기로 풀어 놓은 것입니다. 느리지만 속이 다 보입니다.
"""

import math
from typing import Union, final

from coursekit.arguments import number

_Operand = Union["Node", float]


@final
class Node:
    r"""계산 그래프의 점 하나입니다: 값, 어디서 왔는지, 그리고 부모로 미분한 값.

    셈할 때마다 새 점이 생기고, 그 셈의 국소 미분이 `slopes`에 적힙니다.

    Parameters
    ----------
    value : float
        점의 값.
    name : str
        그림에 쓸 이름.

    Attributes
    ----------
    grad : float
        마지막 `backward`에서 부른 점을 이 점으로 미분한 값.
    parents : tuple of Node
        이 점을 셈할 때 쓴 점들. 입력과 매개변수는 비어 있습니다.
    slopes : tuple of float
        이 점을 부모마다 미분한 값(국소 미분).

    Examples
    --------
    >>> x = Node(3.0)
    >>> y = x * x + x
    >>> y.backward()
    >>> y.value, x.grad
    (12.0, 7.0)
    """

    def __init__(self, value: float, name: str = "") -> None:
        self.value = number("value", value)
        self.name = name
        self.grad = 0.0
        self.parents: tuple[Node, ...] = ()
        self.slopes: tuple[float, ...] = ()

    def __repr__(self) -> str:
        return f"Node({self.value:g}, name={self.name!r})"

    def __add__(self, other: _Operand) -> "Node":
        other = _node(other)
        return _result("+", self.value + other.value, (self, 1.0), (other, 1.0))

    def __sub__(self, other: _Operand) -> "Node":
        other = _node(other)
        return _result("−", self.value - other.value, (self, 1.0), (other, -1.0))

    def __mul__(self, other: _Operand) -> "Node":
        other = _node(other)
        return _result("×", self.value * other.value, (self, other.value), (other, self.value))

    __radd__, __rmul__ = __add__, __mul__

    def __rsub__(self, other: _Operand) -> "Node":
        return _node(other) - self

    def square(self) -> "Node":
        r"""제곱합니다.

        Returns
        -------
        Node
            새 점.
        """
        return _result("제곱", self.value**2, (self, 2 * self.value))

    def log(self) -> "Node":
        r"""자연로그를 셈합니다.

        Returns
        -------
        Node
            새 점.

        Raises
        ------
        ValueError
            값이 0 이하일 때.
        """
        return _result(
            "log", math.log(number("value", self.value, above=0)), (self, 1 / self.value)
        )

    def sigmoid(self) -> "Node":
        r"""시그모이드 :math:`1 / (1 + e^{-x})`을 셈합니다.

        Returns
        -------
        Node
            새 점.
        """
        a = 0.5 * (1 + math.tanh(self.value / 2))
        return _result("σ", a, (self, a * (1 - a)))

    def relu(self) -> "Node":
        r"""ReLU를 셈합니다. 0에서의 기울기는 0입니다.

        Returns
        -------
        Node
            새 점.
        """
        return _result("ReLU", max(self.value, 0.0), (self, float(self.value > 0)))

    def order(self) -> list["Node"]:
        r"""이 점에 이르는 점들을, 부모가 언제나 먼저 오도록 늘어놓습니다.

        Returns
        -------
        list of Node
            위상 정렬한 점들. 마지막이 자기 자신입니다.
        """
        found: dict[int, Node] = {}
        waiting = [(self, False)]
        while waiting:
            node, ready = waiting.pop()
            if ready:
                found.setdefault(id(node), node)
            elif id(node) not in found:
                waiting.append((node, True))
                waiting += [(parent, False) for parent in reversed(node.parents)]
        return list(found.values())

    def backward(self) -> None:
        r"""이 점을 그래프의 모든 점으로 미분합니다.

        `Parameter.grad`와 달리 부를 때마다 0에서 새로 셈합니다.
        """
        nodes = self.order()
        for node in nodes:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(nodes):
            for parent, slope in zip(node.parents, node.slopes, strict=True):
                parent.grad += slope * node.grad


def _node(value: _Operand) -> Node:
    return value if isinstance(value, Node) else Node(value)


def _result(name: str, value: float, *edges: tuple[Node, float]) -> Node:
    made = Node(value, name)
    made.parents = tuple(parent for parent, _ in edges)
    made.slopes = tuple(slope for _, slope in edges)
    return made
