"""Sortition: seats filled by lot, all in the pool equally likely.

For every rule `draws` that is due, each vacant seat of the body goes to someone drawn from the pool
without replacement; nobody chose him. When the rule has dates or a cadence, the body is drawn anew: all
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
def _dissolve(body: int, terms: NDArray[np.int32], taken: NDArray[np.int8], state: Any, polity: Any) -> None:
    """Vacate the body; remember its holders' terms, and mark as taken who has served the most allowed."""
    first = polity.body_first[body]
    limit = polity.body_term_limit[body]
    for seat in range(first, first + state.bodies.size[body]):
        holder = state.seats.holder[seat]
        if holder != VACANT:
            terms[holder] = state.seats.terms[seat]
            if limit > 0 and terms[holder] >= limit:
                taken[holder] = 1
            vacate(state, seat)


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
            _dissolve(body, terms, taken, state, polity)
        weights = np.zeros(people, np.float64)
        mark_eligible(state, polity, pool, body, weights, taken)
        first = polity.body_first[body]
        room = polity.body_ceiling[body] - held_in(state, polity, body)
        for seat in range(first, first + state.bodies.size[body]):
            if room <= 0 or state.seats.holder[seat] != VACANT:
                continue
            chosen = choose(draw, DRAWN, seat, weights)
            if chosen < 0:
                chosen = newcomer(pool, state, polity, draw, AGE, OPINION, seat)
                if chosen == VACANT:
                    break
            weights[chosen] = 0.0
            seat_person(state, seat, chosen, VACANT)
            if polity.rule_standing[rule] == 0:
                state.seats.terms[seat] = terms[chosen] + 1
            room -= 1
