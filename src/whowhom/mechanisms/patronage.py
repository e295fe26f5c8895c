"""Patronage over time: patrons are lost and inherited, debts become ties, loyalty follows fortune.

Each month, first, a member whose patron is dead or put out loses him; with probability `adopted` he
attaches to the patron's own patron, if that one is living and not put out. Then whoever holds a seat and
has no patron attaches with probability `attach` to the person who chose him for it, if living and not put
out. Last, everyone's loyalty moves by the share `pace` toward `reward` when his patron holds a seat of
some body, else toward `faded`. Nobody attaches to someone below him in his own line, so that no circle of
patrons arises.
At adopted = attach = 0 followings only shrink; at pace = 0 loyalty stays.
Does not model: desertion of a living patron, two patrons at once, clients who keep faith with the dead:
an organisation where those of a dead patron stay together leaves this mechanism out.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from whowhom.core.draw import chance, streams
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, number
from whowhom.core.office import is_above
from whowhom.core.state import EXPELLED, MEMBER, VACANT
from whowhom.spec.units import PER_MONTH

ADOPTED, ATTACHES = streams("patronage", "adopted", "attaches")


class Patronage(Mechanism):
    """Ties lost, inherited, made and cooled."""

    adopted = number(
        0.5,
        unit="probability",
        low=0.0,
        high=1.0,
        prior="uniform(0, 1)",
        says="chance that a client without patron goes to the patron's patron",
    )
    attach = number(
        0.1,
        unit=PER_MONTH,
        low=0.0,
        high=1.0,
        prior="beta(1, 9)",
        says="chance that a holder without patron attaches to whoever chose him",
    )
    pace = number(
        0.05,
        unit=PER_MONTH,
        low=0.0,
        high=1.0,
        prior="beta(1, 19)",
        says="share of the way to its target that loyalty goes in a month",
    )
    reward = number(
        0.9,
        unit="probability",
        low=0.0,
        high=1.0,
        prior="beta(9, 1)",
        says="loyalty to a patron who holds a seat, in the long run",
    )
    faded = number(
        0.3,
        unit="probability",
        low=0.0,
        high=1.0,
        prior="beta(3, 7)",
        says="loyalty to a patron without a seat, in the long run",
    )

    writes = ("people.patron", "people.loyalty")


@inner
def _stands(person: int, people: Any) -> bool:
    """Return whether the person can be a patron: someone living who was not put out."""
    return person != VACANT and people.alive[person] == 1 and people.standing[person] != EXPELLED


@inner
def _inherit(adopted: float, people: Any, draw: Any) -> None:
    """Take dead and fallen patrons from their clients, and let some be adopted."""
    for person in range(people.alive.size):
        if people.alive[person] == 0 or people.standing[person] != MEMBER:
            continue
        patron = people.patron[person]
        if patron == VACANT or _stands(patron, people):
            continue
        # Only those who stand are clients here, so the fallen man's own patron is still the one he had.
        heir = people.patron[patron]
        people.patron[person] = VACANT
        if not _stands(heir, people) or is_above(people.patron, person, heir):
            continue
        if chance(draw, ADOPTED, person, adopted):
            people.patron[person] = heir


def step(
    adopted: float,
    attach: float,
    pace: float,
    reward: float,
    faded: float,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Bring patrons and loyalties up to date."""
    people = state.people
    _inherit(adopted, people, draw)
    seated = np.zeros(people.alive.size, np.int8)
    for seat in range(state.seats.holder.size):
        person = state.seats.holder[seat]
        if person == VACANT:
            continue
        seated[person] = 1
        chooser = state.seats.chosen_by[seat]
        if people.patron[person] != VACANT or not _stands(chooser, people):
            continue
        if not is_above(people.patron, person, chooser) and chance(draw, ATTACHES, seat, attach):
            people.patron[person] = chooser
    for person in range(people.alive.size):
        if people.alive[person] == 0:
            continue
        patron = people.patron[person]
        target = reward if patron != VACANT and seated[patron] == 1 else faded
        loyalty = float(people.loyalty[person])
        people.loyalty[person] = loyalty + pace * (target - loyalty)
