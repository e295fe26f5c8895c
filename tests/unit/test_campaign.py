"""A campaign: both sides against sums by hand, and their luck against its deviation."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.protest import DUE, country, observe, recorded

PLAIN = {
    "push": 0.0,
    "pace": 0.5,
    "late": 0.0,
    "rise": 0.0,
    "forget": 0.0,
    "size": 200.0,
    "prestige": 2.0,
    "reading": 0.1,
    "noise": 0.0,
}
SEEN = observe(campaign_pressure={"campaign": "statue"}, campaign_resistance={"campaign": "statue"})


def sides(folder: Path, histories: int = 1, **given: Any) -> NDArray[np.float64]:
    """Return pressure and resistance, (histories, 8 months, 2); the campaign is of months 1 to 5."""
    state = given.pop("state", {})
    numbers = PLAIN | given
    model = country(folder, "campaign", {}, months=DUE + 2, more=SEEN, state=state, **numbers)
    return recorded(model, histories)


def test_pressure_by_hand(tmp_path: Path) -> None:
    """Half of the way to 0.8 each month, in months 1 to 5 only: 0.4, 0.6, 0.7, 0.75, 0.775."""
    found = sides(tmp_path, push=0.8)[0, :, 0]
    assert found == pytest.approx([0, 0.4, 0.6, 0.7, 0.75, 0.775, 0, 0], abs=1e-6)


def test_the_day_draws_near(tmp_path: Path) -> None:
    """All of the push late, and no inertia: nothing in the first month, a quarter more in each to the day."""
    found = sides(tmp_path, push=0.8, late=1.0, pace=1.0)[0, :, 0]
    assert found == pytest.approx([0, 0, 0.2, 0.4, 0.6, 0.8, 0, 0], abs=1e-6)
    found = sides(tmp_path, push=0.8, late=0.5, pace=1.0)[0, :, 0]
    assert found == pytest.approx([0, 0.4, 0.5, 0.6, 0.7, 0.8, 0, 0], abs=1e-6)


def test_resistance_by_hand(tmp_path: Path) -> None:
    """50 names x 2 and 1000 readers x 0.1 weigh 200, half of the most: + 0.4 x 0.5 (1 - r) - 0.1 r."""
    loud = {"dissent.signatures": 50.0, "dissent.press": 1000.0}
    found = sides(tmp_path, rise=0.4, forget=0.1, state=loud)[0, :4, 1]
    assert found == pytest.approx([0, 0.2, 0.34, 0.438], abs=1e-6)


def test_the_quiet_do_not_resist(tmp_path: Path) -> None:
    assert sides(tmp_path, rise=1.0)[0, :, 1].max() == 0.0
    assert sides(tmp_path)[0].max() == 0.0


def test_who_does_not_rule_is_not_pressed(tmp_path: Path) -> None:
    state = {"regime.in_power": 0.0, "dissent.signatures": 50.0}
    assert sides(tmp_path, push=1.0, rise=1.0, noise=0.5, state=state).max() == 0.0


def test_both_sides_have_the_same_luck(tmp_path: Path) -> None:
    """From 1/2, in one month: deviation 0.05 either way, and no correlation.

    2000 histories: 5 standard errors of a deviation are 5 x 0.05/sqrt(4000) = 0.004, of a correlation 0.112.
    """
    level = {"campaigns.pressure": 0.5, "campaigns.resistance": 0.5}
    found = sides(tmp_path, 2000, pace=0.0, noise=0.05, state=level)[:, 1]
    assert found.std(axis=0) == pytest.approx([0.05, 0.05], abs=0.004)
    assert found.mean(axis=0) == pytest.approx([0.5, 0.5], abs=5 * 0.05 / 2000**0.5)
    assert abs(np.corrcoef(found[:, 0], found[:, 1]).item(1)) < 0.112


def test_more_names_more_resistance(tmp_path: Path) -> None:
    """The same luck from 0.3: each step up is higher in every month of the campaign."""
    lives = []
    for names in (0.0, 9.0, 99.0, 999.0):
        state = {"dissent.signatures": names, "campaigns.resistance": 0.3}
        lives.append(sides(tmp_path, rise=0.3, noise=0.02, state=state)[0])
    for less, more in pairwise(lives):
        assert (less[1:6, 1] < more[1:6, 1]).all()
        assert (less[:, 0] == more[:, 0]).all()
