"""Kinds of seats: those of a body that no rule tells apart, and how many of each the sides hold at the start.

Seats are of one kind when they are of one body and share their votes, the end of their term, the rules that
fill them, the seats they bring by right in other bodies, and whether they head a body that acts by its head.
Seats that come with another office are of no kind: their votes are counted where the office is.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whowhom.build.model import Model
from whowhom.core.polity import Act
from whowhom.core.state import VACANT, allocate
from whowhom.spec.errors import ModelError

BY_HEAD = (int(Act.APPOINT), int(Act.PROPOSE))
"""Acts that a body does through whoever heads it."""

Counts = tuple[int, int, int]
"""Seats of a kind that the principal's side holds, that the rest holds, and that exist."""


@dataclass(frozen=True)
class Kind:
    """Seats that are exchangeable."""

    body: int
    seats: tuple[int, ...]
    """Positions in the row of all seats, rising."""
    votes: tuple[tuple[int, int], ...]
    """(body, votes) that each seat casts: in its own body, and in those where it sits by right."""
    end: int
    """A month in which the terms of these seats end, or -1."""
    heads: tuple[int, ...]
    """The bodies whose first seat this is, of its own or by right, and that act through their head."""
    start: Counts


def kinds_of(model: Model, watched: Collection[int] | None = None) -> tuple[Kind, ...]:
    """Return the kinds of seats of a model, in the order of their first seats.

    watched: the bodies that are asked about, by default all; seats of others that never vote are left out.
    Raises ModelError where the principal's office is vacant at the start.
    """
    origin = origins(model)
    sides = sides_at_start(model)
    alike: dict[tuple[object, ...], list[int]] = {}
    every = range(model.polity.body_first.size)
    counted = _counted_bodies(model, every if watched is None else watched)
    for seat in range(model.polity.seat_body.size):
        if seat not in origin and any(body in counted for body, _ in _votes(model, seat, origin)):
            alike.setdefault(_likeness(model, seat, origin), []).append(seat)
    found = []
    for seats in alike.values():
        body = int(model.polity.seat_body[seats[0]])
        exist = [seat for seat in seats if _exists(model, seat)]
        held = [int(sides[seat]) for seat in exist]
        found.append(
            Kind(
                body=body,
                seats=tuple(seats),
                votes=_votes(model, seats[0], origin),
                end=int(model.polity.seat_end[seats[0]]),
                heads=_heads(model, seats[0], origin),
                start=(held.count(1), held.count(0), len(exist)),
            )
        )
    return tuple(found)


def _counted_bodies(model: Model, watched: Collection[int]) -> set[int]:
    """Return the bodies whose seats matter: that act, that seats come from, the principal, those watched."""
    polity = model.polity
    named = np.concatenate([polity.rule_by, polity.rule_pool, polity.row_body, polity.principal])
    return {int(body) for body in named if body >= 0} | set(watched)


def origins(model: Model) -> dict[int, int]:
    """Return the seat from which each seat that comes with an office comes, through chains of such rights."""
    polity = model.polity
    direct: dict[int, int] = {}
    given: dict[int, int] = {}
    for rule in range(polity.rule_act.size):
        if polity.rule_act[rule] != Act.EX_OFFICIO:
            continue
        over, by = int(polity.rule_over[rule]), int(polity.rule_by[rule])
        capacity, own = int(polity.body_capacity[over]), int(polity.body_capacity[by])
        first, last = int(polity.rule_first[rule]), int(polity.rule_last[rule])
        if first == 0 and last == capacity:
            first = given.get(over, 0)
        given[over] = given.get(over, 0) + own
        for place in range(min(own, min(last, capacity) - first)):
            direct[int(polity.body_first[over]) + first + place] = int(polity.body_first[by]) + place
    return {seat: _root(seat, direct) for seat in direct}


def _root(seat: int, direct: dict[int, int]) -> int:
    """Follow rights to seats back to a seat that is filled otherwise."""
    while seat in direct:
        seat = direct[seat]
    return seat


def sides_at_start(model: Model) -> NDArray[np.int8]:
    """Return (S,) 1 where the principal's side sits at the start, 0 where the rest does, -1 for nobody.

    Raises ModelError where the document names no principal, or nobody holds its office.
    """
    state, _ = allocate(model.sizes, model.initial.copy())
    principal = int(model.polity.principal[0])
    file = model.scenario.origin.file
    if principal < 0:
        raise ModelError(f"{file}: audit.principal: found nothing; expected the name of a body")
    first = int(model.polity.body_first[principal])
    seated = state.seats.holder[first : first + int(state.bodies.size[principal])]
    holders = [int(holder) for holder in seated if holder != VACANT]
    if not holders:
        name = list(model.scenario.bodies)[principal]
        raise ModelError(
            f"{file}: people: nobody holds {name}, the principal; expected a person with that body"
        )
    sides = np.full(model.polity.seat_body.size, -1, np.int8)
    for seat, holder in enumerate(state.seats.holder):
        if holder != VACANT:
            sides[seat] = _in_line(state.people.patron, holders[0], int(holder))
    return sides


def _in_line(patron: NDArray[np.int32], founder: int, person: int) -> bool:
    """Return whether the founder is the person or stands anywhere in his line of patrons (P,)."""
    for _step in range(patron.size):
        if person in (founder, VACANT):
            break
        person = int(patron[person])
    return person == founder


def _exists(model: Model, seat: int) -> bool:
    """Return whether the seat exists at the start."""
    body = int(model.polity.seat_body[seat])
    size = list(model.scenario.bodies.values())[body].seats
    return seat < int(model.polity.body_first[body]) + size


def _heads(model: Model, seat: int, origin: dict[int, int]) -> tuple[int, ...]:
    """Return the bodies that act through the holder of a seat: as the first of theirs, or by right."""
    polity = model.polity
    acting = {int(polity.principal[0])}
    acting |= {int(body) for body in polity.rule_by[np.isin(polity.rule_act, BY_HEAD)]}
    first = {body: int(polity.body_first[body]) for body in acting if body >= 0}
    return tuple(sorted(body for body, place in first.items() if origin.get(place, place) == seat))


def _likeness(model: Model, seat: int, origin: dict[int, int]) -> tuple[object, ...]:
    """Return all by which rules tell a seat from others."""
    polity = model.polity
    body = int(polity.seat_body[seat])
    place = seat - int(polity.body_first[body])
    filling = (polity.rule_over == body) & (polity.rule_first <= place) & (place < polity.rule_last)
    return (
        body,
        _votes(model, seat, origin),
        int(polity.seat_end[seat]),
        tuple(np.flatnonzero(filling)),
        _heads(model, seat, origin),
    )


def _votes(model: Model, seat: int, origin: dict[int, int]) -> tuple[tuple[int, int], ...]:
    """Return the votes that a seat casts, by body."""
    polity = model.polity
    cast = {int(polity.seat_body[seat]): int(polity.seat_weight[seat])}
    for derived, source in origin.items():
        if source == seat:
            body = int(polity.seat_body[derived])
            cast[body] = cast.get(body, 0) + int(polity.seat_weight[derived])
    return tuple(sorted(cast.items()))
