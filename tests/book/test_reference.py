"""The reference names everything that a package exports, says what the code says, and leads both ways."""

import ast
import importlib
import re
from pathlib import Path

import html5lib
import pytest

from coursekit.book.reference import chapter_uses, markdown_of, read_package
from coursekit.book.sources import Chapter, read_toc
from coursekit.errors import UsageError

ROOT = Path(__file__).parents[2]
PAGES = [name for name, _ in read_toc(ROOT) if name.startswith("reference/")]
PACKAGES = [name.removeprefix("reference/") for name in PAGES if name != "reference/index"]


def test_every_package_has_a_page():
    folders = {path.parent.name for path in (ROOT / "coursekit").glob("*/__init__.py")}
    assert set(PACKAGES) == folders


@pytest.mark.book
@pytest.mark.parametrize("name", PACKAGES)
def test_every_public_name_stands_on_its_page(built_book, name):
    tree = html5lib.parse((built_book / "reference" / f"{name}.html").read_text(), treebuilder="dom")  # fmt: skip
    ids = {one.getAttribute("id") for one in tree.getElementsByTagName("section")}
    public = importlib.import_module(f"coursekit.{name}").__all__
    assert {f"{name}.{one}" for one in public} <= ids
    # One name less on the page, and the comparison says so.
    assert not {f"{name}.{one}" for one in [*public, "no_such_name"]} <= ids


@pytest.mark.book
def test_formulas_are_drawn_and_names_lead_both_ways(built_book):
    page = (built_book / "reference" / "optim.html").read_text(encoding="utf-8")
    adam = page[page.index('id="optim.Adam"') : page.index('id="optim.AdamW"')]
    assert "../chapters/optimizers.html#" in adam
    assert "/coursekit/optim/adam.py#L" in adam
    assert "매개변수" in adam
    assert 'class="katex' in page
    assert ":math:" not in page
    chapter = (built_book / "chapters" / "optimizers.html").read_text(encoding="utf-8")
    linked = set(re.findall(r'href="\.\./reference/(\w+)\.html#([\w.]+)"', chapter))
    assert linked
    for package, name in linked:
        target = (built_book / "reference" / f"{package}.html").read_text(encoding="utf-8")
        assert f'id="{name}"' in target


DOC = r"""한 줄의 설명, :math:`x^2`\ 입니다.

.. math:: a &= b \\
    c &= d

Parameters
----------
x, y : ndarray of shape (N, *M)
    입력 :math:`x`. 값은 $1이 아닙니다.
mode : {'a', 'b'}
    갈래.

Returns
-------
float
    결과.

Raises
------
ValueError
    틀렸을 때.

See Also
--------
other : 다른 것.

Examples
--------
>>> f(1)
2
"""


def test_a_docstring_becomes_the_books_markdown():
    text = markdown_of(DOC)
    assert text.startswith("한 줄의 설명, $x^2$입니다.\n")
    assert "$$\n\\begin{aligned}\na &= b \\\\\nc &= d\n\\end{aligned}\n$$" in text
    assert (
        "**매개변수**\n\n`x, y` ndarray of shape (N, \\*M)\n: 입력 $x$. 값은 \\$1이 아닙니다."
        in text
    )
    assert "**반환값**\n\n`float`\n: 결과." in text
    assert "**예외**\n\n`ValueError`\n: 틀렸을 때." in text
    assert "- `other`: 다른 것." in text
    assert "```python\n>>> f(1)\n2\n```" in text


@pytest.mark.parametrize(
    ("doc", "said"), [("가\n\nRecipes\n-------\n나", "Recipes"), (".. plot::\n\n  x", "plot")]
)
def test_what_cannot_be_shown_is_said(doc, said):
    with pytest.raises(UsageError, match=said):
        markdown_of(doc)


def write(root, **files):
    for name, text in files.items():
        path = root / "coursekit" / f"{name.replace('__', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def test_a_package_is_read_without_running_it(tmp_path):
    inner = '''raise RuntimeError("실행하면 안 됩니다")


class Base:
    def __init__(self, size: int, *, rng: int = 0) -> None: ...


class Layer(Base):
    r"""층입니다."""

    def forward(self, x: float = 1.5) -> float:
        r"""앞으로."""

    @property
    def size(self) -> int:
        r"""크기."""

    def _hidden(self): ...


LIMIT = 3
'''
    (tmp_path / "coursekit" / "toy").mkdir(parents=True)
    write(tmp_path, toy__inner=inner)
    init = tmp_path / "coursekit" / "toy" / "__init__.py"
    init.write_text(
        'r"""장난감."""\nfrom coursekit.toy.inner import LIMIT, Layer\n__all__ = ["LIMIT", "Layer"]\n'
    )
    layer, limit = read_package(tmp_path, "toy").members
    assert (layer.signature, layer.doc, layer.bases) == ("toy.Layer(size, *, rng=0)", "층입니다.", ("Base",))  # fmt: skip
    assert [one.signature for one in layer.parts] == ["forward(x=1.5)", "size"]
    assert [one.kind for one in layer.parts] == ["메서드", "속성"]
    assert (limit.name, limit.kind, limit.lines) == ("toy.LIMIT", "값", (21, 21))
    init.write_text('__all__ = ["gone"]\n')
    with pytest.raises(UsageError, match=r"toy\.gone"):
        read_package(tmp_path, "toy")
    with pytest.raises(UsageError, match="'none'"):
        read_package(tmp_path, "none")


def test_the_lines_of_a_name_are_its_lines():
    package = read_package(ROOT, "nn")
    linear = next(one for one in package.members if one.name == "nn.Linear")
    first, last = linear.lines
    text = linear.module.read_text(encoding="utf-8").split("\n")[first - 1 : last]
    assert isinstance(ast.parse("\n".join(text)).body[0], ast.ClassDef)
    assert text[0].startswith("class Linear(")


def test_names_are_found_under_the_heading_that_uses_them():
    text = (
        "# 가\n\n## 나\n\n```{code-cell} ipython3\nfrom coursekit import nn, viz\nfrom coursekit.optim import Adam as A\n"
        "viz.show_source(nn.Linear)\n```\n\n## 다\n\n```{code-cell} ipython3\nnn.Linear(1, 2); A([])\nother.Linear\n```\n"
    )
    uses = chapter_uses(Chapter(Path("chapters/a.md"), "chapters/a", text))
    assert [(one.heading, one.shown) for one in uses["nn.Linear"]] == [(1, True), (2, False)]
    assert [(one.heading, one.shown) for one in uses["optim.Adam"]] == [(2, False)]
    assert "other.Linear" not in uses
