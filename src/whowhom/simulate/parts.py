"""Histories one after another, each on several threads: for models of many members, cut within a month.

The months, the order of the calls and the draws are those of `core.drive`; the bits are too. A mechanism that
says over which axis it can be cut is cut into one range a thread; all else runs on one thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whowhom.build.model import Entry, Model
from whowhom.core.draw import history_key
from whowhom.core.drive import MONTHS_BETWEEN_MASS_CHECKS
from whowhom.core.parts import compile_part, compiled, part_addresses, record_address
from whowhom.core.state import State, allocate
from whowhom.simulate.compiling import ONE_AT_A_TIME

STEP = "step"


@cache
def _part(registered: Any) -> Any:
    return compile_part(registered)


class OneHistory:
    """A model whose histories are run one at a time, each on so many threads."""

    def __init__(self, model: Model, functions: Any, observers: Any, threads: int) -> None:
        """Take the model, the addresses of its calls and observables, and how many threads to use."""
        self.model, self.functions, self.observers = model, functions, observers
        self.threads = threads
        self.state, self.buffer = allocate(model.sizes)
        self.memory = np.zeros(model.memory, np.float32)
        self.at, self._state = record_address(self.state)
        self.polity, self._polity = record_address(model.polity)
        self.cuts = [_cuts(entry, model, threads) for entry in model.entries]
        with ONE_AT_A_TIME:
            self.act, self.act_in_part, self.look, self.end_month = compiled()
            cut = [_part(e.mechanism) if c else None for e, c in zip(model.entries, self.cuts, strict=True)]
            addresses = iter(part_addresses([part for part in cut if part is not None]))
        self.parts = [None if part is None else next(addresses) for part in cut]
        self.pool = ThreadPoolExecutor(threads)

    def __enter__(self) -> OneHistory:
        """Return itself; leaving closes its threads."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the threads."""
        self.pool.shutdown()

    def begin(self) -> None:
        """Put the first month back."""
        self.buffer[:] = self.model.initial
        self.memory[:] = 0.0

    def live(self, month: int, values: NDArray[np.float64], key: np.uint64) -> None:
        """Run the calls of one month with the numbers of the history, values (C,), and look for faults."""
        plan = self.model.plan
        self.state.clock.month[0] = month
        numbers = values[plan.column[month]]
        for entry in np.flatnonzero(plan.active[:, month]):
            given = numbers[slice(*plan.first_number[entry])]
            memory = self.memory[slice(*plan.first_memory[entry])]
            rest = (given, memory, self.at, self.polity, key, month)
            if self.parts[entry] is None:
                self.act(self.functions[entry], *rest)
            else:
                self._together(self.parts[entry], self.cuts[entry], rest)
        masses = month % MONTHS_BETWEEN_MASS_CHECKS == 0 or month == plan.column.shape[0] - 1
        self.end_month(self.at, masses)

    def record(self, out: NDArray[np.float32]) -> None:
        """Write what is recorded of this month, (W,)."""
        plan = self.model.plan
        for o, (low, high) in enumerate(pairwise(plan.first_output)):
            self.look(self.observers[o], plan.arguments[o], self.at, self.polity, out[low:high])

    def _together(self, part: Any, edges: Sequence[int], rest: tuple[Any, ...]) -> None:
        """Call every range at once, each on a thread of the pool; a single one on this thread."""

        def call(first: int, last: int) -> None:
            # Plain Python warns, in each thread for itself, where 64-bit words wrap around, as is meant.
            with np.errstate(over="ignore"):
                self.act_in_part(part, first, last, *rest)

        if len(edges) == 2:
            call(*edges)
            return
        for done in [self.pool.submit(call, first, last) for first, last in pairwise(edges)]:
            done.result()


def _cuts(entry: Entry, model: Model, threads: int) -> tuple[int, ...]:
    """Return where a call is cut, or nothing where it is not."""
    axis = entry.mechanism.declaration.cut_over
    if not axis or entry.which != STEP:
        return ()
    length = int(getattr(model.sizes, axis))
    parts = max(1, min(threads, length))
    return tuple(length * part // parts for part in range(parts + 1))


def drive_in_parts(
    model: Model,
    functions: Any,
    observers: Any,
    values: NDArray[np.float64],
    seed: int,
    histories: NDArray[np.int64],
    output: NDArray[np.float32],
    snapshots: NDArray[np.int32],
    faults: NDArray[np.int64],
    threads: int,
) -> State:
    """Run histories one after another, each on so many threads; the arrays are those of `core.drive`.

    functions, observers: what `simulate.batch.pointers` returns. Returns the state in which the last ends.
    """
    snapshot_months = list(model.plan.snapshot_month)
    with OneHistory(model, functions, observers, threads) as one, np.errstate(over="ignore"):
        for h, history in enumerate(histories):
            key = np.uint64(history_key(np.uint64(seed), np.uint64(history)))
            one.begin()
            for month in range(model.plan.column.shape[0]):
                one.live(month, values[h], key)
                one.record(output[h, month])
                for m, wanted in enumerate(snapshot_months):
                    if wanted == month:
                        snapshots[h, m] = one.state.seats.holder
            faults[h] = one.state.clock.fault[0], one.state.clock.fault_month[0]
        return one.state
