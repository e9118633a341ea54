import pytest

from coursekit import book as face
from coursekit.book.sources import (
    Chapter,
    Part,
    back_matter,
    read_book,
    read_numbered,
    read_parts,
    read_toc,
)
from coursekit.errors import UsageError
from coursekit.grading import course_root

TEXT = """\
---
kernelspec: {name: python3}
---

# 제목

글입니다.
% 주석
(표지)=
$$
a = b
$$ (식)

````{note}
상자 글
```{code-block} python
코드
```
````

```{code-cell} ipython3
---
tags: [a, b]
---
x = 1
```

```{figure} a.png
:alt: 그림
:name: f

설명 글
```
"""


def chapter(tmp_path, text):
    return Chapter(tmp_path / "a.md", "a", text)


def test_lines_cells_and_directives(tmp_path):
    read = chapter(tmp_path, TEXT)
    assert [line.text for line in read.prose() if line.text.strip()] == [
        "글입니다.",
        "상자 글",
        "설명 글",
    ]
    assert [(c.line, c.source, c.metadata) for c in read.cells] == [
        (25, "x = 1", {"tags": ["a", "b"]})
    ]
    assert [(d.line, d.name) for d in read.directives] == [
        (14, "note"), (16, "code-block"), (21, "code-cell"), (28, "figure"),
    ]  # fmt: skip
    assert read.directives[-1].options == {"alt": "그림", "name": "f"}
    assert read.front_matter == {"kernelspec": {"name": "python3"}}
    assert [line.number for line in read.lines] == list(range(1, len(TEXT.split("\n")) + 1))
    assert {line.text for line in read.lines if line.kind == "math"} == {"$$", "a = b", "$$ (식)"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("---\na: 1\n", "닫히지"),
        ("---\na: [\n---\n", "YAML"),
        ("```{code-cell}\n---\ntags: [\n---\n```", "YAML"),
    ],
)
def test_broken_sources_name_file_and_line(tmp_path, text, words):
    with pytest.raises(UsageError, match=words) as caught:
        _ = chapter(tmp_path, text).lines
    assert str(tmp_path / "a.md") in str(caught.value)


def test_root_is_found_from_inside_and_its_absence_is_said(tmp_path):
    (tmp_path / "a" / "b").mkdir(parents=True)
    with pytest.raises(UsageError, match=r"_toc\.yml"):
        course_root(tmp_path / "a")
    (tmp_path / "_toc.yml").write_text("root: index")
    assert course_root(tmp_path / "a" / "b") == tmp_path


def test_parts_hold_every_page_once(root, tmp_path):
    parts = read_parts(root)
    assert [name for part in parts for name in part.docnames] == [
        name for name, _ in read_toc(root)
    ]
    assert (parts[0].caption, parts[0].docnames) == ("", ("index",))
    assert [part.caption[:2] for part in parts if part.numbered] == ["1부", "2부", "3부", "4부"]
    assert parts[2].stems[0] == "gradient_descent"
    (tmp_path / "_toc.yml").write_text(
        "root: index\nparts:\n- caption: 하나\n  numbered: true\n  chapters:\n"
        "  - file: a/x.md\n    sections:\n    - file: a/y\n- chapters:\n  - file: z\n"
    )
    assert read_parts(tmp_path) == (
        Part("", ("index",), False),
        Part("하나", ("a/x", "a/y"), True),
        Part("", ("z",), False),
    )
    assert read_numbered(tmp_path) == {"a/x", "a/y"}
    (tmp_path / "_toc.yml").write_text("root: index\nchapters:\n- file: a\n")
    assert read_parts(tmp_path) == (Part("", ("index", "a"), False),)


@pytest.mark.parametrize("text", ["root: [", "parts: []", ""])
def test_toc_that_cannot_be_read(tmp_path, text):
    (tmp_path / "_toc.yml").write_text(text)
    with pytest.raises(UsageError, match=r"_toc\.yml"):
        read_toc(tmp_path)


def test_toc_of_the_real_book(root):
    book = read_book(root)
    assert book.docnames[0] == "index"
    assert "chapters/gradient_descent" in book.docnames
    assert len(book.chapters) == len(book.docnames)


def test_what_follows_the_last_chapter_is_no_chapter(root, tmp_path):
    after = back_matter(root)
    assert "guide/checks" in after
    assert not after & read_numbered(root)
    assert not {"index", "chapters/notation", "chapters/glossary"} & after
    (tmp_path / "_toc.yml").write_text("root: index\nchapters:\n  - file: a\n")
    assert back_matter(tmp_path) == frozenset()


def test_public_names_are_sorted_and_importable():
    # isort의 순서: 상수, 클래스, 함수
    ranks = [(not n.isupper(), not n[0].isupper(), n) for n in face.__all__]
    assert ranks == sorted(ranks)
    for name in face.__all__:
        assert getattr(face, name) is not None
    with pytest.raises(AttributeError):
        _ = face.nothing
