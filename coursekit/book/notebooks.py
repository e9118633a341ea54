r"""사이트와 함께 내놓는 노트북: 쪽의 「노트북 내려받기」가 여는 파일입니다.

Colab의 것과 같은 노트북이라, 꾸러미가 없는 곳에서는 첫 칸이 그것을 설치합니다.
"""

import shutil
from pathlib import Path

from sphinx.application import Sphinx

from coursekit.book.address import repository_url, site_url
from coursekit.book.colab import colab_notebooks, files_url, wheel_name
from coursekit.book.sources import read_numbered
from coursekit.grading import course_root

FOLDER = "notebooks"


def connect(app: Sphinx) -> None:
    r"""빌드가 끝날 때 노트북을 쓰게 합니다.

    Parameters
    ----------
    app : Sphinx
        빌드하는 Sphinx.
    """
    app.connect("build-finished", _write)


def _write(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.format != "html":
        return
    root = course_root(Path(app.srcdir))
    folder = Path(app.outdir) / FOLDER
    shutil.rmtree(folder, ignore_errors=True)  # 차례에서 빠진 장의 것이 남지 않게 합니다.
    repository = repository_url(root)
    if not repository or not read_numbered(root):
        return
    made = colab_notebooks(
        root, site=site_url(root) or repository, files=files_url(repository), wheel=wheel_name()
    )
    folder.mkdir(parents=True)
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")
