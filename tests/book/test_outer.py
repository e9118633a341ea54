"""Which answers make an outer link dead; no test asks the network."""

import pytest

from coursekit.book.outer import dead_links
from coursekit.book.validation import OuterLink


def judged(*answers):
    waiting = list(answers)
    asked = []

    def fetch(url):
        asked.append(url)
        answer = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    link = OuterLink("https://a.org/", ("index.html",))
    return dead_links([link], fetch=fetch, pause=lambda seconds: None), len(asked)


@pytest.mark.parametrize("answers", [(200,), (403,), (429,), (503, 200), (OSError("끊김"), 200)])
def test_alive(answers):
    assert judged(*answers)[0] == []


@pytest.mark.parametrize(
    ("answers", "reason", "asked"),
    [((404,), "상태 404", 1), ((500,), "상태 500", 3), ((OSError("없는 호스트"),), "닿지 못함", 3)],
)
def test_dead_with_its_reason_and_pages(answers, reason, asked):
    (dead,), count = judged(*answers)
    assert count == asked
    assert str(dead).startswith("https://a.org/ (" + reason)
    assert str(dead).endswith(": index.html")
