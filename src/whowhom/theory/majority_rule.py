"""Majority rule on a line: actors with a weight and a position, whose votes count by weight and distance.

An actor's weight is his capability times his salience. Between two options he votes for the nearer one. All
arithmetic is that of the numbers given: exact with fractions. Ties are answered by sets or by both ends.

Sources: D. Black, The Theory of Committees and Elections (1958); B. Bueno de Mesquita, "Political
forecasting: an expected utility method", in European Community Decision Making (1994), ch. 4, of which only
the vote stage is here: no offers, no challenges, no rounds.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple, TypeVar

Number = TypeVar("Number", float, Fraction)


class Median(NamedTuple):
    """The weighted medians: all points from `low` to `high`, which are equal when there is only one."""

    low: float | Fraction
    high: float | Fraction


def voting_weights(capabilities: Sequence[Number], saliences: Sequence[Number]) -> list[Number]:
    """Return the weight of each actor, capability times salience.

    capabilities, saliences: shape (n,), not negative. Raises ValueError for different lengths.
    Source: Bueno de Mesquita 1994. Does not model: salience that differs between pairs of options.
    """
    if len(capabilities) != len(saliences):
        raise ValueError(f"saliences: {len(saliences)}; expected one for each of {len(capabilities)} actors")
    return [a * b for a, b in zip(capabilities, saliences, strict=True)]


def weighted_mean(positions: Sequence[Number], weights: Sequence[Number]) -> Number:
    """Return the mean position, sum w_i x_i / sum w_i.

    positions, weights: shape (n,), weights not negative with a positive sum; ValueError otherwise.
    Source: elementary. Does not model: voting; it is the point that the vote is compared with.
    """
    total = _checked_total(positions, weights)
    return sum((w * x for w, x in zip(weights, positions, strict=True)), total * 0) / total


def weighted_median(positions: Sequence[Number], weights: Sequence[Number]) -> Median:
    """Return every point that no other point beats by majority of the weights.

    m is a median if the weight left of m and the weight right of it are each at most half. There is one, or
    an interval between two neighbouring positions when the weights split evenly; its ends are returned.

    positions, weights: shape (n,), weights not negative with a positive sum; ValueError otherwise.
    Source: Black 1958. Does not model: several dimensions, where as a rule no median exists.
    """
    total = _checked_total(positions, weights)
    carried = sorted((x, w) for x, w in zip(positions, weights, strict=True) if w > 0)
    low = high = None
    below = total * 0
    for position, weight in carried:
        below += weight
        if low is None and 2 * below >= total:
            low = position
        if high is None and 2 * below > total:
            high = position
    assert low is not None and high is not None
    return Median(low, high)


def net_vote(
    positions: Sequence[Number], weights: Sequence[Number], first: Number, second: Number, reach: Number
) -> Number:
    """Return the vote for `first` over `second`: positive if first wins.

    sum w_i (|x_i - second| - |x_i - first|) / reach: each actor votes with his weight times the distance
    that his side saves him, as a share of the whole range.

    positions, weights: shape (n,); first, second: options on the line; reach: length of the range of
    positions, positive. ValueError otherwise.
    Source: Bueno de Mesquita 1994. Does not model: abstention, losses that do not grow with distance.
    """
    return sum(_votes(positions, weights, first, second, reach), reach * 0)


def win_probability(
    positions: Sequence[Number],
    weights: Sequence[Number],
    first: Number,
    second: Number,
    challenger: int | None = None,
) -> Number:
    """Return the chance that `first` wins over `second`: votes for it as a share of all votes cast.

    sum (v_i)^+ / sum |v_i| with v_i = w_i (|x_i - second| - |x_i - first|). Two conventions are published:
    all actors vote (challenger absent), or the actor who brings the proposal does not vote on it
    (challenger: his position in the list).

    positions, weights: shape (n,). Raises ValueError if nobody with a vote prefers either option.
    Source: Bueno de Mesquita 1994; both conventions are in open replications. Does not model: what the
    challenger gains or offers.
    """
    votes = _votes(positions, weights, first, second, None)
    cast = [vote for actor, vote in enumerate(votes) if actor != challenger]
    zero = votes[0] * 0
    total = sum((abs(vote) for vote in cast), zero)
    if total == 0:
        raise ValueError(f"options {first} and {second}: nobody prefers either; expected a vote to be cast")
    return sum((vote for vote in cast if vote > 0), zero) / total


def beats(
    positions: Sequence[Number], weights: Sequence[Number], options: Sequence[Number]
) -> set[tuple[int, int]]:
    """Return the majority relation: pairs (a, b) of options where the weight nearer to a is the larger.

    Each actor counts with his whole weight, however small the difference; who stands midway does not vote.
    Options with equal weight on both sides are tied: neither pair is in the relation.

    positions, weights: shape (n,); options: shape (m,). ValueError as in `weighted_mean`.
    Source: Black 1958. Does not model: distance counted in the vote, which is `net_vote`.
    """
    _checked_total(positions, weights)
    relation = set()
    for a, first in enumerate(options):
        for b, second in enumerate(options):
            balance = sum(
                w * ((abs(x - second) > abs(x - first)) - (abs(x - second) < abs(x - first)))
                for x, w in zip(positions, weights, strict=True)
            )
            if balance > 0:
                relation.add((a, b))
    return relation


def _votes(
    positions: Sequence[Number],
    weights: Sequence[Number],
    first: Number,
    second: Number,
    reach: Number | None,
) -> list[Number]:
    """Return the vote of each actor for the first option, negative for the second."""
    _checked_total(positions, weights)
    if reach is not None and reach <= 0:
        raise ValueError(f"reach: {reach}; expected a positive length")
    votes = [w * (abs(x - second) - abs(x - first)) for x, w in zip(positions, weights, strict=True)]
    return votes if reach is None else [vote / reach for vote in votes]


def _checked_total(positions: Sequence[Number], weights: Sequence[Number]) -> Number:
    if len(positions) != len(weights) or not positions:
        raise ValueError(f"weights: {len(weights)}; expected one for each of {len(positions)} positions")
    if min(weights) < 0 or max(weights) == 0:
        raise ValueError(f"weights: {list(weights)}; expected none below 0 and one above")
    return sum(weights[1:], weights[0])
