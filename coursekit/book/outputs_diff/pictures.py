r"""그림의 견줌: 화소가 아니라, 보는 사람이 알아볼 만큼 달라졌는지 봅니다.

4×4 화소를 하나로 섞은 뒤에 견줍니다. 글자의 가장자리나 선이 반 화소 움직인 것은 사라지고, 곡선과 글자가 바뀐 것은 남습니다.
"""

import base64
import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from coursekit.book.outputs_diff.texts import Finding, Verdict

BLOCK = 4  # 한 변의 화소 수
VISIBLE = 0.15  # 섞은 빛깔(0에서 1)이 이만큼 다르면 알아볼 수 있습니다.


@dataclass(frozen=True)
class Picture:
    r"""견줄 그림 하나: 자료(base64)와 MIME과 설명."""

    data: str
    mime: str = "image/png"
    alt: str = ""

    @property
    def uri(self) -> str:
        r"""쪽에 바로 넣는 주소."""
        return f"data:{self.mime};base64,{self.data}"

    def frames(self) -> list[NDArray[np.float64]]:
        r"""흰 바탕 위의 빛깔(0에서 1). 움직이는 그림이면 장면마다 하나입니다."""
        image = Image.open(io.BytesIO(base64.b64decode(self.data)))
        found = []
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            layer = image.convert("RGBA")
            flat = Image.new("RGBA", layer.size, "white")
            flat.alpha_composite(layer)
            found.append(np.asarray(flat.convert("RGB"), dtype=np.float64) / 255)
        return found


def compare_pictures(old: Picture, new: Picture) -> Finding:
    r"""그림 둘을 견줍니다.

    Parameters
    ----------
    old, new : Picture
        두 그림.

    Returns
    -------
    Finding
        설명에 「시간」이 있는 그림은 잰 시간을 그린 것이므로, 달라도 `TIMING`입니다.
    """
    if old.data == new.data:
        return Finding(Verdict.SAME)
    timed = "시간" in old.alt
    before, after = old.frames(), new.frames()
    sizes = [(len(one), one[0].shape[1], one[0].shape[0]) for one in (before, after)]
    if sizes[0] != sizes[1]:
        note = "크기(장면, 너비, 높이): {} → {}".format(*sizes)
        return Finding(Verdict.TIMING if timed else Verdict.BEYOND, note)
    pixels = sum(int((a != b).any(axis=2).sum()) for a, b in zip(before, after, strict=True))
    blocks = sum(int(_visible(a, b).sum()) for a, b in zip(before, after, strict=True))
    note = f"달라진 화소 {pixels:,}개, 알아볼 만큼 달라진 칸 {blocks:,}개"
    if not pixels:
        return Finding(Verdict.SAME)
    if timed:
        return Finding(Verdict.TIMING, note)
    return Finding(Verdict.BEYOND if blocks else Verdict.WITHIN, note)


def marked(old: Picture, new: Picture) -> Picture | None:
    r"""달라진 곳을 붉게 칠한 그림을 만듭니다.

    Parameters
    ----------
    old, new : Picture
        두 그림.

    Returns
    -------
    Picture or None
        흐린 새 그림 위에 달라진 칸을 칠한 것. 크기가 다르면 `None`입니다.
    """
    before, after = old.frames()[0], new.frames()[0]
    if before.shape != after.shape:
        return None
    pale = 0.7 + 0.3 * after
    where = np.kron(_visible(before, after), np.ones((BLOCK, BLOCK), dtype=bool))
    pale[where[: pale.shape[0], : pale.shape[1]]] = (0.8, 0.1, 0.1)
    file = io.BytesIO()
    Image.fromarray((pale * 255).astype(np.uint8)).save(file, "PNG")
    return Picture(base64.b64encode(file.getvalue()).decode())


def _visible(old: NDArray[np.float64], new: NDArray[np.float64]) -> NDArray[np.bool_]:
    difference = _blocks(old) - _blocks(new)
    seen: NDArray[np.bool_] = np.abs(difference).max(axis=2) > VISIBLE
    return seen


def _blocks(image: NDArray[np.float64]) -> NDArray[np.float64]:
    height, width = image.shape[:2]
    padding = ((0, -height % BLOCK), (0, -width % BLOCK), (0, 0))
    whole = np.pad(image, padding, mode="edge")
    shape = (whole.shape[0] // BLOCK, BLOCK, whole.shape[1] // BLOCK, BLOCK, 3)
    mixed: NDArray[np.float64] = whole.reshape(shape).mean(axis=(1, 3))
    return mixed
