"""Faults: what must never be true of a state, found every month and kept as bits, never raised.

A history with a fault goes on; summaries say how many there are and refuse to average past a threshold.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from whowhom.core.kernel import inner
from whowhom.core.state import VACANT, State

SEAT_HELD_BY_THE_DEAD = 1
NOT_FINITE = 2
SHARE_OUT_OF_RANGE = 4
MASS_NEGATIVE = 8
OUT_OF_SLOTS = 16
NO_SUCH_PERSON = 32

# In 32 bits, without branches, a whole row is looked through at once.
NOTHING, INFINITE = np.int32(0), np.int32(NOT_FINITE)
OUT_OF_RANGE, NEGATIVE = np.int32(SHARE_OUT_OF_RANGE), np.int32(MASS_NEGATIVE)
ZERO, ONE, LARGEST = np.float32(0.0), np.float32(1.0), np.finfo(np.float32).max

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
def _wrong_shares(shares: NDArray[np.float32]) -> np.int32:
    """Return the faults of a row of shares as bits."""
    found = np.int32(0)
    for i in range(shares.size):
        outside = (shares[i] < ZERO) | (shares[i] > ONE)
        wrong = OUT_OF_RANGE if outside else NOTHING
        found |= wrong if abs(shares[i]) <= LARGEST else INFINITE
    return found


@inner
def _wrong_masses(masses: NDArray[np.float32]) -> np.int32:
    """Return the faults of a row of masses as bits."""
    found = np.int32(0)
    for i in range(masses.size):
        wrong = NEGATIVE if masses[i] < ZERO else NOTHING
        found |= wrong if abs(masses[i]) <= LARGEST else INFINITE
    return found


@inner
def _wrong_publics(members: NDArray[np.float32], leaning: NDArray[np.float32]) -> np.int32:
    """Return the faults of the members of a public in each place, and of their leaning, as bits."""
    found = np.int32(0)
    for i in range(members.size):
        outside = (leaning[i] < ZERO) | (leaning[i] > ONE)
        wrong = OUT_OF_RANGE if outside else NOTHING
        wrong = NEGATIVE if members[i] < ZERO else wrong
        finite = (abs(members[i]) <= LARGEST) & (abs(leaning[i]) <= LARGEST)
        found |= wrong if finite else INFINITE
    return found


@inner
def _not_finite(numbers: NDArray[np.float32]) -> np.int32:
    """Return the fault of a row of numbers of any size as a bit."""
    found = np.int32(0)
    for i in range(numbers.size):
        found |= NOTHING if abs(numbers[i]) <= LARGEST else INFINITE
    return found


@inner
def _wrong_society(state: State) -> np.int32:
    """Return what cannot be in the grain of places, in the rulers and in the memory of persons, as bits."""
    places, regime = state.places, state.regime
    found = np.int32(0)
    for masses in (places.stock, places.harvest, places.taken, places.sown):
        found |= _wrong_masses(masses)
    for masses in (places.garrison, places.rising, places.dead, places.livestock):
        found |= _wrong_masses(masses)
    for shares in (places.hold, places.kept, places.collective, places.ration):
        found |= _wrong_shares(shares)
    for shares in (regime.authority, regime.threat, regime.toleration, regime.war):
        found |= _wrong_shares(shares)
    for masses in (regime.prisoners, regime.sentenced, regime.executed):
        found |= _wrong_masses(masses)
    for shares in (state.members.leaning, state.members.loyalty, state.members.stand):
        found |= _wrong_shares(shares)
    for subject in range(state.memory.reputation.shape[0]):
        found |= _wrong_shares(state.memory.reputation[subject])
    return found


@inner
def check_masses(state: State) -> None:
    """Find masses below zero, shares outside 0 to 1, and numbers that are not finite."""
    publics = state.publics
    found = _wrong_society(state)
    for public in range(publics.members.shape[0]):
        found |= _wrong_publics(publics.members[public], publics.leaning[public])
        found |= _wrong_shares(publics.support[public]) | _wrong_shares(publics.grievance[public])
        found |= _wrong_shares(publics.hostility[public]) | _wrong_shares(publics.active[public])
    for dimension in range(state.people.position.shape[0]):
        found |= _not_finite(state.people.position[dimension])
    if found != NOTHING:
        raise_fault(state, int(found))
