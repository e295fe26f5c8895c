"""Step 5 of the declared model: everybody hears four others and his patron, all at once."""

from __future__ import annotations

from typing import Any

import numpy as np

from whowhom.core.dense import ONE, ZERO, clip, fill_normal, fill_whole, gather, rows
from whowhom.core.draw import streams
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, number

PARTNER, OPINION_NOISE = streams("declared", "partner", "opinion_noise")
PARTNERS = 4


class Hearing(Mechanism):
    """Bounded confidence, weighted by prestige, and the pull of the patron."""

    pace = number(
        0.05,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.02, 0.1)",
        says="share of the way to the voices heard",
    )
    patron_pull = number(
        0.02,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.01, 0.05)",
        says="share of the way to the patron",
    )
    noise = number(
        0.02,
        unit="1",
        low=0.0,
        high=1.0,
        prior="uniform(0.01, 0.05)",
        says="standard deviation of a month's shock",
    )
    confidence = number(
        0.5,
        unit="1",
        low=0.0,
        high=8.0,
        prior="uniform(0.2, 1)",
        says="squared distance beyond which nobody is heard",
    )
    floor = number(
        0.2, unit="1", low=0.0, high=1.0, prior="uniform(0.1, 0.4)", says="weight of a voice without prestige"
    )

    writes = ("people.position",)


@inner
def weigh(confidence: Any, floor: Any, heard: Any, own_0: Any, own_1: Any, at_0: Any, at_1: Any) -> None:
    """Turn gathered prestige into the weight of each voice, for one set of partners."""
    for i in range(heard.size):
        d_0, d_1 = at_0[i] - own_0[i], at_1[i] - own_1[i]
        weight = heard[i] + floor
        heard[i] = weight if d_0 * d_0 + d_1 * d_1 < confidence else ZERO


@inner
def pull(total: Any, heard: Any, at: Any, own: Any) -> None:
    """Add the weighted pull of one set of partners along one dimension of opinion."""
    for i in range(total.size):
        total[i] += heard[i] * (at[i] - own[i])


@inner
def move(
    pace: Any,
    patron_pull: Any,
    size: Any,
    own: Any,
    total: Any,
    weights: Any,
    at: Any,
    loyalty: Any,
    noise: Any,
) -> None:
    """Move everybody along one dimension of opinion."""
    for i in range(own.size):
        total[i] = pace * total[i] / (ONE + weights[i])
    for i in range(own.size):
        total[i] += patron_pull * loyalty[i] * (at[i] - own[i])
    for i in range(own.size):
        own[i] = clip(own[i] + total[i] + size * noise[i], -ONE, ONE)


def step(
    pace: float,
    patron_pull: float,
    noise: float,
    confidence: float,
    floor: float,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Hear four others and move."""
    people = state.people
    n = people.alive.size
    spare = rows(10, n)
    own_0, own_1 = people.position[0], people.position[1]
    total_0, total_1, weights = spare[0, :n], spare[1, :n], spare[2, :n]
    patron_0, patron_1, shock = spare[3, :n], spare[4, :n], spare[5, :n]
    at_0, at_1, heard = spare[6, :n], spare[7, :n], spare[8, :n]
    partner = spare[9, :n].view(np.uint32)
    for i in range(n):
        total_0[i] = ZERO
        total_1[i] = ZERO
        weights[i] = ZERO
    gather(own_0, people.patron, patron_0)
    gather(own_1, people.patron, patron_1)
    for m in range(PARTNERS):
        fill_whole(draw, PARTNER, m * n, n, partner)
        gather(own_0, partner, at_0)
        gather(own_1, partner, at_1)
        gather(people.prestige, partner, heard)
        weigh(np.float32(confidence), np.float32(floor), heard, own_0, own_1, at_0, at_1)
        pull(total_0, heard, at_0, own_0)
        pull(total_1, heard, at_1, own_1)
        for i in range(n):
            weights[i] += heard[i]
    near, far, size = np.float32(pace), np.float32(patron_pull), np.float32(noise)
    fill_normal(draw, OPINION_NOISE, 0, shock)
    move(near, far, size, own_0, total_0, weights, patron_0, people.loyalty, shock)
    fill_normal(draw, OPINION_NOISE, n, shock)
    move(near, far, size, own_1, total_1, weights, patron_1, people.loyalty, shock)
