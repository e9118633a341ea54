// 진도: 이해한 절과 열어 본 확인 문제를 이 브라우저에만 적어 둡니다. 서버로 보내는 것은 없습니다.
// 저장이 막혔거나 가득 찼거나 적힌 것이 깨졌어도 쪽은 그대로 읽히고, 진도는 창을 닫을 때까지 남습니다.
(() => {
  const KEY = "coursekit-progress-1";
  const EVENT = "coursekit-progress";
  const ID = /^[\p{L}\p{N}_:-]{1,200}$/u;
  let memory = null; // 저장할 수 없을 때의 진도
  let stored = true;

  const empty = () => ({ version: 1, chapters: {}, last: null });
  const strings = (list) => (Array.isArray(list) ? [...new Set(list.filter((one) => typeof one === "string" && ID.test(one)))] : []);

  // 모르는 꼴은 버리고, 아는 것만 남깁니다.
  function clean(data) {
    if (!data || typeof data !== "object" || data.version !== 1) return null;
    const result = empty();
    for (const [stem, one] of Object.entries(data.chapters ?? {})) {
      if (!/^[a-z][a-z0-9_]{0,60}$/.test(stem) || !one || typeof one !== "object") continue;
      const of = Number.isInteger(one.of) && one.of > 0 && one.of < 1000 ? one.of : 0;
      result.chapters[stem] = { done: strings(one.done), tried: strings(one.tried), of };
    }
    const last = data.last;
    if (last && /^[a-z][a-z0-9_]{0,60}$/.test(last.stem) && ID.test(last.id)) {
      result.last = { stem: last.stem, id: last.id, title: String(last.title ?? "").slice(0, 200) };
    }
    return result;
  }

  function parse(text) {
    try {
      return clean(JSON.parse(text));
    } catch {
      return null;
    }
  }

  function read() {
    if (memory) return memory;
    try {
      return parse(localStorage.getItem(KEY)) ?? empty();
    } catch {
      stored = false;
      return (memory = empty());
    }
  }

  // 다른 창이 그사이에 적은 것을 잃지 않도록, 다시 읽고 고쳐서 적습니다.
  function update(change) {
    const data = read();
    change(data);
    try {
      localStorage.setItem(KEY, JSON.stringify(data));
      memory = null;
    } catch {
      stored = false;
      memory = data;
    }
    document.dispatchEvent(new CustomEvent(EVENT));
  }

  function chapter(data, stem) {
    return (data.chapters[stem] ??= { done: [], tried: [], of: 0 });
  }

  function mark(list, id, on) {
    const without = list.filter((one) => one !== id);
    return on ? [...without, id] : without;
  }

  function counted(stem, ids) {
    const done = read().chapters[stem]?.done ?? [];
    return ids.filter((id) => done.includes(id)).length;
  }

  const words = (done, all) => (done >= all ? "다 마침" : `${all}절 가운데 ${done}절`);

  // 보이는 것은 짧게, 읽어 주는 것은 온전하게.
  function spokenAndShown(spoken, shown) {
    return [["visually-hidden", spoken], ["", shown]].map(([name, text]) => {
      const part = document.createElement("span");
      if (name) part.className = name;
      else part.setAttribute("aria-hidden", "true");
      part.textContent = text;
      return part;
    });
  }

  // 막대 하나와 글. 글이 뜻을 말하므로 막대는 읽어 주지 않습니다.
  function bar(done, all, shown) {
    const fragment = document.createDocumentFragment();
    const track = document.createElement("span");
    track.className = "progress-track";
    track.setAttribute("aria-hidden", "true");
    const fill = document.createElement("span");
    fill.style.width = `${(100 * done) / all}%`;
    track.append(fill);
    const text = document.createElement("span");
    text.className = "progress-words";
    if (shown) text.append(...spokenAndShown(words(done, all), shown));
    else text.textContent = words(done, all);
    fragment.append(track, text);
    return fragment;
  }

  window.coursekitProgress = {
    KEY, EVENT, read, update, parse, chapter, counted, bar, words, empty,
    isStored: () => (read(), stored),
  };

  // 옆 차례: 시작한 장의 곁에 「3/7」을 답니다.
  function sidebar() {
    const { chapters } = read();
    for (const link of document.querySelectorAll(".bd-links a[href]")) {
      link.querySelector(".nav-progress")?.remove();
      const path = link.getAttribute("href") === "#" ? location.pathname : link.pathname;
      const one = chapters[/\/([a-z0-9_]+)\.html$/.exec(path)?.[1]];
      if (!one?.of || !one.done.length) continue;
      const done = Math.min(one.done.length, one.of);
      const note = document.createElement("span");
      note.className = "nav-progress";
      note.append(...spokenAndShown(` (${words(done, one.of)})`, done === one.of ? "✓" : `${done}/${one.of}`));
      link.append(note);
    }
  }

  function chapterPage(head) {
    const stem = head.dataset.chapter;
    const ids = head.dataset.sections.split(" ");
    const place = head.querySelector(".chapter-progress");
    const checks = [...document.querySelectorAll(".self-check")];
    const nameOf = (box) => {
      const section = box.closest("section[id]");
      return `${section.id}:${[...section.querySelectorAll(".self-check")].indexOf(box) + 1}`;
    };

    function show() {
      const data = read();
      const one = chapter(data, stem);
      for (const button of document.querySelectorAll("button.understood")) {
        const on = one.done.includes(button.closest("[data-section]").dataset.section);
        button.setAttribute("aria-pressed", String(on));
        button.hidden = false;
      }
      place.replaceChildren(bar(counted(stem, ids), ids.length));
      if (checks.length) {
        const tried = checks.filter((box) => one.tried.includes(nameOf(box))).length;
        const text = document.createElement("span");
        text.className = "progress-checks";
        text.textContent = `확인 문제 ${checks.length}개 가운데 ${tried}개 풀어 봄`;
        place.append(text);
      }
      if (!stored) {
        const text = document.createElement("span");
        text.className = "progress-warning";
        text.textContent = "이 브라우저가 저장을 막아, 창을 닫으면 진도가 사라집니다.";
        place.append(text);
      }
      place.hidden = false;
    }

    document.addEventListener("click", (event) => {
      const button = event.target.closest("button.understood");
      if (!button) return;
      const id = button.closest("[data-section]").dataset.section;
      const on = button.getAttribute("aria-pressed") !== "true";
      update((data) => {
        const one = chapter(data, stem);
        // 책이 바뀌어 없어진 절은 셈에서 뺍니다.
        one.done = mark(one.done, id, on).filter((name) => ids.includes(name));
        one.of = ids.length;
      });
    });
    // toggle은 거품처럼 올라오지 않으므로 내려가는 길에서 듣습니다.
    document.addEventListener("toggle", (event) => {
      const box = event.target.open && event.target.closest(".self-check");
      if (!box) return;
      update((data) => {
        const one = chapter(data, stem);
        one.tried = mark(one.tried, nameOf(box), true);
        one.of = ids.length;
      });
    }, true);
    document.addEventListener(EVENT, show);
    show();
  }

  document.addEventListener(EVENT, sidebar);
  addEventListener("storage", (event) => {
    if (event.key === KEY || event.key === null) document.dispatchEvent(new CustomEvent(EVENT));
  });
  sidebar();
  const head = document.querySelector(".chapter-head");
  if (head) chapterPage(head);
})();
