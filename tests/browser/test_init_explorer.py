import numpy as np
import pytest

from coursekit import viz
from coursekit.viz.widgets.init_table import STDS, find, measure
from tests.browser.widget_page import connect

pytestmark = pytest.mark.browser
WIDGET = viz.widgets.InitExplorer


def drawn(page):
    """What the panel says it shows."""
    data = page.evaluate("({...document.querySelector('.ck-init').dataset})")
    lists = {name: np.array(data[name].split(","), float) for name in ("forward", "backward", "bars")}  # fmt: skip
    return {**data, **lists, "std": float(data["std"]), "layer": int(data["layer"])}


def slide(page, label, value):
    page.get_by_label(label).evaluate(
        "(node, value) => { node.value = value; node.dispatchEvent(new Event('input', {bubbles: true})); }",
        value,
    )


def check(page, *, seed=0, exact=False):
    """The numbers and the drawn marks are those of coursekit."""
    seen = drawn(page)
    signal = measure(find(seen["activation"]), seen["std"], seed)
    tolerance = 1e-12 if exact else 1e-4
    np.testing.assert_allclose(seen["forward"], signal.forward, atol=tolerance)
    np.testing.assert_allclose(seen["backward"], signal.backward, atol=tolerance)
    bars = signal.bars[seen["layer"] - 1]
    tallest = max(bars.max(), 1e-12)
    np.testing.assert_allclose(seen["bars"] / max(seen["bars"].max(), 1e-12), bars / tallest, atol=1 / 200)  # fmt: skip
    heights = page.evaluate(
        "[...document.querySelectorAll('.ck-bar')].map((b) => Number(b.getAttribute('height')))"
    )
    np.testing.assert_allclose(np.array(heights) / max(*heights, 1e-9), bars / tallest, atol=0.01)
    points = page.evaluate(
        "document.querySelector('polyline.ck-forward').getAttribute('points').split(' ').map((p) => Number(p.split(',')[1]))"
    )
    # a line on a log axis: heights fall as the logarithms rise, all by the same factor
    if np.ptp(seen["forward"]) > 0.1:
        assert np.corrcoef(points, seen["forward"])[0, 1] < -0.999
    return seen


def test_static_page_draws_the_numbers_of_coursekit(show):
    page = show()
    first = check(page)
    assert (first["mode"], first["activation"], first["layer"], first["std"]) == ("table", "relu", 5, 0.1)  # fmt: skip
    for activation in ("sigmoid", "tanh", "relu"):
        page.get_by_label("활성화 함수").select_option(activation)
        for place in (0, 14, 25):
            slide(page, "가중치의 표준편차", place)
            slide(page, "보고 있는 층", 1 + place)
            seen = check(page)
            assert (seen["activation"], seen["std"], seen["layer"]) == (activation, STDS[place], 1 + place)  # fmt: skip
    again = page.locator("button", has_text="다시 뽑기")
    assert again.is_hidden()  # another draw needs a kernel


def test_buttons_choose_xavier_he_and_the_beginning(show):
    page = show()
    page.get_by_role("button", name="He").click()
    he = check(page)
    assert he["std"] == pytest.approx(0.141421)
    assert abs(he["forward"][-1]) < 1
    page.get_by_role("button", name="Xavier").click()
    xavier = check(page)
    assert he["forward"][-1] - xavier["forward"][-1] == pytest.approx(15 * np.log10(2), abs=1e-3)
    slide(page, "보고 있는 층", 30)
    assert "30층의 활성화 값은 크기" in page.get_by_role("status").inner_text()
    page.get_by_role("button", name="처음으로").click()
    assert drawn(page)["layer"] == 5


def test_keyboard_moves_the_layer(show):
    page = show()
    page.get_by_label("보고 있는 층").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert check(page)["layer"] == 7


def test_status_tells_zeros_and_what_lies_outside(show):
    page = show()
    slide(page, "가중치의 표준편차", 25)
    text = page.get_by_role("status").inner_text()
    assert "0인 값" in text
    assert "그림 밖의 값" in text


def test_dark_theme_turns_the_bars(show):
    page = show()
    colour = "getComputedStyle(document.querySelector('.ck-bar')).fill"
    light = page.evaluate(colour)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert page.evaluate(colour) != light


def test_with_a_kernel_any_spread_and_any_draw_are_exact(show):
    live = viz.widgets.InitExplorer()
    page = show()
    questions = connect(page, live)
    slide(page, "가중치의 표준편차", 123)
    page.get_by_role("button", name="다시 뽑기").click()
    page.wait_for_function("document.querySelector('.ck-init').dataset.seed === '1'")
    page.wait_for_timeout(300)
    seen = check(page, seed=1, exact=True)
    assert min(abs(seen["std"] - s) for s in STDS) > 1e-4
    assert questions[0] == {"kind": "hello"}
    assert {q["kind"] for q in questions[1:]} == {"measure"}


def test_cleanup_stops_watching(show):
    page = show()
    page.evaluate("window.cleanup()")
    page.evaluate("document.querySelector('.ck-bar').remove()")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.wait_for_timeout(50)
    assert page.locator(".ck-bar").count() == 23
