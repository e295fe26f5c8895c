"""Steps 1 and 2 of the declared model: ten economic indicators, and the moods of twenty groups."""

from __future__ import annotations

from typing import Any

import numpy as np

from whowhom.core.dense import HALF, ONE, ZERO, clip, normal_of
from whowhom.core.draw import streams, word
from whowhom.core.mechanism import Mechanism, number

ECONOMY, DISCONTENT_NOISE, SUPPORT_NOISE = streams("declared", "economy", "discontent", "support")
INDICATORS, GROUPS = 10, 20


class Society(Mechanism):
    """Economy (`places.harvest`) and moods (`publics.grievance`, `publics.support`)."""

    persistence = number(
        0.9,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.8, 0.95)",
        says="share of last month's value kept",
    )
    shock = number(
        0.1,
        unit="1",
        low=0.0,
        high=1.0,
        prior="uniform(0.05, 0.2)",
        says="standard deviation of a month's shock",
    )

    rate = number(
        0.1,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.05, 0.2)",
        says="share of the way covered in a month",
    )
    noise = number(
        0.02,
        unit="1",
        low=0.0,
        high=1.0,
        prior="uniform(0.01, 0.05)",
        says="standard deviation of a month's shock",
    )
    level = number(0.5, unit="share", low=0.0, high=1.0, prior="uniform(0.3, 0.7)", says="discontent at rest")
    economy_effect = number(
        0.5,
        unit="1",
        low=0.0,
        high=2.0,
        prior="uniform(0.2, 0.8)",
        says="discontent taken away by the economy",
    )
    support_effect = number(
        0.2,
        unit="1",
        low=0.0,
        high=2.0,
        prior="uniform(0.1, 0.4)",
        says="discontent added by missing support",
    )

    writes = ("places.harvest", "publics.grievance", "publics.support")


def begin(
    persistence: float,
    shock: float,
    rate: float,
    noise: float,
    level: float,
    economy_effect: float,
    support_effect: float,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Start all moods in the middle."""
    for g in range(GROUPS):
        state.publics.grievance[0, g] = HALF
        state.publics.support[0, g] = HALF


def step(
    persistence: float,
    shock: float,
    rate: float,
    noise: float,
    level: float,
    economy_effect: float,
    support_effect: float,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Move the economy and the moods by one month."""
    kept, jolt = np.float32(persistence), np.float32(shock)
    pace, size, rest = np.float32(rate), np.float32(noise), np.float32(level)
    relief, neglect = np.float32(economy_effect), np.float32(support_effect)
    economy, discontent, support = state.places.harvest, state.publics.grievance[0], state.publics.support[0]
    for k in range(INDICATORS):
        economy[k] = kept * economy[k] + jolt * normal_of(word(draw, ECONOMY, k))
    for g in range(GROUPS):
        d, s = discontent[g], support[g]
        aim = rest - relief * economy[g % INDICATORS] + neglect * (HALF - s)
        noise_now = size * normal_of(word(draw, DISCONTENT_NOISE, g))
        d = clip(d + pace * (aim - d) + noise_now, ZERO, ONE)
        discontent[g] = d
        noise_now = size * normal_of(word(draw, SUPPORT_NOISE, g))
        support[g] = clip(s + pace * (ONE - d - s) + noise_now, ZERO, ONE)
