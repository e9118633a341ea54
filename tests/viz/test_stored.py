"""Stored figures: what is written is what is read, and nothing wrong is shown in silence."""

import base64
import hashlib
import io
import json
import sys
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image

from coursekit.book.fingerprint import Fingerprints
from coursekit.book.sources import read_chapter
from coursekit.viz import describe, stored
from coursekit.viz.stored import LARGEST, VARIABLE

FOLDER = Path(__file__).parents[2] / "chapters" / "_static" / "stored"


def draw():
    fig, ax = plt.subplots(figsize=(3.2, 2.0))
    ax.plot([0, 1], [0, 1])
    describe(fig, "오른쪽으로 올라가는 직선.")
    return fig, {"mIoU": np.float32(0.5), "장": 7}


def refuse():
    raise AssertionError("without data `make` must not be called")


def pixels(figure):
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(figure.png))).convert("RGB"), np.int16)


@pytest.fixture
def record(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, "1")
    live = stored(tmp_path / "line.json", draw, ready=True, data="만든 자료(CC0)")
    monkeypatch.delenv(VARIABLE)
    return tmp_path / "line.json", live


def test_what_is_stored_comes_back(record):
    path, live = record
    back = stored(path, refuse, ready=False, data="만든 자료(CC0)")
    assert live.live
    assert not back.live
    assert dict(back.numbers) == dict(live.numbers) == {"mIoU": 0.5, "장": 7.0}
    assert back.metadata == live.metadata
    assert back.metadata == {"alt": "오른쪽으로 올라가는 직선.", "width": 320, "height": 200}
    assert np.abs(pixels(back) - pixels(live)).max() < 40  # 128 colours
    assert pixels(back).std() > 5
    assert "만든 자료(CC0)" in back.note
    assert json.loads(path.read_text())["made"] in back.note
    bundle, metadata = back._repr_mimebundle_()
    assert bundle["image/png"] == back.png
    assert metadata["image/png"]["alt"] == "오른쪽으로 올라가는 직선."
    assert plt.get_fignums() == []


def test_without_the_setting_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    assert stored(tmp_path / "line.json", draw, ready=True, data="자료").live
    assert list(tmp_path.iterdir()) == []


def test_a_changed_or_missing_file_is_an_error(record):
    path, _ = record
    picture = path.with_suffix(".webp")
    content = picture.read_bytes()
    picture.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(ValueError, match="기록과 다릅니다"):
        stored(path, refuse, ready=False, data="자료")
    picture.unlink()
    with pytest.raises(ValueError, match="없거나"):
        stored(path, refuse, ready=False, data="자료")
    for text in ("{", "[]", '{"alt": "그림"}'):
        path.write_text(text)
        with pytest.raises(ValueError, match="상했습니다"):
            stored(path, refuse, ready=False, data="자료")
    path.unlink()
    with pytest.raises(FileNotFoundError, match="COURSEKIT_DATA"):
        stored(path, refuse, ready=False, data="자료")


def test_what_cannot_be_stored_is_an_error(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, "1")
    with pytest.raises(ValueError, match="자료가 없어"):
        stored(tmp_path / "line.json", refuse, ready=False, data="자료")
    with pytest.raises(ValueError, match="`record`"):
        stored(tmp_path / "line.png", draw, ready=True, data="자료")

    module = sys.modules["coursekit.viz.stored"]  # viz.stored is the function
    monkeypatch.setattr(module, "LARGEST", 300)
    with pytest.raises(ValueError, match="300바이트 이하"):
        stored(tmp_path / "line.json", draw, ready=True, data="자료")
    assert list(tmp_path.iterdir()) == []
    plt.close("all")


def test_the_books_cache_notices_a_new_picture(record, tmp_path):
    path, _ = record
    chapter = tmp_path / "page.md"
    chapter.write_text(
        "---\nkernelspec: {name: python3}\n---\n\n# 쪽\n\n"
        '```{code-cell} ipython3\nviz.stored("line.json", f, ready=False, data="")\n```\n'
    )
    marks = Fingerprints(tmp_path)
    before = marks.of(read_chapter(chapter, tmp_path))
    fields = json.loads(path.read_text())
    assert marks.of(read_chapter(chapter, tmp_path)) == before
    path.write_text(json.dumps(fields | {"sha256": "0" * 64}))
    assert marks.of(read_chapter(chapter, tmp_path)) != before


@pytest.mark.parametrize("picture", sorted(FOLDER.glob("*.webp")), ids=lambda p: p.name)
def test_pictures_of_the_book_are_small_and_named(picture):
    fields = json.loads(picture.with_suffix(".json").read_text(encoding="utf-8"))
    content = picture.read_bytes()
    assert hashlib.sha256(content).hexdigest() == fields["sha256"]
    assert len(content) <= LARGEST
    assert any(name in picture.name for name in ("nuclei", "bccd"))  # told in the README
    with Image.open(picture) as shown:
        assert shown.size == (2 * fields["width"], 2 * fields["height"])
