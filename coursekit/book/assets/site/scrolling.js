// 옆으로 미는 상자: 더 있는 쪽의 가장자리를 흐리게 하고, 자판으로도 밀 수 있게 초점을 줍니다.
// 스크립트가 없어도 밀리기는 합니다.
(() => {
  const NAMES = {
    "katex-display": "옆으로 미는 식",
    "coursekit-table": "옆으로 미는 표",
    "pst-scrollable-table-container": "옆으로 미는 표",
  };
  const boxes = document.querySelectorAll(
    ".bd-article :is(pre, .katex-display, .coursekit-table, .pst-scrollable-table-container)",
  );

  function edges(box) {
    const rest = box.scrollWidth - box.clientWidth - box.scrollLeft;
    box.classList.toggle("more-before", box.scrollLeft > 1);
    box.classList.toggle("more-after", rest > 1);
  }

  function measure(box) {
    edges(box);
    const kind = Object.keys(NAMES).find((name) => box.classList.contains(name));
    if (!kind) {
      // 테마도 코드에 초점을 주지만 창의 크기가 바뀐 한참 뒤입니다.
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    } else if (box.scrollWidth > box.clientWidth + 1) {
      box.tabIndex = 0;
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", NAMES[kind]);
    } else if (box.hasAttribute("aria-label")) {
      for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
    }
  }

  // 접힌 것이 펼쳐지거나 글꼴이 늦게 와도 다시 잽니다.
  const watcher = new ResizeObserver((entries) => entries.forEach(({ target }) => measure(target)));
  for (const box of boxes) {
    watcher.observe(box);
    box.addEventListener("scroll", () => edges(box), { passive: true });
  }
  document.fonts?.ready.then(() => boxes.forEach(measure));
})();
