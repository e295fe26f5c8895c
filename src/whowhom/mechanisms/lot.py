"""Sortition: seats filled by lot, all in the pool equally likely.

For every rule `draws` that is due, each vacant seat of the body goes to someone drawn from the pool
without replacement; nobody chose him. With `per_place` somebody drawn from a place that has so many in the
body already is passed over for good. When the rule has dates or a cadence, the body is drawn anew: all
seats are vacated first, and who sat there may be drawn again up to the body's limit of terms in a row.
When the pool runs out newcomers enter, where the pool lets them in. Nobody is added above the ceiling of
the body.
With as many in the pool as seats everyone sits; in the long run each holds a share of the time that is
seats divided by pool.
Does not model: refusal, quotas and strata.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from whowhom.core import entry
from whowhom.core.draw import choose, streams
from whowhom.core.entry import newcomer
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism
from whowhom.core.office import held_in, mark_eligible, seat_person, vacate
from whowhom.core.polity import Act
from whowhom.core.state import VACANT

DRAWN, AGE, OPINION = streams("lot", "drawn", "age", "opinion")
DRAWS = int(Act.DRAW)


class Lot(Mechanism):
    """Seats by lot."""

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
def _dissolve(rule: int, terms: NDArray[np.int32], taken: NDArray[np.int8], state: Any, polity: Any) -> None:
    """Vacate what the rule fills; remember terms, and mark as taken who has served the most allowed."""
    body = polity.rule_over[rule]
    first = polity.body_first[body]
    limit = polity.body_term_limit[body]
    last = min(polity.rule_last[rule], state.bodies.size[body])
    for seat in range(first + polity.rule_first[rule], first + last):
        holder = state.seats.holder[seat]
        if holder != VACANT:
            terms[holder] = state.seats.terms[seat]
            if limit > 0 and terms[holder] >= limit:
                taken[holder] = 1
            vacate(state, seat)


@inner
def _crowded(rule: int, person: int, state: Any, polity: Any) -> bool:
    """Return whether the person's place has as many in the body as the rule allows."""
    place = state.people.place[person]
    if polity.rule_per_place[rule] == 0 or place < 0:
        return False
    first = polity.body_first[polity.rule_over[rule]]
    count = 0
    for seat in range(first, first + state.bodies.size[polity.rule_over[rule]]):
        holder = state.seats.holder[seat]
        if holder != VACANT and state.people.place[holder] == place:
            count += 1
    return bool(count >= polity.rule_per_place[rule])


@inner
def _drawn(rule: int, seat: int, weights: NDArray[np.float64], state: Any, polity: Any, draw: Any) -> int:
    """Return who is drawn for a seat, passing over those of a place that has its share; -1 when nobody is."""
    for attempt in range(weights.size + 1):
        chosen = choose(draw, DRAWN, seat + attempt * polity.seat_body.size, weights)
        if chosen < 0 or not _crowded(rule, chosen, state, polity):
            return int(chosen)
        weights[chosen] = 0.0
    return -1


def step(state: Any, polity: Any, draw: Any) -> None:
    """Fill seats by lot."""
    month = state.clock.month[0]
    people = state.people.alive.size
    for rule in range(polity.rule_act.size):
        if polity.rule_act[rule] != DRAWS or polity.rule_due[rule, month] == 0:
            continue
        body, pool = polity.rule_over[rule], polity.rule_pool[rule]
        terms, taken = np.zeros(people, np.int32), np.zeros(people, np.int8)
        if polity.rule_standing[rule] == 0:
            _dissolve(rule, terms, taken, state, polity)
        weights = np.zeros(people, np.float64)
        mark_eligible(state, polity, pool, body, weights, taken)
        first = polity.body_first[body]
        room = polity.body_ceiling[body] - held_in(state, polity, body)
        last = min(polity.rule_last[rule], state.bodies.size[body])
        for seat in range(first + polity.rule_first[rule], first + last):
            if room <= 0 or state.seats.holder[seat] != VACANT:
                continue
            chosen = _drawn(rule, seat, weights, state, polity, draw)
            if chosen < 0:
                chosen = newcomer(pool, state, polity, draw, AGE, OPINION, seat)
                if chosen == VACANT:
                    break
            weights[chosen] = 0.0
            seat_person(state, seat, chosen, VACANT)
            if polity.rule_standing[rule] == 0:
                state.seats.terms[seat] = terms[chosen] + 1
            room -= 1
