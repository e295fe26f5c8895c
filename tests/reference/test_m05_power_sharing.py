"""Ruling coalitions, constitutions and selectorates: published answers, and three routes to one coalition."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from whowhom.theory import constitutions, ruling_coalition, selectorate

VECTORS = "m05_power_sharing.json"
NOT_COVERED: dict[str, str] = {}
HALF = Fraction(1, 2)


def check_coalition(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    powers, alpha = inputs["powers"], Fraction(inputs["alpha"])
    members = ruling_coalition.ruling_coalition(powers, alpha)
    assert sorted(powers[i] for i in members) == sorted(expected["ultimate_ruling_coalition_powers"])
    mask = ruling_coalition.ruling_coalition_mask(
        np.array(powers, dtype=np.int64), alpha.numerator, alpha.denominator
    )
    assert mask == sum(1 << i for i in members)


def check_sizes(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    alpha = Fraction(inputs["alpha"])
    sizes = [ruling_coalition.near_equal_size(population, alpha) for population in inputs["population"]]
    assert sizes == expected["ruling_coalition_size"]
    allowed = expected["allowed_sizes"]
    assert list(ruling_coalition.near_equal_sizes(allowed[-1], alpha)) == allowed


def check_constitutions(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    rankings = {
        name.removesuffix("_ranking"): ranking.split(">")
        for name, ranking in inputs.items()
        if name.endswith("_ranking")
    }
    decisive = {
        state: re.fullmatch(r"(\w+)(?: class)? decides", rule)[1]  # type: ignore[index]
        for state, rule in inputs["states"].items()
    }
    assert constitutions.stable_outcomes(decisive, rankings) == expected["phi"]


def check_selectorate(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    numbers = {name: float(value) for name, value in inputs.items()}
    survival = selectorate.incumbent_survival(numbers["R"], numbers["W"], numbers["S"], numbers["delta"])
    # The printed values carry their own rounding, so the tolerance is relative to a hundred units of
    # resources.
    wanted = {name: float(value) for name, value in expected.items()}
    assert survival._asdict() == pytest.approx(wanted, rel=tolerances[0], abs=tolerances[0])


def check_split(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    assert inputs["utility"] == "sqrt(x)+sqrt(g)"
    split = selectorate.public_private_split(
        float(inputs["budget"]), float(inputs["W"]), float(inputs["price_public"])
    )
    wanted = {name: float(value) for name, value in expected.items()}
    assert {
        "private_x": split.private_good,
        "public_g": split.public_good,
        "public_share": split.public_share,
    } == pytest.approx(wanted, abs=tolerances[0])


FAMILIES: dict[str, Callable[[dict[str, Any], dict[str, Any], list[float]], None]] = {
    "powers": check_coalition,
    "population": check_sizes,
    "states": check_constitutions,
    "R": check_selectorate,
    "budget": check_split,
}


def test_vector(vector: dict[str, Any], tolerances: list[float]) -> None:
    checks = [check for name, check in FAMILIES.items() if name in vector["inputs"]]
    if vector["id"] in NOT_COVERED:
        assert not checks
        return
    assert len(checks) == 1, f"no single check handles {vector['id']}"
    checks[0](vector["inputs"], vector["expected"], tolerances)


def least_powerful(powers: list[int], alpha: Fraction) -> list[frozenset[int]]:
    """Compute phi straight from its definition, by size and over every pair of coalitions."""
    stable: list[frozenset[int]] = []
    answers: list[frozenset[int]] = []
    for size in range(1, len(powers) + 1):
        for chosen in combinations(range(len(powers)), size):
            whole = frozenset(chosen)
            total = sum(powers[i] for i in whole)
            rivals = [y for y in stable if y < whole and sum(powers[i] for i in y) > alpha * total]
            candidates = [*rivals, whole]
            least = min(sum(powers[i] for i in y) for y in candidates)
            answers = [y for y in candidates if sum(powers[i] for i in y) == least]
            if not rivals:
                stable.append(whole)
    return answers


ALPHAS = [HALF, Fraction(23, 40), Fraction(2, 3), Fraction(3, 5), Fraction(4, 5)]


def test_three_routes_give_one_coalition_on_300_generic_games() -> None:
    # A game is generic here when no two coalitions are equally strong; others are drawn again.
    random = np.random.default_rng(7)
    seen: set[int] = set()
    for game in range(300):
        players = int(random.integers(1, 9))
        while True:
            powers = random.integers(1, 400, size=players)
            sums = (np.arange(1 << players)[:, None] >> np.arange(players) & 1) @ powers
            if len(set(sums.tolist())) == 1 << players:
                break
        alpha = ALPHAS[game % len(ALPHAS)]
        strengths = [int(power) for power in powers]
        exact = ruling_coalition.ruling_coalition(strengths, alpha)
        assert [exact] == least_powerful(strengths, alpha)
        mask = ruling_coalition.ruling_coalition_mask(powers, alpha.numerator, alpha.denominator)
        assert mask == sum(1 << i for i in exact)
        floats = ruling_coalition.ruling_coalition_mask(
            powers.astype(np.float64), alpha.numerator, alpha.denominator
        )
        assert floats == mask
        seen.add(len(exact))
    assert {1, 2, 3} <= seen


def test_order_and_scale_do_not_matter() -> None:
    powers = [
        Fraction(2, 7),
        Fraction(15, 7),
        Fraction(20, 7),
        Fraction(22, 7),
        Fraction(24, 7),
        Fraction(39, 7),
    ]
    assert ruling_coalition.ruling_coalition(powers, HALF) == {2, 3, 4}
    assert ruling_coalition.ruling_coalition(powers[::-1], HALF) == {1, 2, 3}


def test_a_tie_is_reported_and_never_picked() -> None:
    with pytest.raises(ruling_coalition.TiedCoalitionsError, match=r"\{0, 1\}.*\{0, 2\}") as caught:
        ruling_coalition.ruling_coalition([3, 4, 4], Fraction(23, 40))
    assert caught.value.coalitions == (frozenset({0, 1}), frozenset({0, 2}))
    assert ruling_coalition.ruling_coalitions([3, 4, 4], Fraction(23, 40)) == caught.value.coalitions
    assert set(caught.value.coalitions) == set(least_powerful([3, 4, 4], Fraction(23, 40)))
    mask = ruling_coalition.ruling_coalition_mask(np.array([3, 4, 4]), 23, 40)
    assert mask == ruling_coalition.TIED == -1


def test_games_full_of_equal_powers_give_every_answer_or_a_tie() -> None:
    random = np.random.default_rng(23)
    ties = 0
    for game in range(200):
        powers = random.integers(1, 7, size=int(random.integers(2, 8)))
        alpha = ALPHAS[game % len(ALPHAS)]
        strengths = [int(power) for power in powers]
        answers = ruling_coalition.ruling_coalitions(strengths, alpha)
        assert set(answers) == set(least_powerful(strengths, alpha))
        mask = ruling_coalition.ruling_coalition_mask(powers, alpha.numerator, alpha.denominator)
        alone = sum(1 << i for i in answers[0]) if len(answers) == 1 else ruling_coalition.TIED
        assert mask == alone
        ties += len(answers) > 1
    assert 20 < ties < 180


def test_equal_coalitions_that_do_not_compete_are_no_tie() -> None:
    # Any two of four hold exactly half, which does not win, and three of them would fall to two of the three.
    assert ruling_coalition.ruling_coalition([3, 3, 3, 3], HALF) == {0, 1, 2, 3}
    assert ruling_coalition.ruling_coalition_mask(np.array([3, 3, 3, 3]), 1, 2) == 0b1111


@pytest.mark.parametrize(
    ("powers", "numerator", "denominator"),
    [([], 1, 2), ([0, 1], 1, 2), ([1, 2], 1, 3), ([1, 2], 2, 2), ([1.5, 2.0], 1, 2), ([2**61, 2**61], 1, 2)],
)
def test_mask_outside_its_domain_says_so(powers: list[float], numerator: int, denominator: int) -> None:
    dtype = np.float64 if 1.5 in powers else np.int64
    mask = ruling_coalition.ruling_coalition_mask(np.array(powers, dtype=dtype), numerator, denominator)
    assert mask == ruling_coalition.OUT_OF_DOMAIN == -2


def test_exact_version_names_what_it_refuses() -> None:
    with pytest.raises(TypeError, match="Fraction"):
        ruling_coalition.ruling_coalition([0.1, 0.2], HALF)  # type: ignore[list-item]
    with pytest.raises(TypeError, match="Fraction"):
        ruling_coalition.ruling_coalition([1, 2], 0.5)  # type: ignore[arg-type]
    for powers in ([], [1, 0], [1, -2]):
        with pytest.raises(ValueError, match="positive"):
            ruling_coalition.ruling_coalition(powers, HALF)
    for alpha in (Fraction(1, 3), Fraction(1)):
        with pytest.raises(ValueError, match="alpha"):
            ruling_coalition.ruling_coalition([1, 2], alpha)


def test_whole_powers_keep_a_relative_precision_of_the_units() -> None:
    powers = np.array([0.5, 0.25, 0.1])
    whole = ruling_coalition.whole_powers(powers, 1_000_000)
    assert whole.dtype == np.int64
    assert whole.tolist() == [1_000_000, 500_000, 200_000]
    assert ruling_coalition.ruling_coalition_mask(whole, 1, 2) == 0b001


@pytest.mark.parametrize("alpha", ALPHAS)
def test_sizes_of_near_equal_populations_match_the_search(alpha: Fraction) -> None:
    for population in range(1, 12):
        # Distinct powers of two on top of a large common part: near equal, and no two sums are the same.
        powers = [10**9 + 2**i for i in range(population)]
        assert len(ruling_coalition.ruling_coalition(powers, alpha)) == ruling_coalition.near_equal_size(
            population, alpha
        )


def test_sixteen_players_exactly_and_twenty_compiled() -> None:
    powers = [10**9 + 2**i for i in range(16)]
    assert len(ruling_coalition.ruling_coalition(powers, HALF)) == 15
    # Plain Python (NUMBA_DISABLE_JIT=1) would need hours for 20 players, so it is given 10.
    compiled = hasattr(ruling_coalition.ruling_coalition_mask, "py_func")
    many = np.array([10**9 + 2**i for i in range(20 if compiled else 10)], dtype=np.int64)
    mask = int(ruling_coalition.ruling_coalition_mask(many, 1, 2))
    assert mask == (1 << (15 if compiled else 7)) - 1


def test_stable_outcomes_refuse_a_circle_and_an_incomplete_ranking() -> None:
    with pytest.raises(ValueError, match=r"circle: .*(a, b, a|b, a, b)"):
        constitutions.stable_outcomes({"a": "x", "b": "y"}, {"x": ["b", "a"], "y": ["a", "b"]})
    with pytest.raises(ValueError, match="x does not rank b"):
        constitutions.stable_outcomes({"a": "x", "b": "x"}, {"x": ["a"]})
    with pytest.raises(ValueError, match="no ranking"):
        constitutions.stable_outcomes({"a": "z"}, {"x": ["a"]})


def test_stable_outcomes_by_hand() -> None:
    # d is stable; c's rulers go to d; b's rulers put c first, but c does not last, and d is next; a likes
    # only b.
    decisive = {"a": "first", "b": "second", "c": "third", "d": "third"}
    rankings = {"first": "badc", "second": "cdba", "third": "dcba"}
    assert constitutions.stable_outcomes(decisive, rankings) == {"a": "a", "b": "d", "c": "d", "d": "d"}


def test_outcomes_are_stable_and_none_is_refused_by_the_rulers() -> None:
    random = np.random.default_rng(11)
    for _ in range(200):
        states = [str(i) for i in range(6)]
        # Rankings over a common order with the own state placed above all that come later: no circle is
        # possible.
        decisive = {state: f"group {state}" for state in states}
        rankings = {}
        for i, state in enumerate(states):
            better = [states[j] for j in random.permutation(i)[: random.integers(0, i + 1)]]
            rest = [s for s in states if s not in better and s != state]
            rankings[f"group {state}"] = [*better, state, *rest]
        outcomes = constitutions.stable_outcomes(decisive, rankings)
        stable = {state for state in states if outcomes[state] == state}
        for state in states:
            ranking = rankings[decisive[state]]
            assert outcomes[state] == min(stable | {state}, key=ranking.index)
            assert outcomes[state] in stable


@pytest.mark.parametrize("discount", [0.0, 0.5, 0.99])
def test_challenger_offer_is_matched(discount: float) -> None:
    for resources, coalition, selectors in ((100.0, 10.0, 100.0), (7.0, 3.0, 3.0), (50.0, 2.0, 900.0)):
        survival = selectorate.incumbent_survival(resources, coalition, selectors, discount)
        stay = survival.private_good_per_member / (1 - discount)
        defect = resources / coalition + discount / (1 - discount) * survival.loyalty_norm * (
            survival.private_good_per_member
        )
        assert stay == pytest.approx(defect, rel=1e-12)
        assert survival.kept_by_leader >= 0


def test_split_is_the_best_on_the_budget_line() -> None:
    split = selectorate.public_private_split(100.0, 20.0, 60.0)
    best = split.private_good**0.5 + split.public_good**0.5
    assert 20.0 * split.private_good + 60.0 * split.public_good == pytest.approx(100.0, abs=1e-12)
    for shift in (-0.01, 0.01):
        x = split.private_good + shift
        assert x**0.5 + ((100.0 - 20.0 * x) / 60.0) ** 0.5 < best


def test_selectorate_refuses_what_has_no_meaning() -> None:
    with pytest.raises(ValueError, match="coalition"):
        selectorate.incumbent_survival(100.0, 20.0, 10.0, 0.5)
    with pytest.raises(ValueError, match="discount"):
        selectorate.incumbent_survival(100.0, 2.0, 10.0, 1.0)
    with pytest.raises(ValueError, match="resources"):
        selectorate.incumbent_survival(0.0, 2.0, 10.0, 0.5)
    with pytest.raises(ValueError, match="price"):
        selectorate.public_private_split(100.0, 2.0, 0.0)
