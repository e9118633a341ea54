"""axe-core on a page: what it finds, and how to show a page to it."""

from importlib.resources import files

from tests.browser.whole import draw_whole

ENGINE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
# What differs between light and dark and between widths; the structure of a page does not.
APPEARANCE = [
    "color-contrast",
    "link-in-text-block",
    "scrollable-region-focusable",
    "target-size",
]
# The drawn half of a formula is hidden from readers (aria-hidden) and is two thirds of a page's
# nodes. One formula in eight stays, with the colours of all.
_THIN = """
() => document.querySelectorAll(".katex-html").forEach((node, i) => {
  if (i % 8 === 0) return;
  const box = node.getBoundingClientRect();
  node.replaceChildren();
  node.style.cssText = `display: inline-block; width: ${box.width}px; height: ${box.height}px`;
})
"""
_RUN = """
async ([rules, inside]) => {
  const only = rules ? { runOnly: { type: "rule", values: rules } } : { rules: { "target-size": { enabled: true } } };
  const found = await axe.run(inside ?? document, { resultTypes: ["violations"], ...only });
  return found.violations.flatMap((rule) => rule.nodes.map((node) =>
    `${rule.id}: ${node.target.join(" ")}: ${[...node.any, ...node.all, ...node.none].map((c) => c.message)[0]}`));
}
"""
_FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def examine(page, rules=None, inside=None):
    """The violations on a page, or inside what the selector names."""
    draw_whole(page)
    page.evaluate(_THIN)
    page.evaluate(_FRAMES)  # what watches sizes has looked again
    if not page.evaluate("'axe' in window"):
        page.evaluate(ENGINE)
    return page.evaluate(_RUN, [rules, inside])


def darken(page):
    """As the theme's own switch does, with no second load."""
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.evaluate("document.documentElement.dataset.mode = 'dark'")
    page.emulate_media(color_scheme="dark")
    page.evaluate("document.getAnimations().forEach((one) => one.finish())")  # colours that fade


def lighten(page):
    """The way back."""
    page.evaluate("document.documentElement.dataset.theme = 'light'")
    page.evaluate("document.documentElement.dataset.mode = 'light'")
    page.emulate_media(color_scheme="light")
    page.evaluate("document.getAnimations().forEach((one) => one.finish())")
