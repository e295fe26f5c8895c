"""Tallies: what many histories have in common, added up history by history, so that none need be kept.

For every month and recorded number: how many histories have it, mean and sum of squared deviations
(Welford 1962), lowest, highest, and counts in bins, from which quantiles are read; for every office that is
recorded as a person, counts of who holds it. Two tallies are merged by
the rule of Chan, Golub and LeVeque (1983). Histories are added in the order of their numbers and tallies are
merged in the order of their shards, so that the bits do not depend on threads or machines.

Does not model: anything of two months or two numbers together, and what lies within one bin.
Sources: Welford 1962; Chan, Golub and LeVeque 1983.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from whowhom.core.kernel import kernel

BINS = 256
"""Bins of a number in a month; the first and the last are open."""


class Bins(NamedTuple):
    """Where the closed bins of each number lie; T months, W numbers."""

    start: NDArray[np.float64]
    """(T, W) where the second bin begins."""
    width: NDArray[np.float64]
    """(T, W) how wide each closed bin is, above 0."""
    whole: NDArray[np.int8]
    """(T, W) 1 where only whole numbers were seen, each in the middle of its bin."""


class Tally(NamedTuple):
    """Sums over histories. T months, W numbers, K offices, P people."""

    known: NDArray[np.int64]
    """(T, W) histories that have the number."""
    mean: NDArray[np.float64]
    """(T, W) their mean."""
    square: NDArray[np.float64]
    """(T, W) sum of squared deviations from it."""
    low: NDArray[np.float32]
    """(T, W) lowest."""
    high: NDArray[np.float32]
    """(T, W) highest."""
    counts: NDArray[np.int32]
    """(T, W, BINS) histories in each bin."""
    persons: NDArray[np.int32]
    """(T, K, P + 1) histories in which each person holds an office; the first place is for nobody."""
    sound: NDArray[np.int64]
    """(1,) histories without a fault, which are the ones that count."""
    faulted: NDArray[np.int64]
    """(1,) histories with one, which do not."""


def empty_tally(months: int, numbers: int, offices: int, people: int) -> Tally:
    """Return a tally of no history."""
    shape = (months, numbers)
    return Tally(
        np.zeros(shape, np.int64),
        np.zeros(shape, np.float64),
        np.zeros(shape, np.float64),
        np.full(shape, np.inf, np.float32),
        np.full(shape, -np.inf, np.float32),
        np.zeros((*shape, BINS), np.int32),
        np.zeros((months, offices, people + 1), np.int32),
        np.zeros(1, np.int64),
        np.zeros(1, np.int64),
    )


def bins_of(pilot: NDArray[np.float32]) -> Bins:
    """Return bins that hold what a pilot of histories showed, with as much room again beyond it.

    pilot: (H, T, W). Where it showed only whole numbers, a bin is centred on each, or on several at once.
    """
    numbers = np.asarray(pilot, np.float64)
    there = np.isfinite(numbers)
    low = np.where(there, numbers, np.inf).min(axis=0, initial=np.inf)
    high = np.where(there, numbers, -np.inf).max(axis=0, initial=-np.inf)
    low, high = np.where(low > high, 0.0, low), np.where(low > high, 0.0, high)
    whole = ~(there & (numbers != np.floor(numbers))).any(axis=0)
    room = np.maximum((high - low) / 2, 1e-6 * np.maximum(np.abs(low), np.abs(high)))
    room = np.maximum(np.where(whole, np.ceil(room), room), np.where(whole, 1.0, 1e-12))
    width = (high - low + 2 * room) / (BINS - 2)
    width = np.where(whole, np.ceil(width), width)
    start = np.where(whole, low - room - 0.5, low - room)
    return Bins(start, width, whole.astype(np.int8))


@kernel
def add_numbers(
    output: NDArray[np.float32],
    sound: NDArray[np.int8],
    bins: Bins,
    tally: Tally,
    first: int,
    last: int,
) -> None:
    """Add the numbers of months first .. last-1 of histories. output: (H, T, W); sound: (H,) 1 counts."""
    for month in range(first, last):
        for h in range(output.shape[0]):
            if sound[h] == 0:
                continue
            for i in range(output.shape[2]):
                found = output[h, month, i]
                number = np.float64(found)
                if not np.isfinite(number):
                    continue
                tally.known[month, i] += 1
                away = number - tally.mean[month, i]
                tally.mean[month, i] += away / np.float64(tally.known[month, i])
                tally.square[month, i] += away * (number - tally.mean[month, i])
                tally.low[month, i] = min(tally.low[month, i], found)
                tally.high[month, i] = max(tally.high[month, i], found)
                place = (number - bins.start[month, i]) / bins.width[month, i]
                bin_number = 0
                if place >= np.float64(BINS - 2):
                    bin_number = BINS - 1
                elif place >= 0.0:
                    bin_number = 1 + int(place)
                tally.counts[month, i, bin_number] += 1


@kernel
def add_offices(
    output: NDArray[np.float32],
    sound: NDArray[np.int8],
    columns: NDArray[np.int64],
    tally: Tally,
    first: int,
    last: int,
) -> None:
    """Add who holds the offices that stand in these columns, months first .. last-1."""
    for month in range(first, last):
        for h in range(output.shape[0]):
            if sound[h] == 0:
                continue
            for k in range(columns.size):
                person = int(output[h, month, columns[k]])
                if person < tally.persons.shape[2] - 1:
                    tally.persons[month, k, max(person, -1) + 1] += 1


def add_faults(faults: NDArray[np.int64], tally: Tally) -> NDArray[np.int8]:
    """Count the histories with and without a fault, and return (H,) which of them count."""
    sound: NDArray[np.int8] = (faults == 0).astype(np.int8)
    tally.sound[0] += int(sound.sum())
    tally.faulted[0] += int(sound.size - sound.sum())
    return sound


def merge(total: Tally, part: Tally) -> None:
    """Add a tally to another one, which changes. Parts are merged in the order of their histories."""
    known = total.known + part.known
    share = np.divide(part.known, known, out=np.zeros(known.shape), where=known > 0)
    away = part.mean - total.mean
    total.square[...] += part.square + away * away * total.known * share
    total.mean[...] += away * share
    total.known[...] = known
    np.minimum(total.low, part.low, out=total.low)
    np.maximum(total.high, part.high, out=total.high)
    for name in ("counts", "persons", "sound", "faulted"):
        getattr(total, name)[...] += getattr(part, name)
