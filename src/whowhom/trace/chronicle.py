"""The changes of a history read as a chronicle: who sat where from when to when, and whose man he was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter

from whowhom.build.model import Model
from whowhom.core.state import VACANT, allocate
from whowhom.trace.follow import START, Change, Step

ALIVE, STANDING, PATRON, BORN = "people.alive", "people.standing", "people.patron", "people.born"
HOLDER, CHOSEN_BY = "seats.holder", "seats.chosen_by"
RENEWED = ("seats.since", "seats.terms")


@dataclass
class Spell:
    """One person in one seat, from a call to a call."""

    seat: int
    person: int
    start: Step
    chosen_by: int
    """Who filled the seat, or VACANT."""
    end: Step | None = None
    renewals: list[Step] = field(default_factory=list)
    """The calls that gave him the seat anew."""

    def lasts_after(self, step: Step) -> bool:
        """Return whether he sits there just after the call."""
        return self.start <= step and (self.end is None or self.end > step)

    def lasts_before(self, step: Step) -> bool:
        """Return whether he sits there just before the call."""
        return (self.start < step or self.start == START) and (self.end is None or self.end >= step)


@dataclass(frozen=True)
class Chronicle:
    """Everything that happened to people and seats in one history up to a month."""

    model: Model
    spells: dict[int, list[Spell]]
    """By seat, in order of time."""
    of_person: dict[int, list[Change]]
    """By person: the changes of what is known of him, in order of time."""
    last: int

    def seats_of(self, person: int) -> list[Spell]:
        """Return every spell of a person, in order of time."""
        entered = self.entered(person)
        found = [item for row in self.spells.values() for item in row if item.person == person]
        return sorted(
            (item for item in found if item.start >= entered), key=lambda item: (item.start, item.seat)
        )

    def entered(self, person: int) -> Step:
        """Return the call in which the person came into being, or the start; a slot may serve twice."""
        births = [item.step for item in self.of_person[person] if item.path == BORN]
        return births[-1] if births else START

    def held_before(self, person: int, step: Step) -> list[Spell]:
        """Return the spells that run just before a call."""
        return [item for item in self.seats_of(person) if item.lasts_before(step)]

    def held_after(self, person: int, step: Step) -> list[Spell]:
        """Return the spells that run just after a call."""
        return [item for item in self.seats_of(person) if item.lasts_after(step)]

    def head_before(self, body: int, step: Step) -> Spell | None:
        """Return the spell of whoever heads a body just before a call: the holder of its first held seat."""
        first = int(self.model.polity.body_first[body])
        for seat in range(first, first + int(self.model.polity.body_capacity[body])):
            for item in self.spells[seat]:
                if item.lasts_before(step):
                    return item
        return None

    def tie_before(self, person: int, step: Step) -> tuple[int, Change | None]:
        """Return the person's patron just before a call, and the change that made him so, if any."""
        made: Change | None = None
        for item in self.of_person[person]:
            if item.path == PATRON and item.step < step:
                made = item
        if made is not None:
            return made.after, made
        state, _ = allocate(self.model.sizes, self.model.initial)
        return int(state.people.patron[person]), None

    def body_of(self, seat: int) -> int:
        """Return the body of a seat."""
        return int(self.model.polity.seat_body[seat])


def chronicle(model: Model, changes: Iterable[Change], last: int) -> Chronicle:
    """Read the changes of a history as spells and as marks of persons."""
    state, _ = allocate(model.sizes, model.initial.copy())
    spells: dict[int, list[Spell]] = {seat: [] for seat in range(model.sizes.seats)}
    chosen_by = state.seats.chosen_by.copy()
    for seat, person in enumerate(state.seats.holder):
        if person != VACANT:
            spells[seat].append(Spell(seat, int(person), START, int(chosen_by[seat])))
    of_person: dict[int, list[Change]] = defaultdict(list)
    for step, group in groupby(changes, key=attrgetter("step")):
        together = list(group)
        for item in together:
            if item.path == CHOSEN_BY:
                chosen_by[item.place] = item.after
            if item.path.startswith("people."):
                of_person[item.place].append(item)
        moved = {item.place for item in together if item.path == HOLDER}
        for item in together:
            if item.path == HOLDER:
                if item.before != VACANT:
                    spells[item.place][-1].end = step
                if item.after != VACANT:
                    spells[item.place].append(Spell(item.place, item.after, step, int(chosen_by[item.place])))
        for seat in sorted({item.place for item in together if item.path in RENEWED} - moved):
            row = spells[seat]
            if row and row[-1].end is None:
                row[-1].renewals.append(step)
    return Chronicle(model, spells, of_person, last)
