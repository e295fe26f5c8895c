"""What follows from a body's seats under one principal: votes by day, spans of office, ceiling, survivors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from whowhom.audit.calendar.capture import Course, Track, votes_needed
from whowhom.audit.calendar.dates import NEVER, add_months, cadence, term_ends
from whowhom.audit.calendar.mortality import LEVELS, MOST_VOTES, Holders
from whowhom.audit.calendar.seats import Side
from whowhom.audit.calendar.survival import Life, number_left, quantile
from whowhom.audit.calendar.terms import Window, closed_form, months_of_windows
from whowhom.audit.calendar.turns import fillers
from whowhom.spec.decision import parse_decision
from whowhom.spec.organisation import Verb
from whowhom.spec.scenario import Scenario

ALWAYS = ("majority", "2/3")
"""Decisions that are looked at in every body, besides its own."""


@dataclass(frozen=True)
class Office:
    """The principal: from when, for how long, and until when it is followed."""

    name: str
    label: str
    since: date
    term: int | None
    tenure: int | None
    leaves: date
    left: date
    """The day on which it in fact left, where that is on record."""
    limit: date
    """The last day that is looked at: of the tenure, or the horizon."""
    life: Life | None


def decisions_of(scenario: Scenario, name: str) -> dict[str, list[str]]:
    """Return the decisions of a body with the rules that use them, its own first, then ALWAYS."""
    found: dict[str, list[str]] = {}
    for rule in scenario.rules:
        if rule.by == name and rule.verb is not Verb.EX_OFFICIO:
            found.setdefault(rule.decision, []).append(rule.name)
    for decision in ALWAYS if scenario.bodies[name].most_seats > 1 else ALWAYS[:1]:
        found.setdefault(decision, [])
    return found


def course_of(course: Course, office: Office) -> list[dict[str, Any]]:
    """Return the votes from each day of change on, up to the last day looked at."""
    rows = zip(course.days, course.own, course.others, strict=True)
    return [
        {"date": day.isoformat(), "own": own, "others": others}
        for day, own, others in rows
        if day <= office.limit
    ]


def windows_of(scenario: Scenario, office: Office, name: str, track: Track) -> list[Window]:
    """Return the seats that the principal fills by ends of terms within spans of its office."""
    found = []
    decision = parse_decision(next(iter(decisions_of(scenario, name))))
    direct = [claim for claim in track.claims if claim.days is not None or claim.seat.side is Side.OWN]
    if scenario.bodies[name].term is None or not any(claim.days for claim in direct):
        return []
    for window, months in months_of_windows(office.tenure, office.term):
        last = add_months(office.since, months)
        dates = []
        for claim in direct:
            rules = [r for r in fillers(scenario, name, claim.seat.number) if r.by == office.name]
            for rule in rules[:1]:
                days = cadence(rule, scenario.start)
                begin = [office.since] if claim.seat.side is Side.VACANT else []
                ends = term_ends(claim.seat.first_end, claim.seat.term, office.since, last)
                dates += [day for day in map(days.next, [*begin, *ends]) if day < last]
        day = last - timedelta(days=1)
        own = track.course.at(day)[0]
        quota = votes_needed(decision, track.course.base(decision, day))
        found.append(Window(window, months, tuple(sorted(dates)), own, quota))
    return found


def closed_form_of(scenario: Scenario, office: Office, name: str, track: Track) -> dict[str, Any] | None:
    """Return how long evenly staggered terms must be; None without terms or a tenure."""
    if scenario.bodies[name].term is None or office.tenure is None:
        return None
    decision = parse_decision(next(iter(decisions_of(scenario, name))))
    quota = votes_needed(decision, track.course.at(office.since)[2])
    return closed_form(track.course.at(office.since)[2], quota, 0, office.tenure)


def ceiling_of(scenario: Scenario, name: str, track: Track) -> list[dict[str, Any]]:
    """Return the first days on which present holders number the ceiling, and one fewer; nobody is added."""
    ceiling = scenario.bodies[name].ceiling
    if ceiling is None:
        return []
    days = sorted(claim.seat.opens for claim in track.claims if claim.seat.side is not Side.VACANT)
    found = []
    for number in (ceiling, ceiling - 1):
        day = track.since if len(days) <= number else days[len(days) - number - 1]
        found.append({"holders": number, "date": None if day == NEVER else day.isoformat()})
    return found


def survivors_of(day: date, track: Track, holders: Holders, recorded: bool) -> dict[str, Any]:
    """Return how many others of the first day are left on a day, and the most the side can then hold."""
    old = [claim.seat for claim in track.claims if claim.seat.side is Side.OTHER]
    size = track.course.at(day)[2]
    by_rules = sum(seat.opens > day for seat in old)
    lives = [Life(seat.born, seat.opens, seat.exit_hazard) for seat in old]
    chances = [life.survival(holders.table, track.since, day) for life in lives]
    left = number_left(chances) if len(old) <= MOST_VOTES else None
    seen = sum(seat.recorded > day for seat in old) if recorded else None
    return {
        "date": day.isoformat(),
        "rules": by_rules,
        "recorded": seen,
        "mean": sum(chances),
        **{f"{100 * level:.0f}%": None if left is None else quantile(left, level) for level in LEVELS},
        "most_own_rules": max(size - by_rules, 0),
        "most_own_recorded": None if seen is None else max(size - seen, 0),
    }
