"""Replay of scripted chance: all outcomes of one month from many states, through the entries of a simulation.

A script lists the outcomes of the draws in the order in which the month meets them. The month runs with the
script, the draws write back how many outcomes each had and the probability of those taken, and the next
script counts the last draw up that has an outcome left, as an odometer does. The scripts of a month visit
each leaf of its tree of chance once, so their probabilities add up to 1. Ends of the same bytes are one.

The loops are compiled like the loop of the simulation, once for all organisations; one call does a whole
month of all states.
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
    compile_loop,
    polity_type,
    state_type,
)
from whowhom.core.draw import Draw
from whowhom.core.drive import MONTHS_BETWEEN_MASS_CHECKS, empty_plan
from whowhom.core.fault import check_masses, check_seats
from whowhom.core.kernel import entry_place, inner
from whowhom.core.office import forget_leavers
from whowhom.core.pointer import mechanism_at, observable_at
from whowhom.exact.tables import Arrows, Chance, Ends, Work, new_arrows, new_chance, new_ends, new_work

DONE, LONGER, WIDER, CONTINUOUS, MANY_STATES, MANY_OUTCOMES = range(6)
"""Why a replay returned: all rows done; script too short; arrows full; chance not finite; limits passed."""
ROW, ENDS, ARROWS, OUTCOMES = range(4)
"""What the four numbers of `progress` count: states done, ends met, arrows written, scripts run."""


@inner
def next_script(chance: Any) -> bool:
    """Turn to the next script: count up the last draw that has an outcome left; False when none has."""
    site = chance.cursor[0] - 1
    while site >= 0 and chance.script[site] + 1 >= chance.radix[site]:
        chance.script[site] = 0
        site -= 1
    if site < 0:
        return False
    chance.script[site] += 1
    return True


@inner
def find(work: Any, ends: Any, progress: NDArray[np.int64]) -> int:
    """Return the number of the end with the bytes of `work`, added if it is new; -1 when there is no room."""
    mixed = np.uint64(0)
    for i in range(work.words.size):
        mixed = (mixed ^ work.words[i]) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    for i in range(work.bits.size):
        mixed = (mixed ^ np.uint64(work.bits[i])) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    mask = ends.slots.size - 1
    slot = np.int64(mixed & np.uint64(mask))
    while ends.slots[slot] >= 0:
        end = ends.slots[slot]
        same = True
        for i in range(work.words.size):
            same = same and ends.words[end, i] == work.words[i]
        for i in range(work.bits.size):
            same = same and ends.bits[end, i] == work.bits[i]
        if same:
            return int(end)
        slot = (slot + 1) & mask
    end = progress[ENDS]
    if end == ends.row.size:
        return -1
    for i in range(work.words.size):
        ends.words[end, i] = work.words[i]
    for i in range(work.bits.size):
        ends.bits[end, i] = work.bits[i]
    ends.slots[slot] = end
    progress[ENDS] = end + 1
    return int(end)


@inner
def point(row: int, end: int, weight: float, ends: Any, arrows: Any, progress: NDArray[np.int64]) -> None:
    """Add probability to the arrow from a start to an end."""
    if ends.row[end] != row:
        ends.row[end] = row
        ends.place[end] = progress[ARROWS]
        arrows.targets[progress[ARROWS]] = end
        arrows.weights[progress[ARROWS]] = 0.0
        progress[ARROWS] += 1
    arrows.weights[ends.place[end]] += weight


@inner
def restore(
    row: int, starts: NDArray[np.uint64], start_bits: NDArray[np.uint32], work: Work, chance: Chance
) -> None:
    """Put the start of this row back, and the chance to the beginning of its script."""
    work.words[:] = starts[row]
    work.bits[:] = start_bits[row]
    chance.weight[0] = 1.0
    chance.cursor[0] = 0
    chance.cursor[1] = -1


@inner
def put_back(row: int, starts: NDArray[np.uint64], work: Work) -> None:
    """Give the frozen arrays the values of the start again."""
    for i in range(work.words.size):
        work.words[i] = (work.words[i] & ~work.kept[i]) | (starts[row, i] & work.kept[i])


def replay(
    functions: Any,
    plan: Any,
    state: Any,
    polity: Any,
    work: Work,
    starts: NDArray[np.uint64],
    start_bits: NDArray[np.uint32],
    numbers: NDArray[np.float64],
    month: int,
    last: int,
    rows: int,
    most_outcomes: int,
    chance: Chance,
    ends: Ends,
    arrows: Arrows,
    progress: NDArray[np.int64],
) -> int:
    """Run one month from each start up to number `rows`, for every script, and say why it stopped.

    starts: (n, W), start_bits: (n, M); `last` is the last month of the scenario. A call goes on where the one
    before stopped: `progress` and the script say where.
    """
    while progress[ROW] < rows:
        row = progress[ROW]
        if progress[ARROWS] == arrows.targets.size:
            return WIDER
        if progress[OUTCOMES] >= most_outcomes:
            return MANY_OUTCOMES
        restore(row, starts, start_bits, work, chance)
        state.clock.month[0] = month
        for entry in range(plan.active.shape[0]):
            if plan.active[entry, month] == 1:
                mechanism_at(functions[entry])(
                    numbers[plan.first_number[entry, 0] : plan.first_number[entry, 1]],
                    work.memory[plan.first_memory[entry, 0] : plan.first_memory[entry, 1]],
                    state,
                    polity,
                    Draw(np.uint64(0), month, 1, chance.script, chance.radix, chance.weight, chance.cursor),
                )
        if chance.cursor[1] >= 0:
            return CONTINUOUS
        if chance.cursor[0] > chance.radix.size:
            return LONGER
        # The same checks in the same months as `core.drive`: a fault is a part of the state.
        check_seats(state)
        forget_leavers(state)
        if month % MONTHS_BETWEEN_MASS_CHECKS == 0 or month == last:
            check_masses(state)
        progress[OUTCOMES] += 1
        if chance.weight[0] > 0.0:
            put_back(row, starts, work)
            end = find(work, ends, progress)
            if end < 0:
                return MANY_STATES
            point(row, end, chance.weight[0], ends, arrows, progress)
        if not next_script(chance):
            progress[ROW] = row + 1
            arrows.edges[row + 1] = progress[ARROWS]
    return DONE


def observe(
    observers: Any,
    plan: Any,
    state: Any,
    polity: Any,
    words: NDArray[np.uint64],
    states: NDArray[np.uint64],
    month: int,
    rows: NDArray[np.float32],
) -> None:
    """Write to rows (n, O) what each of the states (n, W) records in this month; `state` views `words`."""
    for number in range(states.shape[0]):
        words[:] = states[number]
        state.clock.month[0] = month
        for o in range(plan.first_output.size - 1):
            observable_at(observers[o])(
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
            types.int64[::1],
            numba.typeof(empty_plan()),
            state_type(),
            polity_type(),
            numba.typeof(new_work(8, 0)),
            types.uint64[:, ::1],
            types.uint32[:, ::1],
            types.float64[::1],
            types.int64,
            types.int64,
            types.int64,
            types.int64,
            numba.typeof(new_chance(1)),
            numba.typeof(new_ends(1, 1, 0)),
            numba.typeof(new_arrows(1, 1)),
            types.int64[::1],
        ),
    )


@cache
def compiled_observe() -> Any:
    """Return the compiled `observe`; under NUMBA_DISABLE_JIT the plain one."""
    return _compiled(
        observe,
        types.void(
            types.int64[::1],
            numba.typeof(empty_plan()),
            state_type(),
            polity_type(),
            types.uint64[::1],
            types.uint64[:, ::1],
            types.int64,
            types.float32[:, ::1],
        ),
    )


def _compiled(function: Any, signature: Any) -> Any:
    """Compile for one signature under the house rules, cached by the hash of this file."""
    return compile_loop(function, signature, entry_place(__file__))
