"""What no ruler chooses: the war of the day and the weather of the year.

The war is a number with dated changes, times `scale`, kept within 0 and 1. Each January one normal number z
is drawn for the whole country; with the spread s the yield of the year against a normal one is

    weather = exp(s z - s^2 / 2) * shock,

which is 1 on average, and `shock` has dated changes for droughts that the document knows of.
At spread = 0 and shock = 1 every year is normal; at scale = 0 there is no war. Until the first January the
weather is the shock alone.
Does not model: weather that runs in spells of years, or a war that depends on anything in the country.
Source: lognormal yields around a trend; the spread is measured from harvests per hectare.
"""

from __future__ import annotations

from typing import Any

from whowhom.core.draw import normal, streams
from whowhom.core.elementary import exponential
from whowhom.core.mechanism import Mechanism, number

(YEAR,) = streams("circumstances", "year")


class Circumstances(Mechanism):
    """The war and the weather."""

    war = number(
        0.0,
        unit="share",
        low=0.0,
        high=1.0,
        says="share of troops and resources that a war ties up, with dated changes",
    )
    scale = number(
        1.0,
        unit="1",
        low=0.0,
        high=3.0,
        prior="uniform(0.6, 1.4)",
        says="multiplies the war at every date",
    )
    spread = number(
        0.1,
        unit="1",
        low=0.0,
        high=1.0,
        prior="lognormal(0.1, 0.35)",
        says="standard deviation of the logarithm of the yield from year to year",
    )
    shock = number(
        1.0,
        unit="1",
        low=0.0,
        high=3.0,
        source="identity",
        says="multiplies the yield of the country, with dated changes",
    )

    writes = ("regime.war", "regime.weather")
    memory = ("fixed", 1)


def step(
    war: float, scale: float, spread: float, shock: float, memory: Any, state: Any, polity: Any, draw: Any
) -> None:
    """Look up the war, and draw the weather when a year begins."""
    if (polity.month_of_year[0] + state.clock.month[0]) % 12 == 0:
        memory[0] = normal(draw, YEAR, 0) if spread > 0.0 else 0.0
    luck = float(memory[0])
    # Before the first draw there is no luck, and so no correction of its mean either.
    correction = 0.5 * spread * spread if luck != 0.0 else 0.0
    state.regime.war[0] = min(max(war * scale, 0.0), 1.0)
    state.regime.weather[0] = exponential(spread * luck - correction) * shock
