import re

import numpy as np
import pytest

from coursekit import viz
from coursekit.data import line_surface, toy
from tests.browser.widget_page import connect

pytestmark = pytest.mark.browser
WIDGET = viz.widgets.BatchExplorer


@pytest.fixture(scope="module")
def widget():
    return viz.widgets.BatchExplorer()


@pytest.fixture(scope="module")
def points():
    x, y = toy.line(64, slope=1.6, intercept=0.2, noise=0.5, rng=0)
    return 2 * x - 1, y


def drawn(page):
    """What the panel says it shows."""
    data = page.evaluate("({...document.querySelector('.ck-batch').dataset})")
    lists = {
        name: np.array(data[name].split(","), float)
        for name in ("point", "gradient", "full", "indices", "bowl")
    }
    return {**data, **lists, "size": int(data["size"]), "seed": int(data["seed"])}


def set_size(page, value):
    page.get_by_label("배치 크기").evaluate(
        "(node, value) => { node.value = value; node.dispatchEvent(new Event('input', {bubbles: true})); }",
        value,
    )


def centre(page, selector):
    """The centre of a drawn mark, turned back into (w, b)."""
    u, v = page.evaluate(
        """(selector) => {
      const map = document.querySelector('.ck-batch-map').getBoundingClientRect();
      const box = document.querySelector(selector).getBoundingClientRect();
      return [(box.x + box.width / 2 - map.x) / map.width, (box.y + box.height / 2 - map.y) / map.height];
    }""",
        selector,
    )
    return np.array([-1 + 3.5 * u, 2.5 - 2.8 * v])


def check_against_surface(page, points, *, exact=False):
    seen = drawn(page)
    indices = np.random.default_rng(seen["seed"]).permutation(64)[: seen["size"]]
    np.testing.assert_array_equal(seen["indices"], indices)
    batch, full = line_surface(points[0][indices], points[1][indices]), line_surface(*points)
    tolerance = 1e-12 if exact else 20 / 2**14
    np.testing.assert_allclose(seen["gradient"], batch.gradient(seen["point"]), atol=tolerance)
    np.testing.assert_allclose(seen["full"], full.gradient(seen["point"]), atol=tolerance)
    np.testing.assert_allclose(centre(page, ".ck-start"), seen["point"], atol=0.02)
    return seen


def test_static_page_draws_the_numbers_of_coursekit(show, points):
    page = show()
    first = check_against_surface(page, points)
    assert (first["mode"], first["size"], first["seed"]) == ("table", 4, 0)
    page.get_by_role("button", name="다시 뽑기").click()
    assert check_against_surface(page, points)["seed"] == 1
    for place, size in enumerate([1, 2, 4, 8, 16, 32, 64]):
        set_size(page, place)
        seen = check_against_surface(page, points)
        assert seen["size"] == size
        assert page.locator(".ck-chosen").count() == size
        assert page.locator(".ck-datum").count() == 64 - size
    np.testing.assert_allclose(seen["gradient"], seen["full"])
    assert "흩어짐(표준편차)은 0.00" in page.get_by_role("status").inner_text()


def test_redrawing_comes_round_to_the_first_batch(show, points):
    page = show()
    again = page.get_by_role("button", name="다시 뽑기")
    for _ in range(24):
        again.click()
    assert check_against_surface(page, points)["seed"] == 0


def test_ellipse_and_cross_lie_where_the_batch_is_lowest(show, points):
    page = show()
    set_size(page, 3)
    seen = drawn(page)
    indices = seen["indices"].astype(int)
    lowest = line_surface(points[0][indices], points[1][indices]).minima[0]
    np.testing.assert_allclose(centre(page, ".ck-bottom"), lowest, atol=0.02)
    np.testing.assert_allclose(centre(page, ".ck-contour"), lowest, atol=0.02)
    np.testing.assert_allclose(
        centre(page, ".ck-minimum"), line_surface(*points).minima[0], atol=0.02
    )
    set_size(page, 0)
    assert page.locator(".ck-bottom").count() == 0  # a valley has no one lowest point


