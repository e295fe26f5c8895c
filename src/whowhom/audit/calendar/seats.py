"""The seats of a body on the first day, and the day on which each opens by the rules, birthdays and events.

A seat opens at the end of its term, on the birthday of its holder at the age limit, on the day of a
historical event that takes him away, or at once where it is vacant. A holder without a birthday stays. In a
body of which the table of people names nobody every seat is held by somebody unknown.
Does not model: holders who stay until a successor comes, exits that lead to a seat elsewhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from whowhom.audit.calendar.dates import NEVER, add_months, birthday, term_ends
from whowhom.audit.calendar.survival import exit_hazard
from whowhom.spec.duration import months_in
from whowhom.spec.organisation import Body
from whowhom.spec.people import Person
from whowhom.spec.scenario import Act, Event, Scenario


class Side(StrEnum):
    """Who holds a seat on the first day."""

    OWN = "own"
    OTHER = "other"
    VACANT = "vacant"


@dataclass(frozen=True)
class Seat:
    """One seat of a body on the day on which the principal takes office."""

    number: int
    """Counted from 1."""
    votes: int
    side: Side
    holder: str = ""
    born: date | None = None
    first_end: date = NEVER
    """The end of the present term; later ones follow at `term` months."""
    term: int = 0
    opens: date = NEVER
    """The first day on which it is open by terms, age limit and events of the document."""
    recorded: date = NEVER
    """The same, or the day on which its holder in fact left, where that came before."""
    exit_hazard: float = 0.0
    """Hazard per year of an early exit other than the deaths of a life table."""
    begins: date = date.min
    """The day from which the seat exists."""
    closes: date = NEVER
    """The day from which it no longer does."""

    def next_end(self, day: date) -> date:
        """Return the next end of a term on or after a day; NEVER where the seat has no terms."""
        if self.first_end == NEVER:
            return NEVER
        return next(term_ends(self.first_end, self.term, day, NEVER), NEVER)


def first_ends(scenario: Scenario, body: Body, seats: int) -> tuple[date, ...]:
    """Return the end of the present term of each seat; NEVER where the body has no term.

    Dates of the document as they stand, one for all where one is given. Staggered without dates: seat i of n
    after (i + 1)/n of a term from the start, in whole months. Otherwise all a term after the start.
    """
    if body.term is None:
        return (NEVER,) * seats
    term = months_in(body.term)
    if body.ends:
        given = body.ends if len(body.ends) > 1 else body.ends * seats
        return (*given[:seats], *(given[-1] for _ in range(seats - len(given))))
    if body.staggered:
        most = body.most_seats
        return tuple(add_months(scenario.start, (number + 1) * term // most) for number in range(seats))
    return (add_months(scenario.start, term),) * seats


def followers(people: Sequence[Person], principal: str) -> frozenset[str]:
    """Return the persons whose line of patrons leads to a holder of the principal, with those holders."""
    patrons = {person.name: person.patron for person in people}
    found = {person.name for person in people if principal in person.body}
    for person in people:
        line: list[str] = []
        name = person.name
        while name and name not in found and name not in line:
            line.append(name)
            name = patrons.get(name, "")
        if name in found:
            found.update(line)
    return frozenset(found)


@dataclass(frozen=True)
class Roster:
    """Reads the seats of every body for one principal that takes office on one day."""

    scenario: Scenario
    people: tuple[Person, ...]
    principal: str
    since: date
    hold: Mapping[str, int]

    def seats(self, name: str) -> tuple[Seat, ...]:
        """Return the seats of a body, sides included.

        Persons take the first seats in the order of the table. Where the document only counts the seats that
        the principal's side holds, they are the seats of its followers, then the first of the others.
        """
        body = self.scenario.bodies[name]
        persons = [person for person in self.people if name in person.body][: body.seats]
        own = followers(self.people, self.principal)
        ends = first_ends(self.scenario, body, body.seats)
        seats: list[Seat] = []
        for number in range(body.seats):
            votes = body.weights[number] if body.weights else 1
            term = months_in(body.term) if body.term else 0
            seat = Seat(
                number + 1,
                votes,
                Side.OTHER,
                first_end=ends[number],
                term=term,
                exit_hazard=exit_hazard(body),
            )
            if number < len(persons):
                side = Side.OWN if persons[number].name in own else Side.OTHER
                seat = self._held(replace(seat, side=side), name, body, persons[number])
            else:
                gone = self._gone(name, "", number == 0)
                day = min(seat.next_end(self.since), gone)
                seat = replace(seat, opens=day, recorded=day)
                if persons:
                    seat = replace(seat, side=Side.VACANT, opens=self.since, recorded=self.since)
            seats.append(seat)
        taken = self._taken(name, seats, own)
        return self._resized(name, self._counted(name, taken))

    def _held(self, seat: Seat, name: str, body: Body, person: Person) -> Seat:
        """Return a seat with its holder and the days on which it opens."""
        days = [seat.next_end(self.since), self._gone(name, person.name, seat.number == 1)]
        if body.age_limit and person.born:
            days.append(self._not_before(birthday(person.born, months_in(body.age_limit))))
        opens = min(days)
        left = self._not_before(person.left) if person.left else NEVER
        return replace(seat, holder=person.name, born=person.born, opens=opens, recorded=min(opens, left))

    def _not_before(self, day: date) -> date:
        """Return the day on which an exit counts: who is over the limit at the start leaves at once.

        An exit between the start and the day of taking office was filled by others.
        """
        if day <= self.scenario.start:
            return self.since
        return day if day >= self.since else NEVER

    def _gone(self, body: str, who: str, is_head: bool) -> date:
        """Return the day of the first historical event that takes a holder away."""
        return min(
            (
                self._not_before(event.date)
                for event in self._events(Act.DIES, Act.LEAVES)
                if (event.who == who if event.who else event.body == body and is_head)
                and (event.act is Act.DIES or event.body in (None, body))
            ),
            default=NEVER,
        )

    def _events(self, *acts: Act) -> list[Event]:
        """Return the historical events of some kinds, earliest first."""
        found = [e for e in self.scenario.events if e.kind == "historical" and e.act in acts]
        return sorted(found, key=lambda event: event.date)

    def _taken(self, name: str, seats: Sequence[Seat], own: frozenset[str]) -> list[Seat]:
        """Let people of events take the first vacant seats; others count as there from the first day."""
        changed = list(seats)
        for event in self._events(Act.TAKES):
            vacant = [number for number, seat in enumerate(changed) if seat.side is Side.VACANT]
            if event.body != name or event.date < self.since or not vacant:
                continue
            seat = changed[vacant[0]]
            if event.who in own:
                changed[vacant[0]] = replace(seat, side=Side.OWN, holder=event.who or "", begins=event.date)
            else:
                end = seat.next_end(self.since)
                changed[vacant[0]] = replace(
                    seat, side=Side.OTHER, holder=event.who or "", opens=end, recorded=end
                )
        return changed

    def _counted(self, name: str, seats: list[Seat]) -> list[Seat]:
        """Make as many seats the principal's as the document says it holds."""
        if name not in self.hold:
            return seats
        held = [seat for seat in seats if seat.side is not Side.VACANT]
        first = sorted(held, key=lambda seat: (seat.side is not Side.OWN, seat.number))
        own = {seat.number for seat in first[: self.hold[name]]}
        sides = Counter(seat.number for seat in held)
        return [
            replace(seat, side=Side.OWN if seat.number in own else Side.OTHER)
            if seat.number in sides
            else seat
            for seat in seats
        ]

    def _resized(self, name: str, seats: list[Seat]) -> tuple[Seat, ...]:
        """Add and close seats at the events that resize or close the body."""
        changed = list(seats)
        for event in self._events(Act.RESIZES, Act.CLOSES):
            if event.body != name:
                continue
            day, size = max(event.date, self.since), event.seats if event.act is Act.RESIZES else 0
            existing = [number for number, seat in enumerate(changed) if seat.closes == NEVER]
            for number in existing[size or 0 :]:
                changed[number] = replace(changed[number], closes=day)
            for _ in range((size or 0) - len(existing)):
                changed.append(Seat(len(changed) + 1, 1, Side.VACANT, opens=day, recorded=day, begins=day))
        return tuple(changed)
