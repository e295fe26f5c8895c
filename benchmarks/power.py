"""Voting power against two published packages: `python -m benchmarks.power`, with the extra `verify`.

The game is the largest of the published vectors: 51 blocs of electors, 270 of 538 votes. Equality is checked
before anything is timed: our swings with the published integers, every index with the packages to 1e-12. In
each round every version runs once, in turn; a ratio is the median over rounds of the ratios within a round.
"""

from __future__ import annotations

import importlib
import json
import statistics
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import click
from rich.console import Console
from rich.table import Table

from whowhom.theory.voting_power import banzhaf, penrose_banzhaf, shapley_shubik, swings
from whowhom.theory.weighted_game import WeightedGame, weighted_game

VECTORS = Path(__file__).parents[1] / "tests" / "reference" / "vectors" / "m01_voting_power.json"
FLOOR = 10.0
Version = Callable[[], list[float]]
Seconds = dict[str, float]


def blocs() -> tuple[WeightedGame, dict[int, int]]:
    """Return the game and the published swings by weight."""
    vectors = json.loads(VECTORS.read_text(encoding="utf-8"))["vectors"]
    vector = next(vector for vector in vectors if vector["id"] == "ec2000")
    rows = vector["expected"]["by_weight_class"]
    game = weighted_game(vector["inputs"]["quota"], vector["inputs"]["weights"])
    return game, {row["weight"]: row["swings"] for row in rows}


def versions(quota: int, weights: list[int]) -> dict[str, dict[str, Version]]:
    """Return, for each index, who computes it; the game is made anew each time, as the packages do."""
    powerindices = importlib.import_module("powerindices")
    powerindex = importlib.import_module("powerindex")

    def other(method: str, attribute: str) -> list[float]:
        game = powerindex.Game(quota, list(weights))
        getattr(game, method)()
        found: list[float] = getattr(game, attribute)
        return found

    def absolute() -> list[float]:
        # What the powerindices package computes under that name is the absolute index.
        return [float(value) for value in penrose_banzhaf(weighted_game(quota, weights))]

    return {
        "Penrose-Banzhaf": {
            "whowhom": absolute,
            "powerindices": lambda: list(powerindices.compute_pbi(quota, list(weights))),
        },
        "Banzhaf": {
            "whowhom": lambda: [float(value) for value in banzhaf(weighted_game(quota, weights))],
            "powerindex": lambda: other("calc_banzhaf", "banzhaf"),
        },
        "Shapley-Shubik": {
            "whowhom": lambda: [float(value) for value in shapley_shubik(weighted_game(quota, weights))],
            "powerindices": lambda: list(powerindices.compute_ssi(quota, list(weights))),
            "powerindex": lambda: other("calc_shapley_shubik", "shapley_shubik"),
        },
    }


def check(game: WeightedGame, published: dict[int, int], indices: dict[str, dict[str, Version]]) -> None:
    """Compare all versions; raise RuntimeError where one differs."""
    if list(swings(game)) != [published[weight] for weight in game.weights[0]]:
        raise RuntimeError("our swings are not the published ones")
    for index, who in indices.items():
        ours = who["whowhom"]()
        for name, version in who.items():
            worst = max(abs(a - b) for a, b in zip(ours, version(), strict=True))
            if worst > 1e-12:
                raise RuntimeError(f"{index}: {name} differs from whowhom by {worst:.1e}")


def timed(who: dict[str, Version]) -> Seconds:
    """Run every version once, in turn; ours ten times, because it is short."""
    seconds = {}
    for name, version in who.items():
        repeats = 10 if name == "whowhom" else 1
        start = perf_counter()
        for _ in range(repeats):
            version()
        seconds[name] = (perf_counter() - start) / repeats
    return seconds


@click.command()
@click.option("--rounds", default=20, show_default=True, help="Interleaved rounds.")
def main(rounds: int) -> None:
    """Print how many times faster the exact indices are than those of the packages."""
    game, published = blocs()
    try:
        indices = versions(game.quotas[0], list(game.weights[0]))
    except ModuleNotFoundError as missing:
        raise SystemExit(f"{missing.name} is not installed; install the extra `verify`") from missing
    check(game, published, indices)
    table = Table(
        title=f"51 blocs, 270 of 538 votes: medians of {rounds} rounds; all versions agree to 1e-12"
    )
    for column in ("index", "version", "milliseconds", "times whowhom"):
        table.add_column(column, justify="left" if column in ("index", "version") else "right")
    missed = []
    for index, who in indices.items():
        samples = [timed(who) for _ in range(rounds)]
        for name in who:
            ratio = statistics.median(sample[name] / sample["whowhom"] for sample in samples)
            middle = statistics.median(sample[name] for sample in samples)
            table.add_row(index, name, f"{1000 * middle:.2f}", f"{ratio:.1f}")
            if name != "whowhom" and ratio < FLOOR:
                missed.append(f"{index}: {name} takes only {ratio:.1f} times as long")
    Console().print(table)
    if missed:
        sys.exit("; ".join(missed) + f"; expected at least {FLOOR:.0f}")


if __name__ == "__main__":
    main()
