"""The 21 outputs of the declared model, as one observable in the order of `parameters.OUTPUTS`.

`actors` records those of `parameters.ACTOR_OUTPUTS` alone, for a model without seats, places and groups.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from whowhom.core.dense import ONE, ZERO, lane_sum
from whowhom.core.kernel import inner
from whowhom.core.observable import observable

INDICATORS, GROUPS = 10, 20
DELEGATES = np.float32(12.0)
OFFICES = 1


@inner
def mean_square(x_0: Any, x_1: Any) -> Any:
    """Return the mean squared length of the opinions."""
    squares = np.empty(x_0.size, np.float32)
    for i in range(squares.size):
        squares[i] = x_0[i] * x_0[i] + x_1[i] * x_1[i]
    return lane_sum(squares) / np.float32(squares.size)


@inner
def greatest_of(values: Any) -> Any:
    """Return the greatest value, at least 0."""
    top = ZERO
    for i in range(values.size):
        top = values[i] if values[i] > top else top
    return top


@inner
def about_actors(out: Any, people: Any, died: Any, leader: int) -> None:
    """Write outputs 3 to 10, 12 and 13: means over the actors, and their greatest."""
    count = np.float32(people.alive.size)
    x_0, x_1 = people.position[0], people.position[1]
    out[3] = died / count
    out[4] = lane_sum(people.voice) / count
    out[5] = lane_sum(x_0) / count
    out[6] = lane_sum(x_1) / count
    out[7] = mean_square(x_0, x_1)
    out[8] = lane_sum(people.loyalty) / count
    out[9] = lane_sum(people.prestige) / count
    out[10] = greatest_of(people.prestige)
    out[12] = people.power[leader] / count
    out[13] = greatest_of(people.power) / count


@inner
def about_seated(out: Any, holder: Any, competence: Any, loyalty: Any, patron: Any, leader: int) -> None:
    """Write outputs 15 to 17: means over the seated."""
    skill, trust, own = ZERO, ZERO, ZERO
    for s in range(holder.size):
        who = np.uint32(holder[s])
        skill += competence[who]
        trust += loyalty[who]
        own += ONE if patron[who] == leader else ZERO
    seats = np.float32(holder.size)
    out[15] = skill / seats
    out[16] = trust / seats
    out[17] = own / seats


@observable(unit="1", dimension="statistic", width=21, says="The 21 outputs of the declared model.")
def outputs(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write one month's outputs."""
    people, publics, regime, holder = state.people, state.publics, state.regime, state.seats.holder
    leader = int(regime.personal[0])
    about_actors(out, people, regime.purged[0], leader)
    out[0] = lane_sum(state.places.harvest[:INDICATORS]) / np.float32(INDICATORS)
    out[1] = lane_sum(publics.grievance[0, :GROUPS]) / np.float32(GROUPS)
    out[2] = lane_sum(publics.support[0, :GROUPS]) / np.float32(GROUPS)
    out[11] = people.power[holder[polity.body_first[OFFICES]]] / np.float32(people.alive.size)
    out[14] = regime.concessions[0] / np.float32(holder.size)
    about_seated(out, holder, people.competence, people.loyalty, people.patron, leader)
    places = np.float32(publics.leaning.shape[1])
    out[18] = lane_sum(publics.leaning[leader]) / places
    out[19] = state.places.delegates[leader, 0] / (DELEGATES * places)
    out[20] = regime.personal[0]


@observable(unit="1", dimension="statistic", width=21, says="Outputs of the actors of the declared model.")
def actors(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write what steps 3 to 8 determine, and 0 for the rest."""
    about_actors(out, state.people, state.regime.purged[0], int(state.regime.personal[0]))
