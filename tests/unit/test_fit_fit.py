"""A fit from document to posterior: resumed, the same whatever was on disk, told of what it lacks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from whowhom.fit.error_model import ErrorModel
from whowhom.fit.fit import Choices, Fit, carry_out, plan
from whowhom.fit.fit_files import write_fit
from whowhom.fit.posterior import read_csv
from whowhom.fit.prediction import covered, predicted
from whowhom.fit.rows import SHARD, simulated, there
from whowhom.fit.targets import Target
from whowhom.spec.errors import ModelError
from whowhom.spec.scenario import Edit
from whowhom.spec.toml import read

CHOICES = Choices(histories=2 * SHARD, seed=5, until="2020-12", replicates=120)


@pytest.fixture(scope="module")
def fitted(tmp_path_factory: pytest.TempPathFactory) -> Fit:
    """The conclave, fitted to what was on record by the end of 2020."""
    return carry_out(plan(read("conclave"), CHOICES, tmp_path_factory.mktemp("fits")))


def test_stopped_and_gone_on_it_is_the_same_posterior(fitted: Fit, tmp_path: Path) -> None:
    """Stopped after the first of two shards: that shard is not simulated again, and no digit differs."""

    class StoppedError(Exception):
        pass

    def stop(_what: str, done: int, _total: int) -> None:
        if done >= SHARD:
            raise StoppedError

    decided = plan(read("conclave"), CHOICES, tmp_path)
    with pytest.raises(StoppedError):
        carry_out(decided, hear=stop)
    assert there(decided.rows) == SHARD
    (kept,) = decided.rows.glob("*.npz")
    written = kept.stat().st_mtime_ns
    again = carry_out(decided, threads=1)
    assert kept.stat().st_mtime_ns == written
    assert np.array_equal(again.posterior.given, fitted.posterior.given)
    assert again.predicted == fitted.predicted


def test_rows_do_not_depend_on_the_shards(fitted: Fit) -> None:
    """Histories 100 to 139 simulated by themselves are those of the table."""
    decided = fitted.plan
    whole = simulated(
        decided.model, decided.usable.targets, decided.rows, histories=CHOICES.histories, seed=CHOICES.seed
    )
    part = simulated(
        decided.model,
        decided.usable.targets,
        decided.folder / "part",
        first=100,
        histories=40,
        seed=CHOICES.seed,
    )
    assert np.array_equal(part.summaries, whole.summaries[100:140], equal_nan=True)
    assert np.array_equal(part.numbers, whole.numbers[100:140])


def test_what_is_fitted_was_on_record_by_then(fitted: Fit) -> None:
    """No fitted target is of a later month than the split, and every later one is predicted."""
    assert all(target.last <= "2020-12" for target in fitted.fitted)
    assert [item.target for item in fitted.held_out] == list(fitted.plan.held_out)
    assert {target.name for target in fitted.fitted} == set(fitted.posterior.targets)
    assert {gate.name for gate in fitted.gates} == {
        "calibration",
        "coverage",
        "recovery",
        "predictive",
        "overlap",
    }


def test_the_files_read_back(fitted: Fit) -> None:
    """The posterior's file gives the same draws; every table has a line for each thing."""
    folder = write_fit(fitted)
    again = read_csv(folder / "posterior.csv", fitted.plan.model.values)
    assert np.array_equal(again.given, fitted.posterior.given)
    lines = (folder / "predicted.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + len(fitted.plan.targets)
    assert len((folder / "numbers.csv").read_text(encoding="utf-8").splitlines()) == 1 + len(again.names)


def test_one_number_alone_is_fitted(fitted: Fit, tmp_path: Path) -> None:
    """The named number has a posterior; the rows of the table are those of the fit of all."""
    decided = plan(read("conclave"), replace(CHOICES, numbers=("mortality.multiplier",)), fitted.plan.folder)
    alone = carry_out(decided)
    assert alone.posterior.names == ("mortality.multiplier",)
    assert there(decided.rows) == CHOICES.histories


def test_wrong_choices_are_told() -> None:
    """An unknown number with the nearest one, a month before all targets, an unknown account."""
    conclave = read("conclave")
    with pytest.raises(ModelError, match=r"mortality.multiplier"):
        plan(conclave, replace(CHOICES, numbers=("mortality.multiplyer",)))
    with pytest.raises(ModelError, match="no target is on record"):
        plan(conclave, replace(CHOICES, until="1950-01"))
    with pytest.raises(ModelError, match="no account"):
        plan(conclave, replace(CHOICES, account="nobody"))


def test_too_few_histories_are_told(tmp_path: Path) -> None:
    """A fit of fifty histories says how many it has and how many it needs."""
    with pytest.raises(ModelError, match="50 of 50 histories have every target; expected 250 or more"):
        carry_out(plan(read("conclave"), replace(CHOICES, histories=50), tmp_path))


def test_recalled_rows_of_no_weight_are_not_fitted(tmp_path: Path) -> None:
    """With weight 0 a recalled target is in no fit."""
    decided = plan(read("conclave"), replace(CHOICES, rule=ErrorModel(recalled_weight=0.5)), tmp_path)
    dropped = plan(read("conclave"), replace(CHOICES, rule=ErrorModel(recalled_weight=0.0)), tmp_path)
    recalled = {target.name for target in decided.fitted if target.status == "recalled"}
    assert {target.name for target in decided.fitted} - {t.name for t in dropped.fitted} == recalled
    assert dropped.out != decided.out


def test_rows_of_another_document_are_not_taken(tmp_path: Path) -> None:
    """In a folder that was given, a changed document and another seed have rows of their own."""
    scenario = read("conclave")
    changed = scenario.edit(Edit(set="bodies.electors.ceiling", to=100))
    plans = [plan(one, CHOICES, tmp_path) for one in (scenario, scenario, changed)]
    plans.append(plan(scenario, replace(CHOICES, seed=7), tmp_path))
    assert plans[0].rows == plans[1].rows
    assert len({one.rows for one in plans}) == 3


def test_intervals_worked_by_hand() -> None:
    """Of 0, 1, …, 100 the middle half is 25 to 75, the middle 95 % is 2.5 to 97.5; 76 is outside one."""
    target = Target("x", "x", "at", "2000-01", "2000-01", 76.0, "seat", "sourced")
    table = np.arange(101.0)[:, None]
    (found,) = predicted([target], table, np.concatenate([table, [[np.nan]]]))
    assert found.intervals[0] == (25.0, 75.0)
    assert found.intervals[2] == pytest.approx((2.5, 97.5))
    assert found.inside == (False, True, True)
    assert found.prior_median == 50.0
    assert [(row.targets, row.inside) for row in covered([found])] == [(1, 0), (1, 1), (1, 1)]


def test_too_few_histories_give_no_interval_that_counts() -> None:
    """Of 39 histories that have a number nothing is counted."""
    target = Target("x", "x", "at", "2000-01", "2000-01", 1.0, "seat", "sourced")
    (found,) = predicted([target], np.zeros((39, 1)), np.zeros((39, 1)))
    assert not found.told
    assert covered([found])[0].targets == 0
