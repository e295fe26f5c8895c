"""The harvest against hand cases: one place of 12 million tonnes, from January; the harvest is in August."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.organisations import number
from tests.villages import alone, villages

from whowhom.core.state import State
from whowhom.theory.supply_response import output_under_norm

OFF = {
    "elasticity": (0.5, "1"),
    "own": (0.0, "share"),
    "adjust": (1.0, "share"),
    "war_loss": (0.0, "share"),
    "loss": (0.0, "share"),
    "patch": (0.0, "1"),
    "draught": (0.0, "1"),
    "recovery": (0.0, "share"),
    "spoiled": (0.0, "share"),
    "opening": (1.0, "share"),
}
AUGUST = 7


def reaped(folder: Path, months: int = AUGUST, places: int = 1, **values: Any) -> State:
    """Reap with some numbers of the mechanism changed, from a state with some arrays changed."""
    own = {name: values.pop(name) for name in list(values) if name in OFF}
    lines = [f"{name} = {number(own.get(name, value), unit)}" for name, (value, unit) in OFF.items()]
    model = villages(folder, "\n".join(['mechanism = "harvest"', *lines]), places)
    return alone(model, months, **values)


def test_it_is_reaped_in_its_month_only(tmp_path: Path) -> None:
    """From January to July seven twelfths of the old harvest are there, 7; in August 12 are added."""
    before, after = reaped(tmp_path, AUGUST - 1, places_taken=2.0), reaped(tmp_path, places_taken=2.0)
    assert (before.places.stock[0], before.places.taken[0]) == (7.0, 2.0)
    assert (after.places.stock[0], after.places.harvest[0], after.places.taken[0]) == (19.0, 12.0, 0.0)
    assert reaped(tmp_path, AUGUST + 11).places.stock[0] == 19.0
    assert reaped(tmp_path, AUGUST + 12).places.stock[0] == 31.0


def test_who_keeps_less_sows_less(tmp_path: Path) -> None:
    """0.64^0.5 = 0.8, so 9.6 of 12; kept is 1 again in the new farm year. Half the way at adjust 0.5: 0.9."""
    state = reaped(tmp_path, places_kept=0.64)
    assert state.places.sown[0] == pytest.approx(0.8, rel=1e-6)
    assert state.places.harvest[0] == pytest.approx(9.6, rel=1e-6)
    assert state.places.kept[0] == 1.0
    assert reaped(tmp_path, places_kept=0.64, adjust=0.5).places.sown[0] == pytest.approx(0.9, rel=1e-6)


def test_confiscation_of_the_surplus_bites_at_the_margin(tmp_path: Path) -> None:
    """Own use 0.5 is safe, so a fifth of the harvest is 0.4 of the surplus: 0.6^0.5 = 0.774597.

    A tax of a fifth leaves 0.8^0.5 = 0.894427. When half is taken, all the surplus, only own use is sown.
    """
    given: dict[str, Any] = {"own": 0.5, "places_kept": 0.8}
    assert reaped(tmp_path, regime_forced=1.0, **given).places.sown[0] == pytest.approx(0.774597, rel=1e-5)
    assert reaped(tmp_path, **given).places.sown[0] == pytest.approx(0.894427, rel=1e-5)
    stripped = reaped(tmp_path, own=0.5, places_kept=0.5, regime_forced=1.0)
    assert stripped.places.sown[0] == pytest.approx(0.5, rel=1e-6)
    # The published form, with everything above the norm at stake, says the same.
    assert output_under_norm(1.0, 0.5, 1.0, 0.5) == 0.5


def test_confiscation_after_a_harvest_below_own_use(tmp_path: Path) -> None:
    """A last harvest of 0.4 has no surplus: if anything was taken own use is sown, if nothing was, all."""
    given: dict[str, Any] = {"own": 0.5, "opening": 0.4, "regime_forced": 1.0}
    assert reaped(tmp_path, places_kept=0.99, **given).places.sown[0] == 0.5
    assert reaped(tmp_path, places_kept=1.0, **given).places.sown[0] == 1.0


@pytest.mark.parametrize("off", [{"elasticity": 0.0}, {"own": 1.0}, {"adjust": 0.0}])
def test_off_nobody_answers(tmp_path: Path, off: dict[str, Any]) -> None:
    state = reaped(tmp_path, places_kept=0.3, regime_forced=1.0, **off)
    assert (state.places.sown[0], state.places.harvest[0]) == (1.0, 12.0)


def test_collectives_sow_as_told_and_reap_less(tmp_path: Path) -> None:
    """Sown 0.5 * 0.8 + 0.5 = 0.9; yield 1 - 0.1 * 0.5 = 0.95: 12 * 0.9 * 0.95 = 10.26."""
    state = reaped(tmp_path, places_kept=0.64, places_collective=0.5, loss=0.1)
    assert state.places.sown[0] == pytest.approx(0.9, rel=1e-6)
    assert state.places.harvest[0] == pytest.approx(10.26, rel=1e-6)


def test_weather_war_and_animals(tmp_path: Path) -> None:
    """12 * 0.6 = 7.2; war 1 - 0.2 * 0.5 = 0.9: 10.8; animals 0.25^0.5 = 0.5: 6, and 0.1 of 0.75 is bred."""
    assert reaped(tmp_path, regime_weather=0.6).places.harvest[0] == pytest.approx(7.2, rel=1e-6)
    assert reaped(tmp_path, regime_war=0.5, war_loss=0.2).places.harvest[0] == pytest.approx(10.8, rel=1e-6)
    state = reaped(tmp_path, places_livestock=0.25, draught=0.5, recovery=0.1)
    assert state.places.harvest[0] == pytest.approx(6.0, rel=1e-6)
    assert state.places.livestock[0] == pytest.approx(0.325, rel=1e-6)


def test_what_is_left_over_spoils(tmp_path: Path) -> None:
    """7 * 0.6 + 12 = 16.2: what spoils is the only grain that is neither eaten nor taken."""
    assert reaped(tmp_path, spoiled=0.4).places.stock[0] == pytest.approx(16.2, rel=1e-6)


def test_places_have_their_own_luck_around_one(tmp_path: Path) -> None:
    """Lognormal of mean 1: of 400 places the mean is within 5 * 0.2027 / 20 = 0.051, the spread near 0.2."""
    state = reaped(tmp_path, places=400, patch=0.2)
    luck = state.places.harvest / 12.0
    assert luck.mean() == pytest.approx(1.0, abs=0.051)
    # The standard error of a standard deviation of logarithms is 0.2 / sqrt(800) = 0.0071.
    assert np.log(luck).std() == pytest.approx(0.2, abs=0.036)
