import numpy as np
import pytest

from coursekit import viz
from coursekit.viz.widgets import bend_table
from tests.browser.widget_page import connect

pytestmark = pytest.mark.browser
WIDGET = viz.widgets.BendExplorer


def drawn(page):
    """What the panel says it shows."""
    data = page.evaluate("({...document.querySelector('.ck-bend').dataset})")
    return {
        **data,
        "units": int(data["units"]),
        "steepness": float(data["steepness"]),
        "total": np.array(data["total"].split(","), float),
        "parts": np.array([row.split(",") for row in data["parts"].split(";")], float),
    }


def slide(page, label, value):
    page.get_by_label(label).evaluate(
        "(node, value) => { node.value = value; node.dispatchEvent(new Event('input', {bubbles: true})); }",
        value,
    )


def check_against_python(page, *, exact=False):
    seen = drawn(page)
    made = bend_table.bend(seen["target"], seen["activation"], seen["units"], seen["steepness"])
    tolerance = 1e-9 if exact else 48 / 2**13
    np.testing.assert_allclose(seen["parts"], made["parts"], atol=tolerance)
    np.testing.assert_allclose(seen["total"], made["total"], atol=tolerance)
    assert float(seen["mse"]) == pytest.approx(made["mse"], abs=1e-6)
    assert page.locator(".ck-part").count() == seen["units"]
    assert f"유닛 {seen['units']}개" in page.get_by_role("status").inner_text()
    return seen


def test_static_page_draws_the_numbers_of_coursekit(show):
    page = show()
    first = check_against_python(page)
    assert (first["mode"], first["units"], first["steepness"]) == ("table", 4, 4.0)
    for place, units in enumerate(bend_table.UNITS):
        slide(page, "은닉 유닛의 수", place)
        assert check_against_python(page)["units"] == units
    for place, steepness in enumerate(bend_table.STEEPNESS):
        slide(page, "은닉층의 가중치", place)
        assert check_against_python(page)["steepness"] == steepness
    for target in ("계단", "봉우리"):
        page.get_by_label("맞출 곡선").select_option(target)
        for activation in bend_table.ACTIVATIONS:
            page.get_by_label("활성화 함수").select_option(activation)
            seen = check_against_python(page)
            assert (seen["target"], seen["activation"]) == (target, activation)


def test_the_line_on_the_screen_is_the_output(show):
    page = show()
    seen = drawn(page)
    points = page.evaluate("document.querySelector('.ck-total').getAttribute('points')").split()
    heights = np.array([float(p.split(",")[1]) for p in points])
    # the screen's y is a falling straight line in the value
    fit = np.polyfit(seen["total"], heights, 1)
    assert fit[0] < 0
    np.testing.assert_allclose(np.polyval(fit, seen["total"]), heights, atol=0.2)


def test_reset_brings_the_start_back(show):
    page = show()
    slide(page, "은닉 유닛의 수", 7)
    page.get_by_label("활성화 함수").select_option("tanh")
    page.get_by_role("button", name="처음으로").click()
    seen = check_against_python(page)
    assert (seen["activation"], seen["units"]) == ("ReLU", 4)


def test_keyboard_moves_the_slider(show):
    page = show()
    page.get_by_label("은닉 유닛의 수").focus()
    page.keyboard.press("ArrowRight")
    assert check_against_python(page)["units"] == 6


def test_with_a_kernel_the_values_between_are_exact(show):
    live = viz.widgets.BendExplorer()

    page = show()
    connect(page, live)
    slide(page, "은닉 유닛의 수", 11)
    page.wait_for_function("document.querySelector('.ck-bend').dataset.units === '11'")
    slide(page, "은닉층의 가중치", 9)
    page.wait_for_function(
        "document.querySelector('.ck-bend').dataset.steepness.startsWith('4.75')"
    )
    assert check_against_python(page, exact=True)["units"] == 11


def test_cleanup_stops_watching(show):
    page = show()
    page.evaluate("window.cleanup()")
    page.evaluate("document.querySelector('.ck-total').setAttribute('points', '')")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.wait_for_timeout(50)
    assert page.evaluate("document.querySelector('.ck-total').getAttribute('points')") == ""
