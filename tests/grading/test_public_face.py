import subprocess
import sys

import pytest

import coursekit.grading


@pytest.mark.parametrize("name", coursekit.grading.__all__)
def test_every_public_name_is_there(name):
    value = getattr(coursekit.grading, name)
    assert getattr(value, "__name__", name) == name
    assert value.__module__.startswith("coursekit.grading.")


def test_the_list_is_sorted_and_the_rest_is_refused():
    assert coursekit.grading.__all__ == sorted(coursekit.grading.__all__)
    assert dir(coursekit.grading) == coursekit.grading.__all__
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        coursekit.grading.nothing  # noqa: B018


def test_emit_is_cheap():
    heavy = ["pytest", "nbval", "nbformat", "jupytext", "IPython", "rich", "torch", "matplotlib"]
    code = (
        "import sys\nfrom coursekit.grading import emit\n"
        f"loaded = [name for name in {heavy} if name in sys.modules]\n"
        "sys.exit(', '.join(loaded) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
