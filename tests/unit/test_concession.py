"""Retreats under threat: the estimate against the normal distribution, the level, the pause."""

from __future__ import annotations

from collections.abc import Callable
from math import log
from pathlib import Path
from statistics import NormalDist

import pytest
from tests.revolt import FIRST, SOLDIERS, VASSAL, country, lived

from whowhom.core.state import State

PLAIN = {
    "voices": 0.0,
    "quality": 2.0,
    "cost": 0.5,
    "doubt": 1.0,
    "level": 0.1,
    "step_back": 0.5,
    "pause": 3.0,
}
# theta = 2 * 100 / 400 = 1/2 = 1 - cost: an even chance.
EVEN = 400.0


def pressed(rising: float = EVEN, **more: float) -> Callable[[State], None]:
    """Return a change: 100 troops, a rising at home, a line of -0.8, a drive, grain by force."""

    def change(state: State) -> None:
        state.publics.members[SOLDIERS, FIRST] = 1000.0
        state.places.garrison[FIRST] = 100.0
        state.places.rising[FIRST] = rising
        state.regime.line[0] = -0.8
        state.regime.drive[0] = 0.5
        state.regime.forced[0] = 1.0
        for field, value in more.items():
            getattr(state.regime, field)[0] = value

    return change


@pytest.mark.parametrize("rising", [EVEN, 40.0, 4000.0])
def test_the_estimate_by_hand(tmp_path: Path, rising: float) -> None:
    """Phi(ln(0.5) - ln(200 / rising)): 1/2 where the two are equal."""
    state = lived(country(tmp_path, "concession", **PLAIN), pressed(rising))
    assert state.regime.threat[0] == pytest.approx(NormalDist().cdf(log(0.5) - log(200.0 / rising)))


@pytest.mark.parametrize(("picture", "seen"), [("true", 0.0), ("reported", 200.0)])
def test_the_unarmed_count_in_part(tmp_path: Path, picture: str, seen: float) -> None:
    """1000 act, 400 of them in arms: 400 + 0.5 * 600 = 700; if half is reported, 200 * 700 / 400 = 350."""

    def change(state: State) -> None:
        pressed(EVEN, seen_unrest=seen)(state)
        state.publics.members[SOLDIERS, FIRST] = 4000.0
        state.publics.active[SOLDIERS, FIRST] = 0.25

    numbers = PLAIN | {"voices": 0.5}
    state = lived(country(tmp_path, "concession", 1, picture=picture, **numbers), change)
    pressure = 350.0 if picture == "reported" else 700.0
    assert state.regime.threat[0] == pytest.approx(NormalDist().cdf(log(0.5) - log(200.0 / pressure)))


def test_mutiny_and_war_raise_it(tmp_path: Path) -> None:
    """A fifth of the troops in mutiny, half at war: 40 obey, theta = 2 * 40 / 400."""

    def change(state: State) -> None:
        pressed(war=0.5)(state)
        state.publics.active[SOLDIERS, FIRST] = 0.2

    state = lived(country(tmp_path, "concession", armed="soldiers", **PLAIN), change)
    assert state.regime.threat[0] == pytest.approx(NormalDist().cdf(log(0.5 / 0.2)))


def test_what_is_given(tmp_path: Path) -> None:
    state = lived(country(tmp_path, "concession", dimension="market", **PLAIN), pressed())
    assert state.regime.line[0] == pytest.approx(-0.3)
    assert state.regime.drive[0] == state.regime.forced[0] == 0.0
    assert state.regime.concessions[0] == 1.0


def test_below_the_level_nothing_is_given(tmp_path: Path) -> None:
    """An even chance is not above one half."""
    for numbers in (PLAIN | {"level": 0.5}, PLAIN | {"level": 1.0}):
        state = lived(country(tmp_path, "concession", 12, dimension="market", **numbers), pressed())
        assert state.regime.line[0] == pytest.approx(-0.8)
        assert state.regime.drive[0] == 0.5
        assert state.regime.forced[0] == 1.0
        assert state.regime.concessions[0] == 0.0


@pytest.mark.parametrize(("months", "given"), [(1, 1), (3, 1), (4, 2), (6, 2), (7, 3)])
def test_they_wait_between_retreats(tmp_path: Path, months: int, given: int) -> None:
    """With a pause of three months: in the first, fourth and seventh month, 0.5 each time."""
    state = lived(country(tmp_path, "concession", months, dimension="market", **PLAIN), pressed())
    assert state.regime.concessions[0] == given
    assert state.regime.line[0] == pytest.approx(-0.8 + 0.5 * given)


def test_the_line_ends_at_one_and_then_there_is_nothing_to_give(tmp_path: Path) -> None:
    """-0.8 to 1 takes four retreats of 0.5."""
    state = lived(country(tmp_path, "concession", 60, dimension="market", **PLAIN), pressed())
    assert state.regime.line[0] == 1.0
    assert state.regime.concessions[0] == 4.0


def test_what_they_do_not_see_does_not_move_them(tmp_path: Path) -> None:
    """By reports a rising of 400 that nobody reports counts for nothing, and one of none for much."""
    model = country(tmp_path, "concession", dimension="market", picture="reported", **PLAIN)
    blind = lived(model, pressed(EVEN, seen_unrest=0.0))
    assert (blind.regime.threat[0], blind.regime.concessions[0]) == (0.0, 0.0)
    misled = lived(model, pressed(0.0, seen_unrest=EVEN))
    assert misled.regime.threat[0] == pytest.approx(0.5)
    assert misled.regime.concessions[0] == 1.0


def test_a_rising_abroad_or_without_rulers_is_no_threat(tmp_path: Path) -> None:
    def abroad(state: State) -> None:
        pressed(0.0, threat=0.7)(state)
        state.places.rising[VASSAL] = 1e6

    for change in (abroad, pressed(EVEN, in_power=0.0, threat=0.7)):
        state = lived(country(tmp_path, "concession", dimension="market", **PLAIN), change)
        assert (state.regime.threat[0], state.regime.concessions[0]) == (0.0, 0.0)


def test_without_a_dimension_force_alone_is_given_up(tmp_path: Path) -> None:
    state = lived(country(tmp_path, "concession", 12, **PLAIN), pressed())
    assert state.regime.line[0] == pytest.approx(-0.8)
    assert state.regime.drive[0] == state.regime.forced[0] == 0.0
    assert state.regime.concessions[0] == 1.0
