"""Every number with a unit in a document, with its key, and the checks that hold for all of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

from pydantic import BaseModel

from whowhom.spec.errors import key_path
from whowhom.spec.findings import Findings
from whowhom.spec.prior import parse_prior
from whowhom.spec.record import Quantity
from whowhom.spec.scenario import Scenario
from whowhom.spec.units import PER_MONTH, check_range, check_unit, to_internal

ASSUMPTION = "assumption"
DRAWN = "schedule"
"""The part of a document whose numbers are drawn from their priors."""
_HOLDERS = (BaseModel, dict, tuple)
"""What may hold a quantity."""
CERTAIN = "expected a source, and the uncertain part as a number of the schedule"


def quantities(scenario: Scenario) -> Iterator[tuple[str, Quantity]]:
    """List (key, quantity) of every number with a unit, in the document's order."""
    for parts, quantity in _walk(scenario, ()):
        yield key_path(parts), quantity


def check_quantities(scenario: Scenario, findings: Findings, checked: Scenario | None = None) -> None:
    """Note unknown units, values that their unit does not allow, bad priors and changes out of order.

    checked: a document without mistakes of which this one is an edit; what it shares with it, the very same
    records in the same places over the same months, is not looked at again. Whether a mechanism wants the
    unit is checked where the mechanism is known, when the model is built.
    """
    for parts, quantity in _walk_new(scenario, checked):
        key = key_path(parts)
        _check_value(key, quantity, findings)
        if parts[0] == DRAWN:
            _check_prior(key, quantity, findings)
        else:
            _check_certain(key, quantity, findings)
        before: date | None = None
        for index, change in enumerate(quantity.changes):
            place = f"{key}.changes[{index}].date"
            findings.within(place, change.date, scenario.start, scenario.until)
            if before is not None and change.date <= before:
                findings.wrong(place, f"found {change.date}; expected a date after {before}")
            before = change.date
    for key, wanted, quantity in _wanted(scenario):
        findings.told(key, lambda q=quantity, w=wanted: to_internal(q.value, q.unit, w))  # type: ignore[misc]


def _check_prior(key: str, quantity: Quantity, findings: Findings) -> None:
    """Note a prior that cannot be read, or none where the number is an assumption."""
    if quantity.prior is not None:
        findings.told(f"{key}.prior", lambda text=quantity.prior: parse_prior(text))  # type: ignore[misc]
    elif quantity.source == ASSUMPTION:
        findings.wrong(key, 'found source "assumption" without a prior; expected a prior like "beta(2, 18)"')


def _check_certain(key: str, quantity: Quantity, findings: Findings) -> None:
    """Note an uncertain number outside the schedule, where it would silently stay at its point value."""
    if quantity.prior is not None:
        findings.wrong(f"{key}.prior", f"a prior here is never drawn; {CERTAIN}")
    elif quantity.source == ASSUMPTION:
        findings.wrong(f"{key}.source", f"an assumption here is never varied; {CERTAIN}")


def _check_value(key: str, quantity: Quantity, findings: Findings) -> None:
    """Note a unit that is unknown, or a value that cannot be meant in it."""
    values = [(key, quantity.value)]
    values += [
        (f"{key}.changes[{index}].value", change.value) for index, change in enumerate(quantity.changes)
    ]
    try:
        check_unit(quantity.unit)
    except ValueError as error:
        findings.wrong(f"{key}.unit", str(error).replace("found unit ", "found "))
        return
    for place, value in values:
        findings.told(place, lambda v=value: check_range(v, quantity.unit))  # type: ignore[misc]


def _wanted(scenario: Scenario) -> Iterator[tuple[str, str, Quantity]]:
    """List the quantities of the fixed records that must be of one kind, and of which."""
    entrants = scenario.people.entrants
    if entrants is not None:
        yield "people.entrants.age", "year", entrants.age
        yield "people.entrants.age_spread", "year", entrants.age_spread
    for name, public in scenario.publics.items():
        yield f"publics.{name}.members", "person", public.members
        yield f"publics.{name}.leaning", "share", public.leaning
        if public.spread is not None:
            yield f"publics.{name}.spread", "share", public.spread
        if public.support is not None:
            yield f"publics.{name}.support", "share", public.support
    yield from _wanted_of_society(scenario)
    for name, body in scenario.bodies.items():
        if body.early_exit is not None:
            yield f"bodies.{name}.early_exit", PER_MONTH, body.early_exit
    for index, event in enumerate(scenario.events):
        if event.hazard is not None:
            yield f"events[{index}].hazard", PER_MONTH, event.hazard


def _wanted_of_society(scenario: Scenario) -> Iterator[tuple[str, str, Quantity]]:
    """List the quantities of places, parties and instruments, and of which kind each must be."""
    for name, places in scenario.places.items():
        if places.output is not None:
            yield f"places.{name}.output", "million tonnes", places.output
        if places.garrison is not None:
            yield f"places.{name}.garrison", "person", places.garrison
    for name, party in scenario.parties.items():
        if party.votes is not None:
            yield f"parties.{name}.votes", "share", party.votes
        if party.mandates is not None:
            yield f"parties.{name}.mandates", "share", party.mandates
    for name, instrument in scenario.instruments.items():
        yield f"instruments.{name}.capacity", "person/month", instrument.capacity


def _walk_new(
    scenario: Scenario, checked: Scenario | None
) -> Iterator[tuple[tuple[str | int, ...], Quantity]]:
    """Go through the parts of a document that are not those of the checked one."""
    if checked is None or (checked.start, checked.until) != (scenario.start, scenario.until):
        yield from _walk(scenario, ())
        return
    for name, key in _fields(Scenario):
        value = getattr(scenario, name)
        if not _is_same(value, getattr(checked, name)):
            yield from _walk(value, (key,))


def _is_same(one: object, other: object) -> bool:
    """Tell whether two values are one, or tables or arrays of the very same entries in the same places."""
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(a is b for a, b in zip(one, other, strict=True))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(one[key] is other[key] for key in one)
    return one is other


@cache
def _fields(kind: type[BaseModel]) -> tuple[tuple[str, str], ...]:
    """Return (attribute, key) of the fields of a record, but for interventions, which are other documents."""
    return tuple(
        (name, field.alias or name) for name, field in kind.model_fields.items() if name != "interventions"
    )


def _walk(value: object, place: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Quantity]]:
    """Go through records, tables and arrays, leaving out interventions, which are other documents."""
    if isinstance(value, Quantity):
        yield place, value
        return
    inside: list[tuple[str | int, object]] = []
    if isinstance(value, BaseModel):
        inside += [(key, getattr(value, name)) for name, key in _fields(type(value))]
        inside += (value.model_extra or {}).items()
    elif isinstance(value, dict):
        inside += value.items()
    elif isinstance(value, tuple):
        inside += enumerate(value)
    for part, item in inside:
        if isinstance(item, _HOLDERS):
            yield from _walk(item, (*place, part))
