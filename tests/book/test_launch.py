"""Where a chapter can be opened: the form of every link, and that what it opens is there."""

import json
import re
import subprocess
import sys
from html import unescape
from urllib.parse import parse_qs, unquote, urlsplit

import nbformat
import pytest

from coursekit.book.address import repository_url
from coursekit.book.colab import EXERCISES, exercise_notebooks, wheel_name
from coursekit.book.launch import binder_url, colab_url, source_url
from coursekit.book.sources import read_numbered
from coursekit.grading import read_submission

HUB = "https://github.com/who/what"
LINK = re.compile(r'<a [^>]*?href="([^"]+)"[^>]*>(?:<[^>]+>)*([^<]+)')


@pytest.mark.parametrize(
    ("made", "by_hand"),
    [
        (
            binder_url(HUB, "chapters/convolution.md"),
            "https://mybinder.org/v2/gh/who/what/main?urlpath=lab/tree/chapters/convolution.md",
        ),
        (
            binder_url("https://git.school.kr/a/b", "a&b.ipynb"),
            "https://mybinder.org/v2/git/https%3A%2F%2Fgit.school.kr%2Fa%2Fb/main?urlpath=lab/tree/a%26b.ipynb",
        ),
        (
            colab_url(f"{HUB}.git", "exercises/convolution.ipynb"),
            "https://colab.research.google.com/github/who/what/blob/notebooks/exercises/convolution.ipynb",
        ),
        (colab_url("https://git.school.kr/a/b", "x.ipynb"), ""),  # Colab opens GitHub alone
        (source_url(HUB, "chapters/a.md"), f"{HUB}/blob/main/chapters/a.md?plain=1"),
    ],
)
def test_each_form_by_hand(made, by_hand):
    assert made == by_hand


def launch_faults(page, name, root, built_book, published):
    """What is wrong with the places that a chapter's page offers, one line each."""
    repository = repository_url(root)
    owner = urlsplit(repository).path
    wanted = {
        "Binder에서 열기": ("mybinder.org", f"/v2/gh{owner}/main"),
        "Binder에서 풀기": ("mybinder.org", f"/v2/gh{owner}/main"),
        "Colab에서 열기": ("colab.research.google.com", f"/github{owner}/blob/notebooks/"),
        "Colab에서 풀기": ("colab.research.google.com", f"/github{owner}/blob/notebooks/"),
        "원본 보기": ("github.com", f"{owner}/blob/main/"),
        "노트북 내려받기": ("", ""),
    }
    links = {text: unescape(url) for url, text in LINK.findall(page) if text in wanted}
    faults = [f"{text} 없음" for text in wanted.keys() - links.keys()]
    stem = name.rpartition("/")[2]
    for text, url in links.items():
        parts = urlsplit(url)
        host, start = wanted[text]
        if parts.netloc != host or not unquote(parts.path).startswith(start):
            faults.append(f"{text}: {url}")
        elif host == "mybinder.org":
            path = parse_qs(parts.query)["urlpath"][0]
            there = path.startswith("lab/tree/") and root / path.removeprefix("lab/tree/")
            if not there or not there.is_file() or there.stem != stem:
                faults.append(f"{text}: 저장소에 없음 {path}")
        elif "colab" in host:
            path = unquote(parts.path).removeprefix(start)
            if path not in published or not path.endswith(f"{stem}.ipynb"):
                faults.append(f"{text}: 가지에 없음 {path}")
        elif host:
            path = root / unquote(parts.path).removeprefix(start)
            if not path.is_file() or path.stem != stem:
                faults.append(f"{text}: 저장소에 없음 {path}")
        elif not ((built_book / name).parent / url).is_file():
            faults.append(f"{text}: 사이트에 없음 {url}")
    if "노트북 내려받기" in links and not re.search(r'\.ipynb" download>노트북 내려받기', page):
        faults.append("내려받지 않고 여는 링크")
    return faults


@pytest.fixture(scope="module")
def published(root, built_book):
    """What lies on the branch of notebooks: the chapters' are the site's own, by the same code."""
    chapters = {path.name for path in (built_book / "notebooks").glob("*.ipynb")}
    exercises = exercise_notebooks(root, files="https://x", wheel="x.whl")
    return chapters | set(exercises)


@pytest.mark.book
def test_every_chapter_offers_places_that_exist_and_no_other_page_does(root, built_book, published):
    numbered = read_numbered(root)
    assert len(numbered) == len(published) / 2 == 15
    for path in built_book.rglob("*.html"):
        name = path.relative_to(built_book).with_suffix("").as_posix()
        page = path.read_text(encoding="utf-8")
        if name in numbered:
            assert launch_faults(page, name, root, built_book, published) == [], name
        else:
            assert 'class="dropdown launch"' not in page, name


