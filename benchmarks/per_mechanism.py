"""Microseconds of each mechanism and observable of the declared model: `python -m benchmarks.per_mechanism`.

A copy of the driver's loop reads the clock before and after each call; what the clock itself costs has its
own row. Medians over histories, because others use the machine. Never compare with another run.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any

import click
import numba
import numpy as np
from numba import types
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from benchmarks.library_model import model_of
from benchmarks.parameters import MONTHS, PEOPLE, PLACES
from whowhom.build.values import value_table
from whowhom.core.compile import polity_type, state_type
from whowhom.core.draw import Draw, history_key
from whowhom.core.drive import empty_plan
from whowhom.core.pointer import mechanism_at, observable_at
from whowhom.core.state import allocate
from whowhom.simulate.batch import pointers

SEED = 7
MONOTONIC = 1
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


def timed(
    functions: Any,
    observers: Any,
    plan: Any,
    state: Any,
    polity: Any,
    memory: NDArray[np.float32],
    numbers: NDArray[np.float64],
    key: np.uint64,
    spent: NDArray[np.int64],
    output: NDArray[np.float32],
) -> None:
    """Run one history; spent (F + O + 1,): nanoseconds of entries, of observables, and of the clock alone."""
    entries, months = plan.active.shape
    watched = plan.first_output.size - 1
    before, after = np.zeros(2, np.int64), np.zeros(2, np.int64)
    none, weight, cursor = np.zeros(0, np.int32), np.ones(1, np.float64), np.full(2, -1, np.int64)
    for month in range(months):
        state.clock.month[0] = month
        draw = Draw(key, month, 0, none, none, weight, cursor)
        for row in range(entries + watched + 1):
            o = row - entries
            if o < 0 and plan.active[row, month] == 0:
                continue
            clock_gettime(MONOTONIC, before.ctypes)
            if o < 0:
                own = numbers[plan.first_number[row, 0] : plan.first_number[row, 1]]
                store = memory[plan.first_memory[row, 0] : plan.first_memory[row, 1]]
                mechanism_at(functions[row])(own, store, state, polity, draw)
            elif o < watched:
                out = output[plan.first_output[o] : plan.first_output[o + 1]]
                observable_at(observers[o])(plan.arguments[o], state, polity, out)
            clock_gettime(MONOTONIC, after.ctypes)
            spent[row] += (after[0] - before[0]) * 1_000_000_000 + after[1] - before[1]


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
        types.float32[::1],
    )
    return numba.njit(signature, nogil=True, error_model="numpy")(timed)


def measure(histories: int, people: int = PEOPLE, places: int = PLACES) -> list[Row]:
    """Return the table: medians over histories of the mean time of a call."""
    model = model_of(MONTHS, people, places)
    functions, observers = pointers(model)
    run = compiled_timed()
    names = [f"{item.mechanism.name}.{item.which}" for item in model.entries]
    names += [f"record.{item.name}" for item in model.recorded] + ["the clock alone"]
    spent = np.zeros((histories, len(names)), np.int64)
    active = model.plan.active.sum(axis=1).tolist()
    calls = np.array(active + [MONTHS + 1] * (len(names) - len(active)))
    values = value_table(model.values, SEED, np.arange(histories), False)
    for h in range(histories):
        state, buffer = allocate(model.sizes)
        buffer[:] = model.initial
        memory, output = np.zeros(model.memory, np.float32), np.zeros(model.width, np.float32)
        numbers = np.ascontiguousarray(values[h, model.plan.column[0]])
        key = history_key(np.uint64(SEED), np.uint64(h))
        run(
            functions,
            observers,
            model.plan,
            state,
            model.polity,
            memory,
            numbers,
            key,
            spent[h],
            output,
        )
    each = np.median(spent, axis=0) / calls / 1e3
    return [
        Row(name, int(calls[i]), float(each[i]), float(each[i] * calls[i] / MONTHS))
        for i, name in enumerate(names)
    ]


def table_of(rows: list[Row]) -> Table:
    """Return the rows as a table to print."""
    table = Table(title="Microseconds, this run, this machine (never compare with another run)")
    for heading in ("what", "calls a history", "a call", "a month"):
        table.add_column(heading, justify="left" if heading == "what" else "right")
    for row in rows:
        table.add_row(row.name, str(row.calls), f"{row.microseconds:.2f}", f"{row.a_month:.2f}")
    table.add_row("sum", "", "", f"{sum(row.a_month for row in rows[:-1]):.2f}")
    return table


@click.command()
@click.option("--histories", default=32, show_default=True, help="Histories of 600 months.")
def main(histories: int) -> None:
    """Print the table."""
    Console().print(table_of(measure(histories)))


if __name__ == "__main__":
    main()
