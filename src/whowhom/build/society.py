"""Places, parties, instruments, campaigns and remembered names to tables, and how they stand at the start."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whowhom.build.bodies import place_offsets
from whowhom.build.calendar import month_index
from whowhom.core.polity import MOST_TIERS, Kind, Polity
from whowhom.core.state import State
from whowhom.spec.data_files import contents, decoded
from whowhom.spec.errors import DocumentError, Problem, did_you_mean, one_of, shown
from whowhom.spec.organisation import Places
from whowhom.spec.record import Quantity
from whowhom.spec.scenario import Scenario
from whowhom.spec.units import to_internal

HALF = 0.5
"""Support of a public of which the document says nothing, and a reputation before anybody has spoken."""


def society_tables(scenario: Scenario, persons: dict[str, int]) -> dict[str, NDArray[Any]]:
    """Return the tables of places, parties, instruments, subjects and campaigns."""
    return {
        **_place_tables(scenario),
        **_party_tables(scenario),
        **_instrument_tables(scenario),
        **_campaign_tables(scenario),
        "subject": np.array([persons[who] for who in scenario.subjects], np.int32),
    }


def begin_society(state: State, scenario: Scenario, polity: Polity) -> None:
    """Write the first month of places, publics, parties, instruments and memory; the rulers rule."""
    state.publics.support[:] = HALF
    for number, public in enumerate(scenario.publics.values()):
        offset = place_offsets(scenario)[public.places]
        where = slice(offset, offset + scenario.places[public.places].count)
        if public.support_by is not None:
            state.publics.support[number, where] = column(scenario, public.places, public.support_by)
        elif public.support is not None:
            state.publics.support[number, where] = _inside(public.support, "share")
    for name, places in scenario.places.items():
        offset = place_offsets(scenario)[name]
        where = slice(offset, offset + places.count)
        troops = _inside(places.garrison, "person")
        state.places.garrison[where] = divided(scenario, name, troops, places.garrison_by)
    for field in ("hold", "sown", "kept", "livestock", "ration"):
        getattr(state.places, field)[:] = 1.0
    state.regime.in_power[0] = 1.0
    state.regime.weather[0] = 1.0
    state.regime.toleration[0] = 1.0
    state.parties.legal[:] = 1.0
    state.parties.office[:] = polity.party_ruling
    existing = polity.instrument_from <= 0
    state.instruments.open[:] = existing
    state.instruments.capacity[:] = np.where(existing, polity.instrument_capacity, 0.0)
    state.memory.reputation[:] = HALF
    state.memory.reliability[:] = HALF


def column(scenario: Scenario, name: str, wanted: str) -> NDArray[np.float64]:
    """Return one number for each place of a set, from a column of its file, matched by name.

    Raises DocumentError for a column or place that the file does not have, or a cell that is no number.
    """
    places = scenario.places[name]
    key = f"places.{name}.file"
    text = decoded(contents(scenario, key, places.file or ""), places.file or "")
    rows = list(csv.DictReader(StringIO(text, newline="")))
    columns = list(rows[0]) if rows else []
    for needed in ("name", wanted):
        if needed not in columns:
            hint = did_you_mean(needed, columns) or f"; expected {one_of(columns)}"
            _refuse(scenario, key, f"no column {shown(needed)} in {places.file}{hint}")
    found = {row["name"]: row[wanted] for row in rows}
    numbers = []
    for place in places.names:
        if place not in found:
            _refuse(scenario, key, f"no line for {shown(place)} in {places.file}{did_you_mean(place, found)}")
        try:
            numbers.append(float(found[place]))
        except ValueError:
            _refuse(scenario, key, f"{wanted} of {place}: found {shown(found[place])}; expected a number")
    if len(numbers) != places.count:
        _refuse(
            scenario, f"places.{name}.names", "expected the names of all places, which the file is read by"
        )
    return np.array(numbers)


def divided(scenario: Scenario, name: str, total: float, by: str | None) -> NDArray[np.float64]:
    """Return a total divided among the places of a set, evenly or in proportion to a column of its file."""
    places = scenario.places[name]
    if by is None:
        return np.full(places.count, total / places.count)
    shares = column(scenario, name, by)
    if shares.min() < 0.0 or shares.sum() <= 0.0:
        _refuse(
            scenario, f"places.{name}.file", f"column {shown(by)} divides a total; expected no number below 0"
        )
    return np.asarray(total * shares / shares.sum())


def _refuse(scenario: Scenario, key: str, message: str) -> None:
    raise DocumentError([Problem(scenario.origin.file, key, message)])


def _inside(quantity: Quantity | None, unit: str) -> float:
    """Return a quantity in the unit of the tables, 0 where there is none."""
    return 0.0 if quantity is None else to_internal(quantity.value, quantity.unit, unit)


def _place_tables(scenario: Scenario) -> dict[str, NDArray[Any]]:
    """Return the tables of all places, set after set."""
    sets = list(scenario.places.items())

    def spread(values: list[NDArray[Any]], kind: type[Any]) -> NDArray[Any]:
        return np.concatenate([np.zeros(0), *values]).astype(kind)

    def begin(places: Places) -> int:
        return max(month_index(scenario.start, places.start), 0) if places.start else 0

    return {
        "place_set": spread([np.full(places.count, i) for i, (_, places) in enumerate(sets)], np.int32),
        "place_from": spread([np.full(places.count, begin(places)) for _, places in sets], np.int32),
        "place_dependent": spread([np.full(p.count, p.dependent) for _, p in sets], np.int8),
        "place_output": spread(
            [divided(scenario, n, _inside(p.output, "million tonnes"), p.output_by) for n, p in sets],
            np.float64,
        ),
    }


def _party_tables(scenario: Scenario) -> dict[str, NDArray[Any]]:
    """Return the tables of parties."""
    parties = list(scenario.parties.values())
    return {
        "party_votes": np.array([_inside(party.votes, "share") for party in parties], np.float64),
        "party_mandates": np.array([_inside(party.mandates, "share") for party in parties], np.float64),
        "party_ruling": np.array([party.ruling for party in parties], np.int8),
        "party_protected": np.array([party.protected for party in parties], np.int8),
    }


def _instrument_tables(scenario: Scenario) -> dict[str, NDArray[Any]]:
    """Return the tables of instruments."""
    held = list(scenario.instruments.values())
    bodies = list(scenario.bodies)
    return {
        "instrument_kind": np.array([Kind[one.kind.name] for one in held], np.int32),
        "instrument_owner": np.array([bodies.index(one.owner) for one in held], np.int32),
        "instrument_capacity": np.array([_inside(one.capacity, "person/month") for one in held], np.float64),
        "instrument_from": np.array(
            [month_index(scenario.start, one.start) if one.start else 0 for one in held], np.int32
        ),
        "instrument_until": np.array(
            [month_index(scenario.start, one.until) if one.until else -1 for one in held], np.int32
        ),
    }


def _campaign_tables(scenario: Scenario) -> dict[str, NDArray[Any]]:
    """Return the tables of campaigns."""
    pressed = list(scenario.campaigns.values())
    bodies = list(scenario.bodies)
    tiers = np.full((len(pressed), MOST_TIERS), -1, np.int32)
    for row, campaign in enumerate(pressed):
        tiers[row, : len(campaign.tiers)] = [bodies.index(tier) for tier in campaign.tiers]
    return {
        "campaign_about": np.array([scenario.subjects.index(one.about) for one in pressed], np.int32),
        "campaign_from": np.array([month_index(scenario.start, one.start) for one in pressed], np.int32),
        "campaign_due": np.array([month_index(scenario.start, one.due) for one in pressed], np.int32),
        "campaign_tier": tiers.ravel(),
        "campaign_recipients": np.array([one.recipients for one in pressed], np.int32),
    }
