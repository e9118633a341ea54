r"""손으로 구한 기울기가 맞는지 숫자로 확인하고, 그 확인이 헛돌지 않았는지도 봅니다."""

from coursekit.gradcheck.check import GradientCheck, gradcheck
from coursekit.gradcheck.layer import LayerCheck, check_layer
from coursekit.gradcheck.numerical import numerical_gradient, relative_error

__all__ = [
    "GradientCheck",
    "LayerCheck",
    "check_layer",
    "gradcheck",
    "numerical_gradient",
    "relative_error",
]
