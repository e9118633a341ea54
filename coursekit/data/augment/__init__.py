r"""데이터 증강(augmentation): 이름표를 바꾸지 않는 변형을 학습할 때마다 새로 줍니다.

그림은 (N, H, W)나 (N, C, H, W)이고, 변형은 그림마다 따로 뽑으며 채널끼리는 같습니다. 받은 배열은 바뀌지 않고 dtype은 지킵니다.
"""

from coursekit.data.augment.corruption import add_noise, cutout, random_cutout
from coursekit.data.augment.geometry import (
    flip,
    random_flip,
    random_rotation,
    random_shift,
    rotate,
    shift,
)
from coursekit.data.augment.loader import Augmented
from coursekit.data.augment.mixing import mixup

__all__ = [
    "Augmented",
    "add_noise",
    "cutout",
    "flip",
    "mixup",
    "random_cutout",
    "random_flip",
    "random_rotation",
    "random_shift",
    "rotate",
    "shift",
]
