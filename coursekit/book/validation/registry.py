r"""지은 사이트에 대한 검사의 목록과, 모두를 돌리는 함수입니다."""

from collections.abc import Iterator
from pathlib import Path

from coursekit.book.validation.attributes import attributes
from coursekit.book.validation.heads import heads
from coursekit.book.validation.links import addresses, inner_links, styles
from coursekit.book.validation.mathml import mathml
from coursekit.book.validation.names import names
from coursekit.book.validation.nesting import nesting
from coursekit.book.validation.references import identities, references
from coursekit.book.validation.site import Fault, Site, Validation, read_site


def syntax(site: Site) -> Iterator[Fault]:
    r"""읽기 규칙을 어긴 곳을 찾습니다: 닫히지 않은 원소, 엇갈린 원소, 되풀이된 속성."""
    for page in site.pages.values():
        for line, what in page.errors:
            yield Fault(page.name, f":{line}", f"문법에 어긋납니다: {what}")


VALIDATIONS: dict[str, Validation] = {
    "syntax": syntax,
    "nesting": nesting,
    "attributes": attributes,
    "mathml": mathml,
    "identities": identities,
    "references": references,
    "names": names,
    "heads": heads,
    "links": inner_links,
    "addresses": addresses,
    "styles": styles,
}


def validate_site(folder: Path) -> list[Fault]:
    r"""지은 사이트에 모든 검사를 돌립니다.

    Parameters
    ----------
    folder : Path
        지은 HTML의 폴더(`_build/html`).

    Returns
    -------
    list of Fault
        찾은 잘못을 쪽의 순서로. 비어 있으면 통과입니다.

    Raises
    ------
    UsageError
        지은 책이 없을 때.
    """
    site = read_site(folder)
    return sorted({fault for check in VALIDATIONS.values() for fault in check(site)})
