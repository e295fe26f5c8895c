"""Direct election of local offices: the members of each place choose their own secretary.

For every rule by which a public elects, without tiers, a body whose seats belong to places: in each due month
every such seat is filled anew by someone from the pool, all equally likely, or the holder is kept with
probability `kept`. Nobody owes the seat to anybody above.
Does not model: campaigns, parties; who wins is a matter of chance, which is the yardstick for appointment.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from whowhom.core.draw import chance, choose, streams
from whowhom.core.mechanism import Mechanism, number
from whowhom.core.office import mark_eligible, seat_person, served_out, vacate
from whowhom.core.polity import Act
from whowhom.core.state import VACANT

KEPT, WHO = streams("local_election", "kept", "who")
ELECT = int(Act.ELECT)


class LocalElection(Mechanism):
    """Local offices filled from below."""

    kept = number(
        0.5,
        unit="probability",
        low=0.0,
        high=1.0,
        prior="uniform(0, 1)",
        says="chance that the holder is re-elected",
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


def step(kept: float, state: Any, polity: Any, draw: Any) -> None:
    """Hold the local elections that are due."""
    month = state.clock.month[0]
    people = state.people.alive.size
    for rule in range(polity.rule_act.size):
        if (
            polity.rule_act[rule] != ELECT
            or polity.rule_public[rule] < 0
            or polity.rule_tiers[rule] > 0
            or polity.rule_due[rule, month] == 0
        ):
            continue
        body = polity.rule_over[rule]
        taken = np.zeros(people, np.int8)
        weights = np.zeros(people, np.float64)
        first = polity.body_first[body]
        for seat in range(first, first + state.bodies.size[body]):
            holder = state.seats.holder[seat]
            if holder != VACANT and served_out(state, polity, seat):
                vacate(state, seat)
            elif holder != VACANT and chance(draw, KEPT, seat, kept):
                seat_person(state, seat, holder, VACANT)
                continue
            if mark_eligible(state, polity, polity.rule_pool[rule], body, weights, taken) == 0:
                continue
            chosen = choose(draw, WHO, seat, weights)
            if chosen != VACANT:
                seat_person(state, seat, chosen, VACANT)
