"""The votes of one body as a game of its seats: who carries, who blocks, and each seat's power, exactly.

A game is a body and a number of votes needed; rules that ask for the same number share one. All seats of the
start are filled and present. Does not model: pluralities (left out), absence, an accused who may not vote.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from typing import Any

from whowhom.audit.acts import VOTED, seat_votes
from whowhom.spec.decision import Decision, parse_decision
from whowhom.spec.organisation import Rule, Verb
from whowhom.spec.scenario import Scenario
from whowhom.theory.voting_power import MANY_COMBINATIONS, VotingPower, combinations, voting_power
from whowhom.theory.voting_table import table_bytes
from whowhom.theory.weighted_game import WeightedGame, weighted_game

MOST_SEATS = 2_000
"""The most seats of a game whose coalitions are counted; larger bodies of equal seats have equal shares."""
LARGEST_TABLE = 2**24
"""The most bytes of a table that an audit takes its time for: some seconds."""
MOST_SUMS = 2**28
"""The most votes times seats for which an audit looks for two separate groups that both carry."""
MOST_ELECTORS = 250
"""Up to so many seats the votes needed are listed for every number of electors."""
_LONGEST_DENOMINATOR = 400
"""Bits of the longest denominator that is written out."""
_EXACT_IN_JSON = 2**53


@dataclass(frozen=True)
class LeftOut:
    """A vote that is not computed, and why."""

    body: str
    rule: str | None
    reason: str


@dataclass(frozen=True)
class SeatClass:
    """Seats of equal votes in one game; counts and shares are those of each single seat."""

    seats: tuple[int, ...]
    """Their numbers, counted from 1."""
    votes: int
    banzhaf: Fraction
    shapley_shubik: Fraction
    swings: int | None = None
    """None, like the three below, where the coalitions of a large body are not counted."""
    penrose_banzhaf: Fraction | None = None
    to_prevent: Fraction | None = None
    to_initiate: Fraction | None = None
    vetoes: bool = False
    """Whether nothing is carried without any one of them."""

    @property
    def dummy(self) -> bool:
        """Whether such a seat decides nothing, whatever the others do."""
        return self.shapley_shubik == 0

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "seats": len(self.seats),
            "numbers": list(self.seats),
            "votes": self.votes,
            "swings": whole(self.swings),
            "shapley_shubik": rational(self.shapley_shubik),
            "banzhaf": rational(self.banzhaf),
            "penrose_banzhaf": rational(self.penrose_banzhaf),
            "to_prevent": rational(self.to_prevent),
            "to_initiate": rational(self.to_initiate),
            "dummy": self.dummy,
            "vetoes": self.vetoes,
        }


@dataclass(frozen=True)
class Vote:
    """One body deciding by one quota."""

    body: str
    rules: tuple[str, ...]
    """The rules that ask for this quota; none where the body only has its own majority."""
    decision: str
    weights: tuple[int, ...]
    """Votes of each seat."""
    quota: int
    needed: tuple[tuple[int, int], ...]
    """For so many electors of one vote each, the votes needed."""
    classes: tuple[SeatClass, ...]
    to_act: Fraction | None
    proper: bool | None
    """Whether no two separate coalitions both carry; None where that would take too long to find out."""

    @property
    def votes(self) -> int:
        """All votes."""
        return sum(self.weights)

    @property
    def blocking(self) -> int:
        """The fewest votes that block: total - quota + 1."""
        return self.votes - self.quota + 1

    @property
    def seats_to_carry(self) -> int:
        """The fewest seats that carry, heaviest first."""
        return fewest(self.weights, self.quota)

    @property
    def seats_to_block(self) -> int:
        """The fewest seats that block, heaviest first."""
        return fewest(self.weights, self.blocking)

    @property
    def dictator(self) -> int | None:
        """The seat, counted from 1, that decides alone."""
        return next((c.seats[0] for c in self.classes if c.shapley_shubik == 1), None)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        half = self.votes // 2
        return {
            "body": self.body,
            "rules": list(self.rules),
            "decision": self.decision,
            "seats": len(self.weights),
            "votes": self.votes,
            "quota": self.quota,
            "blocking_votes": self.blocking,
            "seats_to_carry": self.seats_to_carry,
            "seats_to_block": self.seats_to_block,
            "half": {"votes": half, "carries": half >= self.quota, "blocks": half >= self.blocking},
            "needed": [{"electors": electors, "votes": votes} for electors, votes in self.needed],
            "proper": self.proper,
            "dictator": self.dictator,
            "to_act": rational(self.to_act),
            "classes": [each.to_dict() for each in self.classes],
        }


def votes_of(scenario: Scenario) -> tuple[list[Vote], list[LeftOut]]:
    """Return the games of all bodies of two seats or more, and what was left out."""
    found: list[Vote] = []
    left: list[LeftOut] = []
    for name, body in scenario.bodies.items():
        weights = seat_votes(body)
        total = sum(weights)
        if len(weights) < 2 or total == 0:
            reason = "one seat decides alone" if total else "no votes at the start"
            left.append(LeftOut(name, None, reason))
            continue
        asked: dict[int, list[Rule]] = {}
        for rule in (rule for rule in scenario.rules if rule.by == name and is_voted(rule)):
            decision = parse_decision(rule.decision)
            quota = decision.quota(total)
            if decision.kind == "plurality":
                left.append(LeftOut(name, rule.name, "a plurality has no fixed number of votes"))
            elif quota > total:
                left.append(LeftOut(name, rule.name, f"{quota} of {total} votes are never reached"))
            else:
                asked.setdefault(quota, []).append(rule)
        if not asked:
            asked[total // 2 + 1] = []
        games = [_vote(scenario, name, quota, rules) for quota, rules in asked.items()]
        if any(vote.to_act is None for vote in games):
            left.append(LeftOut(name, None, "it has too many coalitions to count"))
        found += games
    return found, left


def is_voted(rule: Rule) -> bool:
    """Return whether a body votes on the rule's act; an enlargement by several seats is such a vote."""
    return rule.verb in VOTED or rule.verb is Verb.ENLARGES


