// 합성곱 역전파 위젯: 곱과 기울기는 파이썬이 셈한 것이고, 여기서는 고르고 그리기만 합니다.

const below = (n) => [...String(n)].map((c) => "₀₁₂₃₄₅₆₇₈₉"[c]).join("");

// 표를 풀어 (차원, 보폭, 패딩)의 자리에서 파이썬의 답과 같은 모양을 꺼냅니다.
async function readTable(model) {
  const header = model.get("header"), answers = JSON.parse(new TextDecoder().decode(await inflate(model.get("table"))));
  const { dimensions, strides, paddings } = header;
  const lookup = (now) => answers[(dimensions.indexOf(now.dimensions) * strides.length + strides.indexOf(now.stride)) * paddings.length + paddings.indexOf(now.padding)];
  return { ...header, lookup };
}

async function render({ model, el, address }) {
  const frame = makeFrame({ el, address, look: "back", title: "합성곱의 기울기 한 칸씩" }), { panel, status, note } = frame;
  const input = numberGrid("입력 x", "input", true), weight = numberGrid("커널 w", "weight", true), delta = numberGrid("출력의 기울기 δ", "delta"), result = numberGrid("기울기", "result");
  const choices = element("div", { class: "ck-choices ck-grids-choices" });
  const back = pushButton("이전 칸"), next = pushButton("다음 칸"), again = pushButton("다시 뽑기", { hidden: "" });
  const sum = element("p", { class: "ck-sum" }), why = element("p", { class: "ck-why", "aria-live": "polite" });
  frame.lay([choices, element("div", { class: "ck-grids" }, input.node, weight.node, delta.node, result.node)], { below: [sum, why], actions: [back, next, again] });

  const table = await frame.open(readTable(model));
  const numbers = (values) => values.map((v) => [v, String(v)]);
  const controls = {
    dimensions: choice("차원", table.dimensions.map((d) => [d, `${d}차원`])),
    target: choice("고를 것", [["x", "입력"], ["weight", "가중치"]]),
    stride: choice("보폭", numbers(table.strides)),
    padding: choice("패딩", numbers(table.paddings)),
  };
  choices.append(...Object.values(controls).map((c) => c.node));

  const start = () => ({ ...model.get("start"), seed: 0 });
  let now = start(), place = null, drawn, kernel = false;
  const ask = askKernel(model, {
    greeted: () => { if (!kernel) { kernel = true; update(); } },
    answered: (message) => { if (message.links) settle(message); },
    status,
  });

  function update() {
    again.hidden = !kernel;
    note.textContent = "입력이나 커널의 칸을 가리키거나 화살표 글쇠로 옮깁니다. 점선 칸은 패딩이고, 흐린 δ는 이 칸에 기울기를 보내지 않습니다."
      + (kernel ? " 숫자는 다시 뽑을 수 있고, 파이썬이 그 자리에서 셈합니다." : "");
    for (const [name, { pick }] of Object.entries(controls)) pick.value = now[name];
    const asked = { dimensions: now.dimensions, stride: now.stride, padding: now.padding, seed: now.seed };
    if (kernel) ask({ kind: "backward", ...asked });
    else settle({ ...asked, ...table.lookup(now) });
  }

  function settle(answer) {
    drawn = answer;
    show();
  }

  const middle = ([rows, columns]) => [(rows - 1) / 2, (columns - 1) / 2];
  const flat = () => drawn.dimensions === 1;
  // 1차원에서는 노트처럼 1부터 센 이름을, 2차원에서는 코드처럼 0부터 센 자리를 씁니다.
  const named = (letter, at, columns) => (flat() ? `${letter}${below(at + 1)}` : `${letter}[${Math.floor(at / columns)}, ${at % columns}]`);

  function show() {
    if (!drawn) return;
    const { shapes, stride, padding, links } = drawn, toInput = now.target === "x";
    const [rows, columns] = shapes[now.target];
    place = place ? [within(place[0], rows), within(place[1], columns)] : middle(shapes[now.target]);
    const at = place[0] * columns + place[1], unit = flat() ? Math.floor(Math.min(40, (panel.clientWidth - 32) / 9)) : Math.floor(Math.min(34, Math.max(30, (panel.clientWidth - 32) / 11)));
    // 고른 칸에 닿는 줄: [출력, 가중치, 입력, wδ, xδ]
    const met = links.filter((link) => link[toInput ? 2 : 1] === at), partner = toInput ? "weight" : "x";
    const partners = met.map((link) => link[toInput ? 1 : 2]), outputs = met.map((link) => link[0]), terms = met.map((link) => link[toInput ? 3 : 4]);
    const letters = { x: "x", weight: "w", delta: "δ" };
    const mark = (name, k, used) => (flat() ? named(letters[name], k, 1) : used >= 0 ? String(used + 1) : "");
    const cellOf = (name) => (i, j) => {
      const k = i * shapes[name][1] + j, used = name === now.target ? -1 : (name === "delta" ? outputs : partners).indexOf(k);
      const look = name === now.target && k === at ? "ck-lit" : used >= 0 ? "ck-used" : name === "delta" ? "ck-idle" : "";
      return { text: figureText(drawn[name][k]), look, mark: mark(name, k, used) };
    };
    const border = flat() ? 0 : padding, inside = cellOf("x"), [high, wide] = shapes.x;
    input.draw({
      rows: high + 2 * border, columns: wide + 2 * padding, unit, heading: padding ? "패딩한 입력 x" : "입력 x",
      label: `입력 x, ${flat() ? wide : `${high}×${wide}`}칸, 패딩 ${padding}. 화살표로 칸을 고릅니다.`,
      cell: (r, c) => (r < border || c < padding || r >= high + border || c >= wide + padding ? { text: "0", look: "ck-pad", mark: flat() ? " " : "" } : inside(r - border, c - padding)),
    });
    weight.draw({ rows: shapes.weight[0], columns: shapes.weight[1], unit, label: "커널 w. 화살표로 칸을 고릅니다.", cell: cellOf("weight") });
    delta.draw({ rows: shapes.delta[0], columns: shapes.delta[1], unit, label: `출력의 기울기 δ: ${figures(drawn.delta)}`, cell: cellOf("delta") });
    const gradient = drawn[`grad_${now.target}`], total = gradient[at], name = named(letters[now.target], at, columns);
    result.draw({
      rows, columns, unit, heading: `${toInput ? "입력" : "가중치"}의 기울기`, label: `${toInput ? "입력" : "가중치"}의 기울기: ${figures(gradient)}`,
      cell: (i, j) => ({ text: figureText(gradient[i * columns + j]), look: i * columns + j === at ? "ck-lit" : "" }),
    });
    status.textContent = met.length ? `${name}의 기울기는 ${figureText(total)}입니다. 출력 ${met.length}개가 보냅니다.`
      : `${name}의 기울기는 0입니다. ${toInput ? "어느 창에도 들지 않아" : "만나는 것이 패딩뿐이라"} 보내는 출력이 없습니다.`;
    const pairs = met.map((_, t) => `${factor(drawn[partner][partners[t]])}·${factor(drawn.delta[outputs[t]])}`).join(" + ");
    const signs = flat() ? `${met.map((_, t) => `${named(letters[partner], partners[t], 1)}·${named("δ", outputs[t], 1)}`).join(" + ")} = ` : "";
    sum.textContent = met.length ? `${name}의 기울기 = ${signs}${pairs} = ${figureText(total)}` : `${name}의 기울기 = 0`;
    why.textContent = reason(toInput, stride);
    Object.assign(panel.dataset, {
      dimensions: drawn.dimensions, target: now.target, stride, padding, seed: drawn.seed, place: place.join(","), total,
      outputs: outputs.join(","), partners: partners.join(","), terms: terms.join(","), gradient: gradient.join(","), mode: kernel ? "live" : "table",
    });
  }

  function reason(toInput, stride) {
    const pairing = flat() ? "" : "번호가 같은 것끼리 곱합니다. ";
    if (toInput && stride === 1) return `${pairing}${flat() ? "δ의 번호가 커지면 w의 번호는 작아집니다" : "커널의 번호가 180° 돌아 있습니다"}: 뒤집은 커널이 δ 위를 걷는 합성곱입니다.`;
    if (toInput) return `${pairing}보폭이 ${stride}이면 δ 사이에 0을 ${stride - 1}칸씩 끼우고 뒤집은 커널이 걷는 것과 같아, 자리마다 만나는 가중치의 수가 다릅니다.`;
    if (stride === 1) return `${pairing}δ가 커널이 되어 입력 위를 걷는 합성곱입니다.`;
    return `${pairing}만나는 입력이 ${stride}칸씩 벌어집니다: δ를 ${stride}만큼 팽창시켜 입력 위를 걷는 합성곱입니다.`;
  }

  function go(target, i, j) {
    if (!drawn) return;
    const [rows, columns] = drawn.shapes[target], wanted = [within(i, rows), within(j, columns)];
    if (target === now.target && place && wanted.join() === place.join()) return;
    now.target = controls.target.pick.value = target;
    place = wanted;
    show();
  }
  const steer = (target) => (di, dj) => {
    if (!drawn) return;
    // 다른 바둑판에서 넘어오면 그 가운데에서 시작합니다.
    const from = target === now.target ? [place[0] + di, place[1] + dj] : middle(drawn.shapes[target]);
    go(target, ...from);
  };
  const step = (by) => {
    if (!drawn) return;
    const [rows, columns] = drawn.shapes[now.target], at = (place[0] * columns + place[1] + by + rows * columns) % (rows * columns);
    go(now.target, Math.floor(at / columns), at % columns);
  };

  input.listen({ pointed: (r, c) => { if (drawn) go("x", r - (flat() ? 0 : drawn.padding), c - drawn.padding); }, moved: steer("x") });
  weight.listen({ pointed: (r, c) => go("weight", r, c), moved: steer("weight") });
  for (const [name, { pick }] of Object.entries(controls)) pick.addEventListener("change", () => {
    now[name] = name === "target" ? pick.value : Number(pick.value);
    if (name === "target" || name === "dimensions") place = null;
    // 기울기는 이미 다 와 있으므로 고를 것만 바뀌면 다시 셈하지 않습니다.
    name === "target" ? show() : update();
  });
  back.addEventListener("click", () => step(-1));
  next.addEventListener("click", () => step(1));
  again.addEventListener("click", () => { now.seed += 1; update(); });

  update();
  const spots = (to) => series(table.lookup(to).shapes[to.target].map((count) => whole(0, count - 1)));
  frame.keep({
    fields: { dimensions: oneOf(table.dimensions), target: oneOf(["x", "weight"]), stride: oneOf(table.strides), padding: oneOf(table.paddings), at: spots },
    state: () => ({ ...now, at: place }),
    restore: ({ at, ...to }) => { place = at ?? null; now = { ...now, ...to }; update(); },
    back: () => { now = start(); place = null; update(); },
  });
  const stop = watchLook(choices, show);
  model.send({ kind: "hello" });
  return () => { frame.forget(); stop(); };
}

export default { render };
