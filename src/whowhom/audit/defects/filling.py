"""Seats that nobody fills, that two rules fill, or that could not be filled again."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from whowhom.audit.acts import SEATING, lasting_rules, overlap, seats_filled
from whowhom.audit.defects.defect import Finding, error, note, warning
from whowhom.audit.defects.refilling import fatal_sets, needs_of
from whowhom.audit.labels import counted, listed
from whowhom.spec.organisation import Body, Rule, Verb
from whowhom.spec.people import Person
from whowhom.spec.scenario import Act, Scenario


def defects_of_filling(scenario: Scenario, people: tuple[Person, ...]) -> Iterator[Finding]:
    """Look at who fills each seat."""
    yield from _unfilled(scenario)
    yield from _twice_filled(scenario)
    yield from _small_pools(scenario)
    yield from _deadlocks(scenario, people)


def _emptied(body: Body) -> bool:
    """Return whether the rules themselves empty the seats of a body in time."""
    return any(item is not None for item in (body.term, body.age_limit, body.early_exit)) or bool(body.ends)


def _unfilled(scenario: Scenario) -> Iterator[Finding]:
    """Find bodies and seats without a rule that seats somebody; a bloc that no rule is over is noted only."""
    filled = seats_filled(scenario)
    for name, body in scenario.bodies.items():
        mine = [number for number in filled if scenario.rules[number].over == name]
        say = error if _emptied(body) else warning
        bloc = not _emptied(body) and not any(rule.over == name for rule in scenario.rules)
        if not mine and body.most_seats and bloc:
            yield note(
                f"bodies.{name}",
                "found no rule that fills it: its holders are taken to stay; as they go it dies out; add a "
                "rule that fills it where there is one",
            )
        elif not mine and body.most_seats:
            yield say(
                f"bodies.{name}",
                "found no rule that fills it: nobody can refill it, as its members go it dies out; "
                "add a rule that fills it",
            )
        missing = sorted(set(range(body.seats)) - {seat for number in mine for seat in filled[number]})
        if mine and missing:
            seats = listed([str(seat + 1) for seat in missing[:5]])
            more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
            yield say(
                f"bodies.{name}.seats",
                f"found {counted(len(missing), 'seat')} that no rule fills ({seats}{more}): nobody can "
                "refill them; let a rule's part reach them, or add a rule",
            )


def _twice_filled(scenario: Scenario) -> Iterator[Finding]:
    """Find seats that two rules fill at one time."""
    filled = seats_filled(scenario)
    for one, other in combinations(sorted(filled), 2):
        first, second = scenario.rules[one], scenario.rules[other]
        if first.over != second.over or not overlap(first, second):
            continue
        shared = set(filled[one]) & set(filled[other])
        if not shared or (first.by == second.by and first.verb is second.verb):
            continue
        seats = "all its seats" if len(shared) == scenario.bodies[first.over].seats else _few(shared)
        if _takes_turns(first, second):
            yield note(
                f"rules[{other}]",
                f"found that {first.name} and {second.name} both fill {seats} of {first.over}, one at dates "
                "and one whenever a seat is vacant: between the dates only the latter acts",
            )
            continue
        yield error(
            f"rules[{other}]",
            f"found that {first.name} fills {seats} of {first.over} too: who fills a vacant seat is left "
            "open; give each a `part`, or let one end (`until`) before the other begins (`from`); "
            "where one steps in for the other, give one of them dates (`every` or `at`)",
        )


def _takes_turns(one: Rule, other: Rule) -> bool:
    """Return whether one rule has dates or a cadence and the other waits for vacancies."""
    return bool(one.at or one.every) != bool(other.at or other.every)


def _few(seats: set[int]) -> str:
    """Write "seat 3" or "seats 3-5" or "4 seats"."""
    first, last = min(seats) + 1, max(seats) + 1
    if len(seats) == 1:
        return f"seat {first}"
    return f"seats {first}-{last}" if last - first + 1 == len(seats) else f"{len(seats)} seats"


def _small_pools(scenario: Scenario) -> Iterator[Finding]:
    """Find bodies that are fed from a body with too few seats, alone or with a limit of terms."""
    for number, seats in seats_filled(scenario).items():
        rule = scenario.rules[number]
        pool = rule.by if rule.verb is Verb.SUCCEEDS else rule.pool
        if pool not in scenario.bodies or rule.verb is Verb.EX_OFFICIO or pool == rule.over:
            continue
        size, needed = scenario.bodies[str(pool)].seats, len(seats)
        limit = scenario.bodies[rule.over].term_limit
        if size < needed:
            yield warning(
                f"rules[{number}].pool",
                f"found {pool} with {counted(size, 'seat')} for {needed} seats of {rule.over}: "
                f"at least {needed - size} stay vacant; take a larger pool",
            )
        elif limit is not None and size < 2 * needed:
            short = 2 * needed - size
            yield note(
                f"rules[{number}].pool",
                f"found {pool} with {size} seats for {needed} of {rule.over}, where nobody may serve more "
                f"than {counted(limit, 'term')} in a row: if the same persons keep {pool}, up to "
                f"{counted(short, 'seat')} {'stays' if short == 1 else 'stay'} vacant when all leave at once",
            )


def _deadlocks(scenario: Scenario, people: tuple[Person, ...]) -> Iterator[Finding]:
    """Find bodies that could never be refilled once they are empty together."""
    held = {body for person in people if person.alive for body in person.body}
    held |= {event.body for event in scenario.events if event.act is Act.TAKES and event.body}
    lasting = lasting_rules(scenario)
    for names in fatal_sets(needs_of(scenario)):
        number = next(
            number
            for number in lasting
            if scenario.rules[number].over == names[0] and scenario.rules[number].verb in SEATING
        )
        together = "it is" if len(names) == 1 else "they are all"
        at_once = "" if len(names) == 1 else " at the same time"
        help_of = f"{listed(names)} are filled only with each other's help"
        if len(names) == 1:
            help_of = f"{names[0]} is filled only with its own help"
        text = (
            f"found that {help_of}: once {together} empty"
            f"{at_once}, nobody can refill {'it' if len(names) == 1 else 'them'}"
        )
        if people and not held & set(names):
            yield error(
                f"rules[{number}]",
                f"{text}, and the table of persons has nobody there at the start; "
                "add persons, or a rule from outside",
            )
        elif len(names) == 1:
            yield note(f"rules[{number}]", text)
        else:
            yield warning(
                f"rules[{number}]", f"{text}; add a rule by which somebody outside fills one of them"
            )
