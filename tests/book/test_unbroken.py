"""A formula keeps the particle that follows it."""

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from myst_parser.parsers.docutils_ import Parser

from coursekit.book.unbroken import bind


def bound(text):
    tree = publish_doctree(
        text, parser=Parser(), settings_overrides={"myst_enable_extensions": ["dollarmath"]}
    )
    paragraph = next(tree.findall(nodes.paragraph))
    before = paragraph.astext()
    bind(paragraph)
    assert paragraph.astext() == before
    return [one.astext() for one in paragraph.findall(nodes.inline)]


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("유닛은 $w_k$로, 정합니다.", ["w_k로,"]),
        ("“가중치 $s$”는 은닉층의 것입니다.", ["s”는"]),
        ("수 ($n$)를 셉니다.", ["(n)를"]),
        ("여기서 $a$와$b$가 같습니다.", ["a와b가"]),
        ("여기서 $a$ 와 $b$ 가 같습니다.", []),
        ("수식이 없습니다.", []),
        (r"계산은 $64 \times 32 + 32 \times 32 \times 9 = 11{,}264$입니다.", []),
        ("**굵은**$x$는", ["x는"]),
    ],
)
def test_particles_and_brackets_stay_with_the_formula(text, groups):
    assert bound(text) == groups
