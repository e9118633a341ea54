"""Where the real data lie, and IDX files of a few small images."""

import gzip
import lzma
import os
import struct
from pathlib import Path

import numpy as np
import pytest

PRESS = {"": bytes, ".gz": gzip.compress, ".xz": lzma.compress}


@pytest.fixture(scope="session")
def shared_data():
    """The folder beside the repository that holds the real files; elsewhere these tests say why not."""
    beside = Path(__file__).resolve().parents[3] / "shared" / "data"
    for folder in (Path(os.environ.get("COURSEKIT_DATA") or beside), beside):
        if (folder / "mnist").is_dir():
            return folder
    pytest.skip("저장소 옆의 shared/data가 없고 COURSEKIT_DATA에도 mnist가 없습니다")


def idx(values):
    """IDX bytes of a uint8 array, written with struct as the format's definition says."""
    head = bytes([0, 0, 8, values.ndim]) + struct.pack(f">{values.ndim}I", *values.shape)
    return head + values.astype(np.uint8).tobytes()


class Folder:
    """Four small IDX files in a folder, to be damaged by tests."""

    def __init__(self, path, suffix=".gz"):
        self.path, self.suffix = path, suffix
        path.mkdir(parents=True, exist_ok=True)
        rng = np.random.default_rng(0)
        self.arrays = {}
        for part, count in (("train", 7), ("t10k", 3)):
            self.arrays[f"{part}-images-idx3-ubyte"] = rng.integers(0, 256, (count, 4, 5))
            self.arrays[f"{part}-labels-idx1-ubyte"] = rng.integers(0, 10, count)
        for name, values in self.arrays.items():
            self.write(name, PRESS[suffix](idx(values)))

    def file(self, name):
        return self.path / (name + self.suffix)

    def write(self, name, content):
        self.file(name).write_bytes(content)


@pytest.fixture
def idx_folder(tmp_path):
    return lambda *parts, suffix=".gz": Folder(tmp_path.joinpath(*parts), suffix)
