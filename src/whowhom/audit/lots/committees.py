"""How long committees drawn by lot must be captured, one after the other, to replace a whole body.

A body whose terms end in parts changes hands in parts: whoever captures the committee that fills it gains the
seats of each act, and all of them after ceil(term / interval between the acts). Does not model: confirmation
by another body (a second lock), seats that fall vacant early (which make it faster).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from whowhom.audit.acts import lasting_rules
from whowhom.spec.duration import months_in
from whowhom.spec.organisation import Body, Rule, Verb
from whowhom.spec.scenario import Scenario

_NAMES = (Verb.ELECTS, Verb.COOPTS, Verb.APPOINTS, Verb.PROPOSES)


@dataclass(frozen=True)
class CommitteeYears:
    """The committees in a row that must be captured to replace a whole body.

    acts: acts of the rule in one term; committees: how many different committees make them; confirmed_by:
    bodies that must agree and are not counted.
    """

    committee: str
    rule: str
    over: str
    acts: int
    committees: int
    confirmed_by: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "committee": self.committee,
            "rule": self.rule,
            "over": self.over,
            "acts": self.acts,
            "committees": self.committees,
            "confirmed_by": list(self.confirmed_by),
        }


def committee_years(scenario: Scenario) -> tuple[CommitteeYears, ...]:
    """Return, for every body that a drawn committee fills, how many committees in a row replace it.

    ceil(term / interval): the interval is the rule's `every`, else the number of different days on which
    terms end, else that of the lot. A body whose terms all end together is replaced by one act; bodies
    without a term are left out. A committee that sits for several acts counts once.
    """
    rules = [scenario.rules[number] for number in lasting_rules(scenario)]
    draws = {rule.over: rule for rule in rules if rule.verb is Verb.DRAWS}
    answers = []
    for rule in rules:
        term = scenario.bodies[rule.over].term
        if rule.by in draws and rule.verb in _NAMES and term is not None:
            acts = _acts(scenario.bodies[rule.over], months_in(term), rule, draws[rule.by])
            confirmed = tuple(
                other.by for other in rules if other.verb is Verb.CONFIRMS and other.over == rule.over
            )
            committees = _committees(acts, rule, draws[rule.by])
            answers.append(CommitteeYears(rule.by, rule.name, rule.over, acts, committees, confirmed))
    return tuple(answers)


def _acts(body: Body, term: int, rule: Rule, draw: Rule) -> int:
    """Return how many acts fill all seats once."""
    different = len(set(body.ends))
    if not body.staggered and different <= 1:
        return 1
    every = rule.every or (draw.every if not different else None)
    most = different or body.seats
    if every is None:
        return most
    return min(-(-term // months_in(every)), most)


def _committees(acts: int, rule: Rule, draw: Rule) -> int:
    """Return how many committees make so many acts in a row; one each where no cadence is known."""
    if draw.every is None or rule.every is None:
        return acts
    return -(-acts * months_in(rule.every) // max(months_in(draw.every), months_in(rule.every)))
