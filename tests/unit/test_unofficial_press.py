"""The unofficial press: growth, room, loss, against sums by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.organisations import last_state
from tests.protest import POLICE, country

# 10000 educated, a tenth of whom would read it where nothing may be printed: room for 1000.
PLAIN = {
    "growth": 0.0,
    "carried": 0.0,
    "drawn": 0.0,
    "most": 0.1,
    "seizure": 0.0,
    "steady": 0.2,
    "example": 1000.0,
    "returning": 0.0,
}
SUPPRESSED = {"regime.toleration": 0.0, "dissent.press": 100.0}


def readers(folder: Path, months: int = 1, police: bool = True, **given: Any) -> float:
    """Return the readers at the end, from 100 of 1000 where nothing else is told."""
    state = SUPPRESSED | given.pop("state", {})
    model = country(
        folder,
        "unofficial_press",
        {"educated": "folk"},
        months=months,
        state=state,
        instruments=POLICE if police else "",
        **(PLAIN | given),
    )
    return float(last_state(model).dissent.press[0])


def test_logistic_growth(tmp_path: Path) -> None:
    """100 + 0.5 x 100 x 0.9 = 145; then 145 + 72.5 x 0.855 = 206.9875."""
    assert readers(tmp_path, growth=0.5) == pytest.approx(145.0, rel=1e-6)
    assert readers(tmp_path, growth=0.5, months=2) == pytest.approx(206.9875, rel=1e-6)


def test_names_and_trials_bring_readers(tmp_path: Path) -> None:
    """50 names bring 3 each, 150 x 0.9 = 135; a trial half spoken of 0.1 x 0.5 x 1000 x 0.9 = 45."""
    signed = {"dissent.signatures": 50.0}
    assert readers(tmp_path, carried=3.0, state=signed) == pytest.approx(235.0, rel=1e-6)
    assert readers(tmp_path, drawn=0.1, state={"dissent.trial": 0.5}) == pytest.approx(145.0, rel=1e-6)


def test_the_room_is_filled_at_most(tmp_path: Path) -> None:
    """10000 names would bring 27000 readers; there is room for 900."""
    many = {"dissent.signatures": 10_000.0}
    assert readers(tmp_path, carried=3.0, state=many) == pytest.approx(1000.0, rel=1e-6)


def test_police(tmp_path: Path) -> None:
    """Lost 0.5 x 0.2 of 100; with 1000 sentences 0.5 (1 - 0.8 x 0.5) = 0.3; at toleration 1/2 half."""
    assert readers(tmp_path, seizure=0.5) == pytest.approx(90.0, rel=1e-6)
    hard = {"regime.sentenced": 1000.0}
    assert readers(tmp_path, seizure=0.5, state=hard) == pytest.approx(70.0, rel=1e-6)
    milder = hard | {"regime.toleration": 0.5}
    assert readers(tmp_path, seizure=0.5, state=milder) == pytest.approx(85.0, rel=1e-6)
    assert readers(tmp_path, seizure=0.5, police=False) == pytest.approx(100.0, rel=1e-6)
    fallen = {"regime.in_power": 0.0}
    assert readers(tmp_path, seizure=0.5, state=fallen) == pytest.approx(100.0, rel=1e-6)


def test_who_may_read_all_goes_back(tmp_path: Path) -> None:
    """At toleration 0.95 there is room for 50: half of 50 too many go back; at 1 half of 100."""
    for toleration, left in ((0.95, 75.0), (1.0, 50.0)):
        state = {"regime.toleration": toleration}
        assert readers(tmp_path, returning=0.5, growth=0.5, state=state) == pytest.approx(left, rel=1e-4)


def test_off_it_never_begins(tmp_path: Path) -> None:
    none = {"dissent.press": 0.0, "dissent.signatures": 9.0, "dissent.trial": 1.0}
    assert readers(tmp_path, months=12, state=none) == 0.0
    assert readers(tmp_path, months=12) == 100.0
    assert readers(tmp_path, months=12, growth=0.5, state=none) == 0.0


def test_it_stays_within_those_who_would_read_it(tmp_path: Path) -> None:
    assert 990.0 < readers(tmp_path, months=24, growth=2.0) <= 1000.0
