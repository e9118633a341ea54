r"""점검 칸이 내는 값(`emit`)과 그 값을 옮기는 형식입니다.

값은 자료로만 옮깁니다: 엄격한 JSON에 형, dtype, 모양을 적고 pickle은 쓰지 않습니다. 학생의 커널은
값을 적기만 하고, 옳은지는 다른 프로세스가 봅니다. 읽는 쪽은 적는 쪽을 믿지 않습니다.
"""

import base64
import binascii
import json
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NoReturn

import numpy as np

MIME = "application/vnd.coursekit.values+json"

MAX_NAMES = 64
MAX_DEPTH = 8
MAX_NODES = 20_000
MAX_BYTES = 8_000_000
MAX_DIGITS = 1_000
# 괄호와 쉼표의 수: 작은 글이 읽는 쪽에서 거대한 자료가 되지 않게 합니다.
_MAX_MARKS = 1_000_000

_DTYPES = frozenset(
    ["bool"]
    + [f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)]
    + [f"float{bits}" for bits in (16, 32, 64)]
)

_collectors: list[list[dict[str, Any]]] = []


def emit(**values: Any) -> None:
    r"""점검 칸의 값을 이름을 붙여 냅니다. 옳은지는 판단하지 않습니다.

    Parameters
    ----------
    **values : Any
        낼 값. `ndarray`(bool, 정수, 실수), int, float, bool, str, None과 그것을 담은
        list, tuple, dict를 받습니다. NumPy 스칼라와 0차원 배열은 파이썬 수로 봅니다.

    Raises
    ------
    TypeError
        옮길 수 없는 형(복소수, object 배열 등)이 있을 때.
    ValueError
        값이 너무 크거나 깊을 때.
    """
    payload = encode(values)
    if _collectors:
        _collectors[-1].append(payload)
        return
    # IPython은 노트북에서만 쓰므로 여기서 불러옵니다.
    from IPython.display import display

    bundle = {MIME: payload, "text/plain": _readable(values)}
    display(bundle, raw=True)  # type: ignore[no-untyped-call]


@contextmanager
def collected() -> Iterator[list[dict[str, Any]]]:
    r"""이 안에서 낸 값을 화면 대신 목록에 모읍니다. 정답을 미리 계산할 때 씁니다.

    Yields
    ------
    list of dict
        낸 차례대로 쌓이는, 적힌 값.
    """
    emissions: list[dict[str, Any]] = []
    _collectors.append(emissions)
    try:
        yield emissions
    finally:
        _collectors.remove(emissions)


def _readable(values: Mapping[str, Any]) -> str:
    with np.printoptions(precision=6, threshold=20, edgeitems=2):
        lines = [f"{name} = {value!r}" for name, value in values.items()]
    return "\n".join(line if len(line) <= 500 else line[:499] + "…" for line in lines)


class _Budget:
    r"""값 전체가 함께 쓰는 크기의 한도."""

    def __init__(self) -> None:
        self.nodes = MAX_NODES
        self.bytes = MAX_BYTES

    def spend(self, name: str, size: int, depth: int) -> None:
        self.nodes -= 1
        self.bytes -= size
        if depth > MAX_DEPTH:
            raise ValueError(f"`{name}` 값은 {MAX_DEPTH}겹까지만 담을 수 있습니다.")
        if self.nodes < 0 or self.bytes < 0:
            raise ValueError(
                f"`{name}` 값이 너무 큽니다: 모두 더해 {MAX_BYTES // 1_000_000} MB, "
                f"원소 {MAX_NODES}개까지 낼 수 있습니다(배열은 원소 하나로 셉니다)."
            )


def encode(values: Mapping[str, Any]) -> dict[str, Any]:
    r"""이름 붙은 값을 엄격한 JSON으로 옮길 수 있는 자료로 적습니다.

    Parameters
    ----------
    values : mapping of str to Any
        `emit`이 받은 값.

    Returns
    -------
    dict
        `decode`가 되돌리는 자료. NaN과 무한대도 적을 수 있습니다.

    Raises
    ------
    TypeError
        옮길 수 없는 형이 있을 때.
    ValueError
        값이 너무 크거나 깊거나, UTF-8로 적을 수 없는 글자가 있을 때.
    """
    if len(values) > MAX_NAMES:
        raise ValueError(f"값은 한 번에 {MAX_NAMES}개까지 낼 수 있습니다(받은 수: {len(values)}).")
    budget = _Budget()
    return {
        "version": 1,
        "values": {name: _encode(name, value, budget, 1) for name, value in values.items()},
    }


