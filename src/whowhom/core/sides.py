"""Two sides: the line of whoever headed the principal's office at the start, and everyone else.

The worst case for a principal, and the one that statutes are written for: all who are not his act together.
"""

from __future__ import annotations

import numpy as np

from whowhom.core.draw import Draw
from whowhom.core.kernel import inner
from whowhom.core.office import head_of, is_above, put_to_vote
from whowhom.core.polity import Act, Polity
from whowhom.core.state import VACANT, State

REST, OURS = 0, 1
"""The two sides."""
NOBODY = -1
PROPOSE, APPOINT = int(Act.PROPOSE), int(Act.APPOINT)


@inner
def side_of(state: State, founder: int, person: int) -> int:
    """Return OURS when the founder is the person or stands anywhere in his line of patrons, else REST."""
    if founder != VACANT and is_above(state.people.patron, founder, person):
        return OURS
    return REST


@inner
def side_of_head(state: State, polity: Polity, body: int, founder: int) -> int:
    """Return the side of whoever heads the body, or NOBODY when nobody sits there."""
    head = head_of(state, polity, body)
    return NOBODY if head == VACANT else side_of(state, founder, head)


@inner
def votes_of_side(state: State, polity: Polity, body: int, founder: int, side: int) -> int:
    """Return the votes that a side holds in a body."""
    first = polity.body_first[body]
    votes = 0
    for seat in range(first, first + state.bodies.size[body]):
        holder = state.seats.holder[seat]
        if holder != VACANT and side_of(state, founder, holder) == side:
            votes += polity.seat_weight[seat]
    return votes


@inner
def side_carries(
    rule: int,
    side: int,
    founder: int,
    comply: float,
    stream_number: int,
    state: State,
    polity: Polity,
    draw: Draw,
) -> bool:
    """Return whether a proposal of a side is carried: its own vote yes, others with probability `comply`."""
    favour = np.zeros(state.people.alive.size, np.float64)
    for person in range(favour.size):
        favour[person] = 1.0 if side_of(state, founder, person) == side else comply
    return put_to_vote(rule, favour, stream_number, 2 * rule + side, state, polity, draw)


@inner
def setter_side(rule: int, founder: int, state: State, polity: Polity) -> int:
    """Return the one side that may propose under a rule, NOBODY when none may, or 2 when both may.

    Who appoints proposes alone, through the head of the body; so does who sets the slate of an election,
    where a rule says so.
    """
    month = state.clock.month[0]
    if polity.rule_act[rule] == APPOINT:
        return side_of_head(state, polity, polity.rule_by[rule], founder)
    for other in range(polity.rule_act.size):
        if (
            polity.rule_act[other] == PROPOSE
            and polity.rule_over[other] == polity.rule_over[rule]
            and polity.rule_due[other, month] == 1
            and polity.rule_by[other] >= 0
        ):
            return side_of_head(state, polity, polity.rule_by[other], founder)
    return 2


@inner
def first_to_propose(rule: int, founder: int, state: State, polity: Polity) -> int:
    """Return the side that proposes first where both may: that with more votes, of equals the rest."""
    by = polity.rule_by[rule]
    ours = votes_of_side(state, polity, by, founder, OURS)
    return OURS if ours > votes_of_side(state, polity, by, founder, REST) else REST
