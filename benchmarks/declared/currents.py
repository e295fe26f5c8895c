"""Step 10 of the declared model: the leaning of every place to each of four currents."""

from __future__ import annotations

from typing import Any

import numpy as np

from whowhom.core.dense import HALF, ONE, fill_normal, gather
from whowhom.core.draw import stream
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, number

LEANING = stream("declared", "leaning")
CURRENTS, GROUPS = 4, 20
POSITION = np.array([[-0.5, 0.5, -0.5, 0.5], [-0.5, -0.5, 0.5, 0.5]], np.float32)


class Currents(Mechanism):
    """Leanings (`publics.leaning`, one public for each current; here they are no shares)."""

    rate = number(
        0.1,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.05, 0.2)",
        says="share of the way covered in a month",
    )
    noise = number(
        0.1,
        unit="1",
        low=0.0,
        high=1.0,
        prior="uniform(0.05, 0.2)",
        says="standard deviation of a month's shock",
    )
    level = number(
        0.5, unit="1", low=0.0, high=1.0, prior="uniform(0.3, 0.7)", says="aim at the secretary's current"
    )
    slope = number(
        0.25,
        unit="1",
        low=0.0,
        high=1.0,
        prior="uniform(0.1, 0.5)",
        says="fall with squared distance from him",
    )
    opposition = number(
        0.25,
        unit="1",
        low=0.0,
        high=1.0,
        prior="uniform(0.1, 0.5)",
        says="gain of other currents from discontent",
    )

    writes = ("publics.leaning",)


@inner
def lean(row: Any, shock: Any, at_0: Any, at_1: Any, mood: Any, x: Any, numbers: Any) -> None:
    """Move the leaning to one current, which stands at x."""
    rate, noise, level, slope, factor = numbers
    x_0, x_1 = x
    for place in range(row.size):
        d_0, d_1 = at_0[place] - x_0, at_1[place] - x_1
        aim = level - slope * (d_0 * d_0 + d_1 * d_1)
        aim += factor * (mood[place] - HALF)
        value = row[place] + rate * (aim - row[place])
        row[place] = value + noise * shock[place]


def step(
    rate: float,
    noise: float,
    level: float,
    slope: float,
    opposition: float,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Move the leanings by one month."""
    places = state.publics.leaning.shape[1]
    spare = np.empty(7 * places, np.float32)
    at_0, at_1, mood = spare[:places], spare[places : 2 * places], spare[2 * places : 3 * places]
    shock = spare[3 * places : 7 * places]
    secretaries = state.seats.holder[:places]
    gather(state.people.position[0], secretaries, at_0)
    gather(state.people.position[1], secretaries, at_1)
    for place in range(places):
        mood[place] = state.publics.support[0, place % GROUPS]
    fill_normal(draw, LEANING, 0, shock)
    leader = int(state.regime.personal[0])
    for c in range(CURRENTS):
        factor = ONE if c == leader else -np.float32(opposition)
        numbers = np.float32(rate), np.float32(noise), np.float32(level), np.float32(slope), factor
        row, x = state.publics.leaning[c], (POSITION[0, c], POSITION[1, c])
        lean(row, shock[c * places : (c + 1) * places], at_0, at_1, mood, x, numbers)
