// 편향과 분산 위젯: 곡선과 편향², 분산은 파이썬이 셈한 것이고, 여기서는 고르고 그리기만 합니다.

const HEIGHT = 2;  // 곡선 그림의 세로 끝

// 표를 풀어 파이썬의 답과 같은 모양을 꺼냅니다. 잡음 없는 곡선에 잡음의 세기를 곱한 흔들림을 더합니다.
async function readTable(model) {
  const header = model.get("header"), bytes = await inflate(model.get("table"));
  const { degrees, counts, repeats, grid, values: [low, high], valueSteps } = header;
  let at = 0;
  const floats = (n) => new Float32Array(bytes.slice(at, (at += 4 * n)).buffer);
  const parts = floats(counts.length * degrees.length * 2), draws = counts.map((n) => floats(n));
  const { columns } = unsqueeze(bytes, at, Array(counts.length * degrees.length * (repeats + 1)).fill(grid.length));
  const curve = (column) => Array.from(column, (v) => low + ((high - low) * v) / valueSteps);
  const truthAt = (x) => Math.sin(Math.PI * x);
  const lookup = (degree, c, noise) => {
    const first = (c * degrees.length + degree) * (repeats + 1), mean = curve(columns[first]);
    const n = counts[c], xs = Array.from({ length: n }, (_, i) => -1 + (2 * i) / (n - 1));
    const part = (which, scale) => degrees.map((d) => scale * parts[(c * degrees.length + d) * 2 + which]);
    return {
      mean,
      fits: Array.from({ length: repeats }, (_, r) => curve(columns[first + 1 + r]).map((v, i) => mean[i] + noise * v)),
      data: [xs, xs.map((x, i) => truthAt(x) + noise * draws[c][i])],
      bias: part(0, 1),
      variance: part(1, noise * noise),
    };
  };
  return { ...header, lookup };
}

