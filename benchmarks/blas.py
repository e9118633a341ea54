"""Which kernels NumPy's OpenBLAS runs here, and whether wider ones would run too."""

import numpy as np
from threadpoolctl import threadpool_info

WIDER = {"OPENBLAS_CORETYPE": "SkylakeX"}


def kernels() -> str:
    """One line for the head of a table, with a hint where AVX-512 lies idle.

    OpenBLAS chooses by the processor's name. One it does not know yet gets AVX2 although it has AVX-512,
    and every matrix product then takes about twice as long, while torch's convolution asks for the feature.
    """
    line = f"OpenBLAS: {_chosen()}"
    if narrow():
        line += " (AVX-512 unused; OPENBLAS_CORETYPE=SkylakeX would use it)"
    return line


def narrow() -> bool:
    """Whether `WIDER` in the environment of a new process would be faster."""
    return _chosen() in {"Haswell", "Zen"} and _has_avx512()


def _chosen() -> str:
    return next((m["architecture"] for m in threadpool_info() if m["user_api"] == "blas"), "?")


def _has_avx512() -> bool:
    found = np.show_config(mode="dicts")["SIMD Extensions"]["found"]
    return any(name.startswith(("AVX512", "X86_V4")) for name in found)
