"""What the report computes from histories: pure functions of arrays.

Levels are shares between 0 and 1; an interval is the middle 90 per cent unless another level is given. A
month is a position in the list of months; NEVER stands for a threshold that a history did not reach.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

NEVER = -1
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
"""The ends of the 90 and the 50 per cent intervals, and the median between them."""

Numbers = NDArray[np.float64]
Months = NDArray[np.int64]
Truths = NDArray[np.bool_]


def first_month(reached: Truths) -> Months:
    """Return the first month in which each history meets a condition.

    reached: (history, month). Returns (history,), NEVER where no month meets it.
    """
    first: Months = np.argmax(reached, axis=1).astype(np.int64)
    first[~reached.any(axis=1)] = NEVER
    return first


def month_quantile(first: Months, level: float) -> int | None:
    """Return the first month by which at least `level` of the histories have reached the threshold.

    first: (history,), NEVER counts as later than every month. Returns None where that is never.
    Raises ValueError when there is no history.
    """
    if first.size == 0:
        raise ValueError("no histories")
    ordered = np.sort(np.where(first == NEVER, np.iinfo(np.int64).max, first))
    month = ordered[max(math.ceil(level * first.size - 1e-9), 1) - 1]
    return None if month == np.iinfo(np.int64).max else int(month)


def reached_by(first: Months, month: int) -> int:
    """Return how many histories reached the threshold in `month` or earlier."""
    return int(((first != NEVER) & (first <= month)).sum())


def wilson(count: int, total: int, level: float = 0.9) -> tuple[float, float]:
    """Return Wilson's interval of a share: inside 0 to 1 and of positive width even when count is 0 or total.

    Raises ValueError when total is below 1 or count outside 0 to total.
    """
    if total < 1 or not 0 <= count <= total:
        raise ValueError(f"{count} of {total} is no share")
    z = NormalDist().inv_cdf(0.5 + level / 2)
    share = count / total
    middle = share + z * z / (2 * total)
    half = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    # At the ends the formula gives 0 and 1 up to rounding.
    low = 0.0 if count == 0 else (middle - half) / scale
    return low, 1.0 if count == total else (middle + half) / scale


def quantiles(values: NDArray[np.generic], levels: Sequence[float] = LEVELS) -> Numbers:
    """Return quantiles of one number per history, NaN left out; all NaN where nothing is left.

    values: (history,). Returns (level,).
    """
    return bands(np.asarray(values, np.float64)[:, None], levels)[:, 0]


def bands(values: NDArray[np.generic], levels: Sequence[float] = LEVELS, fewest: int = 1) -> Numbers:
    """Return quantiles over histories, month by month, with linear interpolation between ranks.

    values: (history, month), NaN where a history says nothing. fewest: months with fewer histories give NaN.
    Returns (level, month).
    """
    ordered = np.sort(np.asarray(values, np.float64), axis=0)
    present = (~np.isnan(ordered)).sum(axis=0)
    columns = np.arange(ordered.shape[1])
    answer = np.full((len(levels), ordered.shape[1]), np.nan)
    if ordered.shape[0] == 0:
        return answer
    for row, level in enumerate(levels):
        place = level * np.maximum(present - 1, 0)
        below = np.floor(place).astype(np.int64)
        above = np.minimum(below + 1, np.maximum(present - 1, 0))
        weight = place - below
        answer[row] = (1 - weight) * ordered[below, columns] + weight * ordered[above, columns]
    answer[:, present < max(fewest, 1)] = np.nan
    return answer


def share_of(part: NDArray[np.generic], whole: NDArray[np.generic]) -> Numbers:
    """Return part / whole as NaN where the whole is not above 0. Both of one shape."""
    over, under = np.asarray(part, np.float64), np.asarray(whole, np.float64)
    return np.where(under > 0, over / np.where(under > 0, under, 1.0), np.nan)


@dataclass(frozen=True)
class Difference:
    """A paired difference: the mean with its interval, and the middle 90 per cent of single histories."""

    mean: float
    low: float
    high: float
    smallest: float
    largest: float
    histories: int
    nothing: bool
    """Whether every single difference is 0."""


def paired_difference(
    other: NDArray[np.generic], base: NDArray[np.generic], level: float = 0.9
) -> Difference:
    """Return other - base, history by history: the same number is the same luck.

    The interval of the mean is normal, from the standard deviation of the differences; histories where either
    is NaN are left out. Both (history,). Raises ValueError when no pair is left.
    """
    difference = np.asarray(other, np.float64) - np.asarray(base, np.float64)
    difference = difference[~np.isnan(difference)]
    if difference.size == 0:
        raise ValueError("no pair of histories")
    mean = float(difference.mean())
    spread = float(difference.std(ddof=1)) / math.sqrt(difference.size) if difference.size > 1 else 0.0
    half = NormalDist().inv_cdf(0.5 + level / 2) * spread
    low, high = quantiles(difference, (0.05, 0.95))
    return Difference(
        mean, mean - half, mean + half, float(low), float(high), difference.size, not difference.any()
    )


def dropped_share(before: NDArray[np.integer], after: NDArray[np.integer]) -> Numbers:
    """Return the share of the earlier members of a body who are no longer among the later ones.

    before, after: (history, seat), person numbers, negative where vacant; seats may differ in number.
    Returns (history,), NaN where nobody sat before.
    """
    answer = np.full(before.shape[0], np.nan)
    for history in range(before.shape[0]):
        members = before[history][before[history] >= 0]
        if members.size:
            answer[history] = 1 - np.isin(members, after[history]).mean()
    return answer


def shares_of_persons(holder: NDArray[np.generic]) -> dict[int, float]:
    """Return who holds an office, over histories: person number (negative: nobody) and share, largest first.

    holder: (history,). Ties go by the number of the person.
    """
    persons, counts = np.unique(np.asarray(holder).astype(np.int64), return_counts=True)
    order = np.lexsort((persons, -counts))
    return {int(persons[k]): float(counts[k]) / max(holder.size, 1) for k in order}
