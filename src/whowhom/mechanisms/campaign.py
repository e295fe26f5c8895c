"""A campaign: officials press for a decision, signers and readers resist it.

While a campaign goes on and the rulers are in power, with t months gone of T from its start to the day due,

    pressure   += pace (push ((1 - late) + late t/T) - pressure) + noise,
    resistance += rise x (1 - resistance) - forget resistance + noise',   x = w / (w + size),
    w = names of this month x prestige + reading x readers of the unofficial press.

The two noises are normal and independent, with one standard deviation `noise`. Both are kept within 0 and 1,
and are 0 before and after the campaign. At push = 0 nobody presses; at rise = 0 nobody resists.
Does not model: who the officials are, bargains between the sides, what is asked for.
Source: our own; the two sides are treated alike.
"""

from __future__ import annotations

from typing import Any

from whowhom.core.draw import normal, streams
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, number

FOR, AGAINST = streams("campaign", "for", "against")


class Campaign(Mechanism):
    """Pressure and resistance of every campaign."""

    push = number(
        0.7, unit="share", low=0.0, high=1.0, prior="uniform(0.3, 1)", says="pressure at the day due, in time"
    )
    pace = number(
        0.2,
        unit="1/month",
        low=0.0,
        high=1.0,
        prior="uniform(0.1, 0.4)",
        says="share of the way to it that is covered in a month",
    )
    late = number(
        0.5,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0, 1)",
        says="share of the push that comes only as the day draws near",
    )
    rise = number(
        0.15,
        unit="1/month",
        low=0.0,
        high=1.0,
        prior="uniform(0.05, 0.3)",
        says="resistance gained in a month of the loudest protest",
    )
    forget = number(
        0.03,
        unit="1/month",
        low=0.0,
        high=1.0,
        prior="uniform(0.01, 0.06)",
        says="share of the resistance that is lost in a month",
    )
    size = number(
        200.0,
        unit="person",
        low=1.0,
        high=1e6,
        prior="uniform(50, 500)",
        says="weight of names that counts half as much as the most",
    )
    prestige = number(
        3.0, unit="1", low=0.0, high=100.0, prior="uniform(1, 6)", says="weight of a name under a petition"
    )
    reading = number(
        0.01,
        unit="1",
        low=0.0,
        high=1.0,
        prior="uniform(0, 0.02)",
        says="weight of a reader of what is not printed",
    )
    noise = number(
        0.05,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0, 0.1)",
        says="standard deviation of a month's shock to either side",
    )

    writes = ("campaigns.pressure", "campaigns.resistance")


@inner
def _within(value: float) -> float:
    """Return the share that is nearest."""
    return min(max(value, 0.0), 1.0)


@inner
def _shock(noise: float, stream: int, campaign: int, draw: Any) -> float:
    """Return the luck of one side in this month."""
    return noise * normal(draw, stream, campaign) if noise > 0.0 else 0.0


def step(
    push: float,
    pace: float,
    late: float,
    rise: float,
    forget: float,
    size: float,
    prestige: float,
    reading: float,
    noise: float,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Press and resist for a month."""
    month = state.clock.month[0]
    weight = prestige * float(state.dissent.signatures[0]) + reading * float(state.dissent.press[0])
    heard = weight / (weight + size)
    for campaign in range(polity.campaign_from.size):
        begins, due = polity.campaign_from[campaign], polity.campaign_due[campaign]
        if month < begins or month > due or state.regime.in_power[0] <= 0.0:
            state.campaigns.pressure[campaign] = 0.0
            state.campaigns.resistance[campaign] = 0.0
            continue
        near = (month - begins) / (due - begins) if due > begins else 1.0
        pressure = float(state.campaigns.pressure[campaign])
        pressure += pace * (push * (1.0 - late + late * near) - pressure)
        resistance = float(state.campaigns.resistance[campaign])
        resistance += rise * heard * (1.0 - resistance) - forget * resistance
        state.campaigns.pressure[campaign] = _within(pressure + _shock(noise, FOR, campaign, draw))
        state.campaigns.resistance[campaign] = _within(resistance + _shock(noise, AGAINST, campaign, draw))
