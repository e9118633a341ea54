// 상자 위젯: 억제는 파이썬이 셈한 표이고, 겹침만은 여기서 같은 식을 셈합니다(아래 overlapOf).

const area = ([x1, y1, x2, y2]) => (x2 - x1) * (y2 - y1);
const hullOf = (a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
const sharedOf = (a, b) => [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])];

// coursekit.boxes의 box_iou와 generalized_box_iou를 정수 모서리에서 그대로 옮긴 것. 테스트가 둘을 견줍니다.
function overlapOf(a, b) {
  const shared = sharedOf(a, b), apart = shared[2] <= shared[0] || shared[3] <= shared[1];
  const intersection = apart ? 0 : area(shared), union = area(a) + area(b) - intersection, hull = area(hullOf(a, b));
  const iou = intersection / union;
  return { intersection, union, hull, iou, giou: iou - (hull - union) / hull };
}

async function readTable(model) {
  const header = model.get("header"), fates = new Int8Array((await inflate(model.get("table"))).buffer);
  const many = header.boxes.length, lookup = (i, s) => [...fates.subarray((i * (header.steps + 1) + s) * many, (i * (header.steps + 1) + s + 1) * many)];
  return { ...header, lookup };
}

const PRESETS = [
  ["", "골라 놓기"], ["6,5,22,17;14,9,32,23", "조금 겹침"], ["8,6,26,20;8,6,26,20", "똑같음"], ["6,4,30,24;12,9,22,18", "안에 든 상자"],
  ["4,8,16,20;16,8,28,20", "맞닿음"], ["2,8,12,18;27,8,37,18", "멀리 떨어짐"],
];

