"""The catalogue of single changes of rules that an audit tries, each an ordinary edit of the document.

A function for each kind of change looks at the document and gives the edits that make sense for it. To add a
kind: write its function and put it into KINDS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from whowhom.audit.labels import noun, span
from whowhom.audit.two_sided import relevant
from whowhom.spec.duration import months_in
from whowhom.spec.organisation import FILLING, Rule, Verb
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
    def filling(self) -> list[Rule]:
        """The rules by which somebody decides who sits in the target."""
        return [rule for rule in self.scenario.rules if rule.over == self.target and rule.verb in CHOOSING]

    @property
    def outside(self) -> list[str]:
        """Bodies that are neither the principal nor the target, nor filled by either alone."""
        inside = {self.principal, self.target}
        return [
            name
            for name, body in self.scenario.bodies.items()
            if name not in inside
            and body.seats > 0
            and not any(rule.over == name and rule.by in inside for rule in self._fills())
        ]

    def _fills(self) -> Iterator[Rule]:
        return (rule for rule in self.scenario.rules if rule.verb in FILLING)

    def seats(self, name: str) -> int:
        """Return the seats of a body."""
        return self.scenario.bodies[name].seats

    def label(self, name: str) -> str:
        """Return a body as a sentence names it."""
        return "the members" if name == MEMBERS else noun(self.scenario, name)


def catalogue(scenario: Scenario, principal: str, target: str) -> tuple[Change, ...]:
    """Return every single change that the catalogue knows for this document; see KINDS."""
    case = Case(scenario, principal, target)
    return tuple(change for kind in KINDS for change in kind(case))


def _term_limit(case: Case) -> Iterator[Change]:
    """Limit how long the principal may serve."""
    body = case.scenario.bodies[case.principal]
    who = case.label(case.principal)
    if body.term and body.term_limit != 1:
        edits: tuple[Edit, ...] = (Edit(set=f"bodies.{case.principal}.term_limit", to=1),)
        yield Change("term limit", f"one_term_{case.principal}", f"one term only for {who}", edits, 1)
    if not body.term:
        edits = (
            Edit(set=f"bodies.{case.principal}.term", to="4 years"),
            Edit(set=f"bodies.{case.principal}.term_limit", to=1),
        )
        label = f"one term of 4 years for {who}"
        yield Change("term limit", f"four_years_{case.principal}", label, edits, 1)


def _terms(case: Case) -> Iterator[Change]:
    """Make the terms of the target longer, staggered, or for life."""
    name, body = case.target, case.scenario.bodies[case.target]
    where, seats = case.label(name), case.seats(name)
    if body.term and not body.ends and not body.staggered and seats > 1:
        edits: tuple[Edit, ...] = (Edit(set=f"bodies.{name}.staggered", to=True),)
        yield Change("staggering", f"stagger_{name}", f"staggered terms in {where}", edits, seats)
    if body.term:
        months = 2 * months_in(body.term)
        edits = (Edit(set=f"bodies.{name}.term", to=f"{months} months"),)
        yield Change("longer term", f"longer_{name}", f"terms of {span(months)} in {where}", edits, seats)
    elif seats > 1:
        edits = (Edit(set=f"bodies.{name}.term", to="9 years"), Edit(set=f"bodies.{name}.staggered", to=True))
        label = f"staggered terms of 9 years in {where}"
        yield Change("staggering", f"stagger_{name}", label, edits, seats)


def _age_limit(case: Case) -> Iterator[Change]:
    """Take away an age limit, or set one."""
    for name in (case.target, case.principal):
        body, where = case.scenario.bodies[name], case.label(name)
        if body.age_limit:
            edits: tuple[Edit, ...] = (Edit(remove=f"bodies.{name}.age_limit"),)
            yield Change("age limit", f"no_age_limit_{name}", f"no age limit in {where}", edits, body.seats)
        elif case.scenario.people.file is not None and name == case.target:
            edits = (Edit(set=f"bodies.{name}.age_limit", to="75 years"),)
            yield Change(
                "age limit", f"age_limit_{name}", f"an age limit of 75 in {where}", edits, body.seats
            )


def _secret_ballot(case: Case) -> Iterator[Change]:
    """Vote in secret."""
    bearing = relevant(case.scenario, {case.principal, case.target})
    for rule in case.scenario.rules:
        votes = rule.over in bearing and rule.by in case.scenario.bodies and case.seats(rule.by) > 1
        if votes and rule.ballot == "open" and rule.verb in (*CHOOSING, Verb.EXPELS, Verb.CONFIRMS):
            label = f"a secret ballot for “{rule.name}”"
            edits = (Edit(set=f"rules.{rule.name}.ballot", to="secret"),)
            yield Change("secret ballot", f"secret_{rule.name}", label, edits, case.seats(rule.over))


def _open_nomination(case: Case) -> Iterator[Change]:
    """Let anyone be nominated, instead of a slate."""
    for rule in case.scenario.rules:
        if rule.verb is Verb.PROPOSES:
            label = f"open nomination in place of the slate “{rule.name}”"
            edits = (Edit(remove=f"rules.{rule.name}"),)
            yield Change("open nomination", f"open_{rule.name}", label, edits, case.seats(rule.over))


def _other_appointer(case: Case) -> Iterator[Change]:
    """Let another body choose."""
    for rule in case.filling:
        for other in case.outside:
            if other == rule.by:
                continue
            verb = "appoints" if case.seats(other) == 1 else "elects"
            edits = (
                Edit(set=f"rules.{rule.name}.by", to=other),
                Edit(set=f"rules.{rule.name}.verb", to=verb),
            )
            label = f"“{rule.name}” by {case.label(other)} instead of {case.label(rule.by)}"
            yield Change("other appointer", f"{rule.name}_by_{other}", label, edits, case.seats(case.target))


def _direct_election(case: Case) -> Iterator[Change]:
    """Let the members elect, the target or the principal."""
    for name in (case.target, case.principal):
        for rule in case.scenario.rules:
            if rule.over == name and rule.verb in CHOOSING and rule.by != MEMBERS:
                edits = (
                    Edit(set=f"rules.{rule.name}.by", to=MEMBERS),
                    Edit(set=f"rules.{rule.name}.verb", to="elects"),
                )
                label = f"“{rule.name}” by direct election of the members"
                yield Change("direct election", f"{rule.name}_direct", label, edits, case.seats(name))


def _shorter_chain(case: Case) -> Iterator[Change]:
    """Leave out a tier between who elects and who is elected."""
    for rule in case.scenario.rules:
        if rule.over not in (case.target, case.principal) or rule.verb is not Verb.ELECTS:
            continue
        for lower in case.scenario.rules:
            through = lower.over == rule.by and lower.verb is Verb.ELECTS and lower.by != rule.over
            if through and lower.by != rule.by:
                edits = (Edit(set=f"rules.{rule.name}.by", to=lower.by),)
                label = f"“{rule.name}” by {case.label(lower.by)} itself, without {case.label(rule.by)}"
                name = f"{rule.name}_without_{rule.by}"
                yield Change("shorter chain", name, label, edits, case.seats(rule.over))


def _confirmation(case: Case) -> Iterator[Change]:
    """Ask another body's consent."""
    asked = {
        rule.by for rule in case.scenario.rules if rule.over == case.target and rule.verb is Verb.CONFIRMS
    }
    choosers = {rule.by for rule in case.filling}
    for other in case.outside:
        if other not in asked | choosers:
            name = f"{other}_confirms_{case.target}"
            value: dict[str, object] = {"name": name, "verb": "confirms", "by": other, "over": case.target}
            label = f"consent of {case.label(other)} to whoever enters {case.label(case.target)}"
            edits = (Edit(add="rules", value=value),)
            yield Change("confirmation", name, label, edits, case.seats(case.target))


