"""Whose turn it is to fill a seat that several rules fill.

Each time that the seat opens it is filled by whichever rule acts first from then on. On one day a rule with
dates comes before one that waits for vacancies; where two of one sort meet, the principal's side must carry
both to be sure of the seat.
Does not model: a rule that is not used when its day has come.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from whowhom.audit.calendar.dates import NEVER, Cadence
from whowhom.audit.calendar.seats import Seat
from whowhom.spec.organisation import Rule, Verb
from whowhom.spec.part import parse_part
from whowhom.spec.scenario import Scenario

CONTROLLED = (Verb.APPOINTS, Verb.ELECTS, Verb.COOPTS, Verb.PROPOSES)
"""The verbs by which whoever carries the act names one of its own."""
CHANCE = (Verb.DRAWS, Verb.SUCCEEDS)
"""The verbs by which nobody names whom it likes."""
FILLING_BY_ACT = (*CONTROLLED, *CHANCE)
"""The verbs that put persons into seats by an act, not by right."""
MOST_OPENINGS = 1000
"""Openings of one seat that are looked at; with terms of a year, a thousand years."""


@dataclass(frozen=True)
class Filler:
    """A rule that fills the seat: its days, and the day from which the principal's side carries it."""

    days: Cadence
    able: date


def first_turn(seat: Seat, opens: date, fillers: Sequence[Filler]) -> tuple[date, date]:
    """Return the opening at which the seat passes to the principal's side, and the day on which it does.

    opens: the first day on which the seat is open. NEVER, NEVER where it is others' turn each time.
    """
    for _ in range(MOST_OPENINGS):
        if opens == NEVER:
            break
        turns = [(filler.days.next(opens), filler.days.is_daily) for filler in fillers]
        first = min(turns)
        day = first[0]
        if day == NEVER:
            break
        if all(filler.able <= day for filler, turn in zip(fillers, turns, strict=True) if turn == first):
            return opens, day
        opens = seat.next_end(day + timedelta(days=1))
    return NEVER, NEVER


def fillers(scenario: Scenario, name: str, number: int) -> list[Rule]:
    """Return the rules that fill one seat of a body, seats by right left out."""
    found = []
    for rule in scenario.rules:
        if rule.over == name and rule.verb in FILLING_BY_ACT:
            first, last = parse_part(rule.part) if rule.part else (0, number)
            if first < number <= last:
                found.append(rule)
    return found
