// 처음 나온 용어의 뜻을 띄웁니다. 마우스는 얹을 때, 자판은 초점이 갈 때, 손가락은 두드릴 때입니다.
// 마우스와 자판으로 누르면 본디 링크대로 용어집에 갑니다. 이 스크립트가 없어도 그렇습니다.
(() => {
  const EDGE = 8; // 화면의 가장자리와 낱말에서 띄우는 거리(px)
  const WAIT = 200; // 낱말에서 상자로 옮겨 가는 동안 기다리는 시간(ms)
  let open = null;
  let timer = 0;
  let touched = false;

  const tipOf = (word) => word.nextElementSibling;

  // 줄이 바뀌어 두 조각이 된 낱말도 가리지 않게, 맨 위 줄의 위나 맨 아래 줄의 아래에 놓습니다.
  function place(word) {
    const tip = tipOf(word);
    const lines = [...word.getClientRects()];
    if (!lines.length) return;
    const top = lines[0].top;
    const bottom = lines[lines.length - 1].bottom;
    const below = window.innerHeight - bottom - EDGE;
    const fits = tip.offsetHeight + EDGE <= below || below >= top - EDGE;
    const width = document.documentElement.clientWidth;
    const left = Math.min(lines[0].left, width - EDGE - tip.offsetWidth);
    tip.style.left = `${Math.max(EDGE, left)}px`;
    tip.style.top = `${fits ? bottom + EDGE : Math.max(EDGE, top - EDGE - tip.offsetHeight)}px`;
  }

  function show(word) {
    clearTimeout(timer);
    if (open === word) return;
    hide();
    const tip = tipOf(word);
    word.classList.add("is-shown");
    tip.classList.add("is-shown");
    if (tip.showPopover) tip.showPopover(); // 맨 위 층: 어떤 상자에도 잘리지 않습니다.
    open = word;
    place(word);
  }

  function hide() {
    clearTimeout(timer);
    if (!open) return;
    const tip = tipOf(open);
    if (tip.hidePopover && tip.matches(":popover-open")) tip.hidePopover();
    tip.classList.remove("is-shown");
    open.classList.remove("is-shown");
    open = null;
  }

  function later(action) {
    clearTimeout(timer);
    timer = setTimeout(action, WAIT);
  }

  for (const word of document.querySelectorAll("a.first-use")) {
    const tip = tipOf(word);
    word.addEventListener("pointerenter", (event) => {
      if (event.pointerType === "mouse") later(() => show(word));
    });
    word.addEventListener("focus", () => {
      if (word.matches(":focus-visible") && !touched) show(word);
    });
    word.addEventListener("click", (event) => {
      if (!touched) return;
      event.preventDefault();
      if (open === word) hide();
      else show(word);
    });
    tip.addEventListener("pointerenter", () => clearTimeout(timer));
    for (const part of [word, tip]) {
      part.addEventListener("pointerleave", (event) => {
        if (event.pointerType === "mouse") later(hide);
      });
      part.addEventListener("focusout", (event) => {
        const next = event.relatedTarget;
        if (open === word && next !== word && !tip.contains(next) && !touched) hide();
      });
    }
  }

  document.addEventListener(
    "pointerdown",
    (event) => {
      touched = event.pointerType === "touch" || event.pointerType === "pen";
      if (open && !open.contains(event.target) && !tipOf(open).contains(event.target)) hide();
    },
    true,
  );
  document.addEventListener(
    "keydown",
    (event) => {
      touched = false;
      if (event.key !== "Escape" || !open) return;
      const word = open;
      if (tipOf(word).contains(document.activeElement)) word.focus();
      hide();
    },
    true,
  );
  const follow = () => {
    if (!open) return;
    const box = open.getBoundingClientRect();
    if (box.bottom < 0 || box.top > window.innerHeight) hide();
    else place(open);
  };
  document.addEventListener("scroll", follow, { passive: true, capture: true });
  window.addEventListener("resize", follow);
})();
