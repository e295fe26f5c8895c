"""From histories to tallies: the part of a count that a thread or a machine does by itself."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whowhom.core.tally import Bins, Tally, add_faults, add_numbers, add_offices, bins_of, empty_tally
from whowhom.results.statistics import HOLDER
from whowhom.simulate.batch import Say, cores, run_batch, split
from whowhom.simulate.planning import Work
from whowhom.simulate.scheduler import Scheduler

PILOT = 256
"""Histories from which bins are chosen, and histories that are in memory at once."""


def pilot(work: Work, threads: int | None, say: Say | None, scheduler: Scheduler | None = None) -> Bins:
    """Return the bins of an arm, from its first PILOT histories."""
    numbers = np.arange(PILOT, dtype=np.int64)
    batch = run_batch(
        work.model,
        numbers,
        seed=work.seed,
        values=work.values(numbers),
        threads=threads,
        say=say,
        scheduler=scheduler,
    )
    return bins_of(batch.output[batch.faults[:, 0] == 0])


def empty_of(work: Work) -> Tally:
    """Return the tally of no history of an arm."""
    model = work.model
    return empty_tally(model.months + 1, model.width, offices_of(work).size, len(model.people))


def offices_of(work: Work) -> NDArray[np.int64]:
    """Return the columns of the output that are persons."""
    columns, at = [], 0
    for item in work.model.recorded:
        columns += [at] if item.observable.name == HOLDER else []
        at += item.width
    return np.array(columns, np.int64)


def tally_of(work: Work, bins: Bins, first: int, size: int, threads: int | None) -> Tally:
    """Simulate histories first .. first+size-1 of an arm, PILOT at a time, and return their tally."""
    model, offices, tally = work.model, offices_of(work), empty_of(work)
    with ThreadPoolExecutor(threads or cores()) as pool:
        for numbers in _parts(first, size):
            batch = run_batch(model, numbers, seed=work.seed, values=work.values(numbers), threads=threads)
            sound = add_faults(batch.faults[:, 0], tally)

            def add(part: slice, output: Any = batch.output, sound: Any = sound) -> None:
                add_numbers(output, sound, bins, tally, part.start, part.stop)
                add_offices(output, sound, offices, tally, part.start, part.stop)

            # Threads share the months, not the histories: each cell is added to in one order.
            list(pool.map(add, split(model.months + 1, threads or cores())))
    return tally


def _parts(first: int, size: int) -> Iterator[NDArray[np.int64]]:
    """List numbers of histories, PILOT at a time."""
    for start in range(first, first + size, PILOT):
        yield np.arange(start, min(start + PILOT, first + size), dtype=np.int64)
