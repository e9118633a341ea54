r"""scikit-learn에 들어 있는 8×8 손글씨 숫자: 네트워크 없이 쓰는 이 책의 기본 데이터입니다."""

import numpy as np
from numpy.typing import DTypeLike

from coursekit.data.images import LabelledImages, scale
from coursekit.data.split import stratified_split


def load_digits(
    *, test_size: float = 0.2, rng: np.random.Generator | int = 0, dtype: DTypeLike = np.float64
) -> tuple[LabelledImages, LabelledImages]:
    r"""손글씨 숫자 1,797장을 학습용과 시험용으로 나누어 읽습니다.

    Parameters
    ----------
    test_size : float
        시험용의 비율, 0보다 크고 1보다 작습니다.
    rng : Generator or int
        나눌 때 쓸 난수 생성기나 씨앗. 클래스의 비율은 양쪽에서 같습니다.
    dtype : dtype
        그림의 실수 dtype.

    Returns
    -------
    train : LabelledImages
        학습용. 그림은 (N, 8, 8)이고 원래의 0–16을 16으로 나누어 [0, 1]입니다.
    test : LabelledImages
        시험용.

    Raises
    ------
    ValueError
        `test_size`가 범위를 벗어나거나 `dtype`이 실수가 아닐 때.
    ImportError
        scikit-learn이 없을 때.

    Notes
    -----
    Alpaydin & Kaynak (1998), Optical Recognition of Handwritten Digits의 시험 집합입니다.

    Examples
    --------
    >>> train, test = load_digits(rng=0)
    >>> train.images.shape, test.images.shape
    ((1438, 8, 8), (359, 8, 8))
    """
    try:
        from sklearn import datasets
    except ImportError as error:
        raise ImportError(
            "손글씨 숫자는 scikit-learn에 들어 있습니다: `pip install scikit-learn`으로 설치하세요."
        ) from error
    bunch = datasets.load_digits()
    everything = LabelledImages(
        images=scale(bunch.images, 16, dtype),
        labels=bunch.target.astype(np.int64),
        names=tuple(str(digit) for digit in range(10)),
        source="UCI Machine Learning Repository, Optical Recognition of Handwritten Digits (scikit-learn)",
        licence="CC BY 4.0",
    )
    train, test = stratified_split(everything.labels, test_size, rng=rng)
    return everything.take(train), everything.take(test)
