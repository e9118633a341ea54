"""The real book as built: what its files contain."""

import json
import re

import pytest

pytestmark = pytest.mark.book

# What a browser fetches by itself; links that a reader clicks are free.
LOADED = re.compile(
    r"""<(?:script|img|iframe|audio|video|source|embed)\b[^>]*\bsrc\s*=\s*["'](?:https?:)?//"""
    r"""|<link\b(?=[^>]*rel=["'](?:stylesheet|preload|icon|preconnect|dns-prefetch|modulepreload))[^>]*href=["'](?:https?:)?//"""
)
CSS_LOADED = re.compile(r"""url\(\s*["']?(?:https?:)?//|@import\s+["'](?:https?:)?//""")
JS_LOADED = re.compile(
    r"""(?:import\s*\(|\bfrom\s+|fetch\s*\(|importScripts\s*\(|\.src\s*=)\s*["'`](?:https?:)?//"""
)


@pytest.mark.parametrize(
    ("pattern", "bad", "good"),
    [
        (LOADED, '<script async src="https://a.b/c.js">', '<script src="../_static/c.js">'),
        (LOADED, '<link href="//a.b/c.css" rel="stylesheet">', '<a href="https://a.b/">'),
        (CSS_LOADED, "src: url(https://a.b/f.woff2)", "src: url(fonts/f.woff2)"),
        (JS_LOADED, 'await import("https://esm.sh/x")', 'import("./x.js") // https://a.b'),
    ],
)
def test_the_scan_itself_can_fail(pattern, bad, good):
    if pattern is LOADED and "stylesheet" in bad:
        bad = '<link rel="stylesheet" href="//a.b/c.css">'
    assert pattern.search(bad)
    assert not pattern.search(good)


def test_no_file_loads_from_another_host(built_book):
    found = []
    for path in built_book.rglob("*"):
        pattern = {".html": LOADED, ".css": CSS_LOADED, ".js": JS_LOADED}.get(path.suffix)
        if pattern and (match := pattern.search(path.read_text(encoding="utf-8"))):
            found.append((path.name, match[0]))
        if path.suffix == ".html":
            text = path.read_text(encoding="utf-8")
            styles = "".join(re.findall(r"<style.*?</style>", text, re.DOTALL))
            found += [(path.name, match[0]) for match in CSS_LOADED.finditer(styles)]
    assert found == []


def pages(built_book):
    return [
        path
        for path in built_book.rglob("*.html")
        if not path.relative_to(built_book).parts[0].startswith("_")
    ]


def test_every_image_has_alt_and_language_is_korean(built_book):
    for path in pages(built_book):
        text = path.read_text(encoding="utf-8")
        assert '<html lang="ko"' in text
        for image in re.findall(r"<img\b[^>]*>", text):
            assert re.search(r'\balt="[^"]*\S', image), (path.name, image)


def test_executed_chapter_says_with_what_it_was_made(built_book):
    footer = re.search(
        r'<p class="made">.*?</p>',
        (built_book / "chapters" / "gradient_descent.html").read_text(encoding="utf-8"),
        re.DOTALL,
    )
    assert footer is not None
    for name in ("python", "numpy", "matplotlib", "coursekit"):
        assert re.search(rf"{name}&nbsp;\d+\.\d+", footer[0])


def test_exercises_come_from_their_source(built_book, root):
    from coursekit.grading import read_exercise

    exercise = read_exercise(root / "exercises" / "gradient_descent")
    page = (built_book / "chapters" / "gradient_descent.html").read_text(encoding="utf-8")
    for number, item in enumerate(exercise.items, 1):
        assert f'id="exercise-gradient-descent-{number}"' in page
        assert f"문항 {number}. {item.title}" in page
    assert page.count("<summary>해답 보기</summary>") == len(exercise.items)
    assert "BEGIN SOLUTION" not in page
    notebook = next((built_book / "_downloads").rglob("gradient_descent.ipynb"))
    assert json.loads(notebook.read_text(encoding="utf-8"))["nbformat"] == 4
    assert f'href="../{notebook.relative_to(built_book).as_posix()}"' in page


def test_glossary_answers_in_both_languages(built_book):
    page = (built_book / "chapters" / "glossary.html").read_text(encoding="utf-8")
    terms = re.findall(r'<dt id="(term-[a-z-]+)">(.*?)<', page)
    assert ("term-gradient-descent", "경사하강법") in terms
    names = [name for _, name in terms]
    assert names == sorted(names, key=lambda name: (name[0].isascii(), name.lower()))
    assert "gradient descent" in page


def test_heavy_and_unused_files_are_gone(built_book):
    static = built_book / "_static"
    assert not list(static.rglob("fontawesome*.js"))
    assert not list(static.rglob("*.map"))
    assert not list(static.glob("sphinx-thebe*"))
    for weight in (400, 700):
        assert 10_000 < (static / "fonts" / f"book-{weight}.woff2").stat().st_size < 200_000


def test_another_build_right_away_executes_nothing(built_book, root):
    import subprocess
    import sys
    import time

    start = time.monotonic()
    run = subprocess.run(
        [sys.executable, "-m", "coursekit", "book", "build", "--root", str(root)],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert run.returncode == 0, run.stderr
    assert "실행: " not in run.stdout
    assert time.monotonic() - start < 60  # 15 s on a quiet machine; this one is shared
