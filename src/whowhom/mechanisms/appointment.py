"""Appointment from above: whoever holds the superior office fills what is vacant below him.

For every rule `appoints` that is due, each vacant seat of the body is filled by the head of the appointing
body: from his own following with probability `from_following`, else from everyone else in the pool, all
equally likely; when the pool is empty a newcomer enters. Nobody is added above the ceiling of the body. The
appointee owes his place to the appointer (becomes his client) with probability `gratitude`. While `season` is
below 1, a month in which the rule is due is used only with that probability, for all its vacancies together.
If other bodies must consent, each member's vote is yes with probability `consent`, or 1 when he follows the
appointer, and the seat stays vacant when the vote is lost.
At from_following = 1 the following ends up with every post it has men for, at 0 he passes over his own men;
at gratitude = 0 no following grows.
Does not model: competence, the appointee's consent, waiting lists.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from whowhom.core import entry
from whowhom.core.draw import chance, streams
from whowhom.core.entry import newcomer
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, number
from whowhom.core.office import (
    follows,
    head_of,
    held_in,
    is_above,
    mark_eligible,
    pick,
    put_to_vote,
    seat_person,
)
from whowhom.core.polity import Act
from whowhom.core.state import VACANT

SEASON, FROM_FOLLOWING, WHO, GRATEFUL, AGE, OPINION, VOTE = streams(
    "appointment", "season", "from_following", "who", "grateful", "age", "opinion", "vote"
)
APPOINT = int(Act.APPOINT)


class Appointment(Mechanism):
    """The card-file power of a superior office."""

    from_following = number(
        0.0, unit="probability", low=0.0, high=1.0, says="chance that the seat goes to a man of the appointer"
    )
    gratitude = number(
        1.0,
        unit="probability",
        low=0.0,
        high=1.0,
        source="daniels_1966",
        says="chance that an appointee becomes the appointer's client",
    )
    season = number(
        1.0,
        unit="probability",
        low=0.0,
        high=1.0,
        source="identity",
        says="chance that a month in which the rule is due is used",
    )
    consent = number(
        1.0,
        unit="probability",
        low=0.0,
        high=1.0,
        source="identity",
        says="chance that an outsider votes yes",
    )

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
def _consented(rule: int, seat: int, boss: int, consent: float, state: Any, polity: Any, draw: Any) -> bool:
    """Return whether every body that must consent does; where none must, nobody is asked."""
    favour = np.zeros(state.people.alive.size, np.float64)
    for voter in range(state.seats.holder.size):
        person = state.seats.holder[voter]
        if person != VACANT:
            favour[person] = 1.0 if follows(state, person, boss) else consent
    return put_to_vote(rule, favour, VOTE, seat, state, polity, draw)


@inner
def _fill(
    rule: int,
    seat: int,
    from_following: float,
    gratitude: float,
    consent: float,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Fill one vacant seat under the rule, if there is an appointer, someone to appoint, and consent."""
    boss = head_of(state, polity, polity.rule_by[rule])
    if boss == VACANT:
        return
    pool = polity.rule_pool[rule]
    weights = np.zeros(state.people.alive.size, np.float64)
    taken = np.zeros(state.people.alive.size, np.int8)
    taken[boss] = 1
    chosen = VACANT
    if mark_eligible(state, polity, pool, polity.rule_over[rule], weights, taken) > 0:
        own = chance(draw, FROM_FOLLOWING, seat, from_following)
        chosen = pick(state, draw, WHO, seat, weights, boss, own)
    if polity.rule_asks[rule] == 1 and not _consented(rule, seat, boss, consent, state, polity, draw):
        return
    if chosen == VACANT:
        chosen = newcomer(pool, state, polity, draw, AGE, OPINION, seat)
    if chosen == VACANT:
        return
    seat_person(state, seat, chosen, boss)
    if not is_above(state.people.patron, chosen, boss) and chance(draw, GRATEFUL, seat, gratitude):
        state.people.patron[chosen] = boss


def step(
    from_following: float, gratitude: float, season: float, consent: float, state: Any, polity: Any, draw: Any
) -> None:
    """Fill the vacancies of every body that is appointed from above."""
    month = state.clock.month[0]
    for rule in range(polity.rule_act.size):
        if polity.rule_act[rule] != APPOINT or polity.rule_due[rule, month] == 0:
            continue
        if not chance(draw, SEASON, rule, season):
            continue
        body = polity.rule_over[rule]
        first = polity.body_first[body]
        room = polity.body_ceiling[body] - held_in(state, polity, body)
        last = min(polity.rule_last[rule], state.bodies.size[body])
        for seat in range(first + polity.rule_first[rule], first + last):
            if room > 0 and state.seats.holder[seat] == VACANT:
                room -= 1
                _fill(rule, seat, from_following, gratitude, consent, state, polity, draw)
