r"""같거나 거의 같은 풀이를 무리 짓습니다. 이름, 주석, 빈칸을 바꾼 것은 같은 풀이로 봅니다.

짧은 풀이는 저절로 같아집니다: 무리는 살펴볼 실마리일 뿐 베꼈다는 증거가 아닙니다.
"""

import ast
import builtins
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from coursekit.grading.syntax import parse

# 이보다 마디가 적은 풀이는 누가 써도 비슷합니다.
MIN_NODES = 25
THRESHOLD = 0.8
_WINDOW = 4
_MAX_NODES = 20_000
_BUILTINS = frozenset(dir(builtins))


@dataclass(frozen=True)
class Group:
    r"""비슷한 풀이의 무리입니다.

    Parameters
    ----------
    students : tuple of str
        학생. 이름 차례입니다.
    identical : bool
        정규화한 구문 나무가 모두 같으면 참, 거의 같은 것이 섞였으면 거짓.
    nodes : int
        구문 나무의 마디 수. 클수록 우연히 같기 어렵습니다.
    """

    students: tuple[str, ...]
    identical: bool
    nodes: int


def normalised(source: str) -> tuple[str, ...] | None:
    r"""풀이를, 이름과 주석에 얽매이지 않는 마디의 줄로 바꿉니다.

    Parameters
    ----------
    source : str
        풀이 칸의 내용.

    Returns
    -------
    tuple of str or None
        앞에서부터 훑은 구문 나무의 마디. 문법에 어긋나거나 지나치게 크면 `None`.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = parse(source)
        return tuple(_walk(tree, {}))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _walk(node: ast.AST, names: dict[str, str]) -> Iterator[str]:
    pending: list[ast.AST] = [node]
    for _ in range(_MAX_NODES):
        if not pending:
            return
        node = pending.pop()
        yield _token(node, names)
        children = list(ast.iter_child_nodes(node))
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module | ast.AsyncFunctionDef):
            children = [child for child in children if not _is_docstring(child)]
        pending += reversed(children)
    raise ValueError("too many nodes")


def _token(node: ast.AST, names: dict[str, str]) -> str:
    kind = type(node).__name__
    if isinstance(node, ast.Name):
        return f"{kind} {_renamed(node.id, names)}"
    if isinstance(node, ast.arg):
        return f"{kind} {_renamed(node.arg, names)}"
    if isinstance(node, ast.Attribute):
        return f"{kind} .{node.attr}"
    if isinstance(node, ast.Constant):
        return f"{kind} {node.value!r:.40}"
    if isinstance(node, ast.keyword):
        return f"{kind} {node.arg}="
    return kind


def _renamed(name: str, names: dict[str, str]) -> str:
    return name if name in _BUILTINS else names.setdefault(name, f"v{len(names)}")


def _is_docstring(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def similar_groups(sources: Mapping[str, str]) -> tuple[Group, ...]:
    r"""학생마다의 풀이를 무리 짓습니다.

    Parameters
    ----------
    sources : mapping of str to str
        학생과 풀이 칸의 내용.

    Returns
    -------
    tuple of Group
        둘 이상이 든 무리. 마디가 많은 것, 사람이 많은 것부터입니다.
    """
    same: dict[tuple[str, ...], list[str]] = {}
    for student in sorted(sources):
        tokens = normalised(sources[student])
        if tokens is not None and len(tokens) >= MIN_NODES:
            same.setdefault(tokens, []).append(student)
    forms = sorted(same, key=lambda tokens: (len(tokens), tokens))
    found = []
    for members in _near(forms):
        students = sorted(student for i in members for student in same[forms[i]])
        if len(students) > 1:
            nodes = max(len(forms[i]) for i in members)
            found.append(Group(tuple(students), len(members) == 1, nodes))
    return tuple(sorted(found, key=lambda g: (-g.nodes, -len(g.students), g.students)))


def _near(forms: Sequence[tuple[str, ...]]) -> list[list[int]]:
    r"""거의 같은 것끼리 잇습니다. 길이 차례로 놓인 것을 받습니다."""
    pieces = [_pieces(tokens) for tokens in forms]
    parent = list(range(len(forms)))

    def top(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, mine in enumerate(pieces):
        for j in range(i + 1, len(forms)):
            if len(forms[i]) < THRESHOLD * len(forms[j]):
                break
            shared = len(mine & pieces[j])
            if shared >= THRESHOLD * len(mine | pieces[j]):
                parent[top(j)] = top(i)
    groups: dict[int, list[int]] = {}
    for i in range(len(forms)):
        groups.setdefault(top(i), []).append(i)
    return list(groups.values())


def _pieces(tokens: Sequence[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(
        tuple(tokens[i : i + _WINDOW]) for i in range(max(1, len(tokens) - _WINDOW + 1))
    )
