"""A batch of histories in memory: the compiled loop on every core."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whowhom.build.model import Model
from whowhom.build.values import value_table
from whowhom.core.compile import (
    compile_mechanism,
    compile_observable,
)
from whowhom.core.drive import compiled_drive
from whowhom.core.pointer import mechanism_addresses, observable_addresses
from whowhom.core.state import allocate
from whowhom.simulate.compiling import ONE_AT_A_TIME, compile_missing
from whowhom.simulate.parts import drive_in_parts
from whowhom.simulate.scheduler import Scheduler
from whowhom.spec.errors import ModelError

Say = Callable[[str], None]


@dataclass(frozen=True)
class Batch:
    """What some histories recorded."""

    histories: NDArray[np.int64]
    """(H,) numbers of the histories."""
    output: NDArray[np.float32]
    """(H, T, W) recorded quantities by month."""
    snapshots: NDArray[np.int32]
    """(H, M, S) holders of all seats at the snapshot months."""
    faults: NDArray[np.int64]
    """(H, 2) bit mask of faults, and the first month of any."""
    values: NDArray[np.float64]
    """(H, C) the numbers each history was run with, in the order of `model.values`."""


_known: dict[tuple[tuple[Any, ...], tuple[Any, ...]], tuple[Any, Any]] = {}
"""The addresses of every set of mechanisms and observables that was asked for."""


@cache
def _observer(function: Any) -> Any:
    return compile_observable(function)


@cache
def _entry(registered: Any, which: str) -> Any:
    return compile_mechanism(registered, which)


def pointers(model: Model, say: Say | None = None) -> tuple[Any, Any]:
    """Return the addresses of the compiled mechanisms and observables of a model.

    What has to be compiled first is shared among the cores; `say` hears what it is, and how far it has come.
    """
    entries = tuple((entry.mechanism, entry.which) for entry in model.entries)
    observers = tuple(item.observable.function for item in model.recorded)
    with ONE_AT_A_TIME:
        if (entries, observers) not in _known:
            compile_missing(model, cores(), say)
            _known[entries, observers] = (
                mechanism_addresses([_entry(mechanism, which) for mechanism, which in entries]),
                observable_addresses([_observer(function) for function in observers]),
            )
        return _known[entries, observers]


def run_batch(
    model: Model,
    histories: NDArray[np.int64],
    *,
    seed: int,
    from_priors: bool = True,
    values: NDArray[np.float64] | None = None,
    threads: int | None = None,
    say: Say | None = None,
    scheduler: Scheduler | None = None,
) -> Batch:
    """Run the given histories. History k is the same in any batch, order and number of threads.

    values: (H, C) the numbers to run each history with, in order and internal units of `model.values`,
    instead of those that follow from seed and history; absent means drawn (from_priors) or the point values.
    The rest of the chance of a history stays what it was. Raises ModelError where they cannot be meant.
    threads: how many run at once; absent means one for each core. scheduler: who runs them instead.
    """
    if values is None:
        # Plain Python warns where compiled 64-bit words wrap around, as the generator means them to.
        with np.errstate(over="ignore"):
            values = value_table(model.values, seed, histories, from_priors)
    else:
        values = _checked(model, histories, values)
    if scheduler is not None:
        return scheduler.batch(model, histories, seed, values)
    return _run_here(model, histories, seed, values, threads or cores(), pointers(model, say))


def _run_here(
    model: Model,
    histories: NDArray[np.int64],
    seed: int,
    values: NDArray[np.float64],
    threads: int,
    addresses: tuple[Any, Any],
) -> Batch:
    """Run histories on the threads of this process. addresses: those of `pointers`."""
    functions, observers = addresses
    count = histories.size
    output = np.zeros((count, model.months + 1, model.width), np.float32)
    snapshots = np.zeros((count, len(model.snapshot_months), model.sizes.seats), np.int32)
    faults = np.zeros((count, 2), np.int64)
    if model.sizes.members and count < threads:
        # A month of many members is long enough to be shared among threads itself.
        recorded = (output, snapshots, faults)
        drive_in_parts(model, functions, observers, values, seed, histories, *recorded, threads)
        return Batch(histories, output, snapshots, faults, values)

    with ONE_AT_A_TIME:
        drive = compiled_drive()

    def run(part: slice) -> None:
        state, buffer = allocate(model.sizes)
        with np.errstate(over="ignore"):
            drive(
                functions,
                observers,
                model.plan,
                state,
                model.polity,
                model.initial,
                buffer,
                np.zeros(model.memory, np.float32),
                values[part],
                np.uint64(seed),
                histories[part],
                output[part],
                snapshots[part],
                faults[part],
            )

    parts = split(count, threads)
    if len(parts) == 1:
        run(parts[0])
    else:
        with ThreadPoolExecutor(len(parts)) as pool:
            list(pool.map(run, parts))
    return Batch(histories, output, snapshots, faults, values)


def _checked(model: Model, histories: NDArray[np.int64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a copy of given values. Raises ModelError with the first number that cannot be meant."""
    given = np.array(values, np.float64, order="C")
    wanted = (histories.size, len(model.values))
    if given.shape != wanted:
        raise ModelError(f"values: found the shape {given.shape}; expected {wanted}: histories, numbers")
    for column, value in enumerate(model.values):
        wrong = ~((given[:, column] >= value.low) & (given[:, column] <= value.high))
        wrong |= ~np.isfinite(given[:, column])
        if wrong.any():
            found = float(given[np.argmax(wrong), column])
            wanted_range = f"{value.low:g} to {value.high:g} {value.unit}"
            raise ModelError(f"values: {value.name}: found {found:g}; expected {wanted_range}")
    return given


def split(count: int, threads: int) -> list[slice]:
    """Return slices that share `count` histories among threads as evenly as can be."""
    edges = np.linspace(0, count, max(1, min(threads, count)) + 1).astype(int)
    return [slice(int(a), int(b)) for a, b in pairwise(edges)]


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
