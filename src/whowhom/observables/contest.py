"""The contest for leadership, and what the tiers send up."""

from __future__ import annotations

from typing import Any

from whowhom.core.observable import observable
from whowhom.core.state import VACANT


@observable(
    needs=("body",), unit="person", says="Who has most power in the body: the number of the person, or -1."
)
def strongest(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the member with the greatest power; the first of equals."""
    first = polity.body_first[arguments[0]]
    best = VACANT
    most = 0.0
    for seat in range(first, first + state.bodies.size[arguments[0]]):
        person = state.seats.holder[seat]
        if person != VACANT and float(state.people.power[person]) > most:
            most = float(state.people.power[person])
            best = person
    out[0] = best


@observable(
    unit="share",
    dimension="tiers",
    says="Mean share of the challenger over places, from the members up to the top.",
)
def tier_share(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the mean over all places for each tier."""
    places, tiers = state.places.tier_share.shape
    for tier in range(tiers):
        total = 0.0
        for place in range(places):
            total += float(state.places.tier_share[place, tier])
        out[tier] = total / places if places > 0 else 0.0


@observable(
    needs=("place",),
    unit="share",
    dimension="tiers",
    says="Share of the challenger in one place, from the members up to the top.",
)
def tier_share_of(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the shares of one place."""
    for tier in range(state.places.tier_share.shape[1]):
        out[tier] = state.places.tier_share[arguments[0], tier]


@observable(
    unit="person", dimension="sides", width=2, says="Delegates at the top: for the line, for the challenger."
)
def delegates(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the sums over places."""
    for side in range(2):
        total = 0.0
        for place in range(state.places.delegates.shape[0]):
            total += float(state.places.delegates[place, side])
        out[side] = total
