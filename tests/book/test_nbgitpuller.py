import re
from urllib.parse import parse_qs, urlsplit

import pytest

from coursekit import cli
from coursekit.book.nbgitpuller import chapter_link, exercise_link, pull_link
from coursekit.errors import UsageError

HUB = "https://hub.example.ac.kr"
REPO = "https://github.com/my-class/my-stats"
# Written by hand from the documented form: ?repo=…&urlpath=lab/tree/<repo>/<path>&branch=…
BY_HAND = {
    (HUB, REPO, "my_stats.ipynb"): (
        "https://hub.example.ac.kr/hub/user-redirect/git-pull"
        "?repo=https%3A%2F%2Fgithub.com%2Fmy-class%2Fmy-stats"
        "&urlpath=lab%2Ftree%2Fmy-stats%2Fmy_stats.ipynb&branch=main"
    ),
    (f"{HUB}:8443/jupyter/", f"{REPO}.git", "주차/1주.ipynb"): (
        "https://hub.example.ac.kr:8443/jupyter/hub/user-redirect/git-pull"
        "?repo=https%3A%2F%2Fgithub.com%2Fmy-class%2Fmy-stats.git"
        "&urlpath=lab%2Ftree%2Fmy-stats%2F%EC%A3%BC%EC%B0%A8%2F1%EC%A3%BC.ipynb&branch=main"
    ),
}


@pytest.mark.parametrize("case", BY_HAND, ids=["plain", "hub under a path, Korean"])
def test_links_equal_those_made_by_hand(case):
    assert pull_link(*case, "main") == BY_HAND[case]


def test_an_exercise_of_this_course(root):
    link = exercise_link(root, HUB, "gradient_descent", "", "main")
    query = parse_qs(urlsplit(link).query, strict_parsing=True)
    (path,) = query["urlpath"]
    assert path == "lab/tree/coursekit/exercises/gradient_descent/gradient_descent.ipynb"
    assert (root / path.removeprefix("lab/tree/coursekit/")).is_file()
    forked = exercise_link(root, HUB, "gradient_descent", "https://github.com/me/fork", "v2")
    assert parse_qs(urlsplit(forked).query)["urlpath"][0].startswith("lab/tree/fork/exercises/")
    with pytest.raises(UsageError, match="'gradient_decent' 연습문제는 없습니다"):
        exercise_link(root, HUB, "gradient_decent", "", "main")


def test_a_chapter_comes_from_the_branch_of_notebooks(root):
    """Cloned beside the course, not into it: one folder cannot hold two branches."""
    query = parse_qs(urlsplit(chapter_link(root, HUB, "optimizers", "")).query)
    assert query["urlpath"] == ["lab/tree/coursekit-notebooks/optimizers.ipynb"]
    assert query["targetPath"] == ["coursekit-notebooks"]
    assert query["branch"] == ["notebooks"]
    with pytest.raises(UsageError, match="'notation' 장은 없습니다"):
        chapter_link(root, HUB, "notation", "")


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"hub": "hub.example.ac.kr"}, "`--hub` 값은 https://로"),
        ({"hub": "ftp://hub.example.ac.kr"}, "`--hub` 값은 https://로"),
        ({"hub": "https://me:pw@hub.example.ac.kr"}, "`--hub` 값은 https://로"),
        ({"hub": "https://hub.example.ac.kr/?next=x"}, "`--hub` 값은 https://로"),
        ({"hub": "https://hub.example.ac.kr:x"}, "`--hub` 값은 https://로"),
        ({"hub": "https://"}, "`--hub` 값은 https://로"),
        ({"hub": "https://hub.example.ac.kr/hub/spawn"}, "`/hub`부터는 빼세요"),
        ({"hub": "https://hub.example.ac.kr/user/me/lab"}, "`/hub`부터는 빼세요"),
        ({"repo": "git@github.com:a/b.git"}, "`--repo` 값은"),
        ({"repo": "https://token@github.com/a/b"}, "`--repo` 값은"),
        ({"repo": "http://github.com/a/b"}, "`--repo` 값은 비밀번호 없이"),
        ({"repo": "https://github.com/"}, "`--repo` 값은 비밀번호 없이"),
        ({"path": "../x.ipynb"}, "`--path` 값은"),
        ({"path": "/x.ipynb"}, "`--path` 값은"),
        ({"path": "a/"}, "`--path` 값은"),
        ({"path": "a?b.ipynb"}, "`--path` 값은"),
        ({"path": "내 답.ipynb"}, "`--path` 값은"),
        ({"path": "a%2e.ipynb"}, "`--path` 값은"),
        ({"path": ""}, "`--path` 값은"),
        ({"branch": ""}, "`--branch` 값은"),
        ({"branch": "--upload-pack=x"}, "`--branch` 값은"),
        ({"branch": "a..b"}, "`--branch` 값은"),
    ],
)
def test_what_would_not_open_is_refused(changed, message):
    given = {"hub": HUB, "repo": REPO, "path": "x.ipynb", "branch": "main", **changed}
    with pytest.raises(UsageError, match=re.escape(message)):
        pull_link(*given.values())


def test_the_command(capsys, monkeypatch, root, tmp_path):
    base = ["link", "--hub", HUB]
    assert cli.main([*base, "--repo", REPO, "--path", "my_stats.ipynb"]) == 0
    assert capsys.readouterr().out == BY_HAND[HUB, REPO, "my_stats.ipynb"] + "\n"
    assert cli.main([*base, "--chapter", "optimizers", "--root", str(root)]) == 0
    assert "branch=notebooks" in capsys.readouterr().out
    for more, message in (
        ([], "가운데 꼭 하나를 쓰세요"),
        (["--chapter", "a", "--exercise", "b"], "가운데 꼭 하나를 쓰세요"),
        (["--path", "a.ipynb"], "`--path`는 `--repo`와 함께"),
        (["--chapter", "optimizers", "--branch", "x", "--root", str(root)], "받지 않습니다"),
    ):
        assert cli.main([*base, *more]) == 2
        assert message in capsys.readouterr().err
    monkeypatch.chdir(tmp_path)
    assert cli.main(["exercise", "new", "my_stats"]) == 0
    assert cli.main([*base, "--exercise", "my_stats"]) == 2
    assert "이 과정의 저장소를 모릅니다" in capsys.readouterr().err
