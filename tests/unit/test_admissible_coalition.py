"""Ruling coalitions of those ready to ally: a second method, the original as a limit, hand cases."""

from __future__ import annotations

from functools import cache
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from whowhom.theory.admissible_coalition import (
    LARGEST_TOTAL,
    MOST_PLAYERS,
    admissible_coalition_mask,
    ready_to_ally,
)
from whowhom.theory.ruling_coalition import OUT_OF_DOMAIN, TIED, ruling_coalition_mask


def answers_by_recursion(powers: tuple[int, ...], ready: NDArray[np.int8]) -> list[frozenset[int]]:
    """Return all weakest answers by the definition itself: sets of players, recursion over subsets."""

    def power(members: frozenset[int]) -> int:
        return sum(powers[i] for i in members)

    @cache
    def phi(society: frozenset[int]) -> tuple[frozenset[int], ...]:
        candidates = [society]
        for size in range(1, len(society)):
            for chosen in map(frozenset, combinations(sorted(society), size)):
                pairs = combinations(sorted(chosen), 2)
                wins = 2 * power(chosen) > power(society)
                if wins and all(ready[j, i] for i, j in pairs) and phi(chosen) == (chosen,):
                    candidates.append(chosen)
        least = min(map(power, candidates))
        return tuple(one for one in candidates if power(one) == least)

    return list(phi(frozenset(range(len(powers)))))


def symmetric(rng: np.random.Generator, players: int, density: float) -> NDArray[np.int8]:
    """Return who is ready to ally with whom, drawn."""
    ready = (rng.random((players, players)) < density).astype(np.int8)
    ready = np.triu(ready, 1)
    return (ready + ready.T + np.eye(players, dtype=np.int8)).astype(np.int8)


@pytest.mark.parametrize("players", [1, 2, 3, 4, 5, 6, 7])
def test_against_the_definition(players: int) -> None:
    """Random powers, random readiness: masks against sets; small powers, so that ties occur."""
    rng = np.random.default_rng(players)
    ties = 0
    for _ in range(60):
        powers = rng.integers(1, 4, size=players)
        ready = symmetric(rng, players, rng.random())
        expected = answers_by_recursion(tuple(map(int, powers)), ready)
        found = admissible_coalition_mask(powers, ready)
        if len(expected) > 1:
            ties += 1
            assert found == TIED
        else:
            assert found == sum(1 << i for i in expected[0])
    assert ties or players < 3


@pytest.mark.parametrize("players", [1, 2, 3, 5, 8, 12])
def test_where_all_are_ready_it_is_the_original(players: int) -> None:
    rng = np.random.default_rng(players)
    everybody = np.ones((players, players), np.int8)
    for _ in range(20):
        powers = rng.integers(1, 1000, size=players)
        assert admissible_coalition_mask(powers, everybody) == ruling_coalition_mask(powers, 1, 2)


def test_hand_cases() -> None:
    """Powers 2, 3, 4, 5: of all coalitions {2, 3, 4} rules with 9 of 14.

    If 2 and 4 will not ally, {2, 4, 5} is out too, and 10 of {2, 3, 5} is less than 12 of {3, 4, 5}. It
    holds: of its 10, {3, 5} has 8, within which 5 alone wins; {2, 5} has 7, likewise; 5 alone is no majority.
    If nobody will ally, 5 of 14 is too little, and all stay; 8 among 2, 3 and 2 takes all: 8 > 7.
    """
    powers = np.array([2, 3, 4, 5])
    everybody = np.ones((4, 4), np.int8)
    assert admissible_coalition_mask(powers, everybody) == 0b0111
    apart = everybody.copy()
    apart[0, 2] = apart[2, 0] = 0
    assert admissible_coalition_mask(powers, apart) == 0b1011
    assert admissible_coalition_mask(powers, np.eye(4, dtype=np.int8)) == 0b1111
    assert admissible_coalition_mask(np.array([2, 3, 2, 8]), np.eye(4, dtype=np.int8)) == 0b1000


def test_the_domain() -> None:
    one = np.ones((1, 1), np.int8)
    many = np.ones((MOST_PLAYERS + 1, MOST_PLAYERS + 1), np.int8)
    assert admissible_coalition_mask(np.ones(0, np.int64), np.ones((0, 0), np.int8)) == OUT_OF_DOMAIN
    assert admissible_coalition_mask(np.ones(MOST_PLAYERS + 1, np.int64), many) == OUT_OF_DOMAIN
    assert admissible_coalition_mask(np.array([0]), one) == OUT_OF_DOMAIN
    assert admissible_coalition_mask(np.array([LARGEST_TOTAL + 1]), one) == OUT_OF_DOMAIN
    assert admissible_coalition_mask(np.array([LARGEST_TOTAL]), one) == 1


def test_the_distance_is_that_of_euclid() -> None:
    """(0, 0), (0.5, 0), (0.375, 0.5): apart 0.5, 0.625 and sqrt(0.015625 + 0.25), which is 0.515."""
    position = np.array([[9.0, 0.0, 0.5, 0.375], [9.0, 0.0, 0.0, 0.5]], np.float32)
    people = np.array([1, 2, 3])
    wanted = {0.49: [0, 0, 0], 0.5: [1, 0, 0], 0.52: [1, 0, 1], 0.625: [1, 1, 1]}
    for reach, pairs in wanted.items():
        ready = ready_to_ally(position, people, reach)
        assert [ready[1, 0], ready[2, 0], ready[2, 1]] == pairs
        assert (ready == ready.T).all()
        assert (np.diag(ready) == 1).all()
