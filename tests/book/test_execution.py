import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from coursekit.book.execution import _DEPRECATED, _isolate_kernels


def test_kernels_of_the_book_run_on_one_thread_and_without_the_users_profile(tmp_path, monkeypatch):
    for name in ("IPYTHONDIR", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        monkeypatch.setenv(name, "8")
    _isolate_kernels(SimpleNamespace(outdir=str(tmp_path / "html")))
    assert {os.environ[f"{n}_NUM_THREADS"] for n in ("OMP", "OPENBLAS", "MKL")} == {"1"}
    startup = tmp_path / ".ipython" / "profile_default" / "startup"
    assert {path.name for path in startup.iterdir()} == {"cost.py", "deprecated.py"}
    assert os.environ["IPYTHONDIR"] == str(tmp_path / ".ipython")


PLANTED = """\
import warnings
library = {{"__name__": "{module}", "warnings": warnings}}
exec("def old(): warnings.warn('곧 없어집니다', {category}, stacklevel={level})", library)
user = {{"__name__": "{caller}", "old": library["old"]}}
exec("def call(): old()", user)
user["call"]()
"""


@pytest.mark.parametrize(
    ("module", "level", "caller", "stops"),
    [
        ("coursekit.planted", 1, "__main__", True),
        ("coursekit", 1, "__main__", True),
        ("somebody", 2, "coursekit.planted", True),  # what a library says of our call
        ("somebody", 1, "coursekit.planted", False),  # a library's own affair
        ("coursekits", 1, "__main__", False),
    ],
)
def test_what_is_deprecated_inside_the_package_is_an_error(module, level, caller, stops):
    kind = "PendingDeprecationWarning" if level == 2 else "DeprecationWarning"
    code = PLANTED.format(category=kind, level=level, module=module, caller=caller)
    run = subprocess.run([sys.executable, "-c", _DEPRECATED + code], capture_output=True, text=True)
    assert bool(run.returncode) == stops, run.stderr
    assert (f"{kind}: 곧 없어집니다" in run.stderr) == stops


@pytest.mark.book
def test_such_a_warning_fails_the_build(write_book, build):
    cell = PLANTED.format(
        category="DeprecationWarning", level=1, module="coursekit.planted", caller="__main__"
    )
    front = (
        "---\njupytext:\n  text_representation: {extension: .md, format_name: myst}\n"
        "kernelspec: {display_name: Python 3, language: python, name: python3}\n---\n"
    )
    built = build(write_book({"a": f"{front}# 가\n\n```{{code-cell}} ipython3\n{cell}```\n"}))
    assert not built.succeeded
    assert "DeprecationWarning: 곧 없어집니다" in "".join(built.failures)
