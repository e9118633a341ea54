r"""신경망의 층과 손실: NumPy로 쓰고, 뒤로 가는 계산을 손으로 적었습니다."""

from coursekit.nn import init
from coursekit.nn.activation import (
    LeakyReLU,
    ReLU,
    Sigmoid,
    Tanh,
    leaky_relu_backward,
    leaky_relu_forward,
    relu_backward,
    relu_forward,
    sigmoid_backward,
    sigmoid_forward,
    tanh_backward,
    tanh_forward,
)
from coursekit.nn.adaptive_pool import (
    AdaptiveAvgPool2d,
    AdaptiveMaxPool2d,
    adaptive_avg_pool2d_backward,
    adaptive_avg_pool2d_forward,
    adaptive_bins,
    adaptive_max_pool2d_backward,
    adaptive_max_pool2d_forward,
)
from coursekit.nn.batch_norm import BatchNormCache, batch_norm_backward, batch_norm_forward
from coursekit.nn.batch_norm_layer import BatchNorm, BatchNorm1d, BatchNorm2d
from coursekit.nn.binary_loss import (
    BCEWithLogitsLoss,
    FocalLoss,
    bce_with_logits_backward,
    bce_with_logits_forward,
    focal_backward,
    focal_forward,
)
from coursekit.nn.conv import (
    conv1d_backward,
    conv1d_forward,
    conv2d_backward,
    conv2d_forward,
    conv3d_backward,
    conv3d_forward,
)
from coursekit.nn.conv_gradients import conv2d_grad_input, conv2d_grad_weight, insert_zeros
from coursekit.nn.conv_im2col import col2im, conv2d_im2col, im2col
from coursekit.nn.conv_layer import Conv, Conv1d, Conv2d, Conv3d
from coursekit.nn.conv_naive import conv2d_naive_backward, conv2d_naive_forward
from coursekit.nn.conv_shape import conv_output_size
from coursekit.nn.conv_transpose import (
    conv_transpose1d_backward,
    conv_transpose1d_forward,
    conv_transpose2d_backward,
    conv_transpose2d_forward,
)
from coursekit.nn.conv_transpose_layer import ConvTranspose, ConvTranspose1d, ConvTranspose2d
from coursekit.nn.cross_entropy import (
    CrossEntropyLoss,
    NLLLoss,
    cross_entropy_backward,
    cross_entropy_forward,
    nll_backward,
    nll_forward,
)
from coursekit.nn.dropout import Dropout, dropout_backward, dropout_forward
from coursekit.nn.flatten import Flatten
from coursekit.nn.gelu import GELU, gelu_backward, gelu_forward
from coursekit.nn.global_pool import (
    GlobalAvgPool2d,
    global_avg_pool2d_backward,
    global_avg_pool2d_forward,
)
from coursekit.nn.graph import Node
from coursekit.nn.image_filter import IMAGE_FILTERS, ImageFilter, convolve2d, correlate2d
from coursekit.nn.init import Initializer
from coursekit.nn.layer import Layer
from coursekit.nn.layer_norm import LayerNorm, layer_norm_backward, layer_norm_forward
from coursekit.nn.lenet import lenet
from coursekit.nn.linear import Linear, linear_backward, linear_forward
from coursekit.nn.loss import Loss
from coursekit.nn.pool_average import avg_pool_backward, avg_pool_forward
from coursekit.nn.pool_layer import AvgPool1d, AvgPool2d, AvgPool3d, MaxPool1d, MaxPool2d, MaxPool3d
from coursekit.nn.pool_max import max_pool_backward, max_pool_forward
from coursekit.nn.pool_naive import (
    avg_pool2d_naive_backward,
    avg_pool2d_naive_forward,
    max_pool2d_naive_backward,
    max_pool2d_naive_forward,
)
from coursekit.nn.regression_loss import (
    L1Loss,
    MSELoss,
    SmoothL1Loss,
    l1_backward,
    l1_forward,
    mse_backward,
    mse_forward,
    smooth_l1_backward,
    smooth_l1_forward,
)
from coursekit.nn.sequential import Sequential, mlp
from coursekit.nn.softmax import (
    LogSoftmax,
    Softmax,
    log_softmax,
    log_softmax_backward,
    log_softmax_forward,
    logsumexp,
    softmax,
    softmax_backward,
    softmax_forward,
)
from coursekit.nn.trace import layer_gradients, layer_outputs
from coursekit.nn.vector import parameters_to_vector, vector_to_parameters

