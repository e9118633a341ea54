import re

import numpy as np
import pytest

from coursekit import viz
from coursekit.data import toy
from coursekit.optim import descend
from coursekit.viz.widgets.descent_table import STEPS
from tests.browser.widget_page import connect

pytestmark = pytest.mark.browser
WIDGET = viz.widgets.DescentExplorer


@pytest.fixture(scope="module")
def widget():
    return viz.widgets.DescentExplorer()


def drawn(page):
    """What the panel says it shows."""
    data = page.evaluate("({...document.querySelector('.ck-descent').dataset})")
    return {
        **data,
        "start": np.array(data["start"].split(","), float),
        "end": np.array(data["end"].split(","), float),
        "lr": float(data["lr"]),
        "steps": int(data["steps"]),
    }


def end_on_screen(page):
    """The centre of the drawn end mark, turned back into the coordinates of the surface."""
    return page.evaluate("""() => {
      const map = document.querySelector('.ck-descent-map').getBoundingClientRect();
      const end = document.querySelector('.ck-descent-map .ck-end').getBoundingClientRect();
      return [(end.x + end.width / 2 - map.x) / map.width, (end.y + end.height / 2 - map.y) / map.height];
    }""")


def set_range(page, name, value):
    page.get_by_label(name).evaluate(
        "(node, value) => { node.value = value; node.dispatchEvent(new Event('input', {bubbles: true})); }",
        value,
    )


def check_against_descend(page, key, objective, *, exact=False):
    seen = drawn(page)
    walk = descend(objective, seen["start"], lr=seen["lr"], steps=STEPS, tol=1e-3)
    low, high = np.array(objective.bounds).T
    tolerance = 1e-12 if exact else (high - low) * 2 / 2**13
    assert seen["terrain"] == key
    assert seen["steps"] == walk.steps
    assert (np.abs(seen["end"] - walk.points[-1]) <= tolerance).all()
    u, v = end_on_screen(page)
    on_surface = np.array([low[0] + u * (high[0] - low[0]), high[1] - v * (high[1] - low[1])])
    assert (np.abs(on_surface - walk.points[-1]) <= (high - low) / 200).all()  # 반 픽셀 남짓
    return seen


@pytest.mark.parametrize(
    ("name", "key", "objective"),
    [
        ("길쭉한 그릇", "bowl", toy.bowl()),
        ("힘멜블라우 함수", "himmelblau", toy.himmelblau()),
        ("로젠브록 함수", "rosenbrock", toy.rosenbrock()),
        ("안장", "saddle", toy.saddle()),
    ],
)
def test_static_page_draws_the_numbers_of_coursekit(show, name, key, objective):
    page = show()
    page.get_by_label("지형", exact=True).select_option(label=name)
    seen = check_against_descend(page, key, objective)
    assert seen["mode"] == "table"
    before = seen["start"]
    page.locator(".ck-descent-map").focus()
    page.keyboard.press("ArrowLeft" if key == "saddle" else "ArrowRight")
    page.keyboard.press("ArrowDown")
    after = check_against_descend(page, key, objective)["start"]
    assert (after != before).all()


def test_mouse_drag_moves_the_start_to_the_nearest_grid_point(show, widget):
    page = show()
    frame = page.locator(".ck-descent-map").bounding_box()
    at = [frame["x"] + 0.5 * frame["width"], frame["y"] + 0.5 * frame["height"]]
    page.mouse.move(*at)
    page.mouse.down()
    page.mouse.move(frame["x"] + 0.8 * frame["width"], frame["y"] + 0.2 * frame["height"], steps=4)
    page.mouse.up()
    page.mouse.move(*at)  # 놓은 뒤에는 따라오지 않습니다
    start = check_against_descend(page, "bowl", toy.bowl())["start"]
    terrain = widget.header["terrains"][0]
    wanted = [-10 + 0.8 * 20, 4 - 0.2 * 8]
    nearest = [
        min(terrain[a], key=lambda v, w=w: abs(v - w))
        for a, w in zip(("xs", "ys"), wanted, strict=True)
    ]
    np.testing.assert_allclose(start, nearest)


def test_touch_moves_the_start_and_the_handle_can_be_dragged(show):
    page = show(width=390, has_touch=True)
    frame = page.locator(".ck-descent-map").bounding_box()
    page.touchscreen.tap(frame["x"] + 0.93 * frame["width"], frame["y"] + 0.5 * frame["height"])
    seen = check_against_descend(page, "bowl", toy.bowl())
    np.testing.assert_allclose(seen["start"], [60 / 7, 0.0], atol=1e-9)
    assert page.locator(".ck-handle").evaluate("n => getComputedStyle(n).touchAction") == "none"
    assert (
        page.locator(".ck-descent-map").evaluate("n => getComputedStyle(n).touchAction") == "auto"
    )


