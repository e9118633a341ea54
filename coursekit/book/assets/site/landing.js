// 첫 쪽: 지도에 진도를 그리고, 읽던 자리로 잇고, 진도를 글로 내보내고 들입니다.
(() => {
  const progress = window.coursekitProgress;
  const map = document.querySelector(".course-map");
  if (!progress || !map) return;
  const resume = document.querySelector(".map-resume");
  const tools = document.querySelector(".progress-tools");
  const cards = [...map.querySelectorAll(".map-card")];

  function show() {
    const data = progress.read();
    for (const card of cards) {
      const ids = card.dataset.sections.split(" ");
      const done = progress.counted(card.dataset.chapter, ids);
      const place = card.querySelector(".map-progress");
      place.hidden = !done;
      place.replaceChildren(done ? progress.bar(done, ids.length, `${done}/${ids.length}`) : "");
      card.classList.toggle("map-finished", done === ids.length);
    }
    const card = cards.find((one) => one.dataset.chapter === data.last?.stem);
    resume.hidden = !card;
    if (card) {
      const link = document.createElement("a");
      const title = card.querySelector(".map-title a");
      link.href = `${title.getAttribute("href")}#${data.last.id}`;
      link.textContent = `이어서 읽기: ${title.textContent.trim()} › ${data.last.title}`;
      resume.replaceChildren(link);
    }
  }

  // 카드에 머물면 그 장에 이어진 화살표만 짙게 보입니다.
  function point(event) {
    const stem = event.type === "pointerleave" || event.type === "focusout"
      ? null : event.target.closest?.(".map-card")?.dataset.chapter;
    for (const path of map.querySelectorAll(".map-arrows path[data-from]")) {
      path.classList.toggle("lit", stem === path.dataset.from || stem === path.dataset.to);
    }
  }
  for (const type of ["pointerover", "pointerleave", "focusin", "focusout"]) map.addEventListener(type, point);

  tools.innerHTML = `
    <details>
      <summary>진도 옮기기와 지우기</summary>
      <p>진도는 이 브라우저에만 적혀 있습니다. 다른 기기로 옮기려면 글을 복사해 그곳에 붙여 넣으세요.</p>
      <label for="progress-text">진도를 적은 글</label>
      <textarea id="progress-text" rows="4" spellcheck="false" autocomplete="off"></textarea>
      <p class="progress-buttons">
        <button type="button" data-do="export">내보내기</button>
        <button type="button" data-do="import">들이기</button>
        <button type="button" data-do="reset">모두 지우기</button>
      </p>
      <p class="progress-message" role="status"></p>
    </details>`;
  const text = tools.querySelector("textarea");
  const message = tools.querySelector(".progress-message");
  const reset = tools.querySelector('[data-do="reset"]');
  const say = (words) => {
    message.textContent = words;
  };
  let asked = false;
  function forget() {
    asked = false;
    reset.textContent = "모두 지우기";
  }

  const actions = {
    async export() {
      text.value = JSON.stringify(progress.read());
      text.focus();
      text.select();
      try {
        await navigator.clipboard.writeText(text.value);
        say("진도를 복사했습니다.");
      } catch {
        say("위의 글을 복사하세요.");
      }
    },
    import() {
      const data = progress.parse(text.value);
      if (!data) return say("진도를 적은 글이 아닙니다. 내보낸 글을 처음부터 끝까지 붙여 넣으세요.");
      let added = 0;
      progress.update((mine) => {
        for (const [stem, theirs] of Object.entries(data.chapters)) {
          const one = progress.chapter(mine, stem);
          const before = one.done.length;
          one.done = [...new Set([...one.done, ...theirs.done])];
          one.tried = [...new Set([...one.tried, ...theirs.tried])];
          one.of ||= theirs.of;
          added += one.done.length - before;
        }
        mine.last ??= data.last;
      });
      say(`이 브라우저의 진도에 ${added}절을 더했습니다.`);
    },
    reset() {
      if (!asked) {
        asked = true;
        reset.textContent = "정말 지우기";
        return say("한 번 더 누르면 모든 진도를 지웁니다. 되돌릴 수 없습니다.");
      }
      progress.update((data) => Object.assign(data, progress.empty()));
      text.value = "";
      say("진도를 모두 지웠습니다.");
      forget();
    },
  };
  tools.addEventListener("click", (event) => {
    const name = event.target.closest("button")?.dataset.do;
    if (!name) return;
    if (name !== "reset") forget();
    actions[name]();
  });
  if (!progress.isStored()) say("이 브라우저가 저장을 막아, 창을 닫으면 진도가 사라집니다.");
  tools.hidden = false;
  document.addEventListener(progress.EVENT, show);
  show();
})();
