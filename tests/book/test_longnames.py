"""Where code in a sentence may break on a narrow screen."""

import html
import re

import pytest

from coursekit.book.longnames import breakable


def code(text):
    return f'<code class="docutils literal"><span class="pre">{text}</span></code>'


def seen(page):
    return html.unescape(re.sub(r"<[^>]+>", "", page))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("coursekit/book/longnames.py", "coursekit/<wbr>book/<wbr>longnames.py"),
        ("https://example.org/a-long/path", "https://example.org/<wbr>a-long/<wbr>path"),
        ("nn/linear.py", "nn/linear.py"),  # goes to the next line whole
    ],
)
def test_a_long_path_breaks_after_a_slash_only(text, expected):
    page = breakable(code(text))
    assert expected in page
    assert seen(page) == text
    assert breakable(page) == page


@pytest.mark.parametrize("text", ["-k", "--check", "scikit-learn", "1e-8"])
def test_what_is_short_and_has_a_hyphen_stays_whole(text):
    page = breakable(code(text))
    assert f'<span class="pre unbroken">{text}</span>' in page
    assert breakable(page) == page


@pytest.mark.parametrize("text", ["rejected", "-", "a-name-that-is-longer-than-a-line-of-a-phone"])
def test_the_rest_is_left_to_the_browser(text):
    assert breakable(code(text)) == code(text)
