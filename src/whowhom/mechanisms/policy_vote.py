"""Votes on the ruling line: a proposer with the right to begin, and a body that can only say yes or no.

Each month every dimension is reopened with probability `reopened` times the voice of whoever heads the
office, as long as the rulers rule. He proposes, and a majority of the votes of the deciding body, each seat's
weighed by its holder's voice, accepts or leaves the line q as it is. A member with the ideal v accepts what
is no farther from v than q is; so the outcome is Romer and Rosenthal's, with the ideal of the member whom a
majority upward (downward) needs last,

    x = the point nearest the proposer's ideal between q and 2 v - q.

In a `secret` ballot everybody votes by his own ideal; in an `open` one by that of the head of his line of
patrons, while that one lives. Ideals are positions. On the dimension named as the market they move toward
command, which is -1, with hunger of those who are fed and with war:

    ideal = position - urgency * (1 - mean ration) - war_weight * war,

kept from -1 to 1 where the position is. In the first month the line is the median of the deciding body.
At reopened = 0 the line stays; a proposer who agrees with the line changes nothing.
Does not model: amendments, deals across dimensions, uncertainty about votes, a body that refuses to vote.
Source: Romer and Rosenthal 1978; what moves the ideals is our own.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from whowhom.core.ballot import faction
from whowhom.core.draw import chance, streams
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, named, number, word
from whowhom.core.office import head_of
from whowhom.core.state import VACANT
from whowhom.spec.units import PER_MONTH
from whowhom.theory.agenda import setter_outcome

(REOPENED,) = streams("policy_vote", "reopened")
OPEN = 0
ROUNDING = 1e-12


class PolicyVote(Mechanism):
    """The setter against the median."""

    office = named("body", says="the office whose head proposes")
    body = named("body", says="the body that decides")
    market = named("dimension", says="the dimension from command, -1, to market, +1", required=False)
    fed = named("public", says="who eats what others grow", required=False)
    ballot = word("open", choices=("open", "secret"), says="whether patrons see the votes of their clients")
    reopened = number(
        0.1,
        unit=PER_MONTH,
        low=0.0,
        high=1.0,
        prior="uniform(0.02, 0.3)",
        says="chance that the line on a dimension is put to the vote",
    )
    urgency = number(
        1.0,
        unit="1",
        low=0.0,
        high=10.0,
        prior="uniform(0, 3)",
        says="how far toward command full hunger moves an ideal",
    )
    war_weight = number(
        0.5,
        unit="1",
        low=0.0,
        high=10.0,
        prior="uniform(0, 1.5)",
        says="how far toward command a war that ties up everything moves an ideal",
    )

    writes = ("regime.line",)


@inner
def _pressure(market: int, fed: int, urgency: float, war_weight: float, state: Any) -> float:
    """Return how far ideals on the market dimension are moved this month."""
    if market < 0:
        return 0.0
    eaters = missing = 0.0
    if fed >= 0:
        for place in range(state.publics.members.shape[1]):
            count = float(state.publics.members[fed, place])
            eaters += count
            missing += count * (1.0 - float(state.places.ration[place]))
    hunger = missing / eaters if eaters > 0.0 else 0.0
    return urgency * hunger + war_weight * float(state.regime.war[0])


@inner
def _ideal(dimension: int, person: int, moved: float, people: Any) -> float:
    """Return a position, moved toward command, but never past it."""
    position = float(people.position[dimension, person])
    return max(position - moved, min(position, -1.0))


@inner
def _speaks_for(person: int, openly: bool, people: Any) -> int:
    """Return by whose ideal the person votes."""
    head = faction(people.patron, person) if openly else person
    return head if people.alive[head] == 1 else person


@inner
def _gather(
    body: int,
    dimension: int,
    moved: float,
    openly: bool,
    ideals: NDArray[np.float64],
    votes: NDArray[np.float64],
    state: Any,
    polity: Any,
) -> int:
    """Write the ideals and the votes of those present; return how many there are."""
    people = state.people
    first = polity.body_first[body]
    count = 0
    for seat in range(first, first + state.bodies.size[body]):
        person = state.seats.holder[seat]
        if person == VACANT:
            continue
        ideals[count] = _ideal(dimension, _speaks_for(person, openly, people), moved, people)
        votes[count] = polity.seat_weight[seat] * float(people.voice[person])
        count += 1
    return count


@inner
def _needed_last(ideals: NDArray[np.float64], votes: NDArray[np.float64], sign: float) -> float:
    """Return the largest (smallest) ideal at or above (below) which more than half of the votes lie.

    sign: 1 for a majority upward, -1 for one downward. NaN where there are no votes.
    """
    order = np.argsort(-sign * ideals, kind="mergesort")
    total = 0.0
    for i in range(votes.size):
        total += votes[i]
    so_far = 0.0
    for i in order:
        so_far += votes[i]
        # Half of the votes is no majority, in whatever order voices that are no whole numbers were added.
        if 2.0 * so_far > total * (1.0 + ROUNDING):
            return float(ideals[i])
    return np.nan


def begin(
    office: float,
    body: float,
    market: float,
    fed: float,
    ballot: float,
    reopened: float,
    urgency: float,
    war_weight: float,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Let the line be the median of the deciding body, half way between the two medians where they differ."""
    size = state.bodies.size[int(body)]
    ideals, votes = np.zeros(size, np.float64), np.zeros(size, np.float64)
    for dimension in range(state.regime.line.size):
        count = _gather(int(body), dimension, 0.0, False, ideals, votes, state, polity)
        upper = _needed_last(ideals[:count], votes[:count], -1.0)
        lower = _needed_last(ideals[:count], votes[:count], 1.0)
        if upper == upper:
            state.regime.line[dimension] = 0.5 * (upper + lower)


def step(
    office: float,
    body: float,
    market: float,
    fed: float,
    ballot: float,
    reopened: float,
    urgency: float,
    war_weight: float,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Put the line to the vote on each dimension that is reopened."""
    people, line = state.people, state.regime.line
    setter = head_of(state, polity, int(office))
    if setter == VACANT or state.regime.in_power[0] <= 0.0:
        return
    size = state.bodies.size[int(body)]
    ideals, votes = np.zeros(size, np.float64), np.zeros(size, np.float64)
    for dimension in range(line.size):
        if not chance(draw, REOPENED, dimension, reopened * float(people.voice[setter])):
            continue
        moved = 0.0
        if dimension == int(market):
            moved = _pressure(int(market), int(fed), urgency, war_weight, state)
        count = _gather(int(body), dimension, moved, ballot == OPEN, ideals, votes, state, polity)
        wanted = _ideal(dimension, setter, moved, people)
        standing = float(line[dimension])
        sign = 1.0 if wanted > standing else -1.0
        pivot = _needed_last(ideals[:count], votes[:count], sign)
        if pivot == pivot:
            # A pivot on the other side of the line accepts nothing that the proposer would rather have.
            pivot = sign * max(sign * pivot, sign * standing)
            line[dimension] = setter_outcome(wanted, pivot, standing)
