r"""지은 사이트에 대한 검사들입니다: 링크와 앵커, 마크업, 이름과 설명, 머리말."""

from coursekit.book.validation.links import OuterLink, outer_links
from coursekit.book.validation.registry import VALIDATIONS, validate_site
from coursekit.book.validation.site import Fault, Page, Site, read_site

__all__ = [
    "VALIDATIONS",
    "Fault",
    "OuterLink",
    "Page",
    "Site",
    "outer_links",
    "read_site",
    "validate_site",
]
