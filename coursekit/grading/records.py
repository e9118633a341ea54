r"""성적부에 JSON으로 적은 판정 기록을 자료로 되돌립니다."""

import json
from collections.abc import Mapping
from typing import Any

from coursekit.grading.assessment import Assessment
from coursekit.grading.judge import Verdict
from coursekit.grading.series import Series


def assessment_from(text: str) -> Assessment:
    r"""JSON에서 채점 결과를 읽습니다.

    Parameters
    ----------
    text : str
        `json.dumps(asdict(assessment))`.

    Returns
    -------
    Assessment
        적기 전과 같은 것.
    """
    fields = json.loads(text)
    fields["verdicts"] = tuple(map(_verdict_from, fields["verdicts"]))
    fields["notes"] = tuple(fields["notes"])
    return Assessment(**fields)


def series_from(fields: Mapping[str, Any]) -> Series:
    r"""JSON에서 그릴 값을 읽습니다.

    Parameters
    ----------
    fields : mapping of str to Any
        `asdict(series)`가 JSON을 지난 것.

    Returns
    -------
    Series
        적기 전과 같은 것.
    """
    return Series(
        fields["name"], tuple(fields["shape"]), tuple(fields["size"]), tuple(fields["numbers"])
    )


def _verdict_from(fields: dict[str, Any]) -> Verdict:
    series = tuple(map(series_from, fields["series"]))
    shapes = tuple(map(tuple, fields["expected_shapes"]))
    return Verdict(**{**fields, "series": series, "expected_shapes": shapes})
