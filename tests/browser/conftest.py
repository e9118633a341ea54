import os
import shutil
import threading
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from coursekit.book import book_server
from tests.browser.widget_page import widget_page

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium_path() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def chromium(tmp_path_factory):
    """One headless Chromium for the session; without it CI fails and a laptop skips by name."""
    path = chromium_path()
    if path is None:
        message = "chromium이 없어 브라우저 테스트를 건너뜁니다."
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium):
    """`open_page(width=390, dark=False, ...)` gives a page that fails the test on any console error
    and any request that leaves the machine."""
    contexts, problems = [], []

    def open_one(path: Path, *, width: int = 800, height: int = 900, dark: bool = False, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
        page.on(
            "request",
            lambda r: (
                None if r.url.startswith(("file:", "data:", "blob:")) else problems.append(r.url)
            ),
        )
        page.goto(path.as_uri())
        if dark:
            page.evaluate("document.documentElement.dataset.theme = 'dark'")
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture(scope="session")
def address(built_book, root):
    """Where the built book is served for this session."""
    server = book_server(root, 0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def visit(chromium):
    """Open a page with other hosts blocked; console errors and failed requests fail the test."""
    contexts, problems = [], []

    def open_one(url, width=1440, dark=False):
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
        )
        contexts.append(context)
        here = ("file:", "data:", "blob:", "http://127.0.0.1:")

        def guard(route):
            if route.request.url.startswith(here):
                route.continue_()
            else:
                problems.append(f"다른 호스트: {route.request.url}")
                route.abort()

        context.route("**/*", guard)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(f"오류: {error}"))
        page.on(
            "console",
            lambda m: (
                problems.append(f"콘솔: {m.text}") if m.type in ("error", "warning") else None
            ),
        )
        page.on("requestfailed", lambda r: problems.append(f"실패: {r.url}"))
        page.on(
            "response",
            lambda r: problems.append(f"{r.status}: {r.url}") if r.status >= 400 else None,
        )
        page.goto(url)
        page.wait_for_load_state("networkidle")
        page.evaluate("document.fonts.ready")
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture(scope="module")
def page_file(request, tmp_path_factory):
    """The page of the widget that the module names `WIDGET`, written once."""
    path = tmp_path_factory.mktemp("widget") / "page.html"
    path.write_text(widget_page(request.module.WIDGET()), encoding="utf-8")
    return path


@pytest.fixture
def show(open_page, page_file):
    """`show(width=390, ...)` opens that page and waits until the widget is drawn."""

    def open_ready(**options):
        page = open_page(page_file, **options)
        page.wait_for_function("window.ready")
        return page

    return open_ready
