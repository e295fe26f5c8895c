"""What is recorded of coercion, against counts by hand. Nothing is drawn."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.coercion import BAN, CAMPS, PEOPLE, POLICE, country, start_of

from whowhom.build.model import Model
from whowhom.core.state import EXPELLED, State
from whowhom.observables import coercion
from whowhom.simulate.batch import run_batch

ITEMS = {
    "sentenced": {},
    "sentenced_to_death": {},
    "prisoners": {},
    "personal_rule": {},
    "purged": {},
    "instrument_open": {"instrument": "cells"},
    "instrument_capacity": {"instrument": "cells"},
    "instruments_commanded": {"office": "chief"},
    "instruments_existing": {},
    "put_out": {},
    "fate_of": {"person": "c"},
    "members_of_the_first": {},
    "distance_of_those_put_out": {"person": "h"},
    "distance_of_members": {"person": "h"},
}


def recorded(folder: Path, change: object = None) -> dict[str, float]:
    """Return every observable in the month of the start, after a change of the state."""
    more = "".join(
        f'[[observe]]\nname = "{name}_here"\nobservable = "{name}"\n'
        + "".join(f'{need} = "{what}"\n' for need, what in given.items())
        for name, given in ITEMS.items()
    )
    desk = {"desk": ("censorship", "desk", 7.0)}
    model: Model = country(folder, "instrument", POLICE | CAMPS | BAN | desk, more=more, growth=0.0)
    if callable(change):
        change(start_of(model))
    output = run_batch(model, np.arange(1), seed=1, from_priors=False).output[0, 0]
    return {
        item.observable.name: float(output[first])
        for item, first in zip(model.recorded, model.plan.first_output, strict=False)
    }


def test_at_the_start(tmp_path: Path) -> None:
    """Guards, cells and unity are the chief's or the board's, which h heads; nobody has the desk.

    Opinions of h 0, a 0, b 2, c 1, d -3, e 3: the other five differ from h by 9/5 on average.
    """
    seen = recorded(tmp_path)
    expected = dict.fromkeys(ITEMS, 0.0) | {
        "instrument_open": 1.0,
        "instrument_capacity": 50.0,
        "instruments_commanded": 3.0,
        "instruments_existing": 4.0,
        "fate_of": 2.0,
        "members_of_the_first": 6.0,
        "distance_of_members": 1.8,
    }
    assert seen == pytest.approx(expected, rel=1e-6)


def test_numbers_of_the_regime_are_passed_on(tmp_path: Path) -> None:
    def change(state: State) -> None:
        regime = state.regime
        regime.sentenced[0], regime.executed[0], regime.prisoners[0] = 30.0, 3.0, 27.0
        regime.personal[0], regime.purged[0] = 0.25, 2.0
        state.instruments.open[1], state.instruments.capacity[1] = 0.0, 0.0

    seen = recorded(tmp_path, change)
    assert [seen[name] for name in list(ITEMS)[:9]] == [30.0, 3.0, 27.0, 0.25, 2.0, 0.0, 0.0, 2.0, 3.0]


def test_fates(tmp_path: Path) -> None:
    """c is put out and lives, d is put out and dead, e is dead; c differs from h by 1, d by 3, a 0, b 2."""

    def change(state: State) -> None:
        state.people.standing[3:5] = EXPELLED
        state.people.alive[4:6] = 0

    seen = recorded(tmp_path, change)
    assert (seen["put_out"], seen["fate_of"], seen["members_of_the_first"]) == (2.0, 1.0, 3.0)
    assert (seen["distance_of_those_put_out"], seen["distance_of_members"]) == (2.0, 1.0)


def test_the_family_is_complete() -> None:
    assert set(ITEMS) == {name for name in vars(coercion) if hasattr(vars(coercion)[name], "needs")}
    assert PEOPLE.count("\n") == 6
