"""Collectivisation: holdings are forced in while the drive lasts and leave when it stops.

In each place that the rulers hold, with D = drive * hold, the share c of holdings in collectives moves by

    + pace * D * (1 - c)                    forced to join
    + exit * (1 - D) * (voluntary - c)      free to leave, or to join of their own will.

Of the draught animals the share slaughter * (newly forced) is killed rather than handed over. At drive = 0
holdings settle at `voluntary`; at pace = 0 nobody is forced. Out of power nothing happens.
Does not model: who is deported, the kind of collective, machines that replace animals, or joining by example.
Source: our own; a flow in and a flow out, each in proportion to those who can still go.
"""

from __future__ import annotations

from typing import Any

from whowhom.core.mechanism import Mechanism, number


class Collectivisation(Mechanism):
    """Holdings in collective farms, and what becomes of their animals."""

    pace = number(
        0.15,
        unit="1/month",
        low=0.0,
        high=1.0,
        prior="uniform(0.03, 0.3)",
        says="share of the holdings outside that a full drive brings in within a month",
    )
    exit = number(
        0.2,
        unit="1/month",
        low=0.0,
        high=1.0,
        prior="uniform(0.05, 0.5)",
        says="share of the way back to `voluntary` covered in a month without pressure",
    )
    voluntary = number(
        0.02,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0, 0.05)",
        says="share of holdings in collectives by their own will",
    )
    slaughter = number(
        0.5,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.2, 0.8)",
        says="share of its animals that a holding kills when it is forced to join",
    )

    writes = ("places.collective", "places.livestock")


def step(
    pace: float, exit: float, voluntary: float, slaughter: float, state: Any, polity: Any, draw: Any
) -> None:
    """Force in, let out, and slaughter for a month."""
    if state.regime.in_power[0] <= 0.0:
        return
    places = state.places
    for place in range(places.collective.size):
        if polity.place_from[place] > state.clock.month[0] or polity.place_output[place] <= 0.0:
            continue
        drive = float(state.regime.drive[0] * places.hold[place])
        share = float(places.collective[place])
        forced = pace * drive * (1.0 - share)
        share += forced + exit * (1.0 - drive) * (voluntary - share)
        places.collective[place] = min(max(share, 0.0), 1.0)
        places.livestock[place] = float(places.livestock[place]) * (1.0 - slaughter * forced)
