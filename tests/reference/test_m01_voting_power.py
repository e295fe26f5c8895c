"""Voting power: published swings and indices, every player of every game, both exact ways of counting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from whowhom.theory.voting_classes import count_by_class
from whowhom.theory.voting_power import banzhaf, penrose_banzhaf, shapley_shubik, swings
from whowhom.theory.voting_table import count_by_size, count_swings
from whowhom.theory.weighted_game import WeightedGame, intersection, weighted_game

VECTORS = "m01_voting_power.json"
KNOWN = {"weight", "count", "swings", "banzhaf_normalised", "penrose_banzhaf_absolute", "shapley_shubik"}
FRACTIONS = {"banzhaf_normalised_fraction", "shapley_shubik_fraction"}
DECIMALS: dict[str, Callable[[WeightedGame], tuple[Fraction, ...]]] = {
    "banzhaf_normalised": banzhaf,
    "penrose_banzhaf_absolute": penrose_banzhaf,
    "shapley_shubik": shapley_shubik,
}
PRINTED = {"absolute": penrose_banzhaf, "normalised": banzhaf}


def check_classes(game: WeightedGame, weights: list[int], expected: dict[str, Any]) -> None:
    rows = expected["by_weight_class"]
    assert sorted(row["weight"] for row in rows for _ in range(row["count"])) == sorted(weights)
    found = swings(game)
    decimals = {name: index(game) for name, index in DECIMALS.items()}
    for row in rows:
        assert set(row) <= KNOWN | FRACTIONS
        for i in (i for i, weight in enumerate(weights) if weight == row["weight"]):
            assert found[i] == row["swings"]
            for name, index in decimals.items():
                if name in row:
                    # Nine or ten places are printed, so half a unit of the ninth place.
                    assert abs(index[i] - Fraction(row[name])) <= Fraction(1, 2 * 10**9)
                if name + "_fraction" in row:
                    assert index[i] == Fraction(row[name + "_fraction"])
    for weight, row in expected.get("published_as_printed", {}).items():
        i = weights.index(int(weight))
        assert found[i] == row["swings"]
        for name, index_of in PRINTED.items():
            assert abs(index_of(game)[i] - Fraction(row[name])) <= Fraction(1, 10**6)


def check_influence(game: WeightedGame, weights: list[int], expected: dict[str, Any]) -> None:
    assert expected["definition"] == "2 x swings"
    counted = expected["influence_counts_by_weight"]
    assert {int(weight) for weight in counted} == set(weights)
    assert [2 * number for number in swings(game)] == [counted[str(weight)] for weight in weights]


def test_vector(vector: dict[str, Any]) -> None:
    inputs, expected = vector["inputs"], vector["expected"]
    weights = inputs["weights"]
    game = weighted_game(inputs["quota"], weights)
    if "min_members" in inputs:
        game = intersection(game, weighted_game(inputs["min_members"], [1] * len(weights)))
    checks = {"by_weight_class": check_classes, "influence_counts_by_weight": check_influence}
    chosen = [check for name, check in checks.items() if name in expected]
    assert len(chosen) == 1, f"no single check handles {vector['id']}"
    chosen[0](game, weights, expected)


def added_up(quota: int, weights: list[int], player: int) -> int:
    """Return the swings of a player: coalitions of the others with quota - weight to quota - 1 votes."""
    ways = Counter({0: 1})
    for other, weight in enumerate(weights):
        if other != player:
            joined = Counter({votes + weight: count for votes, count in ways.items()})
            ways = ways + joined
    return sum(ways[votes] for votes in range(quota - weights[player], quota))


def test_both_ways_of_counting_agree(vector: dict[str, Any]) -> None:
    """The packed tables, and the count of coalitions by how many of each class they hold, or by votes."""
    inputs = vector["inputs"]
    game = weighted_game(inputs["quota"], inputs["weights"])
    if vector["id"] == "ec2000":
        # Too many combinations of classes to count one by one: the votes of the others are added up instead.
        assert swings(game) == tuple(added_up(inputs["quota"], inputs["weights"], i) for i in range(51))
        return
    if "min_members" in inputs:
        game = intersection(game, weighted_game(inputs["min_members"], [1] * len(inputs["weights"])))
    classes = game.classes()
    direct = count_by_class(classes)
    packed = count_by_size(classes)
    assert packed.pivots == direct.pivots
    assert packed.within == direct.within
    assert count_swings(classes).swings == tuple(sum(pivots) for pivots in direct.pivots)
    assert sum(shapley_shubik(game)) == sum(banzhaf(game)) == 1
