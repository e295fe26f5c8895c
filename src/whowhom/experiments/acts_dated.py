"""Acts with a date: what somebody could do in a month, each as edits that leave every earlier month alone.

A rule that ends on a date is not carried out from it on; it stays in the document, so that mechanisms that
ask who appoints or elects a body, whatever the date, go on to see it. A number is set from the month on, its
later dated changes among it. Somebody who leaves may come back by the rules.
Does not model: consent and vetoes, whose rules hold at all times whatever their dates: they are refused.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from whowhom.build.calendar import due_months, month_index
from whowhom.build.model import Model
from whowhom.experiments.acts import (
    BALLOTS,
    HIMSELF,
    HOLDERS,
    NUMBERS,
    OFFICES,
    PEOPLE,
    RULES,
    Alteration,
    Entry,
    Refused,
    name_of,
)
from whowhom.experiments.acts_numbers import at_its_end, ends_of, given_of, uncertain, unit_of
from whowhom.experiments.acts_people import concerned, happens
from whowhom.experiments.acts_rules import other_ballot, voted
from whowhom.spec.document import plain
from whowhom.spec.organisation import Rule, Verb
from whowhom.spec.scenario import Act, Edit, Scenario

KINDS = (HOLDERS, HIMSELF, PEOPLE, OFFICES, RULES, BALLOTS, NUMBERS)
"""The kinds of dated acts, in the order in which they are tried."""

UNDATED = (Verb.CONFIRMS, Verb.VETOES)
"""The verbs whose rules hold at all times."""

LATER = "_later"
"""What is put to the name of a rule that goes on otherwise."""


def dated_acts(model: Model, month: int, himself: Collection[str], rivals: Sequence[str]) -> Iterator[Entry]:
    """List what can be done in a month of the histories of a model, which ends where the outcome is known.

    himself: whom the outcome is about. rivals: who else might hold what he holds.
    """
    day = first_day(model.scenario, month)
    yield from _departures(model.scenario, month, day, himself)
    yield from _takings(model.scenario, month, day, rivals)
    for rule in model.scenario.rules:
        yield from _ended(model, rule, month, day)
    for rule in voted(model.scenario):
        yield from _voted_otherwise(model, rule, month, day)
    yield from _numbers_from(model, month, day)


def first_day(scenario: Scenario, month: int) -> date:
    """Return the first day of a month, counted from that of the start; not before the start itself."""
    total = scenario.start.year * 12 + scenario.start.month - 1 + month
    return max(date(total // 12, total % 12 + 1, 1), scenario.start)


def _departures(scenario: Scenario, month: int, day: date, himself: Collection[str]) -> Iterator[Entry]:
    """Let the holder of each office leave it, and each person concerned leave every seat."""
    for name in offices(scenario):
        edits = happens(scenario, Act.LEAVES, day, body=name)
        what = f"the holder of the office “{name_of(name)}” leaves it"
        yield Alteration(HOLDERS, what, edits, f"holder.{name}", month)
    for person in concerned(scenario, himself):
        kind = HIMSELF if person in himself else PEOPLE
        edits = happens(scenario, Act.LEAVES, day, who=person)
        yield Alteration(kind, f"{person} leaves every seat", edits, f"people.{person}", month)


def _takings(scenario: Scenario, month: int, day: date, rivals: Sequence[str]) -> Iterator[Entry]:
    """Let each rival take each office."""
    for name in offices(scenario):
        for person in rivals:
            edits = happens(scenario, Act.TAKES, day, who=person, body=name)
            what = f"{person} takes the office “{name_of(name)}”"
            yield Alteration(OFFICES, what, edits, f"holder.{name}", month)


def offices(scenario: Scenario) -> tuple[str, ...]:
    """Return the bodies of one seat."""
    return tuple(name for name, body in scenario.bodies.items() if body.most_seats == 1)


def _due(model: Model, rule: Rule) -> list[int]:
    """Return the months in which a rule is carried out."""
    dates = rule.every, rule.at, rule.start, rule.until
    return [int(month) for month in due_months(model.scenario.start, model.months, *dates).nonzero()[0]]


def _ended(model: Model, rule: Rule, month: int, day: date) -> Iterator[Entry]:
    """End a rule, where anything of it is still to come."""
    what = f"the rule “{rule.name}” ends"
    if rule.verb in UNDATED:
        yield Refused(RULES, what, "consent is asked for at all times, whatever the dates of its rule")
    elif any(due >= month for due in _due(model, rule)):
        edits = _until(rule, day)
        yield Alteration(RULES, what, edits, f"rules.{rule.name}", month)


def _until(rule: Rule, day: date) -> tuple[Edit, ...]:
    """Return the edits by which a rule is in force before a day only, never where it begins later."""
    key = f"rules.{rule.name}"
    if rule.start is None or rule.start < day:
        return (Edit(set=f"{key}.until", to=day),)
    # No time is left between beginning and end: both lie in one month, in which nothing is then due.
    begin = rule.start.replace(day=1)
    return (
        Edit(set=f"{key}.from", to=begin),
        Edit(set=f"{key}.until", to=begin + timedelta(days=1)),
    )


def _voted_otherwise(model: Model, rule: Rule, month: int, day: date) -> Iterator[Entry]:
    """Let a rule be voted on in the other way, by a rule of its own from the month on."""
    ballot, due = other_ballot(rule), _due(model, rule)
    what = f"{'a secret' if ballot == 'secret' else 'an open'} ballot for “{rule.name}”"
    key = f"rules.{rule.name}"
    if rule.verb in UNDATED:
        yield Refused(BALLOTS, what, "consent is asked for at all times, whatever the dates of its rule")
    elif due and due[0] >= month:
        yield Alteration(BALLOTS, what, (Edit(set=f"{key}.ballot", to=ballot),), key, month)
    elif any(later >= month for later in due):
        later = _later(model, rule, ballot, day, [at for at in due if at >= month])
        edits = (Edit(set=f"{key}.until", to=day), Edit(add="rules", value=later))
        yield Alteration(BALLOTS, what, edits, key, month)


def _later(model: Model, rule: Rule, ballot: str, day: date, due: list[int]) -> dict[str, object]:
    """Return the entry of a rule that goes on from a day with another ballot, in the months it would have."""
    entry: dict[str, object] = {**plain(rule), "name": f"{rule.name}{LATER}", "ballot": ballot}
    for key in ("every", "at", "from"):
        entry.pop(key, None)
    if rule.every is None and not rule.at:
        return {**entry, "from": day}
    # Dates, not a cadence: a cadence would be counted anew from the day.
    return {**entry, "at": [first_day(model.scenario, month) for month in due]}


def _numbers_from(model: Model, month: int, day: date) -> Iterator[Entry]:
    """Set each number that has a prior from the day on to its low and to its high end."""
    for value in uncertain(model):
        given = given_of(model.scenario, value)
        whole: dict[str, Any]
        if given is not None:
            whole = plain(given)
        else:
            whole = {"value": value.value, "unit": unit_of(value), "source": value.source}
            whole["prior"] = str(value.prior)
        start = model.scenario.start
        kept = [one for one in whole.get("changes", []) if month_index(start, one["date"]) < month]
        for word, end in ends_of(value):
            to = {**whole, "changes": [*kept, {"date": day, "value": end}]}
            what = at_its_end(value, word, end)
            key = f"schedule.{value.name}"
            yield Alteration(NUMBERS, what, (Edit(set=key, to=to),), key, month)
