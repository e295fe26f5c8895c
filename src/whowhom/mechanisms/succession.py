"""Succession: the inner circle contends for a vacant office.

For every rule `succeeds` that is due, while the first seat of the office is vacant, in each month with
probability `settled` the members of the inner body settle who takes it. Member i wins with probability
proportional to

    (1 + his clients there) ^ weight_of_following * (0.05 + prestige) ^ weight_of_prestige * voice

a contest success function in the manner of Tullock. Clients are counted through their patrons, and he
himself is the 1. The winner keeps his seat in the inner body; nobody chose him.
At weight_of_following = weight_of_prestige = 0 all with a full voice have the same chance; a great weight
makes the strongest win always; at settled = 0 the interregnum lasts. Who has lost his voice cannot win.
Does not model: alliances of contenders, rules of election, force.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from whowhom.core.draw import chance, choose, streams
from whowhom.core.elementary import exponential, logarithm
from whowhom.core.mechanism import Mechanism, number
from whowhom.core.office import following_in, mark_eligible, seat_person
from whowhom.core.polity import Act
from whowhom.core.state import VACANT
from whowhom.spec.units import PER_MONTH

SETTLED, WINS = streams("succession", "settled", "wins")
SUCCEED = int(Act.SUCCEED)
LEAST_PRESTIGE = 0.05
"""Keeps a man without prestige a contender."""


class Succession(Mechanism):
    """A contest among the nearest."""

    weight_of_following = number(
        1.0,
        unit="1",
        low=0.0,
        high=20.0,
        prior="uniform(0, 2)",
        says="exponent of the following in the inner body",
    )
    weight_of_prestige = number(
        1.0,
        unit="1",
        low=0.0,
        high=20.0,
        prior="uniform(0, 2)",
        says="exponent of the prestige",
    )
    settled = number(
        1.0,
        unit=PER_MONTH,
        low=0.0,
        high=1.0,
        source="identity",
        says="chance that the contest is decided in a month",
    )

    writes = (
        "seats.holder",
        "seats.since",
        "seats.chosen_by",
        "seats.terms",
        "seats.previous",
        "seats.served",
    )


def step(
    weight_of_following: float,
    weight_of_prestige: float,
    settled: float,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Decide the contests for vacant offices."""
    month = state.clock.month[0]
    people = state.people
    for rule in range(polity.rule_act.size):
        if polity.rule_act[rule] != SUCCEED or polity.rule_due[rule, month] == 0:
            continue
        circle, office = polity.rule_by[rule], polity.rule_over[rule]
        seat = polity.body_first[office]
        if state.bodies.size[office] == 0 or state.seats.holder[seat] != VACANT:
            continue
        weights = np.zeros(people.alive.size, np.float64)
        taken = np.zeros(weights.size, np.int8)
        if mark_eligible(state, polity, circle, office, weights, taken) == 0:
            continue
        if not chance(draw, SETTLED, seat, settled):
            continue
        for person in range(weights.size):
            if weights[person] > 0.0:
                following = float(following_in(state, polity, circle, person))
                prestige = LEAST_PRESTIGE + float(people.prestige[person])
                strength = weight_of_following * logarithm(following)
                strength += weight_of_prestige * logarithm(prestige)
                weights[person] = exponential(strength) * float(people.voice[person])
        winner = choose(draw, WINS, seat, weights)
        if winner >= 0:
            seat_person(state, seat, winner, VACANT)
