"""Supply under a levy: the most that can be taken, confiscation above a norm, and signs."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from whowhom.theory import supply_response as supply

VECTORS = "m10_requisition.json"
NOT_COVERED = {
    "ussr_grain_context": "context only: the file says not to use it as a test",
}
URBAN = "it makes both urban and rural workers worse off"


def best_output(a: float, keeps: Callable[[float], float], most: float) -> float:
    """Return the output e^a of a producer who keeps `keeps(output)` and pays a e for effort e.

    Output is 1 if all is kept. Found by search: the second method.
    """
    found = minimize_scalar(
        lambda y: a * y ** (1 / a) - keeps(y), bounds=(0.0, most), method="bounded", options={"xatol": 1e-10}
    )
    return float(found.x)


def check_laffer(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    assert inputs["cost"] == "linear"
    a = float(Fraction(inputs["output_elasticity_of_effort"]))
    elasticity = supply.supply_elasticity(a)
    best = float(Fraction(expected["revenue_maximising_rate"]))
    assert supply.best_rate(elasticity) == pytest.approx(best, abs=tolerances[0])
    most, output = float(expected["max_take_over_Y0"]), float(expected["output_at_max_over_Y0"])
    assert supply.taken_share(supply.best_rate(elasticity), elasticity) == pytest.approx(
        most, abs=tolerances[0]
    )
    assert supply.output_share(1.0 - best, elasticity) == pytest.approx(output, abs=tolerances[0])
    taken = [supply.taken_share(float(rate), elasticity) for rate in inputs["take_rates"]]
    assert taken == pytest.approx([float(each) for each in expected["take_over_Y0"]], abs=tolerances[0])


def check_confiscation(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    assert inputs["rule"] == "state takes all output above norm s"
    assert expected["peasant_output"].endswith("marginal return above s is zero")
    for norm in (0.0, 0.3, 0.7, 1.0):
        assert supply.output_under_norm(1.0, norm, 1.0, 0.5) == norm
    # One who would not reach the norm loses nothing and makes what he would.
    assert supply.output_under_norm(0.6, 0.7, 1.0, 0.5) == 0.6


def check_scissors(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    assert expected["sign_tests"] == ["a price squeeze on peasants raises accumulation", URBAN]
    # The squeeze is a lower kept share. Town workers are not in our model: that half of the second sign is
    # not tested.
    for elasticity in (0.1, 0.5, 1.2):
        rates = np.linspace(0.0, supply.best_rate(elasticity), 20)
        taken = [supply.taken_share(float(rate), elasticity) for rate in rates]
        income = [supply.producer_income(1.0 - float(rate), elasticity) for rate in rates]
        assert all(np.diff(taken) > 0.0)
        assert all(np.diff(income) < 0.0)


def check_elasticities(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    assert {name: [float(x) for x in ends] for name, ends in expected.items()} == {
        "aggregate_time_series": [0.1, 0.3],
        "acreage_short_run": [0.0, 0.8],
        "acreage_long_run": [0.3, 1.2],
    }
    rates = np.linspace(0.0, 1.0, 1_000_001)
    for ends in expected.values():
        for elasticity in map(float, ends):
            on_grid = rates[np.argmax(rates * (1.0 - rates) ** elasticity)]
            assert supply.best_rate(elasticity) == pytest.approx(on_grid, abs=1e-6)


CHECKS: dict[str, Callable[[dict[str, Any], dict[str, Any], list[float]], None]] = {
    "laffer_a_1_2": check_laffer,
    "laffer_a_1_3": check_laffer,
    "laffer_a_2_3": check_laffer,
    "surplus_confiscation": check_confiscation,
    "price_scissors_signs": check_scissors,
    "supply_elasticities": check_elasticities,
}


def test_vector(vector: dict[str, Any], tolerances: list[float]) -> None:
    if vector["id"] in NOT_COVERED:
        assert vector["id"] not in CHECKS
        assert vector["note"].startswith("do not use as a test")
        return
    CHECKS[vector["id"]](vector["inputs"], vector["expected"], tolerances)


@pytest.mark.parametrize("a", [0.2, 0.5, 0.7])
@pytest.mark.parametrize("rate", [0.0, 0.3, 0.8])
def test_the_supply_curve_is_the_best_effort(a: float, rate: float) -> None:
    elasticity = supply.supply_elasticity(a)
    searched = best_output(a, lambda y: (1.0 - rate) * y, 2.0)
    assert supply.output_share(1.0 - rate, elasticity) == pytest.approx(searched, abs=1e-6)
    income = (1.0 - rate) * searched - a * searched ** (1 / a)
    assert supply.producer_income(1.0 - rate, elasticity) == pytest.approx(income / (1.0 - a), abs=1e-9)


@pytest.mark.parametrize("norm", [0.2, 0.6, 0.9, 1.5])
@pytest.mark.parametrize("rate", [0.2, 0.6, 1.0])
def test_output_under_a_norm_is_the_best_effort(norm: float, rate: float) -> None:
    searched = best_output(0.5, lambda y: y - rate * max(y - norm, 0.0), 2.0)
    assert supply.output_under_norm(1.0, norm, rate, 1.0) == pytest.approx(searched, abs=1e-6)


def test_ends_of_the_supply_curve() -> None:
    assert supply.output_share(0.0, 0.5) == 0.0
    assert supply.output_share(0.0, 0.0) == supply.output_share(1.0, 3.0) == 1.0
    assert supply.best_rate(0.0) == 1.0
    assert supply.taken_share(1.0, 0.0) == 1.0
    assert supply.supply_elasticity(0.0) == 0.0


def test_supply_outside_its_domain() -> None:
    for arguments in ((-0.1, 0.5), (1.1, 0.5), (0.5, -0.5), (math.nan, 0.5)):
        assert math.isnan(supply.output_share(*arguments))
        assert math.isnan(supply.taken_share(*arguments))
        with pytest.raises(ValueError, match="expected"):
            supply.producer_income(*arguments)
    assert math.isnan(supply.best_rate(-1.0))
    for numbers in ((-1.0, 0.5, 1.0, 0.5), (1.0, -0.5, 1.0, 0.5), (1.0, 2.0, 1.5, 0.5)):
        assert math.isnan(supply.output_under_norm(*numbers))
    for a in (1.0, -0.1):
        with pytest.raises(ValueError, match="effort_elasticity"):
            supply.supply_elasticity(a)
