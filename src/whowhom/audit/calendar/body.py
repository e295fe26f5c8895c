"""One body under one principal: thresholds of its decisions, spans of office, ceiling and survivors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from whowhom.audit.calendar.capture import (
    Capture,
    Course,
    Reading,
    Track,
    blocking_minority,
    votes_needed,
)
from whowhom.audit.calendar.dates import NEVER, years_between
from whowhom.audit.calendar.mortality import Chances, Holders, chances
from whowhom.audit.calendar.seats import Side
from whowhom.audit.calendar.spans import (
    Office,
    ceiling_of,
    closed_form_of,
    course_of,
    decisions_of,
    survivors_of,
    windows_of,
)
from whowhom.audit.calendar.survival import LifeTable
from whowhom.audit.calendar.turns import FILLING_BY_ACT
from whowhom.audit.labels import label_of
from whowhom.spec.decision import Decision, parse_decision
from whowhom.spec.organisation import Verb
from whowhom.spec.scenario import Scenario


@dataclass(frozen=True)
class Reached:
    """When the side carries (or blocks) one decision in one reading."""

    day: date
    """Whatever the tenure; NEVER where it never does."""
    since: date
    limit: date
    own: int
    base: int
    needed: int

    @property
    def in_time(self) -> bool:
        """Whether it comes within the tenure and the horizon."""
        return self.day <= self.limit

    def to_dict(self) -> dict[str, Any]:
        """Return plain values; own, base and needed are those of the day, or of the last day looked at."""
        return {
            "date": self.day.isoformat() if self.in_time else None,
            "years": round(years_between(self.since, self.day), 4) if self.in_time else None,
            "own": self.own,
            "base": self.base,
            "needed": self.needed,
            "missing": 0 if self.in_time else max(self.needed - self.own, 0),
            "if_it_stayed": None if self.day == NEVER else self.day.isoformat(),
        }


@dataclass(frozen=True)
class Threshold:
    """One decision rule in a body."""

    decision: str
    rules: tuple[str, ...]
    base: int
    quota: int
    blocking: int
    control: Mapping[Reading, Reached]
    block: Mapping[Reading, Reached]
    mortality: Chances | None

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "decision": self.decision,
            "rules": list(self.rules),
            "first_day": {"base": self.base, "quota": self.quota, "blocking": self.blocking},
            "control": {reading.value: found.to_dict() for reading, found in self.control.items()},
            "blocking": {reading.value: found.to_dict() for reading, found in self.block.items()},
            "mortality": None if self.mortality is None else self.mortality.to_dict(),
        }


@dataclass(frozen=True)
class BodyCalendar:
    """One body under one principal."""

    name: str
    facts: Mapping[str, Any]
    """Plain values that need no later work: label, seats, how it is filled, spans, ceiling, survivors."""
    thresholds: tuple[Threshold, ...]
    residual: float

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return {**self.facts, "thresholds": {one.decision: one.to_dict() for one in self.thresholds}}


def body_calendar(
    scenario: Scenario,
    office: Office,
    name: str,
    captures: Mapping[Reading, Capture],
    table: LifeTable,
    at: Sequence[date],
) -> BodyCalendar:
    """Return the calendar of one body under one principal.

    captures: the readings; table: of deaths; at: days on which survivors are counted.
    """
    tracks = {reading: capture.tracks[name] for reading, capture in captures.items()}
    rules = tracks[Reading.RULES]
    holders = Holders(rules, table)
    thresholds = tuple(
        _threshold(office, decision, used, tracks, holders)
        for decision, used in decisions_of(scenario, name).items()
    )
    days = sorted({day for day in (*at, office.limit) if day >= office.since})
    own, others, size = rules.course.at(office.since)
    sides = [claim.seat.side for claim in rules.claims]
    facts = {
        "label": label_of(scenario, name),
        "seats": size,
        "start": {
            "own": sides.count(Side.OWN),
            "others": sides.count(Side.OTHER),
            "vacant": min(
                sides.count(Side.VACANT), max(size - sides.count(Side.OWN) - sides.count(Side.OTHER), 0)
            ),
        },
        "early_exits": any(claim.seat.exit_hazard > 0 for claim in rules.claims),
        "first_day": {"own": own, "others": others},
        "filled": _how(scenario, office, name, captures[Reading.RULES]),
        "seats_by_right": _by_right(scenario, office, name, captures[Reading.RULES]),
        "course": {reading.value: course_of(track.course, office) for reading, track in tracks.items()},
        "windows": [window.to_dict() for window in windows_of(scenario, office, name, rules)],
        "closed_form": closed_form_of(scenario, office, name, rules),
        "ceiling": ceiling_of(scenario, name, rules),
        "survivors": [survivors_of(day, rules, holders, Reading.RECORDED in tracks) for day in days],
    }
    return BodyCalendar(name, facts, thresholds, holders.residual)


def _threshold(
    office: Office, text: str, used: Sequence[str], tracks: Mapping[Reading, Track], holders: Holders
) -> Threshold:
    """Return when the side carries and blocks one decision."""
    decision = parse_decision(text)
    base = tracks[Reading.RULES].course.base(decision, office.since)
    mortality = None
    if holders.can_be_counted:
        mortality = chances(holders, decision, office.limit, office.life)
    return Threshold(
        decision=text,
        rules=tuple(used),
        base=base,
        quota=votes_needed(decision, base),
        blocking=blocking_minority(decision, base),
        control={r: _reached(office, decision, r, tracks[r].course, blocking=False) for r in tracks},
        block={r: _reached(office, decision, r, tracks[r].course, blocking=True) for r in tracks},
        mortality=mortality,
    )


def _reached(
    office: Office, decision: Decision, reading: Reading, course: Course, *, blocking: bool
) -> Reached:
    """Return the day of one threshold and the votes then."""
    limit = office.limit
    if reading is Reading.RECORDED and office.left != NEVER:
        limit = min(limit, office.left)
    day = course.first(decision, blocking=blocking)
    seen = min(day, limit)
    base = course.base(decision, seen)
    needed = blocking_minority(decision, base) if blocking else votes_needed(decision, base)
    return Reached(day, office.since, limit, course.at(seen)[0], base, needed)


def _how(scenario: Scenario, office: Office, name: str, capture: Capture) -> dict[str, Any]:
    """Return by whom the body is filled: by the principal, with whose consent, through which bodies."""
    over = [rule for rule in scenario.rules if rule.over == name]
    filling = [rule for rule in over if rule.verb in FILLING_BY_ACT]
    return {
        "directly": [rule.name for rule in filling if rule.by == office.name],
        "through": sorted(
            {rule.by for rule in filling if capture.carried[rule.name] != NEVER} - {office.name}
        ),
        "by_right": [rule.by for rule in over if rule.verb is Verb.EX_OFFICIO],
        "consent": [
            rule.by for rule in over if rule.verb in (Verb.CONFIRMS, Verb.VETOES) and rule.by != office.name
        ],
        "others": sorted({rule.by for rule in filling if capture.carried[rule.name] == NEVER}),
    }


def _by_right(scenario: Scenario, office: Office, name: str, capture: Capture) -> list[dict[str, Any]]:
    """Return how many votes each other body brings by right, and what is missing with all or a majority."""
    found = []
    size = capture.tracks[name].course.at(office.since)[2]
    for rule in scenario.rules:
        if rule.verb is not Verb.EX_OFFICIO or rule.over != name or rule.by not in scenario.bodies:
            continue
        source = capture.tracks[rule.by].course.at(office.since)[2]
        votes = min(source, size)
        if rule.part:
            first, _, last = rule.part.partition("-")
            votes = int(last or first) - int(first) + 1
        quota = min(Decision("majority").quota(source), votes)
        found.append(
            {
                "body": rule.by,
                "votes": votes,
                "majority_there": quota,
                "decisions": {
                    text: {
                        "quota": (needed := votes_needed(parse_decision(text), size)),
                        "missing_with_all": max(needed - votes, 0),
                        "missing_with_majority_there": max(needed - quota, 0),
                    }
                    for text in decisions_of(scenario, name)
                },
            }
        )
    return found
