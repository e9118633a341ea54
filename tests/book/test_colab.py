"""Notebooks for Colab: plain markdown, one install, and they run where only the wheel was added."""

import json
import os
import re
import subprocess
import sysconfig
import venv
from pathlib import Path

import nbformat
import pytest
import yaml

from coursekit.book import read_book
from coursekit.book.colab import colab_notebooks, wheel_name, write_colab
from coursekit.book.plain import plain_markdown, read_references
from coursekit.book.sources import Chapter
from coursekit.errors import UsageError

# One sample here; a scheduled workflow runs them all.
STEMS = ["gradient_descent"]
if os.environ.get("COURSEKIT_ALL_NOTEBOOKS"):
    STEMS = [
        entry["file"].removeprefix("chapters/")
        for part in yaml.safe_load(Path("_toc.yml").read_text(encoding="utf-8"))["parts"]
        for entry in part["chapters"]
        if part.get("numbered")
    ]

SITE, FILES, WHEEL = "https://example.org/book", "https://example.org/files", "coursekit-0-py3.whl"


@pytest.fixture(scope="module")
def notebooks(root):
    found = colab_notebooks(root, site=SITE, files=FILES, wheel=WHEEL)
    return {name: nbformat.reads(text, as_version=4) for name, text in found.items()}


@pytest.fixture(scope="module")
def wheel(distributions):
    return distributions.wheel


def markdown(notebook):
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def test_one_notebook_for_each_numbered_chapter(notebooks):
    assert len(notebooks) == 15
    assert next(iter(notebooks)) == "gradient_descent.ipynb"
    assert list(notebooks)[-1] == "one_stage_detection.ipynb"


def test_nothing_is_left_that_a_plain_notebook_cannot_draw(notebooks):
    for name, notebook in notebooks.items():
        text = markdown(notebook)
        assert not re.search(r"\{[a-z:]+\}`|^[> ]*:::|^\([\w-]+\)=|<!-- exercises", text, re.M), (
            name
        )


def test_nothing_is_lost(root, notebooks):
    book = {chapter.docname: chapter for chapter in read_book(root).chapters}
    for name, notebook in notebooks.items():
        chapter = book[f"chapters/{name.removesuffix('.ipynb')}"]
        code = [cell.source for cell in notebook.cells if cell.cell_type == "code"][1:]
        assert code == [cell.source.strip() for cell in chapter.cells], name
        text = markdown(notebook)
        assert text.count(r"\tag{") == len(re.findall(r"^\$\$ \(", chapter.text, re.M)), name
        headings = [line.text for line in chapter.lines if line.kind == "heading"]
        assert len(headings) > 3
        assert [one for one in headings if one not in text] == [], name


def test_the_numbers_of_the_formulas_are_the_books(notebooks, built_book):
    page = (built_book / "chapters" / "segmentation.html").read_text(encoding="utf-8")
    book = re.findall(r'class="eqno">\((\d+\.\d+)\)', page)
    assert re.findall(r"\\tag\{(.+?)\}", markdown(notebooks["segmentation.ipynb"])) == book


def test_it_is_the_same_every_time(root, notebooks):
    again = colab_notebooks(root, site=SITE, files=FILES, wheel=WHEEL)
    assert {name: nbformat.reads(text, as_version=4) for name, text in again.items()} == notebooks


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (":::{note}\n글\n:::", "> **참고**\n>\n> 글\n"),
        (
            "::::{admonition} 스스로 확인\n:class: self-check\n\n물음\n\n:::{dropdown} 답 보기\n답\n:::\n::::",
            "> **스스로 확인**\n>\n> 물음\n>\n> > <details><summary>답 보기</summary>\n> >\n> > 답\n> > </details>\n>\n",
        ),
        ("$$\na\n$$ (eq-one)", "$$ \\tag{1}\na\n$$"),
        ("식 {eq}`eq-one`, {ref}`앞 <here>`", "식 (1), [앞](https://s/one.html#here)"),
        (
            "{doc}`one`과 {doc}`처음 <one>`",
            "[하나](https://s/one.html)과 [처음](https://s/one.html)",
        ),
        ("(label)=\n## 절", "## 절"),
        ("{cite}`a,b,c`", "(가 1999; Gil·Sun 2001; Gil 외 2002)"),
        ("<!-- exercises: one -->", "[책의 쪽](https://s/one.html)에 문제와 접힌 해답이 있습니다."),
    ],
)
def test_each_piece_by_hand(tmp_path, text, plain):
    chapter, references = small_book(tmp_path)
    assert plain_markdown(text, chapter, references).strip() == plain.strip()


