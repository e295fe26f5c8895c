"""Weighted games: exact indices against enumeration and orders, unions, and what is refused."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, permutations
from math import factorial

import numpy as np
import pytest

from whowhom.theory import power_sampling, voting_table
from whowhom.theory.voting_classes import count_by_class
from whowhom.theory.voting_power import (
    VotingPower,
    banzhaf,
    penrose_banzhaf,
    shapley_shubik,
    swings,
    voting_power,
)
from whowhom.theory.voting_rules import enumerate_power
from whowhom.theory.voting_table import count_by_size, count_swings
from whowhom.theory.voting_unions import union_power
from whowhom.theory.weighted_game import WeightedGame, intersection, weighted_game


def random_game(random: np.random.Generator, rules: int) -> WeightedGame:
    """Draw a game of 1 to 8 players with small weights, among them zeros and equal ones."""
    players = int(random.integers(1, 9))
    games = []
    for _ in range(rules):
        weights = [int(weight) for weight in random.integers(0, 7, players)]
        weights[int(random.integers(players))] += 1
        scale = int(random.integers(1, 3))
        games.append(weighted_game(int(random.integers(1, sum(weights) + 1)), [scale * w for w in weights]))
    return intersection(*games)


def enumerated(game: WeightedGame) -> VotingPower:
    return enumerate_power(game.players, game.wins)


@pytest.mark.parametrize("rules", [1, 2, 3])
def test_all_indices_match_enumeration(rules: int) -> None:
    """Both ways of counting, on 150 random games each, against all coalitions one by one."""
    random = np.random.default_rng(rules)
    duals = 0
    for _ in range(150):
        game = random_game(random, rules)
        wanted = enumerated(game)
        assert voting_power(game) == wanted
        assert swings(game) == wanted.swings
        assert shapley_shubik(game) == wanted.shapley_shubik
        assert banzhaf(game) == wanted.banzhaf
        assert penrose_banzhaf(game) == wanted.penrose_banzhaf
        classes = game.classes()
        direct, packed = count_by_class(classes), count_by_size(classes)
        assert packed == direct
        assert count_swings(classes).swings == tuple(map(sum, direct.pivots))
        assert count_swings(classes).within == direct.within
        duals += classes.dual
    assert (duals > 0) == (rules == 1)


def test_vetoers_dictators_and_proper_games_match_enumeration() -> None:
    random = np.random.default_rng(11)
    improper = dictated = 0
    for trial in range(200):
        game = random_game(random, 1 + trial % 2)
        everybody = frozenset(range(game.players))
        coalitions = [frozenset(i for i in everybody if mask >> i & 1) for mask in range(1 << game.players)]
        won = {coalition for coalition in coalitions if game.wins(coalition)}
        assert game.vetoers == tuple(i for i in everybody if all(i in coalition for coalition in won))
        dictators = [i for i in everybody if won == {c for c in coalitions if i in c}]
        assert game.dictator == (dictators[0] if dictators else None)
        assert game.is_proper == (not any(everybody - coalition in won for coalition in won))
        improper += not game.is_proper
        dictated += bool(dictators)
    assert improper > 20
    assert dictated > 10


def test_colemans_numbers_by_hand() -> None:
    """[3; 2, 1, 1]: of the eight coalitions {0,1}, {0,2} and {0,1,2} win."""
    power = voting_power(weighted_game(3, [2, 1, 1]))
    assert power.swings == (3, 1, 1)
    assert power.winning == 3
    assert power.to_act == Fraction(3, 8)
    assert power.to_prevent == (1, Fraction(1, 3), Fraction(1, 3))
    assert power.to_initiate == (Fraction(3, 5), Fraction(1, 5), Fraction(1, 5))
    assert power.banzhaf == (Fraction(3, 5), Fraction(1, 5), Fraction(1, 5))
    assert power.shapley_shubik == (Fraction(2, 3), Fraction(1, 6), Fraction(1, 6))


def test_a_dummy_has_votes_and_no_power() -> None:
    game = weighted_game(12, [4, 4, 4, 2, 2, 1, 0])
    assert voting_power(game).dummies == (5, 6)
    assert shapley_shubik(game)[5:] == (0, 0)


def test_consent_of_two_bodies_by_hand() -> None:
    """A head and a council of three by majority: the head is pivotal to the 4 winning councils."""
    game = intersection(weighted_game(1, [1, 0, 0, 0]), weighted_game(2, [0, 1, 1, 1]))
    assert swings(game) == (4, 2, 2, 2)
    assert game.vetoers == (0,)
    # The head is pivotal in an order when two or three of the council come first: third or last place.
    assert shapley_shubik(game)[0] == Fraction(1, 2)


@pytest.mark.parametrize(("seats", "quota"), [(1, 1), (12, 7), (101, 51), (538, 270), (1500, 1000)])
def test_equal_seats_have_the_closed_form(seats: int, quota: int) -> None:
    """swings = C(n-1, q-1), each order decided at place q: 1/n each."""
    power = voting_power(weighted_game(quota, [1] * seats))
    wanted = factorial(seats - 1) // factorial(quota - 1) // factorial(seats - quota)
    assert set(power.swings) == {wanted}
    assert set(power.shapley_shubik) == {Fraction(1, seats)}


def test_scale_dual_and_order_do_not_matter() -> None:
    random = np.random.default_rng(5)
    weights = [int(weight) for weight in random.integers(1, 60, 40)]
    game = weighted_game(700, weights)
    power = voting_power(game)
    assert voting_power(weighted_game(4900, [7 * weight for weight in weights])) == power
    dual = voting_power(weighted_game(sum(weights) - 700 + 1, weights))
    assert (dual.swings, dual.shapley_shubik) == (power.swings, power.shapley_shubik)
    assert dual.winning == 2**40 - power.winning
    backwards = voting_power(weighted_game(700, weights[::-1]))
    assert backwards.swings == power.swings[::-1]
    assert backwards.shapley_shubik == power.shapley_shubik[::-1]


def test_hundreds_of_members_add_up() -> None:
    """Seventy members beyond a machine word; the indices add up and follow the weights."""
    random = np.random.default_rng(9)
    weights = sorted(int(weight) for weight in random.integers(1, 200, 70))
    power = voting_power(weighted_game(sum(weights) * 2 // 3, weights))
    assert sum(power.shapley_shubik) == 1
    assert list(power.swings) == sorted(power.swings)
    assert power.swings == swings(weighted_game(sum(weights) * 2 // 3, weights))
    # Dubey and Shapley 1979: all swings together are 2 * (sizes of winning) - n * winning, so of n's parity.
    assert (sum(power.swings) - 70 * power.winning) % 2 == 0


@pytest.mark.parametrize(
    ("quota", "weights", "error", "match"),
    [
        (4, [1, 2], ValueError, "nobody wins"),
        (0, [1, 2], ValueError, "empty coalition"),
        (-1, [1, 2], ValueError, "empty coalition"),
        (1, [], ValueError, "at least one"),
        (1, [2, -1], ValueError, "0 or more"),
        (1, [0.5, 1], TypeError, "scale"),
        (1.0, [1, 1], TypeError, "scale"),
        (True, [1, 1], TypeError, "whole"),
        (1, [True, 1], TypeError, "whole"),
    ],
)
def test_what_is_no_game_is_refused(
    quota: int, weights: list[int], error: type[Exception], match: str
) -> None:
    with pytest.raises(error, match=match):
        weighted_game(quota, weights)


def test_intersections_need_the_same_players() -> None:
    with pytest.raises(ValueError, match="same players"):
        intersection(weighted_game(1, [1]), weighted_game(1, [1, 1]))
    with pytest.raises(ValueError, match="same players"):
        intersection()


def test_a_table_that_is_too_large_is_refused_and_sampled() -> None:
    weights = [10**9 + 7 * i for i in range(60)]
    game = weighted_game(sum(weights) // 2 + 1, weights)
    assert voting_table.table_bytes(game.classes(), by_size=False) > voting_table.LARGEST_TABLE
    for count in (swings, shapley_shubik, voting_power):
        with pytest.raises(ValueError, match="power_sampling"):
            count(game)
    assert power_sampling.sample_shapley_shubik(game, 10, 1).values.sum() == pytest.approx(1.0)


def test_a_rule_without_weights() -> None:
    """Two of three pairs of partners must be whole: by hand each of six is pivotal to 6 coalitions."""
    pairs = [{0, 1}, {2, 3}, {4, 5}]
    power = enumerate_power(6, lambda coalition: sum(pair <= coalition for pair in pairs) >= 2)
    # The partner is there, and exactly one other pair is whole: 2 choices of it times 3 states of the last.
    assert power.swings == (6,) * 6
    assert power.shapley_shubik == (Fraction(1, 6),) * 6


def test_enumeration_refuses_what_is_no_simple_game() -> None:
    for players, wins in ((2, lambda c: True), (2, lambda c: False), (21, len), (0, len)):
        with pytest.raises(ValueError, match=r"wins|players"):
            enumerate_power(players, wins)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="monotone"):
        enumerate_power(3, lambda coalition: len(coalition) in (1, 3))


def owen_by_orders(game: WeightedGame, unions: list[list[int]]) -> list[Fraction]:
    """Count pivots over all orders in which the members of each union stand together."""
    union_of = {i: k for k, union in enumerate(unions) for i in union}
    pivots, orders = [0] * game.players, 0
    for order in permutations(range(game.players)):
        changes = sum(union_of[a] != union_of[b] for a, b in pairwise(order))
        if changes != len(unions) - 1:
            continue
        orders += 1
        pivots[next(i for at, i in enumerate(order) if game.wins(order[: at + 1]))] += 1
    return [Fraction(number, orders) for number in pivots]


def banzhaf_owen_by_sets(game: WeightedGame, unions: list[list[int]], i: int) -> Fraction:
    """Run through all sets of whole other unions and all parts of the player's own."""
    own = next(union for union in unions if i in union)
    blocks = [union for union in unions if union is not own] + [[j] for j in own if j != i]
    pivotal = 0
    for mask in range(1 << len(blocks)):
        joined = [j for k, block in enumerate(blocks) if mask >> k & 1 for j in block]
        pivotal += game.wins([*joined, i]) and not game.wins(joined)
    return Fraction(pivotal, 1 << len(blocks))


