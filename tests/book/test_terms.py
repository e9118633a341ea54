import pytest

from coursekit.book import read_terms
from coursekit.book.glossary import initial
from coursekit.errors import UsageError

GOOD = "- {ko: 손실, en: loss, id: loss, definition: 뜻, synonyms: [비용], forbidden: [로스]}\n"


def test_terms_are_read_with_their_lines(tmp_path):
    path = tmp_path / "terms.yml"
    path.write_text("# 설명\n" + GOOD + "- ko: 걸음\n  en: step\n  id: step\n  definition: 뜻\n")
    first, second = read_terms(path)
    assert (first.ko, first.en, first.synonyms, first.forbidden) == (
        "손실",
        "loss",
        ("비용",),
        ("로스",),
    )
    assert (first.line, second.line) == (2, 3)
    assert read_terms(tmp_path / "없음.yml") == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ko: 손실", "목록"),
        ("- 손실", "묶음"),
        ("- [", "YAML"),
        ("- {ko: 손실, en: loss, id: loss}", "`definition`"),
        ("- {ko: '', en: loss, id: loss, definition: 뜻}", "`ko`"),
        ("- {ko: 손실, en: loss, id: Loss!, definition: 뜻}", "Loss!"),
        ("- {ko: 손실, en: loss, id: loss, definition: 뜻, eng: x}", "`eng`"),
        ("- {ko: 손실, en: loss, id: loss, definition: 뜻, forbidden: 로스}", "`forbidden`"),
        (GOOD + "- {ko: 값, en: cost, id: loss, definition: 뜻}", "1줄"),
        (GOOD + "- {ko: 비용, en: cost, id: cost, definition: 뜻}", "'비용'"),
    ],
)
def test_wrong_terms_are_refused(tmp_path, text, words):
    path = tmp_path / "terms.yml"
    path.write_text(text)
    with pytest.raises(UsageError, match=words):
        read_terms(path)


@pytest.mark.parametrize(
    ("word", "letter"),
    [
        ("경사", "ㄱ"),
        ("까치", "ㄱ"),
        ("나", "ㄴ"),
        ("손실", "ㅅ"),
        ("쌍", "ㅅ"),
        ("힣", "ㅎ"),
        ("lr", "L"),
    ],
)
def test_initial_consonant(word, letter):
    assert initial(word) == letter


def test_real_terms_are_readable(root):
    assert len(read_terms(root / "chapters" / "terms.yml")) > 10
