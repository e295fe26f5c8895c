"""Wars and droughts that nobody gave a date: they break out, last and end by chance.

While no drawn war is under way, one breaks out with probability `outbreak` a month; it takes a share of
troops and resources drawn evenly between 0 and `hardest`. Each month one that is under way ends with
probability 1 / `length`. `underway` is the share that a war ties up when the history starts; it ends like any
other. The war of the month is the greater of the given and the drawn one. Each January there is a drought
with probability `drought`, which takes the share `shortfall` off the yield of that year.
At outbreak = 0, underway = 0 and drought = 0 the war and the weather stay as they were given.
Belongs after `circumstances`, which sets both numbers anew each month.
Does not model: who the enemy is, a war that comes of anything in the country, two drawn wars at a time,
droughts of one region, years of drought that follow each other more often than by chance.
Source: a Poisson process of outbreaks, as in L. F. Richardson, "The distribution of wars in time" (1944).
"""

from __future__ import annotations

from typing import Any

from whowhom.core.draw import chance, streams, uniform
from whowhom.core.mechanism import Mechanism, number

FORCE, DROUGHT = 0, 1
BREAKS_OUT, ENDS, HARD, DRY = streams("calamity", "breaks_out", "ends", "hard", "dry")


class Calamity(Mechanism):
    """Wars and droughts by chance."""

    outbreak = number(
        0.0,
        unit="probability per month",
        low=0.0,
        high=1.0,
        source="identity",
        says="chance of a war where none is under way",
    )
    length = number(
        36.0,
        unit="month",
        low=1.0,
        high=1200.0,
        prior="uniform(12, 60)",
        says="mean duration of a drawn war",
    )
    hardest = number(
        0.8,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.5, 1)",
        says="most of troops and resources that a drawn war ties up",
    )
    underway = number(
        0.0,
        unit="share",
        low=0.0,
        high=1.0,
        source="identity",
        says="what a drawn war ties up at the start",
    )
    drought = number(
        0.0,
        unit="probability",
        low=0.0,
        high=1.0,
        source="identity",
        says="chance of a drought, each January for the year",
    )
    shortfall = number(
        0.3,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.2, 0.4)",
        says="share of the yield that a drought takes",
    )

    writes = ("regime.war", "regime.weather")
    memory = ("fixed", 2)


def begin(
    outbreak: float,
    length: float,
    hardest: float,
    underway: float,
    drought: float,
    shortfall: float,
    memory: Any,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Start with the war that is under way."""
    memory[FORCE] = underway
    state.regime.war[0] = max(float(state.regime.war[0]), underway)


def step(
    outbreak: float,
    length: float,
    hardest: float,
    underway: float,
    drought: float,
    shortfall: float,
    memory: Any,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Let a war go on, end or break out, and a drought begin with the year."""
    if memory[FORCE] > 0.0:
        if chance(draw, ENDS, 0, 1.0 / length):
            memory[FORCE] = 0.0
    elif chance(draw, BREAKS_OUT, 0, outbreak):
        memory[FORCE] = hardest * uniform(draw, HARD, 0)
    if (polity.month_of_year[0] + state.clock.month[0]) % 12 == 0:
        memory[DROUGHT] = shortfall if chance(draw, DRY, 0, drought) else 0.0
    state.regime.war[0] = max(float(state.regime.war[0]), float(memory[FORCE]))
    state.regime.weather[0] = float(state.regime.weather[0]) * (1.0 - float(memory[DROUGHT]))
