// 합성곱 위젯: 곱과 합과 크기는 파이썬이 셈한 것이고, 여기서는 고르고 그리기만 합니다.

// 표를 풀어 (입력, 커널, 걷는 방법)의 자리에서 파이썬의 답과 같은 모양을 꺼냅니다.
async function readTable(model) {
  const header = model.get("header"), bytes = await inflate(model.get("table"));
  const { inputs, kernels, walks, sides, blocks, side } = header, starts = blocks.map((_, b) => blocks.slice(0, b).reduce((sum, n) => sum + n, 0));
  const block = (b) => bytes.slice(starts[b], starts[b] + blocks[b]).buffer;
  const outputs = new Float32Array(block(0)), products = new Int8Array(block(1)), seen = new Uint8Array(block(2));
  const texts = JSON.parse(new TextDecoder().decode(block(3)));
  const homes = new Map(), key = (...parts) => parts.join(" ");
  let y = 0, p = 0;
  for (const input of inputs) for (const kernel of kernels) walks.forEach((walk, w) => {
    if (!kernel.sizes.includes(walk[0])) return;
    homes.set(key(input.key, kernel.key, ...walk), [w, y, p]);
    y += sides[w] ** 2;
    p += sides[w] ** 2 * walk[0] ** 2;
  });
  const lookup = (now) => {
    const [w, y, p] = homes.get(key(now.picture, now.kernel, now.size, now.stride, now.padding, now.dilation));
    const kernel = kernels.find((k) => k.key === now.kernel), k = kernel.sizes.indexOf(now.size), many = sides[w] ** 2;
    return {
      side: sides[w], x: inputs.find((i) => i.key === now.picture).x, weights: kernel.weights[k], divisor: kernel.divisors[k],
      y: [...outputs.subarray(y, y + many)], products: [...products.subarray(p, p + many * now.size ** 2)],
      seen: [...seen.subarray(w * side ** 2, (w + 1) * side ** 2)], text: texts[w],
    };
  };
  return { ...header, lookup };
}

