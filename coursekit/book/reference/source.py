r"""꾸러미를 불러오지 않고 글로 읽어, 공개한 이름마다 꼴과 설명과 소스의 자리를 모읍니다.

실행하지 않으므로 torch가 없는 곳에서도 되고, 기본값이 적힌 그대로 남습니다.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from coursekit.errors import UsageError

_DATA_CLASSES = {"dataclass", "NamedTuple"}
_Definition = ast.FunctionDef | ast.ClassDef | ast.Assign | ast.AnnAssign | ast.Module


@dataclass(frozen=True)
class Member:
    r"""공개한 이름 하나.

    Parameters
    ----------
    name : str
        하위 꾸러미부터의 이름(`nn.Linear.forward`).
    kind : str
        `함수`, `클래스`, `메서드`, `속성`, `모듈`, `값` 가운데 하나.
    signature : str
        인자들이 적힌 꼴. 부를 수 없는 것이면 이름뿐입니다.
    doc : str
        docstring. 없으면 빈 글.
    module : Path
        정의가 든 파일.
    lines : tuple of (int, int)
        정의의 첫 줄과 마지막 줄.
    bases : tuple of str
        클래스가 물려받는 이름들.
    parts : tuple of Member
        클래스의 공개한 메서드와 속성, 모듈의 공개한 이름.
    """

    name: str
    kind: str
    signature: str
    doc: str
    module: Path
    lines: tuple[int, int]
    bases: tuple[str, ...] = ()
    parts: tuple["Member", ...] = ()


@dataclass(frozen=True)
class Package:
    r"""하위 꾸러미 하나.

    Parameters
    ----------
    name : str
        이름(`nn`).
    doc : str
        꾸러미의 docstring.
    members : tuple of Member
        `__all__`에 있는 이름들, 정의된 모듈과 줄의 차례로.
    files : tuple of Path
        읽은 파일들.
    """

    name: str
    doc: str
    members: tuple[Member, ...]
    files: tuple[Path, ...]


def read_package(root: Path, name: str) -> Package:
    r"""하위 꾸러미를 읽습니다.

    Parameters
    ----------
    root : Path
        `coursekit` 폴더가 든 폴더.
    name : str
        하위 꾸러미의 이름(`nn`).

    Returns
    -------
    Package
        읽은 것.

    Raises
    ------
    UsageError
        꾸러미가 없거나, `__all__`에 적힌 이름의 정의를 찾지 못했을 때.
    """
    top = _module_file(root, f"coursekit.{name}")
    if top is None:
        raise UsageError(f"`name` 값은 coursekit의 하위 꾸러미여야 합니다(받은 값: {name!r}).")
    tree = _tree(top)
    members = [_resolved(root, top, f"{name}.{one}") for one in _exported(tree, top)]
    order = _imported_order(tree)
    members.sort(key=lambda one: (order.get(one.name.rpartition(".")[2], 0), one.lines[0]))
    files = dict.fromkeys([top, *(file for one in members for file in _files(one))])
    return Package(name, ast.get_docstring(tree) or "", tuple(members), tuple(files))


def _files(member: Member) -> Iterator[Path]:
    yield member.module
    for part in member.parts:
        yield from _files(part)


@cache
def _read(path: Path, stamp: int) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _tree(path: Path) -> ast.Module:
    return _read(path, path.stat().st_mtime_ns)


def _module_file(root: Path, dotted: str) -> Path | None:
    base = root.joinpath(*dotted.split("."))
    for path in (base / "__init__.py", base.with_suffix(".py")):
        if path.is_file():
            return path
    return None


def _exported(tree: ast.Module, path: Path) -> list[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return [str(one) for one in ast.literal_eval(node.value)]
    return [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    ]


def _imports(tree: ast.Module) -> dict[str, tuple[str, str]]:
    r"""불러온 이름마다의 모듈과 그 안의 이름."""
    return {
        alias.asname or alias.name: (node.module or "", alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def _imported_order(tree: ast.Module) -> dict[str, int]:
    r"""이름마다 그것이 사는 모듈의 차례. 꾸러미가 모듈을 적은 차례이므로 한 모듈의 것이 모입니다."""
    places = {name: module for name, (module, _) in _imports(tree).items()}
    modules = list(dict.fromkeys(places.values()))
    return {name: modules.index(module) for name, module in places.items()}


def _resolved(root: Path, path: Path, name: str) -> Member:
    found = _definition(root, path, name.rpartition(".")[2])
    if found is None:
        raise UsageError(f"{path}: `__all__`에 적힌 {name} 정의를 찾지 못했습니다.")
    return _member(root, name, *found)


def _definition(root: Path, path: Path, name: str) -> tuple[Path, _Definition] | None:
    tree = _tree(path)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name:
            return path, node
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            return path, node
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == name:
            return path, node
    module, original = _imports(tree).get(name, ("", ""))
    if not module.startswith("coursekit"):
        return None
    inner = _module_file(root, f"{module}.{original}")
    if inner is not None and inner != path:
        # 함수와 모듈의 이름이 같으면(`viz.style`) 함수가 공개한 것입니다.
        outer = _module_file(root, module)
        known = _definition(root, outer, original) if outer and outer != path else None
        return known or (inner, _tree(inner))
    file = _module_file(root, module)
    return _definition(root, file, original) if file and file != path else None


def _member(root: Path, name: str, path: Path, node: _Definition) -> Member:
    own = name.rpartition(".")[2]
    if isinstance(node, ast.Module):
        last = len(path.read_text(encoding="utf-8").splitlines())
        parts = tuple(_resolved(root, path, f"{name}.{one}") for one in _exported(node, path))
        doc = ast.get_docstring(node) or ""
        return Member(name, "모듈", name, doc, path, (1, last), parts=parts)
    lines = (_first_line(node), node.end_lineno or node.lineno)
    if isinstance(node, ast.FunctionDef):
        signature = f"{name}({_arguments(node.args)})"
        return Member(name, "함수", signature, ast.get_docstring(node) or "", path, lines)
    if isinstance(node, ast.ClassDef):
        return Member(
            name,
            "클래스",
            f"{name}({_built_with(root, path, node)})",
            ast.get_docstring(node) or "",
            path,
            lines,
            tuple(ast.unparse(base).partition("[")[0] for base in node.bases),
            tuple(_methods(name, path, node)),
        )
    return Member(name, "값", own, "", path, lines)


def _first_line(node: ast.FunctionDef | ast.ClassDef | ast.Assign | ast.AnnAssign) -> int:
    marks = node.decorator_list if isinstance(node, ast.FunctionDef | ast.ClassDef) else []
    return min([node.lineno, *(one.lineno for one in marks)])


def _methods(name: str, path: Path, node: ast.ClassDef) -> Iterator[Member]:
    for one in node.body:
        if not isinstance(one, ast.FunctionDef) or one.name.startswith("_"):
            continue
        marks = {ast.unparse(mark).rpartition(".")[2] for mark in one.decorator_list}
        if marks & {"setter", "overload"}:
            continue
        value = bool(marks & {"property", "cached_property"})
        skipped = 0 if "staticmethod" in marks else 1
        signature = one.name if value else f"{one.name}({_arguments(one.args, skipped)})"
        yield Member(
            f"{name}.{one.name}",
            "속성" if value else "메서드",
            signature,
            ast.get_docstring(one) or "",
            path,
            (_first_line(one), one.end_lineno or one.lineno),
        )


def _built_with(root: Path, path: Path, node: ast.ClassDef) -> str:
    r"""클래스를 부를 때의 인자들. 제 `__init__`이 없으면 물려받은 것을 봅니다."""
    for one in node.body:
        if isinstance(one, ast.FunctionDef) and one.name == "__init__":
            return _arguments(one.args, 1)
    marks = [ast.unparse(one) for one in (*node.decorator_list, *node.bases)]
    if any(mark.partition("(")[0].rpartition(".")[2] in _DATA_CLASSES for mark in marks):
        return ", ".join(_fields(node))
    for base in node.bases:
        found = _definition(root, path, ast.unparse(base).partition("[")[0])
        if found and isinstance(found[1], ast.ClassDef):
            return _built_with(root, found[0], found[1])
    return ""


def _fields(node: ast.ClassDef) -> Iterator[str]:
    for one in node.body:
        if isinstance(one, ast.AnnAssign) and "ClassVar" not in ast.unparse(one.annotation):
            name = ast.unparse(one.target)
            if one.value is None:
                yield name
            elif "field(" not in ast.unparse(one.value):
                yield f"{name}={ast.unparse(one.value)}"
            elif "init=False" not in ast.unparse(one.value):
                yield f"{name}=…" if "default" in ast.unparse(one.value) else name


def _arguments(arguments: ast.arguments, skipped: int = 0) -> str:
    r"""자료형을 뺀 인자들. 자료형은 설명에 있습니다."""
    bare = ast.parse(f"lambda {ast.unparse(_without_types(arguments))}: 0", mode="eval")
    assert isinstance(bare.body, ast.Lambda)
    inside = bare.body.args
    positional = inside.posonlyargs or inside.args
    del positional[:skipped]
    return ast.unparse(inside)


def _without_types(arguments: ast.arguments) -> ast.arguments:
    def plain(one: ast.arg | None) -> ast.arg | None:
        return ast.arg(one.arg) if one else None

    return ast.arguments(
        posonlyargs=[ast.arg(one.arg) for one in arguments.posonlyargs],
        args=[ast.arg(one.arg) for one in arguments.args],
        vararg=plain(arguments.vararg),
        kwonlyargs=[ast.arg(one.arg) for one in arguments.kwonlyargs],
        kw_defaults=arguments.kw_defaults,
        kwarg=plain(arguments.kwarg),
        defaults=arguments.defaults,
    )
