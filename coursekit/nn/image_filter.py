r"""그림에 쓰는 필터: 학습하지 않고 사람이 정한 3×3 커널과, 그것을 그림 위로 걷게 하는 함수 둘."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.arguments import array
from coursekit.nn.conv import conv2d_forward

Array = NDArray[Any]


class ImageFilter(NamedTuple):
    r"""이름난 커널 하나.

    Parameters
    ----------
    title : str
        한국어 이름.
    kernel : ndarray of shape (3, 3)
        가중치.
    effect : str
        하는 일을 적은 한 문장.
    """

    title: str
    kernel: Array
    effect: str


IMAGE_FILTERS = {
    "identity": ImageFilter(
        "그대로",
        np.array([[0.0, 0, 0], [0, 1, 0], [0, 0, 0]]),
        "가운데 칸만 1이라 그림이 바뀌지 않습니다.",
    ),
    "blur": ImageFilter(
        "흐리게",
        np.full((3, 3), 1 / 9),
        "이웃 아홉 칸의 평균으로 바꿔 빠르게 변하는 무늬를 지웁니다.",
    ),
    "gaussian": ImageFilter(
        "부드럽게 흐리게",
        np.outer([1.0, 2, 1], [1, 2, 1]) / 16,
        "가까운 칸에 더 큰 무게를 둔 평균이라 네모난 자국 없이 흐려집니다.",
    ),
    "sharpen": ImageFilter(
        "또렷하게",
        np.array([[0.0, -1, 0], [-1, 5, -1], [0, -1, 0]]),
        "자기 값에 이웃과의 차이를 더해 변하는 곳을 더 크게 합니다.",
    ),
    "emboss": ImageFilter(
        "돋을새김",
        np.array([[-2.0, -1, 0], [-1, 1, 1], [0, 1, 2]]),
        "왼쪽 위와 오른쪽 아래의 차이를 더해 비스듬히 빛을 받은 것처럼 보이게 합니다.",
    ),
    "outline": ImageFilter(
        "윤곽",
        np.array([[-1.0, -1, -1], [-1, 8, -1], [-1, -1, -1]]),
        "합이 0이라 고른 곳은 0이 되고, 이웃과 다른 곳만 남습니다.",
    ),
    "sobel_x": ImageFilter(
        "가로 변화",
        np.array([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]]),
        "오른쪽과 왼쪽의 차이를 구해 세로로 선 가장자리를 찾습니다.",
    ),
    "sobel_y": ImageFilter(
        "세로 변화",
        np.array([[-1.0, -2, -1], [0, 0, 0], [1, 2, 1]]),
        "아래와 위의 차이를 구해 가로로 누운 가장자리를 찾습니다.",
    ),
}
for _filter in IMAGE_FILTERS.values():
    _filter.kernel.flags.writeable = False  # 한 장이 고치면 다른 장의 그림이 달라집니다


def correlate2d(image: ArrayLike, kernel: ArrayLike, *, padding: int | str = 0) -> Array:
    r"""교차 상관(cross-correlation): 커널을 뒤집지 않고 걷습니다. 딥러닝의 합성곱이 이것입니다.

    .. math:: y_{i,j} = \sum_{u,v} k_{u,v}\; x_{i+u,\,j+v}

    Parameters
    ----------
    image : array_like of shape (H, W) or (H, W, 3)
        그림. 색이 있으면 색마다 따로 합니다.
    kernel : array_like of shape (kH, kW)
        커널.
    padding : int or {"same", "valid"}
        변마다 붙이는 0의 수.

    Returns
    -------
    ndarray of shape (oH, oW) or (oH, oW, 3)
        걸러 낸 그림. 값의 범위를 자르지 않습니다.

    Raises
    ------
    ValueError
        모양이 맞지 않거나 커널이 그림보다 클 때.
    """
    picture = array("image", image)
    weight = array("kernel", kernel, shape=(None, None)).astype(picture.dtype, copy=False)
    if picture.ndim not in (2, 3):
        raise ValueError(
            f"`image` 모양은 (H, W)나 (H, W, 채널)이어야 합니다(받은 모양: {picture.shape})."
        )
    channels = np.moveaxis(np.atleast_3d(picture), -1, 0)[:, np.newaxis]  # 색마다 이미지 한 장
    y, _ = conv2d_forward(channels, weight[np.newaxis, np.newaxis], padding=padding)
    return np.moveaxis(y[:, 0], 0, -1).reshape(*y.shape[2:], *picture.shape[2:])


def convolve2d(image: ArrayLike, kernel: ArrayLike, *, padding: int | str = 0) -> Array:
    r"""수학의 합성곱(convolution): 커널을 위아래와 좌우로 뒤집어 걷습니다.

    .. math:: y_{i,j} = \sum_{u,v} k_{u,v}\; x_{i-u,\,j-v}

    커널과 그림을 바꾸어도 같고 여러 번 해도 순서에 상관없다는 성질이 뒤집기에서 옵니다.
    대칭인 커널에서는 `correlate2d`와 같습니다.

    Parameters
    ----------
    image : array_like of shape (H, W) or (H, W, 3)
        그림.
    kernel : array_like of shape (kH, kW)
        커널.
    padding : int or {"same", "valid"}
        변마다 붙이는 0의 수.

    Returns
    -------
    ndarray of shape (oH, oW) or (oH, oW, 3)
        걸러 낸 그림.

    Raises
    ------
    ValueError
        모양이 맞지 않거나 커널이 그림보다 클 때.
    """
    weight = array("kernel", kernel, shape=(None, None))
    return correlate2d(image, weight[::-1, ::-1], padding=padding)
