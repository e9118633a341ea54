// 다루는 것들: 태그와 도형, 이름표가 붙은 고르개와 슬라이더.

function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  // JupyterLab은 화살표를 칸의 단축키로 가로챕니다. 글쇠를 받는 것마다 적어 두면 그러지 않습니다.
  if (["input", "select", "button"].includes(tag) || "tabindex" in attributes) {
    node.setAttribute("data-lm-suppress-shortcuts", "true");
  }
  node.append(...children);
  return node;
}

function shape(tag, attributes = {}, text) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  if (text !== undefined) node.textContent = text;
  return node;
}

const pushButton = (text, attributes = {}) => element("button", { type: "button", ...attributes }, text);

// 고를 것은 `[값, 글]`입니다.
function choice(label, options) {
  const pick = element("select", { "aria-label": label }, ...options.map(([value, text]) => element("option", { value }, text)));
  return { pick, node: element("label", {}, label, pick) };
}

// 보이는 이름과 값은 눈을 위한 것이고, 듣는 이름은 `label`, 듣는 값은 `tell`의 둘째 글입니다.
function slider(label, shown = label) {
  const input = element("input", { type: "range", min: "0", step: "1", "aria-label": label });
  const value = element("span", { class: "ck-value", "aria-hidden": "true" });
  const node = element("label", { class: "ck-slider" }, element("span", { class: "ck-name" }, shown), input, value);
  const tell = (text, spoken = text) => { value.textContent = text; input.setAttribute("aria-valuetext", spoken); };
  return { input, value, node, tell };
}

// 화살표와 Home, End: 글쇠 하나를 `[가로, 세로]`로 바꿉니다. Home과 End는 가로의 끝까지입니다.
function wayOf(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  return { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1], Home: [-Infinity, 0], End: [Infinity, 0] }[event.key] ?? null;
}
