"""Detections pressed, a cut moved, ties made: what the page draws against coursekit.metrics."""

import itertools

import numpy as np
import pytest

from coursekit import viz
from coursekit.metrics import average_precision, precision_envelope, precision_recall
from coursekit.viz.widgets.precision_recall_table import (
    GRIDS,
    METHODS,
    SCORES,
    TIED,
    accepted,
    ranking,
)
from tests.browser.widget_page import connect, widget_page

pytestmark = pytest.mark.browser
WIDGET = viz.widgets.PrecisionRecallBuilder
MIRRORS = """async ([script, patterns, truths, grids, tied, asked]) => {
  const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const { curveOf, readAt, rank } = (await import(url)).default;
  const curves = patterns.map((hits) => {
    const curve = curveOf(hits, truths);
    const means = grids.map((grid) => readAt(curve, grid).reduce((s, v) => s + v, 0) / grid.length);
    return [curve.precision, curve.recall, curve.envelope, ...means];
  });
  return { curves, ranks: asked.map((one) => rank(tied, one)) };
}"""
PATTERNS = [list(h) for many in range(11) for h in itertools.product((0, 1), repeat=many)]


def expect_coursekits_numbers(page, patterns, truths, change=lambda script: script):
    """What the script's own functions say of patterns, held against coursekit's."""
    asked = [
        {"hits": hits, "cut": sum(hits), "ties": ties}
        for hits in patterns
        if len(hits) == 10
        for ties in ("none", "hits", "misses")
    ]
    script = change(viz.widgets.PrecisionRecallBuilder._esm)
    grids = [GRIDS[name].tolist() for name in ("11-point", "101-point")]
    found = page.evaluate(MIRRORS, [script, patterns, truths, grids, list(TIED), asked])
    for hits, (p, r, envelope, eleven, hundred) in zip(patterns, found["curves"], strict=True):
        precision, recall = precision_recall(np.array(hits, dtype=bool), truths=truths)
        assert (p, r) == (precision.tolist(), recall.tolist()), hits
        assert envelope == precision_envelope(precision).tolist(), hits
        for value, method in ((eleven, "11-point"), (hundred, "101-point")):
            assert value == pytest.approx(average_precision(recall, precision, method), abs=1e-12)
    for one, two in zip(asked, found["ranks"], strict=True):
        assert two["order"] == ranking(one["hits"], one["ties"])
        assert two["accepted"] == accepted(one["cut"], one["ties"])


@pytest.mark.parametrize("truths", [10, 15])
def test_the_ratios_in_javascript_are_coursekits_for_every_pattern(show, truths):
    expect_coursekits_numbers(show(), PATTERNS, truths)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("c / (k + 1)", "c / (k + 2)"),
        ("c / truths", "c / (truths + 1)"),
        ("precision.slice(k)", "precision.slice(k + 1), 0"),
        ("v >= r", "v > r"),
        ('ties === "hits" ? 1 - hits[k]', 'ties === "misses" ? 1 - hits[k]'),
        ("score >= tied[cut - 1]", "score > tied[cut - 1]"),
        ("tied[q] - tied[p] || early", "early"),
    ],
)
def test_another_ratio_is_rejected(show, right, wrong):
    assert right in viz.widgets.PrecisionRecallBuilder._esm
    with pytest.raises(AssertionError):
        expect_coursekits_numbers(
            show(), PATTERNS[-200:], 10, lambda script: script.replace(right, wrong)
        )


def attributes(page, selector, *names):
    read = "(all, names) => all.map((n) => names.map((name) => Number(n.getAttribute(name))))"
    return page.locator(selector).evaluate_all(read, list(names))


def check(page):
    """Every number on the page, of the hits that its buttons show."""
    data = page.locator(".ck-pr").evaluate("(n) => ({...n.dataset})")
    buttons = page.locator(".ck-pr-list button")
    pressed = buttons.evaluate_all("(all) => all.map((n) => n.getAttribute('aria-pressed') === 'true')")  # fmt: skip
    texts = buttons.evaluate_all("(all) => all.map((n) => n.textContent.split('\\n'))")
    left = buttons.evaluate_all("(all) => all.map((n) => n.classList.contains('ck-left'))")
    truths, ties, method = int(data["truths"]), data["ties"], data["method"]
    many = accepted(int(data["cut"]), ties)
    scores = SCORES if ties == "none" else TIED
    order = sorted(range(10), key=lambda k: int(texts[k][0].removesuffix("번째")))
    first = {"none": lambda k: 0, "hits": lambda k: not pressed[k], "misses": lambda k: pressed[k]}
    assert order == sorted(range(10), key=lambda k: (-scores[k], first[ties](k), k))
    assert [t[1] for t in texts] == [f"{s:.2f}" for s in scores]
    assert [t[2] == "맞음" for t in texts] == pressed
    assert [k for k in order if not left[k]] == order[:many]
    hits = np.array([pressed[k] for k in order[:many]], dtype=bool)
    precision, recall = precision_recall(hits, truths=truths)
    ap = [average_precision(recall, precision, m) for m in METHODS]
    written = page.locator(".ck-pr-values li").all_inner_texts()
    np.testing.assert_allclose([float(t.split()[-1]) for t in written], ap, atol=5.1e-5)
    assert page.locator(".ck-pr-values .ck-now").inner_text() == written[METHODS.index(method)]
    # The plot: 320 wide from 44, 240 high from 14.
    dots = attributes(page, ".ck-dot", "cx", "cy")
    drawn = np.array(dots).reshape(-1, 2)
    np.testing.assert_allclose((drawn[:, 0] - 44) / 320, recall, atol=1e-9)
    np.testing.assert_allclose(1 - (drawn[:, 1] - 14) / 240, precision, atol=1e-9)
    area = sum(width * height for width, height in attributes(page, ".ck-area", "width", "height"))
    lines = page.locator(".ck-read").evaluate_all("(all) => all.map((n) => Number(n.dataset.v))")
    shown = np.mean(lines) if method in GRIDS else area / (320 * 240)
    assert len(lines) == len(GRIDS.get(method, ()))
    assert shown == pytest.approx(ap[METHODS.index(method)], abs=1e-6)
    told = page.get_by_role("status").inner_text()
    if many:
        right = int(hits.sum())
        assert f"{many}개를 받아들여 {right}개가 맞았습니다" in told
        assert f"정밀도 {right}/{many} = {right / many:.3f}, 재현율 {right}/{truths} = " in told
        assert f"{ap[METHODS.index(method)]:.4f}입니다" in told
    return [int(v) for v in pressed], many


