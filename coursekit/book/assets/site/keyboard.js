// 찾기와 서랍(좁은 화면의 차례 둘)을 Esc로 닫으면 초점을 연 곳에 돌려줍니다.
// 테마가 내용을 옮기는 동안 초점이 사라져, 돌려주지 않으면 쪽의 맨 앞에서 다시 시작합니다.
(() => {
  const DIALOGS = {
    "pst-search-dialog": ".search-button, .search-button-field, .search-button__button",
    "pst-primary-sidebar-modal": ".primary-toggle",
    "pst-secondary-sidebar-modal": ".secondary-toggle",
  };
  for (const [id, openers] of Object.entries(DIALOGS)) {
    const dialog = document.getElementById(id);
    if (!dialog) continue;
    let opener = null;
    let address = "";
    const remember = (node) => {
      if (node && !dialog.open) [opener, address] = [node, location.href];
    };
    addEventListener("click", ({ target }) => remember(target.closest?.(openers)), true);
    if (id === "pst-search-dialog") {
      addEventListener("keydown", (event) => {
        if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") remember(document.activeElement);
      }, true);
    }
    dialog.addEventListener("close", () => setTimeout(() => {
      // 절을 골라 닫았으면 초점은 그 절에 있어야 합니다.
      if (location.href === address) opener?.focus({ preventScroll: true });
    }));
  }
})();
