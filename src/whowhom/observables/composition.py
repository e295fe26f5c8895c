"""Who sits in a body: how many, whose following, how old, how much of the base is still there."""

from __future__ import annotations

from typing import Any

from whowhom.core.observable import observable
from whowhom.core.office import follows, head_of
from whowhom.core.state import VACANT


@observable(needs=("body",), unit="seat", says="Seats of the body that exist.")
def seats(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the present size of the body."""
    out[0] = state.bodies.size[arguments[0]]


@observable(needs=("body",), unit="seat", says="Seats of the body that are held.")
def held(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the number of seats with a holder."""
    body = arguments[0]
    first = polity.body_first[body]
    count = 0
    for seat in range(first, first + state.bodies.size[body]):
        if state.seats.holder[seat] != VACANT:
            count += 1
    out[0] = count


@observable(
    needs=("body", "office"),
    unit="seat",
    says="Seats of the body held by the following of whoever holds the office, himself included.",
)
def following(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the number of seats held by the office holder's following."""
    body = arguments[0]
    leader = head_of(state, polity, arguments[1])
    first = polity.body_first[body]
    count = 0
    if leader != VACANT:
        for seat in range(first, first + state.bodies.size[body]):
            if state.seats.holder[seat] != VACANT and follows(state, state.seats.holder[seat], leader):
                count += 1
    out[0] = count


@observable(
    needs=("body", "person"),
    unit="seat",
    says="Seats of the body held by the following of the named person, himself included.",
)
def following_of(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the number of seats held by the person's following."""
    body = arguments[0]
    first = polity.body_first[body]
    count = 0
    for seat in range(first, first + state.bodies.size[body]):
        if state.seats.holder[seat] != VACANT and follows(state, state.seats.holder[seat], arguments[1]):
            count += 1
    out[0] = count


@observable(needs=("office",), unit="person", says="Who holds the office: the number of the person, or -1.")
def holder(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the holder of the first held seat."""
    out[0] = head_of(state, polity, arguments[0])


@observable(needs=("body",), unit="year", says="Mean age of those who sit in the body; 0 when nobody does.")
def mean_age(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the mean age in years."""
    body = arguments[0]
    first = polity.body_first[body]
    months = 0
    count = 0
    for seat in range(first, first + state.bodies.size[body]):
        person = state.seats.holder[seat]
        if person != VACANT:
            months += state.clock.month[0] - state.people.born[person]
            count += 1
    out[0] = months / (12.0 * count) if count > 0 else 0.0


@observable(unit="person", says="People of the first month, in the table by name, who are still living.")
def living_of_the_first(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write how many members born and entered before the start are alive."""
    count = 0
    for person in range(polity.known[0]):
        if state.people.alive[person] == 1:
            count += 1
    out[0] = count
