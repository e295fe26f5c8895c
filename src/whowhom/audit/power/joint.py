"""Acts that need several bodies: the power of each body and seat in the game that all of them must carry.

A seat is filled by the vote (or the head) of one body with the consent of those that confirm, and against
those that may veto. A veto is carried by the vetoing body's own decision, so the yes side needs there more
than total - quota votes. Votes are independent and all seats present. Does not model: pluralities (left out),
bargaining over names, persons who sit in two of the bodies.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from whowhom.audit.acts import overlap, seat_votes
from whowhom.audit.power.votes import LeftOut, exact_power, rational
from whowhom.spec.decision import parse_decision
from whowhom.spec.organisation import Rule, Verb
from whowhom.spec.scenario import Scenario
from whowhom.theory.weighted_game import WeightedGame


@dataclass(frozen=True)
class Share:
    """One body's part in a joint act."""

    body: str
    role: str
    """What it does: appoints, elects, coopts, confirms or vetoes."""
    rule: str
    seats: int
    votes: int
    quota: int
    """Votes that the yes side needs in it."""
    shapley_shubik: Fraction
    """The sum over its seats; a body with two roles has the sum in both."""
    banzhaf: Fraction
    equal: bool
    """Whether its seats have equal votes, so that each has an equal part of its share."""

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "body": self.body,
            "role": self.role,
            "rule": self.rule,
            "seats": self.seats,
            "votes": self.votes,
            "quota": self.quota,
            "shapley_shubik": rational(self.shapley_shubik),
            "banzhaf": rational(self.banzhaf),
            "shapley_shubik_of_a_seat": rational(self.shapley_shubik / self.seats if self.equal else None),
            "banzhaf_of_a_seat": rational(self.banzhaf / self.seats if self.equal else None),
        }


@dataclass(frozen=True)
class Joint:
    """One rule that fills seats together with the bodies that may refuse."""

    rule: str
    over: str
    shares: tuple[Share, ...]
    to_act: Fraction

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "rule": self.rule,
            "over": self.over,
            "to_act": rational(self.to_act),
            "bodies": [share.to_dict() for share in self.shares],
        }


def joint_acts(scenario: Scenario) -> tuple[list[Joint], list[LeftOut]]:
    """Return the joint game of every filling rule that others must confirm or may veto."""
    found: list[Joint] = []
    left: list[LeftOut] = []
    for rule in scenario.rules:
        if rule.verb not in (Verb.APPOINTS, Verb.ELECTS, Verb.COOPTS):
            continue
        others = [
            other
            for other in scenario.rules
            if other.verb in (Verb.CONFIRMS, Verb.VETOES) and other.over == rule.over and overlap(rule, other)
        ]
        if not others:
            continue
        answer = _joint(scenario, [rule, *others])
        if isinstance(answer, str):
            left.append(LeftOut(rule.by, rule.name, answer))
        else:
            found.append(answer)
    return found, left


def _joint(scenario: Scenario, rules: list[Rule]) -> Joint | str:
    """Return the joint game of these rules, or why there is none."""
    if any(rule.by not in scenario.bodies for rule in rules):
        return "the votes of members or of a public are no seats"
    if any(
        parse_decision(rule.decision).kind == "plurality" and rule.verb is not Verb.APPOINTS for rule in rules
    ):
        return "a plurality has no fixed number of votes"
    bodies = list(dict.fromkeys(rule.by for rule in rules))
    # Only the head of an appointing body takes part, unless the body has another role too.
    voting = {rule.by for rule in rules if rule.verb is not Verb.APPOINTS}
    seats = {name: len(seat_votes(scenario.bodies[name])) if name in voting else 1 for name in bodies}
    if not all(seat_votes(scenario.bodies[name]) for name in bodies):
        return "a body that must agree has no seat at the start"
    parts = [(rule, votes, quota) for rule in rules for votes, quota in _part(scenario, rule, seats[rule.by])]
    if any(quota > sum(votes) for _, votes, quota in parts):
        return "the votes that must agree are never reached"
    game = WeightedGame(
        tuple(quota for _, _, quota in parts),
        tuple(
            tuple(vote for name in bodies for vote in (votes if name == rule.by else (0,) * seats[name]))
            for rule, votes, _ in parts
        ),
    )
    power = exact_power(game)
    if power is None:
        return f"the {game.players} seats that must agree have too many coalitions"
    first = 0
    sums: dict[str, tuple[Fraction, Fraction]] = {}
    for name in bodies:
        mine = slice(first, first + seats[name])
        sums[name] = (
            sum(power.shapley_shubik[mine], Fraction(0)),
            sum(power.banzhaf[mine], Fraction(0)),
        )
        first += seats[name]
    shares = tuple(
        Share(
            body=rule.by,
            role=rule.verb.value,
            rule=rule.name,
            seats=seats[rule.by],
            votes=sum(votes),
            quota=quota,
            shapley_shubik=sums[rule.by][0],
            banzhaf=sums[rule.by][1],
            equal=len(set(votes)) == 1,
        )
        for rule, votes, quota in parts
    )
    return Joint(rules[0].name, rules[0].over, shares, power.to_act)


def _part(scenario: Scenario, rule: Rule, seats: int) -> Iterator[tuple[tuple[int, ...], int]]:
    """Yield the votes and the quota that a rule asks of the yes side; nothing for a veto that never comes."""
    if rule.verb is Verb.APPOINTS:
        yield (1,) + (0,) * (seats - 1), 1
        return
    votes = seat_votes(scenario.bodies[rule.by])
    quota = parse_decision(rule.decision).quota(sum(votes))
    if rule.verb is not Verb.VETOES:
        yield votes, quota
    elif quota <= sum(votes):
        yield votes, sum(votes) - quota + 1
