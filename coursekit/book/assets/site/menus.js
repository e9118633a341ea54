// 머리글의 펼침 메뉴(내려받기, 저장소)를 열고 닫습니다. 누르거나, 화살표로 옮기거나, Esc로 닫습니다.
(function () {
  "use strict";

  const BUTTON = '[data-bs-toggle="dropdown"]';
  const menuOf = (button) => button.parentElement.querySelector(".dropdown-menu");
  const itemsOf = (button) => [...menuOf(button).querySelectorAll("a[href], button:not([disabled])")];

  function set(button, open) {
    button.setAttribute("aria-expanded", String(open));
    button.classList.toggle("show", open);
    menuOf(button).classList.toggle("show", open);
  }

  function closeOthers(kept) {
    for (const button of document.querySelectorAll(`${BUTTON}[aria-expanded="true"]`)) {
      if (button !== kept) set(button, false);
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest(BUTTON);
    closeOthers(button);
    if (button && menuOf(button)) set(button, button.getAttribute("aria-expanded") !== "true");
  });

  document.addEventListener("keydown", (event) => {
    const place = event.target.closest && event.target.closest(".dropdown");
    const button = place && place.querySelector(BUTTON);
    if (!button) return;
    if (event.key === "Escape" && button.getAttribute("aria-expanded") === "true") {
      set(button, false);
      button.focus();
      event.stopPropagation();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      set(button, true);
      const items = itemsOf(button);
      const step = event.key === "ArrowDown" ? 1 : -1;
      const here = items.indexOf(document.activeElement);
      const next = here < 0 ? (step > 0 ? 0 : items.length - 1) : here + step;
      items[(next + items.length) % items.length].focus();
    }
  });

  document.addEventListener("focusin", (event) => {
    const place = event.target.closest && event.target.closest(".dropdown");
    closeOthers(place && place.querySelector(BUTTON));
  });
})();
