// 미니배치의 지형 위젯: 지형과 기울기의 숫자는 파이썬이 셈한 것이고, 여기서는 고르고 그리기만 합니다.

const LEVELS = 7;

// 표를 풀어 (배치 크기의 자리, 뽑기, 격자의 자리)에서 파이썬의 답과 같은 모양을 꺼냅니다.
async function readTable(model) {
  const header = model.get("header"), bytes = await inflate(model.get("table"));
  const { sizes, draws, xs, ys, slopes: [low, high], slopeSteps } = header;
  let at = 0;
  const take = (n) => bytes.subarray(at, (at += n));
  const floats = (n) => new Float32Array(take(4 * n).slice().buffer);
  const field = take(header.field ** 2), orders = take(draws * header.data[0].length);
  const bowls = floats(sizes.length * draws * 5), spreads = floats(sizes.length * xs.length * ys.length);
  const { columns } = unsqueeze(bytes, at, Array(sizes.length * draws * ys.length * 2).fill(xs.length));
  const slope = (s, d, i, j) =>
    [0, 1].map((axis) => low + ((high - low) * columns[((s * draws + d) * ys.length + j) * 2 + axis][i]) / slopeSteps);
  const count = header.data[0].length;
  const lookup = (s, d, i, j) => ({
    indices: [...orders.subarray(d * count, d * count + sizes[s])],
    bowl: [...bowls.subarray((s * draws + d) * 5, (s * draws + d + 1) * 5)],
    gradient: slope(s, d, i, j),
    full: slope(sizes.length - 1, 0, i, j),
    cloud: Array.from({ length: draws }, (_, k) => slope(s, k, i, j)),
    spread: spreads[(s * ys.length + j) * xs.length + i],
  });
  return { ...header, terrain: { field, side: header.field }, lookup };
}

