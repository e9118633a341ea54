r"""신경망의 층과 손실: NumPy로 쓰고, 뒤로 가는 계산을 손으로 적었습니다."""

from coursekit.nn import init
from coursekit.nn.activation import (
    ReLU,
    Sigmoid,
    Tanh,
    relu_backward,
    relu_forward,
    sigmoid_backward,
    sigmoid_forward,
    tanh_backward,
    tanh_forward,
)
from coursekit.nn.init import Initializer
from coursekit.nn.layer import Layer
from coursekit.nn.linear import Linear, linear_backward, linear_forward
from coursekit.nn.loss import (
    CrossEntropyLoss,
    Loss,
    MSELoss,
    cross_entropy_backward,
    cross_entropy_forward,
    mse_backward,
    mse_forward,
)
from coursekit.nn.sequential import Sequential, mlp
from coursekit.nn.vector import parameters_to_vector, vector_to_parameters

__all__ = [
    "CrossEntropyLoss",
    "Initializer",
    "Layer",
    "Linear",
    "Loss",
    "MSELoss",
    "ReLU",
    "Sequential",
    "Sigmoid",
    "Tanh",
    "cross_entropy_backward",
    "cross_entropy_forward",
    "init",
    "linear_backward",
    "linear_forward",
    "mlp",
    "mse_backward",
    "mse_forward",
    "parameters_to_vector",
    "relu_backward",
    "relu_forward",
    "sigmoid_backward",
    "sigmoid_forward",
    "tanh_backward",
    "tanh_forward",
    "vector_to_parameters",
]
