// 수를 칸에 적은 바둑판: 합성곱 위젯들이 함께 씁니다.

// 제목과 바둑판 하나. `keys`가 있으면 눌러서, 그리고 화살표로 칸을 고를 수 있습니다.
function numberGrid(title, name, keys) {
  const svg = shape("svg", { "aria-hidden": "true", class: `ck-grid-${name}` });
  const frame = element("div", keys ? { class: "ck-grid-frame ck-grid-live", tabindex: "0", role: "application" } : { class: "ck-grid-frame", role: "img" }, svg);
  const caption = element("figcaption", {}, title), node = element("figure", { class: "ck-grid" }, caption, frame);
  let drawn = { rows: 1, columns: 1, unit: 1 };

  // 칸마다 `cell(i, j)`가 `{ text, look, mark }`를 줍니다. 표시(mark)는 왼쪽 위의 작은 글입니다.
  function draw({ rows, columns, unit, cell, label, heading }) {
    drawn = { rows, columns, unit };
    caption.textContent = heading ?? title;
    frame.setAttribute("aria-label", label);
    svg.setAttribute("width", columns * unit + 2);
    svg.setAttribute("height", rows * unit + 2);
    const parts = [];
    for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) {
      const { text, look = "", mark } = cell(i, j), x = j * unit + 1, y = i * unit + 1;
      parts.push(shape("rect", { class: `ck-cell ${look}`, x, y, width: unit, height: unit, "data-at": `${i},${j}` }));
      if (look.includes("ck-lost")) parts.push(shape("path", { class: "ck-hatch", d: `M${x} ${y + unit}L${x + unit} ${y}` }));
      const small = text.length > 3 && unit < 32 ? "ck-small" : "";
      parts.push(shape("text", { class: `ck-number ${look} ${small}`, x: x + unit / 2, y: y + unit / 2 + (mark ? 8 : 4.5), "text-anchor": "middle" }, text));
      if (mark) parts.push(shape("text", { class: "ck-mark", x: x + 3, y: y + 10 }, mark));
    }
    // 고른 칸의 테두리가 이웃에 가리지 않게 맨 위에 한 번 더 그립니다.
    for (const cell of parts.filter((p) => p.classList.contains("ck-lit"))) if (cell.tagName === "rect") {
      const edge = cell.cloneNode();
      edge.setAttribute("class", "ck-edge");
      edge.removeAttribute("data-at");
      parts.push(edge);
    }
    svg.replaceChildren(...parts);
  }

  const place = (event) => {
    const box = svg.getBoundingClientRect(), { rows, columns, unit } = drawn;
    const at = (offset, count) => Math.min(count - 1, Math.max(0, Math.floor((offset - 1) / unit)));
    return [at(event.clientY - box.top, rows), at(event.clientX - box.left, columns)];
  };
  // 마우스는 올리기만 해도, 손가락은 누르거나 옆으로 끌면 고릅니다. 위아래로 끌면 쪽이 넘어갑니다.
  function listen({ pointed, moved }) {
    frame.addEventListener("pointermove", (event) => pointed(...place(event)));
    frame.addEventListener("click", (event) => pointed(...place(event)));
    frame.addEventListener("keydown", (event) => {
      const way = wayOf(event);
      if (!way) return;
      event.preventDefault();
      // 끝까지 가는 것은 칸의 수만큼 가는 것입니다. 넘치는 만큼은 위젯이 안으로 당깁니다.
      const [right, down] = way.map((by) => clamp(by, -drawn.columns, drawn.columns));
      moved(down, right);
    });
  }
  return { node, frame, draw, listen };
}

const within = (value, count) => Math.min(count - 1, Math.max(0, value));

// 수를 칸에 적는 꼴: 정수는 그대로, 아니면 소수 `digits`째 자리까지.
const figureText = (value, digits = 2) => decimal(value, Number.isInteger(value) ? 0 : digits);
const figures = (values) => values.map((value) => figureText(value)).join(", ");
const factor = (value) => (value < 0 ? `(${figureText(value)})` : figureText(value));