async function render({ model, el, address }) {
  const frame = makeFrame({ el, address, look: "bv", title: "편향과 분산" }), { panel, status, note } = frame;
  const sliders = { degree: slider("차수"), n: slider("점의 수"), noise: slider("잡음 σ") };
  const fits = shape("svg", { class: "ck-bv-fits", role: "img" }), board = shape("svg", { class: "ck-bv-board", role: "img" });
  const bars = shape("svg", { class: "ck-bv-bars", role: "img" });
  const key = element(
    "p", { class: "ck-note ck-key ck-bv-key" },
    ...[["truth", "참 곡선"], ["mean", "예측의 평균"], ["bias", "편향²"], ["variance", "분산"], ["noise", "잡음"]]
      .map(([name, text]) => element("span", { class: `ck-key-${name}` }, text)),
  );
  frame.lay([element("div", { class: "ck-choices" }, ...Object.values(sliders).map((s) => s.node)), element("div", { class: "ck-figures" }, fits, board, bars), key]);

  const table = await frame.open(readTable(model));
  const { degrees, counts, noises, grid, truth, marks, maxCount, maxNoise } = table;
  const first = () => ({ degree: model.get("degree"), n: model.get("n"), noise: model.get("noise") });

  let state = first(), drawn = null, shown = null, kernel = false;
  const ask = askKernel(model, {
    greeted: () => { if (!kernel) { kernel = true; update(); } },
    answered: (message) => { if (message.fits) settle(message); },
    status,
  });

  function update() {
    const top = degrees[degrees.length - 1];
    if (!kernel) state = { ...state, n: counts[nearest(counts, state.n)], noise: noises[nearest(noises, state.noise)] };
    state.degree = Math.min(state.degree, state.n - 1, top);
    const settings = kernel
      ? { degree: [0, Math.min(top, state.n - 1), 1, state.degree], n: [3, maxCount, 1, state.n], noise: [0, maxNoise, 0.05, state.noise] }
      : { degree: [0, top, 1, state.degree], n: [0, counts.length - 1, 1, nearest(counts, state.n)], noise: [0, noises.length - 1, 1, nearest(noises, state.noise)] };
    const words = { degree: `${state.degree}차`, n: `${state.n}개`, noise: Number(state.noise.toFixed(2)).toString() };
    for (const [name, { input, tell }] of Object.entries(sliders)) {
      [input.min, input.max, input.step, input.value] = settings[name];
      tell(words[name]);
    }
    note.textContent = kernel
      ? "파이썬이 그 자리에서 셈합니다."
      : `미리 셈한 점의 수 ${counts.join(", ")}개와 잡음 ${noises.join(", ")} 가운데에서 고릅니다.`;
    if (kernel) ask({ kind: "measure", ...state });
    else settle(table.lookup(state.degree, counts.indexOf(state.n), state.noise));
  }

  function settle(answer) {
    drawn = answer;
    shown = { ...state, degree: Math.min(state.degree, answer.bias.length - 1) };
    const { degree, n, noise } = shown, bias = drawn.bias[degree], variance = drawn.variance[degree];
    const total = bias + variance + noise * noise;
    status.textContent =
      `${degree}차, 점 ${n}개: 편향² ${decimal(bias, 3)}, 분산 ${decimal(variance, 3)}, 잡음 ${decimal(noise * noise, 3)}을 더한 시험 오차는 ${decimal(total, 3)}입니다.`;
    Object.assign(panel.dataset, { degree, n, noise, bias: drawn.bias.join(","), variance: drawn.variance.join(","), mode: kernel ? "live" : "table" });
    fits.setAttribute("aria-label", `점 ${n}개를 ${drawn.fits.length}번 다시 뽑아 맞춘 ${degree}차 다항식들과 그 평균, 참 곡선.`);
    board.setAttribute("aria-label", `x가 ${marks.join("과 ")}인 두 자리의 예측이 참값에서 벗어난 정도를 찍은 과녁.`.replace("-", "−"));
    bars.setAttribute("aria-label", "차수마다 잡음, 편향², 분산을 쌓은 막대. 지금 차수에 테두리가 있습니다.");
    draw();
  }

  const path = (xs, ys) => xs.map((x, i) => `${i ? "L" : "M"}${x.toFixed(4)} ${(-ys[i]).toFixed(4)}`).join("");

  function drawFits() {
    const width = fits.clientWidth || 360, height = fits.clientHeight || 240, left = 26, bottom = 20;
    fits.replaceChildren();
    const px = (x) => left + ((x + 1) / 2) * (width - left - 6), py = (y) => 4 + ((HEIGHT - y) / (2 * HEIGHT)) * (height - bottom - 4);
    for (const v of [-2, -1, 0, 1, 2]) {
      fits.append(shape("line", { class: "ck-axis", x1: left, x2: width - 6, y1: py(v), y2: py(v) }));
      fits.append(shape("text", { x: left - 5, y: Math.max(py(v) + 4, 12), "text-anchor": "end" }, String(v).replace("-", "−")));
    }
    for (const u of [-1, 0, 1]) fits.append(shape("text", { x: Math.min(px(u), width - 10), y: height - 4, "text-anchor": "middle" }, String(u).replace("-", "−")));
    // 안쪽 svg는 제 테두리에서 잘립니다.
    const frame = shape("svg", { x: left, y: 4, width: width - left - 6, height: height - bottom - 4, viewBox: `-1 ${-HEIGHT} 2 ${2 * HEIGHT}`, preserveAspectRatio: "none", overflow: "hidden" });
    for (const fit of drawn.fits) frame.append(shape("path", { class: "ck-fit", d: path(grid, fit) }));
    frame.append(shape("path", { class: "ck-mean", d: path(grid, drawn.mean) }), shape("path", { class: "ck-truth", d: path(grid, truth) }));
    fits.append(frame);
    drawn.data[0].forEach((x, i) => {
      if (Math.abs(drawn.data[1][i]) < HEIGHT) fits.append(shape("circle", { class: "ck-datum", cx: px(x), cy: py(drawn.data[1][i]), r: 3 }));
    });
  }

  function drawBoard() {
    const width = board.clientWidth || 220, height = board.clientHeight || 240, centre = [width / 2, height / 2], reach = Math.min(width, height) / 2 - 4;
    board.replaceChildren();
    for (const r of [0.25, 0.5, 0.75, 1]) board.append(shape("circle", { class: "ck-ring", cx: centre[0], cy: centre[1], r: r * reach }));
    const places = marks.map((m) => nearest(grid, m));
    // 과녁 밖의 화살은 테두리에 놓습니다.
    const dart = (curve) => {
      const [dx, dy] = places.map((k) => curve[k] - truth[k]), far = Math.max(1, Math.hypot(dx, dy));
      return [centre[0] + (reach * dx) / far, centre[1] - (reach * dy) / far];
    };
    for (const fit of drawn.fits) {
      const [cx, cy] = dart(fit);
      board.append(shape("circle", { class: "ck-dart", cx, cy, r: 3.5 }));
    }
    const [x, y] = dart(drawn.mean);
    board.append(shape("path", { class: "ck-cross", d: `M${x - 6} ${y - 6}L${x + 6} ${y + 6}M${x - 6} ${y + 6}L${x + 6} ${y - 6}` }));
  }

  function drawBars() {
    const width = bars.clientWidth || 560, height = bars.clientHeight || 170, left = 34, bottom = 20, floor = height - bottom;
    const { degree, noise } = shown, top = noise * noise + 0.6, scale = (floor - 6) / top, each = (width - left) / degrees.length;
    bars.replaceChildren();
    for (let v = 0; v <= top; v += 0.3) {
      bars.append(shape("line", { class: "ck-axis", x1: left, x2: width, y1: floor - v * scale, y2: floor - v * scale }));
      bars.append(shape("text", { x: left - 4, y: Math.max(floor - v * scale + 4, 12), "text-anchor": "end" }, decimal(v, 1)));
    }
    drawn.bias.forEach((bias, d) => {
      let height0 = 0;
      for (const [name, value] of [["noise", noise * noise], ["bias", bias], ["variance", drawn.variance[d]]]) {
        const tall = Math.max(0, Math.min(value, top - height0));
        bars.append(shape("rect", { class: `ck-part-${name}`, x: left + each * (d + 0.12), width: each * 0.76, y: floor - (height0 + tall) * scale, height: tall * scale }));
        height0 += tall;
      }
      if (d === degree) bars.append(shape("rect", { class: "ck-here", x: left + each * (d + 0.06), width: each * 0.88, y: floor - height0 * scale - 2, height: height0 * scale + 4 }));
      bars.append(shape("text", { x: left + each * (d + 0.5), y: height - 4, "text-anchor": "middle" }, String(d)));
    });
  }

  function draw() {
    if (!drawn) return;
    drawFits();
    drawBoard();
    drawBars();
  }

  sliders.degree.input.addEventListener("input", () => { state.degree = Number(sliders.degree.input.value); update(); });
  sliders.n.input.addEventListener("input", () => {
    const value = Number(sliders.n.input.value);
    state.n = kernel ? value : counts[value];
    update();
  });
  sliders.noise.input.addEventListener("input", () => {
    const value = Number(sliders.noise.input.value);
    state.noise = kernel ? value : noises[value];
    update();
  });

  update();
  frame.keep({
    fields: { degree: oneOf(degrees), n: oneOf(counts), noise: oneOf(noises) },
    state: () => state,
    restore: (to) => { Object.assign(state, to); update(); },
    back: () => { state = first(); update(); },
  });
  const stop = watchLook(fits, draw);
  model.send({ kind: "hello" });
  return () => { frame.forget(); stop(); };
}

export default { render };
