"""Election of a body by a body: slates, setters, and the ballot, open or secret.

Where another body proposes the slate, its head is the setter. Measured on one axis, the share x of the
elected body that follows him, the reversion q is the present share, the median elector's ideal v is the share
of votes held by his men, and he would have x = 1: the slate aims at Romer and Rosenthal's outcome, the point
of [q, 2v - q] nearest to 1. He reaches it with new and vacant seats first; only for what is still missing
does he leave sitting outsiders off the slate, each with probability `boldness`. Every name then needs the
decision rule of the body. Electors of the setter's side strike a name with probability `strike` when the
ballot is secret and `strike_open` when it is open; challengers vote for outsiders as they would for their
own, for his men with probability `tolerance`. Without a setter members nominate: those who sit stand again,
vacancies go to names drawn in proportion to prestige, a faction votes for its own, others with probability
`tolerance`; a seat that no name wins in `ballots` tries stays vacant. A man without a patron whom he takes on
his own account becomes the setter's with probability `gratitude`.
At boldness = 0 nobody is left off; without vacancies or new seats the body then stays as it is.
Does not model: bargaining between factions over the slate, cumulative votes, turnout.
Source: Romer and Rosenthal 1978 for the aim; x_sezd_1963 for the strikes.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from whowhom.core.ballot import delegates_carry, members_carry, sent_by_public, setter_body
from whowhom.core.draw import chance, choose, streams
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, number
from whowhom.core.office import (
    following_in,
    follows,
    head_of,
    held_in,
    mark_eligible,
    pick,
    put_to_vote,
    seat_person,
    served_out,
    vacate,
)
from whowhom.core.polity import Act
from whowhom.core.state import VACANT
from whowhom.theory.agenda import setter_outcome

BOLD, WHO, RETURNED, CHOSEN, GRATEFUL, NOMINEE = streams(
    "election", "bold", "who", "returned", "chosen", "grateful", "nominee"
)
ELECT = int(Act.ELECT)


class Election(Mechanism):
    """Slate, setter and ballot."""

    boldness = number(
        0.2,
        unit="probability",
        low=0.0,
        high=1.0,
        prior="beta(2, 8)",
        says="chance that an outsider who stands in the way is left off the slate",
    )
    strike = number(
        0.115,
        unit="probability",
        low=0.0,
        high=1.0,
        source="x_sezd_1963",
        says="chance that an elector of the line strikes a name on a secret ballot",
    )
    strike_open = number(
        0.0, unit="probability", low=0.0, high=1.0, source="identity", says="the same on an open ballot"
    )
    tolerance = number(
        0.5,
        unit="probability",
        low=0.0,
        high=1.0,
        prior="uniform(0, 1)",
        says="chance that someone votes for a name of another faction",
    )
    gratitude = number(
        1.0,
        unit="probability",
        low=0.0,
        high=1.0,
        source="daniels_1966",
        says="chance that a new man without a patron on the setter's account becomes his",
    )
    ballots = number(
        3.0, unit="1", low=1.0, high=50.0, prior="uniform(1, 8)", says="nominations tried for a vacant seat"
    )

    obscure = number(
        0.05,
        unit="share",
        low=0.0001,
        high=1.0,
        prior="uniform(0.01, 0.2)",
        says="weight of a nominee without prestige, against full prestige",
    )

    whole_bodies = True
    writes = (
        "people.patron",
        "seats.holder",
        "seats.since",
        "seats.chosen_by",
        "seats.terms",
        "seats.previous",
        "seats.served",
    )


@inner
def _machine_share(rule: int, setter: int, state: Any, polity: Any) -> float:
    """Return the share of the electors' votes that the setter's men hold."""
    body = polity.rule_by[rule]
    if not sent_by_public(polity, body):
        held = held_in(state, polity, body)
        return following_in(state, polity, body, setter) / held if held > 0 else 0.0
    own = total = 0.0
    for place in range(polity.place_seat.size):
        line = float(state.places.delegates[place, 0])
        total += float(state.places.delegates[place, 0] + state.places.delegates[place, 1])
        seat = polity.place_seat[place]
        if (
            seat >= 0
            and state.seats.holder[seat] != VACANT
            and follows(state, state.seats.holder[seat], setter)
        ):
            own += line
    return own / total if total > 0.0 else 0.0


@inner
def _stands(
    rule: int,
    seat: int,
    name: int,
    setter: int,
    strike: float,
    tolerance: float,
    tag: int,
    state: Any,
    polity: Any,
    draw: Any,
) -> bool:
    """Return whether the electors carry a name."""
    index = seat * 64 + tag
    if sent_by_public(polity, polity.rule_by[rule]):
        challengers = tolerance if follows(state, name, setter) else 1.0 - strike
        return delegates_carry(rule, CHOSEN, index, 1.0 - strike, challengers, state, polity, draw)
    if setter == VACANT:
        return members_carry(rule, RETURNED, index, name, tolerance, state, polity, draw)
    his_man = follows(state, name, setter)
    favour = np.full(state.people.alive.size, 1.0 - strike, np.float64)
    for voter in range(favour.size):
        if his_man and not follows(state, voter, setter):
            favour[voter] = tolerance
    return put_to_vote(rule, favour, RETURNED, index, state, polity, draw)


@inner
def _leave_off(
    rule: int, setter: int, boldness: float, target: int, state: Any, polity: Any, draw: Any
) -> None:
    """Leave sitting outsiders off the slate as far as vacancies do not reach the target."""
    body = polity.rule_over[rule]
    first = polity.body_first[body]
    size = state.bodies.size[body]
    missing = target - following_in(state, polity, body, setter) - (size - held_in(state, polity, body))
    for seat in range(first, first + size):
        holder = state.seats.holder[seat]
        if missing <= 0:
            return
        if holder != VACANT and not follows(state, holder, setter) and chance(draw, BOLD, seat, boldness):
            vacate(state, seat)
            missing -= 1


@inner
def _nominee(
    rule: int,
    seat: int,
    tag: int,
    setter: int,
    from_following: bool,
    obscure: float,
    taken: NDArray[np.int8],
    state: Any,
    polity: Any,
    draw: Any,
) -> int:
    """Return a name for a vacant seat: the setter's choice, or one drawn in proportion to prestige."""
    weights = np.zeros(state.people.alive.size, np.float64)
    if mark_eligible(state, polity, polity.rule_pool[rule], polity.rule_over[rule], weights, taken) == 0:
        return VACANT
    if setter != VACANT:
        return pick(state, draw, WHO, seat, weights, setter, from_following)
    for person in range(weights.size):
        if weights[person] > 0.0:
            weights[person] = obscure + float(state.people.prestige[person] * state.people.voice[person])
    return choose(draw, NOMINEE, seat * 64 + tag, weights)


