"""Purge: whom it reaches and how often, against the hazards by hand."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp
from pathlib import Path

import numpy as np
import pytest
from tests.coercion import PEOPLE, POLICE, country, start_of
from tests.organisations import last_state, near

from whowhom.build.model import Model
from whowhom.core.state import EXPELLED, VACANT
from whowhom.simulate.batch import run_batch

NAMES = {"office": "chief", "body": "board"}
FATES = "".join(
    f'[[observe]]\nname = "{who}"\nobservable = "fate_of"\nperson = "{who}"\n' for who in "habcde"
)
SURE = {"rate": 1.0, "strength": 10.0, "spared": 1.0, "place": 1.0}
"""A hazard of 10: who is exposed survives a month with e^-10."""
HISTORIES = 2000


def purge(
    folder: Path,
    personal: float = 1.0,
    instruments: Mapping[str, tuple[str, str, float]] = POLICE,
    names: Mapping[str, str] = NAMES,
    months: int = 1,
    people: str = PEOPLE,
    more: str = FATES,
    **given: float,
) -> Model:
    """Return a country under personal rule of h; weights: a 0.2, b 0, c 0.6, d 0.1, e 0 and a place each."""
    model = country(folder, "purge", instruments, names, months=months, people=people, more=more, **given)
    start_of(model).regime.personal[0] = personal
    return model


def dead_shares(model: Model) -> list[float]:
    """Return, for h to e, the share of histories in which each is dead at the end."""
    output = run_batch(model, np.arange(HISTORIES), seed=3, from_priors=False).output[:, -1, :6]
    return [float(share) for share in (output == 0).mean(axis=0)]


def test_the_hazards(tmp_path: Path) -> None:
    """rate 0.8, p 1/2, place 0.5, spared 0.25: c 0.4 min(1, 1.1), d 0.4 0.6, a 0.1 0.7, b 0.1 0.5; e none."""
    model = purge(tmp_path, 0.5, rate=0.8, place=0.5, spared=0.25)
    hazards = [0.0, 0.07, 0.05, 0.4, 0.24, 0.0]
    for found, hazard in zip(dead_shares(model), hazards, strict=True):
        assert near(found, 1.0 - exp(-hazard), HISTORIES)
    model = purge(tmp_path, 0.5, months=3, rate=0.8, place=0.5, spared=0.25)
    assert near(dead_shares(model)[4], 1.0 - exp(-0.72), HISTORIES)


def test_the_dead_leave_every_seat_and_are_counted(tmp_path: Path) -> None:
    """c and d have their seats until then; with hazard 10 and 6 histories both go, h and his men stay."""
    people = PEOPLE.replace("c,board", "c,board|desk")
    model = purge(tmp_path, people=people, **(SURE | {"spared": 0.0}))
    state = last_state(model)
    assert state.people.alive[:6].tolist() == [1, 1, 1, 0, 0, 1]
    assert state.seats.holder.tolist() == [0, 0, 1, 2, VACANT, VACANT, VACANT, VACANT]
    assert state.regime.purged[0] == 2.0
    model = purge(tmp_path, people=people, months=2, **(SURE | {"spared": 0.0}))
    assert last_state(model).regime.purged[0] == 0.0


def test_prestige_exposes_who_sits_nowhere(tmp_path: Path) -> None:
    """e, who holds nothing, lives without prestige and dies with it."""
    assert last_state(purge(tmp_path, **SURE)).people.alive[5] == 1
    people = PEOPLE.replace("e,,,0,", "e,,,1,")
    assert last_state(purge(tmp_path, people=people, **SURE)).people.alive[5] == 0


def test_who_was_put_out_is_no_longer_his_man(tmp_path: Path) -> None:
    """At spared = 0 his men are safe; a, who was put out, is not."""
    model = purge(tmp_path, **(SURE | {"spared": 0.0}))
    start_of(model).people.standing[1] = EXPELLED
    assert last_state(model).people.alive[:3].tolist() == [1, 0, 1]


def test_a_seat_elsewhere_counts_when_no_body_is_named(tmp_path: Path) -> None:
    """e at the desk has no prestige."""
    people = PEOPLE.replace("e,,", "e,desk,")
    assert last_state(purge(tmp_path, people=people, **SURE)).people.alive[5] == 1
    anywhere = purge(tmp_path, names={"office": "chief"}, people=people, **SURE)
    assert last_state(anywhere).people.alive[5] == 0


def test_the_police_limits_it(tmp_path: Path) -> None:
    """With room for one and four sure deaths expected each dies with 1/4; one dies in all on average."""
    model = purge(tmp_path, instruments={"guards": ("police", "chief", 1.0)}, **SURE)
    # Weights 1, 1, 1, 1 of a to d: 1 - e^-10 each, whose sum is reduced to 1.
    for found in dead_shares(model)[1:5]:
        assert near(found, 0.25, HISTORIES)


@pytest.mark.parametrize("off", ["personal", "strength", "police", "office", "power", "another's police"])
def test_off_nobody_dies(tmp_path: Path, off: str) -> None:
    given = SURE | ({"strength": 0.0} if off == "strength" else {})
    police = {"police": {}, "another's police": {"guards": ("police", "desk", 9.0)}}.get(off, POLICE)
    people = PEOPLE.replace("h,chief|board", "h,board") if off == "office" else PEOPLE
    model = purge(
        tmp_path, 0.0 if off == "personal" else 1.0, police, people=people, months=12, more="", **given
    )
    if off == "power":
        start_of(model).regime.in_power[0] = 0.0
    state = last_state(model)
    assert state.people.alive[:6].tolist() == [1] * 6
    assert state.regime.purged[0] == 0.0


def test_a_death_that_is_given_comes_at_its_date(tmp_path: Path) -> None:
    """c dies in month 4 by the document: three months of hazard 10 do not touch him, d is gone at once."""
    more = '[[events]]\ndate = 2000-05-01\nact = "dies"\nwho = "c"\nsource = "identity"\n'
    model = purge(tmp_path, months=6, more=FATES + more + '[[schedule]]\nmechanism = "events"\n', **SURE)
    fates = run_batch(model, np.arange(1), seed=3, from_priors=False).output[0]
    assert fates[:, 3].tolist() == [2, 2, 2, 2, 0, 0, 0]
    assert fates[:, 4].tolist() == [2, 0, 0, 0, 0, 0, 0]


def test_more_personal_rule_more_deaths(tmp_path: Path) -> None:
    """Common luck: whoever dies at less dies at more."""
    found = [sum(dead_shares(purge(tmp_path, p, rate=0.5))) for p in (0.0, 0.3, 0.6, 1.0)]
    assert found[0] == 0.0
    assert found == sorted(set(found))
