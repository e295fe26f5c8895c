"""Counts of pivotal coalitions by how many players of each class they hold: exact where classes are few.

A coalition of k_c players out of each class c of n_c equal players can be chosen in prod of C(n_c, k_c)
ways; all vectors (k_c) are looked through. The number of vectors is prod of (n_c + 1), so this suits bodies
of equal seats, however many. `voting_table` counts the same by generating functions where classes are many.

Source: identity. Does not model: what `weighted_game` does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import comb, prod

from whowhom.theory.weighted_game import Classes


@dataclass(frozen=True)
class Pivots:
    """The coalitions in which a player is pivotal, and the coalitions that stay within the slacks."""

    pivots: tuple[tuple[int, ...], ...]
    """(classes, players) of one player of each class: coalitions of the others by how many are missing."""
    within: int
    """Coalitions, players without a vote left out, whose missing votes stay within the slacks."""


def count_by_class(classes: Classes) -> Pivots:
    """Count the pivotal coalitions of one player of each class, by how many of the others are missing.

    A player is pivotal where the missing others stay within the slacks, and no longer with the player missing
    too. Time grows with the number of vectors, prod of (n_c + 1), times classes.
    """
    pivots = [[0] * classes.players for _ in classes.counts]
    within = 0
    for chosen, votes in _within(classes, 0, (0,) * len(classes.slacks)):
        ways = prod(map(comb, classes.counts, chosen))
        within += ways
        missing = sum(chosen)
        for k, (many, taken, vector) in enumerate(zip(classes.counts, chosen, classes.vectors, strict=True)):
            breaks = any(a + b > slack for a, b, slack in zip(votes, vector, classes.slacks, strict=True))
            if breaks and taken < many:
                pivots[k][missing] += ways * (many - taken)
    # Of all players of the class each is outside the missing equally often.
    each = (tuple(number // many for number in row) for row, many in zip(pivots, classes.counts, strict=True))
    return Pivots(tuple(each), within)


def _within(
    classes: Classes, first: int, votes: tuple[int, ...]
) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Yield the numbers missing of the classes from `first` on, and the votes missing, within the slacks."""
    if first == len(classes.counts):
        yield (), votes
        return
    vector = classes.vectors[first]
    for taken in range(classes.counts[first] + 1):
        if any(a > slack for a, slack in zip(votes, classes.slacks, strict=True)):
            return
        for rest, sums in _within(classes, first + 1, votes):
            yield (taken, *rest), sums
        votes = tuple(a + b for a, b in zip(votes, vector, strict=True))
