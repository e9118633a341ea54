r"""한 장의 결과가 `coursekit`의 어느 파일에 달려 있는지 찾습니다.

단위는 꾸러미의 부분(`coursekit/optim/` 폴더나 `coursekit/parameter.py`)입니다.
칸이 부르는 부분과, 그 부분의 파일이 (함수 안에서라도) 부르는 부분을 끝까지 따라갑니다.
알아볼 수 없는 방법으로 `coursekit`을 부르면 모든 부분에 달린 것으로 칩니다:
다시 실행하는 것은 느릴 뿐이지만, 다시 실행하지 않는 것은 틀린 책이 됩니다.
"""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from coursekit.book.cellcode import magic_lines, python_source

PACKAGE = "coursekit"
_DYNAMIC = {"exec", "eval", "compile", "__import__", "import_module", "run_module", "run_path"}
# 부분의 결과에 들 수 없는 파일들입니다.
_IGNORED = {".pyc", ".mo"}
# 위젯의 스크립트와 CSS는 쪽을 쓸 때 꾸러미에서 바로 가져갑니다(`coursekit.book.widgets`).
# 결과에 남아 있던 것은 쓰이지 않으므로, 이것만 고치면 장을 다시 실행하지 않습니다.
_SERVED = ("viz/widgets", {".js", ".css"})


def part_files(package: Path) -> dict[str, list[Path]]:
    r"""꾸러미의 부분 이름마다 그 파일들(코드, 글꼴 등)을 모읍니다. 쪽이 바로 가져가는 것은 뺍니다.

    Parameters
    ----------
    package : Path
        `coursekit` 폴더.

    Returns
    -------
    dict of str to list of Path
        부분의 이름과 정렬된 파일들. `""`는 꾸러미의 `__init__.py`입니다.
    """
    parts: dict[str, list[Path]] = {"": [package / "__init__.py"]}
    for path in sorted(package.iterdir()):
        if path.is_dir() and path.name != "__pycache__":
            files = (p for p in path.rglob("*") if p.is_file() and p.suffix not in _IGNORED)
            parts[path.name] = sorted(
                p for p in files if "__pycache__" not in p.parts and not _is_served(p, package)
            )
        elif path.suffix == ".py" and path.name != "__init__.py":
            parts[path.stem] = [path]
    return parts


def _is_served(path: Path, package: Path) -> bool:
    folder, kinds = _SERVED
    return path.suffix in kinds and path.is_relative_to(package / folder)


def part_imports(parts: dict[str, list[Path]]) -> dict[str, set[str]]:
    r"""부분마다 그것이 바로 부르는 부분들을 찾습니다.

    Parameters
    ----------
    parts : dict of str to list of Path
        `part_files`의 결과.

    Returns
    -------
    dict of str to set of str
        부분의 이름과, 그 파일들이 부르는 부분들.
    """
    names = set(parts)
    graph = {}
    for part, files in parts.items():
        found = {""}
        for path in files:
            if path.suffix == ".py":
                tree = ast.parse(path.read_text(encoding="utf-8"))
                found |= set(_static_imports(tree, names, inside=part))
        graph[part] = found
    return graph


def chapter_parts(cells: Iterable[str], graph: dict[str, set[str]]) -> set[str]:
    r"""칸들의 코드가 (거쳐서라도) 달려 있는 부분을 모두 찾습니다.

    Parameters
    ----------
    cells : iterable of str
        칸들의 코드.
    graph : dict of str to set of str
        `part_imports`의 결과.

    Returns
    -------
    set of str
        부분의 이름들.
    """
    names = set(graph)
    found: set[str] = set()
    for source in cells:
        if any(PACKAGE in line or "%run" in line for line in magic_lines(source)):
            return names
        try:
            tree = ast.parse(python_source(source))
        except SyntaxError:
            return names
        if _is_dynamic(tree):
            return names
        found |= set(_static_imports(tree, names, inside=None))
    reached: set[str] = set()
    while found - reached:
        part = (found - reached).pop()
        reached.add(part)
        found |= graph[part]
    return reached


def _static_imports(tree: ast.Module, names: set[str], inside: str | None) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name == PACKAGE and inside is not None:
                    yield from _attributes(tree, alias.asname or PACKAGE, names)
                else:
                    yield from _part_of(alias.name, names, whole=inside is None)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            if node.level:  # 상대 경로는 자기 부분 안이거나 꾸러미의 뿌리입니다.
                yield from names if inside is None else {inside, *_roots(node, names)}
            elif module == PACKAGE:
                for alias in node.names:
                    yield from _part_of(f"{PACKAGE}.{alias.name}", names, whole=inside is None)
            else:
                yield from _part_of(module, names, whole=inside is None)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            # 늦게 부르기(PEP 562)는 모듈 이름을 글로 적습니다.
            if node.value == f"{PACKAGE}.":
                yield from names  # 뒤에 무엇이 붙을지 모릅니다.
            elif node.value.startswith(f"{PACKAGE}."):
                yield from _part_of(node.value, names, whole=False)


def _attributes(tree: ast.Module, alias: str, names: set[str]) -> set[str]:
    r"""꾸러미의 파일이 `import coursekit`한 뒤 `coursekit.…`으로 쓰는 부분들입니다."""
    mentions = sum(isinstance(node, ast.Name) and node.id == alias for node in ast.walk(tree))
    used = [
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == alias
    ]
    # 점 없이 건네진 곳이 있으면 무엇을 쓸지 알 수 없습니다.
    return set(used) & names if len(used) == mentions else names


def _roots(node: ast.ImportFrom, names: set[str]) -> set[str]:
    head = (node.module or "").split(".")[0]
    return {name for name in [head, *(alias.name for alias in node.names)] if name in names}


def _part_of(module: str, names: set[str], *, whole: bool) -> Iterator[str]:
    head, _, rest = module.partition(".")
    if head != PACKAGE:
        return
    part = rest.split(".")[0]
    if part and part in names:
        yield part
    elif whole or not part:  # `import coursekit`이나 모르는 이름: 무엇을 쓸지 알 수 없습니다.
        yield from names


def _is_dynamic(tree: ast.Module) -> bool:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in _DYNAMIC:
            return True
        if isinstance(node, ast.Attribute) and node.attr in _DYNAMIC - {"eval", "compile"}:
            return True  # model.eval() 같은 메서드는 늘 쓰이므로 빼 둡니다.
    return False
