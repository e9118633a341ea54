r"""지은 책을 다루는 명령: 검사하고, 바깥 링크를 적고, PDF로 만듭니다."""

import json
from pathlib import Path

import click

from coursekit.options import found_root, root_option


@click.command()
@root_option
def validate(root: Path | None) -> int:
    r"""지은 책의 링크, 앵커, 마크업, 이름을 검사합니다. 먼저 `coursekit book build`로 지으세요."""
    from coursekit.book.validation import validate_site

    faults = validate_site(found_root(root) / "_build" / "html")
    for fault in faults:
        click.echo(str(fault), err=True)
    if faults:
        click.echo(f"지은 책에 고칠 것이 있습니다: {len(faults)}개", err=True)
        return 1
    click.echo("지은 책에 고칠 것이 없습니다.")
    return 0


@click.command()
@click.option(
    "--json", "as_json", is_flag=True, help="사람 대신 프로그램이 읽도록 JSON으로 찍습니다."
)
@root_option
def links(as_json: bool, root: Path | None) -> int:
    r"""지은 책에서 밖으로 나가는 주소를 적힌 쪽과 함께 찍습니다. 네트워크는 쓰지 않습니다."""
    from coursekit.book.validation import outer_links, read_site

    found = outer_links(read_site(found_root(root) / "_build" / "html"))
    if as_json:
        click.echo(json.dumps({link.url: link.pages for link in found}, ensure_ascii=False))
        return 0
    for link in found:
        click.echo(f"{link.url}  {', '.join(link.pages)}")
    click.echo(f"바깥 주소 {len(found)}개", err=True)
    return 0
