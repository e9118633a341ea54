// 정밀도-재현율 위젯: AP는 파이썬이 셈한 것이고, 여기서는 점을 찍을 비율만 세어 나눕니다(아래 curveOf).

// coursekit.metrics의 precision_recall과 precision_envelope와 같은 값. 테스트가 모든 판정에서 견줍니다.
function curveOf(hits, truths) {
  let found = 0;
  const counts = hits.map((hit) => (found += hit)), precision = counts.map((c, k) => c / (k + 1));
  return { precision, recall: counts.map((c) => c / truths), envelope: precision.map((_, k) => Math.max(...precision.slice(k))) };
}

// 재현율이 r 이상인 첫 점의 누른 정밀도. 그런 점이 없으면 0입니다.
const readAt = ({ recall, envelope }, grid) => grid.map((r) => envelope[recall.findIndex((v) => v >= r)] ?? 0);

// 받아들이는 차례와 수. 동점(반올림한 점수가 같은 것)은 맞은 것이나 틀린 것을 앞세우고, 함께 들어옵니다.
function rank(tied, { hits, cut, ties }) {
  const order = hits.map((_, k) => k);
  if (ties === "none") return { order, accepted: cut };
  const early = (k) => (ties === "hits" ? 1 - hits[k] : hits[k]);
  order.sort((p, q) => tied[q] - tied[p] || early(p) - early(q));
  return { order, accepted: cut && tied.filter((score) => score >= tied[cut - 1]).length };
}

async function readTable(model) {
  const header = model.get("header"), values = new Float32Array((await inflate(model.get("table"))).buffer), many = header.scores.length, four = header.methods.length;
  const lookup = (now) => {
    const { order, accepted } = rank(header.tied, now), hits = order.slice(0, accepted).map((k) => now.hits[k]);
    const at = header.truths.indexOf(now.truths) * (2 ** (many + 1) - 1) + 2 ** accepted - 1 + hits.reduce((bits, hit) => 2 * bits + hit, 0);
    return { order, accepted, ...curveOf(hits, now.truths), ap: [...values.subarray(at * four, (at + 1) * four)] };
  };
  return { ...header, lookup };
}

