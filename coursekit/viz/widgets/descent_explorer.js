// 경사하강법 위젯: 자취의 숫자는 파이썬이 셈한 것이고, 여기서는 고르고 그리기만 합니다.

const VERDICTS = {
  converged: (walk) => `수렴: ${walk.last}걸음 만에 ${place(walk)}에 닿았습니다. 손실은 ${walk.loss}입니다.`,
  steps: (walk) => `${walk.last}걸음을 다 쓰고 ${place(walk)}까지 갔습니다. 손실은 ${walk.loss}입니다.`,
  stalled: (walk) => `수렴: ${walk.last}걸음 만에 ${place(walk)}에 섰습니다. 기울기는 0이지만 극소점이 아닌 정류점입니다. 손실은 ${walk.loss}입니다.`,
  diverged: (walk) => `발산: ${walk.last}걸음 뒤 손실이 걷잡을 수 없이 커졌습니다. 학습률을 줄여 보십시오.`,
  leaving: (walk) => `발산하는 중: ${walk.last}걸음 뒤 손실이 처음보다 커져 ${walk.loss}입니다. 학습률을 줄여 보십시오.`,
};
const place = ({ points, last }) => `(${decimal(points[last][0], 2)}, ${decimal(points[last][1], 2)})`;
// 표의 높이는 유효 숫자 둘까지 믿을 수 있으므로, 최솟값을 더한 뒤에도 그 자리까지만 적습니다.
const lossText = (lowest, gap, header) => {
  const smallest = 10 ** header.gapDecades[0];
  if (lowest) return decimal(lowest + gap, clamp(1 - Math.floor(Math.log10(Math.max(gap, smallest))), 0, 4));
  return gap > smallest ? significant(gap) : `${significant(smallest)} 미만`;
};
// 표를 지형마다의 높이와 자취로 풉니다.
async function readTable(model) {
  const header = model.get("header"), bytes = await inflate(model.get("table"));
  const [first, last] = header.gapDecades;
  let at = 0;
  return header.terrains.map((terrain) => {
    const take = (n) => bytes.subarray(at, (at += n));
    const field = take(header.field ** 2);
    const count = terrain.rates.length * terrain.xs.length * terrain.ys.length;
    const lengths = [...take(count)], outcomes = take(count);
    const [xs, ys, gaps] = [0, 1, 2].map(() => {
      const { columns, next } = unsqueeze(bytes, at, lengths);
      at = next;
      return columns;
    });
    const [low, high] = terrain.frame;
    const real = (value, axis) => low[axis] + ((high[axis] - low[axis]) * value) / header.pointSteps;
    const lookup = (rate, i, j) => {
      const n = (rate * terrain.ys.length + j) * terrain.xs.length + i;
      return {
        points: Array.from(xs[n], (x, t) => [real(x, 0), real(ys[n][t], 1)]),
        // 가장 작은 눈금은 "최솟값과 가려 볼 수 없음"입니다.
        gaps: Array.from(gaps[n], (g) => (g ? 10 ** (first + ((last - first) * g) / header.gapSteps) : 0)),
        outcome: header.outcomes[outcomes[n]],
      };
    };
    return { ...terrain, field, side: header.field, lookup };
  });
}