async function render({ model, el, address }) {
  const shell = makeFrame({ el, address, look: "box", title: "상자의 겹침과 비최대 억제" }), { panel, status, note } = shell;
  const view = choice("볼 것", [["overlap", "두 상자의 겹침"], ["nms", "비최대 억제"]]);
  const chosen = choice("상자", [["a", "A"], ["b", "B"]]), arrows = choice("화살표", [["move", "옮기기"], ["size", "늘이기"]]), preset = choice("예", PRESETS);
  const iou = slider("IoU 문턱"), score = slider("점수 문턱");
  const svg = shape("svg", { "aria-hidden": "true" }), frame = element("div", { class: "ck-box-frame", tabindex: "0", role: "application" }, svg);
  const sum = element("p", { class: "ck-sum" }), general = element("p", { class: "ck-sum" });
  const fates = element("ol", { class: "ck-fates" });
  const choices = element("div", { class: "ck-choices ck-box-choices" }, view.node, preset.node, chosen.node, arrows.node, iou.node, score.node);
  shell.lay([choices, frame], { below: [sum, general, fates] });

  const table = await shell.open(readTable(model));
  const { width, height, steps } = table, unit = 10;
  svg.setAttribute("viewBox", `-1 -1 ${width * unit + 2} ${height * unit + 2}`);
  for (const { input } of [iou, score]) input.max = steps;

  const start = () => { const s = model.get("start"); return { ...s, a: [...s.a], b: [...s.b], chosen: "a", arrows: "move", box: 0 }; };
  let now = start(), drawn, kernel = false, held = null;
  const ask = askKernel(model, {
    greeted: () => { if (!kernel) { kernel = true; update(); } },
    answered: (message) => { if (message.view === now.view) settle(message); },
    status,
  });

  function update() {
    const two = now.view === "overlap";
    view.pick.value = now.view;
    chosen.pick.value = now.chosen;
    arrows.pick.value = now.arrows;
    preset.pick.value = PRESETS.find(([value]) => value === `${now.a};${now.b}`)?.[0] ?? "";
    iou.input.value = now.iou_step;
    score.input.value = now.score_step;
    iou.tell(decimal(now.iou_step / steps, 2));
    score.tell(decimal(now.score_step / steps, 2));
    for (const part of [preset, chosen, arrows]) part.node.hidden = !two;
    for (const part of [iou, score]) part.node.hidden = two;
    sum.hidden = general.hidden = !two;
    fates.hidden = two;
    const asked = two ? { view: now.view, a: [...now.a], b: [...now.b] } : { view: now.view, iou_step: now.iou_step, score_step: now.score_step };
    if (kernel) ask({ kind: "boxes", ...asked });
    else settle({ ...asked, ...(two ? overlapOf(now.a, now.b) : { fate: table.lookup(now.iou_step, now.score_step) }) });
  }

  function settle(answer) {
    drawn = answer;
    show();
  }

  const rect = ([x1, y1, x2, y2], look, extra = {}) => shape("rect", { class: look, x: x1 * unit, y: y1 * unit, width: (x2 - x1) * unit, height: (y2 - y1) * unit, ...extra });
  const label = (x, y, text) => shape("text", { x: x * unit + 5, y: y * unit + 16 }, text);

  function show() {
    if (!drawn) return;
    const parts = [rect([0, 0, width, height], "ck-board")];
    drawn.view === "overlap" ? showPair(parts) : showFates(parts);
    svg.replaceChildren(...parts);
    for (const name of Object.keys(panel.dataset)) delete panel.dataset[name];  // 다른 볼 것의 값이 남지 않게
    Object.assign(panel.dataset, { ...Object.fromEntries(Object.entries(drawn).filter(([k]) => !["kind", "id"].includes(k))), chosen: now.chosen, box: now.box, mode: kernel ? "live" : "table" });
  }

  function showPair(parts) {
    const { a, b, intersection, union, hull } = drawn, order = now.chosen === "a" ? ["b", "a"] : ["a", "b"];
    let lines = "";
    for (let x = 5; x < width; x += 5) lines += `M${x * unit} 0V${height * unit}`;
    for (let y = 5; y < height; y += 5) lines += `M0 ${y * unit}H${width * unit}`;
    parts.push(shape("path", { class: "ck-dots", d: lines }), rect(hullOf(a, b), "ck-hull"));
    if (intersection) parts.push(rect(sharedOf(a, b), "ck-shared"));
    const big = 22 * (width * unit) / Math.max(svg.clientWidth, 1);
    for (const name of order) {
      const box = drawn[name];
      parts.push(rect(box, `ck-pair ck-${name} ${name === now.chosen ? "ck-chosen" : ""}`, { "data-box": name }), label(name === "a" ? box[0] : box[2] - 2, box[1], name.toUpperCase()));
    }
    // 손잡이는 다른 상자에 덮여도 잡히게 맨 위에 둡니다.
    for (const name of order) {
      const [cx, cy] = drawn[name].slice(2).map((v) => v * unit);
      parts.push(shape("circle", { class: `ck-grip ck-${name}`, cx, cy, r: 7 }), shape("circle", { class: "ck-reach", cx: cx + 5, cy: cy + 5, r: big, "data-box": name, "data-grip": "1" }));
    }
    const box = (v) => `(${v.join(", ")})`, three = (v) => decimal(v, 3);
    frame.setAttribute("aria-label", `상자 A ${box(a)}, 상자 B ${box(b)}. 화살표로 고른 상자를 옮기고, Shift와 함께 누르면 늘입니다.`);
    status.textContent = `IoU는 ${three(drawn.iou)}, GIoU는 ${three(drawn.giou)}입니다.${intersection ? "" : " 겹치는 데가 없어 IoU는 얼마나 멀든 0이고, GIoU만 거리에 따라 달라집니다."}`;
    sum.textContent = `IoU = 교집합 / 합집합 = ${intersection}/${union} = ${three(drawn.iou)}`;
    general.textContent = `GIoU = IoU − (감싸는 상자 − 합집합)/감싸는 상자 = ${three(drawn.iou)} − (${hull} − ${union})/${hull} = ${three(drawn.giou)}`;
    note.textContent = `상자를 끌어 옮기고, 오른쪽 아래의 동그라미를 끌어 늘입니다. 글쇠로는 화살표로 옮기고 Shift와 화살표로 늘입니다. 점선이 감싸는 상자, 짙은 데가 교집합입니다.${kernel ? " 파이썬이 그 자리에서 셈합니다." : ""}`;
  }

  function showFates(parts) {
    const { fate } = drawn, middle = (k) => [0, 1].map((d) => (table.boxes[k][d] + table.boxes[k][d + 2]) * unit / 2), me = now.box;
    for (const object of table.objects) parts.push(rect(object, "ck-object", { rx: 8 }));
    const look = (k) => (fate[k] === -1 ? "ck-kept" : fate[k] === -2 ? "ck-below" : "ck-gone");
    // 남은 상자와 고른 상자가 위에 오게 그립니다.
    const order = fate.map((_, k) => k).sort((p, q) => (p === me) - (q === me) || (fate[p] === -1) - (fate[q] === -1));
    for (const k of order) parts.push(rect(table.boxes[k], `${look(k)} ${k === me ? "ck-picked" : ""}`, { "data-box": k }));
    for (const k of order) if (fate[k] === -1 || fate[k] === me || k === me) parts.push(label(table.boxes[k][0], table.boxes[k][1], String(k + 1)));
    fate.forEach((by, k) => {
      if (by < 0 || !(k === me || by === me)) return;
      const [x1, y1] = middle(k), [x2, y2] = middle(by);
      parts.push(shape("path", { class: "ck-by", d: `M${x1} ${y1}L${x2} ${y2}` }), shape("circle", { class: "ck-by", cx: x2, cy: y2, r: 4 }));
    });
    const two = (v) => decimal(v, 2), tell = (k) => (fate[k] === -1 ? "남음" : fate[k] === -2 ? "점수 미달" : `${fate[k] + 1}번이 지움`);
    fates.replaceChildren(...fate.map((_, k) => element("li", { class: `${fate[k] === -1 ? "" : "ck-out"} ${k === me ? "ck-now" : ""}` }, `${k + 1}번 ${two(table.scores[k])} · ${tell(k)}`)));
    const kept = fate.filter((f) => f === -1).length, victims = fate.flatMap((by, k) => (by === me ? [k + 1] : []));
    const story = fate[me] === -2 ? "점수가 문턱보다 낮아 처음부터 빠집니다."
      : fate[me] === -1 ? (victims.length ? `남아서 ${victims.map((v) => `${v}번`).join(", ")}을 지웁니다.` : "남고, 지운 상자는 없습니다.")
        : `${fate[me] + 1}번과의 IoU ${two(table.ious[me][fate[me]])}, 문턱보다 커서 지워집니다.`;
    frame.setAttribute("aria-label", `상자 ${fate.length}개의 장면. 화살표로 상자를 고릅니다.`);
    status.textContent = `${fate.length}개 가운데 ${kept}개가 남습니다. 고른 ${me + 1}번: ${story}`;
    note.textContent = `번호는 점수가 높은 차례이고, 회색 판이 진짜 물체 셋입니다. 상자를 가리키거나 화살표 글쇠로 고르면 지운 상자와 선으로 이어집니다. 지워진 상자는 다른 상자를 지우지 못합니다.${kernel ? " 파이썬이 그 자리에서 셈합니다." : ""}`;
  }

  // 상자를 판 안으로, 한 변을 2 이상으로 지킵니다.
  function place(name, [x1, y1, x2, y2]) {
    const box = [x1, y1, x2, y2].map(Math.round);
    if (box.join() === now[name].join()) return;
    now[name] = box;
    update();
  }
  const move = (name, [x1, y1, x2, y2], dx, dy) => {
    const sx = clamp(dx, -x1, width - x2), sy = clamp(dy, -y1, height - y2);
    place(name, [x1 + sx, y1 + sy, x2 + sx, y2 + sy]);
  };
  const grow = (name, [x1, y1, x2, y2], dx, dy) => place(name, [x1, y1, clamp(x2 + dx, x1 + 2, width), clamp(y2 + dy, y1 + 2, height)]);

  const spot = (event) => {
    const box = svg.getBoundingClientRect(), scale = (width * unit + 2) / box.width;
    return [((event.clientX - box.left) * scale - 1) / unit, ((event.clientY - box.top) * scale - 1) / unit];
  };
  // 가리킨 데를 담은 상자 가운데 한가운데가 가장 가까운 것.
  function boxAt([x, y]) {
    const far = ([x1, y1, x2, y2]) => Math.hypot((x1 + x2) / 2 - x, (y1 + y2) / 2 - y);
    const inside = table.boxes.map((box, k) => [box, k]).filter(([[x1, y1, x2, y2]]) => x1 <= x && x <= x2 && y1 <= y && y <= y2);
    return inside.sort(([p], [q]) => far(p) - far(q))[0]?.[1];
  }
  function choose(k) {
    if (k === undefined || k === now.box) return;
    now.box = k;
    show();
  }
  frame.addEventListener("pointerdown", (event) => {
    const { box, grip } = event.target.dataset ?? {};
    if (now.view === "nms") { choose(boxAt(spot(event))); return; }
    if (!box || event.button) return;
    held = { name: box, grip, from: spot(event), was: [...now[box]] };
    now.chosen = box;
    frame.setPointerCapture(event.pointerId);
    update();
  });
  frame.addEventListener("pointermove", (event) => {
    if (now.view === "nms") { choose(boxAt(spot(event))); return; }
    if (!held) return;
    const at = spot(event);
    (held.grip ? grow : move)(held.name, held.was, at[0] - held.from[0], at[1] - held.from[1]);
  });
  for (const end of ["pointerup", "pointercancel"]) frame.addEventListener(end, () => { held = null; });
  frame.addEventListener("keydown", (event) => {
    const many = table.boxes.length, way = wayOf(event)?.map((by) => clamp(by, -width, width));
    if (!way) return;
    event.preventDefault();
    // 한 칸은 끝에서 처음으로 돌고, Home과 End는 처음과 끝입니다.
    const by = way[0] + way[1];
    if (now.view === "nms") { choose(Math.abs(by) > 1 ? (by < 0 ? 0 : many - 1) : (now.box + by + many) % many); return; }
    (event.shiftKey || now.arrows === "size" ? grow : move)(now.chosen, now[now.chosen], ...way);
  });
  view.pick.addEventListener("change", () => { now.view = view.pick.value; update(); });
  chosen.pick.addEventListener("change", () => { now.chosen = chosen.pick.value; update(); });
  arrows.pick.addEventListener("change", () => { now.arrows = arrows.pick.value; });
  preset.pick.addEventListener("change", () => {
    if (preset.pick.value) [now.a, now.b] = preset.pick.value.split(";").map((box) => box.split(",").map(Number));
    update();
  });
  iou.input.addEventListener("input", () => { now.iou_step = Number(iou.input.value); update(); });
  score.input.addEventListener("input", () => { now.score_step = Number(score.input.value); update(); });

  update();
  // 모서리는 판 안의 정수이고, 한 변은 2 이상입니다.
  const corners = series([whole(0, width - 2), whole(0, height - 2), whole(2, width), whole(2, height)]);
  const boxKind = { ...corners, read: (text) => { const box = corners.read(text); return box && box[2] - box[0] >= 2 && box[3] - box[1] >= 2 ? box : undefined; } };
  shell.keep({
    fields: { view: oneOf(["overlap", "nms"]), a: boxKind, b: boxKind, iou: whole(0, steps), score: whole(0, steps), box: whole(1, table.boxes.length) },
    state: () => ({ view: now.view, a: now.a, b: now.b, iou: now.iou_step, score: now.score_step, box: now.box + 1 }),
    restore: (to) => {
      now = { ...now, ...to, iou_step: to.iou ?? now.iou_step, score_step: to.score ?? now.score_step, box: (to.box ?? now.box + 1) - 1 };
      update();
    },
    back: () => { now = start(); update(); },
  });
  const stop = watchLook(choices, show);
  model.send({ kind: "hello" });
  return () => { shell.forget(); stop(); };
}

export default { render, overlapOf };
