r"""제목마다 읽을 수 있고 바뀌지 않는 주소를 붙입니다.

docutils는 한글을 버리고 `#id7`처럼 차례로 번호를 매깁니다. 절 하나를 끼워 넣으면 뒤의 주소가 모두 밀립니다.
여기서는 원본에 이름표 `(이름)=`가 있으면 그것을, 없으면 제목의 글(`#직선을-데이터에-맞추려면`)을 주소로 씁니다.
둘 다 있으면 둘 다 주소이고, 앞의 것이 제목 옆과 차례와 검색이 쓰는 주소입니다.
"""

import re
from collections.abc import Container

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

_NUMBERING = re.compile(r"^\s*\d+(?:[–-]\d+)?\.\s+")
_UNSAFE = re.compile(r"[^a-z0-9가-힣_-]+")

# 이 갈래의 절은 만든 쪽이 정한 주소를 그대로 씁니다(꾸러미의 이름 `nn.Linear`).
FIXED = "api-name"


def connect(app: Sphinx) -> None:
    r"""주소를 고치는 변환을 답니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.
    """
    app.add_transform(ReadableAnchors)


def slug(title: str, taken: Container[str] = ()) -> str:
    r"""제목의 글로 주소를 만듭니다.

    맨 앞의 번호(`2. `)는 바뀌기 쉬우므로 빼고, 글이 숫자로 시작하면 `s-`를 앞에 둡니다:
    숫자로 시작하는 주소는 CSS 선택자로 쓸 수 없습니다.

    Parameters
    ----------
    title : str
        제목의 글.
    taken : container of str
        이미 쓰인 주소들. 겹치면 `-2`, `-3`을 붙입니다.

    Returns
    -------
    str
        소문자 로마자, 한글, 숫자, `_`, `-`만 있는 주소.
    """
    words = re.sub(r"\s+", "-", _NUMBERING.sub("", title).strip().lower())
    base = re.sub(r"-{2,}", "-", _UNSAFE.sub("", words)).strip("-") or "section"
    if not base[0].isalpha():
        base = f"s-{base}"
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    return name


class ReadableAnchors(SphinxTransform):
    r"""절의 번호 주소를 제목의 글로 바꿉니다. 이름표가 절에 붙고(260) 차례가 정해진(261) 다음에 합니다."""

    default_priority = 262

    def apply(self, **kwargs: object) -> None:
        r"""문서의 모든 절을 고칩니다."""
        document = self.document
        renamed: dict[str, str] = {}
        for section in document.findall(nodes.section):
            if FIXED in section["classes"]:
                continue
            labels = {document.nameids.get(name) for name in section["names"] if self._given(name)}
            given = [one for one in section["ids"] if one in labels]
            numbered = [one for one in section["ids"] if one not in labels]
            for one in numbered:
                document.ids.pop(one, None)
            new = slug(_text(section), document.ids)
            document.ids[new] = section
            section["ids"] = [*given, new]
            renamed.update(dict.fromkeys(numbered, new))
        for name, old in document.nameids.items():
            if old in renamed:
                document.nameids[name] = renamed[old]
        slugs = getattr(document, "myst_slugs", {})
        for name, (line, old, title) in list(slugs.items()):
            new = renamed.get(old, old)
            slugs[name] = (line, new, title)
            slugs.setdefault(new, (line, new, title))  # 원본에서도 `[글](#주소)`로 가리킵니다.

    def _given(self, name: str) -> bool:
        return bool(self.document.nametypes.get(name))


def _text(section: nodes.section) -> str:
    title = section.next_node(nodes.title)
    if title is None:
        return ""
    # 수식은 조판 명령이므로 주소에서 뺍니다.
    leaves = title.findall(nodes.Text)
    return "".join(leaf for leaf in leaves if not isinstance(leaf.parent, nodes.math))
