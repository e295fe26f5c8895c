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
from whowhom.core.draw import choose, streams
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
def _attraction(
    voter: int, name: int, of_one: bool, loyalty: float, prestige: float, distance: float, state: Any
) -> float:
    """Return the log weight of a name for a voter; `of_one`: whether they are of one faction."""
    people = state.people
    total = prestige * float(people.prestige[name]) * float(people.voice[name])
    if of_one:
        total += loyalty
    for dimension in range(people.position.shape[0]):
        total -= distance * abs(
            float(people.position[dimension, voter]) - float(people.position[dimension, name])
        )
    return total


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
    patron = state.people.patron
    factions = np.zeros(names.size, np.int64)
    for place in range(names.size):
        factions[place] = faction(patron, names[place])
    for row in range(weights.shape[0]):
        voter = state.seats.holder[first + row]
        if voter == VACANT:
            continue
        own = faction(patron, voter)
        for place in range(names.size):
            of_one = own == factions[place]
            weights[row, place] = exponential(
                _attraction(voter, names[place], of_one, loyalty, prestige, distance, state)
            )
    return weights


@inner
def _ballot(
    rule: int,
    number_of_ballot: int,
    eligible: NDArray[np.float64],
    names: NDArray[np.int64],
    attractions: NDArray[np.float64],
    momentum: NDArray[np.float64],
    votes: NDArray[np.int64],
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Hold one ballot: add every member's vote to `votes` (P,)."""
    body = polity.rule_by[rule]
    holder = state.seats.holder[polity.body_first[polity.rule_over[rule]]]
    first = polity.body_first[body]
    weights = np.zeros(eligible.size, np.float64)
    for row in range(attractions.shape[0]):
        seat = first + row
        voter = state.seats.holder[seat]
        if voter == VACANT:
            continue
        weight = polity.seat_weight[seat]
        stands_openly = polity.rule_secret[rule] == 0 and holder != VACANT and eligible[holder] > 0.0
        if stands_openly and faction(state.people.patron, voter) == faction(state.people.patron, holder):
            votes[holder] += weight
            continue
        for place in range(names.size):
            weights[names[place]] = momentum[names[place]] * attractions[row, place]
        chosen = choose(draw, NAMES, number_of_ballot * polity.seat_body.size + seat, weights)
        if chosen >= 0:
            votes[chosen] += weight


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
        body = polity.rule_by[rule]
        eligible = np.zeros(people, np.float64)
        mark_eligible(state, polity, polity.rule_pool[rule], over, eligible, np.zeros(people, np.int8))
        if holder != VACANT and not served_out(state, polity, office):
            eligible[holder] = 1.0
        momentum = np.ones(people, np.float64)
        names = np.nonzero(eligible)[0]
        attractions = _attractions(
            rule, loyalty_weight, prestige_weight, distance_weight, names, state, polity
        )
        present, size = votes_present(state, polity, body), votes_of_body(state, polity, body)
        elected = VACANT
        for number_of_ballot in range(int(ballots)):
            votes = np.zeros(people, np.int64)
            _ballot(
                rule,
                number_of_ballot,
                eligible,
                names,
                attractions,
                momentum,
                votes,
                state,
                polity,
                draw,
            )
            best = most_voted(votes, EQUAL, rule * 64 + number_of_ballot, draw)
            if best >= 0 and carried_alone(polity, rule, body, votes[best], present, size):
                elected = best
                break
            if best < 0:
                break  # nobody may stand, or nobody is there to vote: another ballot is no other
            for name in range(people):
                if votes[name] > 0:  # no vote leaves the momentum as it is
                    momentum[name] *= exponential(bandwagon * logarithm(votes[name] + 1.0))
        if elected != VACANT:
            seat_person(state, office, elected, VACANT)
        elif holder != VACANT:
            vacate(state, office)
