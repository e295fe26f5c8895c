"""The one loop of the simulator: months within a history, histories within a batch.

Everything that differs between organisations, schedules and scenarios arrives as tables; the mechanisms and
observables arrive as addresses. The batch is a plain loop without locks, so threads can each run one.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numba
import numpy as np
from numba import types
from numpy.typing import NDArray

from whowhom.core.compile import (
    JIT,
    compile_loop,
    polity_type,
    state_type,
)
from whowhom.core.draw import Draw, history_key
from whowhom.core.fault import check_masses, check_seats
from whowhom.core.kernel import inner, shared_place
from whowhom.core.office import forget_leavers
from whowhom.core.pointer import mechanism_at, observable_at

MONTHS_BETWEEN_MASS_CHECKS = 12


class Plan(NamedTuple):
    """Schedule and record of a run as tables. F entries, N numbers, C columns of values, O observables."""

    active: NDArray[np.int8]
    """(F, T) 1 in the months in which the entry runs; month 0 is the start, for `begin` only."""
    first_number: NDArray[np.int32]
    """(F, 2) where the numbers of entry f begin and end in the row of values."""
    first_memory: NDArray[np.int32]
    """(F, 2) where the private memory of entry f begins and ends; `begin` and `step` share it."""
    column: NDArray[np.int32]
    """(T, N) the column of `values` that holds each number in each month."""
    arguments: NDArray[np.int64]
    """(O, 3) what each observable needs."""
    first_output: NDArray[np.int32]
    """(O + 1,) where the numbers of observable o begin in a row of output."""
    snapshot_month: NDArray[np.int32]
    """(M,) months at which every seat's holder is recorded."""


@inner
def take_snapshot(
    h: int,
    month: int,
    months: NDArray[np.int32],
    holder: NDArray[np.int32],
    snapshots: NDArray[np.int32],
) -> None:
    """Write who holds each seat, when this month is one of the `months` of snapshots."""
    for m in range(months.size):
        if months[m] == month:
            for seat in range(snapshots.shape[2]):
                snapshots[h, m, seat] = holder[seat]


def drive(
    functions: Any,
    observers: Any,
    plan: Plan,
    state: Any,
    polity: Any,
    initial: NDArray[np.uint8],
    buffer: NDArray[np.uint8],
    memory: NDArray[np.float32],
    values: NDArray[np.float64],
    seed: np.uint64,
    histories: NDArray[np.int64],
    output: NDArray[np.float32],
    snapshots: NDArray[np.int32],
    faults: NDArray[np.int64],
) -> None:
    """Run histories one after another.

    `state` views `buffer`; every history starts from `initial`. values: (H, C); output: (H, T, W);
    snapshots: (H, M, S); faults: (H, 2), the bits and the first month.
    """
    months = plan.column.shape[0]
    entries = plan.active.shape[0]
    numbers = np.zeros(plan.column.shape[1], np.float64)
    none, weight, cursor = np.zeros(0, np.int32), np.ones(1, np.float64), np.full(2, -1, np.int64)
    for h in range(histories.size):
        key = history_key(seed, np.uint64(histories[h]))
        for i in range(buffer.size):
            buffer[i] = initial[i]
        for i in range(memory.size):
            memory[i] = 0.0
        for month in range(months):
            state.clock.month[0] = month
            for i in range(numbers.size):
                numbers[i] = values[h, plan.column[month, i]]
            # Made once a month, because references to its arrays are counted wherever it is made.
            draw = Draw(key, month, 0, none, none, weight, cursor)
            for entry in range(entries):
                if plan.active[entry, month] == 1:
                    mechanism_at(functions[entry])(
                        numbers[plan.first_number[entry, 0] : plan.first_number[entry, 1]],
                        memory[plan.first_memory[entry, 0] : plan.first_memory[entry, 1]],
                        state,
                        polity,
                        draw,
                    )
            check_seats(state)
            forget_leavers(state)
            if month % MONTHS_BETWEEN_MASS_CHECKS == 0 or month == months - 1:
                check_masses(state)
            for o in range(plan.first_output.size - 1):
                observable_at(observers[o])(
                    plan.arguments[o],
                    state,
                    polity,
                    output[h, month, plan.first_output[o] : plan.first_output[o + 1]],
                )
            take_snapshot(h, month, plan.snapshot_month, state.seats.holder, snapshots)
        faults[h, 0] = state.clock.fault[0]
        faults[h, 1] = state.clock.fault_month[0]


@cache
def compiled_drive() -> Any:
    """Return the compiled loop; under NUMBA_DISABLE_JIT the plain one."""
    if not JIT:
        return drive
    plan = numba.typeof(empty_plan())
    signature = types.void(
        types.int64[::1],
        types.int64[::1],
        plan,
        state_type(),
        polity_type(),
        types.uint8[::1],
        types.uint8[::1],
        types.float32[::1],
        types.float64[:, ::1],
        types.uint64,
        types.int64[::1],
        types.float32[:, :, ::1],
        types.int32[:, :, ::1],
        types.int64[:, ::1],
    )
    return compile_loop(drive, signature, shared_place())


def empty_plan() -> Plan:
    """Return a plan without entries, of the right number types."""
    return Plan(
        np.zeros((0, 0), np.int8),
        np.zeros((0, 2), np.int32),
        np.zeros((0, 2), np.int32),
        np.zeros((0, 0), np.int32),
        np.zeros((0, 3), np.int64),
        np.zeros(1, np.int32),
        np.zeros(0, np.int32),
    )
