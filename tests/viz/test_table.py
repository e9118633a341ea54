"""Tables: digits, alignment, escaping, and refusals."""

from html.parser import HTMLParser

import numpy as np
import pytest

from coursekit import viz


class Cells(HTMLParser):
    def __init__(self):
        super().__init__()
        self.cells, self.classes = [], []

    def handle_starttag(self, tag, attrs):
        if tag in ("td", "th"):
            self.cells.append("")
            self.classes.append(dict(attrs).get("class"))

    def handle_data(self, data):
        self.cells[-1] += data


def parse(table):
    cells = Cells()
    cells.feed(table._repr_mimebundle_()["text/html"])
    return cells


def test_numbers_are_rounded_grouped_and_set_right():
    cells = parse(
        viz.table({"이름": ["가", "나"], "값": [0.12345, -1234.5], "수": [7, 12000]}, digits=2)
    )
    assert cells.cells == ["이름", "값", "수", "가", "0.12", "7", "나", "−1,234.50", "12,000"]
    assert cells.classes == [None, "number", "number"] * 3


def test_tiny_and_huge_numbers_keep_their_digits():
    cells = parse(viz.table({"값": [1.2e-9, 0.0, 3e8, np.float32(0.5)]}, digits=1))
    assert cells.cells[1:] == ["1.2e−09", "0.0", "3.0e+08", "0.5"]


def test_text_is_escaped_and_simple_math_is_set():
    markup = viz.table({"$\\lambda_{max}$": ["<b>&"], "$2/L$": [1]})._repr_mimebundle_()[
        "text/html"
    ]
    assert "λ<sub>max</sub>" in markup
    assert "&lt;b&gt;&amp;" in markup
    assert "<i>2</i>/<i>L</i>" in markup


def test_plain_text_has_all_cells():
    assert repr(viz.table({"a": [1], "b": ["x"]})) == "a\tb\n1\tx"


@pytest.mark.parametrize("columns", [{}, {"a": [1], "b": []}])
def test_ragged_columns_are_refused(columns):
    with pytest.raises(ValueError, match="`columns` 길이"):
        viz.table(columns)


def test_math_that_cannot_be_set_is_refused():
    with pytest.raises(ValueError, match="수식"):
        viz.table({"$\\frac12$": [1]})._repr_mimebundle_()
