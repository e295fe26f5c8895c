"""What publics complain of: the sums by hand, the extremes, and a trouble of places that lasts."""

from __future__ import annotations

from math import sqrt
from pathlib import Path

import numpy as np
import pytest
from tests.organisations import near
from tests.revolt import (
    CLUB,
    CLUBHOUSE,
    FIRST,
    GROWERS,
    SECOND,
    SOLDIERS,
    VASSAL,
    VASSALS,
    WORKERS,
    country,
    lived,
)

from whowhom.core.state import State

WEIGHTS = {"taken": 0.5, "driven": 0.4, "hungry": 0.6, "tie": 0.2, "kinship": 0.5, "subjection": 0.3}
NAMES = {"producers": "growers", "kin": "soldiers"}


def trouble(state: State) -> None:
    """Take from the first place half, from the second nothing; the second is hungry; half a drive, a war."""
    state.publics.members[:3, :2] = 1000.0
    state.publics.members[CLUB, CLUBHOUSE] = state.publics.members[VASSALS, VASSAL] = 100.0
    state.places.kept[FIRST] = 0.5
    state.places.collective[SECOND] = 0.75
    state.places.ration[SECOND] = 0.5
    state.regime.drive[0] = 0.5
    state.regime.war[0] = 0.25


def test_the_sums_by_hand(tmp_path: Path) -> None:
    """War adds 0.2 * 0.25 = 0.05 to all.

    First place: farm = 0.5 * 0.5 + 0.4 * 0.5 * 1 = 0.45, nobody is hungry. Second: farm = 0.4 * 0.5 * 0.25 =
    0.05, town = 0.6 * 0.5 = 0.3. Kin feel half of farm besides.
    """
    found = lived(country(tmp_path, "grievance", noise=0.0, **WEIGHTS, **NAMES), trouble).publics.grievance
    assert found[GROWERS, :2] == pytest.approx([0.50, 0.10])
    assert found[WORKERS, :2] == pytest.approx([0.05, 0.35])
    assert found[SOLDIERS, :2] == pytest.approx([0.05 + 0.225, 0.35 + 0.025])
    assert found[VASSALS, VASSAL] == pytest.approx(0.35)
    assert found[CLUB, CLUBHOUSE] == 0.0
    assert not found[GROWERS, 2:].any()


def test_without_weights_and_noise_nobody_complains(tmp_path: Path) -> None:
    off = dict.fromkeys(WEIGHTS, 0.0)
    assert not lived(
        country(tmp_path, "grievance", noise=0.0, **off, **NAMES), trouble
    ).publics.grievance.any()


def test_without_producers_only_dependent_places_complain(tmp_path: Path) -> None:
    found = lived(country(tmp_path, "grievance", noise=0.0, **WEIGHTS), trouble).publics.grievance
    assert found[VASSALS, VASSAL] == pytest.approx(0.35)
    assert not found[:, :VASSAL].any()


def test_it_stays_within_its_bounds(tmp_path: Path) -> None:
    """Weights of 2 on a harvest taken whole would make 2."""

    def worst(state: State) -> None:
        trouble(state)
        state.places.kept[FIRST] = 0.0

    heavy = dict.fromkeys(WEIGHTS, 2.0) | {"kinship": 1.0, "subjection": 1.0}
    found = lived(country(tmp_path, "grievance", noise=0.0, **heavy, **NAMES), worst).publics.grievance
    assert found.max() == 1.0
    assert found[GROWERS, FIRST] == 1.0


@pytest.mark.parametrize(("field", "other"), [("kept", 0.4), ("ration", 0.4)])
def test_more_trouble_more_grievance(tmp_path: Path, field: str, other: float) -> None:
    def worse(state: State) -> None:
        trouble(state)
        getattr(state.places, field)[:2] = other

    model = country(tmp_path, "grievance", noise=0.0, **WEIGHTS, **NAMES)
    public = GROWERS if field == "kept" else WORKERS
    before, after = lived(model, trouble).publics.grievance, lived(model, worse).publics.grievance
    assert (after[public, :2] > before[public, :2]).all()


def test_the_trouble_of_places_is_persistent_and_keeps_its_spread(tmp_path: Path) -> None:
    """Around subjection 0.5, ten deviations of 0.05 from both bounds; the same deviation after a year."""
    model = country(tmp_path, "grievance", 12, noise=0.05, persistence=0.8, subjection=0.5, tie=0.0)
    found = np.array([lived(model, trouble, k).publics.grievance[VASSALS, VASSAL] for k in range(1000)])
    assert abs(found.mean() - 0.5) < 5 * 0.05 / sqrt(1000)
    assert abs(found.std() / 0.05 - 1.0) < 5 / sqrt(2 * 999)
    # A normal variate is above its mean in half of the histories.
    assert near(float((found > 0.5).mean()), 0.5, 1000)


def test_the_trouble_of_a_place_is_one_for_all_its_publics(tmp_path: Path) -> None:
    """With weights at 0 and war at full weight only the common part is left."""
    alone = dict.fromkeys(WEIGHTS, 0.0) | {"tie": 2.0}
    found = lived(country(tmp_path, "grievance", noise=0.05, **alone, **NAMES), trouble).publics.grievance
    assert found[GROWERS, :2] == pytest.approx(found[WORKERS, :2])
    assert found[GROWERS, FIRST] != found[GROWERS, SECOND]
