"""Replay of scripted chance: every outcome of one month from one state, through the entries of a simulation.

A script lists the outcomes of the draws in the order in which the month meets them. The month runs with the
script, the draws write back how many outcomes each had and the probability of those taken, and the next
script counts the last draw up that has an outcome left, as an odometer does. The scripts of a month visit
each leaf of its tree of chance once, so their probabilities add up to 1.

Both loops are compiled like the loop of the simulation, once for all organisations.
Does not model: continuous variates; the loop stops there and says so.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numba
import numpy as np
from numba import types
from numpy.typing import NDArray

from whowhom.core.compile import (
    JIT,
    MOST_FUNCTIONS,
    entry_folder,
    mechanism_type,
    observable_type,
    polity_type,
    state_type,
)
from whowhom.core.draw import Draw
from whowhom.core.drive import MONTHS_BETWEEN_MASS_CHECKS, empty_plan
from whowhom.core.fault import check_masses, check_seats
from whowhom.core.kernel import cached_in, inner

DONE, MORE, LONGER, CONTINUOUS = 0, 1, 2, 3
"""Why a replay returned: all scripts run; table of ends full; script too short; chance that is not finite."""


@inner
def next_script(script: NDArray[np.int32], radix: NDArray[np.int32], used: int) -> bool:
    """Turn to the next script: count up the last of the `used` draws that can; False when none can."""
    site = used - 1
    while site >= 0 and script[site] + 1 >= radix[site]:
        script[site] = 0
        site -= 1
    if site < 0:
        return False
    script[site] += 1
    return True


def replay(
    functions: Any,
    plan: Any,
    state: Any,
    polity: Any,
    buffer: NDArray[np.uint8],
    memory: NDArray[np.float32],
    start: NDArray[np.uint8],
    start_memory: NDArray[np.float32],
    kept: NDArray[np.uint8],
    numbers: NDArray[np.float64],
    month: int,
    last: int,
    script: NDArray[np.int32],
    radix: NDArray[np.int32],
    weight: NDArray[np.float64],
    cursor: NDArray[np.int64],
    ends: NDArray[np.uint8],
    end_memory: NDArray[np.float32],
    weights: NDArray[np.float64],
    count: NDArray[np.int64],
) -> int:
    """Run one month from `start` for `script` and the scripts after it, and say why it stopped.

    `state` views `buffer`. kept: (bytes,) 1 where an end keeps the byte of the start. ends: (K, bytes),
    end_memory: (K, M), weights: (K,) are filled in order; count: (1,) how many were. `script` is left at the
    first one that was not run.
    """
    count[0] = 0
    entries = plan.active.shape[0]
    while True:
        for i in range(buffer.size):
            buffer[i] = start[i]
        for i in range(memory.size):
            memory[i] = start_memory[i]
        weight[0] = 1.0
        cursor[0] = 0
        cursor[1] = -1
        state.clock.month[0] = month
        for entry in range(entries):
            if plan.active[entry, month] == 1:
                functions[entry](
                    numbers[plan.first_number[entry, 0] : plan.first_number[entry, 1]],
                    memory[plan.first_memory[entry, 0] : plan.first_memory[entry, 1]],
                    state,
                    polity,
                    Draw(np.uint64(0), month, 1, script, radix, weight, cursor),
                )
        if cursor[1] >= 0:
            return CONTINUOUS
        if cursor[0] > radix.size:
            return LONGER
        # The same checks in the same months as `core.drive`: a fault is a part of the state.
        check_seats(state)
        if month % MONTHS_BETWEEN_MASS_CHECKS == 0 or month == last:
            check_masses(state)
        if weight[0] > 0.0:
            row = count[0]
            for i in range(buffer.size):
                ends[row, i] = start[i] if kept[i] == 1 else buffer[i]
            for i in range(memory.size):
                end_memory[row, i] = memory[i]
            weights[row] = weight[0]
            count[0] = row + 1
        if not next_script(script, radix, cursor[0]):
            return DONE
        if count[0] == weights.size:
            return MORE


def observe(
    observers: Any,
    plan: Any,
    state: Any,
    polity: Any,
    buffer: NDArray[np.uint8],
    states: NDArray[np.uint8],
    month: int,
    rows: NDArray[np.float32],
) -> None:
    """Write to rows (n, W) what each of the states (n, bytes) records in this month; `state` views `buffer`."""
    for number in range(states.shape[0]):
        for i in range(buffer.size):
            buffer[i] = states[number, i]
        state.clock.month[0] = month
        for o in range(plan.first_output.size - 1):
            observers[o](
                plan.arguments[o],
                state,
                polity,
                rows[number, plan.first_output[o] : plan.first_output[o + 1]],
            )


@cache
def compiled_replay() -> Any:
    """Return the compiled `replay`; under NUMBA_DISABLE_JIT the plain one."""
    return _compiled(
        replay,
        types.int64(
            types.UniTuple(mechanism_type(), MOST_FUNCTIONS),
            numba.typeof(empty_plan()),
            state_type(),
            polity_type(),
            types.uint8[::1],
            types.float32[::1],
            types.uint8[::1],
            types.float32[::1],
            types.uint8[::1],
            types.float64[::1],
            types.int64,
            types.int64,
            types.int32[::1],
            types.int32[::1],
            types.float64[::1],
            types.int64[::1],
            types.uint8[:, ::1],
            types.float32[:, ::1],
            types.float64[::1],
            types.int64[::1],
        ),
    )


@cache
def compiled_observe() -> Any:
    """Return the compiled `observe`; under NUMBA_DISABLE_JIT the plain one."""
    return _compiled(
        observe,
        types.void(
            types.UniTuple(observable_type(), MOST_FUNCTIONS),
            numba.typeof(empty_plan()),
            state_type(),
            polity_type(),
            types.uint8[::1],
            types.uint8[:, ::1],
            types.int64,
            types.float32[:, ::1],
        ),
    )


def _compiled(function: Any, signature: Any) -> Any:
    """Compile for one signature under the house rules, cached by the hash of this file."""
    if not JIT:
        return function
    with cached_in(entry_folder(__file__)):
        return numba.njit(signature, nogil=True, error_model="numpy", cache=True)(function)
