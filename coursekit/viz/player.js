(() => {
  // 같은 그림이 한 쪽에 여럿 있어도 저마다 제 안의 것만 움직입니다.
  for (const figure of document.querySelectorAll('[data-ck-animation="__KEY__"]:not([data-ready])')) {
    figure.dataset.ready = "";
    const find = (selector) => figure.querySelector(selector);
    const { layers, captions, seconds } = JSON.parse(find('script[type="application/json"]').textContent);
    const base = find(".ck-animation-base"), layer = find(".ck-animation-layer");
    const caption = find("figcaption"), controls = find(".ck-animation-controls");
    const button = find("button"), slider = find("input"), count = find(".ck-animation-count");
    const last = layers.length;
    let shown = last, timer = 0;

    const show = (k) => {
      shown = k;
      layer.hidden = k === last;
      if (k < last) layer.src = layers[k];
      // 층은 다른 픽셀만 담으므로 바탕(마지막 장면) 위에 겹치면 장면 k가 됩니다.
      caption.textContent = captions[k] ?? "";
      slider.value = k;
      count.textContent = `${k + 1} / ${last + 1}`;
      slider.setAttribute("aria-valuetext", [`장면 ${k + 1} / ${last + 1}`, captions[k]].filter(Boolean).join(", "));
      figure.dataset.frame = k;
    };
    const stop = () => { clearInterval(timer); timer = 0; button.textContent = "재생"; };
    const play = () => {
      if (shown === last) show(0);
      button.textContent = "멈춤";
      timer = setInterval(() => {
        if (shown < last) show(shown + 1);
        if (shown === last) stop();
      }, (1000 * seconds) / Math.max(last, 1));
    };
    button.addEventListener("click", () => (timer ? stop() : play()));
    slider.addEventListener("input", () => { stop(); show(Number(slider.value)); });
    addEventListener("beforeprint", () => { stop(); show(last); });
    if (last > 0) controls.hidden = false;
    show(last);

    // 처음 눈에 들어올 때 한 번만 스스로 움직입니다. 움직임을 줄여 달라는 설정이면 마지막 장면에 서 있습니다.
    if (last > 0 && !matchMedia("(prefers-reduced-motion: reduce)").matches && "IntersectionObserver" in window) {
      const watch = new IntersectionObserver((entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        watch.disconnect();
        if (!timer && shown === last) play();
      }, { threshold: 0.6 });
      watch.observe(base);
    }
  }
})();
