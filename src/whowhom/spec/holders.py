"""Holders without names: who sits where at the start in a document that has no table of persons.

A statute names no persons. For its simulation every seat gets one, called after the body and numbered; those
of the principal, and the first seats of each body as many as `audit.hold` says, are the principal's men.
"""

from __future__ import annotations

from whowhom.spec.organisation import Verb
from whowhom.spec.people import Person
from whowhom.spec.scenario import Scenario


def unnamed_holders(scenario: Scenario) -> tuple[Person, ...]:
    """Return one person for each seat of a document with a principal; nobody where it names none.

    Bodies whose seats come with other offices get nobody of their own.
    """
    audit = scenario.audit
    if audit is None or audit.principal is None:
        return ()
    of_right = {rule.over for rule in scenario.rules if rule.verb is Verb.EX_OFFICIO}
    founder = f"{audit.principal} 1"
    persons = []
    # The founder comes first, so that he heads the principal.
    for name in sorted(scenario.bodies, key=lambda body: body != audit.principal):
        if name in of_right:
            continue
        seats = scenario.bodies[name].seats
        ours = seats if name == audit.principal else audit.hold.get(name, 0)
        for number in range(1, seats + 1):
            called = f"{name} {number}"
            patron = founder if number <= ours and called != founder else ""
            persons.append(Person(name=called, body=(name,), patron=patron))
    return tuple(persons)
