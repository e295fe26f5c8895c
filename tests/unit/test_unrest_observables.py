"""What is recorded of revolts, against counts by hand. Nothing is drawn: no false alarms."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.organisations import number, organise

from whowhom import observables
from whowhom.core.state import allocate
from whowhom.simulate.batch import run_batch

ITEMS = {
    "rising": {},
    "rising_in": {"places": "islands"},
    "risen_places": {"places": "farms"},
    "participants": {"public": "folk"},
    "active_share": {"public": "folk"},
    "restless_places": {"public": "folk"},
    "grievance": {"public": "folk"},
    "threat": {},
    "concessions": {},
    "in_power": {},
    "held_share": {"places": "farms"},
    "troops": {"places": "farms"},
    "killed": {"places": "farms"},
    "interventions": {},
}
EXPECTED = {
    "rising": 70.0,  # 0 + 30 + 40 on the farms
    "rising_in": 9.4,
    "risen_places": 2.0,
    "participants": 42.0,  # 100 * 0.0 + 100 * 0.02 + 200 * 0.2
    "active_share": 0.105,  # 42 of 400
    "restless_places": 2.0,
    "grievance": 0.375,  # (100 * 0.5 + 200 * 0.5) / 400
    "threat": 0.25,
    "concessions": 3.0,
    "in_power": 1.0,
    "held_share": 0.6,  # (1 + 0.5 + 0.3) / 3
    "troops": 60.0,  # 10 + 20 + 30
    "killed": 6.0,  # 1 + 2 + 3
    "interventions": 1.0,  # the second island has no troops, on the third 9 of 1000 act
}


def test_every_observable_of_revolts(tmp_path: Path) -> None:
    mine = [
        name for name, item in observables.shipped().items() if item.function.__module__.endswith("unrest")
    ]
    assert set(mine) == set(ITEMS) == set(EXPECTED)
    text = "".join(
        f'[[observe]]\nname = "{name}_here"\nobservable = "{name}"\n'
        + "".join(f'{need} = "{what}"\n' for need, what in given.items())
        for name, given in ITEMS.items()
    )
    text = f"""
    [bodies]
    chief = {{ seats = 1 }}
    [places.farms]
    count = 3
    [places.islands]
    count = 3
    dependent = true
    [publics.folk]
    places = "farms"
    members = {number(300.0, "person")}
    leaning = {number(0.5, "share")}
    [publics.islanders]
    places = "islands"
    members = {number(3000.0, "person")}
    leaning = {number(0.5, "share")}
    [[schedule]]
    mechanism = "leaning"
    {text}
    """
    model = organise(tmp_path, text)
    initial = model.initial.copy()
    state, _ = allocate(model.sizes, initial)
    state.places.rising[:] = [0.0, 30.0, 40.0, 4.0, 5.0, 0.4]
    state.places.garrison[:] = [10.0, 20.0, 30.0, 40.0, 0.0, 9.0]
    state.places.killed[:] = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]
    state.places.hold[:] = [1.0, 0.5, 0.3, 0.1, 0.1, 0.1]
    state.publics.members[0, :3] = [100.0, 100.0, 200.0]
    state.publics.members[1, 3:] = 1000.0
    state.publics.active[1, 3:] = [0.01 + 1e-6, 0.5, 0.009]
    state.publics.active[0, :3] = [0.0, 0.02, 0.2]
    state.publics.grievance[0, :3] = [0.5, 0.0, 0.5]
    state.regime.threat[0], state.regime.concessions[0] = 0.25, 3.0
    batch = run_batch(replace(model, initial=initial), np.arange(1), seed=1, from_priors=False)
    assert batch.output[0, 0].tolist() == [pytest.approx(EXPECTED[name]) for name in ITEMS]
