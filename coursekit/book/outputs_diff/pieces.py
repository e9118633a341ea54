r"""칸 하나의 출력을 견줄 조각으로 나눕니다: 글, 표, 그림, 위젯의 상태."""

import base64
import json
import re
import zlib
from dataclasses import dataclass
from html import unescape
from typing import Any

from coursekit.book.outputs_diff.pictures import Picture

WIDGET = "application/vnd.jupyter.widget-view+json"
_EMBEDDED = re.compile(r"data:(image/[\w.+-]+);base64,([A-Za-z0-9+/=]+)")
_STYLE = re.compile(r"<(style|script)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class State:
    r"""위젯의 상태: 모델의 값들과 눌러 담은 표들."""

    values: str
    tables: tuple[bytes, ...]


@dataclass(frozen=True)
class Piece:
    r"""견줄 조각 하나. `name`이 같은 것끼리 차례로 짝을 짓습니다."""

    name: str
    content: str | Picture | State


def pieces_of(cell: dict[str, Any], notebook: dict[str, Any]) -> list[Piece]:
    r"""칸의 출력을 조각으로 나눕니다.

    Parameters
    ----------
    cell : dict
        실행한 칸.
    notebook : dict
        그 칸이 든 노트북. 위젯의 상태는 노트북의 메타데이터에 있습니다.

    Returns
    -------
    list of Piece
        출력의 차례대로.
    """
    found: list[Piece] = []
    for output in cell.get("outputs", []):
        kind = output["output_type"]
        if kind == "stream":
            found.append(Piece(f"글({output['name']})", _text(output["text"])))
        elif kind == "error":
            found.append(Piece("오류", f"{output['ename']}: {output['evalue']}"))
        else:
            found += _shown(output["data"], output.get("metadata", {}), notebook)
    return _joined(found)


def _shown(data: dict[str, Any], facts: dict[str, Any], notebook: dict[str, Any]) -> list[Piece]:
    found: list[Piece] = []
    if WIDGET in data:
        found.append(Piece("위젯", _state(data[WIDGET]["model_id"], notebook)))
    if "image/png" in data:
        alt = str((facts.get("image/png") or {}).get("alt", ""))
        picture = Picture(_text(data["image/png"]).replace("\n", ""), alt=alt)
        return [*found, Piece("그림", picture)]
    if found:
        return found
    plain = _text(data.get("text/plain", ""))
    if "text/html" in data and "\t" not in plain:
        html = _text(data["text/html"])
        found = [Piece("그림", Picture(code, mime)) for mime, code in _EMBEDDED.findall(html)]
        words = _TAG.sub(" ", _STYLE.sub("", _EMBEDDED.sub("", html)))
        return [*found, Piece("글", unescape(words))]
    name = "표" if "\t" in plain else "글"
    return [Piece(name, _text(data["text/markdown"]) if "text/markdown" in data else plain)]


def _joined(pieces: list[Piece]) -> list[Piece]:
    r"""이어진 `print`의 글은 나뉘어 올 수도, 한 번에 올 수도 있습니다."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last and last.name == piece.name and piece.name.startswith("글("):
            joined[-1] = Piece(piece.name, f"{last.content}{piece.content}")
        else:
            joined.append(piece)
    return joined


def _text(value: Any) -> str:
    return "".join(value) if isinstance(value, list) else str(value)


def _state(model: str, notebook: dict[str, Any]) -> State:
    models: dict[str, Any] = {}
    for group in (notebook.get("metadata", {}).get("widgets") or {}).values():
        models |= group.get("state", {})
    one = models.get(model, {})
    # 이름이 밑줄로 시작하는 것은 위젯의 코드와 판이고, IPY_MODEL은 실행할 때마다 새로 뽑는 이름입니다.
    kept = {
        name: value
        for name, value in one.get("state", {}).items()
        if not name.startswith("_") and not str(value).startswith("IPY_MODEL_")
    }
    tables = tuple(_inflated(base64.b64decode(part["data"])) for part in one.get("buffers", []))
    return State(json.dumps(kept, ensure_ascii=False, sort_keys=True, indent=1), tables)


def _inflated(data: bytes) -> bytes:
    for window in (15, -15):
        try:
            return zlib.decompress(data, window)
        except zlib.error:
            continue
    return data
