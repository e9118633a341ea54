"""The convolution widget driven by mouse, finger and keys; what it draws against coursekit."""

import numpy as np
import pytest

from coursekit import viz
from coursekit.nn import conv2d_forward, im2col
from coursekit.viz.widgets.conv_table import explain, pixels, walks, weights
from tests.browser.grids import Drawn, cell
from tests.browser.widget_page import connect, widget_page

pytestmark = pytest.mark.browser
WIDGET = viz.widgets.ConvStepper
CONTROLS = ("size", "stride", "padding", "dilation")
LABELS = dict(zip(("picture", "kernel", *CONTROLS), ("입력", "커널", "크기", "보폭", "패딩", "팽창"), strict=True))  # fmt: skip


def choose(page, **settings):
    for name, value in settings.items():
        page.locator(".ck-choices").get_by_label(LABELS[name]).select_option(str(value))


def check(page, seed=0):
    """Everything that is drawn, against coursekit's convolution of the same setting."""
    seen = Drawn(page)
    size, stride, padding, dilation = (int(seen.data[name]) for name in CONTROLS)
    options = {"stride": stride, "padding": padding, "dilation": dilation}
    x = pixels(seen.data["picture"], seed)
    kernel, divisor = weights(seen.data["kernel"], size, seed)
    np.testing.assert_array_equal(seen.numbers("input"), np.pad(x, padding).ravel())
    np.testing.assert_array_equal(seen.numbers("weight"), kernel.ravel())
    y = conv2d_forward(x[None, None], kernel[None, None] / divisor, **options)[0][0, 0]
    i, j = place = tuple(int(v) for v in seen.data["place"].split(","))
    np.testing.assert_allclose(seen.numbers("output"), y.ravel(), atol=0.0051)
    np.testing.assert_allclose(seen.numbers("output", "lit"), [y[place]], atol=0.0051)
    window = im2col(x[None, None], size, **options)[0][:, i * len(y) + j]
    np.testing.assert_array_equal(seen.numbers("input", "lit"), window)
    np.testing.assert_array_equal(seen.numbers("product"), window * kernel.ravel())
    worked_out, total = seen.written()
    assert worked_out == pytest.approx(y[place], abs=1e-9)
    assert total == pytest.approx(y[place], abs=0.0051)
    assert seen.sum.startswith(f"y[{i}, {j}] = ")
    assert f"출력 y[{i}, {j}]의 값은" in seen.status
    return place


def test_page_opens_on_the_window_of_the_chapter(show):
    page = show()
    assert check(page) == (1, 2)
    assert page.locator(".ck-size").inner_text() == "출력의 한 변: (7 + 2·1 − 3)/2 + 1 = 4."


def test_every_setting_draws_what_coursekit_computes(show):
    page = show()
    choose(page, kernel="numbers", picture="numbers")
    for walk in list(walks())[::7]:
        choose(page, **walk._asdict())
        assert page.locator(".ck-size").inner_text() == explain(walk)
        if walk.side():
            check(page)
        else:
            assert page.locator(".ck-grid-output").is_hidden()


@pytest.mark.parametrize("kernel", ["outline", "sharpen", "emboss", "blur"])
def test_every_kernel_draws_what_coursekit_computes(show, kernel):
    page = show()
    for picture in ("photograph", "numbers"):
        choose(page, kernel=kernel, picture=picture)
        assert check(page) == (1, 2)


def test_a_kernel_that_does_not_fit_says_so_and_comes_back(show):
    page = show()
    choose(page, kernel="numbers", padding=0, dilation=2, size=5)
    assert "2×(5−1)+1 = 9" in page.locator(".ck-size").inner_text()
    assert "놓을 자리가 없습니다" in page.get_by_role("status").inner_text()
    assert page.locator(".ck-grid-input .ck-lit, .ck-grid-input .ck-lost").count() == 0
    cell(page, "input", 3, 3).click()
    assert page.get_by_role("button", name="다음 칸").is_disabled()
    choose(page, padding=1)
    assert check(page) == (0, 0)


def test_pointing_lights_the_window(show):
    page = show()
    cell(page, "output", 3, 0).hover()
    assert check(page) == (3, 0)
    cell(page, "input", 5, 7).hover()  # stride 2: rows 4 to 6, columns 6 to 8
    assert check(page) == (2, 3)
    cell(page, "input", 0, 0).hover()
    assert check(page) == (0, 0)


