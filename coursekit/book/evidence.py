r"""역할 `{evidence}`: 이 책을 받치는 것들의 수를 빌드할 때 세어 글에 적습니다.

    시험은 {evidence}`시험`개입니다.

센 수를 손으로 적으면 다음 날 틀리므로, 글에는 무엇을 셀지만 적습니다.
"""

import ast
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxRole

from coursekit.book.search_queries import QUERIES_FILE
from coursekit.book.self_checks import read_self_checks
from coursekit.book.sources import Chapter, read_book, read_numbered
from coursekit.grading import course_root, exercise_folders, read_exercise, read_wrong_answers


def connect(app: Sphinx) -> None:
    r"""역할을 등록하고, 수가 바뀐 쪽을 다시 읽게 합니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.
    """
    app.add_role("evidence", Evidence())
    app.connect("env-get-outdated", _outdated)
    app.connect("env-purge-doc", _forget)


def _chapters(root: Path) -> list[Chapter]:
    numbered = read_numbered(root)
    return [one for one in read_book(root).chapters if one.docname in numbered]


def _parsed(folder: Path, pattern: str) -> Iterator[ast.Module]:
    for path in sorted(folder.rglob(pattern)):
        yield ast.parse(path.read_text(encoding="utf-8"))


def _tests(root: Path) -> int:
    return sum(
        isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        for tree in _parsed(root / "tests", "test_*.py")
        for node in ast.walk(tree)
    )


def _attacks(root: Path) -> int:
    # 공격의 절반쯤은 반복문이 만들어 글에서 셀 수 없습니다. 시험의 꾸러미이므로 따로 불러 셉니다.
    code = "import attacks; print(sum(map(len, attacks.GROUPS.values())))"
    told = subprocess.run(
        [sys.executable, "-c", code],
        cwd=root / "tests" / "grading",
        capture_output=True,
        text=True,
        check=True,
    )
    return int(told.stdout)


def _queries(root: Path) -> int:
    return len(yaml.safe_load((root / QUERIES_FILE).read_text(encoding="utf-8")))


COUNTS: dict[str, Callable[[Path], int]] = {
    "장": lambda root: len(_chapters(root)),
    "칸": lambda root: sum(len(one.cells) for one in _chapters(root)),
    "물음": lambda root: sum(len(read_self_checks(one)) for one in _chapters(root)),
    "시험": _tests,
    "문항": lambda root: sum(len(read_exercise(one).items) for one in exercise_folders(root)),
    "오답": lambda root: sum(
        len(read_wrong_answers(read_exercise(one))) for one in exercise_folders(root)
    ),
    "공격": _attacks,
    "질의": _queries,
}


class Evidence(SphinxRole):
    r"""센 수 하나를 적는 역할입니다."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        r"""수를 세어 글로 적습니다."""
        if self.text not in COUNTS:
            known = ", ".join(COUNTS)
            message = self.inliner.reporter.error(
                f"`evidence` 역할은 {known} 가운데 하나를 셉니다(받은 값: {self.text!r})",
                line=self.lineno,
            )
            return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]
        count = COUNTS[self.text](course_root(Path(self.env.srcdir)))
        _told(self.env).setdefault(self.env.docname, {})[self.text] = count
        return [nodes.Text(f"{count:,}")], []


def _told(env: BuildEnvironment) -> dict[str, dict[str, int]]:
    if not hasattr(env, "coursekit_evidence"):
        env.coursekit_evidence = {}  # type: ignore[attr-defined]
    found: dict[str, dict[str, int]] = env.coursekit_evidence  # type: ignore[attr-defined]
    return found


def _forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    _told(env).pop(docname, None)


def _outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    root = course_root(Path(app.srcdir))
    return [
        page
        for page, counts in _told(env).items()
        if any(COUNTS[name](root) != count for name, count in counts.items())
    ]
