"""Votes in bodies: who is of whose faction, what delegates say, and counting through `carried`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from whowhom.core.draw import Draw, binomial, chance, choose
from whowhom.core.games import carried_alone
from whowhom.core.kernel import inner
from whowhom.core.office import LONGEST_LINE
from whowhom.core.polity import Act, Polity
from whowhom.core.state import VACANT, State

ELECT = int(Act.ELECT)
PROPOSE = int(Act.PROPOSE)


@inner
def faction(patron: NDArray[np.int32], person: int) -> int:
    """Return the head of the person's faction: his patron's patron and so on, or himself."""
    current = person
    for _step in range(LONGEST_LINE):
        above = patron[current]
        if above == VACANT:
            return current
        current = above
    return current


@inner
def sent_by_public(polity: Polity, body: int) -> bool:
    """Return whether the body consists of delegates whom a public sends, not of seated persons."""
    for rule in range(polity.rule_act.size):
        if (
            polity.rule_act[rule] == ELECT
            and polity.rule_over[rule] == body
            and polity.rule_public[rule] >= 0
            and polity.rule_tiers[rule] > 0
        ):
            return True
    return False


@inner
def setter_body(polity: Polity, over: int, month: int) -> int:
    """Return the body that proposes the slate for `over` this month, or -1 when nominations are open."""
    for rule in range(polity.rule_act.size):
        if (
            polity.rule_act[rule] == PROPOSE
            and polity.rule_over[rule] == over
            and polity.rule_due[rule, month] == 1
        ):
            return int(polity.rule_by[rule])
    return -1


@inner
def delegates_for(delegates: NDArray[np.float32], side: int) -> int:
    """Return the whole number of delegates of a side: 0 the line, 1 the challenger."""
    total = 0.0
    for place in range(delegates.shape[0]):
        total += float(delegates[place, side])
    return int(total + 0.5)


@inner
def delegates_carry(
    rule: int,
    stream_number: int,
    index: int,
    yes_of_line: float,
    yes_of_challenger: float,
    state: State,
    polity: Polity,
    draw: Draw,
) -> bool:
    """Return whether delegates carry a candidate when each of a side votes yes with the given probability."""
    body = polity.rule_by[rule]
    line = delegates_for(state.places.delegates, 0)
    challenger = delegates_for(state.places.delegates, 1)
    yes = binomial(draw, stream_number, 2 * index, line, yes_of_line)
    yes += binomial(draw, stream_number, 2 * index + 1, challenger, yes_of_challenger)
    present = line + challenger
    return carried_alone(polity, rule, body, yes, present, present)


@inner
def members_carry(
    rule: int,
    stream_number: int,
    index: int,
    candidate: int,
    tolerance: float,
    state: State,
    polity: Polity,
    draw: Draw,
) -> bool:
    """Return whether seated members carry a candidate: his faction says yes, others do with `tolerance`."""
    body = polity.rule_by[rule]
    first = polity.body_first[body]
    own = faction(state.people.patron, candidate)
    yes = present = size = 0
    for seat in range(first, first + state.bodies.size[body]):
        weight = polity.seat_weight[seat]
        size += weight
        voter = state.seats.holder[seat]
        if voter == VACANT:
            continue
        present += weight
        same = faction(state.people.patron, voter) == own
        if same or chance(draw, stream_number, index * polity.seat_body.size + seat, tolerance):
            yes += weight
    return carried_alone(polity, rule, body, yes, present, size)


@inner
def most_voted(votes: NDArray[np.int64], stream_number: int, index: int, draw: Draw) -> int:
    """Return who has most votes (P,), by lot among equals, or -1 when nobody has any."""
    most = 0
    equals = 0
    best = -1
    for name in range(votes.size):
        if votes[name] > most:
            most = votes[name]
            equals = 1
            best = name
        elif votes[name] == most and most > 0:
            equals += 1
    if equals < 2:
        return best
    tied = np.zeros(votes.size, np.float64)
    for name in range(votes.size):
        tied[name] = 1.0 if votes[name] == most else 0.0
    return choose(draw, stream_number, index, tied)
