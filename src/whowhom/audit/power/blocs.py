"""Bodies that others fill: whether one origin's seats alone carry or block, and how many votes are missing.

A bloc is all seats of a body that one body fills, by right or by its own choice; other seats stand alone.
Power is told of the blocs as single players, and of the seats with the blocs as unions (Owen). Does not
model: blocs that break up, seats that two rules may fill (left out).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from whowhom.audit.acts import lasting_rules, own_decision, quota_of, seat_votes, seats_filled
from whowhom.audit.power.votes import LeftOut, Vote, exact_power, rational
from whowhom.spec.organisation import Verb
from whowhom.spec.scenario import Scenario
from whowhom.theory.voting_unions import union_power
from whowhom.theory.weighted_game import weighted_game

MOST_CELLS = 500_000
"""The most seats times votes of a body for which the power with unions is computed: about a second."""


@dataclass(frozen=True)
class BareQuota:
    """What the fewest seats that decide in the origin bring into the body they sit in by right."""

    quota: int
    """Votes that decide in the origin."""
    of: int
    """All votes of the origin."""
    seats: int
    """The fewest seats that have them."""
    votes: int
    """Votes of these seats in the body."""
    short: int
    """Votes missing there for its quota."""

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "quota": self.quota,
            "of": self.of,
            "seats": self.seats,
            "votes": self.votes,
            "carries": self.short == 0,
            "short": self.short,
        }


@dataclass(frozen=True)
class Bloc:
    """The seats of a body that come from one origin."""

    origin: str
    seats: tuple[int, ...]
    """Counted from 1."""
    votes: int
    short: int
    """Votes missing to carry."""
    short_to_block: int
    """Votes missing to block."""
    bare: BareQuota | None
    """None where the seats are not all those of the origin, sitting by right."""
    shapley_shubik: Fraction | None
    """Of the bloc as one player."""
    banzhaf: Fraction | None
    owen: Fraction | None
    """The sum over its seats, with the blocs as unions."""
    equal: bool
    """Whether its seats have equal votes, so that each has an equal part of the sum."""

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "origin": self.origin,
            "seats": len(self.seats),
            "numbers": list(self.seats),
            "votes": self.votes,
            "carries": self.short == 0,
            "short": self.short,
            "blocks": self.short_to_block == 0,
            "short_to_block": self.short_to_block,
            "bare_quota": self.bare.to_dict() if self.bare else None,
            "shapley_shubik": rational(self.shapley_shubik),
            "banzhaf": rational(self.banzhaf),
            "owen": rational(self.owen),
            "owen_of_a_seat": rational(
                self.owen / len(self.seats) if self.owen is not None and self.equal else None
            ),
        }


@dataclass(frozen=True)
class Blocs:
    """One body by the origin of its seats, at one quota."""

    body: str
    rules: tuple[str, ...]
    votes: int
    quota: int
    blocs: tuple[Bloc, ...]
    alone: tuple[int, ...]
    """Seats, counted from 1, that no body fills."""

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "body": self.body,
            "rules": list(self.rules),
            "votes": self.votes,
            "quota": self.quota,
            "blocs": [bloc.to_dict() for bloc in self.blocs],
            "alone": list(self.alone),
        }


def blocs_of(scenario: Scenario, votes: Sequence[Vote]) -> tuple[list[Blocs], list[LeftOut]]:
    """Return the blocs of every body that others fill by right or in parts, at each of its quotas."""
    found: list[Blocs] = []
    left: list[LeftOut] = []
    filled = seats_filled(scenario)
    lasting = [number for number in lasting_rules(scenario) if number in filled]
    for name in dict.fromkeys(vote.body for vote in votes):
        mine = [number for number in lasting if scenario.rules[number].over == name and filled[number]]
        rules = [scenario.rules[number] for number in mine]
        if not any(rule.verb is Verb.EX_OFFICIO or rule.part for rule in rules):
            continue
        taken = [seat for number in mine for seat in filled[number]]
        if len(taken) != len(set(taken)):
            left.append(LeftOut(name, None, "two rules may fill one seat, so its origin is open"))
            continue
        seats: dict[str, list[int]] = {}
        for number in mine:
            origin = scenario.rules[number].by
            # A body that fills its own seats is no origin from outside, and who draws lots chooses nobody.
            by_choice = scenario.rules[number].verb is not Verb.DRAWS
            if origin in scenario.bodies and origin != name and by_choice:
                seats.setdefault(origin, []).extend(filled[number])
        if seats:
            by_right = {rule.by for rule in rules if rule.verb is Verb.EX_OFFICIO} - {
                rule.by for rule in rules if rule.verb is not Verb.EX_OFFICIO
            }
            found += [_blocs(scenario, vote, seats, by_right) for vote in votes if vote.body == name]
    return found, left


def _blocs(scenario: Scenario, vote: Vote, seats: dict[str, list[int]], by_right: set[str]) -> Blocs:
    """Compute the blocs of one body at one quota."""
    together = {seat for mine in seats.values() for seat in mine}
    alone = [seat for seat in range(len(vote.weights)) if seat not in together]
    unions = [*seats.values(), *([seat] for seat in alone)]
    whole = weighted_game(vote.quota, [sum(vote.weights[seat] for seat in union) for union in unions])
    power = exact_power(whole)
    owen = None
    if len(vote.weights) * vote.votes <= MOST_CELLS:
        owen = union_power(weighted_game(vote.quota, vote.weights), unions).owen
    blocs = []
    for place, (origin, mine) in enumerate(seats.items()):
        own = whole.weights[0][place]
        blocs.append(
            Bloc(
                origin=origin,
                seats=tuple(seat + 1 for seat in mine),
                votes=own,
                short=max(vote.quota - own, 0),
                short_to_block=max(vote.blocking - own, 0),
                bare=_bare(scenario, vote, origin, mine) if origin in by_right else None,
                shapley_shubik=power.shapley_shubik[place] if power else None,
                banzhaf=power.banzhaf[place] if power else None,
                owen=sum((owen[seat] for seat in mine), Fraction(0)) if owen else None,
                equal=len({vote.weights[seat] for seat in mine}) == 1,
            )
        )
    return Blocs(vote.body, vote.rules, vote.votes, vote.quota, tuple(blocs), tuple(s + 1 for s in alone))


def _bare(scenario: Scenario, vote: Vote, origin: str, seats: Sequence[int]) -> BareQuota | None:
    """Return what the fewest deciding seats of an origin bring, where all of its seats sit here."""
    weights = seat_votes(scenario.bodies[origin])
    quota = quota_of(own_decision(scenario, origin), sum(weights))
    if len(weights) != len(seats) or quota > sum(weights):
        return None
    gathered = brought = number = 0
    for own, seat in sorted(zip(weights, seats, strict=True), reverse=True):
        if gathered >= quota:
            break
        gathered += own
        brought += vote.weights[seat]
        number += 1
    return BareQuota(quota, sum(weights), number, brought, max(vote.quota - brought, 0))
