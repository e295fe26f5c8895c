"""Seats by right of another office.

For every rule `ex_officio` that is in force, seat i of the body, or of the part that the rule names, is held
by the holder of seat i of the other body, and vacant while that one is. Several bodies that fill the same one
follow each other in the order of the rules, where no part is named. Terms and dates change only when the
holder does. Whoever already sits elsewhere in the body moves to the seat that is his by right; whoever has a
right to two seats takes the first, and the other stays vacant. Rules that are not in force leave seats as
they are. Run it after whatever changes holders: it brings the body up to date within the month, through
chains of such rules too.
With both bodies alike it changes nothing.
Does not model: deputies, a right that outlasts the office.
"""

from __future__ import annotations

from typing import Any

from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism
from whowhom.core.office import seat_in, seat_person, vacate
from whowhom.core.polity import Act
from whowhom.core.state import VACANT

EX_OFFICIO = int(Act.EX_OFFICIO)


class ExOfficio(Mechanism):
    """Seats that come with an office."""

    writes = (
        "seats.holder",
        "seats.since",
        "seats.chosen_by",
        "seats.terms",
        "seats.previous",
        "seats.served",
    )


@inner
def _offset(rule: int, state: Any, polity: Any) -> int:
    """Return the first seat that the rule fills: that of its part, else after those of earlier rules."""
    if polity.rule_first[rule] > 0 or polity.rule_last[rule] < polity.body_capacity[polity.rule_over[rule]]:
        return int(polity.rule_first[rule])
    total = 0
    for earlier in range(rule):
        if polity.rule_act[earlier] == EX_OFFICIO and polity.rule_over[earlier] == polity.rule_over[rule]:
            total += state.bodies.size[polity.rule_by[earlier]]
    return total


@inner
def _give(seat: int, source: int, body: int, state: Any, polity: Any) -> bool:
    """Give the seat to the holder of the source seat; return whether anything changed."""
    entitled = state.seats.holder[source]
    if state.seats.holder[seat] == entitled:
        return False
    if entitled != VACANT:
        present = seat_in(state, polity, body, entitled)
        if present < 0 or present > seat:
            if present > seat:
                vacate(state, present)
            seat_person(state, seat, entitled, state.seats.chosen_by[source])
            return True
    if state.seats.holder[seat] == VACANT:
        return False
    vacate(state, seat)
    return True


def step(state: Any, polity: Any, draw: Any) -> None:
    """Bring every seat that comes with an office up to date."""
    month = state.clock.month[0]
    # A pass for each rule is enough for the longest chain of bodies that fill each other.
    for _pass in range(polity.rule_act.size):
        changed = False
        for rule in range(polity.rule_act.size):
            if polity.rule_act[rule] != EX_OFFICIO or polity.rule_due[rule, month] == 0:
                continue
            body, by = polity.rule_over[rule], polity.rule_by[rule]
            offset = _offset(rule, state, polity)
            last = min(state.bodies.size[body], polity.rule_last[rule])
            for place in range(min(state.bodies.size[by], last - offset)):
                seat, source = polity.body_first[body] + offset + place, polity.body_first[by] + place
                if _give(seat, source, body, state, polity):
                    changed = True
        if not changed:
            return
