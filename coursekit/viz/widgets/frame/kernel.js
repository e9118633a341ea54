// 커널에 묻습니다. 한 번에 하나만 묻고, 기다리는 동안 바뀐 물음은 마지막 것만 남깁니다.
// 인사에 답이 와야 커널이 있는 것으로 칩니다. 저장된 노트북의 `live`는 옛날 커널의 것일 수 있습니다.
function askKernel(model, { greeted, answered, status }) {
  let asked = 0, busy = false, next = null, timer = 0;
  const waiting = () => { status.textContent = "파이썬의 답을 기다립니다. 다른 셀이 돌고 있으면 끝난 뒤에 그려집니다."; };
  const send = (question) => {
    busy = true;
    timer = setTimeout(waiting, 1500);
    model.send({ ...question, id: ++asked });
  };
  const receive = (message) => {
    if (message.kind === "hello") { greeted(); return; }
    if (message.id !== asked || !busy) return;
    busy = false;
    clearTimeout(timer);
    if (next) { const question = next; next = null; send(question); return; }
    if (message.kind === "answer") answered(message);
    else status.textContent = message.text;
  };
  model.on("msg:custom", receive);
  model.on("change:live", () => { if (model.get("live")) greeted(); });
  return (question) => { busy ? (next = question) : send(question); };
}
