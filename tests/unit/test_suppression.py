"""Troops against risings: sums by hand, conservation of people, the contest's odds, what a defeat costs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.organisations import near
from tests.revolt import CLUBHOUSE, FIRST, GROWERS, SECOND, SOLDIERS, VASSAL, VASSALS, country, lived

from whowhom.core.state import State

STILL = {"move": 0.0}
"""No marches."""


def revolt(rising: float = 100.0, troops: float = 1000.0, **more: float) -> Callable[[State], None]:
    """Return a change: 1000 growers and soldiers in both places, a rising in the first, a fifth act there."""

    def change(state: State) -> None:
        state.publics.members[[GROWERS, SOLDIERS], :2] = 1000.0
        state.publics.active[GROWERS, FIRST] = 0.2
        state.places.rising[FIRST] = rising
        state.places.garrison[:2] = troops
        state.places.hold[:] = 0.8
        for field, value in more.items():
            getattr(state.regime, field)[0] = value

    return change


def everybody(state: State) -> float:
    """Return people, troops and dead together."""
    return float(state.publics.members.sum() + state.places.garrison.sum() + state.places.dead.sum())


def test_a_won_fight_by_hand(tmp_path: Path) -> None:
    """A very decisive contest of 1000 against 100 is won.

    60 of 100 go home, 12 of them die; the troops lose 0.1 * 1000 * 100 / 1100. A fifth of the growers acted,
    so that all the dead are growers; 0.4 of the acting share is left.
    """
    numbers = STILL | {"decisiveness": 20.0, "crush": 0.6, "killed": 0.2, "lost": 0.1}
    state = lived(country(tmp_path, "suppression", **numbers), revolt())
    assert state.places.rising[FIRST] == pytest.approx(40.0)
    assert state.publics.active[GROWERS, FIRST] == pytest.approx(0.08)
    assert state.publics.members[GROWERS, FIRST] == pytest.approx(988.0)
    assert state.places.garrison[FIRST] == pytest.approx(1000.0 - 100 / 11)
    assert state.places.killed[FIRST] == pytest.approx(12 + 100 / 11)
    assert state.places.dead[FIRST] == state.places.killed[FIRST]
    assert state.places.hold[FIRST] == pytest.approx(0.8)
    assert everybody(state) == pytest.approx(6000.0)


def test_a_lost_fight_by_hand(tmp_path: Path) -> None:
    """10 against 1000 lose: 0.1 * 10 * 1000 / 1010 die, half of the hold goes, the rising stays as it is."""
    numbers = STILL | {"decisiveness": 20.0, "lost": 0.1, "slip": 0.5}
    state = lived(country(tmp_path, "suppression", **numbers), revolt(1000.0, 10.0))
    assert state.places.rising[FIRST] == 1000.0
    assert state.publics.active[GROWERS, FIRST] == pytest.approx(0.2)
    assert state.places.garrison[FIRST] == pytest.approx(10.0 - 1000 / 1010)
    assert state.places.hold[FIRST] == pytest.approx(0.4)
    assert state.places.hold[SECOND] == pytest.approx(0.8)
    assert everybody(state) == pytest.approx(4020.0)


def test_what_was_lost_comes_back_with_a_victory(tmp_path: Path) -> None:
    """Lost in the first month; then 1000 march in, win, and hold what was held before."""
    numbers = {"decisiveness": 20.0, "slip": 0.5, "superiority": 20.0, "lost": 0.0}

    def change(state: State) -> None:
        revolt(100.0, 1.0)(state)
        state.places.garrison[SECOND] = 100.0

    # 30 of 100 march in the first month: 1.5 * 31 against 100 win with chance 2e-7. Then more come.
    held = [
        lived(country(tmp_path, "suppression", months, move=0.3, **numbers), change).places.hold[FIRST]
        for months in (1, 12)
    ]
    assert held == [pytest.approx(0.4), pytest.approx(0.8)]


def test_marches_by_hand(tmp_path: Path) -> None:
    """3 * 500 are wanted in the first place, 1000 are there: 500 missing. The second has 1000 over.

    Nobody dies and the fight changes nothing: crush = killed = lost = slip = 0.
    """
    off = dict.fromkeys(("crush", "killed", "lost", "slip"), 0.0)
    state = lived(country(tmp_path, "suppression", superiority=3.0, move=0.1, **off), revolt(500.0))
    assert state.places.garrison[:2] == pytest.approx([1100.0, 900.0])
    state = lived(country(tmp_path, "suppression", superiority=3.0, move=0.9, **off), revolt(500.0))
    assert state.places.garrison[:2] == pytest.approx([1500.0, 500.0])
    assert state.places.rising[FIRST] == 500.0


def test_a_war_ties_troops_up(tmp_path: Path) -> None:
    """Half at war: 1500 - 500 are missing in the first place; of the 500 free in the second a tenth goes."""
    off = dict.fromkeys(("crush", "killed", "lost", "slip"), 0.0)
    model = country(tmp_path, "suppression", superiority=3.0, move=0.1, **off)
    assert lived(model, revolt(500.0, war=0.5)).places.garrison[:2] == pytest.approx([1050.0, 950.0])


@pytest.mark.parametrize(
    ("rising", "quality", "chance"), [(200.0, 1.0, 0.5), (300.0, 3.0, 0.8), (400.0, 1.0, 0.2)]
)
def test_the_odds_are_those_of_the_contest(
    tmp_path: Path, rising: float, quality: float, chance: float
) -> None:
    """Tullock with r = 2: 200 against 200: 1/2; 3 * 200 against 300: 4/5; 200 against 400: 1/5."""
    model = country(tmp_path, "suppression", move=0.0, quality=quality, decisiveness=2.0)
    won = [lived(model, revolt(rising, 200.0), k).places.rising[FIRST] < rising for k in range(2000)]
    assert near(sum(won) / 2000, chance, 2000)


def test_mutineers_do_not_fight(tmp_path: Path) -> None:
    """With all soldiers of the place in revolt its garrison cannot win; without the name they would."""

    def change(state: State) -> None:
        revolt()(state)
        state.publics.active[SOLDIERS, FIRST] = 1.0

    assert (
        lived(country(tmp_path, "suppression", armed="soldiers", **STILL), change).places.rising[FIRST]
        == 100.0
    )
    model = country(tmp_path, "suppression", decisiveness=20.0, **STILL)
    assert lived(model, change).places.rising[FIRST] < 100.0


@pytest.mark.parametrize(("wanted", "after"), [(3000.0, 2100.0), (1000.0, 1900.0)])
def test_call_up_and_discharge(tmp_path: Path, wanted: float, after: float) -> None:
    """A tenth of the way from 2000, from and to the soldiers of the country: 2000 of them change by 100."""
    model = country(tmp_path, "suppression", armed="soldiers", wanted=wanted, mobilisation=0.1)
    state = lived(model, revolt(0.0))
    assert state.places.garrison[:2] == pytest.approx([after / 2, after / 2])
    assert state.publics.members[SOLDIERS].sum() == pytest.approx(4000.0 - after)
    assert everybody(state) == pytest.approx(6000.0)


def test_no_more_are_called_up_than_there_are(tmp_path: Path) -> None:
    model = country(tmp_path, "suppression", armed="soldiers", wanted=1e6, mobilisation=1.0)
    state = lived(model, revolt(0.0))
    assert state.places.garrison.sum() == pytest.approx(4000.0)
    assert state.publics.members[SOLDIERS].sum() == 0.0


def test_without_a_rising_nothing_happens(tmp_path: Path) -> None:
    state = lived(country(tmp_path, "suppression", 12), revolt(0.0))
    assert (state.places.garrison[:2] == 1000.0).all()
    assert (state.places.hold == state.places.hold[CLUBHOUSE]).all()
    assert not state.places.dead.any()


def test_who_does_not_rule_does_not_fight(tmp_path: Path) -> None:
    state = lived(country(tmp_path, "suppression", 6), revolt(500.0, in_power=0.0))
    assert state.places.rising[FIRST] == 500.0
    assert (state.places.garrison[:2] == 1000.0).all()


def test_a_dependent_place_fights_by_the_same_numbers_without_help(tmp_path: Path) -> None:
    """The same rising, the same troops, the same luck of numbers so large that none is needed."""

    def change(state: State) -> None:
        revolt(0.0)(state)
        state.publics.members[VASSALS, VASSAL] = 1000.0
        state.publics.active[VASSALS, VASSAL] = 0.2
        state.places.rising[VASSAL] = 100.0
        state.places.garrison[VASSAL] = 1000.0

    numbers = {"decisiveness": 20.0, "crush": 0.6, "killed": 0.2, "lost": 0.1, "superiority": 20.0}
    state = lived(country(tmp_path, "suppression", **numbers), change)
    assert state.places.rising[VASSAL] == pytest.approx(40.0)
    assert state.places.killed[VASSAL] == pytest.approx(12 + 100 / 11)
    assert (state.places.garrison[:2] == 1000.0).all()
