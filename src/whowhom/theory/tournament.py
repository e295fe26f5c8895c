"""Solutions of a majority relation that has no winner: uncovered set, top cycle, Copeland scores.

A relation is a set of pairs (winner, loser) over the alternatives 0 .. n-1. A tournament decides every pair;
the functions also answer where pairs are tied, and then say which of several definitions they take.

Sources: N. R. Miller, "A new solution set for tournaments and majority voting", American Journal of Political
Science 24 (1980) 68-96; J. H. Smith, "Aggregation of preferences with variable electorate", Econometrica 41
(1973) 1027-1041; T. Schwartz, The Logic of Collective Choice (1986); A. H. Copeland (1951).
"""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

Relation = Collection[tuple[int, int]]


def uncovered_set(beats: Relation, alternatives: int) -> frozenset[int]:
    """Return the alternatives that no other one covers.

    x covers y if x beats y and beats all that y beats. In a tournament x is uncovered exactly if it reaches
    every other alternative in at most two steps of beating (the two-step principle). With tied pairs other
    definitions of covering differ from this one.

    beats: pairs (winner, loser); alternatives: how many there are. Raises ValueError for a pair outside, of
    an alternative with itself, or decided both ways.
    Source: Miller 1980. Does not model: which of them is chosen.
    """
    below = _beaten(beats, alternatives)
    everything = range(alternatives)
    return frozenset(
        y for y in everything if not any(y in below[x] and below[y] <= below[x] for x in everything)
    )


def smith_set(beats: Relation, alternatives: int) -> frozenset[int]:
    """Return the smallest set each of whose members beats everyone outside: the top cycle of a tournament.

    The alternatives that reach all others when a step goes from x to y unless y beats x. A tie with an
    outsider would let him in.

    Arguments and errors as in `uncovered_set`. Source: Smith 1973. Does not model: what `uncovered_set` does
    not.
    """
    below = _beaten(beats, alternatives)
    steps = [{y for y in range(alternatives) if x not in below[y]} for x in range(alternatives)]
    reached = _reached(steps)
    return frozenset(x for x in range(alternatives) if len(reached[x]) == alternatives)


def schwartz_set(beats: Relation, alternatives: int) -> frozenset[int]:
    """Return the union of the smallest sets that nobody outside beats: the top cycle of a tournament.

    x is in it if x reaches, step by step of beating, everyone who reaches x. A subset of the Smith set, and
    equal to it where no pair is tied.

    Arguments and errors as in `uncovered_set`. Source: Schwartz 1986. Does not model: what `uncovered_set`
    does not.
    """
    reached = _reached(_beaten(beats, alternatives))
    everything = range(alternatives)
    return frozenset(x for x in everything if all(y in reached[x] for y in everything if x in reached[y]))


def copeland_scores(beats: Relation, alternatives: int) -> list[Fraction]:
    """Return for each alternative how many others it beats, and half a point for each tie.

    Arguments and errors as in `uncovered_set`. Source: Copeland 1951; the half point is the usual convention.
    Does not model: the sizes of the majorities.
    """
    below = _beaten(beats, alternatives)
    losses = [sum(y in row for row in below) for y in range(alternatives)]
    return [Fraction(alternatives - 1 + len(below[x]) - losses[x], 2) for x in range(alternatives)]


def copeland_winners(beats: Relation, alternatives: int) -> frozenset[int]:
    """Return every alternative with the largest Copeland score.

    Arguments, errors, source and limits as in `copeland_scores`.
    """
    scores = copeland_scores(beats, alternatives)
    return frozenset(x for x, score in enumerate(scores) if score == max(scores))


def _beaten(beats: Relation, alternatives: int) -> list[set[int]]:
    """Return for each alternative those that it beats, checked."""
    if alternatives < 1:
        raise ValueError(f"alternatives: {alternatives}; expected at least 1")
    below: list[set[int]] = [set() for _ in range(alternatives)]
    for winner, loser in beats:
        if winner == loser or not (0 <= winner < alternatives and 0 <= loser < alternatives):
            raise ValueError(f"beats: {(winner, loser)}; expected two of the numbers 0 to {alternatives - 1}")
        below[winner].add(loser)
    for x, row in enumerate(below):
        for y in row:
            if x in below[y]:
                raise ValueError(f"beats: {x} and {y} beat each other; expected one winner or a tie")
    return below


def _reached(steps: list[set[int]]) -> list[set[int]]:
    """Return for each alternative all that it reaches in any number of steps, itself included."""
    reached = []
    for start in range(len(steps)):
        seen, front = {start}, [start]
        while front:
            fresh = steps[front.pop()] - seen
            seen |= fresh
            front += fresh
        reached.append(seen)
    return reached
