"""A document read as two sides: the model on which the chain of counts runs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from whowhom.spec.audit_table import AuditTable
from whowhom.spec.default_schedule import with_schedule
from whowhom.spec.duration import months_in
from whowhom.spec.organisation import FILLING, Rule, Verb
from whowhom.spec.people import read_people
from whowhom.spec.record import Quantity
from whowhom.spec.scenario import Arm, Scenario, Step

if TYPE_CHECKING:
    from whowhom.build.model import Model

TWO_SIDED = ("departure", "tenure", "party_purge", "party_packing", "lot", "party_line", "ex_officio")
"""The mechanisms that counts can follow."""

_MONTHLY = ("attempt", "resistance", "early_exit")
"""Numbers of these mechanisms that are chances in each month."""

_CHANGES = (Verb.EXPELS, Verb.ENLARGES, Verb.TRANSFERS)
"""Verbs that open seats apart from terms, age and death."""
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
    """Return the bodies that the audit names, else all that the principal's side acts upon, at any remove.

    The side acts through the principal and the bodies in which it holds seats at the start; those of them
    that somebody fills are asked about too.
    """
    named = asked(scenario).targets
    if named:
        return tuple(name for name in named if name != principal)
    held = {name for name, seats in asked(scenario).hold.items() if seats > 0}
    reached = {principal, *held}
    while True:
        more = {rule.over for rule in scenario.rules if rule.by in reached} - reached
        if not more:
            break
        reached |= more
    filled = {rule.over for rule in scenario.rules if rule.verb in FILLING}
    return tuple(name for name in scenario.bodies if name in (reached & filled) - {principal})


def horizon(scenario: Scenario, principal: str) -> int:
    """Return how many months the audit looks ahead: its horizon, or the principal's tenure if shorter."""
    audit, body = asked(scenario), scenario.bodies[principal]
    months = months_in(audit.horizon)
    if audit.tenure:
        months = min(months, months_in(audit.tenure))
    if body.term and body.term_limit:
        months = min(months, months_in(body.term) * body.term_limit)
    return months


def voters(scenario: Scenario, principal: str) -> tuple[Rule, ...]:
    """Return the rules by which members or a public choose the principal, which capture leaves out.

    The principal is taken to stay for its tenure: what is asked is how far it gets by then.
    """
    return tuple(
        rule
        for rule in scenario.rules
        if rule.over == principal and rule.verb in FILLING and rule.by not in scenario.bodies
    )


def opens_by_age_alone(scenario: Scenario, target: str) -> bool:
    """Return whether the seats of a body open by age or death alone, which counts do not see.

    Without a limit of age only where birthdays are known, and nobody may be removed or added: those acts
    counts do see. Raises DocumentError where the table of people cannot be read.
    """
    body = scenario.bodies[target]
    if body.term or body.early_exit:
        return False
    if body.age_limit is not None:
        return True
    if any(rule.over == target and rule.verb in _CHANGES for rule in scenario.rules):
        return False
    return any(target in person.body and person.born is not None for person in read_people(scenario))


def relevant(scenario: Scenario, names: Iterable[str]) -> set[str]:
    """Return the bodies that bear upon some others: that act upon them, or feed them, at any remove."""
    found = set(names)
    while True:
        touching = [rule for rule in scenario.rules if rule.over in found]
        more = found | {name for rule in touching for name in (rule.by, rule.pool) if name in scenario.bodies}
        if more == found:
            return found
        found = more


def two_sided(
    scenario: Scenario,
    principal: str,
    wanted: Iterable[str],
    months: int,
    numbers: dict[str, float] | None = None,
) -> Scenario:
    """Return the scenario from the day the principal takes office, with two sides and nothing else.

    wanted: the bodies asked about; those that bear upon neither them nor the principal stand still. numbers:
    "party_line.loyalty" and others, set in place of those of the document. Dated events, mechanisms that see
    more than two sides, and the principal's election by members are left out too.
    """
    audit = asked(scenario)
    kept = relevant(scenario, {principal, *wanted})
    dropped = {rule.name for rule in voters(scenario, principal)}
    rules = tuple(rule for rule in scenario.rules if rule.over in kept and rule.name not in dropped)
    # Bodies that bear upon nothing asked stay, because the table of persons may name them, but stand still.
    lasting = {"term": None, "term_limit": None, "ends": (), "staggered": False, "early_exit": None}
    bodies = {
        name: body if name in kept else body.model_copy(update=lasting)
        for name, body in scenario.bodies.items()
    }
    if not any(rule.over == principal and rule.verb in FILLING for rule in rules):
        bodies[principal] = bodies[principal].model_copy(update=lasting)
    since = audit.since or scenario.start
    steps = tuple(step for step in scenario.schedule if step.mechanism in TWO_SIDED)
    bare = scenario.model_copy(
        update={
            "bodies": bodies,
            # Everybody who sits in a body that the table of persons does not name needs room too.
            "people": scenario.people.model_copy(update={"capacity": None}),
            "rules": rules,
            "start": since,
            "until": _later(since, months),
            "schedule": (),
            "events": (),
            "observe": (),
            "snapshots": (),
            "interventions": {},
            "arms": (Arm(name="base"),),
            "audit": audit.model_copy(update={"principal": principal, "targets": ()}),
        }
    )
    filled = with_schedule(bare)
    given = {step.mechanism: step for step in steps}
    chosen = [_with_numbers(given.get(step.mechanism, step), numbers or {}) for step in filled.schedule]
    full = filled.model_copy(update={"schedule": tuple(chosen)})
    full._origin = scenario.origin
    return full


def model_of(
    scenario: Scenario,
    principal: str,
    wanted: Iterable[str],
    months: int,
    numbers: dict[str, float] | None = None,
) -> Model:
    """Build the two-sided model. Raises DocumentError and ModelError."""
    from whowhom.build import build

    return build(two_sided(scenario, principal, wanted, months, numbers))


def _with_numbers(step: Step, numbers: dict[str, float]) -> Step:
    """Set the numbers of a step that are given as "mechanism.number"."""
    changed = {}
    for name, value in numbers.items():
        mechanism, _, number = name.partition(".")
        if mechanism == step.mechanism:
            unit = "1/month" if number in _MONTHLY else "probability"
            changed[number] = Quantity(value=value, unit=unit, source="assumption")
    if not changed:
        return step
    kept = {name: value for name, value in step if value is not None and name not in ("at", "start", "until")}
    return Step(**{**kept, **step.numbers, **changed})


def _later(day: date, months: int) -> date:
    """Return the first day of the month so many months later."""
    total = day.year * 12 + day.month - 1 + months
    return date(total // 12, total % 12 + 1, 1)
