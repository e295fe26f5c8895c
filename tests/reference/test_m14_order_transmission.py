"""Orders through a hierarchy: fidelity, Williamson's levels, screening and delay."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from whowhom.theory import hierarchy

VECTORS = "m14_order_transmission.json"
NOT_COVERED: dict[str, str] = {}


def check_fidelity(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    delivered = [
        hierarchy.delivered_share(float(p), k) for p, k in zip(inputs["p"], inputs["links"], strict=True)
    ]
    assert delivered == pytest.approx([float(x) for x in expected["delivered"]], abs=tolerances[0])


def check_williamson(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    arguments = [float(inputs[name]) for name in ("span", "compliance", "wage_ratio", "w0_over_price_theta")]
    continuous = hierarchy.best_levels(*arguments)
    assert continuous == pytest.approx(float(expected["n_star_continuous"]), abs=tolerances[0])
    assert hierarchy.best_whole_levels(*arguments) == expected["best_integer_levels"]


def check_screening(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    accept, screens = float(inputs["accept_probability"]), inputs["screens"]
    assert hierarchy.hierarchy_acceptance(accept, screens) == pytest.approx(
        float(expected["hierarchy"]), abs=tolerances[0]
    )
    assert hierarchy.polyarchy_acceptance(accept, screens) == pytest.approx(
        float(expected["polyarchy"]), abs=tolerances[0]
    )


def check_delay(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    assert inputs["process"] == "independent exponential"
    delay = hierarchy.total_delay(inputs["levels"], float(inputs["mean_delay_per_level"]))
    assert delay.mean == pytest.approx(float(expected["mean_total"]), abs=tolerances[0])
    assert delay.variance == pytest.approx(float(expected["variance_total"]), abs=tolerances[0])


FAMILIES: dict[str, Callable[[dict[str, Any], dict[str, Any], list[float]], None]] = {
    "fidelity_": check_fidelity,
    "williamson_": check_williamson,
    "screening_": check_screening,
    "delay": check_delay,
}


def test_vector(vector: dict[str, Any], tolerances: list[float]) -> None:
    checks = [check for prefix, check in FAMILIES.items() if vector["id"].startswith(prefix)]
    if vector["id"] in NOT_COVERED:
        assert not checks
        return
    assert len(checks) == 1, f"no single check handles {vector['id']}"
    checks[0](vector["inputs"], vector["expected"], tolerances)


def profit(levels: int, span: int, compliance: Fraction, ratio: Fraction, wage: Fraction) -> Fraction:
    wages = sum(ratio ** (levels - i) * Fraction(span) ** (i - 1) for i in range(1, levels + 1))
    return (compliance * span) ** (levels - 1) - wage * wages


@pytest.mark.parametrize("span", [3, 5, 10])
@pytest.mark.parametrize("compliance", [Fraction(7, 10), Fraction(9, 10), Fraction(19, 20)])
@pytest.mark.parametrize("ratio", [Fraction(1), Fraction(3, 2), Fraction(5, 2)])
@pytest.mark.parametrize("wage", [Fraction(1, 20), Fraction(2, 5), Fraction(9, 10)])
def test_whole_levels_are_the_best_of_all(
    span: int, compliance: Fraction, ratio: Fraction, wage: Fraction
) -> None:
    profits = [profit(n, span, compliance, ratio, wage) for n in range(1, 80)]
    best = 1 + profits.index(max(profits))
    assert hierarchy.best_whole_levels(span, float(compliance), float(ratio), float(wage)) == best


def test_williamson_refuses_what_has_no_best_height() -> None:
    for arguments in ((5.0, 1.0, 1.3, 0.4), (5.0, 0.1, 1.3, 0.4), (5.0, 0.9, 6.0, 0.4), (5.0, 0.9, 1.3, 0.0)):
        with pytest.raises(ValueError, match="expected"):
            hierarchy.best_levels(*arguments)
        with pytest.raises(ValueError, match="expected"):
            hierarchy.best_whole_levels(*arguments)


def test_fidelity_outside_its_domain_is_not_a_number() -> None:
    assert hierarchy.delivered_share(0.5, 0) == 1.0
    assert hierarchy.delivered_share(0.0, 3) == 0.0
    assert math.isnan(hierarchy.delivered_share(1.1, 3))
    assert math.isnan(hierarchy.delivered_share(0.5, -1))


def test_screens_err_in_opposite_directions() -> None:
    for screens in (1, 2, 5):
        both = hierarchy.hierarchy_acceptance(0.3, screens) + hierarchy.polyarchy_acceptance(0.7, screens)
        assert both == pytest.approx(1.0, abs=1e-15)
    with pytest.raises(ValueError, match="screens"):
        hierarchy.polyarchy_acceptance(0.3, -1)
    with pytest.raises(ValueError, match="delay"):
        hierarchy.total_delay(3, -1.0)
