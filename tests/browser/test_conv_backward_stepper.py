"""The backward widget driven by mouse, finger and keys; what it draws against coursekit."""

import json

import numpy as np
import pytest

from coursekit import viz
from coursekit.viz.widgets.conv_backward_table import measure
from tests.browser.grids import Drawn, cell
from tests.browser.widget_page import connect, widget_page

pytestmark = pytest.mark.browser
WIDGET = viz.widgets.ConvBackwardStepper
LABELS = {"dimensions": "차원", "target": "고를 것", "stride": "보폭", "padding": "패딩"}


def choose(page, **settings):
    for name, value in settings.items():
        page.locator(".ck-choices").get_by_label(LABELS[name]).select_option(str(value))


def check(page, seed=0):
    """Everything that is drawn, against coursekit's backward pass of the same setting."""
    seen = Drawn(page)
    dimensions, stride, padding = (int(seen.data[k]) for k in ("dimensions", "stride", "padding"))
    found, target = measure(dimensions, stride, padding, seed), seen.data["target"]
    sides = ((0, 0) if dimensions == 1 else (padding, padding), (padding, padding))
    np.testing.assert_array_equal(seen.numbers("input"), np.pad(found["x"], sides).ravel())
    np.testing.assert_array_equal(seen.numbers("weight"), found["weight"].ravel())
    np.testing.assert_array_equal(seen.numbers("delta"), found["delta"].ravel())
    gradient = found[f"grad_{target}"]
    np.testing.assert_array_equal(seen.numbers("result"), gradient.ravel())
    place = tuple(int(v) for v in seen.data["place"].split(","))
    total = gradient[place]
    assert seen.numbers("result", "lit") == [total]
    grid, partner, letter = ("input", "weight", "x") if target == "x" else ("weight", "input", "w")
    assert seen.numbers(grid, "lit") == [found[target][place]]
    used = seen.numbers(partner, "used")
    if dimensions == 2:
        marked = seen.marked(partner, "delta")
        assert sorted(p for p, _ in marked) == sorted(used)
        assert sorted(d for _, d in marked) == sorted(seen.numbers("delta", "used"))
        assert sum(p * d for p, d in marked) == total
        name = f"{letter}[{place[0]}, {place[1]}]"
    else:
        assert len(used) == len(seen.numbers("delta", "used"))
        name = f"{letter}{'₁₂₃₄₅'[place[1]]}"
    assert seen.sum.startswith(f"{name}의 기울기 = ")
    assert seen.status.startswith(f"{name}의 기울기는")
    if used:
        assert seen.written() == (total, total)
    else:
        assert seen.sum.endswith(" = 0")
        assert total == 0
    return target, place


def test_page_opens_on_the_note_s_example(show):
    page = show()
    assert check(page) == ("x", (0, 2))
    assert "= w₃·δ₁ + w₂·δ₂ + w₁·δ₃ = 3·1 + (−1)·(−2) + 2·2 = 9" in page.locator(".ck-sum").inner_text()  # fmt: skip
    cell(page, "weight", 0, 1).click()
    assert check(page) == ("weight", (0, 1))
    assert "= x₂·δ₁ + x₃·δ₂ + x₄·δ₃ =" in page.locator(".ck-sum").inner_text()


@pytest.mark.parametrize("dimensions", [1, 2])
def test_every_cell_of_every_setting_draws_what_coursekit_computes(show, dimensions):
    page = show()
    choose(page, dimensions=dimensions)
    for stride, padding, target in ((1, 0, "x"), (2, 1, "x"), (3, 0, "x"), (1, 1, "weight"), (2, 0, "weight")):  # fmt: skip
        choose(page, stride=stride, padding=padding, target=target)
        places = set()
        for _ in range(5 if dimensions == 1 else 8):
            places.add(check(page)[1])
            page.get_by_role("button", name="다음 칸").click()
        assert len(places) >= 3


def test_a_pixel_that_no_window_saw_gets_nothing_and_it_is_said(show):
    page = show()
    choose(page, stride=3)
    cell(page, "input", 0, 4).hover()
    assert check(page) == ("x", (0, 4))
    assert "어느 창에도 들지 않아" in page.get_by_role("status").inner_text()
    assert page.locator(".ck-used").count() == 0


