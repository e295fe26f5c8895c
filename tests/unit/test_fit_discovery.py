"""Scenario discovery: a box that is there is found, and where the outcome depends on nothing none is."""

from __future__ import annotations

import numpy as np
import pytest

from whowhom.fit.discovery import discover

NAMES = ("a", "b", "c", "d")


def uniform(seed: int, rows: int = 2000) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Rows of four uniform numbers."""
    return np.random.default_rng(seed).random((rows, 4))


@pytest.mark.parametrize("seed", range(5))
def test_a_box_is_found_with_its_bounds(seed: int) -> None:
    """The outcome holds where a < 0.4 and c > 0.5: a fifth of the rows. Nothing is asked of b and d."""
    table = uniform(seed)
    region = discover(table, (table[:, 0] < 0.4) & (table[:, 2] > 0.5), NAMES, seed=seed)
    assert region.found
    limits = {limit.name: limit for limit in region.limits}
    assert limits["a"].high == pytest.approx(0.4, abs=0.04)
    assert limits["c"].low == pytest.approx(0.5, abs=0.04)
    assert region.density > 0.85
    assert region.coverage > 0.8
    assert region.base == pytest.approx(0.2, abs=0.05)
    assert set(limits) == {"a", "c"}


def test_noise_has_no_region() -> None:
    """Over 40 tables in which the outcome is a coin, at most 2 regions: p < 0.01 each, 2 or less in 99 %."""
    found = 0
    for seed in range(40):
        coin = np.random.default_rng([seed, 1]).random(400) < 0.3
        found += discover(uniform(seed, 400), coin, NAMES, seed=seed).found
    assert found <= 2


def test_an_outcome_half_of_chance_is_found_with_its_density() -> None:
    """Where b > 0.7 it holds in 8 of 10, elsewhere in 1 of 10."""
    table = uniform(9, 4000)
    chance = np.where(table[:, 1] > 0.7, 0.8, 0.1)
    region = discover(table, np.random.default_rng(4).random(4000) < chance, NAMES, seed=1)
    assert region.found
    assert region.density == pytest.approx(0.8, abs=0.07)
    assert {limit.name: limit for limit in region.limits}["b"].low == pytest.approx(0.7, abs=0.05)


def test_what_lies_inside() -> None:
    """`holds` says of other rows what the limits say."""
    table = uniform(2)
    region = discover(table, table[:, 3] < 0.25, NAMES, seed=0)
    other = np.array([[0.5, 0.5, 0.5, 0.1], [0.5, 0.5, 0.5, 0.9]])
    assert region.holds(other, NAMES).tolist() == [True, False]


def test_wrong_tables_are_told() -> None:
    """Too few rows; an outcome that never holds."""
    with pytest.raises(ValueError, match="100 rows or more"):
        discover(uniform(0, 50), np.ones(50, bool), NAMES, seed=0)
    with pytest.raises(ValueError, match="some rows have and some have not"):
        discover(uniform(0, 200), np.zeros(200, bool), NAMES, seed=0)
