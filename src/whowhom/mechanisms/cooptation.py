"""Co-optation: those inside choose who comes in.

For every rule `coopts` that is due, each vacant seat of the body, in order, gets a sponsor drawn at
random among the members present of the acting body. With probability `own` he proposes one of his own
clients in the pool, if he has one there, else anyone in the pool, all equally likely; when the pool is
empty a newcomer. Members vote yes when the same man stands at the top of their line of patrons and of the
sponsor's, dead or living; others vote yes with probability `tolerance`. When the decision of the rule
carries it, with the consent of bodies that must confirm, the candidate takes the seat and with
probability `gratitude` becomes the sponsor's client, unless he stands above him; else the seat stays
vacant this month. Nobody is added above the ceiling.
At tolerance = 0 a body divided in two equal camps stays as small as it has become; at own = gratitude = 1
the camp that carries votes takes every seat in the end.
Does not model: bargains over several seats, candidates who refuse, judgement of the candidate himself.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from whowhom.core import entry
from whowhom.core.draw import chance, choose, streams
from whowhom.core.entry import newcomer
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, number
from whowhom.core.office import held_in, is_above, mark_eligible, pick, put_to_vote, root_of, seat_person
from whowhom.core.polity import Act
from whowhom.core.state import VACANT

SPONSOR, OWN, WHO, VOTES, GRATEFUL, AGE, OPINION = streams(
    "cooptation", "sponsor", "own", "who", "votes", "grateful", "age", "opinion"
)
COOPT = int(Act.COOPT)


class Cooptation(Mechanism):
    """A body that fills itself."""

    own = number(
        0.5,
        unit="probability",
        low=0.0,
        high=1.0,
        prior="uniform(0, 1)",
        says="chance that the sponsor proposes a client of his own",
    )
    tolerance = number(
        0.5,
        unit="probability",
        low=0.0,
        high=1.0,
        prior="uniform(0, 1)",
        says="chance that a member of another following votes for the candidate",
    )
    gratitude = number(
        0.5,
        unit="probability",
        low=0.0,
        high=1.0,
        prior="uniform(0, 1)",
        says="chance that the man brought in becomes the sponsor's client",
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
def _sponsor(by: int, seat: int, state: Any, polity: Any, draw: Any) -> int:
    """Return a member of the body, all equally likely, or VACANT when nobody sits there."""
    first = polity.body_first[by]
    weights = np.zeros(state.bodies.size[by], np.float64)
    for place in range(weights.size):
        if state.seats.holder[first + place] != VACANT:
            weights[place] = 1.0
    place = choose(draw, SPONSOR, seat, weights)
    return state.seats.holder[first + place] if place >= 0 else VACANT


@inner
def _accepted(
    rule: int, seat: int, sponsor: int, tolerance: float, state: Any, polity: Any, draw: Any
) -> bool:
    """Return whether the sponsor's proposal for the seat is carried."""
    patron = state.people.patron
    favour = np.zeros(patron.size, np.float64)
    root = root_of(patron, sponsor)
    for person in range(favour.size):
        favour[person] = 1.0 if root_of(patron, person) == root else tolerance
    return put_to_vote(rule, favour, VOTES, seat, state, polity, draw)


@inner
def _fill(
    rule: int,
    seat: int,
    own: float,
    tolerance: float,
    gratitude: float,
    state: Any,
    polity: Any,
    draw: Any,
) -> bool:
    """Fill one vacant seat if a sponsor, a candidate and the votes are found; return whether it was."""
    sponsor = _sponsor(polity.rule_by[rule], seat, state, polity, draw)
    if sponsor == VACANT:
        return False
    pool = polity.rule_pool[rule]
    weights = np.zeros(state.people.alive.size, np.float64)
    taken = np.zeros(weights.size, np.int8)
    taken[sponsor] = 1
    chosen = VACANT
    if mark_eligible(state, polity, pool, polity.rule_over[rule], weights, taken) > 0:
        patron = sponsor if chance(draw, OWN, seat, own) else VACANT
        chosen = pick(state, draw, WHO, seat, weights, patron, True)
    if not _accepted(rule, seat, sponsor, tolerance, state, polity, draw):
        return False
    if chosen == VACANT:
        chosen = newcomer(pool, state, polity, draw, AGE, OPINION, seat)
        if chosen == VACANT:
            return False
    seat_person(state, seat, chosen, sponsor)
    if not is_above(state.people.patron, chosen, sponsor) and chance(draw, GRATEFUL, seat, gratitude):
        state.people.patron[chosen] = sponsor
    return True


def step(own: float, tolerance: float, gratitude: float, state: Any, polity: Any, draw: Any) -> None:
    """Fill the vacancies of every body that is filled from within."""
    month = state.clock.month[0]
    for rule in range(polity.rule_act.size):
        if polity.rule_act[rule] != COOPT or polity.rule_due[rule, month] == 0:
            continue
        body = polity.rule_over[rule]
        first = polity.body_first[body]
        room = polity.body_ceiling[body] - held_in(state, polity, body)
        last = min(polity.rule_last[rule], state.bodies.size[body])
        for seat in range(first + polity.rule_first[rule], first + last):
            if room <= 0 or state.seats.holder[seat] != VACANT:
                continue
            if _fill(rule, seat, own, tolerance, gratitude, state, polity, draw):
                room -= 1
