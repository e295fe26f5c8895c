"""Troops and risings of a country, counted one way by all mechanisms that weigh one against the other."""

from __future__ import annotations

from typing import Any

from whowhom.core.kernel import inner


@inner
def exists(state: Any, polity: Any, place: int) -> bool:
    """Return whether the place belongs to the system this month."""
    return bool(state.clock.month[0] >= polity.place_from[place])


@inner
def free_troops(state: Any, armed: int, place: int) -> float:
    """Return the troops of a place that are not tied up by a war and obey, in persons.

    garrison (1 - war) (1 - active share of the armed public there); armed: the number of a public, or -1.
    """
    troops = float(state.places.garrison[place]) * (1.0 - float(state.regime.war[0]))
    if armed >= 0:
        troops *= 1.0 - float(state.publics.active[armed, place])
    return troops


@inner
def free_troops_at_home(state: Any, polity: Any, armed: int) -> float:
    """Return `free_troops` of all places that have no government of their own, in persons."""
    total = 0.0
    for place in range(state.places.garrison.size):
        if polity.place_dependent[place] == 0:
            total += free_troops(state, armed, place)
    return total


@inner
def rising_at_home(state: Any, polity: Any) -> float:
    """Return the people in open revolt in all places that have no government of their own, in persons."""
    total = 0.0
    for place in range(state.places.rising.size):
        if polity.place_dependent[place] == 0:
            total += float(state.places.rising[place])
    return total


@inner
def acting_in(state: Any, place: int) -> float:
    """Return how many people of a place act openly against the rulers, in arms or not."""
    total = 0.0
    for public in range(state.publics.members.shape[0]):
        total += float(state.publics.active[public, place] * state.publics.members[public, place])
    return total


@inner
def people_of(state: Any, place: int) -> float:
    """Return the people of all publics of a place."""
    total = 0.0
    for public in range(state.publics.members.shape[0]):
        total += float(state.publics.members[public, place])
    return total
