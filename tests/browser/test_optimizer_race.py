import json
from itertools import pairwise

import numpy as np
import pytest

from coursekit import viz
from coursekit.viz.widgets.race_table import (
    BETAS,
    GAP_DECADES,
    GAP_STEPS,
    MOMENTA,
    POINT_STEPS,
    RACERS,
    SCALES,
    STEPS,
    courses,
)
from tests.browser.widget_page import connect

pytestmark = pytest.mark.browser
WIDGET = viz.widgets.OptimizerRace


COURSES = {course.key: course for course in courses()}


def drawn(page):
    data = page.evaluate("({...document.querySelector('.ck-race').dataset})")
    for name in ("scale", "momentum", "beta"):
        data[name] = float(data[name])
    data["start"] = [float(v) for v in data["start"].split(",")]
    data["ends"] = np.array(json.loads(data["ends"]))
    data["lengths"] = [int(v) for v in data["lengths"].split(",")]
    return data


def heads_on_screen(page):
    """Centres of the numbered heads on the map, as fractions of the map."""
    return page.evaluate("""() => {
      const map = document.querySelector('.ck-race-map').getBoundingClientRect();
      return [...document.querySelectorAll('.ck-race-map .ck-head')].map((node) => {
        const head = node.getBoundingClientRect();
        return [(head.x + head.width / 2 - map.x) / map.width, (head.y + head.height / 2 - map.y) / map.height];
      });
    }""")


def check_against_coursekit(page, key, *, exact=False):
    """What the panel holds, and where its heads stand, beside walks computed here."""
    seen, course = drawn(page), COURSES[key]
    assert seen["terrain"] == key
    low, high = course.frame()
    corner, far = np.array(course.bounds).T
    half = np.ptp(GAP_DECADES) / GAP_STEPS / 2
    for k in range(len(RACERS)):
        walk = course.walk(k, seen["start"], seen["scale"], seen["momentum"], seen["beta"])
        assert seen["lengths"][k] == walk.steps
        *point, gap = seen["ends"][k]
        inside = ((walk.points >= low) & (walk.points <= high)).all()
        true_gap = course.gaps(walk)[-1]
        if exact:
            np.testing.assert_allclose(point, walk.points[-1], rtol=1e-12)
            assert gap == pytest.approx(true_gap, rel=1e-12)
        elif inside:
            assert (np.abs(point - walk.points[-1]) <= (high - low) / POINT_STEPS).all()
            decades = np.clip(np.log10(max(true_gap, 1e-300)), *GAP_DECADES)
            assert np.log10(max(gap, 10 ** GAP_DECADES[0])) == pytest.approx(
                decades, abs=half + 1e-6
            )
        if inside:
            u, v = heads_on_screen(page)[k]
            spot = corner + np.array([u, 1 - v]) * (far - corner)
            assert (np.abs(spot - walk.points[-1]) <= (far - corner) / 150).all()
    return seen


def set_range(page, name, value):
    page.get_by_label(name, exact=True).evaluate(
        "(node, value) => { node.value = value; node.dispatchEvent(new Event('input', {bubbles: true})); }",
        value,
    )


@pytest.mark.parametrize("key", COURSES)
def test_static_page_draws_the_numbers_of_coursekit(show, key):
    page = show()
    page.get_by_label("지형", exact=True).select_option(key)
    seen = check_against_coursekit(page, key)
    assert (seen["mode"], seen["scale"], seen["momentum"], seen["beta"]) == ("table", 1, 0.9, 0.9)
    set_range(page, "학습률의 배율", 0)
    set_range(page, "모멘텀 μ, β₁", 2)
    set_range(page, "제곱 평균 α, β₂", 1)
    seen = check_against_coursekit(page, key)
    assert (seen["scale"], seen["momentum"], seen["beta"]) == (SCALES[0], MOMENTA[2], BETAS[1])


def test_keyboard_mouse_and_touch_move_the_start(show):
    page = show(width=390, has_touch=True)
    page.locator(".ck-race-map").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    bowl = COURSES["bowl"]
    assert check_against_coursekit(page, "bowl")["start"] == [bowl.xs[1], bowl.ys[0]]
    frame = page.locator(".ck-race-map").bounding_box()
    page.touchscreen.tap(frame["x"] + 0.2 * frame["width"], frame["y"] + 0.3 * frame["height"])
    assert check_against_coursekit(page, "bowl")["start"] == [bowl.xs[0], bowl.ys[1]]
    page.mouse.click(frame["x"] + 0.8 * frame["width"], frame["y"] + 0.8 * frame["height"])
    assert drawn(page)["start"] == [bowl.xs[1], bowl.ys[0]]
    touch = "n => getComputedStyle(n).touchAction"
    assert page.locator(".ck-race-map .ck-handle").evaluate(touch) == "none"
    assert page.locator(".ck-race-map").evaluate(touch) == "auto"


