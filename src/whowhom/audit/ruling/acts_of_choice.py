"""Acts that put somebody into a seat by choice: who takes part, how many votes they need, how many persons.

A choice may need the consent of bodies that confirm, and that no body vetoes. A public that chooses for every
place apart makes one choice for each seat. Does not model: lots, succession, proposals, members whose number
the document does not say.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from whowhom.audit.acts import lasting_rules, overlap, quota_of, seat_votes, seats_filled
from whowhom.audit.ruling.persons import Demand, demand_of, fewest_persons, person_of, seats_by_right
from whowhom.spec.organisation import Rule, Verb
from whowhom.spec.organisation_checks import MEMBERS
from whowhom.spec.scenario import Scenario

CHOOSING = (Verb.APPOINTS, Verb.ELECTS, Verb.COOPTS)
"""The verbs by which somebody is chosen."""


class NotToldError(Exception):
    """What the document does not say, or what has no answer; the message is the reason."""


@dataclass(frozen=True)
class Part:
    """One chooser's part in a choice: S votes take part, W carry it."""

    by: str
    role: str
    selectorate: int
    coalition: int


@dataclass(frozen=True)
class Group:
    """Some persons of one body or public, out of all who take part there."""

    by: str
    persons: int
    of: int


def choosing_rules(scenario: Scenario) -> dict[int, tuple[int, ...]]:
    """Return the seats that each lasting rule fills by choice, by the number of the rule."""
    filled = seats_filled(scenario)
    return {
        number: filled[number]
        for number in lasting_rules(scenario)
        if scenario.rules[number].verb in CHOOSING and filled.get(number)
    }


def by_place(scenario: Scenario, rule: Rule) -> bool:
    """Return whether a public fills the seats of the body one by one, each in its own place."""
    public = scenario.publics.get(rule.by)
    return public is not None and scenario.bodies[rule.over].place == public.places


def part_of(scenario: Scenario, number: int) -> Part:
    """Return the votes that take part in one rule's act, and those that carry it.

    To stop a veto its opponents need more than all votes less those that carry it. Raises NotToldError.
    """
    rule = scenario.rules[number]
    votes = _votes(scenario, rule)
    quota = quota_of(rule.decision, votes)
    if rule.verb is Verb.APPOINTS:
        votes = quota = 1
    elif rule.verb is Verb.VETOES:
        quota = max(votes - quota + 1, 0)
    if quota > votes:
        raise NotToldError(f"{quota} of {votes} votes are never reached ({rule.name})")
    return Part(rule.by, rule.verb.value, votes, quota)


def _votes(scenario: Scenario, rule: Rule) -> int:
    """Return all votes of who acts; of a public that chooses by place, those of one place."""
    if rule.by in scenario.bodies:
        return sum(seat_votes(scenario.bodies[rule.by]))
    if rule.by == MEMBERS:
        raise NotToldError(f"the document does not say how many members choose ({rule.name})")
    if rule.tiers:
        raise NotToldError(f"the document does not say how large the tiers of {rule.name} are")
    public = scenario.publics[rule.by]
    if public.members.unit != "person":
        raise NotToldError(f"members of {rule.by} are not counted in persons")
    everyone = int(public.members.value)
    return everyone // scenario.places[public.places].count if by_place(scenario, rule) else everyone


