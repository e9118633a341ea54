"""What reads as one word stays on one line."""

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


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("**모멘텀**(momentum)은 “빠르다”라고 합니다.", [")은", "”라고"]),
        ("오차 50 %여야 하고 (덧말) 뒤는 따로입니다.", ["%여야"]),
        ("모양 `(C, C)`인 배열", ["(C, C)인"]),
        ("[식 (6.1)](https://example.com)와 같습니다.", ["식 (6.1)와"]),
        ("이름 `np.abs`나 `x.sum()` 뒤", []),  # the letters are held by keep-all
        ("`a_very_long_name_of_something()`은 안에서 나뉩니다.", []),
        ("Faster R-CNN과 U-Net은 1e-6까지, 448–456쪽", ["R-CNN과", "U-Net은", "1e-6", "448–456"]),
        ("`make serve`를 쓰고 `conv2d_forward(x, weight)`를 봅니다.", ["make serve"]),
        ("mini-batch는 나뉘어도 됩니다 (그래서)", []),
        ("식 $x$와 (y)는", ["x와", ")는"]),
    ],
)
def test_particles_stay_with_what_closes_and_names_stay_whole(text, groups):
    assert bound(text) == groups