def _vote(scenario: Scenario, name: str, quota: int, rules: Sequence[Rule]) -> Vote:
    body = scenario.bodies[name]
    weights = seat_votes(body)
    text = rules[0].decision if rules else "majority"
    game = weighted_game(quota, weights)
    classes, to_act = seat_classes(game, range(1, len(weights) + 1))
    return Vote(
        body=name,
        rules=tuple(rule.name for rule in rules),
        decision=text,
        weights=weights,
        quota=quota,
        needed=_needed(parse_decision(text), body.most_seats) if set(weights) == {1} else (),
        classes=classes,
        to_act=to_act,
        proper=proper(game),
    )


def proper(game: WeightedGame) -> bool | None:
    """Return whether a game of one rule is proper, or None where its votes are too many to tell."""
    large = game.totals[0] * game.players > MOST_SUMS
    return None if large and 2 * game.quotas[0] <= game.totals[0] else game.is_proper


def _needed(decision: Decision, most: int) -> tuple[tuple[int, int], ...]:
    """Return the votes needed for each number of electors, where they depend on it at all."""
    if most > MOST_ELECTORS or decision.of_seats or decision.kind in ("votes", "any holder"):
        return ()
    return tuple((electors, decision.quota(electors)) for electors in range(1, most + 1))


def seat_classes(game: WeightedGame, numbers: Sequence[int]) -> tuple[tuple[SeatClass, ...], Fraction | None]:
    """Return the seats of a game of one rule by classes of equal votes, and the power of the body to act.

    numbers: what the seats are called. Of a body of equal seats with more than MOST_SEATS only the shares are
    given; of other games beyond the limits no class at all.
    """
    weights = game.weights[0]
    seats: dict[int, list[int]] = {}
    for i, weight in enumerate(weights):
        seats.setdefault(weight, []).append(i)
    power = exact_power(game)
    if power is None:
        equal = Fraction(1, len(weights))
        return (SeatClass(tuple(numbers), weights[0], equal, equal),) if len(seats) == 1 else (), None
    vetoers = set(game.vetoers)
    banzhaf, absolute = power.banzhaf, power.penrose_banzhaf
    prevent, initiate = power.to_prevent, power.to_initiate
    return tuple(
        SeatClass(
            seats=tuple(numbers[i] for i in members),
            votes=weight,
            banzhaf=banzhaf[members[0]],
            shapley_shubik=power.shapley_shubik[members[0]],
            swings=power.swings[members[0]],
            penrose_banzhaf=absolute[members[0]],
            to_prevent=prevent[members[0]],
            to_initiate=initiate[members[0]],
            vetoes=members[0] in vetoers,
        )
        for weight, members in sorted(seats.items(), reverse=True)
    ), power.to_act


def exact_power(game: WeightedGame) -> VotingPower | None:
    """Return the exact powers, or None where an audit would take too long: see the limits above."""
    if game.players > MOST_SEATS:
        return None
    classes = game.classes()
    if len(game.quotas) == 1 and len(classes.counts) == 1:
        return _equal_seats(game, classes.counts[0])
    if combinations(classes) > MANY_COMBINATIONS and table_bytes(classes, by_size=True) > LARGEST_TABLE:
        return None
    return voting_power(game)


def _equal_seats(game: WeightedGame, seats: int) -> VotingPower:
    """Return the powers where all seats with votes have as many: pivotal is who comes at place k.

    swings = C(m - 1, k - 1) for m seats of which k carry; seats without votes double all coalitions.
    """
    weight = max(game.weights[0])
    place = -(-game.quotas[0] // weight)
    idle = game.players - seats
    each = comb(seats - 1, place - 1) << idle
    winning = sum(comb(seats, size) for size in range(place, seats + 1)) << idle
    return VotingPower(
        swings=tuple(each if votes else 0 for votes in game.weights[0]),
        winning=winning,
        shapley_shubik=tuple(Fraction(1, seats) if votes else Fraction(0) for votes in game.weights[0]),
    )


def fewest(weights: Sequence[int], votes: int) -> int:
    """Return how many seats at least have so many votes together, taking the heaviest first."""
    gathered = 0
    for number, weight in enumerate(sorted(weights, reverse=True), 1):
        gathered += weight
        if gathered >= votes:
            return number
    raise ValueError(f"votes: {votes}; expected at most {gathered}")


def rational(number: Fraction | None) -> dict[str, Any] | None:
    """Write a fraction as text beside its float; the text is left out where it would be very long."""
    if number is None:
        return None
    long = number.denominator.bit_length() > _LONGEST_DENOMINATOR
    return {"exact": None if long else str(number), "value": float(number)}


def whole(number: int | None) -> int | str | None:
    """Write a whole number; as text beyond 2^53, which other readers of JSON would round."""
    return number if number is None or number < _EXACT_IN_JSON else str(number)
