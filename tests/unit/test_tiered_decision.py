"""A decision through tiers: chances, months, reversals, against Sah and Stiglitz and by hand."""

from __future__ import annotations

from math import exp
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.organisations import near
from tests.protest import country, observe, recorded

from whowhom.theory.hierarchy import hierarchy_acceptance

STAGE, WON, ORDERED, CALLED_BACK = range(4)
SEEN = observe(
    **{
        name: {"campaign": "statue"}
        for name in ("campaign_stage", "campaign_won", "campaign_ordered", "campaign_called_back")
    }
)
PLAIN = {"lead": 3.0, "weight": 0.0, "bias": 0.0, "opinion": 0.0}
HISTORIES = 3000


def decided(
    folder: Path, histories: int = 1, names: dict[str, str] | None = None, **given: Any
) -> NDArray[np.float64]:
    """Return stage, won, ordered and called back, (histories, 7 months, 4); the day is in month 5."""
    countries = {key: given.pop(key) for key in ("decides", "state") if key in given}
    model = country(
        folder, "tiered_decision", names or {}, months=6, more=SEEN, **countries, **(PLAIN | given)
    )
    return recorded(model, histories)


def test_screens_in_series(tmp_path: Path) -> None:
    """f = 1/2: won by 1/4 as in a hierarchy of two screens, ordered by 1/2, called back by 1/4."""
    last = decided(tmp_path, HISTORIES)[:, -1]
    assert hierarchy_acceptance(0.5, 2) == 0.25
    for column, chance in ((WON, 0.25), (ORDERED, 0.5), (CALLED_BACK, 0.25)):
        assert near(last[:, column].mean(), chance, HISTORIES)
    assert (last[:, ORDERED] == last[:, WON] + last[:, CALLED_BACK]).all()


def test_four_tiers(tmp_path: Path) -> None:
    """f = logistic(1) = 0.7311: won by f^4 = 0.2857."""
    last = decided(tmp_path, HISTORIES, decides='"chief", "board", "chief", "board"', bias=1.0)[:, -1]
    f = 1.0 / (1.0 + exp(-1.0))
    assert near(last[:, WON].mean(), hierarchy_acceptance(f, 4), HISTORIES)
    assert near(last[:, ORDERED].mean(), f, HISTORIES)
    assert near(last[:, CALLED_BACK].mean(), f - f**4, HISTORIES)


def test_the_months_of_the_tiers(tmp_path: Path) -> None:
    """Sure of both: the lowest of two 3 months before month 5, the highest in it."""
    found = decided(tmp_path, bias=20.0)[0]
    assert found[:, STAGE].tolist() == [0, 0, 1, 1, 1, 2, 2]
    assert found[:, WON].tolist() == [0, 0, 0, 0, 0, 1, 1]
    # Four tiers at lead 3 decide in months 2, 3, 4 and 5.
    found = decided(tmp_path, decides='"chief", "board", "chief", "board"', bias=20.0)[0]
    assert found[:, STAGE].tolist() == [0, 0, 1, 2, 3, 4, 4]


def test_a_single_tier_decides_early_and_cannot_be_reversed(tmp_path: Path) -> None:
    found = decided(tmp_path, HISTORIES, decides='"board"')
    assert near(found[:, 2, WON].mean(), 0.5, HISTORIES)
    assert (found[:, 2] == found[:, -1]).all()
    assert found[:, :, CALLED_BACK].max() == 0.0


def test_pressure_against_resistance(tmp_path: Path) -> None:
    """4 (0.75 - 0.5) = 1: f = 0.7311 the one way, 0.2689 the other."""
    for pressure, resistance, odds in ((0.75, 0.5, 1.0), (0.5, 0.75, -1.0), (0.6, 0.6, 0.0)):
        state = {"campaigns.pressure": pressure, "campaigns.resistance": resistance}
        last = decided(tmp_path, HISTORIES, weight=4.0, state=state)[:, -1]
        assert near(last[:, ORDERED].mean(), 1.0 / (1.0 + exp(-odds)), HISTORIES)


def test_opinions_of_who_sits_there(tmp_path: Path) -> None:
    """The chief stands at 0.5; the board, h at 0.5 and a at -1, at -0.25: odds of 2 x 0.5 and 2 x -0.25."""
    last = decided(tmp_path, HISTORIES, names={"dimension": "line"}, opinion=2.0)[:, -1]
    lower, upper = 1.0 / (1.0 + exp(-1.0)), 1.0 / (1.0 + exp(0.5))
    assert near(last[:, ORDERED].mean(), lower, HISTORIES)
    assert near(last[:, WON].mean(), lower * upper, HISTORIES)
    unnamed = decided(tmp_path, HISTORIES, opinion=2.0)[:, -1]
    assert near(unnamed[:, ORDERED].mean(), 0.5, HISTORIES)


def test_a_tier_where_nobody_sits_decides_nothing(tmp_path: Path) -> None:
    """Above the chief the order stands, neither won nor called back; at the bottom nothing is ordered."""
    found = decided(tmp_path, decides='"chief", "empty"', bias=20.0)[0, -1]
    assert found.tolist() == [1, 0, 1, 0]
    assert decided(tmp_path, decides='"empty", "chief"', bias=20.0)[0].max() == 0.0


@pytest.mark.parametrize("off", [{"bias": -20.0}, {"state": {"regime.in_power": 0.0}, "bias": 20.0}])
def test_nothing_is_ordered(tmp_path: Path, off: dict[str, Any]) -> None:
    """logistic(-20) is 2 in 10^9."""
    assert decided(tmp_path, 50, **off).max() == 0.0
