"""What a page carries of a widget, and what the site serves once."""

import json
import re

import pytest
from ipywidgets.embed import embed_data

from coursekit.book import widgets as served
from coursekit.viz import widgets

PANELS = [getattr(widgets, name) for name in widgets.__all__]


@pytest.fixture(scope="module")
def slimmed():
    alive = widgets.BoxExplorer()
    text = json.dumps(embed_data(views=[alive], drop_defaults=False)["manager_state"])
    return alive, served.slim(text)


def test_a_page_keeps_the_numbers_and_nothing_else(slimmed):
    alive, text = slimmed
    record = json.loads(text)["state"][alive.model_id]
    assert set(record["state"]) == {"_anywidget_id", "header", "live", "start"}
    assert record["state"]["header"] == alive.header
    assert record["buffers"]  # the table
    assert record["script"] == served.address(widgets.BoxExplorer)
    assert {one["model_module"] for one in json.loads(text)["state"].values()} == {"anywidget"}
    assert served.slim(text) == text


def test_text_of_a_state_cannot_close_its_script():
    state = {"state": {"a": {"model_module": "anywidget", "state": {"t": "</script><b>"}}}}
    text = served.slim(json.dumps(state))
    assert "<" not in text
    assert json.loads(text)["state"]["a"] == state["state"]["a"]  # a stranger's is left whole


def test_the_address_follows_the_script(monkeypatch):
    before = served.address(widgets.BoxExplorer)
    monkeypatch.setattr(widgets.BoxExplorer, "_css", "a{}")
    assert served.address(widgets.BoxExplorer).split("?")[0] == before.split("?")[0]
    assert served.address(widgets.BoxExplorer) != before


def test_only_a_script_that_can_be_wrapped_is_taken(monkeypatch):
    monkeypatch.setattr(widgets.BoxExplorer, "_esm", "export { render };")
    with pytest.raises(ValueError, match=r"BoxExplorer의 스크립트에 .*0번"):
        served.bundle(widgets.BoxExplorer)


def test_strangers_are_not_ours():
    assert served.panel_class("somebody.widgets.Counter") is None
    assert served.panel_class("coursekit.viz.widgets.box_explorer.BoxExplorer") is widgets.BoxExplorer  # fmt: skip


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.__name__)
def test_shared_pieces_come_first_and_own_last(panel):
    scripts, styles = panel.files(".js"), panel.files(".css")
    assert scripts[-1] == f"{panel.asset}.js"
    assert styles[-1] == f"{panel.asset}.css"
    assert "frame/panel.js" in scripts
    assert "frame/panel.css" in styles
    assert not [name for name in scripts if not name.endswith(".js")]


@pytest.mark.book
def test_pages_of_the_book_carry_no_script_of_a_widget(built_book):
    seen = {}
    for path in sorted(built_book.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        assert '"_esm"' not in text, path.name
        for address in re.findall(
            r'widget-view\+json"[^>]*data-state="([^"]+)"', text
        ) + re.findall(r'data-state="([^"]+)"[^>]*widget-view\+json"', text):
            state = (path.parent / address.split("?")[0]).read_text(encoding="utf-8")
            assert '"_esm"' not in state, path.name
            name = re.search(r'"script": ?"([^"?]+)', state)[1]
            asset = re.search(r'"asset": ?"([^"]+)"', state)[1]
            seen[asset] = (built_book / "_static" / name).read_text(encoding="utf-8")
    assert set(seen) == {panel.asset for panel in PANELS}
    assert {panel.asset: served.bundle(panel) for panel in PANELS} == seen
