r"""torch의 처음 값을 씨앗 하나로 정합니다. torch의 난수기는 쓰고 나서 되돌려 놓습니다."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import torch

from coursekit.arguments import generator


@contextmanager
def seeded(rng: np.random.Generator | int) -> Iterator[None]:
    r"""이 안에서 만든 torch 모듈의 처음 값이 `rng`로 정해집니다.

    Parameters
    ----------
    rng : Generator or int
        난수 생성기나 씨앗.

    Yields
    ------
    None
        없음.

    Raises
    ------
    ValueError
        생성기도 0 이상의 정수도 아닐 때.
    """
    seed = int(generator(rng).integers(2**63))
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        yield
