"""Two boxes dragged, a suppression slid: what the page says against coursekit.boxes."""

import json

import numpy as np
import pytest

from coursekit import viz
from coursekit.boxes import box_iou, generalized_box_iou, nms
from coursekit.viz.widgets.box_table import SCORED
from tests.browser.widget_page import connect, widget_page

pytestmark = pytest.mark.browser
WIDGET = viz.widgets.BoxExplorer
BOXES, SCORES = np.array([b for _, b in SCORED], float), np.array([s for s, _ in SCORED])
OVERLAPS = """async ([script, pairs]) => {
  const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const { overlapOf } = (await import(url)).default;
  return pairs.map(([a, b]) => overlapOf(a, b));
}"""


def pairs_of_boxes(many):
    rng = np.random.default_rng(0)
    low = rng.integers(0, [39, 27], (many, 2, 2))
    boxes = np.concatenate([low, rng.integers(low + 1, [41, 29])], axis=2)
    boxes[: many // 10, 1] = boxes[: many // 10, 0]  # the same box twice
    return boxes


def compare(found, pairs):
    a, b = pairs[:, 0].astype(float), pairs[:, 1].astype(float)
    iou = np.concatenate([np.diag(box_iou(p, q)) for p, q in blocks(a, b)])
    giou = np.concatenate([np.diag(generalized_box_iou(p, q)) for p, q in blocks(a, b)])
    np.testing.assert_allclose([f["iou"] for f in found], iou, rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose([f["giou"] for f in found], giou, rtol=1e-12, atol=1e-15)


def blocks(a, b):
    return zip(np.split(a, 20), np.split(b, 20), strict=True)


def test_the_one_formula_in_javascript_is_coursekits(show):
    page, pairs = show(), pairs_of_boxes(4000)
    found = page.evaluate(OVERLAPS, [viz.widgets.BoxExplorer._esm, pairs.tolist()])
    compare(found, pairs)
    assert 200 < sum(f["intersection"] == 0 for f in found) < 3800


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("apart ? 0 : area(shared)", "area(shared)"),
        ("apart ? 0 : area(shared)", "apart ? 0 : area(shared) + 1"),
        ("(hull - union) / hull", "(hull - union) / union"),
        ("area(a) + area(b) - intersection", "area(a) + area(b)"),
        ("Math.min(a[1], b[1]), Math.max(a[2]", "Math.max(a[1], b[1]), Math.max(a[2]"),
    ],
)
def test_another_formula_is_rejected(show, right, wrong):
    script, pairs = viz.widgets.BoxExplorer._esm, pairs_of_boxes(400)
    assert script.count(right) == 1
    with pytest.raises(AssertionError):
        compare(show().evaluate(OVERLAPS, [script.replace(right, wrong), pairs.tolist()]), pairs)


def check_pair(page):
    """The two boxes and their numbers, as drawn and as written."""
    data = page.locator(".ck-box").evaluate("(n) => ({...n.dataset})")
    read = "(n) => ['x', 'y', 'width', 'height'].map((k) => Number(n.getAttribute(k)) / 10)"
    boxes = []
    for name in "ab":
        x, y, width, height = page.locator(f"rect[data-box={name}]").evaluate(read)
        boxes.append([x, y, x + width, y + height])
        assert boxes[-1] == [float(v) for v in data[name].split(",")]
    pair = np.array(boxes)
    iou, giou = (f(pair[:1], pair[1:])[0, 0] for f in (box_iou, generalized_box_iou))
    assert float(data["iou"]) == pytest.approx(iou, abs=1e-12)
    assert float(data["giou"]) == pytest.approx(giou, abs=1e-12)
    told = page.get_by_role("status").inner_text().replace("−", "-")
    assert told.startswith(f"IoU는 {iou:.3f}, GIoU는 {giou:.3f}입니다.")
    assert ("얼마나 멀든" in told) == (iou == 0) == (page.locator(".ck-shared").count() == 0)
    for line in page.locator(".ck-sum").all():
        *_, worked, total = line.inner_text().replace("−", "-").split(" = ")
        assert eval(worked) == pytest.approx(float(total), abs=0.0011)
    return pair.astype(int).tolist()


