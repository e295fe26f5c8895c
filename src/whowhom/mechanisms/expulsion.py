"""Purge: the head of a body accuses those who are not his men, and the body votes them out.

For every rule `expels` that is due, each holder of a seat of the body who is not in the following of
whoever heads the acting body is accused with probability `accuse`. The members of the acting body, and of
bodies that the rule also asks, vote: the accused votes no; the following of the head votes yes; others
vote yes with probability `comply` where the ballot is open, `comply_secret` where it is secret. When the
decision of the rule carries it, the accused is put out for good with probability `outright` and loses
every seat; else he loses only this one. Cases are heard one after another: whoever has fallen no longer
votes on the next.
At accuse = 0 nothing happens; at accuse = comply = 1 only the head's following is left.
Does not model: evidence, recantation, readmission, fear that grows with the number of victims.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from whowhom.core.draw import chance, streams
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, number
from whowhom.core.office import follows, head_of, put_to_vote, vacate, vacate_all
from whowhom.core.polity import Act
from whowhom.core.state import EXPELLED, VACANT
from whowhom.spec.units import PER_MONTH

ACCUSED, VOTES, OUTRIGHT = streams("expulsion", "accused", "votes", "outright")
EXPEL = int(Act.EXPEL)


class Expulsion(Mechanism):
    """Removal of outsiders by vote."""

    accuse = number(
        0.01,
        unit=PER_MONTH,
        low=0.0,
        high=1.0,
        prior="beta(1, 99)",
        says="chance that a holder outside the head's following is accused",
    )
    comply = number(
        0.7,
        unit="probability",
        low=0.0,
        high=1.0,
        prior="beta(7, 3)",
        says="chance that an outsider votes yes in an open ballot",
    )
    comply_secret = number(
        0.4,
        unit="probability",
        low=0.0,
        high=1.0,
        prior="beta(4, 6)",
        says="chance that an outsider votes yes in a secret ballot",
    )
    outright = number(
        0.1,
        unit="probability",
        low=0.0,
        high=1.0,
        prior="beta(1, 9)",
        says="chance that a lost vote puts the accused out for good",
    )

    writes = (
        "people.standing",
        "seats.holder",
        "seats.since",
        "seats.chosen_by",
        "seats.terms",
        "seats.previous",
        "seats.served",
    )


@inner
def _condemned(rule: int, seat: int, boss: int, comply: float, state: Any, polity: Any, draw: Any) -> bool:
    """Return whether the vote on the holder of the seat goes against him."""
    favour = np.zeros(state.people.alive.size, np.float64)
    for person in range(favour.size):
        favour[person] = 1.0 if follows(state, person, boss) else comply
    favour[state.seats.holder[seat]] = 0.0
    return put_to_vote(rule, favour, VOTES, seat, state, polity, draw)


def step(
    accuse: float,
    comply: float,
    comply_secret: float,
    outright: float,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Accuse, vote, remove."""
    month = state.clock.month[0]
    for rule in range(polity.rule_act.size):
        if polity.rule_act[rule] != EXPEL or polity.rule_due[rule, month] == 0:
            continue
        by = polity.rule_by[rule]
        boss = head_of(state, polity, by)
        if boss == VACANT:
            continue
        willing = comply_secret if polity.rule_secret[rule] == 1 else comply
        first = polity.body_first[polity.rule_over[rule]]
        for seat in range(first, first + state.bodies.size[polity.rule_over[rule]]):
            accused = state.seats.holder[seat]
            if accused == VACANT or follows(state, accused, boss):
                continue
            # Two bodies that purge the same one must not share their luck.
            index = by * polity.seat_body.size + seat
            if not chance(draw, ACCUSED, index, accuse):
                continue
            if not _condemned(rule, seat, boss, willing, state, polity, draw):
                continue
            if chance(draw, OUTRIGHT, index, outright):
                state.people.standing[accused] = EXPELLED
                vacate_all(state, accused)
            else:
                vacate(state, seat)
