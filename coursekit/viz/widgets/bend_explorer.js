// 은닉 유닛 위젯: 유닛마다의 몫과 그 합은 파이썬이 셈한 것이고, 여기서는 고르고 그리기만 합니다.

const CLASSES = 6; // 선의 색을 돌려 쓰는 수

// 표를 풀어 고른 것의 자리에서 파이썬의 답과 같은 모양을 꺼냅니다.
async function readTable(model) {
  const header = model.get("header"), bytes = await inflate(model.get("table"));
  const { x, targets, activations, units, steepness, values: [low, high], valueSteps } = header;
  const names = Object.keys(targets), count = names.length * activations.length * steepness.length * units.length;
  const numbers = new Float32Array(bytes.slice(0, 8 * count).buffer);
  const starts = [];
  let curves = 0;
  for (let k = 0; k < count; k++) {
    starts.push(curves);
    curves += units[k % units.length] + 1;
  }
  const { columns } = unsqueeze(bytes, 8 * count, Array(curves).fill(x.length));
  const curve = (k) => Array.from(columns[k], (code) => low + ((high - low) * code) / valueSteps);
  const lookup = (target, activation, s, u) => {
    const place = ((names.indexOf(target) * activations.length + activations.indexOf(activation)) * steepness.length + s) * units.length + u;
    const rows = Array.from({ length: units[u] + 1 }, (_, k) => curve(starts[place] + k));
    return { total: rows.pop(), parts: rows, mse: numbers[2 * place], bias: numbers[2 * place + 1] };
  };
  return { ...header, lookup };
}

