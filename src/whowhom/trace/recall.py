"""A finished run, opened again at one history, and the check that it comes out the same.

A run keeps the document, the seed and the arms; history k of a seed is the same bits in every batch, so it
can be simulated again alone. What comes out is compared with what the run recorded, number by number,
before anything is told about it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whowhom.build.model import Model
from whowhom.core.draw import history_key
from whowhom.results.folder import ArmResults, Results, open_results
from whowhom.simulate.batch import Batch, Say, pointers, run_batch
from whowhom.simulate.rebuild import rebuilt
from whowhom.spec.errors import ResultError


@dataclass(frozen=True)
class Recalled:
    """One history of one arm of a run, ready to be followed."""

    results: Results
    arm: ArmResults
    model: Model
    history: int
    seed: int
    key: np.uint64
    """Key of the history's chance."""
    numbers: NDArray[np.float64]
    """(C,) the numbers that the history was run with, in the order of `model.values`."""
    functions: Any
    """The addresses of the compiled mechanisms."""
    snapshots: NDArray[np.int32]
    """(M, S) holders at the snapshot months, as the simulation gives them."""
    fault: int
    """Bit mask of what was never to be true and was, see `core.fault`."""


def recall(
    run: Path | str, history: int, arm: str | None, document: Path | str | None, say: Say | None
) -> Recalled:
    """Open a run at one history of one arm (absent: the first arm), and simulate that history again.

    document: the file that the run was made from, needed where it names data files beside it.
    Raises ResultError for a folder without a run, an unknown arm, a history that the run has not, and a
    history that no longer comes out as the run recorded it.
    """
    results = open_results(run)
    found = results[arm] if arm is not None else next(iter(results.arms.values()))
    count = int(found.about["histories"])
    if not 0 <= history < count:
        raise ResultError(f"{run}: history: found {history}; expected 0 to {count - 1}")
    model = rebuilt(results, found, document)
    seed = int(results.manifest["seed"])
    functions, _ = pointers(model, say)
    batch = run_batch(
        model,
        np.array([history], np.int64),
        seed=seed,
        values=found.array("values")[history : history + 1],
        threads=1,
        say=say,
    )
    _same(results, found, model, history, batch)
    with np.errstate(over="ignore"):
        key = history_key(np.uint64(seed), np.uint64(history))
    return Recalled(
        results,
        found,
        model,
        history,
        seed,
        np.uint64(key),
        batch.values[0],
        functions,
        batch.snapshots[0],
        int(batch.faults[0, 0]),
    )


def _same(results: Results, arm: ArmResults, model: Model, history: int, batch: Batch) -> None:
    """Compare the history, as simulated now, with what the run recorded of it."""
    column = 0
    pairs: list[tuple[str, NDArray[Any]]] = []
    for item in model.recorded:
        block = batch.output[0, :, column : column + item.width]
        pairs.append((item.name, block[:, 0] if item.observable.dimension is None else block))
        column += item.width
    pairs.append(("fault", batch.faults[0, 0]))
    if model.snapshot_months:
        pairs.append(("snapshot_holder", batch.snapshots[0]))
    if model.values:
        pairs.append(("values", batch.values[0]))
    stored = set(arm.group.array_keys())
    for name, again in pairs:
        there = np.asarray(arm.group[name][history]) if name in stored else None
        if there is None or there.shape != np.shape(again) or there.tobytes() != again.tobytes():
            raise ResultError(
                f"{results.folder}: arm {arm.name!r}: history {history} comes out otherwise now ({name} "
                "differs): the mechanisms or the data have changed since; run it again"
            )
