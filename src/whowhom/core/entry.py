"""How unknown people enter: a free slot, an age and opinions drawn for whoever takes it."""

from __future__ import annotations

import numpy as np

from whowhom.core.draw import Draw, normal
from whowhom.core.fault import OUT_OF_SLOTS, raise_fault
from whowhom.core.kernel import inner
from whowhom.core.polity import ANYONE, ENTRANTS_ONLY, Polity
from whowhom.core.state import MEMBER, UNKNOWN, VACANT, State

WRITES = (
    "people.born",
    "people.alive",
    "people.standing",
    "people.patron",
    "people.place",
    "people.loyalty",
    "people.prestige",
    "people.voice",
    "people.position",
    "people.anchor",
    "clock.fault",
    "clock.fault_month",
)
"""What a mechanism writes that lets people enter."""


@inner
def free_slot(state: State, polity: Polity) -> int:
    """Return a slot for who enters: never used, or that of someone dead and unknown whom nobody follows.

    Returns -1 when there is none. People of the table keep their slots for ever.
    """
    people = state.people
    for person in range(people.alive.size):
        if people.standing[person] == UNKNOWN and people.alive[person] == 0:
            return person
    followed = np.zeros(people.alive.size, np.int8)
    for person in range(people.alive.size):
        if people.patron[person] != VACANT:
            followed[people.patron[person]] = 1
    for person in range(polity.known[0], people.alive.size):
        if people.alive[person] == 0 and followed[person] == 0:
            return person
    return -1


@inner
def enter(state: State, polity: Polity, draw: Draw, age_stream: int, opinion_stream: int, index: int) -> int:
    """Let an unknown person enter in a free slot and return the slot, or -1.

    Age in months and positions are normal with the mean and spread of `polity.entry`. When the spread of
    the age is 0 no continuous variate is drawn, so that small cases stay exact.
    """
    person = free_slot(state, polity)
    if person < 0:
        return -1
    people = state.people
    age = polity.entry[0]
    if polity.entry[1] > 0.0:
        age += polity.entry[1] * normal(draw, age_stream, index)
    people.born[person] = state.clock.month[0] - int(max(age, 12.0))
    people.alive[person] = 1
    people.standing[person] = MEMBER
    people.patron[person] = VACANT
    people.place[person] = -1
    people.loyalty[person] = 0.0
    people.prestige[person] = 0.0
    people.voice[person] = 1.0
    dimensions = people.position.shape[0]
    for dimension in range(dimensions):
        opinion = 0.0
        if polity.entry[3] > 0.0:
            opinion = polity.entry[3] * normal(draw, opinion_stream, index * dimensions + dimension)
        people.position[dimension, person] = opinion
        people.anchor[dimension, person] = opinion
    return person


@inner
def newcomer(
    pool: int, state: State, polity: Polity, draw: Draw, age_stream: int, opinion_stream: int, index: int
) -> int:
    """Let someone enter when the pool lets newcomers in, and return the slot, or VACANT.

    Raises the fault OUT_OF_SLOTS when there is no room.
    """
    if pool not in (ANYONE, ENTRANTS_ONLY):
        return VACANT
    person = enter(state, polity, draw, age_stream, opinion_stream, index)
    if person < 0:
        raise_fault(state, OUT_OF_SLOTS)
        return VACANT
    return person
