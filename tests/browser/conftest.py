import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

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
