"""Lots in a document: every rule that draws, and every chain of lots and votes up to the body that decides.

A chain walks back from a body to whoever fills it: a lot from the pool it is drawn from, a vote from the jury
that elects it. Votes before the first lot are no part of it. The college is the last body of a chain, whose
act fills an office or ends the procedure. Does not model: bodies that several rules fill (left out by name),
seats with unequal votes, the holders of today.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from whowhom.audit.acts import SEATING, lasting_rules, quota_of, seats_filled
from whowhom.audit.labels import label_of
from whowhom.spec.decision import parse_quorum
from whowhom.spec.organisation import Rule, Verb
from whowhom.spec.organisation_checks import ENTRANTS, MEMBERS, RESERVE
from whowhom.spec.people import read_people
from whowhom.spec.scenario import Scenario
from whowhom.theory.lot import Lot, Stage, Vote

_NO_ACT_OF_ITS_OWN = (Verb.DRAWS, Verb.EX_OFFICIO, Verb.SUCCEEDS)


@dataclass(frozen=True)
class Quota:
    """So many seats of a body that a side needs for something: to decide, or to meet without the others."""

    votes: int
    what: str


@dataclass(frozen=True)
class Draw:
    """One rule that draws a body by lot from a pool of persons."""

    rule: str
    pool: str
    persons: int
    over: str
    seats: int
    limit: int | None
    quotas: tuple[Quota, ...]


@dataclass(frozen=True)
class Step:
    """One stage of a procedure: the rule, the body before, the body after, and the limit that is left out."""

    rule: str
    source: str
    over: str
    stage: Stage
    pool: str
    limit: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the stage as plain data."""
        quota = self.stage.quota if isinstance(self.stage, Vote) else None
        return {
            "rule": self.rule,
            "kind": "lot" if isinstance(self.stage, Lot) else "vote",
            "from": self.source,
            "to": self.over,
            "seats": self.stage.seats,
            "quota": quota,
            "per_place": self.limit,
        }


