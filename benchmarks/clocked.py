"""The driver's loop with a clock around every call: where the time of a history goes, in any model.

A copy of the loop of `whowhom.core.drive` reads the clock before and after each call; what the clock itself
costs has its own row, and what the loop does beside its calls another. Medians over histories, unless a
caller wants means, because others use the machine. Never compare with another run.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numba
import numpy as np
from numba import types
from numpy.typing import NDArray

from whowhom.build import Model
from whowhom.build.values import value_table
from whowhom.core.compile import polity_type, state_type
from whowhom.core.draw import Draw, history_key
from whowhom.core.drive import MONTHS_BETWEEN_MASS_CHECKS, empty_plan
from whowhom.core.fault import check_masses, check_seats
from whowhom.core.office import forget_leavers
from whowhom.core.pointer import mechanism_at, observable_at
from whowhom.core.state import allocate
from whowhom.simulate.batch import pointers

MONOTONIC = 1
LOOP, CLOCK = "the loop's own checks", "the clock alone"
clock_gettime = ctypes.CDLL(None).clock_gettime
clock_gettime.argtypes = (ctypes.c_int, ctypes.c_void_p)
clock_gettime.restype = ctypes.c_int


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    name: str
    calls: int
    microseconds: float
    """A call, with the clock."""
    a_month: float
    """Microseconds a month, on the average."""


@dataclass(frozen=True)
class Clocked:
    """The rows of a model, and what its first history recorded."""

    rows: list[Row]
    output: NDArray[np.float32]


def timed(
    functions: Any,
    observers: Any,
    plan: Any,
    state: Any,
    polity: Any,
    memory: NDArray[np.float32],
    values: NDArray[np.float64],
    key: np.uint64,
    order: NDArray[np.int64],
    spent: NDArray[np.int64],
    output: NDArray[np.float32],
) -> None:
    """Run one history; spent (F + O + 2,): nanoseconds of entries, of observables, of loop and of clock."""
    entries, months = plan.active.shape
    watched = plan.first_output.size - 1
    before, after = np.zeros(2, np.int64), np.zeros(2, np.int64)
    none, weight, cursor = np.zeros(0, np.int32), np.ones(1, np.float64), np.full(2, -1, np.int64)
    numbers = np.zeros(plan.column.shape[1], np.float64)
    for month in range(months):
        state.clock.month[0] = month
        for i in range(numbers.size):
            numbers[i] = values[plan.column[month, i]]
        draw = Draw(key, month, 0, none, none, weight, cursor)
        for row in order:
            o = row - entries
            if o < 0 and plan.active[row, month] == 0:
                continue
            clock_gettime(MONOTONIC, before.ctypes)
            if o < 0:
                own = numbers[plan.first_number[row, 0] : plan.first_number[row, 1]]
                store = memory[plan.first_memory[row, 0] : plan.first_memory[row, 1]]
                mechanism_at(functions[row])(own, store, state, polity, draw)
            elif o < watched:
                out = output[month, plan.first_output[o] : plan.first_output[o + 1]]
                observable_at(observers[o])(plan.arguments[o], state, polity, out)
            elif o == watched:
                check_seats(state)
                forget_leavers(state)
                if month % MONTHS_BETWEEN_MASS_CHECKS == 0 or month == months - 1:
                    check_masses(state)
            clock_gettime(MONOTONIC, after.ctypes)
            spent[row] += (after[0] - before[0]) * 1_000_000_000 + after[1] - before[1]


@cache
def compiled_timed() -> Any:
    """Return the compiled loop; it is small, and addresses of the C library cannot be cached."""
    signature = types.void(
        types.int64[::1],
        types.int64[::1],
        numba.typeof(empty_plan()),
        state_type(),
        polity_type(),
        types.float32[::1],
        types.float64[::1],
        types.uint64,
        types.int64[::1],
        types.int64[::1],
        types.float32[:, ::1],
    )
    return numba.njit(signature, nogil=True, error_model="numpy")(timed)


def clocked(
    model: Model, histories: int, seed: int, from_priors: bool, typical: Callable[..., Any] = np.median
) -> Clocked:
    """Return the typical time of a call over histories, the median or another, the clock's own row last."""
    functions, observers = pointers(model)
    run = compiled_timed()
    names = [f"{item.mechanism.name}.{item.which}" for item in model.entries]
    names += [f"record.{item.name}" for item in model.recorded] + [LOOP, CLOCK]
    entries, watched = len(model.entries), len(model.recorded)
    # The checks stand between the mechanisms and what is recorded, as in the loop itself.
    order = np.array([*range(entries), entries + watched, *range(entries, entries + watched), len(names) - 1])
    spent = np.zeros((histories, len(names)), np.int64)
    active = model.plan.active.sum(axis=1).tolist()
    calls = np.array(active + [model.months + 1] * (len(names) - len(active)))
    with np.errstate(over="ignore"):
        values = value_table(model.values, seed, np.arange(histories), from_priors)
    first = np.zeros((model.months + 1, model.width), np.float32)
    for h in range(histories):
        state, buffer = allocate(model.sizes)
        buffer[:] = model.initial
        memory, output = np.zeros(model.memory, np.float32), np.zeros_like(first)
        key = history_key(np.uint64(seed), np.uint64(h))
        run(
            functions,
            observers,
            model.plan,
            state,
            model.polity,
            memory,
            values[h],
            key,
            order,
            spent[h],
            output,
        )
        if h == 0:
            first = output
    each = typical(spent, axis=0) / np.maximum(calls, 1) / 1e3
    rows = [
        Row(name, int(calls[i]), float(each[i]), float(each[i] * calls[i] / model.months))
        for i, name in enumerate(names)
    ]
    return Clocked(rows, first)
