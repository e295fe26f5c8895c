"""The schedule to tables: which mechanism runs when, with which numbers."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from whowhom import mechanisms
from whowhom.build.calendar import due_months, month_index
from whowhom.build.model import Entry, Value
from whowhom.core.mechanism import Named, Number, Registered, Word
from whowhom.core.state import Sizes
from whowhom.spec.errors import DocumentError, Problem, did_you_mean, one_of, shown
from whowhom.spec.organisation import Verb
from whowhom.spec.prior import parse_prior
from whowhom.spec.record import Quantity
from whowhom.spec.scenario import Scenario, Step
from whowhom.spec.units import PER_MONTH, to_internal

CHANCE_PER_MONTH = PER_MONTH
"""The unit under which a mechanism declares a chance in each month."""


def resolve(scenario: Scenario) -> tuple[Registered, ...]:
    """Return the mechanisms of the schedule, in order.

    Raises DocumentError for a mechanism, or a number of one, that does not exist, or for one named twice.
    """
    problems = []
    found = []
    seen: set[str] = set()
    for number, step in enumerate(scenario.schedule):
        key = f"schedule[{number}]"
        if step.mechanism not in mechanisms.names():
            near = did_you_mean(step.mechanism, mechanisms.names())
            known = one_of(mechanisms.names())
            message = f"no mechanism named {shown(step.mechanism)}; expected {known}{near}"
            problems.append(Problem(scenario.origin.file, f"{key}.mechanism", message))
            continue
        if step.mechanism in seen:
            message = f"found {shown(step.mechanism)} a second time; expected each mechanism at most once"
            problems.append(Problem(scenario.origin.file, f"{key}.mechanism", message))
        seen.add(step.mechanism)
        registered = mechanisms.load(step.mechanism)
        found.append(registered)
        problems += _split_bodies(scenario, registered)
        problems += _no_principal(scenario, registered, key)
        problems += _unknown_numbers(scenario, step, registered, key)
        problems += _missing_names(scenario, step, registered, key)
    if problems:
        raise DocumentError(problems)
    return tuple(found)


def _no_principal(scenario: Scenario, registered: Registered, key: str) -> Iterable[Problem]:
    """Find a mechanism that follows the principal's side, where the document names no principal."""
    named = scenario.audit.principal if scenario.audit else None
    if registered.declaration.needs_principal and named is None:
        message = f"{registered.name} asks whose side to follow; expected audit.principal, the name of a body"
        yield Problem(scenario.origin.file, f"{key}.mechanism", message)


def _split_bodies(scenario: Scenario, registered: Registered) -> Iterable[Problem]:
    """Find rules that elect a part of a body, where the mechanism that holds elections fills whole ones."""
    for index, rule in enumerate(scenario.rules):
        if registered.declaration.whole_bodies and rule.verb is Verb.ELECTS and rule.part is not None:
            message = f"{registered.name} elects whole bodies; expected no part, or the mechanism party_line"
            yield Problem(scenario.origin.file, f"rules[{index}].part", message)


def _unknown_numbers(scenario: Scenario, step: Step, registered: Registered, key: str) -> Iterable[Problem]:
    """Find names in a step that the mechanism does not declare, and values of the wrong kind."""
    declared = {item.name: item for item in registered.declaration.parameters}
    known = set(declared) | {item.name for item in registered.declaration.tables}
    for name, given in step.numbers.items():
        where = f"{key}.{name}"
        if name not in known:
            message = f"{step.mechanism} has no number of this name; expected {one_of(known)}"
            yield Problem(scenario.origin.file, where, message + did_you_mean(name, known))
            continue
        item = declared.get(name)
        if isinstance(item, Word) and given not in item.choices:
            message = f"found {shown(given)}; expected {one_of(item.choices)}"
            yield Problem(scenario.origin.file, where, message + did_you_mean(given, item.choices))
        elif isinstance(item, Named):
            yield from _bad_name(scenario, given, item, where)
        elif isinstance(item, Number):
            yield from _bad_number(scenario, given, item, where)
        elif item is None and not isinstance(given, str):
            yield Problem(
                scenario.origin.file, where, f"found {shown(given)}; expected the name of a CSV file"
            )


def _missing_names(scenario: Scenario, step: Step, registered: Registered, key: str) -> Iterable[Problem]:
    """Find what a mechanism must be told by name and is not."""
    for item in registered.declaration.parameters:
        if isinstance(item, Named) and item.required and item.name not in step.numbers:
            message = f"missing; expected the name of a {item.kind}: {item.says}"
            yield Problem(scenario.origin.file, f"{key}.{item.name}", message)


def _bad_name(scenario: Scenario, given: object, item: Named, where: str) -> Iterable[Problem]:
    """Find a name that nothing of the wanted kind has; persons are looked up by `values_of`."""
    if not isinstance(given, str):
        yield Problem(
            scenario.origin.file, where, f"found {shown(given)}; expected the name of a {item.kind}"
        )
    elif item.kind != "person" and given not in numbers_of(scenario)[item.kind]:
        known = numbers_of(scenario)[item.kind]
        hint = did_you_mean(given, known) or f"; expected {one_of(known)}"
        yield Problem(scenario.origin.file, where, f"no {item.kind} named {shown(given)}{hint}")


