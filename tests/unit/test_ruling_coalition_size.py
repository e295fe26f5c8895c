"""The exact ruling coalition of twenty players against the sizes known for near-equal ones."""

from __future__ import annotations

from fractions import Fraction
from time import perf_counter

import pytest

from whowhom.theory import ruling_coalition


@pytest.mark.parametrize("alpha", [Fraction(1, 2), Fraction(2, 3), Fraction(4, 5)])
@pytest.mark.parametrize("level", [10**9, 10**30])
def test_twenty_near_equal_players_rule_in_the_known_number(alpha: Fraction, level: int) -> None:
    # Powers of two on top make the game generic and leave the players nearly equal; 10^30 exceeds 64 bit.
    powers = [level + 2**player for player in range(20)]
    started = perf_counter()
    coalition = ruling_coalition.ruling_coalition(powers, alpha)
    assert perf_counter() - started < 60
    # Every set of that size enforces itself and wins, so the weakest of them rules.
    assert coalition == set(range(ruling_coalition.near_equal_size(20, alpha)))
