"""The table of the convolution widget, read as the browser reads it, against torch and slow loops."""

import itertools
import json
import zlib

import numpy as np
import pytest
import torch

from coursekit import viz
from coursekit.data import photograph
from coursekit.viz.widgets.conv_table import SIZES, Walk, explain
from tests.viz.conversation import conversation

FILTERS = {
    "outline": [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]],
    "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
    "emboss": [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]],
}


@pytest.fixture(scope="module")
def widget():
    return viz.widgets.ConvStepper()


@pytest.fixture(scope="module")
def unpacked(widget):
    """Read the table with plain loops, as the browser does, into {(input, kernel, walk): answer}."""
    header, data = widget.header, zlib.decompress(widget.table)
    ends = list(itertools.accumulate(header["blocks"]))
    assert ends[-1] == len(data)
    blocks = [data[start:end] for start, end in zip([0, *ends], ends, strict=False)]
    y, products = np.frombuffer(blocks[0], "<f4"), np.frombuffer(blocks[1], np.int8)
    seen = np.frombuffer(blocks[2], np.uint8).reshape(-1, 7, 7)
    texts, found, at, place = json.loads(blocks[3]), {}, 0, 0
    for picture, kernel in itertools.product(header["inputs"], header["kernels"]):
        for w, (size, *steps) in enumerate(header["walks"]):
            if size not in kernel["sizes"]:
                continue
            many, k = header["sides"][w] ** 2, kernel["sizes"].index(size)
            found[picture["key"], kernel["key"], size, *steps] = {
                "x": np.reshape(picture["x"], (7, 7)),
                "weight": np.reshape(kernel["weights"][k], (size, size)),
                "divisor": kernel["divisors"][k],
                "side": header["sides"][w],
                "y": y[at : at + many],
                "products": products[place : place + many * size**2].reshape(many, size**2),
                "seen": seen[w],
                "text": texts[w],
            }
            at, place = at + many, place + many * size**2
    assert (at, place) == (len(y), len(products))
    return found


def by_loops(x, weight, stride, padding, dilation):
    """Each window's products written out place by place, and which pixels were looked at."""
    padded, size = np.pad(x, padding), len(weight)
    last = len(padded) - dilation * (size - 1)
    rows, seen = [], np.zeros_like(padded)
    for i in range(0, last, stride):
        for j in range(0, last, stride):
            row = []
            for u in range(size):
                for v in range(size):
                    r, c = i + u * dilation, j + v * dilation
                    seen[r, c] += 1
                    row.append(padded[r, c] * weight[u, v])
            rows.append(row)
    return np.array(rows).reshape(-1, size**2), seen[padding : padding + 7, padding : padding + 7]


def test_every_setting_is_in_the_table_and_agrees_with_torch_and_the_loops(unpacked):
    assert len(unpacked) == 2 * (3 + 5 + 5) * 3 * 3 * 2
    refused = 0
    for (_, _, size, stride, padding, dilation), made in unpacked.items():
        products, seen = by_loops(made["x"], made["weight"], stride, padding, dilation)
        np.testing.assert_array_equal(made["products"], products)
        np.testing.assert_array_equal(made["seen"], seen)
        if made["side"] == 0:
            refused += 1
            assert 7 + 2 * padding < dilation * (size - 1) + 1
            continue
        expected = torch.nn.functional.conv2d(
            torch.tensor(made["x"])[None, None],
            torch.tensor(made["weight"] / made["divisor"])[None, None],
            stride=stride,
            padding=padding,
            dilation=dilation,
        )[0, 0].numpy()
        assert expected.shape == (made["side"], made["side"])
        np.testing.assert_allclose(made["y"], expected.ravel(), atol=1e-5)
        np.testing.assert_allclose(made["products"].sum(axis=1) / made["divisor"], expected.ravel())
    assert refused == 2 * 2 * 3  # only the 5×5 kernels, dilated, without padding


def test_the_loops_tell_a_turned_kernel_from_the_kernel(unpacked):
    made = unpacked["numbers", "numbers", 3, 2, 1, 2]
    for wrong in (made["weight"][::-1, ::-1], made["weight"].T):
        assert (by_loops(made["x"], wrong, 2, 1, 2)[0] != made["products"]).any()
    for step in ((1, 1, 2), (2, 2, 2), (2, 1, 1)):
        assert by_loops(made["x"], made["weight"], *step)[0].shape != made["products"].shape


