"""Fight or hold back: the strongest rival in the leading circle before the man who holds the office.

The leading man is whoever heads the office, or the member of the circle whose follower that one is. His rival
is the strongest member of the circle who does not follow him; equals draw lots. If the document names a rival
he takes that part while he sits there. The strength of a member is his power times his voice, and `troops`
times prestige times voice more if he heads the body that commands the army; where no powers have been
weighed in the circle everybody's counts 1. Each month the moment to decide
comes with probability `moment`. The rival would win with Tullock's probability, where r is `decisiveness`,

    p = s_rival^r / (s_rival^r + s_leader^r),

and reckons that the regime would fall without the master of the machine with the chance

    f = (1 - mean support of the publics) * share of the machine that follows the leading man.

Fighting is worth to him, if the office is worth 1 to somebody without limits to his ambition,

    u = ambition * p - caution * (1 - p) + resolve - fear * p * f,

and he fights with probability voice * L(u / temper), where L is the logistic function. Whoever would have
fought but for the term of fear, which has the rest of voice * L(u0 / temper), holds back, and is counted in
`regime.restraint`. In a fight the loser leaves the circle and every office of one seat, and if that is the
leading man his office falls vacant even where a follower of his held it. Nobody put out is chosen again for
the same seat that month.
At moment = 0 nothing happens; at fear = 0 nobody is restrained; at troops = 0 an army is no resource.
Does not model: what becomes of the loser's following, allies in the fight, a regime that does fall, the
leading man's own attacks.
Source: Tullock 1980 for the contest, McKelvey and Palfrey 1995 for choice with noise; the fear is our own.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from whowhom.core.draw import chance, choose, streams
from whowhom.core.elementary import logistic
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, named, number
from whowhom.core.office import LONGEST_LINE, following_in, follows, head_of, held_in, put_out, seat_in
from whowhom.core.state import VACANT
from whowhom.spec.units import PER_MONTH
from whowhom.theory.contest import win_probability

MOMENT, WHO, WILLING, DARES, WINS = streams("challenge", "moment", "who", "willing", "dares", "wins")


class Challenge(Mechanism):
    """A rival's decision, his fear, and the fight."""

    circle = named("body", says="the leading circle, in which powers are weighed")
    office = named("body", says="the office whose head is the leading man")
    machine = named("body", says="the body of which the leading man's following holds a share")
    army = named("body", says="the office that commands the army", required=False)
    rival = named("person", says="who challenges while he sits in the circle", required=False)
    moment = number(
        0.1,
        unit=PER_MONTH,
        low=0.0,
        high=1.0,
        prior="uniform(0.02, 0.3)",
        says="chance that the rival comes to decide",
    )
    decisiveness = number(
        1.0,
        unit="1",
        low=0.0,
        high=20.0,
        prior="uniform(0.5, 3)",
        says="exponent of strength in the contest",
    )
    fear = number(
        1.0,
        unit="1",
        low=0.0,
        high=100.0,
        prior="uniform(0, 3)",
        says="what the fall of the regime would cost him, against the worth of the office",
    )
    troops = number(
        0.0, unit="share", low=0.0, high=10.0, says="power that command of the army adds at full prestige"
    )
    resolve = number(
        0.0,
        unit="1",
        low=-100.0,
        high=100.0,
        source="identity",
        says="added to the worth of fighting",
    )
    temper = number(
        0.1,
        unit="1",
        low=0.001,
        high=10.0,
        prior="uniform(0.02, 0.3)",
        says="noise of the decision, in the unit of worth",
    )

    writes = (
        "regime.challenges",
        "regime.restraint",
        "people.power",
        "seats.holder",
        "seats.since",
        "seats.chosen_by",
        "seats.terms",
        "seats.previous",
        "seats.served",
    )


@inner
def _leading_man(circle: int, office: int, state: Any, polity: Any) -> int:
    """Return the member of the circle highest in the line of patrons of the office's head, or VACANT."""
    found = VACANT
    current = head_of(state, polity, office)
    for _step in range(LONGEST_LINE + 1):
        if current == VACANT:
            break
        if seat_in(state, polity, circle, current) >= 0:
            found = current
        current = state.people.patron[current]
    return found


