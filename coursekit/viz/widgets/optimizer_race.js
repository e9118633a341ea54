// 옵티마이저 경주 위젯: 자취의 숫자는 파이썬이 셈한 것이고, 여기서는 고르고 그리기만 합니다.

const percent = (v) => Number(v.toPrecision(3)).toString();
// 표의 손실은 유효 숫자 하나까지 믿을 수 있습니다.
const rough = (gap, smallest, exact) => {
  if (gap <= smallest) return `${significant(smallest)} 이하`;
  return exact ? significant(gap) : significant(Number(gap.toPrecision(1))).replace(".0×", "×");
};

// 표를 지형마다의 높이와 자취로 풉니다.
async function readTable(model) {
  const header = model.get("header"), bytes = await inflate(model.get("table"));
  const [first, last] = header.gapDecades, { scales, momenta, betas, racers } = header;
  // 보지 않는 손잡이는 한 벌뿐입니다. 옵티마이저마다 자취가 시작하는 자리를 미리 셉니다.
  const variants = racers.map((r) => (r.momentum ? momenta.length : 1) * (r.beta ? betas.length : 1));
  const before = variants.map((_, i) => variants.slice(0, i).reduce((sum, n) => sum + n, 0));
  const total = variants.reduce((sum, n) => sum + n, 0);
  let at = 0;
  return header.courses.map((course) => {
    const take = (n) => bytes.subarray(at, (at += n));
    const field = take(header.field ** 2);
    const starts = course.xs.length * course.ys.length;
    const lengths = [...take(total * scales.length * starts)];
    const [xs, ys, gaps] = [0, 1, 2].map(() => {
      const { columns, next } = unsqueeze(bytes, at, lengths);
      at = next;
      return columns;
    });
    const [low, high] = course.frame;
    const real = (value, axis) => low[axis] + ((high[axis] - low[axis]) * value) / header.pointSteps;
    const lookup = (scale, momentum, beta, i, j) => racers.map((racer, k) => {
      const mu = racer.momentum ? momentum : 0, b = racer.beta ? beta : 0;
      const variant = before[k] + mu * (racer.beta ? betas.length : 1) + b;
      const n = ((variant * scales.length + scale) * course.ys.length + j) * course.xs.length + i;
      return {
        points: Array.from(xs[n], (x, t) => [real(x, 0), real(ys[n][t], 1)]),
        gaps: Array.from(gaps[n], (g) => (g ? 10 ** (first + ((last - first) * g) / header.gapSteps) : 0)),
      };
    });
    return { ...course, field, side: header.field, lookup };
  });
}

