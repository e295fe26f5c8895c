"""Which results hang on which prior: the prior of one number is made stronger, the draws are weighed again.

    w = p(z)^(a - 1) for the prior N(0, 1) of one number's normal score z, so that log w = -(a - 1) z^2 / 2
    shift = (mean of a result under w - mean) / sd of the result,   a = STRONGER

A result that the data decide does not shift; one that shifts says what its prior says. The standard error is
that of the difference, so that chance is not taken for a shift. No history is run again.

Source: Kallioinen, Paananen, Burkner and Vehtari 2024 (power-scaling).
Does not model: priors of another family, or of several numbers changed together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

STRONGER = 1.25
"""The power: a normal prior's standard deviation falls by a tenth."""
LEAST = 0.05
"""Standard deviations of a result below which a shift is not told: it would move no interval that is read."""
SURE = 4.0
"""Standard errors of a shift that is told: of 40,000 pairs chance tells two or three."""


@dataclass(frozen=True)
class Shift:
    """How far a result moves where the prior of a number is made stronger."""

    number: str
    result: str
    shift: float
    """In standard deviations of the result."""
    error: float


def shifts(z: Array, results: Array) -> tuple[Array, Array]:
    """Return shifts and their standard errors (D, R); NaN for a result that never differs.

    z: (N, D) the numbers' normal scores; results: (N, R) of histories run with them, NaN where one has none.
    """
    weights = np.exp(-(STRONGER - 1.0) * z**2 / 2.0)
    found = np.full((z.shape[1], results.shape[1]), np.nan)
    error = found.copy()
    for place, column in enumerate(results.T):
        there = np.isfinite(column)
        if there.sum() < 2 or column[there].std() == 0.0:
            continue
        score = (column[there] - column[there].mean()) / column[there].std()
        share = weights[there] / weights[there].sum(axis=0)
        found[:, place] = score @ share
        # Sandwich error of a difference of two means of the same draws, one of them weighed.
        count = int(there.sum())
        parts = (share * count) * (score[:, None] - found[:, place]) - score[:, None]
        error[:, place] = np.sqrt((parts**2).sum(axis=0)) / count
    return found, error


def told(z: Array, results: Array, numbers: Sequence[str], names: Sequence[str]) -> tuple[Shift, ...]:
    """Return the shifts that are large enough to matter and surer than chance, the largest first."""
    found, error = shifts(z, results)
    large = (np.abs(found) >= LEAST) & (np.abs(found) >= SURE * error)
    answer = [
        Shift(numbers[row], names[column], float(found[row, column]), float(error[row, column]))
        for row, column in zip(*np.nonzero(large), strict=True)
    ]
    return tuple(sorted(answer, key=lambda one: -abs(one.shift)))
