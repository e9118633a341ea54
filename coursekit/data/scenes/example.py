r"""여러 장이 함께 보는 장면 하나입니다: 같은 그림 위에서 과제와 방법을 견줍니다."""

import numpy as np
from numpy.typing import DTypeLike

from coursekit.data.scenes.background import paint_background, scatter_strokes
from coursekit.data.scenes.canvas import Canvas, Pose
from coursekit.data.scenes.generate import collect
from coursekit.data.scenes.records import Scene

# 클래스, 중심 x, 중심 y, 반지름, 각도, 찌그러짐, 빨강, 초록, 파랑, 줄무늬의 세기
_OBJECTS = np.array(
    [
        [0, 66.0, 72.0, 34.0, 0.3, 0.92, 0.88, 0.36, 0.28, 0.10],
        [0, 106.0, 86.0, 31.0, 1.2, 0.85, 0.96, 0.76, 0.24, 0.12],
        [2, 152.0, 46.0, 33.0, -1.4, 1.00, 0.20, 0.42, 0.78, 0.08],
        [1, 28.0, 28.0, 19.0, 0.5, 0.90, 0.24, 0.62, 0.42, 0.10],
        [2, 24.0, 106.0, 12.0, 0.4, 1.00, 0.94, 0.94, 0.90, 0.05],
        [1, 170.0, 104.0, 16.0, 0.2, 0.75, 0.55, 0.26, 0.55, 0.10],
    ]
)


def example_scene(*, dtype: DTypeLike = np.float32) -> Scene:
    r"""물체 여섯 개가 있는 128×192 장면을 만듭니다. 부를 때마다 같습니다.

    두 원이 겹쳐 있어 의미 분할과 물체 분할이 갈리고, 물체의 지름은 20픽셀 남짓에서 70픽셀 가까이까지입니다.

    Parameters
    ----------
    dtype : dtype
        그림과 상자의 실수 dtype.

    Returns
    -------
    Scene
        그림은 (3, 128, 192), 클래스는 원, 네모, 세모입니다.

    Raises
    ------
    ValueError
        `dtype`이 실수가 아닐 때.

    Examples
    --------
    >>> scene = example_scene()
    >>> scene.image.shape, [scene.classes[k] for k in scene.labels]
    ((3, 128, 192), ['원', '원', '세모', '네모', '세모', '네모'])
    """
    wanted = np.dtype(dtype)
    if wanted.kind != "f":
        raise ValueError(f"`dtype` 값은 실수 dtype이어야 합니다(받은 값: {wanted}).")
    rng = np.random.default_rng(7)
    images, _ = paint_background(rng, 1, 128, 192)
    images += np.array([0.62, 0.66, 0.58], np.float32)[:, None, None] - images.mean(
        axis=(2, 3), keepdims=True
    )
    scatter_strokes(rng, images, 10)
    canvas = Canvas(images, ("원", "네모", "세모"), len(_OBJECTS))
    for values in _OBJECTS[:, None]:
        pose = Pose(values[:, 0].astype(int), values[:, 1:3], *values[:, 3:6].T)
        textures = np.concatenate([values[:, 9:], [[5.0, 7.0, 1.0]]], axis=1)
        canvas.try_to_place(np.array([0]), pose, values[:, 6:9], textures, occlusion=0.5)
    images += np.float32(0.02) * rng.standard_normal(images.shape, dtype=np.float32)
    np.clip(images, 0, 1, out=images)
    return collect([canvas], 1, wanted)[0]
