"""Holders without names, and whose men sit where at the start, as the table `[audit]` says.

A statute names no persons. Where the two sides are followed, every body of which the table of persons names
nobody gets a holder for each seat, called after the body and numbered. In a body that `audit.hold` speaks of
so many are the principal's: first those who are already, then the first of the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from whowhom.spec.organisation import Verb
from whowhom.spec.people import Person
from whowhom.spec.scenario import Scenario


def with_holders(scenario: Scenario, persons: Sequence[Person]) -> tuple[Person, ...]:
    """Return the persons of a document that follows two sides, completed and sided as `[audit]` says.

    Nothing changes where the document names no principal. Bodies whose seats come with other offices get
    nobody of their own.
    """
    audit = scenario.audit
    if audit is None or audit.principal is None:
        return tuple(persons)
    every = [*persons, *_unnamed(scenario, persons)]
    founder = next((person.name for person in every if audit.principal in person.body), None)
    if founder is None:
        return tuple(every)
    # The founder is first in the table, so that he heads the principal.
    every.sort(key=lambda person: person.name != founder)
    for body, count in {**audit.hold, **_own_seats(scenario, persons)}.items():
        every = _sided(every, body, count, founder)
    return tuple(every)


def _unnamed(scenario: Scenario, persons: Sequence[Person]) -> list[Person]:
    """Return a holder for each seat of the bodies in which nobody of the table sits."""
    known = {body for person in persons for body in person.body}
    known |= {rule.over for rule in scenario.rules if rule.verb is Verb.EX_OFFICIO}
    return [
        Person(name=f"{name} {number}", body=(name,))
        for name, body in scenario.bodies.items()
        if name not in known
        for number in range(1, body.seats + 1)
    ]


def _own_seats(scenario: Scenario, persons: Sequence[Person]) -> dict[str, int]:
    """Return the seats of the principal, all its own where the table of persons names nobody there."""
    principal = scenario.audit.principal if scenario.audit else None
    if principal is None or any(principal in person.body for person in persons):
        return {}
    return {principal: scenario.bodies[principal].seats}


def _sided(persons: Sequence[Person], body: str, count: int, founder: str) -> list[Person]:
    """Let exactly so many holders of a body be in the line of the founder."""
    patrons = {person.name: person.patron for person in persons}
    inside = [person.name for person in persons if body in person.body]
    own = [name for name in inside if _in_line(patrons, name, founder)]
    own += [name for name in inside if name not in own]
    chosen = set(own[:count])
    return [
        person
        if person.name not in inside or person.name == founder
        else replace(person, patron=founder if person.name in chosen else "")
        for person in persons
    ]


def _in_line(patrons: dict[str, str], name: str, founder: str) -> bool:
    """Return whether a person is the founder or owes his place to him, at any remove."""
    for _step in range(len(patrons)):
        if name in (founder, ""):
            break
        name = patrons.get(name, "")
    return name == founder
