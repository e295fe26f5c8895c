"""Requisition: who gets the grain each month, by force, tax, sale or private trade, and who goes hungry.

Quantities are million tonnes a month. In a place with normal output Y and hold h of the rulers (0 when they
are not in power), `left` months before the next harvest, producers need N = need * members / 12. They hide
z = conceal * hostility * (1 - c) of the stock S. They expect this month's levy g in each month to come, and
save G = g (left - 1) / left for it. Ready for sale is max(0, S / left - N - G). In order:

1. free trade, in the part 1 - h: producers sell what is ready as far as the consumers of that part need it.
2. levy, in the part h, without pay: extraction * Y / 12, of which only `tax` when it is not forced; at most
   (1 - z) S h.
3. purchase, in the part h, when it is not forced: price^response of what is ready, as far as consumers,
   the army and export need it beside the levy; paid at `price` of its worth.
4. the army takes army * war of what arrived, export takes export * drive * Y / 12, consumers the rest.
5. private trade brings consumers `seepage` of what they still lack, from what is ready, fully paid.
6. producers eat min(N, max(0, S / left - G)). With lack = 1 - eaten / N and hunger the part of it above
   `spare`, (lack - spare) / (1 - spare) or 0, deaths * hunger^2 * members die: food in a place is uneven.

`ration` is what consumers got against their need, mixed from both parts by hold; `kept` falls by what left
unpaid against the last harvest. Grain is conserved: stock before = stock after + taken + eaten; so are
people: members + dead. At extraction = 0 and price = 1 all trade is free; at deaths = 0 nobody dies.
Does not model: transport, distance from the fields, reserves of the rulers, flight from towns, births,
trade between villages, deaths of consumers.
Source: our own accounting; hiding and the price of sale as in Sah and Stiglitz 1984 only by their signs.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from whowhom.core.elementary import power
from whowhom.core.grain import eat, leave, sell
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, named, number

PERSONS_TO_MONTHLY_TONNES = 1e-6 / 12.0
"""Million tonnes a month for each person and tonne a year."""


class Requisition(Mechanism):
    """The grain that leaves the producers, the rations of the others, and hunger."""

    producers = named("public", says="who grow the grain")
    consumers = named("public", says="who are fed by others")
    more = named("public", says="who are fed by others too", required=False)
    others = named("public", says="who are fed by others as well", required=False)
    month = number(
        8.0,
        unit="1",
        low=1.0,
        high=12.0,
        source="document",
        says="calendar month of the harvest, 1 for January",
    )
    need = number(
        0.44,
        unit="1",
        low=0.0,
        high=5.0,
        prior="uniform(0.36, 0.5)",
        says="tonnes a year for each producer in a normal year, with seed and feed",
    )
    town_need = number(
        0.24,
        unit="1",
        low=0.0,
        high=5.0,
        prior="uniform(0.18, 0.3)",
        says="tonnes a year for each person fed by others",
    )
    fed_with = number(
        1.0,
        unit="1",
        low=0.0,
        high=100.0,
        source="document",
        says="persons to be fed for each member of the consuming publics, himself included",
    )
    conceal = number(
        0.3,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.1, 0.6)",
        says="share of the stock that wholly hostile producers outside collectives hide",
    )
    tax = number(
        0.5,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.3, 0.8)",
        says="share of what is asked for that is a tax when grain is not taken by force",
    )
    price = number(
        0.9,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.6, 1)",
        says="what the rulers pay for bought grain against its worth",
    )
    response = number(
        0.6,
        unit="1",
        low=0.0,
        high=3.0,
        prior="uniform(0.1, 1.2)",
        says="elasticity in that price of what is offered",
    )
    army = number(
        0.3,
        unit="share",
        low=0.0,
        high=0.9,
        prior="uniform(0.1, 0.5)",
        says="share of what arrives that feeds the army in a war that ties up everything",
    )
    export = number(
        0.07,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.02, 0.12)",
        says="share of a normal harvest that goes abroad in a year of full drive",
    )
    seepage = number(
        0.4,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.2, 0.6)",
        says="share of what consumers lack that private trade tries to bring",
    )
    spare = number(
        0.45,
        unit="share",
        low=0.0,
        high=0.95,
        prior="uniform(0.3, 0.55)",
        says="share of the producers' need, seed and feed, that can be forgone without hunger",
    )
    deaths = number(
        0.2,
        unit="1/month",
        low=0.0,
        high=1.0,
        prior="lognormal(0.2, 0.6)",
        says="share of those without any food who die in a month",
    )

    writes = (
        "places.stock",
        "places.taken",
        "places.kept",
        "places.ration",
        "places.dead",
        "publics.members",
    )


@inner
def _needs(
    producers: float,
    consumers: float,
    more: float,
    others: float,
    need: float,
    town_need: float,
    state: Any,
    polity: Any,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return by place how far the rulers hold it, and a month's need of the producers and of the others."""
    size = state.places.stock.size
    hold, village, town = np.zeros(size), np.zeros(size), np.zeros(size)
    for place in range(size):
        if polity.place_from[place] > state.clock.month[0]:
            continue
        if state.regime.in_power[0] > 0.0:
            hold[place] = float(state.places.hold[place])
        members = float(state.publics.members[int(producers), place])
        village[place] = need * PERSONS_TO_MONTHLY_TONNES * members
        for public in (int(consumers), int(more), int(others)):
            if public >= 0:
                members = float(state.publics.members[public, place])
                town[place] += town_need * PERSONS_TO_MONTHLY_TONNES * members
    return hold, village, town


