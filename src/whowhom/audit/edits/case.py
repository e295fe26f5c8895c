"""What changes of rules are looked for: a document, whose capture of what, and who might be given a say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from whowhom.audit.acts import quota_of, seat_votes, seats_filled
from whowhom.audit.labels import noun
from whowhom.audit.two_sided import asked
from whowhom.spec.organisation import Rule, Verb
from whowhom.spec.organisation_checks import MEMBERS
from whowhom.spec.scenario import Edit, Scenario

CHOOSING = (Verb.APPOINTS, Verb.ELECTS, Verb.COOPTS)
"""Verbs by which somebody decides who gets a seat."""


@dataclass(frozen=True)
class Change:
    """One change of the rules: its kind, what it does in words, its edits, and how many seats it concerns."""

    kind: str
    name: str
    label: str
    edits: tuple[Edit, ...]
    seats: int

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "kind": self.kind,
            "name": self.name,
            "label": self.label,
            "edits": [edit.model_dump(exclude_none=True, mode="json") for edit in self.edits],
            "seats": self.seats,
        }


@dataclass(frozen=True)
class Case:
    """What changes are looked for: a document, whose capture of what."""

    scenario: Scenario
    principal: str
    target: str

    @property
    def seated(self) -> list[str]:
        """The target, and the bodies whose holders sit there by right, at any remove; never the principal."""
        found = [self.target]
        for name in found:
            found += [
                rule.by
                for rule in self.scenario.rules
                if rule.over == name
                and rule.verb is Verb.EX_OFFICIO
                and rule.by not in (*found, self.principal)
            ]
        return found

    @property
    def filling(self) -> list[Rule]:
        """The rules by which somebody decides who sits in the target, there or where seats come from."""
        seated = self.seated
        return [rule for rule in self.scenario.rules if rule.over in seated and rule.verb in CHOOSING]

    @property
    def outside(self) -> list[str]:
        """Bodies that might be given a say: they act upon something, and the principal has not got them.

        Left out are the target, bodies of which the principal's side holds more than half from the start, and
        those of which it or a body left out fills at least half, at any remove.
        """
        acting = {rule.by for rule in self.scenario.rules if rule.verb is not Verb.EX_OFFICIO}
        inside = self._inside()
        return [name for name in self.scenario.bodies if name in acting and name not in inside]

    def _inside(self) -> set[str]:
        """Return the principal, the target, and the bodies that either has, or comes to have, in its hand."""
        filled = seats_filled(self.scenario)
        hold = asked(self.scenario).hold
        inside = {self.principal, self.target}
        inside |= {name for name in self.scenario.bodies if 2 * hold.get(name, 0) > self.seats(name)}
        while True:
            more = {name for name in self.scenario.bodies if self._half_filled(name, filled, inside)}
            if more <= inside:
                return inside
            inside |= more

    def _half_filled(self, name: str, filled: dict[int, tuple[int, ...]], inside: set[str]) -> bool:
        """Return whether rules of some bodies fill at least half of the votes of a body."""
        votes = seat_votes(self.scenario.bodies[name])
        rules = self.scenario.rules
        theirs = {
            seat
            for number, seats in filled.items()
            if rules[number].over == name and rules[number].by in inside
            for seat in seats
        }
        return bool(theirs) and 2 * sum(votes[seat] for seat in theirs) >= sum(votes)

    @property
    def is_office(self) -> bool:
        """Whether somebody chooses the principal, or it does something: it is no mere bloc of votes."""
        return any(
            rule.over == self.principal or (rule.by == self.principal and rule.verb is not Verb.EX_OFFICIO)
            for rule in self.scenario.rules
        )

    def loosens(self, rule: Rule, decision: str) -> bool:
        """Return whether another decision asks the acting body for no more votes than its own."""
        votes = sum(seat_votes(self.scenario.bodies[rule.by]))
        return quota_of(decision, votes) <= quota_of(rule.decision, votes)

    def seats(self, name: str) -> int:
        """Return the seats of a body."""
        return self.scenario.bodies[name].seats

    def label(self, name: str) -> str:
        """Return a body as a sentence names it."""
        return "the members" if name == MEMBERS else noun(self.scenario, name)
