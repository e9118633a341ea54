r"""Sphinx와 테마가 영어로 남겨 둔 문구의 우리말 목록을 겁니다.

목록은 `locales/ko/LC_MESSAGES/sphinx.po`이며, 컴파일한 파일을 남기지 않고 메모리에서 읽습니다.
"""

import gettext
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from sphinx import locale

PO = Path(__file__).resolve().parent / "locales" / "ko" / "LC_MESSAGES" / "sphinx.po"


def install() -> None:
    r"""우리말 목록을 Sphinx의 목록 앞에 겁니다. 없는 문구는 Sphinx의 것을 씁니다."""
    key = ("general", "sphinx")
    current = locale.translators.get(key)
    ours = read_catalog()
    if current is not None:
        ours.add_fallback(current)
    locale.translators[key] = ours


def read_catalog() -> gettext.GNUTranslations:
    r"""`sphinx.po`를 읽습니다.

    Returns
    -------
    GNUTranslations
        우리말 문구.
    """
    with PO.open("rb") as file:
        messages = read_po(file, locale="ko")
    compiled = BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
