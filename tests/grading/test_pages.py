import re
from itertools import product
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
CSS = (ROOT / "coursekit/grading/assets/style.css").read_text(encoding="utf-8")
WORKFLOW = ROOT / ".github/classroom/grade.yml"
PAIRS = [
    *product(("ink", "soft", "blue"), ("paper", "ground")),
    ("right", "right-ground"),
    ("wrong", "wrong-ground"),
    ("note", "note-ground"),
    ("ink", "note-ground"),
]


def _themes():
    r"""밝은 화면, 어두운 화면, 종이의 색."""
    for block in re.findall(r":root \{(.*?)\}", CSS, re.DOTALL):
        yield {
            name: f"#{''.join(2 * c for c in value)}" if len(value) == 3 else f"#{value}"
            for name, value in re.findall(r"--([\w-]+): #(\w+);", block)
        }


def _luminance(color):
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one, other):
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_contrast_is_the_one_of_wcag():
    assert _contrast("#000000", "#ffffff") == pytest.approx(21)
    assert _contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_every_text_can_be_read_in_every_theme():
    themes = list(_themes())
    assert len(themes) == 3
    for theme in themes:
        low = {pair: _contrast(theme[pair[0]], theme[pair[1]]) for pair in PAIRS}
        assert {pair: value for pair, value in low.items() if value < 4.5} == {}


def test_the_page_asks_nobody_for_anything():
    assert not re.search(r"@import|url\(|https?:", CSS)


def _steps():
    return yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"]["grade"]["steps"]


def test_no_token_stands_beside_the_students_code():
    graded = [step for step in _steps() if "coursekit grade " in step.get("run", "")]
    assert len(graded) == 1
    assert "env" not in graded[0]
    job = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"]["grade"]
    assert "secrets." not in str(job["env"])


def test_inputs_never_become_shell():
    assert [step for step in _steps() if "${{" in step.get("run", "")] == []


def test_the_classroom_workflow_does_not_run_in_this_repository():
    assert not (ROOT / ".github/workflows/grade.yml").exists()
