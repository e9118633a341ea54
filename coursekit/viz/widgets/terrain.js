// 지형 위를 걷는 위젯들이 함께 쓰는 조각: 높이를 칠하고, 자리를 옮기고, 걸음을 보입니다.

const BANDS = 16;

// 값이 한계를 처음 넘는 자리. 넘지 않으면 끝입니다.
const firstOver = (values, isOver) => {
  const i = values.findIndex(isOver);
  return i < 0 ? values.length - 1 : i;
};

function paintField(canvas, terrain, width, height) {
  const look = getComputedStyle(canvas), color = (name) => look.getPropertyValue(name).split(",").map(Number);
  const low = color("--ck-low"), high = color("--ck-high"), side = terrain.side;
  const scale = Math.min(devicePixelRatio || 1, 2);
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const pen = canvas.getContext("2d"), image = pen.createImageData(canvas.width, canvas.height);
  for (let row = 0, at = 0; row < canvas.height; row++) {
    const v = (row / (canvas.height - 1)) * (side - 1), j = Math.min(Math.floor(v), side - 2), q = v - j;
    for (let column = 0; column < canvas.width; column++, at += 4) {
      const u = (column / (canvas.width - 1)) * (side - 1), i = Math.min(Math.floor(u), side - 2), p = u - i;
      const k = j * side + i, f = terrain.field;
      const h = ((f[k] * (1 - p) + f[k + 1] * p) * (1 - q) + (f[k + side] * (1 - p) + f[k + side + 1] * p) * q) / 255;
      const band = Math.min(Math.floor(h * BANDS), BANDS - 1) / (BANDS - 1);
      for (let c = 0; c < 3; c++) image.data[at + c] = low[c] + (high[c] - low[c]) * band;
      image.data[at + 3] = 255;
    }
  }
  pen.putImageData(image, 0, 0);
}

const trail = (points) => points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");

// 극소점에 그리는 별의 꼭짓점.
function star(cx, cy) {
  const corners = Array.from({ length: 10 }, (_, i) => {
    const radius = i % 2 ? 4 : 9, angle = (Math.PI * i) / 5 - Math.PI / 2;
    return `${(cx + radius * Math.cos(angle)).toFixed(1)},${(cy + radius * Math.sin(angle)).toFixed(1)}`;
  });
  return corners.join(" ");
}

// 지형의 그림과 그 위의 자리 하나. `bounds`는 두 축의 구간, `grids`는 표에 있는 자리들, `live`는 커널이 있는지.
function makeGround({ look, role, bounds, grids, live, point, moved }) {
  const canvas = element("canvas", { "aria-hidden": "true" }), over = shape("svg", { "aria-hidden": "true" });
  const node = element("div", { class: `ck-map ck-${look}-map`, tabindex: "0", role: "application", "aria-roledescription": role }, canvas, over);
  const box = [400, 320];
  const add = (...parts) => over.append(shape(...parts));
  const toScreen = ([x, y]) => {
    const [[x0, x1], [y0, y1]] = bounds();
    return [((x - x0) / (x1 - x0)) * box[0], ((y1 - y) / (y1 - y0)) * box[1]];
  };

  function paint(terrain) {
    [box[0], box[1]] = [node.clientWidth || 400, node.clientHeight || 320];
    paintField(canvas, terrain, ...box);
  }

  // 그림을 비우고, 고를 수 있는 자리를 점으로 찍습니다.
  function clear() {
    over.replaceChildren();
    if (live()) return;
    const [xs, ys] = grids();
    for (const x of xs) for (const y of ys) {
      const [cx, cy] = toScreen([x, y]);
      add("circle", { class: "ck-grid", cx, cy, r: xs.length * ys.length > 9 ? 1.6 : 3 });
    }
  }

  function drawScale(minima) {
    const [across, up] = bounds();
    for (const [v, text] of ticks(across)) add("text", { x: toScreen([v, 0])[0], y: box[1] - 6, "text-anchor": "middle" }, text);
    for (const [v, text] of ticks(up)) add("text", { x: 6, y: toScreen([0, v])[1] + 4 }, text);
    for (const minimum of minima) add("polygon", { class: "ck-minimum", points: star(...toScreen(minimum)) });
  }

  // 손가락이 잡는 자리는 보이는 동그라미보다 넓습니다.
  function drawPoint() {
    const [cx, cy] = toScreen(point());
    add("circle", { class: "ck-start", cx, cy, r: 7 });
    add("circle", { class: "ck-handle", cx, cy, r: 24 });
  }

  function moveTo(event) {
    const frame = node.getBoundingClientRect(), [[x0, x1], [y0, y1]] = bounds();
    const u = clamp((event.clientX - frame.left) / frame.width, 0, 1), v = clamp((event.clientY - frame.top) / frame.height, 0, 1);
    moved([x0 + (x1 - x0) * u, y1 - (y1 - y0) * v]);
  }

  // 마우스는 어디서나, 손가락은 ○에서만 끕니다. 지형 위에서 쪽을 넘길 수 있어야 하기 때문입니다.
  let dragging = false;
  node.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    if (event.pointerType === "mouse" || event.target.classList.contains("ck-handle")) {
      dragging = true;
      node.setPointerCapture(event.pointerId);
      event.preventDefault();
      node.focus({ preventScroll: true });
      if (event.pointerType === "mouse") moveTo(event);
    }
  });
  node.addEventListener("pointermove", (event) => { if (dragging) moveTo(event); });
  for (const name of ["pointerup", "pointercancel"]) node.addEventListener(name, () => { dragging = false; });
  node.addEventListener("click", (event) => { if (event.pointerType !== "mouse") moveTo(event); });
  node.addEventListener("keydown", (event) => {
    const way = wayOf(event);
    if (!way) return;
    event.preventDefault();
    const [right, down] = way, from = point();
    moved(grids().map((grid, axis) => {
      const [low, high] = bounds()[axis], toward = axis ? -down : right;
      // 표에서는 옆의 자리로, 노트북에서는 구간의 40분의 1(Shift와 함께면 8분의 1)씩 옮깁니다.
      if (!live()) return grid[clamp(nearest(grid, from[axis]) + toward, 0, grid.length - 1)];
      return clamp(from[axis] + (toward * (high - low)) / (event.shiftKey ? 8 : 40), low, high);
    }));
  });
  return { node, over, box, add, toScreen, paint, clear, drawScale, drawPoint };
}

// 걸음을 차례로 보이는 단추. 움직임을 줄여 달라는 설정이면 누를 때마다 한 걸음만 나아갑니다.
function walkButton(label, wait, { shown, last, show }) {
  const node = pushButton(label);
  let timer = 0;
  function halt() {
    clearInterval(timer);
    timer = 0;
    node.textContent = stillness() ? "한 걸음" : label;
  }
  const step = () => show(shown() < last() ? shown() + 1 : 0);
  node.addEventListener("click", () => {
    if (last() === undefined) return;
    if (timer) { halt(); return; }
    if (stillness()) { step(); return; }
    if (shown() === last()) show(0);
    node.textContent = "멈춤";
    timer = setInterval(() => { shown() < last() ? step() : halt(); }, wait);
  });
  halt();
  return { node, halt };
}
