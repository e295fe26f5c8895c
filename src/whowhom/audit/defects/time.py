"""Terms, cadences and limits of age that leave seats vacant, never end, or cannot be dated."""

from __future__ import annotations

from collections.abc import Iterator

from whowhom.audit.acts import SEATING
from whowhom.audit.defects.defect import Finding, note, warning
from whowhom.audit.labels import counted
from whowhom.spec.audit_table import AuditTable
from whowhom.spec.duration import months_in
from whowhom.spec.errors import shown
from whowhom.spec.people import Person
from whowhom.spec.scenario import Scenario


def defects_of_time(scenario: Scenario, people: tuple[Person, ...]) -> Iterator[Finding]:
    """Look at the terms and limits of age of every body, and the cadence of every rule that fills it."""
    horizon = (scenario.audit or AuditTable()).horizon
    for name, body in scenario.bodies.items():
        if body.term is not None and months_in(body.term) > months_in(horizon):
            yield note(
                f"bodies.{name}.term",
                f"found {shown(body.term)}, longer than the {horizon} that the audit looks ahead: "
                "no term that begins within them ends within them",
            )
        if body.age_limit is not None:
            yield from _birthdays(name, people)
    for number, rule in enumerate(scenario.rules):
        term = scenario.bodies[rule.over].term
        if rule.verb in SEATING and rule.every is not None and term is not None:
            yield from _cadence(f"rules[{number}].every", rule.over, months_in(rule.every), months_in(term))


def _birthdays(name: str, people: tuple[Person, ...]) -> Iterator[Finding]:
    """Find a limit of age over persons whose birthday is not known."""
    holders = [person for person in people if person.alive and name in person.body]
    unknown = sum(person.born is None for person in holders)
    key = f"bodies.{name}.age_limit"
    if unknown:
        yield warning(
            key,
            f"found {unknown} of {counted(len(holders), 'holder')} without a birthday: when they leave "
            "cannot be dated; fill the column `born`",
        )
    elif not holders:
        yield note(
            key, "found no holder in the table of persons: when the limit empties a seat cannot be dated"
        )


def _cadence(key: str, over: str, every: int, term: int) -> Iterator[Finding]:
    """Find seats that wait for the next date of their rule; `every` and `term` in months."""
    vacant = -term % every
    if vacant == 0:
        return
    text = (
        f"found an act every {counted(every, 'month')} for {over}, whose term is {counted(term, 'month')}: "
        f"a seat filled at one of them is vacant for {counted(vacant, 'month')} after its term"
    )
    if every > term:
        yield warning(key, f"{text}; act more often, or lengthen the term")
    else:
        yield note(key, text)
