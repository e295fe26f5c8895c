"""The fewest persons who carry several acts at once, where some of them may vote in more than one body.

A seat held by right is the person who holds the other seat. Does not model: persons who sit in two bodies
for other reasons.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from whowhom.audit.acts import seats_filled
from whowhom.spec.organisation import Verb
from whowhom.spec.scenario import Scenario

Person = tuple[str, int]
"""A seat that nobody holds by right: its body and its number, counted from 0."""


@dataclass(frozen=True)
class Demand:
    """Votes that must be gathered: those of each person, and how many are needed."""

    votes: Mapping[Person, int]
    needed: int


def seats_by_right(scenario: Scenario) -> dict[Person, Person]:
    """Return for each seat that is held by right the seat it comes with."""
    return {
        (scenario.rules[number].over, own): (scenario.rules[number].by, place)
        for number, seats in seats_filled(scenario).items()
        if scenario.rules[number].verb is Verb.EX_OFFICIO
        for place, own in enumerate(seats)
    }


def person_of(by_right: Mapping[Person, Person], seat: Person) -> Person:
    """Return the person who holds a seat, followed through seats held by right; a circle ends within it."""
    seen = set[Person]()
    while seat in by_right and seat not in seen:
        seen.add(seat)
        seat = by_right[seat]
    return seat


def demand_of(by_right: Mapping[Person, Person], body: str, seats: Sequence[int], needed: int) -> Demand:
    """Return the votes of the persons of a body who have any, of which so many are needed.

    seats: the votes of each seat.
    """
    votes: dict[Person, int] = {}
    for seat, own in enumerate(seats):
        if own:
            person = person_of(by_right, (body, seat))
            votes[person] = votes.get(person, 0) + own
    return Demand(votes, needed)


def fewest_persons(demands: Sequence[Demand]) -> tuple[int, bool]:
    """Return the fewest persons who meet all demands, and whether that number is certain.

    Demands that share persons are met together, who has most votes first. That is least where one order of
    persons suits all demands of a group; else fewer might do, and the number is only enough.
    Raises ValueError where all persons together do not meet a demand. Source: elementary.
    """
    total, certain = 0, True
    for group in _groups(demands):
        number, exact = _fewest(group)
        total += number
        certain = certain and exact
    return total, certain


def _groups(demands: Sequence[Demand]) -> list[list[Demand]]:
    """Split demands to groups that share no person."""
    groups: list[list[Demand]] = []
    for demand in demands:
        near = [group for group in groups if any(demand.votes.keys() & own.votes.keys() for own in group)]
        groups = [group for group in groups if group not in near]
        groups.append([demand, *(own for group in near for own in group)])
    return groups


def _fewest(group: Sequence[Demand]) -> tuple[int, bool]:
    """Meet the demands of one group, heaviest persons first."""
    persons = list(dict.fromkeys(person for demand in group for person in demand.votes))
    weight = {person: tuple(demand.votes.get(person, 0) for demand in group) for person in persons}
    order = sorted(persons, key=lambda person: (sum(weight[person]), weight[person]), reverse=True)
    suits = all(
        weight[one][place] >= weight[other][place]
        for one, other in pairwise(order)
        for place in range(len(group))
    )
    missing = [demand.needed for demand in group]
    number = 0
    for person in order:
        if all(votes <= 0 for votes in missing):
            break
        if any(own and votes > 0 for own, votes in zip(weight[person], missing, strict=True)):
            number += 1
            missing = [votes - own for own, votes in zip(weight[person], missing, strict=True)]
    if any(votes > 0 for votes in missing):
        raise ValueError("demands: not met by all persons together")
    return number, suits
