r"""모델의 매개변수 모두를 벡터 하나로 보고, 벡터에서 되돌립니다. 이름은 `torch.nn.utils`를 따릅니다."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array
from coursekit.parameter import Parameter


def parameters_to_vector(params: Iterable[Parameter]) -> NDArray[Any]:
    r"""매개변수들을 한 줄로 이어 붙인 사본을 만듭니다.

    Parameters
    ----------
    params : iterable of Parameter
        하나 이상의 매개변수.

    Returns
    -------
    ndarray of shape (P,)
        모든 값. 매개변수의 차례로 늘어섭니다.

    Raises
    ------
    ValueError
        매개변수가 없을 때.
    """
    rows = [p.data.ravel() for p in params]
    if not rows:
        raise ValueError("`params` 값은 비어 있지 않아야 합니다(받은 매개변수: 0개).")
    return np.concatenate(rows)


def vector_to_parameters(vector: ArrayLike, params: Iterable[Parameter]) -> None:
    r"""벡터를 잘라 매개변수의 값으로 씁니다. 매개변수의 `data`가 제자리에서 바뀝니다.

    Parameters
    ----------
    vector : array_like of shape (P,)
        `parameters_to_vector`와 같은 차례의 값.
    params : iterable of Parameter
        값을 받을 매개변수.

    Raises
    ------
    ValueError
        길이가 맞지 않거나 유한하지 않은 값이 있을 때. 이때 아무것도 바뀌지 않습니다.
    """
    params = list(params)
    values = array("vector", vector, shape=(sum(p.data.size for p in params),))
    start = 0
    for p in params:
        p.data[...] = values[start : start + p.data.size].reshape(p.shape)
        start += p.data.size
