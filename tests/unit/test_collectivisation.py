"""Collectivisation against hand cases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.organisations import number
from tests.villages import alone, villages


def holdings(folder: Path, months: int = 1, voluntary: float = 0.0, **values: Any) -> tuple[float, float]:
    """Return the share in collectives and the livestock after so many months."""
    lines = f"""mechanism = "collectivisation"
    pace = {number(0.2, "1/month")}
    exit = {number(0.25, "1/month")}
    voluntary = {number(voluntary, "share")}
    slaughter = {number(0.5, "share")}
    """
    state = alone(villages(folder, lines, months=200), months, **values)
    return float(state.places.collective[0]), float(state.places.livestock[0])


def test_forced_in(tmp_path: Path) -> None:
    """0.2, then 0.2 + 0.2 * 0.8 = 0.36; animals 1 - 0.5 * 0.2 = 0.9, then 0.9 * (1 - 0.5 * 0.16) = 0.828."""
    assert holdings(tmp_path, 1, regime_drive=1.0) == pytest.approx((0.2, 0.9), rel=1e-6)
    assert holdings(tmp_path, 2, regime_drive=1.0) == pytest.approx((0.36, 0.828), rel=1e-6)


def test_they_leave_when_the_pressure_is_off(tmp_path: Path) -> None:
    """From 0.6 a quarter of the way to 0.02: 0.6 - 0.25 * 0.58 = 0.455; no animal comes back or is killed."""
    left = holdings(tmp_path, voluntary=0.02, places_collective=0.6, places_livestock=0.7)
    assert left == pytest.approx((0.455, 0.7), rel=1e-6)
    assert holdings(tmp_path, 150, voluntary=0.02, places_collective=0.6)[0] == pytest.approx(0.02, abs=1e-6)


def test_half_a_drive_forces_and_lets_go(tmp_path: Path) -> None:
    """Forced 0.1 * (1 - c), left 0.125 * c: it settles at 0.1 / 0.225 = 0.4444."""
    assert holdings(tmp_path, 150, regime_drive=0.5)[0] == pytest.approx(4 / 9, rel=1e-5)


@pytest.mark.parametrize("off", [{"regime_in_power": 0.0}, {"places_hold": 0.0}, {"regime_drive": 0.0}])
def test_off(tmp_path: Path, off: dict[str, Any]) -> None:
    assert holdings(tmp_path, 24, **{"regime_drive": 1.0, **off}) == (0.0, 1.0)
