"""The first use of a term in a chapter carries the glossary's definition."""

import html
import re

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from myst_parser.parsers.docutils_ import Parser

from coursekit.book import read_terms
from coursekit.book.firstuse import find

TERMS = """\
- {id: loss, ko: 손실, en: loss, definition: "예측이 틀린 만큼입니다. $L$로 적습니다."}
- {id: loss-function, ko: 손실 함수, en: loss function, definition: "손실을 돌려주는 함수입니다."}
- {id: velocity, ko: 속도, en: velocity, definition: "지난 기울기를 모은 것입니다."}
- {id: momentum, ko: 모멘텀, en: momentum, definition: "속도로 걷습니다.", synonyms: [관성]}
- {id: rate, ko: 학습률, en: learning rate, definition: "걸음의 크기입니다."}
- {id: deep, ko: 깊은 신경망, en: deep network, definition: "층이 많습니다.", not_in: [other]}
"""


@pytest.fixture
def terms(tmp_path):
    path = tmp_path / "terms.yml"
    path.write_text(TERMS, encoding="utf-8")
    return read_terms(path)


def doctree(text):
    return publish_doctree(
        text,
        parser=Parser(),
        settings_overrides={
            "myst_enable_extensions": ["colon_fence", "dollarmath"],
            "report_level": 5,
        },
    )


def marks(text, terms, stem="chapter"):
    return {
        key: (type(node), node.astext()) for key, node in find(doctree(text), terms, stem).items()
    }


def test_introduction_in_bold_wins_over_an_earlier_plain_use(terms):
    text = "학습률은 뒤에 나옵니다.\n\n**학습률**(learning rate)은 양수입니다. 학습률은\n"
    assert marks(text, terms) == {"rate": (nodes.strong, "학습률")}
    assert marks("**관성**(momentum)입니다.\n", terms) == {"momentum": (nodes.strong, "관성")}


def test_plain_first_use_needs_a_whole_long_word(terms):
    assert marks("손실 함수의 값과 학습률을 봅니다.\n", terms) == {
        "loss-function": (nodes.Text, "손실 함수"),
        "rate": (nodes.Text, "학습률"),
    }
    # Short words have everyday meanings; parts of longer words are other words.
    assert marks("속도가 빠르고 손실이 큽니다. 초학습률과 학습률표.\n", terms) == {}
    assert marks("**속도**(빠르기)와 **손실**이 큽니다.\n", terms) == {}


@pytest.mark.parametrize(
    "text",
    [
        "# 학습률\n",
        "`학습률`과 [학습률](https://a.b)과 $\\text{학습률}$\n",
        "| 가 |\n|---|\n| 학습률은 |\n",
        "「학습률」 장을 보세요.\n",
        ":::{note}\n:class: overview\n학습률을 배웁니다.\n:::\n",
    ],
)
def test_not_in_headings_code_links_formulas_tables_and_previews(terms, text):
    assert marks(text, terms) == {}


def test_a_chapter_with_another_meaning_is_left_alone(terms):
    assert "deep" in marks("깊은 신경망은\n", terms)
    assert marks("깊은 신경망은\n", terms, "other") == {}


@pytest.mark.book
def test_small_book(write_book, build):
    chapter = "# 장\n\n**손실**(loss)은 수입니다. 손실은 작을수록 좋습니다. **학습률**(learning rate)을 정합니다.\n"
    book = write_book(
        {"first": chapter, "second": chapter, "words": "# 용어집\n\n```{terms}\n```\n"},
        terms__yml=TERMS,
    )
    built = build(book)
    assert built.succeeded, built.failures
    for name in ("first", "second"):
        page = built.page(f"chapters/{name}")
        assert page.count('class="first-use"') == 2
        assert 'href="words.html#term-loss" aria-describedby="tip-loss-text"' in page
        meaning = re.search(r'id="tip-loss-text">(.*?)</span><a href', page, re.DOTALL)
        assert meaning is not None
        assert "예측이 틀린 만큼입니다." in meaning[1]
        assert 'class="katex"' in meaning[1]
        assert "first-use.js" in page
    for page in (built.page("index"), built.page("chapters/words")):
        assert "first-use.js" not in page
        assert 'class="first-use"' not in page
    # A changed definition reaches chapters whose text did not change.
    path = book / "chapters" / "terms.yml"
    path.write_text(TERMS.replace("걸음의 크기", "보폭의 크기"), encoding="utf-8")
    assert build(book).succeeded
    assert "보폭의 크기입니다." in built.page("chapters/second")


@pytest.mark.book
def test_real_book(built_book, root):
    definitions = {
        f"tip-{term.id}-text": term.definition
        for term in read_terms(root / "chapters" / "terms.yml")
    }
    total = 0
    for path in (built_book / "chapters").glob("*.html"):
        page = path.read_text(encoding="utf-8")
        shown = re.findall(r'<span class="first-use-meaning" id="([^"]+)">(.*?)</span><a', page)
        ids = [key for key, _ in shown]
        assert len(ids) == len(set(ids)), path.name
        for key, meaning in shown:
            text = html.unescape(re.sub(r"<[^>]+>", "", meaning))
            assert text.split() == definitions[key].split(), (path.name, key)
        body = re.sub(r"<(h[1-6]|pre|table|figcaption)\b.*?</\1>", "", page, flags=re.DOTALL)
        assert body.count('class="first-use"') == len(ids) == page.count('class="first-use"')
        if path.stem in {"glossary", "summary"}:
            assert ids == []
        total += len(ids)
    assert total >= 300
