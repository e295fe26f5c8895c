"""Election of one office by a body: a threshold, and ballots repeated until somebody reaches it.

For every rule by which a body elects a body of one seat and that is due: members vote for one name from the
pool. A member's weight for a name is exp(`loyalty_weight` if the name heads his faction or shares it +
`prestige_weight` * prestige * voice - `distance_weight` * distance of opinions), and he names one in
proportion to the weights. After a ballot without a result the weight of each name is multiplied by (its votes
+ 1) to the power `bandwagon`; after `ballots` of them the office stays vacant. When the rule acts `at` dates
the holder stands like anyone else; without a cadence the election is held only while the office is vacant. On
an open ballot members of the holder's faction vote for him whatever they think.
At bandwagon = 0 every ballot is the same; at loyalty_weight = 0 factions do not matter.
Does not model: deals between ballots, withdrawal, blank votes.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from whowhom.core.ballot import faction, most_voted
from whowhom.core.draw import choose_among, streams
from whowhom.core.elementary import exponential, logarithm
from whowhom.core.games import carried_alone, votes_of_body, votes_present
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, number
from whowhom.core.office import mark_eligible, seat_person, served_out, vacate
from whowhom.core.polity import Act
from whowhom.core.state import VACANT

NAMES, EQUAL = streams("leader_election", "names", "equal")
ELECT = int(Act.ELECT)


class LeaderElection(Mechanism):
    """Repeated ballots with a threshold."""

    loyalty_weight = number(
        2.0,
        unit="1",
        low=0.0,
        high=50.0,
        prior="uniform(0, 4)",
        says="log weight of a name of one's own faction",
    )
    prestige_weight = number(
        2.0, unit="1", low=0.0, high=50.0, prior="uniform(0, 4)", says="log weight of full prestige"
    )
    distance_weight = number(
        1.0, unit="1", low=0.0, high=50.0, prior="uniform(0, 2)", says="log weight lost by a unit of distance"
    )
    bandwagon = number(
        1.0,
        unit="1",
        low=0.0,
        high=10.0,
        prior="uniform(0, 2)",
        says="power to which votes of the last ballot count",
    )
    ballots = number(
        33.0, unit="1", low=1.0, high=60.0, source="udg_1996", says="ballots before the body gives up"
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


@inner
def _merits(
    names: NDArray[np.int64], prestige_weight: float, state: Any
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.float64]]:
    """Return what all voters see alike: merits (n,), factions (n,) and opinions (n, dimensions) of names."""
    people = state.people
    merits = np.zeros(names.size, np.float64)
    factions = np.zeros(names.size, np.int64)
    opinions = np.zeros((names.size, people.position.shape[0]), np.float64)
    for place in range(names.size):
        name = names[place]
        merits[place] = prestige_weight * float(people.prestige[name]) * float(people.voice[name])
        factions[place] = faction(people.patron, name)
        for dimension in range(opinions.shape[1]):
            opinions[place, dimension] = float(people.position[dimension, name])
    return merits, factions, opinions


@inner
def _attractions(
    rule: int,
    loyalty: float,
    prestige: float,
    distance: float,
    names: NDArray[np.int64],
    state: Any,
    polity: Any,
) -> NDArray[np.float64]:
    """Return the weight of every name (n,) for every seat of the body before the first ballot: (seats, n)."""
    body = polity.rule_by[rule]
    first = polity.body_first[body]
    weights = np.zeros((state.bodies.size[body], names.size), np.float64)
    people = state.people
    merits, factions, opinions = _merits(names, prestige, state)
    dimensions = opinions.shape[1]
    own = np.zeros(dimensions, np.float64)
    for row in range(weights.shape[0]):
        voter = state.seats.holder[first + row]
        if voter == VACANT:
            continue
        head = faction(people.patron, voter)
        for dimension in range(dimensions):
            own[dimension] = float(people.position[dimension, voter])
        for place in range(names.size):
            total = merits[place]
            if head == factions[place]:
                total += loyalty
            for dimension in range(dimensions):
                total -= distance * abs(own[dimension] - opinions[place, dimension])
            weights[row, place] = exponential(total)
    return weights


@inner
def _ballot(
    rule: int,
    number_of_ballot: int,
    stands: bool,
    names: NDArray[np.int64],
    attractions: NDArray[np.float64],
    momentum: NDArray[np.float64],
    votes: NDArray[np.int64],
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Hold one ballot: add every member's vote to `votes` (P,); `stands`: whether the holder does."""
    body = polity.rule_by[rule]
    holder = state.seats.holder[polity.body_first[polity.rule_over[rule]]]
    first = polity.body_first[body]
    stands_openly = polity.rule_secret[rule] == 0 and stands
    weights = np.zeros(names.size, np.float64)
    for row in range(attractions.shape[0]):
        seat = first + row
        voter = state.seats.holder[seat]
        if voter == VACANT:
            continue
        weight = polity.seat_weight[seat]
        if stands_openly and faction(state.people.patron, voter) == faction(state.people.patron, holder):
            votes[holder] += weight
            continue
        for place in range(names.size):
            weights[place] = momentum[place] * attractions[row, place]
        index = number_of_ballot * polity.seat_body.size + seat
        chosen = choose_among(draw, NAMES, index, votes.size, names, weights)
        if chosen >= 0:
            votes[names[chosen]] += weight


