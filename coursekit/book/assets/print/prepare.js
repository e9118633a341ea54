(anchors) => {
  // 스크립트를 끈 쪽에서 도는 함수라 기다리는 일(Promise)을 할 수 없습니다. 기다리는 것은 부르는 쪽입니다.
  // 인쇄할 쪽을 종이에 맞춥니다: 접은 것을 펼치고, 해답을 끝에 모으고, 넘치는 식과 표를 줄입니다.
  const make = (name, attributes = {}, ...children) => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    node.append(...children);
    return node;
  };
  document.documentElement.dataset.theme = "light";
  const article = document.querySelector("article.bd-article, main") ?? document.body;

  const answers = [...article.querySelectorAll(".exercise-item")].filter((item) => item.querySelector(".exercise-solution"));
  if (answers.length) {
    const section = make("section", { id: "print-answers" }, make("h2", {}, "연습문제 해답"));
    answers.forEach((item, k) => {
      const solution = item.querySelector(".exercise-solution");
      const title = item.querySelector(".exercise-title")?.firstChild?.textContent.trim() ?? `문항 ${k + 1}`;
      const body = make("div", { id: `print-answer-${k + 1}`, class: "print-answer" }, make("h3", {}, title));
      const pointer = make("p", { class: "print-pointer" }, make("a", { href: `#print-answer-${k + 1}` }, "해답은 이 장의 끝에 있습니다."));
      solution.querySelector("summary")?.remove();
      body.append(...solution.childNodes);
      solution.replaceWith(pointer);
      section.append(body);
    });
    (article.querySelector("section") ?? article).append(section);
  }
  for (const fold of article.querySelectorAll("details")) fold.open = true;

  // 다른 장에서 가리키는 자리입니다. 쪽 안에 링크가 있어야 Chromium이 PDF에 적어 둡니다.
  const targets = make("div", { style: "height:0;overflow:hidden", "aria-hidden": "true" });
  for (const id of anchors) if (document.getElementById(id)) targets.append(make("a", { href: `#${encodeURIComponent(id)}` }));
  article.append(targets);

  const broken = [...document.images]
    .filter((image) => image.getClientRects().length && !image.naturalWidth)
    .map((image) => image.getAttribute("src").slice(0, 80));

  // 종이에서는 옆으로 밀 수 없습니다.
  for (const formula of article.querySelectorAll(".katex-display")) {
    const inner = formula.querySelector(".katex-html") ?? formula;
    const wide = Math.max(formula.scrollWidth, inner.scrollWidth), room = formula.clientWidth;
    if (wide > room + 1 && room > 0) formula.style.fontSize = `${Math.max(0.5, (room / wide) * 0.98)}em`;
  }
  for (const table of article.querySelectorAll("table")) {
    const room = (table.closest(".cell_output, .coursekit-table, .admonition, td") ?? article).clientWidth;
    if (table.scrollWidth > room + 1 && room > 0) table.style.zoom = Math.max(0.5, room / table.scrollWidth);
  }
  // 쪽의 3분의 1이 넘는 코드와 상자는 나누어도 됩니다. 통째로 넘기면 빈 자리가 큽니다.
  for (const block of article.querySelectorAll("div.highlight, div.cell_input, div.admonition")) {
    if (block.getBoundingClientRect().height > 330) block.classList.add("print-long");
  }
  return broken;
}
