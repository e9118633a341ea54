import json

import numpy as np
import pytest

from coursekit.grading.compare import describe, difference
from coursekit.grading.judge import judge
from coursekit.grading.outcome import Outcome, clean
from coursekit.grading.values import encode

ARRAY = np.array([1.0, 2.0, 3.0])


@pytest.mark.parametrize(
    ("want", "got"),
    [
        (1.0, 1.0 + 1e-7),
        (0.0, 1e-10),
        (ARRAY, ARRAY * (1 + 1e-7)),
        (ARRAY, ARRAY.astype(np.float32)),
        (np.array([1, 2]), np.array([1, 2], dtype=np.int32)),
        (3, 3),
        (True, True),
        ("수렴", "수렴"),
        (None, None),
        ([1.0, (2, "a")], [1.0, (2, "a")]),
        ({"a": ARRAY}, {"a": ARRAY}),
        (np.zeros((0, 3)), np.zeros((0, 3))),
    ],
)
def test_right_values_pass(want, got):
    assert difference({"v": want}, {"v": got}, rtol=1e-6, atol=1e-9) is None


@pytest.mark.parametrize(
    ("want", "got", "reason"),
    [
        (1.0, 1.0 + 1e-5, "값이 다릅니다(받은 값: 1.00001)"),
        (0.0, 1e-8, "값이 다릅니다"),
        (1.0, -1.0, "값이 다릅니다"),
        (1.0, float("nan"), "유한하지 않습니다(받은 값: nan)"),
        (1.0, float("inf"), "유한하지 않습니다"),
        (1.0, 1, "기대 실수(float), 받음 정수(int)"),
        (1, 1.0, "기대 정수(int), 받음 실수(float)"),
        (1, True, "받음 참·거짓(bool)"),
        (True, 1, "기대 참·거짓(bool)"),
        (1, 2, "값이 다릅니다(받은 값: 2)"),
        (10**12, 10**12 + 1, "값이 다릅니다"),
        (1.0, None, "받음 None"),
        (1.0, "1.0", "받음 글자(str)"),
        (1.0, np.array([1.0]), "받음 배열(ndarray)"),
        ("수렴", "발산", "받은 값: '발산'"),
        ([1], (1,), "기대 목록(list), 받음 튜플(tuple)"),
        ([1, 2], [1], "길이가 다릅니다: 기대 2, 받음 1"),
        ([1, [2]], [1, [3]], "`v[1][0]` 값이 다릅니다"),
        ({"a": 1}, {"b": 1}, "열쇠가 다릅니다: 기대 a, 받음 b"),
        ({"a": 1}, {"a": 2}, "`v['a']` 값이"),
        (ARRAY, ARRAY[None], "모양이 다릅니다: 기대 (3,), 받음 (1, 3)"),
        (ARRAY, np.append(ARRAY, 4.0), "모양이 다릅니다"),
        (ARRAY, ARRAY.astype(int), "기대 실수, 받음 정수(int64)"),
        (ARRAY > 1, (ARRAY > 1).astype(int), "기대 참·거짓, 받음 정수"),
        (ARRAY, np.array([1.0, 2.0, 3.1]), "1개, 첫 번째로 다른 위치 [2](받은 값: 3.1)"),
        (ARRAY, np.array([1, np.nan, np.inf]), "`v[1]` 값이 유한하지 않습니다"),
        (ARRAY, ARRAY[::-1], "2개, 첫 번째로 다른 위치 [0]"),
        (np.array([1e308]), np.array([-1e308]), "첫 번째로 다른 위치 [0]"),
        (np.array([2**53]), np.array([2**53 + 1]), "첫 번째로 다른 위치 [0]"),
    ],
)
def test_near_misses_fail_with_a_reason(want, got, reason):
    found = difference({"v": want}, {"v": got}, rtol=1e-6, atol=1e-9)
    assert found is not None
    assert reason in found


@pytest.mark.parametrize("got", [{}, {"w": 1}, {"v": 1, "w": 1}])
def test_names_must_be_the_same(got):
    assert "낸 이름이 다릅니다" in difference({"v": 1}, got, rtol=0, atol=0)


