"""One history, followed call by call: what each call of each mechanism changed of people and seats.

The calls are those of `core.drive`, the same compiled entries in the same order with the same chance; between
any two of them the whole-number arrays of people, seats and bodies are compared. New arrays of the state are
followed without being named here.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from whowhom.core import parts
from whowhom.core.drive import MONTHS_BETWEEN_MASS_CHECKS
from whowhom.core.state import LAYOUT, State, allocate
from whowhom.spec.errors import ResultError
from whowhom.trace.recall import Recalled

AXES = (("people",), ("seats",), ("bodies",))
FORGOTTEN = ("seats.previous", "seats.served")
"""Arrays that are emptied at the end of each month, and tell nothing afterwards."""


class Step(NamedTuple):
    """A call of a mechanism: the month, and the number of the entry in the schedule (-1: the start)."""

    month: int
    call: int


START = Step(0, -1)


class Change(NamedTuple):
    """One number of one array before and after a call."""

    step: Step
    path: str
    place: int
    """The person, the seat or the body."""
    before: int
    after: int


class Moment(NamedTuple):
    """The history just before a call, or just after it; the arrays are the living ones."""

    step: Step
    done: bool
    numbers: NDArray[np.float64]
    """The numbers that the call reads."""
    memory: NDArray[np.float32]
    """The private memory of the mechanism."""
    state: State
    buffer: NDArray[np.uint8]


def tracked() -> tuple[str, ...]:
    """Return the arrays that are followed: whole numbers, one for each person, seat or body."""
    return tuple(
        f"{record}.{field}"
        for record, fields in LAYOUT.items()
        for field, (kind, axes) in fields.items()
        if np.issubdtype(kind, np.integer) and axes in AXES and f"{record}.{field}" not in FORGOTTEN
    )


def walk(recalled: Recalled, last: int) -> Iterator[Moment]:
    """Run the history to the end of month `last`, stopping before and after every call."""
    model, plan = recalled.model, recalled.model.plan
    act, _, _, end_month = parts.compiled()
    state, buffer = allocate(model.sizes)
    # The calls get addresses: what lies there must live as long as this generator.
    alive = parts.record_address(state), parts.record_address(model.polity)
    (at, _), (polity, _) = alive
    buffer[:] = model.initial
    memory = np.zeros(model.memory, np.float32)
    for month in range(last + 1):
        state.clock.month[0] = month
        row = recalled.numbers[plan.column[month]]
        for entry in np.flatnonzero(plan.active[:, month] == 1):
            numbers = row[slice(*plan.first_number[entry])]
            private = memory[slice(*plan.first_memory[entry])]
            moment = Moment(Step(month, int(entry)), False, numbers, private, state, buffer)
            yield moment
            with np.errstate(over="ignore"):
                act(recalled.functions[entry], numbers, private, at, polity, recalled.key, month)
            yield moment._replace(done=True)
        end_month(at, month % MONTHS_BETWEEN_MASS_CHECKS == 0 or month == model.months)
        _agrees(recalled, month, state)


def _agrees(recalled: Recalled, month: int, state: State) -> None:
    """Compare the holders with those that the simulation has at the same snapshot."""
    for number, at in enumerate(recalled.model.snapshot_months):
        if at == month and not np.array_equal(recalled.snapshots[number], state.seats.holder):
            raise ResultError(
                f"history {recalled.history}: followed call by call it is not the one simulated"
            )


def changes_of(recalled: Recalled, last: int) -> tuple[Change, ...]:
    """Return every change of people, seats and bodies up to the end of month `last`, in order of time."""
    found: list[Change] = []
    known: dict[str, NDArray[Any]] = {}
    before = np.zeros(0, np.uint8)
    for moment in walk(recalled, last):
        if not known:
            known = {path: attrgetter(path)(moment.state).copy() for path in tracked()}
        if not moment.done:
            before = moment.buffer.copy()
        elif not np.array_equal(before, moment.buffer):
            for path, old in known.items():
                new = attrgetter(path)(moment.state)
                for index in np.flatnonzero(old != new):
                    found.append(Change(moment.step, path, int(index), int(old[index]), int(new[index])))
                    old[index] = new[index]
    return tuple(found)


class Kept(NamedTuple):
    """What is needed to make one call again: the bytes before it, its numbers, and the bytes after it."""

    numbers: NDArray[np.float64]
    memory: NDArray[np.float32]
    before: NDArray[np.uint8]
    after: NDArray[np.uint8]


def keep(recalled: Recalled, wanted: set[Step]) -> dict[Step, Kept]:
    """Return what is needed to make each of the calls again."""
    found: dict[Step, Kept] = {}
    waiting: tuple[NDArray[np.float32], NDArray[np.uint8]] | None = None
    for moment in walk(recalled, max((step.month for step in wanted), default=-1)):
        if moment.step not in wanted:
            continue
        if not moment.done:
            waiting = moment.memory.copy(), moment.buffer.copy()
        elif waiting is not None:
            found[moment.step] = Kept(moment.numbers.copy(), *waiting, moment.buffer.copy())
    return found
