"""Cascades of defiance: against the normal distribution of the standard library, by hand, at the extremes."""

from __future__ import annotations

from collections.abc import Callable
from math import exp
from pathlib import Path
from statistics import NormalDist

import pytest
from tests.revolt import FIRST, GROWERS, SECOND, SOLDIERS, WORKERS, country, lived

from whowhom.core.state import State

PLAIN = {"mean": 0.5, "spread": 0.2, "steps": 1.0, "pace": 1.0, "aggrieved": 1.0, "fear": 0.0}
NAMES = {"producers": "growers", "armed": "soldiers"}
PHI = NormalDist().cdf


def crowd(grievance: float = 0.4, **more: float) -> Callable[[State], None]:
    """Return a change: 1000 people of each public in both places, with the given grievance and more."""

    def change(state: State) -> None:
        state.publics.members[:3, :2] = 1000.0
        state.publics.grievance[:3, :2] = grievance
        for field, value in more.items():
            if field in ("garrison",):
                state.places.garrison[:2] = value
            elif field in ("sentenced", "authority", "in_power"):
                getattr(state.regime, field)[0] = value
            else:
                getattr(state.publics, field)[:3, :2] = value

    return change


def test_one_round_by_hand(tmp_path: Path) -> None:
    """From nobody: Phi((0.4 - 0.5) / 0.2) = Phi(-0.5); of 1000 each, shares 0.1, 0.5 and 0.02 take arms."""
    arms = {"arming_producers": 0.1, "arming_armed": 0.5, "arming_others": 0.02}
    state = lived(country(tmp_path, "unrest", **PLAIN, **arms, **NAMES), crowd())
    assert state.publics.active[:3, :2] == pytest.approx(PHI(-0.5))
    assert state.places.rising[:2] == pytest.approx(1000 * PHI(-0.5) * 0.62)
    assert not state.places.rising[2:].any()
    assert not state.publics.active[:, 2:].any()


def test_the_rounds_go_on_from_those_who_act(tmp_path: Path) -> None:
    """Two rounds from 0.3: r1 = Phi((0.3 + 0.4 - 0.5) / 0.2) = Phi(1), r2 = Phi((r1 - 0.1) / 0.2)."""
    state = lived(country(tmp_path, "unrest", **PLAIN | {"steps": 2.0}), crowd(active=0.3))
    assert state.publics.active[WORKERS, FIRST] == pytest.approx(PHI((PHI(1.0) - 0.1) / 0.2))


def test_pace_is_the_share_of_the_way(tmp_path: Path) -> None:
    """A quarter of the way from 0.3 to Phi(1)."""
    state = lived(country(tmp_path, "unrest", **PLAIN | {"pace": 0.25}), crowd(active=0.3))
    assert state.publics.active[GROWERS, SECOND] == pytest.approx(0.3 + 0.25 * (PHI(1.0) - 0.3))


def test_hostility_adds_and_support_and_authority_take_away(tmp_path: Path) -> None:
    """push = 0.4 + 0.5 * 0.6 - 0.2 * 0.5 - 0.4 * 0.25 = 0.5, the mean threshold: half of them act."""
    numbers = PLAIN | {"hostile": 0.5, "loyal": 0.2, "obedient": 0.4}
    state = lived(country(tmp_path, "unrest", **numbers), crowd(hostility=0.6, support=0.5, authority=0.25))
    assert state.publics.active[GROWERS, FIRST] == pytest.approx(0.5)


def test_fear_is_the_arrest_of_civil_violence(tmp_path: Path) -> None:
    """300 act in a place (0.1 of 3000), 600 in all. C = 150 + 2 * 30 * 300 / 600 = 180 and C/A = 0.6.

    The threshold rises by 0.3 (1 - e^(-2 * 0.6)).
    """
    numbers = PLAIN | {"fear": 0.3, "reach": 2.0, "example": 2.0}
    state = lived(country(tmp_path, "unrest", **numbers), crowd(active=0.1, garrison=150.0, sentenced=30.0))
    expected = PHI((0.1 + 0.4 - 0.5 - 0.3 * (1 - exp(-1.2))) / 0.2)
    assert state.publics.active[GROWERS, FIRST] == pytest.approx(expected)


