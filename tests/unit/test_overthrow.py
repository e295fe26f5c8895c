"""The fall of rulers: the chance of the regime-change game, and the extremes."""

from __future__ import annotations

from collections.abc import Callable
from math import log
from pathlib import Path
from statistics import NormalDist

import pytest
from tests.organisations import near
from tests.revolt import FIRST, SECOND, VASSAL, country, lived

from whowhom.core.state import State
from whowhom.theory.regime_change import falling_chance

PLAIN = {"quality": 2.0, "cost": 0.5, "error": 1.0}


def pressed(rising: float, troops: float = 100.0) -> Callable[[State], None]:
    """Return a change: troops in two places, a rising in one."""

    def change(state: State) -> None:
        state.places.garrison[:2] = troops / 2
        state.places.rising[SECOND] = rising

    return change


@pytest.mark.parametrize("rising", [100.0, 400.0, 800.0])
def test_the_chance_of_a_month(tmp_path: Path, rising: float) -> None:
    """Phi(ln 0.5 - ln(200 / rising))."""
    model = country(tmp_path, "overthrow", **PLAIN)
    fallen = [lived(model, pressed(rising), k).regime.in_power[0] == 0.0 for k in range(2000)]
    assert near(sum(fallen) / 2000, NormalDist().cdf(log(0.5 * rising / 200.0)), 2000)


def test_without_a_rising_they_stay(tmp_path: Path) -> None:
    def abroad(state: State) -> None:
        state.places.rising[VASSAL] = 1e6

    assert lived(country(tmp_path, "overthrow", 60, **PLAIN), pressed(0.0, 0.0)).regime.in_power[0] == 1.0
    assert lived(country(tmp_path, "overthrow", 60, **PLAIN), abroad).regime.in_power[0] == 1.0


def test_without_troops_they_fall(tmp_path: Path) -> None:
    assert lived(country(tmp_path, "overthrow", **PLAIN), pressed(1.0, 0.0)).regime.in_power[0] == 0.0


def test_where_failure_costs_everything_nobody_tries(tmp_path: Path) -> None:
    model = country(tmp_path, "overthrow", 60, **PLAIN | {"cost": 1.0})
    assert lived(model, pressed(1e6, 1.0)).regime.in_power[0] == 1.0


def test_who_is_known_exactly_falls_at_the_threshold(tmp_path: Path) -> None:
    """Without error: theta = 200 / rising against 1 - cost = 1/2, so that 400 is enough and 399 is not."""
    model = country(tmp_path, "overthrow", 60, **PLAIN | {"error": 0.0})
    assert lived(model, pressed(399.0)).regime.in_power[0] == 1.0
    assert lived(model, pressed(400.0)).regime.in_power[0] == 0.0


def test_the_closed_form() -> None:
    """Phi((ln(1 - c) - ln theta) / s) by the standard library; the edges; NaN outside."""
    for strength, cost, error in ((0.5, 0.5, 1.0), (2.0, 0.25, 0.5), (0.01, 0.9, 2.0)):
        expected = NormalDist().cdf((log(1.0 - cost) - log(strength)) / error)
        assert falling_chance(strength, cost, error) == pytest.approx(expected)
    assert falling_chance(0.0, 0.5, 1.0) == 1.0
    assert falling_chance(0.3, 1.0, 1.0) == 0.0
    assert (falling_chance(0.5, 0.5, 0.0), falling_chance(0.51, 0.5, 0.0)) == (1.0, 0.0)
    for bad in ((-1.0, 0.5, 1.0), (1.0, 1.5, 1.0), (1.0, 0.5, -1.0)):
        assert falling_chance(*bad) != falling_chance(*bad)


def test_once_fallen_they_stay_fallen(tmp_path: Path) -> None:
    def change(state: State) -> None:
        state.regime.in_power[0] = 0.0
        state.places.garrison[FIRST] = 1e6

    assert lived(country(tmp_path, "overthrow", 12, **PLAIN), change).regime.in_power[0] == 0.0
