"""Reporting: toleration and the picture of the country, against sums by hand and a jury's errors."""

from __future__ import annotations

from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.organisations import last_state
from tests.protest import CENSORS, POLICE, country, observe, recorded

from whowhom.build.model import Model
from whowhom.core.state import State

# The red party is closed, nobody prints, nothing errs: the line alone.
PLAIN = {
    "censored": 0.0,
    "opposition": 0.0,
    "passed": 0.0,
    "readers": 100.0,
    "tiers": 2.0,
    "inflation": 0.0,
    "noise": 0.0,
    "sources": 10.0,
    "correlation": 0.0,
    "pace": 1.0,
    "uncover": 0.0,
    "watched": 0.0,
    "fidelity": 1.0,
}
HARVEST = {"places.harvest": [30.0, 10.0]}


def reporting(folder: Path, instruments: str = POLICE, months: int = 1, **given: Any) -> Model:
    """Return a country that reports, at the line told in `state`."""
    state, more = given.pop("state", {}), given.pop("more", "")
    names = {"dimension": "line"}
    return country(
        folder,
        "reporting",
        names,
        instruments=instruments,
        months=months,
        state=state,
        more=more,
        **(PLAIN | given),
    )


def end(folder: Path, **given: Any) -> State:
    """Return the last state."""
    return last_state(reporting(folder, **given))


def tolerated(folder: Path, line: float, **given: Any) -> float:
    """Return the toleration at a line."""
    given["state"] = {"regime.line": line, "parties.legal": [1.0, 0.0]} | given.get("state", {})
    return float(end(folder, **given).regime.toleration[0])


def test_the_line(tmp_path: Path) -> None:
    """+1 is 1, 0 is 1/2, -1 is 0, and beyond them no more; a floor and a cap hold."""
    for line, expected in ((1.0, 1.0), (0.0, 0.5), (-1.0, 0.0), (3.0, 1.0), (-3.0, 0.0)):
        assert tolerated(tmp_path, line) == pytest.approx(expected, abs=1e-6)
    assert tolerated(tmp_path, -1.0, least=0.3) == pytest.approx(0.3, abs=1e-6)
    assert tolerated(tmp_path, 1.0, most=0.3) == pytest.approx(0.3, abs=1e-6)


def test_censors(tmp_path: Path) -> None:
    """0.5 x (1 - 0.6) with censors, 0.5 without."""
    both = f"{POLICE}\n{CENSORS}"
    assert tolerated(tmp_path, 0.0, censored=0.6, instruments=both) == pytest.approx(0.2, abs=1e-6)
    assert tolerated(tmp_path, 0.0, censored=0.6) == pytest.approx(0.5, abs=1e-6)


def test_a_legal_party_and_an_unofficial_press(tmp_path: Path) -> None:
    """At 1/2 a party brings 0.4 of the rest: 0.7; 300 readers 0.2 x 300/400 of it: 1 - 0.5 x 0.85."""
    legal = {"parties.legal": [1.0, 1.0]}
    assert tolerated(tmp_path, 0.0, opposition=0.4, state=legal) == pytest.approx(0.7, abs=1e-6)
    assert tolerated(tmp_path, 0.0, opposition=0.4) == pytest.approx(0.5, abs=1e-6)
    reading = {"dissent.press": 300.0}
    assert tolerated(tmp_path, 0.0, passed=0.2, state=reading) == pytest.approx(0.575, abs=1e-6)


def test_inflation_by_tiers(tmp_path: Path) -> None:
    """40 tonnes grow by 1 + 0.2 (1 - toleration) at each of two offices."""
    for line, factor in ((-1.0, 1.44), (0.0, 1.21), (1.0, 1.0)):
        regime = end(tmp_path, inflation=0.2, state=HARVEST | {"regime.line": line}).regime
        assert regime.seen_harvest[0] == pytest.approx(40.0 * factor, rel=1e-6)
        assert regime.error[0] == pytest.approx(factor - 1.0, abs=1e-6)


