"""The probabilistic Condorcet election against its chains stepped forward, and where it must refuse."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whowhom.theory import markov_voting

STRENGTHS = st.integers(2, 5).flatmap(
    lambda n: st.lists(st.lists(st.integers(1, 30), min_size=n, max_size=n), min_size=n, max_size=n)
)


def stepped(strengths: list[list[int]], exponent: int, incentive: bool) -> np.ndarray:
    """Return where the favourite is after very many meetings, one challenger at a time, by squaring."""
    size = len(strengths)
    step = np.zeros((size, size))
    for j in range(size):
        rivals = [i for i in range(size) if i != j]
        wins = {
            i: strengths[i][j] ** exponent / (strengths[i][j] ** exponent + strengths[j][i] ** exponent)
            for i in rivals
        }
        wish = {i: strengths[i][j] * wins[i] if incentive else 1.0 for i in rivals}
        for i in rivals:
            step[j, i] = wish[i] / sum(wish.values()) * wins[i]
        step[j, j] = 1 - step[j].sum()
    return np.linalg.matrix_power(step, 2**40)[0]


@settings(deadline=None, max_examples=60)
@given(STRENGTHS, st.sampled_from([1, 2]))
def test_shares_are_where_the_chain_ends(strengths: list[list[int]], exponent: int) -> None:
    exact = [[Fraction(x) for x in row] for row in strengths]
    uniform = markov_voting.markov_uniform(exact, exponent)
    incentive = markov_voting.markov_incentive(exact, exponent)
    assert sum(uniform) == sum(incentive) == 1
    assert [float(x) for x in uniform] == pytest.approx(stepped(strengths, exponent, False), abs=1e-4)
    assert [float(x) for x in incentive] == pytest.approx(stepped(strengths, exponent, True), abs=1e-4)


@settings(deadline=None)
@given(STRENGTHS, st.sampled_from([1, 2]))
def test_conditional_is_the_chance_among_independent_pairs(strengths: list[list[int]], exponent: int) -> None:
    # Independent second method: every outcome of all pairs is listed, kept if one option wins all of its own.
    exact = [[Fraction(x) for x in row] for row in strengths]
    size = len(exact)
    chances = markov_voting.victory(exact, exponent)
    pairs = [(a, b) for a in range(size) for b in range(a)]
    total = [Fraction(0)] * size
    for outcome in range(1 << len(pairs)):
        chance, wins = Fraction(1), [0] * size
        for place, (a, b) in enumerate(pairs):
            winner, loser = (a, b) if outcome >> place & 1 else (b, a)
            chance *= chances[winner][loser]
            wins[winner] += 1
        if size - 1 in wins:
            total[wins.index(size - 1)] += chance
    assert markov_voting.conditional(exact, exponent) == [x / sum(total) for x in total]


def test_strengths_of_a_hand_case() -> None:
    weights = [Fraction(2), Fraction(3)]
    utilities = [[Fraction(1), Fraction(0), Fraction(1, 2)], [Fraction(0), Fraction(1), Fraction(0)]]
    assert markov_voting.proportional_strengths(weights, utilities) == [[0, 2, 1], [3, 0, 3], [0, 1, 0]]
    assert markov_voting.binary_strengths(weights, utilities) == [[0, 2, 2], [3, 0, 3], [0, 2, 0]]
    assert markov_voting.weighted_utilities(weights, utilities) == [2, 3, 1]
    chances = markov_voting.victory(markov_voting.proportional_strengths(weights, utilities))
    assert chances[0] == [Fraction(1, 2), Fraction(2, 5), 1]


def test_an_option_nobody_can_beat_ends_as_favourite() -> None:
    strengths = [[0, 4, 2], [0, 0, 3], [0, 1, 0]]
    exact = [[Fraction(x) for x in row] for row in strengths]
    assert markov_voting.markov_uniform(exact) == [1, 0, 0]
    assert markov_voting.markov_incentive(exact) == [1, 0, 0]
    assert markov_voting.conditional(exact) == [1, 0, 0]


def test_options_that_nobody_tells_apart_share_or_are_refused() -> None:
    same = [[Fraction(0)] * 2] * 2
    assert markov_voting.markov_uniform(same) == [Fraction(1, 2)] * 2
    with pytest.raises(ValueError, match=r"\[0\], \[1\]"):
        markov_voting.markov_incentive(same)


def test_a_sure_cycle_has_no_option_that_wins_all() -> None:
    cycle = [[Fraction(x) for x in row] for row in ((0, 1, 0), (0, 0, 1), (1, 0, 0))]
    assert markov_voting.markov_uniform(cycle) == [Fraction(1, 3)] * 3
    with pytest.raises(ValueError, match="all its pairs"):
        markov_voting.conditional(cycle)


def test_elections_refuse_what_is_no_table() -> None:
    for table in ([], [[0.0, 1.0]], [[0.0, -1.0], [1.0, 0.0]]):
        with pytest.raises(ValueError, match="square"):
            markov_voting.victory(table)
    with pytest.raises(ValueError, match="exponent"):
        markov_voting.victory([[0.0]], 0)
    with pytest.raises(ValueError, match="utilities"):
        markov_voting.proportional_strengths([1.0, 2.0], [[1.0]])
    with pytest.raises(ValueError, match="weights"):
        markov_voting.binary_strengths([-1.0], [[1.0]])
