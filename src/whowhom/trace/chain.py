"""The chain of causes of a person's place: his seats, then those of the persons on whom they depended.

From each seat the chain goes to the call that gave it, and from there one level up: to the seat of whoever
chose him or set the slate, to the tie that made him that man's man, to the body from which he had to be
chosen, to how the seat had fallen vacant. Each of these is asked the same, up to a number of levels.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from whowhom.build.model import Entry
from whowhom.core.state import VACANT
from whowhom.trace.chronicle import ALIVE, HOLDER, STANDING, Chronicle, Spell
from whowhom.trace.follow import START, Change, Step
from whowhom.trace.rules import (
    HEADED,
    VOTED,
    acting_bodies,
    pools,
    proposer,
    rules_at,
    rules_of_acts,
    uses_slate,
)

TAKES, KEEPS, LEAVES, TIE = "takes", "keeps", "leaves", "tie"

INSTEAD = "who holds it instead"


@dataclass
class Link:
    """One cause: what happened to a person at a call, and which rule did it."""

    step: Step
    kind: str
    """takes, keeps, leaves a seat; or tie: he became somebody's man."""
    person: int
    seat: int
    """The seat, or -1 for a tie."""
    level: int
    """0 for the person himself, 1 for those on whom his place depends, and so on."""
    other: int = VACANT
    """Whom he follows or replaces; whom the patron was."""
    chosen_by: int = VACANT
    setter: int = VACANT
    """Who proposed the slate or acted as head of the acting body."""
    rules: tuple[int, ...] = ()
    electors: tuple[int, ...] = ()
    """The bodies that voted."""
    taken: int = -1
    """For a tie: the seat that he took in the same call, or -1."""
    because: str = ""
    """How the place asked about depends on it, for links above the person himself."""
    marks: tuple[str, ...] = ()
    """What else happened to him in the call: "dies", "expelled", "moved"."""


