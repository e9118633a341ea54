// 모든 위젯이 함께 쓰는 조각입니다. 이 파일 뒤에 위젯의 파일을 이어 하나의 모듈로 만듭니다.

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

// 파이썬이 zlib으로 누른 표(DataView)를 풉니다.
async function inflate(view) {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

// 두 번 차분해 지그재그로 적은 정수열들을 되돌립니다.
function unsqueeze(bytes, offset, lengths) {
  const total = lengths.reduce((sum, n) => sum + n, 0);
  const columns = [];
  let at = offset;
  for (const n of lengths) {
    const column = new Int32Array(n);
    for (let i = 0, value = 0, slope = 0; i < n; i++, at++) {
      const coded = bytes[at] | (bytes[at + total] << 8);
      slope += coded & 1 ? -((coded + 1) >> 1) : coded >> 1;
      value += slope;
      column[i] = value;
    }
    columns.push(column);
  }
  return { columns, next: offset + 2 * total };
}

// 커널에 묻습니다. 한 번에 하나만 묻고, 기다리는 동안 바뀐 물음은 마지막 것만 남깁니다.
// 인사에 답이 와야 커널이 있는 것으로 칩니다. 저장된 노트북의 `live`는 옛날 커널의 것일 수 있습니다.
function askKernel(model, { greeted, answered, failed, waiting }) {
  let asked = 0, busy = false, next = null, timer = 0;
  const send = (question) => {
    busy = true;
    timer = setTimeout(waiting, 1500);
    model.send({ ...question, id: ++asked });
  };
  const receive = (message) => {
    if (message.kind === "hello") { greeted(); return; }
    if (message.id !== asked || !busy) return;
    busy = false;
    clearTimeout(timer);
    if (next) { const question = next; next = null; send(question); return; }
    message.kind === "answer" ? answered(message) : failed(message.text);
  };
  model.on("msg:custom", receive);
  model.on("change:live", () => { if (model.get("live")) greeted(); });
  return (question) => { busy ? (next = question) : send(question); };
}

// 화면의 밝기나 크기가 바뀌면 다시 그립니다. 돌려준 함수를 부르면 그만둡니다.
function watchLook(node, redraw) {
  const theme = new MutationObserver(redraw);
  theme.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  theme.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  const size = new ResizeObserver(redraw);
  size.observe(node);
  return () => { theme.disconnect(); size.disconnect(); };
}

const stillness = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// 소수점 아래 `digits`자리. 빼기표는 수학의 것으로 씁니다.
function decimal(value, digits) {
  const text = value.toFixed(digits);
  return (Number(text) === 0 ? (0).toFixed(digits) : text).replace("-", "−");
}

// 유효 숫자 둘: 표의 눈금이 그만큼 정확합니다. 아주 크거나 작으면 10의 거듭제곱으로 씁니다.
function significant(value) {
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size >= 1e-3 && size < 1e5) return Number(value.toPrecision(2)).toString().replace("-", "−");
  const [digits, power] = value.toExponential(1).split("e");
  return `${digits === "1.0" ? "" : `${digits}×`}10${superscript(Number(power))}`.replace("-", "−");
}

const superscript = (n) => [...String(n)].map((c) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(c)]).join("");