def _encode(name: str, value: Any, budget: _Budget, depth: int) -> dict[str, Any]:
    if isinstance(value, np.generic) or (type(value) is np.ndarray and value.ndim == 0):
        if value.dtype.name not in _DTYPES and value.dtype.kind != "U":
            _refuse_dtype(name, value.dtype)
        value = value.item()
    if type(value) is np.ndarray:
        if value.dtype.name not in _DTYPES:
            _refuse_dtype(name, value.dtype)
        budget.spend(name, value.nbytes, depth)
        little = np.ascontiguousarray(value.astype(value.dtype.newbyteorder("<"), copy=False))
        return {
            "kind": "array",
            "dtype": value.dtype.name,
            "shape": list(value.shape),
            "data": base64.b64encode(little.tobytes()).decode("ascii"),
        }
    budget.spend(name, len(value) if type(value) is str else 8, depth)
    if value is None:
        return {"kind": "none"}
    if type(value) is bool:
        return {"kind": "bool", "value": value}
    if type(value) is int:
        # 자릿수를 세려고 글자로 바꾸기 전에 비트로 어림합니다: 거대한 수는 바꾸는 데만 오래 걸립니다.
        if value.bit_length() > 3 * MAX_DIGITS:
            raise ValueError(f"`{name}` 값의 자릿수가 너무 많습니다({MAX_DIGITS}자리 이하).")
        return {"kind": "int", "value": str(value)}
    if type(value) is float:
        return {"kind": "float", "value": value.hex()}
    if type(value) is str:
        if any("\ud800" <= letter <= "\udfff" for letter in value):
            raise ValueError(f"`{name}` 값에 UTF-8로 적을 수 없는 글자가 있습니다.")
        return {"kind": "str", "value": value}
    if type(value) in (list, tuple):
        items = [_encode(f"{name}[{i}]", item, budget, depth + 1) for i, item in enumerate(value)]
        return {"kind": type(value).__name__, "items": items}
    if type(value) is dict:
        wrong = next((key for key in value if type(key) is not str), None)
        if wrong is not None:
            raise TypeError(f"`{name}` 사전의 열쇠는 str이어야 합니다(받은 열쇠: {wrong!r}).")
        return {
            "kind": "dict",
            "items": [
                [
                    _encode(f"{name}의 열쇠", key, budget, depth + 1)["value"],
                    _encode(f"{name}[{key!r}]", item, budget, depth + 1),
                ]
                for key, item in value.items()
            ],
        }
    raise TypeError(
        f"`{name}` 값의 형은 낼 수 없습니다(받은 형: {type(value).__name__}): "
        "수, 글자, 넘파이 배열이나 그 목록으로 바꾸세요."
    )


def _refuse_dtype(name: str, dtype: np.dtype[Any]) -> NoReturn:
    raise TypeError(
        f"`{name}` 값의 dtype은 낼 수 없습니다(받은 dtype: {dtype}): bool, 정수, 실수만 됩니다."
    )


def read_values(text: str) -> dict[str, Any]:
    r"""칸이 낸 글에서 값을 읽습니다. 글이 무엇이든 기억을 조금만 씁니다.

    Parameters
    ----------
    text : str
        `Outcome.emissions`의 하나.

    Returns
    -------
    dict
        이름과 값.

    Raises
    ------
    ValueError
        JSON이 아니거나, 형식이 틀렸거나, 한도를 넘을 때.
    """
    _expect(len(text) <= 2 * MAX_BYTES)
    _expect(sum(text.count(mark) for mark in "[{,") <= _MAX_MARKS)
    try:
        return decode(json.loads(text))
    except RecursionError:
        raise ValueError("값을 적은 형식이 `emit`의 것이 아닙니다.") from None