def test_divergence_is_said_and_reset_returns(show):
    page = show()
    first = drawn(page)
    set_range(page, "학습률의 배율", len(SCALES) - 1)
    course = COURSES["bowl"]
    gaps = [
        course.gaps(course.walk(k, course.start, SCALES[-1], MOMENTA[1], BETAS[0]))
        for k in range(len(RACERS))
    ]
    lost = [RACERS[k].name for k, gap in enumerate(gaps) if gap[-1] > 10 * gap[0]]
    assert lost == ["경사하강법"]
    text = page.get_by_role("status").inner_text()
    assert "발산: " in text
    assert set(text.split("발산: ")[1].rstrip(".").split(", ")) == set(lost)
    page.get_by_role("button", name="처음으로").click()
    again = drawn(page)
    assert (again["scale"], again["start"]) == (first["scale"], first["start"])


def test_status_ranks_by_loss(show):
    page = show()
    text = page.get_by_role("status").inner_text()
    course = COURSES["bowl"]
    gap = {
        racer.name: course.gaps(course.walk(k, course.start, 1.0, 0.9, 0.9))[-1]
        for k, racer in enumerate(RACERS)
    }
    order = text.split("차례: ")[1].rstrip(".").split(", ")
    floor = 10 ** GAP_DECADES[0]
    ranked = [max(gap[name], floor) for name in order]
    assert all(a <= b * 1.05 for a, b in pairwise(ranked))  # 눈금 하나의 차이
    assert sorted(order) == sorted(gap)


def test_a_racer_can_be_hidden_by_keyboard(show):
    page = show()
    button = page.get_by_role("button", name="AdaGrad")
    assert page.locator(".ck-race-map .ck-head").count() == len(RACERS)
    button.focus()
    page.keyboard.press("Space")
    assert button.get_attribute("aria-pressed") == "false"
    assert page.locator(".ck-race-map .ck-head").count() == len(RACERS) - 1
    assert page.locator(".ck-race-chart .ck-head").count() == len(RACERS) - 1


def test_step_slider_shows_the_middle_of_the_race(show):
    page = show()
    set_range(page, "걸음", 7)
    course = COURSES["bowl"]
    (x0, x1), (y0, y1) = course.bounds
    for k, (u, v) in enumerate(heads_on_screen(page)):
        point = course.walk(k, course.start, 1.0, 0.9, 0.9).points[7]
        np.testing.assert_allclose(
            [x0 + (x1 - x0) * u, y1 - (y1 - y0) * v], point, atol=(x1 - x0) / 150
        )


def test_play_runs_and_reduced_motion_steps(show):
    page = show()
    page.get_by_role("button", name="겨루기").click()
    page.wait_for_function(f"document.querySelector('.ck-race').dataset.shown < {STEPS}")
    page.get_by_role("button", name="멈춤").click()
    assert page.get_by_role("button", name="겨루기").is_visible()
    page = show(reduced_motion="reduce")
    set_range(page, "걸음", 2)
    page.get_by_role("button", name="한 걸음").click()
    page.wait_for_timeout(150)  # more than two frames of the race that must not run
    assert drawn(page)["shown"] == "3"


def test_dark_theme_repaints_the_map(show):
    page = show()
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.wait_for_function(
        "document.querySelector('canvas').getContext('2d').getImageData(0,0,1,1).data[0] < 80"
    )
    colour = page.locator(".ck-race-map .ck-head").first.evaluate("n => getComputedStyle(n).fill")
    assert colour == "rgb(255, 177, 127)"


def test_with_a_kernel_the_values_are_exact(show):
    live = viz.widgets.OptimizerRace()
    page = show()
    questions = connect(page, live)
    set_range(page, "모멘텀 μ, β₁", 77)
    page.wait_for_function("document.querySelector('.ck-race').dataset.momentum != 0.9")
    frame = page.locator(".ck-race-map").bounding_box()
    page.mouse.click(frame["x"] + 0.312 * frame["width"], frame["y"] + 0.777 * frame["height"])
    page.wait_for_function("document.querySelector('.ck-race').dataset.start.startsWith('-3.7')")
    seen = check_against_coursekit(page, "bowl", exact=True)
    assert seen["momentum"] not in MOMENTA
    assert questions[0] == {"kind": "hello"}
    assert {q["kind"] for q in questions[1:]} == {"race"}


def test_cleanup_stops_watching(show):
    page = show()
    page.evaluate("window.cleanup()")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.wait_for_timeout(50)
    data = "document.querySelector('canvas').getContext('2d').getImageData(0, 0, 1, 1).data[0]"
    assert page.evaluate(data) > 200
