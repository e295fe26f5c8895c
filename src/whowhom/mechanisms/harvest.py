"""The harvest: who keeps less of what he grows sows less.

In its calendar month, in every place with a normal output Y, with u the unpaid share of the last harvest
(1 - kept) and y that harvest against a normal one, the rate at which more grain is lost is

    r = u when grain is taxed and bought;  r = min(1, u y / (y - own)) when the surplus is confiscated,

because then nothing is lost up to `own`, what producers grow for themselves in any case. They want to sow
(output_under_norm, with a free output of 1)

    private = max(own, (1 - r)^elasticity) * (1 - war_loss * war),
    wanted  = (1 - c) * private + c,

where collectives (share c) sow what they are told. Sown area moves to it by `adjust`; then

    harvest = Y * sown * weather * own luck of the place * livestock^draught * (1 - loss * c).

It is added to what is left of the old stock after `spoiled`; a new farm year begins with nothing taken and
everything kept; livestock covers `recovery` of its distance from 1. At elasticity = 0, or own = 1, nobody
answers to what is taken; with patch = 0 places share the weather of the country.
At the start the last harvest was `opening` of a normal one, and the months since have eaten their part.
Does not model: labour (the dead are not missed in the field), other crops, better methods, prices of seed.
Source: constant-elasticity supply with a norm (theory/supply_response); range of the elasticity: Rao 1989;
partial adjustment of the sown area: Nerlove 1956.
"""

from __future__ import annotations

from typing import Any

from whowhom.core.draw import normal, streams
from whowhom.core.elementary import exponential, power
from whowhom.core.kernel import inner
from whowhom.core.mechanism import Mechanism, number
from whowhom.theory.supply_response import output_under_norm

(PLACE,) = streams("harvest", "place")


class Harvest(Mechanism):
    """Sowing, reaping, and the animals that pull the plough."""

    month = number(
        8.0,
        unit="1",
        low=1.0,
        high=12.0,
        source="document",
        says="calendar month of the harvest, 1 for January",
    )
    elasticity = number(
        0.4,
        unit="1",
        low=0.0,
        high=3.0,
        source="rao_1989",
        prior="uniform(0.1, 0.8)",
        says="elasticity of the sown area in the share of the harvest that is kept",
    )
    own = number(
        0.5,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.35, 0.65)",
        says="share of a normal harvest that producers grow for themselves whatever is taken",
    )
    adjust = number(
        0.7,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.4, 1)",
        says="share of the distance to the wanted sown area covered in a year",
    )
    war_loss = number(
        0.2,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.05, 0.4)",
        says="share of the sown area lost in a war that ties up everything",
    )
    loss = number(
        0.1,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0, 0.25)",
        says="yield that a collective farm loses against a private one",
    )
    patch = number(
        0.15,
        unit="1",
        low=0.0,
        high=1.0,
        prior="uniform(0.05, 0.3)",
        says="standard deviation of the logarithm of a place's own yield, beside that of the country",
    )
    draught = number(
        0.25,
        unit="1",
        low=0.0,
        high=2.0,
        prior="uniform(0.1, 0.5)",
        says="elasticity of the harvest in draught animals",
    )
    recovery = number(
        0.1,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.03, 0.2)",
        says="share of the missing livestock that is bred in a year",
    )
    spoiled = number(
        0.5,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.2, 0.8)",
        says="share of the grain left over at the harvest that spoils or is fed to animals",
    )
    opening = number(
        1.0,
        unit="share",
        low=0.0,
        high=1.0,
        prior="uniform(0.85, 1)",
        says="the last harvest before the start, against a normal one",
    )

    writes = (
        "places.sown",
        "places.harvest",
        "places.stock",
        "places.taken",
        "places.kept",
        "places.livestock",
    )


@inner
def _private_area(kept: float, last: float, forced: bool, own: float, elasticity: float) -> float:
    """Return the area that private producers want to sow, against a normal year; `last` is y."""
    rate = 1.0 - kept
    if forced and rate > 0.0:
        surplus = last - own
        rate = min(1.0, rate * last / surplus) if surplus > 0.0 else 1.0
    return output_under_norm(1.0, own, min(max(rate, 0.0), 1.0), elasticity)


def begin(
    month: float,
    elasticity: float,
    own: float,
    adjust: float,
    war_loss: float,
    loss: float,
    patch: float,
    draught: float,
    recovery: float,
    spoiled: float,
    opening: float,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Leave in each place what is there of the last harvest until the next."""
    left = (int(month) - 1 - polity.month_of_year[0]) % 12
    for place in range(polity.place_output.size):
        if polity.place_from[place] > 0:
            continue
        reaped = polity.place_output[place] * opening
        state.places.harvest[place] = reaped
        state.places.stock[place] = reaped * left / 12.0


def step(
    month: float,
    elasticity: float,
    own: float,
    adjust: float,
    war_loss: float,
    loss: float,
    patch: float,
    draught: float,
    recovery: float,
    spoiled: float,
    opening: float,
    state: Any,
    polity: Any,
    draw: Any,
) -> None:
    """Sow and reap in the month of the harvest."""
    now = state.clock.month[0]
    if (polity.month_of_year[0] + now) % 12 != int(month) - 1:
        return
    places = state.places
    forced = state.regime.forced[0] > 0.5
    war = 1.0 - war_loss * float(state.regime.war[0])
    for place in range(places.stock.size):
        normally = polity.place_output[place]
        if polity.place_from[place] > now or normally <= 0.0:
            continue
        joined = float(places.collective[place])
        last = float(places.harvest[place]) / normally
        wanted = _private_area(float(places.kept[place]), last, forced, own, elasticity) * war
        sown = float(places.sown[place])
        sown += adjust * ((1.0 - joined) * wanted + joined - sown)
        luck = patch * normal(draw, PLACE, place) - 0.5 * patch * patch if patch > 0.0 else 0.0
        animals = float(places.livestock[place])
        reaped = normally * sown * float(state.regime.weather[0]) * exponential(luck)
        reaped *= power(animals, draught) * (1.0 - loss * joined)
        places.sown[place] = sown
        places.harvest[place] = reaped
        places.stock[place] = float(places.stock[place]) * (1.0 - spoiled) + reaped
        places.taken[place] = 0.0
        places.kept[place] = 1.0
        places.livestock[place] = animals + recovery * (1.0 - animals)
