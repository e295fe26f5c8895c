"""One history on several threads: mechanisms called from Python, whole or over a part of an axis.

The loop of `core.drive` is one compiled call for many histories. A history of a million members is better cut
within: its months take milliseconds, so that a loop in Python costs nothing, and each call here lets go of
Python's lock. Records go over as the address of their descriptors (`core.native`), described once a history.
Under NUMBA_DISABLE_JIT an "address" is the record, or the function, itself.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numba import types
from numba.extending import intrinsic
from numpy.typing import NDArray

from whowhom.core.compile import (
    JIT,
    compile_loop,
    draw_type,
    mechanism_entry,
    polity_type,
    state_type,
)
from whowhom.core.draw import Draw
from whowhom.core.fault import check_masses, check_seats
from whowhom.core.kernel import inner, shared_place
from whowhom.core.mechanism import Registered
from whowhom.core.native import describe
from whowhom.core.office import forget_leavers
from whowhom.core.pointer import _addresses, _callable, _itself, mechanism_at, observable_at


@cache
def part_signature() -> Any:
    """Return the signature of all parts: (first, last, values, memory, state, polity, draw)."""
    return types.void(
        types.int64,
        types.int64,
        types.float64[::1],
        types.float32[::1],
        state_type(),
        polity_type(),
        draw_type(),
    )


def compile_part(registered: Registered) -> Any:
    """Return the compiled entry of `step_part`; under NUMBA_DISABLE_JIT the same as plain Python."""
    entry = mechanism_entry(registered, "step_part", "first", "last")
    return entry.compiled(part_signature()) if JIT else entry


def part_addresses(functions: list[Any]) -> Any:
    """Return the addresses (int64) of compiled parts, kept alive as long as the process."""
    return _addresses(functions, part_signature())


def record_address(record: Any) -> tuple[Any, Any]:
    """Return the address of a record's descriptors, and what must be kept alive while it is used."""
    if not JIT:
        return record, record
    described = describe(record)
    return described.ctypes.data, described


def _record_at(kind: Any) -> Any:
    """Return a function for kernels that makes the record of a type from its address."""
    if not JIT:
        return _itself

    @intrinsic  # type: ignore[untyped-decorator]
    def record_at(typing_context: Any, address: Any) -> Any:
        def pointed(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return builder.inttoptr(arguments[0], context.get_value_type(signature.return_type))

        return kind(types.int64), pointed

    return record_at


@intrinsic  # type: ignore[untyped-decorator]
def _part_function(typing_context: Any, address: Any) -> Any:
    """Return the part whose native code begins at the address."""
    return types.FunctionType(part_signature())(types.int64), _callable


_state_at, _polity_at = _record_at(state_type()), _record_at(polity_type())
_part_at = _part_function if JIT else _itself


@inner
def chance_of(key: np.uint64, month: int) -> Draw:
    """Return the sampled draw of a month."""
    none = np.zeros(0, np.int32)
    return Draw(key, month, 0, none, none, np.ones(1, np.float64), np.full(2, -1, np.int64))


def act(
    function: Any,
    numbers: NDArray[np.float64],
    memory: NDArray[np.float32],
    state: Any,
    polity: Any,
    key: np.uint64,
    month: int,
) -> None:
    """Call a whole mechanism in a month of the history with this key."""
    mechanism_at(function)(numbers, memory, _state_at(state), _polity_at(polity), chance_of(key, month))


def act_in_part(
    function: Any,
    first: int,
    last: int,
    numbers: NDArray[np.float64],
    memory: NDArray[np.float32],
    state: Any,
    polity: Any,
    key: np.uint64,
    month: int,
) -> None:
    """Call a part of a mechanism, from `first` up to `last` of the axis over which it is cut."""
    _part_at(function)(
        first, last, numbers, memory, _state_at(state), _polity_at(polity), chance_of(key, month)
    )


def observe(
    function: Any, arguments: NDArray[np.int64], state: Any, polity: Any, out: NDArray[np.float32]
) -> None:
    """Call an observable."""
    observable_at(function)(arguments, _state_at(state), _polity_at(polity), out)


def end_month(state: Any, masses: bool) -> None:
    """Look for faults as the loop of `core.drive` does at the end of a month, and forget who left."""
    found = _state_at(state)
    check_seats(found)
    forget_leavers(found)
    if masses:
        check_masses(found)


@cache
def compiled() -> tuple[Any, Any, Any, Any]:
    """Return `act`, `act_in_part`, `observe`, `end_month`, compiled; under NUMBA_DISABLE_JIT as they are."""
    if not JIT:
        return act, act_in_part, observe, end_month
    floats, memory = types.float64[::1], types.float32[::1]
    word, key = types.int64, types.uint64
    signatures = {
        act: types.void(word, floats, memory, word, word, key, word),
        act_in_part: types.void(word, word, word, floats, memory, word, word, key, word),
        observe: types.void(word, types.int64[::1], word, word, memory),
        end_month: types.void(word, types.boolean),
    }
    one, part, look, end = (
        compile_loop(function, signature, shared_place()) for function, signature in signatures.items()
    )
    return one, part, look, end