def test_the_expected_number_is_never_told():
    found = difference({"v": 0.123456}, {"v": 9.0}, rtol=0, atol=0)
    found += difference({"v": ARRAY * 0.123456}, {"v": ARRAY}, rtol=0, atol=0)
    assert "0.12" not in found


def outcome(grade_id="variance", status="passed", emissions=None, error="", **values):
    if emissions is None:
        emissions = (json.dumps(encode(values)),)
    return Outcome(grade_id, status, tuple(emissions), error)


def verdict_of(references, given, refused=None):
    (verdict, other) = judge(references, {"variance": given} if given else {}, refused or {})
    assert other.earned == 0
    assert other.reason == "칸이 실행되지 않았습니다."
    return verdict


def test_the_right_value_earns_the_points(references):
    right = references.expected["variance"]["variance"]
    verdict = verdict_of(references, outcome(variance=right * (1 + 1e-8)))
    assert (verdict.earned, verdict.points, verdict.reason) == (3, 3, "")


FAILS = {
    "nothing": (None, "실행되지 않았습니다"),
    "no emission": ({"emissions": ()}, "내지 않았습니다"),
    "not json": ({"emissions": ("{",)}, "읽을 수 없습니다"),
    "deep json": ({"emissions": ("[" * 100_000,)}, "읽을 수 없습니다"),
    "a verdict": ({"emissions": ('"all right"',)}, "읽을 수 없습니다"),
    "failed": ({"status": "failed", "error": "ValueError: 앗"}, "ValueError: 앗"),
    "timeout": ({"status": "timeout"}, "제한 시간"),
    "died": ({"status": "died"}, "커널이 끝났습니다"),
    "missing": ({"status": "missing"}, "실행되지 않았습니다"),
    "stub": (
        {"status": "failed", "error": "NotImplementedError: 여기에 코드를 쓰세요."},
        "아직 답을 쓰지 않았습니다",
    ),
}


@pytest.mark.parametrize("case", FAILS)
def test_everything_else_earns_nothing_with_a_reason(references, case):
    given, reason = FAILS[case]
    right = references.expected["variance"]
    emissions = (json.dumps(encode(right)),)
    if given is not None:
        given = outcome(**{"emissions": emissions, **given})
    verdict = verdict_of(references, given)
    assert verdict.earned == 0
    assert reason in verdict.reason
    assert verdict.mistake == ""


def test_right_values_emitted_twice_earn_nothing(references):
    once = json.dumps(encode(references.expected["variance"]))
    verdict = verdict_of(references, outcome(emissions=(once, once)))
    assert (verdict.earned, "두 번 넘게" in verdict.reason) == (0, True)


def test_a_refused_item_earns_nothing_even_when_right(references):
    right = outcome(**references.expected["variance"])
    verdict = verdict_of(references, right, {"variance": "금지된 모듈."})
    assert (verdict.earned, verdict.reason) == (0, "금지된 모듈.")


@pytest.mark.parametrize("name", ["population_variance", "standard_deviation", "raw_moment"])
def test_a_known_mistake_brings_its_text(references, name):
    verdict = verdict_of(references, outcome(**references.wrong_values(name, "variance")))
    assert verdict.earned == 0
    assert verdict.mistake == name
    text = next(a.misconception for a in references.wrong_answers if a.name == name)
    assert verdict.misconception == text


def test_an_unknown_mistake_brings_none(references):
    verdict = verdict_of(references, outcome(variance=123.0))
    assert (verdict.mistake, verdict.misconception) == ("", "")


def test_the_visible_checks_message_becomes_the_hint(references):
    outcomes = {
        "variance": outcome(variance=123.0),
        "variance-visible": Outcome("variance-visible", "failed", (), "AssertionError: 이렇게요."),
    }
    assert judge(references, outcomes, {})[0].hint == "이렇게요."
    outcomes["variance-solution"] = Outcome("variance-solution", "failed", (), "NameError: z")
    assert "NameError: z" in judge(references, outcomes, {})[0].hint


def test_student_text_is_made_harmless():
    assert clean("\x1b[31m빨강\x1b[0m\x00\n둘\u202e셋") == "빨강 둘셋"
    assert len(clean("가" * 10**6)) == 300
    assert clean(None) == ""
    assert clean("\ud800") == "?"
    assert len(describe(np.zeros(10**5))) <= 120
    assert len(describe(["x" * 10**5])) <= 120
