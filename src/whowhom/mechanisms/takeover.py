"""Taking over the country: places that the rulers do not yet hold are taken month by month.

In each place of the named set that exists and is held less than fully the rulers win with probability

    pace x^r / (x^r + y^r),   x = S + troops (1 - war),   y = (1 - S) (1 - deference authority) (1 - truce o),

where S is the support in the named publics there, o the share of the government that other parties hold or,
while talks go on, are offered, and r `decisiveness`. A place that is won is held fully.
Nothing happens while they do not rule. At pace = 0 nothing is ever taken; at truce = 0 talks gain no time.
Does not model: places that are lost again, troops that are used up, the way from one place to another.
Source: Tullock 1980 for the contest; that open resistance falls with borrowed authority follows Kuran 1991.
"""

from __future__ import annotations

from typing import Any

from whowhom.core.draw import chance, streams
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, named, number
from whowhom.theory.contest import win_probability

(TAKEN,) = streams("takeover", "taken")


class Takeover(Mechanism):
    """Support, troops, borrowed authority and a truce against those who resist."""

    places = named("places", says="the places to be taken")
    public = named("public", says="whose support counts there")
    other_public = named("public", says="a second public whose support counts there", required=False)
    pace = number(
        0.5,
        unit="probability per month",
        low=0.0,
        high=1.0,
        prior="uniform(0.1, 1.0)",
        says="chance that an unopposed place is taken in a month",
    )
    troops = number(
        0.2,
        unit="1",
        low=0.0,
        high=10.0,
        prior="uniform(0.0, 0.5)",
        says="what can be sent to a place in peace, as support of so large a share of its people",
    )
    decisiveness = number(
        1.0, unit="1", low=0.0, high=20.0, prior="uniform(0.5, 3)", says="exponent of the contest for a place"
    )
    deference = number(
        0.5,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.0, 0.9)",
        says="part of the resistance that full authority keeps from showing itself",
    )
    truce = number(
        0.5,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.0, 0.9)",
        says="part of the resistance that rests while others hold, or are offered, the whole government",
    )

    writes = ("places.hold",)


@inner
def _support(public: int, other: int, place: int, state: Any) -> float:
    """Return the support in one or two publics of a place by their members; 0 where nobody lives."""
    publics = state.publics
    members = publics.members[public, place]
    backing = members * publics.support[public, place]
    if other >= 0 and other != public:
        members += publics.members[other, place]
        backing += publics.members[other, place] * publics.support[other, place]
    return float(backing / members) if members > 0.0 else 0.0


@inner
def _office_of_others(state: Any, polity: Any) -> float:
    """Return the share of the government that parties other than the ruling one have or are offered."""
    others = 0.0
    for party in range(polity.party_ruling.size):
        if polity.party_ruling[party] == 0:
            others += float(state.parties.office[party])
    return min(others, 1.0)


def step(
    places: float,
    public: float,
    other_public: float,
    pace: float,
    troops: float,
    decisiveness: float,
    deference: float,
    truce: float,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Try every place that is not yet held."""
    if float(state.regime.in_power[0]) <= 0.0:
        return
    month = state.clock.month[0]
    sent = troops * (1.0 - float(state.regime.war[0]))
    shown = 1.0 - deference * float(state.regime.authority[0])
    shown *= 1.0 - truce * _office_of_others(state, polity)
    for place in range(state.places.hold.size):
        if polity.place_set[place] != int(places) or polity.place_from[place] > month:
            continue
        if float(state.places.hold[place]) >= 1.0:
            continue
        support = _support(int(public), int(other_public), place, state)
        wins = win_probability(support + sent, (1.0 - support) * shown, decisiveness)
        if chance(draw, TAKEN, place, pace * wins):
            state.places.hold[place] = 1.0
