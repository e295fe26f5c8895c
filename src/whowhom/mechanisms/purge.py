"""Purge: under personal rule those of standing are put to death, and those who are not the ruler's men first.

The holder of the office is never touched. Anyone else who has entered has the weight

    w = min(1, prestige + place (1 if he holds a seat of the body, of any body where none is named))

and, at personal rule p, the hazard  h = strength rate p w, times `spared` if he follows the holder and has
not been put out. He dies within the month with 1 - e^-h (`theory/tenure_risk.py`). Where more deaths are to
be expected than the police that the holder or his men command can deal with, all chances are reduced in
proportion. The dead leave every seat. Somebody whose death is conditioned on does not die before it.
At p = 0, strength = 0 or without such police nobody dies; at spared = 1 his own men are as exposed as others.
Does not model: denunciation, who comes in their place, natural death, which other mechanisms bring.
Source: constant hazards of competing causes, Kalbfleisch and Prentice 2002; what they depend on is our own.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from whowhom.core.command import whole_capacity
from whowhom.core.draw import chance, streams
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, named, number
from whowhom.core.office import follows, head_of, vacate_all
from whowhom.core.polity import Kind
from whowhom.core.state import EXPELLED, UNKNOWN, VACANT
from whowhom.theory.tenure_risk import exit_probability

(DIES,) = streams("purge", "dies")
POLICE = int(Kind.POLICE)


class Purge(Mechanism):
    """Death of the elite by order of one man."""

    office = named("body", says="the office whose holder rules alone")
    body = named("body", says="the body whose seats expose their holders; absent: all", required=False)
    strength = number(
        1.0, unit="1", low=0.0, high=10.0, source="identity", says="factor on all hazards; 0 switches it off"
    )
    rate = number(
        0.03,
        unit="1/month",
        low=0.0,
        high=1.0,
        prior="uniform(0.005, 0.1)",
        says="hazard of someone of full weight outside the following, at full personal rule",
    )
    place = number(
        0.5, unit="1", low=0.0, high=1.0, prior="uniform(0, 1)", says="weight of a seat beside prestige"
    )
    spared = number(
        0.3,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0, 1)",
        says="hazard of the ruler's own men against that of others",
    )

    writes = (
        "people.alive",
        "regime.purged",
        "seats.holder",
        "seats.since",
        "seats.chosen_by",
        "seats.terms",
        "seats.previous",
        "seats.served",
    )


@inner
def _mark_holders(body: int, weights: NDArray[np.float64], place: float, state: Any, polity: Any) -> None:
    """Give those who hold a seat of the body, or any seat where body is -1, the weight of a seat."""
    for seat in range(state.seats.holder.size):
        holder = state.seats.holder[seat]
        if holder != VACANT and (body < 0 or polity.seat_body[seat] == body):
            weights[holder] = place


@inner
def _expose(
    leader: int, full: float, spared: float, chances: NDArray[np.float64], state: Any, polity: Any
) -> float:
    """Turn the weights of seats (P,) into chances of dying this month, and return their sum."""
    people = state.people
    expected = 0.0
    for person in range(chances.size):
        weight = min(chances[person] + max(float(people.prestige[person]), 0.0), 1.0)
        chances[person] = 0.0
        if people.alive[person] == 0 or people.standing[person] == UNKNOWN or person == leader:
            continue
        if weight <= 0.0 or state.clock.month[0] <= polity.spared_until[person]:
            continue
        hazard = full * weight
        if people.standing[person] != EXPELLED and follows(state, person, leader):
            hazard *= spared
        chances[person] = exit_probability(hazard, 1.0)
        expected += chances[person]
    return expected


def step(
    office: float,
    body: float,
    strength: float,
    rate: float,
    place: float,
    spared: float,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Put to death."""
    state.regime.purged[0] = 0.0
    leader = head_of(state, polity, int(office))
    full = strength * rate * max(float(state.regime.personal[0]), 0.0)
    if leader == VACANT or full <= 0.0 or float(state.regime.in_power[0]) <= 0.0:
        return
    room = whole_capacity(state, polity, POLICE, leader)
    if room <= 0.0:
        return
    chances = np.zeros(state.people.alive.size, np.float64)
    _mark_holders(int(body), chances, place, state, polity)
    expected = _expose(leader, full, spared, chances, state, polity)
    factor = min(room / expected, 1.0) if expected > 0.0 else 0.0
    dead = 0.0
    for person in range(chances.size):
        if chance(draw, DIES, person, factor * chances[person]):
            state.people.alive[person] = 0
            vacate_all(state, person)
            dead += 1.0
    state.regime.purged[0] = dead
