"""Where the time of a shipped scenario goes: `python -m benchmarks.flagship [SCENARIO]`.

One version of history, the document as it is, its numbers drawn from their priors. First every mechanism and
observable: calls a history, microseconds a call and a month with the clock's own cost taken off, its share.
Then a roofline, measured in the same run: what the memory delivers (triad), what one core computes in strict
arithmetic, and for the most expensive calls how many bytes one pass over every array takes that `whowhom
explain` finds them to read or write, at the speed of a triad over as many bytes as a state has: a state
stays in the caches, so memory is not asked at all. A call that takes many times as long is bound by neither.
The history that the clock watched is compared with the simulator's.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import click
import numba
import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

import whowhom as ww
from benchmarks.clocked import CLOCK, Clocked, Row, clocked
from whowhom.build import Model, build
from whowhom.core.polity import Polity
from whowhom.core.state import allocate
from whowhom.explain.wiring import Wiring, observable_wiring, step_wiring
from whowhom.simulate.batch import run_batch

SEED = 1924
FAR_OUTSIDE = 3 << 27
"""Bytes of three arrays that no cache holds."""
ENOUGH_BYTES = 1 << 26
"""So many are moved for each time that is taken."""
IN_CACHE = 2048
CACHES = Path("/sys/devices/system/cpu/cpu0/cache")
WIDTH = 110
SHOWN = 12
"""So many of the most expensive calls are held against the roofline."""


@numba.njit(nogil=True, error_model="numpy")
def triad(a: NDArray[np.float64], b: NDArray[np.float64], c: NDArray[np.float64]) -> None:
    """Write a = b + 3 c."""
    for i in range(a.size):
        a[i] = b[i] + 3.0 * c[i]


@numba.njit(nogil=True, error_model="numpy")
def polynomial(a: NDArray[np.float64], rounds: int) -> None:
    """Multiply and add in cache: 2 operations an element and round, of numbers independent of one another."""
    for _ in range(rounds):
        for i in range(a.size):
            x = a[i]
            for _inner in range(8):
                x = x * 0.5 + 1.0
            a[i] = x


def best_seconds(action: Callable[[], None], rounds: int = 5) -> float:
    """Return the shortest of several times of an action that was done once before."""
    action()
    found = []
    for _ in range(rounds):
        began = time.perf_counter()
        action()
        found.append(time.perf_counter() - began)
    return min(found)


def bandwidth(total: int) -> float:
    """Return gigabytes a second of the triad on one core over so many bytes, 24 bytes an element."""
    size = max(total // 24, 64)
    a, b, c = np.zeros(size), np.ones(size), np.ones(size)
    rounds = max(1, ENOUGH_BYTES // total)

    def action() -> None:
        for _ in range(rounds):
            triad(a, b, c)

    return 24 * size * rounds / best_seconds(action) / 1e9


def arithmetic() -> float:
    """Return thousand millions of 64-bit operations a second of one core, strict, in the first cache."""
    a, rounds = np.ones(IN_CACHE), 2000
    return 16 * IN_CACHE * rounds / best_seconds(lambda: polynomial(a, rounds)) / 1e9


def cache_sizes() -> str:
    """Return the caches of the first core, as the system tells them."""
    found = []
    for each in sorted(CACHES.glob("index*")):
        level, kind, size = ((each / name).read_text().strip() for name in ("level", "type", "size"))
        if kind != "Instruction":
            found.append(f"L{level} {size}")
    return ", ".join(found) or "unknown"


def bytes_of(model: Model) -> dict[str, int]:
    """Return the bytes of every array of state and polity, by the names that wirings use."""
    state, _ = allocate(model.sizes)
    found = {
        f"{name}.{field}": getattr(part, field).nbytes
        for name, part in zip(state._fields, state, strict=True)
        for field in part._fields
    }
    return found | {f"polity.{name}": getattr(model.polity, name).nbytes for name in Polity._fields}


def wirings(model: Model) -> dict[str, Wiring]:
    """Return what each call touches, by its name in the table."""
    found = {f"{e.mechanism.name}.{e.which}": step_wiring(e.mechanism, e.which) for e in model.entries}
    return found | {f"record.{item.name}": observable_wiring(item.observable) for item in model.recorded}


def touched(wiring: Wiring, sizes: dict[str, int]) -> int:
    """Return the bytes of a pass over every array that is read, and again over every one that is written."""
    tables = [name if name.startswith("polity.") else f"polity.{name}" for name in wiring.tables]
    return sum(sizes[name] for name in (*wiring.reads, *wiring.writes, *tables))


def times_table(found: Clocked, months: int) -> Table:
    """Return every call with its time, the most expensive first, the clock taken off."""
    clock = next(row.microseconds for row in found.rows if row.name == CLOCK)
    net = [net_of(row, clock, months) for row in found.rows if row.name != CLOCK]
    total = sum(row.a_month for row in net)
    table = Table(title=f"{total:.1f} microseconds a month, {total * months / 1e3:.1f} ms a history")
    for heading in ("what", "calls a history", "us a call", "us a month", "share"):
        table.add_column(heading, justify="left" if heading == "what" else "right")
    for row in sorted(net, key=lambda row: -row.a_month):
        share = f"{100 * row.a_month / total:.1f} %"
        table.add_row(row.name, str(row.calls), f"{row.microseconds:.2f}", f"{row.a_month:.2f}", share)
    return table


def net_of(row: Row, clock: float, months: int) -> Row:
    """Return a row with the clock taken off."""
    each = max(row.microseconds - clock, 0.0)
    return Row(row.name, row.calls, each, each * row.calls / months)


def roofline_table(found: Clocked, model: Model, gigabytes: float, operations: float) -> Table:
    """Return the most expensive calls beside what memory and arithmetic would allow."""
    sizes, touches = bytes_of(model), wirings(model)
    clock = next(row.microseconds for row in found.rows if row.name == CLOCK)
    net = [net_of(row, clock, model.months) for row in found.rows if row.name in touches]
    table = Table(title="The most expensive calls under the roofline")
    table.add_column("what")
    for heading in ("us a call", "KB at most", "us to move them", "share", "operations that fit"):
        table.add_column(heading, justify="right")
    for row in sorted(net, key=lambda row: -row.a_month)[:SHOWN]:
        count = touched(touches[row.name], sizes)
        memory = count / gigabytes / 1e3
        table.add_row(
            row.name,
            f"{row.microseconds:.2f}",
            f"{count / 1024:.1f}",
            f"{memory:.2f}",
            f"{100 * memory / max(row.microseconds, 1e-9):.0f} %",
            f"{row.microseconds * operations * 1e3:,.0f}",
        )
    return table


@click.command()
@click.argument("scenario", default="soviet")
@click.option("--histories", default=16, show_default=True, help="Histories that the clock watches.")
@click.option("--medians", is_flag=True, help="Medians over histories instead of means.")
def main(scenario: str, histories: int, medians: bool) -> None:
    """Print the tables; exit status 1 where the watched history is not the simulator's."""
    console = Console(width=WIDTH)
    model = build(ww.read(scenario))
    # Means, because a few histories of many ballots take most of the time.
    found = clocked(model, histories, SEED, from_priors=True, typical=np.median if medians else np.mean)
    batch = run_batch(model, np.arange(1), seed=SEED)
    if found.output.tobytes() != batch.output[0].tobytes():
        raise SystemExit(f"{scenario}: the history under the clock is not the one of the simulator")
    began = time.perf_counter()
    run_batch(model, np.arange(histories), seed=SEED, threads=1)
    each = (time.perf_counter() - began) / histories
    console.print(f"{scenario}: {1e3 * each:.1f} ms a history without the clock, {1 / each:.0f} a second")
    console.print(times_table(found, model.months))
    state = allocate(model.sizes)[1].nbytes
    memory, near, operations = bandwidth(FAR_OUTSIDE), bandwidth(state), arithmetic()
    tables = sum(array.nbytes for array in model.polity)
    console.print(
        f"One core: triad {memory:.1f} GB/s from memory, {near:.1f} GB/s over as many bytes as a state has; "
        f"{operations:.1f} G strict 64-bit operations/s; caches {cache_sizes()}. "
        f"A state is {state / 1024:.0f} KB, the polity {tables / 1024:.0f} KB."
    )
    console.print(roofline_table(found, model, near, operations))


if __name__ == "__main__":
    main()
