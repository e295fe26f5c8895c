"""What a fit predicts of numbers on record, target by target, beside what the priors alone predict.

Histories are run anew with numbers drawn from the posterior, and what a record of each would have said (the
summary with the error of the record) makes the interval. Its ends are quantiles of those histories that have
the number at all, as the record has it. A target whose month lies after the split was never seen by the fit.

Does not model: that the organisation stood at the split where the record has it. Each history begins at the
start of the scenario and meets the split in a state of its own; only the numbers are those that the data made
likely. Intervals are therefore wider than those of a forecast made at the split.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from whowhom.fit.error_model import in_units
from whowhom.fit.posterior import LEVELS
from whowhom.fit.targets import Target

Array = NDArray[np.float64]

FEWEST = 40
"""Of fewer histories the ends of a 95 per cent interval are the extremes of the sample."""
Intervals = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Predicted:
    """One number on record and the intervals predicted for it, in its own unit."""

    target: Target
    histories: int
    """How many of the histories have the number."""
    median: float
    intervals: Intervals
    """The central intervals of LEVELS."""
    prior_median: float
    prior_intervals: Intervals

    @property
    def told(self) -> bool:
        """Whether enough histories have the number for intervals to mean anything."""
        return self.histories >= FEWEST

    @property
    def inside(self) -> tuple[bool, ...]:
        """Whether the number on record lies in each interval."""
        return tuple(low <= self.target.value <= high for low, high in self.intervals)

    @property
    def prior_inside(self) -> tuple[bool, ...]:
        """The same for the intervals of the priors."""
        return tuple(low <= self.target.value <= high for low, high in self.prior_intervals)


@dataclass(frozen=True)
class Covered:
    """How many numbers on record lie inside the intervals of one level."""

    level: float
    targets: int
    inside: int
    prior_inside: int
    low: float
    high: float
    """Wilson's 95 % interval of the share inside, as if the targets were independent; series are not."""


def predicted(targets: Sequence[Target], replicates: Array, from_priors: Array) -> tuple[Predicted, ...]:
    """Return what is predicted of each target.

    replicates (R, T), from_priors (N, T): summaries with the error of the record, on the scales of the
    errors, of histories run from the posterior and from the priors; NaN where a history has none.
    """
    answer = []
    later, before = in_units(replicates, targets), in_units(from_priors, targets)
    for place, target in enumerate(targets):
        median, intervals, count = _told(later[:, place])
        prior_median, prior_intervals, _ = _told(before[:, place])
        answer.append(Predicted(target, count, median, intervals, prior_median, prior_intervals))
    return tuple(answer)


def covered(found: Sequence[Predicted]) -> tuple[Covered, ...]:
    """Return by level how many of the targets that enough histories have lie inside."""
    from scipy import stats

    told = [item for item in found if item.told]
    answer = []
    for place, level in enumerate(LEVELS):
        inside = sum(item.inside[place] for item in told)
        ends = (float("nan"), float("nan"))
        if told:
            interval = stats.binomtest(inside, len(told)).proportion_ci(0.95, method="wilson")
            ends = (float(interval.low), float(interval.high))
        prior = sum(item.prior_inside[place] for item in told)
        answer.append(Covered(level, len(told), inside, prior, *ends))
    return tuple(answer)


def write_predicted(found: Sequence[Predicted], path: Path) -> None:
    """Write one line a target: the record, the intervals, and whether it lies inside."""
    names = [f"{end}_{level:.0%}".removesuffix("%") for level in LEVELS for end in ("low", "high")]
    insides = [f"inside_{level:.0%}".removesuffix("%") for level in LEVELS]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        head = ["name", "unit", "status", "month", "on_record", "histories", "median"]
        writer.writerow([*head, *names, *insides, "prior_median", *(f"prior_{name}" for name in names)])
        for item in found:
            target = item.target
            row: list[object] = [target.name, target.unit, target.status, target.last, target.value]
            row += [item.histories, item.median, *(end for pair in item.intervals for end in pair)]
            row += [*map(int, item.inside), item.prior_median]
            writer.writerow([*row, *(end for pair in item.prior_intervals for end in pair)])


def _told(column: Array) -> tuple[float, Intervals, int]:
    """Return median, intervals and count of what is not missing."""
    there = column[~np.isnan(column)]
    if not there.size:
        return float("nan"), ((float("nan"),) * 2,) * len(LEVELS), 0
    ends = tuple(
        (float(np.quantile(there, 0.5 - level / 2)), float(np.quantile(there, 0.5 + level / 2)))
        for level in LEVELS
    )
    return float(np.median(there)), ends, int(there.size)
