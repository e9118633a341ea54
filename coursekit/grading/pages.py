r"""Jinja2로 HTML 한 장을 만듭니다. 들어가는 글은 모두 이스케이프하고, 쪽은 아무것도 바깥에서 불러오지 않습니다."""

import re
from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from coursekit.grading.outcome import clean

_CODE = re.compile(r"`([^`]+)`")
_BOLD = re.compile(r"\*\*([^*]+)\*\*")


def page(template: str, **values: Any) -> str:
    r"""틀에 값을 넣어 HTML을 만듭니다.

    Parameters
    ----------
    template : str
        `assets`에 있는 틀의 이름.
    **values : Any
        틀이 쓰는 값.

    Returns
    -------
    str
        HTML. 같은 값이면 늘 같은 글입니다.
    """
    text: str = _environment().get_template(template).render(**values)
    return "\n".join(line.rstrip() for line in text.split("\n") if line.strip()) + "\n"


@lru_cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("coursekit.grading", "assets"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["prose"] = _prose
    environment.filters["plain"] = _plain
    environment.filters["shape"] = _shape
    return environment


def _plain(text: object) -> str:
    return clean(str(text), 2000)


def _prose(text: object) -> Markup:
    # 먼저 이스케이프하고 나서 `코드`와 **굵은 글**만 바꿉니다: 학생이 만든 태그는 글로 남습니다.
    safe = str(escape(clean(str(text), 2000)))
    safe = _CODE.sub(r"<code>\1</code>", safe)
    return Markup(_BOLD.sub(r"<strong>\1</strong>", safe))


def _shape(shape: tuple[int, ...]) -> str:
    inside = ", ".join(map(str, shape))
    return f"({inside},)" if len(shape) == 1 else f"({inside})" if shape else "수 하나"
