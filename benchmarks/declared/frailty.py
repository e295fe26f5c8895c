"""Step 3 of the declared model: health declines, and the frail die more often."""

from __future__ import annotations

from typing import Any

import numpy as np

from whowhom.core.dense import ZERO, exponential32, fill_uniform, rows
from whowhom.core.draw import streams
from whowhom.core.mechanism import Mechanism, number

DECLINE, DEATH = streams("declared", "decline", "death")


class Frailty(Mechanism):
    """Decline of health (`people.voice`) and death by it.

    `regime.purged` counts the dead of the month.
    """

    decline_least = number(
        0.002, unit="1", low=0.0, high=1.0, prior="uniform(0.001, 0.004)", says="least decline in a month"
    )
    decline_spread = number(
        0.002, unit="1", low=0.0, high=1.0, prior="uniform(0.001, 0.004)", says="greatest further decline"
    )
    hazard_least = number(
        0.0005,
        unit="probability",
        low=0.0,
        high=1.0,
        prior="uniform(0, 0.001)",
        says="hazard whatever the health",
    )
    hazard_scale = number(
        0.03, unit="probability", low=0.0, high=1.0, prior="uniform(0.01, 0.06)", says="hazard at health 0"
    )
    steepness = number(
        6.0, unit="1", low=0.0, high=8.0, prior="uniform(4, 8)", says="fall of the hazard with health"
    )

    writes = ("people.voice", "people.alive", "regime.purged")


def step(
    decline_least: float,
    decline_spread: float,
    hazard_least: float,
    hazard_scale: float,
    steepness: float,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Let health decline and people die; the dead are replaced before the month is over."""
    health, alive = state.people.voice, state.people.alive
    n = health.size
    spare = rows(2, n)
    lost, luck = spare[0, :n], spare[1, :n]
    least, spread = np.float32(decline_least), np.float32(decline_spread)
    floor, scale, slope = np.float32(hazard_least), np.float32(hazard_scale), -np.float32(steepness)
    fill_uniform(draw, DECLINE, 0, lost)
    fill_uniform(draw, DEATH, 0, luck)
    for i in range(n):
        left = health[i] - (least + spread * lost[i])
        health[i] = left if left > ZERO else ZERO
    count = np.int32(0)
    for i in range(n):
        lives = np.int32(0) if luck[i] < floor + scale * exponential32(slope * health[i]) else np.int32(1)
        alive[i] = lives
        count += lives
    state.regime.purged[0] = np.float32(n - count)
