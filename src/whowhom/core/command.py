"""Who commands the instruments of coercion, and how much of them is still free this month."""

from __future__ import annotations

from typing import Any

from whowhom.core.kernel import inner
from whowhom.core.office import following_in, held_in

ALL = -2
"""In place of a leader: whoever commands."""


@inner
def commands(state: Any, polity: Any, instrument: int, leader: int) -> bool:
    """Return whether an instrument exists and more than half of the body that owns it follows the leader.

    An office of one seat: whether its holder is the leader or his man.
    """
    if float(state.instruments.open[instrument]) <= 0.0:
        return False
    if leader == ALL:
        return True
    owner = polity.instrument_owner[instrument]
    return bool(2 * following_in(state, polity, owner, leader) > held_in(state, polity, owner))


@inner
def free_in(state: Any, polity: Any, instrument: int, kind: int, leader: int) -> float:
    """Return the persons that an instrument of the kind, if it is the leader's, can still take this month."""
    if polity.instrument_kind[instrument] != kind or not commands(state, polity, instrument, leader):
        return 0.0
    return max(float(state.instruments.capacity[instrument] - state.instruments.used[instrument]), 0.0)


@inner
def free_capacity(state: Any, polity: Any, kind: int, leader: int) -> float:
    """Return `free_in` of all instruments together, in persons."""
    total = 0.0
    for instrument in range(state.instruments.open.size):
        total += free_in(state, polity, instrument, kind, leader)
    return total


@inner
def whole_capacity(state: Any, polity: Any, kind: int, leader: int) -> float:
    """Return the persons a month that the leader's instruments of a kind can deal with, whatever they did."""
    total = 0.0
    for instrument in range(state.instruments.open.size):
        if polity.instrument_kind[instrument] == kind and commands(state, polity, instrument, leader):
            total += float(state.instruments.capacity[instrument])
    return total


@inner
def is_open(state: Any, polity: Any, kind: int) -> bool:
    """Return whether an instrument of the kind exists."""
    for instrument in range(state.instruments.open.size):
        if polity.instrument_kind[instrument] == kind and float(state.instruments.open[instrument]) > 0.0:
            return True
    return False
