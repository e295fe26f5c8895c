"""What alterations are held against: one arm of a finished run, opened again as far as the outcome needs it.

An altered history meets the same luck as the history of the run with its number, and is run with the same
uncertain numbers, read from the run itself, except those that the alteration sets. Before anything is tried
the first histories of the run are simulated again and must come out as they were recorded.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from whowhom.build import build
from whowhom.build.horizon import ending, recording
from whowhom.build.model import Model
from whowhom.build.values import value_table
from whowhom.experiments.flip_outcome import Outcome
from whowhom.measures.asked import check_asked
from whowhom.measures.recording import of_arm
from whowhom.measures.statistics import Numbers
from whowhom.results import ArmResults, Results, open_results
from whowhom.simulate.batch import Say, run_batch
from whowhom.simulate.planning import POINT
from whowhom.simulate.rebuild import rebuilt
from whowhom.spec.errors import ModelError, ResultError
from whowhom.spec.scenario import Scenario

COMPARED = 16
"""Histories of the run that are simulated again before anything else."""


@dataclass(frozen=True)
class Basis:
    """One arm of a run, and what the outcome is in it."""

    results: Results
    arm: ArmResults
    outcome: Outcome
    model: Model
    """As far as the outcome needs it."""
    histories: int
    seed: int
    values: NDArray[np.float64]
    """(H, C) the numbers that the run was made with, in the order of `model.values`."""
    recorded: NDArray[np.float32]
    """(H, T, W) what the run recorded of what the outcome needs."""
    held: Numbers
    """(H,) 1 where the outcome holds in the run, 0 where not, NaN where a history does not say."""
    holders: NDArray[np.int64]
    """(H,) who holds it in the run."""

    @property
    def scenario(self) -> Scenario:
        """The document of the arm, with the schedule that its rules need where it has none."""
        return self.model.scenario

    @property
    def holds(self) -> bool:
        """Whether the outcome holds in the majority of histories."""
        return bool(np.nanmean(self.held) > 0.5)

    def shortened(self, scenario: Scenario) -> Model:
        """Return the model of an edited document, as far as the outcome needs it."""
        model = ending(build(scenario), self.outcome.asked.last)
        return recording(model, self.outcome.names(model))

    def numbers(self, model: Model, histories: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return (n, C) the numbers for histories of an edited document: those of the run where not set."""
        with np.errstate(over="ignore"):
            drawn = self.results.manifest["numbers"] != POINT
            table = value_table(model.values, self.seed, histories, drawn)
        there = {
            (value.name, str(value.prior)): column
            for column, value in enumerate(self.model.values)
            if value.prior is not None
        }
        for column, value in enumerate(model.values):
            own = there.get((value.name, str(value.prior)))
            if own is not None:
                table[:, column] = self.values[histories, own]
        return table


def open_basis(
    run: Path | str,
    outcome: Outcome,
    *,
    arm: str | None = None,
    histories: int | None = None,
    document: Path | str | None = None,
    say: Say | None = None,
) -> Basis:
    """Open an arm of a run (absent: the first) for an outcome.

    histories: at most so many, the first ones. document: the file that the run was made from, needed where
    it names data files beside it. Raises ResultError where the folder has no such run or it no longer comes
    out as it was recorded, ModelError where the run does not have what is asked or is half and half about it.
    """
    results = open_results(run)
    found = results[arm] if arm is not None else next(iter(results.arms.values()))
    there = of_arm(found)
    check_asked(outcome.asked, there.layout)
    count = int(found.about["histories"])
    if histories is not None and not 2 <= histories <= count:
        raise ModelError(f"histories: found {histories}; expected 2 to {count}, those of the run")
    count = count if histories is None else histories
    model = ending(rebuilt(results, found, document), outcome.asked.last)
    model = recording(model, outcome.names(model))
    held = outcome.held(there)[:count]
    basis = Basis(
        results,
        found,
        outcome,
        model,
        count,
        int(results.manifest["seed"]),
        found.array("values")[:count],
        _recorded(found, model)[:count],
        held,
        outcome.holders(there)[:count],
    )
    _check_majority(basis)
    _check_same(basis, say)
    return basis


def _recorded(arm: ArmResults, model: Model) -> NDArray[np.float32]:
    """Return (H, T, W) what the arm recorded, as a batch of the model would hold it."""
    blocks = []
    for item in model.recorded:
        block = arm.array(item.name)[:, : model.months + 1]
        blocks.append(block if block.ndim == 3 else block[:, :, None])
    return np.concatenate(blocks, axis=2)


def _check_majority(basis: Basis) -> None:
    """Raise ModelError where there is no majority that could be turned."""
    said = basis.held[~np.isnan(basis.held)]
    if said.size < 2:
        raise ModelError(f"outcome: {said.size} histories say whether it holds; expected 2 or more")
    if said.mean() == 0.5:
        raise ModelError(
            f"outcome: holds in exactly half of {said.size} histories; expected a majority; give another "
            "number of histories"
        )


def _check_same(basis: Basis, say: Say | None) -> None:
    """Raise ResultError where histories of the run come out otherwise now."""
    first = np.arange(min(COMPARED, basis.histories), dtype=np.int64)
    values = basis.numbers(basis.model, first)
    batch = run_batch(basis.model, first, seed=basis.seed, values=values, say=say)
    same = batch.output.tobytes() == basis.recorded[first].tobytes()
    if not same or values.tobytes() != basis.values[first].tobytes():
        raise ResultError(
            f"{basis.results.folder}: arm {basis.arm.name!r}: histories come out otherwise now: the "
            "mechanisms or the data have changed since; run it again"
        )