def test_marks_turn_by_half_a_circle_at_stride_one(show):
    page = show()
    choose(page, dimensions=2)
    marks = page.locator(".ck-grid-weight .ck-mark").all_text_contents()
    assert marks == list("987654321")
    choose(page, target="weight")
    marks = page.locator(".ck-grid-input .ck-mark").all_text_contents()
    assert marks == list("123456789")
    assert "걷는 합성곱입니다" in page.locator(".ck-why").inner_text()


def test_keys_move_and_pass_from_grid_to_grid(show):
    page = show()
    choose(page, dimensions=2, padding=1)
    page.get_by_role("application", name="입력").focus()
    for key in ("ArrowUp", "ArrowUp", "ArrowUp", "ArrowLeft"):
        page.keyboard.press(key)
    assert check(page) == ("x", (0, 1))
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowLeft")
    assert check(page) == ("weight", (1, 1))
    page.keyboard.press("ArrowLeft")
    assert check(page) == ("weight", (1, 0))
    assert page.locator(".ck-choices").get_by_label("고를 것").input_value() == "weight"


def test_a_finger_chooses_and_padding_gives_its_neighbour(show):
    page = show(width=390, has_touch=True)
    choose(page, dimensions=2, padding=2)
    cell(page, "input", 4, 3).tap()
    assert check(page) == ("x", (2, 1))
    cell(page, "input", 0, 8).tap()
    assert check(page) == ("x", (0, 4))


def test_reset_returns_to_the_beginning(show):
    page = show()
    choose(page, dimensions=2, stride=2, target="weight")
    page.get_by_role("button", name="처음으로").click()
    assert check(page) == ("x", (0, 2))


@pytest.mark.parametrize("width", [320, 390, 1440])
def test_the_widest_grids_fit(show, width):
    page = show(width=width)
    choose(page, dimensions=2, padding=2)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    panel = page.locator(".ck-panel").bounding_box()
    for svg in page.locator(".ck-grid svg").all():
        box = svg.bounding_box()
        assert box["x"] + box["width"] <= panel["x"] + panel["width"]


def test_with_a_kernel_numbers_are_drawn_anew(show):
    page = show()
    questions = connect(page, viz.widgets.ConvBackwardStepper())
    page.get_by_role("button", name="다시 뽑기").click()
    page.wait_for_function("document.querySelector('.ck-back').dataset.seed === '1'")
    check(page, seed=1)
    choose(page, dimensions=2, stride=2)
    page.wait_for_function("document.querySelector('.ck-back').dataset.stride === '2'")
    assert check(page, seed=1) == ("x", (2, 2))
    assert questions[0] == {"kind": "hello"}
    assert {q["kind"] for q in questions[1:]} == {"backward"}


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("link[toInput ? 2 : 1] === at", "link[toInput ? 1 : 2] === at"),
        ("drawn[`grad_${now.target}`]", "drawn[`grad_${now.target}`].toReversed()"),
        ("outputs : partners).indexOf(k)", "outputs : partners.toReversed()).indexOf(k)"),
        ("partner = toInput ?", "partner = !toInput ?"),
    ],
    ids=["partner for target", "turned twice", "mark of the mirror", "the other grid"],
)
def test_a_page_that_pairs_wrongly_is_rejected(open_page, tmp_path, right, wrong):
    widget = viz.widgets.ConvBackwardStepper(2, stride=2, padding=1)
    state = {"start": widget.start, "header": widget.header, "live": False}
    text = widget_page(widget, state)
    path = tmp_path / "page.html"
    quoted = json.dumps(right)[1:-1]
    assert quoted in text
    path.write_text(text.replace(quoted, json.dumps(wrong)[1:-1]), encoding="utf-8")
    page = open_page(path)
    page.wait_for_function("window.ready")
    cell(page, "input", 2, 2).hover()  # the pixel (1, 1) meets four outputs
    with pytest.raises((AssertionError, ValueError)):
        check(page)
