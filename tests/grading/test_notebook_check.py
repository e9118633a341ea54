"""A student checks the own notebook from one of its cells."""

import copy
import json

import pytest

from coursekit.errors import UsageError
from coursekit.grading import check


@pytest.fixture
def mine(released, course, tmp_path):
    r"""과정 폴더 안의, 한 문항은 틀리고 한 문항은 맞은 노트북입니다."""
    notebook = copy.deepcopy(released)
    cells = {cell["id"]: cell for cell in notebook["cells"]}
    cells["variance-solution"]["source"] = "def sample_variance(x):\n    return float(x.var())"
    cells["center-solution"]["source"] = "def center(X):\n    return X - X.mean(axis=0)"
    (tmp_path / "exercises").symlink_to(course / "exercises")
    path = tmp_path / "내 답.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


def test_it_tells_item_by_item_in_korean(mine):
    result = check(mine)
    html = result._repr_html_()
    assert result.assessment.earned == 4
    assert "표본분산</strong> — 틀림, 0 / 3점" in html
    assert "중심화</strong> — 맞음, 4 / 4점" in html
    assert "모분산입니다" in html
    assert html.count("<dd") >= 4
    assert "<code>sample_variance(x)</code>" in html
    assert repr(result).endswith("합계: 4 / 7점")


def test_the_first_wrong_index_and_the_shapes_are_said(mine):
    notebook = json.loads(mine.read_bytes())
    cells = {cell["id"]: cell for cell in notebook["cells"]}
    bodies = {"X * 2.0": "첫 번째로 다른 위치 [0, 0]", "X[0]": "기대 (5, 3), 받음 (3,)"}
    for body, told in bodies.items():
        cells["center-solution"]["source"] = f"def center(X):\n    return {body}"
        mine.write_text(json.dumps(notebook), encoding="utf-8")
        assert told in check(mine)._repr_html_()


def test_what_a_cell_says_cannot_become_html(mine):
    notebook = json.loads(mine.read_bytes())
    cells = {cell["id"]: cell for cell in notebook["cells"]}
    attack = "raise ValueError('<script>alert(1)</script><img src=x onerror=y>')"
    cells["center-solution"]["source"] = f"def center(X):\n    {attack}"
    mine.write_text(json.dumps(notebook), encoding="utf-8")
    html = check(mine)._repr_html_()
    assert "&lt;script&gt;" in html
    assert "<script" not in html
    assert "<img" not in html


def test_the_running_notebook_is_found_or_asked_for(mine, monkeypatch):
    monkeypatch.setenv("JPY_SESSION_NAME", str(mine))
    assert check().assessment.earned == 4
    monkeypatch.setenv("JPY_SESSION_NAME", "")
    with pytest.raises(UsageError, match="이름을 주세요"):
        check()
