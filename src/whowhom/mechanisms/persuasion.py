"""Persuasion among those who sit together: Friedkin and Johnsen's model, body by body.

Each month every member i of a body moves to

    x_i = lambda_i * sum_j w_j x_j + (1 - lambda_i) * anchor_i,

where the weights w are the members' prestige times voice, scaled to sum to one (members without prestige
count `floor`), lambda_i is his susceptibility and anchor_i the opinion he came with. Who sits in several
bodies listens in each in turn.
At susceptibility 0 nobody moves; at 1 it is DeGroot's model.
Does not model: whom one prefers to hear, bounded confidence, arguments.
Source: Friedkin and Johnsen 1999.
"""

from __future__ import annotations

from typing import Any

from whowhom.core.mechanism import Mechanism, number
from whowhom.core.state import VACANT


class Persuasion(Mechanism):
    """Opinions of people who sit in the same body."""

    floor = number(
        0.05,
        unit="share",
        low=0.0001,
        high=1.0,
        prior="uniform(0.01, 0.2)",
        says="weight of someone without prestige or voice",
    )

    writes = ("people.position",)


def step(floor: float, state: Any, polity: Any, draw: Any) -> None:
    """Let every body talk for a month."""
    people = state.people
    for body in range(polity.body_first.size):
        first = polity.body_first[body]
        last = first + state.bodies.size[body]
        for dimension in range(people.position.shape[0]):
            weight_sum = 0.0
            opinion_sum = 0.0
            for seat in range(first, last):
                person = state.seats.holder[seat]
                if person == VACANT:
                    continue
                weight = max(float(people.prestige[person]) * float(people.voice[person]), floor)
                weight_sum += weight
                opinion_sum += weight * float(people.position[dimension, person])
            if weight_sum <= 0.0:
                continue
            heard = opinion_sum / weight_sum
            for seat in range(first, last):
                person = state.seats.holder[seat]
                if person == VACANT:
                    continue
                open_mind = float(people.susceptibility[person])
                own = float(people.anchor[dimension, person])
                people.position[dimension, person] = open_mind * heard + (1.0 - open_mind) * own
