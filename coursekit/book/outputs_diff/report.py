r"""견준 결과를 한 쪽의 HTML로 씁니다: 그림은 나란히, 글은 달라진 줄을 칠해서."""

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from coursekit.book.outputs_diff.compare import Change
from coursekit.book.outputs_diff.pictures import Picture, marked
from coursekit.book.outputs_diff.pieces import Piece, State
from coursekit.book.outputs_diff.texts import Verdict

NAMES = {
    Verdict.BEYOND: "허용 오차를 넘은 것",
    Verdict.WITHIN: "허용 오차 안에서 달라진 것",
    Verdict.TIMING: "잰 시간이라 견주지 않은 것",
}


def write_report(
    changes: Sequence[Change], target: Path, *, old: str, new: str, tolerance: float
) -> None:
    r"""쪽을 씁니다. 그림까지 한 파일에 들어 있습니다.

    Parameters
    ----------
    changes : sequence of Change
        달라진 출력들.
    target : Path
        쓸 파일.
    old, new : str
        견준 두 책을 부르는 이름.
    tolerance : float
        쓴 허용 오차.
    """
    environment = Environment(
        loader=PackageLoader("coursekit", "book/assets/outputs_diff"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    groups = [
        (name, [_row(one) for one in changes if one.verdict == verdict])
        for verdict, name in NAMES.items()
    ]
    page = environment.get_template("report.html.j2").render(
        groups=groups, old=old, new=new, tolerance=f"{tolerance:.2%}"
    )
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(page, encoding="utf-8")


def _row(change: Change) -> dict[str, object]:
    row: dict[str, object] = {
        "docname": change.docname,
        "cell": change.cell,
        "name": change.name,
        "note": change.note,
        "pictures": [],
        "texts": [],
    }
    contents = [_content(change.old), _content(change.new)]
    pictures = [one for one in contents if isinstance(one, Picture)]
    if pictures:
        shown = [(_label(k), one) for k, one in enumerate(contents) if isinstance(one, Picture)]
        if len(pictures) == 2 and (where := marked(*pictures)):
            shown.append(("달라진 곳", where))
        row["pictures"] = [
            {"label": label, "uri": one.uri, "alt": f"{label}: {pictures[-1].alt or '그림'}"}
            for label, one in shown
        ]
    else:
        lines = [str(one).split("\n") if one is not None else [] for one in contents]
        row["texts"] = [
            {
                "label": _label(k),
                "lines": [(line, line not in lines[1 - k]) for line in lines[k]],
            }
            for k in (0, 1)
            if lines[k]
        ]
    return row


def _label(number: int) -> str:
    return ("옛것", "새것")[number]


def _content(piece: Piece | None) -> str | Picture | None:
    if piece is None:
        return None
    return piece.content.values if isinstance(piece.content, State) else piece.content
