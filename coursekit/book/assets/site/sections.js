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

  const byId = new Map(sections.map((one) => [`#${one.id}`, one]));
  for (const link of document.querySelectorAll(".page-toc a, .bd-toc-nav a, #pst-page-toc-nav a")) {
    const found = byId.get(decodeURIComponent(link.hash));
    if (!found || link.querySelector(".toc-minutes")) continue;
    const note = document.createElement("span");
    note.className = "toc-minutes";
    note.textContent = ` ${found.minutes}분`;
    link.append(note);
  }

  const nav = document.createElement("nav");
  nav.className = "section-bar";
  nav.setAttribute("aria-label", "절 이동");
  nav.hidden = true;
  const here = document.createElement("span");
  here.className = "section-here";
  document.body.append(nav);

  // 앞뒤가 없으면 링크 대신 빈자리를 둡니다. 갈 곳 없는 링크는 링크가 아닙니다.
  const steps = [["이전 절", "‹"], ["다음 절", "›"]].map(([name, sign]) => {
    const [gap, link] = ["span", "a"].map((tag) => document.createElement(tag));
    gap.className = link.className = "section-step";
    link.textContent = sign;
    return { name, gap, link, shown: gap };
  });
  nav.append(steps[0].gap, here, steps[1].gap);

  function point(step, target) {
    if (target) {
      step.link.href = `#${target.id}`;
      step.link.setAttribute("aria-label", `${step.name}: ${target.title}`);
    }
    const wanted = target ? step.link : step.gap;
    if (wanted === step.shown) return; // 그대로 두어야 초점을 잃지 않습니다.
    step.shown.replaceWith(wanted);
    step.shown = wanted;
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
    point(steps[0], sections[now - 1]);
    point(steps[1], sections[now + 1]);
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
