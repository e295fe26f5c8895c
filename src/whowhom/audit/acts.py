"""What the rules come to, seat by seat: which rule fills which seats, and with how many votes.

Seats are counted from 0, as they stand at the start. A body acts with all of its seats present. Where a rule
is the act of one head, that is the holder of the first seat. Two sides vote: the quota of a plurality is then
more than half. Does not model: seats that are added or closed later, absence, votes of members and publics.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from whowhom.spec.decision import parse_decision
from whowhom.spec.organisation import Body, Rule, Verb
from whowhom.spec.part import parse_part
from whowhom.spec.scenario import Scenario

SEATING = (Verb.APPOINTS, Verb.ELECTS, Verb.COOPTS, Verb.EX_OFFICIO, Verb.DRAWS, Verb.SUCCEEDS)
"""The verbs that put somebody into a vacant seat; a transfer moves those who sit already."""
OF_THE_HEAD = (Verb.APPOINTS, Verb.ENLARGES, Verb.PROPOSES, Verb.TRANSFERS)
"""The verbs that are the act of whoever heads the acting body."""
VOTED = (Verb.ELECTS, Verb.COOPTS, Verb.EXPELS, Verb.CONFIRMS, Verb.VETOES)
"""The verbs that the acting body votes on."""
REMOVING = (Verb.EXPELS, Verb.TRANSFERS)


def seat_votes(body: Body) -> tuple[int, ...]:
    """Return the votes of each seat that the body has at the start."""
    return body.weights[: body.seats] if body.weights else (1,) * body.seats


def quota_of(text: str, votes: int) -> int:
    """Return the votes, of so many in all, by which a side carries a decision against everyone else.

    As `Decision.quota`; a plurality takes more than half where the others are of one mind.
    """
    decision = parse_decision(text)
    return votes // 2 + 1 if decision.kind == "plurality" else decision.quota(votes)


def own_decision(scenario: Scenario, name: str) -> str:
    """Return the decision by which a body acts: of its rules that are voted on, the one that asks for most.

    Rules that fill seats come first, then other voted rules; a body without either decides by majority.
    """
    votes = sum(seat_votes(scenario.bodies[name]))
    mine = [rule for rule in scenario.rules if rule.by == name and rule.verb in VOTED]
    filling = [rule for rule in mine if rule.verb in SEATING]
    chosen = [rule.decision for rule in filling or mine]
    return max(chosen, key=lambda text: quota_of(text, votes), default="majority")


def seats_filled(scenario: Scenario) -> dict[int, tuple[int, ...]]:
    """Return the seats that each rule which seats somebody fills, by the number of the rule.

    A rule with a part fills that part. Ex officio rules without one follow each other from the first seat.
    Every other rule fills the seats that nobody holds by right.
    """
    filled: dict[int, tuple[int, ...]] = {}
    by_right: dict[str, set[int]] = {}
    for number, rule in enumerate(scenario.rules):
        if rule.verb is Verb.EX_OFFICIO:
            first = parse_part(rule.part)[0] if rule.part else len(by_right.get(rule.over, ()))
            end = parse_part(rule.part)[1] if rule.part else first + scenario.bodies[rule.by].seats
            seats = range(first, min(end, scenario.bodies[rule.over].seats))
            filled[number] = tuple(seats)
            by_right.setdefault(rule.over, set()).update(seats)
    for number, rule in enumerate(scenario.rules):
        if rule.verb in SEATING and rule.verb is not Verb.EX_OFFICIO:
            first, end = parse_part(rule.part) if rule.part else (0, scenario.bodies[rule.over].seats)
            taken = by_right.get(rule.over, set())
            end = min(end, scenario.bodies[rule.over].seats)
            filled[number] = tuple(seat for seat in range(first, end) if seat not in taken)
    return filled


def first_day(rule: Rule) -> date:
    """Return the day from which a rule acts; the earliest of all dates where it has always acted."""
    return max(rule.start or date.min, min(rule.at, default=date.min))


def last_day(rule: Rule) -> date:
    """Return the day after which a rule acts no more; the latest of all dates where it has no end."""
    return min(rule.until or date.max, max(rule.at, default=date.max))


def overlap(one: Rule, other: Rule) -> bool:
    """Return whether two rules are in force at one time."""
    return first_day(one) <= last_day(other) and first_day(other) <= last_day(one)


def lasting_rules(scenario: Scenario, since: date | None = None) -> tuple[int, ...]:
    """Return the numbers of the rules that count in the long run, from a day on (default: the start).

    Left out: a rule that has ended by then, and one that fills seats which another rule fills from its end
    on. A rule whose dates run out counts where nothing takes its place: the act is taken to be repeated.
    """
    since = since or scenario.start
    filled = seats_filled(scenario)
    alive = [
        number
        for number, rule in enumerate(scenario.rules)
        if last_day(rule) > since or (rule.at and max(rule.at) >= since and last_day(rule) >= since)
    ]
    return tuple(number for number in alive if not _replaced(number, alive, filled, scenario))


def _replaced(
    number: int, alive: Iterable[int], filled: dict[int, tuple[int, ...]], scenario: Scenario
) -> bool:
    """Return whether another rule fills the same seats from the end of this one on."""
    rule = scenario.rules[number]
    if number not in filled:
        return False
    return any(
        other in filled
        and scenario.rules[other].over == rule.over
        and first_day(scenario.rules[other]) >= last_day(rule)
        and set(filled[number]) <= set(filled[other])
        for other in alive
        if other != number
    )