async function render({ model, el, address }) {
  const frame = makeFrame({ el, address, look: "batch", title: "미니배치의 지형" }), { panel, status, note } = frame;
  const ground = makeGround({
    look: "batch", role: "기울기를 잴 자리 고르기", live: () => kernel, bounds: () => table.bounds, grids: () => [xs, ys],
    point: () => point, moved: (to) => { point = to; update(); },
  });
  const { node: map, over, box, add, toScreen } = ground;
  const chart = shape("svg", { class: "ck-batch-chart", role: "img" });
  const size = slider("배치 크기", "배치 크기 B"), again = pushButton("다시 뽑기");
  const key = element(
    "p", { class: "ck-note ck-key ck-batch-key" },
    element("span", { class: "ck-key-full" }, "전체"), element("span", { class: "ck-key-batch" }, "이 미니배치"),
    element("span", { class: "ck-key-cloud" }, "다른 미니배치의 걸음"),
  );
  frame.lay([size.node, element("div", { class: "ck-figures" }, map, chart), key], { actions: [again] });

  const table = await frame.open(readTable(model));
  const { bounds: [[x0, x1], [y0, y1]], data: [us, vs], sizes, draws, xs, ys, lr, minimum } = table;

  let batch = model.get("size"), seed = 0, point = table.start, drawn, kernel = false;
  const ask = askKernel(model, {
    greeted: () => { if (!kernel) { kernel = true; update(); } },
    answered: (message) => { if (message.bowl) settle(message); },
    status,
  });

  const step = (slope) => [point[0] - lr * slope[0], point[1] - lr * slope[1]];
  const pair = ([a, b]) => `(${decimal(a, 2)}, ${decimal(b, 2)})`;

  function update() {
    if (kernel) {
      ask({ kind: "draw", size: batch, seed, point });
      drawMap();
    } else {
      const s = nearest(sizes, batch), i = nearest(xs, point[0]), j = nearest(ys, point[1]);
      [batch, seed, point] = [sizes[s], seed % draws, [xs[i], ys[j]]];
      settle(table.lookup(s, seed, i, j));
    }
    size.input.min = kernel ? 1 : 0;
    size.input.max = kernel ? us.length : sizes.length - 1;
    size.input.value = kernel ? batch : nearest(sizes, batch);
    size.tell(String(batch), `배치 크기 ${batch}`);
    note.textContent = kernel
      ? "지형을 누르거나 ○를 끌어 자리를 옮기십시오. 파이썬이 그 자리에서 셈합니다."
      : `지형을 누르거나 ○를 끌어 자리를 옮기십시오. 미리 셈한 자리(작은 점)와 배치 ${draws}개 가운데에서 고릅니다.`;
  }

  function settle(answer) {
    drawn = answer;
    status.textContent =
      `배치 크기 ${batch}: 이 미니배치의 기울기는 ${pair(drawn.gradient)}, 전체의 기울기는 ${pair(drawn.full)}입니다. ` +
      `미니배치를 다시 뽑을 때 기울기의 흩어짐(표준편차)은 ${decimal(drawn.spread, 2)}입니다.`;
    Object.assign(panel.dataset, {
      size: batch, seed, point: point.join(","), gradient: drawn.gradient.join(","), full: drawn.full.join(","),
      spread: drawn.spread, indices: drawn.indices.join(","), bowl: drawn.bowl.join(","), mode: kernel ? "live" : "table",
    });
    map.setAttribute("aria-label", `기울기 w와 절편 b의 지형. 자리 ${pair(point)}. 화살표 키로 자리를 옮깁니다.`);
    chart.setAttribute("aria-label", `점 ${us.length}개 가운데 뽑힌 ${batch}개와, 지금 자리가 뜻하는 직선.`);
    drawMap();
    drawChart();
  }

  function arrow(name, slope) {
    const from = toScreen(point), to = toScreen(step(slope));
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
    if (length < 2) return;
    const [cx, cy] = [(to[0] - from[0]) / length, (to[1] - from[1]) / length], head = Math.min(11, length);
    const base = [to[0] - head * cx, to[1] - head * cy];
    const corners = [to, [base[0] - 5 * cy, base[1] + 5 * cx], [base[0] + 5 * cy, base[1] - 5 * cx]];
    for (const layer of ["ck-under", name]) add("line", { class: `ck-arrow ${layer}`, x1: from[0], y1: from[1], x2: base[0], y2: base[1] });
    add("polygon", { class: `ck-head ${name}`, points: corners.map((p) => p.map((v) => v.toFixed(1)).join(",")).join(" ") });
  }

  function drawMap() {
    ground.clear();
    if (drawn) {
      const [cx, cy, angle, soft, steep] = drawn.bowl;
      const frame = shape("g", { transform: `matrix(${box[0] / (x1 - x0)} 0 0 ${-box[1] / (y1 - y0)} ${toScreen([0, 0]).join(" ")})` });
      // 바닥에서 잰 높이가 모든 배치에서 같은 등고선입니다. 높이는 ½·곡률·거리²입니다.
      for (let k = 1; k <= LEVELS; k++) {
        const height = 0.08 * k * k;
        frame.append(shape("ellipse", {
          class: "ck-contour", rx: Math.sqrt((2 * height) / soft), ry: Math.sqrt((2 * height) / steep),
          transform: `translate(${cx} ${cy}) rotate(${(angle * 180) / Math.PI})`,
        }));
      }
      over.append(frame);
      if (cx > x0 && cx < x1 && cy > y0 && cy < y1 && soft > 1e-3) {
        const [px, py] = toScreen([cx, cy]);
        add("path", { class: "ck-bottom", d: `M${px - 7} ${py}H${px + 7}M${px} ${py - 7}V${py + 7}` });
      }
    }
    ground.drawScale([minimum]);
    add("text", { x: box[0] - 8, y: box[1] - 6, "text-anchor": "end" }, "w");
    add("text", { x: 6, y: 15 }, "b");
    if (drawn) {
      for (const slope of drawn.cloud) {
        const [cx, cy] = toScreen(step(slope));
        add("circle", { class: "ck-cloud", cx, cy, r: 3 });
      }
      arrow("ck-full", drawn.full);
      arrow("ck-batch-step", drawn.gradient);
    }
    ground.drawPoint();
  }

  function drawChart() {
    const width = chart.clientWidth || 300, height = chart.clientHeight || 220;
    const left = 30, right = 8, top = 22, bottom = 24, low = Math.min(...vs) - 0.2, high = Math.max(...vs) + 0.2;
    const px = (u) => left + ((width - left - right) * (u + 1.05)) / 2.1;
    const py = (v) => top + ((height - top - bottom) * (high - v)) / (high - low);
    chart.replaceChildren();
    const add = (...parts) => chart.append(shape(...parts));
    add("text", { x: 2, y: 14 }, "데이터와 직선 y = wx + b");
    for (const [v, text] of ticks([low, high])) {
      add("line", { class: "ck-axis", x1: left, x2: width - right, y1: py(v), y2: py(v) });
      add("text", { x: left - 6, y: py(v) + 4, "text-anchor": "end" }, text);
    }
    for (const u of [-1, 0, 1]) add("text", { x: px(u), y: height - 6, "text-anchor": "middle" }, String(u).replace("-", "−"));
    const chosen = new Set(drawn.indices), line = (u) => point[0] * u + point[1];
    for (const k of chosen) add("line", { class: "ck-error", x1: px(us[k]), x2: px(us[k]), y1: py(vs[k]), y2: py(line(us[k])) });
    add("line", { class: "ck-line", x1: px(-1.05), x2: px(1.05), y1: py(line(-1.05)), y2: py(line(1.05)) });
    us.forEach((u, k) => { if (!chosen.has(k)) add("circle", { class: "ck-datum", cx: px(u), cy: py(vs[k]), r: 3 }); });
    for (const k of chosen) add("circle", { class: "ck-chosen", cx: px(us[k]), cy: py(vs[k]), r: 4.5 });
  }

  function repaint() {
    ground.paint(table.terrain);
    if (drawn) { drawMap(); drawChart(); }
  }

  size.input.addEventListener("input", () => {
    batch = kernel ? Number(size.input.value) : sizes[Number(size.input.value)];
    update();
  });
  again.addEventListener("click", () => { seed += 1; update(); });
  repaint();
  update();
  frame.keep({
    fields: { size: oneOf(sizes), draw: whole(0, draws - 1), at: series(table.bounds.map((ends) => real(...ends))) },
    state: () => ({ size: batch, draw: seed, at: point }),
    restore: (to) => { [batch, seed, point] = [to.size ?? batch, to.draw ?? seed, to.at ?? point]; update(); },
    back: () => { [batch, seed, point] = [model.get("size"), 0, table.start]; update(); },
  });
  const stop = watchLook(map, repaint);
  model.send({ kind: "hello" });
  return () => { frame.forget(); stop(); };
}

export default { render };
