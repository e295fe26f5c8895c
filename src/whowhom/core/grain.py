"""Grain that changes hands: it leaves a place, is sold by many places alike, or is eaten, and none is lost.

Quantities are million tonnes; L places. Used by the mechanisms that feed the country.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from whowhom.core.kernel import inner


@inner
def leave(place: int, amount: float, paid: float, state: Any) -> float:
    """Move grain out of the place, paid at a share of its worth, and return how much there was to move."""
    places = state.places
    stock = float(places.stock[place])
    amount = min(max(amount, 0.0), stock)
    places.stock[place] = stock - amount
    places.taken[place] = float(places.taken[place]) + amount
    reaped = float(places.harvest[place])
    if reaped > 0.0:
        kept = float(places.kept[place]) - amount * (1.0 - paid) / reaped
        places.kept[place] = min(max(kept, 0.0), 1.0)
    return amount


@inner
def sell(
    wanted: float,
    offer: float,
    paid: float,
    left: int,
    part: NDArray[np.float64],
    reserve: NDArray[np.float64],
    state: Any,
) -> float:
    """Let the parts of all places sell alike from what is ready, up to what is wanted; return the sale.

    Ready is a month's share of the stock above the reserve: what producers need and expect to give.
    """
    ready = np.zeros(part.size, np.float64)
    total = 0.0
    for place in range(part.size):
        spare = float(state.places.stock[place]) / left - reserve[place]
        ready[place] = offer * part[place] * max(spare, 0.0)
        total += ready[place]
    if total <= 0.0 or wanted <= 0.0:
        return 0.0
    share = min(1.0, wanted / total)
    sold = 0.0
    for place in range(part.size):
        if ready[place] > 0.0:
            sold += leave(place, ready[place] * share, paid, state)
    return sold


@inner
def eat(
    grow: int,
    left: int,
    spare: float,
    deaths: float,
    village: NDArray[np.float64],
    later: NDArray[np.float64],
    state: Any,
) -> None:
    """Feed the producers, who save for the months until the harvest and for what they will still give."""
    places = state.places
    for place in range(village.size):
        if village[place] <= 0.0:
            continue
        stock = float(places.stock[place])
        eaten = min(village[place], max(stock / left - later[place], 0.0))
        places.stock[place] = max(stock - eaten, 0.0)
        lack = 1.0 - eaten / village[place]
        hunger = max((lack - spare) / (1.0 - spare), 0.0)
        if hunger > 0.0:
            members = state.publics.members[grow, place]
            lost = min(deaths * hunger * hunger, 1.0) * float(members)
            state.publics.members[grow, place] = float(members) - lost
            places.dead[place] += members - state.publics.members[grow, place]
