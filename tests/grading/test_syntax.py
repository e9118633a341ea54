r"""코드를 읽는 일은 스레드가 여럿이어도, 해석기가 한 번 비틀거려도 같은 답을 냅니다."""

import ast
from concurrent.futures import ThreadPoolExecutor

import pytest

from coursekit.grading.syntax import parse


def test_threads_read_deep_code_alike():
    deep = "x = " + "(" * 60 + "1" + ")" * 60
    broken = "(" * 150 + ")" * 150
    expected = ast.dump(ast.parse(deep))

    def read(number):
        try:
            return ast.dump(parse(deep if number % 2 else broken))
        except (SyntaxError, RecursionError, MemoryError):
            return "오류"

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(read, range(200)))
    assert set(found[1::2]) == {expected}


def test_one_stumble_of_the_parser_is_forgiven_and_two_are_a_syntax_error(monkeypatch):
    stumbles = [SystemError("depth"), SystemError("depth"), SystemError("depth")]
    right = ast.parse

    def stumbling(source):
        if stumbles:
            raise stumbles.pop()
        return right(source)

    monkeypatch.setattr("coursekit.grading.syntax.ast.parse", stumbling)
    with pytest.raises(SyntaxError, match="depth"):
        parse("x = 1")
    assert isinstance(parse("x = 1"), ast.Module)
