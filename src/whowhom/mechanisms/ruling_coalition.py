"""The contest in the leading circle: the ultimate ruling coalition, or the minimum winning one.

The circle is a body with a rule by which it expels its own members; its electorate is the body that elects
it. Members of the circle who follow another member are of his bloc. The power of a bloc is the share of votes
in the electorate that its head can count on: those who follow him, and of the unattached a part in proportion
to his prestige times voice (`obscure` at the least),

    power_i = follow_i + (1 - sum follow) * esteem_i / sum esteem.

Each month the question who rules is opened with probability `reckoning`; then the blocs outside the ruling
coalition at majority rule (powers in thousandths of the largest) lose their seats in the circle and every
office of one seat. Which coalition rules is by the `rule`

    ultimate          Acemoglu, Egorov and Sonin's: the weakest that wins and will hold together, since no
                      part of it can put out the rest and hold together in turn;
    minimum_winning   Riker's: the weakest that wins, whatever may come of it later.

Those who rule afterwards must be ready to ally: no two of them farther than `reach` from each other over all
dimensions. Where no such coalition wins, and in a tie, nothing happens. At reckoning = 0 nobody is put
out; power is written all the same. At reach = 0 only who is stronger than all others together rules alone; a
reach beyond the widest distance is none.
Does not model: a price paid to a distant partner, force, fear for the regime.
Source: Acemoglu, Egorov and Sonin 2008; Riker 1962; counting power in votes is our own reading.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from whowhom.core.draw import chance, streams
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, number, word
from whowhom.core.office import LONGEST_LINE, vacate
from whowhom.core.polity import Act
from whowhom.core.state import VACANT
from whowhom.theory.admissible_coalition import admissible_coalition_mask, ready_to_ally
from whowhom.theory.minimum_winning_coalition import minimum_winning_mask
from whowhom.theory.ruling_coalition import whole_powers

(OPENED,) = streams("ruling_coalition", "opened")
EXPEL, ELECT = int(Act.EXPEL), int(Act.ELECT)
MOST = 12
"""Blocs in a circle; with more the question is not opened."""
UNITS = 1000
MINIMUM_WINNING = 1


class RulingCoalition(Mechanism):
    """Who is left when those who can rule without the rest do so."""

    rule = word(
        "ultimate",
        choices=("ultimate", "minimum_winning"),
        says="which coalition rules: the weakest that wins and holds together, or the weakest that wins",
    )
    obscure = number(
        0.05,
        unit="share",
        low=0.0001,
        high=1.0,
        prior="uniform(0.01, 0.2)",
        says="least esteem of a member of the circle, against full prestige",
    )
    reckoning = number(
        0.02,
        unit="probability per month",
        low=0.0,
        high=1.0,
        prior="uniform(0.005, 0.05)",
        says="chance that the question who rules is opened",
    )
    reach = number(
        1000.0,
        unit="1",
        low=0.0,
        high=1000.0,
        source="identity",
        says="distance of positions beyond which two members will not ally; 1000 is no limit",
    )

    writes = (
        "people.power",
        "seats.holder",
        "seats.since",
        "seats.chosen_by",
        "seats.terms",
        "seats.previous",
        "seats.served",
    )


@inner
def _electorate(polity: Any, circle: int) -> int:
    """Return the body that elects the circle, or the circle itself."""
    for rule in range(polity.rule_act.size):
        if polity.rule_act[rule] == ELECT and polity.rule_over[rule] == circle and polity.rule_by[rule] >= 0:
            return int(polity.rule_by[rule])
    return circle


@inner
def _head(patron: NDArray[np.int32], member: NDArray[np.int8], person: int) -> int:
    """Return the member of the circle highest in the person's line of patrons, or VACANT."""
    found = VACANT
    current = person
    for _step in range(LONGEST_LINE + 1):
        if current == VACANT:
            break
        if member[current] == 1:
            found = current
        current = patron[current]
    return found


@inner
def _weigh(circle: int, obscure: float, member: NDArray[np.int8], state: Any, polity: Any) -> None:
    """Write the power of the head of every bloc."""
    people = state.people
    electorate = _electorate(polity, circle)
    first = polity.body_first[electorate]
    held = unattached = 0.0
    for seat in range(first, first + state.bodies.size[electorate]):
        person = state.seats.holder[seat]
        if person == VACANT:
            continue
        held += 1.0
        head = _head(people.patron, member, person)
        if head == VACANT:
            unattached += 1.0
        else:
            people.power[head] += 1.0
    esteem = 0.0
    for person in range(member.size):
        if member[person] == 1 and _head(people.patron, member, person) == person:
            esteem += max(float(people.prestige[person] * people.voice[person]), obscure)
    for person in range(member.size):
        if member[person] == 1 and _head(people.patron, member, person) == person and held > 0.0:
            own = max(float(people.prestige[person] * people.voice[person]), obscure)
            people.power[person] = (float(people.power[person]) + unattached * own / esteem) / held


@inner
def _reckon(circle: int, rule: int, reach: float, member: NDArray[np.int8], state: Any, polity: Any) -> None:
    """Put the blocs outside the ruling coalition out of the circle and of every office of one seat."""
    people = state.people
    heads = np.zeros(MOST, np.int64)
    powers = np.zeros(MOST, np.float64)
    count = 0
    for person in range(member.size):
        if member[person] == 1 and _head(people.patron, member, person) == person:
            if count == MOST:
                return
            heads[count] = person
            powers[count] = float(people.power[person])
            count += 1
    if count < 2:
        return
    ready = ready_to_ally(people.position, heads[:count], reach)
    whole = whole_powers(powers[:count], UNITS)
    if rule == MINIMUM_WINNING:
        mask = minimum_winning_mask(whole, ready)
    else:
        mask = admissible_coalition_mask(whole, ready)
    if mask <= 0:
        return
    out = np.zeros(member.size, np.int8)
    for bloc in range(count):
        if (mask >> bloc) & 1 == 0:
            out[heads[bloc]] = 1
    for seat in range(polity.seat_body.size):
        person = state.seats.holder[seat]
        body = polity.seat_body[seat]
        if person == VACANT or member[person] == 0:
            continue
        if (body == circle or polity.body_capacity[body] == 1) and out[
            _head(people.patron, member, person)
        ] == 1:
            vacate(state, seat)


def step(
    rule: int, obscure: float, reckoning: float, reach: float, state: Any, polity: Any, draw: Any
) -> None:
    """Weigh the members of every such circle, and open the question when chance has it."""
    month = state.clock.month[0]
    for person in range(state.people.power.size):
        state.people.power[person] = 0.0
    for expulsion in range(polity.rule_act.size):
        circle = polity.rule_over[expulsion]
        if polity.rule_act[expulsion] != EXPEL or polity.rule_by[expulsion] != circle:
            continue
        member = np.zeros(state.people.alive.size, np.int8)
        first = polity.body_first[circle]
        for seat in range(first, first + state.bodies.size[circle]):
            if state.seats.holder[seat] != VACANT:
                member[state.seats.holder[seat]] = 1
        _weigh(circle, obscure, member, state, polity)
        if polity.rule_due[expulsion, month] == 1 and chance(draw, OPENED, expulsion, reckoning):
            _reckon(circle, rule, reach, member, state, polity)