def test_a_finger_chooses_and_a_page_still_scrolls(show):
    page = show(width=390, has_touch=True)
    cell(page, "output", 2, 1).tap()
    assert check(page) == (2, 1)
    frames = page.locator(".ck-grid-live")
    assert {node.evaluate("(n) => getComputedStyle(n).touchAction") for node in frames.all()} == {"pan-y"}  # fmt: skip


def test_keys_walk_and_stop_at_the_edge(show):
    page = show()
    output = page.get_by_role("application", name="출력")
    output.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "ArrowDown", "ArrowLeft"):
        page.keyboard.press(key)
    assert check(page) == (1, 2)
    page.get_by_role("application", name="입력").focus()
    page.keyboard.press("ArrowDown")
    assert check(page) == (2, 2)
    assert page.evaluate("scrollY") == 0
    page.keyboard.press("Tab")
    assert output.evaluate("(n) => n === document.activeElement")
    assert output.evaluate("(n) => getComputedStyle(n).outlineStyle") == "solid"


def test_buttons_step_through_all_outputs_and_reset(show):
    page = show()
    for _ in range(10):
        page.get_by_role("button", name="다음 칸").click()
    assert check(page) == (0, 0)
    page.get_by_role("button", name="이전 칸").click()
    assert check(page) == (3, 3)
    choose(page, kernel="blur", stride=1)
    page.get_by_role("button", name="처음으로").click()
    assert check(page) == (1, 2)
    assert page.locator(".ck-choices").get_by_label("커널").input_value() == "outline"


def test_only_the_sizes_that_a_kernel_has_can_be_chosen(show):
    page = show()
    size = page.locator(".ck-choices").get_by_label("크기")
    assert size.is_disabled()
    choose(page, kernel="blur", size=5)
    assert size.is_enabled()
    choose(page, kernel="emboss")
    assert size.input_value() == "3"
    check(page)


def test_pixels_that_no_window_sees_are_hatched(show):
    page = show()
    choose(page, padding=0, stride=3)
    assert page.locator(".ck-grid-input .ck-hatch").count() == 13


@pytest.mark.parametrize("width", [320, 390, 1440])
def test_the_widest_grids_fit(show, width):
    page = show(width=width)
    choose(page, kernel="numbers", size=1, padding=2, stride=1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert check(page) == (1, 2)
    for svg in page.locator(".ck-grid svg").all():
        box, panel = svg.bounding_box(), page.locator(".ck-panel").bounding_box()
        assert box["x"] + box["width"] <= panel["x"] + panel["width"]


def test_with_a_kernel_numbers_are_drawn_anew(show):
    page = show()
    questions = connect(page, viz.widgets.ConvStepper())
    page.get_by_role("button", name="다시 뽑기").click()
    page.wait_for_function("document.querySelector('.ck-conv').dataset.seed === '1'")
    check(page, seed=1)
    choose(page, kernel="numbers", size=4)
    page.wait_for_function("document.querySelector('.ck-conv').dataset.size === '4'")
    check(page, seed=1)
    assert questions[0] == {"kind": "hello"}
    assert {q["kind"] for q in questions[1:]} == {"walk"}


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("corner = (i) => i * drawn.stride", "corner = (i) => i"),
        ("d % dilation === 0 && d / dilation < k", "d < k"),
        ("i) + dilation * Math.floor(t / k)", "i) + dilation * (t % k)"),
        ("here * k * k, (here + 1) * k * k", "0, k * k"),
        ("(r - padding) * n + c - padding", "(c - padding) * n + r - padding"),
    ],
    ids=["stride", "dilation", "row is column", "first window", "transposed"],
)  # fmt: skip
def test_a_page_that_looks_elsewhere_is_rejected(open_page, tmp_path, right, wrong):
    widget = viz.widgets.ConvStepper("numbers", picture="numbers", dilation=2)
    state = {"start": widget.start, "header": widget.header, "live": False}
    text, path = widget_page(widget, state), tmp_path / "page.html"
    assert right in text
    path.write_text(text.replace(right, wrong), encoding="utf-8")
    page = open_page(path)
    page.wait_for_function("window.ready")
    with pytest.raises((AssertionError, SyntaxError)):
        check(page)
