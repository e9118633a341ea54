// 찾기의 화면: 단추와 Ctrl+K로 여는 대화 상자, 그리고 찾기 쪽. 계산은 search-engine.js가 합니다.
// 계산과 색인은 독자가 찾기를 열 때 비로소 읽습니다. fetch를 쓰지 않으므로 파일로 연 책에서도 됩니다.
(() => {
  const root = document.documentElement.dataset.content_root ?? "./";
  const KINDS = ["", "", "연습문제", "용어집", "코드의 설명"];
  let engine = null;
  let waiting = null;

  const script = (path) =>
    new Promise((resolve, reject) => {
      const tag = document.createElement("script");
      tag.src = root + path;
      tag.onload = resolve;
      tag.onerror = () => reject(new Error(path));
      document.head.append(tag);
    });

  function load() {
    waiting ??= Promise.all([script("_static/search-engine.js"), script("search-index.js")]).then(() => {
      engine = new globalThis.CourseSearch(globalThis.courseSearchIndex);
      engine.find("손실 함수"); // 첫 계산은 엔진이 덥혀지느라 느립니다. 독자가 치기 전에 해 둡니다.
    });
    return waiting;
  }

  const make = (name, attributes = {}, ...children) => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value !== null) node.setAttribute(key, value);
    node.append(...children);
    return node;
  };

  function marked(text, marks) {
    const parts = [];
    let at = 0;
    for (const [start, end] of marks) {
      parts.push(text.slice(at, start), make("mark", {}, text.slice(start, end)));
      at = end;
    }
    return [...parts, text.slice(at)];
  }

  const address = (result) => `${root}${result.page[0]}.html${result.anchor ? `#${result.anchor}` : ""}`;

  function row(result, units, option) {
    const [, number, chapter] = result.page;
    const where = [KINDS[result.kind], result.kind === 3 || result.kind === 0 || result.kind === 4 ? "" : `${number ? `${number}장 ` : ""}${chapter}`, result.parent];
    const path = where.filter(Boolean).filter((one, i, all) => all.indexOf(one) === i).join(" › ");
    const label = result.kind === 0 ? (result.number ? `${result.number}장` : "") : result.number;
    const cut = engine.snippet(result.text, units);
    return make(
      "a",
      { class: "search-row", href: address(result), ...option },
      make(
        "span",
        { class: "search-title" },
        ...(label ? [make("span", { class: "search-number" }, label), " "] : []),
        ...marked(result.title, engine.marks(result.title, units)),
      ),
      ...(path ? [make("span", { class: "search-path" }, path)] : []),
      ...(cut.text ? [make("span", { class: "search-text" }, cut.before ? "… " : "", ...marked(cut.text, cut.marks), cut.after ? " …" : "")] : []),
    );
  }

  function meaning(result, option) {
    return make(
      "a",
      { class: "search-row search-meaning", href: address(result), ...option },
      make("span", { class: "search-title" }, make("span", { class: "search-number" }, "뜻"), " ", result.title),
      make("span", { class: "search-text" }, result.text),
    );
  }

  // 무엇을 빼거나 바꾸어 찾았는지 숨기지 않습니다.
  function remarks(found) {
    const said = [];
    for (const unit of found.units) if (unit.kind === "near") said.push(`‘${unit.typed}’ 대신 ‘${unit.form}’(으)로 찾았습니다.`);
    if (found.units.length && found.missing.length) said.push(`책에 없는 말은 빼고 찾았습니다: ${found.missing.join(", ")}`);
    return said.join(" ");
  }

  function nothing(query) {
    const box = make("div", { class: "search-nothing" });
    box.append(make("p", {}, `‘${query}’에 맞는 곳이 이 책에 없습니다.`));
    const help = make("p", {}, "낱말을 줄이거나 다른 이름으로 찾아보세요. ");
    if (globalThis.courseSearchIndex.pages.some(([name]) => name === "chapters/glossary")) {
      help.append("책이 쓰는 말은 ", make("a", { href: `${root}chapters/glossary.html` }, "용어집"), "에 모두 있습니다.");
    }
    box.append(help);
    return box;
  }

  // 찾기 칸 하나와 그 결과. `popup`이면 치는 대로 고르는 목록, 아니면 찾기 쪽의 링크들입니다.
  function attach(form, holder, popup) {
    const input = form.querySelector("input");
    const id = popup ? "search-options" : "search-links";
    const status = make("p", { class: "search-status", role: "status" });
    const note = make("p", { class: "search-note" });
    const list = make("div", popup ? { id, class: "search-list", role: "listbox", "aria-label": "찾은 곳", hidden: "" } : { id, class: "search-list" });
    const more = make("div", { class: "search-more" });
    holder.append(status, note, list, more);
    if (popup) {
      for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": id, "aria-expanded": "false" })) input.setAttribute(name, value);
    }
    let active = -1;

    const rows = () => [...list.querySelectorAll(".search-row")];
    function choose(at) {
      const all = rows();
      active = all.length ? (at + all.length) % all.length : -1;
      all.forEach((one, i) => one.setAttribute("aria-selected", String(i === active)));
      if (active >= 0) {
        input.setAttribute("aria-activedescendant", all[active].id);
        all[active].scrollIntoView({ block: "nearest" });
      } else input.removeAttribute("aria-activedescendant");
    }

    function draw(query) {
      for (const part of [list, more]) part.replaceChildren();
      status.textContent = "";
      note.textContent = "";
      const empty = !query.trim();
      const found = empty ? null : engine.find(query, popup ? 8 : 40);
      const option = (at) => (popup ? { role: "option", id: `${id}-${at}`, "aria-selected": "false", tabindex: "-1" } : {});
      if (found) {
        let at = 0;
        if (found.meaning) list.append(meaning(found.meaning, option(at++)));
        for (const result of found.results) if (result.place !== found.meaning?.place) list.append(row(result, found.units, option(at++)));
        note.textContent = remarks(found);
        if (!at) more.append(nothing(query.trim()));
        else if (popup && found.total > at) more.append(make("a", { class: "search-all", href: `${form.action.split("?")[0]}?q=${encodeURIComponent(query.trim())}` }, `찾은 곳 ${found.total}개 모두 보기`));
        status.textContent = at ? `찾은 곳 ${Math.max(found.total, at)}개` : "찾은 곳이 없습니다.";
      }
      if (popup) {
        list.hidden = !list.childElementCount;
        input.setAttribute("aria-expanded", String(!list.hidden));
        choose(list.hidden ? -1 : 0);
      }
      holder.dataset.query = query; // 시험이 다 그려졌는지 아는 표시입니다.
    }

    async function refresh() {
      try {
        if (!engine) {
          status.textContent = "색인을 읽고 있습니다…";
          await load();
        }
        draw(input.value);
        if (!popup) {
          const url = new URL(location.href);
          if (input.value.trim()) url.searchParams.set("q", input.value.trim());
          else url.searchParams.delete("q");
          history.replaceState(null, "", url);
        }
      } catch {
        waiting = null;
        status.textContent = "찾기의 색인을 읽지 못했습니다. 쪽을 새로 고쳐 보세요.";
      }
    }

    input.addEventListener("input", refresh);
    input.addEventListener("focus", load, { once: true });
    input.addEventListener("keydown", (event) => {
      // 한글을 조합하는 동안의 Enter와 화살표는 글자판의 것입니다.
      if (event.isComposing || event.keyCode === 229) return;
      if (popup && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
        event.preventDefault();
        choose(active + (event.key === "ArrowDown" ? 1 : -1));
      } else if (event.key === "Enter" && popup && active >= 0 && engine) {
        event.preventDefault();
        rows()[active].click();
      }
    });
    form.addEventListener("submit", (event) => {
      if (popup && input.value.trim()) return;
      event.preventDefault();
      if (!popup) refresh();
    });
    return { input, refresh };
  }

  const dialog = document.getElementById("pst-search-dialog");
  const place = document.getElementById("search-page-results");
  let popup = null;
  let page = null;

  if (place) {
    page = attach(document.getElementById("search-page-form"), place, false);
    page.input.value = new URLSearchParams(location.search).get("q") ?? "";
    page.input.focus();
    page.refresh();
  }

  function open() {
    if (page) {
      page.input.focus();
      page.input.select();
      return;
    }
    if (!dialog || dialog.open) return;
    if (!popup) {
      const form = dialog.querySelector("form");
      const close = make("button", { type: "button", class: "search-close", "aria-label": "찾기 닫기" }, "×");
      close.addEventListener("click", () => dialog.close());
      form.append(close);
      popup = attach(form, dialog.appendChild(make("div", { class: "search-panel", role: "region", "aria-label": "찾은 곳", tabindex: "0" })), true);
    }
    dialog.showModal();
    popup.input.focus();
    popup.input.select();
    popup.refresh();
  }

  if (dialog) {
    dialog.setAttribute("aria-label", "책에서 찾기");
    dialog.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      // 같은 쪽의 다른 곳으로 갈 때에도 상자는 닫혀야 합니다.
      if (event.target === dialog || link) dialog.close();
    });
  }
  // 테마의 스크립트보다 먼저 받아서, 한 번 누른 것이 두 번 열고 닫지 않게 합니다.
  document.addEventListener(
    "click",
    (event) => {
      if (!event.target.closest?.(".search-button__button")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      open();
    },
    true,
  );
  window.addEventListener(
    "keydown",
    (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== "k") return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (dialog?.open) dialog.close();
      else open();
    },
    true,
  );
})();
