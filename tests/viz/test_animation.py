import base64
import io
import json
import re
from html.parser import HTMLParser

import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image

from coursekit import viz
from coursekit.data import toy
from coursekit.optim import descend

BUDGET = 350 * 1024


def bars(ax, k):
    ax.bar([0], [k + 1])
    ax.set(ylim=(0, 5), title="막대")


@pytest.fixture(scope="module")
def movie():
    return viz.animate(bars, 4, alt="막대가 <자란다> \"높이\"", captions=[f"높이 {k + 1}" for k in range(4)])  # fmt: skip


class Parsed(HTMLParser):
    void = frozenset({"img", "input", "meta"})

    def __init__(self, markup):
        super().__init__()
        self.tags, self.open, self.script = [], [], ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in self.void:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] == "script" and data.startswith("{"):
            self.script = data

    def all(self, tag):
        return [attrs for name, attrs in self.tags if name == tag]


def decode(uri):
    head, data = uri.split(",", 1)
    assert head == "data:image/webp;base64"
    return Image.open(io.BytesIO(base64.b64decode(data))).convert("RGBA")


def test_html_is_whole_and_self_contained(movie):
    markup = movie.to_html()
    page = Parsed(markup)
    assert page.open == []
    outside = r"https?:|//[a-z]|url\(|@import"
    assert not re.search(outside, re.sub(r"base64,[\w+/=]+", "", markup))
    assert re.search(outside, '<img src="//example.org">')
    base, layer = page.all("img")
    assert base["alt"] == '막대가 <자란다> "높이"'
    assert (base["width"], base["height"]) == ("640", "400")
    assert layer["alt"] == ""
    assert "hidden" in layer
    assert all("src" not in attrs for attrs in page.all("script"))
    assert [attrs["aria-label"] for attrs in page.all("input")] == ["장면"]
    assert page.all("noscript") == [{}]
    assert json.loads(page.script)["captions"] == ["높이 1", "높이 2", "높이 3", "높이 4"]


def test_layer_over_base_is_the_frame(movie):
    page = Parsed(movie.to_html())
    base = decode(page.all("img")[0]["src"])
    layers = [decode(uri) for uri in json.loads(page.script)["layers"]]
    assert len(layers) == len(movie) - 1 == 3
    for k, layer in enumerate(layers):
        frame = np.asarray(Image.alpha_composite(base, layer).convert("RGB"), dtype=int)
        # 막대(파랑)의 픽셀 수는 높이에 비례합니다
        blue = (np.abs(frame - [0x00, 0x72, 0xB2]).max(axis=-1) < 12).sum()
        whole = (
            np.abs(np.asarray(base.convert("RGB"), int) - [0x00, 0x72, 0xB2]).max(axis=-1) < 12
        ).sum()
        assert blue / whole == pytest.approx((k + 1) / 4, rel=0.02)


def test_same_frames_give_the_same_html(movie):
    again = viz.animate(bars, range(4), alt=movie.alt, captions=lambda k: f"높이 {k + 1}")
    assert again.to_html() == movie.to_html()


def test_closing_tag_in_a_caption_does_not_end_the_script():
    movie = viz.animate(bars, 2, alt="막대", captions=["</script><b>", "끝 </script>"])
    page = Parsed(movie.to_html())
    assert json.loads(page.script)["captions"] == ["</script><b>", "끝 </script>"]


def test_bundle_has_a_described_picture_too(movie):
    data, metadata = movie._repr_mimebundle_()
    assert set(data) == {"text/plain", "text/html", "image/png"}
    assert metadata["image/png"] == {"alt": movie.alt, "width": 640, "height": 400}
    assert Image.open(io.BytesIO(base64.b64decode(data["image/png"]))).size == (1280, 800)


@pytest.mark.parametrize("suffix", ["gif", "webp"])
def test_saved_file_has_all_frames(movie, tmp_path, suffix):
    with Image.open(movie.save(tmp_path / f"movie.{suffix}")) as picture:
        assert picture.format == suffix.upper()
        assert picture.n_frames == 4


def test_saved_page_is_korean_and_whole(movie, tmp_path):
    text = movie.save(tmp_path / "movie.html").read_text(encoding="utf-8")
    assert 'lang="ko"' in text
    assert movie.to_html() in text


def test_size_of_a_busy_animation_stays_in_budget():
    walk = descend(toy.himmelblau(), [-0.5, -1.0], lr=0.01, steps=25).points

    def draw(axes, k):
        viz.plot_landscape(toy.himmelblau(), walk[: k + 1], alt="자취", ax=axes[0], grid=61)
        viz.plot_curves({"손실": toy.himmelblau()(walk[: k + 1])}, alt="손실", ax=axes[1])
        axes[1].set(xlim=(0, 25), ylim=(0, 200))

    movie = viz.animate(draw, 25, alt="자취가 나아간다", panels=(1, 2), size=(8, 4))
    size = len(movie.to_html().encode())
    assert size <= BUDGET, f"{size / 1024:.0f} KB"


def test_pyplot_is_left_alone(movie):
    assert plt.get_fignums() == []


@pytest.mark.parametrize(
    ("kwargs", "message"),
    [
        ({"alt": "english"}, "`alt` 값은"),
        ({"frames": 0}, "`frames` 값은 1 이상"),
        ({"frames": []}, "장면이 하나 이상"),
        ({"captions": ["하나"]}, "`captions` 길이는 장면의 수 2"),
        ({"seconds": 0}, "`seconds` 값은 0보다 큰"),
        ({"panels": (0, 1)}, "`panels` 값은"),
    ],
)
def test_bad_input_is_named(kwargs, message):
    with pytest.raises(ValueError, match=message):
        viz.animate(**{"draw": bars, "frames": 2, "alt": "막대", **kwargs})


def test_unknown_suffix_is_refused(movie, tmp_path):
    with pytest.raises(ValueError, match=r"`path` 확장자는 .*'\.mp4'"):
        movie.save(tmp_path / "movie.mp4")