def drag(page, selector, dx, dy):
    """By so many squares of the board."""
    box = page.locator(selector).bounding_box()
    square = page.locator(".ck-box-frame svg").bounding_box()["width"] / 40.2
    # Off the middle of a box, where the other's grip may lie.
    right, down = (0.75, 0.25) if selector.startswith("rect") else (0.5, 0.5)
    x, y = box["x"] + right * box["width"], box["y"] + down * box["height"]
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + dx * square / 2, y + dy * square / 2)
    page.mouse.move(x + dx * square, y + dy * square)
    page.mouse.up()


@pytest.mark.parametrize("width", [320, 800])
def test_boxes_are_dragged_and_resized_and_stay_on_the_board(show, width):
    page = show(width=width)
    assert check_pair(page) == [[6, 5, 22, 17], [14, 9, 32, 23]]
    drag(page, "rect[data-box=b]", 3, -4)
    assert check_pair(page) == [[6, 5, 22, 17], [17, 5, 35, 19]]
    drag(page, "circle[data-box=a]", -4, 6)
    assert check_pair(page)[0] == [6, 5, 18, 23]
    drag(page, "rect[data-box=a]", -30, 2)
    assert check_pair(page)[0] == [0, 7, 12, 25]
    drag(page, "circle[data-box=a]", -30, -30)
    assert check_pair(page)[0] == [0, 7, 2, 9]
    page.mouse.move(300, 400)  # nothing is held any more
    assert check_pair(page)[0] == [0, 7, 2, 9]


def test_a_finger_on_a_box_drags_it_and_elsewhere_scrolls_the_page(show):
    page = show(width=390, has_touch=True)
    look = "(n) => getComputedStyle(n).touchAction"
    assert page.locator("rect[data-box=a]").evaluate(look) == "none"
    assert page.locator("circle[data-box=a]").evaluate(look) == "none"
    assert page.locator(".ck-box-frame").evaluate(look) == "pan-y"
    assert page.locator("circle[data-box=b]").bounding_box()["width"] >= 43.5


def swipe(page, start, dx, dy):
    """A finger laid down at `start` and drawn away, as the browser's own input sees it."""
    device, (x, y) = page.context.new_cdp_session(page), start
    steps = [("touchStart", 0), *(("touchMove", k / 6) for k in range(1, 7))]
    for kind, part in steps:
        point = {"x": x + part * dx, "y": y + part * dy}
        device.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
    device.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_real_finger_carries_a_box_down_and_the_page_stays(show):
    page = show(width=390, height=500, has_touch=True)
    box = page.locator("rect[data-box=b]").bounding_box()
    square = box["width"] / 18
    swipe(page, (box["x"] + 0.75 * box["width"], box["y"] + 0.25 * box["height"]), -4 * square, 3 * square)  # fmt: skip
    page.wait_for_function("document.querySelector('.ck-box').dataset.b === '10,12,28,26'")
    check_pair(page)
    assert page.evaluate("scrollY") == 0


def test_keys_move_resize_and_change_the_box(show):
    page = show()
    frame = page.get_by_role("application")
    frame.focus()
    for key in ("ArrowRight", "ArrowDown", "Shift+ArrowRight", "Shift+ArrowUp"):
        page.keyboard.press(key)
    assert check_pair(page) == [[7, 6, 24, 17], [14, 9, 32, 23]]
    assert page.evaluate("scrollY") == 0
    page.get_by_label("상자", exact=True).select_option("b")
    page.get_by_label("화살표", exact=True).select_option("size")
    frame.focus()
    page.keyboard.press("ArrowLeft")
    assert check_pair(page)[1] == [14, 9, 31, 23]
    assert "상자 B (14, 9, 31, 23)" in frame.get_attribute("aria-label")
    page.get_by_role("button", name="처음으로").click()
    assert check_pair(page) == [[6, 5, 22, 17], [14, 9, 32, 23]]


def test_examples_are_what_they_are_called(show):
    page = show()
    found = {}
    for option in page.get_by_label("예", exact=True).locator("option").all()[1:]:
        page.get_by_label("예", exact=True).select_option(option.get_attribute("value"))
        pair = np.array(check_pair(page), float)
        found[option.inner_text()] = [f(pair[:1], pair[1:])[0, 0] for f in (box_iou, generalized_box_iou)]  # fmt: skip
    assert found["똑같음"] == [1, 1]
    assert found["맞닿음"] == [0, 0]
    assert found["멀리 떨어짐"][0] == 0 > found["멀리 떨어짐"][1]
    assert found["안에 든 상자"][0] == found["안에 든 상자"][1] > 0


