"""What one principal can come to hold in the end, with patience and without luck, and what stops it.

The closure of `closure` from the principal's own seats and those it is said to hold; for each body what is
reached, when, which acts the side carries or blocks there, and whose consent is missing; what would have to
be bought; and what the rest could still do to undo it. Whole numbers throughout.
Does not model: dates and deaths (see the capture section), disloyal appointees, a side that falls apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from whowhom.audit.labels import agreeing, listed, noun, sentence
from whowhom.audit.reach.closure import Obstacle, Organisation, Seats, close, filled_by
from whowhom.audit.reach.prices import Price, prices
from whowhom.audit.reach.undoing import Undoing, undoings
from whowhom.audit.reach.words import body_words, price_words, undoing_words
from whowhom.spec.scenario import Scenario


@dataclass(frozen=True)
class ActReach:
    """Whether the side carries an act of a body, or blocks it: the others cannot carry it alone."""

    rule: str
    verb: str
    over: str
    carries: bool
    blocks: bool


@dataclass(frozen=True)
class BodyReach:
    """What the side holds in one body in the end.

    held: seats at the start; reached: in the end; step: the round in which it last gained a seat; controls
    and blocks: the body's own decision. obstacles: what keeps it from the other seats, the cheapest first.
    Every one of them stops it.
    """

    name: str
    seats: int
    held: int
    reached: int
    votes: int
    of_votes: int
    step: int
    controls: bool
    blocks: bool
    acts: tuple[ActReach, ...]
    obstacles: tuple[Obstacle, ...]

    @property
    def missing(self) -> Obstacle | None:
        """The body whose consent stops it with the fewest votes; None where nothing is missing."""
        return self.obstacles[0] if self.obstacles else None


@dataclass(frozen=True)
class Reach:
    """The closure of one principal: bodies in the order of the document, prices, and what can undo it."""

    scenario: Scenario = field(repr=False)
    principal: str
    bodies: tuple[BodyReach, ...]
    prices: tuple[Price, ...]
    undoings: tuple[Undoing, ...]

    def body(self, name: str) -> BodyReach:
        """Return what is reached of one body; KeyError where there is none of the name."""
        return {item.name: item for item in self.bodies}[name]

    @property
    def irreversible(self) -> bool:
        """Whether after the closure no act is left by which the rest can undo it."""
        return not any(act.open_in_the_end for act in self.undoings)

    @property
    def words(self) -> tuple[str, ...]:
        """What is reached, what is missing and who can undo it, as sentences."""
        taken = [item for item in self.bodies if item.name != self.principal and item.controls]
        who = noun(self.scenario, self.principal)
        names = listed([noun(self.scenario, item.name) for item in sorted(taken, key=lambda i: i.step)])
        comes = agreeing(self.scenario, self.principal, "comes", "come")
        lines = [sentence(f"with patience alone {who} {comes} to control {names or 'no other body'}")]
        lines += [body_words(self.scenario, item) for item in self.bodies if item.name != self.principal]
        lines += price_words(self.scenario, self.prices)
        return (*lines, *undoing_words(self.scenario, self.principal, self.undoings))

    def to_dict(self) -> dict[str, Any]:
        """Return the section as plain data."""
        return {
            "method": "least fixpoint of the seats that seats already held can fill; the rest as one side",
            "residual": 0,
            "words": list(self.words),
            "principal": self.principal,
            "bodies": [_body_dict(item) for item in self.bodies],
            "prices": [price.to_dict() for price in self.prices],
            "undoings": [act.to_dict() for act in self.undoings],
            "irreversible": self.irreversible,
        }


def reach(scenario: Scenario, principal: str, hold: Mapping[str, int] | None = None) -> Reach:
    """Return what a principal comes to hold with patience.

    hold: seats of each body that its side holds at the start beside its own; absent: `audit.hold`, else none.
    Which seats those are is taken against the side: those with fewest votes, and the head last.
    Raises ValueError where the principal or a held body is no body.
    """
    if hold is None:
        hold = scenario.audit.hold if scenario.audit else {}
    for name in (principal, *hold):
        if name not in scenario.bodies:
            raise ValueError(f"found no body named {name!r}; expected one of {', '.join(scenario.bodies)}")
    organisation = Organisation.of(scenario)
    start = _start(organisation, principal, hold)
    held, steps = close(organisation, start)
    targets = scenario.audit.targets if scenario.audit and scenario.audit.targets else tuple(scenario.bodies)
    return Reach(
        scenario,
        principal,
        tuple(_body_reach(organisation, name, start, held, steps[name]) for name in scenario.bodies),
        tuple(prices(organisation, held, [name for name in targets if name != principal])),
        undoings(organisation, principal, start, held),
    )


def _start(organisation: Organisation, principal: str, hold: Mapping[str, int]) -> Seats:
    """Return the seats held at the start: the first of each body, as in every section."""
    start: Seats = {
        name: frozenset(range(min(hold.get(name, 0), len(votes))))
        for name, votes in organisation.votes.items()
    }
    start[principal] = frozenset(range(len(organisation.votes[principal])))
    return start


def _body_reach(organisation: Organisation, name: str, start: Seats, held: Seats, step: int) -> BodyReach:
    """Return what is reached of one body."""
    acts = tuple(
        ActReach(
            rule.name,
            rule.verb.value,
            rule.over,
            organisation.carries(rule, held),
            not organisation.rest_carries(rule, held),
        )
        for rule in organisation.rules
        if rule.by == name
    )
    return BodyReach(
        name,
        len(organisation.votes[name]),
        len(start[name]),
        len(held[name]),
        organisation.mine(name, held),
        sum(organisation.votes[name]),
        step,
        organisation.controls(name, held),
        not organisation.rest_controls(name, held),
        acts,
        _obstacles(organisation, name, held),
    )


def _obstacles(organisation: Organisation, name: str, held: Seats) -> tuple[Obstacle, ...]:
    """Return what keeps the side from the seats of a body that it does not reach, the cheapest first."""
    found: list[Obstacle] = []
    for rule, seats in organisation.filled[name]:
        open_seats = [seat for seat in seats if seat not in held[name]]
        if not open_seats:
            continue
        given = set(filled_by(organisation, rule, seats, held))
        if rule.verb.value == "ex_officio":
            missing = sum(seat not in given for seat in open_seats)
            found += [Obstacle("right", rule.name, rule.by, missing)] if missing else []
        else:
            found += organisation.obstacles(rule, held)
    if not organisation.filled[name] and len(held[name]) < len(organisation.votes[name]):
        found.append(Obstacle("nobody", "", name, None))
    return tuple(
        sorted(dict.fromkeys(found), key=lambda item: (item.votes is None, item.votes or 0, item.rule))
    )


def _body_dict(item: BodyReach) -> dict[str, Any]:
    """Return one body as plain data."""
    return {
        "name": item.name,
        "seats": item.seats,
        "held": item.held,
        "reached": item.reached,
        "votes": item.votes,
        "of_votes": item.of_votes,
        "step": item.step,
        "controls": item.controls,
        "blocks": item.blocks,
        "acts": [vars(act) for act in item.acts],
        "missing": vars(item.missing) if item.missing else None,
        "obstacles": [vars(obstacle) for obstacle in item.obstacles],
    }
