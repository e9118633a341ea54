r"""찾기를 시험하는 질의의 표를 읽고, 질의마다 바라는 곳이 몇째에 나오는지 셉니다.

표는 책이 아니라 시험의 것이므로 `tests/book/queries.yml`에 있습니다.
"""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from coursekit.book.search_index import INDEX_FILE
from coursekit.errors import UsageError

QUERIES_FILE = "tests/book/queries.yml"
_KEYS = {"q", "want", "top", "blind"}
# 브라우저와 node가 같이 쓰는 한 줄: 결과를 `쪽 § 제목`으로 적습니다. 용어집의 뜻 상자는 세지 않습니다.
RANKED = """(queries) => {
  const search = new CourseSearch(courseSearchIndex);
  search.find("손실 함수");
  return queries.map((query) => {
    const begun = performance.now();
    const found = search.find(query);
    const spent = performance.now() - begun;
    const places = found.results.map((one) => [one.page[0], one.title]);
    return { places, spent, total: found.total };
  });
}"""


@dataclass(frozen=True)
class Query:
    r"""질의 하나와 그것이 찾아야 하는 곳.

    Parameters
    ----------
    text : str
        독자가 치는 그대로의 글.
    want : tuple of str
        `쪽` 또는 `쪽 § 절의 제목`. 비었으면 아무것도 나오지 않아야 합니다.
    top : int
        그 가운데 하나가 나와야 하는 가장 낮은 자리.
    blind : bool
        찾기를 만들기 전에 적어 두고 맞추지 않은 질의인지.
    """

    text: str
    want: tuple[str, ...]
    top: int = 3
    blind: bool = False


@dataclass(frozen=True)
class Ranked:
    r"""질의 하나의 결과.

    Parameters
    ----------
    query : Query
        질의.
    rank : int or None
        바라는 곳이 나온 자리(1부터). 나오지 않았으면 `None`입니다.
    first : str
        맨 앞에 나온 곳. 없으면 빈 글입니다.
    spent : float
        걸린 밀리초.
    """

    query: Query
    rank: int | None
    first: str
    spent: float

    @property
    def found(self) -> bool:
        r"""바란 대로이면 참입니다. 답이 없는 질의는 아무것도 나오지 않아야 합니다."""
        if not self.query.want:
            return not self.first
        return self.rank is not None and self.rank <= self.query.top


def read_queries(path: Path) -> tuple[Query, ...]:
    r"""질의의 표를 읽습니다.

    Parameters
    ----------
    path : Path
        YAML 파일.

    Returns
    -------
    tuple of Query
        적힌 차례대로의 질의.

    Raises
    ------
    UsageError
        파일이 없거나, 형식이 틀리거나, 같은 질의가 두 번 있을 때.
    """
    try:
        items: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        text = " ".join(str(error).split())
        raise UsageError(f"질의의 표를 읽을 수 없습니다: {path}: {text}") from None
    if not isinstance(items, list):
        raise UsageError(f"{path}: 질의의 목록이어야 합니다.")
    queries = tuple(_query(item, path) for item in items)
    texts = [query.text for query in queries]
    for text in texts:
        if texts.count(text) > 1:
            raise UsageError(f"{path}: 같은 질의가 두 번 있습니다: {text!r}")
    return queries


def _query(item: Any, path: Path) -> Query:
    known = isinstance(item, dict) and {"q", "want"} <= set(item) <= _KEYS
    if not known or not isinstance(item["q"], str) or not isinstance(item["want"], list):
        raise UsageError(f"{path}: `{{q: 글, want: [곳, …]}}` 꼴이어야 합니다(받은 값: {item!r})")
    want = tuple(_place(str(one)) for one in item["want"])
    top, blind = item.get("top", 3), item.get("blind", False)
    if not isinstance(top, int) or not 1 <= top <= 12 or not isinstance(blind, bool):
        raise UsageError(f"{path}: `top`은 1–12, `blind`는 참거짓이어야 합니다(받은 값: {item!r})")
    return Query(item["q"], want, top, blind)


def _place(text: str) -> str:
    page, mark, title = text.partition(" § ")
    return f"chapters/{page}{mark}{title}" if page != "index" else text


def ranked(queries: Sequence[Query], answers: Sequence[dict[str, Any]]) -> list[Ranked]:
    r"""브라우저나 node의 답에서 바라는 곳의 자리를 찾습니다.

    Parameters
    ----------
    queries : sequence of Query
        질의.
    answers : sequence of dict
        질의마다의 답. `RANKED`가 돌려준 것입니다.

    Returns
    -------
    list of Ranked
        질의마다의 결과.
    """
    result = []
    for query, answer in zip(queries, answers, strict=True):
        places = [f"{page} § {title}" for page, title in answer["places"]]
        hits = (
            number
            for number, place in enumerate(places, 1)
            if any(place == want or place.startswith(f"{want} § ") for want in query.want)
        )
        first = places[0] if places else ""
        result.append(Ranked(query, next(hits, None), first, float(answer["spent"])))
    return result


def share(results: Sequence[Ranked]) -> float:
    r"""바란 대로 나온 질의의 비율.

    Parameters
    ----------
    results : sequence of Ranked
        질의마다의 결과.

    Returns
    -------
    float
        0과 1 사이. 질의가 없으면 1입니다.
    """
    return sum(one.found for one in results) / len(results) if results else 1.0


def unknown_places(queries: Sequence[Query], known: Sequence[tuple[str, str]]) -> list[str]:
    r"""책에 없는 곳을 바라는 질의를 찾습니다. 제목이 바뀌면 표도 바뀌어야 합니다.

    Parameters
    ----------
    queries : sequence of Query
        질의.
    known : sequence of (str, str)
        책의 모든 결과의 쪽과 제목.

    Returns
    -------
    list of str
        `질의: 곳`의 목록. 모두 있으면 비었습니다.
    """
    places = {page for page, _ in known} | {f"{page} § {title}" for page, title in known}
    return [
        f"{query.text}: {want}" for query in queries for want in query.want if want not in places
    ]


def run_queries(html: Path, queries: Sequence[Query]) -> list[Ranked]:
    r"""지은 책의 찾기를 node로 돌려 봅니다.

    Parameters
    ----------
    html : Path
        지은 책의 폴더.
    queries : sequence of Query
        질의.

    Returns
    -------
    list of Ranked
        질의마다의 결과.

    Raises
    ------
    UsageError
        색인이 없거나, 표가 책에 없는 곳을 바랄 때.
    """
    from coursekit.book.mathematics import node_program

    scripts = [html / "_static" / "search-engine.js", html / INDEX_FILE]
    for script in scripts:
        if not script.is_file():
            raise UsageError(f"찾기의 파일이 없습니다. 먼저 책을 지으세요: {script}")
    source = "".join(script.read_text(encoding="utf-8") for script in scripts)
    known = "courseSearchIndex.entries.map((one) => [courseSearchIndex.pages[one[0]][0], one[4]])"
    asked = json.dumps([query.text for query in queries])
    source += f"console.log(JSON.stringify([({RANKED})({asked}), {known}]));"
    run = subprocess.run(
        [str(node_program()), "-"], input=source, capture_output=True, text=True, check=True
    )
    answers, places = json.loads(run.stdout)
    if lost := unknown_places(queries, [(page, title) for page, title in places]):
        raise UsageError("질의의 표가 책에 없는 곳을 바랍니다: " + "; ".join(lost))
    return ranked(queries, answers)
