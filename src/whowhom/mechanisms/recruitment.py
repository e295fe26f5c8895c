"""A pool of people waiting for office, kept at the size that the document gives.

At the start so many entrants wait. Each month the living members without any seat are counted once, and
for each one short of the pool somebody enters, at most `most` a month.
At most = 0 the pool is filled at the start and never again; with a pool of 0 nobody ever enters here.
Does not model: who recruits whom, schooling, the size of the public that entrants come from.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from whowhom.core import entry
from whowhom.core.draw import streams
from whowhom.core.entry import enter, free_slot
from whowhom.core.fault import OUT_OF_SLOTS, raise_fault
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, number
from whowhom.core.state import MEMBER, VACANT

AGE, OPINION = streams("recruitment", "age", "opinion")


class Recruitment(Mechanism):
    """The waiting pool."""

    most = number(
        50.0,
        unit="person",
        low=0.0,
        high=100_000.0,
        prior="uniform(25, 100)",
        says="most people who enter in one month",
    )

    writes = entry.WRITES


@inner
def _admit(wanted: int, state: Any, polity: Any, draw: Any) -> None:
    """Let so many people enter; each draws by the number of his slot."""
    for _entrant in range(wanted):
        slot = free_slot(state, polity)
        if slot < 0:
            raise_fault(state, OUT_OF_SLOTS)
            return
        enter(state, polity, draw, AGE, OPINION, slot)


def begin(most: float, state: Any, polity: Any, draw: Any) -> None:
    """Fill the pool of the start."""
    _admit(int(polity.entry[2]), state, polity, draw)


def step(most: float, state: Any, polity: Any, draw: Any) -> None:
    """Replace those who left the pool."""
    people = state.people
    seated = np.zeros(people.alive.size, np.int8)
    for seat in range(state.seats.holder.size):
        if state.seats.holder[seat] != VACANT:
            seated[state.seats.holder[seat]] = 1
    waiting = 0
    for person in range(people.alive.size):
        if people.alive[person] == 1 and people.standing[person] == MEMBER and seated[person] == 0:
            waiting += 1
    _admit(min(int(polity.entry[2]) - waiting, int(most)), state, polity, draw)
