"""Batch norm's statistics taken again from the data, against torch's and against the plain averages."""

import numpy as np
import pytest
import torch

from coursekit.nn import BatchNorm1d, Linear, Sequential, mlp
from coursekit.train import update_bn


def torch_twin(model):
    layers = [
        torch.nn.Linear(3, 4),
        torch.nn.BatchNorm1d(4),
        torch.nn.ReLU(),
        torch.nn.Linear(4, 2),
    ]
    twin = torch.nn.Sequential(*layers).double()
    twin.load_state_dict({k: torch.tensor(v) for k, v in model.state_dict().items()})
    return twin


@pytest.mark.parametrize("batch_size", [4, 5, 20])
def test_as_torch_does_it(batch_size):
    x = np.random.default_rng(0).normal(2, 3, (20, 3))
    model = mlp([3, 4, 2], batch_norm="before", rng=0)
    model(x[:5])
    twin = torch_twin(model)
    update_bn(model, x, batch_size=batch_size)
    torch.optim.swa_utils.update_bn(torch.tensor(x).split(batch_size), twin)
    for name, value in twin.state_dict().items():
        np.testing.assert_allclose(model.state_dict()[name], value, rtol=1e-12, err_msg=name)


def test_one_batch_of_everything_is_the_data_itself():
    x = np.random.default_rng(0).normal(2, 3, (30, 4))
    layer = BatchNorm1d(4)
    update_bn(layer, x)
    np.testing.assert_allclose(layer.running_mean, x.mean(axis=0), rtol=1e-14)
    np.testing.assert_allclose(layer.running_var, x.var(axis=0, ddof=1), rtol=1e-14)


def test_only_the_averages_change():
    model = Sequential(Linear(3, 3, rng=0), Sequential(BatchNorm1d(3, momentum=0.3)))
    model.eval()
    before = model.state_dict()
    update_bn(model, np.random.default_rng(0).normal(size=(9, 3)), batch_size=4)  # the ninth alone
    changed = {k for k, v in model.state_dict().items() if not np.array_equal(v, before[k])}
    assert changed == {"1.0.running_mean", "1.0.running_var", "1.0.num_batches_tracked"}
    assert not model.training
    assert model[1][0].momentum == 0.3
    assert model[1][0].num_batches_tracked == 2


def test_too_few_samples_leave_the_averages_alone():
    layer = BatchNorm1d(2)
    layer(np.eye(2))
    before = layer.state_dict()
    with pytest.raises(ValueError, match="`inputs` 표본은 둘 이상"):
        update_bn(layer, np.ones((1, 2)))
    with pytest.raises(ValueError, match="`batch_size`"):
        update_bn(layer, np.ones((4, 2)), batch_size=1)
    assert all(np.array_equal(before[k], v) for k, v in layer.state_dict().items())
