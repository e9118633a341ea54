import io

import numpy as np
import pytest
from PIL import Image

from coursekit import viz

pytestmark = pytest.mark.browser


def bars(ax, k):
    ax.bar([0], [k + 1])
    ax.set(ylim=(0, 5), xlim=(-1, 1), xticks=[-1, 1])


@pytest.fixture(scope="module")
def page_file(tmp_path_factory):
    """Two different animations and one of them twice, as a long page may have them."""
    first = viz.animate(bars, 4, alt="막대가 자란다", captions=[f"높이 {k + 1}" for k in range(4)], seconds=3)  # fmt: skip
    second = viz.animate(lambda ax, k: bars(ax, 3 - k), 4, alt="막대가 줄어든다", seconds=0.6)
    path = tmp_path_factory.mktemp("animation") / "page.html"
    figures = "".join(movie.to_html() for movie in (first, second, first))
    path.write_text(
        f'<!doctype html><html lang="ko"><meta charset="utf-8"><body style="margin:0">{figures}',
        encoding="utf-8",
    )
    return path


def blue(page, index):
    """How much of the shown picture is bar."""
    shot = page.locator(".ck-animation-stage").nth(index).screenshot()
    pixels = np.asarray(Image.open(io.BytesIO(shot)).convert("RGB"), dtype=int)
    return (np.abs(pixels - [0x00, 0x72, 0xB2]).max(axis=-1) < 30).mean()


def frame(page, index):
    return page.locator(".ck-animation").nth(index).get_attribute("data-frame")


def test_reduced_motion_starts_still_on_the_last_frame(open_page, page_file):
    page = open_page(page_file, reduced_motion="reduce")
    page.wait_for_timeout(300)
    assert [frame(page, i) for i in range(3)] == ["3", "3", "3"]
    assert page.locator("figcaption").first.inner_text() == "높이 4"


def test_each_animation_moves_by_itself_and_by_keyboard(open_page, page_file):
    page = open_page(page_file, reduced_motion="reduce")
    whole = blue(page, 0)
    slider = page.get_by_label("장면").first
    slider.focus()
    page.keyboard.press("Home")
    assert frame(page, 0) == "0"
    assert page.locator("figcaption").first.inner_text() == "높이 1"
    assert slider.get_attribute("aria-valuetext") == "장면 1 / 4, 높이 1"
    assert blue(page, 0) / whole == pytest.approx(1 / 4, rel=0.06)
    page.keyboard.press("ArrowRight")
    assert blue(page, 0) / whole == pytest.approx(2 / 4, rel=0.06)
    assert [frame(page, i) for i in (1, 2)] == ["3", "3"]


def test_last_frame_does_not_shine_through_the_others(open_page, page_file):
    page = open_page(page_file, width=523, reduced_motion="reduce")  # 배율이 정수가 아닌 너비
    page.get_by_label("장면").first.press("Home")
    shot = page.locator(".ck-animation-stage").first.screenshot()
    pixels = np.asarray(Image.open(io.BytesIO(shot)).convert("RGB"), dtype=int)
    height, width = pixels.shape[:2]
    # 높이 1과 5 사이, 막대의 왼쪽 모서리(-0.4)가 있던 곳에는 가로 격자선뿐이어야 합니다.
    strip = pixels[int(0.05 * height) : int(0.7 * height), int(0.3 * width) : int(0.45 * width)]
    assert np.ptp(strip, axis=1).max() <= 2


def test_plays_once_when_seen_and_then_stops(open_page, page_file):
    page = open_page(page_file, height=500)
    page.wait_for_function(
        "document.querySelector('.ck-animation').dataset.frame < 3 && "
        "[...document.querySelectorAll('.ck-animation button')]"
        ".filter(b => b.textContent === '멈춤').length === 1"
    )
    page.wait_for_function("document.querySelector('.ck-animation').dataset.frame === '3'")
    assert page.get_by_role("button", name="재생").count() == 3
    assert frame(page, 2) == "3"  # 아직 눈에 들어오지 않은 것은 움직이지 않습니다


def test_without_script_and_on_paper_the_last_frame_stands(open_page, page_file):
    page = open_page(page_file, java_script_enabled=False)
    assert page.locator(".ck-animation-controls").first.is_hidden()
    assert page.locator(".ck-animation-base").first.is_visible()
    assert "마지막 장면" in page.locator("noscript").first.inner_text()

    page = open_page(page_file, reduced_motion="reduce")
    page.get_by_label("장면").first.press("Home")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert frame(page, 0) == "3"


@pytest.mark.parametrize("width", [320, 800])
def test_fits_the_width(open_page, page_file, width):
    page = open_page(page_file, width=width)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for node in page.locator(".ck-animation-controls button, .ck-animation-controls input").all():
        assert node.bounding_box()["height"] >= 44