@pytest.mark.book
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("mybinder.org/v2", "binder.example/v2"),
        ("/main?urlpath=lab/tree/chapters", "/master?urlpath=lab/tree/chapters"),
        ("urlpath=lab/tree/chapters", "urlpath=tree/chapters"),
        ("urlpath=lab/tree/chapters/optimizers.md", "urlpath=lab/tree/chapters/optimizer.md"),
        ("urlpath=lab/tree/chapters/optimizers.md", "urlpath=lab/tree/chapters/convolution.md"),
        ("blob/notebooks/optimizers.ipynb", "blob/main/optimizers.ipynb"),
        ("blob/notebooks/optimizers.ipynb", "blob/notebooks/chapters/optimizers.ipynb"),
        ("blob/notebooks/exercises/optimizers.ipynb", "blob/notebooks/exercises/optimizer.ipynb"),
        ("../notebooks/optimizers.ipynb", "../notebooks/none.ipynb"),
        ('ipynb" download>', 'ipynb">'),
        ("blob/main/chapters/optimizers.md", "blob/main/chapters/none.md"),
        (">원본 보기<", "><"),
    ],
)
def test_a_wrong_place_is_seen(root, built_book, published, right, wrong):
    name = "chapters/optimizers"
    page = (built_book / f"{name}.html").read_text(encoding="utf-8")
    assert right in page
    assert launch_faults(page.replace(right, wrong), name, root, built_book, published)


@pytest.mark.book
def test_the_downloaded_notebook_is_whole(root, built_book):
    for path in (built_book / "notebooks").glob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        assert wheel_name() in notebook.cells[1].source


IMPORTS = """
import ast, json, sys
class NoTorch:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "torch":
            raise ImportError("torch")
sys.meta_path.insert(0, NoTorch())
met = []
for stem, cells in json.load(sys.stdin).items():
    for one in [n for cell in cells for n in ast.walk(ast.parse(cell))]:
        if isinstance(one, ast.Import | ast.ImportFrom):
            try:
                exec(compile(ast.Module([one], []), stem, "exec"))
            except ImportError as error:
                met.append(f"{stem}: {error}")
print(json.dumps(met))
"""


def meets_torch(chapters):
    """What stops at torch when the imports of these cells run where it is not."""
    process = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", IMPORTS],
        input=json.dumps(chapters),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(process.stdout)


@pytest.mark.book
def test_a_notebook_installs_torch_where_a_chapter_meets_it(built_book):
    with_torch, without = set(), {}
    for path in (built_book / "notebooks").glob("*.ipynb"):
        cells = nbformat.read(path, as_version=4).cells
        if "coursekit[chapters,torch] @" in cells[1].source:
            with_torch.add(path.stem)
        else:
            assert "coursekit[chapters] @" in cells[1].source
            without[path.stem] = [one.source for one in cells[2:] if one.cell_type == "code"]
    assert {"segmentation", "convolution"} <= with_torch
    assert "gradient_descent" in without
    assert meets_torch(without) == []
    assert meets_torch({"planted": ["from coursekit.models import lenet5"]}) != []


def test_grading_sees_the_same_work_in_an_exercise_from_colab(root, tmp_path):
    made = exercise_notebooks(root, files="https://x", wheel="w.whl")
    text = made[f"{EXERCISES}/convolution.ipynb"]
    path = tmp_path / "convolution.ipynb"
    path.write_text(text, encoding="utf-8")
    colab = read_submission(path)
    released = read_submission(root / "exercises" / "convolution" / "convolution.ipynb")
    assert colab.exercise_id == released.exercise_id
    assert colab.cells[1:] == released.cells
    assert colab.cells[0].grade_id not in {cell.grade_id for cell in released.cells}
    first = nbformat.reads(text, as_version=4).cells[0]
    assert '%pip install -q "coursekit @ https://x/w.whl"' in first.source
    assert "nbgrader" not in first.metadata


@pytest.mark.book
def test_a_book_without_a_repository_offers_no_place(write_book, build):
    book = write_book({"index": "# 처음\n", "a": "# 가\n\n글.\n"})
    toc = book / "_toc.yml"
    toc.write_text(
        "format: jb-book\nroot: index\nparts:\n  - numbered: true\n    chapters:\n"
        "      - file: chapters/a\n"
    )
    (book / "pyproject.toml").write_text("[project]\n")
    built = build(book)
    assert built.succeeded, built.failures
    assert "launch" not in built.page("chapters/a")
    assert not (built.html / "notebooks").exists()
