"""A document read as two sides: the model on which the chain of counts runs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from whowhom.spec.audit_table import AuditTable
from whowhom.spec.default_schedule import with_schedule
from whowhom.spec.duration import months_in
from whowhom.spec.organisation import Verb
from whowhom.spec.record import Quantity
from whowhom.spec.scenario import Arm, Scenario, Step

if TYPE_CHECKING:
    from whowhom.build.model import Model

TWO_SIDED = ("departure", "tenure", "party_purge", "party_packing", "lot", "party_line", "ex_officio")
"""The mechanisms that counts can follow."""

_CHOOSES = (Verb.APPOINTS, Verb.ELECTS, Verb.COOPTS, Verb.PROPOSES, Verb.EXPELS)


def asked(scenario: Scenario) -> AuditTable:
    """Return what the audit is asked; the defaults where the document does not say."""
    return scenario.audit or AuditTable()


def principals(scenario: Scenario) -> tuple[str, ...]:
    """Return the principal of the audit, else every office that acts upon another body, else every body."""
    given = asked(scenario).principal
    if given is not None:
        return (given,)
    acting = [
        name
        for name in scenario.bodies
        if any(rule.by == name and rule.over != name and rule.verb in _CHOOSES for rule in scenario.rules)
    ]
    offices = [name for name in acting if scenario.bodies[name].most_seats == 1]
    return tuple(offices or acting)


def targets(scenario: Scenario, principal: str) -> tuple[str, ...]:
    """Return the bodies that the audit names, else all that the principal acts upon, or through others."""
    named = asked(scenario).targets
    if named:
        return tuple(name for name in named if name != principal)
    reached = {principal}
    while True:
        more = {rule.over for rule in scenario.rules if rule.by in reached} - reached
        if not more:
            return tuple(name for name in scenario.bodies if name in reached - {principal})
        reached |= more


def horizon(scenario: Scenario, principal: str) -> int:
    """Return how many months the audit looks ahead: its horizon, or the principal's tenure if shorter."""
    audit, body = asked(scenario), scenario.bodies[principal]
    months = months_in(audit.horizon)
    if audit.tenure:
        return min(months, months_in(audit.tenure))
    if body.term and body.term_limit:
        return min(months, months_in(body.term) * body.term_limit)
    return months


def two_sided(
    scenario: Scenario, principal: str, months: int, numbers: dict[str, float] | None = None
) -> Scenario:
    """Return the scenario from the day the principal takes office, with two sides and nothing else.

    numbers: "party_line.loyalty" and others, set in place of those of the document. Dated events, and
    mechanisms that see more than two sides, are left out.
    """
    audit = asked(scenario)
    since = audit.since or scenario.start
    steps = tuple(step for step in scenario.schedule if step.mechanism in TWO_SIDED)
    bare = scenario.model_copy(
        update={
            "start": since,
            "until": _later(since, months),
            "schedule": (),
            "events": (),
            "observe": (),
            "snapshots": (),
            "interventions": {},
            "arms": (Arm(name="base"),),
            "audit": audit.model_copy(update={"principal": principal}),
        }
    )
    filled = with_schedule(bare)
    given = {step.mechanism: step for step in steps}
    chosen = [_with_numbers(given.get(step.mechanism, step), numbers or {}) for step in filled.schedule]
    full = filled.model_copy(update={"schedule": tuple(chosen)})
    full._origin = scenario.origin
    return full


def model_of(
    scenario: Scenario, principal: str, months: int, numbers: dict[str, float] | None = None
) -> Model:
    """Build the two-sided model. Raises DocumentError and ModelError."""
    from whowhom.build import build

    return build(two_sided(scenario, principal, months, numbers))


def _with_numbers(step: Step, numbers: dict[str, float]) -> Step:
    """Set the numbers of a step that are given as "mechanism.number"."""
    changed = {
        name.partition(".")[2]: Quantity(value=value, unit="probability", source="assumption")
        for name, value in numbers.items()
        if name.partition(".")[0] == step.mechanism
    }
    if not changed:
        return step
    kept = {name: value for name, value in step if value is not None and name not in ("at", "start", "until")}
    return Step(**{**kept, **step.numbers, **changed})


def _later(day: date, months: int) -> date:
    """Return the first day of the month so many months later."""
    total = day.year * 12 + day.month - 1 + months
    return date(total // 12, total % 12 + 1, 1)
