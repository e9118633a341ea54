// 초깃값 위젯: 신호의 숫자는 파이썬이 셈한 것이고, 여기서는 고르고 그리기만 합니다.

const closest = (values, wanted) =>
  values.reduce((best, v, i) => (Math.abs(Math.log(v / wanted)) < Math.abs(Math.log(values[best] / wanted)) ? i : best), 0);

// 표를 풀어 (활성화 함수의 자리, 표준편차의 자리)에서 파이썬의 답과 같은 모양을 꺼냅니다.
async function readTable(model) {
  const header = model.get("header"), bytes = await inflate(model.get("table"));
  const { activations, stds, depth, bins } = header, nets = activations.length * stds.length;
  let at = 0;
  const take = (n) => bytes.subarray(at, (at += n));
  const scales = new Float32Array(take(4 * nets * 2 * depth).slice().buffer);
  const shares = take(nets * 2 * depth), bars = take(nets * depth * bins);
  const lookup = (a, s) => {
    const net = a * stds.length + s, row = (all, k) => [...all.subarray((2 * net + k) * depth, (2 * net + k + 1) * depth)];
    return {
      forward: row(scales, 0), backward: row(scales, 1),
      zeros: row(shares, 0).map((v) => v / 255), outside: row(shares, 1).map((v) => v / 255),
      bars: Array.from({ length: depth }, (_, l) => [...bars.subarray((net * depth + l) * bins, (net * depth + l + 1) * bins)]),
    };
  };
  return { ...header, lookup };
}

