"""The table of the initialisation widget, read as the browser reads it, against torch."""

import json
import zlib

import numpy as np
import pytest
import torch

from coursekit import viz
from coursekit.viz.widgets.init_table import BINS, DEPTH, SAMPLES, STDS, WIDTH
from tests.viz.conversation import conversation

KEYS = ("sigmoid", "tanh", "relu")


@pytest.fixture(scope="module")
def widget():
    return viz.widgets.InitExplorer()


def by_torch(key, std, seed=0):
    """The same draws through torch and its autograd."""
    rng = np.random.default_rng(seed)
    weights = [torch.from_numpy(rng.normal(0, std, (WIDTH, WIDTH))) for _ in range(DEPTH)]
    x, g = torch.from_numpy(rng.standard_normal((2, SAMPLES, WIDTH)))
    h, kept = x, []
    for w in weights:
        h = getattr(torch, key)((h @ w.T).requires_grad_())
        h.retain_grad()
        kept.append(h)
    h.backward(g)
    rms = lambda t: float(t.square().mean().sqrt())  # noqa: E731
    values = [t.detach().numpy() for t in kept]
    return [rms(t.detach()) for t in kept], [rms(t.grad) for t in kept], values


@pytest.fixture(scope="module")
def unpacked(widget):
    data, nets = zlib.decompress(widget.table), len(KEYS) * len(STDS)
    cut = 4 * nets * 2 * DEPTH
    scales = np.frombuffer(data[:cut], "<f4").reshape(len(KEYS), len(STDS), 2, DEPTH)
    shares = np.frombuffer(data[cut : cut + nets * 2 * DEPTH], np.uint8)
    bars = np.frombuffer(data[cut + nets * 2 * DEPTH :], np.uint8)
    return (
        scales,
        shares.reshape(len(KEYS), len(STDS), 2, DEPTH) / 255,
        bars.reshape(len(KEYS), len(STDS), DEPTH, BINS),
    )


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("place", [0, 12, 14, 25])
def test_table_holds_what_torch_measures(unpacked, widget, key, place):
    scales, shares, bars = unpacked
    k = KEYS.index(key)
    forward, backward, values = by_torch(key, STDS[place])
    np.testing.assert_allclose(scales[k, place, 0], np.log10(forward), atol=1e-4)
    np.testing.assert_allclose(scales[k, place, 1], np.log10(backward), atol=1e-4)
    low, high = widget.header["activations"][k]["span"]
    for layer in (0, 4, 29):
        h = values[layer].ravel()
        np.testing.assert_allclose(shares[k, place, 0, layer], (h == 0).mean(), atol=1 / 500)
        outside = ((h < low) | (h > high)).mean()
        np.testing.assert_allclose(shares[k, place, 1, layer], outside, atol=1 / 500)
        if key == "relu":
            h = h[h > 0]
        counts = [
            ((h >= a) & (h < b)).sum()
            for a, b in zip(np.linspace(low, high, BINS + 1)[:-1], np.linspace(low, high, BINS + 1)[1:], strict=True)
        ]  # fmt: skip
        counts[-1] += (h == high).sum()
        tallest = max(max(counts), 1)
        np.testing.assert_allclose(bars[k, place, layer], 255 * np.array(counts) / tallest, atol=3)


def test_he_keeps_the_scale_and_xavier_loses_two_to_the_fifteenth(unpacked, widget):
    scales = unpacked[0][KEYS.index("relu")]
    he, xavier = STDS.index(round(widget.header["he"], 6)), STDS.index(widget.header["xavier"])
    gap = scales[he, 0, -1] - scales[xavier, 0, -1]
    assert gap == pytest.approx(15 * np.log10(2), abs=1e-3)  # the same draws, √2 times per layer
    assert abs(scales[he, 0, -1]) < 1


def test_live_answer_is_exact():
    widget = viz.widgets.InitExplorer("tanh", 12)
    assert conversation(widget, {"kind": "hello"}) == [{"kind": "hello"}]
    question = {"kind": "measure", "id": 7, "activation": "tanh", "std": 0.137, "seed": 5}
    (reply,) = conversation(widget, question)
    forward, backward, values = by_torch("tanh", 0.137, 5)
    assert (reply["id"], reply["kind"]) == (7, "answer")
    np.testing.assert_allclose(reply["forward"], np.log10(forward), rtol=1e-9)
    np.testing.assert_allclose(reply["backward"], np.log10(backward), rtol=1e-9)
    counts = np.histogram(values[3], BINS, (-1, 1))[0] / (SAMPLES * WIDTH)
    np.testing.assert_allclose(reply["bars"][3], counts)
    json.dumps(reply)


def test_a_dead_signal_is_written_at_the_bottom():
    widget = viz.widgets.InitExplorer()
    question = {"kind": "measure", "id": 1, "activation": "relu", "std": 1e-200, "seed": 0}
    (reply,) = conversation(widget, question)
    assert reply["forward"][-1] == reply["backward"][0] == -99


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"activation": "gelu"}, "`activation` 값은 sigmoid, tanh, relu"),
        ({"std": 0}, "`std` 값은"),
        ({"std": 11}, "`std` 값은"),
        ({"std": None}, "`std`"),
        ({"seed": -1}, "`seed` 값은"),
    ],
)
def test_bad_question_gets_an_error_not_silence(widget, change, text):
    question = {"kind": "measure", "id": 1, "activation": "relu", "std": 0.1, "seed": 0, **change}
    (reply,) = conversation(widget, question)
    assert reply["kind"] == "error"
    assert text in reply["text"]


@pytest.mark.parametrize(
    ("options", "text"),
    [(("gelu",), "activation"), (("relu", 31), "layer"), (("relu", 0), "layer")],
)
def test_unknown_start_is_named(options, text):
    with pytest.raises(ValueError, match=f"`{text}` 값은"):
        viz.widgets.InitExplorer(*options)
