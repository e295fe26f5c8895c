"""The rulers fall when the rising is stronger than they are.

The strength of the rulers is theta = quality troops / rising, with the troops at home that are free and obey,
and those in revolt in all places that have no government of their own. Each month they fall with the chance

    Phi((ln(1 - cost) - ln theta) / error),

that of the regime-change game when nobody's strength is known exactly. Without a rising they cannot fall;
without troops they fall at once; at cost = 1 they fall only then. After a fall they rule no more, and nothing
here puts anyone in their place.
Does not model: the capital against other places, a coup from within, who rules afterwards.
Source: Angeletos, Hellwig and Pavan 2007; the error is our own.
"""

from __future__ import annotations

from typing import Any

from whowhom.core.draw import chance, streams
from whowhom.core.force import free_troops_at_home, rising_at_home
from whowhom.core.mechanism import Mechanism, named, number
from whowhom.theory.regime_change import falling_chance

(FALLS,) = streams("overthrow", "falls")


class Overthrow(Mechanism):
    """The end of the rulers by revolt."""

    armed = named("public", says="who bear arms", required=False)
    quality = number(
        1.5,
        unit="1",
        low=0.0,
        high=20.0,
        prior="uniform(1, 3)",
        says="people in revolt that a soldier is worth",
    )
    cost = number(
        0.5,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.2, 0.8)",
        says="what a failed overthrow costs, of what is at stake",
    )
    error = number(
        0.7,
        unit="1",
        low=0.0,
        high=10.0,
        prior="uniform(0.3, 1.2)",
        says="standard deviation of the logarithm of strength",
    )

    writes = ("regime.in_power",)


def step(armed: float, quality: float, cost: float, error: float, state: Any, polity: Any, draw: Any) -> None:
    """Stand or fall."""
    rising = rising_at_home(state, polity)
    if state.regime.in_power[0] <= 0.0 or rising <= 0.0:
        return
    troops = free_troops_at_home(state, polity, int(armed))
    if chance(draw, FALLS, 0, falling_chance(quality * troops / rising, cost, error)):
        state.regime.in_power[0] = 0.0
