"""What every interactive figure shares."""

import base64
import io
import json
import re

import pytest
from PIL import Image

from coursekit.book.widgets import bundle
from coursekit.viz import widgets
from coursekit.viz.widgets.panel import Panel
from tests.viz.conversation import conversation

PANELS = [getattr(widgets, name) for name in widgets.__all__ if name != "Panel"]
STATE_BUDGET = 150 * 1024

# Words that the description of a figure's first picture must hold.
BEGINNINGS = {
    "BatchExplorer": "배치 크기 4인 미니배치",
    "BendExplorer": "은닉 유닛 4개",
    "BiasVarianceExplorer": "3차 다항식들과 그 평균",
    "BoxExplorer": "IoU 0.168, GIoU −0.020",
    "ConvBackwardStepper": "3·1 + (−1)·(−2) + 2·2 = 9",
    "ConvStepper": "출력의 (1, 2)번째 값",
    "DescentExplorer": "길쭉한 그릇",
    "InitExplorer": "ReLU와 표준편차 0.1",
    "OptimizerRace": "길쭉한 그릇",
    "PrecisionRecallBuilder": "누른 넓이 0.3627",
    "TransposedConvExplorer": "가장 큰 수 4",
}

each_panel = pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.__name__)


def foreign(text):
    """What a script or style sheet would fetch from elsewhere."""
    own = text.replace("http://www.w3.org/2000/svg", "")  # a name, not an address
    return re.findall(r"https?:|url\(|^\s*import\b|@import|\bimport\(|\bfetch\(", own, re.MULTILINE)


def size_of_state(panel):
    """The bytes as a page carries them: script and style in one file, JSON, base64 for the tables."""
    state = panel().get_state()
    files = [bundle(panel).encode()]
    del state["_esm"], state["_css"]
    binary = {key: value for key, value in state.items() if isinstance(value, bytes)}
    plain = {key: value for key, value in state.items() if key not in binary}
    tables = [base64.b64encode(value) for value in binary.values()]
    return len(json.dumps(plain)) + sum(map(len, files + tables))


@each_panel
def test_jupyterlab_leaves_the_keys_to_whatever_can_be_focused(panel):
    assert issubclass(panel, Panel)
    # `element` marks controls; nothing that takes keys may be made in another way.
    assert 'node.setAttribute("data-lm-suppress-shortcuts", "true")' in panel._esm
    made = re.findall(r'(\w+)\(\s*"(?:input|select|button)"', panel._esm)
    assert made
    assert set(made) - {"addEventListener"} == {"element"}
    assert not re.search(r"tabIndex\s*=|shape\([^)]*tabindex", panel._esm)


@each_panel
def test_state_stays_in_budget(panel):
    size = size_of_state(panel)
    assert size <= STATE_BUDGET, f"{size / 1024:.0f} KiB"


@each_panel
def test_script_and_style_bring_everything_with_them(panel):
    assert foreign(panel._esm) == []
    assert foreign(panel._css) == []
    assert panel._esm.count("export default") == 1


@pytest.mark.parametrize(
    "text",
    [
        "a{background:url(x.png)}",
        '@import "x.css";',
        'import * as d3 from "https://example.org/d3";',
        'await import("./x.js")',
        'fetch("table.json")',
    ],
)
def test_that_rule_can_fail(text):
    assert foreign(text)


@each_panel
def test_one_bundle_holds_widget_and_described_picture(panel):
    widget = panel()
    data, metadata = widget._repr_mimebundle_()
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == widget.model_id
    picture = Image.open(io.BytesIO(base64.b64decode(data["image/png"])))
    described = metadata["image/png"]
    assert picture.size == (2 * described["width"], 2 * described["height"])
    assert re.search("[가-힣]", described["alt"])
    assert BEGINNINGS.get(panel.__name__, "") in described["alt"]
    assert data["text/plain"] == f"{panel.__name__}()"


@each_panel
def test_hello_makes_it_live(panel):
    widget = panel()
    assert not widget.live
    assert conversation(widget, {"kind": "hello"}) == [{"kind": "hello"}]
    assert widget.live


@each_panel
def test_an_empty_question_gets_an_error_not_silence(panel):
    (reply,) = conversation(panel(), {"id": 6, "kind": "nothing"})
    assert (reply["id"], reply["kind"]) == (6, "error")
    assert reply["text"]