def decode(payload: Any) -> dict[str, Any]:
    r"""적힌 값을 되돌립니다. 약속에서 조금이라도 벗어나면 거절합니다.

    Parameters
    ----------
    payload : Any
        JSON에서 읽은 자료. 누가 적었는지 믿지 않습니다.

    Returns
    -------
    dict
        이름과 값. 배열은 `ndarray`, 나머지는 파이썬의 기본형입니다.

    Raises
    ------
    ValueError
        형식이 틀렸거나 한도를 넘을 때.
    """
    _expect(type(payload) is dict and set(payload) == {"version", "values"})
    _expect(type(payload["version"]) is int and payload["version"] == 1)
    values = payload["values"]
    _expect(type(values) is dict and len(values) <= MAX_NAMES)
    budget = _Budget()
    result = {}
    for name, node in values.items():
        _expect(type(name) is str and name.isidentifier() and len(name) <= 100)
        result[name] = _decode(name, node, budget, 1)
    return result


_FIELDS = {
    "none": {"kind"},
    "bool": {"kind", "value"},
    "int": {"kind", "value"},
    "float": {"kind", "value"},
    "str": {"kind", "value"},
    "list": {"kind", "items"},
    "tuple": {"kind", "items"},
    "dict": {"kind", "items"},
    "array": {"kind", "dtype", "shape", "data"},
}


def _expect(condition: bool) -> None:
    if not condition:
        raise ValueError("값을 적은 형식이 `emit`의 것이 아닙니다.")


def _decode(name: str, node: Any, budget: _Budget, depth: int) -> Any:
    _expect(type(node) is dict and type(node.get("kind")) is str)
    kind = node["kind"]
    _expect(kind in _FIELDS and set(node) == _FIELDS[kind])
    if kind == "array":
        return _decode_array(name, node, budget, depth)
    text = node.get("value")
    budget.spend(name, len(text) if type(text) is str else 8, depth)
    if kind == "none":
        return None
    if kind == "bool":
        _expect(type(text) is bool)
        return text
    if kind in ("list", "tuple", "dict"):
        items = node["items"]
        _expect(type(items) is list)
        if kind == "dict":
            return _decode_dict(name, items, budget, depth)
        decoded = [_decode(f"{name}[{i}]", item, budget, depth + 1) for i, item in enumerate(items)]
        return decoded if kind == "list" else tuple(decoded)
    _expect(type(text) is str)
    if kind == "str":
        return text
    if kind == "int":
        _expect(len(text) <= MAX_DIGITS + 1 and text.isascii() and text.lstrip("-").isdigit())
        return int(text)
    _expect(len(text) <= 40)
    try:
        return float.fromhex(text)
    except OverflowError:
        raise ValueError("값을 적은 형식이 `emit`의 것이 아닙니다.") from None


def _decode_dict(name: str, items: list[Any], budget: _Budget, depth: int) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for pair in items:
        _expect(type(pair) is list and len(pair) == 2 and type(pair[0]) is str)
        key, node = pair
        budget.spend(name, len(key), depth)
        _expect(key not in result)
        result[key] = _decode(f"{name}[{key!r}]", node, budget, depth + 1)
    return result


def _decode_array(name: str, node: dict[str, Any], budget: _Budget, depth: int) -> Any:
    dtype_name, shape, data = node["dtype"], node["shape"], node["data"]
    _expect(type(dtype_name) is str and dtype_name in _DTYPES)
    _expect(type(shape) is list and 1 <= len(shape) <= 32)
    _expect(all(type(n) is int and 0 <= n <= MAX_BYTES for n in shape))
    _expect(type(data) is str)
    dtype = np.dtype(dtype_name).newbyteorder("<")
    size = math.prod(shape) * dtype.itemsize
    budget.spend(name, size, depth)
    _expect(len(data) == 4 * math.ceil(size / 3))
    try:
        raw = base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    _expect(len(raw) == size)
    if dtype_name == "bool":
        _expect(all(byte in (0, 1) for byte in raw))
    return np.frombuffer(raw, dtype=dtype).reshape(shape).astype(dtype_name)
