"""Minimum winning coalitions: published tables, hand cases, a second method, and laws beside the original."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from whowhom.theory.admissible_coalition import LARGEST_TOTAL, MOST_PLAYERS, admissible_coalition_mask
from whowhom.theory.minimum_winning_coalition import (
    minimum_winning_coalition,
    minimum_winning_coalitions,
    minimum_winning_mask,
)
from whowhom.theory.ruling_coalition import OUT_OF_DOMAIN, TIED, TiedCoalitionsError, ruling_coalition

PARTIES = (8, 21, 26, 12, 33)
"""Lijphart's parties A to E, from left to right, with their seats of 100."""


def everybody(players: int) -> NDArray[np.int8]:
    """Return that all are ready to ally with all."""
    return np.ones((players, players), np.int8)


def mask_of(members: Sequence[int] | frozenset[int]) -> int:
    """Return a set of players as a bit mask."""
    return sum(1 << player for player in members)


def weakest_winners(powers: Sequence[int], ready: NDArray[np.int8] | None = None) -> list[frozenset[int]]:
    """Return all answers by the definition itself, over sets of players."""
    players = range(len(powers))
    winning = [
        frozenset(chosen)
        for size in range(1, len(powers) + 1)
        for chosen in combinations(players, size)
        if 2 * sum(powers[i] for i in chosen) > sum(powers)
        and (ready is None or all(ready[j, i] for i, j in combinations(chosen, 2)))
    ]
    least = min((sum(powers[i] for i in one) for one in winning), default=0)
    return [one for one in winning if sum(powers[i] for i in one) == least]


def test_the_parliament_of_lijphart() -> None:
    """Of ABC 55, ADE 53, BCD 59, BE 54 and CE 59, all that lose with any one member less, ADE is the least.

    Lijphart, Patterns of Democracy, the table of coalitions that theories predict: "minimum size: ADE".
    """
    assert minimum_winning_coalition(PARTIES) == {0, 3, 4}
    assert minimum_winning_mask(np.array(PARTIES), everybody(5)) == 0b11001


def test_the_parliament_of_lijphart_with_partners_that_stand_near() -> None:
    """At most two places apart from left to right: of ABC 55, BCD 59, CE 59 and CDE 71 the least is ABC."""
    ready = np.array([[abs(i - j) <= 2 for j in range(5)] for i in range(5)], np.int8)
    assert minimum_winning_mask(np.array(PARTIES), ready) == 0b00111


@pytest.mark.parametrize(
    ("powers", "answers"),
    [
        ((1, 1, 1), ["01", "02", "12"]),
        ((3, 2, 2), ["12"]),
        ((1, 2, 2), ["01", "02"]),
        ((3, 1, 1), ["0"]),
        ((4, 3, 2), ["12"]),
        ((4, 2, 1), ["0"]),
    ],
)
def test_the_triads_of_caplow(powers: tuple[int, ...], answers: list[str]) -> None:
    """His six types with the weights of Vinacke and Arkoff; the answers are Gamson's cheapest coalitions."""
    expected = tuple(frozenset(map(int, answer)) for answer in answers)
    assert minimum_winning_coalitions(powers) == expected
    found = minimum_winning_mask(np.array(powers), everybody(3))
    assert found == (mask_of(expected[0]) if len(expected) == 1 else TIED)


@pytest.mark.parametrize(
    ("powers", "least", "ultimate"),
    [
        ((1, 2), {2}, {2}),
        ((3, 4, 5), {3, 4}, {3, 4, 5}),  # 7 of 12; 4 would then put out 3, so that by foresight nobody begins
        ((2, 4, 7), {7}, {7}),
        ((3, 4, 5, 10), {3, 4, 5}, {3, 4, 5}),  # 12 of 22, and 10 with anybody has 13 or more
        ((2, 4, 7, 10), {2, 10}, {4, 7, 10}),  # 12 of 23
        ((2, 3, 4, 5), {3, 5}, {2, 3, 4}),  # 8 of 14
        ((22, 26, 29, 32, 33, 34, 35), {22, 26, 29, 32}, {22, 26, 29, 32, 33, 34, 35}),  # no three of 211
    ],
)
def test_beside_acemoglu_egorov_and_sonin(
    powers: tuple[int, ...], least: set[int], ultimate: set[int]
) -> None:
    """The societies of their vectors, worked by hand.

    In the last the three strongest have 102 of 211, so that four are needed, and the four weakest have 109.
    """
    assert {powers[i] for i in minimum_winning_coalition(powers)} == least
    assert {powers[i] for i in ruling_coalition(powers, Fraction(1, 2))} == ultimate


