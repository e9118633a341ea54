r"""그리는 함수가 모두 쓰는 바탕: 축이 없으면 새로 만들고, 설명을 먼저 검사합니다."""

import matplotlib.pyplot as plt
from matplotlib.axes import Axes

from coursekit.viz.description import describe, require_alt


def open_axes(ax: Axes | None, alt: str) -> Axes:
    r"""그릴 축을 돌려주고 설명을 붙입니다.

    Parameters
    ----------
    ax : Axes or None
        그릴 축. `None`이면 pyplot의 새 그림에 축 하나를 만듭니다.
    alt : str
        그림의 한국어 설명. 축을 만들기 전에 검사하므로 틀리면 빈 그림이 남지 않습니다.

    Returns
    -------
    Axes
        그릴 축.

    Raises
    ------
    ValueError
        설명에 한글이 없거나 `ax`가 축이 아닐 때.
    """
    require_alt(alt)
    if ax is None:
        ax = plt.subplots()[1]
    elif not isinstance(ax, Axes):
        raise ValueError(f"`ax` 값은 Matplotlib의 Axes여야 합니다(받은 형: {type(ax).__name__}).")
    describe(ax, alt)
    return ax
