"""Each check rejects what it is for and accepts its near neighbour."""

import subprocess
import sys
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from coursekit.book import CHECKS, check_book

FRONT = "---\nkernelspec:\n  display_name: Python 3\n  language: python\n  name: python3\n---\n\n"
TERMS = """\
- {ko: 경사하강법, en: gradient descent, id: gd, definition: 뜻, forbidden: [경사 하강법, GDM]}
- {ko: 가중치, en: weight, id: weight, definition: 뜻, forbidden: [가중]}
"""


PARTS = (
    "format: jb-book\nroot: index\nparts:\n- caption: 1부\n  numbered: true\n"
    "  chapters:\n  - file: chapters/a\n"
)
TIMED = "# 가\n\n읽는 데 10분, 연습문제에 5분쯤 걸립니다.\n"


def cell(code: str, options: str = "") -> str:
    return f"```{{code-cell}} ipython3\n{options}{code}\n```\n"


NUMBERED = """\
format: jb-book
root: index
parts:
- caption: 부
  numbered: true
  chapters:
  - file: chapters/a
"""


def asked(
    question: str = "왜 그럴까요?",
    answer: str | None = "그렇기 때문입니다.",
    *,
    options: str = ":class: self-check\n",
    more: str = "",
) -> str:
    folded = "" if answer is None else f":::{{dropdown}} 답 보기\n{answer}\n:::\n"
    return f"::::{{admonition}} 스스로 확인\n{options}\n{question}\n\n{folded}{more}::::\n\n"


def write(root: Path, files: dict[str, str]) -> Path:
    toc = files.pop("_toc.yml", "format: jb-book\nroot: index\nchapters:\n- file: chapters/a\n")
    files = {"index.md": "# 처음\n", "chapters/a.md": "# 가\n", "_toc.yml": toc, **files}
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


