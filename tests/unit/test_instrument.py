"""Instruments of coercion: opened at their date, fed by use, owned by no person. Nothing is drawn."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.coercion import CAMPS, POLICE, country, start_of
from tests.organisations import last_state

from whowhom.build.model import Model
from whowhom.core.state import State

DATED = "from = 2000-04-01\nuntil = 2000-07-01"


def load(model: Model, used: float) -> State:
    """Let the police be used so much before the first month, and return the state at the end."""
    start = start_of(model)
    start.instruments.used[0] = used
    return last_state(model)


@pytest.mark.parametrize(("months", "exists"), [(1, 0), (2, 0), (3, 1), (5, 1), (6, 0), (9, 0)])
def test_it_exists_between_its_dates(tmp_path: Path, months: int, exists: int) -> None:
    """From April, month 3, to before July, month 6; outside it has no capacity."""
    state = last_state(country(tmp_path, "instrument", dated=DATED, months=months))
    assert state.instruments.open[0] == exists
    assert state.instruments.capacity[0] == 100.0 * exists


def test_without_an_end_it_stays(tmp_path: Path) -> None:
    state = last_state(country(tmp_path, "instrument", dated="from = 2000-04-01", months=60))
    assert (state.instruments.open[0], state.instruments.capacity[0]) == (1.0, 100.0)


def test_use_feeds_it_and_idleness_starves_it(tmp_path: Path) -> None:
    """Load 1/2: 100 + 0.1 0.5 100 (1 - 100/2000) = 104.75; then idle: 104.75 - 0.02 4.75 = 104.655."""
    given = {"growth": 0.1, "decay": 0.02, "most": 20.0}
    state = load(country(tmp_path, "instrument", **given), 50.0)
    assert state.instruments.capacity[0] == pytest.approx(104.75, rel=1e-6)
    assert state.instruments.used[0] == 0.0
    state = load(country(tmp_path, "instrument", months=2, **given), 50.0)
    assert state.instruments.capacity[0] == pytest.approx(104.655, rel=1e-6)


def test_more_use_more_capacity(tmp_path: Path) -> None:
    """More than full use is full use."""
    after = [
        float(load(country(tmp_path, "instrument"), used).instruments.capacity[0])
        for used in (0.0, 30.0, 60.0, 100.0, 500.0)
    ]
    assert after[0] == 100.0
    assert after[:4] == sorted(set(after[:4]))
    assert after[4] == after[3]


@pytest.mark.parametrize(("months", "capacity"), [(1, 150.0), (2, 100.0), (9, 100.0)])
def test_it_stays_within_its_bounds(tmp_path: Path, months: int, capacity: float) -> None:
    """Full use at growth 1 and most 2: 100 + 100 (1 - 1/2); then idle: the first and no less."""
    model = country(tmp_path, "instrument", months=months, growth=1.0, decay=1.0, most=2.0)
    assert load(model, 100.0).instruments.capacity[0] == capacity


def test_used_to_the_full_it_grows_to_the_most_and_no_further(tmp_path: Path) -> None:
    """A camp that is always full: logistic growth from 10 up to 20 times 10, after 200 months within 1 %."""
    cells = {"cells": ("camp", "chief", 10.0)}
    full = '[[schedule]]\nmechanism = "terror"\noffice = "chief"\nbody = "board"\n'
    guards = {"guards": ("police", "chief", 1e6)}
    model = country(
        tmp_path, "instrument", guards | cells, months=200, more=full, growth=0.1, decay=0.02, most=20.0
    )
    start_of(model).publics.active[0, 0] = 1.0
    found = float(last_state(model).instruments.capacity[1])
    assert 198.0 <= found <= 200.0


def test_the_scale_is_a_factor_on_all(tmp_path: Path) -> None:
    """At the start, and when one is made later."""
    state = last_state(country(tmp_path, "instrument", POLICE | CAMPS, scale=1.5))
    assert state.instruments.capacity.tolist() == [150.0, 75.0]
    model = country(tmp_path, "instrument", dated="from = 2000-04-01", months=4, scale=1.5)
    assert last_state(model).instruments.capacity[0] == 150.0


@pytest.mark.parametrize("off", [{"growth": 0.0}, {"most": 1.0}])
def test_off_it_stays_what_it_was(tmp_path: Path, off: dict[str, float]) -> None:
    assert load(country(tmp_path, "instrument", **off), 100.0).instruments.capacity[0] == 100.0


def test_rulers_who_do_not_rule_make_none_but_lose_none(tmp_path: Path) -> None:
    model = country(tmp_path, "instrument", dated="from = 2000-02-01", months=6)
    start_of(model).regime.in_power[0] = 0.0
    assert last_state(model).instruments.open[0] == 0.0
    model = country(tmp_path, "instrument", POLICE | CAMPS, months=6)
    start_of(model).regime.in_power[0] = 0.0
    assert last_state(model).instruments.open.tolist() == [1.0, 1.0]


def test_it_outlives_its_maker(tmp_path: Path) -> None:
    """Nobody heads the owner any more: it is still there."""
    model = country(tmp_path, "instrument", people="name,body,line\nx,,0", months=12)
    assert last_state(model).instruments.open[0] == 1.0
