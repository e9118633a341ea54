import pytest
from sphinx.errors import ExtensionError

from coursekit.book.copybutton import korean

SCRIPT = (
    "// note\nconst messages = {\n  'en': {\n    'copy': 'Copy',\n  }\n}\n\nlet locale = 'en'\n"
)


def test_the_table_becomes_korean_and_stays():
    changed = korean(SCRIPT)
    assert '"copy": "복사"' in changed
    assert "'Copy'" not in changed
    assert changed.startswith("// note\n")
    assert changed.endswith("\n\nlet locale = 'en'\n")
    assert korean(changed) == changed


def test_another_version_is_not_passed_over():
    with pytest.raises(ExtensionError, match="말 묶음"):
        korean("const words = {}")