# check, file, line, part of what, part of the fix, files
REJECTED = [
    ("places", "chapters/summaries.yml", 1, "`a`의 요약에", "formulas", {"_toc.yml": PARTS}),
    ("places", "chapters/summaries.yml", 2, "차례에 없는 장", "지우",
     {"chapters/summaries.yml": "\nzz:\n  figure: 그림\n  formulas: {}\n"}),
    ("places", "chapters/map.yml", 1, "`a`이 지도에 없습니다", "needs", {"_toc.yml": PARTS}),
    ("places", "chapters/map.yml", 3, "`zz`", "지우",
     {"_toc.yml": PARTS, "chapters/a.md": TIMED, "chapters/map.yml": "a:\n  needs: {}\nzz:\n  needs: {}\n"}),
    ("places", "chapters/map.yml", 1, "뒤에 있는 장", "차례",
     {"_toc.yml": PARTS, "chapters/a.md": TIMED, "chapters/map.yml": "a:\n  needs: {a: 나}\n"}),
    ("places", "chapters/a.md", 1, "읽는 시간이 없습니다", "읽는 데",
     {"_toc.yml": PARTS, "chapters/map.yml": "a:\n  needs: {}\n"}),
    ("contents", "chapters/b.md", 1, "차례에 없", "file: chapters/b", {"chapters/b.md": "# 나\n"}),
    ("contents", "guide/b.md", 1, "차례에 없", "file: guide/b", {"guide/b.md": "# 나\n"}),
    ("contents", "_toc.yml", 4, "chapters/zz.md", "파일을 만들",
     {"_toc.yml": "format: jb-book\nroot: index\nchapters:\n- file: chapters/zz\n- file: chapters/a\n"}),
    ("contents", "_toc.yml", 5, "두 번", "지우",
     {"_toc.yml": "format: jb-book\nroot: index\nchapters:\n- file: chapters/a\n- file: chapters/a\n"}),
    ("definitions", "chapters/a.md", 4, "`step`", "coursekit",
     {"index.md": cell("def step(): ..."), "chapters/a.md": "# 가\n\n" + cell("def step(): ...")}),
    ("definitions", "chapters/a.md", 6, "`Net`", "coursekit",
     {"chapters/a.md": cell("class Net: ...") + "\n" + cell("class Net: ...")}),
    ("definitions", "chapters/a.md", 3, "문법", "고치", {"chapters/a.md": cell("x = 1\nif x")}),
    ("bold", "chapters/a.md", 3, "**경사(gradient)**를", "**경사**(gradient)",
     {"chapters/a.md": "# 가\n\n**경사(gradient)**를 봅니다.\n"}),
    ("bold", "chapters/a.md", 3, "별표", "코드는 굵게",
     {"chapters/a.md": "# 가\n\n이제 **`code`**를 봅니다.\n"}),
    ("bold", "chapters/a.md", 4, "별표", "밖으로",
     {"chapters/a.md": "# 가\n\n:::{note}\n**멈춥니다.**라는\n:::\n"}),
    ("bold", "chapters/a.md", 1, "열리지", "띄우", {"chapters/a.md": "뒤에**(괄호)** 있다\n"}),
    ("terms", "chapters/a.md", 3, "경사 하강법", "경사하강법",
     {"chapters/a.md": "# 가\n\n경사 하강법입니다.\n", "chapters/terms.yml": TERMS}),
    ("terms", "chapters/a.md", 1, "가중", "가중치",
     {"chapters/a.md": "# 가중 곱하기\n", "chapters/terms.yml": TERMS}),
    ("terms", "chapters/a.md", 4, "GDM", "경사하강법",
     {"chapters/a.md": "% allow-term: GDM\nGDM은 됩니다.\n\n여기 gdm은 안 됩니다.\n",
      "chapters/terms.yml": TERMS}),
    ("figures", "chapters/a.md", 2, "plot_curves", "한국어",
     {"chapters/a.md": cell("viz.plot_curves(a)")}),
    ("figures", "chapters/a.md", 2, "plot_curves", "한국어",
     {"chapters/a.md": cell("viz.plot_curves(a, alt=' ')")}),
    ("figures", "chapters/a.md", 3, "plt.subplots", "describe",
     {"chapters/a.md": cell("x = 1\nfig, ax = plt.subplots()")}),
    ("figures", "chapters/a.md", 1, "a.png", "한국어", {"chapters/a.md": "![](a.png)\n"}),
    ("figures", "chapters/a.md", 2, ":alt:", "한국어",
     {"chapters/a.md": "# 가\n```{figure} a.png\n:name: x\n설명\n```\n"}),
    ("figures", "chapters/a.md", 1, "<img>", "한국어", {"chapters/a.md": '<img src="a.png">\n'}),
    ("stored", "chapters/a.ipynb", 1, "노트북", "jupytext", {"chapters/a.ipynb": "{}"}),
    ("stored", "chapters/a.md", 3, "execution_count", "지우",
     {"chapters/a.md": cell("x = 1", ":execution_count: 3\n")}),
    ("stored", "chapters/a.md", 1, "저장", "지우",
     {"chapters/a.md": "![그림](data:image/png;base64,AAAA)\n"}),
    ("stored", "chapters/a.md", 6, "`toc`", "지우",
     {"chapters/a.md": FRONT.replace("\n---\n\n", "\ntoc: {x: 1}\n---\n\n")}),
    ("stored", "chapters/a.md", 2, "커널", "python3",
     {"chapters/a.md": FRONT.replace("name: python3", "name: my-env")}),
    ("stored", "chapters/a.md", 4, "jupytext_version", "지우",
     {"chapters/a.md": "---\njupytext:\n  text_representation:\n    jupytext_version: 1.19\n---\n"}),
    ("installs", "chapters/a.md", 2, "pip", "pyproject", {"chapters/a.md": cell("!pip install x")}),
    ("installs", "chapters/a.md", 2, "pip", "pyproject", {"chapters/a.md": cell("%pip install x")}),
    ("installs", "chapters/a.md", 3, "wget", "coursekit.data",
     {"chapters/a.md": cell("x = 1\n!wget -q http://a.b/c")}),
    ("installs", "chapters/a.md", 2, "urlretrieve", "coursekit.data",
     {"chapters/a.md": cell("urlretrieve('x', 'y')")}),
    ("installs", "chapters/a.md", 2, "download=True", "coursekit.data",
     {"chapters/a.md": cell("MNIST('.', download=True)")}),
    ("sentences", "chapters/a.md", 3, "문장이 둘", "둘째",
     {"chapters/a.md": "# 가\n\n첫째입니다. 둘째입니다.\n"}),
    ("sentences", "chapters/a.md", 1, "문장이 둘", "그렇",
     {"chapters/a.md": "- 정말 그런가요? 그렇습니다.\n"}),
    ("self_checks", "chapters/a.md", 1, "모자랍니다(3개", "까닭",
     {"_toc.yml": NUMBERED, "chapters/a.md": "# 가\n\n" + 3 * asked()}),
    ("self_checks", "chapters/a.md", 3, "답이 0개", "dropdown",
     {"chapters/a.md": "# 가\n\n" + asked(answer=None)}),
    ("self_checks", "chapters/a.md", 3, "답이 2개", "하나",
     {"chapters/a.md": "# 가\n\n" + asked(more=":::{dropdown} 답 보기\n또.\n:::\n")}),
    ("self_checks", "chapters/a.md", 3, "답이 비었", "답과 까닭",
     {"chapters/a.md": "# 가\n\n" + asked(answer=" ")}),
    ("self_checks", "chapters/a.md", 3, "물음이 비었", "물음을 쓰",
     {"chapters/a.md": "# 가\n\n" + asked(question="")}),
    ("self_checks", "chapters/a.md", 3, "갈래", ":class: self-check",
     {"chapters/a.md": "# 가\n\n" + asked(options="")}),
]  # fmt: skip

