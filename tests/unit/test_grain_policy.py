"""Grain policy against hand cases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.organisations import number
from tests.villages import alone, villages


def policy(
    folder: Path, months: int = 1, most: float = 0.5, compulsion: float = 1.0, **values: Any
) -> tuple[float, float, float]:
    """Return forced, extraction and drive after so many months."""
    lines = f"""mechanism = "grain_policy"
    market = "market"
    consumers = "eaters"
    norm = {number(0.1, "share")}
    lack = {number(0.2, "share")}
    army = {number(0.05, "share")}
    industry = {number(0.12, "share")}
    most = {number(most, "share")}
    compulsion = {number(compulsion, "share")}
    command = {number(-0.5, "1")}
    quiet = {number(0.1, "share")}
    ramp = {number(0.5, "1/month")}
    """
    regime = alone(villages(folder, lines, 2), months, **values).regime
    return float(regime.forced[0]), float(regime.extraction[0]), float(regime.drive[0])


def test_the_sign_of_the_line_says_how_it_is_taken(tmp_path: Path) -> None:
    assert policy(tmp_path, regime_line=-0.01) == pytest.approx((1.0, 0.1, 0.0), rel=1e-6)
    assert policy(tmp_path, compulsion=0.0, regime_line=-1.0)[0] == 0.0
    assert policy(tmp_path, regime_line=0.0) == pytest.approx((0.0, 0.1, 0.0), rel=1e-6)


def test_hungry_towns_and_an_army_ask_for_more(tmp_path: Path) -> None:
    """0.1 + 0.2 * (1 - 0.75) + 0.05 * 0.4 = 0.17; the mean ration of 1 and 0.5 is 0.75. At most 0.15."""
    given: dict[str, Any] = {"places_ration": [1.0, 0.5], "regime_war": 0.4}
    assert policy(tmp_path, **given)[1] == pytest.approx(0.17, rel=1e-6)
    assert policy(tmp_path, most=0.15, **given)[1] == pytest.approx(0.15, rel=1e-6)


def test_who_believes_in_a_better_harvest_asks_for_more(tmp_path: Path) -> None:
    """24 are normal; 36 believed in ask for 0.15."""
    assert policy(tmp_path, regime_seen_harvest=36.0)[1] == pytest.approx(0.15, rel=1e-6)


def test_a_drive_ramps_up_below_the_level_and_down_above(tmp_path: Path) -> None:
    """0.5, 0.75; from 1 at a milder line 0.5. Half a drive asks for 0.12 * 0.5 more."""
    assert policy(tmp_path, regime_line=-0.5) == pytest.approx((1.0, 0.16, 0.5), rel=1e-6)
    assert policy(tmp_path, 2, regime_line=-0.5)[2] == pytest.approx(0.75, rel=1e-6)
    assert policy(tmp_path, regime_line=-0.4, regime_drive=1.0)[2] == pytest.approx(0.5, rel=1e-6)


def test_war_begins_no_drive_and_ends_none(tmp_path: Path) -> None:
    given: dict[str, Any] = {"regime_line": -0.9, "regime_war": 0.3}
    assert policy(tmp_path, 5, **given)[2] == 0.0
    assert policy(tmp_path, 5, regime_drive=0.8, **given)[2] == pytest.approx(0.8, rel=1e-6)


def test_the_fallen_ask_for_nothing(tmp_path: Path) -> None:
    given: dict[str, Any] = {
        "regime_line": -0.9,
        "regime_drive": 1.0,
        "regime_forced": 1.0,
        "regime_extraction": 0.3,
    }
    assert policy(tmp_path, regime_in_power=0.0, **given) == (0.0, 0.0, 0.0)
