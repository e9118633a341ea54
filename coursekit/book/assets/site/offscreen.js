// 절의 주소로 뛴 뒤 그 위의 절이 그려지면 높이가 어림과 달라 제목이 밀립니다. 독자가 움직이기 전까지 몇 번 다시 맞춥니다.
(() => {
  const FRAMES = 20; // 화면에 든 절이 그려지기를 기다리는 횟수
  const MOVES = ["wheel", "touchstart", "pointerdown", "keydown", "focusin"];
  let stop = () => {};

  function settle() {
    stop();
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target?.closest(".bd-article")) return;
    let left = FRAMES;
    stop = () => (left = 0);
    const look = () => {
      if (left <= 0) return;
      target.scrollIntoView({ block: "start", behavior: "instant" });
      // 쪽이 다 오기 전에는 세지 않습니다.
      if (document.readyState === "complete") left -= 1;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }

  for (const move of MOVES) addEventListener(move, () => stop(), { capture: true, passive: true });
  // 뒤로 가기와 새로 고침은 브라우저가 읽던 자리를 되살리므로 건드리지 않습니다.
  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (link && link.hash && link.pathname === location.pathname) setTimeout(settle);
  });
  if (performance.getEntriesByType("navigation")[0]?.type === "navigate") settle();
})();
