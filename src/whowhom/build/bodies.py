"""Bodies and seats to tables."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whowhom.build.calendar import month_index
from whowhom.spec.duration import months_in
from whowhom.spec.organisation import Body
from whowhom.spec.scenario import Scenario
from whowhom.spec.units import PER_MONTH, to_internal


def body_tables(scenario: Scenario) -> dict[str, Any]:
    """Return the body and seat tables of a polity, and the present sizes under "size"."""
    bodies = list(scenario.bodies.values())
    capacity = [body.capacity or max(body.seats, 1) for body in bodies]
    first = np.concatenate([[0], np.cumsum(capacity)])[:-1]
    total = int(sum(capacity))
    seat_body, weight, place = (
        np.zeros(total, np.int32),
        np.ones(total, np.int32),
        np.full(total, -1, np.int32),
    )
    offsets = place_offsets(scenario)
    for number, body in enumerate(bodies):
        seats = slice(first[number], first[number] + capacity[number])
        seat_body[seats] = number
        if body.weights:
            weight[first[number] : first[number] + len(body.weights)] = body.weights
        if body.place:
            count = min(capacity[number], scenario.places[body.place].count)
            place[first[number] : first[number] + count] = offsets[body.place] + np.arange(count)
    place_seat = np.full(sum(places.count for places in scenario.places.values()), -1, np.int32)
    for seat in range(total - 1, -1, -1):
        if place[seat] >= 0:
            place_seat[place[seat]] = seat
    return {
        "size": np.array([body.seats for body in bodies], np.int32),
        "body_first": first.astype(np.int32),
        "body_capacity": np.array(capacity, np.int32),
        "body_term": np.array([months_in(body.term) if body.term else 0 for body in bodies], np.int32),
        "body_early_exit": np.array(
            [
                -1.0
                if body.early_exit is None
                else to_internal(body.early_exit.value, body.early_exit.unit, PER_MONTH)
                for body in bodies
            ]
        ),
        "body_age_limit": np.array(
            [months_in(body.age_limit) if body.age_limit else 0 for body in bodies], np.int32
        ),
        "body_term_limit": np.array([body.term_limit or 0 for body in bodies], np.int32),
        "body_ceiling": np.array(
            [body.ceiling or seats for body, seats in zip(bodies, capacity, strict=True)], np.int32
        ),
        "seat_body": seat_body,
        "seat_weight": weight,
        "seat_end": np.concatenate([seat_ends(scenario.start, body) for body in bodies]),
        "seat_place": place,
        "place_seat": place_seat,
    }


def seat_ends(start: date, body: Body) -> NDArray[np.int32]:
    """Return (seats,) a month in which a term of each seat ends, or -1 where terms begin with their holders.

    With dates: their months; one date stands for every seat, and a date before the second month for the next
    end after it. Staggered without dates: seat i of n at (i + 1)/n of a term.
    """
    count = body.capacity or max(body.seats, 1)
    ends = np.full(count, -1, np.int32)
    if body.term is None:
        return ends
    term = months_in(body.term)
    if body.ends:
        given = body.ends if len(body.ends) > 1 else body.ends * count
        for seat, day in enumerate(given):
            month = month_index(start, day)
            ends[seat] = month if month > 0 else month % term or term
    elif body.staggered:
        ends[:] = (np.arange(1, count + 1) * term) // count
    return ends


def place_offsets(scenario: Scenario) -> dict[str, int]:
    """Return where each set of places begins in the one row of all places."""
    offsets = {}
    total = 0
    for name, places in scenario.places.items():
        offsets[name] = total
        total += places.count
    return offsets