@inner
def _ballots(
    rule: int,
    most: int,
    bandwagon: float,
    stands: bool,
    names: NDArray[np.int64],
    attractions: NDArray[np.float64],
    state: Any,
    polity: Any,
    draw: Any,
) -> int:
    """Hold up to `most` ballots and return who reached the threshold, or VACANT."""
    body = polity.rule_by[rule]
    present, size = votes_present(state, polity, body), votes_of_body(state, polity, body)
    momentum = np.ones(names.size, np.float64)
    for number_of_ballot in range(most):
        votes = np.zeros(state.people.alive.size, np.int64)
        _ballot(rule, number_of_ballot, stands, names, attractions, momentum, votes, state, polity, draw)
        best = most_voted(votes, EQUAL, rule * 64 + number_of_ballot, draw)
        if best < 0:
            return VACANT  # nobody may stand, or nobody is there to vote: another ballot is no other
        if carried_alone(polity, rule, body, votes[best], present, size):
            return int(best)
        for place in range(names.size):
            if votes[names[place]] > 0:  # no vote leaves the momentum as it is
                momentum[place] *= exponential(bandwagon * logarithm(votes[names[place]] + 1.0))
    return VACANT


@inner
def _fills_an_office(rule: int, polity: Any) -> bool:
    """Return whether a body elects a body of one seat by the rule."""
    elects = polity.rule_act[rule] == ELECT and polity.rule_by[rule] >= 0
    return bool(elects and polity.body_capacity[polity.rule_over[rule]] == 1)


def step(
    loyalty_weight: float,
    prestige_weight: float,
    distance_weight: float,
    bandwagon: float,
    ballots: float,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Hold the elections of single offices that are due."""
    month = state.clock.month[0]
    people = state.people.alive.size
    for rule in range(polity.rule_act.size):
        over = polity.rule_over[rule]
        if not _fills_an_office(rule, polity) or polity.rule_due[rule, month] == 0:
            continue
        office = polity.body_first[over]
        holder = state.seats.holder[office]
        if holder != VACANT and polity.rule_standing[rule] == 1:
            continue
        eligible = np.zeros(people, np.float64)
        mark_eligible(state, polity, polity.rule_pool[rule], over, eligible, np.zeros(people, np.int8))
        if holder != VACANT and not served_out(state, polity, office):
            eligible[holder] = 1.0
        stands = holder != VACANT and eligible[holder] > 0.0
        names = np.nonzero(eligible)[0]
        attractions = _attractions(
            rule, loyalty_weight, prestige_weight, distance_weight, names, state, polity
        )
        elected = _ballots(rule, int(ballots), bandwagon, stands, names, attractions, state, polity, draw)
        if elected != VACANT:
            seat_person(state, office, elected, VACANT)
        elif holder != VACANT:
            vacate(state, office)
