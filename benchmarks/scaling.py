"""How cost grows with histories and with people: `python -m benchmarks.scaling`.

Histories: the conclave, batch by batch; of each batch only the sums over histories are kept, so that memory
stays what it is. People: the declared model with N people, one history. Cost is processor seconds of the
whole process, compiling and building not counted, the median over rounds; in a round every size is run once,
in turn, small sizes often enough to last. A line is fitted to the logarithms; an exponent of 1 is cost in
proportion to size, one below 1 says that part of the cost does not grow.

The exponent's interval is that of least squares (Student's t, as many degrees of freedom as sizes less two):
it says how straight the points are. Draws docs/pictures/scaling.svg with --draw.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from benchmarks import library_model
from benchmarks.scaling_picture import drawn
from whowhom import read
from whowhom.build import Model, build
from whowhom.simulate.batch import run_batch

SEED, BATCH = 1924, 256
HISTORIES = (32, 100, 320, 1_000, 3_200, 10_000, 32_000, 100_000)
PEOPLE = (300, 1_000, 3_000, 10_000, 30_000, 100_000)
"""A document may have at most 100,000 people by name."""
FIRST_HISTORIES, FIRST_PEOPLE = 32, 3_000
"""Where the fits begin. The 80 places, 87 seats and the call of a batch cost the same with any people; that
it shows below 3,000 was seen before the fit was begun there."""
MONTHS = 60
LEAST_SECONDS = 0.2
"""How long the runs of one size should last together, so that the processor clock can tell."""
PICTURE = Path(__file__).resolve().parents[1] / "docs" / "pictures" / "scaling.svg"


@dataclass(frozen=True)
class Law:
    """A power law: cost = scale · size ** exponent."""

    exponent: float
    low: float
    high: float
    """The 95 % interval of the exponent."""
    scale: float

    def at(self, sizes: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the cost of some sizes."""
        return np.asarray(self.scale * sizes**self.exponent)


@dataclass(frozen=True)
class Growth:
    """Costs of some sizes of one kind."""

    kind: str
    what: str
    sizes: tuple[int, ...]
    seconds: NDArray[np.float64]
    """(size,) processor seconds."""
    first: int
    """The smallest size that the line is fitted to: below, what does not grow with size shows."""

    def law(self) -> Law:
        """Return the power law of least squares in logarithms. Raises ValueError below three sizes."""
        from scipy import stats

        fitted = np.array(self.sizes) >= self.first
        if fitted.sum() < 3:
            raise ValueError(f"{fitted.sum()} sizes; a fit with an interval takes at least 3")
        fit = stats.linregress(np.log(self.sizes)[fitted], np.log(self.seconds)[fitted])
        half = float(stats.t.ppf(0.975, fitted.sum() - 2)) * fit.stderr
        return Law(fit.slope, fit.slope - half, fit.slope + half, float(np.exp(fit.intercept)))


def run_histories(model: Model, count: int) -> NDArray[np.float64]:
    """Run some histories and return the sums over them of all that is recorded, (months, width)."""
    total = np.zeros((model.months + 1, model.width))
    for first in range(0, count, BATCH):
        histories = np.arange(first, min(first + BATCH, count))
        total += run_batch(model, histories, seed=SEED).output.sum(axis=0, dtype=np.float64)
    return total


def run_people(people: int) -> NDArray[np.float32]:
    """Run one history of the declared model with so many people."""
    return library_model.run(SEED, 0, 1, months=MONTHS, people=people)


def costs(run: Callable[[int], object], sizes: tuple[int, ...], rounds: int) -> NDArray[np.float64]:
    """Return the median processor seconds of each size; a first run of the smallest compiles."""
    run(sizes[0])
    times = [1] * len(sizes)
    spent = np.zeros((rounds, len(sizes)))
    for number in range(rounds):
        for place, size in enumerate(sizes):
            began = time.process_time()
            for _ in range(times[place]):
                run(size)
            seconds = (time.process_time() - began) / times[place]
            spent[number, place] = seconds
            times[place] = max(1, round(LEAST_SECONDS / max(seconds, 1e-4)))
    return np.asarray(np.median(spent[1:] if rounds > 1 else spent, axis=0))


def table_of(growth: Growth) -> Table:
    """Return the costs as a table to print."""
    law = growth.law()
    table = Table(
        title=f"{growth.what}: exponent {law.exponent:.3f}, 95 % interval {law.low:.3f} to {law.high:.3f}, "
        f"from {growth.first:,} {growth.kind} on"
    )
    for heading in (growth.kind, "processor seconds", "microseconds each", "the line's"):
        table.add_column(heading, justify="right")
    fitted = law.at(np.array(growth.sizes, np.float64))
    for size, seconds, line in zip(growth.sizes, growth.seconds, fitted, strict=True):
        table.add_row(f"{size:,}", f"{seconds:.4g}", f"{1e6 * seconds / size:,.1f}", f"{line:.4g}")
    return table


@click.command()
@click.option("--rounds", default=4, show_default=True, help="Rounds; the first only warms up.")
@click.option("--most", default=100_000, show_default=True, help="The greatest number of histories.")
@click.option("--draw", is_flag=True, help=f"Write docs/pictures/{PICTURE.name}.")
def main(rounds: int, most: int, draw: bool) -> None:
    """Print cost against histories and against people, with the exponents."""
    console = Console(width=None if sys.stdout.isatty() else 110)
    model = build(read("conclave"))
    counts = tuple(count for count in HISTORIES if count <= most)
    found = [
        Growth(
            "histories",
            f"Conclave, {model.months} months, nothing kept",
            counts,
            costs(lambda count: run_histories(model, count), counts, rounds),
            FIRST_HISTORIES,
        ),
        Growth(
            "people",
            f"Declared model, {MONTHS} months, one history",
            PEOPLE,
            costs(run_people, PEOPLE, rounds),
            FIRST_PEOPLE,
        ),
    ]
    for growth in found:
        console.print(table_of(growth))
    if draw:
        PICTURE.write_text(drawn(found), encoding="utf-8")
        console.print(f"wrote {PICTURE.relative_to(Path.cwd())}")


if __name__ == "__main__":
    main()
