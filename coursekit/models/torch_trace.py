r"""torch 모델에 표본 하나를 지나가게 하며 모듈마다 셉니다.

모듈은 훅(hook)으로 보고, 모듈 사이의 덧셈과 이어 붙이기는 `TorchFunctionMode`로 봅니다. 그래서
갈래가 만나는 곳에서도 수용 영역을 따라갈 수 있습니다.
"""

import math
from collections.abc import Sequence
from typing import Any

import torch
from torch.overrides import TorchFunctionMode
from torch.utils._pytree import tree_leaves

from coursekit.models.cost import KNOWN, Visit, kind_of, resized, visit
from coursekit.models.receptive import Field, widest

# 모듈을 거치지 않으면 무엇을 하는지 알 수 없어 셀 수 없는 함수의 이름에 들어 있는 말
_UNCOUNTED = (
    *("conv", "pool", "linear", "matmul", "addmm", "bmm", "einsum", "lstm", "gru", "attention"),
    *("unfold", "pixel_shuffle", "pixel_unshuffle", "grid_sample", "roll", "flip"),
)
_REDUCTIONS = {"amax", "amin", "max", "mean", "min", "sum"}


def trace_modules(model: torch.nn.Module, input_shape: Sequence[int]) -> tuple[list[Visit], int]:
    r"""모듈마다의 기록과, 값 하나의 바이트."""
    if not isinstance(model, torch.nn.Module):
        raise ValueError(
            "`model` 값은 coursekit.nn.Layer나 torch.nn.Module이어야 합니다"
            f"(받은 형: {type(model).__name__})."
        )
    first = next(iter(model.parameters()), torch.empty(0))
    x = torch.zeros((1, *input_shape), dtype=first.dtype, device=first.device)
    watch = _Watch(x)
    modes = [(module, module.training) for module in model.modules()]
    handles = []
    try:
        for name, module in model.named_modules():
            handles.append(module.register_forward_pre_hook(watch.enter))
            leave = watch.leave(name or type(module).__name__)
            handles.append(module.register_forward_hook(leave, with_kwargs=True))
        model.eval()
        with torch.no_grad(), watch:
            model(x)
    finally:
        for handle in handles:
            handle.remove()
        for module, training in modes:
            module.training = training
    return watch.visits + watch.unvisited(model), x.element_size()


class _Watch(TorchFunctionMode):
    r"""텐서마다의 수용 영역을 따라가며 모듈마다의 기록을 남깁니다."""

    def __init__(self, x: torch.Tensor) -> None:
        super().__init__()
        self.visits: list[Visit] = []
        self._inside: torch.nn.Module | None = None  # 세는 법을 아는 모듈 안이면 그 모듈
        self._counted: set[int] = set()
        # 텐서를 붙들어 두어야 같은 id가 다른 텐서에 다시 쓰이지 않습니다.
        self._fields: dict[int, tuple[torch.Tensor, Field | None]] = {}
        self._set(x, Field.of_input(x.ndim - 2))

    def _set(self, tensor: torch.Tensor, field: Field | None) -> None:
        self._fields[id(tensor)] = (tensor, field)

    def _known(self, values: Any) -> list[torch.Tensor]:
        return [value for value in tree_leaves(values) if id(value) in self._fields]

    def _field(self, values: Any) -> Field | None:
        return widest([self._fields[id(value)][1] for value in self._known(values)])

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        name = getattr(func, "__name__", "")
        inputs = self._known((args, kwargs)) if self._inside is None else []
        if inputs and (any(word in name for word in _UNCOUNTED) or _skips(name, args)):
            raise ValueError(
                f"`model` 안의 `{name}` 함수는 셀 수 없습니다. 모듈(torch.nn)로 불러야 합니다."
            )
        field = self._field(inputs)  # 제자리에서 바꾸는 함수도 있으므로 부르기 전에 봅니다
        result = func(*args, **kwargs)
        if inputs:
            mode = kwargs.get("mode", args[3] if len(args) > 3 else "nearest")
            for output in tree_leaves(result):
                if isinstance(output, torch.Tensor):
                    self._set(output, _after(name, field, inputs[0].shape, output.shape, mode))
        return result

    def enter(self, module: torch.nn.Module, args: Any) -> None:
        r"""세는 법을 아는 모듈에 들어갑니다. 그 안의 함수는 따로 보지 않습니다."""
        if self._inside is None and kind_of(module) in KNOWN and not any(module.children()):
            self._inside = module

    def leave(self, name: str) -> Any:
        r"""모듈에서 나오며 기록합니다. 안에 다른 모듈이 있으면 제 매개변수가 있을 때만 기록합니다."""

        def hook(module: torch.nn.Module, args: Any, kwargs: Any, output: Any) -> None:
            if self._inside is not None and self._inside is not module:
                return
            known, self._inside = self._inside is module, None
            parameters = self._own_parameters(module)
            shape = tuple(output.shape[1:]) if isinstance(output, torch.Tensor) else ()
            if known:
                x = self._known((args, kwargs))[0]
                row = visit(name, module, parameters, self._field(x), x.shape[1:], shape)
                self.visits.append(row)
                self._set(output, row.field)
            elif parameters or not any(module.children()):
                kept = 0 if any(module.children()) else math.prod(shape)
                kind, field = type(module).__name__, self._field(output)
                self.visits.append(Visit(name, kind, shape, parameters, 0, kept, field))

        return hook

    def _own_parameters(self, module: torch.nn.Module) -> int:
        mine = [p for p in module.parameters(recurse=False) if id(p) not in self._counted]
        self._counted.update(map(id, mine))
        return sum(p.numel() for p in mine)

    def unvisited(self, model: torch.nn.Module) -> list[Visit]:
        r"""한 번도 지나지 않은 모듈 가운데 매개변수가 있는 것."""
        left = [
            (name, module, self._own_parameters(module)) for name, module in model.named_modules()
        ]
        return [
            Visit(name, type(module).__name__, (), count, 0, 0, None)
            for name, module, count in left
            if count
        ]


def _skips(name: str, args: Any) -> bool:
    r"""`x[:, :, ::2]`처럼 한 칸씩 걸러 뽑는지."""
    if name != "__getitem__":
        return False
    index = args[1] if isinstance(args[1], tuple) else (args[1],)
    return any(isinstance(i, slice) and i.step not in (None, 1) for i in index)


def _after(
    name: str, field: Field | None, before: Sequence[int], after: Sequence[int], mode: str
) -> Field | None:
    r"""모듈 사이의 함수를 지난 다음. 값마다 따로 셈하는 함수에서는 그대로입니다."""
    if field is None or len(before) < len(field.size) + 2:
        return field  # 이미 펼친 것
    axes = len(field.size)
    if name == "interpolate":
        return resized(field, before[-axes:], after[-axes:], mode)
    whole = tuple(after[-axes:]) != tuple(before[-axes:]) or len(after) < len(before)
    return None if name in _REDUCTIONS and whole else field
