"""Where to run the book: every figure of that page is measured, and the footer leads there."""

import re
from html import unescape
from importlib.metadata import requires
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace

import pytest

from coursekit.book.colab import wheel_name
from coursekit.book.costs import Cost, chapter_costs
from coursekit.book.running import costs_html, html_table, install_command, installed_size
from coursekit.book.sources import read_numbered
from coursekit.doctor import TASKS

# A figure with its unit, or a word for one: such a thing is measured, never typed.
TYPED = re.compile(r"\d[\d,.]*\s*(?:MB|GB|KiB|초|분|시간)")


def test_the_command_names_the_wheel_of_this_version():
    made = install_command("https://github.com/who/what", ["grading", "plots"])
    url = f"https://github.com/who/what/raw/notebooks/{wheel_name()}"
    assert made == f'python -m pip install "coursekit[grading,plots] @ {url}"'


def test_the_page_asks_for_what_the_doctor_asks(root):
    text = (root / "guide" / "running.md").read_text(encoding="utf-8")
    (asked,) = re.findall(r"<!-- install: ([\w,]+) -->", text)
    assert tuple(asked.split(",")) == TASKS["연습문제를 풀고 점검하기"][0]
    declared = {
        one for line in requires("coursekit") for one in re.findall(r"extra == .(\w+)", line)
    }
    assert {one for extras, _ in TASKS.values() for one in extras} <= declared


def test_no_figure_is_typed_into_the_page(root):
    text = (root / "guide" / "running.md").read_text(encoding="utf-8")
    assert TYPED.findall(text) == []
    assert TYPED.findall("장마다 1,200 MB쯤이고 10분 걸립니다") == ["1,200 MB", "10분"]


def test_the_size_is_that_of_the_files(root):
    lock = root / "requirements.lock"
    few, small = installed_size(lock, ["grading"])
    many, large = installed_size(lock, ["grading", "plots", "data"])
    assert few < many
    numpy = Path(find_spec("numpy").origin).parent
    libraries = [*numpy.rglob("*"), *numpy.parent.glob("numpy.libs/*")]
    bytes_of = sum(p.stat().st_size for p in libraries if p.is_file() and p.suffix != ".pyc")
    alone = installed_size(lock, [])
    assert alone[1] > 0.98 * bytes_of / 1e6
    assert alone[1] < small < large


def rows_of(html):
    found = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in re.findall(r"<tr>(.*?)</tr>", html)]
    return [[unescape(re.sub("<[^>]+>", "", cell)) for cell in row] for row in found if row]


@pytest.mark.book
def test_the_built_page_shows_what_the_chapters_took(built_book, root):
    page = (built_book / "guide" / "running.html").read_text(encoding="utf-8")
    costs = [one for one in chapter_costs(root) if one.docname in read_numbered(root)]
    shown = {row[0].partition("장 ")[0]: row[1:] for row in rows_of(page) if "장 " in row[0]}
    assert list(shown) == [str(number) for number in range(1, 16)]
    for number, one in enumerate(costs, 1):
        assert shown[str(number)] == [f"{one.seconds:.0f}", f"{one.megabytes:,.0f}"]
    assert f"{max(one.megabytes for one in costs):,.0f} MB를 씁니다" in page
    tasks = {row[0]: row[1:] for row in rows_of(page) if row[0] in TASKS}
    assert tasks.keys() == TASKS.keys()
    assert all(row[0] == ",".join(TASKS[task][0]) for task, row in tasks.items())


def test_a_chapter_that_takes_more_is_shown_so():
    env = SimpleNamespace(
        toc_secnumbers={"chapters/a": {"": (3,)}},
        titles={"chapters/a": SimpleNamespace(astext=lambda: "가 & 나")},
    )
    builder = SimpleNamespace(
        env=env,
        current_docname="guide/running",
        get_relative_uri=lambda here, there: f"{there}.html",
    )
    html = costs_html(builder, [Cost("chapters/a", 119.6, 1234.5)])
    assert rows_of(html) == [["3장 가 & 나", "120", "1,234"]]
    assert "2분쯤" in html
    assert "1,234 MB를" in html
    assert costs_html(builder, [Cost("chapters/a", 1.0, None)]).count('"text-right"></td>') == 1


def test_only_the_last_columns_are_numbers():
    html = html_table(["이름", "수"], [["가", 1]], numbers=1)
    assert '<th scope="col">이름</th><th scope="col" class="text-right">수</th>' in html
    assert '<td>가</td><td class="text-right">1</td>' in html


def footer_faults(page, name, root):
    """What a reader misses at the foot of a page."""
    found = re.search(r'<p class="about">(.*?)</p>', page, re.DOTALL)
    links = (
        {text: url for url, text in re.findall(r'href="([^"]+)"[^>]*>([^<]+)', found[1])}
        if found
        else {}
    )
    wanted = {"글과 그림 CC BY 4.0": "LICENSE-TEXT", "코드 BSD-3-Clause": "LICENSE"}
    faults = [
        text for text, file in wanted.items()
        if not links.get(text, "").endswith(f"/blob/main/{file}") or not (root / file).is_file()
    ]  # fmt: skip
    for text, target in {
        "이 책을 확인하는 법": "guide/checks",
        "실행하는 곳": "guide/running",
    }.items():
        own = name == target
        there = links.get(text, "").removesuffix(".html").endswith(target.rpartition("/")[2])
        if there == own:
            faults.append(text)
    return faults


@pytest.mark.book
def test_every_page_ends_with_licence_checks_and_places(built_book, root):
    paths = [
        path for path in built_book.rglob("*.html")
        if not path.relative_to(built_book).parts[0].startswith("_") and path.name != "404.html"
    ]  # fmt: skip
    assert len(paths) > 30
    for path in paths:
        name = path.relative_to(built_book).with_suffix("").as_posix()
        page = path.read_text(encoding="utf-8")
        assert footer_faults(page, name, root) == [], name
    page = (built_book / "chapters" / "convolution.html").read_text(encoding="utf-8")
    for right, wrong in (
        ("blob/main/LICENSE-TEXT", "blob/main/LICENSE-ART"),
        ("../guide/checks.html", "../guide/tests.html"),
        ('<p class="about">', "<p>"),
    ):
        assert right in page
        assert footer_faults(page.replace(right, wrong), "chapters/convolution", root)
