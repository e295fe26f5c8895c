"""Talks on sharing the government, in good faith or to gain time, with an outside option that improves.

Before the rulers rule nobody of these parties has office. With faith "none" they then take it all at once.
Otherwise talks begin: each legal party is offered office by its mandates, but the ruling party never less
than its outside option, the mean hold over the named places. From the second month on the others walk out
with probability `walkout`, and then the ruling party rules alone. In good faith the talks end with
probability `agreement` in a month: a delegate of party i, drawn by mandates, proposes, and by Baron and
Ferejohn's closed rule, its partners drawn among all delegates, the parties get together

    office_i = 1 - d (1 - m_i) / 2,   office_q = d m_q / 2 for the others,

again with the outside option as the least for the ruling party. In delay there is no agreement: the ruling
party rules alone once a month adds less than `least_gain` to its outside option. At walkout = 1 talks last
one month whatever the faith.
Does not model: coalitions that break up, terms of policy, talks that begin again.
Source: Baron and Ferejohn 1989 for the division; talks as delay are our own.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from whowhom.core.draw import chance, choose, streams
from whowhom.core.government import mean_hold, ruling_party
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, named, number, word

PROPOSES, AGREES, WALKS = streams("coalition_bargaining", "proposes", "agrees", "walks")
DELAY, GOOD_FAITH, NONE = 0, 1, 2
BEFORE, TALKS, OVER = 0.0, 1.0, 2.0
STAGE, OUTSIDE = 0, 1
"""Private memory: how far the talks are; the outside option of the last month."""
ROUNDING = 1e-6
"""Of the private memory, which is kept in 32 bits."""


class CoalitionBargaining(Mechanism):
    """Office offered, agreed, or kept."""

    faith = word(
        "delay",
        choices=("delay", "good_faith", "none"),
        says="whether the ruling party talks to gain time, to agree, or not at all",
    )
    places = named("places", says="the places whose hold is the ruling party's outside option")
    discount = number(
        0.9,
        unit="1",
        low=0.0,
        high=1.0,
        prior="uniform(0.5, 1.0)",
        says="worth of a month's delay in the eyes of delegates",
    )
    agreement = number(
        0.7,
        unit="probability per month",
        low=0.0,
        high=1.0,
        prior="uniform(0.2, 1.0)",
        says="chance that talks in good faith end in a month",
    )
    walkout = number(
        0.3,
        unit="probability per month",
        low=0.0,
        high=1.0,
        prior="uniform(0.0, 0.9)",
        says="chance that the others leave the talks in a month",
    )
    least_gain = number(
        0.02,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.0, 0.1)",
        says="gain of the outside option for which it is worth to go on talking",
    )

    memory = ("fixed", 2)
    writes = ("parties.office",)


@inner
def _mandates(state: Any, polity: Any) -> Any:
    """Return the shares of the legal parties among their delegates; none where they have no delegates."""
    shares = np.zeros(polity.party_mandates.size, np.float64)
    total = 0.0
    for party in range(shares.size):
        if float(state.parties.legal[party]) > 0.0:
            shares[party] = polity.party_mandates[party]
            total += shares[party]
    for party in range(shares.size):
        shares[party] = shares[party] / total if total > 0.0 else 0.0
    return shares


@inner
def _share_out(shares: Any, ruling: int, outside: float, state: Any) -> None:
    """Write the division, the ruling party with its outside option at least; one with nobody else has all."""
    others = 1.0 - shares[ruling]
    own = max(shares[ruling], min(outside, 1.0))
    if others <= 0.0:
        own = 1.0
    for party in range(shares.size):
        kept = 0.0 if others <= 0.0 else shares[party] * (1.0 - own) / others
        state.parties.office[party] = min(max(own if party == ruling else kept, 0.0), 1.0)


@inner
def _closed_rule(shares: Any, discount: float, draw: Any) -> Any:
    """Return what the parties get when a delegate drawn by mandates proposes."""
    proposer = choose(draw, PROPOSES, 0, shares)
    got = np.zeros(shares.size, np.float64)
    for party in range(shares.size):
        got[party] = 0.5 * discount * shares[party]
    if proposer >= 0:
        got[proposer] = 1.0 - 0.5 * discount * (1.0 - shares[proposer])
    return got


def step(
    faith: float,
    places: float,
    discount: float,
    agreement: float,
    walkout: float,
    least_gain: float,
    memory: Any,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Offer, agree or end."""
    ruling = ruling_party(polity)
    if ruling < 0:
        return
    if float(state.regime.in_power[0]) <= 0.0:
        memory[STAGE] = BEFORE
        for party in range(state.parties.office.size):
            state.parties.office[party] = 0.0
        return
    if memory[STAGE] == OVER:
        return
    shares = _mandates(state, polity)
    outside = mean_hold(state, polity, int(places))
    gained = outside - float(memory[OUTSIDE])
    first = memory[STAGE] == BEFORE
    memory[STAGE] = TALKS
    memory[OUTSIDE] = outside
    alone = faith == NONE or shares[ruling] <= 0.0 or shares[ruling] >= 1.0
    if not first and not alone:
        alone = (faith == DELAY and gained < least_gain - ROUNDING) or chance(draw, WALKS, 0, walkout)
    if alone:
        memory[STAGE] = OVER
        outside = 1.0
    elif faith == GOOD_FAITH and not first and chance(draw, AGREES, 0, agreement):
        memory[STAGE] = OVER
        shares = _closed_rule(shares, discount, draw)
    _share_out(shares, ruling, outside, state)
