"""What a side can come to hold in the end: the least set of seats closed under an organisation's rules.

Two sides: the principal's, and everyone else as one. A seat is reached when every rule that fills it is
carried by seats reached already; with patience every seat falls vacant, so no luck is needed. A side carries
an appointment with the first seat of the acting body, and a vote when it has the quota and the rest has not.
Every body that confirms must be carried too; the rest must be too few to veto; where slates are proposed
over an election one of the proposers must be the side's. What is drawn by lot, or chosen by members or a
public, is never certain. From a pool that is a body a side fills at most as many seats as it holds there.
Does not model: dates, absence, seats added later, voters of the rest who are of several minds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from whowhom.audit.acts import (
    OF_THE_HEAD,
    VOTED,
    lasting_rules,
    own_decision,
    quota_of,
    seat_votes,
    seats_filled,
)
from whowhom.spec.organisation import Rule, Verb
from whowhom.spec.scenario import Scenario

Seats = dict[str, frozenset[int]]


@dataclass(frozen=True)
class Obstacle:
    """What keeps a side from an act: `kind` at `by`, which would need `votes` more votes of the side.

    kind: "head" (its first seat), "votes", "consent", "veto", "slate", "pool", "lot", "right" (seats held ex
    officio), "outside" (members or a public decide). votes is None where no number of votes would help.
    """

    kind: str
    rule: str
    by: str
    votes: int | None


@dataclass(frozen=True)
class Organisation:
    """The rules of a scenario that count in the long run, indexed for the closure."""

    scenario: Scenario
    lasting: tuple[int, ...] = field(default=())

    @classmethod
    def of(cls, scenario: Scenario) -> Organisation:
        """Take the rules that last from the day on which the audit begins."""
        audit = scenario.audit
        return cls(scenario, lasting_rules(scenario, audit.since if audit else None))

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that count."""
        return tuple(self.scenario.rules[number] for number in self.lasting)

    @cached_property
    def filled(self) -> dict[str, list[tuple[Rule, tuple[int, ...]]]]:
        """The rules that fill each body, with the seats they fill."""
        seats = seats_filled(self.scenario)
        found: dict[str, list[tuple[Rule, tuple[int, ...]]]] = {name: [] for name in self.scenario.bodies}
        for number in self.lasting:
            if number in seats:
                rule = self.scenario.rules[number]
                found[rule.over].append((rule, seats[number]))
        return found

    @cached_property
    def votes(self) -> dict[str, tuple[int, ...]]:
        """The votes of each seat of each body."""
        return {name: seat_votes(body) for name, body in self.scenario.bodies.items()}

    @cached_property
    def decisions(self) -> dict[str, str]:
        """The decision by which each body acts."""
        return {name: own_decision(self.scenario, name) for name in self.scenario.bodies}

    def over(self, body: str, verb: Verb) -> list[Rule]:
        """Return the rules of one verb over a body."""
        return [rule for rule in self.rules if rule.over == body and rule.verb is verb]

    def mine(self, body: str, held: Seats) -> int:
        """Return the votes of the seats held in a body."""
        return sum(self.votes[body][seat] for seat in held.get(body, ()))

    def rest(self, body: str, held: Seats) -> int:
        """Return the votes of all other seats of a body."""
        return sum(self.votes[body]) - self.mine(body, held)

    def quota(self, rule: Rule) -> int:
        """Return the votes that carry a rule."""
        return quota_of(rule.decision, sum(self.votes[rule.by]))

    def controls(self, body: str, held: Seats) -> bool:
        """Return whether the seats held carry the body's own decision, and the rest does not."""
        quota = quota_of(self.decisions[body], sum(self.votes[body]))
        return self.mine(body, held) >= quota > self.rest(body, held)

    def rest_controls(self, body: str, held: Seats) -> bool:
        """Return whether everyone else together carries the body's own decision."""
        quota = quota_of(self.decisions[body], sum(self.votes[body]))
        return self.rest(body, held) >= quota

    def carries(self, rule: Rule, held: Seats) -> bool:
        """Return whether the seats held are enough for an act, consent of others left aside."""
        if rule.by not in self.scenario.bodies:
            return False
        if rule.verb in OF_THE_HEAD:
            return 0 in held.get(rule.by, ())
        if rule.verb in VOTED:
            return self.mine(rule.by, held) >= self.quota(rule)
        every = frozenset(range(self.scenario.bodies[rule.by].seats))
        return bool(every) and held.get(rule.by, frozenset()) == every

    def rest_carries(self, rule: Rule, held: Seats) -> bool:
        """Return whether everyone else together is enough for an act."""
        if rule.by not in self.scenario.bodies:
            return True
        if rule.verb in VOTED:
            return self.rest(rule.by, held) >= self.quota(rule)
        if rule.verb in OF_THE_HEAD:
            return 0 not in held.get(rule.by, ())
        return len(held.get(rule.by, ())) < self.scenario.bodies[rule.by].seats

    def obstacles(self, rule: Rule, held: Seats) -> tuple[Obstacle, ...]:
        """Return all that keeps a side from filling seats by a rule; none where it can."""
        if rule.verb is Verb.DRAWS:
            return self._by_lot(rule, held)
        if rule.by not in self.scenario.bodies:
            return (Obstacle("outside", rule.name, rule.by, None),)
        found: list[Obstacle] = []
        if rule.verb is Verb.SUCCEEDS:
            found += self._whole(rule, rule.by, held, "lot")
        elif rule.verb is Verb.APPOINTS:
            found += [] if self.carries(rule, held) else [Obstacle("head", rule.name, rule.by, 1)]
        else:
            found += self._votes(rule, held)
        found += self._consent(rule, held)
        if rule.verb is Verb.ELECTS:
            found += self._slate(rule, held)
        if rule.pool in self.scenario.bodies and not held.get(str(rule.pool)):
            found.append(Obstacle("pool", rule.name, str(rule.pool), 1))
        return tuple(found)

    def _votes(self, rule: Rule, held: Seats) -> list[Obstacle]:
        """Return what is missing to carry a vote that nobody else carries as well."""
        missing = max(
            self.quota(rule) - self.mine(rule.by, held), self.rest(rule.by, held) - self.quota(rule) + 1
        )
        return [Obstacle("votes", rule.name, rule.by, missing)] if missing > 0 else []

    def _by_lot(self, rule: Rule, held: Seats) -> tuple[Obstacle, ...]:
        """Return what is missing until whoever is drawn is one's own."""
        if rule.pool in self.scenario.bodies:
            return tuple(self._whole(rule, str(rule.pool), held, "lot"))
        return (Obstacle("lot", rule.name, rule.by, None),)

    def _whole(self, rule: Rule, body: str, held: Seats, kind: str) -> list[Obstacle]:
        """Return how many seats are missing to hold a whole body."""
        missing = self.scenario.bodies[body].seats - len(held.get(body, ()))
        empty = self.scenario.bodies[body].seats == 0
        return [Obstacle(kind, rule.name, body, None if empty else missing)] if missing or empty else []

    def _consent(self, rule: Rule, held: Seats) -> list[Obstacle]:
        """Return the bodies whose consent is not assured, and those that can veto."""
        found = []
        if rule.verb not in (Verb.APPOINTS, Verb.ELECTS, Verb.COOPTS):
            return []
        for other in self.over(rule.over, Verb.CONFIRMS):
            missing = self.quota(other) - self.mine(other.by, held)
            if missing > 0:
                found.append(Obstacle("consent", other.name, other.by, missing))
        for other in self.over(rule.over, Verb.VETOES):
            missing = self.rest(other.by, held) - self.quota(other) + 1
            if missing > 0:
                found.append(Obstacle("veto", other.name, other.by, missing))
        return found

    def _slate(self, rule: Rule, held: Seats) -> list[Obstacle]:
        """Return who proposes the only names, where none of the proposers is the side's."""
        proposers = self.over(rule.over, Verb.PROPOSES)
        if not proposers or any(self.carries(other, held) for other in proposers):
            return []
        return [
            Obstacle("slate", other.name, other.by, 1 if other.by in self.scenario.bodies else None)
            for other in proposers[:1]
        ]