def slide(page, name, step):
    page.get_by_label(name).evaluate("(n, v) => { n.value = v; n.dispatchEvent(new Event('input')); }", str(step))  # fmt: skip


def check_fates(page, iou_step, score_step):
    data = page.locator(".ck-box").evaluate("(n) => ({...n.dataset})")
    fate = [int(v) for v in data["fate"].split(",")]
    seen = np.flatnonzero(score_step / 20 <= SCORES)
    kept = seen[nms(BOXES[seen], SCORES[seen], iou_step / 20)].tolist()
    assert [k for k, f in enumerate(fate) if f == -1] == kept
    assert [k for k, f in enumerate(fate) if f != -2] == seen.tolist()
    iou = box_iou(BOXES, BOXES)
    for k, f in enumerate(fate):
        assert f < 0 or (f in kept and f < k and iou[f, k] > iou_step / 20)
    looks = page.locator("rect[data-box]").evaluate_all(
        "(all) => all.map((n) => [Number(n.dataset.box), n.classList[0]])"
    )
    assert sorted(k for k, look in looks if look == "ck-kept") == kept
    assert sorted(k for k, look in looks if look == "ck-below") == sorted(set(range(12)) - set(seen.tolist()))  # fmt: skip
    told = page.locator(".ck-fates li").all_inner_texts()
    words = {-1: "남음", -2: "점수 미달"}
    for k, (line, f) in enumerate(zip(told, fate, strict=True)):
        assert line == f"{k + 1}번 {SCORES[k]:.2f} · {words.get(f, f'{f + 1}번이 지움')}"
    assert f"12개 가운데 {len(kept)}개가 남습니다" in page.get_by_role("status").inner_text()


def test_the_sliders_decide_who_stays(show):
    page = show(width=390)
    page.get_by_label("볼 것").select_option("nms")
    check_fates(page, 10, 0)
    for iou_step, score_step in ((0, 0), (7, 3), (9, 0), (13, 10), (20, 0), (20, 20)):
        slide(page, "IoU 문턱", iou_step)
        slide(page, "점수 문턱", score_step)
        check_fates(page, iou_step, score_step)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_pointing_and_keys_tell_who_removed_whom(show):
    page = show()
    page.get_by_label("볼 것").select_option("nms")
    status, frame = page.get_by_role("status"), page.get_by_role("application")
    assert "고른 1번: 남아서 4번, 7번, 9번을 지웁니다" in status.inner_text()
    assert page.locator("path.ck-by").count() == 3
    frame.focus()
    page.keyboard.press("ArrowLeft")
    assert "고른 12번: 남고, 지운 상자는 없습니다" in status.inner_text()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    iou = box_iou(BOXES[1:2], BOXES[4:5])[0, 0]
    assert f"고른 5번: 2번과의 IoU {iou:.2f}" in status.inner_text()
    assert page.locator("path.ck-by").count() == 1
    board = page.locator(".ck-board").bounding_box()
    page.mouse.move(board["x"] + board["width"] * 25 / 40, board["y"] + board["height"] * 5 / 28)
    assert "고른 11번" in status.inner_text()


def test_with_a_kernel_python_answers(show):
    page = show()
    questions = connect(page, viz.widgets.BoxExplorer())
    page.get_by_role("application").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.ck-box').dataset.a === '7,5,23,17'")
    check_pair(page)
    page.get_by_label("볼 것").select_option("nms")
    slide(page, "IoU 문턱", 6)
    page.wait_for_function("document.querySelector('.ck-box').dataset.iou_step === '6'")
    check_fates(page, 6, 0)
    asked = [q["view"] for q in questions if q["kind"] == "boxes"]
    assert (asked[0], asked[-1]) == ("overlap", "nms")
    json.dumps(questions)


def test_a_page_with_another_row_of_the_table_is_rejected(open_page, tmp_path):
    text = widget_page(viz.widgets.BoxExplorer("nms", score_threshold=0.3))
    right = "(i * (header.steps + 1) + s) * many"
    assert right in text
    path = tmp_path / "page.html"
    path.write_text(
        text.replace(right, "(s * (header.steps + 1) + i) * many").replace(
            "(i * (header.steps + 1) + s + 1) * many", "(s * (header.steps + 1) + i + 1) * many"
        ),
        encoding="utf-8",
    )
    page = open_page(path)
    page.wait_for_function("window.ready")
    with pytest.raises(AssertionError):
        check_fates(page, 10, 6)
