"""When each seat becomes the principal's, directly or through bodies that it controls by then.

A seat is filled under a rule whose act the principal's side carries, on the first day of the rule on which
the seat is open. The side carries the acts of the principal from the first day, those of another body from
the day on which its seats there reach the quota of the rule (`appoints`: on which the head's seat is its
own). All others count as one side, so a plurality needs a majority. These days depend on each other; they
are found by repetition until none changes. A seat that opens before is filled by others and opens again at
the end of its term. Seats by right follow their source.
Three readings: "best" lets the side also expel and recall others and add seats as soon as it may, and takes
the earliest of several rules over a seat; "rules" takes the first of them to act and has no early exits;
"recorded" has the exits on record. Above the ceiling of a body nobody is added.
Does not model: refused consent; lots and succession, which are nobody's; loss of seats once held.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from itertools import accumulate

from whowhom.audit.calendar.dates import NEVER, Cadence, add_months, cadence
from whowhom.audit.calendar.seats import Seat, Side
from whowhom.audit.calendar.turns import CHANCE, Filler, fillers, first_turn
from whowhom.spec.decision import Decision, parse_decision
from whowhom.spec.organisation import Rule, Verb
from whowhom.spec.part import parse_part
from whowhom.spec.scenario import Scenario

_REMOVING = (Verb.EXPELS, Verb.TRANSFERS)


class Reading(StrEnum):
    """Which exits are counted."""

    BEST = "best"
    RULES = "rules"
    RECORDED = "recorded"


@dataclass(frozen=True)
class Claim:
    """One seat in one reading: who fills it and when it changes sides."""

    seat: Seat
    leaves: date = NEVER
    """The day on which the other side's last holder of it goes; NEVER where others fill it again."""
    owned: date = NEVER
    """The day from which it is the principal's, if no ceiling stands in the way."""
    days: Cadence | None = None
    """The days on which the principal itself fills it; None where it does not, or only through others."""


@dataclass(frozen=True)
class Course:
    """The votes of a body day by day: (n,) days, and what holds from each on."""

    days: tuple[date, ...]
    own: tuple[int, ...]
    others: tuple[int, ...]
    size: tuple[int, ...]

    def at(self, day: date) -> tuple[int, int, int]:
        """Return the votes of the principal's side, of the others, and of all seats on a day."""
        place = max(bisect_right(self.days, day) - 1, 0)
        return self.own[place], self.others[place], self.size[place]

    def base(self, decision: Decision, day: date) -> int:
        """Return the votes of which a decision counts a share: those held, or those of all seats."""
        own, others, size = self.at(day)
        return size if decision.of_seats else own + others

    def first(self, decision: Decision, *, blocking: bool = False) -> date:
        """Return the first day on which the side carries a decision, or blocks it; NEVER where none is."""
        for day in self.days:
            base = self.base(decision, day)
            if self.at(day)[0] >= (blocking_minority if blocking else votes_needed)(decision, base):
                return day
        return NEVER


def votes_needed(decision: Decision, base: int) -> int:
    """Return the votes that carry against one other side: the quota, for a plurality more than half."""
    return base // 2 + 1 if decision.kind == "plurality" else max(decision.quota(base), 1)


def blocking_minority(decision: Decision, base: int) -> int:
    """Return the fewest votes without which the others cannot carry: base - quota + 1, one at least."""
    return max(base - votes_needed(decision, base) + 1, 1)


@dataclass(frozen=True)
class Track:
    """A body in one reading."""

    claims: tuple[Claim, ...]
    ceiling: int | None
    since: date
    course: Course = field(init=False)

    def __post_init__(self) -> None:
        """Count the votes day by day."""
        object.__setattr__(self, "course", _course(self))

    @property
    def owned(self) -> tuple[date, ...]:
        """Return for each claim the day from which the seat is the principal's, the ceiling counted."""
        days = {claim.seat.number: claim.owned for claim in self.claims}
        if self.ceiling is None:
            return tuple(days.values())
        others = sorted(claim.leaves for claim in self.claims if claim.seat.side is Side.OTHER)
        hold = sum(claim.seat.side is Side.OWN for claim in self.claims)
        wanting = [c for c in self.claims if c.seat.side is not Side.OWN and c.owned != NEVER]
        for rank, claim in enumerate(sorted(wanting, key=lambda c: (c.owned, c.seat.number)), start=1):
            room = self.ceiling - hold - rank
            gone = NEVER if room < 0 else self.since if len(others) <= room else others[-room - 1]
            day = max(claim.owned, gone)
            days[claim.seat.number] = claim.days.next(day) if claim.days and day != NEVER else day
        return tuple(days.values())


