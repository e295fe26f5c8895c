"""Contests, battles and coups as coordination: closed forms against best responses and integration."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.optimize import minimize_scalar
from scipy.special import ndtr, ndtri

from whowhom.theory import contest, regime_change

VECTORS = "m11_insurrection.json"
NOT_COVERED: dict[str, str] = {}


def check_two_players(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    found = contest.two_player_equilibrium(*(float(inputs[name]) for name in ("V1", "V2", "r")))
    assert found == pytest.approx([float(expected[name]) for name in ("x1", "x2", "p1")], abs=tolerances[0])


def check_symmetric(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    found = contest.symmetric_equilibrium(inputs["n"], float(inputs["r"]), float(inputs["V"]))
    assert found == pytest.approx([float(expected[name]) for name in ("x", "dissipation")], abs=tolerances[0])


def check_lanchester(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    numbers = [float(inputs[name]) for name in ("A0", "B0", "a_kills", "b_kills")]
    found = contest.battle(*numbers)
    assert found.winner == {"A": "first", "B": "second"}[expected["winner"]]
    assert found.survivors == pytest.approx(float(expected["survivors"]), abs=tolerances[0])
    assert found.time == pytest.approx(float(expected["time"]), abs=tolerances[0])
    assert contest.lanchester_survivors(*numbers) == found.survivors


def check_private(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    assert inputs["payoff"] == "1-c if attackers >= theta, -c otherwise"
    for cost, critical in zip(map(float, inputs["cost"]), expected["critical_strength"], strict=True):
        for precision in (0.1, 1.0, 1e4):
            found = regime_change.public_threshold(cost, precision, inputs["public_precision"] + 0.0, 0.3)
            assert found == pytest.approx(float(critical), abs=tolerances[0])
        assert regime_change.falls(float(critical) - 1e-9, cost)
        assert not regime_change.falls(float(critical) + 1e-9, cost)


def check_public(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    cases = [[float(case[name]) for name in ("c", "beta", "alpha", "z")] for case in inputs["cases"]]
    found = [regime_change.public_threshold(*case) for case in cases]
    assert found == pytest.approx([float(x) for x in expected["critical_strength"]], abs=tolerances[0])
    assert expected["uniqueness"] == "beta >= alpha^2/(2 pi)"
    for alpha in (0.5, 1.0, 10.0):
        bound = alpha**2 / (2 * math.pi)
        assert regime_change.is_unique(bound * (1 + 1e-9), alpha)
        assert not regime_change.is_unique(bound * (1 - 1e-9), alpha)


def check_counts(inputs: dict[str, Any], expected: dict[str, Any], tolerances: list[float]) -> None:
    # Data, not a model: the counts must add up, and 236 of 474 are .498 as the file's check says.
    assert expected == {"attempts": 474, "successful": 236, "unsuccessful": 238}
    assert expected["successful"] + expected["unsuccessful"] == expected["attempts"]
    assert expected["successful"] / expected["attempts"] == pytest.approx(0.498, abs=0.0005)


FAMILIES: dict[str, Callable[[dict[str, Any], dict[str, Any], list[float]], None]] = {
    "tullock_sym_": check_symmetric,
    "tullock_100_": check_two_players,
    "tullock_80_": check_two_players,
    "lanchester_square": check_lanchester,
    "coup_global_game_no_public_signal": check_private,
    "coup_global_game_public_signal": check_public,
    "coup_success_rate": check_counts,
}


def test_vector(vector: dict[str, Any], request: pytest.FixtureRequest) -> None:
    checks = [check for prefix, check in FAMILIES.items() if vector["id"].startswith(prefix)]
    assert len(checks) == 1, f"no single check handles {vector['id']}"
    exact = vector["tolerance"] == "exact counts"
    tolerances = [] if exact else request.getfixturevalue("tolerances")
    checks[0](vector["inputs"], vector["expected"], tolerances)


def best_response(prize: float, others: float, decisiveness: float) -> float:
    """Return the effort that gains most against what others spend, raised to r and added up, by search."""

    def loss(effort: float) -> float:
        strength = math.pow(effort, decisiveness)
        return effort - prize * strength / (strength + others)

    found = minimize_scalar(loss, bounds=(1e-9, prize), method="bounded", options={"xatol": 1e-10})
    return float(found.x)


@pytest.mark.parametrize("decisiveness", [0.3, 1.0, 1.2])
def test_equilibria_are_mutual_best_responses(decisiveness: float) -> None:
    for first, second in ((100.0, 50.0), (10.0, 9.0), (3.0, 3.0)):
        x1, x2, p1 = contest.two_player_equilibrium(first, second, decisiveness)
        assert best_response(first, x2**decisiveness, decisiveness) == pytest.approx(x1, rel=1e-5)
        assert best_response(second, x1**decisiveness, decisiveness) == pytest.approx(x2, rel=1e-5)
        assert contest.win_probability(x1, x2, decisiveness) == pytest.approx(p1, abs=1e-14)
    for n in (2, 3, 6):
        effort = contest.symmetric_equilibrium(n, decisiveness, 100.0).effort
        others = (n - 1) * effort**decisiveness
        assert best_response(100.0, others, decisiveness) == pytest.approx(effort, rel=1e-5)


def test_win_probability_at_its_ends() -> None:
    win = contest.win_probability
    for first, second, r in ((1.0, 3.0, 1.0), (2.0, 7.0, 0.4), (5.0, 4.0, 9.0), (1e-9, 1e9, 2.0)):
        assert win(first, second, r) == pytest.approx(first**r / (first**r + second**r), rel=1e-13)
    assert win(0.0, 0.0, 1.0) == win(1.0, 9.0, 0.0) == 0.5
    assert win(0.0, 2.0, 3.0) == 0.0
    assert win(2.0, 0.0, 3.0) == 1.0
    for arguments in ((-1.0, 1.0, 1.0), (1.0, -1.0, 1.0), (1.0, 1.0, -1.0), (math.nan, 1.0, 1.0)):
        assert math.isnan(win(*arguments))


@pytest.mark.parametrize(
    "numbers", [(900.0, 1000.0, 0.02, 0.01), (500.0, 1000.0, 0.02, 0.01), (10.0, 9.9, 0.3, 0.3)]
)
def test_battles_are_what_the_equations_integrate_to(numbers: tuple[float, float, float, float]) -> None:
    first, second, first_rate, second_rate = numbers
    found = contest.battle(*numbers)
    path = solve_ivp(
        lambda t, y: [-second_rate * y[1], -first_rate * y[0]],
        (0.0, found.time),
        [first, second],
        rtol=1e-11,
        atol=1e-9,
    )
    left = path.y[:, -1]
    order = [1, 0] if found.winner == "second" else [0, 1]
    assert left[order] == pytest.approx([found.survivors, 0.0], abs=1e-5)


def test_battles_at_their_ends() -> None:
    # 600^2 a = 1000^2 b: they destroy each other exactly, for a = 0.25, b = 0.09.
    assert contest.lanchester_survivors(600.0, 1000.0, 0.25, 0.09) == 0.0
    assert contest.battle(600.0, 1000.0, 0.25, 0.09) == ("neither", 0.0, math.inf)
    assert contest.battle(5.0, 0.0, 0.1, 0.1) == ("first", 5.0, 0.0)
    assert contest.battle(0.0, 5.0, 0.1, 0.0) == ("second", 5.0, 0.0)
    # Those who cannot hurt are shot down at a steady rate: 50 over 0.1 times 100 takes 5.
    assert contest.battle(100.0, 50.0, 0.1, 0.0) == pytest.approx(("first", 100.0, 5.0))
    assert contest.battle(50.0, 100.0, 0.0, 0.1) == pytest.approx(("second", 100.0, 5.0))
    for numbers in ((-1.0, 1.0, 0.1, 0.1), (1.0, 1.0, 0.0, 0.0), (0.0, 0.0, 0.1, 0.1)):
        with pytest.raises(ValueError, match="on the field"):
            contest.battle(*numbers)


def test_contests_refuse_what_has_no_equilibrium() -> None:
    with pytest.raises(ValueError, match="contestants: 1"):
        contest.symmetric_equilibrium(1, 1.0, 100.0)
    with pytest.raises(ValueError, match=r"n/\(n-1\) = 1.5"):
        contest.symmetric_equilibrium(3, 1.6, 100.0)
    assert contest.symmetric_equilibrium(2, 2.0, 100.0) == (50.0, 1.0)
    with pytest.raises(ValueError, match="stay out"):
        contest.two_player_equilibrium(100.0, 50.0, 1.5)
    for arguments in ((0.0, 50.0, 1.0), (100.0, -1.0, 1.0), (100.0, 50.0, 0.0)):
        with pytest.raises(ValueError, match="expected above 0"):
            contest.two_player_equilibrium(*arguments)


def indifference(theta: float, cost: float, beta: float, alpha: float, signal: float) -> float:
    """Return what attacking gains at the critical own signal, from the definition and not the closed form."""
    own = theta + float(ndtri(theta)) / math.sqrt(beta)
    mean = (beta * own + alpha * signal) / (alpha + beta)
    return float(ndtr(math.sqrt(alpha + beta) * (theta - mean))) - cost


@pytest.mark.parametrize("cost", [0.05, 0.4, 0.8])
@pytest.mark.parametrize("signal", [-1.0, 0.35, 0.5, 2.0])
@pytest.mark.parametrize(("beta", "alpha"), [(1.0, 0.5), (4.0, 5.0), (0.5, 3.0), (1.0, 10.0)])
def test_thresholds_are_all_the_roots(cost: float, signal: float, beta: float, alpha: float) -> None:
    found = regime_change.public_thresholds(cost, beta, alpha, signal)
    thetas = ndtr(np.linspace(-35.0, 8.0, 20_001))
    thetas = thetas[(thetas > 0.0) & (thetas < 1.0)]
    gains = np.array([indifference(float(theta), cost, beta, alpha, signal) for theta in thetas])
    crossings = np.flatnonzero(np.sign(gains[:-1]) != np.sign(gains[1:]))
    inside = [theta for theta in found if thetas[0] < theta < thetas[-1]]
    assert len(inside) == len(crossings)
    for theta, crossing in zip(inside, crossings, strict=True):
        assert thetas[crossing] * (1 - 1e-9) <= theta <= thetas[crossing + 1] * (1 + 1e-9)
    only = regime_change.public_threshold(cost, beta, alpha, signal)
    assert math.isnan(only) if len(found) > 1 else only == found[0]
    if regime_change.is_unique(beta, alpha):
        assert len(found) == 1


def test_several_equilibria_are_found_where_there_are() -> None:
    # By symmetry 1/2 is one of them at c = z = 1/2, and the others are mirrors.
    low, middle, high = regime_change.public_thresholds(0.5, 1.0, 10.0, 0.5)
    assert middle == pytest.approx(0.5, abs=1e-12)
    assert low + high == pytest.approx(1.0, abs=1e-12)
    assert low < 0.01
    assert math.isnan(regime_change.attacking_share(0.5, 0.5, 1.0, 10.0, 0.5))


def test_the_share_that_attacks() -> None:
    for case in ((0.4, 1.0, 1.0, 0.3), (0.6, 4.0, 0.25, 0.5), (0.2, 9.0, 0.0, 0.0)):
        theta = regime_change.public_threshold(*case)
        # At the critical strength exactly as many attack as are needed; a stronger regime sees fewer.
        assert regime_change.attacking_share(theta, *case) == pytest.approx(theta, abs=1e-13)
        own = theta + float(ndtri(theta)) / math.sqrt(case[1])
        for strength in (theta - 0.3, theta + 0.2):
            wanted = float(ndtr(math.sqrt(case[1]) * (own - strength)))
            assert regime_change.attacking_share(strength, *case) == pytest.approx(wanted, abs=1e-12)


def test_regime_change_outside_its_domain() -> None:
    for case in (
        (0.0, 1.0, 1.0, 0.3),
        (1.0, 1.0, 1.0, 0.3),
        (0.5, 0.0, 1.0, 0.3),
        (0.5, 1.0, -1.0, 0.3),
        (0.5, 1.0, 1.0, math.inf),
    ):
        assert math.isnan(regime_change.public_threshold(*case))
        assert math.isnan(regime_change.attacking_share(0.5, *case))
        with pytest.raises(ValueError, match="expected"):
            regime_change.public_thresholds(*case)
    assert not regime_change.falls(math.nan, 0.5)
