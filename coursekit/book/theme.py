r"""사이트의 겉모습: 함께 내보내는 파일, 저장소의 주소, 쪽의 마지막 손질.

다른 호스트에서 가져오는 것이 하나도 없게 하고, 테마가 영어로 남겨 둔 이름을 우리말로 바꿉니다.
"""

import re
from pathlib import Path
from typing import Any

import yaml
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.jinja2glue import BuiltinTemplateLoader

from coursekit.book import catalog, markup
from coursekit.book.accessible import accessible
from coursekit.book.address import BRANCH, repository_url
from coursekit.book.fingerprint import files_hash
from coursekit.book.sources import read_toc
from coursekit.book.themescript import early_brightness
from coursekit.book.widgets import widget_files
from coursekit.grading import course_root

ASSETS = Path(__file__).resolve().parent / "assets"
_LABELS: dict[str, str] = yaml.safe_load((ASSETS / "labels.yml").read_text(encoding="utf-8"))
# 아이콘은 CSS와 글꼴이 그립니다. 이 스크립트는 같은 일을 527 KB로 한 번 더 합니다.
# 찾기는 coursekit.book.search의 것을 씁니다.
_DROPPED = re.compile(
    r"\s*<(?:script|link)\b[^>]*(?:scripts/fontawesome\.js|sphinx-thebe\.(?:js|css)"
    r"|searchtools\.js|language_data\.js|searchindex\.js|sphinx_highlight\.js)[^>]*>(?:</script>)?"
)
_PIXELS = re.compile(
    r'(?P<head><img\b[^>]*?)\s*style="width:\s*(?P<width>\d+)(?:px)?;'
    r'\s*height:\s*(?P<height>\d+)(?:px)?;\s*"'
)


def connect(app: Sphinx) -> None:
    r"""설정과 쪽의 손질을 답니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.
    """
    app.add_config_value("coursekit_static", "", "html", [str])
    app.connect("config-inited", _configure, priority=100)
    app.connect("builder-inited", _drop_thebe, priority=1)
    app.connect("build-finished", _tidy, priority=800)
    if app.config.language == "ko":
        catalog.install(app)


class CourseTemplates(BuiltinTemplateLoader):
    r"""쪽을 만든 뒤 `polish`로 손질하는 템플릿 로더입니다."""

    def render(self, template: str, context: dict[str, Any]) -> str:  # type: ignore[override]
        r"""템플릿을 채우고 손질합니다."""
        return polish(super().render(template, context))


def polish(html: str) -> str:
    r"""만들어진 쪽을 손질합니다: 필요 없는 스크립트를 빼고, 크기를 속성으로 옮기고, 이름을 우리말로.

    Parameters
    ----------
    html : str
        테마가 만든 쪽.

    Returns
    -------
    str
        손질한 쪽. 두 번 손질해도 같습니다.
    """
    html = early_brightness(accessible(markup.repair(_DROPPED.sub("", html))))
    # CSS가 높이를 비율대로 줄일 수 있도록, 그리고 그림이 오기 전에 자리를 잡도록 합니다.
    html = _PIXELS.sub(r'\g<head> width="\g<width>" height="\g<height>"', html)
    for english, korean in _LABELS.items():
        html = html.replace(english, korean)
    return html


def _configure(app: Sphinx, config: Config) -> None:
    root = course_root(Path(app.srcdir))
    # 차례에 있는 것만 원본입니다. 곁에 놓인 .venv 같은 폴더를 뒤지지 않습니다.
    config.include_patterns = [f"{name}.*" for name, _ in read_toc(root)]
    chapters = root / "chapters" / "_static"
    static = [ASSETS / "site", ASSETS / "vendor", *([chapters] if chapters.is_dir() else [])]
    config.html_static_path = [*config.html_static_path, *map(str, static)]
    config.templates_path.append(str(ASSETS / "templates"))
    config.template_bridge = "coursekit.book.theme.CourseTemplates"
    # course.css가 먼저이고, 나머지는 이름의 차례대로 그 위에 덧입힙니다.
    styles = sorted(path.name for path in (ASSETS / "site").glob("*.css"))
    config.html_css_files += ["course.css", *(one for one in styles if one != "course.css")]
    config.html_js_files += ["menus.js", ("scrolling.js", {"defer": "defer"})]
    config.html_favicon = config.html_favicon or str(ASSETS / "site" / "favicon.svg")
    config.html_copy_source = False
    config.nb_ipywidgets_js = {"widgets.js": {"defer": "defer"}}
    url = repository_url(root)
    config.html_theme_options.update(
        {
            "repository_url": url,
            "repository_branch": BRANCH,
            "path_to_docs": "",
            "use_repository_button": bool(url),
            "use_issues_button": bool(url),  # 주소는 feedback이 바꿉니다
        }
    )
    # 파일만 바뀌어도 쪽을 다시 쓰게 하여, 바뀐 파일이 빠짐없이 복사되게 합니다.
    folders = [ASSETS, chapters] if chapters.is_dir() else [ASSETS]
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    files += widget_files()  # 쪽마다 제 위젯의 스크립트를 판 번호와 함께 적습니다.
    config.coursekit_static = files_hash(files)


def _drop_thebe(app: Sphinx) -> None:
    r"""sphinx_thebe는 꺼 두어도 모든 쪽에 스크립트를 두 번 넣어 오류를 냅니다."""
    for listeners in app.events.listeners.values():
        listeners[:] = [
            one
            for one in listeners
            if not getattr(one.handler, "__module__", "").startswith("sphinx_thebe")
        ]


def _tidy(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.format != "html":
        return
    out = Path(app.outdir)
    for pattern in ("scripts/fontawesome.*", "sphinx-thebe.*", "sphinx_highlight.js", "**/*.map"):
        for path in list((out / "_static").glob(pattern)):
            path.unlink()
    # 차례에서 빠진 장의 쪽이 남아 있으면 죽은 쪽이 검색과 배포에 섞입니다.
    summaries = {f"summary/{Path(name).name}" for name in app.env.found_docs}
    alive = {*app.env.found_docs, *summaries, "search", "404"}
    for path in out.rglob("*.html"):
        name = path.relative_to(out).with_suffix("").as_posix()
        if not name.startswith("_") and name not in alive:
            path.unlink()
