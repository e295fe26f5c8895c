"""The speed benchmark: `python -m benchmarks.run`, from the root of the repository.

Speeds are quoted as ratios within one run: in each round every version runs once, in turn, and a ratio is the
median over rounds of the ratios within a round. Samples during which others used the machine are dropped.
Nothing is printed about speed unless all versions agree on what they computed (`equivalence`).
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import click
import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks import equivalence, handwritten, library_model, mesa_model, numpy_batched, per_mechanism
from benchmarks.neighbours import Neighbours, wait_for_quiet
from benchmarks.parameters import MONTHS, PEOPLE

SEED = 7
BUDGETS = Path(__file__).with_name("budgets.toml")
Runner = Callable[..., Any]
Rounds = list[dict[str, "Sample"]]


@dataclass(frozen=True)
class Sample:
    """One timing: seconds an actor-step took, and the share of the machine that others used meanwhile."""

    seconds: float
    others: float


@dataclass(frozen=True)
class Ratio:
    """A ratio of two timings over the rounds, with its bootstrap interval and its floor."""

    name: str
    meaning: str
    rounds: int
    median: float
    low: float
    high: float
    floor: float | None

    @property
    def missed(self) -> bool:
        """Whether the floor was missed."""
        return self.floor is not None and not self.median >= self.floor


def cases(pool: ProcessPoolExecutor, histories: int) -> dict[str, tuple[Callable[[], object], int]]:
    """Return what is timed: a call and the number of histories of 600 months that it is worth."""

    def repeated(run: Runner, count: int, times: int) -> Callable[[], object]:
        return lambda: [run(SEED, 0, count, threads=1) for _ in range(times)]

    def both_cores(run: Runner) -> Callable[[], object]:
        return lambda: run(SEED, 0, histories, threads=2)

    def batched(source: str) -> Callable[[], object]:
        chunk = min(numpy_batched.CHUNK, histories // 2)
        return lambda: numpy_batched.run(SEED, 0, histories, source=source, pool=pool, chunk=chunk)

    return {
        "library, 1 thread": (repeated(library_model.run, 32, 4), 128),
        "hand-written, 1 thread": (repeated(handwritten.run, 32, 4), 128),
        "library, one history at a time": (repeated(library_model.run, 1, 32), 32),
        "library, 2 threads": (both_cores(library_model.run), histories),
        "hand-written, 2 threads": (both_cores(handwritten.run), histories),
        "Mesa, 1 process": (lambda: mesa_model.run(SEED, MONTHS // 2), 0),
        "NumPy hash, 2 processes": (batched("hash"), histories),
        "NumPy SFC64, 2 processes": (batched("generator"), histories),
    }


def measure(
    chosen: dict[str, tuple[Callable[[], object], int]],
    rounds: int,
    workers: list[int],
    most: float,
    console: Console,
) -> Rounds:
    """Time every case once a round, in turn, waiting for a quiet machine; the first round only warms up."""
    measured = []
    for number in range(rounds + 1):
        console.print(f"round {number} of {rounds}" if number else "warming up", style="dim")
        samples = {}
        for name, (call, histories) in chosen.items():
            wait_for_quiet(most)
            with Neighbours(workers) as meter:
                call()
            steps = PEOPLE * MONTHS * (histories or 0.5)
            samples[name] = Sample(meter.seconds / steps, meter.share)
        if number:
            measured.append(samples)
    return measured


def ratio_of(
    measured: Rounds, slower: tuple[str, ...], faster: str, most: float
) -> tuple[int, float, float, float]:
    """Return clean rounds, median and 95 % interval of the ratio of the best of `slower` to `faster`."""
    values = []
    for samples in measured:
        used = [samples[name] for name in (*slower, faster)]
        if all(sample.others <= most for sample in used):
            values.append(min(samples[name].seconds for name in slower) / samples[faster].seconds)
    if not values:
        return 0, float("nan"), float("nan"), float("nan")
    draws = np.random.default_rng(0).choice(values, (2000, len(values)))
    low, high = np.quantile(np.median(draws, axis=1), [0.025, 0.975])
    return len(values), float(np.median(values)), float(low), float(high)


def ratios(measured: Rounds, histories: int, most: float, floors: dict[str, float]) -> list[Ratio]:
    """Return every quoted ratio of the library."""
    hash_case, own_case = "NumPy hash, 2 processes", "NumPy SFC64, 2 processes"
    both = "library, 2 threads"
    one = "library, 1 thread"
    wanted = [
        ("mesa_per_core", "Mesa, per core", ("Mesa, 1 process",), one),
        (f"numpy_both_cores_{histories}", "best NumPy, both cores", (hash_case, own_case), both),
        ("numpy_hash", "NumPy on the same draws, both cores", (hash_case,), both),
        ("numpy_generator", "NumPy with SFC64, both cores", (own_case,), both),
        ("both_threads", "2 threads against 1", (one,), both),
        ("batch", "one history at a time against 32", ("library, one history at a time",), one),
        ("handwritten", "hand-written kernel, 1 thread", ("hand-written, 1 thread",), one),
        ("handwritten_both", "hand-written kernel, 2 threads", ("hand-written, 2 threads",), both),
    ]
    found = []
    for name, meaning, slower, faster in wanted:
        found.append(Ratio(name, meaning, *ratio_of(measured, slower, faster, most), floors.get(name)))
    return found


def show(found: list[Ratio], measured: Rounds, console: Console) -> None:
    """Print the ratios, and the times of this run for orientation."""
    table = Table(title="Times as fast: the library against")
    for heading in ("yardstick", "median", "95 % interval", "floor", "rounds", ""):
        table.add_column(heading, justify="left" if heading in ("yardstick", "") else "right")
    for ratio in found:
        verdict = "" if ratio.floor is None else ("[red]missed[/]" if ratio.missed else "[green]met[/]")
        floor = "" if ratio.floor is None else f"{ratio.floor:g}"
        interval = f"{ratio.low:.3g} to {ratio.high:.3g}"
        table.add_row(ratio.meaning, f"{ratio.median:.3g}", interval, floor, str(ratio.rounds), verdict)
    console.print(table)
    times = Table(title="Nanoseconds an actor-step, this run, this machine (never compare with another run)")
    times.add_column("case")
    times.add_column("median", justify="right")
    for name in measured[0]:
        times.add_row(name, f"{np.median([samples[name].seconds for samples in measured]) * 1e9:,.1f}")
    console.print(times)


def gate(pool: ProcessPoolExecutor, golden: str, console: Console) -> list[equivalence.Check]:
    """Run the gate of equivalence and print it."""
    checks = equivalence.run_checks(pool, golden, library_model.run)
    for check in checks:
        console.print(f"{'[green]pass[/]' if check.passed else '[red]FAIL[/]'}  {check.name}: {check.detail}")
    return checks


@click.command()
@click.option("--rounds", default=7, show_default=True, help="Interleaved rounds.")
@click.option("--histories", default=1000, show_default=True, help="Histories of the runs on both cores.")
@click.option(
    "--quick", is_flag=True, help="3 rounds of 200 histories; floors on 1,000 histories are not checked."
)
@click.option("--guard/--no-guard", default=True, help="Drop samples during which others used the machine.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the results as JSON.")
def main(rounds: int, histories: int, quick: bool, guard: bool, out: Path | None) -> None:
    """Measure the declared model in all its versions; exit with 1 when a gate fails or a floor is missed."""
    console = Console()
    budgets = tomllib.loads(BUDGETS.read_text())
    if quick:
        rounds, histories = 3, 200
    if not guard:
        console.print("[yellow]the guard against neighbours was off[/]")
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        checks = gate(pool, budgets["golden"]["digest"], console)
        if not all(check.passed for check in checks):
            raise SystemExit("the versions do not agree: no speed is printed")
        workers = list(pool._processes)
        most = budgets["guard"]["largest_share_of_others"] if guard else float("inf")
        measured = measure(cases(pool, histories), rounds, workers, most, console)
    found = ratios(measured, histories, most, budgets["floors"])
    fewest = min(budgets["guard"]["fewest_clean_rounds"], rounds)
    if min(ratio.rounds for ratio in found) < fewest:
        raise SystemExit(f"fewer than {fewest} clean rounds: others used the machine; no speed is printed")
    show(found, measured, console)
    rows = per_mechanism.measure(32)
    console.print(per_mechanism.table_of(rows))
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        results = {"guard": guard, "ratios": [asdict(ratio) for ratio in found]}
        results["checks"] = [asdict(check) for check in checks]
        results["mechanisms"] = [asdict(row) for row in rows]
        out.write_text(json.dumps(results, indent=1) + "\n")
    if any(ratio.missed for ratio in found):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
