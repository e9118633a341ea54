"""Small books, written and built for one test."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

_BUILD = """
import json, sys
from pathlib import Path
from coursekit.book import build_book
build = build_book(Path(sys.argv[1]), check=False)
print("RESULT", json.dumps([build.succeeded, list(build.failures), build.log]))
"""


@dataclass(frozen=True)
class Built:
    succeeded: bool
    failures: list[str]
    log: str
    html: Path

    def page(self, name: str) -> str:
        return (self.html / f"{name}.html").read_text(encoding="utf-8")

    @property
    def executed(self) -> list[str]:
        return [line.split()[-1] for line in self.log.splitlines() if line.startswith("실행: ")]


@pytest.fixture
def write_book(tmp_path: Path, root: Path) -> Callable[..., Path]:
    """Write a book of the given chapters with the real configuration."""

    def write(chapters: Mapping[str, str], searchable: bool = False, **files: str) -> Path:
        book = tmp_path / "book"
        (book / "chapters").mkdir(parents=True)
        config = (root / "_config.yml").read_text(encoding="utf-8")
        config = "\n".join(line for line in config.split("\n") if "bibtex_bibfiles" not in line)
        if not searchable:  # the analyser takes seconds to load
            config = config.replace("  config:\n", "  config:\n    coursekit_search: false\n", 1)
        (book / "_config.yml").write_text(config, encoding="utf-8")
        names = [name for name in chapters if name != "index"]
        entries = "".join(f"  - file: chapters/{name}\n" for name in names)
        toc = "format: jb-book\nroot: index\n" + (f"chapters:\n{entries}" if names else "")
        (book / "_toc.yml").write_text(toc, encoding="utf-8")
        (book / "index.md").write_text(chapters.get("index", "# 처음\n"), encoding="utf-8")
        for name in names:
            (book / "chapters" / f"{name}.md").write_text(chapters[name], encoding="utf-8")
        for name, text in files.items():
            (book / "chapters" / name.replace("__", ".")).write_text(text, encoding="utf-8")
        return book

    return write


@pytest.fixture(scope="session")
def build() -> Callable[..., Built]:
    """Build a book in a fresh process, optionally with another copy of the package."""

    def run(book: Path, package: Path | None = None) -> Built:
        environment = dict(os.environ)
        if package is not None:
            environment["PYTHONPATH"] = str(package)
        process = subprocess.run(
            [sys.executable, "-c", _BUILD, str(book)],
            capture_output=True,
            text=True,
            env=environment,
            cwd=book,  # not the repository, whose own coursekit would come first
            timeout=300,
        )
        results = [line for line in process.stdout.splitlines() if line.startswith("RESULT ")]
        assert results, process.stdout + process.stderr
        succeeded, failures, log = json.loads(results[-1].removeprefix("RESULT "))
        return Built(succeeded, failures, log, book / "_build" / "html")

    return run
