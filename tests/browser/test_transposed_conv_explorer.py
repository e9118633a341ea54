"""The stamps of a transposed convolution driven by mouse, finger and keys, against coursekit."""

import itertools

import numpy as np
import pytest

from coursekit import viz
from coursekit.nn import conv_transpose1d_forward, conv_transpose2d_forward
from coursekit.viz.widgets.transposed_table import explain
from tests.browser.grids import cell
from tests.browser.widget_page import connect, widget_page

pytestmark = pytest.mark.browser
WIDGET = viz.widgets.TransposedConvExplorer
NAMES = ("dimensions", "size", "stride", "padding")
LABELS = dict(zip(NAMES, ("차원", "커널", "보폭", "패딩"), strict=True))
READ = """() => {
  const panel = document.querySelector(".ck-panel"), grids = {}, looks = ["ck-lit", "ck-pad", "ck-used"];
  for (const svg of panel.querySelectorAll(".ck-grid:not([hidden]) svg"))
    grids[svg.getAttribute("class").replace("ck-grid-", "")] = [...svg.querySelectorAll("text")].map(
      (t) => [Number(t.textContent), ...looks.map((look) => t.classList.contains(look))]);
  return { grids, data: {...panel.dataset}, status: panel.querySelector(".ck-status").textContent };
}"""


def choose(page, **settings):
    for name, value in settings.items():
        page.locator(".ck-choices").get_by_label(LABELS[name]).select_option(str(value))


def response(x, size, stride):
    if x.ndim == 1:
        weight, forward = np.ones((1, 1, size)), conv_transpose1d_forward
    else:
        weight, forward = np.ones((1, 1, size, size)), conv_transpose2d_forward
    return np.atleast_2d(forward(x[None, None], weight, stride=stride)[0][0, 0])


def check(page):
    """The counts, the chosen stamp or the stampers of the chosen cell, and what is cut."""
    seen = page.evaluate(READ)
    dimensions, size, stride, padding = (int(seen["data"][name]) for name in NAMES)
    shape = (4,) * dimensions
    board = response(np.ones(shape), size, stride)
    drawn = np.array(seen["grids"]["board"]).reshape(*board.shape, 4)
    np.testing.assert_array_equal(drawn[..., 0], board)
    inner = np.zeros(board.shape, bool)
    middle = slice(padding, board.shape[1] - padding)
    inner[middle if dimensions == 2 else slice(None), middle] = True
    np.testing.assert_array_equal(drawn[..., 2].astype(bool), ~inner)
    place = tuple(int(v) for v in seen["data"]["place"].split(","))
    # The stamp of each pixel: the answer to that pixel alone.
    stamps = {}
    for at in np.ndindex(shape):
        one = np.zeros(shape)
        one[at] = 1
        stamps[at if dimensions == 2 else (0, *at)] = response(one, size, stride) > 0
    pixels = np.array(seen["grids"]["input"])
    assert (pixels[:, 0] == 1).all()
    if seen["data"]["target"] == "x":
        np.testing.assert_array_equal(drawn[..., 1].astype(bool), stamps[place])
        assert [at for at, p in zip(stamps, pixels, strict=True) if p[1]] == [place]
    else:
        assert np.argwhere(drawn[..., 1]).tolist() == [list(place)]
        stampers = [at for at, stamp in stamps.items() if stamp[place]]
        assert [at for at, p in zip(stamps, pixels, strict=True) if p[3]] == stampers
        told = f"도장 {len(stampers)}개가 겹칩니다" if stampers else "아무 도장도 닿지 않습니다"
        assert told in seen["status"]
        assert ("잘려 나갈 칸" in seen["status"]) == (not inner[place])
    if dimensions == 1:
        lines = np.array(seen["grids"]["stamps"])[:, 0].reshape(4, -1)
        np.testing.assert_array_equal(lines > 0, np.concatenate(list(stamps.values())))
    else:
        assert "stamps" not in seen["grids"]
    return seen["data"]["target"], place


def test_page_opens_on_the_checkerboard(show):
    page = show()
    assert check(page) == ("x", (1, 2))
    assert page.locator(".ck-size").inner_text() == explain(2, 3, 2, 0)
    assert "출력의 2~4행, 4~6열" in page.get_by_role("status").inner_text()