async function render({ model, el, address }) {
  const frame = makeFrame({ el, address, look: "conv", title: "합성곱 한 칸씩" }), { panel, status, note } = frame;
  const input = numberGrid("입력", "input", true), weight = numberGrid("커널", "weight"), product = numberGrid("창 × 커널", "product"), output = numberGrid("출력", "output", true);
  const choices = element("div", { class: "ck-choices ck-grids-choices" });
  const back = pushButton("이전 칸"), next = pushButton("다음 칸"), again = pushButton("다시 뽑기", { hidden: "" });
  const sum = element("p", { class: "ck-sum" }), size = element("p", { class: "ck-size", "aria-live": "polite" });
  frame.lay(
    [choices, size, element("div", { class: "ck-grids" }, input.node, element("div", { class: "ck-conv-stack" }, weight.node, product.node), output.node)],
    { below: [sum], actions: [back, next, again] },
  );

  const table = await frame.open(readTable(model));
  const numbers = (values) => values.map((v) => [v, String(v)]), most = Math.max(...table.kernels.flatMap((k) => k.sizes));
  const controls = {
    picture: choice("입력", table.inputs.map((i) => [i.key, i.name])),
    kernel: choice("커널", table.kernels.map((k) => [k.key, k.name])),
    size: choice("크기", Array.from({ length: most }, (_, k) => [k + 1, `${k + 1}×${k + 1}`])),
    stride: choice("보폭", numbers(table.strides)),
    padding: choice("패딩", numbers(table.paddings)),
    dilation: choice("팽창", numbers(table.dilations)),
  };
  choices.append(...Object.values(controls).map((c) => c.node));

  const start = () => ({ ...model.get("start"), seed: 0 });
  let now = start(), place = [1, 2], drawn, kernel = false;
  const ask = askKernel(model, {
    greeted: () => { if (!kernel) { kernel = true; update(); } },
    answered: (message) => { if (message.products) settle(message); },
    status,
  });

  function update() {
    const { sizes } = table.kernels.find((k) => k.key === now.kernel);
    if (!sizes.includes(now.size)) now.size = 3;
    for (const [name, { pick }] of Object.entries(controls)) pick.value = now[name];
    for (const option of controls.size.pick.options) option.disabled = !sizes.includes(Number(option.value));
    controls.size.pick.disabled = sizes.length === 1;
    again.hidden = !kernel;
    note.textContent = "출력이나 입력의 칸을 가리키면 그 창이 켜집니다. 화살표 글쇠로도 옮깁니다. 점선 칸은 패딩이고, 행과 열은 0부터 셉니다."
      + (kernel ? " 숫자는 다시 뽑을 수 있고, 파이썬이 그 자리에서 셈합니다." : "");
    if (kernel) ask({ kind: "walk", ...now });
    else settle({ ...now, ...table.lookup(now) });
  }

  function settle(answer) {
    drawn = answer;
    size.textContent = answer.text;
    show();
  }

  // 창의 (u, v)번째 칸이 패딩한 입력에서 놓이는 자리.
  const corner = (i) => i * drawn.stride, reach = () => drawn.dilation * (drawn.size - 1) + 1;

  function show() {
    if (!drawn) return;
    const { side, size: k, padding, dilation, stride, divisor } = drawn, n = table.side, wide = n + 2 * padding, none = side === 0;
    place = none ? place : place.map((at) => within(at, side));
    const [i, j] = place, here = i * side + j, unit = Math.floor(Math.min(31, Math.max(24, (panel.clientWidth - 32) / 11)));
    const scale = divisor === 1 ? "" : ` ÷ ${divisor}`;
    const inWindow = (r, c) => !none && [r - corner(i), c - corner(j)].every((d) => d >= 0 && d % dilation === 0 && d / dilation < k);
    const inside = (r, c) => r >= padding && c >= padding && r < n + padding && c < n + padding;
    const pixel = (r, c) => (inside(r, c) ? (r - padding) * n + c - padding : -1);
    const value = (r, c) => (inside(r, c) ? drawn.x[pixel(r, c)] : 0);
    input.draw({
      rows: wide, columns: wide, unit, heading: padding ? `패딩한 입력 ${wide}×${wide}` : `입력 ${n}×${n}`,
      label: `입력 ${n}×${n}, 패딩 ${padding}. 화살표로 창을 옮깁니다.`,
      cell: (r, c) => ({
        text: figureText(value(r, c)),
        look: inWindow(r, c) ? "ck-lit" : inside(r, c) ? (none || drawn.seen[pixel(r, c)] ? "" : "ck-lost") : "ck-pad",
      }),
    });
    const weightOf = (u, v) => drawn.weights[u * k + v];
    weight.draw({
      rows: k, columns: k, unit, heading: `커널${scale}`, label: `커널: ${figures(drawn.weights)}${scale}`,
      cell: (u, v) => ({ text: figureText(weightOf(u, v)) }),
    });
    const terms = none ? [] : drawn.products.slice(here * k * k, (here + 1) * k * k);
    product.node.hidden = output.node.hidden = none;
    back.disabled = next.disabled = none;
    product.draw({
      rows: k, columns: k, unit, label: `창과 커널의 곱: ${figures(terms)}`,
      cell: (u, v) => ({ text: none ? "" : figureText(terms[u * k + v]), look: "ck-used" }),
    });
    output.draw({
      rows: Math.max(side, 1), columns: Math.max(side, 1), unit, heading: `출력 ${side}×${side}`,
      label: `출력 ${side}×${side}. 화살표로 칸을 고릅니다.`,
      cell: (r, c) => (none ? { text: "" } : { text: figureText(drawn.y[r * side + c], unit < 28 ? 1 : 2), look: r === i && c === j ? "ck-lit" : "" }),
    });
    if (none) {
      status.textContent = "커널을 놓을 자리가 없습니다. 패딩을 늘리거나 커널이나 팽창을 줄이십시오.";
      sum.textContent = "";
    } else {
      const top = corner(i) - padding, left = corner(j) - padding, last = reach() - 1;
      status.textContent = `출력 y[${i}, ${j}]의 값은 ${figureText(drawn.y[here])}입니다. 창은 입력의 ${spot(top, top + last)}행, ${spot(left, left + last)}열입니다.`;
      // 흐리게의 가중치는 모두 1이므로 적지 않고, 나누는 수만 끝에 적습니다.
      const pairs = terms.map((_, t) => factor(value(corner(i) + dilation * Math.floor(t / k), corner(j) + dilation * (t % k))) + (divisor === 1 ? `·${factor(drawn.weights[t])}` : ""));
      sum.textContent = `y[${i}, ${j}] = ${divisor === 1 ? pairs.join(" + ") : `(${pairs.join(" + ")})${scale}`} = ${figureText(drawn.y[here])}`;
    }
    Object.assign(panel.dataset, {
      ...Object.fromEntries(Object.keys(controls).map((name) => [name, drawn[name]])), seed: drawn.seed, side, place: place.join(","),
      value: none ? "" : drawn.y[here], products: terms.join(","), y: drawn.y.join(","), mode: kernel ? "live" : "table",
    });
  }
  const spot = (a, b) => (a === b ? figureText(a) : `${figureText(a)}~${figureText(b)}`);

  function go(i, j) {
    if (!drawn || drawn.side === 0) return;
    const wanted = [within(i, drawn.side), within(j, drawn.side)];
    if (wanted.join() === place.join()) return;
    place = wanted;
    show();
  }
  const step = (by) => {
    if (!drawn?.side) return;
    const many = drawn.side ** 2, at = (place[0] * drawn.side + place[1] + by + many) % many;
    go(Math.floor(at / drawn.side), at % drawn.side);
  };
  const steer = (di, dj) => go(place[0] + di, place[1] + dj);

  output.listen({ pointed: go, moved: steer });
  // 입력에서는 가리킨 칸이 한가운데에 가장 가까운 창을 고릅니다.
  input.listen({ pointed: (r, c) => { if (drawn) go(...[r, c].map((at) => Math.round((at - (reach() - 1) / 2) / drawn.stride))); }, moved: steer });
  for (const [name, { pick }] of Object.entries(controls)) pick.addEventListener("change", () => {
    now[name] = ["picture", "kernel"].includes(name) ? pick.value : Number(pick.value);
    update();
  });
  back.addEventListener("click", () => step(-1));
  next.addEventListener("click", () => step(1));
  again.addEventListener("click", () => {
    now.seed += 1;
    if (now.picture !== "numbers" && now.kernel !== "numbers") now.picture = "numbers";
    update();
  });

  update();
  const sizesOf = (key) => table.kernels.find((k) => k.key === key).sizes;
  // 자리는 그 설정의 출력 안에 있어야 합니다.
  const spots = (to) => {
    const side = sizesOf(to.kernel).includes(to.size) ? table.lookup(to).side : table.side;
    return series([whole(0, side - 1), whole(0, side - 1)]);
  };
  frame.keep({
    fields: {
      picture: oneOf(table.inputs.map((i) => i.key)), kernel: oneOf(table.kernels.map((k) => k.key)), size: (to) => oneOf(sizesOf(to.kernel)),
      stride: oneOf(table.strides), padding: oneOf(table.paddings), dilation: oneOf(table.dilations), at: spots,
    },
    state: () => ({ ...now, at: place }),
    restore: ({ at, ...to }) => { place = at ?? place; now = { ...now, ...to }; update(); },
    back: () => { now = start(); place = [1, 2]; update(); },
  });
  const stop = watchLook(choices, show);
  model.send({ kind: "hello" });
  return () => { frame.forget(); stop(); };
}

export default { render };
