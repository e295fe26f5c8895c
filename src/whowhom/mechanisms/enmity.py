"""Enmity: what was taken without pay is remembered, and fades slowly.

In each place the hostility h of those who grow the grain moves each month by

    gain * (1 - kept) * (1 - h) + gain_of_drive * drive * (1 - c) * hold * (1 - h) - fade * h,

where 1 - kept is the share of the farm year's harvest lost unpaid so far, drive the force put into
collectivisation, 1 - c the holdings still outside, and fade = 1 - 2^(-1 / half_life). It stays within 0 and
1. With both gains at 0 it only fades; a constant loss u settles at gain u / (gain u + fade).
Does not model: enmity of those who do not grow grain, forgiveness, or memory handed down in families.
Source: our own; a stock that decays at a constant rate (theory/reputation).
"""

from __future__ import annotations

from typing import Any

from whowhom.core.elementary import exponential
from whowhom.core.mechanism import Mechanism, named, number

LN_2 = 0.6931471805599453


class Enmity(Mechanism):
    """Remembered enmity of the producers to the rulers."""

    producers = named("public", says="who grow the grain")
    gain = number(
        0.1,
        unit="1/month",
        low=0.0,
        high=1.0,
        prior="lognormal(0.1, 0.7)",
        says="enmity that a harvest wholly lost would raise in a month",
    )
    gain_of_drive = number(
        0.03,
        unit="1/month",
        low=0.0,
        high=1.0,
        prior="uniform(0, 0.1)",
        says="enmity that a full drive to collectives raises in a month where nobody has joined",
    )
    half_life = number(
        96.0,
        unit="month",
        low=1.0,
        high=2400.0,
        prior="lognormal(96, 0.8)",
        says="time in which enmity fades by half",
    )

    writes = ("publics.hostility",)


def step(
    producers: float,
    gain: float,
    gain_of_drive: float,
    half_life: float,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Remember and forget for a month."""
    grow = int(producers)
    if grow < 0:
        return
    places = state.places
    drive = float(state.regime.drive[0])
    fade = 1.0 - exponential(-LN_2 / half_life)
    for place in range(places.kept.size):
        if polity.place_from[place] > state.clock.month[0]:
            continue
        hostility = float(state.publics.hostility[grow, place])
        outside = (1.0 - float(places.collective[place])) * float(places.hold[place])
        raised = gain * (1.0 - float(places.kept[place])) + gain_of_drive * drive * outside
        hostility += raised * (1.0 - hostility) - fade * hostility
        state.publics.hostility[grow, place] = min(max(hostility, 0.0), 1.0)