def test_every_setting_draws_what_coursekit_computes(show):
    page = show(width=320)
    for walk in list(itertools.product((2, 1), (1, 2, 3, 4, 5), (1, 2, 3, 4), (0, 1, 2)))[::7]:
        choose(page, **dict(zip(NAMES, walk, strict=True)))
        assert page.locator(".ck-size").inner_text() == explain(*walk)
        check(page)


def test_nothing_left_is_said(show):
    page = show()
    choose(page, size=1, stride=1, padding=2)
    check(page)
    assert "남는 칸이 없습니다" in page.locator(".ck-size").inner_text()


@pytest.mark.parametrize("dimensions", [1, 2])
def test_pointing_at_an_output_lights_those_that_stamped_it(show, dimensions):
    page = show()
    choose(page, dimensions=dimensions, padding=1, size=4)
    row = 0 if dimensions == 1 else 4
    for column in (0, 4, 9):
        cell(page, "board", row, column).hover()
        assert check(page) == ("y", (row, column))
    cell(page, "input", 0, 3).hover()
    assert check(page) == ("x", (0, 3))
    assert "잘려 나갑니다" in page.get_by_role("status").inner_text()


def test_a_cell_that_no_stamp_reaches_says_so(show):
    page = show()
    choose(page, size=2, stride=3)
    cell(page, "board", 2, 0).hover()
    check(page)
    assert "아무 도장도 닿지 않습니다" in page.get_by_role("status").inner_text()


def test_a_finger_chooses(show):
    page = show(width=390, has_touch=True)
    cell(page, "input", 3, 0).tap()
    assert check(page) == ("x", (3, 0))
    cell(page, "board", 2, 2).tap()
    assert check(page) == ("y", (2, 2))


def test_keys_walk_both_grids_and_buttons_the_stamps(show):
    page = show()
    page.get_by_role("application", name="입력").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
    assert check(page) == ("x", (2, 3))
    page.get_by_role("button", name="다음 도장").click()
    assert check(page) == ("x", (3, 0))
    page.get_by_role("application", name="출력").focus()
    for key in ("ArrowRight", "ArrowUp", "ArrowLeft"):
        page.keyboard.press(key)
    assert check(page) == ("y", (3, 3))
    page.get_by_role("button", name="다음 도장").click()
    assert check(page) == ("x", (0, 0))
    choose(page, dimensions=1, size=5)
    page.get_by_role("button", name="이전 도장").click()
    assert check(page) == ("x", (0, 3))
    page.get_by_role("button", name="처음으로").click()
    assert check(page) == ("x", (1, 2))


@pytest.mark.parametrize("width", [320, 390])
def test_the_widest_board_fits_a_phone(show, width):
    page = show(width=width)
    for dimensions in (1, 2):
        choose(page, dimensions=dimensions, size=5, stride=4)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        panel = page.locator(".ck-panel").bounding_box()
        for svg in page.locator(".ck-grid:not([hidden]) svg").all():
            box = svg.bounding_box()
            assert box["x"] + box["width"] <= panel["x"] + panel["width"] - 12


def test_with_a_kernel_python_answers(show):
    page = show()
    questions = connect(page, viz.widgets.TransposedConvExplorer())
    choose(page, size=5)
    page.wait_for_function("document.querySelector('.ck-stamp').dataset.size === '5'")
    check(page)
    assert questions[-1] == {"kind": "stamp", "dimensions": 2, "size": 5, "stride": 2, "padding": 0, "id": 2}  # fmt: skip


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("t >= i * drawn.stride && t < i * drawn.stride + drawn.size", "t >= i && t < i + drawn.size"),
        ("t < i * drawn.stride + drawn.size", "t <= i * drawn.stride + drawn.size"),
        ("t < drawn.wide - drawn.padding", "t < drawn.wide"),
        ("(flat() || meets(i, r)) && meets(j, c)", "(flat() || meets(j, r)) && meets(i, c)"),
        ("drawn.board[r * wide + c], lit", "drawn.board[r * wide + c] || 1, lit"),
    ],
    ids=["no stride", "one too long", "not cut", "transposed", "no holes"],
)  # fmt: skip
def test_a_page_that_stamps_elsewhere_is_rejected(open_page, tmp_path, right, wrong):
    text = widget_page(viz.widgets.TransposedConvExplorer(2, stride=3, padding=1))
    assert right in text
    path = tmp_path / "page.html"
    path.write_text(text.replace(right, wrong), encoding="utf-8")
    page = open_page(path)
    page.wait_for_function("window.ready")
    with pytest.raises(AssertionError):
        check(page)