def test_arrow_ends_one_step_away(show):
    page = show()
    seen = drawn(page)
    for name, slope in (("ck-full", seen["full"]), ("ck-batch-step", seen["gradient"])):
        tip = page.evaluate(
            "(name) => document.querySelector(`.ck-head.${name}`).getAttribute('points').split(' ')[0].split(',').map(Number)",
            name,
        )
        frame = page.locator(".ck-batch-map").bounding_box()
        at = [-1 + 3.5 * tip[0] / frame["width"], 2.5 - 2.8 * tip[1] / frame["height"]]
        np.testing.assert_allclose(at, seen["point"] - 0.3 * slope, atol=0.01)
    assert page.locator(".ck-cloud").count() == 24


def test_mouse_keyboard_and_reset(show, widget, points):
    page = show()
    start = drawn(page)["point"]
    page.locator(".ck-batch-map").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowDown")
    moved = check_against_surface(page, points)["point"]
    gap = np.array([3.5, 2.8]) / 9
    np.testing.assert_allclose(start - moved, gap, atol=1e-6)
    frame = page.locator(".ck-batch-map").bounding_box()
    page.mouse.move(frame["x"] + 0.5 * frame["width"], frame["y"] + 0.5 * frame["height"])
    page.mouse.down()
    page.mouse.move(frame["x"] + 0.1 * frame["width"], frame["y"] + 0.9 * frame["height"], steps=4)
    page.mouse.up()
    dragged = check_against_surface(page, points)["point"]
    wanted = [-1 + 0.1 * 3.5, 2.5 - 0.9 * 2.8]
    assert dragged[0] == min(widget.header["xs"], key=lambda x: abs(x - wanted[0]))
    assert dragged[1] == min(widget.header["ys"], key=lambda y: abs(y - wanted[1]))
    set_size(page, 6)
    page.get_by_role("button", name="다시 뽑기").click()
    page.get_by_role("button", name="처음으로").click()
    back = drawn(page)
    np.testing.assert_allclose(back["point"], start)
    assert (back["size"], back["seed"]) == (4, 0)


def test_touch_moves_by_a_tap(show, points):
    page = show(has_touch=True, width=390)
    frame = page.locator(".ck-batch-map").bounding_box()
    page.touchscreen.tap(frame["x"] + 0.2 * frame["width"], frame["y"] + 0.3 * frame["height"])
    point = check_against_surface(page, points)["point"]
    assert np.abs(point - [-1 + 0.2 * 3.5, 2.5 - 0.3 * 2.8]).max() < 0.25


def test_dark_theme_repaints_the_map(show):
    page = show()
    corner = "document.querySelector('canvas').getContext('2d').getImageData(0, 0, 1, 1).data[0]"
    light = page.evaluate(corner)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.wait_for_function(f"{corner} < 80")
    assert page.evaluate(corner) < light - 100


def test_with_a_kernel_the_values_are_exact(show, points):
    live = viz.widgets.BatchExplorer()
    page = show()
    questions = connect(page, live)
    set_size(page, 13)
    page.wait_for_function("document.querySelector('.ck-batch').dataset.size === '13'")
    for _ in range(30):
        page.get_by_role("button", name="다시 뽑기").click()
    page.wait_for_function("document.querySelector('.ck-batch').dataset.seed === '30'")
    frame = page.locator(".ck-batch-map").bounding_box()
    page.mouse.click(frame["x"] + 0.312 * frame["width"], frame["y"] + 0.777 * frame["height"])
    page.wait_for_function("document.querySelector('.ck-batch').dataset.point.startsWith('0.09')")
    seen = check_against_surface(page, points, exact=True)
    assert (seen["size"], seen["seed"]) == (13, 30)
    assert questions[0] == {"kind": "hello"}
    assert {q["kind"] for q in questions[1:]} == {"draw"}


def test_status_speaks_the_numbers(show):
    page = show()
    text = page.get_by_role("status").inner_text().replace("−", "-")
    seen = drawn(page)
    numbers = [float(n) for n in re.findall(r"-?\d+\.\d+", text)]
    expected = [*seen["gradient"], *seen["full"], float(seen["spread"])]
    np.testing.assert_allclose(numbers, expected, atol=0.0051)


def test_cleanup_stops_watching(show):
    page = show()
    page.evaluate("window.cleanup()")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.wait_for_timeout(50)
    data = "document.querySelector('canvas').getContext('2d').getImageData(0, 0, 1, 1).data[0]"
    assert page.evaluate(data) > 200
