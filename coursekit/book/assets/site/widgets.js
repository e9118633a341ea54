// 커널 없는 쪽에서 anywidget을 살립니다. Python이 계산해 둔 상태를 읽어 위젯의 스크립트에 건넵니다.
// 파일로 연 쪽(file://)에서는 모듈 스크립트를 부를 수 없으므로 이 파일은 모듈이 아닙니다.
(function () {
  "use strict";

  const STATE = 'script[type="application/vnd.jupyter.widget-state+json"]';
  const VIEW = 'script[type="application/vnd.jupyter.widget-view+json"]';
  const SCENES = ".ck-animation script[data-state]";
  const models = new Map(), records = new Map();

  function bytesOf(buffer) {
    if (buffer.encoding === "base64") {
      return Uint8Array.from(atob(buffer.data), (char) => char.charCodeAt(0));
    }
    return Uint8Array.from(buffer.data.match(/../g) || [], (pair) => parseInt(pair, 16));
  }

  // 이진 값은 상태와 따로 담겨 있습니다. 커널이 있을 때처럼 DataView로 제자리에 놓습니다.
  function restore(record) {
    const state = { ...record.state };
    for (const buffer of record.buffers || []) {
      let place = state;
      for (const key of buffer.path.slice(0, -1)) place = place[key];
      place[buffer.path[buffer.path.length - 1]] = new DataView(bytesOf(buffer).buffer);
    }
    return state;
  }

  // anywidget의 모델 가운데 커널 없이 뜻이 있는 부분입니다. send는 받을 이가 없어 아무 일도 하지 않습니다.
  function makeModel(record) {
    const state = restore(record);
    const listeners = new Map();
    const fire = (name, ...values) => {
      for (const listener of [...(listeners.get(name) || [])]) listener(...values);
    };
    return {
      get: (key) => state[key],
      set(key, value) {
        if (state[key] === value) return;
        state[key] = value;
        fire(`change:${key}`, undefined, value);
        fire("change");
      },
      save_changes() {},
      send() {},
      on(names, listener) {
        for (const name of names.split(" ")) {
          listeners.set(name, [...(listeners.get(name) || []), listener]);
        }
      },
      off(names, listener) {
        if (!names) return listeners.clear();
        for (const name of names.split(" ")) {
          const kept = (listeners.get(name) || []).filter((one) => listener && one !== listener);
          listeners.set(name, kept);
        }
      },
      widget_manager: { get_model: async (id) => models.get(id.replace("IPY_MODEL_", "")) },
    };
  }

  // 꾸러미의 위젯은 사이트의 파일에 있습니다. 한 쪽에 여럿이어도 한 번만 부르고 CSS도 한 번만 넣습니다.
  const base = document.currentScript.src, fetched = new Map();
  function fetchWidget({ script, asset }) {
    if (!fetched.has(script)) {
      fetched.set(script, new Promise((done, fail) => {
        const tag = document.createElement("script");
        tag.src = new URL(script, base).href;
        tag.onload = () => done(window.coursekitWidgets[asset]);
        tag.onerror = () => fail(new Error(`위젯의 스크립트를 읽지 못했습니다: ${tag.src}`));
        document.head.append(tag);
      }).then(({ css, make }) => { addStyle(css); return make(); }));
    }
    return fetched.get(script);
  }

  function addStyle(css) {
    const style = document.createElement("style");
    style.textContent = css;
    document.head.append(style);
  }

  // 다른 anywidget은 상태에 스크립트를 지니고 있습니다.
  async function loadInline(model) {
    if (model.get("_css")) addStyle(model.get("_css"));
    const url = URL.createObjectURL(new Blob([model.get("_esm")], { type: "text/javascript" }));
    try {
      const module = await import(url);
      return typeof module.default === "function" ? module.default() : module.default || module;
    } finally {
      URL.revokeObjectURL(url);
    }
  }

  // 주소 끝의 `#w=descent&lr=0.3&w=box&…`: `w=`마다 그림 하나의 상태입니다. 값의 뜻은 그림이 압니다.
  function states() {
    const found = new Map();
    if (!location.hash.startsWith("#w=")) return found;
    let pairs;
    for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
      if (name === "w") found.set(value, (pairs = []));
      else pairs.push([name, value]);
    }
    return found;
  }

  const written = (name, value) => `${name}=${encodeURIComponent(value).replaceAll("%2C", ",")}`;

  // 그림에 건네는 제 몫의 주소입니다. 다른 그림의 몫은 그대로 둡니다.
  function addressOf(key) {
    return {
      read: () => states().get(key) ?? null,
      async write(pairs) {
        const all = states().set(key, pairs);
        const hash = [...all].map(([name, own]) => [["w", name], ...own].map(([k, v]) => written(k, v)).join("&")).join("&");
        history.replaceState(null, "", `#${hash}`);
        try {
          await navigator.clipboard.writeText(location.href);
          return "이 상태의 주소를 복사했습니다.";
        } catch {
          return "복사하지 못했습니다. 주소창의 주소가 이 상태를 가리키니 거기서 복사하십시오.";
        }
      },
      changed(follow) {
        addEventListener("hashchange", follow);
        return () => removeEventListener("hashchange", follow);
      },
    };
  }

  // 그림의 이름: descent, 한 쪽에 또 있으면 descent-2.
  const keys = new Map();
  function keyOf(asset) {
    const name = asset.replace(/_(explorer|stepper|builder)$/, "").replaceAll("_", "-");
    const count = (keys.get(name) ?? 0) + 1;
    keys.set(name, count);
    return count > 1 ? `${name}-${count}` : name;
  }

  async function mount({ view, record, model, key }) {
    const el = document.createElement("div");
    el.className = "widget-mount";
    const widget = await (record.script ? fetchWidget(record) : loadInline(model));
    const figure = view.closest(".widget-figure");
    view.after(el);
    if (widget.initialize) await widget.initialize({ model, experimental: {} });
    await widget.render({ model, el, experimental: {}, address: key && addressOf(key) });
    // 위젯이 다 그려진 뒤에야 대신하던 그림을 감춥니다. 그리지 못하면 그림이 남습니다.
    if (figure) figure.classList.add("widget-live");
    // 감춘 그림만큼 자리가 바뀌므로, 주소가 가리킨 그림은 그 뒤에 다시 보이게 합니다.
    if (key && states().has(key)) el.firstElementChild.scrollIntoView({ block: "start" });
  }

  // 주소에 적힌 그림이 이 쪽에 없으면 말없이 넘어가지 않습니다.
  function tellStrangers(known) {
    const strangers = [...states().keys()].filter((name) => !known.includes(name));
    document.querySelector(".widget-notice")?.remove();
    if (!strangers.length) return;
    const notice = document.createElement("p");
    notice.className = "widget-notice";
    notice.setAttribute("role", "status");
    notice.textContent = `주소에 적힌 그림(${strangers.join(", ")})이 이 쪽에 없습니다.`;
    (document.querySelector("article") ?? document.body).prepend(notice);
  }

  // 상태는 쪽이 아니라 파일에 있습니다. 파일은 courseWidgetState를 부르는 스크립트라 디스크에서도 열립니다.
  function keep(id, record) {
    if (record.model_module !== "anywidget") return;
    records.set(id, record);
    models.set(id, makeModel(record));
  }
  window.courseWidgetState = keep;

  function fetchState(view) {
    return new Promise((done, fail) => {
      const tag = document.createElement("script");
      tag.src = view.dataset.state;
      tag.onload = done;
      tag.onerror = () => fail(new Error(`그림의 상태를 읽지 못했습니다: ${tag.src}`));
      document.head.append(tag);
    });
  }

  async function wake(figure) {
    if (figure.awake) return;
    figure.awake = true;
    const { view, id, key } = figure;
    try {
      if (view.dataset.state) await fetchState(view);
      // 움직이는 그림은 제 파일이 스스로 움직입니다.
      if (id) await mount({ view, record: records.get(id), model: models.get(id), key });
    } catch (error) {
      console.error("위젯을 그리지 못했습니다.", error);
    }
  }

  function start() {
    for (const store of document.querySelectorAll(STATE)) {
      for (const [id, record] of Object.entries(JSON.parse(store.textContent).state)) keep(id, record);
    }
    const figures = [];
    for (const view of document.querySelectorAll(VIEW)) {
      const id = JSON.parse(view.textContent).model_id, asset = view.dataset.asset ?? records.get(id)?.asset;
      if (view.dataset.state || models.has(id)) figures.push({ view, id, key: asset && keyOf(asset) });
    }
    const known = figures.map(({ key }) => key);
    for (const view of document.querySelectorAll(SCENES)) figures.push({ view });

    // 화면 하나만큼 앞에서 깨웁니다: 읽는 사람이 닿을 때에는 살아 있고, 닿지 않는 그림은 받지 않습니다.
    const asleep = new Map();
    const watch = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        watch.unobserve(target);
        asleep.get(target).forEach(wake);
      }
    }, { rootMargin: "100% 0px" });
    for (const figure of figures) {
      const place = figure.view.closest(".widget-figure, .ck-animation") ?? figure.view.parentElement;
      asleep.set(place, [...(asleep.get(place) ?? []), figure]);
      watch.observe(place);
    }

    function follow() {
      tellStrangers(known);
      figures.filter(({ key }) => key && states().has(key)).forEach(wake);
    }
    follow();
    addEventListener("hashchange", follow);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
