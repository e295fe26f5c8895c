"""Dated events to tables."""

from __future__ import annotations

from typing import Any

import numpy as np

from whowhom.build.calendar import month_index
from whowhom.core.polity import Happening
from whowhom.spec.scenario import Act, Event, Scenario
from whowhom.spec.units import PER_MONTH, to_internal


def event_tables(
    scenario: Scenario, bodies: dict[str, int], people: dict[str, int], capacity: int
) -> dict[str, Any]:
    """Return the tables of dated events, in the order of the document, for `capacity` people."""
    events = scenario.events
    spared = np.zeros(capacity, np.int32)
    for event in events:
        if event.act is Act.DIES and event.kind == "historical" and event.who:
            spared[people[event.who]] = month_index(scenario.start, event.date)

    def hazard(event: Event) -> float:
        if event.kind == "historical" or event.hazard is None:
            return 1.0
        return to_internal(event.hazard.value, event.hazard.unit, PER_MONTH)

    return {
        "spared_until": spared,
        "event_month": np.array([month_index(scenario.start, event.date) for event in events], np.int32),
        "event_act": np.array([Happening[event.act.name] for event in events], np.int32),
        "event_free": np.array([event.kind == "free" for event in events], np.int8),
        "event_hazard": np.array([hazard(event) for event in events], np.float64),
        "event_who": np.array([people[event.who] if event.who else -1 for event in events], np.int32),
        "event_body": np.array([bodies[event.body] if event.body else -1 for event in events], np.int32),
        "event_seats": np.array(
            [event.seats if event.seats is not None else -1 for event in events], np.int32
        ),
    }
