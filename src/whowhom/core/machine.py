"""The machine: local secretaries who owe their place to whoever appoints local secretaries."""

from __future__ import annotations

from typing import Any

from whowhom.core.kernel import inner
from whowhom.core.office import follows, head_of
from whowhom.core.polity import Act
from whowhom.core.state import VACANT

APPOINT = int(Act.APPOINT)


@inner
def _appointer(polity: Any, local: int) -> int:
    """Return the body that appoints the local secretaries, or -1."""
    for rule in range(polity.rule_act.size):
        if polity.rule_act[rule] == APPOINT and polity.rule_over[rule] == local:
            return int(polity.rule_by[rule])
    return -1


@inner
def machine_place(state: Any, polity: Any, place: int) -> bool:
    """Return whether the local secretary is a man of whoever appoints local secretaries."""
    seat = polity.place_seat[place]
    if seat < 0 or state.seats.holder[seat] == VACANT:
        return False
    body = _appointer(polity, polity.seat_body[seat])
    if body < 0:
        return False
    boss = head_of(state, polity, body)
    return boss != VACANT and follows(state, state.seats.holder[seat], boss)
