// 「문제 알리기」를 누르는 때에 읽고 있던 절과 브라우저를 양식에 채웁니다. 아무것도 보내지 않습니다: 주소에 적을 뿐입니다.
(function () {
  "use strict";

  const LINKS = 'a[href*="/issues/new?template=page.yml"]';
  const READING = 0.4; // 화면의 이만큼 위에 있는 제목까지 지나온 것으로 봅니다.

  // 수식은 글과 그림으로 두 번 들어 있으므로 한 번만 읽습니다.
  function words(heading) {
    const copy = heading.cloneNode(true);
    for (const extra of copy.querySelectorAll(".headerlink, .katex-html")) extra.remove();
    return copy.textContent.replace(/\s+/g, " ").trim();
  }

  // 제목의 주소는 제목을 담은 section이나 제목 자신에 있습니다.
  function place() {
    let found = null;
    for (const heading of document.querySelectorAll(".bd-article :is(h2, h3)")) {
      const box = heading.getBoundingClientRect();
      if (box.height && box.top < innerHeight * READING) found = heading;
    }
    if (!found) return "";
    const id = found.id || found.closest("section[id]")?.id || "";
    return id ? `${words(found)} (#${id})` : words(found);
  }

  function browser() {
    const theme = document.documentElement.dataset.theme === "dark" ? "어두운 화면" : "밝은 화면";
    return `${navigator.userAgent}, ${innerWidth}×${innerHeight}, ${theme}`;
  }

  function fill(event) {
    const link = event.target instanceof Element && event.target.closest(LINKS);
    if (!link) return;
    const url = new URL(link.href);
    const section = place();
    if (section) url.searchParams.set("section", section);
    else url.searchParams.delete("section");
    url.searchParams.set("browser", browser());
    link.href = url.href;
  }

  // 누르기, 가운데 단추, 오른쪽 단추로 주소를 베끼는 것 모두 이 셋 가운데 하나를 거칩니다.
  for (const kind of ["pointerdown", "focusin", "click"]) addEventListener(kind, fill, true);
})();
