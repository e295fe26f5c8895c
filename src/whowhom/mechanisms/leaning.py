"""The mood of a public: where it starts in each place, and how it drifts.

At the start the share that leans to the challenger is normal around the mean of the document plus `shift`,
with standard deviation `spread` between places, kept within 0 and 1. Each month it moves by `pace` times its
distance from `appeal`, plus a normal shock of standard deviation `noise`.
At pace = 0 and noise = 0 it stays where it started.
Does not model: persuasion by persons, contagion between places, turnout.
"""

from __future__ import annotations

from typing import Any

from whowhom.core.draw import normal, streams
from whowhom.core.mechanism import Mechanism, number

START, SHOCK = streams("leaning", "start", "shock")


class Leaning(Mechanism):
    """Drift of the share that leans to the challenger."""

    pace = number(
        0.0,
        unit="probability per month",
        low=0.0,
        high=1.0,
        source="identity",
        says="share of the distance from `appeal` covered in a month",
    )
    appeal = number(
        0.0, unit="share", low=0.0, high=1.0, source="identity", says="share to which the public drifts"
    )
    noise = number(
        0.0, unit="share", low=0.0, high=1.0, source="identity", says="standard deviation of a month's shock"
    )

    shift = number(
        0.0,
        unit="1",
        low=-1.0,
        high=1.0,
        source="identity",
        says="added to the mean of the document at the start",
    )
    spread = number(
        0.0,
        unit="share",
        low=0.0,
        high=1.0,
        source="identity",
        says="standard deviation between places at the start, beside that of the document",
    )

    writes = ("publics.leaning",)


def begin(
    pace: float, appeal: float, noise: float, shift: float, spread: float, state: Any, polity: Any, draw: Any
) -> None:
    """Spread the places around the mean."""
    publics, places = state.publics.leaning.shape
    for public in range(publics):
        around = polity.public_spread[public] + spread
        for place in range(places):
            share = float(state.publics.leaning[public, place]) + shift
            if around > 0.0:
                share += around * normal(draw, START, public * places + place)
            state.publics.leaning[public, place] = min(max(share, 0.0), 1.0)


def step(
    pace: float, appeal: float, noise: float, shift: float, spread: float, state: Any, polity: Any, draw: Any
) -> None:
    """Drift for a month."""
    publics, places = state.publics.leaning.shape
    if pace <= 0.0 and noise <= 0.0:
        return
    for public in range(publics):
        for place in range(places):
            share = float(state.publics.leaning[public, place])
            share += pace * (appeal - share)
            if noise > 0.0:
                share += noise * normal(draw, SHOCK, public * places + place)
            state.publics.leaning[public, place] = min(max(share, 0.0), 1.0)
