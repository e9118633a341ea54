import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from coursekit.grading.values import MAX_BYTES, collected, decode, emit, encode, read_values


def through_json(values):
    return decode(json.loads(json.dumps(encode(values), allow_nan=False)))


def same(a, b):
    if isinstance(a, np.ndarray):
        equal = type(b) is np.ndarray and a.dtype == b.dtype and a.shape == b.shape
        return equal and a.tobytes() == b.tobytes()
    if isinstance(a, float):
        return type(b) is float and (a == b or (math.isnan(a) and math.isnan(b)))
    if isinstance(a, list | tuple):
        return type(a) is type(b) and len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return type(b) is dict and list(a) == list(b) and all(same(a[k], b[k]) for k in a)
    return type(a) is type(b) and a == b


text = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
leaves = (
    st.none()
    | st.booleans()
    | st.integers(-(10**40), 10**40)
    | st.floats()
    | text
    | hnp.arrays(
        st.sampled_from(["bool", "int8", "uint64", "float16", "float32", "float64"]),
        hnp.array_shapes(min_dims=1, max_dims=3, min_side=0, max_side=3),
    )
)
nested = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(text, inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.from_regex(r"[a-z_]{1,8}", fullmatch=True), nested, max_size=3))
def test_what_goes_in_comes_out(values):
    try:
        payload = encode(values)
    except ValueError:
        return  # 너무 깊은 것: 아래에서 따로 봅니다.
    assert same(values, decode(json.loads(json.dumps(payload, allow_nan=False))))


def test_numpy_scalars_and_zero_dimensional_arrays_are_numbers():
    result = through_json({"a": np.float32(0.5), "b": np.array(3), "c": np.bool_(True)})
    assert same(result, {"a": 0.5, "b": 3, "c": True})


def test_arrays_in_any_layout():
    a = np.arange(12.0).reshape(3, 4)
    for view in (a.T, a[::-1, ::2], np.asfortranarray(a), a.astype(">f8")):
        result = through_json({"a": view})["a"]
        np.testing.assert_array_equal(result, view)
        assert result.dtype.isnative


class Equal:
    def __eq__(self, other):
        return True

    __hash__ = None


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (1 + 2j, "받은 형: complex"),
        (np.complex128(1), "dtype: complex128"),
        (np.zeros(2, complex), "dtype: complex128"),
        (np.array([None, 1]), "dtype: object"),
        (np.array(["a"]), "dtype: <U1"),
        (np.ma.masked_array([1.0]), "받은 형: MaskedArray"),
        (Equal(), "받은 형: Equal"),
        ({1, 2}, "받은 형: set"),
        ({1: 2}, "열쇠는 str"),
        (lambda: 0, "받은 형: function"),
        (type("Liar", (float,), {})(1.0), "받은 형: Liar"),
    ],
)
def test_refuses_what_is_not_data(value, message):
    with pytest.raises(TypeError, match="`v`") as caught:
        encode({"v": value})
    assert message in str(caught.value)


def deep(levels):
    value = 0
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    "value",
    [np.zeros(MAX_BYTES), [0] * 30_000, deep(9), 1 << 10_000, "\ud800", "가" * (MAX_BYTES + 1)],
)
def test_refuses_what_is_too_big_or_broken(value):
    with pytest.raises(ValueError, match="`v"):
        encode({"v": value})


def test_a_loop_in_the_data_ends():
    loop = []
    loop.append(loop)
    with pytest.raises(ValueError, match="겹까지만"):
        encode({"v": loop})


def test_too_many_names():
    with pytest.raises(ValueError, match="64개까지"):
        encode({f"v{i}": 0 for i in range(65)})


GOOD = {"kind": "array", "dtype": "float64", "shape": [1], "data": "AAAAAAAA8D8="}


def test_the_good_array_is_accepted():
    assert decode({"version": 1, "values": {"a": GOOD}})["a"].tolist() == [1.0]


@pytest.mark.parametrize(
    "node",
    [
        None,
        1.0,
        [],
        {"kind": "float", "value": 1.0},
        {"kind": "float", "value": "1.0", "more": 1},
        {"kind": "float", "value": "x"},
        {"kind": "float", "value": "0x1p99999"},
        {"kind": "int", "value": "1.5"},
        {"kind": "int", "value": "1" * 5000},
        {"kind": "int", "value": "--1"},
        {"kind": "int", "value": "٣"},
        {"kind": "bool", "value": 1},
        {"kind": "str", "value": 1},
        {"kind": "none", "value": None},
        {"kind": "pickle", "value": "gASVAA=="},
        {"kind": ["list"], "items": []},
        {"kind": "list", "items": {}},
        {"kind": "list", "items": [1]},
        {"kind": "dict", "items": [["a", {"kind": "none"}], ["a", {"kind": "none"}]]},
        {"kind": "dict", "items": [[1, {"kind": "none"}]]},
        {**GOOD, "dtype": "object"},
        {**GOOD, "dtype": "complex128"},
        {**GOOD, "dtype": ["float64"]},
        {**GOOD, "shape": [2]},
        {**GOOD, "shape": [-1]},
        {**GOOD, "shape": [True]},
        {**GOOD, "shape": []},
        {**GOOD, "shape": [10**9, 10**9]},
        {**GOOD, "shape": [0] * 40, "data": ""},
        {**GOOD, "data": "AAAAAAAA8D8"},
        {**GOOD, "data": "AAAA\nAAA8D8="},
        {**GOOD, "data": "가가가가가가가가가가가="},
        {**GOOD, "data": None},
        {"kind": "array", "dtype": "bool", "shape": [1], "data": "Ag=="},
    ],
)
def test_decoding_refuses_anything_else(node):
    with pytest.raises(ValueError):  # noqa: PT011 - 어느 것이든 거절이면 됩니다.
        decode({"version": 1, "values": {"a": node}})


@pytest.mark.parametrize(
    "payload",
    [
        None,
        "all right",
        {},
        {"version": 1},
        {"version": True, "values": {}},
        {"version": 2, "values": {}},
        {"version": 1, "values": []},
        {"version": 1, "values": {}, "verdict": "pass"},
        {"version": 1, "values": {"not a name": {"kind": "none"}}},
        {"version": 1, "values": {f"v{i}": {"kind": "none"} for i in range(65)}},
    ],
)
def test_decoding_refuses_a_wrong_envelope(payload):
    with pytest.raises(ValueError, match="형식이"):
        decode(payload)


def test_emit_is_collected_and_takes_only_names():
    with collected() as emissions:
        emit(a=1)
        emit(b=2)
    assert [list(decode(emission)) for emission in emissions] == [["a"], ["b"]]
    with pytest.raises(TypeError):
        emit("all right")


def test_emit_shows_readable_text_without_a_notebook(capsys):
    emit(w=np.array([1.0, 2.0]), name="값")
    assert "w = array([1., 2.])" in capsys.readouterr().out


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, "[" + "[]," * 2_000_000 + "[]]", '{"version": 1', "x" * 20_000_000, "9" * 9999],
    ids=["deep", "wide", "cut", "long", "digits"],
)
def test_hostile_text_is_refused_cheaply(text):
    import tracemalloc

    tracemalloc.start()
    with pytest.raises(ValueError, match=r"."):
        read_values(text)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100_000_000