async function render({ model, el, address }) {
  const frame = makeFrame({ el, address, look: "bend", title: "은닉 유닛과 그 합" }), { panel, status, note } = frame;
  const sum = shape("svg", { class: "ck-bend-sum", role: "img" }), pieces = shape("svg", { class: "ck-bend-parts", role: "img" });
  const units = slider("은닉 유닛의 수", "유닛 K"), steep = slider("은닉층의 가중치", "가중치 s"), choices = element("div", { class: "ck-choices" });
  frame.lay([choices, sum, pieces]);

  const table = await frame.open(readTable(model));
  const { x, targets, activations } = table, same = (names) => names.map((name) => [name, name]);
  const target = choice("맞출 곡선", same(Object.keys(targets))), activation = choice("활성화 함수", same(activations));
  choices.append(target.node, activation.node, units.node, steep.node);

  const start = () => ({ target: Object.keys(targets)[0], activation: model.get("activation"), units: model.get("units"), steepness: 4 });
  let state = start(), drawn, kernel = false;
  const ask = askKernel(model, {
    greeted: () => { if (!kernel) { kernel = true; update(); } },
    answered: (message) => { if (message.parts) settle(message); },
    status,
  });

  // 커널이 있으면 슬라이더의 눈금이 촘촘합니다: 유닛은 하나씩, 가중치는 두 배의 사분의 일씩.
  const FINE = 4, last = () => Math.log2(table.steepness.at(-1));

  function update() {
    const u = nearest(table.units, state.units), s = nearest(table.steepness.map(Math.log2), Math.log2(state.steepness));
    if (!kernel) Object.assign(state, { units: table.units[u], steepness: table.steepness[s] });
    target.pick.value = state.target;
    activation.pick.value = state.activation;
    [units.input.min, units.input.max] = kernel ? [1, table.units.at(-1)] : [0, table.units.length - 1];
    units.input.value = kernel ? state.units : u;
    steep.input.max = kernel ? last() * FINE : table.steepness.length - 1;
    steep.input.value = kernel ? Math.log2(state.steepness) * FINE : s;
    const weight = String(Number(state.steepness.toPrecision(3)));
    units.tell(String(state.units), `유닛 ${state.units}개`);
    steep.tell(weight, `가중치 ${weight}`);
    note.textContent = kernel
      ? "위는 데이터(점)와 출력(굵은 선), 아래는 유닛마다의 몫입니다. 출력층은 파이썬이 그 자리에서 최소제곱으로 풉니다."
      : "위는 데이터(점)와 출력(굵은 선), 아래는 유닛마다의 몫입니다. 출력층은 미리 최소제곱으로 풀어 두었습니다.";
    kernel ? ask({ kind: "bend", ...state }) : settle({ ...state, ...table.lookup(state.target, state.activation, s, u) });
  }

  function settle(answer) {
    drawn = answer;
    const name = answer.activation === "없음" ? "활성화 없이" : `${answer.activation}로`;
    status.textContent = `${name} 유닛 ${answer.units}개: 평균 제곱 오차 ${decimal(answer.mse, 4)}, 출력층의 편향 ${decimal(answer.bias, 2)}.`;
    Object.assign(panel.dataset, {
      target: answer.target, activation: answer.activation, units: answer.units, steepness: answer.steepness, mse: answer.mse,
      bias: answer.bias, total: answer.total.join(","), parts: answer.parts.map((p) => p.join(",")).join(";"), mode: kernel ? "live" : "table",
    });
    sum.setAttribute("aria-label", `${answer.target} 데이터와 신경망의 출력. 평균 제곱 오차 ${decimal(answer.mse, 4)}.`);
    pieces.setAttribute("aria-label", `은닉 유닛 ${answer.units}개의 몫. 모두 더하고 편향을 더하면 출력입니다.`);
    draw();
  }

  function chart(svg, low, high, title) {
    const width = svg.clientWidth || 400, height = svg.clientHeight || 200, left = 36, right = 10, top = 24, bottom = 22;
    const px = (v) => left + ((width - left - right) * (v + 1)) / 2, py = (v) => top + ((height - top - bottom) * (high - v)) / (high - low);
    svg.replaceChildren();
    const add = (...parts) => svg.append(shape(...parts));
    add("text", { x: 2, y: 14 }, title);
    for (const [v, text] of ticks([low, high])) {
      add("line", { class: "ck-axis", x1: left, x2: width - right, y1: py(v), y2: py(v) });
      add("text", { x: left - 6, y: py(v) + 4, "text-anchor": "end" }, text);
    }
    for (const v of [-1, 0, 1]) add("text", { x: px(v), y: height - 5, "text-anchor": "middle" }, String(v).replace("-", "−"));
    const line = (name, ys) => add("polyline", { class: name, points: ys.map((v, k) => `${px(x[k]).toFixed(1)},${py(v).toFixed(1)}`).join(" ") });
    return { add, line, px, py };
  }

  function draw() {
    const wanted = targets[drawn.target];
    const upper = chart(sum, -1.6, 1.8, "데이터와 출력");
    wanted.forEach((v, k) => { if (k % 2 === 0) upper.add("circle", { class: "ck-datum", cx: upper.px(x[k]), cy: upper.py(v), r: 2.6 }); });
    upper.line("ck-total", drawn.total);
    const flat = drawn.parts.flat(), low = Math.min(-1, ...flat), high = Math.max(1, ...flat), room = 0.06 * (high - low);
    const lower = chart(pieces, low - room, high + room, "유닛마다의 몫");
    drawn.parts.forEach((ys, k) => lower.line(`ck-part ck-part-${k % CLASSES}`, ys));
  }

  for (const [name, { pick }] of Object.entries({ target, activation })) pick.addEventListener("change", () => { state[name] = pick.value; update(); });
  units.input.addEventListener("input", () => { state.units = kernel ? Number(units.input.value) : table.units[Number(units.input.value)]; update(); });
  steep.input.addEventListener("input", () => { state.steepness = kernel ? 2 ** (Number(steep.input.value) / FINE) : table.steepness[Number(steep.input.value)]; update(); });

  update();
  frame.keep({
    fields: { target: oneOf(Object.keys(targets)), activation: oneOf(activations), units: oneOf(table.units), steepness: oneOf(table.steepness) },
    state: () => state,
    restore: (to) => { Object.assign(state, to); update(); },
    back: () => { state = start(); update(); },
  });
  const stop = watchLook(panel, () => { if (drawn) draw(); });
  model.send({ kind: "hello" });
  return () => { frame.forget(); stop(); };
}

export default { render };
