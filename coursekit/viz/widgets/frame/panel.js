// 모든 위젯의 틀: 이름 붙은 판, 결과를 말하는 줄, 처음으로 돌아가기, 상태의 주소.

const stillness = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// 화면의 밝기나 크기가 바뀌면 다시 그립니다. 돌려준 함수를 부르면 그만둡니다.
// 인쇄할 때처럼 감추어진 동안에는 그릴 자리가 없습니다. 다시 나타나면 크기가 바뀐 것이므로 그때 그립니다.
function watchLook(node, draw) {
  const redraw = () => { if (node.getClientRects().length) draw(); };
  const theme = new MutationObserver(redraw);
  theme.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  theme.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  const size = new ResizeObserver(redraw);
  size.observe(node);
  return () => { theme.disconnect(); size.disconnect(); };
}

// `address`는 책의 쪽이 줍니다. 노트북에는 적을 주소가 없으므로 단추도 없습니다.
function makeFrame({ el, address, look, title }) {
  const status = element("p", { class: "ck-status", role: "status" }), note = element("p", { class: "ck-note" });
  const notice = element("p", { class: "ck-notice", "aria-live": "polite" });
  const reset = pushButton("처음으로", { "aria-keyshortcuts": "R Escape", title: "처음으로 (R, Esc)" });
  const copy = pushButton("이 상태의 주소 복사", { hidden: "" });
  const panel = element("div", { class: `ck-panel ck-${look}`, role: "group", "aria-label": title, inert: "" });
  let stop = () => {};
  el.append(panel);

  // 위에서부터: 고르는 것과 그림, 결과, 풀어 쓴 것, 단추, 알림, 설명.
  function lay(parts, { below = [], actions = [] } = {}) {
    panel.append(...parts, status, ...below, element("div", { class: "ck-buttons" }, ...actions, reset, copy), notice, note);
  }

  async function open(reading) {
    try {
      const table = await reading;
      panel.inert = false;  // 표를 풀기 앞에는 누를 수 없습니다.
      return table;
    } catch (cause) {
      // 빈 판을 남기지 않습니다. 책의 쪽에서는 대신하던 그림이 그대로 보입니다.
      panel.remove();
      throw new Error("위젯의 표를 풀지 못했습니다. 새 판의 브라우저로 열어 주십시오.", { cause });
    }
  }

  // 상태를 지킵니다: `back`은 처음으로, `state`는 지금의 값들, `restore`는 그 값들로.
  function keep({ fields, state, restore, back }) {
    const begin = () => { notice.textContent = ""; back(); };
    reset.addEventListener("click", begin);
    panel.addEventListener("keydown", (event) => {
      // 고르개는 글자와 Esc를 스스로 씁니다.
      if (event.target.tagName === "SELECT" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key !== "Escape" && event.code !== "KeyR") return;
      event.preventDefault();
      event.stopPropagation();
      begin();
    });
    for (const kind of ["input", "pointerdown"]) panel.addEventListener(kind, (event) => { if (event.target !== copy) notice.textContent = ""; });
    if (!address) return;
    copy.hidden = false;
    copy.addEventListener("click", async () => { notice.textContent = await address.write(writeState(fields, state())); });
    const follow = () => {
      const pairs = address.read();
      if (!pairs) return;
      back();
      const { values, wrong } = readState(fields, pairs, state());
      if (values) restore(values);
      notice.textContent = wrong ? `주소에 적힌 ${wrong.join("=")}은(는) 이 그림에 쓸 수 없어 처음 상태로 열었습니다.` : "";
      panel.scrollIntoView({ block: "start" });
    };
    stop = address.changed(follow);
    follow();
  }

  return { panel, status, note, lay, open, keep, forget: () => stop() };
}
