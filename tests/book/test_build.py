"""Whole builds of small books: what must fail fails, what must be remade is remade."""

import re
import shutil

import pytest

pytestmark = pytest.mark.book

FRONT = """\
---
jupytext:
  text_representation: {extension: .md, format_name: myst}
kernelspec: {display_name: Python 3, language: python, name: python3}
---

"""


def cell(code):
    return f"```{{code-cell}} ipython3\n{code}\n```\n"


def chapter(*blocks):
    return FRONT + "# 장\n\n" + "\n".join(blocks)


# One figure without alt, made without the package so that nothing else adds one.
BARE_FIGURE = cell(
    "from IPython.display import display\n"
    "png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='\n"
    "display({'image/png': png}, raw=True)"
)
HANGUL_WITHOUT_FONT = cell(
    "import matplotlib.pyplot as plt\n"
    "fig, ax = plt.subplots()\n"
    "ax.set_title('뷁')\n"
    "fig.canvas.draw()\n"
    "plt.close(fig)"
)


# One chapter for each slip: a strict build names them all at once.
SLIPS = {
    "glyph": ([HANGUL_WITHOUT_FONT], ["chapters/glyph.md", "stderr"]),
    "noise": (
        [cell("import sys\nprint('경고', file=sys.stderr)")],
        ["chapters/noise.md", "stderr"],
    ),
    "alt": ([cell("x = 1"), BARE_FIGURE], ["chapters/alt.md", "설명(alt)", "2번째 칸"]),
    "reference": (["{ref}`nowhere`\n"], ["chapters/reference.md", "nowhere"]),
    "term": (["{term}`없는 말`\n"], ["chapters/term.md", "없는 말"]),
    "exercise": (["<!-- exercises: nowhere -->\n"], ["chapters/exercise.md", "nowhere"]),
    "formula": (["$x_{1$\n"], ["chapters/formula", "KaTeX"]),
}


def test_strict_build_names_every_slip_and_never_forgets(write_book, build):
    book = write_book({name: chapter(*blocks) for name, (blocks, _) in SLIPS.items()})
    for _ in range(2):  # a warning must not be forgotten by the incremental build
        built = build(book)
        assert not built.succeeded
        for words in (words for _, words in SLIPS.values()):
            found = [line for line in built.failures if all(word in line for word in words)]
            assert found, (words, built.failures)


def test_failing_cell_is_named_and_stays_a_failure(write_book, build):
    book = write_book({"a": chapter(cell("x = 1"), cell("y = 2\n1 / 0"))})
    for _ in range(2):
        built = build(book)
        assert not built.succeeded
        assert built.failures[0].startswith(
            "chapters/a.md:14: 2번째 칸이 실패했습니다: ZeroDivisionError"
        )
        assert "1 / 0" not in built.failures[0]


def test_a_second_build_reuses_and_an_edit_of_prose_executes_nothing(write_book, build):
    book = write_book({"a": chapter("글", cell("print(6 * 7)")), "b": "# 나\n"})
    first = build(book)
    assert first.succeeded, first.failures
    assert first.executed == ["chapters/a"]
    page = first.page("chapters/a")
    assert ">42\n" in page
    footer = re.search(r'<p class="made">.*?</p>', page, re.DOTALL)
    assert footer is not None
    import numpy

    assert f"numpy&nbsp;{numpy.__version__}" in footer[0]
    assert "coursekit&nbsp;" in footer[0]
    assert re.search(r'<time datetime="\d{4}-\d\d-\d\d">', footer[0])
    assert 'class="made"' not in first.page("chapters/b")

    # The date belongs to the execution, not to the build.
    record = next((book / "_build" / ".jupyter_cache").glob("*/*/made.json"))
    record.write_text(re.sub(r"\d{4}-\d\d-\d\d", "2001-02-03", record.read_text()))
    source = book / "chapters" / "a.md"
    source.write_text(source.read_text().replace("글\n", "고친 글\n"))
    second = build(book)
    assert second.succeeded
    assert second.executed == []
    assert "고친 글" in second.page("chapters/a")
    assert "2001-02-03" in second.page("chapters/a")

    # A changed static file alone is copied; a removed chapter's page goes away.
    static = book / "chapters" / "_static"
    static.mkdir()
    (static / "note.txt").write_text("하나")
    (book / "_toc.yml").write_text("format: jb-book\nroot: index\nchapters:\n- file: chapters/a\n")
    third = build(book)
    assert third.succeeded, third.failures
    assert third.executed == []
    assert (third.html / "_static" / "note.txt").read_text() == "하나"
    assert not (third.html / "chapters" / "b.html").exists()
    (static / "note.txt").write_text("둘")
    fourth = build(book)
    assert (fourth.html / "_static" / "note.txt").read_text() == "둘"


