"""Bodies and seats to tables."""

from __future__ import annotations

from typing import Any

import numpy as np

from whowhom.spec.duration import months_in
from whowhom.spec.scenario import Scenario


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
        "body_staggered": np.array([body.staggered for body in bodies], np.int8),
        "body_age_limit": np.array(
            [months_in(body.age_limit) if body.age_limit else 0 for body in bodies], np.int32
        ),
        "body_term_limit": np.array([body.term_limit or 0 for body in bodies], np.int32),
        "body_ceiling": np.array(
            [body.ceiling or seats for body, seats in zip(bodies, capacity, strict=True)], np.int32
        ),
        "seat_body": seat_body,
        "seat_weight": weight,
        "seat_place": place,
        "place_seat": place_seat,
    }


def place_offsets(scenario: Scenario) -> dict[str, int]:
    """Return where each set of places begins in the one row of all places."""
    offsets = {}
    total = 0
    for name, places in scenario.places.items():
        offsets[name] = total
        total += places.count
    return offsets
