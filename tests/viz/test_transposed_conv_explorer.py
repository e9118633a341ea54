"""The table of the transposed convolution's figure against torch, slow stamps and its own words."""

import itertools
import json
import re
import zlib

import numpy as np
import pytest
import torch

from coursekit import viz
from coursekit.viz.widgets.transposed_table import explain, measure
from tests.viz.conversation import conversation

WALKS = list(itertools.product((2, 1), (1, 2, 3, 4, 5), (1, 2, 3, 4), (0, 1, 2)))


@pytest.fixture(scope="module")
def widget():
    return viz.widgets.TransposedConvExplorer()


@pytest.fixture(scope="module")
def unpacked(widget):
    answers = json.loads(zlib.decompress(widget.table))
    return dict(zip(WALKS, answers, strict=True))


def by_stamps(dimensions, size, stride):
    """Stamp by stamp; and the stamps one by one, in a line."""
    wide = 3 * stride + size
    line = np.zeros((4, wide), int)
    for i in range(4):
        for k in range(size):
            line[i, i * stride + k] += 1
    count = line.sum(axis=0)
    return (count if dimensions == 1 else np.outer(count, count)), line


def test_every_setting_agrees_with_torch_and_with_stamping(unpacked):
    empty = []
    for (dimensions, size, stride, padding), made in unpacked.items():
        board, line = by_stamps(dimensions, size, stride)
        np.testing.assert_array_equal(made["board"], board.ravel())
        np.testing.assert_array_equal(made["stamps"], line.ravel() if dimensions == 1 else [])
        assert made["wide"] == len(board)
        side = len(board) - 2 * padding
        assert made["side"] == side
        if side == 0:
            empty.append((dimensions, size, stride, padding))
            assert made["y"] == []
            continue
        transpose = getattr(torch.nn.functional, f"conv_transpose{dimensions}d")
        one, weight = (
            torch.ones((1, 1, *[4] * dimensions)),
            torch.ones((1, 1, *[size] * dimensions)),
        )
        expected = transpose(one, weight, stride=stride, padding=padding)[0, 0]
        assert len(expected) == side
        np.testing.assert_array_equal(made["y"], expected.numpy().ravel())
    assert empty == [(2, 1, 1, 2), (1, 1, 1, 2)]


def test_what_is_said_of_evenness_is_what_torch_shows_on_a_wider_input():
    for dimensions, size, stride, padding in WALKS:
        text = explain(dimensions, size, stride, padding)
        one, weight = torch.ones((1, 1, 12)), torch.ones((1, 1, size))
        inner = torch.nn.functional.conv_transpose1d(one, weight, stride=stride)[0, 0, 5:-5].int()
        inner = torch.outer(inner, inner) if dimensions == 2 else inner
        counts = inner.unique().tolist()
        if "남는 칸이 없습니다" in text:
            continue
        if len(counts) == 1:
            assert f"어디나 {counts[0]}번씩" in text
            assert ("축마다 5칸 이상" in text) == ((size, stride) == (5, 1))
        elif counts == [0, 1]:
            assert "닿지 않는 칸" in text
        else:
            assert re.search(r"\(([\d, ]+)\)\.$", text)[1] == ", ".join(map(str, counts))


def test_the_formula_is_filled_with_the_numbers():
    assert explain(2, 3, 2, 0).startswith("출력의 한 변: (4 − 1)·2 − 2·0 + 3 = 9.")
    assert explain(1, 4, 3, 1).startswith("출력의 길이: (4 − 1)·3 − 2·1 + 4 = 11.")
    assert explain(2, 1, 1, 2).endswith("= 0. 잘라 내고 남는 칸이 없습니다.")


def test_live_answer_is_the_answer_of_the_table(widget, unpacked):
    for walk in WALKS[::17]:
        asked = dict(zip(("dimensions", "size", "stride", "padding"), walk, strict=True))
        (reply,) = conversation(widget, {"id": 4, "kind": "stamp", **asked})
        assert (reply.pop("id"), reply.pop("kind")) == (4, "answer")
        assert reply == {**asked, **unpacked[walk]}


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"dimensions": 3}, "`dimensions` 값은 1 이상 2 이하"),
        ({"size": 6}, "`size` 값은 1 이상 5 이하"),
        ({"stride": 0}, "`stride` 값은"),
        ({"padding": 1.5}, "`padding` 값은"),
    ],
)
def test_bad_question_gets_an_error_not_silence(widget, change, text):
    question = {"dimensions": 2, "size": 3, "stride": 2, "padding": 0, **change}
    (reply,) = conversation(widget, {"id": 1, "kind": "stamp", **question})
    assert reply["kind"] == "error"
    assert text in reply["text"]
    with pytest.raises(ValueError, match=f"`{next(iter(change))}` 값은"):
        viz.widgets.TransposedConvExplorer(**question)


@pytest.mark.parametrize("dimensions", [1, 2])
def test_the_picture_speaks_of_its_own_numbers(dimensions):
    widget = viz.widgets.TransposedConvExplorer(5, stride=2, padding=1, dimensions=dimensions)
    alt = widget._repr_mimebundle_()[1]["image/png"]["alt"]
    most = measure(dimensions, 5, 2, 1)["board"].max()
    assert f"가장 큰 수 {most:.0f}" in alt
    assert most == 3**dimensions
