r"""인쇄기: 시스템의 Chromium으로 쪽 하나를 PDF 하나로 찍습니다.

쪽의 스크립트는 돌리지 않습니다. 그래서 위젯 자리에는 종이에 맞는 그림이 찍히고, 그림을 미루어 부르지도 않습니다.
"""

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from coursekit.book.theme import ASSETS
from coursekit.errors import UsageError

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# A4에서 여백을 뺀 글의 너비(174 mm)를 CSS 픽셀로. 화면에서 잰 너비가 종이의 너비와 같게 합니다.
_TEXT_WIDTH = 658
_MINUTES = 10
# 접힌 곳의 그림과 글꼴도 부르도록 먼저 펼칩니다.
_UNFOLD = """() => {
  document.querySelectorAll("details").forEach((fold) => { fold.open = true; });
  document.querySelectorAll("img").forEach((image) => { image.loading = "eager"; });
}"""
_READY = """() => document.fonts.status === "loaded"
  && [...document.images].every((image) => image.complete)"""


class Press:
    r"""Chromium 하나를 띄워 두고 쪽을 찍는 인쇄기입니다. `with`와 함께 씁니다.

    Raises
    ------
    UsageError
        Chromium이나 playwright가 없을 때.
    """

    def __enter__(self) -> "Press":
        path = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
        if path is None:
            raise UsageError("PDF를 찍으려면 Chromium이 필요합니다(`sudo apt install chromium`).")
        try:
            from playwright.sync_api import sync_playwright
        except ImportError:
            raise UsageError(
                "PDF를 찍으려면 playwright와 pypdf가 필요합니다(`pip install coursekit[pdf]`)."
            ) from None
        self._driver = sync_playwright().start()
        self._browser = self._driver.chromium.launch(executable_path=path, args=[*_ARGUMENTS])
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._browser.close()
        self._driver.stop()

    def print_page(
        self,
        source: Path,
        target: Path,
        *,
        first: int,
        head: str,
        anchors: Sequence[str] = (),
        faces: str = "",
    ) -> None:
        r"""쪽 하나를 찍습니다.

        Parameters
        ----------
        source : Path
            찍을 HTML 파일.
        target : Path
            쓸 PDF 파일.
        first : int
            첫 쪽에 적을 쪽 번호.
        head : str
            쪽마다 위에 적을 글. 비어 있으면 적지 않습니다.
        anchors : sequence of str
            다른 쪽에서 가리키는 앵커들. PDF 안에서도 찾아갈 수 있게 합니다.
        faces : str
            쪽의 글꼴을 대신할 `@font-face`들.
        """
        with self._page() as page:
            page.goto(source.resolve().as_uri())
            page.evaluate(
                "css => document.head.append(Object.assign("
                "document.createElement('style'), {textContent: css}))",
                faces + _numbering(first, head),
            )
            page.evaluate(_UNFOLD)
            while not page.evaluate(_READY):
                page.wait_for_timeout(50)
            script = (ASSETS / "print" / "prepare.js").read_text(encoding="utf-8")
            problems = page.evaluate(f"({script})({json.dumps(list(anchors))})")
            if problems:
                raise UsageError(f"{source.name}: 그림을 읽지 못했습니다: {', '.join(problems)}")
            page.pdf(
                path=target,
                prefer_css_page_size=True,
                print_background=True,
                outline=True,
                tagged=True,
            )

    @contextmanager
    def _page(self) -> Iterator[Any]:
        context = self._browser.new_context(
            java_script_enabled=False,
            color_scheme="light",
            viewport={"width": _TEXT_WIDTH, "height": 971},
            device_scale_factor=2,
        )
        context.set_default_timeout(_MINUTES * 60_000)
        context.route(lambda url: not url.startswith(("file:", "data:")), lambda one: one.abort())
        page = context.new_page()
        page.emulate_media(media="print")
        try:
            yield page
        finally:
            context.close()


def _numbering(first: int, head: str) -> str:
    # 브라우저에서 바로 찍을 때는 print.css만으로 1쪽부터 번호를 매깁니다.
    return (
        f"html {{ counter-reset: page {first - 1}; }}\n"
        f"@page {{ @top-right {{ content: {json.dumps(head, ensure_ascii=False)}; }} }}\n"
        "@page :first { @top-right { content: none; } }\n"
    )
