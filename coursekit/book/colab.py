r"""장과 연습문제를 Colab에서 여는 노트북(.ipynb)으로 옮깁니다.

첫 칸이 이 책의 꾸러미 하나를 설치하고, 이미 있는 것은 다시 설치하지 않습니다. 한글 글꼴이 꾸러미 안에
있으므로 런타임을 다시 시작하지 않아도 그림의 한글이 그려집니다.
"""

import hashlib
import re
import shutil
from pathlib import Path
from typing import Any

import jupytext
import nbformat

from coursekit import __version__
from coursekit.book.address import repository_url, site_url
from coursekit.book.plain import References, chapter_numbers, plain_markdown, read_references
from coursekit.book.sources import Chapter, read_book
from coursekit.errors import UsageError
from coursekit.grading import exercise_folders, read_exercise, release_notebook

_STORED = re.compile(r'"_static/stored/(?P<stem>[\w-]+)\.json"')
_TORCH = re.compile(r"torch|coursekit\.models")
_HIDDEN = {"remove-input", "hide-input"}
BRANCH = "notebooks"  # the branch that holds nothing but what this module writes
EXERCISES = "exercises"  # the folder there of the exercises' notebooks


def wheel_name() -> str:
    r"""이 판의 `coursekit`을 바퀴(wheel)로 만들었을 때의 파일 이름입니다."""
    return f"coursekit-{__version__}-py3-none-any.whl"


def files_url(repository: str) -> str:
    r"""노트북만 있는 가지의 파일을 그대로 받는 주소입니다.

    Parameters
    ----------
    repository : str
        저장소의 주소.

    Returns
    -------
    str
        주소. 뒤에 `/`와 파일 이름을 붙입니다.
    """
    return f"{repository}/raw/{BRANCH}"


def colab_notebooks(root: Path, *, site: str, files: str, wheel: str) -> dict[str, str]:
    r"""번호가 붙는 장을 모두 노트북으로 옮깁니다.

    Parameters
    ----------
    root : Path
        책의 뿌리 폴더.
    site : str
        책의 주소. 노트북의 참조가 이곳을 가리킵니다.
    files : str
        노트북과 함께 내놓은 파일들의 주소: 꾸러미의 바퀴(wheel)와 저장해 둔 그림.
    wheel : str
        바퀴 파일의 이름.

    Returns
    -------
    dict of str to str
        파일 이름마다의 노트북(JSON). 같은 원본에서는 늘 같습니다.

    Raises
    ------
    UsageError
        노트북으로 옮길 줄 모르는 것이 글에 있을 때.
    """
    book = read_book(root)
    references = read_references(book, site.rstrip("/") + "/")
    numbers = chapter_numbers(book)
    return {
        f"{Path(chapter.docname).name}.ipynb": _notebook(
            chapter, references, f"{files.rstrip('/')}/", wheel
        )
        for chapter in book.chapters
        if chapter.docname in numbers
    }


def exercise_notebooks(root: Path, *, files: str, wheel: str) -> dict[str, str]:
    r"""연습문제마다, 배포하는 노트북의 맨 앞에 꾸러미를 설치하는 칸을 더합니다.

    더한 칸에는 이름(`grade_id`)이 없으므로 채점은 그 칸을 보지 않습니다.

    Parameters
    ----------
    root : Path
        책의 뿌리 폴더.
    files : str
        바퀴(wheel)가 놓인 곳의 주소.
    wheel : str
        바퀴 파일의 이름.

    Returns
    -------
    dict of str to str
        `exercises/<이름>.ipynb`마다의 노트북(JSON).

    Raises
    ------
    UsageError
        연습문제의 원본이 틀렸을 때.
    """
    found = {}
    for folder in exercise_folders(root):
        notebook = release_notebook(read_exercise(folder / "exercise.md"))
        setup = _cell("code", "\n".join(_installing(f"{files.rstrip('/')}/", wheel, [])))
        setup["id"] = "colab-setup"
        notebook.cells.insert(0, setup)
        nbformat.validate(notebook)
        text = str(nbformat.writes(notebook)) + "\n"  # type: ignore[no-untyped-call]
        found[f"{EXERCISES}/{folder.name}.ipynb"] = text
    return found


