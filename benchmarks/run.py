"""The speed benchmark: `python -m benchmarks.run`, from the root of the repository.

Speeds are quoted as ratios within one run: in each round every version runs once, in turn, and a ratio is the
median over rounds of the ratios within a round. Samples during which others used the machine are dropped.
Nothing is printed about speed unless all versions agree on what they computed (`equivalence`).
"""

from __future__ import annotations

import json
import sys
import time
import tomllib
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path

import click
import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks import frames, per_mechanism
from benchmarks.cases import Case, Comparison, cases, comparisons
from benchmarks.equivalence import Check, run_checks
from benchmarks.neighbours import Neighbours, wait_for_quiet

BUDGETS = Path(__file__).with_name("budgets.toml")
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


def measure(chosen: list[Case], rounds: int, workers: list[int], most: float, console: Console) -> Rounds:
    """Time every case once a round, in turn, waiting for a quiet machine; the first round only warms up."""
    measured = []
    for number in range(rounds + 1):
        samples = {}
        began = time.perf_counter()
        for case in chosen:
            wait_for_quiet(most)
            with Neighbours(workers) as meter:
                told = case.call()
            seconds = told if case.tells_seconds else meter.seconds
            samples[case.name] = Sample(seconds / case.steps, meter.share)
        name = f"round {number} of {rounds}" if number else "warming up"
        console.print(f"{name}: {time.perf_counter() - began:.0f} s", style="dim")
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


def ratios(measured: Rounds, wanted: list[Comparison], most: float, floors: dict[str, float]) -> list[Ratio]:
    """Return every quoted ratio of the library."""
    return [
        Ratio(
            item.name,
            item.meaning,
            *ratio_of(measured, item.slower, item.faster, most),
            floors.get(item.name),
        )
        for item in wanted
    ]


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


def gate(pool: ProcessPoolExecutor, golden: str, frames_python: Path | None, console: Console) -> list[Check]:
    """Run the gate of equivalence and print it. Raises SystemExit when the versions do not agree."""
    console.rule("Do all versions compute the same?")
    checks = run_checks(pool, golden, frames_python)
    for check in checks:
        console.print(f"{'[green]pass[/]' if check.passed else '[red]FAIL[/]'}  {check.name}: {check.detail}")
    if not all(check.passed for check in checks):
        raise SystemExit("the versions do not agree: no speed is printed")
    return checks


def named(wanted: list[Comparison], only: tuple[str, ...]) -> list[Comparison]:
    """Return the ratios of which a name was given; all when none was. Raises SystemExit for a wrong name."""
    names = [item.name for item in wanted]
    for name in only:
        if name not in names:
            raise SystemExit(f"--only: found {name!r}; expected one of {', '.join(names)}")
    return [item for item in wanted if not only or item.name in only]


@click.command()
@click.option("--rounds", default=7, show_default=True, help="Interleaved rounds.")
@click.option("--histories", default=1000, show_default=True, help="Histories of the runs on both cores.")
@click.option(
    "--quick", is_flag=True, help="3 rounds of 200 histories; floors on 1,000 histories are not checked."
)
@click.option("--only", multiple=True, metavar="RATIO", help="Measure this ratio only; may be repeated.")
@click.option("--guard/--no-guard", default=True, help="Drop samples during which others used the machine.")
@click.option(
    "--frames",
    "frames_python",
    default=frames.PYTHON,
    show_default=True,
    type=click.Path(path_type=Path),
    help="Python of the environment with mesa-frames; left out where there is none.",
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the results as JSON.")
def main(
    rounds: int,
    histories: int,
    quick: bool,
    only: tuple[str, ...],
    guard: bool,
    frames_python: Path | None,
    out: Path | None,
) -> None:
    """Measure the declared model in all its versions; exit with 1 when a gate fails or a floor is missed."""
    # Tables are not broken into lines of 80 letters where they are kept in a file.
    console = Console(width=None if sys.stdout.isatty() else 110)
    budgets = tomllib.loads(BUDGETS.read_text())
    rounds, histories = (3, 200) if quick else (rounds, histories)
    most = budgets["guard"]["largest_share_of_others"] if guard else float("inf")
    if not guard:
        console.print("[yellow]the guard against neighbours was off[/]")
    if frames_python is not None and not frames_python.exists():
        console.print("[yellow]no environment with mesa-frames: it is left out (make bench makes one)[/]")
        frames_python = None
    wanted = named(comparisons(histories, frames_python is not None), only)
    used = {name for item in wanted for name in (*item.slower, item.faster)}
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        checks = gate(pool, budgets["golden"]["digest"], frames_python, console)
        console.rule("How fast?")
        chosen = [case for case in cases(pool, histories, frames_python) if case.name in used]
        measured = measure(chosen, rounds, list(pool._processes), most, console)
    found = ratios(measured, wanted, most, budgets["floors"])
    fewest = min(budgets["guard"]["fewest_clean_rounds"], rounds)
    refuse_disturbed(found, fewest)
    show(found, measured, console)
    rows = [] if only else per_mechanism.measure(32)
    if rows:
        console.print(per_mechanism.table_of(rows))
    if out is not None:
        write(out, guard, found, checks, rows)
    if any(ratio.missed for ratio in found):
        raise SystemExit(1)


def refuse_disturbed(found: list[Ratio], fewest: int) -> None:
    """Raise SystemExit with the ratios of too few clean rounds."""
    disturbed = [f"{ratio.name} {ratio.rounds}" for ratio in found if ratio.rounds < fewest]
    if disturbed:
        raise SystemExit(
            f"others used the machine: fewer than {fewest} clean rounds of {', '.join(disturbed)}; "
            "no speed is printed"
        )


def write(
    out: Path, guard: bool, found: list[Ratio], checks: list[Check], rows: list[per_mechanism.Row]
) -> None:
    """Write the results as JSON."""
    results = {
        "guard": guard,
        "ratios": [asdict(ratio) for ratio in found],
        "checks": [asdict(check) for check in checks],
        "mechanisms": [asdict(row) for row in rows],
    }
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
