"""Rules without an object: consent to what nobody fills, a slate for what nobody elects, and the like."""

from __future__ import annotations

from collections.abc import Iterator

from whowhom.audit.acts import OF_THE_HEAD, first_day, last_day
from whowhom.audit.defects.defect import Finding, error, warning
from whowhom.spec.organisation import Rule, Verb
from whowhom.spec.scenario import Scenario

_ASKED = (Verb.APPOINTS, Verb.ELECTS, Verb.COOPTS, Verb.DRAWS)
"""Verbs that other bodies may be asked to consent to."""


def defects_of_acts(scenario: Scenario) -> Iterator[Finding]:
    """Look at whether every rule has something to act on, and ever acts."""
    for number, rule in enumerate(scenario.rules):
        key = f"rules[{number}]"
        filling = {other.verb for other in scenario.rules if other.over == rule.over}
        if rule.verb in (Verb.CONFIRMS, Verb.VETOES) and not filling & set(_ASKED):
            yield warning(
                key,
                f"found that {rule.by} {rule.verb.value} {rule.over}, which no rule fills by a choice: "
                "there is nothing to consent to; add who appoints, elects or coopts",
            )
        if rule.verb in (Verb.CONFIRMS, Verb.VETOES):
            for leaf in _dates_not_followed(rule, scenario):
                yield warning(
                    f"{key}.{leaf}",
                    f"found a date for the consent of {rule.by} to whoever enters {rule.over}: consent is "
                    "asked at all times, `from`, `until`, `every` and `at` of it are not followed; "
                    "drop the key, or the rule",
                )
        if rule.verb is Verb.PROPOSES and Verb.ELECTS not in filling:
            yield warning(
                key,
                f"found that {rule.by} proposes a slate for {rule.over}, which no rule elects: "
                "the slate goes nowhere; add who elects",
            )
        if rule.verb in OF_THE_HEAD and rule.by in scenario.bodies and not scenario.bodies[rule.by].seats:
            yield error(f"{key}.by", f"found that {rule.by} has no seats: it has no head who could act")
        begins, ends = first_day(rule), last_day(rule)
        if begins > ends or ends < scenario.start or (rule.until and rule.until <= scenario.start):
            yield warning(
                key,
                "found no day on which it is in force: its dates, `from` and `until` leave none; "
                "change them or drop the rule",
            )


def _dates_not_followed(rule: Rule, scenario: Scenario) -> Iterator[str]:
    """Give the keys by which a consent would not be asked for at all times."""
    if rule.start is not None and rule.start > scenario.start:
        yield "from"
    if rule.until is not None and rule.until < scenario.until:
        yield "until"
    if rule.every is not None:
        yield "every"
    if rule.at:
        yield "at"
