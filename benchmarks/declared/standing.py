"""Steps 6 to 8 of the declared model: loyalty to the patron, clients counted, prestige."""

from __future__ import annotations

from typing import Any

import numpy as np

from whowhom.core.dense import ONE, ZERO, exponential32, gather, relax, rows
from whowhom.core.mechanism import Mechanism, number


class Standing(Mechanism):
    """Loyalty, clients (`people.power`) and prestige."""

    loyalty_rate = number(
        0.05,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.02, 0.1)",
        says="share of the way covered in a month",
    )
    steepness = number(
        2.0, unit="1", low=0.0, high=2.0, prior="uniform(1, 2)", says="fall of loyalty with squared distance"
    )
    prestige_rate = number(
        0.1,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.05, 0.2)",
        says="share of the way covered in a month",
    )
    competence_share = number(
        0.5, unit="1", low=0.0, high=1.0, prior="uniform(0.3, 0.7)", says="prestige of full competence"
    )
    client_share = number(
        0.5, unit="1", low=0.0, high=1.0, prior="uniform(0.3, 0.7)", says="prestige of very many clients"
    )
    client_half = number(
        10.0, unit="person", low=1.0, high=100.0, prior="uniform(5, 20)", says="clients that give half of it"
    )

    writes = ("people.loyalty", "people.power", "people.prestige")


def step(
    loyalty_rate: float,
    steepness: float,
    prestige_rate: float,
    competence_share: float,
    client_share: float,
    client_half: float,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Move loyalty and prestige by one month."""
    people = state.people
    n = people.alive.size
    spare = rows(2, n)
    own_0, own_1, clients = people.position[0], people.position[1], people.power
    near_0, near_1 = spare[0, :n], spare[1, :n]
    slope, half = -np.float32(steepness), np.float32(client_half)
    skill, following = np.float32(competence_share), np.float32(client_share)
    gather(own_0, people.patron, near_0)
    gather(own_1, people.patron, near_1)
    for i in range(n):
        d_0, d_1 = near_0[i] - own_0[i], near_1[i] - own_1[i]
        near_0[i] = exponential32(slope * (d_0 * d_0 + d_1 * d_1))
    relax(people.loyalty, near_0, np.float32(loyalty_rate))
    for i in range(n):
        clients[i] = ZERO
    for i in range(n):
        clients[np.uint32(people.patron[i])] += ONE
    for i in range(n):
        near_1[i] = skill * people.competence[i] + following * (clients[i] / (clients[i] + half))
    relax(people.prestige, near_1, np.float32(prestige_rate))
