r"""합성곱 위젯입니다: 출력의 칸을 고르면 그 칸이 본 창과, 곱과 합이 보입니다."""

from functools import lru_cache
from typing import Any

import numpy as np
import traitlets
from matplotlib.figure import Figure

from coursekit.arguments import integer
from coursekit.viz.widgets.conv_table import Walk, kernel_name, measure, pack
from coursekit.viz.widgets.grid_still import draw_grid, open_board
from coursekit.viz.widgets.panel import Panel

_PLACE = (1, 2)  # 처음 고른 칸
_MOST = {"size": 5, "stride": 3, "padding": 2, "dilation": 2}


class ConvStepper(Panel):
    r"""합성곱을 한 칸씩 걷는 위젯.

    7×7 입력 위로 커널이 걷습니다. 출력이나 입력의 칸을 가리키거나 화살표로 옮기면 창이 켜지고
    곱과 합이 적힙니다. 커널의 크기, 보폭, 패딩, 팽창을 바꾸면 출력의 크기를 셈한 식이 따라 바뀝니다.
    커널이 없는 쪽에서는 미리 셈한 표를 쓰고, 노트북에서는 숫자를 다시 뽑아 파이썬이 그 자리에서 셈합니다.

    Parameters
    ----------
    kernel : {"outline", "sharpen", "emboss", "blur", "numbers"}
        처음 커널.
    picture : {"photograph", "numbers"}
        처음 입력.
    size : int
        처음 커널의 한 변, 1 이상 5 이하. "outline", "sharpen", "emboss"는 3만 됩니다.
    stride : int
        처음 보폭, 1 이상 3 이하.
    padding : int
        처음 패딩, 0 이상 2 이하.
    dilation : int
        처음 팽창, 1 또는 2.

    Raises
    ------
    ValueError
        그런 입력이나 커널이 없거나 값이 범위를 벗어날 때.
    """

    asset = "conv_stepper"
    shared = ("number_grid.js", "number_grid.css")
    start = traitlets.Dict().tag(sync=True)
    header = traitlets.Dict().tag(sync=True)
    table = traitlets.Bytes().tag(sync=True)

    def __init__(
        self,
        kernel: str = "outline",
        *,
        picture: str = "photograph",
        size: int = 3,
        stride: int = 2,
        padding: int = 1,
        dilation: int = 1,
    ) -> None:
        walk = _walk(size=size, stride=stride, padding=padding, dilation=dilation)
        measure(picture, kernel, walk)
        header, table = _packed()
        start = {"picture": picture, "kernel": kernel, **walk._asdict()}
        super().__init__(start=start, header=header, table=table)

    def answer(self, question: dict[str, Any]) -> dict[str, Any]:
        r"""`{"picture", "kernel", "size", "stride", "padding", "dilation", "seed"}`의 출력을 모두 구합니다.

        Parameters
        ----------
        question : dict
            입력과 커널의 이름, 걷는 방법, 숫자를 뽑는 씨앗.

        Returns
        -------
        dict
            물음에 `measure`의 값을 더한 것. 배열은 한 줄로 폅니다.

        Raises
        ------
        KeyError
            물음에 빠진 것이 있을 때.
        ValueError
            그런 입력이나 커널이 없거나 값이 범위를 벗어날 때.
        """
        walk = _walk(**{name: question[name] for name in _MOST})
        seed = integer("seed", question["seed"])
        asked = {"picture": question["picture"], "kernel": question["kernel"]}
        found = measure(**asked, walk=walk, seed=seed)
        flat = {k: v.ravel().tolist() if isinstance(v, np.ndarray) else v for k, v in found.items()}
        return {**asked, **walk._asdict(), "seed": seed, **flat}

    def draw_still(self, figure: Figure) -> str:
        r"""처음 상태의 패딩한 입력과 커널과 출력을 나란히 그립니다.

        Parameters
        ----------
        figure : Figure
            빈 그림.

        Returns
        -------
        str
            그림의 한국어 설명.
        """
        key, walk = self.start["kernel"], Walk(*(self.start[name] for name in _MOST))
        found = measure(self.start["picture"], key, walk)
        k, side, p = walk.size, found["side"], walk.padding
        padded = np.pad(found["x"], p)
        wide = len(padded)
        ax = figure.subplots()
        open_board(ax, wide + k + max(side, 3) + 2, max(wide, 2 * k + 2))
        places = [(i, j) for i in range(wide) for j in range(wide)]
        pale = [(i, j) for i, j in places if not (p <= i < wide - p and p <= j < wide - p)]
        name = kernel_name(key)
        if side == 0:
            draw_grid(ax, padded, (0, 0), "입력", pale=pale)
            draw_grid(ax, found["weights"], (wide + 1, 0), name)
            return f"{wide}×{wide} 입력과 {k}×{k} 커널({name}). {found['text']}"
        i, j = (min(at, side - 1) for at in _PLACE)
        top, left = i * walk.stride, j * walk.stride
        steps = range(0, walk.dilation * k, walk.dilation)
        window = [(top + u, left + v) for u in steps for v in steps]
        over = "" if found["divisor"] == 1 else f" ÷ {found['divisor']}"
        products = found["products"][i * side + j].reshape(k, k)
        y = found["y"].reshape(side, side)
        draw_grid(ax, padded, (0, 0), "패딩한 입력" if p else "입력", lit=window, pale=pale)
        draw_grid(ax, found["weights"], (wide + 1, 0), f"{name}{over}")
        draw_grid(ax, products, (wide + 1, k + 1.4), "창 × 커널", used=list(np.ndindex(k, k)))
        draw_grid(ax, y, (wide + k + 2, 0), "출력", lit=[(i, j)])
        return (
            f"{wide}×{wide} 입력 위를 보폭 {walk.stride}로 걷는 {k}×{k} 커널({name}). 출력은 {side}×{side}이고, "
            f"켜진 창의 곱을 더하면 출력의 ({i}, {j})번째 값 {y[i, j]:g}입니다."
        )


def _walk(**values: Any) -> Walk:
    for name, most in _MOST.items():
        least = 0 if name == "padding" else 1
        if integer(name, values[name], at_least=least) > most:
            raise ValueError(f"`{name}` 값은 {most} 이하여야 합니다(받은 값: {values[name]}).")
    return Walk(**values)


@lru_cache(maxsize=1)
def _packed() -> tuple[dict[str, Any], bytes]:
    return pack()
