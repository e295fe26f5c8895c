"""Histories of a model as raw bytes of the state: everything together, or one mechanism alone."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numba import types
from numpy.typing import NDArray

from whowhom.build import Model
from whowhom.build.values import value_table
from whowhom.core.compile import (
    JIT,
    compile_loop,
    compile_mechanism,
    mechanism_signature,
    polity_type,
    state_type,
)
from whowhom.core.draw import Draw, history_key
from whowhom.core.drive import compiled_drive
from whowhom.core.fault import check_masses, check_seats
from whowhom.core.kernel import entry_place
from whowhom.core.linkage import Entry
from whowhom.core.mechanism import Registered
from whowhom.core.office import forget_leavers
from whowhom.core.pointer import mechanism_addresses, mechanism_at
from whowhom.core.state import allocate
from whowhom.simulate.batch import pointers


def final_bytes(model: Model, *, months: int, seed: int) -> NDArray[np.uint8]:
    """Return the bytes of the state of history 0 after so many months."""
    functions, observers = pointers(model)
    state, buffer = allocate(model.sizes)
    histories = np.array([0], np.int64)
    plan = model.plan._replace(column=np.ascontiguousarray(model.plan.column[: months + 1]))
    with np.errstate(over="ignore"):
        compiled_drive()(
            functions,
            observers,
            plan,
            state,
            model.polity,
            model.initial,
            buffer,
            np.zeros(model.memory, np.float32),
            value_table(model.values, seed, histories, False),
            np.uint64(seed),
            histories,
            np.zeros((1, months + 1, model.width), np.float32),
            np.zeros((1, len(model.snapshot_months), model.sizes.seats), np.int32),
            np.zeros((1, 2), np.int64),
        )
    return buffer


def act_alone(
    begin: Any,
    step: Any,
    values: Any,
    memory: Any,
    state: Any,
    polity: Any,
    key: Any,
    due: Any,
    starts: Any,
    until: Any,
    buffer: Any,
    finals: Any,
) -> None:
    """Run one mechanism from each of the starts (N, bytes) for until[n] months into finals (N, bytes).

    The loop of `core.drive` for a single entry.
    """
    none, weight, cursor = np.zeros(0, np.int32), np.ones(1, np.float64), np.full(2, -1, np.int64)
    for n in range(until.size):
        for i in range(buffer.size):
            buffer[i] = starts[n, i]
        for i in range(memory.size):
            memory[i] = 0.0
        state.clock.month[0] = 0
        mechanism_at(begin)(values, memory, state, polity, Draw(key, 0, 0, none, none, weight, cursor))
        for month_number in range(1, until[n] + 1):
            state.clock.month[0] = month_number
            if due[month_number] == 1:
                mechanism_at(step)(
                    values, memory, state, polity, Draw(key, month_number, 0, none, none, weight, cursor)
                )
            check_seats(state)
            forget_leavers(state)
            check_masses(state)
        for i in range(buffer.size):
            finals[n, i] = buffer[i]


@cache
def compiled_act_alone() -> Any:
    """Return the compiled loop; the plain one under NUMBA_DISABLE_JIT."""
    if not JIT:
        return act_alone
    whole_numbers, raw = types.int64[::1], types.uint8[:, ::1]
    signature = types.void(
        *(types.int64, types.int64, types.float64[::1], types.float32[::1], state_type()),
        *(polity_type(), types.uint64, types.int8[::1], raw, whole_numbers, types.uint8[::1], raw),
    )
    return compile_loop(act_alone, signature, entry_place(__file__))


@cache
def _entry(registered: Registered, which: str) -> Any:
    found = which if registered.function(which) else None
    entry = compile_mechanism(registered, found) if found else _compiled_nothing()
    return mechanism_addresses([entry])[0]


def _nothing(values: Any, memory: Any, state: Any, polity: Any, draw: Any) -> None:
    """Stand for the `begin` that a mechanism does not have."""


def _compiled_nothing() -> Any:
    """Return the entry that does nothing."""
    if not JIT:
        return _nothing
    return Entry(_nothing, lambda _: entry_place(__file__)).compiled(mechanism_signature())


def finals_alone(
    model: Model, name: str, seed: int, starts: list[NDArray[np.uint8]], months: tuple[int, ...]
) -> list[NDArray[np.uint8]]:
    """Return the final bytes of one mechanism acting alone, for every start and number of months."""
    call = next(i for i, e in enumerate(model.entries) if (e.mechanism.name, e.which) == (name, "step"))
    plan, registered = model.plan, model.entries[call].mechanism
    first, last = plan.first_number[call]
    with np.errstate(over="ignore"):
        table = value_table(model.values, seed, np.array([0], np.int64), False)
    state, buffer = allocate(model.sizes)
    every = np.array([start for start in starts for _ in months], np.uint8)
    finals = np.zeros_like(every)
    with np.errstate(over="ignore"):
        compiled_act_alone()(
            _entry(registered, "begin"),
            _entry(registered, "step"),
            np.ascontiguousarray(table[0, plan.column[0, first:last]]),
            np.zeros(int(np.diff(plan.first_memory[call])[0]), np.float32),
            state,
            model.polity,
            np.uint64(history_key(np.uint64(seed), np.uint64(0))),
            np.ascontiguousarray(plan.active[call]),
            every,
            np.array(months * len(starts), np.int64),
            buffer,
            finals,
        )
    return list(finals)
