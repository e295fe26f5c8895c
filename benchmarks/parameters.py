"""Numbers of the declared model (benchmarks/declared_model.md), shared by every version of it.

Every number here is an assumption of a benchmark: it says nothing about any institution. Needs NumPy alone,
so that a version can run in an environment without the library.
"""

from __future__ import annotations

import numpy as np

PEOPLE, PLACES, MONTHS = 300, 80, 600
INDICATORS, GROUPS, CURRENTS, OFFICES = 10, 20, 4, 7
CANDIDATES, PARTNERS = 8, 4

POSITION_0 = (-0.5, 0.5, -0.5, 0.5)
POSITION_1 = (-0.5, -0.5, 0.5, 0.5)
"""Where the four currents stand in the plane of opinion."""

PERSISTENCE, SHOCK = 0.9, 0.1
MOOD_RATE, MOOD_NOISE = 0.1, 0.02
DISCONTENT_LEVEL, ECONOMY_EFFECT, SUPPORT_EFFECT = 0.5, 0.5, 0.2

DECLINE_LEAST, DECLINE_SPREAD = 0.002, 0.002
HAZARD_LEAST, HAZARD_SCALE, HAZARD_STEEPNESS = 0.0005, 0.03, 6.0

CONFIDENCE, PRESTIGE_FLOOR = 0.5, 0.2
"""Squared distance beyond which nobody is heard, and the weight of a voice without prestige."""
PERSUASION, PATRON_PULL, OPINION_NOISE = 0.05, 0.02, 0.02

LOYALTY_RATE, LOYALTY_STEEPNESS, LOYALTY_START, LOYALTY_SEATED = 0.05, 2.0, 0.5, 0.8
PRESTIGE_RATE, COMPETENCE_SHARE, CLIENT_SHARE, CLIENT_HALF = 0.1, 0.5, 0.5, 10.0

ROTATION = 0.01
COMPETENCE_WEIGHT, DISTANCE_WEIGHT, PRESTIGE_WEIGHT, GUMBEL_WEIGHT = 0.7, 0.3, 0.2, 0.3

LEANING_RATE, LEANING_NOISE = 0.1, 0.1
SECRETARY_LEVEL, SECRETARY_SLOPE, OPPOSITION_SHARE = 0.5, 0.25, 0.25

ELECTION_PERIOD, TIER_SIZES, SECRETARY_BIAS = 12, (200, 50, 12), 0.3
SLATE_LEAST, SLATE_SIZES, SLATE_NOISE, MACHINE_BONUS, VOTE_LOYALTY = 25, 26, 0.2, 0.2, 0.3

NORMAL_CENTRE = 510.0
NORMAL_SCALE = float(np.float32(1.0 / np.sqrt(21845.0)))
"""A standard normal is the sum of the four bytes of one word, minus 510, over its standard deviation."""

OUTPUTS = (
    "mean economy",
    "mean discontent",
    "mean support",
    "share dying",
    "mean health",
    "mean opinion 0",
    "mean opinion 1",
    "mean squared opinion",
    "mean loyalty",
    "mean prestige",
    "greatest prestige",
    "client share of the secretary",
    "client share of the leader",
    "greatest client share",
    "share of seats vacated",
    "mean competence of the seated",
    "mean loyalty of the seated",
    "share of the seated whose patron is the leader",
    "mean leaning to the leader's current",
    "congress share of the leader's current",
    "leader",
)

ACTOR_OUTPUTS = (3, 4, 5, 6, 7, 8, 9, 10, 12, 13)
"""The outputs that steps 3 to 8 determine: those of the actors, without seats, places and groups."""
