"""Transfer: a superior office moves the holders of posts about, or recalls them.

For every rule `transfers` that is due, each holder of a seat of the body, in the order of the seats, is
moved with probability `moved`: with probability `lateral` he swaps seats with another holder drawn at
random, else his seat falls vacant. The head of the acting body never moves himself; his following is
spared with probability `spared`. Whoever was swapped this month is not moved again, and a swap without a
partner moves nobody. Both who swap owe their new seats to the head, and begin anew; patrons stay. A body
without a head transfers nobody; a rule by members or a public needs none.
At moved = 0 nothing happens; at lateral = 1 nobody loses his post; at spared = 1 the following stays
where it is.
Does not model: refusal, distance, what a region loses when it loses its head.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from whowhom.core.draw import chance, choose, streams
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, number
from whowhom.core.office import follows, head_of, seat_person, vacate
from whowhom.core.polity import Act
from whowhom.core.state import VACANT
from whowhom.spec.units import PER_MONTH

MOVED, LATERAL, WITH, SPARED = streams("transfer", "moved", "lateral", "with", "spared")
TRANSFER = int(Act.TRANSFER)


class Transfer(Mechanism):
    """Rotation and recall."""

    moved = number(
        0.0715,
        unit=PER_MONTH,
        low=0.0,
        high=1.0,
        source="pavliuchenkov_2008",
        says="chance that a holder is moved: 66 of 108 in 13.2 months",
    )
    lateral = number(
        0.171,
        unit="probability",
        low=0.0,
        high=1.0,
        source="pavliuchenkov_2008",
        says="chance that a move is to another post of the body: 7 of 41",
    )
    spared = number(
        0.0,
        unit="probability",
        low=0.0,
        high=1.0,
        source="identity",
        says="chance that a man of the head is left where he is",
    )

    writes = (
        "seats.holder",
        "seats.since",
        "seats.chosen_by",
        "seats.terms",
        "seats.previous",
        "seats.served",
    )


@inner
def _swap(seat: int, first: int, done: NDArray[np.int8], boss: int, state: Any, draw: Any) -> None:
    """Let the holder of the seat change places with another one who was not moved this month."""
    weights = np.zeros(done.size, np.float64)
    for other in range(done.size):
        holder = state.seats.holder[first + other]
        if holder != VACANT and holder != boss and done[other] == 0 and first + other != seat:
            weights[other] = 1.0
    partner = choose(draw, WITH, seat, weights)
    if partner < 0:
        return
    leaving, coming = state.seats.holder[seat], state.seats.holder[first + partner]
    seat_person(state, seat, coming, boss)
    seat_person(state, first + partner, leaving, boss)
    done[partner] = 1


def step(moved: float, lateral: float, spared: float, state: Any, polity: Any, draw: Any) -> None:
    """Move holders about."""
    month = state.clock.month[0]
    for rule in range(polity.rule_act.size):
        if polity.rule_act[rule] != TRANSFER or polity.rule_due[rule, month] == 0:
            continue
        boss = VACANT
        if polity.rule_by[rule] >= 0:
            boss = head_of(state, polity, polity.rule_by[rule])
            if boss == VACANT:
                continue
        body = polity.rule_over[rule]
        first = polity.body_first[body]
        done = np.zeros(state.bodies.size[body], np.int8)
        for place in range(done.size):
            seat = first + place
            holder = state.seats.holder[seat]
            if holder in (VACANT, boss) or done[place] == 1:
                continue
            if not chance(draw, MOVED, seat, moved):
                continue
            own = boss != VACANT and follows(state, holder, boss)
            if own and chance(draw, SPARED, seat, spared):
                continue
            done[place] = 1
            if chance(draw, LATERAL, seat, lateral):
                _swap(seat, first, done, boss, state, draw)
            else:
                vacate(state, seat)