def test_learning_rate_slider_reaches_divergence_and_reset_returns(show):
    page = show()
    first = drawn(page)
    set_range(page, "학습률", 8)
    assert drawn(page)["lr"] == 1.05
    assert drawn(page)["outcome"] == "leaving"
    assert "발산하는 중" in page.get_by_role("status").inner_text()
    page.get_by_role("button", name="처음으로").click()
    again = drawn(page)
    assert (again["lr"], again["outcome"]) == (first["lr"], "steps")
    np.testing.assert_array_equal(again["start"], first["start"])


def test_status_says_point_loss_steps_and_outcome(show):
    page = show()
    page.get_by_label("지형", exact=True).select_option("himmelblau")
    text = page.get_by_role("status").inner_text()
    walk = descend(toy.himmelblau(), [0.0, 0.0], lr=0.01, steps=STEPS, tol=1e-3)
    assert walk.outcome == "converged"
    assert f"{walk.steps}걸음" in text
    assert "수렴" in text
    point = [float(v) for v in re.search(r"\((\S+), (\S+)\)", text.replace("−", "-")).groups()]
    np.testing.assert_allclose(point, walk.points[-1], atol=0.011)


def test_status_tells_a_saddle_from_a_minimum(show):
    page = show()
    page.get_by_label("지형", exact=True).select_option("saddle")
    text = page.get_by_role("status").inner_text()
    assert "극소점이 아닌 정류점" in text
    assert "손실은 0.00입니다" in text  # 안장점의 높이는 정확히 0, 최솟값은 −0.25
    page.locator(".ck-descent-map").press("ArrowUp")
    assert "극소점이 아닌" not in page.get_by_role("status").inner_text()


def test_step_slider_shows_part_of_the_path(show):
    page = show()
    set_range(page, "보이는 걸음", 3)
    walk = descend(toy.bowl(), drawn(page)["start"], lr=0.9, steps=3)
    u, v = end_on_screen(page)
    np.testing.assert_allclose([-10 + 20 * u, 4 - 8 * v], walk.points[-1], atol=0.08)
    assert drawn(page)["shown"] == "3"


def test_play_walks_and_stops_at_the_end(show):
    page = show()
    page.get_by_role("button", name="걸어 보기").click()
    page.wait_for_function("document.querySelector('.ck-descent').dataset.shown < 60")
    page.get_by_role("button", name="멈춤").click()
    assert page.get_by_role("button", name="걸어 보기").is_visible()


def test_reduced_motion_does_not_animate(show):
    page = show(reduced_motion="reduce")
    set_range(page, "보이는 걸음", 2)
    step = page.get_by_role("button", name="한 걸음")
    step.click()
    page.wait_for_timeout(150)  # more than two frames of the walk that must not run
    assert drawn(page)["shown"] == "3"
    set_range(page, "보이는 걸음", 60)
    step.click()
    assert drawn(page)["shown"] == "0"


def test_dark_theme_repaints_the_map(show):
    def corner(page):
        return page.evaluate(
            "[...document.querySelector('canvas').getContext('2d').getImageData(0, 0, 1, 1).data]"
        )

    page = show()
    light = corner(page)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.wait_for_function(
        "document.querySelector('canvas').getContext('2d').getImageData(0,0,1,1).data[0] < 80"
    )
    assert corner(page)[0] < light[0] - 100
    page.evaluate(
        "delete document.documentElement.dataset.theme; document.body.dataset.jpThemeLight = 'false'"
    )
    page.wait_for_timeout(50)
    assert corner(page)[0] < 80


def test_with_a_kernel_the_values_are_exact(show, widget, chromium):
    live = viz.widgets.DescentExplorer()
    page = show()
    questions = connect(page, live)
    set_range(page, "학습률", 137)
    frame = page.locator(".ck-descent-map").bounding_box()
    page.mouse.click(frame["x"] + 0.312 * frame["width"], frame["y"] + 0.777 * frame["height"])
    page.wait_for_function("document.querySelector('.ck-descent').dataset.start.startsWith('-3.7')")
    seen = check_against_descend(page, "bowl", toy.bowl(), exact=True)
    terrain = widget.header["terrains"][0]
    assert seen["lr"] not in terrain["rates"]
    assert seen["start"][0] not in terrain["xs"]
    assert questions[0] == {"kind": "hello"}
    assert {q["kind"] for q in questions[1:]} == {"walk"}


def test_cleanup_stops_watching(show):
    page = show()
    page.evaluate("window.cleanup()")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.wait_for_timeout(50)
    data = "document.querySelector('canvas').getContext('2d').getImageData(0, 0, 1, 1).data[0]"
    assert page.evaluate(data) > 200
