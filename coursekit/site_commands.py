r"""지은 책을 다루는 명령: 검사하고, 바깥 링크를 적고, 찾기를 시험하고, PDF로 만듭니다."""

import json
import sys
import time
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
@click.option(
    "--check", is_flag=True, help="주소마다 물어보고 죽은 것만 찍습니다(네트워크를 씁니다)."
)
@root_option
def links(as_json: bool, check: bool, root: Path | None) -> int:
    r"""지은 책에서 밖으로 나가는 주소를 적힌 쪽과 함께 찍습니다. `--check`가 없으면 네트워크를 쓰지 않습니다."""
    from coursekit.book.outer import dead_links
    from coursekit.book.validation import outer_links, read_site

    found = outer_links(read_site(found_root(root) / "_build" / "html"))
    if check:
        dead = dead_links(found)
        for one in dead:
            click.echo(str(one))
        click.echo(f"바깥 주소 {len(found)}개 가운데 죽은 것 {len(dead)}개", err=True)
        return 1 if dead else 0
    if as_json:
        click.echo(json.dumps({link.url: link.pages for link in found}, ensure_ascii=False))
        return 0
    for link in found:
        click.echo(f"{link.url}  {', '.join(link.pages)}")
    click.echo(f"바깥 주소 {len(found)}개", err=True)
    return 0


@click.command()
@click.option("--failed", is_flag=True, help="바란 대로 나오지 않은 질의만 보입니다.")
@root_option
def queries(failed: bool, root: Path | None) -> int:
    r"""지은 책의 찾기에 질의의 표를 물어, 바라는 곳이 몇째에 나오는지 찍습니다."""
    from coursekit.book.search_queries import QUERIES_FILE, read_queries, run_queries, share

    top = found_root(root)
    results = run_queries(top / "_build" / "html", read_queries(top / QUERIES_FILE))
    for one in results:
        if not failed or not one.found:
            rank = "-" if one.rank is None else str(one.rank)
            mark = "" if one.found else "  ✗"
            blind = "*" if one.query.blind else " "
            click.echo(f"{rank:>3} {blind} {one.query.text}  →  {one.first or '없음'}{mark}")
    for name, group in (
        ("모든 질의", results),
        ("미리 적어 둔 질의(*)", [one for one in results if one.query.blind]),
    ):
        good = sum(one.found for one in group)
        click.echo(f"{name}: {len(group)}개 가운데 {good}개가 바란 자리에({share(group):.1%})")
    slowest = max((one.spent for one in results), default=0.0)
    click.echo(f"가장 오래 걸린 질의: {slowest:.0f} ms")
    return 0 if share(results) >= 0.95 else 1


@click.command()
@click.option("--chapter", metavar="이름", help="이 장만 찍습니다(예: optimizers).")
@root_option
def pdf(chapter: str | None, root: Path | None) -> int:
    r"""지은 책을 PDF로 찍습니다. 먼저 `coursekit book build`로 지으세요. Chromium이 필요합니다."""
    from coursekit.book.pdf import print_book

    start = time.monotonic()
    printed = print_book(found_root(root), chapter=chapter, report=click.echo)
    click.echo(
        f"{printed.path}: {printed.pages}쪽, {printed.path.stat().st_size / 1e6:.1f} MB, "
        f"링크는 책 안 {printed.links['inner']}개와 책 밖 {printed.links['outer']}개"
        f"(종이에서 갈 곳이 없어 뺀 것 {printed.links['dropped']}개), "
        f"{time.monotonic() - start:.0f}초"
    )
    return 0


@click.command("weigh")
@root_option
def weigh(root: Path | None) -> int:
    r"""쪽마다 그림에 앞서 오가는 바이트를 잽니다. 한도를 넘은 쪽이 있으면 실패합니다."""
    from coursekit.book.weight import HEADER, page_weights

    weights = page_weights(found_root(root) / "_build" / "html")
    click.echo(HEADER)
    for one in weights:
        click.echo(str(one))
    return int(not all(one.within for one in weights))


@click.command("costs")
@root_option
def costs(root: Path | None) -> int:
    r"""장마다 실행하는 데 든 CPU 시간과 메모리를 한도와 함께 찍습니다. 넘은 장이 있으면 실패합니다."""
    from rich.console import Console

    from coursekit.book.costs import cost_table, measured_chapters

    found = measured_chapters(found_root(root))
    # 파일이나 CI의 기록으로 갈 때는 표를 접지 않습니다.
    Console(width=None if sys.stdout.isatty() else 120).print(cost_table(found))
    return int(not all(cost.within for cost in found))


@click.command("zip")
@root_option
def zip_book(root: Path | None) -> int:
    r"""지은 사이트를 `_build/book.zip`으로 묶습니다. 풀어서 index.html을 여세요."""
    from coursekit.book.archive import zip_site

    top = found_root(root)
    target = top / "_build" / "book.zip"
    count = zip_site(top / "_build" / "html", target)
    click.echo(f"{target}: 파일 {count}개, {target.stat().st_size / 1e6:.1f} MB")
    return 0
