"""Closing of opposition within the law: who stands far from the line and carries weight is put out.

It needs a law and votes: a ban on factions in force, and more than half of the held seats of the body with
the holder of the office. Then a member outside his following, at the Euclidean distance d from the line
and with the weight w = min(1, prestige + power), is put out for good with the chance 1 - e^-h in a month,

    h = rate (d - distance)+ w,

and loses every seat. Where a founder is named, someone within `distance` of the opinion with which the
founder entered is a critic who accepts him: his hazard is reduced by the share `toleration`.
Who falls first is an outcome: the far ones and the weighty ones, until the line moves.
At rate = 0, without the ban or without the majority nobody is put out; at toleration = 0 the founder is no
shelter.
Does not model: recantation and readmission, arrest, accusers. Who voted for the ban is as exposed as others.
Source: hazards of Kalbfleisch and Prentice 2002; distance times weight is our own.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from whowhom.core.command import is_open
from whowhom.core.draw import chance, streams
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, named, number
from whowhom.core.office import following_in, follows, head_of, held_in, vacate_all
from whowhom.core.polity import Kind
from whowhom.core.state import EXPELLED, MEMBER, VACANT
from whowhom.theory.tenure_risk import exit_probability

(OUT,) = streams("targeting", "out")
FACTION_BAN = int(Kind.FACTION_BAN)


class Targeting(Mechanism):
    """Expulsion by distance from the line and by weight."""

    office = named("body", says="the office whose holder defends the line")
    body = named("body", says="the body whose majority puts out")
    founder = named("person", says="whose first opinion shelters a critic who shares it", required=False)
    rate = number(
        0.05,
        unit="1/month",
        low=0.0,
        high=10.0,
        prior="uniform(0.01, 0.2)",
        says="hazard of someone of full weight, one unit of opinion beyond the distance allowed",
    )
    distance = number(
        0.8,
        unit="1",
        low=0.0,
        high=10.0,
        prior="uniform(0.3, 1.5)",
        says="distance from the line up to which a member may differ",
    )
    toleration = number(
        0.3,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0, 1)",
        says="share by which the hazard of a critic who accepts the founder is reduced",
    )

    writes = (
        "people.standing",
        "seats.holder",
        "seats.since",
        "seats.chosen_by",
        "seats.terms",
        "seats.previous",
        "seats.served",
    )


@inner
def _apart(opinions: NDArray[np.float32], one: int, others: NDArray[np.float32], other: int) -> float:
    """Return the Euclidean distance between two people's opinions, each an array (D, P)."""
    total = 0.0
    for dimension in range(opinions.shape[0]):
        gap = opinions[dimension, one] - others[dimension, other]
        total += float(gap * gap)
    return float(np.sqrt(total))


@inner
def _from_the_line(state: Any, person: int) -> float:
    """Return the Euclidean distance of a person's opinion from the ruling line."""
    total = 0.0
    for dimension in range(state.regime.line.size):
        gap = state.people.position[dimension, person] - state.regime.line[dimension]
        total += float(gap * gap)
    return float(np.sqrt(total))


def step(
    office: float,
    body: float,
    founder: float,
    rate: float,
    distance: float,
    toleration: float,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Put out whom the law and the votes allow."""
    people = state.people
    leader = head_of(state, polity, int(office))
    if rate <= 0.0 or leader == VACANT or float(state.regime.in_power[0]) <= 0.0:
        return
    votes = following_in(state, polity, int(body), leader)
    if not is_open(state, polity, FACTION_BAN) or 2 * votes <= held_in(state, polity, int(body)):
        return
    for person in range(people.alive.size):
        if people.alive[person] == 0 or people.standing[person] != MEMBER:
            continue
        weight = min(float(people.prestige[person] + people.power[person]), 1.0)
        if weight <= 0.0 or follows(state, person, leader):
            continue
        hazard = rate * max(_from_the_line(state, person) - distance, 0.0) * weight
        if founder >= 0.0 and _apart(people.position, person, people.anchor, int(founder)) <= distance:
            hazard *= 1.0 - toleration
        if chance(draw, OUT, person, exit_probability(hazard, 1.0)):
            people.standing[person] = EXPELLED
            vacate_all(state, person)
