"""Global sensitivity: which numbers, and how much luck, decide a result.

Sobol indices of a result y of a history, by factor i:

    first   Var(E[y | i]) / Var(y)             what fixing the factor alone would take away of the variance
    total   1 - Var(E[y | all but i]) / Var(y)  what the factor does in all its company

A factor is a mechanism (all its numbers with a prior together), or single numbers and all the others, and
LUCK: which history number a run has, so that all the chance of a history is one factor beside the numbers.
Where luck's first index is near 1 no number decides, and where its total is near 0 none of it is chance.

Each factor is moved by itself between two points of a Sobol sequence (Saltelli et al. 2010), and the indices
and their bootstrap intervals are SALib's, which needs the extra `fit`. Numbers are moved over their priors:
the indices are no property of the model alone. Does not model: numbers that hang together under a posterior;
pairs of factors (second order).
"""

from __future__ import annotations

import csv
import importlib
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whowhom.build.model import Model
from whowhom.build.values import from_prior
from whowhom.fit.rows import SHARD, Hear, Rows, kept
from whowhom.fit.summaries import summaries
from whowhom.fit.targets import Target
from whowhom.fit.transform import columns_of
from whowhom.measures.recording import of_batch
from whowhom.simulate.batch import Say, run_batch
from whowhom.simulate.scheduler import Scheduler
from whowhom.spec.errors import ModelError

Array = NDArray[np.float64]

LUCK = "luck"
OTHERS = "all other numbers"
MOST_MISSING = 0.2
"""Of a result that more runs than this lack no index is told."""
HISTORIES = 2**40
"""Luck is one of so many histories."""
RESAMPLES = 400


@dataclass(frozen=True)
class Index:
    """The indices of one result for one factor."""

    result: str
    factor: str
    first: float
    first_error: float
    """Half the width of the 95 % bootstrap interval."""
    total: float
    total_error: float


@dataclass(frozen=True)
class Sensitivity:
    """The indices of all results, and what could not be told."""

    indices: tuple[Index, ...]
    runs: int
    missing: dict[str, float]
    """By result the share of runs that lack it; they count as its mean."""
    untold: tuple[str, ...]
    """Results that never differ, or that more than MOST_MISSING of the runs lack."""

    def of(self, result: str) -> tuple[Index, ...]:
        """Return the indices of a result, the largest total first."""
        return tuple(sorted((i for i in self.indices if i.result == result), key=lambda i: -i.total))

    def write_csv(self, path: Path) -> None:
        """Write one line for each result and factor."""
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["result", "factor", "first", "first_error", "total", "total_error", "missing"])
            for row in self.indices:
                numbers = [row.first, row.first_error, row.total, row.total_error]
                writer.writerow([row.result, row.factor, *numbers, self.missing[row.result]])


def sensitivity(
    model: Model,
    targets: Sequence[Target],
    folder: Path,
    *,
    samples: int,
    seed: int,
    numbers: Sequence[str] = (),
    threads: int | None = None,
    say: Say | None = None,
    scheduler: Scheduler | None = None,
    hear: Hear | None = None,
) -> Sensitivity:
    """Return the indices of the summaries of targets (without the error of the record).

    samples: points of the sequence, a power of two; each costs a run for every factor and two more. numbers:
    single numbers that are factors of their own; absent, each mechanism is one. folder: where runs are kept,
    one folder for one model, seed, samples and numbers; what lies there is not simulated again.
    Raises ModelError for an unknown number, samples that are no power of two, or a missing extra.
    """
    if samples < 2 or samples & (samples - 1):
        raise ModelError(f"samples: found {samples}; expected a power of two, 2 or more")
    columns = columns_of(model.values)
    factors = _factors([model.values[column].name for column in columns], numbers)

    def run(points: Array, start: int) -> Rows:
        path = folder / f"{start}-{start + len(points) - 1}.npz"
        return kept(path, lambda: _simulated(model, targets, columns, points, seed, threads, say, scheduler))

    def results(points: Array) -> Array:
        folder.mkdir(parents=True, exist_ok=True)
        parts = []
        for start in range(0, len(points), SHARD):
            parts.append(run(points[start : start + SHARD], start).summaries)
            if hear is not None:
                hear("runs", min(start + SHARD, len(points)), len(points))
        return np.concatenate(parts)

    return analysed([*factors, LUCK], results, [target.name for target in targets], samples, seed)


def analysed(
    groups: Sequence[str], results: Callable[[Array], Array], names: Sequence[str], samples: int, seed: int
) -> Sensitivity:
    """Return the indices of a function of uniform numbers.

    groups: (D,) the factor that each input belongs to. results: of points (R, D) in the unit cube the table
    (R, T), NaN where a run has none. names: (T,) of the results.
    """
    sample, analyze = _library()
    problem = {
        "num_vars": len(groups),
        "names": [f"{place}" for place in range(len(groups))],
        "groups": list(groups),
        "bounds": [[0.0, 1.0]] * len(groups),
    }
    points = sample(problem, samples, calc_second_order=False, seed=seed)
    table = results(np.clip(points, 1e-9, 1.0 - 1e-9))
    factors = list(dict.fromkeys(groups))
    missing = dict(zip(names, np.isnan(table).mean(axis=0).tolist(), strict=True))
    found: list[Index] = []
    untold = []
    for place, name in enumerate(names):
        y = table[:, place]
        if missing[name] > MOST_MISSING or np.nanmin(y) == np.nanmax(y):
            untold.append(name)
            continue
        y = np.where(np.isnan(y), np.nanmean(y), y)
        one = analyze(problem, y, calc_second_order=False, num_resamples=RESAMPLES, seed=seed)
        found += [
            Index(name, factor, *(float(one[key][k]) for key in ("S1", "S1_conf", "ST", "ST_conf")))
            for k, factor in enumerate(factors)
        ]
    return Sensitivity(tuple(found), len(points), missing, tuple(untold))


def _factors(names: Sequence[str], single: Sequence[str]) -> list[str]:
    """Return the factor of each number: its mechanism, or itself where single numbers are asked for."""
    if not single:
        return [name.partition(".")[0] for name in names]
    return [name if name in single else OTHERS for name in names]


def _simulated(
    model: Model,
    targets: Sequence[Target],
    columns: NDArray[np.int64],
    points: Array,
    seed: int,
    threads: int | None,
    say: Say | None,
    scheduler: Scheduler | None,
) -> Rows:
    """Run one shard of points: a column for each number with a prior, and luck last."""
    values = np.array([[value.value for value in model.values]] * len(points), np.float64)
    for place, column in enumerate(columns):
        values[:, column] = from_prior(model.values[column], np.ascontiguousarray(points[:, place]))
    histories = (points[:, -1] * HISTORIES).astype(np.int64)
    batch = run_batch(
        model, histories, seed=seed, values=values, threads=threads, say=say, scheduler=scheduler
    )
    return Rows(histories, batch.values, summaries(of_batch(batch, model), targets))


def _library() -> tuple[Any, Any]:
    """Return SALib's sampler and its analysis. Raises ModelError where it is not installed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            sample = importlib.import_module("SALib.sample.sobol").sample
            analyze = importlib.import_module("SALib.analyze.sobol").analyze
    except ModuleNotFoundError as missing:
        raise ModelError("sensitivity: needs the extra: pip install 'whowhom[fit]'") from missing
    return sample, analyze
