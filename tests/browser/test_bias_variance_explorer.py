import re

import numpy as np
import pytest

from coursekit import viz
from tests.browser.widget_page import connect

pytestmark = pytest.mark.browser
WIDGET = viz.widgets.BiasVarianceExplorer


COUNTS, NOISES = [12, 20, 40, 80], [0.1, 0.2, 0.3, 0.5, 0.8]
GRID = np.linspace(-1, 1, 41)


def slide(page, label, value):
    page.get_by_label(label, exact=True).evaluate(
        "(node, value) => { node.value = value; node.dispatchEvent(new Event('input', {bubbles: true})); }",
        value,
    )


def seen(page):
    data = page.evaluate("({...document.querySelector('.ck-bv').dataset})")
    return {
        "degree": int(data["degree"]),
        "n": int(data["n"]),
        "noise": float(data["noise"]),
        "bias": np.array(data["bias"].split(","), float),
        "variance": np.array(data["variance"].split(","), float),
        "mode": data["mode"],
    }


def curves(page, name):
    """The drawn paths, turned back into values."""
    texts = page.evaluate(
        "(name) => [...document.querySelectorAll(name)].map((p) => p.getAttribute('d'))", name
    )
    return -np.array([[float(p.split(" ")[1]) for p in re.split("[ML]", t)[1:]] for t in texts])


def fitted(degree, n, noise, seed):
    x = np.linspace(-1, 1, n)
    y = np.sin(np.pi * x) + noise * np.random.default_rng(seed).standard_normal(n)
    return np.polyval(np.polyfit(x, y, degree), GRID)


def check(page, *, atol=3e-3):
    now = seen(page)
    drawn = curves(page, ".ck-fit")
    assert len(drawn) == 24
    for seed in (0, 9, 23):
        expected = fitted(now["degree"], now["n"], now["noise"], seed)
        inside = np.abs(expected) < 2
        np.testing.assert_allclose(drawn[seed][inside], expected[inside], atol=atol)
    bias = ((fitted(now["degree"], now["n"], 0, 0) - np.sin(np.pi * GRID)) ** 2).mean()
    assert now["bias"][now["degree"]] == pytest.approx(bias, rel=1e-4, abs=1e-9)
    return now


def test_static_page_draws_the_fits_of_least_squares(show):
    page = show()
    first = check(page)
    assert (first["degree"], first["n"], first["noise"], first["mode"]) == (3, 20, 0.3, "table")
    for degree, count, noise in ((0, 0, 0), (10, 1, 4), (5, 3, 2), (9, 0, 1)):
        slide(page, "차수", degree)
        slide(page, "점의 수", count)
        slide(page, "잡음 σ", noise)
        now = check(page)
        assert (now["degree"], now["n"], now["noise"]) == (degree, COUNTS[count], NOISES[noise])
    np.testing.assert_allclose(curves(page, ".ck-truth")[0], np.sin(np.pi * GRID), atol=1e-4)


def test_status_adds_the_three_pieces(show):
    page = show()
    slide(page, "차수", 1)
    text = page.get_by_role("status").inner_text()
    bias, variance, noise, total = (float(t) for t in re.findall(r"\d\.\d{3}", text))
    now = seen(page)
    assert bias == pytest.approx(now["bias"][1], abs=6e-4)
    assert variance == pytest.approx(now["variance"][1], abs=6e-4)
    assert noise == 0.09
    assert total == pytest.approx(bias + variance + noise, abs=1.6e-3)


def test_bars_are_as_tall_as_the_pieces(show):
    page = show()
    now = seen(page)
    for name, values in (("bias", now["bias"]), ("variance", now["variance"])):
        tall = page.evaluate(
            "(name) => [...document.querySelectorAll(name)].map((r) => Number(r.getAttribute('height')))",
            f".ck-part-{name}",
        )
        noise = page.evaluate(
            "Number(document.querySelector('.ck-part-noise').getAttribute('height'))"
        )
        np.testing.assert_allclose(np.array(tall) / noise, values / 0.09, rtol=1e-6)
    assert page.locator(".ck-here").count() == 1


def test_darts_lie_where_the_two_predictions_miss(show):
    page = show()
    darts, rings = (
        page.evaluate(
            "(name) => [...document.querySelectorAll(name)].map((c) => ['cx', 'cy', 'r'].map((k) => Number(c.getAttribute(k))))",
            name,
        )
        for name in (".ck-dart", ".ck-ring")
    )
    cx, cy, reach = rings[-1]
    for seed in (0, 7):
        miss = (fitted(3, 20, 0.3, seed) - np.sin(np.pi * GRID))[[10, 34]]
        place = [(darts[seed][0] - cx) / reach, (cy - darts[seed][1]) / reach]
        np.testing.assert_allclose(place, miss, atol=3e-3)


def test_keyboard_and_reset(show):
    page = show()
    page.get_by_label("차수", exact=True).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert check(page)["degree"] == 5
    page.get_by_role("button", name="처음으로").click()
    assert check(page)["degree"] == 3


def test_with_a_kernel_any_setting_is_exact(show):
    live = viz.widgets.BiasVarianceExplorer()

    page = show()
    connect(page, live)
    slide(page, "점의 수", 37)
    slide(page, "잡음 σ", 0.45)
    slide(page, "차수", 7)
    page.wait_for_function(
        "(({n, noise, degree}) => n === '37' && noise === '0.45' && degree === '7')"
        "(document.querySelector('.ck-bv').dataset)"
    )
    page.wait_for_timeout(100)
    assert check(page, atol=1e-3)["mode"] == "live"
    slide(page, "점의 수", 3)
    page.wait_for_function("document.querySelector('.ck-bv').dataset.n === '3'")
    assert seen(page)["degree"] == 2


def test_cleanup_stops_watching(show):
    page = show()
    page.evaluate("window.cleanup()")
    page.evaluate("document.querySelector('.ck-bv-fits').replaceChildren()")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.wait_for_timeout(50)
    assert page.locator(".ck-fit").count() == 0
