r"""MyST로 쓴 글을 어느 노트북 화면에서나 읽히는 글로 바꿉니다: Colab은 지시어와 역할을 모릅니다.

상자는 인용문으로, 참조는 링크나 번호로, 인용은 저자와 해로 바뀝니다. 식과 코드는 그대로입니다.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pybtex.database import BibliographyData, Entry, parse_file
from pybtex.plugin import find_plugin
from pybtex.richtext import Text

from coursekit.book.sources import Book, Chapter, read_numbered
from coursekit.errors import UsageError

_OPENING = re.compile(r"^(?P<mark>:{3,}|`{3,})\{(?P<name>[a-z-]+)\}\s*(?P<title>.*)$")
_OPTION = re.compile(r"^:[a-z-]+:")
_TARGET = re.compile(r"^\((?P<label>[\w-]+)\)=\s*$")
_EQUATION = re.compile(r"^(?P<quote>[> ]*)\$\$\s*\((?P<label>[\w-]+)\)\s*$")
_ROLE = re.compile(r"\{(?P<role>[a-z:]+)\}`(?P<text>[^`]+)`")
_TITLED = re.compile(r"^(?P<title>.+?)\s*<(?P<target>[^>]+)>$")
_HEADING = re.compile(r"^# (?P<title>.+)$", re.MULTILINE)
_EXERCISES = re.compile(r"^<!-- exercises: .*-->$", re.MULTILINE)


@dataclass(frozen=True)
class References:
    r"""책 전체에서 참조가 가리키는 것들.

    Parameters
    ----------
    titles : mapping of str to str
        문서 이름마다의 제목.
    labels : mapping of str to str
        이름표마다의 문서 이름.
    equations : mapping of str to str
        식의 이름표마다의 번호, 예를 들어 `"13.4"`.
    bibliography : BibliographyData
        참고문헌.
    site : str
        책의 주소. `/`로 끝납니다.
    """

    titles: Mapping[str, str]
    labels: Mapping[str, str]
    equations: Mapping[str, str]
    bibliography: BibliographyData
    site: str

    def page(self, docname: str) -> str:
        r"""문서의 주소입니다."""
        return f"{self.site}{docname}.html"


def read_references(book: Book, site: str) -> References:
    r"""책의 이름표와 식의 번호를 모읍니다.

    Parameters
    ----------
    book : Book
        읽은 책.
    site : str
        책의 주소.

    Returns
    -------
    `References`
        모은 것.
    """
    titles, labels, equations = {}, {}, {}
    numbers = chapter_numbers(book)
    for chapter in book.chapters:
        heading = _HEADING.search(chapter.text)
        titles[chapter.docname] = heading["title"] if heading else chapter.docname
        found = 0
        for line in chapter.text.splitlines():
            if match := _TARGET.match(line):
                labels[match["label"]] = chapter.docname
            elif match := _EQUATION.match(line):
                found += 1
                number = numbers.get(chapter.docname)
                equations[match["label"]] = f"{number}.{found}" if number else str(found)
    path = book.root / "chapters" / "references.bib"
    bibliography = parse_file(str(path)) if path.is_file() else BibliographyData()
    return References(titles, labels, equations, bibliography, site)


def chapter_numbers(book: Book) -> dict[str, int]:
    r"""번호가 붙는 장마다의 번호입니다. `numbered: true`인 부를 지나며 이어서 셉니다.

    Parameters
    ----------
    book : Book
        읽은 책.

    Returns
    -------
    dict of str to int
        문서 이름마다의 번호, 1부터.
    """
    numbered = read_numbered(book.root)
    return {name: n for n, name in enumerate((d for d in book.docnames if d in numbered), 1)}


def plain_markdown(text: str, chapter: Chapter, references: References) -> str:
    r"""글 칸 하나를 바꿉니다.

    Parameters
    ----------
    text : str
        MyST 글.
    chapter : Chapter
        글이 든 장.
    references : References
        참조가 가리키는 것들.

    Returns
    -------
    str
        지시어와 역할이 없는 마크다운.

    Raises
    ------
    UsageError
        모르는 지시어나 역할, 없는 이름표를 만났을 때. 조용히 빠지는 글이 없게 합니다.
    """
    lines: list[str] = []
    boxes: list[tuple[str, str]] = []  # the mark of each open directive, and what closes it
    for line in text.splitlines():
        quote = "> " * len(boxes)
        if boxes and line.strip() == boxes[-1][0]:
            _, closing = boxes.pop()
            lines += [f"{quote}{closing}"] if closing else []
            lines.append(("> " * len(boxes)).rstrip())
        elif match := _OPENING.match(line):
            opened, closing = _opened(match, quote, chapter, references)
            lines += opened
            boxes.append((match["mark"], closing))
        elif (boxes and _OPTION.match(line)) or _TARGET.match(line):
            continue
        elif match := _EQUATION.match(line):
            # The number goes inside the formula: a notebook knows \tag and no label.
            lines.append(f"{quote}{match['quote']}$$")
            _tag(lines, references.equations[match["label"]])
        else:
            lines.append((quote + line).rstrip())
    if boxes:
        raise UsageError(f"{chapter.docname}: 닫히지 않은 상자가 있습니다: {boxes[-1][0]}")
    plain = _ROLE.sub(lambda match: _role(match, chapter, references), "\n".join(lines))
    plain = re.sub(r"(?m)^((?:> ?)*>)\n(?:\1 *\n)+", r"\1\n", plain)  # one empty line is enough
    section = f"[책의 쪽]({references.page(chapter.docname)})에 문제와 접힌 해답이 있습니다."
    return _EXERCISES.sub(section, plain)


def _tag(lines: list[str], number: str) -> None:
    for i in range(len(lines) - 2, -1, -1):
        if lines[i].lstrip("> ").startswith("$$"):
            lines[i] = lines[i].replace("$$", rf"$$ \tag{{{number}}}", 1)
            return
    raise UsageError(f"식 ({number})의 여는 `$$`가 없습니다.")


def _opened(
    match: re.Match[str], quote: str, chapter: Chapter, references: References
) -> tuple[list[str], str]:
    r"""지시어를 여는 줄 대신 쓸 줄들과, 닫을 때 쓸 글입니다."""
    name, title = match["name"], match["title"]
    if name in ("admonition", "note"):
        return [f"{quote}> **{title or '참고'}**", f"{quote}>"], ""
    if name == "dropdown":
        return [f"{quote}> <details><summary>{title}</summary>", f"{quote}>"], "</details>"
    if name == "bibliography":
        return [f"{quote}- {one}" for one in _works(chapter, references)], ""
    raise UsageError(f"{chapter.docname}: 노트북으로 옮길 줄 모르는 지시어입니다: {name}")


def _works(chapter: Chapter, references: References) -> list[str]:
    keys: dict[str, None] = {}
    for match in _ROLE.finditer(chapter.text):
        if match["role"] == "cite":
            keys |= dict.fromkeys(key.strip() for key in match["text"].split(","))
    entries = references.bibliography.entries
    style: Any = find_plugin("pybtex.style.formatting", "unsrt")()
    formatted = style.format_entries([entries[key] for key in sorted(keys)])
    return [entry.text.render_as("markdown") for entry in formatted]


def _role(match: re.Match[str], chapter: Chapter, references: References) -> str:
    role, text = match["role"], match["text"]
    roles: dict[str, Callable[[str, Chapter, References], str]] = {
        "cite": _cited,
        "doc": _document,
        "eq": _equation,
        "ref": _section,
        "term": lambda text, chapter, references: text,
    }
    if role not in roles:
        raise UsageError(f"{chapter.docname}: 노트북으로 옮길 줄 모르는 역할입니다: {role}")
    try:
        return roles[role](text, chapter, references)
    except KeyError as error:
        raise UsageError(f"{chapter.docname}: 가리키는 것이 없습니다: {error.args[0]}") from None


def _cited(text: str, chapter: Chapter, references: References) -> str:
    entries = references.bibliography.entries
    return "(" + "; ".join(_short(entries[key.strip()]) for key in text.split(",")) + ")"


def _short(entry: Entry) -> str:
    people = entry.persons.get("author") or entry.persons.get("editor") or []
    names = [str(Text.from_latex(" ".join([*p.prelast_names, *p.last_names]))) for p in people]
    who = names[0] if names else entry.key
    who += {0: "", 1: "", 2: f"·{names[-1]}"}.get(len(names), " 외") if names else ""
    return f"{who} {entry.fields.get('year', '')}".strip()


def _document(text: str, chapter: Chapter, references: References) -> str:
    match = _TITLED.match(text)
    title, target = (match["title"], match["target"]) if match else ("", text)
    docname = (Path(chapter.docname).parent / target).as_posix()
    return f"[{title or references.titles[docname]}]({references.page(docname)})"


def _equation(text: str, chapter: Chapter, references: References) -> str:
    return f"({references.equations[text]})"


def _section(text: str, chapter: Chapter, references: References) -> str:
    match = _TITLED.match(text)
    if not match:
        return f"[{text}]({references.page(references.labels[text])}#{text})"
    target = match["target"]
    return f"[{match['title']}]({references.page(references.labels[target])}#{target})"