def test_inputs_and_kernels_are_what_they_are_called(unpacked):
    scene = photograph(gray=True, crop=(80, 40, 320, 220), size=7, dtype=np.float64)[0]
    np.testing.assert_array_equal(
        unpacked["photograph", "blur", 1, 1, 0, 1]["y"], np.round(9 * scene).ravel()
    )
    for key, weight in FILTERS.items():
        made = unpacked["numbers", key, 3, 1, 0, 1]
        np.testing.assert_array_equal(made["weight"], weight)
        assert made["divisor"] == 1
    for size in SIZES["blur"]:
        made = unpacked["numbers", "blur", size, 1, 0, 1]
        assert (made["weight"] / made["divisor"]).sum() == pytest.approx(1)
    for size in SIZES["numbers"]:
        assert unpacked["numbers", "numbers", size, 1, 0, 1]["weight"].any()


@pytest.mark.parametrize(
    ("walk", "text"),
    [
        ((3, 2, 1, 1), "출력의 한 변: (7 + 2·1 − 3)/2 + 1 = 4."),
        ((3, 3, 0, 1), "⌊(7 + 2·0 − 3)/3⌋ + 1 = ⌊1.33⌋ + 1 = 2. 어느 창에도 들지 않는 픽셀 13개"),
        ((3, 1, 1, 2), "2·(3−1) + 1 = 5. 출력의 한 변: (7 + 2·1 − 5)/1 + 1 = 5."),
        ((2, 2, 2, 1), "⌊(7 + 2·2 − 2)/2⌋ + 1 = ⌊4.50⌋ + 1 = 5."),
        ((5, 1, 0, 2), "2×(5−1)+1 = 9, 입력과 패딩: 7+0+0 = 7"),
    ],
)
def test_the_formula_is_filled_with_the_numbers(walk, text):
    assert text in explain(Walk(*walk))


def test_nothing_is_called_lost_where_only_padding_drops(unpacked):
    # 11 places, windows of two, steps of two: the last is padding
    assert "빗금" not in unpacked["numbers", "blur", 2, 2, 2, 1]["text"]
    assert unpacked["numbers", "blur", 2, 2, 2, 1]["seen"].min() > 0


def test_live_answer_is_exact(widget):
    question = {"picture": "numbers", "kernel": "blur", "size": 3, "stride": 2}
    question |= {"padding": 1, "dilation": 2, "seed": 5}
    (reply,) = conversation(widget, {"id": 4, "kind": "walk", **question})
    assert (reply["id"], reply["kind"], reply["side"]) == (4, "answer", 3)
    x = np.random.default_rng(5).integers(0, 10, (7, 7)).astype(float)
    np.testing.assert_array_equal(np.reshape(reply["x"], (7, 7)), x)
    y = torch.nn.functional.avg_pool2d(torch.tensor(np.pad(x, 1)[::2, ::2])[None], 3, 1)
    np.testing.assert_allclose(reply["y"], y.numpy().ravel(), rtol=1e-12)
    json.dumps(reply)


def test_live_answer_says_why_a_kernel_does_not_fit(widget):
    question = {"picture": "photograph", "kernel": "numbers", "size": 5, "stride": 1}
    question |= {"padding": 0, "dilation": 2, "seed": 0}
    (reply,) = conversation(widget, {"id": 1, "kind": "walk", **question})
    assert (reply["kind"], reply["side"], reply["y"]) == ("answer", 0, [])
    assert "커널이 덮는 길이는 패딩한 입력의 길이 이하여야 합니다" in reply["text"]


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"picture": "cat"}, "`picture` 값은 photograph, numbers"),
        ({"kernel": "sobel"}, "`kernel` 값은 outline"),
        ({"kernel": "emboss", "size": 5}, "커널 emboss의 `size` 값은 3이어야"),
        ({"size": 6}, "`size` 값은 5 이하"),
        ({"stride": 0}, "`stride` 값은"),
        ({"padding": 3}, "`padding` 값은 2 이하"),
        ({"dilation": 1.5}, "`dilation` 값은"),
        ({"seed": -1}, "`seed` 값은"),
    ],
)
def test_bad_question_gets_an_error_not_silence(widget, change, text):
    question = {"picture": "numbers", "kernel": "blur", "size": 3, "stride": 1}
    question |= {"padding": 0, "dilation": 1, "seed": 0, **change}
    (reply,) = conversation(widget, {"id": 1, "kind": "walk", **question})
    assert reply["kind"] == "error"
    assert text in reply["text"]


@pytest.mark.parametrize(
    ("arguments", "options", "name"),
    [
        (("median",), {}, "kernel"),
        (("outline",), {"size": 5}, "size"),
        ((), {"picture": "cat"}, "picture"),
        ((), {"stride": 4}, "stride"),
    ],
)
def test_unknown_start_is_named(arguments, options, name):
    with pytest.raises(ValueError, match=f"`{name}` 값은"):
        viz.widgets.ConvStepper(*arguments, **options)


def test_a_kernel_that_does_not_fit_still_has_a_picture():
    _, metadata = viz.widgets.ConvStepper("blur", size=5, padding=0, dilation=2)._repr_mimebundle_()
    assert "커널이 덮는 길이는" in metadata["image/png"]["alt"]