@dataclass
class Chain:
    """The links found, and whose places were not followed further."""

    chronicle: Chronicle
    levels: int
    links: dict[tuple[Step, str, int, int], Link] = field(default_factory=dict)
    cut: set[int] = field(default_factory=set)
    """Persons on whom the place depends and whose own place was not asked after."""

    def entry(self, step: Step) -> Entry:
        """Return the call of the schedule."""
        return self.chronicle.model.entries[step.call]

    def add(self, link: Link) -> bool:
        """Add a link; return whether it is new."""
        key = (link.step, link.kind, link.person, link.seat)
        if key in self.links:
            known = self.links[key]
            known.level = min(known.level, link.level)
            return False
        self.links[key] = link
        return True

    def name(self, person: int) -> str:
        """Return the name of a person."""
        return self.chronicle.model.people[person]

    def holds(self, spell: Spell, until: Step, level: int, because: str = "") -> None:
        """Ask how the person came to sit there, and what kept him there until just after a call."""
        if level > self.levels:
            self.cut.add(spell.person)
            return
        for step in spell.renewals:
            if (level == 0 or because == INSTEAD) and step <= until:
                self.taken(Link(step, KEEPS, spell.person, spell.seat, level, because=because), spell)
        link = Link(spell.start, TAKES, spell.person, spell.seat, level, because=because)
        link.chosen_by = spell.chosen_by
        self.taken(link, spell)

    def taken(self, link: Link, spell: Spell) -> None:
        """Add the call that gave a seat, and ask on whom it depended."""
        if link.step == START:
            self.add(link)
            return
        row = self.chronicle.spells[link.seat]
        at = row.index(spell)
        before = row[at - 1] if at and link.kind == TAKES else None
        was_held = link.kind == KEEPS or (before is not None and before.end == link.step)
        entry, model = self.entry(link.step), self.chronicle.model
        link.rules = rules_at(model, entry, link.seat, link.step.month, was_held)
        link.electors = acting_bodies(model, link.rules, VOTED)
        origin = self._moved_from(spell) if link.kind == TAKES else None
        if origin is not None:
            link.marks = ("moved",)
            link.other = origin.seat
        elif before is not None and before.end == link.step:
            link.other = before.person
        self._set(link, entry)
        if not self.add(link):
            return
        if origin is not None:
            self.holds(origin, link.step, link.level, link.because)
        elif before is not None and before.end is not None and before.end != link.step and link.level == 0:
            self.left(before, link.level + 1, f"which left the seat free for {self.name(link.person)}")
        self._depends(link)

    def _moved_from(self, spell: Spell) -> Spell | None:
        """Return the seat of the same body that he left in the same call."""
        body = self.chronicle.body_of(spell.seat)
        for other in self.chronicle.seats_of(spell.person):
            elsewhere = other.seat != spell.seat and self.chronicle.body_of(other.seat) == body
            if other.end == spell.start and elsewhere:
                return other
        return None

    def _set(self, link: Link, entry: Entry) -> None:
        """Write into the link who acted for the acting body, or proposed the slate."""
        body = self.chronicle.body_of(link.seat)
        acting = list(acting_bodies(self.chronicle.model, link.rules, HEADED))
        if uses_slate(entry):
            acting.append(proposer(self.chronicle.model, body, link.step.month))
        for number in acting:
            head = self.chronicle.head_before(number, link.step) if number >= 0 else None
            if head is not None:
                link.setter = head.person
                return

    def _depends(self, link: Link) -> None:
        """Go one level up: to the setter's seat, the tie to him, the seat in the pool."""
        chronicle, step = self.chronicle, link.step
        for pool in pools(chronicle.model, link.rules):
            for item in chronicle.held_before(link.person, step):
                if chronicle.body_of(item.seat) == pool:
                    because = f"from which {self.name(link.person)} could be chosen"
                    self.holds(item, step, link.level + 1, because)
        boss = link.chosen_by if link.chosen_by != VACANT else link.setter
        if boss in (VACANT, link.person):
            return
        self._tie(link, boss)
        entry = self.entry(step)
        acting = set(acting_bodies(chronicle.model, link.rules, HEADED))
        if uses_slate(entry):
            acting.add(proposer(chronicle.model, chronicle.body_of(link.seat), step.month))
        found = [item for item in chronicle.held_before(boss, step) if chronicle.body_of(item.seat) in acting]
        for item in found or chronicle.held_before(boss, step)[:1]:
            self.holds(item, step, link.level + 1, f"and so could choose {self.name(link.person)}")

    def _tie(self, link: Link, boss: int) -> None:
        """Add the tie that had made him the man of whoever chose him, where there was one before."""
        patron, made = self.chronicle.tie_before(link.person, link.step)
        if patron == boss and made is not None:
            seats = [item.seat for item in self.chronicle.seats_of(link.person) if item.start == made.step]
            tie = Link(made.step, TIE, link.person, -1, link.level, other=patron)
            tie.taken = seats[0] if seats else -1
            self.add(tie)

    def left(self, spell: Spell, level: int, because: str = "") -> None:
        """Ask what put a person out of a seat."""
        if spell.end is None or level > self.levels:
            return
        step, chronicle = spell.end, self.chronicle
        entry, model = self.entry(step), chronicle.model
        link = Link(step, LEAVES, spell.person, spell.seat, level, because=because)
        link.rules = rules_at(model, entry, spell.seat, step.month, True)
        if not link.rules:
            link.rules = rules_of_acts(model, entry, step.month)
        link.electors = acting_bodies(model, link.rules, VOTED)
        link.marks = tuple(self._marks(spell.person, step))
        for after in chronicle.spells[spell.seat]:
            if after.start == step:
                link.other = after.person
        if not link.marks:
            self._set(link, entry)
        if not self.add(link) or link.marks:
            return
        if link.setter not in (VACANT, spell.person):
            head = [
                item for item in chronicle.held_before(link.setter, step) if self._acts(item, link, entry)
            ]
            for item in head:
                self.holds(item, step, level + 1, f"and so could put out {self.name(spell.person)}")

    def _acts(self, spell: Spell, link: Link, entry: Entry) -> bool:
        """Return whether the seat is one of the body that acted."""
        acting = set(acting_bodies(self.chronicle.model, link.rules, HEADED))
        if uses_slate(entry):
            acting.add(proposer(self.chronicle.model, self.chronicle.body_of(link.seat), link.step.month))
        return self.chronicle.body_of(spell.seat) in acting

    def _marks(self, person: int, step: Step) -> list[str]:
        """Name what else happened to the person in a call that says why he left."""
        found = []
        for item in self.chronicle.of_person[person]:
            if item.step == step and item.path == ALIVE and item.after == 0:
                found.append("dies")
            if item.step == step and item.path == STANDING:
                found.append("expelled")
        return found


def others_of(chronicle: Chronicle, person: int) -> list[Change]:
    """Return changes of a person that no word is known for: whole-number arrays added to the state since."""
    known = {ALIVE, STANDING, HOLDER, "people.patron", "people.born", "people.place"}
    return [item for item in chronicle.of_person[person] if item.path not in known]
