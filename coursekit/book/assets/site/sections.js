// 장 안의 자리: 오른쪽 차례에 절의 시간을 달고, 좁은 화면 아래에 지금 절과 앞뒤 절을 보이고, 읽던 자리를 적어 둡니다.
(() => {
  const ends = [...document.querySelectorAll(".section-end")];
  const head = document.querySelector(".chapter-head");
  if (!ends.length || !head) return;
  const titleOf = (section) => {
    const copy = section.querySelector("h2").cloneNode(true);
    copy.querySelectorAll(".headerlink, .section-number, .katex-mathml").forEach((one) => one.remove());
    return copy.textContent.trim();
  };
  const sections = ends.map((end) => {
    const section = end.closest("section");
    return { section, id: end.dataset.section, minutes: end.dataset.minutes, title: titleOf(section) };
  });

  for (const { id, minutes } of sections) {
    for (const link of document.querySelectorAll(".page-toc a, .bd-toc-nav a, #pst-page-toc-nav a")) {
      if (decodeURIComponent(link.hash) !== `#${id}` || link.querySelector(".toc-minutes")) continue;
      const note = document.createElement("span");
      note.className = "toc-minutes";
      note.textContent = ` ${minutes}분`;
      link.append(note);
    }
  }

  const nav = document.createElement("nav");
  nav.className = "section-bar";
  nav.setAttribute("aria-label", "절 이동");
  nav.hidden = true;
  const links = ["이전 절", "다음 절"].map((name) => {
    const link = document.createElement("a");
    link.textContent = name === "이전 절" ? "‹" : "›";
    link.dataset.name = name;
    return link;
  });
  const here = document.createElement("span");
  here.className = "section-here";
  nav.append(links[0], here, links[1]);
  document.body.append(nav);

  // 앞뒤가 없으면 링크에서 주소를 빼되 자리는 남깁니다.
  function point(link, target) {
    if (target) {
      link.href = `#${target.id}`;
      link.setAttribute("aria-label", `${link.dataset.name}: ${target.title}`);
      link.removeAttribute("aria-hidden");
    } else {
      link.removeAttribute("href");
      link.removeAttribute("aria-label");
      link.setAttribute("aria-hidden", "true");
    }
  }

  let current = -2;
  function follow() {
    const line = innerHeight * 0.3;
    let now = -1;
    sections.forEach(({ section }, index) => {
      if (section.getBoundingClientRect().top <= line) now = index;
    });
    const last = sections.at(-1).section.getBoundingClientRect();
    nav.hidden = now < 0 || last.bottom < 0;
    if (now === current) return;
    current = now;
    if (now < 0) return;
    const { id, title } = sections[now];
    here.textContent = `${now + 1}/${sections.length} ${title}`;
    point(links[0], sections[now - 1]);
    point(links[1], sections[now + 1]);
    window.coursekitProgress?.update((data) => {
      data.last = { stem: head.dataset.chapter, id, title };
    });
  }

  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      follow();
    });
  }, { passive: true });
  follow();
})();
