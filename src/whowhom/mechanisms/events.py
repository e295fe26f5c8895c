"""What comes from outside at a date: deaths, departures, new holders, illness, bodies resized and closed.

A historical event happens in its month. A free one happens in each month from its date on with its
hazard, until it has happened once. `dies`: the person dies and leaves all seats. `leaves`: he leaves the
body, or all bodies when none is named. `takes`: he takes the first vacant seat of the body, and in a body
of one seat he replaces the holder; nobody chose him, and his patron stays. `incapacitated`: in that month
and every later one his voice loses the share `fade` of what is left. `resizes` and `closes`: the body has
so many seats, or none; seats past the end are vacated. Where a body stands instead of a person, the
person is whoever heads it then. An event about someone dead does nothing, and nobody put out takes a
seat.
At fade = 0 illness changes nothing; at 1 the voice is gone at once.
Does not model: recovery, or a cadence: run it every month. At most 256 events; more raise OUT_OF_SLOTS.
"""

from __future__ import annotations

from typing import Any

from whowhom.core.draw import chance, streams
from whowhom.core.fault import OUT_OF_SLOTS, raise_fault
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, number
from whowhom.core.office import head_of, seat_in, seat_person, vacate, vacate_all
from whowhom.core.polity import Happening
from whowhom.core.state import MEMBER, VACANT

(HAPPENS,) = streams("events", "happens")
DIES, LEAVES, TAKES = int(Happening.DIES), int(Happening.LEAVES), int(Happening.TAKES)
INCAPACITATED = int(Happening.INCAPACITATED)
RESIZES, CLOSES = int(Happening.RESIZES), int(Happening.CLOSES)
NOT_YET, NOBODY = 0.0, -1.0


class Events(Mechanism):
    """Dated events of the document."""

    fade = number(
        1.0,
        unit="share",
        low=0.0,
        high=1.0,
        source="identity",
        says="share of the remaining voice that someone incapacitated loses each month",
    )

    # For each event: 0 before it, then 1 + the person concerned, or -1 for nobody.
    memory = ("fixed", 256)
    writes = (
        "people.alive",
        "people.voice",
        "seats.holder",
        "seats.since",
        "seats.chosen_by",
        "seats.terms",
        "seats.previous",
        "seats.served",
        "bodies.size",
        "clock.fault",
        "clock.fault_month",
    )


@inner
def _take(body: int, person: int, state: Any, polity: Any) -> None:
    """Give the person the first vacant seat of the body, or its only one."""
    if state.people.standing[person] != MEMBER or seat_in(state, polity, body, person) >= 0:
        return
    first = polity.body_first[body]
    for seat in range(first, first + state.bodies.size[body]):
        if state.seats.holder[seat] == VACANT:
            seat_person(state, seat, person, VACANT)
            return
    if state.bodies.size[body] == 1:
        seat_person(state, first, person, VACANT)


@inner
def _resize(body: int, seats: int, state: Any, polity: Any) -> None:
    """Let the body have so many seats, at most its capacity."""
    first = polity.body_first[body]
    size = min(max(seats, 0), polity.body_capacity[body])
    for seat in range(first + size, first + polity.body_capacity[body]):
        if state.seats.holder[seat] != VACANT:
            vacate(state, seat)
    state.bodies.size[body] = size


@inner
def _happen(event: int, person: int, state: Any, polity: Any) -> None:
    """Let the event happen to the person, or to the body when it is about none."""
    act = polity.event_act[event]
    body = polity.event_body[event]
    if act == RESIZES:
        _resize(body, polity.event_seats[event], state, polity)
    elif act == CLOSES:
        _resize(body, 0, state, polity)
    elif person == VACANT:
        return
    elif act == DIES:
        state.people.alive[person] = 0
        vacate_all(state, person)
    elif act == LEAVES and body < 0:
        vacate_all(state, person)
    elif act == LEAVES:
        seat = seat_in(state, polity, body, person)
        if seat >= 0:
            vacate(state, seat)
    elif act == TAKES:
        _take(body, person, state, polity)


@inner
def _pass_a_month(fade: float, memory: Any, state: Any, polity: Any, draw: Any) -> None:
    """Let due events happen, in the order of the document, and illness go on."""
    month = state.clock.month[0]
    if polity.event_month.size > memory.size:
        raise_fault(state, OUT_OF_SLOTS)
    for event in range(min(polity.event_month.size, memory.size)):
        if month < polity.event_month[event]:
            continue
        act = polity.event_act[event]
        if memory[event] == NOT_YET:
            person = polity.event_who[event]
            if person == VACANT and act != RESIZES and act != CLOSES:
                person = head_of(state, polity, polity.event_body[event])
            about_someone = person != VACANT and state.people.alive[person] == 1
            if polity.event_free[event] == 1:
                if not about_someone and act != RESIZES and act != CLOSES:
                    continue
                if not chance(draw, HAPPENS, event, polity.event_hazard[event]):
                    continue
            memory[event] = person + 1.0 if about_someone else NOBODY
            _happen(event, person if about_someone else VACANT, state, polity)
        if act == INCAPACITATED and memory[event] > NOT_YET:
            person = int(memory[event]) - 1
            if state.people.alive[person] == 1:
                state.people.voice[person] = float(state.people.voice[person]) * (1.0 - fade)
            else:
                memory[event] = NOBODY


def begin(fade: float, memory: Any, state: Any, polity: Any, draw: Any) -> None:
    """Let happen what is dated in the month of the start."""
    _pass_a_month(fade, memory, state, polity, draw)


def step(fade: float, memory: Any, state: Any, polity: Any, draw: Any) -> None:
    """Let happen what is due this month."""
    _pass_a_month(fade, memory, state, polity, draw)
