"""Two worlds that differ by a rule from one month on are the same before it, and part where it acts.

All arms meet the same chance, and every draw has a name of its own, so this is a comparison of bytes: no
false alarms.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.golden.regenerate import shortened

from whowhom.build import Model, build
from whowhom.build.calendar import month_index
from whowhom.simulate.batch import Batch, run_batch
from whowhom.spec.scenario import Edit
from whowhom.spec.toml import read

HISTORIES = 48
CASES = {
    "provinces": ("soviet_party", "rules.assignment.until", date(1923, 1, 1), "provincial_secretary"),
    "recall": ("soviet_party", "rules.recall.until", date(1922, 10, 1), "provincial_secretary"),
    "creation": ("conclave", "rules.creation.until", date(2014, 6, 1), "electors"),
}
"""Name of the case: scenario, the rule's end that is set, to which day, the body in which it acts."""


def monthly(model: Model, months: int) -> tuple[Model, Batch]:
    """Run the first months with everybody's seat recorded every month."""
    every = tuple(range(months + 1))
    plan = model.plan._replace(snapshot_month=np.arange(months + 1, dtype=np.int32))
    short = shortened(replace(model, snapshot_months=every, plan=plan), months)
    return short, run_batch(short, np.arange(HISTORIES), seed=1924, from_priors=False)


def differs(one: Batch, other: Batch) -> NDArray[np.bool_]:
    """Return (history, month, seat) where another person sits."""
    return np.asarray(one.snapshots != other.snapshots)


@pytest.mark.parametrize("case", CASES)
def test_worlds_part_in_the_month_and_the_body_of_the_rule(case: str) -> None:
    name, path, day, body = CASES[case]
    scenario = read(name)
    month = month_index(scenario.start, day)
    model, base = monthly(build(scenario), month + 12)
    _, edited = monthly(build(scenario.edit(Edit(set=path, to=day))), month + 12)
    assert base.output[:, :month].tobytes() == edited.output[:, :month].tobytes()
    apart = differs(base, edited)
    assert not apart[:, :month].any()
    assert apart.any(), "the rule should have done something in a year"
    number = list(scenario.bodies).index(body)
    for history in np.flatnonzero(apart.any(axis=(1, 2))):
        first = int(np.flatnonzero(apart[history].any(axis=1))[0])
        assert first >= month
        seats = np.flatnonzero(apart[history, first])
        assert set(model.polity.seat_body[seats].tolist()) == {number}


def test_setting_what_stands_changes_no_byte() -> None:
    """An edit that changes nothing is the same world: the ballot of the committee is secret already."""
    scenario = read("soviet_party")
    _, base = monthly(build(scenario), 24)
    _, same = monthly(build(scenario.edit(Edit(set="rules.committee.ballot", to="secret"))), 24)
    assert base.output.tobytes() == same.output.tobytes()
    assert base.snapshots.tobytes() == same.snapshots.tobytes()
