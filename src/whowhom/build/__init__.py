"""Scenario to model: all shapes are decided here, once, and names become numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from whowhom.build.bodies import body_tables
from whowhom.build.calendar import month_index, month_label
from whowhom.build.events import event_tables
from whowhom.build.membership import TIERS, check_members, membership_sizes, membership_tables
from whowhom.build.model import Model, Recorded
from whowhom.build.observation import recorded
from whowhom.build.population import initial_state
from whowhom.build.rules import rule_tables
from whowhom.build.schedule import entries, memory_sizes, numbers_of, resolve, values_of
from whowhom.build.society import society_tables
from whowhom.build.tables import age_tables
from whowhom.core.drive import Plan
from whowhom.core.mechanism import Registered
from whowhom.core.polity import Polity
from whowhom.core.state import Sizes
from whowhom.spec.default_schedule import with_schedule
from whowhom.spec.errors import ModelError
from whowhom.spec.holders import with_holders
from whowhom.spec.people import Person, read_people
from whowhom.spec.scenario import Scenario
from whowhom.spec.units import to_internal

__all__ = ["Model", "build"]


def build(scenario: Scenario) -> Model:
    """Return the model of a scenario.

    Raises DocumentError for mechanisms, numbers and observables that do not exist, ModelError when people
    or schedules do not fit the tables. Needs no compiler: nothing is compiled here.
    """
    scenario = with_schedule(scenario)
    found = resolve(scenario)
    check_members(scenario, found)
    persons = read_people(scenario)
    if any(registered.declaration.needs_principal for registered in found):
        persons = with_holders(scenario, persons)
    bodies = {name: number for number, name in enumerate(scenario.bodies)}
    numbers = {person.name: slot for slot, person in enumerate(persons)}
    sizes = _sizes(scenario, len(persons))
    polity, size = _polity(scenario, found, numbers, sizes)
    initial = initial_state(scenario, persons, polity, size, sizes)
    calls, active = entries(scenario, found)
    columns, column = values_of(scenario, found, numbers)
    named = {
        **numbers_of(scenario),
        "office": bodies,
        "person": numbers,
        "place": _place_numbers(scenario),
    }
    items = recorded(scenario, named, sizes)
    snapshots = tuple(month_index(scenario.start, day) for day in scenario.snapshots)
    first_number, first_memory, memory = _offsets(calls, found, memory_sizes(found, sizes))
    plan = Plan(
        active=active,
        first_number=first_number,
        first_memory=first_memory,
        column=column,
        arguments=_arguments(items),
        first_output=np.concatenate([[0], np.cumsum([item.width for item in items])]).astype(np.int32),
        snapshot_month=np.array(snapshots, np.int32),
    )
    return Model(
        scenario=scenario,
        months=scenario.months,
        month_labels=tuple(month_label(scenario.start, m) for m in range(scenario.months + 1)),
        sizes=sizes,
        polity=polity,
        initial=initial,
        memory=memory,
        entries=calls,
        plan=plan,
        values=columns,
        recorded=items,
        people=_people_names(scenario, persons, sizes.people),
        known_people=len(persons),
        snapshot_months=snapshots,
    )


def _publics(scenario: Scenario) -> dict[str, int]:
    """Return the numbers of the publics."""
    return {name: number for number, name in enumerate(scenario.publics)}


def _polity(
    scenario: Scenario, found: tuple[Registered, ...], persons: dict[str, int], sizes: Sizes
) -> tuple[Polity, NDArray[np.int32]]:
    """Return the institution as tables, and the seats of each body at the start."""
    bodies = {name: number for number, name in enumerate(scenario.bodies)}
    tables = body_tables(scenario)
    size = tables.pop("size")
    polity = Polity(
        **tables,
        **rule_tables(scenario, bodies, _publics(scenario)),
        **event_tables(scenario, bodies, persons, sizes.people),
        **age_tables(scenario, found),
        **society_tables(scenario, persons),
        **membership_tables(scenario),
        entry=_entry(scenario),
        public_spread=_spread(scenario),
        principal=np.array([_principal(scenario, bodies)], np.int32),
        known=np.array([len(persons)], np.int32),
        month_of_year=np.array([scenario.start.month - 1], np.int32),
    )
    return polity, size


def _principal(scenario: Scenario, bodies: dict[str, int]) -> int:
    """Return the body whose side the audit follows, or -1 where the document names none."""
    named = scenario.audit.principal if scenario.audit else None
    return -1 if named is None else bodies[named]


def _sizes(scenario: Scenario, known: int) -> Sizes:
    """Decide the length of every axis."""
    seats = sum(body.capacity or max(body.seats, 1) for body in scenario.bodies.values())
    waiting = scenario.people.entrants.pool if scenario.people.entrants else 0
    capacity = scenario.people.capacity or known + waiting + 2 * seats
    if capacity < known + waiting:
        raise ModelError(
            f"{scenario.origin.file}: people.capacity: found {capacity}; "
            f"expected at least {known + waiting}, the people of the table and the waiting entrants"
        )
    tiers = 1 + max((len(rule.tiers) for rule in scenario.rules), default=-1)
    return Sizes(
        people=capacity,
        dimensions=len(scenario.people.dimensions),
        seats=seats,
        bodies=len(scenario.bodies),
        publics=len(scenario.publics),
        places=sum(places.count for places in scenario.places.values()),
        tiers=max(tiers, TIERS) if scenario.membership else tiers,
        parties=len(scenario.parties),
        instruments=len(scenario.instruments),
        subjects=len(scenario.subjects),
        campaigns=len(scenario.campaigns),
        **membership_sizes(scenario),
    )


def _offsets(
    calls: tuple[object, ...], found: tuple[Registered, ...], memory: dict[str, int]
) -> tuple[NDArray[np.int32], NDArray[np.int32], int]:
    """Return where the numbers and the memory of each call begin, and the whole memory."""
    numbers_at, memory_at = {}, {}
    at_number = at_memory = 0
    for registered in found:
        numbers_at[registered.name] = at_number
        memory_at[registered.name] = at_memory
        at_number += len(registered.declaration.parameters)
        at_memory += memory[registered.name]
    names = [call.mechanism.name for call in calls]  # type: ignore[attr-defined]
    first_number = np.zeros((len(names), 2), np.int32)
    first_memory = np.zeros((len(names), 2), np.int32)
    lengths = {item.name: len(item.declaration.parameters) for item in found}
    for call, name in enumerate(names):
        first_number[call] = numbers_at[name], numbers_at[name] + lengths[name]
        first_memory[call] = memory_at[name], memory_at[name] + memory[name]
    return first_number, first_memory, at_memory


def _arguments(items: tuple[Recorded, ...]) -> NDArray[np.int64]:
    """Return what each observable needs, three numbers each."""
    table = np.zeros((len(items), 3), np.int64)
    for row, item in enumerate(items):
        table[row, : len(item.arguments)] = item.arguments
    return table


def _entry(scenario: Scenario) -> NDArray[np.float64]:
    """Return mean age, its spread, the waiting pool and the spread of positions of entrants."""
    entrants = scenario.people.entrants
    if entrants is None:
        return np.array([40.0 * 12.0, 0.0, 0.0, 0.0])
    spread = entrants.position_spread
    return np.array(
        [
            to_internal(entrants.age.value, entrants.age.unit, "month"),
            to_internal(entrants.age_spread.value, entrants.age_spread.unit, "month"),
            float(entrants.pool),
            to_internal(spread.value, spread.unit, "1") if spread else 0.0,
        ]
    )


def _spread(scenario: Scenario) -> NDArray[np.float64]:
    """Return the spread of the leaning of each public between places."""
    spreads = [public.spread for public in scenario.publics.values()]
    return np.array([to_internal(item.value, item.unit, "share") if item else 0.0 for item in spreads])


def _place_numbers(scenario: Scenario) -> dict[str, int]:
    """Return the numbers of places by their names, or by number where they have none."""
    numbers = {}
    at = 0
    for places in scenario.places.values():
        for i in range(places.count):
            numbers[places.names[i] if i < len(places.names) else str(at)] = at
            at += 1
    return numbers


def _people_names(scenario: Scenario, persons: tuple[Person, ...], capacity: int) -> tuple[str, ...]:
    """Return a name for every slot."""
    label = scenario.people.entrants.label if scenario.people.entrants else "entrant"
    unknown = [f"{label} {number:04d}" for number in range(1, capacity - len(persons) + 1)]
    return (*[person.name for person in persons], *unknown)
