import ast
import inspect
import re
import tomllib
from pathlib import Path

import numpy as np
import pytest

import coursekit.optim.gradient_descent
import coursekit.optim.schedule.linear
from coursekit import viz
from coursekit.optim import GradientDescent, descend

ROOT = Path(__file__).resolve().parents[2]


def test_code_is_the_source_and_the_link_points_at_its_lines():
    bundle = viz.show_source(descend)._repr_mimebundle_()
    assert bundle["text/plain"] == inspect.getsource(descend).rstrip("\n")
    assert f"```python\n{bundle['text/plain']}\n```" in bundle["text/markdown"]
    link = re.search(r"\]\((\S+)/blob/main/(\S+)#L(\d+)-L(\d+)\)", bundle["text/markdown"])
    urls = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["urls"]
    assert link[1] == urls["Repository"]
    lines = (ROOT / link[2]).read_text(encoding="utf-8").split("\n")
    assert "\n".join(lines[int(link[3]) - 1 : int(link[4])]) == bundle["text/plain"]


def test_several_objects_follow_each_other():
    source = viz.show_source(GradientDescent, descend)
    markdown = source._repr_mimebundle_()["text/markdown"]
    assert markdown.count("```python") == 2
    assert markdown.index("class GradientDescent") < markdown.index("def descend")


def test_methods_and_modules_can_be_shown():
    assert repr(viz.show_source(GradientDescent._update)).startswith("def _update")
    text = repr(viz.show_source(coursekit.optim.gradient_descent))
    assert text == Path(coursekit.optim.gradient_descent.__file__).read_text(
        encoding="utf-8"
    ).rstrip("\n")


@pytest.mark.parametrize("obj", [GradientDescent, descend, coursekit.optim.descend])
def test_docstrings_can_be_left_out_and_nothing_else(obj):
    full, short = (repr(viz.show_source(obj, docstring=d)) for d in (True, False))
    assert 'r"""' not in short

    def bare(code):
        tree = ast.parse(code)
        for node in ast.walk(tree):
            kinds = (ast.FunctionDef, ast.ClassDef, ast.Module)
            if isinstance(node, kinds) and len(node.body) > 1 and ast.get_docstring(node):
                del node.body[0]
        return ast.dump(tree)

    assert bare(full) == bare(short)
    assert set(short.split("\n")) <= set(full.split("\n"))


def test_words_to_the_linters_are_not_shown():
    file = inspect.getsource(coursekit.optim.schedule.linear)
    assert "# noqa" in file
    shown = repr(viz.show_source(coursekit.optim.schedule.linear))
    assert "noqa" not in shown
    assert ast.dump(ast.parse(shown)) == ast.dump(ast.parse(file))


@pytest.mark.parametrize("obj", [np.zeros, np.linalg, 3, len, lambda: None])
def test_foreign_objects_are_refused(obj):
    with pytest.raises(ValueError, match="coursekit에 있는 함수나 클래스나 모듈"):
        viz.show_source(obj)


def test_nothing_to_show_is_refused():
    with pytest.raises(ValueError, match="하나 이상"):
        viz.show_source()