__all__ = [
    "GELU",
    "IMAGE_FILTERS",
    "AdaptiveAvgPool2d",
    "AdaptiveMaxPool2d",
    "AvgPool1d",
    "AvgPool2d",
    "AvgPool3d",
    "BCEWithLogitsLoss",
    "BatchNorm",
    "BatchNorm1d",
    "BatchNorm2d",
    "BatchNormCache",
    "Conv",
    "Conv1d",
    "Conv2d",
    "Conv3d",
    "ConvTranspose",
    "ConvTranspose1d",
    "ConvTranspose2d",
    "CrossEntropyLoss",
    "Dropout",
    "Flatten",
    "FocalLoss",
    "GlobalAvgPool2d",
    "ImageFilter",
    "Initializer",
    "L1Loss",
    "Layer",
    "LayerNorm",
    "LeakyReLU",
    "Linear",
    "LogSoftmax",
    "Loss",
    "MSELoss",
    "MaxPool1d",
    "MaxPool2d",
    "MaxPool3d",
    "NLLLoss",
    "Node",
    "ReLU",
    "Sequential",
    "Sigmoid",
    "SmoothL1Loss",
    "Softmax",
    "Tanh",
    "adaptive_avg_pool2d_backward",
    "adaptive_avg_pool2d_forward",
    "adaptive_bins",
    "adaptive_max_pool2d_backward",
    "adaptive_max_pool2d_forward",
    "avg_pool2d_naive_backward",
    "avg_pool2d_naive_forward",
    "avg_pool_backward",
    "avg_pool_forward",
    "batch_norm_backward",
    "batch_norm_forward",
    "bce_with_logits_backward",
    "bce_with_logits_forward",
    "col2im",
    "conv1d_backward",
    "conv1d_forward",
    "conv2d_backward",
    "conv2d_forward",
    "conv2d_grad_input",
    "conv2d_grad_weight",
    "conv2d_im2col",
    "conv2d_naive_backward",
    "conv2d_naive_forward",
    "conv3d_backward",
    "conv3d_forward",
    "conv_output_size",
    "conv_transpose1d_backward",
    "conv_transpose1d_forward",
    "conv_transpose2d_backward",
    "conv_transpose2d_forward",
    "convolve2d",
    "correlate2d",
    "cross_entropy_backward",
    "cross_entropy_forward",
    "dropout_backward",
    "dropout_forward",
    "focal_backward",
    "focal_forward",
    "gelu_backward",
    "gelu_forward",
    "global_avg_pool2d_backward",
    "global_avg_pool2d_forward",
    "im2col",
    "init",
    "insert_zeros",
    "l1_backward",
    "l1_forward",
    "layer_gradients",
    "layer_norm_backward",
    "layer_norm_forward",
    "layer_outputs",
    "leaky_relu_backward",
    "leaky_relu_forward",
    "lenet",
    "linear_backward",
    "linear_forward",
    "log_softmax",
    "log_softmax_backward",
    "log_softmax_forward",
    "logsumexp",
    "max_pool2d_naive_backward",
    "max_pool2d_naive_forward",
    "max_pool_backward",
    "max_pool_forward",
    "mlp",
    "mse_backward",
    "mse_forward",
    "nll_backward",
    "nll_forward",
    "parameters_to_vector",
    "relu_backward",
    "relu_forward",
    "sigmoid_backward",
    "sigmoid_forward",
    "smooth_l1_backward",
    "smooth_l1_forward",
    "softmax",
    "softmax_backward",
    "softmax_forward",
    "tanh_backward",
    "tanh_forward",
    "vector_to_parameters",
]