def numbers_of(scenario: Scenario) -> dict[str, dict[str, int]]:
    """Return, for each kind of thing with names but persons, the number of each name."""
    kinds: dict[str, Iterable[str]] = {
        "body": scenario.bodies,
        "campaign": scenario.campaigns,
        "dimension": scenario.people.dimensions,
        "instrument": scenario.instruments,
        "party": scenario.parties,
        "places": scenario.places,
        "public": scenario.publics,
        "subject": scenario.subjects,
    }
    return {kind: {name: number for number, name in enumerate(names)} for kind, names in kinds.items()}


def _bad_number(scenario: Scenario, given: object, item: Number, where: str) -> Iterable[Problem]:
    """Find what is wrong with a quantity: its kind, its unit, its range."""
    if not isinstance(given, Quantity):
        message = f"found {shown(given)}; expected a table with value, unit and source"
        yield Problem(scenario.origin.file, where, message)
        return
    for value, key in [(given.value, where)] + [
        (change.value, f"{where}.changes[{i}].value") for i, change in enumerate(given.changes)
    ]:
        try:
            inside = to_internal(value, given.unit, item.unit)
        except ValueError as error:
            yield Problem(scenario.origin.file, key, str(error))
            continue
        if not item.low <= inside <= item.high:
            message = f"found {value:g} {given.unit}; expected {item.low:g} to {item.high:g} {item.unit}"
            yield Problem(scenario.origin.file, key, message)


def entries(scenario: Scenario, found: tuple[Registered, ...]) -> tuple[tuple[Entry, ...], NDArray[np.int8]]:
    """Return the calls of the schedule, all `begin` first, and the months (F, T) in which each runs."""
    calls: list[Entry] = []
    rows = []
    for registered in found:
        if registered.function("begin") is not None:
            calls.append(Entry(registered, "begin"))
            row = np.zeros(scenario.months + 1, np.int8)
            row[0] = 1
            rows.append(row)
    for registered, step in zip(found, scenario.schedule, strict=True):
        calls.append(Entry(registered, "step"))
        rows.append(due_months(scenario.start, scenario.months, step.every, step.at, step.start, step.until))
    table = np.array(rows, np.int8).reshape(len(rows), scenario.months + 1)
    return tuple(calls), table


def values_of(
    scenario: Scenario, found: tuple[Registered, ...], persons: dict[str, int]
) -> tuple[tuple[Value, ...], NDArray[np.int32]]:
    """Return the columns of values and, per month and number, the column that holds (T, N)."""
    columns: list[Value] = []
    table: list[NDArray[np.int32]] = []
    numbers = {**numbers_of(scenario), "person": persons}
    for registered, step in zip(found, scenario.schedule, strict=True):
        for item in registered.declaration.parameters:
            column = np.full(scenario.months + 1, len(columns), np.int32)
            for value in _values(scenario, registered, step, item, numbers):
                column[max(value.month, 0) :] = len(columns)
                columns.append(value)
            table.append(column)
    if not table:
        return (), np.zeros((scenario.months + 1, 0), np.int32)
    return tuple(columns), np.ascontiguousarray(np.stack(table, axis=1))


def _named_value(
    scenario: Scenario, name: str, given: object, item: Named, numbers: dict[str, dict[str, int]]
) -> Value:
    """Return the number of what is named, or -1. Raises DocumentError for a person not in the table."""
    known = numbers[item.kind]
    if given is not None and given not in known:
        message = f"no {item.kind} named {shown(given)}{did_you_mean(str(given), known)}"
        raise DocumentError([Problem(scenario.origin.file, f"schedule.{name}", message)])
    number = -1.0 if given is None else float(known[str(given)])
    return Value(name, 0, number, "name", "document", "", None, "name", -1.0, 1e9)


def _values(
    scenario: Scenario,
    registered: Registered,
    step: Step,
    item: Number | Word | Named,
    numbers: dict[str, dict[str, int]],
) -> list[Value]:
    """Return the value of one number from the start, and one more for each dated change."""
    name = f"{registered.name}.{item.name}"
    given = step.numbers.get(item.name)
    if isinstance(item, Named):
        return [_named_value(scenario, name, given, item, numbers)]
    if isinstance(item, Word):
        chosen = float(item.choices.index(str(given) if given is not None else item.default))
        most = float(len(item.choices))
        return [Value(name, 0, chosen, "choice", "document", "", None, "choice", 0.0, most)]
    if not isinstance(given, Quantity):
        prior = parse_prior(item.prior) if item.prior else None
        return [
            Value(name, 0, item.default, item.unit, item.source, "", prior, item.unit, item.low, item.high)
        ]
    prior = parse_prior(given.prior) if given.prior else None
    first = Value(
        name,
        0,
        to_internal(given.value, given.unit, item.unit),
        item.unit,
        given.source,
        given.status or "",
        prior,
        given.unit,
        item.low,
        item.high,
    )
    later = [
        first.__class__(
            name,
            month_index(scenario.start, change.date),
            to_internal(change.value, given.unit, item.unit),
            item.unit,
            given.source,
            given.status or "",
            None,
            given.unit,
            item.low,
            item.high,
        )
        for change in sorted(given.changes, key=lambda change: change.date)
    ]
    return [first, *later]


def memory_sizes(found: tuple[Registered, ...], sizes: Sizes) -> dict[str, int]:
    """Return how many private numbers each mechanism asks for."""
    lengths = {**sizes._asdict(), "fixed": 1, "none": 0}
    return {item.name: lengths[item.declaration.memory[0]] * item.declaration.memory[1] for item in found}
