"""Capture by the calendar: when a principal's own appointees can decide in the bodies that it fills.

`calendar` works with terms, birthdays, ceilings and dated events alone, to the day, and with a life table
where deaths count; nothing is simulated. See calendar_capture for how seats change sides and for what is not
modelled.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from whowhom.audit.calendar.body import BodyCalendar, body_calendar
from whowhom.audit.calendar.capture import Capture, Reading, blocking_minority, votes_needed
from whowhom.audit.calendar.dates import NEVER, add_months, birthday, cadence, term_ends
from whowhom.audit.calendar.seats import Roster, Seat
from whowhom.audit.calendar.spans import Office
from whowhom.audit.calendar.survival import Life, exit_hazard, life_table
from whowhom.audit.calendar.words import words_of
from whowhom.audit.labels import label_of
from whowhom.audit.two_sided import asked, principals, targets
from whowhom.spec.decision import parse_decision
from whowhom.spec.duration import months_in
from whowhom.spec.people import Person, read_people
from whowhom.spec.scenario import Act, Scenario

NEXT = 5
"""How many coming dates of each rule and of each body's terms are listed."""

METHOD = (
    "Exact date arithmetic: terms, age limits, ceilings and dated events to the day; with deaths, the "
    "Poisson binomial distribution of the holders left under the life table, in 64 bit. Nothing is simulated."
)


@dataclass(frozen=True)
class Acting:
    """A rule, and when the principal's side carries or blocks its act."""

    name: str
    verb: str
    by: str
    over: str
    base: int
    quota: int
    blocking: int
    most_own: int
    """The most votes that the side ever has in the acting body within its time."""
    carried: Mapping[Reading, date]
    blocked: Mapping[Reading, date]

    def to_dict(self) -> dict[str, Any]:
        """Return plain values; null where it never does within the tenure and horizon."""
        return {
            "rule": self.name,
            "verb": self.verb,
            "by": self.by,
            "over": self.over,
            "base": self.base,
            "quota": self.quota,
            "blocking": self.blocking,
            "most_own": self.most_own,
            "missing": max(self.quota - self.most_own, 0),
            "carries": {reading.value: _text(day) for reading, day in self.carried.items()},
            "blocks": {reading.value: _text(day) for reading, day in self.blocked.items()},
        }