@dataclass(frozen=True)
class Procedure:
    """A chain of lots and votes from a first pool to the college that decides."""

    pool: str
    persons: int
    steps: tuple[Step, ...]
    college: str
    seats: int
    targets: tuple[str, ...]
    quotas: tuple[Quota, ...]

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages as numbers."""
        return tuple(step.stage for step in self.steps)

    @property
    def limited(self) -> bool:
        """Whether every jury names from the first pool, so that a side can name only as many as it has."""
        return all(step.pool == self.pool for step in self.steps if isinstance(step.stage, Vote))


@dataclass(frozen=True)
class Found:
    """All lots of a document, and what of them is not answered, with the reason."""

    draws: tuple[Draw, ...]
    procedures: tuple[Procedure, ...]
    left_out: tuple[str, ...]


def find(scenario: Scenario) -> Found:
    """Return the draws and procedures among the rules that count in the long run."""
    numbers = lasting_rules(scenario)
    filled = seats_filled(scenario)
    rules = {number: scenario.rules[number] for number in numbers}
    seats = {number: len(filled.get(number, ())) for number in numbers}
    left_out: list[str] = []
    draws = []
    for number, rule in rules.items():
        if rule.verb is Verb.DRAWS:
            pool = rule.pool or rule.by
            persons = persons_in(scenario, pool)
            if not persons or persons < seats[number]:
                left_out.append(f"{rule.name}: {persons or 'no'} persons in {pool}, too few or not known")
                continue
            quotas = tuple(q for q in quotas_of(scenario, rule.over) if q.votes <= seats[number])
            draws.append(Draw(rule.name, pool, persons, rule.over, seats[number], rule.per_place, quotas))
    procedures = _procedures(scenario, rules, seats, left_out)
    return Found(tuple(draws), procedures, tuple(dict.fromkeys(left_out)))


def persons_in(scenario: Scenario, name: str) -> int | None:
    """Return how many persons a pool has: seats of a body, people of a public, of the table, or who wait."""
    if name in scenario.bodies:
        return scenario.bodies[name].seats
    if name in scenario.publics:
        public = scenario.publics[name]
        return round(public.members.value * scenario.places[public.places].count)
    if name == ENTRANTS:
        entrants = scenario.people.entrants
        return entrants.pool if entrants else None
    people = read_people(scenario)
    if name == RESERVE:
        return sum(not person.body for person in people)
    return len(people) if name == MEMBERS else None


def acts_of(scenario: Scenario, body: str) -> tuple[Rule, ...]:
    """Return the rules by which a body acts, those that fill seats first."""
    rules = [scenario.rules[number] for number in lasting_rules(scenario)]
    mine = [rule for rule in rules if rule.by == body and rule.verb not in _NO_ACT_OF_ITS_OWN]
    return tuple(sorted(mine, key=lambda rule: rule.verb not in SEATING))


def quotas_of(scenario: Scenario, body: str) -> tuple[Quota, ...]:
    """Return what a side needs in a body: the quota of each of its acts, then the quorum of each.

    The first is the one that decides. A body without acts has none here. Equal numbers are told once.
    """
    seats = scenario.bodies[body].seats
    acts = acts_of(scenario, body)
    named = [Quota(quota_of(rule.decision, seats), f"decision of {rule.name}") for rule in acts]
    named += [
        Quota(parse_quorum(rule.quorum).needed(seats), f"quorum of {rule.name}")
        for rule in acts
        if rule.quorum
    ]
    first: dict[int, Quota] = {}
    for quota in named:
        if 1 <= quota.votes <= seats:
            first.setdefault(quota.votes, quota)
    return tuple(first.values())


def _procedures(
    scenario: Scenario, rules: Mapping[int, Rule], seats: Mapping[int, int], left_out: list[str]
) -> tuple[Procedure, ...]:
    """Return the chains that end in a college, in the order of the document."""
    filling: dict[str, list[int]] = {}
    for number, rule in rules.items():
        if rule.verb in SEATING and seats[number]:
            filling.setdefault(rule.over, []).append(number)
    chains = {body: _chain(body, filling, rules, seats) for body in filling}
    chains = {body: steps for body, steps in chains.items() if steps}
    passed = {step.source for steps in chains.values() for step in steps}
    colleges: dict[str, tuple[Step, ...]] = {}
    for body, steps in chains.items():
        # A circle closes where a chain comes back to the pool that it began with; it ends there too.
        if body not in passed or body == steps[0].source:
            last = steps[-1]
            ends_in_vote = isinstance(last.stage, Vote)
            colleges.setdefault(last.source if ends_in_vote else body, steps[:-1] if ends_in_vote else steps)
    drawn = {rule.over for rule in rules.values() if rule.verb is Verb.DRAWS}
    for body in drawn:
        if len(filling.get(body, ())) > 1:
            left_out.append(f"{body}: filled by several rules, so that no single chain of lots leads to it")
    found = [_procedure(scenario, college, steps, left_out) for college, steps in colleges.items()]
    return tuple(procedure for procedure in found if procedure)


def _chain(
    body: str, filling: Mapping[str, list[int]], rules: Mapping[int, Rule], seats: Mapping[int, int]
) -> tuple[Step, ...]:
    """Return the stages that lead to a body, from the first lot on; none where no lot does."""
    steps: list[Step] = []
    seen = {body}
    while len(filling.get(body, ())) == 1:
        number = filling[body][0]
        rule = rules[number]
        if rule.verb is Verb.DRAWS:
            source = rule.pool or rule.by
            steps.append(Step(rule.name, source, body, Lot(seats[number]), source, rule.per_place))
        elif rule.verb is Verb.ELECTS and rule.by in filling:
            source = rule.by
            # The quota is put in by the caller, who knows how large the jury is.
            steps.append(Step(rule.name, source, body, Vote(seats[number], 0), rule.pool or MEMBERS))
        else:
            break
        if source in seen:
            break
        seen.add(source)
        body = source
    steps.reverse()
    while steps and isinstance(steps[0].stage, Vote):
        steps.pop(0)
    return tuple(steps)


def _procedure(
    scenario: Scenario, college: str, steps: tuple[Step, ...], left_out: list[str]
) -> Procedure | None:
    """Return a chain with its quotas put in; None, and the reason noted, where it cannot be counted."""
    pool = steps[0].source
    persons = persons_in(scenario, pool) or 0
    bodies = [step.over for step in steps]
    weights = [scenario.bodies[name].weights for name in bodies]
    counted = [_with_quota(scenario, step) for step in steps]
    sizes = [persons, *(step.stage.seats for step in steps)]
    if any(len(set(row)) > 1 for row in weights):
        left_out.append(f"{label_of(scenario, college)}: a body on the way has seats with unequal votes")
        return None
    for step, size in zip(counted, sizes, strict=False):
        votes = isinstance(step.stage, Vote)
        if step.stage.seats > (persons if votes else size) or (votes and step.stage.quota > size):  # type: ignore[union-attr]
            left_out.append(f"{step.rule}: more seats or votes than the body before has persons")
            return None
    acts = acts_of(scenario, college)
    targets = tuple(dict.fromkeys(rule.over for rule in acts if rule.verb in SEATING))
    quotas = tuple(quota for quota in quotas_of(scenario, college) if quota.votes <= sizes[-1])
    if not quotas:
        quotas = (Quota(sizes[-1] // 2 + 1, "majority"),)
    return Procedure(pool, persons, tuple(counted), college, sizes[-1], targets, quotas)


def _with_quota(scenario: Scenario, step: Step) -> Step:
    if isinstance(step.stage, Lot):
        return step
    decision = next(rule.decision for rule in scenario.rules if rule.name == step.rule)
    quota = quota_of(decision, scenario.bodies[step.source].seats)
    stage = Vote(step.stage.seats, quota)
    return Step(step.rule, step.source, step.over, stage, step.pool)
