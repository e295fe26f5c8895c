"""Our exact indices against two published packages on random games; they come with the extra `verify`."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from whowhom.theory.voting_power import banzhaf, penrose_banzhaf, shapley_shubik
from whowhom.theory.weighted_game import WeightedGame, intersection, weighted_game

GAMES = 200


def games(seed: int, least_quota: float) -> list[WeightedGame]:
    """Draw games of 2 to 15 players, weights 1 to 40, and a quota that no single player reaches."""
    random = np.random.default_rng(seed)
    found: list[WeightedGame] = []
    while len(found) < GAMES:
        weights = [int(weight) for weight in random.integers(1, 41, int(random.integers(2, 16)))]
        lowest = max(int(least_quota * sum(weights)), max(weights)) + 1
        if lowest <= sum(weights):
            found.append(weighted_game(int(random.integers(lowest, sum(weights) + 1)), weights))
    return found


def test_powerindices_agrees() -> None:
    """Penrose-Banzhaf and Shapley-Shubik to 1e-12; it computes in 64-bit integers and floats."""
    package: Any = pytest.importorskip("powerindices")
    for game in games(1, 0.0):
        # It writes into the list that it is given.
        quota, weights = game.quotas[0], game.weights[0]
        assert package.compute_pbi(quota, list(weights)) == pytest.approx(
            [float(value) for value in penrose_banzhaf(game)], abs=1e-12
        )
        assert package.compute_ssi(quota, list(weights)) == pytest.approx(
            [float(value) for value in shapley_shubik(game)], abs=1e-12
        )


def test_powerindices_agrees_with_a_least_number_of_members() -> None:
    """Its smallest size of a winning coalition is our second rule with one vote each."""
    package: Any = pytest.importorskip("powerindices")
    for game in games(2, 0.4):
        least = game.players // 2 + 1
        both = intersection(game, weighted_game(least, [1] * game.players))
        quota, weights = game.quotas[0], game.weights[0]
        assert package.compute_pbi(quota, list(weights), least) == pytest.approx(
            [float(value) for value in penrose_banzhaf(both)], abs=1e-12
        )
        assert package.compute_ssi(quota, list(weights), least) == pytest.approx(
            [float(value) for value in shapley_shubik(both)], abs=1e-12
        )


def test_powerindex_agrees() -> None:
    """Banzhaf and Shapley-Shubik to 1e-12, where no player wins alone (there it follows another rule)."""
    package: Any = pytest.importorskip("powerindex")
    for game in games(3, 0.0):
        other = package.Game(game.quotas[0], list(game.weights[0]))
        other.calc_banzhaf()
        other.calc_shapley_shubik()
        assert other.banzhaf == pytest.approx([float(value) for value in banzhaf(game)], abs=1e-12)
        assert other.shapley_shubik == pytest.approx(
            [float(value) for value in shapley_shubik(game)], abs=1e-12
        )
