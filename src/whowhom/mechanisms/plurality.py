"""Election at large: a body fills the seats of another with those who have most votes.

For every rule that is due by which a body elects several seats by plurality: each member approves of the head
of his faction, of anyone else in it with probability

    esteem = obscure + (1 - obscure) * prestige * voice,

and of anyone else in the pool with probability `tolerance` * esteem; those who sit stand again. The seats go
to those with most votes, by lot among equals; whoever nobody approves of gets none. A rule with another
decision is the business of the mechanism `election`.
At tolerance = 0 members vote for their own faction only.
Does not model: campaigns, limited or cumulative votes, blank ballots.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from whowhom.core.ballot import faction, most_voted
from whowhom.core.draw import chance, streams
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, number
from whowhom.core.office import mark_eligible, seat_person, served_out, vacate
from whowhom.core.polity import Act
from whowhom.core.state import VACANT

APPROVED, EQUAL = streams("plurality", "approved", "equal")
ELECT = int(Act.ELECT)


class Plurality(Mechanism):
    """Most votes win."""

    tolerance = number(
        0.5,
        unit="probability",
        low=0.0,
        high=1.0,
        prior="uniform(0.1, 1)",
        says="chance to approve of someone of another faction, relative to one's own",
    )
    obscure = number(
        0.05,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.01, 0.2)",
        says="esteem of someone without prestige, against full prestige",
    )

    whole_bodies = True
    writes = (
        "seats.holder",
        "seats.since",
        "seats.chosen_by",
        "seats.terms",
        "seats.previous",
        "seats.served",
    )


@inner
def _count(
    rule: int, tolerance: float, obscure: float, votes: NDArray[np.int64], state: Any, polity: Any, draw: Any
) -> None:
    """Write the votes of everyone who stands (P,)."""
    people = state.people
    over, by = polity.rule_over[rule], polity.rule_by[rule]
    eligible = np.zeros(votes.size, np.float64)
    mark_eligible(state, polity, polity.rule_pool[rule], over, eligible, np.zeros(votes.size, np.int8))
    first = polity.body_first[over]
    for seat in range(first, first + state.bodies.size[over]):
        if state.seats.holder[seat] != VACANT and not served_out(state, polity, seat):
            eligible[state.seats.holder[seat]] = 1.0
    first = polity.body_first[by]
    for name in range(votes.size):
        if eligible[name] <= 0.0:
            continue
        esteem = obscure + (1.0 - obscure) * float(people.prestige[name]) * float(people.voice[name])
        own = faction(people.patron, name)
        for seat in range(first, first + state.bodies.size[by]):
            voter = state.seats.holder[seat]
            if voter == VACANT:
                continue
            head = faction(people.patron, voter)
            favour = esteem if head == own else tolerance * esteem
            if head == name:
                favour = 1.0
            if chance(draw, APPROVED, name * polity.seat_body.size + seat, favour):
                votes[name] += polity.seat_weight[seat]


@inner
def _seat_winners(first: int, last: int, wins: NDArray[np.int8], state: Any) -> None:
    """Keep the winners who sit, vacate the others, and give the free seats to new winners in order."""
    for seat in range(first, last):
        holder = state.seats.holder[seat]
        if holder != VACANT and wins[holder] == 1:
            seat_person(state, seat, holder, VACANT)
            wins[holder] = 0
        elif holder != VACANT:
            vacate(state, seat)
    winner = 0
    for seat in range(first, last):
        if state.seats.holder[seat] != VACANT:
            continue
        while winner < wins.size and wins[winner] == 0:
            winner += 1
        if winner == wins.size:
            return
        seat_person(state, seat, winner, VACANT)
        wins[winner] = 0


def step(tolerance: float, obscure: float, state: Any, polity: Any, draw: Any) -> None:
    """Hold the elections at large that are due."""
    month = state.clock.month[0]
    for rule in range(polity.rule_act.size):
        over = polity.rule_over[rule]
        if (
            polity.rule_act[rule] != ELECT
            or polity.rule_by[rule] < 0
            or polity.rule_plural[rule] == 0
            or polity.body_capacity[over] == 1
            or polity.rule_due[rule, month] == 0
        ):
            continue
        votes = np.zeros(state.people.alive.size, np.int64)
        _count(rule, tolerance, obscure, votes, state, polity, draw)
        wins = np.zeros(votes.size, np.int8)
        size = state.bodies.size[over]
        for place in range(size):
            best = most_voted(votes, EQUAL, rule * 4096 + place, draw)
            if best < 0:
                break
            wins[best] = 1
            votes[best] = 0
        first = polity.body_first[over]
        _seat_winners(first, first + size, wins, state)
