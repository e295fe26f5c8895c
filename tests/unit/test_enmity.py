"""Enmity against hand cases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.organisations import number
from tests.villages import alone, villages


def hostility(
    folder: Path, months: int = 1, gain: float = 0.1, of_drive: float = 0.0, half: float = 12.0, **values: Any
) -> float:
    """Return the hostility of the growers after so many months."""
    lines = f"""mechanism = "enmity"
    producers = "growers"
    gain = {number(gain, "1/month")}
    gain_of_drive = {number(of_drive, "1/month")}
    half_life = {number(half, "month")}
    """
    state = alone(villages(folder, lines, months=600), months, **values)
    assert (state.publics.hostility[1] == values.get("publics_hostility", 0.0)).all()
    return float(state.publics.hostility[0, 0])


def test_a_month(tmp_path: Path) -> None:
    """From 0.2 with half the harvest lost: + 0.1 * 0.5 * 0.8 = 0.04, and half of 0.2 fades: 0.14."""
    got = hostility(tmp_path, half=1.0, publics_hostility=0.2, places_kept=0.5)
    assert got == pytest.approx(0.14, rel=1e-6)


def test_it_fades_by_half_in_its_half_life(tmp_path: Path) -> None:
    assert hostility(tmp_path, 12, publics_hostility=0.8) == pytest.approx(0.4, rel=1e-4)
    assert hostility(tmp_path, 24, publics_hostility=0.8) == pytest.approx(0.2, rel=1e-4)


def test_where_it_settles(tmp_path: Path) -> None:
    """gain u / (gain u + fade) with gain u = 0.05 and fade = 1 - 2^(-1/12) = 0.0561257: 0.471137."""
    assert hostility(tmp_path, 500, places_kept=0.5) == pytest.approx(0.471137, rel=1e-4)


def test_a_drive_is_resented_by_those_outside(tmp_path: Path) -> None:
    """0.1 * drive 0.5 * outside 0.4 * hold 1 = 0.02 from nothing."""
    given: dict[str, Any] = {"regime_drive": 0.5, "places_collective": 0.6}
    assert hostility(tmp_path, of_drive=0.1, **given) == pytest.approx(0.02, rel=1e-5)
    assert hostility(tmp_path, of_drive=0.1, places_hold=0.0, **given) == 0.0


def test_off(tmp_path: Path) -> None:
    """With both gains at 0 nothing is remembered that was not there."""
    assert hostility(tmp_path, 50, gain=0.0, places_kept=0.0, regime_drive=1.0) == 0.0


def test_it_stays_a_share(tmp_path: Path) -> None:
    assert hostility(tmp_path, 300, gain=1.0, half=2400.0, places_kept=0.0) <= 1.0
