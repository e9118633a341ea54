r"""학습이 쓰는 난수 생성기를 찾아 그 상태를 간직하고 되돌립니다. torch를 씁니다."""

import functools
import json
import types
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import torch

Generator = np.random.Generator | torch.Generator
_LEAVES = (str, bytes, int, float, complex, type(None), type, types.ModuleType, np.ndarray)


def find_generators(*roots: Any) -> list[Generator]:
    r"""로더나 함수가 품고 있는 난수 생성기를 모두 찾습니다.

    속성, 목록, 사전, `functools.partial`의 인자, 함수가 붙잡은 변수(closure)를 따라갑니다.
    함수가 전역 변수로 쓰는 생성기는 찾지 못합니다.

    Parameters
    ----------
    *roots : Any
        찾기 시작할 것.

    Returns
    -------
    list of Generator
        NumPy와 torch의 생성기, 만난 차례대로 한 번씩.
    """
    found: list[Generator] = []
    seen: dict[int, Any] = {}  # 값을 함께 들고 있어야 id가 다시 쓰이지 않습니다
    waiting = list(reversed(roots))
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, (*_LEAVES, torch.Tensor)) or id(thing) in seen:
            continue
        seen[id(thing)] = thing
        if isinstance(thing, (np.random.Generator, torch.Generator)):
            found.append(thing)
        else:
            waiting += reversed(list(_parts(thing)))
    return found


def _parts(thing: Any) -> Iterator[Any]:
    if isinstance(thing, dict):
        yield from thing.values()
    elif isinstance(thing, (list, tuple)):
        yield from thing
    elif isinstance(thing, functools.partial):
        yield from (thing.func, thing.args, thing.keywords)
    elif isinstance(thing, types.MethodType):
        yield from (thing.__self__, thing.__func__)
    elif isinstance(thing, types.FunctionType):
        yield from (thing.__defaults__, thing.__kwdefaults__)
        for cell in thing.__closure__ or ():
            yield cell.cell_contents
    else:
        yield from getattr(thing, "__dict__", {}).values()


def states(generators: Sequence[Generator]) -> list[Any]:
    r"""생성기들의 상태를 체크포인트에 쓸 수 있는 값으로 바꿉니다.

    Parameters
    ----------
    generators : sequence of Generator
        NumPy나 torch의 생성기.

    Returns
    -------
    list
        NumPy의 상태는 문자열, torch의 상태는 텐서.
    """
    return [
        g.get_state()
        if isinstance(g, torch.Generator)
        else json.dumps(g.bit_generator.state, default=np.ndarray.tolist)
        for g in generators
    ]


def restore(generators: Sequence[Generator], saved: Sequence[Any]) -> None:
    r"""`states`가 돌려준 상태로 되돌립니다.

    Parameters
    ----------
    generators : sequence of Generator
        같은 차례의 생성기.
    saved : sequence
        간직한 상태.

    Raises
    ------
    ValueError
        수나 종류가 다를 때.
    """
    kinds = [isinstance(g, torch.Generator) for g in generators]
    if kinds != [isinstance(s, torch.Tensor) for s in saved]:
        raise ValueError(
            "체크포인트의 난수 생성기는 지금과 수와 종류가 같아야 합니다"
            f"(체크포인트: {len(saved)}개, 지금: {len(generators)}개)."
        )
    for generator, state in zip(generators, saved, strict=True):
        if isinstance(generator, torch.Generator):
            generator.set_state(state)
        else:
            generator.bit_generator.state = json.loads(state)
