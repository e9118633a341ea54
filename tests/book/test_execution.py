import os
from types import SimpleNamespace

from coursekit.book.execution import _isolate_kernels


def test_kernels_of_the_book_run_on_one_thread_and_without_the_users_profile(tmp_path, monkeypatch):
    for name in ("IPYTHONDIR", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        monkeypatch.setenv(name, "8")
    _isolate_kernels(SimpleNamespace(outdir=str(tmp_path / "html")))
    assert {os.environ[f"{n}_NUM_THREADS"] for n in ("OMP", "OPENBLAS", "MKL")} == {"1"}
    assert os.environ["IPYTHONDIR"] == str(tmp_path / ".ipython")