async function render({ model, el, address }) {
  const header = model.get("header"), { racers, steps } = header;
  const frame = makeFrame({ el, address, look: "race", title: "옵티마이저 경주" }), { panel, status, note } = frame;
  const hill = choice("지형", []), select = hill.pick;
  const ground = makeGround({
    look: "race", role: "출발점 고르기", live: () => kernel, bounds: () => course.bounds, grids: () => [course.xs, course.ys],
    point: () => start, moved: (to) => { start = to; update(); },
  });
  const { node: map, over, add, toScreen } = ground;
  const chart = shape("svg", { class: "ck-race-chart", role: "img" });
  const knobs = { scale: slider("학습률의 배율"), momentum: slider("모멘텀 μ, β₁"), beta: slider("제곱 평균 α, β₂") }, step = slider("걸음");
  const play = walkButton("겨루기", 70, { shown: () => shown, last: () => walks && steps, show: (t) => show(t) });
  const legend = element("div", { class: "ck-race-legend", role: "group", "aria-label": "옵티마이저마다 보이고 감추기" });
  const rows = racers.map(({ name }, k) => {
    const rate = element("span", { class: "ck-race-rate" }), loss = element("span", { class: "ck-race-loss" });
    const button = element(
      "button", { type: "button", "aria-pressed": "true", class: `ck-racer ck-racer-${k}` },
      element("span", { class: "ck-badge", "aria-hidden": "true" }, String(k + 1)), element("span", { class: "ck-racer-name" }, name), rate, loss,
    );
    button.addEventListener("click", () => {
      visible[k] = !visible[k];
      button.setAttribute("aria-pressed", visible[k]);
      if (walks) show(shown);
    });
    legend.append(button);
    return { button, rate, loss };
  });
  frame.lay(
    [
      element("div", { class: "ck-choices" }, hill.node), element("div", { class: "ck-figures" }, map, chart), step.node,
      element("div", { class: "ck-race-knobs" }, ...Object.values(knobs).map(({ node }) => node)), legend,
    ],
    { actions: [play.node] },
  );

  const courses = await frame.open(readTable(model));
  for (const { key, name } of courses) select.append(element("option", { value: key }, name));

  const visible = racers.map(() => true), ranges = { scale: header.scales, momentum: header.momenta, beta: header.betas };
  const first = { scale: header.scales[Math.floor(header.scales.length / 2)], momentum: header.momenta[1], beta: header.betas[0] };
  let course, start, values = { ...first }, walks, shown = 0, kernel = false;
  const [bottomDecade] = header.gapDecades, smallest = 10 ** bottomDecade;
  const ask = askKernel(model, {
    greeted: () => { if (!kernel) { kernel = true; update(); } },
    answered: (message) => { if (message.walks) settle(message.walks); },
    status,
  });

  // 끝의 손실이 처음의 열 배를 넘으면 발산으로 칩니다. 걸음이 모자라도 정확히 닿아서 멈춘 것일 수 있습니다.
  const diverged = (walk) => walk.gaps.at(-1) > 10 * walk.gaps[0];
  const at = (walk, t) => Math.min(t, walk.points.length - 1);
  const lossOf = (walk, t) => (diverged(walk) && t >= walk.points.length - 1 ? "발산" : rough(walk.gaps[at(walk, t)], smallest, kernel));

  function settle(found) {
    walks = found;
    step.input.max = steps;
    show(steps);
    const order = racers.map((_, k) => k).sort((a, b) => score(a) - score(b));
    const lost = order.filter((k) => diverged(walks[k]));
    const kept = order.filter((k) => !diverged(walks[k]));
    const best = kept.length ? `${steps}걸음 뒤 손실이 낮은 차례: ${kept.map((k) => racers[k].name).join(", ")}.` : "";
    status.textContent = [best, lost.length ? `발산: ${lost.map((k) => racers[k].name).join(", ")}.` : ""].join(" ").trim();
    Object.assign(panel.dataset, {
      terrain: course.key, start: start.join(","), ...values, mode: kernel ? "live" : "table",
      ends: JSON.stringify(walks.map((w) => [...w.points.at(-1), w.gaps.at(-1)])),
      lengths: walks.map((w) => w.points.length - 1).join(","),
    });
    map.setAttribute("aria-label", `${course.name}의 등고선. 출발점 (${decimal(start[0], 2)}, ${decimal(start[1], 2)}). 화살표 키로 출발점을 옮깁니다.`);
    chart.setAttribute("aria-label", `걸음에 따른 손실 곡선들. ${status.textContent}`);
  }
  const score = (k) => (diverged(walks[k]) ? Infinity : walks[k].gaps.at(-1));

  function update() {
    play.halt();
    if (kernel) {
      ask({ kind: "race", terrain: course.key, start, ...values });
      drawMap();
    } else {
      const i = nearest(course.xs, start[0]), j = nearest(course.ys, start[1]);
      start = [course.xs[i], course.ys[j]];
      const index = {};
      for (const [name, range] of Object.entries(ranges)) {
        index[name] = nearest(range, values[name]);
        values[name] = range[index[name]];
      }
      settle(course.lookup(index.scale, index.momentum, index.beta, i, j));
    }
    setKnobs();
  }

  // 노트북에서 이어서 고를 때의 눈금: 배율은 로그, 비율은 1에서 모자란 만큼의 로그입니다.
  const bend = { scale: (v) => Math.log(v), momentum: (v) => -Math.log(1 - v), beta: (v) => -Math.log(1 - v) };
  const straight = { scale: Math.exp, momentum: (u) => 1 - Math.exp(-u), beta: (u) => 1 - Math.exp(-u) };
  function setKnobs() {
    for (const [name, { input, tell }] of Object.entries(knobs)) {
      const range = ranges[name], [low, high] = [bend[name](range[0]), bend[name](range.at(-1))];
      input.max = kernel ? 200 : range.length - 1;
      input.value = kernel ? Math.round((200 * (bend[name](values[name]) - low)) / (high - low)) : nearest(range, values[name]);
      tell(name === "scale" ? `×${percent(values[name])}` : percent(values[name]));
    }
    rows.forEach(({ rate }, k) => { rate.textContent = `η ${percent(course.rates[k] * values.scale)}`; });
    note.textContent = kernel
      ? "등고선을 누르거나 ○를 끌어 출발점을 옮기십시오. 파이썬이 그 자리에서 셈합니다."
      : "등고선을 눌러 출발점을 옮기십시오. 미리 셈한 점(작은 점) 가운데 가장 가까운 곳에서 출발합니다.";
  }

  function choose(key, keepKnobs) {
    course = courses.find((c) => c.key === key) ?? courses[0];
    select.value = course.key;
    start = course.start;
    if (!keepKnobs) values = { ...first };
    walks = undefined;
    repaint();
    update();
  }

  function show(t) {
    shown = t;
    step.input.value = t;
    step.tell(`${t} / ${steps}`, `${steps}걸음 가운데 ${t}걸음`);
    panel.dataset.shown = t;
    rows.forEach(({ loss }, k) => { loss.textContent = lossOf(walks[k], t); });
    drawMap();
    drawChart();
  }

  function head(svg, k, x, y) {
    svg.append(shape("circle", { class: `ck-head ck-racer-${k}`, cx: x.toFixed(1), cy: y.toFixed(1), r: 8 }));
    svg.append(shape("text", { class: "ck-head-text", x: x.toFixed(1), y: (y + 4).toFixed(1), "text-anchor": "middle" }, k + 1));
  }

  function drawMap() {
    ground.clear();
    ground.drawScale(course.minima);
    if (walks) {
      const drawn = walks.map((walk, k) => [k, walk.points.slice(0, at(walk, shown) + 1).map(toScreen)]).filter(([k]) => visible[k]);
      for (const [k, path] of drawn) {
        add("path", { class: "ck-under", d: trail(path) });
        add("path", { class: `ck-path ck-racer-${k}`, d: trail(path) });
      }
      if (shown) for (const [k, path] of drawn) head(over, k, ...path.at(-1));
    }
    ground.drawPoint();
  }

  function drawChart() {
    const width = chart.clientWidth || 300, height = chart.clientHeight || 220;
    const left = 46, right = 14, top = 26, bottom = 40;
    const logs = walks.map((w) => w.gaps.map((g) => (g > smallest ? Math.log10(g) : bottomDecade)));
    const seen = logs.filter((_, k) => visible[k]);
    const begin = logs[0][0];
    // 발산하는 곡선이 축을 혼자 차지하지 않도록 처음 값의 백 배까지만 담습니다.
    const high = Math.ceil(Math.min(Math.max(begin, ...seen.flat()), begin + 2) + 1e-9);
    const low = Math.min(Math.floor(Math.min(begin, ...seen.map((s) => Math.min(...s)))), high - 1);
    const px = (t) => left + ((width - left - right) * t) / steps;
    const py = (v) => top + ((height - top - bottom) * (high - Math.min(v, high))) / (high - low);
    chart.replaceChildren();
    const add = (...parts) => chart.append(shape(...parts));
    add("text", { x: 2, y: 14 }, "손실 − 최솟값 (로그 눈금)");
    add("text", { x: (left + width - right) / 2, y: height - 4, "text-anchor": "middle" }, "걸음");
    const every = Math.ceil((high - low) / 6);
    for (let v = high; v >= low; v -= every) {
      add("line", { class: "ck-axis", x1: left, x2: width - right, y1: py(v), y2: py(v) });
      add("text", { x: left - 6, y: py(v) + 4, "text-anchor": "end" }, `10${superscript(v)}`);
    }
    for (let i = 0; i <= 3; i++) add("text", { x: px((steps * i) / 3), y: height - bottom + 17, "text-anchor": "middle" }, Math.round((steps * i) / 3));
    const heads = [];
    logs.forEach((series, k) => {
      if (!visible[k]) return;
      const line = series.map((v, t) => [px(t), py(v)]), now = Math.min(shown, line.length - 1);
      add("path", { class: `ck-ahead ck-racer-${k}`, d: trail(line.slice(now)) });
      add("path", { class: `ck-path ck-racer-${k}`, d: trail(line.slice(0, now + 1)) });
      heads.push([k, line[now]]);
    });
    if (shown) for (const [k, [x, y]] of heads) head(chart, k, x, y);
  }

  function repaint() {
    ground.paint(course);
    if (walks) show(shown);
  }

  for (const [name, { input }] of Object.entries(knobs)) input.addEventListener("input", () => {
    const range = ranges[name], value = Number(input.value);
    const [low, high] = [bend[name](range[0]), bend[name](range.at(-1))];
    values[name] = kernel ? Number(straight[name](low + ((high - low) * value) / 200).toPrecision(name === "scale" ? 3 : 4)) : range[value];
    update();
  });
  step.input.addEventListener("input", () => { play.halt(); if (walks) show(Number(step.input.value)); });
  select.addEventListener("change", () => choose(select.value, true));

  function see(all) {
    all.forEach((on, k) => { visible[k] = Boolean(on); rows[k].button.setAttribute("aria-pressed", visible[k]); });
  }

  choose(model.get("terrain"));
  frame.keep({
    fields: {
      terrain: oneOf(courses.map((c) => c.key)),
      ...Object.fromEntries(Object.entries(ranges).map(([name, range]) => [name, real(Math.min(...range), Math.max(...range))])),
      start: (now) => series(courses.find((c) => c.key === now.terrain).bounds.map((ends) => real(...ends))),
      step: whole(0, steps),
      show: switches(racers.length),
    },
    state: () => ({ terrain: course.key, ...values, start, step: shown, show: visible }),
    restore: ({ terrain, start: from, step: t, show: seen, ...knobs }) => {
      if (seen) see(seen);
      Object.assign(values, knobs);
      choose(terrain ?? course.key, true);
      if (from) { start = from; update(); }
      show(t ?? steps);
    },
    back: () => { see(visible.map(() => true)); choose(model.get("terrain")); },
  });
  const stop = watchLook(map, repaint);
  model.send({ kind: "hello" });
  return () => { play.halt(); frame.forget(); stop(); };
}

export default { render };
