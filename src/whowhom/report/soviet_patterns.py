"""The arithmetic of the stylised facts: pure functions of arrays, one number for each history.

Arrays are (history, month) unless told otherwise, NaN where a history says nothing. A history that lacks what
a function needs (nobody gave way, no trial) has NaN, so that it is left out and not counted as a failure.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from whowhom.report.statistics import NEVER, Numbers, Truths, first_month

VACANT = -1


def fall_and_recovery(seasons: Numbers, last_low: int) -> tuple[Numbers, Numbers]:
    """Return how far seasons fall from the first to the lowest, and how far they rise again by the last.

    fall = x_0 - min(x_0 .. x_k), recovery = x_last - that minimum, k = `last_low`.
    seasons: (history, season).
    Neither can be negative: 0 says that there was no fall, or no recovery.
    """
    low = seasons[:, : last_low + 1].min(axis=1)
    return seasons[:, 0] - low, np.maximum(seasons[:, -1] - low, 0.0)


def first_rise(counted: Numbers) -> NDArray[np.int64]:
    """Return the first month in which a running count is higher than at the start, NEVER where it is not."""
    return first_month(counted > counted[:, :1])


def months_after_peak(values: Numbers, event: NDArray[np.int64], reach: int) -> Numbers:
    """Return in which month an event falls, counted from the peak of something around it.

    event - argmax of values over the months event - reach to event + reach. Both sides are searched, so
    that a peak after the event gives a negative number. NaN where the event never comes or nothing moves.
    """
    answer = np.full(values.shape[0], np.nan)
    for history, month in enumerate(event):
        if month == NEVER:
            continue
        start = max(int(month) - reach, 0)
        around = values[history, start : int(month) + reach + 1]
        if np.isnan(around).all() or np.nanmax(around) <= 0:
            continue
        answer[history] = int(month) - (start + int(np.nanargmax(around)))
    return answer


def after_over_at(values: Numbers, event: NDArray[np.int64], first: int, last: int) -> Numbers:
    """Return the mean `first` to `last` months after an event over the highest of the `last` months up to it.

    NaN where the event never comes, comes too near the end, or nothing moved before it.
    """
    answer = np.full(values.shape[0], np.nan)
    for history, month in enumerate(event):
        if month == NEVER or month + last >= values.shape[1]:
            continue
        before = values[history, max(int(month) - last, 0) : int(month) + 1].max()
        if before > 0:
            answer[history] = values[history, month + first : month + last + 1].mean() / before
    return answer


def share_of_highest(values: Numbers) -> Numbers:
    """Return the highest month as a share of the sum of all months, NaN where that is 0."""
    total = values.sum(axis=1)
    return np.where(total > 0, values.max(axis=1) / np.where(total > 0, total, 1.0), np.nan)


def onset(spoken: Numbers, step: float) -> Truths:
    """Return (history, month) in which something rises by more than a step from the month before."""
    rises = np.zeros(spoken.shape, bool)
    rises[:, 1:] = np.diff(spoken, axis=1) > step
    return rises


def growth_after(values: Numbers, events: Truths, reach: int) -> Numbers:
    """Return the mean after events less the mean before, averaged over the events of a history.

    For an event in month m: mean of m .. m + reach - 1 less mean of m - reach .. m - 1. Events without
    `reach` months on either side are left out; NaN where a history has no event.
    """
    answer = np.full(values.shape[0], np.nan)
    for history in range(values.shape[0]):
        found = [
            values[history, month : month + reach].mean() - values[history, month - reach : month].mean()
            for month in np.flatnonzero(events[history])
            if reach <= month <= values.shape[1] - reach
        ]
        if found:
            answer[history] = float(np.mean(found))
    return answer


def rank_correlation(one: Numbers, other: Numbers) -> Numbers:
    """Return Spearman's rank correlation of two rows, history by history; equal values share their mean rank.

    one, other: (history, place). NaN where either is constant or says nothing.
    """
    answer = np.full(one.shape[0], np.nan)
    for history in range(one.shape[0]):
        there = ~np.isnan(one[history] + other[history])
        if there.sum() < 3:
            continue
        a, b = ranks(one[history, there]), ranks(other[history, there])
        if a.std() > 0 and b.std() > 0:
            answer[history] = float(np.corrcoef(a, b)[0, 1])
    return answer


def ranks(values: Numbers) -> Numbers:
    """Return the rank of each value from 0, equal values sharing their mean rank."""
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    return np.asarray((last - (count + 1) / 2)[place], np.float64)


def never_rises(steps: Numbers) -> Numbers:
    """Return 1 where no step is above the one before it and the last is below the first, else 0.

    steps: (history, step). NaN where a step says nothing.
    """
    holds = (np.diff(steps, axis=1) <= 0).all(axis=1) & (steps[:, -1] < steps[:, 0])
    return np.where(np.isnan(steps).any(axis=1), np.nan, holds.astype(np.float64))


def months_between_peaks(growth: Numbers, dropped: Numbers, months: Sequence[int]) -> Numbers:
    """Return the months from the meeting with the greatest growth to that with the greatest removal.

    growth, dropped: (history, meeting). months: the months of the meetings. The first meeting counts where
    several are equal. NaN where nothing grew or nobody was dropped.
    """
    places = np.asarray(months, np.float64)
    said = (np.nan_to_num(growth).max(axis=1) > 0) & (np.nan_to_num(dropped).max(axis=1) > 0)
    later = places[np.argmax(np.nan_to_num(dropped), axis=1)]
    return np.where(said, later - places[np.argmax(np.nan_to_num(growth), axis=1)], np.nan)


def partners_targeted(circles: Sequence[NDArray[np.int64]]) -> tuple[float, float]:
    """Return the share of those put out who had been of the majority before, and that share by chance.

    circles: the members at one meeting after another, negative where vacant. A round is a pair of meetings
    between which somebody left; its majority are those who stayed. Of all who leave in later rounds the first
    number is the share who belonged to the majority of the round before, the second is that share among all
    who sat when the round began, weighed by how many left. NaN twice where there are fewer than two rounds.
    """
    sets = [frozenset(int(one) for one in circle if one != VACANT) for circle in circles]
    majority: frozenset[int] | None = None
    left = partners = 0
    expected = 0.0
    for before, after in pairwise(sets):
        gone = before - after
        if not gone:
            continue
        if majority is not None:
            left += len(gone)
            partners += len(gone & majority)
            expected += len(gone) * len(before & majority) / len(before)
        majority = before & after
    return (partners / left, expected / left) if left else (np.nan, np.nan)


def falls_and_returns(fall: Numbers, recovery: Numbers, least: float) -> Numbers:
    """Return 1 where something fell by `least` or more and won back half of it or more, else 0; NaN stays."""
    holds = (fall >= least) & (recovery >= fall / 2)
    return np.where(np.isnan(fall + recovery), np.nan, holds.astype(np.float64))


def peaks_and_breaks(months: Numbers, by: int) -> Numbers:
    """Return 1 where the highest month is among the first `by` and the later ones mean less than half of it.

    months: (history, month), with months after the first `by`. NaN where nothing moved.
    """
    top = months.max(axis=1)
    holds = (months[:, :by].max(axis=1) >= top) & (months[:, by:].mean(axis=1) < top / 2)
    return np.where(top > 0, holds.astype(np.float64), np.nan)
