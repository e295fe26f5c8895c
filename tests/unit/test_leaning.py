"""The mood of a public: closed form of the drift, moments of the spread and of the shocks."""

from __future__ import annotations

from math import sqrt
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.organisations import last_state, number, organise

from whowhom.core.state import State

PLACES = 2000
ROUNDING = 1e-6
"""Shares are kept as 32-bit numbers: half a unit of 2^-24 a month, below 1e-6 over a year."""


def public(
    folder: Path, mean: float = 0.4, months: int = 1, places: int = 2, more: str = "", **given: float
) -> NDArray[np.float64]:
    """Return the leaning of a public by place at the end."""
    units = {"pace": "1/month", "shift": "1"}
    text = f"""
    [bodies]
    congress = {{ seats = 2 }}
    [places.provinces]
    count = {places}
    [publics.folk]
    places = "provinces"
    members = {number(100.0, "person")}
    leaning = {number(mean, "share")}
    {more}
    [[schedule]]
    mechanism = "leaning"
    """
    text += "".join(f"{name} = {number(value, units.get(name, 'share'))}\n" for name, value in given.items())
    state: State = last_state(organise(folder, text, months=months))
    return state.publics.leaning[0].astype(np.float64)


def moments_agree(values: NDArray[np.float64], mean: float, spread: float) -> bool:
    """Return whether mean and standard deviation fit a normal: each within 5 standard errors, 6e-7 each."""
    count = values.size
    centre = abs(values.mean() - mean) <= 5 * spread / sqrt(count)
    return bool(centre and abs(values.std(ddof=1) / spread - 1.0) <= 5 / sqrt(2 * (count - 1)))


@pytest.mark.parametrize(("pace", "appeal"), [(0.1, 0.9), (0.25, 0.0), (1.0, 0.7), (0.0, 1.0)])
def test_the_drift_has_a_closed_form(tmp_path: Path, pace: float, appeal: float) -> None:
    """x_t = a + (x_0 - a)(1 - p)^t."""
    for months in (1, 12):
        expected = appeal + (0.4 - appeal) * (1 - pace) ** months
        found = public(tmp_path, months=months, pace=pace, appeal=appeal)
        assert found == pytest.approx(np.full(2, expected), abs=ROUNDING)


@pytest.mark.parametrize(("mean", "shift", "expected"), [(0.4, 0.3, 0.7), (0.4, -0.7, 0.0), (0.8, 0.5, 1.0)])
def test_the_start_is_shifted_and_kept_within_its_bounds(
    tmp_path: Path, mean: float, shift: float, expected: float
) -> None:
    assert public(tmp_path, mean, shift=shift) == pytest.approx(np.full(2, expected), abs=ROUNDING)


def test_the_spread_between_places(tmp_path: Path) -> None:
    """The mechanism's spread and the document's add up: 0.03 + 0.02; 0.5 is ten of them from the bounds."""
    both = f"spread = {number(0.02, 'share')}"
    found = public(tmp_path, 0.5, places=PLACES, more=both, spread=0.03)
    assert moments_agree(found, 0.5, 0.05)
    assert moments_agree(public(tmp_path, 0.5, places=PLACES, spread=0.03), 0.5, 0.03)


def test_the_shocks_add_up(tmp_path: Path) -> None:
    """Four months of 0.02 without drift: a standard deviation of 0.04."""
    assert moments_agree(public(tmp_path, 0.5, 4, PLACES, noise=0.02), 0.5, 0.04)


def test_drift_and_shocks_together_settle(tmp_path: Path) -> None:
    """x' = x + p (a - x) + e: after t months the variance is s^2 (1 - q^2t) / (1 - q^2), with q = 1 - p."""
    kept, months, noise = 0.8, 6, 0.02
    spread = noise * sqrt((1 - kept ** (2 * months)) / (1 - kept**2))
    mean = 0.6 + (0.5 - 0.6) * kept**months
    found = public(tmp_path, 0.5, months, PLACES, pace=0.2, appeal=0.6, noise=noise)
    assert moments_agree(found, mean, spread)


def test_great_shocks_stay_within_the_bounds(tmp_path: Path) -> None:
    found = public(tmp_path, 0.5, 6, PLACES, noise=1.0)
    assert ((found >= 0.0) & (found <= 1.0)).all()
    assert {0.0, 1.0} <= set(found.tolist())