@pytest.mark.parametrize("rules", [1, 2])
def test_unions_match_orders_and_sets(rules: int) -> None:
    random = np.random.default_rng(20 + rules)
    for _ in range(25):
        game = random_game(random, rules)
        if game.players > 6:
            continue
        labels = random.integers(0, 3, game.players)
        unions = [[i for i in range(game.players) if labels[i] == k] for k in set(labels.tolist())]
        power = union_power(game, unions)
        assert list(power.owen) == owen_by_orders(game, unions)
        assert list(power.banzhaf_owen) == [
            banzhaf_owen_by_sets(game, unions, i) for i in range(game.players)
        ]
        quotient = WeightedGame(
            game.quotas, tuple(tuple(sum(row[i] for i in union) for union in unions) for row in game.weights)
        )
        assert [sum(power.owen[i] for i in union) for union in unions] == list(shapley_shubik(quotient))


def test_unions_of_one_or_of_all_change_nothing() -> None:
    game = weighted_game(6, [4, 3, 2, 1])
    plain = voting_power(game)
    alone = union_power(game, [[0], [1], [2], [3]])
    assert alone.owen == plain.shapley_shubik
    assert alone.banzhaf_owen == plain.penrose_banzhaf
    assert union_power(game, [[0, 1, 2, 3]]).owen == plain.shapley_shubik
    for wrong in ([[0, 1, 2]], [[0, 1], [1, 2, 3]], [[0, 1, 2, 3], []]):
        with pytest.raises(ValueError, match="exactly one union"):
            union_power(game, wrong)
