"""What every interactive figure shares."""

import re

import pytest

from coursekit.viz import widgets
from coursekit.viz.widgets.panel import Panel

PANELS = [getattr(widgets, name) for name in widgets.__all__ if name != "Panel"]


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.__name__)
def test_jupyterlab_leaves_the_keys_to_whatever_can_be_focused(panel):
    assert issubclass(panel, Panel)
    # `element` marks controls; nothing that takes keys may be made in another way.
    assert 'node.setAttribute("data-lm-suppress-shortcuts", "true")' in panel._esm
    made = re.findall(r'(\w+)\(\s*"(?:input|select|button)"', panel._esm)
    assert made
    assert set(made) - {"addEventListener"} == {"element"}
    assert not re.search(r"tabIndex\s*=|shape\([^)]*tabindex", panel._esm)
