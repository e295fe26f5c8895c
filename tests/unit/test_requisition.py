"""Requisition against hand cases, and grain in equals grain out whatever the state.

One place in February, 6 months before the harvest of August: 12 million growers at 0.6 tonnes a year need
0.6 million tonnes a month, 5 million others at 0.24 need 0.1. The last harvest was 12.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.organisations import number
from tests.villages import alone, villages

from whowhom.build.model import Model
from whowhom.core.state import State

NUMBERS = {
    "need": (0.6, "1"),
    "town_need": (0.24, "1"),
    "conceal": (0.5, "share"),
    "tax": (0.5, "share"),
    "price": (0.64, "share"),
    "response": (0.5, "1"),
    "army": (0.4, "share"),
    "export": (0.1, "share"),
    "seepage": (0.0, "share"),
    "spare": (0.5, "share"),
    "deaths": (0.09, "1/month"),
}


def country(folder: Path, places: int = 1, extra: str = "", **changed: float) -> Model:
    """Write the document with some numbers changed."""
    lines = [f"{name} = {number(changed.get(name, value), unit)}" for name, (value, unit) in NUMBERS.items()]
    head = ['mechanism = "requisition"', 'producers = "growers"', 'consumers = "eaters"', extra]
    return villages(folder, "\n".join([*head, *lines]), places)


def shared(folder: Path, **values: Any) -> State:
    """Share out one month from a stock of 6 unless told otherwise."""
    own = {name: values.pop(name) for name in list(values) if name in NUMBERS}
    return alone(country(folder, **own), **{"places_stock": 6.0, "places_harvest": 12.0, **values})


def outcome(state: State) -> tuple[float, float, float, float]:
    """Return stock, taken, kept and ration of the place."""
    places = state.places
    return tuple(float(field[0]) for field in (places.stock, places.taken, places.kept, places.ration))  # type: ignore[return-value]


def test_by_force(tmp_path: Path) -> None:
    """0.05 of 12 in a year is 0.05 a month, half of what towns need. 6 - 0.05 - 0.6 = 5.35."""
    got = outcome(shared(tmp_path, regime_forced=1.0, regime_extraction=0.05))
    assert got == pytest.approx((5.35, 0.05, 1 - 0.05 / 12, 0.5), rel=1e-6)


def test_private_trade_seeps_in(tmp_path: Path) -> None:
    """Of the missing 0.05 private trade brings 0.4, 0.02: ration 0.7, and that part is paid."""
    got = outcome(shared(tmp_path, regime_forced=1.0, regime_extraction=0.05, seepage=0.4))
    assert got == pytest.approx((5.33, 0.07, 1 - 0.05 / 12, 0.7), rel=1e-6)


def test_by_tax_and_purchase(tmp_path: Path) -> None:
    """A tax of 0.025 and 0.075 bought at 0.64: 0.36 of it is lost. Ready are 0.375 * 0.64^0.5 = 0.3."""
    got = outcome(shared(tmp_path, regime_extraction=0.05))
    lost = (0.025 + 0.075 * 0.36) / 12
    assert got == pytest.approx((5.3, 0.1, 1 - lost, 1.0), rel=1e-6)


def test_a_low_price_brings_less(tmp_path: Path) -> None:
    """Nothing taxed; of 3.78 in stock 0.63 - 0.6 = 0.03 is ready, times 0.8: ration 0.24; at price 0 none."""
    low = outcome(shared(tmp_path, places_stock=3.78))
    assert low[3] == pytest.approx(0.24, rel=1e-5)
    assert outcome(shared(tmp_path, places_stock=3.78, price=0.0))[3] == 0.0


def test_hostile_producers_hide(tmp_path: Path) -> None:
    """Of 0.3 half is hidden, so 0.15 of the 0.2 that are asked for come; nothing is hidden in collectives."""
    asked: dict[str, Any] = {"regime_forced": 1.0, "regime_extraction": 0.2, "places_stock": 0.3}
    hidden = shared(tmp_path, publics_hostility=1.0, **asked)
    assert hidden.places.taken[0] == pytest.approx(0.15, rel=1e-6)
    joined = shared(tmp_path, publics_hostility=1.0, places_collective=1.0, **asked)
    assert joined.places.taken[0] == pytest.approx(0.2, rel=1e-6)


def test_the_army_and_export_come_first(tmp_path: Path) -> None:
    """Of 0.1 the army takes 0.4 * 0.5 = 0.2, leaving 0.08; export at half a drive 0.1 * 0.5 = 0.05."""
    asked: dict[str, Any] = {"regime_forced": 1.0, "regime_extraction": 0.1}
    assert outcome(shared(tmp_path, regime_war=0.5, **asked))[3] == pytest.approx(0.8, rel=1e-6)
    both = shared(tmp_path, regime_war=0.5, regime_drive=0.5, **asked)
    assert outcome(both)[3] == pytest.approx(0.3, rel=1e-5)


def test_only_what_the_rulers_hold_gives(tmp_path: Path) -> None:
    """Half a hold: 0.1 of the 0.2 asked for; the other half of the towns buys 0.05 freely. All get enough."""
    got = outcome(shared(tmp_path, regime_forced=1.0, regime_extraction=0.2, places_hold=0.5))
    assert got == pytest.approx((5.25, 0.15, 1 - 0.1 / 12, 1.0), rel=1e-6)


def test_without_rulers_trade_is_free(tmp_path: Path) -> None:
    """Towns buy the 0.1 that they need, whatever the rulers would ask for."""
    got = outcome(shared(tmp_path, regime_in_power=0.0, regime_forced=1.0, regime_extraction=0.3))
    assert got == pytest.approx((5.3, 0.1, 1.0, 1.0), rel=1e-6)


def test_hunger(tmp_path: Path) -> None:
    """0.6 for 6 months is 0.1 of 0.6: lack 5/6, beyond the spare half 2/3; 0.09 * 4/9 = 0.04 of them."""
    state = shared(tmp_path, places_stock=0.6)
    assert state.places.dead[0] == pytest.approx(480_000, rel=1e-4)
    assert state.publics.members[0, 0] + state.places.dead[0] == pytest.approx(12e6, abs=2)
    assert state.places.stock[0] == pytest.approx(0.5, rel=1e-6)
    assert state.publics.members[1, 0] == 5e6


def test_they_save_for_the_levies_to_come(tmp_path: Path) -> None:
    """Of 2.4 a levy of 0.1 leaves 2.3; 5/6 of 0.1 is saved each month: 2.3 / 6 - 0.5 / 6 = 0.3 is eaten.

    So it goes on evenly: after 6 months all is eaten or taken, and each month they ate the same 0.3.
    """
    model = country(tmp_path, deaths=0.0)
    begin: dict[str, Any] = {
        "places_stock": 2.4,
        "places_harvest": 12.0,
        "regime_forced": 1.0,
        "regime_extraction": 0.1,
    }
    stocks = [float(alone(model, months, **begin).places.stock[0]) for months in range(1, 7)]
    assert stocks == pytest.approx([2.0, 1.6, 1.2, 0.8, 0.4, 0.0], abs=1e-6)


def test_no_hunger_kills_nobody_and_none_eats_beyond_need(tmp_path: Path) -> None:
    assert shared(tmp_path, places_stock=2.0).places.dead[0] == 0.0
    assert shared(tmp_path, places_stock=0.0, deaths=0.0).places.dead[0] == 0.0
    assert outcome(shared(tmp_path, places_stock=90.0))[0] == pytest.approx(90 - 0.6 - 0.1, rel=1e-6)


def test_others_are_fed_too(tmp_path: Path) -> None:
    """The same public named twice, two fed with each member: four times the need, a quarter of the ration."""
    extra = f'more = "eaters"\nfed_with = {number(2.0, "1")}'
    state = alone(
        country(tmp_path, extra=extra),
        places_stock=6.0,
        places_harvest=12.0,
        regime_forced=1.0,
        regime_extraction=0.1,
    )
    assert state.places.ration[0] == pytest.approx(0.25, rel=1e-6)


@pytest.fixture(scope="module")
def fair(tmp_path_factory: pytest.TempPathFactory) -> Model:
    """Three places where all that is bought is fully paid, so that kept tells the levy."""
    return country(tmp_path_factory.mktemp("fair"), 3, price=1.0, seepage=0.5)


SHARES = st.lists(st.floats(0.0, 1.0, width=32), min_size=3, max_size=3)


@settings(max_examples=150, deadline=None)
@given(
    stock=st.lists(st.floats(0.0, 11.0, width=32), min_size=3, max_size=3),
    hold=SHARES,
    hostility=SHARES,
    collective=SHARES,
    forced=st.sampled_from([0.0, 1.0]),
    in_power=st.sampled_from([0.0, 1.0]),
    extraction=st.floats(0.0, 1.0, width=32),
    drive=st.floats(0.0, 1.0, width=32),
    war=st.floats(0.0, 1.0, width=32),
)
def test_grain_in_is_grain_out(fair: Model, stock: list[float], **drawn: Any) -> None:
    """Stock before = stock after + taken + eaten, eaten worked out from the levy; people are conserved."""
    lists = {"hold": "places", "collective": "places", "hostility": "publics"}
    values = {f"{lists.get(name, 'regime')}_{name}": value for name, value in drawn.items()}
    state = alone(fair, places_stock=stock, places_harvest=12.0, **values)
    before, taken = np.array(stock), state.places.taken.astype(float)
    levied = (1.0 - state.places.kept) * 12.0
    eaten = np.minimum(0.6, np.maximum((before - taken) / 6 - levied * 5 / 6, 0.0))
    assert before == pytest.approx(state.places.stock + taken + eaten, abs=2e-5)
    assert state.publics.members[0] + state.places.dead == pytest.approx(12e6, abs=3)
    # Nobody is fed from nowhere: what towns got is at most what left the villages.
    assert state.places.ration.sum() * 0.1 <= taken.sum() + 1e-5
    assert state.clock.fault[0] == 0
