"""Tournament solutions against their definitions, set by set, and majority rule on a line."""

from __future__ import annotations

from fractions import Fraction
from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whowhom.theory import majority_rule
from whowhom.theory.tournament import (
    copeland_scores,
    copeland_winners,
    schwartz_set,
    smith_set,
    uncovered_set,
)

Relation = set[tuple[int, int]]


@st.composite
def relations(draw: st.DrawFn, ties: bool) -> tuple[Relation, int]:
    """A majority relation over up to seven alternatives, with or without tied pairs."""
    size = draw(st.integers(1, 7))
    outcomes = st.sampled_from([-1, 0, 1] if ties else [-1, 1])
    beats = set()
    for x, y in combinations(range(size), 2):
        outcome = draw(outcomes)
        if outcome:
            beats.add((x, y) if outcome > 0 else (y, x))
    return beats, size


def subsets(size: int) -> list[frozenset[int]]:
    """Every set of alternatives but the empty one, smallest first."""
    return [
        frozenset(x) for x in chain.from_iterable(combinations(range(size), k) for k in range(1, size + 1))
    ]


@settings(deadline=None)
@given(relations(ties=False))
def test_uncovered_is_the_two_step_principle(case: tuple[Relation, int]) -> None:
    beats, size = case
    direct = {
        x
        for x in range(size)
        if all(
            x == y or (x, y) in beats or any((x, z) in beats and (z, y) in beats for z in range(size))
            for y in range(size)
        )
    }
    assert uncovered_set(beats, size) == direct


@settings(deadline=None)
@given(relations(ties=True))
def test_smith_set_is_the_smallest_that_beats_all_outside(case: tuple[Relation, int]) -> None:
    beats, size = case
    dominant = [
        s for s in subsets(size) if all((x, y) in beats for x in s for y in range(size) if y not in s)
    ]
    assert smith_set(beats, size) == dominant[0]
    assert all(dominant[0] <= other for other in dominant)


@settings(deadline=None)
@given(relations(ties=True))
def test_schwartz_set_is_the_union_of_the_smallest_unbeaten_sets(case: tuple[Relation, int]) -> None:
    beats, size = case
    unbeaten = [
        s for s in subsets(size) if not any((y, x) in beats for x in s for y in range(size) if y not in s)
    ]
    smallest = [s for s in unbeaten if not any(other < s for other in unbeaten)]
    assert schwartz_set(beats, size) == frozenset().union(*smallest)
    assert schwartz_set(beats, size) <= smith_set(beats, size)


@settings(deadline=None)
@given(relations(ties=False))
def test_without_ties_the_sets_are_nested(case: tuple[Relation, int]) -> None:
    beats, size = case
    top = smith_set(beats, size)
    assert schwartz_set(beats, size) == top
    assert copeland_winners(beats, size) <= uncovered_set(beats, size) <= top
    assert sum(copeland_scores(beats, size)) == size * (size - 1) // 2


def test_tied_pairs_let_sets_grow_and_share_points() -> None:
    assert smith_set([(0, 1)], 3) == {0, 1, 2}
    assert schwartz_set([(0, 1)], 3) == {0, 2}
    assert copeland_scores([(0, 1)], 3) == [Fraction(3, 2), Fraction(1, 2), 1]
    assert copeland_winners([], 2) == {0, 1}
    assert uncovered_set([(0, 1)], 3) == {0, 2}


def test_covering_asks_the_coverer_to_beat_all_that_the_other_beats() -> None:
    # 0 beats 1 and ties with 2, whom 1 beats: 1 stays uncovered.
    assert uncovered_set([(0, 1), (1, 2)], 3) == {0, 1}


@pytest.mark.parametrize(
    ("beats", "size", "words"),
    [([(0, 0)], 2, "0 to 1"), ([(0, 2)], 2, "0 to 1"), ([(0, 1), (1, 0)], 2, "each other"), ([], 0, "least")],
)
def test_what_is_no_relation_is_refused(beats: list[tuple[int, int]], size: int, words: str) -> None:
    for solution in (uncovered_set, smith_set, schwartz_set, copeland_scores):
        with pytest.raises(ValueError, match=words):
            solution(beats, size)


ACTORS = st.lists(st.tuples(st.integers(-6, 6), st.integers(0, 5)), min_size=1, max_size=7).filter(
    lambda actors: any(weight for _, weight in actors)
)


@settings(deadline=None)
@given(ACTORS)
def test_medians_are_the_points_that_no_point_beats(actors: list[tuple[int, int]]) -> None:
    positions = [Fraction(x) for x, _ in actors]
    weights = [Fraction(w) for _, w in actors]
    median = majority_rule.weighted_median(positions, weights)
    # Half steps stand for the points between two positions; quarter steps for rivals as near as need be.
    options = [Fraction(k, 2) for k in range(-14, 15)]
    rivals = [Fraction(k, 4) for k in range(-30, 31)]
    for option in options:
        beaten = any(
            sum(
                w * ((abs(x - rival) < abs(x - option)) - (abs(x - rival) > abs(x - option)))
                for x, w in zip(positions, weights, strict=True)
            )
            > 0
            for rival in rivals
        )
        assert (median.low <= option <= median.high) == (not beaten)


@settings(deadline=None)
@given(ACTORS)
def test_on_a_line_the_relation_has_the_median_on_top(actors: list[tuple[int, int]]) -> None:
    positions = [Fraction(x) for x, _ in actors]
    weights = [Fraction(w) for _, w in actors]
    options = sorted(set(positions))
    relation = majority_rule.beats(positions, weights, options)
    unbeaten = {a for a in range(len(options)) if not any(loser == a for _, loser in relation)}
    median = majority_rule.weighted_median(positions, weights)
    assert {options.index(median.low), options.index(median.high)} <= unbeaten
    assert schwartz_set(relation, len(options)) == unbeaten


def test_an_even_split_gives_both_ends() -> None:
    assert majority_rule.weighted_median([1.0, 5.0, 9.0], [2.0, 1.0, 3.0]) == (5.0, 9.0)
    assert majority_rule.weighted_median([5, 1], [1, 0]) == (5, 5)
    assert majority_rule.beats([1, 5], [1, 1], [1, 5]) == set()


def test_win_probability_counts_only_those_who_prefer_one() -> None:
    positions, weights = [Fraction(0), Fraction(2), Fraction(5)], [Fraction(1), Fraction(4), Fraction(2)]
    # From 0 to 4: the first loses 4, the second stands midway, the third gains 3 of weight 2.
    assert majority_rule.win_probability(positions, weights, Fraction(4), Fraction(0)) == Fraction(8, 12)
    assert majority_rule.net_vote(positions, weights, Fraction(4), Fraction(0), Fraction(8)) == Fraction(1, 2)
    alone = majority_rule.win_probability(positions, weights, Fraction(4), Fraction(0), challenger=0)
    assert alone == 1
    with pytest.raises(ValueError, match="nobody prefers"):
        majority_rule.win_probability(positions, weights, Fraction(4), Fraction(4))


def test_majority_rule_refuses_what_has_no_vote() -> None:
    for positions, weights in (([], []), ([1.0], [0.0]), ([1.0, 2.0], [1.0]), ([1.0, 2.0], [2.0, -1.0])):
        with pytest.raises(ValueError, match="weights"):
            majority_rule.weighted_median(positions, weights)
    with pytest.raises(ValueError, match="reach"):
        majority_rule.net_vote([1.0], [1.0], 1.0, 2.0, 0.0)
    with pytest.raises(ValueError, match="saliences"):
        majority_rule.voting_weights([1.0], [])
