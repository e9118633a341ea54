"""Every public name has a numpydoc docstring that matches its signature."""

import importlib
import inspect
import pkgutil
import tomllib
from pathlib import Path

import pytest
from numpydoc.validate import ERROR_MSGS, validate

import coursekit

ROOT = Path(__file__).parents[1]
EXCEPTIONS = set(
    tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["numpydoc_validation"]["checks"]
)
COMMANDS = {"coursekit.__main__", "coursekit.cli", "coursekit.usage"}  # their words are --help
CHECKED = set(ERROR_MSGS) - EXCEPTIONS


def public_names():
    """What a package's face exports, and all of the modules that stand alone."""
    for module in pkgutil.walk_packages(coursekit.__path__, "coursekit."):
        alone = not module.ispkg and module.name.count(".") == 1 and module.name not in COMMANDS
        if not (module.ispkg or alone):
            continue
        namespace = importlib.import_module(module.name)
        for name in getattr(namespace, "__all__", vars(namespace)):
            value = getattr(namespace, name)
            home = getattr(value, "__module__", "")
            if name.startswith("_") or (alone and home != module.name):
                continue
            if inspect.isfunction(value) and home.startswith("coursekit"):
                yield f"{home}.{name}"
            elif inspect.isclass(value):
                if not getattr(value, "_is_protocol", False):  # its __init__ is typing's own
                    yield f"{home}.{name}"
                for member, thing in vars(value).items():
                    thing = getattr(thing, "__func__", thing)
                    if not member.startswith("_") and inspect.isfunction(thing):
                        yield f"{home}.{name}.{member}"


def faults(name):
    return [f"{code}: {text}" for code, text in validate(name)["errors"] if code in CHECKED]


@pytest.mark.filterwarnings("ignore:Widget")  # ipywidgets' own properties, when inspected
@pytest.mark.parametrize("name", sorted(set(public_names())))
def test_docstring(name):
    assert faults(name) == []


def test_the_rules_can_fail(tmp_path, monkeypatch):
    (tmp_path / "undocumented.py").write_text(
        'def area(width, height):\n    """넓이.\n\n    Parameters\n    ----------\n    width : float\n'
        '        너비.\n    """\n    return width * height\n'
    )
    monkeypatch.syspath_prepend(tmp_path)
    found = {fault[:4] for fault in faults("undocumented.area")}
    assert {"PR01", "RT01"} <= found


def test_nothing_escapes_the_walk():
    assert "coursekit.optim.descend.descend" in set(public_names())
    assert "coursekit.optim.optimizer.Optimizer.step" in set(public_names())
