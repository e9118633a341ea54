"""What the grids of the convolution widgets show, read in one breath."""

from typing import Any

READ = """() => {
  const panel = document.querySelector(".ck-panel"), grids = {};
  for (const svg of panel.querySelectorAll(".ck-grid svg")) {
    const cells = [];
    for (const text of svg.querySelectorAll("text")) {
      const known = text.classList;
      if (known.contains("ck-mark")) cells.at(-1).mark = text.textContent;
      else cells.push({
        value: Number(text.textContent.replace("−", "-")), mark: "",
        look: known.contains("ck-lit") ? "lit" : known.contains("ck-used") ? "used" : "",
      });
    }
    grids[svg.getAttribute("class").replace("ck-grid-", "")] = cells;
  }
  const text = (selector) => panel.querySelector(selector).textContent;
  return { grids, data: {...panel.dataset}, sum: text(".ck-sum"), status: text(".ck-status") };
}"""


class Drawn:
    """One reading of a panel."""

    def __init__(self, page: Any) -> None:
        read = page.evaluate(READ)
        self.data, self.status = read["data"], read["status"]
        self.sum = read["sum"].replace("−", "-")
        self._grids = read["grids"]

    def numbers(self, grid: str, look: str | None = None) -> list[float]:
        """The numbers in the cells of a grid, or in those that look so."""
        return [c["value"] for c in self._grids[grid] if look in (None, c["look"])]

    def marked(self, *grids: str) -> list[list[float]]:
        """The numbers that bear the marks 1, 2, 3 …, one of each grid."""
        by_mark = [{c["mark"]: c["value"] for c in self._grids[g] if c["mark"]} for g in grids]
        assert [len(found) for found in by_mark] == [len(by_mark[0])] * len(grids)
        return [[found[str(k + 1)] for found in by_mark] for k in range(len(by_mark[0]))]

    def written(self) -> tuple[float, float]:
        """The sum as it is written out, worked out; and the number after the last equals sign."""
        *_, terms, total = self.sum.split(" = ")
        return eval(terms.replace("·", "*").replace("÷", "/")), float(total)


def cell(page: Any, grid: str, row: int, column: int) -> Any:
    """The square of a cell, to be pointed at."""
    return page.locator(f'.ck-grid-{grid} rect[data-at="{row},{column}"]')
