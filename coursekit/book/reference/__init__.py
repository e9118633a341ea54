r"""꾸러미의 설명을 docstring에서 만듭니다: 쪽마다 하위 꾸러미 하나, 이름마다 꼴과 설명과 소스와 나오는 장.

source     코드를 불러오지 않고 읽기
docstring  numpydoc의 글을 MyST로
uses       이름이 어느 장의 어느 절에 나오는지
pages      {api} 지시어
"""

from coursekit.book.reference.docstring import markdown_of
from coursekit.book.reference.pages import connect
from coursekit.book.reference.source import Member, Package, read_package
from coursekit.book.reference.uses import Place, chapter_uses

__all__ = [
    "Member",
    "Package",
    "Place",
    "chapter_uses",
    "connect",
    "markdown_of",
    "read_package",
]