async function render({ model, el, address }) {
  const frame = makeFrame({ el, address, look: "pr", title: "정밀도-재현율 곡선 짓기" }), { panel, status, note } = frame;
  const choices = element("div", { class: "ck-choices ck-pr-choices" }), list = element("div", { class: "ck-pr-list", role: "group", "aria-label": "검출 열 개" });
  const svg = shape("svg", { viewBox: "0 0 380 300", role: "img" }), values = element("ol", { class: "ck-pr-values" });
  const perfect = pushButton("모두 맞음"), none = pushButton("모두 틀림");
  frame.lay([choices, list, element("div", { class: "ck-pr-body" }, element("div", { class: "ck-pr-plot" }, svg), values)], { actions: [perfect, none] });

  const table = await frame.open(readTable(model));
  const many = table.scores.length;
  const method = choice("정의", table.methods.map((m, k) => [m, table.names[k]])), truths = choice("정답의 수", table.truths.map((n) => [n, `${n}개`]));
  const ties = choice("동점", [["none", "없음"], ["hits", "맞은 것 먼저"], ["misses", "틀린 것 먼저"]]);
  const cut = slider("받아들인 수");
  cut.input.max = many;
  choices.append(method.node, truths.node, ties.node, cut.node);
  const buttons = table.scores.map((_, k) => {
    const button = pushButton("");
    button.addEventListener("click", () => { now.hits[k] = 1 - now.hits[k]; update(); });
    return button;
  });
  list.append(...buttons);

  const start = () => { const s = model.get("start"); return { ...s, hits: [...s.hits] }; };
  let now = start(), drawn, kernel = false;
  const ask = askKernel(model, {
    greeted: () => { if (!kernel) { kernel = true; update(); } },
    answered: (message) => { if (message.ap) settle(message); },
    status,
  });

  function update() {
    method.pick.value = now.method;
    truths.pick.value = now.truths;
    ties.pick.value = now.ties;
    cut.input.value = now.cut;
    const asked = { hits: [...now.hits], truths: now.truths, cut: now.cut, ties: now.ties };
    if (kernel) ask({ kind: "curve", ...asked });
    else settle({ ...asked, ...table.lookup(asked) });
  }

  function settle(answer) {
    drawn = answer;
    show();
  }

  const two = (v) => decimal(v, 2), four = (v) => decimal(v, 4);
  const left = 44, top = 14, wide = 320, high = 240, X = (r) => left + r * wide, Y = (p) => top + (1 - p) * high;

  function show() {
    if (!drawn) return;
    const { hits, order, accepted, precision, recall, ap } = drawn, scores = drawn.ties === "none" ? table.scores : table.tied;
    buttons.forEach((button, k) => {
      const place = order.indexOf(k), word = hits[k] ? "맞음" : "틀림", out = place >= accepted;
      button.textContent = `${place + 1}번째\n${two(scores[k])}\n${word}`;
      button.setAttribute("aria-pressed", String(Boolean(hits[k])));
      button.setAttribute("aria-label", `${place + 1}번째 검출, 점수 ${two(scores[k])}, ${word}${out ? ", 문턱 아래" : ""}`);
      button.classList.toggle("ck-left", out);
    });
    const edge = accepted ? `점수 ${two(scores[order[accepted - 1]])} 이상` : "아무것도 받지 않음";
    cut.tell(`${accepted}개`, `${accepted}개, ${edge}`);
    draw();
    values.replaceChildren(...table.names.map((name, k) => element("li", table.methods[k] === now.method ? { class: "ck-now" } : {}, element("span", {}, name), element("span", {}, four(ap[k])))));
    const at = table.methods.indexOf(now.method), right = order.slice(0, accepted).filter((k) => hits[k]).length;
    status.textContent = accepted
      ? `${edge}인 ${accepted}개를 받아들여 ${right}개가 맞았습니다. 정밀도 ${right}/${accepted} = ${decimal(precision[accepted - 1], 3)}, 재현율 ${right}/${drawn.truths} = ${decimal(recall[accepted - 1], 3)}. AP(${table.names[at]})는 ${four(ap[at])}입니다.`
      : "받아들인 검출이 없어 AP는 0입니다.";
    note.textContent = "검출을 누르면 맞음과 틀림이 바뀝니다. 점은 있는 그대로의 정밀도와 재현율, 파란 계단은 오른쪽에서 누른 것입니다. 칠한 넓이나 세로선의 평균이 고른 정의의 AP입니다."
      + (drawn.ties === "none" ? "" : " 점수를 소수 첫째 자리로 반올림했고, 동점은 함께 받아들입니다.") + (kernel ? " 파이썬이 그 자리에서 셈합니다." : "");
    Object.assign(panel.dataset, {
      hits: hits.join(","), truths: drawn.truths, ties: drawn.ties, cut: drawn.cut, method: now.method, order: order.join(","), accepted,
      precision: precision.join(","), recall: recall.join(","), ap: ap.join(","), mode: kernel ? "live" : "table",
    });
  }

  function draw() {
    const { precision, recall, envelope, accepted } = drawn, parts = [], grid = table.grids[now.method];
    for (const v of [0, 0.2, 0.4, 0.6, 0.8, 1]) {
      parts.push(shape("path", { class: "ck-rule", d: `M${X(0)} ${Y(v)}H${X(1)}M${X(v)} ${Y(0)}V${Y(1)}` }));
      parts.push(shape("text", { x: X(v), y: Y(0) + 16, "text-anchor": "middle" }, decimal(v, 1)), shape("text", { x: left - 6, y: Y(v) + 4, "text-anchor": "end" }, decimal(v, 1)));
    }
    parts.push(shape("text", { x: X(0.5), y: Y(0) + 34, "text-anchor": "middle" }, "재현율"), shape("text", { x: 11, y: Y(0.5), "text-anchor": "middle", transform: `rotate(-90 11 ${Y(0.5)})` }, "정밀도"));
    const tall = now.method === "no-envelope" ? precision : envelope;
    // 재현율이 늘 때마다 그만큼의 너비에 그때의 정밀도만 한 높이를 더합니다.
    if (!grid) recall.forEach((r, k) => {
      const from = recall[k - 1] ?? 0;
      if (r > from) parts.push(shape("rect", { class: "ck-area", x: X(from), y: Y(tall[k]), width: X(r) - X(from), height: Y(0) - Y(tall[k]), "data-k": k }));
    });
    if (grid) readAt(drawn, grid).forEach((v, k) => {
      parts.push(shape("path", { class: "ck-read", d: `M${X(grid[k])} ${Y(0)}V${Y(v)}`, "data-v": v }));
      if (grid.length < 20) parts.push(shape("rect", { class: "ck-foot", x: X(grid[k]) - 3, y: Y(v) - 3, width: 6, height: 6 }));
    });
    parts.push(shape("path", { class: "ck-axis", d: `M${X(0)} ${Y(1)}V${Y(0)}H${X(1)}` }));
    if (accepted) {
      parts.push(shape("path", { class: "ck-envelope", d: `M${X(0)} ${Y(envelope[0])}${recall.map((r, k) => `V${Y(envelope[k])}H${X(r)}`).join("")}` }));
      parts.push(shape("path", { class: "ck-raw", d: `M${recall.map((r, k) => `${X(r)} ${Y(precision[k])}`).join("L")}` }));
      recall.forEach((r, k) => parts.push(shape("circle", { class: "ck-dot", cx: X(r), cy: Y(precision[k]), r: 4.5 })));
    }
    svg.replaceChildren(...parts);
    svg.setAttribute("aria-label", `정밀도-재현율 곡선: ${recall.map((r, k) => `재현율 ${two(r)}에서 정밀도 ${two(precision[k])}`).join(", ") || "점이 없음"}`);
  }

  for (const [part, name] of [[method, "method"], [truths, "truths"], [ties, "ties"]]) part.pick.addEventListener("change", () => {
    now[name] = name === "truths" ? Number(part.pick.value) : part.pick.value;
    // 정의를 바꾸어도 곡선은 그대로이므로 다시 묻지 않습니다.
    name === "method" ? show() : update();
  });
  cut.input.addEventListener("input", () => { now.cut = Number(cut.input.value); update(); });
  perfect.addEventListener("click", () => { now.hits.fill(1); update(); });
  none.addEventListener("click", () => { now.hits.fill(0); update(); });

  update();
  frame.keep({
    fields: { method: oneOf(table.methods), truths: oneOf(table.truths), ties: oneOf(["none", "hits", "misses"]), cut: whole(0, many), hits: switches(many) },
    state: () => now,
    restore: (to) => { now = { ...now, ...to }; update(); },
    back: () => { now = start(); update(); },
  });
  const stop = watchLook(choices, show);
  model.send({ kind: "hello" });
  return () => { frame.forget(); stop(); };
}

export default { render, curveOf, readAt, rank };
