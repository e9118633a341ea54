"""A page that holds widgets, with no notebook around it."""

import base64
import json
from pathlib import Path
from typing import Any

from ipywidgets.embed import embed_data

from coursekit.book.theme import ASSETS
from coursekit.book.widgets import FOLDER, bundle, slim
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


def hosted_page(folder: Path, *widgets: Panel) -> Path:
    """A page as the book has it: the site's host, the bundles, the state without scripts."""
    state = embed_data(views=list(widgets), drop_defaults=False)["manager_state"]
    own = {widget.model_id for widget in widgets}  # others may be alive in this process
    state["state"] = {model: one for model, one in state["state"].items() if model in own}
    views = "".join(
        '<div class="widget-figure"><script type="application/vnd.jupyter.widget-view+json">'
        f"{json.dumps({'model_id': widget.model_id})}</script></div>"
        for widget in widgets
    )
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    (folder / "widgets.js").write_text((ASSETS / "site" / "widgets.js").read_text("utf-8"), "utf-8")
    for widget in widgets:
        target = folder / FOLDER / f"{widget.asset}.js"
        target.write_text(bundle(type(widget).__mro__[1]), encoding="utf-8")
    room = '<div style="height:1200px"></div>'
    page = folder / "page.html"
    page.write_text(
        '<!doctype html><html lang="ko"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><body><article>'
        f"{room}{views}{room}</article>"
        f'<script type="application/vnd.jupyter.widget-state+json">{slim(json.dumps(state))}</script>'
        '<script src="widgets.js"></script></body></html>',
        encoding="utf-8",
    )
    return page