def test_a_tie_is_told_and_never_broken() -> None:
    """Of 3 to 7 both {3, 4, 6} and {6, 7} have 13 of 25; below three coalitions have 63 of 122."""
    assert minimum_winning_coalitions((3, 4, 5, 6, 7)) == (frozenset({0, 1, 3}), frozenset({3, 4}))
    assert minimum_winning_mask(np.array([3, 4, 5, 6, 7]), everybody(5)) == TIED
    three = frozenset({0, 1, 3, 4}), frozenset({0, 3, 5}), frozenset({4, 5})
    assert minimum_winning_coalitions((2, 15, 20, 22, 24, 39)) == three
    with pytest.raises(TiedCoalitionsError, match=r"\{0, 1, 3\}, \{3, 4\}"):
        minimum_winning_coalition((3, 4, 5, 6, 7))


@pytest.mark.parametrize("players", [1, 3, 5, 7, 9, 11])
def test_near_equals_are_ruled_by_their_weaker_half(players: int) -> None:
    """Of 2 m - 1 near-equal players the m weakest rule: m are needed, and no other m are so weak."""
    powers = [10**6 + 2**player for player in range(players)]
    weakest = set(range(players // 2 + 1))
    assert minimum_winning_coalition(powers) == weakest
    assert minimum_winning_mask(np.array(powers), everybody(players)) == mask_of(frozenset(weakest))


@pytest.mark.parametrize("players", [1, 2, 3, 4, 5, 6, 7])
def test_against_the_definition(players: int) -> None:
    """Random powers, random readiness: masks against sets; small powers, so that ties occur.

    Every answer loses with any one member less, and is no stronger than the ultimate ruling coalition.
    """
    rng = np.random.default_rng(players)
    for _ in range(60):
        powers = rng.integers(1, 9, size=players)
        whole = tuple(map(int, powers))
        free = weakest_winners(whole)
        assert minimum_winning_coalitions(whole) == tuple(sorted(free, key=sorted))
        for one in free:
            strength = sum(whole[i] for i in one)
            assert all(2 * (strength - whole[i]) <= sum(whole) for i in one)
        ultimate = admissible_coalition_mask(powers, everybody(players))
        if ultimate > 0:
            assert strength <= sum(whole[i] for i in range(players) if ultimate >> i & 1)
        ready = np.triu(rng.random((players, players)) < rng.random(), 1).astype(np.int8)
        ready = (ready + ready.T + np.eye(players)).astype(np.int8)
        answers = weakest_winners(whole, ready)
        found = minimum_winning_mask(powers, ready)
        if len(answers) > 1:
            assert found == TIED
        else:
            assert found == (mask_of(answers[0]) if answers else (1 << players) - 1)


def test_larger_majorities_and_fractions() -> None:
    """Of 3, 4, 5 more than two thirds, 8, are 9: 4 and 5; more than three quarters, 9, are all three."""
    assert minimum_winning_coalition((3, 4, 5), Fraction(2, 3)) == {1, 2}
    assert minimum_winning_coalition((3, 4, 5), Fraction(3, 4)) == {0, 1, 2}
    assert minimum_winning_coalition((Fraction(3, 7), Fraction(4, 7), Fraction(5, 7))) == {0, 1}


def test_the_domain() -> None:
    one = everybody(1)
    many = MOST_PLAYERS + 1
    assert minimum_winning_mask(np.ones(0, np.int64), np.ones((0, 0), np.int8)) == OUT_OF_DOMAIN
    assert minimum_winning_mask(np.ones(many, np.int64), everybody(many)) == OUT_OF_DOMAIN
    assert minimum_winning_mask(np.array([0]), one) == OUT_OF_DOMAIN
    assert minimum_winning_mask(np.array([LARGEST_TOTAL + 1]), one) == OUT_OF_DOMAIN
    assert minimum_winning_mask(np.array([LARGEST_TOTAL]), one) == 1
    for powers in ((), (0, 1), (1,) * 21):
        with pytest.raises(ValueError, match="powers"):
            minimum_winning_coalition(powers)
    with pytest.raises(TypeError, match="powers"):
        minimum_winning_coalition((1.5, 2.0))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="majority"):
        minimum_winning_coalition((1, 2), 0.6)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="majority"):
        minimum_winning_coalition((1, 2), Fraction(1, 3))


def test_plain_python_gives_the_same_answer() -> None:
    plain = getattr(minimum_winning_mask, "py_func", minimum_winning_mask)
    for powers in ((3, 4, 5), (2, 4, 7, 10), PARTIES, (3, 4, 5, 6, 7)):
        of = np.array(powers), everybody(len(powers))
        assert plain(*of) == minimum_winning_mask(*of)
