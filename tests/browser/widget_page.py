"""A page that holds one widget, with no notebook around it."""

import base64
import json
from typing import Any

from coursekit.viz.widgets.panel import Panel

# A page with no kernel: the model of anywidget as far as a static host knows it.
# With `#live`, questions go to Python through `window.askPython`.
PAGE = """<!doctype html><html lang="ko"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><style>{css}</style>
<body style="margin:8px"><div id="host"></div><script type="module">
const data = {state};
data.table = new DataView(Uint8Array.from(atob("{table}"), (c) => c.charCodeAt(0)).buffer);
const heard = new Map(), live = location.hash === "#live";
const model = {{
  get: (key) => data[key], set: (key, value) => {{ data[key] = value; }}, save_changes() {{}},
  on: (name, f) => heard.set(name, [...(heard.get(name) ?? []), f]),
  send: async (message) => {{
    if (!live) return;
    for (const reply of JSON.parse(await askPython(JSON.stringify(message))))
      for (const f of heard.get("msg:custom") ?? []) f(reply, []);
  }},
}};
const url = URL.createObjectURL(new Blob([{esm}], {{ type: "text/javascript" }}));
const module = await import(url);
window.cleanup = await module.default.render({{ model, el: document.getElementById("host") }});
window.ready = true;
</script></html>"""


def widget_page(widget: Panel, state: dict[str, Any] | None = None) -> str:
    """The page of `widget` with `state`, its traits but for the table; without one, its own."""
    if state is None:
        own = set(widget.trait_names(sync=True)) - set(Panel.class_trait_names()) - {"table"}
        state = {name: getattr(widget, name) for name in sorted(own)} | {"live": False}
    return PAGE.format(
        css=widget._css,
        state=json.dumps(state),
        table=base64.b64encode(widget.table).decode(),
        esm=json.dumps(widget._esm),
    )


def connect(page: Any, widget: Panel) -> list[dict[str, Any]]:
    """Give `page` a kernel: `widget` answers it. Returns the questions, as they come."""
    questions: list[dict[str, Any]] = []

    def ask_python(text: str) -> str:
        message, replies = json.loads(text), []
        questions.append(message)
        widget.send = lambda reply, buffers=None: replies.append(reply)
        widget._handle_custom_msg(message, [])
        return json.dumps(replies)

    page.expose_function("askPython", ask_python)
    page.goto(page.url.split("#")[0] + "#live")
    page.reload()
    page.wait_for_function("document.querySelector('.ck-panel')?.dataset.mode === 'live'")
    return questions
