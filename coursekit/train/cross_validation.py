r"""교차 검증: 겹마다 나머지로 학습하고 그 겹에서 잽니다.

Stone (1974), "Cross-validatory choice and assessment of statistical predictions".
"""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from tqdm import tqdm

from coursekit.arguments import number

Array = NDArray[Any]
Predict = Callable[[Array], ArrayLike]


def cross_validate(
    fit: Callable[[Array, Array], Predict],
    score: Callable[[Array, Array], float],
    X: ArrayLike,
    y: ArrayLike,
    folds: Iterable[tuple[ArrayLike, ArrayLike]],
    *,
    progress: bool | None = None,
) -> Array:
    r"""겹마다 학습하고 잰 값을 늘어놓습니다.

    데이터를 보고 정하는 일(변수 고르기, 정규화, 하이퍼파라미터)은 모두 `fit` **안에서** 해야 합니다.
    밖에서 미리 하면 검증용의 정답이 새어 들어가 실제보다 좋은 값이 나옵니다.

    Parameters
    ----------
    fit : callable
        학습 데이터 `(X, y)`를 받아 예측 함수를 돌려주는 함수.
    score : callable
        `(정답, 예측)`을 받아 수를 돌려주는 함수. 예를 들면 `accuracy_score`.
    X, y : array_like of shape (N, ...)
        입력과 정답.
    folds : iterable of (train, validation)
        번호의 쌍들. `KFold(5).split(N)`이나 `StratifiedKFold(5).split(y)`가 그렇습니다.
    progress : bool, optional
        진행 막대. `None`이면 터미널에서만 보입니다.

    Returns
    -------
    ndarray of shape (K,)
        겹마다 잰 값.

    Raises
    ------
    ValueError
        길이가 다르거나, 겹이 없거나, 학습용과 검증용이 겹치거나, 잰 값이 유한하지 않을 때.
    """
    X, y = np.asarray(X), np.asarray(y)
    if X.ndim == 0 or X.shape[:1] != y.shape[:1]:
        raise ValueError(f"`X`와 `y`의 길이는 같아야 합니다(받은 모양: {X.shape}, {y.shape}).")
    hidden = None if progress is None else not progress
    scores: list[float] = []
    for train, validation in tqdm(list(folds), unit="겹", disable=hidden):
        shared = np.intersect1d(train, validation)
        if shared.size:
            raise ValueError(
                f"`folds[{len(scores)}]`의 학습용과 검증용은 겹치지 않아야 합니다"
                f"(둘 다에 있는 번호: {shared[0]}, 모두 {shared.size}개)."
            )
        predict = fit(X[train], y[train])
        value = score(y[validation], np.asarray(predict(X[validation])))
        scores.append(number(f"score(folds[{len(scores)}])", value))
    if not scores:
        raise ValueError("`folds` 값은 하나 이상이어야 합니다(받은 겹: 0개).")
    return np.array(scores)
