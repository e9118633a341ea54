"""The search's parts: what becomes a result, how text becomes words, what the files may say."""

import json
import re

import pytest

from coursekit.book.search_index import INDEX_FILE, index_script
from coursekit.book.search_names import folded, read_names
from coursekit.book.search_plain import identifiers, plain_math
from coursekit.book.search_queries import Query, Ranked, read_queries, share, unknown_places
from coursekit.book.search_words import Splitter, latin_words, singular
from coursekit.errors import UsageError

TERMS = """
- {id: batch-normalization, ko: 배치 정규화, en: batch normalization, definition: 뜻입니다.,
   synonyms: [BN], forbidden: [배치 노멀라이제이션]}
- {id: batch, ko: 배치, en: batch, definition: 뜻입니다.}
- {id: neck, ko: 목, en: neck, definition: 뜻입니다.}
- {id: roi, ko: 관심 영역, en: "region of interest, RoI", definition: 뜻입니다.}
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "terms.yml").write_text(TERMS, encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def splitter(tmp_path_factory):
    folder = tmp_path_factory.mktemp("terms")
    (folder / "terms.yml").write_text(TERMS, encoding="utf-8")
    return Splitter(read_names(folder))


def forms(splitter, text):
    return [word.form for word in splitter.words(text)]


def test_inflected_words_meet_their_dictionary_form(splitter):
    found = forms(splitter, "평균을 빼고 표준편차로 나눕니다.")
    assert {"평균", "빼다", "표준편차", "나누다"} <= set(found)
    assert not {"평균을", "을", "나눕니다"} & set(found)


def test_a_term_is_one_thing_however_it_is_written(splitter):
    for text in (
        "배치 정규화를",
        "배치정규화란",
        "batch normalization",
        "BN은",
        "Batch-Normalization",
    ):
        assert "#batch-normalization" in forms(splitter, text), text
    assert "#batch" not in forms(splitter, "배치 정규화를")
    assert "#roi" in forms(splitter, "RoI마다")
    assert "#neck" not in forms(splitter, "목록을 봅니다")
    assert "#neck" in forms(splitter, "백본과 목을 잇습니다")


def test_names_of_code_are_found_whole_and_in_parts():
    assert latin_words("BatchNorm2d") == ["batchnorm2d", "batch", "norm"]
    assert latin_words("conv2d_forward") == ["conv2d_forward", "conv2d", "forward"]
    assert latin_words("U-Net")[0] == "unet"
    assert latin_words("3×3") == ["3x3"]
    assert [singular(word) for word in ("filters", "loss", "bias")] == ["filter", "loss", "bias"]


def test_irregular_stems_are_known(splitter):
    assert {"나누", "나눠", "나눈"} <= set(splitter.verb_surfaces("나누"))
    assert {"빠르", "빨라"} <= set(splitter.verb_surfaces("빠르"))


def test_words_are_kept_until_the_text_changes(folder, tmp_path):
    store = tmp_path / "words.json"
    names = read_names(folder)
    counts = []
    for text in ("손실을 줄입니다.", "손실을 줄입니다.", "손실을 키웁니다."):
        splitter = Splitter(names, store)
        splitter.words(text)
        splitter.save()
        counts.append(splitter.analysed)
    assert counts == [1, 0, 1]
    store.write_text('{"key": "')  # cut off while it was written
    assert forms(Splitter(names, store), "손실")


def test_formulas_and_code_become_text():
    assert plain_math(r"\frac{1}{2}\eta \times x_1") == "1/2η×x1"
    assert plain_math("x" * 50).endswith("…")
    found = identifiers('from a import b\ndef f(x):\n    return g("h(1)") + len(x)  # k(2)\n')
    assert (found.defined, found.used) == (["f"], ["f", "g"])


def test_names_of_readers_join_the_terms(folder):
    (folder / "search_words.yml").write_text(
        "names: {batch-normalization: [배치 놈]}\nwords: [[넘치다, overflow]]\n", encoding="utf-8"
    )
    names = read_names(folder)
    assert folded("배치 놈") in names.terms["batch-normalization"]
    assert folded("배치 노멀라이제이션") in names.terms["batch-normalization"]
    assert names.groups == (("넘치다", "overflow"),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("names: {nothing: [말]}", "모르는 용어"),
        ("names: {batch: [BN]}", "이미 용어"),
        ("names: {batch: BN}", "묶음이어야"),
        ("words: [말]", "목록들의 목록"),
        ("others: {}", "`names`와 `words`만"),
        ("names: [", "YAML로 읽을 수 없습니다"),
    ],
)
def test_wrong_names_are_refused_by_name(folder, text, message):
    (folder / "search_words.yml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        read_names(folder)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- {q: 손실}", "꼴이어야"),
        ("- {q: 손실, want: [], first: true}", "꼴이어야"),
        ("- {q: 손실, want: [], top: 0}", "`top`"),
        ("- {q: 손실, want: []}\n- {q: 손실, want: []}", "두 번"),
        ("q: 손실", "목록이어야"),
        ("- [", "읽을 수 없습니다"),
    ],
)
def test_a_wrong_table_of_queries_is_refused(tmp_path, text, message):
    path = tmp_path / "queries.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        read_queries(path)


def test_queries_are_judged_by_rank_and_silence():
    asked, silent = Query("손실", ("chapters/a",), top=2), Query("김치", ())
    assert Ranked(asked, 2, "chapters/a § 손실", 1).found
    assert not Ranked(asked, 3, "chapters/b § 손실", 1).found
    assert not Ranked(asked, None, "", 1).found
    assert Ranked(silent, None, "", 1).found
    assert not Ranked(silent, None, "chapters/a § 김치", 1).found
    assert share([Ranked(asked, 3, "", 1), Ranked(silent, None, "", 1)]) == 0.5
    assert unknown_places([asked], [("chapters/b", "손실")]) == ["손실: chapters/a"]


def test_the_table_is_long_enough_and_a_third_was_held_out(root):
    table = read_queries(root / "tests/book/queries.yml")
    assert len(table) >= 60
    assert 3 * sum(query.blind for query in table) >= len(table)
    assert sum(not query.want for query in table) >= 3


def test_a_small_book_gets_its_index_and_no_other_search(write_book, build):
    book = write_book(
        {
            "index": "# 처음\n",
            "one": "(here)=\n# 손실 함수\n\n손실을 줄입니다.\n\n## 둘째 절\n\n글.\n",
        },
        searchable=True,
    )
    built = build(book)
    assert built.succeeded, built.failures
    script = (built.html / INDEX_FILE).read_text(encoding="utf-8")
    index = json.loads(re.search(r"courseSearchIndex=(.*);", script)[1])
    assert [row[4] for row in index["entries"]] == ["처음", "손실 함수", "둘째 절"]
    assert {"손실", "줄이다"} <= set(index["words"].split())
    assert "searchtools" not in built.page("chapters/one")
    assert "search.js" in built.page("chapters/one")
    for name in ("searchindex.js", "_static/searchtools.js", "_static/language_data.js"):
        assert not (built.html / name).exists()
    assert "찾기: " in built.log
    assert "찾기: " not in build(book).log  # nothing changed, nothing to do


def test_the_index_is_a_script_on_one_line():
    script = index_script({"entries": ["a\u2028b</script>"]})
    assert script.count("\n") == 1
    assert "\u2028" not in script