@inner
def _elect(
    rule: int,
    setter: int,
    target: int,
    strike: float,
    tolerance: float,
    gratitude: float,
    ballots: int,
    obscure: float,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Hold the ballots: those who sit first, then the vacancies."""
    body = polity.rule_over[rule]
    first = polity.body_first[body]
    last = first + state.bodies.size[body]
    taken = np.zeros(state.people.alive.size, np.int8)
    for seat in range(first, last):
        holder = state.seats.holder[seat]
        if holder == VACANT:
            continue
        if served_out(state, polity, seat):
            vacate(state, seat)
        elif _stands(rule, seat, holder, setter, strike, tolerance, 0, state, polity, draw):
            seat_person(state, seat, holder, state.seats.chosen_by[seat])
        else:
            vacate(state, seat)
            taken[holder] = 1
    own = following_in(state, polity, body, setter)
    for seat in range(first, last):
        if state.seats.holder[seat] != VACANT:
            continue
        for tag in range(1, ballots + 1):
            name = _nominee(rule, seat, tag, setter, own < target, obscure, taken, state, polity, draw)
            if name == VACANT:
                break
            if _stands(rule, seat, name, setter, strike, tolerance, tag, state, polity, draw):
                chosen_for_himself = setter != VACANT and own < target and name != setter
                seat_person(state, seat, name, setter if chosen_for_himself else VACANT)
                unattached = chosen_for_himself and state.people.patron[name] == VACANT
                if unattached and chance(draw, GRATEFUL, seat, gratitude):
                    state.people.patron[name] = setter
                if follows(state, name, setter):
                    own += 1
                break
            taken[name] = 1


def step(
    boldness: float,
    strike: float,
    strike_open: float,
    tolerance: float,
    gratitude: float,
    ballots: float,
    obscure: float,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Hold the elections that are due."""
    month = state.clock.month[0]
    for rule in range(polity.rule_act.size):
        body = polity.rule_over[rule]
        if (
            polity.rule_act[rule] != ELECT
            or polity.rule_by[rule] < 0
            or polity.body_capacity[body] == 1
            or polity.rule_due[rule, month] == 0
            or polity.rule_plural[rule] == 1
        ):
            continue
        struck = strike if polity.rule_secret[rule] == 1 else strike_open
        proposer = setter_body(polity, body, month)
        setter = head_of(state, polity, proposer) if proposer >= 0 else VACANT
        target = 0
        if setter != VACANT:
            size = state.bodies.size[body]
            present = following_in(state, polity, body, setter) / max(held_in(state, polity, body), 1)
            machine = _machine_share(rule, setter, state, polity)
            target = int(setter_outcome(1.0, machine, present) * size + 0.5)
            _leave_off(rule, setter, boldness, target, state, polity, draw)
        _elect(rule, setter, target, struck, tolerance, gratitude, int(ballots), obscure, state, polity, draw)
