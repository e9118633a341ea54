"""The scalar graph against torch's autograd, counted slopes and the wrong ways to walk it."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from coursekit.nn import Node

SMALL = st.floats(-3, 3)


def formula(x, y, z):
    """Uses every operation, and x three times."""
    if isinstance(x, Node):
        return (x * y + z).sigmoid().log() * x - (2 - x).relu() + (z - 1).square() * 0.5
    inner = torch.log(torch.sigmoid(x * y + z)) * x
    return inner - torch.relu(2 - x) + (z - 1) ** 2 * 0.5


@given(SMALL, SMALL, SMALL)
def test_same_value_and_slopes_as_torch(x, y, z):
    nodes = [Node(v) for v in (x, y, z)]
    ours = formula(*nodes)
    ours.backward()
    leaves = [torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in (x, y, z)]
    theirs = formula(*leaves)
    theirs.backward()
    assert ours.value == pytest.approx(theirs.item(), rel=1e-12, abs=1e-12)
    for node, leaf in zip(nodes, leaves, strict=True):
        assert node.grad == pytest.approx(leaf.grad.item(), rel=1e-9, abs=1e-12)


def test_a_node_used_twice_gathers_both_ways():
    x = Node(3.0)
    y = x * x
    z = y + y * x  # 3x² + ... = x² + x³
    z.backward()
    assert x.grad == 2 * 3 + 3 * 9


def test_a_second_pass_starts_from_nothing():
    x = Node(2.0)
    y = x.square()
    y.backward()
    y.backward()
    assert x.grad == 4.0


def test_order_puts_parents_first_and_each_node_once():
    x = Node(1.0)
    chain = x
    for _ in range(30):  # 2³⁰ ways, 31 nodes
        chain = chain + chain
    order = chain.order()
    assert len(order) == 31
    place = {id(node): i for i, node in enumerate(order)}
    assert all(place[id(p)] < place[id(n)] for n in order for p in n.parents)
    chain.backward()
    assert x.grad == 2.0**30


def test_a_long_chain_does_not_exhaust_the_stack():
    x = Node(0.0)
    y = x
    for _ in range(5000):
        y = y + 1
    y.backward()
    assert (y.value, x.grad) == (5000.0, 1.0)


@pytest.mark.parametrize("z", [-800.0, 800.0])
def test_sigmoid_does_not_overflow(z):
    assert Node(z).sigmoid().value in (0.0, 1.0)


def test_bad_values_are_named():
    with pytest.raises(ValueError, match="`value`"):
        Node(math.nan)
    with pytest.raises(ValueError, match="`value`"):
        Node(0.0).log()
