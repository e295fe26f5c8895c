"""Revolt and force: who acts, who is in arms, what the rulers hold, fear, give and lose."""

from __future__ import annotations

from typing import Any

from whowhom.core.force import acting_in, people_of
from whowhom.core.observable import observable

OPEN = 0.01
"""Share of people who act from which a place counts as restless: a line drawn for counting, no fact."""


@observable(unit="person", says="People in open revolt in places that have no government of their own.")
def rising(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the sum over places at home."""
    total = 0.0
    for place in range(state.places.rising.size):
        if polity.place_dependent[place] == 0:
            total += float(state.places.rising[place])
    out[0] = total


@observable(needs=("places",), unit="person", says="People in open revolt in a set of places.")
def rising_in(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the sum over the set."""
    total = 0.0
    for place in range(state.places.rising.size):
        if polity.place_set[place] == arguments[0]:
            total += float(state.places.rising[place])
    out[0] = total


@observable(needs=("places",), unit="1", says="Places of a set in which there is a rising.")
def risen_places(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write how many of the set have people in revolt."""
    count = 0
    for place in range(state.places.rising.size):
        if polity.place_set[place] == arguments[0] and state.places.rising[place] > 0.0:
            count += 1
    out[0] = count


@observable(needs=("public",), unit="person", says="People of the public who act openly against the rulers.")
def participants(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the members who act, over all places."""
    public = arguments[0]
    total = 0.0
    for place in range(state.places.rising.size):
        total += float(state.publics.active[public, place] * state.publics.members[public, place])
    out[0] = total


@observable(needs=("public",), unit="share", says="Share of the public that acts openly against the rulers.")
def active_share(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the mean over members; 0 when there are none."""
    public = arguments[0]
    acting = members = 0.0
    for place in range(state.places.rising.size):
        acting += float(state.publics.active[public, place] * state.publics.members[public, place])
        members += float(state.publics.members[public, place])
    out[0] = acting / members if members > 0.0 else 0.0


@observable(needs=("public",), unit="1", says="Places where 1 in 100 of the public or more act openly.")
def restless_places(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write how many places are restless."""
    public = arguments[0]
    count = 0
    for place in range(state.places.rising.size):
        if state.publics.members[public, place] > 0.0 and state.publics.active[public, place] >= OPEN:
            count += 1
    out[0] = count


@observable(needs=("public",), unit="share", says="Grievance of the public, mean over members.")
def grievance(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the mean over members; 0 when there are none."""
    public = arguments[0]
    felt = members = 0.0
    for place in range(state.places.rising.size):
        felt += float(state.publics.grievance[public, place] * state.publics.members[public, place])
        members += float(state.publics.members[public, place])
    out[0] = felt / members if members > 0.0 else 0.0


@observable(unit="probability", says="The rulers' own estimate of the chance of being overthrown.")
def threat(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the threat."""
    out[0] = state.regime.threat[0]


@observable(unit="1", says="Retreats made under threat since the start.")
def concessions(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the number of retreats."""
    out[0] = state.regime.concessions[0]


@observable(unit="1", says="1 while the rulers rule, 0 before they do and after they have fallen.")
def in_power(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write whether they rule."""
    out[0] = state.regime.in_power[0]


@observable(
    needs=("places",), unit="share", says="How far the rulers hold a set of places, mean over places."
)
def held_share(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the mean hold of the set."""
    total = 0.0
    count = 0
    for place in range(state.places.rising.size):
        if polity.place_set[place] == arguments[0]:
            total += float(state.places.hold[place])
            count += 1
    out[0] = total / count if count > 0 else 0.0


@observable(needs=("places",), unit="person", says="Troops of the rulers in a set of places.")
def troops(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the sum over the set."""
    total = 0.0
    for place in range(state.places.rising.size):
        if polity.place_set[place] == arguments[0]:
            total += float(state.places.garrison[place])
    out[0] = total


@observable(
    needs=("places",), unit="person", says="People who died in risings since the start, in a set of places."
)
def killed(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the sum over the set, both sides together."""
    total = 0.0
    for place in range(state.places.rising.size):
        if polity.place_set[place] == arguments[0]:
            total += float(state.places.killed[place])
    out[0] = total


@observable(unit="1", says="Dependent places with troops where 1 in 100 people act openly, or more.")
def interventions(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write how many dependent places have a garrison and so many who act."""
    count = 0
    for place in range(state.places.rising.size):
        if polity.place_dependent[place] == 1 and state.places.garrison[place] > 0.0:
            acting = acting_in(state, place)
            if acting > 0.0 and acting >= OPEN * people_of(state, place):
                count += 1
    out[0] = count
