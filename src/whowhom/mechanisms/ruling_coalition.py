"""The contest in the leading circle: Acemoglu, Egorov and Sonin's ultimate ruling coalition.

The circle is a body with a rule by which it expels its own members; its electorate is the body that elects it. The power
of each member is

    `following_weight` * (share of the electorate that follows him, himself included) + prestige * voice,

never below 0.001. Each month the question who rules is opened with probability `reckoning`; then the members outside the
ultimate ruling coalition at majority rule (powers in thousandths of the largest) lose their seats in the circle.
In a tie, or with more than `MOST` members, nothing happens.
At reckoning = 0 nobody is put out; power is written all the same.
Does not model: distance of opinions between partners, force, fear for the regime.
Source: Acemoglu, Egorov and Sonin 2008; what makes power here is our own reading.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from whowhom.core.draw import chance, streams
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, number
from whowhom.core.office import following_in, held_in, vacate
from whowhom.core.polity import Act
from whowhom.core.state import VACANT
from whowhom.theory.ruling_coalition import ruling_coalition_mask, whole_powers

(OPENED,) = streams("ruling_coalition", "opened")
EXPEL, ELECT = int(Act.EXPEL), int(Act.ELECT)
MOST = 12
LEAST_POWER = 0.001
UNITS = 1000


class RulingCoalition(Mechanism):
    """Who is left when those who can rule without the rest do so."""

    following_weight = number(
        2.0,
        unit="1",
        low=0.0,
        high=100.0,
        prior="uniform(0, 4)",
        says="power of a whole electorate of followers, against full prestige",
    )
    reckoning = number(
        0.02,
        unit="probability per month",
        low=0.0,
        high=1.0,
        prior="uniform(0.005, 0.05)",
        says="chance that the question who rules is opened",
    )

    writes = ("people.power", "seats.holder", "seats.since", "seats.chosen_by", "seats.terms")


@inner
def _electorate(polity: Any, circle: int) -> int:
    """Return the body that elects the circle, or the circle itself."""
    for rule in range(polity.rule_act.size):
        if polity.rule_act[rule] == ELECT and polity.rule_over[rule] == circle and polity.rule_by[rule] >= 0:
            return int(polity.rule_by[rule])
    return circle


@inner
def _reckon(circle: int, state: Any, polity: Any) -> None:
    """Put the members outside the ruling coalition out of the circle."""
    first = polity.body_first[circle]
    seats = np.zeros(MOST, np.int64)
    powers = np.zeros(MOST, np.float64)
    count = 0
    for seat in range(first, first + state.bodies.size[circle]):
        person = state.seats.holder[seat]
        if person == VACANT:
            continue
        if count == MOST:
            return
        seats[count] = seat
        powers[count] = float(state.people.power[person])
        count += 1
    if count < 2:
        return
    mask = ruling_coalition_mask(whole_powers(powers[:count], UNITS), 1, 2)
    if mask <= 0:
        return
    for member in range(count):
        if (mask >> member) & 1 == 0:
            vacate(state, seats[member])


def step(following_weight: float, reckoning: float, state: Any, polity: Any, draw: Any) -> None:
    """Weigh the members of every such circle, and open the question when chance has it."""
    month = state.clock.month[0]
    for person in range(state.people.power.size):
        state.people.power[person] = 0.0
    for rule in range(polity.rule_act.size):
        circle = polity.rule_over[rule]
        if polity.rule_act[rule] != EXPEL or polity.rule_by[rule] != circle:
            continue
        electorate = _electorate(polity, circle)
        held = max(held_in(state, polity, electorate), 1)
        first = polity.body_first[circle]
        for seat in range(first, first + state.bodies.size[circle]):
            person = state.seats.holder[seat]
            if person == VACANT:
                continue
            share = following_in(state, polity, electorate, person) / held
            esteem = float(state.people.prestige[person]) * float(state.people.voice[person])
            state.people.power[person] = max(following_weight * share + esteem, LEAST_POWER)
        if polity.rule_due[rule, month] == 1 and chance(draw, OPENED, rule, reckoning):
            _reckon(circle, state, polity)
