"""The library's mechanisms as kernels of a GPU: the same files, one thread for each history.

A history's state lies in one buffer, and compiled code sees it as a pointer to a table of descriptors
(`core/native.py`). On a GPU each history has a buffer and a table of its own there; a kernel finds the table
of its thread's history and calls the mechanism's `step` as it stands. Needs `numba-cuda`.

Two things of numba-cuda 0.30 are replaced here, because it has no option for them: multiplications and
additions are not fused (the bits would differ from the CPU's), and device functions are compiled for a stated
capability where there is no device to ask.
"""

from __future__ import annotations

import functools
import importlib.util
import os
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

import numba
import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic
from numpy.typing import NDArray

from whowhom.core import compile as compiling
from whowhom.core.draw import Draw
from whowhom.core.fault import check_masses, check_seats
from whowhom.core.mechanism import Registered
from whowhom.core.office import forget_leavers

SIMULATED = os.environ.get("NUMBA_ENABLE_CUDASIM") == "1"
"""numba-cuda's simulator runs kernels as plain Python; it wants NUMBA_DISABLE_JIT=1 beside it here."""
CAPABILITY = (9, 0)
MISSING = "numba-cuda: found none; expected it in this environment (pip install 'numba-cuda[cu13]')"
simulated_records: list[Any] = []
"""In the simulator an address is a place in this list."""


def cuda() -> Any:
    """Return `numba.cuda` of numba-cuda. Raises SystemExit with one line when it is not installed."""
    if importlib.util.find_spec("numba_cuda") is None:
        raise SystemExit(MISSING)
    from numba import cuda as module

    return module


@functools.cache
def prepare(capability: tuple[int, int] | None) -> None:
    """Let nothing be fused; compile for a capability when there is no device (None: ask the device)."""
    cuda()
    if SIMULATED:
        return
    import numba.cuda.dispatcher
    from numba.cuda.cudadrv import nvvm

    nvvm.compile_ir = functools.partial(nvvm.compile_ir, fma=False)
    if capability is not None:
        numba.cuda.dispatcher.get_current_device = lambda: SimpleNamespace(compute_capability=capability)


def _record_at(kind: Any) -> Any:
    """Return the function that makes a record of the address of its table of descriptors."""

    @intrinsic  # type: ignore[untyped-decorator]
    def record_at(typing_context: Any, address: Any) -> Any:
        def pointer(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return builder.inttoptr(arguments[0], ir.IntType(8).as_pointer())

        return kind(types.int64), pointer

    return record_at


def record_functions() -> tuple[Any, Any]:
    """Return the functions that make a state and a polity of an address."""
    if SIMULATED:
        return (lambda place: simulated_records[place],) * 2
    return _record_at(compiling.state_type()), _record_at(compiling.polity_type())


MECHANISM_KERNEL = """
def {name}(values, column, memory, states, polity, keys, month, none, weight, cursor):
    history = cuda.grid(1)
    if history < states.size:
        step({numbers}state_at(states[history]), polity_at(polity[0]),
             Draw(keys[history], month, 0, none, none, weight, cursor))
"""
MONTH_KERNELS = """
def begin_month(states, month):
    history = cuda.grid(1)
    if history < states.size:
        state_at(states[history]).clock.month[0] = month

def end_month(states, with_masses):
    history = cuda.grid(1)
    if history < states.size:
        state = state_at(states[history])
        check_seats(state)
        forget_leavers(state)
        if with_masses != 0:
            check_masses(state)
"""


def _signatures() -> dict[str, tuple[Any, ...]]:
    one, many = types.int64[::1], types.float64[:, ::1]
    chance = (types.int32[::1], types.float64[::1], types.int64[::1])
    memory = types.float32[:, ::1]
    return {
        "step": (many, types.int32[::1], memory, one, one, types.uint64[::1], types.int64, *chance),
        "begin_month": (one, types.int64),
        "end_month": (one, types.int64),
    }


def _globals(step: Any) -> dict[str, Any]:
    state_at, polity_at = record_functions()
    return {
        "cuda": cuda(),
        "step": step,
        "state_at": state_at,
        "polity_at": polity_at,
        "Draw": Draw,
        "check_seats": check_seats,
        "check_masses": check_masses,
        "forget_leavers": forget_leavers,
    }


def mechanism_source(
    registered: Registered, which: str, first_number: int, memory: Sequence[int]
) -> Callable[..., None]:
    """Return the kernel of one entry of a schedule, as a plain function.

    Its numbers stand in the row of values at `column[first_number]` and on; memory: where its own part
    begins and ends.
    """
    declared = registered.declaration
    count = len(declared.parameters)
    numbers = "".join(f"values[history, column[{first_number + i}]], " for i in range(count))
    if declared.memory[1]:
        numbers += f"memory[history, {memory[0]}:{memory[1]}], "
    name = f"{registered.name}_{which}"
    function = registered.function(which)
    step = function if SIMULATED else cuda().jit(device=True)(function)
    names = _globals(step)
    exec(MECHANISM_KERNEL.format(name=name, numbers=numbers), names)
    kernel: Callable[..., None] = names[name]
    return kernel


def month_sources() -> tuple[Callable[..., None], Callable[..., None]]:
    """Return the kernels that begin and end a month, as plain functions."""
    names = _globals(None)
    exec(MONTH_KERNELS, names)
    return names["begin_month"], names["end_month"]


def assembly(kernel: Callable[..., None], kind: str = "step") -> str:
    """Return the PTX of a kernel for `CAPABILITY`. Raises what numba-cuda raises when it does not compile."""
    found, _ = cuda().compile_ptx(kernel, _signatures()[kind], device=False, cc=CAPABILITY)
    return str(found)


def launched(kernel: Callable[..., None], kind: str = "step") -> Any:
    """Return a kernel to launch, compiled for the one signature that it has."""
    return cuda().jit(kernel) if SIMULATED else cuda().jit(_signatures()[kind])(kernel)


def tables(record_of: Callable[[NDArray[np.uint8]], NDArray[np.int64]], size: int) -> tuple[Any, Any, int]:
    """Return a table of descriptors, which of its words are addresses, and where its buffer begins.

    record_of: gives the table of the record that views a buffer of `size` bytes.
    """
    first, second = (np.zeros(size + 64, np.uint8) for _ in range(2))
    one, other = record_of(first), record_of(second)
    return one, one != other, first.ctypes.data


def version() -> str:
    """Return the versions that were used."""
    from importlib.metadata import version as of

    return f"numba {numba.__version__}, numba-cuda {of('numba-cuda')}"