def write_colab(root: Path, wheel: Path, output: Path) -> list[Path]:
    r"""노트북과 바퀴와 저장해 둔 그림을 한 폴더에 씁니다. 그 폴더가 그대로 가지(branch) 하나가 됩니다.

    Parameters
    ----------
    root : Path
        책의 뿌리 폴더.
    wheel : Path
        `coursekit`의 바퀴 파일.
    output : Path
        쓸 폴더. 있으면 먼저 지우므로 남의 파일이 든 폴더는 거절합니다.

    Returns
    -------
    list of Path
        쓴 노트북들: 장의 차례대로, 그다음 연습문제.

    Raises
    ------
    UsageError
        바퀴가 없거나, 저장소의 주소가 없거나, 폴더에 다른 파일이 있을 때.
    """
    if wheel.suffix != ".whl" or not wheel.is_file():
        raise UsageError(f"바퀴(.whl) 파일이 아닙니다: {wheel}")
    url = repository_url(root)
    if not url:
        raise UsageError("pyproject.toml의 [project.urls]에 `Repository`를 쓰세요.")
    mark = output / ".nojekyll"  # also what says that the folder is ours
    if output.exists() and any(output.iterdir()) and not mark.is_file():
        raise UsageError(f"다른 파일이 든 폴더에는 쓰지 않습니다: {output}")
    shutil.rmtree(output, ignore_errors=True)
    (output / "_static").mkdir(parents=True)
    mark.touch()
    shutil.copy2(wheel, output / wheel.name)
    stored = root / "chapters" / "_static" / "stored"
    if stored.is_dir():
        shutil.copytree(stored, output / "_static" / "stored")
    files = files_url(url)
    site = site_url(root) or url
    notebooks = colab_notebooks(root, site=site, files=files, wheel=wheel.name)
    notebooks |= exercise_notebooks(root, files=files, wheel=wheel.name)
    written = []
    for name, text in notebooks.items():
        path = output / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written


def _notebook(chapter: Chapter, references: References, files: str, wheel: str) -> str:
    read = jupytext.reads(chapter.text, fmt="md:myst")
    cells: list[Any] = [
        _cell("markdown", _welcome(chapter, references)),
        _cell("code", _setup(chapter, files, wheel)),
    ]
    for cell in read.cells:
        if cell.cell_type == "code":
            new = _cell("code", cell.source)
            if _HIDDEN & set(cell.metadata.get("tags", [])):
                new.metadata["jupyter"] = {"source_hidden": True}
        else:
            text = plain_markdown(cell.source, chapter, references)
            if not text.strip():
                continue
            new = _cell("markdown", text)
        cells.append(new)
    for number, cell in enumerate(cells):
        # An id that is drawn anew each time would change every notebook on every run.
        key = f"{chapter.docname}:{number}:{cell.source}"
        cell["id"] = hashlib.sha256(key.encode()).hexdigest()[:12]
    notebook = nbformat.v4.new_notebook(  # type: ignore[no-untyped-call]
        cells=cells,
        metadata={
            "colab": {"provenance": [], "toc_visible": True},
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
    )
    nbformat.validate(notebook)
    return str(nbformat.writes(notebook)) + "\n"  # type: ignore[no-untyped-call]


def _cell(kind: str, source: str) -> Any:
    make = {"code": nbformat.v4.new_code_cell, "markdown": nbformat.v4.new_markdown_cell}[kind]
    return make(source)  # type: ignore[no-untyped-call]


def _welcome(chapter: Chapter, references: References) -> str:
    title = references.titles[chapter.docname]
    return (
        f"이 노트북은 책의 [{title}]({references.page(chapter.docname)}) 장에서 만들었습니다.\n"
        "위에서부터 차례로 실행하세요. GPU는 필요 없습니다."
    )


def _installing(files: str, wheel: str, extras: list[str]) -> list[str]:
    name = f"coursekit[{','.join(extras)}]" if extras else "coursekit"
    return [
        "import importlib.util",
        "",
        'if importlib.util.find_spec("coursekit") is None:',
        "    # 이 책의 꾸러미와, 그것이 쓰는 것 가운데 여기 없는 것만 설치합니다. 한 번이면 됩니다.",
        f'    %pip install -q "{name} @ {files}{wheel}"',
    ]


def _setup(chapter: Chapter, files: str, wheel: str) -> str:
    # Colab에는 torch가 있어 다시 받지 않습니다. 내려받은 노트북을 여는 컴퓨터에는 없을 수 있습니다.
    needs_torch = any(_TORCH.search(one.source) for one in chapter.cells)
    lines = _installing(files, wheel, ["chapters", *(["torch"] if needs_torch else [])])
    stems = list(dict.fromkeys(_STORED.findall(chapter.text)))
    if stems:
        folder = chapter.path.parent / "_static" / "stored"
        names = sorted(path.name for stem in stems for path in folder.glob(f"{stem}.*"))
        lines += [
            "",
            "# 자료가 없을 때 보일, 미리 계산해 둔 그림과 수입니다.",
            "from pathlib import Path",
            "from urllib.request import urlretrieve",
            "",
            'Path("_static/stored").mkdir(parents=True, exist_ok=True)',
            f"for name in {names!r}:",
            f'    urlretrieve(f"{files}_static/stored/{{name}}", f"_static/stored/{{name}}")',
        ]
    lines += [
        "",
        "try:",
        "    from google.colab import output",
        "except ImportError:",
        "    pass  # Colab이 아닙니다",
        "else:",
        "    output.enable_custom_widget_manager()  # 만지는 그림을 켭니다",
    ]
    return "\n".join(lines)
