"""Borrowed authority: the loan of a hand case, how it is used up, and what it does to support."""

from __future__ import annotations

from math import exp
from pathlib import Path
from typing import Any

import pytest
from tests.countries import country, recorded, step_of, two_parties
from tests.organisations import last_state

from whowhom.core.state import State

UNITS = {"wish": "share", "lead": "month", "timing": "month", "erosion": "1/month", "gain": "1"}
RISING = step_of(
    "insurrection",
    {"organised": "person", "units": "1", "defenders": "person", "points": "1", "attempt": "hour"},
    {"places": "regions", "public": "workers"},
    organised=100.0,
    units=0.0,
    defenders=0.0,
    points=1.0,
    attempt=1.0,
)
QUIET = {"wish": 0.5, "lead": 0.0, "timing": 1.0, "erosion": 0.0, "gain": 0.0}


def lent(folder: Path, months: int = 1, given: dict[str, Any] | None = None, **numbers: float) -> State:
    """Return the last state of a country whose blue rulers borrow authority."""
    step = step_of("mandate", UNITS, {"party": "blue"}, **(QUIET | numbers))
    return last_state(country(folder, step, months=months, **(given or {})))


def authority(folder: Path, **given: Any) -> float:
    """Return the authority at the end."""
    return float(lent(folder, **given).regime.authority[0])


def test_the_loan_of_a_hand_case(tmp_path: Path) -> None:
    """0.4 of its own delegates and half of the other 0.6: 0.7; half a month early at 1 month: / sqrt 2."""
    assert authority(tmp_path) == pytest.approx(0.7, abs=1e-6)
    assert authority(tmp_path, lead=0.5) == pytest.approx(0.7 / 2**0.5, abs=1e-6)
    assert authority(tmp_path, lead=0.5, timing=0.25) == pytest.approx(0.7 / 4, abs=1e-6)
    assert authority(tmp_path, wish=0.0) == pytest.approx(0.4, abs=1e-6)
    assert authority(tmp_path, wish=1.0) == pytest.approx(1.0, abs=1e-6)


def test_delegates_of_closed_parties_lend_nothing(tmp_path: Path) -> None:
    assert authority(tmp_path, given={"parties_legal": [1.0, 0.0]}) == pytest.approx(0.4, abs=1e-6)


def test_power_that_comes_after_the_meeting(tmp_path: Path) -> None:
    """The body meets in month 1; power is seized in month 3, two months later: 0.7 / 4; before, nothing."""
    step = step_of("mandate", UNITS, {"party": "blue"}, **QUIET)
    seen = '[[observe]]\nobservable = "authority"\nname = "authority"'
    model = country(tmp_path, f"{RISING}\nat = [2000-04-01]\n{step}\n{seen}", months=4)
    assert recorded(model, 1)[0, :, 0] == pytest.approx([0.0, 0.0, 0.0, 0.7 / 4, 0.7 / 4], abs=1e-6)


def test_what_is_taken_beyond_the_loan_uses_it_up(tmp_path: Path) -> None:
    """All office to blue, which has 0.4 of the delegates: each month 1 - 0.1 * 0.6 of it is left."""
    for months, expected in ((1, 0.7), (2, 0.7 * 0.94), (13, 0.7 * 0.94**12)):
        assert authority(tmp_path, months=months, erosion=0.1) == pytest.approx(expected, abs=1e-6)


def test_a_share_by_mandates_uses_nothing_up(tmp_path: Path) -> None:
    given = {"parties_office": [0.4, 0.6]}
    assert authority(tmp_path, months=12, erosion=1.0, given=given) == pytest.approx(0.7, abs=1e-6)


def test_support_moves_with_the_loan_and_back(tmp_path: Path) -> None:
    """Odds of 1 become e^(2 * 0.7); when all is used up they are 1 again. A share of 0 or 1 never moves."""
    factor = exp(1.4)
    support = lent(tmp_path, gain=2.0).publics.support
    assert support[0, 0] == pytest.approx(factor / (1.0 + factor), abs=1e-6)
    model = {"parties": two_parties(0.0, 1.0)}
    assert authority(tmp_path, months=2, erosion=1.0, given=model) == 0.0
    back = lent(tmp_path, gain=2.0, months=2, erosion=1.0, given=model).publics.support
    assert back[0, 0] == pytest.approx(0.5, abs=1e-6)
    for sure in (0.0, 1.0):
        assert lent(tmp_path, gain=5.0, given={"support": sure}).publics.support[0, 0] == sure


def test_without_gain_support_stays_and_without_power_nothing_is_lent(tmp_path: Path) -> None:
    assert (lent(tmp_path).publics.support == 0.5).all()
    fallen = {"regime_in_power": 0.0, "regime_authority": 0.3}
    assert authority(tmp_path, given=fallen, months=3) == 0.0