@inner
def _levy(
    grow: int,
    conceal: float,
    tax: float,
    hold: NDArray[np.float64],
    levied: NDArray[np.float64],
    state: Any,
    polity: Any,
) -> float:
    """Take what is asked for from what is not hidden, note it by place, and return how much came."""
    places = state.places
    rate = float(state.regime.extraction[0]) * (1.0 if state.regime.forced[0] > 0.5 else tax) / 12.0
    came = 0.0
    for place in range(hold.size):
        if hold[place] > 0.0 and rate > 0.0:
            hostility = float(state.publics.hostility[grow, place])
            hidden = conceal * hostility * (1.0 - float(places.collective[place]))
            found = (1.0 - hidden) * float(places.stock[place])
            asked = rate * polity.place_output[place]
            levied[place] = leave(place, min(asked, found) * hold[place], 0.0, state)
            came += levied[place]
    return came


@inner
def _feed_towns(
    grow: int,
    left: int,
    wanted: float,
    rules: tuple[float, ...],
    hold: NDArray[np.float64],
    village: NDArray[np.float64],
    later: NDArray[np.float64],
    state: Any,
    polity: Any,
) -> float:
    """Levy and buy for what the rulers hold, and return what consumers there get.

    Writes into `later` what producers save each month for the levies still to come.
    """
    conceal, tax, price, response, army, export, seepage = rules
    abroad = 0.0
    for place in range(hold.size):
        abroad += export * float(state.regime.drive[0]) * hold[place] * polity.place_output[place] / 12.0
    to_army = army * float(state.regime.war[0])
    came = _levy(grow, conceal, tax, hold, later, state, polity)
    reserve = np.zeros(hold.size, np.float64)
    for place in range(hold.size):
        later[place] *= (left - 1.0) / left
        reserve[place] = village[place] + later[place]
    if state.regime.forced[0] <= 0.5:
        missing = (wanted + abroad) / (1.0 - to_army) - came
        came += sell(missing, power(price, response), price, left, hold, reserve, state)
    got = max(came * (1.0 - to_army) - abroad, 0.0)
    return got + sell(seepage * (wanted - got), 1.0, 1.0, left, hold, reserve, state)


def step(
    producers: float,
    consumers: float,
    more: float,
    others: float,
    month: float,
    need: float,
    town_need: float,
    fed_with: float,
    conceal: float,
    tax: float,
    price: float,
    response: float,
    army: float,
    export: float,
    seepage: float,
    spare: float,
    deaths: float,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Share out the grain of a month."""
    now = state.clock.month[0]
    grow = int(producers)
    size = state.places.stock.size
    left = (int(month) - 1 - polity.month_of_year[0] - now) % 12
    left = left if left > 0 else 12
    hold, village, town = _needs(
        producers, consumers, more, others, need, town_need * fed_with, state, polity
    )
    free = np.zeros(size, np.float64)
    wanted_held = wanted_free = 0.0
    for place in range(size):
        if polity.place_from[place] <= now:
            free[place] = 1.0 - hold[place]
            wanted_held += hold[place] * town[place]
            wanted_free += free[place] * town[place]
    sold = sell(wanted_free, 1.0, 1.0, left, free, village, state)
    rules = (conceal, tax, price, response, army, export, seepage)
    later = np.zeros(size, np.float64)
    got = _feed_towns(grow, left, wanted_held, rules, hold, village, later, state, polity)
    ration_held = min(got / wanted_held, 1.0) if wanted_held > 0.0 else 1.0
    ration_free = min(sold / wanted_free, 1.0) if wanted_free > 0.0 else 1.0
    for place in range(size):
        if polity.place_from[place] <= now:
            ration = hold[place] * ration_held + free[place] * ration_free
            state.places.ration[place] = min(max(ration, 0.0), 1.0)
    eat(grow, left, spare, deaths, village, later, state)
