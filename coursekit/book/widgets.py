r"""커널 없는 쪽의 위젯: 스크립트와 CSS는 사이트의 파일로 두고, 쪽에는 그릴 숫자만 남깁니다.

실행한 결과에는 위젯의 스크립트와 CSS, 쓰이지 않는 ipywidgets의 모델까지 들어 있습니다.
쪽을 쓸 때 그것을 지금 꾸러미의 파일로 바꾸므로, 스크립트를 고쳐도 장을 다시 실행하지 않고
여러 쪽과 여러 위젯이 한 파일을 나누어 씁니다. 쪽을 살리는 것은 `assets/site/widgets.js`입니다.
"""

import hashlib
import importlib
import json
import re
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.application import Sphinx

if TYPE_CHECKING:
    from coursekit.viz.widgets.panel import Panel

FOLDER = "widgets"
_KEY = "ipywidgets_state"  # myst-nb가 쪽마다의 상태에 붙이는 이름
_HOME = "coursekit.viz.widgets."
_EXPORT = re.compile(r"^export default (\{.*\});$", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)


def connect(app: Sphinx) -> None:
    r"""쪽을 쓸 때와 빌드가 끝날 때에 함수를 답니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.
    """
    # myst-nb가 상태를 쪽에 넣기(500) 앞에 줄입니다.
    app.connect("html-page-context", _slim_page, priority=400)
    app.connect("build-finished", _write)


def widget_files() -> list[Path]:
    r"""위젯들이 브라우저로 보내는 모든 파일을 모읍니다.

    Returns
    -------
    list of Path
        이름의 차례로. 바뀌면 모든 쪽을 다시 씁니다.
    """
    with resources.as_file(resources.files("coursekit.viz") / "widgets") as folder:
        return sorted(path for path in folder.rglob("*") if path.suffix in {".js", ".css"})


def panel_class(identity: str) -> "type[Panel] | None":
    r"""저장된 상태에 적힌 이름에서 위젯의 클래스를 찾습니다.

    Parameters
    ----------
    identity : str
        모듈과 클래스의 이름(`_anywidget_id`).

    Returns
    -------
    type or None
        `Panel`의 하위 클래스. 꾸러미의 위젯이 아니면 `None`입니다.
    """
    if not identity.startswith(_HOME):
        return None
    module, _, name = identity.rpartition(".")
    found: type[Panel] = getattr(importlib.import_module(module), name)
    return found


def bundle(panel: "type[Panel]") -> str:
    r"""위젯 하나의 스크립트와 CSS를 모듈이 아닌 스크립트 한 벌로 묶습니다.

    파일로 연 쪽(file://)은 모듈을 부르지 못합니다. 부른 스크립트는 `coursekitWidgets`에 저를 적어 둡니다.

    Parameters
    ----------
    panel : type
        `Panel`의 하위 클래스.

    Returns
    -------
    str
        자바스크립트.

    Raises
    ------
    ValueError
        스크립트가 `export default {…};` 한 줄로 내보내지 않을 때.
    """
    source, found = _EXPORT.subn(r"return \1;", _COMMENT.sub("", panel._esm + "\n"))
    if found != 1:
        raise ValueError(
            f"{panel.__name__}의 스크립트에 `export default {{…}};`가 {found}번 있습니다."
        )
    css = json.dumps(panel._css, ensure_ascii=False)
    return (
        f"(window.coursekitWidgets ??= {{}})[{json.dumps(panel.asset)}] = {{ css: {css}, make() {{\n"
        f'"use strict";\n{source.rstrip()}\n}} }};\n'
    )


def slim(text: str) -> str:
    r"""쪽에 넣을 위젯의 상태에서 사이트의 파일에 있는 것과 쓰이지 않는 것을 뺍니다.

    Parameters
    ----------
    text : str
        ipywidgets의 상태(JSON).

    Returns
    -------
    str
        줄인 상태(JSON). 두 번 줄여도 같습니다.
    """
    state = json.loads(text)
    state["state"] = {
        model: _slim_record(record)
        for model, record in state["state"].items()
        if record["model_module"] == "anywidget"
    }
    # 쪽의 <script> 안에 들어가므로 닫는 꼬리표가 끊지 못하게 합니다.
    return json.dumps(state, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _slim_record(record: dict[str, Any]) -> dict[str, Any]:
    panel = panel_class(record["state"].get("_anywidget_id", ""))
    if panel is None:
        return record
    traits = panel.class_traits(sync=True)
    own = {name for name in traits if not name.startswith("_")} - _inherited()
    kept = {name: value for name, value in record["state"].items() if name in own}
    return {
        **{key: value for key, value in record.items() if key != "state"},
        "script": address(panel),
        "asset": panel.asset,
        "state": {**kept, "_anywidget_id": record["state"]["_anywidget_id"]},
    }


def _inherited() -> set[str]:
    import anywidget

    return set(anywidget.AnyWidget.class_trait_names(sync=True))


def address(panel: "type[Panel]") -> str:
    r"""묶은 스크립트의 이름과 판 번호입니다.

    Parameters
    ----------
    panel : type
        `Panel`의 하위 클래스.

    Returns
    -------
    str
        `_static/` 안의 주소. 내용이 바뀌면 주소도 바뀌어 옛것이 남지 않습니다.
    """
    version = hashlib.sha256(bundle(panel).encode()).hexdigest()[:8]
    return f"{FOLDER}/{panel.asset}.js?v={version}"


def _slim_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    scripts = getattr(app.env, "nb_metadata", {}).get(pagename, {}).get("js_files", {})
    if _KEY in scripts:
        uri, settings = scripts[_KEY]
        scripts[_KEY] = (uri, {**settings, "body": slim(settings["body"])})


def _write(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.format != "html":
        return
    folder = Path(app.outdir) / "_static" / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {}
    for page in app.env.nb_metadata.values() if hasattr(app.env, "nb_metadata") else ():
        state = page.get("js_files", {}).get(_KEY)
        for record in json.loads(state[1]["body"])["state"].values() if state else ():
            panel = panel_class(record["state"].get("_anywidget_id", ""))
            if panel is not None:
                wanted[f"{panel.asset}.js"] = bundle(panel)
    for name, text in wanted.items():
        (folder / name).write_text(text, encoding="utf-8")
    for path in folder.iterdir():
        if path.name not in wanted:
            path.unlink()