def test_editing_the_package_changes_the_page(write_book, build, root, tmp_path):
    package = tmp_path / "package"
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(root / "coursekit", package / "coursekit", ignore=ignore)
    code = "from coursekit.optim import largest_lr\nimport numpy as np\nprint(largest_lr(np.eye(2) * 4))"
    book = write_book({"a": chapter(cell(code)), "b": chapter(cell("print('다른 장')"))})
    before = build(book, package)
    assert before.succeeded, before.failures
    assert sorted(before.executed) == ["chapters/a", "chapters/b"]
    assert ">0.5\n" in before.page("chapters/a")

    rates = package / "coursekit" / "optim" / "rates.py"
    source = rates.read_text()
    assert "return float(2" in source
    rates.write_text(source.replace("return float(2", "return float(3"))
    after = build(book, package)
    assert after.succeeded, after.failures
    assert after.executed == ["chapters/a"]
    assert ">0.75\n" in after.page("chapters/a")

    grading = package / "coursekit" / "grading" / "wrong.py"
    grading.write_text(grading.read_text() + "\n# 책의 결과와 상관없는 줄\n")
    unrelated = build(book, package)
    assert unrelated.succeeded
    assert unrelated.executed == []


WIDGET = """\
import base64, io
import anywidget, traitlets
import matplotlib.pyplot as plt

class Counter(anywidget.AnyWidget):
    _esm = "export default { render({model, el}) { el.textContent = model.get('n'); } }"
    n = traitlets.Int(3).tag(sync=True)

    def _repr_mimebundle_(self, **options):
        bundle = super()._repr_mimebundle_(**options)
        data = dict(bundle[0] if isinstance(bundle, tuple) else bundle)
        fig, ax = plt.subplots()
        buffer = io.BytesIO()
        fig.savefig(buffer)
        plt.close(fig)
        data["image/png"] = base64.b64encode(buffer.getvalue()).decode()
        return data, {"image/png": {"alt": "대신하는 그림", "width": 640, "height": 480}}

Counter()
"""
TERMS = "- {ko: 손실, en: loss, id: loss, definition: '$L$의 뜻', synonyms: [비용]}\n"


def test_figures_widgets_formulas_terms(write_book, build):
    text = chapter(
        "$$\na^2 = b\n$$ (eq)\n\n{eq}`eq`, {term}`손실`, {term}`loss`, {term}`비용`.\n",
        cell("from coursekit import viz\nviz.use_style()\n"
             "viz.show_source(viz.use_style)"),
        cell("_ = viz.plot_curves({'손실': [3.0, 2.0, 1.0]}, alt='손실이 줄어드는 곡선')"),
        cell(WIDGET),
        "```{terms}\n```\n",
    )  # fmt: skip
    book = write_book({"a": text}, terms__yml=TERMS)
    built = build(book)
    assert built.succeeded, built.failures
    page = built.page("chapters/a")
    images = re.findall(r"<img\b[^>]*_images[^>]*>", page)
    assert len(images) == 2
    for image, alt in zip(images, ["손실이 줄어드는 곡선", "대신하는 그림"], strict=True):
        assert f'alt="{alt}"' in image
        assert re.search(r'width="\d+"', image)
        assert re.search(r'height="\d+"', image)
        assert 'loading="lazy"' in image
    assert 'class="widget-figure' in page
    (state,) = re.findall(r'data-state="([^"]+\.js)"', page)
    assert "render({model, el})" in (built.html / "chapters" / state).read_text(encoding="utf-8")
    assert "_static/widgets.js" in page
    assert 'class="katex"' in page
    assert "highlight-python" in page
    assert page.count('<a class="reference internal" href="#term-loss">') == 3
    assert '<dt id="term-loss">' in page
