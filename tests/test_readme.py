"""The first screen: its links are the ones that the book makes, its picture and its table are today's."""

import hashlib
import re

from coursekit.book.address import page_url, repository_url, site_url
from coursekit.book.launch import binder_url, colab_url
from coursekit.book.sources import read_book, read_numbered
from coursekit.grading import read_exercise

LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")


def first_screen_faults(text, root):
    """What the top of the README leads to wrongly."""
    repository = repository_url(root)
    wanted = {
        "책 읽기": site_url(root),
        "Binder에서 1장 실행하기": binder_url(repository, "chapters/gradient_descent.md"),
        "Colab에서 1장 실행하기": colab_url(repository, "gradient_descent.ipynb"),
        "다른 곳에서 실행하기": page_url(site_url(root), "guide/running"),
        "online": site_url(root),
    }
    links = dict(LINK.findall(text))
    faults = [name for name, url in wanted.items() if links.get(name) != url]
    files = [url for url in links.values() if ":" not in url]
    return faults + [url for url in files if not (root / url.partition("#")[0]).is_file()]


def table_faults(text, root):
    """Rows of the table of chapters that are not those of the book."""
    numbered = read_numbered(root)
    chapters = [one for one in read_book(root).chapters if one.docname in numbered]
    wanted = []
    for number, chapter in enumerate(chapters, 1):
        title = re.search(r"^# (.+)$", chapter.text, re.M)[1]
        exercise = read_exercise(root / "exercises" / chapter.path.stem / "exercise.md")
        wanted.append(f"| {number:02d} {title} | {len(exercise.items)}문항, {exercise.points}점 |")
    shown = re.findall(r"^\| \d\d .*\|$", text, re.M)
    return sorted(set(wanted) ^ set(shown))


def test_the_first_screen_leads_where_the_book_does(root):
    text = (root / "README.md").read_text(encoding="utf-8")
    assert first_screen_faults(text, root) == []
    assert first_screen_faults(text.replace("/main?urlpath", "/master?urlpath"), root)
    assert first_screen_faults(text.replace("guide/running.html", "guide/run.html"), root)
    assert not re.search(r"!\[[^\]]*\]\(https?:", text)  # no picture from another host


def test_the_table_is_that_of_the_book(root):
    text = (root / "README.md").read_text(encoding="utf-8")
    assert table_faults(text, root) == []
    assert table_faults(text.replace("26점", "27점", 1), root)


def test_the_picture_is_the_one_that_is_described(root):
    about = (root / "docs" / "README.md").read_text(encoding="utf-8")
    picture = (root / "docs" / "page.png").read_bytes()
    assert re.findall("[0-9a-f]{64}", about) == [hashlib.sha256(picture).hexdigest()]
