"""History keeps every row, or refuses it whole."""

import json

import numpy as np
import pytest

from coursekit.train import History


def filled():
    history = History()
    for k in range(3):
        history.append(loss=1 / 2**k, lr=0.1)
    return history


def test_columns_in_order():
    history = filled()
    assert history["loss"].tolist() == [1.0, 0.5, 0.25]
    assert history.keys() == list(history) == ["loss", "lr"]
    assert len(history) == 3
    assert history.last("loss") == 0.25
    assert len(History()) == 0


def test_a_column_is_a_copy():
    history = filled()
    history["loss"][0] = 9
    assert history["loss"][0] == 1.0


def test_divergence_can_be_recorded():
    history = History()
    history.append(loss=np.inf)
    history.append(loss=np.float32(np.nan))
    assert np.isinf(history["loss"][0])


@pytest.mark.parametrize(
    "row", [{}, {"loss": 1.0}, {"loss": 1.0, "lr": 0.1, "more": 1.0}, {"loss": "1", "lr": 0.1}]
)
def test_a_bad_row_is_refused_whole(row):
    history = filled()
    with pytest.raises(ValueError, match="`"):
        history.append(**row)
    assert len(history["loss"]) == len(history["lr"]) == 3


def test_unknown_column_says_which_there_are():
    with pytest.raises(KeyError, match=r"`acc` 열이 없습니다.*loss"):
        filled()["acc"]


def test_round_trip_through_json():
    history = filled()
    again = History.from_dict(json.loads(json.dumps(history.to_dict())))
    assert again.to_dict() == history.to_dict()
    with pytest.raises(ValueError, match="길이"):
        History.from_dict({"a": [1.0], "b": []})
