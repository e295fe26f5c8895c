"""Contrasts: the difference that an intervention makes to one number a history, paired and unpaired.

    difference_k = (number in history k with the intervention) - (number in history k without it)

History k has the same luck in both arms, so that its difference is of the intervention alone. The interval
is that of the mean of the differences (Student's t); where the number is 0 or 1 in a history, that of Agresti
and Min (2005), which does not shrink to nothing where no history changed. Beside it stands the interval that
two independent samples of the same size would have, and the variance gained by pairing, the ratio of the two:
it is told whatever it is, also where it is below 1. Histories that share a draw of the numbers are no
independent sample of draws; where they are told, their deviations are summed before they are squared.
Sources: Agresti and Min 2005; Liang and Zeger 1986 for errors of clustered samples.
Does not model: histories that lack the number in one arm; they are left out of both and counted.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whowhom.measures.statistics import Numbers

NEVER = -1
"""The month of a history in which the arms never differ."""

Draws = NDArray[np.int64]

LEVEL = 0.95
"""Of intervals, where none is asked for."""


@dataclass(frozen=True)
class Contrast:
    """The mean of one number in two arms, and the mean difference (second less first) with its intervals."""

    first: float
    second: float
    difference: float
    low: float
    high: float
    unpaired_low: float
    unpaired_high: float
    gain: float
    """Variance unpaired over paired; infinite where all differences are equal, NaN where both are 0."""
    deviation: float
    """Standard deviation of the differences."""
    pairs: int
    lacking: int
    """Histories that lack the number in one arm or in both."""
    level: float

    def more_histories(self, margin: float = 0.0) -> float:
        """Return how many more pairs are expected to part the interval from the nearest of +margin, -margin.

        0 where it is parted already; infinite where the difference is one of the two.
        """
        edges = [-margin, margin]
        if all(not self.low <= edge <= self.high for edge in edges):
            return 0.0
        distance = min(abs(self.difference - edge) for edge in edges)
        if distance == 0.0:
            return math.inf
        half = (self.high - self.low) / 2.0
        return float(max(1, math.ceil(self.pairs * (half / distance) ** 2) - self.pairs))


def contrast(first: Numbers, second: Numbers, level: float = LEVEL, draws: Draws | None = None) -> Contrast:
    """Return the contrast of two arms. first, second: (history,) in the same order, NaN where lacking.

    draws: (history,) the draw of the numbers of each history, where several have the same one. Raises
    ValueError where the arms have not the same histories, or fewer than two have both numbers.
    """
    if first.shape != second.shape or first.ndim != 1:
        raise ValueError(f"expected one number a history in both arms; found {first.shape}, {second.shape}")
    both = ~(np.isnan(first) | np.isnan(second))
    a, b = first[both], second[both]
    if a.size < 2:
        raise ValueError(f"expected two or more histories with a number in both arms; found {a.size}")
    difference = b - a
    shared = None if draws is None else draws[both]
    mean, (error, freedom) = float(difference.mean()), _error(difference, shared)
    paired = _interval(difference, a, b, level, shared)
    apart = float(_error(a, shared)[0] ** 2 + _error(b, shared)[0] ** 2)
    half = _quantile(level, 2 * float(freedom)) * math.sqrt(apart)
    return Contrast(
        first=float(a.mean()),
        second=float(b.mean()),
        difference=mean,
        low=paired[0],
        high=paired[1],
        unpaired_low=mean - half,
        unpaired_high=mean + half,
        gain=_ratio(apart, float(error) ** 2),
        deviation=float(difference.std(ddof=1)),
        pairs=int(a.size),
        lacking=int((~both).sum()),
        level=level,
    )


def first_apart(first: NDArray[Any], second: NDArray[Any]) -> NDArray[np.int64]:
    """Return (history,) the first month in which two arms differ in anything recorded, NEVER where in none.

    first, second: (history, month, …) the same quantities in the same order; two NaN are no difference.
    Raises ValueError where the shapes differ.
    """
    if first.shape != second.shape:
        raise ValueError(f"expected the same shape in both arms; found {first.shape}, {second.shape}")
    same = (first == second) | (np.isnan(first) & np.isnan(second))
    differs = ~same.reshape(*first.shape[:2], -1).all(axis=2)
    return np.where(differs.any(axis=1), differs.argmax(axis=1), NEVER)


def mean_interval(
    values: Numbers, level: float = LEVEL, draws: Draws | None = None
) -> tuple[Numbers, Numbers, Numbers]:
    """Return (…,) the mean of (history, …) values and the ends of its interval, by Student's t.

    NaN are left out; where fewer than two independent values are left, all three are NaN. draws: (history,)
    the draw of the numbers of each history, where several have the same one.
    """
    error, freedom = _error(values, draws)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.nansum(values, axis=0) / (~np.isnan(values)).sum(axis=0)
    half = _quantile(level, np.maximum(freedom, 1.0)) * error
    middle = np.where(freedom >= 1.0, mean, np.nan)
    return middle, middle - half, middle + half


def _error(values: Numbers, draws: Draws | None) -> tuple[Numbers, Numbers]:
    """Return (…,) the standard error of the mean of (history, …) values, and its degrees of freedom.

    With D draws of which any history has a value, and n values:

        error^2 = D / (D - 1) sum over draws (sum over its histories (value - mean))^2 / n^2

    which is that of n independent values where every history has a draw of its own.
    """
    there = ~np.isnan(values)
    count = np.maximum(there.sum(axis=0), 1)
    off = np.where(there, values - np.nansum(values, axis=0) / count, 0.0)
    if draws is not None:
        names, group = np.unique(draws, return_inverse=True)
        sums, found = np.zeros((names.size, *off.shape[1:])), np.zeros((names.size, *off.shape[1:]), bool)
        np.add.at(sums, group, off)
        np.logical_or.at(found, group, there)
        off, there = sums, found
    freedom = there.sum(axis=0) - 1.0
    with np.errstate(invalid="ignore", divide="ignore"):
        squared = (freedom + 1.0) / freedom * (off**2).sum(axis=0) / count**2
    return np.sqrt(np.where(freedom >= 1.0, squared, np.nan)), np.asarray(freedom)


def _interval(
    difference: Numbers, a: Numbers, b: Numbers, level: float, draws: Draws | None
) -> tuple[float, float]:
    """Return the paired interval: of matched shares where every number is 0 or 1, else of a mean."""
    if np.isin(a, (0.0, 1.0)).all() and np.isin(b, (0.0, 1.0)).all():
        wider = 1.0
        if draws is not None and difference.any():
            wider = max(1.0, float(_error(difference, draws)[0] / _error(difference, None)[0]))
        return _matched_shares(difference, level, wider)
    _, low, high = mean_interval(difference, level, draws)
    return float(low), float(high)


def _matched_shares(difference: Numbers, level: float, wider: float) -> tuple[float, float]:
    """Return the interval of Agresti and Min: half a pair is added to each of the four kinds of pairs.

    wider: the error of the mean over the one that independent pairs would have.
    """
    from scipy import stats

    pairs = difference.size + 2.0
    up, down = float((difference > 0).sum()) + 0.5, float((difference < 0).sum()) + 0.5
    middle = (up - down) / pairs
    half = wider * math.sqrt((up + down) - (up - down) ** 2 / pairs) / pairs
    half *= float(stats.norm.ppf(0.5 + level / 2.0))
    return max(-1.0, middle - half), min(1.0, middle + half)


def _quantile(level: float, freedom: Any) -> Any:
    """Return the two-sided quantile of Student's t, for one number of degrees of freedom or for many."""
    from scipy import stats

    return stats.t.ppf(0.5 + level / 2.0, freedom)


def _ratio(over: float, under: float) -> float:
    """Return over / under, infinite over 0, NaN where both are 0."""
    if under > 0.0:
        return over / under
    return math.inf if over > 0.0 else math.nan