def choose(page, **settings):
    labels = {"method": "정의", "truths": "정답의 수", "ties": "동점"}
    for name, value in settings.items():
        page.get_by_label(labels[name], exact=True).select_option(str(value))


def cut(page, many):
    slide = "(n, v) => { n.value = v; n.dispatchEvent(new Event('input')); }"
    page.get_by_label("받아들인 수").evaluate(slide, str(many))


def test_page_opens_on_four_numbers_for_one_list(show):
    page = show()
    assert check(page) == ([1, 0, 1, 1, 0, 0, 1, 0, 1, 0], 10)
    texts = page.locator(".ck-pr-values li").all_inner_texts()
    assert len({text.split()[-1] for text in texts}) == 4


@pytest.mark.parametrize("method", METHODS)
def test_every_definition_draws_what_it_sums(show, method):
    page = show()
    choose(page, method=method)
    check(page)
    for k in (2, 5, 9):
        page.locator(".ck-pr-list button").nth(k).click()
        check(page)
    choose(page, truths=15)
    check(page)
    cut(page, 4)
    assert check(page)[1] == 4


def test_buttons_turn_with_mouse_finger_and_keys(show):
    page = show(width=390, has_touch=True)
    second = page.locator(".ck-pr-list button").nth(1)
    second.tap()
    assert check(page)[0][:3] == [1, 1, 1]
    second.focus()
    page.keyboard.press("Space")
    assert check(page)[0][:3] == [1, 0, 1]
    assert second.get_attribute("aria-label") == "2번째 검출, 점수 0.93, 틀림"
    page.get_by_role("button", name="모두 맞음").click()
    assert check(page)[0] == [1] * 10
    assert "1.0000" in page.get_by_role("status").inner_text()
    page.get_by_role("button", name="모두 틀림").click()
    assert check(page)[0] == [0] * 10
    page.get_by_role("button", name="처음으로").click()
    assert check(page)[0] == [1, 0, 1, 1, 0, 0, 1, 0, 1, 0]


def test_the_cut_moves_by_keys_to_nothing(show):
    page = show()
    page.get_by_label("받아들인 수").focus()
    page.keyboard.press("ArrowLeft")
    assert check(page)[1] == 9
    cut(page, 0)
    assert check(page)[1] == 0
    assert "AP는 0입니다" in page.get_by_role("status").inner_text()
    assert page.locator(".ck-envelope").count() == 0


def test_ties_are_ordered_and_come_in_together(show):
    page = show()
    found = {}
    for ties in ("hits", "misses"):
        choose(page, ties=ties)
        check(page)
        found[ties] = [float(t.split()[-1]) for t in page.locator(".ck-pr-values li").all_inner_texts()]  # fmt: skip
        cut(page, 2)
        assert check(page)[1] == 4
        cut(page, 10)
    assert (np.array(found["hits"]) > np.array(found["misses"])).all()
    choose(page, ties="none")
    check(page)


@pytest.mark.parametrize("width", [320, 390])
def test_it_fits_a_phone(show, width):
    page = show(width=width)
    choose(page, ties="hits", method="no-envelope")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for button in page.locator(".ck-pr-list button").all():
        assert button.evaluate("(n) => n.scrollWidth <= n.clientWidth")


def test_with_a_kernel_python_answers(show):
    page = show()
    questions = connect(page, viz.widgets.PrecisionRecallBuilder())
    page.locator(".ck-pr-list button").nth(1).click()
    page.wait_for_function("document.querySelector('.ck-pr').dataset.hits.startsWith('1,1,1')")
    choose(page, ties="misses")
    page.wait_for_function("document.querySelector('.ck-pr').dataset.ties === 'misses'")
    check(page)
    choose(page, method="101-point")
    check(page)
    assert [q["kind"] for q in questions] == ["hello", "curve", "curve", "curve"]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("2 ** accepted - 1", "2 ** accepted"),
        ("2 * bits + hit", "2 * bits + 1 - hit"),
        ("1 - hits[k] : hits[k]", "hits[k] : 1 - hits[k]"),
        ('"no-envelope" ? precision : envelope', '"no-envelope" ? envelope : precision'),
    ],
)
def test_a_page_with_another_table_is_rejected(open_page, tmp_path, right, wrong):
    widget = viz.widgets.PrecisionRecallBuilder(ties="misses", cut=8)
    text, path = widget_page(widget), tmp_path / "page.html"
    escaped = [part.replace('"', '\\"') for part in (right, wrong)]
    assert escaped[0] in text
    path.write_text(text.replace(*escaped), encoding="utf-8")
    page = open_page(path)
    page.wait_for_function("window.ready")
    with pytest.raises(AssertionError):
        check(page)