@inner
def _weighed(circle: int, state: Any, polity: Any) -> bool:
    """Return whether anybody in the circle has a power."""
    first = polity.body_first[circle]
    for seat in range(first, first + state.bodies.size[circle]):
        person = state.seats.holder[seat]
        if person != VACANT and state.people.power[person] > 0.0:
            return True
    return False


@inner
def _strength(person: int, weighed: bool, army: int, troops: float, state: Any, polity: Any) -> float:
    """Return what a member brings into a fight."""
    people = state.people
    strength = float(people.power[person]) if weighed else 1.0
    if army >= 0 and head_of(state, polity, army) == person:
        strength += troops * float(people.prestige[person])
    return strength * float(people.voice[person])


@inner
def _strongest_rival(
    circle: int,
    leader: int,
    weighed: bool,
    army: int,
    given: int,
    troops: float,
    state: Any,
    polity: Any,
    draw: Any,
) -> int:
    """Return the strongest member who does not follow the leading man, or VACANT; the given one first."""
    weights = np.zeros(state.people.alive.size, np.float64)
    most = 0.0
    first = polity.body_first[circle]
    for seat in range(first, first + state.bodies.size[circle]):
        person = state.seats.holder[seat]
        if person == VACANT or follows(state, person, leader):
            continue
        strength = _strength(person, weighed, army, troops, state, polity)
        if strength <= 0.0:
            continue
        if person == given:
            return given
        if strength > most:
            most = strength
        weights[person] = strength
    _keep_largest(weights, most)
    return choose(draw, WHO, circle, weights)


@inner
def _keep_largest(weights: NDArray[np.float64], most: float) -> None:
    """Set all weights (P,) but the largest to 0."""
    for person in range(weights.size):
        if weights[person] < most:
            weights[person] = 0.0


@inner
def _chance_of_fall(leader: int, machine: int, state: Any, polity: Any) -> float:
    """Return the reckoned chance that the regime falls without the leading man."""
    members = backing = 0.0
    publics, places = state.publics.members.shape
    for public in range(publics):
        for place in range(places):
            count = state.publics.members[public, place]
            members += float(count)
            backing += float(count * state.publics.support[public, place])
    held = held_in(state, polity, machine)
    if members <= 0.0 or held == 0:
        return 0.0
    return (1.0 - backing / members) * following_in(state, polity, machine, leader) / held


@inner
def _lose(loser: int, circle: int, state: Any, polity: Any) -> None:
    """Put the loser out of the circle and of every office of one seat."""
    for seat in range(polity.seat_body.size):
        body = polity.seat_body[seat]
        if state.seats.holder[seat] == loser and (body == circle or polity.body_capacity[body] == 1):
            put_out(state, seat)
    state.people.power[loser] = 0.0


def step(
    circle: float,
    office: float,
    machine: float,
    army: float,
    rival: float,
    moment: float,
    decisiveness: float,
    fear: float,
    troops: float,
    resolve: float,
    temper: float,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Let the rival decide, and fight it out if he does."""
    ring, force = int(circle), int(army)
    people, regime = state.people, state.regime
    if regime.in_power[0] <= 0.0 or not chance(draw, MOMENT, ring, moment):
        return
    leader = _leading_man(ring, int(office), state, polity)
    if leader == VACANT:
        return
    weighed = _weighed(ring, state, polity)
    who = _strongest_rival(ring, leader, weighed, force, int(rival), troops, state, polity, draw)
    if who == VACANT:
        return
    ours = _strength(who, weighed, force, troops, state, polity)
    theirs = _strength(leader, weighed, force, troops, state, polity)
    wins = win_probability(ours, theirs, decisiveness)
    worth = float(people.ambition[who]) * wins - float(people.caution[who]) * (1.0 - wins) + resolve
    if not chance(draw, WILLING, who, float(people.voice[who]) * logistic(worth / temper)):
        return
    feared = fear * wins * _chance_of_fall(leader, int(machine), state, polity)
    if not chance(draw, DARES, who, logistic((worth - feared) / temper) / logistic(worth / temper)):
        regime.restraint[0] += 1.0
        return
    regime.challenges[0] += 1.0
    if chance(draw, WINS, who, wins):
        head = polity.body_first[int(office)]
        for seat in range(head, head + state.bodies.size[int(office)]):
            if state.seats.holder[seat] != VACANT and polity.body_capacity[int(office)] == 1:
                put_out(state, seat)
        _lose(leader, ring, state, polity)
    else:
        _lose(who, ring, state, polity)
