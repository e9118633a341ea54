r"""바깥 주소가 살아 있는지 물어봅니다. 네트워크를 쓰는 유일한 검사이고, 일주일에 한 번 CI가 돌립니다."""

import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from coursekit.book.validation import OuterLink

# 사람이 아니면 막거나 로그인을 시키는 곳들입니다. 주소는 살아 있습니다.
_REFUSALS = {401, 402, 403, 405, 406, 418, 429, 451, 999}
_HEADERS = {"User-Agent": "Mozilla/5.0 (coursekit link check)", "Accept": "*/*"}
_SECONDS = 30
_TRIES = 3


@dataclass(frozen=True, order=True)
class DeadLink:
    r"""죽은 주소 하나.

    Parameters
    ----------
    url : str
        주소.
    reason : str
        무슨 답이 왔는지.
    pages : tuple of str
        적힌 쪽들.
    """

    url: str
    reason: str
    pages: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.url} ({self.reason}): {', '.join(self.pages)}"


def ask(url: str) -> int:
    r"""주소에 물어 HTTP 상태 번호를 받습니다.

    Parameters
    ----------
    url : str
        주소.

    Returns
    -------
    int
        상태 번호.

    Raises
    ------
    OSError
        서버에 닿지 못했을 때.
    """
    request = urllib.request.Request(url, headers=_HEADERS)
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def dead_links(
    links: Sequence[OuterLink],
    *,
    fetch: Callable[[str], int] = ask,
    pause: Callable[[float], None] = time.sleep,
) -> list[DeadLink]:
    r"""죽은 주소를 찾습니다. 한 번의 실패로 판정하지 않고 쉬었다가 다시 묻습니다.

    Parameters
    ----------
    links : sequence of OuterLink
        물어볼 주소들.
    fetch : callable
        주소를 받아 상태 번호를 돌려주는 함수. 닿지 못하면 `OSError`를 냅니다.
    pause : callable
        다시 묻기 전에 쉬는 함수.

    Returns
    -------
    list of DeadLink
        죽은 주소들. 비어 있으면 모두 살아 있습니다.
    """

    def judge(link: OuterLink) -> DeadLink | None:
        reason = ""
        for attempt in range(_TRIES):
            if attempt:
                pause(5.0 * attempt)
            try:
                status = fetch(link.url)
            except OSError as error:
                reason = f"닿지 못함: {error}"
                continue
            if status < 400 or status in _REFUSALS:
                return None
            reason = f"상태 {status}"
            if status in (404, 410):
                break
        return DeadLink(link.url, reason, link.pages)

    with ThreadPoolExecutor(max_workers=4) as pool:
        return sorted(dead for dead in pool.map(judge, links) if dead is not None)
