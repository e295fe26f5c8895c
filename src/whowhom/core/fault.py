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
def _check_share(state: State, value: float) -> None:
    """Find a share that is not one."""
    if value - value != 0.0:
        raise_fault(state, NOT_FINITE)
    elif value < 0.0 or value > 1.0:
        raise_fault(state, SHARE_OUT_OF_RANGE)


@inner
def _check_mass(state: State, value: float) -> None:
    """Find a mass that is not one."""
    if value - value != 0.0:
        raise_fault(state, NOT_FINITE)
    elif value < 0.0:
        raise_fault(state, MASS_NEGATIVE)


@inner
def _check_society(state: State) -> None:
    """Find what cannot be in the moods of publics, the grain of places and the memory of persons."""
    publics, places = state.publics.members.shape
    for public in range(publics):
        for place in range(places):
            _check_share(state, float(state.publics.support[public, place]))
            _check_share(state, float(state.publics.grievance[public, place]))
            _check_share(state, float(state.publics.hostility[public, place]))
            _check_share(state, float(state.publics.active[public, place]))
    for place in range(places):
        for mass in (state.places.stock, state.places.harvest, state.places.taken, state.places.sown):
            _check_mass(state, float(mass[place]))
        for mass in (state.places.garrison, state.places.rising, state.places.dead, state.places.livestock):
            _check_mass(state, float(mass[place]))
        for share in (state.places.hold, state.places.kept, state.places.collective, state.places.ration):
            _check_share(state, float(share[place]))
    for share in (state.regime.authority, state.regime.threat, state.regime.toleration, state.regime.war):
        _check_share(state, float(share[0]))
    for mass in (state.regime.prisoners, state.regime.sentenced, state.regime.executed):
        _check_mass(state, float(mass[0]))
    # A member who is no number makes the mean of his district none.
    for district in range(state.members.district_leaning.size):
        _check_share(state, float(state.members.district_leaning[district]))
        _check_share(state, float(state.members.district_loyalty[district]))
    for subject in range(state.memory.reputation.shape[0]):
        for public in range(publics):
            _check_share(state, float(state.memory.reputation[subject, public]))


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
    _check_society(state)
    dimensions, people = state.people.position.shape
    for dimension in range(dimensions):
        for person in range(people):
            opinion = float(state.people.position[dimension, person])
            if opinion - opinion != 0.0:
                raise_fault(state, NOT_FINITE)
