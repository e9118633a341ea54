"""The wheel and the sdist: the same bytes every time, all that is needed and nothing else."""

import io
import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from email import message_from_string
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from coursekit import __version__
from coursekit.build_backend import same_sdist, same_wheel

NAME = f"coursekit-{__version__}"
GENERATED = {"PKG-INFO", "setup.cfg"}


@pytest.fixture(scope="module")
def tracked(root):
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True)
    return {name for name in listed.stdout.decode().split("\0") if name and (root / name).is_file()}


def names_in_sdist(path):
    with tarfile.open(path) as packed:
        names = {one.name.removeprefix(f"{NAME}/") for one in packed if one.isfile()}
    return {name for name in names if not name.startswith("coursekit.egg-info/")}


def names_in_wheel(path):
    with zipfile.ZipFile(path) as packed:
        return {name for name in packed.namelist() if ".dist-info/" not in name}


def test_the_sdist_is_the_repository_and_nothing_more(distributions, tracked):
    assert names_in_sdist(distributions.sdist) - GENERATED == tracked


def test_the_wheel_is_the_package_and_nothing_more(distributions, tracked):
    names = names_in_wheel(distributions.wheel)
    assert names == {name for name in tracked if name.startswith("coursekit/")}
    assert "coursekit/py.typed" in names
    with zipfile.ZipFile(distributions.wheel) as packed:
        assert f"{NAME}.dist-info/licenses/LICENSE" in packed.namelist()


def test_a_stray_file_in_the_sdist_would_be_seen(distributions, tracked, tmp_path):
    stray = tmp_path / distributions.sdist.name
    with tarfile.open(distributions.sdist) as old, tarfile.open(stray, "w:gz") as new:
        for one in old:
            new.addfile(one, old.extractfile(one) if one.isfile() else None)
        new.addfile(tarfile.TarInfo(f"{NAME}/_build/html/index.html"), io.BytesIO())
    assert names_in_sdist(stray) - GENERATED - tracked == {"_build/html/index.html"}


def test_the_metadata_say_what_an_index_shows(distributions):
    with zipfile.ZipFile(distributions.wheel) as packed:
        text = packed.read(f"{NAME}.dist-info/METADATA").decode()
    facts = message_from_string(text)
    assert facts["License-Expression"] == "BSD-3-Clause"
    assert facts["Description-Content-Type"] == "text/markdown"
    assert facts["Requires-Python"] == ">=3.11"
    assert {"Typing :: Typed", "Natural Language :: Korean"} <= set(facts.get_all("Classifier"))
    # An index refuses what is installed from an address.
    assert not [one for one in facts.get_all("Requires-Dist") if " @ " in one]


def test_two_builds_are_the_same_bytes(distributions, build_distributions, tmp_path):
    """Another folder and umask, other times and permissions of the files."""
    before = os.umask(0o077)
    try:
        again = build_distributions(tmp_path, mode=0o660, moment=1_500_000_000)
    finally:
        os.umask(before)
    assert again.wheel.read_bytes() == distributions.wheel.read_bytes()
    assert again.sdist.read_bytes() == distributions.sdist.read_bytes()


def packed(path, *, moment, mode, owner, content=b"x", names=("b", "a")):
    with tarfile.open(path, "w:gz") as new:
        for name in names:
            one = tarfile.TarInfo(name)
            one.mtime, one.mode, one.uname, one.size = moment, mode, owner, len(content)
            new.addfile(one, io.BytesIO(content))
    same_sdist(path, 1_000_000_000)
    return path.read_bytes()


def test_only_what_is_inside_and_whether_it_runs_make_a_difference(tmp_path):
    path = tmp_path / "a.tar.gz"
    first = packed(path, moment=5, mode=0o600, owner="me")
    assert packed(path, moment=7.5, mode=0o664, owner="you", names=("a", "b")) == first
    assert packed(path, moment=5, mode=0o700, owner="me") != first
    assert packed(path, moment=5, mode=0o600, owner="me", content=b"y") != first


def zipped(path, *, moment, mode, content=b"x"):
    with zipfile.ZipFile(path, "w") as new:
        one = zipfile.ZipInfo("a", (moment, 1, 1, 0, 0, 0))
        one.external_attr = mode << 16
        new.writestr(one, content)
    same_wheel(path, 1_000_000_000)
    return path.read_bytes()


def test_so_it_is_with_a_wheel(tmp_path):
    path = tmp_path / "a.whl"
    first = zipped(path, moment=1999, mode=0o600)
    assert zipped(path, moment=2024, mode=0o664) == first
    assert zipped(path, moment=1999, mode=0o600, content=b"y") != first


@pytest.mark.skipif(os.name == "nt", reason="links")
def test_the_wheel_alone_gives_the_command_without_torch_or_matplotlib(distributions, tmp_path):
    """A clean environment that holds the wheel and what its metadata name, and no extra."""
    environment = tmp_path / "venv"
    uv = [sys.executable, "-m", "uv", "--quiet", "--offline"]
    subprocess.run([*uv, "venv", "--python", sys.executable, environment], check=True)
    python = environment / "bin" / "python"
    install = ["pip", "install", "--no-deps", "--python", python, distributions.wheel]
    subprocess.run([*uv, *install], check=True)
    (site,) = (environment / "lib").glob("python*/site-packages")
    here = Path(sysconfig.get_paths()["purelib"])
    for name in needed(distributions.wheel):
        for part in {
            file.parts[0] for file in distribution(name).files or [] if ".." not in file.parts
        }:
            if part != "__pycache__":
                (site / part).symlink_to(here / part)

    def run(*words):
        return subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, timeout=60)

    command = environment / "bin" / "coursekit"
    helped = run(command, "--help")
    assert helped.returncode == 0, helped.stderr
    assert "exercise" in helped.stdout
    doctor = run(command, "doctor")
    assert "Traceback" not in doctor.stderr
    assert "pip install" in doctor.stdout
    code = "import coursekit, coursekit.nn, coursekit.optim; print(coursekit.__file__)"
    assert run(python, "-c", code).stdout.strip().startswith(str(site))
    for absent in ("torch", "matplotlib"):
        assert "ModuleNotFoundError" in run(python, "-c", f"import {absent}").stderr


def needed(wheel):
    """What the wheel names outside its extras; each of these needs nothing on Linux and macOS."""
    with zipfile.ZipFile(wheel) as packed:
        facts = message_from_string(packed.read(f"{NAME}.dist-info/METADATA").decode())
    wanted = [Requirement(line) for line in facts.get_all("Requires-Dist")]
    return [one.name for one in wanted if not (one.marker and "extra" in str(one.marker))]