@dataclass(frozen=True)
class PrincipalCalendar:
    """One principal and the bodies that it reaches."""

    office: Office
    bodies: Mapping[str, BodyCalendar]
    rules: tuple[Acting, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        office = self.office
        return {
            "principal": office.name,
            "label": office.label,
            "since": office.since.isoformat(),
            "tenure_months": office.tenure,
            "leaves": _text(office.leaves),
            "left": _text(office.left),
            "limit": office.limit.isoformat(),
            "bodies": {name: body.to_dict() for name, body in self.bodies.items()},
            "rules": [rule.to_dict() for rule in self.rules],
        }


@dataclass(frozen=True)
class Calendar:
    """The section "calendar" of an audit."""

    principals: tuple[PrincipalCalendar, ...]
    next_dates: Mapping[str, Any]
    life_table: str
    residual: float
    words: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return plain values: dates as ISO text, null for never."""
        return {
            "method": METHOD,
            "residual": self.residual,
            "life_table": self.life_table,
            "principals": [principal.to_dict() for principal in self.principals],
            "next_dates": dict(self.next_dates),
            "words": list(self.words),
        }


def calendar(scenario: Scenario, at: Sequence[date] = ()) -> Calendar:
    """Return when each principal of a document can come to control the bodies that it fills.

    at: further days on which the present holders still there are counted. Raises DocumentError where the
    table of people or the life table cannot be read. Does not model: what calendar_capture leaves out.
    """
    people = read_people(scenario)
    table = life_table(scenario)
    found = []
    for name in principals(scenario):
        office = _office(scenario, people, name)
        hold = asked(scenario).hold if asked(scenario).principal else {}
        roster = Roster(scenario, people, name, office.since, hold)
        seats = {body: roster.seats(body) for body in scenario.bodies}
        captures = {
            reading: Capture(scenario, name, office.since, reading, seats)
            for reading in Reading
            if reading is not Reading.RECORDED or any(person.left for person in people)
        }
        days = [*at, *([office.left] if office.left != NEVER else []), scenario.until]
        bodies = {
            body: body_calendar(scenario, office, body, captures, table, days)
            for body in targets(scenario, name)
        }
        found.append(PrincipalCalendar(office, bodies, _rules(scenario, office, captures)))
    residual = max((body.residual for one in found for body in one.bodies.values()), default=0.0)
    coming = _next_dates(scenario, found, people)
    words = [sentence for one in found for sentence in words_of(scenario, one.to_dict())]
    return Calendar(tuple(found), coming, table.name, residual, tuple(words))


def _office(scenario: Scenario, people: Sequence[Person], name: str) -> Office:
    """Return who the principal is and how long it may and did stay."""
    audit, body = asked(scenario), scenario.bodies[name]
    since = audit.since or scenario.start
    holders = [person for person in people if name in person.body]
    holder = holders[0] if len(holders) == 1 and body.seats == 1 else None
    term = months_in(body.term) if body.term else None
    tenure = months_in(audit.tenure) if audit.tenure else None
    if tenure is None and term is not None and body.term_limit is not None:
        tenure = term * body.term_limit
    leaves = add_months(since, tenure) if tenure is not None else NEVER
    if holder is not None and holder.born is not None and body.age_limit is not None:
        leaves = min(leaves, max(birthday(holder.born, months_in(body.age_limit)), since))
    horizon = add_months(since, months_in(audit.horizon))
    limit = min(horizon, leaves - timedelta(days=1)) if leaves != NEVER else horizon
    left = [holder.left] if holder is not None and holder.left is not None else []
    left += [
        event.date
        for event in scenario.events
        if event.kind == "historical"
        and event.act in (Act.DIES, Act.LEAVES)
        and (event.who == holder.name if holder is not None and event.who else event.body == name)
        and event.body in (None, name)
    ]
    life = None
    if holder is not None and holder.born is not None:
        life = Life(holder.born, NEVER, exit_hazard(body))
    return Office(
        name, label_of(scenario, name), since, term, tenure, leaves, min(left, default=NEVER), limit, life
    )


def _rules(scenario: Scenario, office: Office, captures: Mapping[Reading, Capture]) -> tuple[Acting, ...]:
    """Return when the side carries and blocks the act of each rule of a body."""
    found = []
    for rule in scenario.rules:
        if rule.by not in scenario.bodies:
            continue
        decision = parse_decision(rule.decision)
        carried, blocked = {}, {}
        for reading, capture in captures.items():
            day = capture.carried[rule.name]
            carried[reading] = day if day <= office.limit else NEVER
            own = rule.by == office.name
            day = office.since if own else capture.tracks[rule.by].course.first(decision, blocking=True)
            blocked[reading] = day if day <= office.limit else NEVER
        course = captures[Reading.RULES].tracks[rule.by].course
        base = course.base(decision, office.limit)
        most = base if rule.by == office.name else course.at(office.limit)[0]
        quota, blocking = votes_needed(decision, base), blocking_minority(decision, base)
        found.append(
            Acting(
                rule.name, rule.verb.value, rule.by, rule.over, base, quota, blocking, most, carried, blocked
            )
        )
    return tuple(found)


def _next_dates(
    scenario: Scenario, found: Iterable[PrincipalCalendar], people: tuple[Person, ...]
) -> dict[str, Any]:
    """Return the coming days on which rules act at dates of their own, and on which terms end."""
    audit = asked(scenario)
    since = audit.since or scenario.start
    until = add_months(since, months_in(audit.horizon))
    rules = {
        rule.name: [day.isoformat() for day in cadence(rule, scenario.start).days(since, until, NEXT)]
        for rule in scenario.rules
        if rule.at or not cadence(rule, scenario.start).is_daily
    }
    first = next((one.office.name for one in found), "")
    roster = Roster(scenario, people, first, since, {})
    ends = {name: _ends(roster.seats(name), since, until) for name in scenario.bodies}
    return {"rules": rules, "ends": {name: days for name, days in ends.items() if days}}


def _ends(seats: Iterable[Seat], since: date, until: date) -> list[dict[str, Any]]:
    """Return the first days on which terms end, with the seats concerned."""
    days: dict[date, list[int]] = {}
    for seat in seats:
        if seat.first_end != NEVER:
            for _, day in zip(range(NEXT), term_ends(seat.first_end, seat.term, since, until), strict=False):
                days.setdefault(day, []).append(seat.number)
    return [{"date": day.isoformat(), "seats": days[day]} for day in sorted(days)[:NEXT]]


def _text(day: date) -> str | None:
    """Write a day; None for never."""
    return None if day == NEVER else day.isoformat()
