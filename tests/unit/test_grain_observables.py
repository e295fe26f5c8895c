"""What is recorded of grain and farms, against sums by hand. Nothing is drawn: no false alarms."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.organisations import SEED, number, organise

from whowhom import observables
from whowhom.core.state import allocate
from whowhom.simulate.batch import run_batch

EXPECTED = {
    "grain_harvest": 9.0,  # 3 + 6; the island is of another set
    "grain_stock": 5.0,  # 1 + 4
    "grain_taken": 3.0,  # 1 + 2
    "sown_area": 0.85,  # output 3 and 1: (3 * 0.9 + 0.7) / 4
    "grain_kept": 0.65,  # (3 * 0.8 + 0.2) / 4
    "draught_animals": 0.85,  # (3 * 1 + 0.4) / 4
    "collective_share": 0.25,  # (0 + 1) / 4
    "deaths_by_hunger_and_violence": 30.0,  # 10 + 20
    "town_ration": 0.75,  # members 100 and 100: (1 + 0.5) / 2
    "mean_hostility": 0.3,  # (0.2 + 0.4) / 2
    "grain_forced": 1.0,
    "grain_demanded": 0.25,
    "collectivisation_drive": 0.5,
    "weather_of_the_year": 0.75,
    "war_effort": 0.125,
}


def test_every_observable_of_grain(tmp_path: Path) -> None:
    shipped = observables.shipped()
    assert {name for name, item in shipped.items() if item.function.__module__.endswith("grain")} == set(
        EXPECTED
    )
    what = {"places": "land", "public": "folk"}
    text = "".join(
        f'[[observe]]\nname = "{name}"\nobservable = "{name}"\n'
        + "".join(f'{need} = "{what[need]}"\n' for need in shipped[name].needs)
        for name in EXPECTED
    )
    (tmp_path / "land.csv").write_text("name,weight\nnear,3\nfar,1\n", encoding="utf-8")
    model = organise(
        tmp_path,
        f"""
        [bodies]
        chief = {{ seats = 1 }}
        [places.land]
        count = 2
        names = ["near", "far"]
        file = "land.csv"
        output = {number(4.0, "million tonnes")}
        output_by = "weight"
        [places.island]
        count = 1
        [publics.folk]
        places = "land"
        members = {number(100.0, "person")}
        leaning = {number(0.5, "share")}
        [[schedule]]
        mechanism = "events"
        {text}
        """,
    )
    state, buffer = allocate(model.sizes)
    buffer[:] = model.initial
    state.publics.members[0, :] = [100.0, 100.0, 0.0]
    state.publics.hostility[0, :] = [0.2, 0.4, 1.0]
    for field, values in {
        "harvest": [3.0, 6.0, 50.0],
        "stock": [1.0, 4.0, 50.0],
        "taken": [1.0, 2.0, 50.0],
        "sown": [0.9, 0.7, 0.0],
        "kept": [0.8, 0.2, 1.0],
        "livestock": [1.0, 0.4, 0.0],
        "collective": [0.0, 1.0, 1.0],
        "dead": [10.0, 20.0, 900.0],
        "ration": [1.0, 0.5, 0.0],
    }.items():
        getattr(state.places, field)[:] = values
    for field, value in {
        "forced": 1.0,
        "extraction": 0.25,
        "drive": 0.5,
        "weather": 0.75,
        "war": 0.125,
    }.items():
        getattr(state.regime, field)[0] = value
    batch = run_batch(replace(model, initial=buffer), np.arange(1), seed=SEED, from_priors=False)
    assert batch.output[0, 0] == pytest.approx(list(EXPECTED.values()), rel=1e-6)
