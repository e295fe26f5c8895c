"""Coercion: its instruments and who commands them, its victims, and what became of members."""

from __future__ import annotations

from typing import Any

import numpy as np

from whowhom.core.command import ALL, commands
from whowhom.core.kernel import inner
from whowhom.core.observable import observable
from whowhom.core.office import head_of
from whowhom.core.state import EXPELLED, MEMBER


@observable(unit="person/month", says="Persons sentenced for politics this month.")
def sentenced(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the sentences of the month."""
    out[0] = state.regime.sentenced[0]


@observable(unit="person/month", says="Of those sentenced this month, persons sentenced to death.")
def sentenced_to_death(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the death sentences of the month."""
    out[0] = state.regime.executed[0]


@observable(unit="person", says="Persons held in camps for politics.")
def prisoners(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the prisoners."""
    out[0] = state.regime.prisoners[0]


@observable(unit="share", says="How far one man commands all instruments and bodies.")
def personal_rule(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the share of personal rule."""
    out[0] = state.regime.personal[0]


@observable(unit="person/month", says="Members of the elite put to death this month.")
def purged(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the dead of the purge."""
    out[0] = state.regime.purged[0]


@observable(needs=("instrument",), unit="1", says="1 while the instrument of coercion exists, else 0.")
def instrument_open(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write whether it exists."""
    out[0] = state.instruments.open[arguments[0]]


@observable(
    needs=("instrument",),
    unit="person/month",
    says="Persons that the instrument could deal with in the month.",
)
def instrument_capacity(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write its capacity."""
    out[0] = state.instruments.capacity[arguments[0]]


@observable(
    needs=("office",),
    unit="1",
    says="Existing instruments of coercion commanded by the holder of the office or his men.",
)
def instruments_commanded(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the number of his instruments."""
    leader = head_of(state, polity, arguments[0])
    count = 0
    for instrument in range(state.instruments.open.size):
        if commands(state, polity, instrument, leader):
            count += 1
    out[0] = count


@observable(unit="1", says="Instruments of coercion that exist.")
def instruments_existing(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the number of instruments."""
    count = 0
    for instrument in range(state.instruments.open.size):
        if commands(state, polity, instrument, ALL):
            count += 1
    out[0] = count


@observable(unit="person", says="People in the table who were put out for good, living or dead.")
def put_out(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write how many have that standing; the slot of an unknown one who died may be used again."""
    count = 0
    for person in range(state.people.standing.size):
        if state.people.standing[person] == EXPELLED:
            count += 1
    out[0] = count


@observable(
    needs=("person",),
    unit="1",
    says="What became of the person: 2 living member, 1 living and put out, 0 neither.",
)
def fate_of(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write life and standing as one number."""
    person = arguments[0]
    fate = 0
    if state.people.alive[person] == 1 and state.people.standing[person] == MEMBER:
        fate = 2
    elif state.people.alive[person] == 1 and state.people.standing[person] == EXPELLED:
        fate = 1
    out[0] = fate


@observable(unit="person", says="Known people of the first month who are still living members, not put out.")
def members_of_the_first(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write how many people of the table kept life and membership."""
    count = 0
    for person in range(polity.known[0]):
        if state.people.alive[person] == 1 and state.people.standing[person] == MEMBER:
            count += 1
    out[0] = count


@inner
def _mean_distance(founder: int, standing: int, living: int, state: Any, polity: Any) -> float:
    """Return how far known people of a standing are from the founder's first opinion on average, or 0."""
    people = state.people
    total = 0.0
    count = 0
    for person in range(polity.known[0]):
        if people.standing[person] != standing or people.alive[person] < living or person == founder:
            continue
        square = 0.0
        for dimension in range(people.anchor.shape[0]):
            gap = people.anchor[dimension, person] - people.anchor[dimension, founder]
            square += float(gap * gap)
        total += float(np.sqrt(square))
        count += 1
    return total / count if count > 0 else 0.0


@observable(
    needs=("person",),
    unit="1",
    says="Mean distance between the person's first opinion and those of known people put out; 0 without any.",
)
def distance_of_those_put_out(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the mean Euclidean distance over everyone put out, living or dead."""
    out[0] = _mean_distance(arguments[0], EXPELLED, 0, state, polity)


@observable(
    needs=("person",),
    unit="1",
    says="Mean distance between the person's first opinion and those of known living members; 0 without any.",
)
def distance_of_members(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the mean Euclidean distance over living members."""
    out[0] = _mean_distance(arguments[0], MEMBER, 1, state, polity)