async function render({ model, el, address }) {
  const frame = makeFrame({ el, address, look: "descent", title: "경사하강법 걸어 보기" }), { panel, status, note } = frame;
  const hill = choice("지형", []), select = hill.pick, rate = slider("학습률", "학습률 η"), step = slider("보이는 걸음", "걸음");
  const ground = makeGround({
    look: "descent", role: "출발점 고르기", live: () => live(), bounds: () => terrain.bounds, grids: () => [terrain.xs, terrain.ys],
    point: () => start, moved: (to) => { start = to; update(); },
  });
  const { node: map, add, toScreen } = ground;
  const play = walkButton("걸어 보기", 60, { shown: () => shown, last: () => walk?.last, show: (k) => show(k) });
  const chart = shape("svg", { class: "ck-descent-chart", role: "img" });
  frame.lay(
    [element("div", { class: "ck-choices" }, hill.node, rate.node), element("div", { class: "ck-figures" }, map, chart), step.node],
    { actions: [play.node] },
  );

  const terrains = await frame.open(readTable(model));
  for (const { key, name } of terrains) select.append(element("option", { value: key }, name));

  let terrain, start, lr, walk, shown = 0, kernel = false;
  const live = () => kernel;
  const ask = askKernel(model, {
    greeted: () => { if (!kernel) { kernel = true; update(); } },
    answered: (message) => { if (message.outcome) settle(message); },
    status,
  });

  function settle({ points, gaps, outcome }) {
    walk = { points, gaps, outcome, last: points.length - 1 };
    walk.loss = lossText(terrain.lowest, gaps[walk.last], model.get("header"));
    // 밖으로 나가 버린 자취는 처음 나간 걸음까지만 그립니다. 그 뒤는 그림을 덮을 뿐입니다.
    const gone = ([x, y]) => [x, y].some((v, axis) => v < terrain.bounds[axis][0] || v > terrain.bounds[axis][1]);
    walk.drawn = outcome === "diverged" || outcome === "leaving" ? firstOver(points, gone) : walk.last;
    step.input.max = walk.last;
    show(walk.last);
    status.textContent = VERDICTS[outcome](walk);
    Object.assign(panel.dataset, {
      terrain: terrain.key, lr, start: start.join(","), end: points[walk.last].join(","),
      gap: gaps[walk.last], steps: walk.last, outcome, mode: live() ? "live" : "table",
    });
    map.setAttribute("aria-label", `${terrain.name}의 등고선. 출발점 (${decimal(start[0], 2)}, ${decimal(start[1], 2)}). 화살표 키로 출발점을 옮깁니다.`);
    chart.setAttribute("aria-label", `걸음에 따른 손실 곡선. ${status.textContent}`);
  }

  function update() {
    play.halt();
    if (live()) {
      ask({ kind: "walk", terrain: terrain.key, start, lr });
      drawMap();
    } else {
      const i = nearest(terrain.xs, start[0]), j = nearest(terrain.ys, start[1]), k = nearest(terrain.rates, lr);
      start = [terrain.xs[i], terrain.ys[j]];
      lr = terrain.rates[k];
      settle(terrain.lookup(k, i, j));
    }
    setRate();
  }

  // 표에서는 담긴 학습률을 하나씩, 노트북에서는 로그 눈금으로 이어서 고릅니다.
  function setRate() {
    const { rates } = terrain, span = Math.log(rates.at(-1) / rates[0]);
    rate.input.max = live() ? 200 : rates.length - 1;
    rate.input.value = live() ? Math.round((200 * Math.log(lr / rates[0])) / span) : nearest(rates, lr);
    const text = String(Number(lr.toPrecision(3)));
    rate.tell(text, `학습률 ${text}`);
    note.textContent = live()
      ? "등고선을 누르거나 ○를 끌어 출발점을 옮기십시오. 파이썬이 그 자리에서 셈합니다."
      : "등고선을 누르거나 ○를 끌어 출발점을 옮기십시오. 미리 셈한 점(작은 점) 가운데 가장 가까운 곳에서 출발합니다.";
  }

  function choose(key, keep = {}) {
    terrain = terrains.find((t) => t.key === key) ?? terrains[0];
    select.value = terrain.key;
    [start, lr] = [keep.start ?? terrain.start, keep.lr ?? terrain.lr];
    walk = undefined;
    repaint();
    update();
  }

  function show(k) {
    shown = k;
    step.input.value = k;
    step.tell(`${k} / ${walk.last}`, `${walk.last}걸음 가운데 ${k}걸음`);
    panel.dataset.shown = k;
    drawMap();
    drawChart();
  }

  function drawMap() {
    ground.clear();
    ground.drawScale(terrain.minima);
    if (walk) {
      const path = walk.points.slice(0, walk.drawn + 1).map(toScreen), done = path.slice(0, shown + 1);
      add("path", { class: "ck-ahead", d: trail(path.slice(shown)) });
      add("path", { class: "ck-under", d: trail(done) });
      add("path", { class: "ck-path", d: trail(done) });
      for (const [cx, cy] of done.slice(1)) add("circle", { class: "ck-step", cx, cy, r: 2.4 });
      const [x, y] = done.at(-1);
      add("rect", { class: "ck-end", x: x - 5, y: y - 5, width: 10, height: 10 });
    }
    ground.drawPoint();
  }

  function drawChart() {
    const width = chart.clientWidth || 300, height = chart.clientHeight || 200;
    const left = 46, right = 10, top = 26, bottom = 40, last = model.get("header").steps;
    const [bottomDecade] = model.get("header").gapDecades;
    const logs = walk.gaps.map((g) => (g > 0 ? Math.max(Math.log10(g), bottomDecade) : bottomDecade));
    // 발산하는 곡선이 축을 혼자 차지하지 않도록 처음 값의 천 배까지만 담습니다.
    const high = Math.ceil(Math.min(Math.max(...logs), Math.max(logs[0], -6) + 3) + 1e-9);
    const low = Math.min(Math.floor(Math.min(...logs)), high - 1);
    const out = firstOver(logs, (v) => v > high);
    const px = (t) => left + ((width - left - right) * t) / last;
    const py = (v) => top + ((height - top - bottom) * (high - v)) / (high - low);
    chart.replaceChildren();
    const add = (...parts) => chart.append(shape(...parts));
    add("text", { x: 2, y: 14 }, "손실 − 최솟값 (로그 눈금)");
    add("text", { x: (left + width - right) / 2, y: height - 4, "text-anchor": "middle" }, "걸음");
    const every = Math.ceil((high - low) / 6);
    for (let v = high; v >= low; v -= every) {
      add("line", { class: "ck-axis", x1: left, x2: width - right, y1: py(v), y2: py(v) });
      add("text", { x: left - 6, y: py(v) + 4, "text-anchor": "end" }, `10${superscript(v)}`);
    }
    for (let t = 0; t <= last; t += last / 4) add("text", { x: px(t), y: height - bottom + 17, "text-anchor": "middle" }, Math.round(t));
    const line = logs.slice(0, out + 1).map((v, t) => [px(t), py(v)]);
    if (logs[out] > high) { // 위 테두리에서 끊습니다
      const part = (high - logs[out - 1]) / (logs[out] - logs[out - 1]);
      line[out] = [px(out - 1 + part), top];
    }
    add("path", { class: "ck-ahead", d: trail(line.slice(shown)) });
    add("path", { class: "ck-path", d: trail(line.slice(0, shown + 1)) });
    const [x, y] = line[Math.min(shown, out)];
    add("rect", { class: "ck-end", x: x - 4, y: y - 4, width: 8, height: 8 });
  }

  function repaint() {
    ground.paint(terrain);
    if (walk) show(shown);
  }

  rate.input.addEventListener("input", () => {
    const { rates } = terrain, value = Number(rate.input.value);
    lr = live() ? Number((rates[0] * (rates.at(-1) / rates[0]) ** (value / 200)).toPrecision(3)) : rates[value];
    update();
  });
  step.input.addEventListener("input", () => { play.halt(); if (walk) show(Number(step.input.value)); });
  select.addEventListener("change", () => choose(select.value));

  choose(model.get("terrain"));
  frame.keep({
    fields: {
      terrain: oneOf(terrains.map((t) => t.key)),
      lr: (now) => real(...[0, -1].map((k) => terrains.find((t) => t.key === now.terrain).rates.at(k))),
      start: (now) => series(terrains.find((t) => t.key === now.terrain).bounds.map((ends) => real(...ends))),
      step: whole(0, model.get("header").steps),
    },
    state: () => ({ terrain: terrain.key, lr, start, step: shown }),
    restore: (to) => { choose(to.terrain ?? terrain.key, to); show(Math.min(to.step ?? walk.last, walk.last)); },
    back: () => choose(model.get("terrain")),
  });
  const stop = watchLook(map, repaint);
  model.send({ kind: "hello" });
  return () => { play.halt(); frame.forget(); stop(); };
}

export default { render };
