"""Faults: what must never be true of a state, found every month and kept as bits, never raised.

A history with a fault goes on; summaries say how many there are and refuse to average past a threshold.
"""

from __future__ import annotations

from whowhom.core.kernel import inner
from whowhom.core.state import VACANT, State

SEAT_HELD_BY_THE_DEAD = 1
NOT_FINITE = 2
SHARE_OUT_OF_RANGE = 4
MASS_NEGATIVE = 8
OUT_OF_SLOTS = 16
NO_SUCH_PERSON = 32

SENTENCES = {
    SEAT_HELD_BY_THE_DEAD: "a seat is held by someone dead",
    NOT_FINITE: "a number is not finite",
    SHARE_OUT_OF_RANGE: "a share is outside 0 to 1",
    MASS_NEGATIVE: "a mass is negative",
    OUT_OF_SLOTS: "more people entered than people.capacity allows",
    NO_SUCH_PERSON: "a seat names a person who does not exist",
}


@inner
def raise_fault(state: State, bit: int) -> None:
    """Record a fault and the first month of any."""
    if state.clock.fault[0] == 0:
        state.clock.fault_month[0] = state.clock.month[0]
    state.clock.fault[0] |= bit


@inner
def check_seats(state: State) -> None:
    """Find seats held by the dead or by nobody who exists."""
    people = state.people.alive.size
    for seat in range(state.seats.holder.size):
        holder = state.seats.holder[seat]
        if holder == VACANT:
            continue
        if holder < 0 or holder >= people:
            raise_fault(state, NO_SUCH_PERSON)
        elif state.people.alive[holder] == 0:
            raise_fault(state, SEAT_HELD_BY_THE_DEAD)


@inner
def check_masses(state: State) -> None:
    """Find masses below zero, shares outside 0 to 1, and numbers that are not finite."""
    publics, places = state.publics.members.shape
    for public in range(publics):
        for place in range(places):
            members = float(state.publics.members[public, place])
            share = float(state.publics.leaning[public, place])
            if not (members - members == 0.0 and share - share == 0.0):
                raise_fault(state, NOT_FINITE)
            elif members < 0.0:
                raise_fault(state, MASS_NEGATIVE)
            elif share < 0.0 or share > 1.0:
                raise_fault(state, SHARE_OUT_OF_RANGE)
    for series in range(state.economy.size):
        value = float(state.economy[series])
        if value - value != 0.0:
            raise_fault(state, NOT_FINITE)
    dimensions, people = state.people.position.shape
    for dimension in range(dimensions):
        for person in range(people):
            opinion = float(state.people.position[dimension, person])
            if opinion - opinion != 0.0:
                raise_fault(state, NOT_FINITE)
