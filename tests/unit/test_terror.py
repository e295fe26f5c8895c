"""Terror by hand: whom the police takes, for whom, and what becomes of them. Nothing is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.coercion import CAMPS, POLICE, country, start_of
from tests.organisations import last_state

from whowhom.build.model import Model
from whowhom.core.state import State

NAMES = {"office": "chief", "body": "board"}
QUIET = {"answer": 0.1, "suspicion": 0.01, "trust": 0.5, "death": 0.1, "alarm": 0.2, "fury": 0.3}
"""Every number of the hand cases; a prisoner is not released."""


def terror(
    folder: Path,
    instruments: Mapping[str, tuple[str, str, float]] = POLICE | CAMPS,
    rising: float = 0.0,
    active: float = 0.0,
    personal: float = 0.0,
    war: float = 0.0,
    threat: float = 0.0,
    months: int = 1,
    names: Mapping[str, str] = NAMES,
    **given: float,
) -> Model:
    """Return a country of 500 people of each of two publics in each of two places, one of which is restless.

    rising: persons in the first place; active: share of the first public there.
    """
    model = country(
        folder, "terror", instruments, names, months=months, **({**QUIET, "release": 0.0} | given)
    )
    state = start_of(model)
    state.places.rising[0] = rising
    state.publics.active[0, 0] = active
    state.regime.personal[0] = personal
    state.regime.war[0] = war
    state.regime.threat[0] = threat
    return model


def sums(state: State) -> tuple[float, float, float]:
    """Return sentenced, executed and prisoners."""
    regime = state.regime
    return float(regime.sentenced[0]), float(regime.executed[0]), float(regime.prisoners[0])


def test_the_state_answers_its_enemies(tmp_path: Path) -> None:
    """300 in revolt: a tenth is sentenced, a tenth of that to death, 27 are held; both are used."""
    state = last_state(terror(tmp_path, rising=300.0))
    assert sums(state) == pytest.approx((30.0, 3.0, 27.0), rel=1e-6)
    assert state.instruments.used.tolist() == pytest.approx([30.0, 27.0], rel=1e-6)
    assert (state.publics.members[:2, :2] == 500.0).all()


def test_who_has_risen_is_active_too(tmp_path: Path) -> None:
    """0.4 of 500 are active: 200 count beside 100 in revolt, and 300 in revolt beside those 200."""
    assert sums(last_state(terror(tmp_path, rising=100.0, active=0.4)))[0] == pytest.approx(20.0, rel=1e-6)
    assert sums(last_state(terror(tmp_path, rising=300.0, active=0.4)))[0] == pytest.approx(30.0, rel=1e-6)


def test_one_man_suspects_everyone(tmp_path: Path) -> None:
    """0.01 of 2000 people at p = 1/2, less half of 3/5 by trust: 20 1/2 0.7 = 7; to death 0.1 + 0.3/2."""
    assert sums(last_state(terror(tmp_path, personal=0.5))) == pytest.approx((7.0, 1.75, 5.25), rel=1e-6)


def test_both_parts_add_up(tmp_path: Path) -> None:
    """30 and 7 sentenced, 3 and 1.75 to death."""
    state = last_state(terror(tmp_path, rising=300.0, personal=0.5))
    assert sums(state) == pytest.approx((37.0, 4.75, 32.25), rel=1e-6)


@pytest.mark.parametrize(("war", "threat"), [(0.5, 0.0), (0.0, 0.5), (0.5, 0.2)])
def test_danger_kills_more(tmp_path: Path, war: float, threat: float) -> None:
    """0.1 + 0.2 1/2 of 30, whichever is greater of war and threat."""
    state = last_state(terror(tmp_path, rising=300.0, war=war, threat=threat))
    assert sums(state) == pytest.approx((30.0, 6.0, 24.0), rel=1e-6)


def test_the_police_can_do_no_more_than_it_can(tmp_path: Path) -> None:
    """Capacity 100: 150 wanted by the state leave nothing for one man; two police share by their room."""
    state = last_state(terror(tmp_path, rising=1500.0, personal=1.0, fury=1.0))
    assert sums(state)[:2] == pytest.approx((100.0, 10.0), rel=1e-6)
    two = POLICE | {"watch": ("police", "desk", 50.0)}
    state = last_state(terror(tmp_path, two, rising=900.0))
    assert state.instruments.used.tolist() == pytest.approx([60.0, 30.0], rel=1e-6)


def test_one_man_has_only_his_own_police(tmp_path: Path) -> None:
    """The desk is nobody's: the state may use it, he may not."""
    his = {"watch": ("police", "desk", 50.0)}
    assert sums(last_state(terror(tmp_path, his, personal=1.0)))[0] == 0.0
    assert sums(last_state(terror(tmp_path, his, rising=300.0)))[0] == pytest.approx(30.0, rel=1e-6)