ACCEPTED = [
    ("places",
     {"_toc.yml": PARTS, "chapters/a.md": TIMED, "chapters/map.yml": "a:\n  needs: {}\n",
      "chapters/summaries.yml": "a:\n  figure: 그림\n  formulas: {eq-a: 식}\n"}),
    ("places", {}),
    ("contents", {"chapters/_draft/b.md": "# 나\n", "chapters/.ipynb_checkpoints/a.md": "# 가\n"}),
    ("definitions",
     {"index.md": cell("class A:\n    def go(self): ...\n%matplotlib inline\n!ls"),
      "chapters/a.md": cell("class B:\n    def go(self): ...")
      + "```python\nclass A: ...\n```\n"}),
    ("bold",
     {"chapters/a.md": "**경사**(gradient)를, `code`를, $x$를, **굵게**가 **끝.** 그리고 *기울임*도\n"
      "```python\nf(**kwargs)**2를\n```\n`**경사(x)**를`도 코드입니다.\n"}),
    ("terms",
     {"chapters/a.md": "경사하강법과 가중치.\n`경사 하강법`도 $GDM$도 코드와 수식.\n\n"
      "% allow-term: 경사 하강법\n남은 '경사 하강법'이라 썼습니다.\n\nGDMX는 다른 말.\n",
      "chapters/terms.yml": TERMS}),
    ("figures",
     {"chapters/a.md": "![곡선](a.png)\n\n```{figure} a.png\n:alt: 곡선\n```\n"
      + cell("viz.plot_curves(a, alt='손실 곡선입니다.')\nviz.plot_curves(**options)")
      + cell("fig, ax = plt.subplots()\nviz.describe(fig, '그림')")
      + cell("fig, ax = plt.subplots()\nviz.plot_curves(a, ax=ax, alt='곡선')\nax.plot(x)")
      + '<img src="a.png" alt="곡선">\n'}),
    ("stored",
     {"chapters/a.md": FRONT + cell("x = 1", ":tags: [remove-input]\n\n")
      + "출력: 3입니다.\n", "chapters/.ipynb_checkpoints/a.ipynb": "{}"}),
    ("installs",
     {"chapters/a.md": "터미널에서 `pip install coursekit`을 씁니다.\n\n```bash\npip install x\n```\n"
      + cell("# !pip install 은 쓰지 않습니다\npipeline = install(3)\n!ls\nmodel.download")}),
    ("sentences",
     {"chapters/a.md": "첫째입니다.\n둘째, 값은 0.5입니다.\n`a다. b다.`는 코드입니다.\n\n"
      "| 가 | 나다. 다다. |\n|---|---|\n"}),
    ("self_checks",
     {"_toc.yml": NUMBERED, "index.md": "# 번호가 없는 처음 쪽\n",
      "chapters/a.md": "# 가\n\n" + 4 * asked(question="무엇일까요?\n\n- 보기\n```python\nx = 1\n```")
      + ":::{admonition} 개요\n:class: overview\n물음이 아닌 상자.\n:::\n"}),
]  # fmt: skip


@pytest.mark.parametrize(("check", "file", "line", "what", "fix", "files"), REJECTED)
def test_rejects(check, file, line, what, fix, files, tmp_path):
    book = write(tmp_path, dict(files))
    found = check_book(book)
    mine = [p for p in found if p.path == book / file and p.line == line and what in p.what]
    assert len(mine) == 1, [p.describe(book) for p in found]
    assert fix in mine[0].fix
    assert mine[0].describe(book).startswith(f"{file}:{line}: ")
    only = list(CHECKS[check](_read(book)))
    assert mine[0] in only


@pytest.mark.parametrize(("check", "files"), ACCEPTED)
def test_accepts(check, files, tmp_path):
    book = write(tmp_path, dict(files))
    assert [p.describe(book) for p in CHECKS[check](_read(book))] == []


def _read(book: Path):
    from coursekit.book import read_book

    return read_book(book)


def test_every_check_has_both_kinds_of_fixture():
    assert {name for name, *_ in REJECTED} == set(CHECKS) == {name for name, _ in ACCEPTED}


@pytest.mark.parametrize(
    "text",
    [
        "**경사(gradient)**를", "**경사**(gradient)를", "**`x`**를", "**`x`** 를", "**멈춤.**이",
        "**멈춤**이", "가**(나)** 다", "가 **(나)** 다", "*기울임(x)*을", "**가**나**다**",
        "**「가」**를", "**가%**가", "앞 **가**, **나(다)**라", "**가$x$**를", "**가$x$** 를",
    ],
)  # fmt: skip
def test_bold_agrees_with_the_markdown_parser(text, tmp_path):
    """A real parser is the oracle: the check speaks up exactly when asterisks stay in the text."""
    tokens = MarkdownIt("commonmark").parseInline(text)[0].children
    left_over = any("*" in token.content for token in tokens if token.type == "text")
    book = write(tmp_path, {"chapters/a.md": f"# 가\n\n{text}\n"})
    assert bool(list(CHECKS["bold"](_read(book)))) == left_over


def test_checking_loads_neither_sphinx_nor_jupyter(root):
    code = (
        "import sys; from pathlib import Path; from coursekit.book import check_book;"
        f"check_book(Path({str(root)!r}));"
        "print([m for m in ('sphinx','jupyter_book','myst_nb','nbformat','torch','matplotlib')"
        " if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