async function render({ model, el, address }) {
  const frame = makeFrame({ el, address, look: "init", title: "초깃값과 신호의 크기" }), { panel, status, note } = frame;
  const { pick, node: picker } = choice("활성화 함수", []), spread = slider("가중치의 표준편차", "표준편차"), depth = slider("보고 있는 층", "층");
  const xavier = pushButton("Xavier"), he = pushButton("He"), again = pushButton("다시 뽑기", { hidden: "" });
  const bars = shape("svg", { class: "ck-init-chart", role: "img" }), chart = shape("svg", { class: "ck-init-chart", role: "img" });
  const key = element("p", { class: "ck-note ck-key ck-init-key" }, element("span", { class: "ck-key-forward" }, "활성화 값"), element("span", { class: "ck-key-backward" }, "기울기"));
  frame.lay(
    [element("div", { class: "ck-choices" }, picker, spread.node, depth.node), element("div", { class: "ck-figures" }, bars, chart), key],
    { actions: [xavier, he, again] },
  );

  const table = await frame.open(readTable(model));
  const { activations, stds } = table, FINE = 400;
  const [first, last] = [Math.log(stds[0]), Math.log(stds[stds.length - 1])];
  for (const { key: value, name } of activations) pick.append(element("option", { value }, name));
  [depth.input.min, depth.input.max] = [1, table.depth];

  const start = () => ({ activation: model.get("activation"), std: table.xavier, layer: model.get("layer"), seed: 0 });
  let now = start(), drawn, kernel = false;
  const ask = askKernel(model, {
    greeted: () => { if (!kernel) { kernel = true; update(); } },
    answered: (message) => { if (message.bars) settle(message); },
    status,
  });
  const place = () => activations.findIndex((a) => a.key === now.activation);

  function update() {
    const s = closest(stds, now.std);
    if (!kernel) { now.std = stds[s]; now.seed = 0; }
    spread.input.max = kernel ? FINE : stds.length - 1;
    spread.input.value = kernel ? Math.round((FINE * (Math.log(now.std) - first)) / (last - first)) : s;
    pick.value = now.activation;
    depth.input.value = now.layer;
    again.hidden = !kernel;
    note.textContent = kernel
      ? "파이썬이 그 자리에서 셈합니다. 기울기는 마지막 층에 크기 1로 넣었습니다."
      : "미리 셈한 표준편차 가운데에서 고릅니다. 기울기는 마지막 층에 크기 1로 넣었습니다.";
    if (kernel) ask({ kind: "measure", activation: now.activation, std: now.std, seed: now.seed });
    else settle(table.lookup(place(), s));
  }

  // 10의 거듭제곱으로 적힌 크기. 2의 거듭제곱보다 자리를 읽기 쉽습니다.
  const size = (log) => (log <= -98 ? "0" : significant(10 ** log));
  const percent = (share) => `${Math.round(100 * share)} %`;

  function settle(answer) {
    drawn = answer;
    show();
  }

  function show() {
    if (!drawn) return;
    const l = now.layer - 1, { name } = activations[place()];
    spread.tell(significant(now.std), `표준편차 ${significant(now.std)}`);
    depth.tell(`${now.layer}층`);
    const extra = [drawn.zeros[l] > 0.005 && now.activation === "relu" ? `0인 값 ${percent(drawn.zeros[l])}` : "", drawn.outside[l] > 0.005 ? `그림 밖의 값 ${percent(drawn.outside[l])}` : ""].filter(Boolean);
    status.textContent =
      `${name}, 표준편차 ${significant(now.std)}: ${now.layer}층의 활성화 값은 크기 ${size(drawn.forward[l])}, 기울기는 크기 ${size(drawn.backward[l])}입니다.` +
      (extra.length ? ` (${extra.join(", ")})` : "");
    Object.assign(panel.dataset, {
      activation: now.activation, std: now.std, layer: now.layer, seed: now.seed, mode: kernel ? "live" : "table",
      forward: drawn.forward.join(","), backward: drawn.backward.join(","), bars: drawn.bars[l].join(","),
    });
    bars.setAttribute("aria-label", `${now.layer}층 활성화 값의 히스토그램.`);
    chart.setAttribute("aria-label", "층마다 활성화 값과 기울기의 크기를 로그 축에 그린 곡선.");
    drawBars();
    drawChart();
  }

  function blank(node) {
    node.replaceChildren();
    return { width: node.clientWidth || 300, height: node.clientHeight || 220, add: (...parts) => node.append(shape(...parts)) };
  }

  function drawBars() {
    const { width, height, add } = blank(bars), counts = drawn.bars[now.layer - 1], { span } = activations[place()];
    const left = 8, right = 8, top = 24, bottom = 26, tall = Math.max(...counts) || 1, step = (width - left - right) / counts.length;
    add("text", { x: 2, y: 14 }, `${now.layer}층의 활성화 값`);
    counts.forEach((count, k) => {
      const h = ((height - top - bottom) * count) / tall;
      add("rect", { class: "ck-bar", x: left + k * step, y: height - bottom - h, width: Math.max(step - 1, 1), height: h });
    });
    add("line", { class: "ck-axis", x1: left, x2: width - right, y1: height - bottom, y2: height - bottom });
    span.forEach((v, k) => add("text", { x: k ? width - right : left, y: height - 8, "text-anchor": k ? "end" : "start" }, String(v).replace("-", "−")));
    const middle = (span[0] + span[1]) / 2;
    add("text", { x: (left + width - right) / 2, y: height - 8, "text-anchor": "middle" }, String(middle));
  }

  function drawChart() {
    const { width, height, add } = blank(chart), left = 44, right = 10, top = 32, bottom = 26;
    const all = [...drawn.forward, ...drawn.backward].filter((v) => v > -98);
    const low = Math.floor(Math.min(-2, ...all)), high = Math.ceil(Math.max(2, ...all));
    const px = (l) => left + ((width - left - right) * (l - 1)) / (table.depth - 1);
    const py = (v) => top + ((height - top - bottom) * (high - Math.max(v, low))) / (high - low);
    add("text", { x: 2, y: 14 }, "층마다의 크기(로그)");
    const gap = Math.max(1, Math.ceil((high - low) / 5));
    for (let v = Math.ceil(low / gap) * gap; v <= high; v += gap) {
      add("line", { class: v ? "ck-axis" : "ck-one", x1: left, x2: width - right, y1: py(v), y2: py(v) });
      add("text", { x: left - 6, y: py(v) + 4, "text-anchor": "end" }, v ? `10${superscript(v)}` : "1");
    }
    for (const l of [1, 10, 20, 30]) add("text", { x: px(l), y: height - 8, "text-anchor": "middle" }, String(l));
    add("line", { class: "ck-here", x1: px(now.layer), x2: px(now.layer), y1: top, y2: height - bottom });
    for (const name of ["forward", "backward"]) {
      add("polyline", { class: `ck-${name}`, points: drawn[name].map((v, k) => `${px(k + 1).toFixed(1)},${py(v).toFixed(1)}`).join(" ") });
      add("circle", { class: `ck-dot-${name}`, cx: px(now.layer), cy: py(drawn[name][now.layer - 1]), r: 4.5 });
    }
  }

  pick.addEventListener("change", () => { now.activation = pick.value; update(); });
  spread.input.addEventListener("input", () => {
    now.std = kernel ? Math.exp(first + ((last - first) * Number(spread.input.value)) / FINE) : stds[Number(spread.input.value)];
    update();
  });
  depth.input.addEventListener("input", () => { now.layer = Number(depth.input.value); show(); });
  xavier.addEventListener("click", () => { now.std = table.xavier; update(); });
  he.addEventListener("click", () => { now.std = table.he; update(); });
  again.addEventListener("click", () => { now.seed += 1; update(); });

  update();
  frame.keep({
    fields: { activation: oneOf(activations.map((a) => a.key)), std: real(stds[0], stds.at(-1)), layer: whole(1, table.depth) },
    state: () => now,
    restore: (to) => { Object.assign(now, to); update(); },
    back: () => { now = start(); update(); },
  });
  const stop = watchLook(panel, show);
  model.send({ kind: "hello" });
  return () => { frame.forget(); stop(); };
}

export default { render };