def close(organisation: Organisation, start: Mapping[str, frozenset[int]]) -> tuple[Seats, dict[str, int]]:
    """Return every seat that is reached, and the step at which each body last gained one (0: at the start).

    Least fixpoint, in rounds: what is reached in a round counts from the next one on.
    """
    held: Seats = {name: frozenset(start.get(name, ())) for name in organisation.scenario.bodies}
    steps = dict.fromkeys(held, 0)
    number = 0
    while True:
        number += 1
        grown = {name: _gained(organisation, name, held) for name in held}
        changed = [name for name in held if grown[name] - held[name]]
        if not changed:
            return held, steps
        for name in changed:
            held[name] |= grown[name]
            steps[name] = number


def _gained(organisation: Organisation, body: str, held: Seats) -> frozenset[int]:
    """Return the seats of a body that the seats held can fill, whichever of its rules comes to act."""
    rules = organisation.filled[body]
    possible: set[int] = set()
    refused: set[int] = set()
    for rule, seats in rules:
        given = set(filled_by(organisation, rule, seats, held))
        possible |= given
        refused |= set(seats) - given
    return frozenset(possible - refused)


def filled_by(organisation: Organisation, rule: Rule, seats: tuple[int, ...], held: Seats) -> tuple[int, ...]:
    """Return which of its seats a rule lets the side fill with its own."""
    if rule.verb is Verb.EX_OFFICIO:
        origin = held.get(rule.by, frozenset())
        return tuple(seat for place, seat in enumerate(seats) if place in origin)
    if organisation.obstacles(rule, held):
        return ()
    pool = rule.by if rule.verb is Verb.SUCCEEDS else rule.pool
    if pool not in organisation.scenario.bodies:
        return seats
    # Its own men who sit in the pool take the seats with most votes.
    votes = organisation.votes[rule.over]
    ordered = sorted(seats, key=lambda seat: (-votes[seat], seat))
    return tuple(ordered[: len(held.get(str(pool), ()))])