def test_a_camp_holds_what_it_can(tmp_path: Path) -> None:
    """27 a month in 50 places: full after two months; a tenth released from 50 leaves room for five."""
    assert sums(last_state(terror(tmp_path, rising=300.0, months=2)))[2] == pytest.approx(50.0, rel=1e-6)
    model = terror(tmp_path, release=0.1)
    start_of(model).regime.prisoners[0] = 50.0
    assert sums(last_state(model))[2] == pytest.approx(45.0, rel=1e-6)
    model = terror(tmp_path, rising=300.0, release=0.1)
    start_of(model).regime.prisoners[0] = 50.0
    state = last_state(model)
    assert sums(state)[2] == pytest.approx(50.0, rel=1e-6)
    assert state.instruments.used[1] == pytest.approx(50.0, rel=1e-6)


def test_without_a_camp_or_power_all_go_free(tmp_path: Path) -> None:
    model = terror(tmp_path, POLICE, rising=300.0)
    start_of(model).regime.prisoners[0] = 50.0
    assert sums(last_state(model)) == pytest.approx((30.0, 3.0, 0.0), rel=1e-6)
    model = terror(tmp_path, rising=300.0)
    start_of(model).regime.prisoners[0] = 50.0
    start_of(model).regime.in_power[0] = 0.0
    assert sums(last_state(model)) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize("off", ["strength", "police"])
def test_off(tmp_path: Path, off: str) -> None:
    kinds = CAMPS if off == "police" else POLICE | CAMPS
    given = {"strength": 0.0} if off == "strength" else {}
    model = terror(tmp_path, kinds, rising=300.0, personal=1.0, months=6, **given)
    assert sums(last_state(model)) == (0.0, 0.0, 0.0)


def test_dependent_places_have_their_own_police_unless_named(tmp_path: Path) -> None:
    """A rising of 300 on the islands is no business of the police of the provinces."""
    for names, wanted in ((NAMES, 0.0), (NAMES | {"places": "islands"}, 30.0)):
        model = terror(tmp_path, names=names)
        start_of(model).places.rising[2] = 300.0
        assert sums(last_state(model))[0] == pytest.approx(wanted, rel=1e-6)


def test_trust_ends_suspicion_only_of_his_men(tmp_path: Path) -> None:
    """10 at p = 1/2 without trust; full trust leaves the 2/5 of the board that are not his: 4."""
    found = [
        sums(last_state(terror(tmp_path, personal=0.5, trust=trust)))[0] for trust in (0.0, 0.25, 0.75, 1.0)
    ]
    assert found == pytest.approx([10.0, 8.5, 5.5, 4.0], rel=1e-6)


def test_more_personal_rule_more_terror_and_more_death(tmp_path: Path) -> None:
    """Monotone in personal rule, in both numbers and in the share of deaths."""
    found = [sums(last_state(terror(tmp_path, personal=p))) for p in (0.0, 0.25, 0.5, 0.75, 1.0)]
    assert found[0] == (0.0, 0.0, 0.0)
    shares = [executed / sentenced for sentenced, executed, _ in found[1:]]
    assert shares == sorted(set(shares))
    assert [one[0] for one in found] == sorted({one[0] for one in found})
