r"""지시어 `{terms}`: `terms.yml`의 용어를 가나다순의 용어집으로 만듭니다.

    ```{terms}
    ```

인자가 없으면 곁의 `terms.yml`을 읽습니다.
우리말과 영어와 같은 말 모두 `` {term}`…` ``로 가리킬 수 있고, 주소는 `#term-<id>`입니다.
"""

import unicodedata
from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from coursekit.book.terms import Term, read_terms
from coursekit.errors import UsageError

_INITIALS = "ㄱㄱㄴㄷㄷㄹㅁㅂㅂㅅㅅㅇㅈㅈㅊㅋㅌㅍㅎ"


def connect(app: Sphinx) -> None:
    r"""지시어를 등록합니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.
    """
    app.add_directive("terms", Terms)


def initial(word: str) -> str:
    r"""찾아보기의 갈피가 될 첫 글자를 구합니다.

    Parameters
    ----------
    word : str
        낱말.

    Returns
    -------
    str
        한글이면 첫소리(된소리는 예사소리로), 아니면 로마자 대문자.
    """
    code = ord(unicodedata.normalize("NFC", word)[0]) - 0xAC00
    return _INITIALS[code // 588] if 0 <= code < 11172 else word[0].upper()


class Terms(SphinxDirective):
    r"""용어 파일 하나를 용어집으로 바꾸는 지시어입니다."""

    optional_arguments = 1
    has_content = False

    def run(self) -> list[nodes.Node]:
        r"""용어집의 노드를 만듭니다."""
        relative, absolute = self.env.relfn2path((*self.arguments, "terms.yml")[0])
        self.env.note_dependency(relative)
        try:
            terms = read_terms(Path(absolute))
        except UsageError as error:
            raise self.error(str(error)) from None
        if not terms:
            raise self.error(f"용어가 없습니다: {relative}")
        result: list[nodes.Node] = []
        groups: dict[str, list[Term]] = {}
        # 한글은 코드값의 순서가 곧 가나다순이며, 로마자로 시작하는 말은 뒤에 둡니다.
        for term in sorted(terms, key=lambda t: (t.ko[0].isascii(), t.ko.lower())):
            groups.setdefault(initial(term.ko), []).append(term)
        for letter, members in groups.items():
            heading = nodes.rubric("", letter, classes=["glossary-letter"])
            heading["heading-level"] = 2
            entries = nodes.definition_list(classes=["glossary"])
            entries += [self._entry(term) for term in members]
            glossary = addnodes.glossary("", entries, sorted=False)
            result += [heading, glossary]
        return result

    def _entry(self, term: Term) -> nodes.definition_list_item:
        node_id = f"term-{term.id}"
        name = nodes.term("", term.ko, ids=[node_id])
        others = ", ".join((term.en, *term.synonyms))
        name += nodes.inline("", f"({others})", classes=["term-others"])
        name.source, name.line = self.get_source_info()
        standard = self.env.get_domain("std")
        for word in (term.ko, term.en, *term.synonyms):
            standard._note_term(word, node_id, location=name)  # type: ignore[attr-defined]
        index = addnodes.index(
            entries=[
                ("single", word, node_id, "main", initial(word))
                for word in (term.ko, term.en, *term.synonyms)
            ]
        )
        name.insert(0, index)
        self.state.document.note_explicit_target(name)
        meaning = nodes.definition()
        lines = StringList(term.definition.splitlines(), source="terms.yml")
        self.state.nested_parse(lines, self.content_offset, meaning)
        return nodes.definition_list_item("", name, meaning)
