"""Numbers given to a batch: the run reads them as it reads those that it draws itself."""

from __future__ import annotations

import numpy as np
import pytest

from whowhom import read
from whowhom.build import build
from whowhom.build.model import Model
from whowhom.simulate.batch import run_batch
from whowhom.spec.errors import ModelError


@pytest.fixture(scope="module")
def model() -> Model:
    """A small scenario with numbers that have priors."""
    return build(read("conclave"))


def test_a_batch_given_its_own_numbers_is_the_same_batch(model: Model) -> None:
    """What a batch drew, given back, repeats it to the last bit, whatever `from_priors` says."""
    histories = np.arange(12, dtype=np.int64)
    drawn = run_batch(model, histories, seed=3)
    given = run_batch(model, histories, seed=3, from_priors=False, values=drawn.values)
    for name in ("output", "snapshots", "faults", "values"):
        assert np.array_equal(getattr(given, name), getattr(drawn, name)), name
    point = run_batch(model, histories, seed=3, from_priors=False)
    assert not np.array_equal(point.output, drawn.output)


def test_given_numbers_decide_and_chance_stays(model: Model) -> None:
    """One history five times over, one of them with ten times the deaths: only that one differs."""
    histories = np.zeros(5, np.int64)
    values = run_batch(model, histories, seed=3, from_priors=False).values
    deaths = [value.name for value in model.values].index("mortality.multiplier")
    values[2, deaths] *= 10.0
    output = run_batch(model, histories, seed=3, values=values).output
    assert all(np.array_equal(output[0], output[k]) for k in (1, 3, 4))
    assert not np.array_equal(output[0], output[2])


def test_the_given_numbers_are_copied(model: Model) -> None:
    """The batch keeps what it was run with when the caller goes on writing into the table."""
    histories = np.zeros(1, np.int64)
    values = run_batch(model, histories, seed=3, from_priors=False).values
    batch = run_batch(model, histories, seed=3, values=values)
    kept = batch.values.copy()
    values[:] = 0.0
    assert np.array_equal(batch.values, kept)


def test_a_table_of_the_wrong_shape_is_refused(model: Model) -> None:
    """One row a history and one column a number."""
    with pytest.raises(ModelError, match=r"values: found the shape \(2, 1\); expected \(3, 8\)"):
        run_batch(model, np.arange(3, dtype=np.int64), seed=1, values=np.zeros((2, 1)))


@pytest.mark.parametrize("wrong", [-1.0, np.nan, np.inf])
def test_a_number_outside_its_range_is_refused(model: Model, wrong: float) -> None:
    """In one line that names the number, what was found and what is expected."""
    histories = np.arange(3, dtype=np.int64)
    values = run_batch(model, histories, seed=3).values
    column = [value.name for value in model.values].index("mortality.multiplier")
    values[1, column] = wrong
    with pytest.raises(ModelError, match=r"^values: mortality\.multiplier: found .*; expected 0 to .*$"):
        run_batch(model, histories, seed=3, values=values)
