"""The struggle at the top: the line, who stands where, who is strong, who fought and who held back."""

from __future__ import annotations

from math import sqrt
from typing import Any

from whowhom.core.ballot import faction
from whowhom.core.kernel import inner
from whowhom.core.observable import observable
from whowhom.core.office import head_of, seat_in
from whowhom.core.state import VACANT


@observable(needs=("dimension",), unit="1", says="The ruling line on one dimension of positions.")
def line_on(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the line."""
    out[0] = state.regime.line[arguments[0]]


@observable(
    needs=("person", "dimension"),
    unit="1",
    says="Distance on one dimension from the ruling line to a person's position, his last one if he is dead.",
)
def line_from_person(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the absolute difference."""
    out[0] = abs(state.regime.line[arguments[1]] - state.people.position[arguments[1], arguments[0]])


@observable(
    needs=("person",),
    unit="1",
    says="Distance over all dimensions from the ruling line to a person's position, his last if he is dead.",
)
def line_from_person_overall(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write Euclid's distance."""
    square = 0.0
    for dimension in range(state.regime.line.size):
        apart = state.regime.line[dimension] - state.people.position[dimension, arguments[0]]
        square += float(apart * apart)
    out[0] = sqrt(square)


@observable(unit="1", says="Fights for the first place since the start.")
def challenges(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the count."""
    out[0] = state.regime.challenges[0]


@observable(
    unit="1",
    says="Times that a rival ready to fight held back out of fear for the regime, since the start.",
)
def restraint(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the count."""
    out[0] = state.regime.restraint[0]


@observable(
    needs=("person",), unit="share", says="Power of one person in the leading circle: votes he can count on."
)
def power_of(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the power as the last reckoning weighed it."""
    out[0] = state.people.power[arguments[0]]


@observable(
    needs=("person", "body"), unit="share", says="Whether the person sits in the body: 1 if he does, else 0."
)
def sits_in(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write 1 or 0."""
    out[0] = 1.0 if seat_in(state, polity, arguments[1], arguments[0]) >= 0 else 0.0


@inner
def _share_on_side(
    body: int, dimension: int, point: float, sign: float, openly: bool, state: Any, polity: Any
) -> float:
    """Return the share of a body above (sign 1) or below (-1) a point, each or as his patron stands."""
    people = state.people
    first = polity.body_first[body]
    held = beyond = 0
    for seat in range(first, first + state.bodies.size[body]):
        person = state.seats.holder[seat]
        if person == VACANT:
            continue
        held += 1
        head = faction(people.patron, person) if openly else person
        if people.alive[head] == 0:
            head = person
        if sign * (float(people.position[dimension, head]) - point) > 0.0:
            beyond += 1
    return beyond / held if held > 0 else 0.0


@observable(
    needs=("body", "dimension"),
    unit="share",
    says="Share of a body whose position on one dimension is below the ruling line.",
)
def share_below_line(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the share of seats held."""
    body, dimension = arguments[0], arguments[1]
    line = float(state.regime.line[dimension])
    out[0] = _share_on_side(body, dimension, line, -1.0, False, state, polity)


@observable(
    needs=("body", "dimension"),
    unit="share",
    says="Share of a body whose position on one dimension is above the ruling line.",
)
def share_above_line(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the share of seats held."""
    body, dimension = arguments[0], arguments[1]
    line = float(state.regime.line[dimension])
    out[0] = _share_on_side(body, dimension, line, 1.0, False, state, polity)


@observable(
    needs=("body", "dimension"),
    unit="share",
    says="Share of a body whose position on one dimension is below the middle, 0.",
)
def share_below_middle(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the share of seats held."""
    out[0] = _share_on_side(arguments[0], arguments[1], 0.0, -1.0, False, state, polity)


@inner
def _move_supported(body: int, office: int, dimension: int, openly: bool, state: Any, polity: Any) -> float:
    """Return the share of the body that stands on the proposer's side of the line; 0 if he wants no move."""
    head = head_of(state, polity, office)
    if head == VACANT:
        return 0.0
    line = float(state.regime.line[dimension])
    wanted = float(state.people.position[dimension, head])
    if wanted == line:
        return 0.0
    return _share_on_side(body, dimension, line, 1.0 if wanted > line else -1.0, openly, state, polity)


@observable(
    needs=("body", "office", "dimension"),
    unit="share",
    says="Share of a body that would have the line moved the way the office's head would, each for himself.",
)
def support_for_move(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the share in a secret vote."""
    out[0] = _move_supported(arguments[0], arguments[1], arguments[2], False, state, polity)


@observable(
    needs=("body", "office", "dimension"),
    unit="share",
    says="Share of a body for moving the line as the office's head would, clients as their living patrons.",
)
def open_support_for_move(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the share in an open vote."""
    out[0] = _move_supported(arguments[0], arguments[1], arguments[2], True, state, polity)
