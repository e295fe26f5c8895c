"""Taking and leaving seats, and who may be chosen: the operations that mechanisms share."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from whowhom.core.draw import Draw, chance, choose
from whowhom.core.games import carried
from whowhom.core.kernel import inner
from whowhom.core.polity import ENTRANTS_ONLY, RESERVE_ONLY, Polity
from whowhom.core.state import MEMBER, VACANT, State

LONGEST_LINE = 4
"""Patrons above one another that still make one following, here and in `ballot.faction`."""
BARRED = -1
"""Terms served, as written for somebody put out who may not come back in the same month."""


@inner
def vacate(state: State, seat: int) -> None:
    """Empty the seat, and remember until the end of the month who leaves it after how many terms."""
    state.seats.previous[seat] = state.seats.holder[seat]
    state.seats.served[seat] = state.seats.terms[seat]
    state.seats.holder[seat] = VACANT
    state.seats.chosen_by[seat] = VACANT
    state.seats.terms[seat] = 0
    state.seats.since[seat] = state.clock.month[0]


@inner
def put_out(state: State, seat: int) -> None:
    """Empty the seat; who held it may not be chosen for it again this month."""
    vacate(state, seat)
    state.seats.served[seat] = BARRED


@inner
def forget_leavers(state: State) -> None:
    """End the month: who left a seat is remembered no longer than that."""
    for seat in range(state.seats.holder.size):
        state.seats.previous[seat] = VACANT
        state.seats.served[seat] = 0


@inner
def seat_person(state: State, seat: int, person: int, chosen_by: int) -> None:
    """Give the seat to the person; who keeps it, or is back in the same month, begins another term."""
    holder = state.seats.holder[seat]
    if holder == person:
        state.seats.terms[seat] += 1
    else:
        if holder != VACANT:
            vacate(state, seat)
        back = state.seats.previous[seat] == person
        state.seats.terms[seat] = max(state.seats.served[seat], 0) + 1 if back else 1
        state.seats.holder[seat] = person
    state.seats.since[seat] = state.clock.month[0]
    state.seats.chosen_by[seat] = chosen_by


@inner
def vacate_all(state: State, person: int) -> None:
    """Empty every seat that the person holds."""
    for seat in range(state.seats.holder.size):
        if state.seats.holder[seat] == person:
            vacate(state, seat)


@inner
def served_out(state: State, polity: Polity, seat: int) -> bool:
    """Return whether the holder has served the most terms in a row that the body allows."""
    limit = polity.body_term_limit[polity.seat_body[seat]]
    return bool(limit > 0 and state.seats.terms[seat] >= limit)


@inner
def bar_served_out(state: State, polity: Polity, body: int, weights: NDArray[np.float64]) -> None:
    """Set weights (P,) to 0 of who left the body this month barred, or after the most terms it allows."""
    limit = polity.body_term_limit[body]
    first = polity.body_first[body]
    for seat in range(first, first + state.bodies.size[body]):
        leaver = state.seats.previous[seat]
        served = state.seats.served[seat]
        if leaver != VACANT and (served == BARRED or (limit > 0 and served >= limit)):
            weights[leaver] = 0.0


@inner
def seat_in(state: State, polity: Polity, body: int, person: int) -> int:
    """Return the seat that the person holds in the body, or -1."""
    first = polity.body_first[body]
    for seat in range(first, first + state.bodies.size[body]):
        if state.seats.holder[seat] == person:
            return seat
    return -1


@inner
def held_in(state: State, polity: Polity, body: int) -> int:
    """Return how many seats of the body are held."""
    first = polity.body_first[body]
    count = 0
    for seat in range(first, first + state.bodies.size[body]):
        if state.seats.holder[seat] != VACANT:
            count += 1
    return count


@inner
def head_of(state: State, polity: Polity, body: int) -> int:
    """Return the person through whom a body acts: the holder of its first held seat, or VACANT."""
    first = polity.body_first[body]
    for seat in range(first, first + state.bodies.size[body]):
        if state.seats.holder[seat] != VACANT:
            return int(state.seats.holder[seat])
    return VACANT


@inner
def mark_eligible(
    state: State, polity: Polity, pool: int, over: int, weights: NDArray[np.float64], taken: NDArray[np.int8]
) -> int:
    """Set weights (P,) to 1 for everyone who may take a seat of `over` from the pool, else 0; count them.

    Eligible: alive, a member, not marked in `taken` (P,), below the age limit of the body, not in the body
    already, and, when the pool is a body, holding a seat in it; of the reserve, holding no seat at all.
    """
    people = state.people
    limit = polity.body_age_limit[over]
    month = state.clock.month[0]
    for person in range(weights.size):
        fits = people.alive[person] == 1 and people.standing[person] == MEMBER and taken[person] == 0
        if limit > 0 and month - people.born[person] >= limit:
            fits = False
        weights[person] = 1.0 if fits and pool < 0 and pool != ENTRANTS_ONLY else 0.0
    if pool >= 0:
        first = polity.body_first[pool]
        for seat in range(first, first + state.bodies.size[pool]):
            person = state.seats.holder[seat]
            if person != VACANT and people.alive[person] == 1 and taken[person] == 0:
                young = limit == 0 or month - people.born[person] < limit
                weights[person] = 1.0 if young else 0.0
    first = polity.body_first[over]
    last = first + state.bodies.size[over]
    if pool == RESERVE_ONLY:
        first, last = 0, state.seats.holder.size
    for seat in range(first, last):
        if state.seats.holder[seat] != VACANT:
            weights[state.seats.holder[seat]] = 0.0
    if pool == ENTRANTS_ONLY:
        return 0
    bar_served_out(state, polity, over, weights)
    count = 0
    for person in range(weights.size):
        if weights[person] > 0.0:
            count += 1
    return count


@inner
def pick(
    state: State,
    draw: Draw,
    stream_number: int,
    index: int,
    weights: NDArray[np.float64],
    patron: int,
    from_following: bool,
) -> int:
    """Return a person drawn in proportion to weights, from the patron's following or from everyone else.

    When the wanted side is empty the other side is drawn from. Returns -1 when no weight is positive.
    """
    if patron == VACANT:
        return choose(draw, stream_number, index, weights)
    narrowed = np.zeros(weights.size, np.float64)
    found = False
    for person in range(weights.size):
        if weights[person] > 0.0 and follows(state, person, patron) == from_following:
            narrowed[person] = weights[person]
            found = True
    if found:
        return choose(draw, stream_number, index, narrowed)
    return choose(draw, stream_number, index, weights)


@inner
def follows(state: State, person: int, leader: int) -> bool:
    """Return whether the person is the leader or owes his place to him, directly or through his patron."""
    current = person
    for _step in range(LONGEST_LINE + 1):
        if current == VACANT:
            return False
        if current == leader:
            return True
        current = state.people.patron[current]
    return False


@inner
def following_in(state: State, polity: Polity, body: int, leader: int) -> int:
    """Return how many seats of the body are held by the leader's following, himself included."""
    if leader == VACANT:
        return 0
    first = polity.body_first[body]
    count = 0
    for seat in range(first, first + state.bodies.size[body]):
        if state.seats.holder[seat] != VACANT and follows(state, state.seats.holder[seat], leader):
            count += 1
    return count


