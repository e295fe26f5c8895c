"""Majority rule over positions: where votes meet on each axis, and which holder's position beats which.

The options are the positions of a body's own holders; each prefers what is nearer (Euclid), and counts with
the votes of his seat. Comparisons are exact, in fractions of the numbers of the table. The shares of time by
Markov voting are floats, with the utilities 1 - distance / largest distance. Does not model: other options,
an agenda, quotas above a majority, holders without a position.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from typing import Any

from whowhom.audit.acts import seat_votes
from whowhom.spec.people import Person
from whowhom.spec.scenario import Scenario
from whowhom.theory.majority_rule import Median, weighted_mean, weighted_median
from whowhom.theory.markov_voting import markov_incentive, markov_uniform, proportional_strengths, victory
from whowhom.theory.tournament import copeland_scores, smith_set, uncovered_set

MOST_HOLDERS = 200
MOST_STEPS = 3_000_000
"""The most cubes of options for Markov voting in all bodies together: about two seconds."""

Point = tuple[Fraction, ...]


@dataclass(frozen=True)
class Axis:
    """One dimension of positions in one body."""

    dimension: str
    holders: int
    """Holders with votes whose position on it is known."""
    median: Median
    mean: Fraction

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "dimension": self.dimension,
            "holders": self.holders,
            "median": [number(self.median.low), number(self.median.high)],
            "mean": number(self.mean),
        }


@dataclass(frozen=True)
class Option:
    """A position, with those who hold it."""

    point: Point
    holders: tuple[str, ...]
    votes: int


@dataclass(frozen=True)
class Assembly:
    """The holders of a body as voters over their own positions.

    beats: pairs (winner, loser) of options. uniform, incentive: shares of time by Markov voting, challengers
    drawn uniformly or by what they stand to gain; None where left out, with the reason in `markov_left_out`.
    """

    body: str
    holders: int
    """Holders of seats with votes."""
    placed: int
    """Those of them with a position on every axis."""
    axes: tuple[Axis, ...]
    options: tuple[Option, ...]
    beats: frozenset[tuple[int, int]]
    uniform: tuple[float, ...] | None
    incentive: tuple[float, ...] | None
    markov_left_out: str | None
    residual: float

    @property
    def winner(self) -> int | None:
        """The option that beats every other one, if there is one."""
        rest = len(self.options) - 1
        wins = [sum(one == place for one, _ in self.beats) for place in range(len(self.options))]
        return next((place for place, number in enumerate(wins) if number == rest), None)

    @property
    def cycle(self) -> frozenset[int]:
        """The top cycle (Smith set): the fewest options each of which beats all others."""
        return smith_set(self.beats, len(self.options))

    def to_dict(self) -> dict[str, Any]:
        """Return plain data; options are named by their places in the list, counted from 0."""
        size = len(self.options)
        return {
            "body": self.body,
            "holders": self.holders,
            "placed": self.placed,
            "axes": [axis.to_dict() for axis in self.axes],
            "options": [
                {
                    "position": [float(x) for x in option.point],
                    "holders": list(option.holders),
                    "votes": option.votes,
                    "copeland": number(score),
                    "markov_uniform": None if self.uniform is None else self.uniform[place],
                    "markov_incentive": None if self.incentive is None else self.incentive[place],
                }
                for place, (option, score) in enumerate(
                    zip(self.options, copeland_scores(self.beats, size) if size else [], strict=True)
                )
            ],
            "beats": sorted(list(pair) for pair in self.beats),
            "uncovered_set": sorted(uncovered_set(self.beats, size)) if size else [],
            "top_cycle": sorted(self.cycle) if size else [],
            "winner": self.winner,
            "markov_left_out": self.markov_left_out,
            "residual": self.residual,
        }


def assemblies_of(
    scenario: Scenario, people: Sequence[Person]
) -> tuple[list[Assembly], list[tuple[str, str]]]:
    """Return every body with two placed holders or more, and what is left out with the reason."""
    found: list[Assembly] = []
    left: list[tuple[str, str]] = []
    room = MOST_STEPS
    if not scenario.people.dimensions:
        return found, [("people", "the document gives no dimensions of positions")]
    for name, body in scenario.bodies.items():
        sitting = [person for person in people if person.alive and name in person.body][: body.seats]
        pairs = zip(sitting, seat_votes(body), strict=False)
        holders = [(person, votes) for person, votes in pairs if votes]
        if not holders:
            left.append((name, "no holder is told"))
            continue
        axes = tuple(
            axis for each in scenario.people.dimensions if (axis := _axis(each, holders)) is not None
        )
        if not axes:
            left.append((name, f"none of its {len(holders)} holders has a position"))
            continue
        if len(holders) > 1:
            found.append(_assembly(scenario, name, holders, axes, room))
            room -= 0 if found[-1].uniform is None else len(found[-1].options) ** 3
        else:
            left.append((name, "one holder alone"))
    return found, left


def _axis(dimension: str, holders: Sequence[tuple[Person, int]]) -> Axis | None:
    """Return the median and mean on one dimension, or None where nobody has a position on it."""
    known = [
        (exact(place), Fraction(votes))
        for person, votes in holders
        if (place := person.positions.get(dimension)) is not None
    ]
    if not known:
        return None
    positions, weights = zip(*known, strict=True)
    return Axis(dimension, len(known), weighted_median(positions, weights), weighted_mean(positions, weights))


def _assembly(
    scenario: Scenario, name: str, holders: Sequence[tuple[Person, int]], axes: tuple[Axis, ...], room: int
) -> Assembly:
    """Let the placed holders vote over their own positions; room: the most cubes of options left."""
    placed: dict[Point, list[tuple[str, int]]] = {}
    for person, votes in holders:
        places = [person.positions.get(each) for each in scenario.people.dimensions]
        known = tuple(exact(place) for place in places if place is not None)
        if len(known) == len(places):
            placed.setdefault(known, []).append((person.name, votes))
    options = tuple(
        Option(point, tuple(who for who, _ in own), sum(votes for _, votes in own))
        for point, own in sorted(placed.items())
    )
    number_placed = sum(len(option.holders) for option in options)
    uniform, incentive, residual, reason = None, None, 0.0, None
    if number_placed > MOST_HOLDERS or len(options) ** 3 > room:
        reason = f"{number_placed} holders with {len(options)} positions would take too long"
    elif options:
        uniform, incentive, residual, reason = markov(options)
    return Assembly(
        name,
        len(holders),
        number_placed,
        axes,
        options,
        majority(options),
        uniform,
        incentive,
        reason,
        residual,
    )


def majority(options: Sequence[Option]) -> frozenset[tuple[int, int]]:
    """Return the pairs (winner, loser): more votes are nearer to the winner.

    Squares of distances are compared, in fractions; who is as near to both does not vote, and equal votes
    leave the pair open. Source: Black 1958 with Euclidean preferences. Does not model: what the module does
    not.
    """
    import numpy as np

    spaces = [[squared(one.point, other.point) for other in options] for one in options]
    # Only the order of the distances matters, so ranks, which are small, stand for long fractions.
    ranks = np.array([_ranks(row) for row in spaces], np.int64)
    votes = np.array([option.votes for option in options], np.int64)
    found = set()
    for a in range(len(options)):
        balance = votes @ np.sign(ranks - ranks[:, [a]])
        found |= {(a, int(b)) for b in np.flatnonzero(balance > 0)}
    return frozenset(found)


def _ranks(row: Sequence[Fraction]) -> list[int]:
    """Return the place of each number among the different numbers of a row."""
    places = {value: place for place, value in enumerate(sorted(set(row)))}
    return [places[value] for value in row]


def markov(
    options: Sequence[Option],
) -> tuple[tuple[float, ...] | None, tuple[float, ...] | None, float, str | None]:
    """Return the shares of time each option is the favourite, by both rules, and the error of their balance.

    u = 1 - distance / the largest distance between two options; votes in proportion to votes times what is at
    stake, chances to win in proportion to votes cast (KTAB "proportional", "linear"). The last entry says why
    the second rule has no answer. The residual is the largest |inflow - outflow| of an option, in shares of
    time.
    """
    far = max((squared(one.point, two.point) for one in options for two in options), default=Fraction(0))
    if far == 0:
        return (1.0,), (1.0,), 0.0, None
    utilities = [[1.0 - sqrt(squared(one.point, two.point) / far) for two in options] for one in options]
    strengths = proportional_strengths([float(option.votes) for option in options], utilities)
    uniform = tuple(markov_uniform(strengths))
    residual = imbalance(uniform, strengths, by_gain=False)
    try:
        incentive = tuple(markov_incentive(strengths))
    except ValueError:
        return uniform, None, residual, "by gain several positions stay the favourite for ever"
    return uniform, incentive, max(residual, imbalance(incentive, strengths, by_gain=True)), None


def imbalance(shares: Sequence[float], strengths: Sequence[Sequence[float]], by_gain: bool) -> float:
    """Return the largest difference between what flows to an option and what leaves it.

    by_gain: challengers are drawn by what they stand to gain, else uniformly. Source: KTAB, as in
    `whowhom.theory.markov_voting`; written from the definition, to check its answers.
    """
    size = len(shares)
    chances = victory(strengths)
    flows = [[0.0] * size for _ in shares]
    for j in range(size):
        wishes = [strengths[i][j] * chances[i][j] if by_gain else 1.0 for i in range(size)]
        wishes[j] = 0.0 if by_gain else 1.0
        total = sum(wishes)
        for i in range(size):
            if i != j and total > 0.0:
                flows[j][i] = shares[j] * wishes[i] / total * chances[i][j]
    return max(abs(sum(row[i] for row in flows) - sum(flows[i])) for i in range(size))


def squared(one: Point, other: Point) -> Fraction:
    """Return the square of the Euclidean distance of two points."""
    return sum(((x - y) ** 2 for x, y in zip(one, other, strict=True)), Fraction(0))


def exact(place: float) -> Fraction:
    """Return a number of the table as the fraction that its decimals say."""
    return Fraction(repr(place))


def number(value: Fraction | float) -> dict[str, Any]:
    """Write a fraction as text beside its float."""
    return {"exact": str(value), "value": float(value)}
