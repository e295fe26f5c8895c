"""Two sides fill seats: whoever carries the vote names one of his own.

The sides are the line of whoever headed the principal's office at the start, and all others as one. For
every rule `appoints`, `elects` or `coopts` that is due and has vacant seats, one vote is held for them all.
Where the seats are appointed, or another body sets the slate, the side of that body's head alone proposes;
else the side with more votes in the acting body proposes first (of equals, the rest), then the other. A
proposal needs the decision of the rule and the consent of every body that must confirm or may veto; a side's
members vote for their own, others with probability `comply` on an open ballot and `comply_secret` on a secret
one. Where members or a public elect, the principal's side wins with probability `support`. Who carries the
vote fills all the vacant seats: from the pool if it is a body or the members, else with newcomers. A newcomer
of the principal's side is truly of it with probability `loyalty`, else he goes to the rest. A rule `elects`
with a cadence over a body without a term renews it whole. Newcomers who have lost their last seat return to
private life. Nobody is added above the ceiling; seats that no side can fill stay vacant.
At loyalty = 1 and comply = 0 nobody ever changes side.
Does not model: third sides, bargains over seats, turnout.
Source: our own; it is the two-sided reading under which a count of seats is an exact Markov chain.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from whowhom.core import entry
from whowhom.core.draw import chance, choose, streams
from whowhom.core.entry import newcomer
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, number
from whowhom.core.office import head_of, held_in, mark_eligible, seat_person, vacate
from whowhom.core.polity import ANYONE, ENTRANTS_ONLY, Act
from whowhom.core.sides import NOBODY, OURS, REST, first_to_propose, setter_side, side_carries, side_of
from whowhom.core.state import VACANT

WON, VOTES, LOYAL, WHO, AGE, OPINION = streams("party_line", "won", "votes", "loyal", "who", "age", "opinion")
APPOINT, ELECT, COOPT = int(Act.APPOINT), int(Act.ELECT), int(Act.COOPT)


class PartyLine(Mechanism):
    """Seats go to the side that carries the vote."""

    loyalty = number(
        1.0,
        unit="probability",
        low=0.0,
        high=1.0,
        source="identity",
        says="chance that someone whom the principal's side puts in is truly of that side",
    )
    comply = number(
        0.0,
        unit="probability",
        low=0.0,
        high=1.0,
        source="identity",
        says="chance of a vote for the other side's proposal on an open ballot",
    )
    comply_secret = number(
        0.0, unit="probability", low=0.0, high=1.0, source="identity", says="the same on a secret ballot"
    )
    support = number(
        0.5,
        unit="probability",
        low=0.0,
        high=1.0,
        prior="uniform(0, 1)",
        says="chance that the principal's side wins where members or a public elect",
    )

    needs_principal = True
    memory = ("fixed", 1)
    writes = (
        *entry.WRITES,
        "seats.holder",
        "seats.since",
        "seats.chosen_by",
        "seats.terms",
        "seats.previous",
        "seats.served",
    )


@inner
def _winner(
    rule: int, founder: int, comply: float, support: float, state: Any, polity: Any, draw: Any
) -> int:
    """Return the side whose proposal is carried, or NOBODY."""
    if polity.rule_by[rule] < 0:
        side = OURS if chance(draw, WON, rule, support) else REST
        return side if side_carries(rule, side, founder, comply, VOTES, state, polity, draw) else NOBODY
    setter = setter_side(rule, founder, state, polity)
    if setter == NOBODY:
        return NOBODY
    first = first_to_propose(rule, founder, state, polity) if setter > OURS else setter
    if side_carries(rule, first, founder, comply, VOTES, state, polity, draw):
        return first
    if setter > OURS and side_carries(rule, 1 - first, founder, comply, VOTES, state, polity, draw):
        return 1 - first
    return NOBODY


@inner
def _seat_one(
    rule: int, seat: int, side: int, founder: int, loyalty: float, state: Any, polity: Any, draw: Any
) -> bool:
    """Fill one seat with someone of the side; return whether anyone was found."""
    pool, over = polity.rule_pool[rule], polity.rule_over[rule]
    if pool == ANYONE:
        pool = ENTRANTS_ONLY
    weights = np.zeros(state.people.alive.size, np.float64)
    taken = np.zeros(weights.size, np.int8)
    chosen = -1
    if mark_eligible(state, polity, pool, over, weights, taken) > 0:
        for person in range(weights.size):
            if side_of(state, founder, person) != side:
                weights[person] = 0.0
        chosen = choose(draw, WHO, seat, weights)
    if chosen < 0:
        chosen = newcomer(pool, state, polity, draw, AGE, OPINION, seat)
        if chosen == VACANT:
            return False
        if side == OURS and chance(draw, LOYAL, seat, loyalty):
            state.people.patron[chosen] = founder
    seat_person(state, seat, chosen, head_of(state, polity, polity.rule_by[rule]) if side == OURS else VACANT)
    return True


@inner
def _retire(state: Any, polity: Any) -> None:
    """Let newcomers without a seat leave, so that their slots are free."""
    seated = np.zeros(state.people.alive.size, np.int8)
    for seat in range(state.seats.holder.size):
        if state.seats.holder[seat] != VACANT:
            seated[state.seats.holder[seat]] = 1
    for person in range(polity.known[0], seated.size):
        if seated[person] == 0 and state.people.alive[person] == 1:
            state.people.alive[person] = 0
            state.people.patron[person] = VACANT


def begin(
    loyalty: float,
    comply: float,
    comply_secret: float,
    support: float,
    memory: Any,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Remember who heads the principal's office at the start."""
    memory[0] = float(head_of(state, polity, polity.principal[0]))


def step(
    loyalty: float,
    comply: float,
    comply_secret: float,
    support: float,
    memory: Any,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Fill what is vacant."""
    month = state.clock.month[0]
    founder = int(memory[0])
    for rule in range(polity.rule_act.size):
        act = polity.rule_act[rule]
        if act not in (APPOINT, ELECT, COOPT) or polity.rule_due[rule, month] == 0:
            continue
        body = polity.rule_over[rule]
        first = polity.body_first[body] + polity.rule_first[rule]
        last = polity.body_first[body] + min(polity.rule_last[rule], state.bodies.size[body])
        if act == ELECT and polity.rule_standing[rule] == 0 and polity.body_term[body] == 0:
            for seat in range(first, last):
                if state.seats.holder[seat] != VACANT:
                    vacate(state, seat)
        _retire(state, polity)
        room = polity.body_ceiling[body] - held_in(state, polity, body)
        vacant = 0
        for seat in range(first, last):
            if state.seats.holder[seat] == VACANT:
                vacant += 1
        if min(room, vacant) <= 0:
            continue
        willing = comply_secret if polity.rule_secret[rule] == 1 else comply
        side = _winner(rule, founder, willing, support, state, polity, draw)
        if side == NOBODY:
            continue
        for seat in range(first, last):
            if room > 0 and state.seats.holder[seat] == VACANT:
                if not _seat_one(rule, seat, side, founder, loyalty, state, polity, draw):
                    break
                room -= 1
