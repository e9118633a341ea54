"""All parameters as one vector: torch's order, there and back."""

import numpy as np
import pytest
import torch

from coursekit.nn import mlp, parameters_to_vector, vector_to_parameters


def test_the_order_is_torchs():
    model = mlp([4, 3, 2], rng=0)
    twin = torch.nn.Sequential(
        torch.nn.Linear(4, 3), torch.nn.ReLU(), torch.nn.Linear(3, 2)
    ).double()
    for p, q in zip(model.parameters(), twin.parameters(), strict=True):
        q.data = torch.tensor(p.data)
    theirs = torch.nn.utils.parameters_to_vector(twin.parameters()).detach().numpy()
    assert np.array_equal(parameters_to_vector(model.parameters()), theirs)


def test_there_and_back_in_place():
    model, other = mlp([4, 3, 2], rng=0), mlp([4, 3, 2], rng=1)
    kept = [p.data for p in other.parameters()]
    vector = parameters_to_vector(model.parameters())
    vector_to_parameters(vector, other.parameters())
    x = np.random.default_rng(0).normal(size=(5, 4))
    assert np.array_equal(model(x), other(x))
    assert all(p.data is old for p, old in zip(other.parameters(), kept, strict=True))
    vector[:] = 0  # a copy
    assert np.array_equal(model(x), other(x))


@pytest.mark.parametrize("change", [1, -1])
def test_a_wrong_length_changes_nothing(change):
    model = mlp([2, 2], rng=0)
    before = parameters_to_vector(model.parameters())
    with pytest.raises(ValueError, match=r"`vector` 모양은 \(6,\)이어야 합니다"):
        vector_to_parameters(np.zeros(6 + change), model.parameters())
    assert np.array_equal(parameters_to_vector(model.parameters()), before)


def test_no_parameters_is_an_error():
    with pytest.raises(ValueError, match="0개"):
        parameters_to_vector([])
