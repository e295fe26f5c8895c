"""Who acts openly against the rulers, and who of them takes arms: thresholds under the eyes of the police.

The thresholds of a public of a place are normal, with mean `mean` + `fear` P and deviation `spread`: each
acts once the share who act, r, and the push together reach his threshold. A month is `steps` rounds of

    r -> Phi((r + push - mean - fear P) / spread),
    push = aggrieved grievance + hostile hostility - loyal support - obedient authority,

and the share who act covers `pace` of the way to where the rounds end. P = 1 - e^(-reach C/A) is the arrest
to be reckoned with, C the free troops of the place and `example` times its part of those sentenced last
month, A those who act there, at least one person. Of those who act a share `arming_*` takes arms and is the
rising of the place.
Who has nothing to complain of does not act; nobody acts where nobody rules. At pace = 0 nobody joins or
leaves; with every arming at 0 nobody takes arms, and a revolt is a riot. A greater fear or mean never adds to
those who act, a greater grievance never takes from them.
A threshold is a share of the people, so that weights are not free: the priors leave room for a country where
hardly anybody acts at a full grievance, and for one where all do.
Does not model: leaders, news from other places, bands that go on when the crowd has gone home.
Sources: Granovetter 1978 and Kuran 1991 for thresholds; Epstein 2002 for P.
"""

from __future__ import annotations

from typing import Any

from whowhom.core.force import acting_in, exists, free_troops
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, named, number
from whowhom.theory.civil_violence import arrest_probability
from whowhom.theory.threshold_cascade import settled_share


class Unrest(Mechanism):
    """Cascades of open defiance by public and place."""

    producers = named("public", says="who grow the food", required=False)
    armed = named("public", says="who bear arms already", required=False)
    mean = number(0.8, unit="1", low=0.0, high=5.0, prior="uniform(0.7, 0.95)", says="mean threshold")
    spread = number(
        0.25,
        unit="1",
        low=0.0,
        high=5.0,
        prior="uniform(0.2, 0.3)",
        says="standard deviation of thresholds",
    )
    steps = number(
        3.0,
        unit="1",
        low=0.0,
        high=30.0,
        prior="uniform(1, 6)",
        says="rounds of looking at others in a month",
    )
    pace = number(
        0.6,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.3, 0.9)",
        says="share of the way to the end of the rounds covered in a month",
    )
    aggrieved = number(
        0.6, unit="1", low=0.0, high=2.0, prior="uniform(0.5, 0.7)", says="weight of grievance in the push"
    )
    hostile = number(
        0.3, unit="1", low=0.0, high=2.0, prior="uniform(0.2, 0.4)", says="weight of remembered hostility"
    )
    loyal = number(
        0.3, unit="1", low=0.0, high=2.0, prior="uniform(0.2, 0.4)", says="weight of support for the rulers"
    )
    obedient = number(
        0.1, unit="1", low=0.0, high=2.0, prior="uniform(0, 0.3)", says="weight of the authority of a label"
    )
    fear = number(
        0.2,
        unit="1",
        low=0.0,
        high=2.0,
        prior="uniform(0.1, 0.3)",
        says="what certain arrest adds to a threshold",
    )
    reach = number(
        2.3,
        unit="1",
        low=0.0,
        high=10.0,
        prior="uniform(0.5, 4)",
        says="exponent of arrest for one soldier on one who acts",
    )
    example = number(
        10.0,
        unit="1",
        low=0.0,
        high=1000.0,
        prior="uniform(1, 50)",
        says="soldiers that one sentence of last month is worth as a deterrent",
    )
    arming_producers = number(
        0.05,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.01, 0.15)",
        says="share of the producers who act that takes arms",
    )
    arming_armed = number(
        0.7,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.4, 1)",
        says="share of those who bear arms and act that turns them on the rulers",
    )
    arming_others = number(
        0.03,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.005, 0.1)",
        says="share of all others who act that takes arms",
    )

    writes = ("publics.active", "places.rising")


@inner
def _settle(
    public: int,
    place: int,
    mean: float,
    spread: float,
    steps: float,
    pace: float,
    push: float,
    state: Any,
) -> None:
    """Move the share who act towards where the rounds end."""
    now = float(state.publics.active[public, place])
    end = 0.0
    if float(state.publics.grievance[public, place]) > 0.0 and state.regime.in_power[0] > 0.0:
        end = settled_share(now, mean, spread, push, int(steps))
    if state.regime.in_power[0] <= 0.0 or float(state.publics.members[public, place]) <= 0.0:
        now = end = 0.0
    state.publics.active[public, place] = min(max(now + pace * (end - now), 0.0), 1.0)


def step(
    producers: float,
    armed: float,
    mean: float,
    spread: float,
    steps: float,
    pace: float,
    aggrieved: float,
    hostile: float,
    loyal: float,
    obedient: float,
    fear: float,
    reach: float,
    example: float,
    arming_producers: float,
    arming_armed: float,
    arming_others: float,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Look around, act, take arms."""
    publics, places = state.publics.members.shape
    acting = 0.0
    for place in range(places):
        acting += acting_in(state, place)
    warnings = example * float(state.regime.sentenced[0]) / max(acting, 1.0)
    for place in range(places):
        here = max(acting_in(state, place), 1.0)
        watch = free_troops(state, int(armed), place) + warnings * here
        threshold = mean + fear * arrest_probability(watch, here, reach)
        rising = 0.0
        for public in range(publics):
            if exists(state, polity, place):
                push = aggrieved * float(state.publics.grievance[public, place])
                push += hostile * float(state.publics.hostility[public, place])
                push -= loyal * float(state.publics.support[public, place])
                push -= obedient * float(state.regime.authority[0])
                _settle(public, place, threshold, spread, steps, pace, push, state)
            share = arming_others
            if public == int(armed):
                share = arming_armed
            elif public == int(producers):
                share = arming_producers
            crowd = float(state.publics.active[public, place] * state.publics.members[public, place])
            rising += share * crowd
        state.places.rising[place] = rising if rising >= 1.0 else 0.0
