r"""지시어 `{exercises}`: 연습문제의 지시문과 접힌 해답을 원본 `exercise.md`에서 장으로 옮깁니다.

장에는 `<!-- exercises: gradient_descent -->` 한 줄만 적습니다. 지시어를 모르는 JupyterLab과 Colab에서
보이지 않게 하려는 것이고, 책을 만들 때 이 줄이 지시어로 바뀝니다.

문항마다 `#exercise-<연습문제>-<번호>` 주소가 있고, 맨 앞에 노트북을 받는 링크와 채점 명령이 놓입니다.
"""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from coursekit.book.address import repository_url
from coursekit.book.colab import EXERCISES
from coursekit.book.launch import binder_url, colab_url
from coursekit.errors import UsageError
from coursekit.grading import Exercise, Item, course_root, read_exercise


def connect(app: Sphinx) -> None:
    r"""지시어를 등록합니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.
    """
    app.add_directive("exercises", Exercises)
    app.connect("source-read", _expand)


_MARKER = re.compile(r"^<!--\s*exercises:\s*(\S+)\s*-->\s*$", re.MULTILINE)


def _expand(app: Sphinx, docname: str, source: list[str]) -> None:
    source[0] = _MARKER.sub(r"```{exercises} \1\n```", source[0])


class Exercises(SphinxDirective):
    r"""연습문제 한 벌을 장 안에 펼치는 지시어입니다."""

    required_arguments = 1
    has_content = False

    def run(self) -> list[nodes.Node]:
        r"""안내, 문항, 해답의 노드를 만듭니다."""
        stem = self.arguments[0].strip()
        folder = course_root(Path(self.env.srcdir)) / "exercises" / stem
        source = folder / "exercise.md"
        self.env.note_dependency(str(source))
        if not source.is_file():
            raise self.error(_unknown(stem, folder.parent))
        try:
            exercise = read_exercise(source)
        except UsageError as error:
            raise self.error(str(error)) from None
        result = [self._introduction(exercise, stem)]
        for cell in exercise.cells[: self._first_prompt(exercise)]:
            if cell.kind == "text":
                result += self._myst(_without_title(cell.source), source, cell.line)
        for number, item in enumerate(exercise.items, 1):
            result.append(self._item(exercise, item, number))
        return result

    @staticmethod
    def _first_prompt(exercise: Exercise) -> int:
        kinds = [cell.kind for cell in exercise.cells]
        return kinds.index("prompt") if "prompt" in kinds else len(kinds)

    def _introduction(self, exercise: Exercise, stem: str) -> nodes.Node:
        box = nodes.container(classes=["exercise-intro"])
        text = (
            f"문항 {len(exercise.items)}개, 모두 {exercise.points}점이며 "
            f"{exercise.minutes}분쯤 걸립니다."
        )
        box += nodes.paragraph("", text)
        notebook = f"/exercises/{stem}/{stem}.ipynb"
        link = addnodes.download_reference(
            "",
            "",
            nodes.inline("", f"{stem}.ipynb 내려받기"),
            reftarget=notebook,
            refdoc=self.env.docname,
        )
        link.source, link.line = self.get_source_info()
        line = nodes.paragraph("", "")
        line += [link, nodes.Text(": 이 노트북에 풀이를 쓰고, 아래 명령으로 스스로 채점합니다.")]
        box += line
        command = f"coursekit check {stem}.ipynb"
        box += nodes.literal_block(command, command, language="shell")
        if places := self._places(stem):
            box += places
        return box

    def _places(self, stem: str) -> nodes.Node | None:
        r"""설치하지 않고 여는 링크의 줄입니다. 저장소의 주소가 없는 책에는 없습니다."""
        repository = repository_url(course_root(Path(self.env.srcdir)))
        if not repository:
            return None
        found = {
            "Binder에서 풀기": binder_url(repository, f"exercises/{stem}/{stem}.ipynb"),
            "Colab에서 풀기": colab_url(repository, f"{EXERCISES}/{stem}.ipynb"),
        }
        line = nodes.paragraph("", "설치하지 않고 열려면: ", classes=["exercise-places"])
        for text, url in found.items():
            if url:
                line += [nodes.reference("", text, refuri=url, internal=False), nodes.Text(" ")]
        return line

    def _item(self, exercise: Exercise, item: Item, number: int) -> nodes.Node:
        node_id = f"exercise-{exercise.id.replace('_', '-')}-{number}"
        box = nodes.container(classes=["exercise-item"], ids=[node_id])
        title = nodes.rubric("", "", classes=["exercise-title"])
        title["heading-level"] = 3
        title += nodes.Text(f"문항 {number}. {item.title} ")
        title += nodes.inline("", f"({item.points}점)", classes=["exercise-points"])
        box += title
        source = exercise.path
        _, _, body = item.prompt.source.partition("\n")
        box += self._myst(body, source, item.prompt.line + 1)
        for cell in item.of_kind("text"):
            box += self._myst(cell.source, source, cell.line)
        box += list(self._solution(item))
        return box

    def _solution(self, item: Item) -> Iterator[nodes.Node]:
        cells = item.of_kind("solution")
        if not cells:
            return
        yield nodes.raw(
            "",
            '<details class="exercise-solution"><summary>해답 보기</summary>',
            format="html",
        )
        for cell in cells:
            code = cell.solution_code.strip("\n")
            yield nodes.literal_block(code, code, language="python")
        yield nodes.raw("", "</details>", format="html")

    def _myst(self, text: str, source: Path, line: int) -> list[nodes.Node]:
        holder = nodes.container()
        lines = StringList(text.strip("\n").splitlines(), source=str(source))
        self.state.nested_parse(lines, self.content_offset, holder)
        for child in holder.findall(nodes.Element):
            child.source, child.line = str(source), line
        return list(holder.children)


def _without_title(text: str) -> str:
    r"""연습문제의 큰 제목은 노트북의 것입니다. 장에는 절의 제목이 이미 있습니다."""
    lines = text.split("\n")
    return "\n".join(lines[1:] if lines[0].startswith("# ") else lines)


def _unknown(stem: str, folder: Path) -> str:
    known = sorted(path.parent.name for path in folder.glob("*/exercise.md"))
    close = get_close_matches(stem, known, n=1)
    hint = f"가장 가까운 이름: {close[0]}" if close else f"있는 이름: {', '.join(known) or '없음'}"
    return f"연습문제를 찾지 못했습니다: {stem} ({hint})"
