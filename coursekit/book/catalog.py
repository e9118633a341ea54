r"""Sphinx와 테마가 영어로 남겨 둔 문구의 우리말 목록을 겁니다.

목록은 `locales/ko/LC_MESSAGES/sphinx.po`이며, 컴파일한 파일을 남기지 않고 메모리에서 읽습니다.
"""

import gettext
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from sphinx import locale
from sphinx.application import Sphinx

PO = Path(__file__).resolve().parent / "locales" / "ko" / "LC_MESSAGES" / "sphinx.po"


def install(app: Sphinx) -> None:
    r"""우리말 목록을 Sphinx의 목록 앞에 겁니다. 없는 문구는 Sphinx의 것을 씁니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.
    """
    ours = read_catalog()
    ours.add_fallback(app.translator)
    # 파이썬 코드는 목록을 이름으로 찾고, 템플릿은 app의 것을 씁니다.
    locale.translators["general", "sphinx"] = ours
    app.translator = ours


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