@inner
def root_of(patron: NDArray[np.int32], person: int) -> int:
    """Return the top of the person's line of patrons (P,), dead or living; himself when he has none."""
    current = person
    for _step in range(patron.size):
        if patron[current] == VACANT:
            return current
        current = patron[current]
    return current


@inner
def is_above(patron: NDArray[np.int32], leader: int, person: int) -> bool:
    """Return whether the leader is the person or anywhere in his line of patrons (P,)."""
    current = person
    for _step in range(patron.size):
        if current == leader:
            return True
        current = patron[current]
        if current == VACANT:
            return False
    return False


@inner
def put_to_vote(
    rule: int,
    favour: NDArray[np.float64],
    stream_number: int,
    seat: int,
    state: State,
    polity: Polity,
    draw: Draw,
) -> bool:
    """Return whether a proposal about a seat is carried; each votes yes with his chance in favour (P,).

    Every body that the decision of the rule counts votes, all its holders present.
    """
    bodies = polity.body_first.size
    yes, present, size = np.zeros(bodies, np.int64), np.zeros(bodies, np.int64), np.zeros(bodies, np.int64)
    asked = np.zeros(bodies, np.int8)
    for row in range(polity.row_rule.size):
        if polity.row_rule[row] == rule:
            asked[polity.row_body[row]] = 1
    for voter in range(polity.seat_body.size):
        body = polity.seat_body[voter]
        if asked[body] == 0 or voter >= polity.body_first[body] + state.bodies.size[body]:
            continue
        weight = polity.seat_weight[voter]
        size[body] += weight
        holder = state.seats.holder[voter]
        if holder == VACANT:
            continue
        present[body] += weight
        if chance(draw, stream_number, seat * polity.seat_body.size + voter, favour[holder]):
            yes[body] += weight
    return carried(polity, rule, yes, present, size)
