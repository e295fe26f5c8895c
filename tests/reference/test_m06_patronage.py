"""Appointment and patronage: the loop, the flow of cadres, and the signs of the vizier trade-off."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest

from whowhom.theory import appointment_loop, manpower, vizier

VECTORS = "m06_patronage.json"
NOT_COVERED: dict[str, str] = {}


def check_steady_state(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    transition = [[Fraction(x) for x in row] for row in inputs["P"]]
    recruits = [Fraction(x) for x in inputs["recruits_per_period"]]
    wanted = [Fraction(x) for x in expected["steady_state_by_grade"]]
    assert manpower.steady_state(transition, recruits) == wanted
    floats = manpower.steady_state(
        [[float(x) for x in row] for row in transition], [float(x) for x in recruits]
    )
    assert floats == pytest.approx([float(x) for x in wanted], abs=tolerances[0])


def check_share(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    initial, turnover, new = (float(inputs[name]) for name in ("x0", "turnover", "loyal_share_of_new"))
    path = [appointment_loop.loyal_share(initial, turnover, new, t) for t in inputs["periods"]]
    assert path == pytest.approx([float(x) for x in expected["x"]], abs=tolerances[0])
    first = appointment_loop.first_majority_period(initial, turnover, new)
    assert first == expected["first_majority_period"]
    limit = appointment_loop.limit_share(initial, turnover, new)
    assert limit == pytest.approx(float(expected["limit"]), abs=tolerances[0])


THREATS = [k / 20 for k in range(1, 20)]
COMPETENCES = [0.5 + k / 40 for k in range(21)]


def check_weaker_ruler() -> None:
    chosen = [vizier.most_competent_loyal(threat, 0.3, 2.0) for threat in THREATS]
    assert all(later <= earlier for earlier, later in pairwise(chosen))
    assert chosen[0] > chosen[-1]


def check_more_betrayals() -> None:
    states = [
        {threat for threat in THREATS if vizier.betrays(competence, threat, 0.3, 2.0)}
        for competence in COMPETENCES
    ]
    assert all(fewer <= more for fewer, more in pairwise(states))
    assert len(states[0]) < len(states[-1])


def check_punishment() -> None:
    for punishment in (0.0, 1.0, 10.0, 1e4):
        for threat in (0.2, 0.5, 0.8):
            loyal = vizier.most_competent_loyal(threat, 0.3, punishment)
            assert loyal < 1.0
            assert vizier.betrays(1.0, threat, 0.3, punishment)
            assert vizier.most_competent_loyal(threat, 0.3, punishment + 1.0) >= loyal


SIGNS = {
    "weaker (more threatened) ruler picks less competent vizier": check_weaker_ruler,
    "more competent vizier betrays in more states": check_more_betrayals,
    "more severe punishment of failed plots does not remove the trade-off "
    "because it is conditional on survival": check_punishment,
}


def check_signs(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    for sign in expected["sign_tests"]:
        SIGNS[sign]()


FAMILIES: dict[str, Callable[[dict[str, Any], dict[str, Any], list[float]], None]] = {
    "P": check_steady_state,
    "x0": check_share,
    "model": check_signs,
}


def test_vector(vector: dict[str, Any], tolerances: list[float]) -> None:
    checks = [check for name, check in FAMILIES.items() if name in vector["inputs"]]
    if vector["id"] in NOT_COVERED:
        assert not checks
        return
    assert len(checks) == 1, f"no single check handles {vector['id']}"
    checks[0](vector["inputs"], vector["expected"], tolerances)


def test_flow_of_cadres_settles_at_the_steady_state() -> None:
    transition = [[0.6, 0.3], [0.1, 0.7]]
    recruits = [5.0, 1.0]
    path = manpower.grade_path([0.0, 40.0], transition, recruits, 400)
    assert len(path) == 401
    assert path[1] == pytest.approx([0.1 * 40 + 5, 0.7 * 40 + 1], abs=1e-12)
    assert path[-1] == pytest.approx(manpower.steady_state(transition, recruits), abs=1e-9)


def test_flow_of_cadres_refuses_what_never_settles() -> None:
    with pytest.raises(ValueError, match="leave"):
        manpower.steady_state([[1.0]], [1.0])
    with pytest.raises(ValueError, match="row 0"):
        manpower.steady_state([[0.7, 0.4], [0.0, 0.5]], [1.0, 0.0])
    with pytest.raises(ValueError, match="square"):
        manpower.steady_state([[0.7, 0.3]], [1.0])


@pytest.mark.parametrize("initial", [0.0, 0.3, 0.5, 0.8])
@pytest.mark.parametrize("turnover", [0.0, 0.05, 0.5, 1.0])
@pytest.mark.parametrize("new", [0.0, 0.4, 0.5, 0.51, 0.9, 1.0])
def test_first_majority_is_the_first_period_above_one_half(
    initial: float, turnover: float, new: float
) -> None:
    share = initial
    counted = None
    for period in range(400):
        assert appointment_loop.loyal_share(initial, turnover, new, period) == pytest.approx(share, abs=1e-12)
        if share > 0.5 and counted is None:
            counted = period
        share = appointment_loop.next_loyal_share(share, turnover, new)
    assert appointment_loop.first_majority_period(initial, turnover, new) == counted


def test_no_turnover_means_no_drift() -> None:
    assert appointment_loop.limit_share(0.3, 0.0, 0.9) == 0.3
    assert appointment_loop.first_majority_period(0.3, 0.0, 0.9) is None
    with pytest.raises(ValueError, match="turnover"):
        appointment_loop.first_majority_period(0.3, 1.2, 0.9)


def test_loyal_bound_parts_the_loyal_from_the_treacherous() -> None:
    for threat in (0.1, 0.3, 0.45):
        bound = vizier.most_competent_loyal(threat, 0.3, 2.0)
        assert not vizier.betrays(bound - 1e-9, threat, 0.3, 2.0)
        assert vizier.betrays(bound + 1e-9, threat, 0.3, 2.0)
    with pytest.raises(ValueError, match="threat"):
        vizier.betrays(0.7, 1.5, 0.3, 2.0)
    with pytest.raises(ValueError, match="competence"):
        vizier.betrays(0.4, 0.5, 0.3, 2.0)
