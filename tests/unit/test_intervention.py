"""Troops of the centre in a dependent place: when, how many, and home again; soldiers are conserved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.organisations import near
from tests.revolt import FIRST, SECOND, SOLDIERS, VASSAL, VASSALS, country, lived

from whowhom.core.state import State

AT_ONCE = {"readiness": 1.0, "delay": 0.0, "superiority": 3.0, "most": 0.5, "level": 0.01}


def revolt(rising: float = 100.0, garrison: float = 0.0, **more: float) -> Callable[[State], None]:
    """Return a change: 300 and 100 troops at home, 1000 people abroad of whom some are in revolt."""

    def change(state: State) -> None:
        state.places.garrison[:2] = [300.0, 100.0]
        state.places.garrison[VASSAL] = garrison
        state.publics.members[VASSALS, VASSAL] = 1000.0
        state.publics.active[VASSALS, VASSAL] = rising / 1000.0
        for field, value in more.items():
            getattr(state.regime, field)[0] = value

    return change


def test_how_many_by_hand(tmp_path: Path) -> None:
    """3 * 30 = 90 are wanted, 50 are there: 40 go, 30 and 10 from the two places."""
    state = lived(country(tmp_path, "intervention", **AT_ONCE), revolt(30.0, 50.0))
    assert state.places.garrison[[FIRST, SECOND, VASSAL]] == pytest.approx([270.0, 90.0, 90.0])


def test_no_more_than_it_spares(tmp_path: Path) -> None:
    """3 * 100 are wanted, half of 400 go; with half of them at war half of 200."""
    model = country(tmp_path, "intervention", **AT_ONCE)
    assert lived(model, revolt()).places.garrison[VASSAL] == pytest.approx(200.0)
    assert lived(model, revolt(war=0.5)).places.garrison[VASSAL] == pytest.approx(100.0)


def test_mutineers_are_not_sent(tmp_path: Path) -> None:
    """All soldiers of the first place in mutiny: half of the second's 100 go."""

    def change(state: State) -> None:
        revolt()(state)
        state.publics.active[SOLDIERS, FIRST] = 1.0

    state = lived(country(tmp_path, "intervention", armed="soldiers", **AT_ONCE), change)
    assert state.places.garrison[[FIRST, SECOND, VASSAL]] == pytest.approx([300.0, 50.0, 50.0])


@pytest.mark.parametrize(("months", "there"), [(1, 0.0), (2, 0.0), (3, 90.0)])
def test_the_delay(tmp_path: Path, months: int, there: float) -> None:
    """With a delay of two months troops go in the third."""
    state = lived(country(tmp_path, "intervention", months, **AT_ONCE | {"delay": 2.0}), revolt(30.0))
    assert state.places.garrison[VASSAL] == pytest.approx(there)


def test_fear_at_home_holds_it_back(tmp_path: Path) -> None:
    """0.8 * (1 - 0.75) = 1/5 of the histories."""
    model = country(tmp_path, "intervention", **AT_ONCE | {"readiness": 0.8})
    sent = [lived(model, revolt(30.0, threat=0.75), k).places.garrison[VASSAL] > 0.0 for k in range(2000)]
    assert near(sum(sent) / 2000, 0.2, 2000)


@pytest.mark.parametrize(
    "off", [{"readiness": 0.0}, {"level": 0.5}, {"most": 0.0}, {"superiority": 0.0}], ids=str
)
def test_what_keeps_the_troops_at_home(tmp_path: Path, off: dict[str, float]) -> None:
    state = lived(country(tmp_path, "intervention", 24, **AT_ONCE | off), revolt())
    assert state.places.garrison[[FIRST, SECOND, VASSAL]] == pytest.approx([300.0, 100.0, 0.0])


def test_without_rulers_and_at_home_nobody_is_sent(tmp_path: Path) -> None:
    def at_home(state: State) -> None:
        revolt(0.0)(state)
        state.places.rising[FIRST] = 1000.0

    for change in (at_home, revolt(in_power=0.0)):
        state = lived(country(tmp_path, "intervention", 12, **AT_ONCE), change)
        assert state.places.garrison[[FIRST, SECOND, VASSAL]] == pytest.approx([300.0, 100.0, 0.0])


def test_those_stationed_there_stay(tmp_path: Path) -> None:
    """Nobody was sent, so that nobody goes home."""
    state = lived(country(tmp_path, "intervention", 24, **AT_ONCE), revolt(0.0, 50.0))
    assert state.places.garrison[VASSAL] == 50.0


def test_home_again_and_none_is_lost(tmp_path: Path) -> None:
    """20 of 1000 in revolt: 60 are sent in February, when the level is 10 of 1000.

    From March on it is 500 of 1000, so that all is quiet: half of those left go home each month, 30, 15, 7.5
    and so on from March. There are 400 soldiers all the while, 3 to 1 in the places at home as at the start.
    """
    level = '{ value = 0.01, unit = "share", source = "identity", changes = ['
    level += "{ date = 2000-03-01, value = 0.5 }] }"
    numbers: dict[str, float | str] = {**AT_ONCE, "withdrawal": 0.5, "level": level}
    there = []
    for months in (3, 4, 5):
        model = country(tmp_path, "intervention", months, **numbers)
        garrison = lived(model, revolt(20.0)).places.garrison
        assert garrison.sum() == pytest.approx(400.0)
        assert garrison[FIRST] == pytest.approx(3.0 * garrison[SECOND])
        there.append(float(garrison[VASSAL]))
    assert there == pytest.approx([15.0, 7.5, 3.75])
