"""What the flagship may never lose or make: people, seats, shares; with numbers drawn from their priors.

Grain in equals grain out is tested where grain moves: `tests/unit/test_requisition.py`.
"""

from __future__ import annotations

import numpy as np
import pytest
from tests.laws.histories import final_bytes

from whowhom import read
from whowhom.build import Model, build
from whowhom.core.state import VACANT, State, allocate
from whowhom.simulate.batch import run_batch

MONTHS = (40, 160, 420, 638)
SEEDS = (1, 2, 3)
HISTORIES = 200


@pytest.fixture(scope="module")
def model() -> Model:
    """The shipped scenario as it is."""
    return build(read("soviet"))


@pytest.fixture(scope="module")
def states(model: Model) -> list[State]:
    """The state of a few histories after a few years, some decades, and at the end."""
    found = []
    for seed in SEEDS:
        for months in MONTHS:
            state, _ = allocate(model.sizes, final_bytes(model, months=months, seed=seed))
            found.append(state)
    return found


def everybody(state: State) -> float:
    """Return the members of all publics, the troops and the dead."""
    masses = (state.publics.members, state.places.garrison, state.places.dead)
    return float(sum(mass.astype(np.float64).sum() for mass in masses))


def test_people_are_conserved(model: Model, states: list[State]) -> None:
    """Births and ordinary deaths are not modelled, so members, troops and dead add up to the first month's.

    Single precision holds 24 bits: a public of ten million a place is rounded to one person each month, and
    24 places times 640 months times half a person is far below one in ten thousand of 1.2e8.
    """
    begun, _ = allocate(model.sizes, model.initial.copy())
    for state in states:
        assert everybody(state) == pytest.approx(everybody(begun), rel=1e-4)
        assert (state.places.killed <= state.places.dead + 1.0).all()
    assert any(state.places.dead.sum() > 0 for state in states)


def test_seats_are_conserved_and_nobody_sits_twice_in_a_body(model: Model, states: list[State]) -> None:
    polity = model.polity
    for state in states:
        for body, first in enumerate(polity.body_first):
            size, capacity = int(state.bodies.size[body]), int(polity.body_capacity[body])
            holders = state.seats.holder[first : first + capacity]
            seated = holders[:size][holders[:size] != VACANT]
            assert 0 <= size <= capacity
            assert (holders[size:] == VACANT).all()
            assert len(set(seated.tolist())) == len(seated)
            assert state.people.alive[seated].all()


def test_nothing_that_is_a_share_leaves_its_range(states: list[State]) -> None:
    for state in states:
        records = (state.publics.support, state.publics.active, state.publics.hostility, state.places.ration)
        for share in (*records, state.memory.reputation, state.parties.office, state.regime.toleration):
            assert ((share >= 0) & (share <= 1)).all()
        assert float(state.parties.office.sum()) <= 1 + 1e-5


def test_no_history_is_faulted(model: Model) -> None:
    """Two hundred here; ten thousand by `python -m benchmarks.endurance soviet 10000`."""
    batch = run_batch(model, np.arange(HISTORIES), seed=7)
    assert not batch.faults[:, 0].any()
