// 옆으로 미는 상자: 더 있는 쪽의 가장자리를 흐리게 하고, 자판으로도 밀 수 있게 초점을 줍니다.
// 스크립트가 없어도 밀리기는 합니다.
(() => {
  const NAMES = {
    "katex-display": "옆으로 미는 식",
    "coursekit-table": "옆으로 미는 표",
    "pst-scrollable-table-container": "옆으로 미는 표",
  };
  const article = document.querySelector(".bd-article");
  if (!article) return;
  const boxes = article.querySelectorAll(":is(pre, .katex-display, .coursekit-table, .pst-scrollable-table-container)");

  // 넘치는 너비와 밀어 둔 거리. 재는 일과 고치는 일을 나누어야 여러 상자를 한 번의 계산으로 잽니다.
  const sizes = (box) => [-box.clientWidth + box.scrollWidth, box.scrollLeft];

  function edges(box, [over, left] = sizes(box)) {
    box.classList.toggle("more-before", left > 1);
    box.classList.toggle("more-after", over - left > 1);
  }

  function mark(box, found) {
    const [over] = found;
    edges(box, found);
    const kind = Object.keys(NAMES).find((name) => box.classList.contains(name));
    if (over > (kind ? 1 : 0)) {
      box.tabIndex = 0;
      if (!kind) return;
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", NAMES[kind]);
    } else if (box !== document.activeElement) {
      for (const name of kind ? ["tabindex", "role", "aria-label"] : ["tabindex"]) box.removeAttribute(name);
    }
  }

  function measure(some) {
    const found = some.map(sizes);
    some.forEach((box, i) => mark(box, found[i]));
  }

  // 접힌 것이 펼쳐지거나 화면에 다가온 상자를 잽니다.
  const watcher = new ResizeObserver((entries) => measure(entries.map(({ target }) => target)));
  for (const box of boxes) {
    watcher.observe(box);
    box.addEventListener("scroll", () => edges(box), { passive: true });
  }
  const seen = (box) => box.checkVisibility?.({ contentVisibilityAuto: true }) ?? true;
  document.fonts?.ready.then(() => measure([...boxes].filter(seen)));

  // 화면에서 먼 절은 계산을 미루므로(offscreen.css) 재면 그 자리에서 모두 그리게 됩니다.
  // 다가올 때까지는 글자의 수로 어림해 초점만 줍니다. 식은 모두 좁은 화면에 들어갑니다.
  const WIDE = /[\u1100-\uffdc]/;
  const letters = (text, wide, narrow) => [...text].reduce((sum, one) => sum + (WIDE.test(one) ? wide : narrow), 0);

  function codeWidth(box, { fontSize, padding }) {
    // 코드의 글꼴은 로마자가 반 칸, 한글이 한 칸입니다.
    return Math.max(...box.textContent.split("\n").map((line) => letters(line, 1, 0.5))) * fontSize + padding;
  }

  function tableWidth(box, { fontSize, padding }) {
    const columns = [];
    for (const row of box.querySelectorAll("tr")) {
      [...row.cells].forEach((cell, at) => {
        if (cell.colSpan > 1 || cell.querySelector(".katex")) return;
        const words = cell.textContent.trim().split(/\s+/).map((word) => letters(word, 0.9, 0.57));
        columns[at] = Math.max(columns[at] ?? 0, ...words);
      });
    }
    return columns.reduce((sum, one) => sum + one * fontSize + padding, 0);
  }

  // 먼 상자의 모양을 물으면 그 절을 그리게 되므로, 코드는 가까운 것에서, 표는 본문의 글자에서 어림합니다.
  function looks(room) {
    const codes = [...boxes].filter((box) => box.localName === "pre");
    const code = getComputedStyle(codes.find(seen) ?? codes[0] ?? article);
    const size = parseFloat(getComputedStyle(article).fontSize);
    return {
      pre: { fontSize: parseFloat(code.fontSize), padding: 2 * parseFloat(code.paddingLeft) },
      table: { fontSize: 0.9 * size, padding: (room > 480 ? 1.5 : 0.9) * size },
    };
  }

  function guess(room) {
    const { pre, table } = looks(room);
    for (const box of boxes) {
      if (box.classList.contains("katex-display") || seen(box)) continue;
      const width = box.localName === "pre" ? codeWidth(box, pre) : tableWidth(box, table);
      if (width > room) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  }

  let room = 0;
  new ResizeObserver(([{ contentRect }]) => {
    if (contentRect.width !== room) guess((room = contentRect.width));
  }).observe(article);
})();