def _course(track: Track) -> Course:
    """Add up who holds what from each day on."""
    changes: dict[date, list[int]] = {track.since: [0, 0, 0]}

    def change(day: date, place: int, votes: int) -> None:
        if day != NEVER:
            changes.setdefault(max(day, track.since), [0, 0, 0])[place] += votes

    for claim, owned in zip(track.claims, track.owned, strict=True):
        seat = claim.seat
        for place, begin, end in (
            (0, max(owned, seat.begins), seat.closes),
            (1, seat.begins, min(claim.leaves, seat.closes) if seat.side is Side.OTHER else seat.begins),
            (2, seat.begins, seat.closes),
        ):
            if begin < end:
                change(begin, place, seat.votes)
                change(end, place, -seat.votes)
    days = sorted(changes)
    own, others, size = (list(accumulate(changes[day][place] for day in days)) for place in range(3))
    if track.ceiling is not None:
        size = [min(seats, track.ceiling) for seats in size]
    return Course(tuple(days), tuple(own), tuple(others), tuple(size))


@dataclass(frozen=True)
class Capture:
    """What one principal can do in one reading: repeats until nothing changes, then holds the answers."""

    scenario: Scenario
    principal: str
    since: date
    reading: Reading
    seats: Mapping[str, tuple[Seat, ...]]
    carried: dict[str, date] = field(init=False)
    """The day from which the side carries each rule."""
    tracks: dict[str, Track] = field(init=False)

    def __post_init__(self) -> None:
        """Repeat until no rule is carried earlier than before."""
        carried = {
            rule.name: self.since if rule.by == self.principal else NEVER for rule in self.scenario.rules
        }
        while True:
            tracks: dict[str, Track] = {}
            for name in self.scenario.bodies:
                self._track(name, carried, tracks)
            after = {rule.name: self._carries(rule, carried, tracks) for rule in self.scenario.rules}
            if after == carried:
                break
            carried = after
        object.__setattr__(self, "carried", carried)
        object.__setattr__(self, "tracks", tracks)

    def _carries(self, rule: Rule, carried: Mapping[str, date], tracks: Mapping[str, Track]) -> date:
        """Return the day from which the side carries a rule, never later than before."""
        if rule.by == self.principal or rule.by not in tracks:
            return carried[rule.name]
        track = tracks[rule.by]
        if rule.verb is Verb.APPOINTS:
            day = max(track.owned[0], self.since) if track.claims else NEVER
        else:
            day = track.course.first(parse_decision(rule.decision))
        return min(day, carried[rule.name])

    def _track(self, name: str, carried: Mapping[str, date], tracks: dict[str, Track]) -> Track:
        """Return the track of a body, after those whose seats its own mirror."""
        if name not in tracks:
            body = self.scenario.bodies[name]
            seats = [*self.seats[name], *self._added(name, carried)]
            mirrored = self._mirrored(name, carried, tracks)
            claims = [
                self._mirror(seat, mirrored[seat.number])
                if seat.number in mirrored
                else self._claim(name, seat, carried)
                for seat in seats
            ]
            ceiling = None if body.weights else body.ceiling
            tracks[name] = Track(tuple(claims), ceiling, self.since)
        return tracks[name]

    def _mirrored(self, name: str, carried: Mapping[str, date], tracks: dict[str, Track]) -> dict[int, Claim]:
        """Return the claims to the seats that other seats bring with them, by number."""
        found: dict[int, Claim] = {}
        following = 0
        for rule in self.scenario.rules:
            if rule.verb is not Verb.EX_OFFICIO or rule.over != name or rule.by not in self.scenario.bodies:
                continue
            if rule.by == self.principal:
                sources = [
                    Claim(replace(seat, side=Side.OWN), owned=date.min) for seat in self.seats[rule.by]
                ]
            else:
                source = self._track(rule.by, carried, tracks)
                sources = [
                    replace(claim, owned=owned)
                    for claim, owned in zip(source.claims, source.owned, strict=True)
                ]
            first, last = parse_part(rule.part) if rule.part else (following, following + len(sources))
            following += 0 if rule.part else len(sources)
            found |= {number + 1: claim for number, claim in zip(range(first, last), sources, strict=False)}
        return found

    @staticmethod
    def _mirror(seat: Seat, source: Claim) -> Claim:
        """Return the claim to a seat that its holder has by right of another seat."""
        there = source.seat
        same = replace(there, number=seat.number, votes=seat.votes, begins=seat.begins, closes=seat.closes)
        return replace(source, seat=same)

    def _claim(self, name: str, seat: Seat, carried: Mapping[str, date]) -> Claim:
        """Return when a seat passes to the principal's side under the rules that fill it."""
        if seat.side is Side.OWN:
            return Claim(seat, leaves=date.min, owned=max(seat.begins, date.min))
        rules = fillers(self.scenario, name, seat.number)
        if not rules:
            return Claim(seat)
        slate = any(rule.verb is Verb.PROPOSES for rule in rules)
        if len(rules) > 1 and not slate and self.reading is not Reading.BEST:
            return self._in_turn(rules, seat, carried)
        # A slate and the vote on it are one act: to be sure of the seat the side must carry both.
        take = min if self.reading is Reading.BEST else max
        return take((self._fills(name, rule, seat, carried) for rule in rules), key=lambda claim: claim.owned)

    def _in_turn(self, rules: Sequence[Rule], seat: Seat, carried: Mapping[str, date]) -> Claim:
        """Return when a seat passes to the side under several rules, the first to act each time it opens."""
        turns = [
            Filler(cadence(rule, self.scenario.start), NEVER if rule.verb in CHANCE else carried[rule.name])
            for rule in rules
        ]
        opens = seat.recorded if self.reading is Reading.RECORDED else seat.opens
        # Only where nobody else could come first does the principal choose the day.
        alone = all(rule.by == self.principal for rule in rules)
        days = min((turn.days for turn in turns), key=lambda item: not item.is_daily) if alone else None
        return Claim(seat, *first_turn(seat, opens, turns), days)

    def _fills(self, name: str, rule: Rule, seat: Seat, carried: Mapping[str, date]) -> Claim:
        """Return when one rule brings a seat to the principal's side."""
        able = NEVER if rule.verb in CHANCE else carried[rule.name]
        if able == NEVER:
            return Claim(seat)
        able = max(able, self.since, seat.begins)
        opens = seat.recorded if self.reading is Reading.RECORDED else seat.opens
        if opens < able:
            opens = seat.next_end(able)
        if self.reading is Reading.BEST:
            opens = min(opens, self._removed(name, able, carried))
        days = cadence(rule, self.scenario.start)
        owned = days.next(opens) if opens != NEVER else NEVER
        leaves = opens if owned != NEVER else NEVER
        return Claim(seat, leaves, owned, days if rule.by == self.principal else None)

    def _removed(self, name: str, day: date, carried: Mapping[str, date]) -> date:
        """Return the first day on or after a day on which the side may expel or recall holders of a body."""
        found = [
            cadence(rule, self.scenario.start).next(max(day, carried[rule.name]))
            for rule in self.scenario.rules
            if rule.verb in _REMOVING and rule.over == name and carried[rule.name] != NEVER
        ]
        return min(found, default=NEVER)

    def _added(self, name: str, carried: Mapping[str, date]) -> Iterator[Seat]:
        """Give the seats that the side may add, in the best reading only."""
        body, number = self.scenario.bodies[name], len(self.seats[name])
        for rule in self.scenario.rules:
            able = carried[rule.name]
            adds = rule.verb is Verb.ENLARGES and rule.most != 0 and able != NEVER
            if self.reading is not Reading.BEST or not adds:
                continue
            days, day = cadence(rule, self.scenario.start), able
            while rule.over == name and number < body.most_seats and (day := days.next(day)) != NEVER:
                room = body.most_seats - number
                for _ in range(room if rule.most is None else min(rule.most, room)):
                    number += 1
                    votes = body.weights[number - 1] if body.weights else 1
                    yield Seat(number, votes, Side.VACANT, opens=day, recorded=day, begins=day)
                day = add_months(day, 1) if days.is_daily else date.fromordinal(day.toordinal() + 1)
