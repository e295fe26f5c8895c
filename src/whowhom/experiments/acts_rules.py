"""Alterations of rules: left out, voted on otherwise, held more or less often, turned from office to vote."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from whowhom.experiments.acts import (
    BALLOTS,
    CADENCES,
    DECISIONS,
    ELECTIONS,
    RULES,
    Alteration,
    Entry,
    Refused,
    name_of,
)
from whowhom.spec.duration import months_in
from whowhom.spec.organisation import Ballot, Rule, Verb
from whowhom.spec.organisation_checks import MEMBERS
from whowhom.spec.scenario import Edit, Scenario

VOTING = (Verb.ELECTS, Verb.COOPTS, Verb.EXPELS, Verb.CONFIRMS, Verb.VETOES, Verb.ENLARGES)
"""The verbs that are votes wherever many act."""

QUOTAS = ("majority", "2/3")
YEARLY = "12 months"
"""How often an election is held that stands in the place of appointments whenever a seat is vacant."""

NO_CARRIER = "no mechanism of the schedule would carry it out"


def removed_rules(scenario: Scenario) -> Iterator[Entry]:
    """Leave out each rule."""
    for rule in scenario.rules:
        edits = (Edit(remove=f"rules.{rule.name}"),)
        yield Alteration(RULES, f"no rule “{rule.name}”", edits, f"rules.{rule.name}")


def other_ballots(scenario: Scenario) -> Iterator[Entry]:
    """Vote in secret where the vote is open, and openly where it is secret."""
    for rule in voted(scenario):
        ballot = other_ballot(rule)
        edits = (Edit(set=f"rules.{rule.name}.ballot", to=ballot),)
        what = "a secret ballot" if ballot == "secret" else "an open ballot"
        yield Alteration(BALLOTS, f"{what} for “{rule.name}”", edits, f"rules.{rule.name}")


def other_decisions(scenario: Scenario) -> Iterator[Entry]:
    """Let another number of votes carry it."""
    for rule in voted(scenario):
        if rule.by not in scenario.bodies:
            continue
        offered = (*QUOTAS, "plurality") if rule.verb is Verb.ELECTS else QUOTAS
        for decision in offered:
            if decision != rule.decision:
                what = f"{decision} instead of {rule.decision} for “{rule.name}”"
                edits = (Edit(set=f"rules.{rule.name}.decision", to=decision),)
                changed = rule.model_copy(update={"decision": decision})
                yield _carried(scenario, changed, DECISIONS, what, edits)


def other_cadences(scenario: Scenario) -> Iterator[Entry]:
    """Let what has a cadence, or dates, happen half as often, and twice as often."""
    for rule in scenario.rules:
        key = f"rules.{rule.name}"
        if rule.every is not None:
            months = months_in(rule.every)
            for fresh in dict.fromkeys((2 * months, max(1, months // 2))):
                if fresh != months:
                    what = f"“{rule.name}” every {fresh} months instead of {months}"
                    edits = (Edit(set=f"{key}.every", to=f"{fresh} months"),)
                    yield Alteration(CADENCES, what, edits, key)
        elif len(rule.at) > 1:
            for what, days in (("every second date only", rule.at[::2]), ("twice as often", _doubled(rule))):
                edits = (Edit(set=f"{key}.at", to=list(days)),)
                yield Alteration(
                    CADENCES, f"“{rule.name}” on {what}".replace("on twice", "twice"), edits, key
                )


def elections_for_appointments(scenario: Scenario) -> Iterator[Entry]:
    """Let the members, a public, or each body of several seats elect where an office appoints."""
    many = [name for name, body in scenario.bodies.items() if body.most_seats > 1]
    for rule in scenario.rules:
        if rule.verb is not Verb.APPOINTS:
            continue
        for by in (MEMBERS, *scenario.publics, *many):
            if by != rule.over:
                yield _election(scenario, rule, by)


def voted(scenario: Scenario) -> Iterator[Rule]:
    """List the rules by which many vote."""
    for rule in scenario.rules:
        body = scenario.bodies.get(rule.by)
        if rule.verb in VOTING and (body is None or body.most_seats > 1):
            yield rule


def other_ballot(rule: Rule) -> str:
    """Return the other way to vote."""
    return Ballot.OPEN.value if rule.ballot is Ballot.SECRET else Ballot.SECRET.value


def _election(scenario: Scenario, rule: Rule, by: str) -> Entry:
    """Turn one appointing rule to an election; where it fills vacancies as they come, to a yearly one."""
    key = f"rules.{rule.name}"
    edits = [Edit(set=f"{key}.verb", to=Verb.ELECTS.value), Edit(set=f"{key}.by", to=by)]
    changed = rule.model_copy(update={"verb": Verb.ELECTS, "by": by})
    one_seat = scenario.bodies[rule.over].most_seats == 1 and by in scenario.bodies
    yearly = rule.every is None and not rule.at and not one_seat
    if yearly:
        edits.append(Edit(set=f"{key}.every", to=YEARLY))
    what = f"“{rule.name}” elected by the {name_of(by)}{' every year' if yearly else ''}, not appointed"
    return _carried(scenario, changed, ELECTIONS, what, tuple(edits))


def _carried(scenario: Scenario, rule: Rule, kind: str, what: str, edits: tuple[Edit, ...]) -> Entry:
    """Return the alteration; refused where the schedule has no mechanism for the changed rule."""
    scheduled = {step.mechanism for step in scenario.schedule}
    if rule.verb is Verb.ELECTS and not scheduled & _carriers(scenario, rule):
        return Refused(kind, what, NO_CARRIER)
    return Alteration(kind, what, edits, f"rules.{rule.name}")


def _carriers(scenario: Scenario, rule: Rule) -> set[str]:
    """Return the mechanisms that hold an election of this kind."""
    if rule.by in scenario.publics:
        return {"tiered_election"} if rule.tiers else {"local_election"}
    if rule.by == MEMBERS:
        return {"party_line"}
    if scenario.bodies[rule.over].most_seats == 1:
        return {"leader_election", "party_line"}
    return {"plurality" if rule.decision == "plurality" else "election", "party_line"}


def _doubled(rule: Rule) -> list[date]:
    """Return the dates of a rule with one more in the middle between each two."""
    days = sorted(rule.at)
    middle = [first + (second - first) / 2 for first, second in pairwise(days)]
    return sorted({*days, *middle})
