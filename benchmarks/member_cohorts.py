"""What a party told by cohorts misses of its members: `python -m benchmarks.member_cohorts`.

A million members talk for 120 months, at one seed, under bounds of confidence from 1, where everybody is
heard, down to 0.05. Beside each run stands the recursion that knows no bound (`whowhom.theory.cell_talk`):
mean, variance, covariance of cell-mates. Then all vote, and the share of cells that the challenger wins
stands beside Galam's map for independent members of the same mean leaning, as `tiered_election` has it.
"""

from __future__ import annotations

import click
import numpy as np
from rich.console import Console
from rich.table import Table

from whowhom.build import build
from whowhom.build.values import value_table
from whowhom.core.draw import history_key
from whowhom.core.state import State
from whowhom.simulate.batch import pointers
from whowhom.simulate.parts import OneHistory
from whowhom.spec.record import Quantity
from whowhom.spec.scenario import Scenario, Step
from whowhom.spec.toml import read
from whowhom.theory import cell_talk
from whowhom.theory.galam import local_majority

SEED, MONTHS = 7, 120
BOUNDS = (1.0, 0.4, 0.3, 0.2, 0.1, 0.05)
NUMBERS = {"leaning": 0.4, "spread": 0.12, "stand": 0.4, "stand_spread": 0.3}
"""Patrons who stand far apart and draw cell-mates apart; the rest is the mechanisms' defaults."""


def scenario_with(bound: float) -> Scenario:
    """Return the shipped party with another bound and without a machine."""
    scenario = read("party_of_members")
    numbers = {**NUMBERS, "confidence": bound}
    steps = []
    for step in scenario.schedule:
        if step.mechanism == "cell_talk":
            given = {
                name: Quantity(value=value, unit="share", source="identity")
                for name, value in numbers.items()
            }
            step = Step.model_validate({"mechanism": step.mechanism, **given})
        steps.append(step)
    return scenario.model_copy(update={"schedule": tuple(steps)}).edit("no_machine")


def lived(bound: float) -> tuple[State, cell_talk.Moments]:
    """Return the state after all months, votes included, and the moments of the recursion."""
    model = build(scenario_with(bound))
    numbers = {value.name.partition(".")[2]: value.value for value in model.values}
    with OneHistory(model, *pointers(model), 2) as one, np.errstate(over="ignore"):
        values = value_table(model.values, SEED, np.arange(1), False)[0]
        key = np.uint64(history_key(np.uint64(SEED), np.uint64(0)))
        one.begin()
        one.live(0, values, key)
        stands, leaning = one.state.members.stand.astype(float), one.state.members.leaning.astype(float)
        moments = cell_talk.start(leaning.mean(), leaning.var(), numbers["loyalty"], stands)
        for month in range(1, MONTHS + 1):
            one.live(month, values, key)
            moments = cell_talk.step(
                moments, stands, 10, numbers["weight"], numbers["pull"], numbers["settling"]
            )
        return one.state, moments


@click.command()
def main() -> None:
    """Print a row for each bound."""
    console = Console(width=110)
    talk = Table(title=f"{MONTHS} months of talk: members, and the recursion without a bound")
    vote = Table(title="The vote: shares of the challenger, and Galam's map of the members' share")
    for heading in ("bound", "mean", "recursion", "variance", "recursion", "covariance", "recursion"):
        talk.add_column(heading, justify="right")
    for heading in ("bound", "members", "cells", "map"):
        vote.add_column(heading, justify="right")
    for bound in BOUNDS:
        state, moments = lived(bound)
        x = state.members.leaning.astype(np.float64).reshape(-1, 10)
        apart = x - x.mean()
        together = (apart.sum(axis=1) ** 2 - (apart**2).sum(axis=1)).sum() / (90 * x.shape[0])
        pairs = ((x.mean(), moments.mean), (x.var(), moments.variance), (together, moments.covariance))
        talk.add_row(f"{bound:g}", *(f"{value:.5f}" for pair in pairs for value in pair))
        members, cells = state.places.tier_share[:, :2].astype(np.float64).mean(axis=0)
        vote.add_row(
            f"{bound:g}",
            f"{members:.4f}",
            f"{cells:.4f}",
            f"{local_majority(float(members), 10, 0.0):.4f}",
        )
    console.print(talk)
    console.print(vote)


if __name__ == "__main__":
    main()