def test_the_error_is_felt_slowly(tmp_path: Path) -> None:
    """0.44 at a pace of 1/2: 0.22, then 0.33."""
    state = HARVEST | {"regime.line": -1.0}
    for months, expected in ((1, 0.22), (2, 0.33)):
        found = end(tmp_path, inflation=0.2, pace=0.5, months=months, state=state).regime.error[0]
        assert found == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("line", "correlation", "variance"),
    [(-1.0, 0.0, 1.0), (1.0, 0.0, 0.1), (1.0, 0.5, 0.55), (-1.0, 0.5, 1.0), (0.0, 0.0, 1.0 / 5.5)],
)
def test_many_reports_err_less(tmp_path: Path, line: float, correlation: float, variance: float) -> None:
    """One report where nothing may be said, 10 where all may: variance c + (1 - c)/n of 0.05^2.

    2000 histories: 5 standard errors of a deviation are 5/sqrt(4000) = 8 percent of it.
    """
    state = HARVEST | {"regime.line": line}
    more = observe(harvest_believed={})
    model = reporting(tmp_path, noise=0.05, correlation=correlation, state=state, more=more)
    seen = recorded(model, 2000)[:, 1, 0] / 40.0 - 1.0
    deviation = 0.05 * sqrt(variance)
    assert seen.std() == pytest.approx(deviation, rel=0.08)
    assert abs(seen.mean()) < 5.0 * deviation / sqrt(2000)


def test_a_harvest_is_reported_once(tmp_path: Path) -> None:
    """The same harvest is believed in unchanged for a year."""
    state = HARVEST | {"regime.line": 0.0}
    seen = recorded(
        reporting(tmp_path, noise=0.1, months=12, state=state, more=observe(harvest_believed={})), 20
    )[:, 1:, 0]
    assert (seen == seen[:, :1]).all()
    assert np.unique(seen[:, 0]).size == 20


@pytest.mark.parametrize(
    ("line", "given", "share"),
    [
        (1.0, {"uncover": 0.8}, 0.8),
        (-1.0, {"uncover": 0.8}, 0.0),
        (0.0, {"uncover": 0.8}, 0.4),
        (-1.0, {"watched": 0.5, "fidelity": 0.9}, 0.405),
        (0.0, {"uncover": 0.8, "watched": 0.5, "fidelity": 0.9}, 1.0 - 0.6 * 0.595),
        (-1.0, {"watched": 1.0}, 1.0),
    ],
)
def test_unrest_that_is_seen(tmp_path: Path, line: float, given: dict[str, float], share: float) -> None:
    """Of 1000: papers see 0.8 toleration, the police 0.5 x 0.9^2 = 0.405, independently."""
    state = {"places.rising": [600.0, 400.0], "regime.line": line}
    assert end(tmp_path, state=state, **given).regime.seen_unrest[0] == pytest.approx(1000 * share, rel=1e-5)


def test_without_harvest_there_is_no_error(tmp_path: Path) -> None:
    regime = end(tmp_path, months=6, inflation=1.0, noise=0.5, state={"regime.line": -1.0}).regime
    assert (regime.seen_harvest[0], regime.error[0], regime.seen_unrest[0]) == (0.0, 0.0, 0.0)


def test_more_toleration_less_error(tmp_path: Path) -> None:
    """Each step up of the floor: the same luck, a smaller mean error over 400 histories."""
    found = []
    for least in (0.0, 0.3, 0.6, 1.0):
        state, more = HARVEST | {"regime.line": -1.0}, observe(error_of_the_picture={})
        model = reporting(tmp_path, noise=0.1, inflation=0.1, least=least, state=state, more=more)
        found.append(recorded(model, 400)[:, 1, 0].mean())
    assert found == sorted(found, reverse=True)
    assert found[0] > 2.0 * found[-1]
