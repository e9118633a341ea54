"""Who sends what, against torch's gradients of one output at a time."""

import itertools
import json
import zlib

import numpy as np
import pytest
import torch

from coursekit import viz
from coursekit.viz.widgets.conv_backward_table import draw
from tests.viz.conversation import conversation

WAYS = list(itertools.product((1, 2), (1, 2, 3), (0, 1, 2)))


@pytest.fixture(scope="module")
def widget():
    return viz.widgets.ConvBackwardStepper()


@pytest.fixture(scope="module")
def answers(widget):
    return dict(zip(WAYS, json.loads(zlib.decompress(widget.table)), strict=True))


def arrays(answer):
    """The flat lists of an answer in their shapes."""
    shapes = answer["shapes"] | {"grad_x": answer["shapes"]["x"]}
    shapes |= {"grad_weight": answer["shapes"]["weight"]}
    return {name: np.reshape(answer[name], shape).astype(float) for name, shape in shapes.items()}


def by_torch(dimensions, x, weight, delta, stride, padding):
    """The gradients that `delta` sends to the input and to the weights."""
    convolve = (torch.nn.functional.conv1d, torch.nn.functional.conv2d)[dimensions - 1]
    lift = (None,) if dimensions == 1 else (None, None)
    tensors = [torch.tensor(a[lift], requires_grad=True) for a in (x, weight)]
    y = convolve(*tensors, stride=stride, padding=padding)
    y.backward(torch.tensor(delta[lift]))
    return [t.grad.numpy().reshape(a.shape) for t, a in zip(tensors, (x, weight), strict=True)]


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_gradients_are_those_of_torch(answers, way):
    dimensions, stride, padding = way
    seen = arrays(answers[way])
    grad_x, grad_weight = by_torch(dimensions, seen["x"], seen["weight"], seen["delta"], stride, padding)  # fmt: skip
    np.testing.assert_array_equal(seen["grad_x"], grad_x)
    np.testing.assert_array_equal(seen["grad_weight"], grad_weight)
    assert seen["x"].shape == ((1, 5) if dimensions == 1 else (5, 5))


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_every_output_sends_exactly_what_is_written(answers, way):
    dimensions, stride, padding = way
    seen = arrays(answers[way])
    for output in range(seen["delta"].size):
        alone = np.zeros_like(seen["delta"])
        alone.flat[output] = seen["delta"].flat[output]
        mine = [link for link in answers[way]["links"] if link[0] == output]
        sent_x, sent_weight = np.zeros_like(seen["x"]), np.zeros_like(seen["weight"])
        for _, tap, source, to_x, to_weight in mine:
            assert to_x == seen["weight"].flat[tap] * alone.flat[output]
            assert to_weight == seen["x"].flat[source] * alone.flat[output]
            sent_x.flat[source] += to_x
            sent_weight.flat[tap] += to_weight
        grad_x, grad_weight = by_torch(dimensions, seen["x"], seen["weight"], alone, stride, padding)  # fmt: skip
        np.testing.assert_array_equal(sent_x, grad_x)
        np.testing.assert_array_equal(sent_weight, grad_weight)
        assert len({link[2] for link in mine}) == len(mine)  # a window sees a pixel once


def test_torch_tells_a_shifted_and_a_turned_kernel_apart(answers):
    for dimensions in (1, 2):
        seen = arrays(answers[dimensions, 1, 1])
        shifted = np.roll(seen["weight"], 1, axis=-1)
        wrong = by_torch(dimensions, seen["x"], shifted, seen["delta"], 1, 1)[0]
        turned = by_torch(
            dimensions, seen["x"], np.fliplr(seen["weight"]).copy(), seen["delta"], 1, 1
        )[0]
        assert (wrong != seen["grad_x"]).any()
        assert (turned != seen["grad_x"]).any()


def test_the_note_s_example_by_hand(answers):
    """∂L/∂x₃ = w₃δ₁ + w₂δ₂ + w₁δ₃ and ∂L/∂wᵢ = Σⱼ δⱼ xᵢ₊ⱼ₋₁."""
    seen = {name: array[0] for name, array in arrays(answers[1, 1, 0]).items()}
    x, w, d = seen["x"], seen["weight"], seen["delta"]
    assert seen["grad_x"][2] == w[2] * d[0] + w[1] * d[1] + w[0] * d[2]
    assert seen["grad_weight"].tolist() == [
        sum(d[j] * x[i + j] for j in range(3)) for i in range(3)
    ]
    third = [link[:2] for link in answers[1, 1, 0]["links"] if link[2] == 2]
    assert third == [[0, 2], [1, 1], [2, 0]]


def test_strides_leave_pixels_without_gradient(answers):
    assert arrays(answers[1, 3, 0])["grad_x"][0, 3:].tolist() == [0, 0]
    assert not {link[2] for link in answers[1, 3, 0]["links"]} & {3, 4}


def test_no_weight_and_no_gradient_is_zero(answers):
    for answer in answers.values():
        assert all(answer["weight"])
        assert all(answer["delta"])


def test_live_answer_is_exact(widget):
    question = {"id": 9, "kind": "backward", "dimensions": 2, "stride": 2, "padding": 1, "seed": 3}
    (reply,) = conversation(widget, question)
    assert (reply["id"], reply["kind"], reply["seed"]) == (9, "answer", 3)
    seen, (x, weight, gradient) = arrays(reply), draw(2, 3)
    np.testing.assert_array_equal(seen["x"], x)
    grad_x, grad_weight = by_torch(2, x, weight, gradient[:3, :3], 2, 1)
    np.testing.assert_array_equal(seen["grad_x"], grad_x)
    np.testing.assert_array_equal(seen["grad_weight"], grad_weight)
    json.dumps(reply)


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"dimensions": 3}, "`dimensions` 값은 1이나 2"),
        ({"stride": 4}, "`stride` 값은 1, 2, 3"),
        ({"padding": -1}, "`padding` 값은"),
        ({"seed": None}, "`seed`"),
    ],
)
def test_bad_question_gets_an_error_not_silence(widget, change, text):
    question = {"dimensions": 1, "stride": 1, "padding": 0, "seed": 0, **change}
    (reply,) = conversation(widget, {"id": 1, "kind": "backward", **question})
    assert reply["kind"] == "error"
    assert text in reply["text"]


@pytest.mark.parametrize(
    ("options", "name"),
    [({"dimensions": 3}, "dimensions"), ({"target": "bias"}, "target"), ({"stride": 0}, "stride")],
)
def test_unknown_start_is_named(options, name):
    with pytest.raises(ValueError, match=f"`{name}` 값은"):
        viz.widgets.ConvBackwardStepper(**options)


@pytest.mark.parametrize("options", [{"dimensions": 2}, {"target": "weight", "stride": 2}])
def test_the_still_picture_writes_the_sum(options):
    still = viz.widgets.ConvBackwardStepper(**options)
    alt = still._repr_mimebundle_()[1]["image/png"]["alt"]
    start = still.start
    (reply,) = conversation(still, {**start, "id": 1, "seed": 0})
    gradient = reply[f"grad_{start['target']}"]
    assert f"= {gradient[len(gradient) // 2]}.".replace("-", "−") in alt