class Rulebook:
    """The rules of a document by which somebody is chosen; remembers what it has worked out."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.seats = choosing_rules(scenario)
        """The seats that each rule fills by choice."""
        self._lasting = lasting_rules(scenario)
        self._by_right = seats_by_right(scenario)
        self._consents: dict[int, tuple[int, ...]] = {}
        self._demands: dict[tuple[str, int], Demand] = {}

    def rule(self, number: int) -> Rule:
        """Return a rule by its number."""
        return self.scenario.rules[number]

    def is_body(self, number: int) -> bool:
        """Return whether a body acts by the rule, not a public or members."""
        return self.rule(number).by in self.scenario.bodies

    def is_local(self, number: int) -> bool:
        """Return whether the rule fills seats one by one, each in its place."""
        return by_place(self.scenario, self.rule(number))

    def consents(self, number: int) -> tuple[int, ...]:
        """Return a rule with those that confirm, or could veto, what it does."""
        if number not in self._consents:
            rule = self.rule(number)
            others = [
                other
                for other in self._lasting
                if self.rule(other).verb in (Verb.CONFIRMS, Verb.VETOES)
                and self.rule(other).over == rule.over
                and overlap(rule, self.rule(other))
            ]
            self._consents[number] = (number, *others)
        return self._consents[number]

    def demand(self, body: str, needed: int) -> Demand:
        """Return the persons of a body with their votes, of which so many are needed."""
        if (body, needed) not in self._demands:
            votes = seat_votes(self.scenario.bodies[body])
            self._demands[body, needed] = demand_of(self._by_right, body, votes, needed)
        return self._demands[body, needed]

    def head(self, body: str) -> Demand:
        """Return the demand that the head of a body be among the persons."""
        return Demand({person_of(self._by_right, (body, 0)): 1}, 1)


@dataclass(frozen=True)
class Choice:
    """Rules to be carried, and how often: for every seat where a public chooses by place, else once."""

    rules: frozenset[tuple[int, int]]

    def numbers(self) -> list[int]:
        """Return the numbers of the rules, in order."""
        return sorted(number for number, _ in self.rules)


def choice_of(book: Rulebook, rules: Iterable[tuple[int, int]]) -> Choice:
    """Return rules to be carried, with the consents that they need."""
    wanted: dict[int, int] = {}
    for number, times in rules:
        for each in book.consents(number):
            wanted[each] = max(wanted.get(each, 0), times if each == number else 1)
    return Choice(frozenset(wanted.items()))


def demands_of(book: Rulebook, choice: Choice) -> dict[str, Demand]:
    """Return what bodies must bring, each for the hardest of its rules. Raises NotToldError."""
    found: dict[str, Demand] = {}
    for number in choice.numbers():
        rule = book.rule(number)
        if not book.is_body(number):
            continue
        part = part_of(book.scenario, number)
        if rule.verb is Verb.APPOINTS:
            found[f"{rule.by} (head)"] = book.head(rule.by)
        elif part.coalition > 0 and part.coalition > found.get(rule.by, Demand({}, 0)).needed:
            found[rule.by] = book.demand(rule.by, part.coalition)
    return found


def cost(book: Rulebook, choice: Choice) -> tuple[int, bool, tuple[Group, ...]]:
    """Return the fewest persons who carry a choice, whether that is certain, and where they sit.

    Where persons sit in two of the bodies, the groups may sum to more than the persons. Raises NotToldError.
    """
    demands = demands_of(book, choice)
    persons, certain = fewest_persons(tuple(demands.values())) if demands else (0, True)
    groups = [
        Group(name.removesuffix(" (head)"), fewest_persons([demand])[0], len(demand.votes))
        for name, demand in demands.items()
    ]
    for number, times in sorted(choice.rules):
        rule = book.rule(number)
        if not book.is_body(number):
            part = part_of(book.scenario, number)
            places = book.scenario.bodies[rule.over].seats if book.is_local(number) else 1
            group = Group(rule.by, part.coalition * times, part.selectorate * places)
            persons += group.persons
            groups.append(group)
    return persons, certain, tuple(groups)


def everybody(book: Rulebook, choice: Choice) -> int:
    """Return how many persons take part in a choice. Raises NotToldError."""
    demands = demands_of(book, choice)
    total = len({person for demand in demands.values() for person in demand.votes})
    publics: dict[str, int] = {}
    for number, times in choice.rules:
        rule = book.rule(number)
        if not book.is_body(number):
            publics[rule.by] = max(
                publics.get(rule.by, 0), part_of(book.scenario, number).selectorate * times
            )
    return total + sum(publics.values())
