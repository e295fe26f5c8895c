"""Indirect election through tiers: published figures, and the compiled map against exact sums."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from whowhom.theory import galam

VECTORS = "m02_multitier.json"
NOT_COVERED: dict[str, str] = {}


def check_map(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    for p, wanted in zip(inputs["p"], expected["P"], strict=True):
        assert galam.exact_local_majority(Fraction(p), inputs["r"]) == Fraction(wanted)
        assert galam.local_majority(float(p), inputs["r"], 0.0) == pytest.approx(
            float(wanted), abs=tolerances[0]
        )


def check_threshold(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    threshold = galam.threshold(inputs["r"])
    slope = galam.slope(threshold, inputs["r"], 0.0)
    assert threshold == pytest.approx(float(expected["p_c"]), abs=tolerances[0])
    assert slope == pytest.approx(float(expected["slope_at_p_c"]), abs=tolerances[0])
    if "published" in expected:
        assert threshold == pytest.approx(float(expected["published"]), abs=tolerances[-1])


def check_levels(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    path = galam.level_path(float(inputs["p0"]), inputs["r"], inputs["levels"])
    assert path == pytest.approx([float(p) for p in expected["p"]], abs=tolerances[0])
    printed = [float(p) for p in expected["published_two_decimals"]]
    assert path == pytest.approx(printed, abs=tolerances[1])


def check_nested(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    shares = [galam.nested_majority_share(inputs["group"], tiers) for tiers in inputs["levels"]]
    assert shares == [Fraction(share) for share in expected["min_share"]]


def check_referendum(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    wanted = float(expected["probability"])
    assert galam.referendum_paradox(inputs["districts"]) == pytest.approx(wanted, abs=tolerances[0])
    if inputs["districts"] == 3:
        assert galam.referendum_paradox_of_three() == pytest.approx(wanted, abs=tolerances[0])


FAMILIES: dict[str, Callable[[dict[str, Any], dict[str, Any], list[float]], None]] = {
    "map_": check_map,
    "threshold_": check_threshold,
    "levels_": check_levels,
    "nested_majority_": check_nested,
    "referendum_paradox_": check_referendum,
}


def test_vector(vector: dict[str, Any], tolerances: list[float]) -> None:
    checks = [check for prefix, check in FAMILIES.items() if vector["id"].startswith(prefix)]
    if vector["id"] in NOT_COVERED:
        assert not checks
        return
    assert len(checks) == 1, f"no single check handles {vector['id']}"
    checks[0](vector["inputs"], vector["expected"], tolerances)


def binomial_sum(p: Fraction, group: int, share_of_ties: Fraction) -> Fraction:
    total = Fraction(0)
    for k in range(group + 1):
        weight = Fraction(1) if 2 * k > group else share_of_ties if 2 * k == group else Fraction(0)
        total += weight * math.comb(group, k) * p**k * (1 - p) ** (group - k)
    return total


@pytest.mark.parametrize("group", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 16, 51, 100, 201])
def test_map_is_the_binomial_sum(group: int) -> None:
    for p in (Fraction(0), Fraction(1, 100), Fraction(3, 10), Fraction(1, 2), Fraction(77, 100), Fraction(1)):
        for ties in (Fraction(0), Fraction(1, 3), Fraction(1)):
            exact = binomial_sum(p, group, ties)
            assert galam.exact_local_majority(p, group, ties) == exact
            compiled = galam.local_majority(float(p), group, float(ties))
            # Rounding grows with the number of terms: about three operations a term.
            assert compiled == pytest.approx(float(exact), rel=4e-16 * 4 * (group + 2), abs=1e-300)


def test_secretary_takes_his_share_of_the_elections() -> None:
    assert galam.biased_local_majority(0.6, 3, 0.0, 0.25) == pytest.approx(0.75 * 0.648, abs=1e-15)
    assert galam.level_path(0.6, 3, 2, bias=1.0) == (0.6, 0.0, 0.0)


def test_large_groups_do_not_underflow() -> None:
    assert galam.local_majority(0.5, 20_001, 0.0) == pytest.approx(0.5, abs=1e-12)


@pytest.mark.parametrize(
    ("p", "group", "ties"), [(-0.1, 3, 0.0), (1.1, 3, 0.0), (0.5, 0, 0.0), (0.5, 3, 2.0)]
)
def test_map_outside_its_domain_is_not_a_number(p: float, group: int, ties: float) -> None:
    assert math.isnan(galam.local_majority(p, group, ties))
    with pytest.raises(ValueError, match="expected"):
        galam.level_path(p, group, 2, ties)


def test_slope_is_the_derivative_of_the_map() -> None:
    for group in (1, 2, 3, 4, 7, 10):
        for ties in (0.0, 0.4, 1.0):
            for p in (0.2, 0.5, 0.9):
                step = 1e-6
                rise = galam.local_majority(p + step, group, ties) - galam.local_majority(
                    p - step, group, ties
                )
                assert galam.slope(p, group, ties) == pytest.approx(rise / (2 * step), abs=1e-8)


@pytest.mark.parametrize("group", [3, 4, 5, 6, 8, 11])
@pytest.mark.parametrize("ties", [0.0, 0.3, 0.5, 1.0])
@pytest.mark.parametrize("bias", [0.0, 0.05])
def test_threshold_parts_the_falling_from_the_rising(group: int, ties: float, bias: float) -> None:
    threshold = galam.threshold(group, ties, bias)
    below = galam.biased_local_majority(threshold - 1e-4, group, ties, bias)
    above = galam.biased_local_majority(threshold + 1e-4, group, ties, bias)
    assert below < threshold - 1e-4
    assert above > threshold + 1e-4


def test_threshold_at_its_extremes() -> None:
    assert galam.threshold(2) == 1.0
    assert galam.threshold(2, 1.0) == 0.0
    assert galam.threshold(3, bias=0.9) == math.inf
    assert galam.threshold(4, 0.5) == pytest.approx(0.5, abs=1e-12)
    for group, ties in ((1, 0.0), (2, 0.5)):
        with pytest.raises(ValueError, match="every share"):
            galam.threshold(group, ties)


def test_number_of_levels_is_within_two_of_the_count() -> None:
    # Galam adds one or two levels to the estimate; 45% in threes is gone (below one half of a per cent) in
    # eight.
    for p, group in ((0.45, 3), (0.4, 3), (0.45, 4), (0.7, 4), (0.55, 3)):
        estimate = galam.number_of_levels(p, group)
        levels = next(n for n in range(1, 40) if not 0.005 < galam.level_path(p, group, n)[-1] < 0.995)
        assert estimate <= levels <= estimate + 3
    assert galam.number_of_levels(0.45, 3) == pytest.approx(math.log(0.5 / 0.05) / math.log(1.5), abs=1e-9)
    assert galam.number_of_levels(0.5, 3) == math.inf


def test_nested_majority_is_the_smallest_arrangement_of_a_tree() -> None:
    for group, tiers in ((3, 1), (3, 2), (2, 2), (4, 1)):
        seats = group**tiers
        smallest = next(
            size
            for size in range(seats + 1)
            if any(
                galam.tree_winner([seat in chosen for seat in range(seats)], group)
                for chosen in combinations(range(seats), size)
            )
        )
        assert galam.nested_majority_share(group, tiers) == Fraction(smallest, seats)
    assert galam.nested_majority_share(4, 2, ties_to_challenger=True) == Fraction(1, 4)
    with pytest.raises(ValueError, match="power of"):
        galam.tree_winner([True] * 6, 3)


def test_referendum_paradox_in_general() -> None:
    assert galam.referendum_paradox(1) == pytest.approx(0.0, abs=1e-9)
    # With very many districts the two counts become jointly normal with correlation sqrt(2 / pi).
    limit = math.acos(math.sqrt(2 / math.pi)) / math.pi
    assert galam.referendum_paradox(801) == pytest.approx(limit, abs=1e-3)
    draws = 400_000
    margins = np.random.default_rng(20240501).standard_normal((draws, 5))
    paradox = ((margins > 0).sum(axis=1) >= 3) != (margins.sum(axis=1) > 0)
    p = galam.referendum_paradox(5)
    # Four and a half standard errors: a false alarm in 150,000 seeds.
    assert paradox.mean() == pytest.approx(p, abs=4.5 * math.sqrt(p * (1 - p) / draws))