@pytest.mark.parametrize(
    "text",
    [
        "{nosuch}`x`",
        ":::{nosuch} x\n:::",
        "{eq}`none`",
        "{ref}`글 <none>`",
        "{doc}`none`",
        "{cite}`none`",
        ":::{note}\n글",
    ],
)
def test_what_it_cannot_carry_over_is_an_error_and_no_silence(tmp_path, text):
    chapter, references = small_book(tmp_path)
    with pytest.raises(UsageError):
        plain_markdown(text, chapter, references)


def small_book(folder):
    (folder / "chapters").mkdir()
    (folder / "_toc.yml").write_text("format: jb-book\nroot: one\n")
    text = "# 하나\n\n(here)=\n## 절\n\n$$\na\n$$ (eq-one)\n"
    (folder / "one.md").write_text(text, encoding="utf-8")
    (folder / "chapters" / "references.bib").write_text(
        "@book{a, author={가}, title={t}, year=1999}\n"
        "@book{b, author={Gil, A. and Sun, B.}, title={t}, year=2001}\n"
        "@book{c, author={Gil, A. and Sun, B. and Kim, C.}, title={t}, year=2002}\n",
        encoding="utf-8",
    )
    references = read_references(read_book(folder), "https://s/")
    return Chapter(folder / "one.md", "one", text), references


def test_the_folder_holds_all_that_the_notebooks_ask_for(root, wheel, tmp_path):
    output = tmp_path / "out"
    written = write_colab(root, wheel, output)
    assert wheel.name == wheel_name()  # what the site's own copies ask for
    assert len(written) == 30
    asked = set()
    for path in written:
        of_exercise = path.parent.name == "exercises"
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        setup = cells[0 if of_exercise else 1]["source"]
        asked |= set(re.findall(r"raw/notebooks/([\w.-]+\.whl)", "".join(setup)))
        if stored := re.search(r"for name in (\[.*\])", "".join(setup)):
            asked |= {f"_static/stored/{name}" for name in re.findall(r"'(.+?)'", stored[1])}
    assert len(asked) == 5
    assert all((output / name).is_file() for name in asked)
    write_colab(root, wheel, output)  # again, over its own
    other = tmp_path / "other"
    other.mkdir()
    (other / "mine.txt").touch()
    with pytest.raises(UsageError, match="다른 파일"):
        write_colab(root, wheel, other)
    with pytest.raises(UsageError, match="바퀴"):
        write_colab(root, tmp_path / "none.whl", output)


@pytest.mark.parametrize("stem", STEMS)
def test_a_notebook_runs_where_only_the_wheel_is_added(root, wheel, tmp_path, stem):
    """As on Colab: NumPy and its kin are there, coursekit is not, and one cell installs it."""
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / "bin" / "python"
    (site,) = (tmp_path / "venv" / "lib").glob("python*/site-packages")
    # A plain path file: the packages are seen, the editable coursekit among them is not.
    (site / "there.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    code = "import numpy, torch, coursekit"
    process = subprocess.run([python, "-c", code], capture_output=True, text=True, cwd=tmp_path)
    assert "No module named 'coursekit'" in process.stderr
    texts = colab_notebooks(root, site=SITE, files=wheel.parent.as_uri(), wheel=wheel.name)
    notebook = nbformat.reads(texts[f"{stem}.ipynb"], as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell("import coursekit; coursekit.__file__"))
    path = tmp_path / "chapter.ipynb"
    nbformat.write(notebook, path)
    # The native kernel of that Python: no other kernel's description is in reach.
    run = "from nbclient.cli import main; main()"
    process = subprocess.run(
        [python, "-c", run, "--inplace", "--timeout=300", path.name],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "JUPYTER_PATH": str(tmp_path), "IPYTHONDIR": str(tmp_path / "ipython")},
        timeout=600,
    )
    assert process.returncode == 0, process.stderr[-3000:]
    done = nbformat.read(path, as_version=4)
    outputs = [one for cell in done.cells for one in cell.get("outputs", [])]
    assert str(site) in done.cells[-1].outputs[0].data["text/plain"]
    assert [one.text for one in outputs if one.get("name") == "stderr"] == []
    assert sum("image/png" in one.get("data", {}) for one in outputs) > 3