def test_troops_that_mutiny_or_fight_a_war_frighten_nobody(tmp_path: Path) -> None:
    """Half of 150 at war, a tenth of the rest in mutiny: C = 67.5, C/A = 0.225."""

    def change(state: State) -> None:
        crowd(active=0.1, garrison=150.0)(state)
        state.regime.war[0] = 0.5

    numbers = PLAIN | {"fear": 0.3, "reach": 2.0}
    state = lived(country(tmp_path, "unrest", armed="soldiers", **numbers), change)
    expected = PHI((0.1 + 0.4 - 0.5 - 0.3 * (1 - exp(-0.45))) / 0.2)
    assert state.publics.active[SOLDIERS, FIRST] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("number", "low", "high", "sign"),
    [
        ("aggrieved", 0.5, 1.0, 1),
        ("hostile", 0.1, 0.5, 1),
        ("loyal", 0.1, 0.5, -1),
        ("fear", 0.1, 0.4, -1),
        ("mean", 0.5, 0.7, -1),
    ],
)
def test_signs(tmp_path: Path, number: str, low: float, high: float, sign: int) -> None:
    change = crowd(hostility=0.5, support=0.5, garrison=100.0)
    less, more = (
        lived(country(tmp_path, "unrest", **PLAIN | {number: value}), change).publics.active[GROWERS, FIRST]
        for value in (low, high)
    )
    assert sign * (more - less) > 0.0


def test_near_equal_crowds_end_far_apart(tmp_path: Path) -> None:
    """Spread 0.1, mean 0.5, from 0.05: pushes of 0.3 and 0.2.

    F(0.05) = Phi(-1.5) = 0.067 is more than 0.05, and so on up: all join. F(0.05) = Phi(-2.5) = 0.006 is
    less, and they rest where r = Phi((r - 0.3) / 0.1), near 0.001.
    """
    numbers = PLAIN | {"spread": 0.1, "steps": 30.0}
    model = country(tmp_path, "unrest", **numbers)
    assert lived(model, crowd(0.3, active=0.05)).publics.active[GROWERS, FIRST] > 0.99
    assert lived(model, crowd(0.2, active=0.05)).publics.active[GROWERS, FIRST] < 0.01


def test_who_has_nothing_to_complain_of_goes_home(tmp_path: Path) -> None:
    state = lived(country(tmp_path, "unrest", **PLAIN | {"mean": 0.0}), crowd(0.0, active=0.5))
    assert not state.publics.active.any()
    assert not state.places.rising.any()


def test_nobody_acts_against_nobody(tmp_path: Path) -> None:
    state = lived(country(tmp_path, "unrest", **PLAIN | {"pace": 0.1}), crowd(active=0.5, in_power=0.0))
    assert not state.publics.active.any()
    assert not state.places.rising.any()


def test_at_pace_zero_nobody_joins_or_leaves(tmp_path: Path) -> None:
    state = lived(country(tmp_path, "unrest", **PLAIN | {"pace": 0.0}), crowd(0.9, active=0.25))
    assert (state.publics.active[:3, :2] == 0.25).all()


@pytest.mark.parametrize(("off", "public"), [("arming_producers", GROWERS), ("arming_armed", SOLDIERS)])
def test_one_public_can_be_kept_from_arms(tmp_path: Path, off: str, public: int) -> None:
    """With arming 0 for one, the rising is that of the other and of the workers."""
    arms = {"arming_producers": 0.1, "arming_armed": 0.5, "arming_others": 0.02} | {off: 0.0}
    state = lived(country(tmp_path, "unrest", **PLAIN, **arms, **NAMES), crowd())
    assert state.places.rising[FIRST] == pytest.approx(1000 * PHI(-0.5) * sum(arms.values()))
    assert state.publics.active[public, FIRST] == pytest.approx(PHI(-0.5))
