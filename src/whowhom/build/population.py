"""The first month: who lives, who sits where, who owes whom his place, how the publics lean."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from whowhom.build.bodies import place_offsets
from whowhom.build.calendar import month_index
from whowhom.build.society import begin_society, divided
from whowhom.core.polity import Polity
from whowhom.core.state import MEMBER, UNKNOWN, VACANT, Sizes, State, allocate
from whowhom.spec.errors import ModelError
from whowhom.spec.people import Person
from whowhom.spec.scenario import Scenario
from whowhom.spec.units import to_internal

NEUTRAL = 0.5
"""A trait that the table of people does not give; mechanisms that use a trait say so."""
TRAITS = ("prestige", "competence", "ambition", "caution", "loyalty", "susceptibility")
ZERO_UNLESS_GIVEN = ("prestige", "loyalty")


def initial_state(
    scenario: Scenario, persons: tuple[Person, ...], polity: Polity, size: NDArray[np.int32], sizes: Sizes
) -> NDArray[np.uint8]:
    """Return the buffer of the state in month 0.

    Raises ModelError when more people sit in a body than it has seats.
    """
    state, buffer = allocate(sizes)
    state.bodies.size[:] = size
    state.clock.fault_month[0] = -1
    state.people.patron[:] = VACANT
    state.people.place[:] = -1
    state.people.standing[:] = UNKNOWN
    state.people.competence[:] = NEUTRAL
    state.people.ambition[:] = NEUTRAL
    state.people.caution[:] = NEUTRAL
    state.people.susceptibility[:] = NEUTRAL
    state.seats.holder[:] = VACANT
    state.seats.chosen_by[:] = VACANT
    state.seats.previous[:] = VACANT
    numbers = {person.name: slot for slot, person in enumerate(persons)}
    for slot, person in enumerate(persons):
        _put_person(state, scenario, person, slot, numbers)
        for body in person.body:
            _sit(state, scenario, polity, body, slot, person)
    _fill_publics(state, scenario)
    begin_society(state, scenario, polity)
    return buffer


def _put_person(state: State, scenario: Scenario, person: Person, slot: int, numbers: dict[str, int]) -> None:
    """Write what the table says of one person."""
    people = state.people
    people.alive[slot] = person.alive
    people.standing[slot] = MEMBER
    born = person.born or date(max(scenario.start.year - 50, 1), 7, 1)
    people.born[slot] = month_index(scenario.start, born)
    people.voice[slot] = 1.0
    if person.patron:
        people.patron[slot] = numbers[person.patron]
    if person.place:
        people.place[slot] = place_number(scenario, person.place)
    for trait in TRAITS:
        given = getattr(person, trait)
        absent = 0.0 if trait in ZERO_UNLESS_GIVEN else NEUTRAL
        getattr(people, trait)[slot] = given if given is not None else absent
    for axis, dimension in enumerate(scenario.people.dimensions):
        opinion = person.positions.get(dimension)
        people.position[axis, slot] = people.anchor[axis, slot] = opinion if opinion is not None else 0.0


def place_number(scenario: Scenario, given: str) -> int:
    """Return a place by number or by name. Raises ModelError when there is none such."""
    offsets = place_offsets(scenario)
    if given.isdigit():
        return int(given)
    for name, places in scenario.places.items():
        if given in places.names:
            return offsets[name] + places.names.index(given)
    raise ModelError(f"{scenario.origin.file}: people: no place named {given!r}")


def _sit(state: State, scenario: Scenario, polity: Polity, body: str, slot: int, person: Person) -> None:
    """Give the person the first empty seat of the body."""
    number = list(scenario.bodies).index(body)
    first = int(polity.body_first[number])
    for seat in range(first, first + int(state.bodies.size[number])):
        if state.seats.holder[seat] == VACANT:
            state.seats.holder[seat] = slot
            state.seats.terms[seat] = 1
            state.seats.chosen_by[seat] = state.people.patron[slot]
            return
    raise ModelError(f"{scenario.origin.file}: people: {person.name} finds no empty seat in {body!r}")


def _fill_publics(state: State, scenario: Scenario) -> None:
    """Spread the members of each public over its places, evenly or by a column, all with the mean leaning."""
    offsets = place_offsets(scenario)
    for number, public in enumerate(scenario.publics.values()):
        count = scenario.places[public.places].count
        places = slice(offsets[public.places], offsets[public.places] + count)
        members = to_internal(public.members.value, public.members.unit, "person")
        state.publics.members[number, places] = divided(scenario, public.places, members, public.members_by)
        state.publics.leaning[number, places] = to_internal(
            public.leaning.value, public.leaning.unit, "share"
        )