def _size(case: Case) -> Iterator[Change]:
    """Fix the size of bodies, or ask two thirds to enlarge them."""
    for rule in case.scenario.rules:
        if rule.verb is Verb.ENLARGES:
            room = case.scenario.bodies[rule.over].most_seats - case.seats(rule.over)
            where = case.label(rule.over)
            edits: tuple[Edit, ...] = (Edit(remove=f"rules.{rule.name}"),)
            yield Change("fixed size", f"fixed_{rule.over}", f"a fixed size of {where}", edits, room)
            if case.seats(rule.by) > 1 and rule.decision != "2/3":
                edits = (Edit(set=f"rules.{rule.name}.decision", to="2/3"),)
                label = f"two thirds of {case.label(rule.by)} to enlarge {where}"
                yield Change("supermajority to enlarge", f"two_thirds_{rule.name}", label, edits, room)


def _supermajority(case: Case) -> Iterator[Change]:
    """Ask two thirds to fill the target."""
    for rule in case.filling:
        several = rule.by in case.scenario.bodies and case.seats(rule.by) > 2
        if several and rule.verb is not Verb.APPOINTS and rule.decision != "2/3":
            edits = (Edit(set=f"rules.{rule.name}.decision", to="2/3"),)
            label = f"two thirds of {case.label(rule.by)} for “{rule.name}”"
            yield Change("supermajority", f"two_thirds_{rule.name}", label, edits, case.seats(case.target))


def _lot(case: Case) -> Iterator[Change]:
    """Fill a third of the seats by lot among the members."""
    seats = case.seats(case.target)
    for rule in case.filling:
        if rule.part is None and seats >= 3 and len(case.filling) == 1:
            drawn = seats // 3
            name = f"lot_{case.target}"
            most = case.scenario.bodies[case.target].most_seats
            value: dict[str, object] = {
                "name": name,
                "verb": "draws",
                "by": MEMBERS,
                "over": case.target,
                "part": f"1-{drawn}",
            }
            edits = (
                Edit(set=f"rules.{rule.name}.part", to=f"{drawn + 1}-{most}"),
                Edit(add="rules", value=value),
            )
            label = f"{drawn} of the {seats} seats of {case.label(case.target)} by lot among the members"
            yield Change("lot", name, label, edits, drawn)


def _removal(case: Case) -> Iterator[Change]:
    """Let another body remove the principal, or members of the target."""
    removers = {(rule.by, rule.over) for rule in case.scenario.rules if rule.verb is Verb.EXPELS}
    for over in (case.principal, case.target):
        for other in case.outside:
            if (other, over) not in removers:
                name = f"{other}_removes_{over}"
                value: dict[str, object] = {"name": name, "verb": "expels", "by": other, "over": over}
                label = f"removal by {case.label(other)} from {case.label(over)}"
                edits = (Edit(add="rules", value=value),)
                yield Change("removal", name, label, edits, case.seats(over))


KINDS: tuple[Callable[[Case], Iterator[Change]], ...] = (
    _term_limit,
    _terms,
    _age_limit,
    _secret_ballot,
    _open_nomination,
    _other_appointer,
    _direct_election,
    _shorter_chain,
    _confirmation,
    _size,
    _supermajority,
    _lot,
    _removal,
)
"""The kinds of change, in the order of the catalogue."""
