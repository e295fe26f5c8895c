"""What each public has to complain of this month, from what is taken, hunger, war, force and subjection.

Those who grow food complain of what is taken without pay and of the drive into collective farms,

    farm = taken (1 - kept) + driven drive (1 - collective);

the others of hunger, and those who are kin to the growers of a part of the growers' trouble,

    town = hungry (1 - ration)  [+ kinship farm];

all add war tie + u, and in a place with a government of its own under the centre `subjection`. u is a trouble
of the place's own that lasts, u' = persistence u + noise sqrt(1 - persistence^2) z, whose standard deviation
is `noise`. The sum is kept within 0 and 1. Publics that live neither among the growers nor in a dependent
place have nothing to complain of.
With every weight, `subjection` and `noise` at 0 nobody complains; with weights alone at 0, by chance only.
Does not model: hunger of those who grow food, hopes that a reform raises, news from other places.
Source: grievance as hardship is Epstein 2002; the weights are our own assumption.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from whowhom.core.draw import normal, streams
from whowhom.core.force import exists
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, named, number

START, SHOCK = streams("grievance", "start", "shock")


class Grievance(Mechanism):
    """Trouble by public and place."""

    producers = named("public", says="who grow the food", required=False)
    kin = named("public", says="who feel the trouble of the producers as their own", required=False)
    taken = number(
        0.6,
        unit="1",
        low=0.0,
        high=2.0,
        prior="uniform(0.2, 1)",
        says="weight of a harvest taken without pay",
    )
    driven = number(
        0.4, unit="1", low=0.0, high=2.0, prior="uniform(0.1, 0.8)", says="weight of the drive to collectives"
    )
    hungry = number(
        0.6, unit="1", low=0.0, high=2.0, prior="uniform(0.2, 1)", says="weight of food that is missing"
    )
    tie = number(0.2, unit="1", low=0.0, high=2.0, prior="uniform(0, 0.4)", says="weight of war")
    kinship = number(
        0.3, unit="share", low=0.0, high=1.0, prior="uniform(0, 0.6)", says="share that kin feel"
    )
    subjection = number(
        0.5,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.2, 0.8)",
        says="grievance of being ruled from outside, in dependent places",
    )
    noise = number(
        0.1,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.03, 0.2)",
        says="standard deviation of a place's own trouble",
    )
    persistence = number(
        0.9,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.8, 0.97)",
        says="share of a place's own trouble that is left a month later",
    )

    memory = ("places", 1)
    writes = ("publics.grievance",)


@inner
def _growing_set(state: Any, polity: Any, producers: int) -> int:
    """Return the set of places in which the producers live, or -1."""
    if producers >= 0:
        for place in range(polity.place_set.size):
            if float(state.publics.members[producers, place]) > 0.0:
                return int(polity.place_set[place])
    return -1


def begin(
    producers: float,
    kin: float,
    taken: float,
    driven: float,
    hungry: float,
    tie: float,
    kinship: float,
    subjection: float,
    noise: float,
    persistence: float,
    memory: Any,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Draw the trouble of each place as it is in the long run."""
    if noise > 0.0:
        for place in range(memory.size):
            memory[place] = noise * normal(draw, START, place)


def step(
    producers: float,
    kin: float,
    taken: float,
    driven: float,
    hungry: float,
    tie: float,
    kinship: float,
    subjection: float,
    noise: float,
    persistence: float,
    memory: Any,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Complain."""
    growing = _growing_set(state, polity, int(producers))
    fresh = noise * np.sqrt(1.0 - persistence * persistence)
    for place in range(polity.place_set.size):
        dependent = polity.place_dependent[place] == 1
        fed = growing >= 0 and polity.place_set[place] == growing
        troubled = (fed or dependent) and exists(state, polity, place)
        if troubled and noise > 0.0:
            memory[place] = persistence * float(memory[place]) + fresh * normal(draw, SHOCK, place)
        common = float(memory[place]) + tie * float(state.regime.war[0])
        if dependent:
            common += subjection
        drive = float(state.regime.drive[0]) * (1.0 - float(state.places.collective[place]))
        farm = taken * (1.0 - float(state.places.kept[place])) + driven * drive
        town = hungry * (1.0 - float(state.places.ration[place]))
        for public in range(state.publics.members.shape[0]):
            felt = 0.0
            if troubled and float(state.publics.members[public, place]) > 0.0:
                felt = common + (farm if public == int(producers) else town)
                if public == int(kin) and public != int(producers):
                    felt += kinship * farm
            state.publics.grievance[public, place] = min(max(felt, 0.0), 1.0)
