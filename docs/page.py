"""README의 그림을 다시 찍습니다: `make book` 다음에 `.venv/bin/python docs/page.py`."""

import hashlib
import io
import re
import shutil
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "_build" / "html" / "chapters" / "gradient_descent.html"
SECTION = "직접 걸어 보기"


def take() -> bytes:
    """첫 장의 그 절을 너비 1280픽셀의 창에서 1.5배로 찍어 128색으로 줄입니다."""
    browser_path = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 900}, device_scale_factor=1.5)
        page.goto(PAGE.as_uri())
        heading = page.locator("h3", has_text=SECTION)
        heading.evaluate("node => node.scrollIntoView()")
        page.locator(".ck-panel").first.wait_for()
        page.wait_for_load_state("networkidle")
        heading.evaluate("node => { node.scrollIntoView(); window.scrollBy(0, -64); }")
        page.add_style_tag(content="#pst-back-to-top { display: none !important }")
        page.evaluate(
            "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )
        shot = page.screenshot()
        browser.close()
    picture = Image.open(io.BytesIO(shot)).convert("RGB").quantize(128)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def main() -> None:
    """그림과, README에 적은 그 지문을 함께 고칩니다."""
    data = take()
    (HERE / "page.png").write_bytes(data)
    about = HERE / "README.md"
    text = about.read_text(encoding="utf-8")
    about.write_text(re.sub(r"[0-9a-f]{64}", hashlib.sha256(data).hexdigest(), text), "utf-8")


if __name__ == "__main__":
    main()
