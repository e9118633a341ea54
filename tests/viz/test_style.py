import base64
import hashlib
import io
import json
import subprocess
import sys
import warnings

import matplotlib as mpl
import nbformat
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import findfont
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from PIL import Image

from coursekit import viz
from coursekit.viz.style import COLORS, FONT_FILES, PAPER, png_bundle

PLAIN = {"font.family": ["DejaVu Sans"]}


def titled(text: str) -> Figure:
    figure = Figure()
    figure.subplots().set_title(text)
    return figure


def test_fonts_are_the_files_of_the_readme():
    readme = FONT_FILES[0].with_name("README.md").read_text(encoding="utf-8")
    for path in FONT_FILES:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        assert f"| `{path.name}` |" in readme
        assert f"`{digest}`" in readme
    licence = FONT_FILES[0].with_name("OFL.txt").read_text(encoding="utf-8")
    assert "Reserved Font Name Pretendard" in licence
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence


def test_bundled_font_comes_first():
    with viz.style():
        assert mpl.rcParams["font.family"][0] == "Pretendard"
        for weight, path in zip(("normal", "bold"), FONT_FILES, strict=True):
            assert findfont(f"Pretendard:{weight}") == str(path)


@pytest.mark.parametrize(
    "text", ["손실", "뷁똠", "값 \N{MINUS SIGN}3", r"학습률 $\eta = -0.1$", "κ ≈ 20"]
)
def test_text_of_a_chapter_has_all_its_glyphs(text):
    with viz.style():  # a missing glyph would raise
        assert png_bundle(titled(text), "설명")


def test_tick_labels_use_the_minus_sign_of_the_font():
    figure = Figure()
    with viz.style():
        figure.subplots().plot([-3, 3], [-1, 1])
        png_bundle(figure, "설명")
        labels = [label.get_text() for label in figure.axes[0].get_xticklabels()]
    assert any(label.startswith("\N{MINUS SIGN}") for label in labels)


def test_missing_glyph_is_an_error():
    with viz.style():
        with pytest.raises(UserWarning, match=r"Glyph .* missing"):
            png_bundle(titled("𓀀"), "설명")
        with mpl.rc_context(PLAIN), pytest.raises(UserWarning, match=r"Glyph .* missing"):
            png_bundle(titled("손실"), "설명")


def test_style_leaves_nothing_behind():
    before, filters = dict(mpl.rcParams), list(warnings.filters)
    with viz.style():
        assert mpl.rcParams["font.size"] >= 11
    assert dict(mpl.rcParams) == before
    assert warnings.filters == filters


def test_import_changes_nothing_and_stays_light():
    program = """
import sys, json
import coursekit
light = [m for m in ("matplotlib", "torch", "numpy") if m in sys.modules]
import matplotlib
before = dict(matplotlib.rcParams)
from coursekit import viz
same = dict(matplotlib.rcParams) == before
heavy = [m for m in ("ipywidgets", "anywidget", "torch", "IPython") if m in sys.modules]
print(json.dumps([light, same, heavy]))
"""
    out = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert json.loads(out.stdout) == [[], True, []]


def luminance(color: str) -> float:
    channels = np.array(to_rgb(color))
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def test_colors_stand_out_on_the_paper():
    paper = luminance(PAPER)
    assert {color for color in COLORS if (paper + 0.05) / (luminance(color) + 0.05) < 3} == set()
    # 같은 식이 원래의 노랑 주황을 거절하는지
    assert (paper + 0.05) / (luminance("#E69F00") + 0.05) < 3


def test_neighbouring_lines_differ_in_dash_too():
    with viz.style():
        cycle = list(mpl.rcParams["axes.prop_cycle"])
    assert len({str(entry["linestyle"]) for entry in cycle}) == len(cycle)


def test_png_is_twice_its_css_size_and_the_same_each_time():
    def drawn():
        figure = Figure(figsize=(3, 2))
        viz.describe(figure.subplots(), "빈 축")
        return png_bundle(figure)

    with viz.style():
        (data, metadata), (again, _) = drawn(), drawn()
    assert metadata == {"alt": "빈 축", "width": 300, "height": 200}
    picture = Image.open(io.BytesIO(base64.b64decode(data)))
    assert (picture.format, picture.size) == ("PNG", (600, 400))
    assert again == data


def test_pictures_with_many_colors_keep_them():
    figure = Figure(figsize=(2, 2))
    noise = np.random.default_rng(0).random((200, 200, 3))
    figure.figimage(noise, resize=False)
    data, _ = png_bundle(figure, "잡음")
    assert Image.open(io.BytesIO(base64.b64decode(data))).mode == "RGB"


@pytest.fixture(scope="module")
def executed() -> list[nbformat.NotebookNode]:
    cells = [
        "from coursekit import viz\nimport matplotlib.pyplot as plt\nviz.use_style()",
        "%matplotlib inline\nviz.plot_curves({'가': [3, 2, 1]}, alt='내려가는 곡선');",
        "fig, ax = plt.subplots()\nax.plot([1, 2]);",
        "fig, ax = plt.subplots()\nax.plot([1, 2])\nplt.show()",
        "fig, ax = plt.subplots()\nax.set_title('𓀀')\nviz.describe(ax, '없는 글자');",
        "viz.plot_curves({'가': [1, 2]}, alt='다음 그림은 괜찮습니다')\nplt.show()",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nbclient와 zmq의 것은 우리 것이 아닙니다
        NotebookClient(notebook, allow_errors=True, kernel_name="python3").execute()
    return notebook.cells


def picture_metadata(cell):
    return [o.metadata["image/png"] for o in cell.outputs if "image/png" in o.get("data", {})]


def test_notebook_figures_carry_their_description(executed):
    expected = {"alt": "내려가는 곡선", "width": 640, "height": 400}
    assert picture_metadata(executed[1]) == [expected]
    assert picture_metadata(executed[5]) == [{**expected, "alt": "다음 그림은 괜찮습니다"}]


@pytest.mark.parametrize(
    ("index", "reason"), [(2, "설명이 없습니다"), (3, "설명이 없습니다"), (4, "missing")]
)
def test_notebook_figure_without_description_or_glyph_fails_its_cell(executed, index, reason):
    assert picture_metadata(executed[index]) == []
    assert any(o.output_type == "error" and reason in o.evalue for o in executed[index].outputs)


def test_failed_figure_stops_a_strict_run():
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell(
                "from coursekit import viz\nimport matplotlib.pyplot as plt\n"
                "viz.use_style()\nplt.plot([1, 2]);"
            )
        ]
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pytest.raises(CellExecutionError, match="설명이 없습니다"):
            NotebookClient(notebook, kernel_name="python3").execute()
