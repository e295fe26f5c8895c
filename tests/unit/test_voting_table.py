"""Packed tables against plain ones: cells of every width, one rule and two."""

from __future__ import annotations

from fractions import Fraction
from math import factorial

import numpy as np
import pytest

from whowhom.theory.voting_power import shapley_shubik, swings, voting_power
from whowhom.theory.voting_table import count_swings
from whowhom.theory.weighted_game import WeightedGame, intersection, weighted_game


def plain_shapley(quota: int, weights: list[int]) -> list[Fraction]:
    """Count orders with a table of (size, votes), one player left out at a time: slow and plain."""
    players = len(weights)
    found = []
    for i, own in enumerate(weights):
        table = [[0] * quota for _ in range(players)]
        table[0][0] = 1
        for other in weights[:i] + weights[i + 1 :]:
            for size in range(players - 1, 0, -1):
                for votes in range(quota - 1, other - 1, -1):
                    table[size][votes] += table[size - 1][votes - other]
        orders = sum(
            factorial(size) * factorial(players - 1 - size) * sum(row[max(quota - own, 0) :])
            for size, row in enumerate(table)
        )
        found.append(Fraction(orders, factorial(players)))
    return found


def test_many_players_match_a_plain_table() -> None:
    random = np.random.default_rng(8)
    weights = [int(weight) for weight in random.integers(1, 9, 24)]
    assert list(shapley_shubik(weighted_game(60, weights))) == plain_shapley(60, weights)


def plain_swings(game: WeightedGame) -> list[int]:
    """Count swings with a table from votes to numbers of coalitions, one player left out at a time."""
    votes = list(zip(*game.weights, strict=True))
    found: dict[tuple[int, ...], int] = {}
    for i, own in enumerate(votes):
        if own in found:
            continue
        table = {(0,) * len(own): 1}
        for other in votes[:i] + votes[i + 1 :]:
            for sums, ways in list(table.items()):
                more = tuple(a + b for a, b in zip(sums, other, strict=True))
                table[more] = table.get(more, 0) + ways
        found[own] = sum(ways for sums, ways in table.items() if turns(game, sums, own))
    return [found[own] for own in votes]


def turns(game: WeightedGame, sums: tuple[int, ...], own: tuple[int, ...]) -> bool:
    before = all(a >= quota for a, quota in zip(sums, game.quotas, strict=True))
    after = all(a + b >= quota for a, b, quota in zip(sums, own, game.quotas, strict=True))
    return after and not before


@pytest.mark.parametrize("players", [7, 20, 33, 47, 63, 64, 70])
def test_cells_of_every_width_and_one_or_two_rules(players: int) -> None:
    """Cells of 1 to 9 bytes and machine words, against plain tables."""
    random = np.random.default_rng(players)
    weights = [int(weight) for weight in random.integers(0, 8, players)]
    one = weighted_game(sum(weights) * 3 // 5, weights)
    assert list(swings(one)) == plain_swings(one)
    assert list(count_swings(one.classes()).swings) == [
        swings(one)[m[0]] >> weights.count(0) for m in (one.classes().members)
    ]
    both = intersection(one, weighted_game(players // 2, [1] * players))
    assert list(swings(both)) == plain_swings(both)
    assert voting_power(both).swings == swings(both)
