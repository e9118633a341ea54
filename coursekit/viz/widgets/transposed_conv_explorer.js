// 전치 합성곱 위젯: 겹친 수는 파이썬이 센 것이고, 여기서는 고르고 그리기만 합니다.

// 표를 풀어 (차원, 커널, 보폭, 패딩)의 자리에서 파이썬의 답과 같은 모양을 꺼냅니다.
async function readTable(model) {
  const header = model.get("header"), answers = JSON.parse(new TextDecoder().decode(await inflate(model.get("table"))));
  const names = ["dimensions", "size", "stride", "padding"];
  const lookup = (now) => answers[names.reduce((at, name) => at * header[name].length + header[name].indexOf(now[name]), 0)];
  return { ...header, names, lookup };
}

async function render({ model, el, address }) {
  const frame = makeFrame({ el, address, look: "stamp", title: "전치 합성곱의 도장" }), { panel, status, note } = frame;
  const input = numberGrid("입력", "input", true), stamps = numberGrid("입력 칸마다의 도장", "stamps"), board = numberGrid("겹친 수", "board", true);
  const choices = element("div", { class: "ck-choices ck-grids-choices" });
  const back = pushButton("이전 도장"), next = pushButton("다음 도장"), size = element("p", { class: "ck-size", "aria-live": "polite" });
  frame.lay([choices, size, element("div", { class: "ck-grids" }, input.node, stamps.node, board.node)], { actions: [back, next] });

  const table = await frame.open(readTable(model));
  const n = table.side, labels = { dimensions: "차원", size: "커널", stride: "보폭", padding: "패딩" };
  const controls = Object.fromEntries(table.names.map((name) => [name, choice(labels[name], table[name].map((v) => [v, name === "dimensions" ? `${v}차원` : String(v)]))]));
  choices.append(...Object.values(controls).map((c) => c.node));

  const start = () => ({ ...model.get("start") });
  // 고른 것은 입력의 칸이거나, 자르기 전의 출력의 칸입니다.
  let now = start(), target = "x", place = [1, 2], drawn, kernel = false;
  const ask = askKernel(model, {
    greeted: () => { if (!kernel) { kernel = true; update(); } },
    answered: (message) => { if (message.board) settle(message); },
    status,
  });

  function update() {
    for (const [name, { pick }] of Object.entries(controls)) pick.value = now[name];
    if (kernel) ask({ kind: "stamp", ...now });
    else settle({ ...now, ...table.lookup(now) });
  }

  function settle(answer) {
    drawn = answer;
    size.textContent = answer.text;
    show();
  }

  const flat = () => drawn.dimensions === 1;
  const rowsOf = (name) => (flat() ? 1 : columnsOf(name)), columnsOf = (name) => (name === "x" ? n : drawn.wide);
  // 축 하나에서 입력 i의 도장이 자르기 전의 출력 t에 닿는가.
  const meets = (i, t) => t >= i * drawn.stride && t < i * drawn.stride + drawn.size;
  const stamped = ([i, j], [r, c]) => (flat() || meets(i, r)) && meets(j, c);
  const kept = (r, c) => [flat() ? drawn.padding : r, c].every((t) => t >= drawn.padding && t < drawn.wide - drawn.padding);
  const named = (r, c) => (flat() ? `${figureText(c)}` : `${figureText(r)}, ${figureText(c)}`);

  function show() {
    if (!drawn) return;
    const { wide, padding, side, size: k } = drawn, room = panel.clientWidth - 28, unit = Math.floor(Math.min(26, room / wide));
    place = [within(place[0], rowsOf(target)), within(place[1], columnsOf(target))];
    const chosen = target === "x", most = Math.max(...drawn.board), here = drawn.board[place[0] * wide + place[1]];
    panel.classList.toggle("ck-stamp-flat", flat());
    const pressed = (i, j) => (chosen ? i === place[0] && j === place[1] : stamped([i, j], place));
    input.draw({
      rows: rowsOf("x"), columns: n, unit: 34, heading: flat() ? `입력 ${n}칸` : `입력 ${n}×${n}`,
      label: `입력 ${flat() ? n : `${n}×${n}`}칸, 모두 1. 화살표로 도장을 고릅니다.`,
      cell: (i, j) => ({ text: "1", look: pressed(i, j) ? (chosen ? "ck-lit" : "ck-used") : "" }),
    });
    stamps.node.hidden = !flat();
    if (flat()) stamps.draw({
      rows: n, columns: wide, unit, label: `도장 ${n}개, 앞 도장보다 ${drawn.stride}칸씩 뒤에 찍힙니다.`,
      cell: (i, c) => {
        const ink = drawn.stamps[i * wide + c];
        return { text: ink ? String(ink) : "", look: `${kept(0, c) ? "" : "ck-pad"} ${ink && pressed(0, i) && (chosen || c === place[1]) ? "ck-lit" : ink ? "ck-used" : ""}` };
      },
    });
    board.draw({
      rows: rowsOf("y"), columns: wide, unit,
      heading: `겹친 수: 출력 ${flat() ? `${side}칸` : `${side}×${side}`}${padding ? `(점선 칸은 잘라 낸 것)` : ""}`,
      label: `출력 ${flat() ? side : `${side}×${side}`}칸. 화살표로 칸을 고릅니다.`,
      cell: (r, c) => {
        const count = drawn.board[r * wide + c], lit = chosen ? stamped(place, [r, c]) : r === place[0] && c === place[1];
        return { text: String(count), look: `ck-heat ck-heat-${Math.ceil((4 * count) / most)} ${kept(r, c) ? "" : "ck-pad"} ${lit ? "ck-lit" : ""}` };
      },
    });
    if (chosen) {
      const to = place.map((at) => at * drawn.stride - padding), reach = (t) => (k === 1 ? figureText(t) : `${figureText(t)}~${figureText(t + k - 1)}`);
      const cut = [...Array(k * k).keys()].some((t) => !kept(place[0] * drawn.stride + Math.floor(t / k), place[1] * drawn.stride + (t % k)));
      status.textContent = `입력 x[${named(...place)}]의 도장은 출력의 ${flat() ? "" : `${reach(to[0])}행, ${reach(to[1])}열`}${flat() ? `${reach(to[1])}번 칸` : ""}에 찍힙니다.${cut ? " 출력 밖에 찍힌 칸은 잘려 나갑니다." : ""}`;
    } else {
      const from = [];
      for (let i = 0; i < rowsOf("x"); i++) for (let j = 0; j < n; j++) if (stamped([i, j], place)) from.push(named(i, j));
      const listed = from.map((text) => (flat() ? text : `(${text})`)).join(", ");
      const where = kept(...place) ? `출력 y[${named(flat() ? 0 : place[0] - padding, place[1] - padding)}]` : "잘려 나갈 칸";
      status.textContent = here ? `${where}에는 도장 ${here}개가 겹칩니다: 입력 ${listed}.` : `${where}에는 아무 도장도 닿지 않습니다.`;
    }
    note.textContent = "입력의 칸을 가리키면 그 도장이, 출력의 칸을 가리키면 그 칸에 찍은 입력들이 켜집니다. 화살표 글쇠로도 옮깁니다. 입력과 커널이 모두 1이고, 행과 열은 0부터 셉니다."
      + (kernel ? " 파이썬이 그 자리에서 셈합니다." : "");
    Object.assign(panel.dataset, {
      ...Object.fromEntries(table.names.map((name) => [name, drawn[name]])), side, target, place: place.join(","), y: drawn.y.join(","), mode: kernel ? "live" : "table",
    });
  }

  function go(name, i, j) {
    if (!drawn) return;
    const wanted = [within(i, rowsOf(name)), within(j, columnsOf(name))];
    if (name === target && wanted.join() === place.join()) return;
    target = name;
    place = wanted;
    show();
  }
  const steer = (name) => (di, dj) => {
    if (!drawn) return;
    // 다른 바둑판에서 넘어오면 그 가운데에서 시작합니다.
    if (name === target) go(name, place[0] + di, place[1] + dj);
    else go(name, Math.floor((rowsOf(name) - 1) / 2), Math.floor((columnsOf(name) - 1) / 2));
  };
  const step = (by) => {
    if (!drawn) return;
    const many = rowsOf("x") * n, from = target === "x" ? place[0] * n + place[1] : by > 0 ? -1 : 0, at = (from + by + many) % many;
    go("x", Math.floor(at / n), at % n);
  };

  for (const [name, grid] of [["x", input], ["y", board]]) grid.listen({ pointed: (r, c) => go(name, r, c), moved: steer(name) });
  for (const [name, { pick }] of Object.entries(controls)) pick.addEventListener("change", () => { now[name] = Number(pick.value); update(); });
  back.addEventListener("click", () => step(-1));
  next.addEventListener("click", () => step(1));

  update();
  const spots = (to) => {
    const side = to.on === "x" ? n : table.lookup(to).wide;
    return series([whole(0, to.dimensions === 1 ? 0 : side - 1), whole(0, side - 1)]);
  };
  frame.keep({
    fields: { ...Object.fromEntries(table.names.map((name) => [name, oneOf(table[name])])), on: oneOf(["x", "y"]), at: spots },
    state: () => ({ ...now, on: target, at: place }),
    restore: ({ on, at, ...to }) => { [target, place] = [on ?? target, at ?? place]; now = { ...now, ...to }; update(); },
    back: () => { now = start(); [target, place] = ["x", [1, 2]]; update(); },
  });
  const stop = watchLook(choices, show);
  model.send({ kind: "hello" });
  return () => { frame.forget(); stop(); };
}

export default { render };
