"""The month of a million members beside the memory's own speed: `python -m benchmarks.members`.

Declared model: the shipped scenario `party_of_members`, a million members in cells of ten, 800 districts of
125 cells, 80 places, 1,000 patrons. Each month every member hears one other member of his cell, drawn anew;
if he leans less than `confidence` away, the hearer covers `weight` of the distance, and in any case `pull` of
that to his patron's stand; loyalty covers `settling` of the distance to 1 - distance to the patron squared.
Every twelfth month members vote with their leaning as chance, cells, districts and places by majority, ties
to the line, each delegate with chance `bias` the machine's. The same calls fill two offices, record leaning,
loyalty and tiers, and look for faults, as in any run of the library.

First the statistics of the library and of a plain NumPy version (`benchmarks.member_numpy`) are compared.
Then, in interleaved rounds, one at a time: the triad a = b + s c over arrays out of every cache, 12 bytes
counted an element, and whole years of the party, votes included, 20 bytes counted a member and month: leaning
and loyalty read and written, the patron's stand read, as the member was told it. Ratios are medians of ratios
within a round.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from benchmarks import member_numpy
from benchmarks.arithmetic import compiled
from benchmarks.neighbours import Neighbours, wait_for_quiet
from whowhom.build import build
from whowhom.build.horizon import ending
from whowhom.build.model import Model
from whowhom.build.values import value_table
from whowhom.core.draw import history_key
from whowhom.simulate.batch import pointers, run_batch
from whowhom.simulate.parts import OneHistory
from whowhom.spec.scenario import Scenario
from whowhom.spec.toml import read

SEED = 7
FLOOR = 0.6
BYTES_OF_A_MONTH, BYTES_OF_A_TRIAD = 20, 12
TRIAD = 20_000_000
"""Elements of each of the three arrays: 240 MB in all."""
YEARS = 2
SMALL = {"members": 20_000, "cell": 10, "district": 25, "patrons": 100, "places": 20}
HISTORIES, WIDEST = 24, 5.0
"""Histories compared, and the widest difference in standard errors: false alarms below 1e-5 a statistic."""
SECONDS = 0.4
"""How long a case is repeated in a round: the guard counts processor time in hundredths of a second."""
LARGEST_SHARE_OF_OTHERS = 0.07
FEWEST_CLEAN_ROUNDS = 3


@compiled
def triad(a: Any, b: Any, c: Any, s: Any) -> None:
    """Write b + s c to a."""
    for i in range(a.size):
        a[i] = b[i] + s * c[i]


def small_party() -> Scenario:
    """Return the shipped scenario with few members and a bound that cuts."""
    scenario = read("party_of_members")
    table = scenario.membership
    assert table is not None
    places = scenario.places["provinces"].model_copy(update={"count": SMALL["places"]})
    body = scenario.bodies["provincial_secretary"].model_copy(update={"seats": SMALL["places"]})
    sizes = {key: SMALL[key] for key in ("members", "cell", "district", "patrons")}
    return scenario.model_copy(
        update={
            "membership": table.model_copy(update=sizes),
            "places": {"provinces": places},
            "bodies": {**scenario.bodies, "provincial_secretary": body},
        }
    )


def numbers_of(model: Model) -> member_numpy.Numbers:
    """Return the point values of the model under the names of the NumPy version."""
    found = {value.name.partition(".")[2]: value.value for value in model.values}
    return member_numpy.Numbers(**{name: found[name] for name in member_numpy.Numbers._fields})


def numpy_histories(model: Model, months: int) -> NDArray[np.float64]:
    """Return (H, 6) mean leaning, mean loyalty and the shares of four tiers after so many months."""
    numbers = numbers_of(model)
    districts = SMALL["members"] // (SMALL["cell"] * SMALL["district"])
    shape = (SMALL["places"], districts // SMALL["places"], SMALL["district"], SMALL["cell"])
    found = []
    for history in range(HISTORIES):
        rng = np.random.Generator(np.random.SFC64([SEED, history]))
        party = member_numpy.begin(rng, SMALL["members"], SMALL["patrons"], numbers)
        for _ in range(months):
            party = member_numpy.talk(rng, party, SMALL["cell"], numbers)
        tiers = member_numpy.vote(rng, party, shape, numbers.bias)
        found.append([float(party.leaning.mean()), float(party.loyalty.mean()), *tiers])
    return np.array(found)


def agree(console: Console) -> bool:
    """Compare the library with plain NumPy after a year, print each statistic, return whether all agree."""
    model = ending(build(small_party()), "2001-01")
    batch = run_batch(model, np.arange(HISTORIES), seed=SEED, from_priors=False)
    ours, theirs = batch.output[:, -1].astype(np.float64), numpy_histories(model, model.months)
    worst = 0.0
    names = ("leaning", "loyalty", "members", "cells", "districts", "places")
    for name, one, other in zip(names, ours.T, theirs.T, strict=True):
        error = float(np.sqrt((one.var(ddof=1) + other.var(ddof=1)) / HISTORIES))
        z = (one.mean() - other.mean()) / error if error > 0.0 else float(one.mean() != other.mean()) * np.inf
        worst = max(worst, abs(float(z)))
        console.print(f"{name}: library {one.mean():.5f}, NumPy {other.mean():.5f}, {z:+.2f} standard errors")
    return worst <= WIDEST


class Years:
    """So many years of one history of the shipped scenario on so many threads."""

    def __init__(self, model: Model, threads: int) -> None:
        """Compile what is missing and put the first month in place."""
        self.one = OneHistory(model, *pointers(model), threads)
        self.model, self.out = model, np.zeros((model.months + 1, model.width), np.float32)
        with np.errstate(over="ignore"):
            self.values = value_table(model.values, SEED, np.arange(1), False)[0]
            self.key = np.uint64(history_key(np.uint64(SEED), np.uint64(0)))
        self.one.begin()
        self.one.live(0, self.values, self.key)

    def run(self) -> None:
        """Live the months after the start; the state is where the last call left it, which costs the same."""
        for month in range(1, self.model.months + 1):
            self.one.live(month, self.values, self.key)
            self.one.record(self.out[month])


def numpy_month(model: Model) -> Callable[[], None]:
    """Return one talk of the million in NumPy."""
    assert model.scenario.membership is not None
    table, numbers = model.scenario.membership, numbers_of(model)
    rng = np.random.Generator(np.random.SFC64(SEED))
    party = member_numpy.begin(rng, table.members, table.patrons, numbers)
    return lambda: member_numpy.talk(rng, party, table.cell, numbers) and None


def triads() -> dict[int, Callable[[], None]]:
    """Return the triad on one thread and on two."""
    a, b, c = (np.ones(TRIAD, np.float32) for _ in range(3))
    pool = ThreadPoolExecutor(2)

    def run(threads: int) -> None:
        edges = [TRIAD * part // threads for part in range(threads + 1)]
        parts = [slice(low, high) for low, high in pairwise(edges)]
        list(pool.map(lambda part: triad(a[part], b[part], c[part], np.float32(0.5)), parts))

    return {threads: lambda threads=threads: run(threads) for threads in (1, 2)}  # type: ignore[misc]


def measure(
    cases: dict[str, tuple[Callable[[], None], float]], rounds: int, guard: bool
) -> list[dict[str, float]]:
    """Return, for each clean round, the gigabytes a second of every case; each call is made twice before."""
    clean, times = [], {}
    most = LARGEST_SHARE_OF_OTHERS if guard else float("inf")
    for name, (call, _) in cases.items():
        call()
        with Neighbours() as meter:
            call()
        times[name] = int(np.ceil(SECONDS / meter.seconds))
    for _ in range(rounds):
        found, others = {}, 0.0
        for name, (call, counted) in cases.items():
            wait_for_quiet(most)
            with Neighbours() as meter:
                for _ in range(times[name]):
                    call()
            found[name] = counted * times[name] / meter.seconds / 1e9
            others = max(others, meter.share)
        if others <= most:
            clean.append(found)
    return clean


def interval(values: list[float]) -> tuple[float, float, float]:
    """Return the median and its 95 % bootstrap interval."""
    draws = np.random.default_rng(0).choice(values, (2000, len(values)))
    low, high = np.quantile(np.median(draws, axis=1), [0.025, 0.975])
    return float(np.median(values)), float(low), float(high)


def show(clean: list[dict[str, float]], members: int, console: Console) -> float:
    """Print speeds and fractions; return the fraction of the triad on two threads."""
    table = Table(title=f"{len(clean)} clean rounds: median, 95 % interval")
    for heading in ("", "GB/s", "interval", "of the triad on as many threads", "interval", "ms a month"):
        table.add_column(heading, justify="right")
    fractions = {}
    for name in clean[0]:
        speed = interval([one[name] for one in clean])
        row = [name, f"{speed[0]:.1f}", f"{speed[1]:.1f} to {speed[2]:.1f}", "", "", ""]
        if not name.startswith("triad"):
            yardstick = "triad, 2 threads" if "2 threads" in name else "triad, 1 thread"
            part = fractions[name] = interval([one[name] / one[yardstick] for one in clean])
            month = BYTES_OF_A_MONTH * members / speed[0] / 1e6
            row[3:] = [f"{part[0]:.3f}", f"{part[1]:.3f} to {part[2]:.3f}", f"{month:.3f}"]
        table.add_row(*row)
    console.print(table)
    both = interval([one["party, 2 threads"] for one in clean])[0]
    console.print(f"120 months on 2 threads: {120 * BYTES_OF_A_MONTH * members / both / 1e9:.4f} s")
    gain = interval([one["party, 2 threads"] / one["party, 1 thread"] for one in clean])
    console.print(f"2 threads against 1: {gain[0]:.2f} ({gain[1]:.2f} to {gain[2]:.2f})")
    return fractions["party, 2 threads"][0]


@click.command()
@click.option("--rounds", default=12, show_default=True, help="Interleaved rounds.")
@click.option("--guard/--no-guard", default=True, help="Drop rounds during which others used the machine.")
def main(rounds: int, guard: bool) -> None:
    """Compare, then measure; exit with 1 where the versions disagree or the floor is missed."""
    console = Console(width=120)
    if not agree(console):
        raise SystemExit("the versions do not agree: no speed is printed")
    model = ending(build(read("party_of_members")), f"{2000 + YEARS}-01")
    assert model.scenario.membership is not None
    members = model.scenario.membership.members
    counted = float(BYTES_OF_A_MONTH * members * model.months)
    parties, stream = {threads: Years(model, threads) for threads in (1, 2)}, triads()
    cases: dict[str, tuple[Callable[[], None], float]] = {}
    for threads, name in ((1, "1 thread"), (2, "2 threads")):
        cases[f"triad, {name}"] = (stream[threads], float(BYTES_OF_A_TRIAD * TRIAD))
        cases[f"party, {name}"] = (parties[threads].run, counted)
    cases["NumPy, talk only, 1 thread"] = (numpy_month(model), float(BYTES_OF_A_MONTH * members))
    clean = measure(cases, rounds, guard)
    for one in parties.values():
        one.one.pool.shutdown()
    if len(clean) < FEWEST_CLEAN_ROUNDS:
        raise SystemExit(f"{len(clean)} clean rounds: others used the machine; no speed is printed")
    fraction = show(clean, members, console)
    verdict = "met" if fraction >= FLOOR else "missed"
    console.print(f"floor {FLOOR:g} of the triad on 2 threads: {verdict}")
    if fraction < FLOOR:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
