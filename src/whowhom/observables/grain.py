"""Grain, farms and hunger in a set of places: what is sown, reaped, taken, eaten, and who is left."""

from __future__ import annotations

from typing import Any

from whowhom.core.kernel import inner
from whowhom.core.observable import observable


@inner
def _belongs(place: int, places: int, state: Any, polity: Any) -> bool:
    """Return whether the place is of the set and exists by now."""
    return bool(polity.place_set[place] == places and polity.place_from[place] <= state.clock.month[0])


@inner
def _total(field: Any, places: int, state: Any, polity: Any) -> float:
    """Return the sum of an array over the places of the set."""
    total = 0.0
    for place in range(polity.place_set.size):
        if _belongs(place, places, state, polity):
            total += float(field[place])
    return total


@inner
def _mean_by_output(field: Any, places: int, state: Any, polity: Any) -> float:
    """Return the mean of an array over the places of the set, by normal output; 0 where nothing grows."""
    total = weight = 0.0
    for place in range(polity.place_set.size):
        if _belongs(place, places, state, polity):
            weight += polity.place_output[place]
            total += polity.place_output[place] * float(field[place])
    return total / weight if weight > 0.0 else 0.0


@inner
def _mean_by_members(field: Any, public: int, state: Any, polity: Any) -> float:
    """Return the mean of an array over places, by the members of the public; 0 where there are none."""
    total = weight = 0.0
    for place in range(polity.place_set.size):
        if polity.place_from[place] <= state.clock.month[0]:
            weight += float(state.publics.members[public, place])
            total += float(state.publics.members[public, place] * field[place])
    return total / weight if weight > 0.0 else 0.0


@observable(needs=("places",), unit="million tonnes", says="The last harvest of the places together.")
def grain_harvest(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the sum of the last harvests."""
    out[0] = _total(state.places.harvest, arguments[0], state, polity)


@observable(needs=("places",), unit="million tonnes", says="Grain with the producers of the places together.")
def grain_stock(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the sum of the stocks."""
    out[0] = _total(state.places.stock, arguments[0], state, polity)


@observable(
    needs=("places",),
    unit="million tonnes",
    says="Grain that left the producers since the last harvest, by force, tax or sale.",
)
def grain_taken(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the sum of what was taken this farm year."""
    out[0] = _total(state.places.taken, arguments[0], state, polity)


@observable(
    needs=("places",), unit="1", says="Sown area against a normal year, places weighted by normal output."
)
def sown_area(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the mean of the sown area."""
    out[0] = _mean_by_output(state.places.sown, arguments[0], state, polity)


@observable(
    needs=("places",),
    unit="share",
    says="Share of the worth of the last harvest that producers kept or were paid for.",
)
def grain_kept(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the mean of what was kept."""
    out[0] = _mean_by_output(state.places.kept, arguments[0], state, polity)


@observable(
    needs=("places",), unit="1", says="Draught animals against a normal year, weighted by normal output."
)
def draught_animals(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the mean of the livestock."""
    out[0] = _mean_by_output(state.places.livestock, arguments[0], state, polity)


@observable(
    needs=("places",), unit="share", says="Share of holdings in collectives, weighted by normal output."
)
def collective_share(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the mean share of holdings in collectives."""
    out[0] = _mean_by_output(state.places.collective, arguments[0], state, polity)


@observable(
    needs=("places",),
    unit="person",
    says="People of the places who died of hunger and violence since the start.",
)
def deaths_by_hunger_and_violence(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the number of the dead."""
    out[0] = _total(state.places.dead, arguments[0], state, polity)


@observable(needs=("public",), unit="share", says="Food that the public gets against its need, by members.")
def town_ration(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the mean ration of those who do not grow grain."""
    out[0] = _mean_by_members(state.places.ration, arguments[0], state, polity)


@observable(
    needs=("public",), unit="share", says="Remembered enmity of the public to the rulers, by members."
)
def mean_hostility(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the mean hostility of the public."""
    out[0] = _mean_by_members(state.publics.hostility[arguments[0]], arguments[0], state, polity)


@observable(unit="1", says="1 when grain is taken without pay, 0 when it is taxed and bought.")
def grain_forced(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the manner of the levy."""
    out[0] = state.regime.forced[0]


@observable(unit="share", says="Share of a normal harvest that the rulers ask for in the year.")
def grain_demanded(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the levy."""
    out[0] = state.regime.extraction[0]


@observable(unit="share", says="Force put into collectivisation.")
def collectivisation_drive(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the drive."""
    out[0] = state.regime.drive[0]


@observable(unit="1", says="Yield of the year against a normal one, from the weather of the whole country.")
def weather_of_the_year(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the weather."""
    out[0] = state.regime.weather[0]


@observable(unit="share", says="Share of troops and resources that a war ties up.")
def war_effort(arguments: Any, state: Any, polity: Any, out: Any) -> None:
    """Write the war."""
    out[0] = state.regime.war[0]
