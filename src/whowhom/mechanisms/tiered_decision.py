"""A decision that passes through tiers: each screens what the tier below let through, and may stop it late.

Of a campaign with T tiers, tier i (0 the lowest) decides in the month due - floor(lead (T - 1 - i)/(T - 1)):
the lowest `lead` months before the day, the highest in its month; a single tier `lead` months before. It
decides for it with chance

    logistic(bias + weight (pressure - resistance) + opinion m),

m the mean position of those who sit in the tier on the dimension named, nothing where none is named. `stage`
counts the tiers that were for it. With the lowest tier's yes the order to prepare goes out; the no of a
higher tier calls it back. It is decided for where stage = T: if all had the same chance f, with probability
f^T. A tier in which nobody sits decides nothing, and then nobody above it is asked. At weight = 0 neither
side matters.
While the rulers are not in power nothing is decided.
Does not model: votes inside a tier, amendments, a second try.
Source: Sah and Stiglitz 1986 for the screens.
"""

from __future__ import annotations

from typing import Any

from whowhom.core.draw import chance, streams
from whowhom.core.elementary import logistic
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, named, number
from whowhom.core.office import held_in
from whowhom.core.polity import MOST_TIERS
from whowhom.core.state import VACANT

(DECIDES,) = streams("tiered_decision", "decides")


class TieredDecision(Mechanism):
    """Screens in series, the last of them late."""

    dimension = named("dimension", says="on which +1 is for what is pressed for", required=False)
    lead = number(
        6.0,
        unit="month",
        low=0.0,
        high=120.0,
        prior="uniform(1, 12)",
        says="months before the day in which the lowest tier decides",
    )
    weight = number(
        4.0,
        unit="1",
        low=0.0,
        high=50.0,
        prior="uniform(1, 8)",
        says="log odds for one more unit of pressure less resistance",
    )
    bias = number(
        0.0,
        unit="1",
        low=-20.0,
        high=20.0,
        prior="normal(0, 0.5)",
        says="log odds where both sides are equal",
    )
    opinion = number(
        1.0,
        unit="1",
        low=0.0,
        high=50.0,
        prior="uniform(0, 2)",
        says="log odds for one unit of mean position",
    )

    writes = ("campaigns.stage", "campaigns.ordered", "campaigns.called_back")


@inner
def _tiers(campaign: int, polity: Any) -> int:
    """Return through how many bodies the campaign passes."""
    count = 0
    for tier in range(MOST_TIERS):
        if polity.campaign_tier[campaign * MOST_TIERS + tier] >= 0:
            count += 1
    return count


@inner
def _decides_in(tier: int, tiers: int, due: int, lead: float) -> int:
    """Return the month in which a tier decides, counted from the start."""
    if tiers <= 1:
        return due - int(lead)
    return due - int(lead * (tiers - 1 - tier) / (tiers - 1))


@inner
def _mean_position(body: int, dimension: int, state: Any, polity: Any) -> float:
    """Return the mean position of those who sit in a body."""
    total = 0.0
    first = polity.body_first[body]
    for seat in range(first, first + state.bodies.size[body]):
        holder = state.seats.holder[seat]
        if holder != VACANT:
            total += float(state.people.position[dimension, holder])
    return total / held_in(state, polity, body)


def step(
    dimension: float,
    lead: float,
    weight: float,
    bias: float,
    opinion: float,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Let the tiers decide whose month it is, lowest first."""
    if state.regime.in_power[0] <= 0.0:
        return
    pressed = state.campaigns
    for campaign in range(polity.campaign_from.size):
        tiers, due = _tiers(campaign, polity), int(polity.campaign_due[campaign])
        for tier in range(tiers):
            body = int(polity.campaign_tier[campaign * MOST_TIERS + tier])
            asked = int(pressed.stage[campaign]) == tier and pressed.called_back[campaign] <= 0.0
            in_time = _decides_in(tier, tiers, due, lead) == state.clock.month[0]
            if not asked or not in_time or held_in(state, polity, body) == 0:
                continue
            odds = bias + weight * float(pressed.pressure[campaign] - pressed.resistance[campaign])
            if dimension >= 0.0:
                odds += opinion * _mean_position(body, int(dimension), state, polity)
            if chance(draw, DECIDES, campaign * MOST_TIERS + tier, logistic(odds)):
                pressed.stage[campaign] = tier + 1
                pressed.ordered[campaign] = 1.0
            elif tier > 0:
                pressed.called_back[campaign] = 1.0
