"""What a chapter depends on: checked against what a fresh interpreter really loads."""

import json
import subprocess
import sys

import pytest

from coursekit.book.dependencies import chapter_parts, part_files, part_imports
from coursekit.book.fingerprint import Fingerprints, lock_hash, package_folder
from coursekit.book.sources import Chapter

PARTS = part_files(package_folder())
GRAPH = part_imports(PARTS)


@pytest.mark.parametrize("part", sorted(set(PARTS) - {"", "__main__"}))
def test_static_parts_cover_what_is_really_loaded(part):
    """Oracle: import every module of the part in a new process and look at sys.modules."""
    code = (
        "import importlib, json, pkgutil, sys\n"
        f"top = importlib.import_module('coursekit.{part}')\n"
        "names = [m.name for m in pkgutil.walk_packages(getattr(top, '__path__', []), top.__name__ + '.')]\n"
        "for name in names:\n"
        "    if not name.endswith('reference_process'): importlib.import_module(name)\n"
        "loaded = {m.split('.')[1] for m in sys.modules if m.startswith('coursekit.')}\n"
        "print(json.dumps(sorted(loaded)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    static = chapter_parts([f"import coursekit.{part}"], GRAPH)
    assert set(json.loads(run.stdout.splitlines()[-1])) <= static


def test_a_chapter_of_optim_does_not_depend_on_grading():
    parts = chapter_parts(["from coursekit.optim import descend"], GRAPH)
    assert "optim" in parts
    assert not parts & {"grading", "book", "cli", "viz"}


@pytest.mark.parametrize(
    "cell",
    [
        "import coursekit",
        "from coursekit import __version__",
        "import importlib\nimportlib.import_module('x')",
        "exec(code)",
        "!coursekit check x.ipynb",
        "%run other.py",
        "def broken(:",
        "__import__('a')",
        "name = 'coursekit.'",
    ],
)
def test_what_cannot_be_known_depends_on_everything(cell):
    assert chapter_parts([cell], GRAPH) == set(GRAPH)


def test_imports_inside_functions_and_strings_count():
    assert "train" in chapter_parts(["def f():\n    from coursekit.train import History"], GRAPH)
    assert "train" in chapter_parts(["load('coursekit.train.history')"], GRAPH)
    assert chapter_parts(["import numpy as np\nmodel.eval()"], GRAPH) == set()


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        ("import coursekit\nwhere = coursekit.__file__", {""}),
        ("import coursekit as ck\nck.b.z", {"", "b"}),
        ("import coursekit\nlook(coursekit)", {"", "a", "b", "c", "viz"}),
    ],
)
def test_a_package_file_that_imports_the_whole(small_package, source, parts):
    (small_package / "b.py").write_text("z = 1")
    (small_package / "c.py").write_text(source)
    graph = part_imports(part_files(small_package))
    assert graph["c"] == parts


def test_the_real_chapter_does_not_depend_on_the_book_machine(root):
    from coursekit.book import read_book

    chapters = {chapter.docname: chapter for chapter in read_book(root).chapters}
    cells = [cell.source for cell in chapters["chapters/gradient_descent"].cells]
    parts = chapter_parts(cells, GRAPH)
    assert {"optim", "viz", "data"} <= parts
    assert not parts & {"book", "cli", "grading"}


@pytest.fixture
def small_package(tmp_path):
    package = tmp_path / "coursekit"
    for name, text in {
        "__init__.py": "",
        "a/__init__.py": "from coursekit.a.x import y",
        "a/x.py": "def y():\n    from coursekit.b import z\n    return z",
        "a/look.js": "1",
        "viz/__init__.py": "",
        "viz/player.js": "1",
        "viz/widgets/frame/panel.js": "1",
        "viz/widgets/one.css": "1",
        "viz/widgets/one.py": "",
        "b.py": "z = 1",
        "c.py": "import coursekit.a",
    }.items():
        path = package / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return package


def _chapter(tmp_path, code, prose="글"):
    text = f"# 장\n\n{prose}\n\n```{{code-cell}}\n{code}\n```\n"
    return Chapter(tmp_path / "x.md", "x", text)


@pytest.mark.parametrize(
    ("file", "changes"),
    [("a/x.py", True), ("a/look.js", True), ("b.py", True), ("c.py", False), ("__init__.py", True)],
)
def test_fingerprint_follows_the_files_it_depends_on(small_package, tmp_path, file, changes):
    chapter = _chapter(tmp_path, "from coursekit.a import y")
    before = Fingerprints(tmp_path, small_package).of(chapter)
    assert Fingerprints(tmp_path, small_package).of(chapter) == before
    (small_package / file).write_text("# 바뀜\nfrom coursekit.b import z\n")
    after = Fingerprints(tmp_path, small_package).of(chapter)
    assert (after != before) == changes


@pytest.mark.parametrize(
    ("file", "changes"),
    [
        ("viz/player.js", True),  # an animation lies in the output with its player
        ("viz/widgets/one.py", True),
        ("viz/widgets/frame/panel.js", False),  # a page takes these from the package when written
        ("viz/widgets/one.css", False),
    ],
)
def test_what_a_page_takes_itself_runs_no_chapter_again(small_package, tmp_path, file, changes):
    chapter = _chapter(tmp_path, "from coursekit import viz")
    before = Fingerprints(tmp_path, small_package).of(chapter)
    (small_package / file).write_text("2")
    assert (Fingerprints(tmp_path, small_package).of(chapter) != before) == changes


def test_fingerprint_ignores_prose_and_sees_code_lock_and_local_files(small_package, tmp_path):
    def mark(code="import numpy", prose="글"):
        return Fingerprints(tmp_path, small_package).of(_chapter(tmp_path, code, prose))

    first = mark()
    assert mark(prose="다른 글") == first
    assert mark(code="import numpy as np") != first
    (tmp_path / "requirements.lock").write_text("numpy==1")
    locked = mark()
    assert locked != first
    (tmp_path / "requirements.lock").write_text("numpy==2")
    assert mark() != locked
    (tmp_path / "data.csv").write_text("1")
    reading = mark(code="open('data.csv')")
    (tmp_path / "data.csv").write_text("2")
    assert mark(code="open('data.csv')") != reading


def test_only_what_a_cell_can_use_counts_in_the_lock(root, tmp_path):
    lock = tmp_path / "requirements.lock"
    text = (root / "requirements.lock").read_text(encoding="utf-8")
    lock.write_text(text, encoding="utf-8")
    before = lock_hash(lock)
    for line, changes in (
        ("html5lib", False),  # reads the built pages
        ("ruff", False),
        ("numpy", True),
        ("scipy", True),
        ("contourpy", True),  # matplotlib draws with it, and no chapter names it
        ("ipykernel", True),
    ):
        assert f"\n{line}==" in text
        lock.write_text(text.replace(f"\n{line}==", f"\n{line}==9"), encoding="utf-8")
        assert (lock_hash(lock) != before) == changes, line
    lock.write_text(text + "a-new-linter==1.0\n", encoding="utf-8")
    assert lock_hash(lock) == before
