"""Whether an alteration turns the majority: shares of paired histories, their intervals, and many tests.

An alteration turns an outcome where two things hold at once: the share of altered histories lies beyond one
half, on the other side than in the run, and the same histories moved that way more often than back. Each is
tested exactly, the first as a binomial share of one half, the second as the sign test of McNemar on the
histories that changed. The two together have the larger of the two chances (the test of a union), doubled,
so that a chance of at most 5 % is an interval of 95 % that leaves one half out. Of many alterations Holm's
step-down keeps the chance that any of them is called turning and is not; those whose trial was broken off
count as never called, which can only lower that chance.
Shown is the interval of Wilson for the share, and that of `contrast` for the paired difference.
Does not model: histories that lack the outcome in the run or altered; they are left out of both and counted.
Sources: McNemar 1947; Wilson 1927; Holm 1979.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from whowhom.experiments.contrast import LEVEL, contrast
from whowhom.measures.statistics import Numbers

SURE = 0.99
"""The level at which a trial is broken off."""


@dataclass(frozen=True)
class Verdict:
    """An alteration on the first histories of a run."""

    before: float
    after: float
    """Shares of histories with the outcome; NaN where no history has it both ways."""
    low: float
    high: float
    """The 95 % interval of the share after."""
    difference_low: float
    difference_high: float
    """The 95 % interval of the paired difference."""
    pairs: int
    lacking: int
    moved: int
    """Histories whose answer changed, either way."""
    chance: float
    """Of a share and of moves as far on the other side as these, were there no majority there."""
    hopeless: bool
    """Whether the 99 % interval of the share leaves out one half and all beyond it."""


def verdict(before: Numbers, after: Numbers, holds: bool) -> Verdict:
    """Return the verdict on paired histories. before, after: (n,) 1, 0 or NaN. holds: the majority before."""
    both = ~(np.isnan(before) | np.isnan(after))
    first, second = before[both], after[both]
    pairs, lacking = int(both.sum()), int((~both).sum())
    if pairs < 2:
        nan = math.nan
        return Verdict(nan, nan, nan, nan, nan, nan, pairs, lacking, 0, 1.0, False)
    found = contrast(first, second)
    stayed = int((second == holds).sum())
    gone = int(((first == holds) & (second != holds)).sum())
    come = int(((first != holds) & (second == holds)).sum())
    chance = max(at_most(stayed, pairs), at_most(come, gone + come))
    low, high = wilson(int(second.sum()), pairs, LEVEL)
    sure_low, sure_high = wilson(int(second.sum()), pairs, SURE)
    return Verdict(
        before=found.first,
        after=found.second,
        low=low,
        high=high,
        difference_low=found.low,
        difference_high=found.high,
        pairs=pairs,
        lacking=lacking,
        moved=gone + come,
        chance=min(1.0, 2.0 * chance),
        hopeless=sure_low > 0.5 if holds else sure_high < 0.5,
    )


def fewest(tests: int, level: float) -> int:
    """Return the fewest histories with which anything can be called turning, among so many tests."""
    return math.ceil(math.log2(2 * max(tests, 1) / level))


def at_most(count: int, of: int) -> float:
    """Return the chance of at most so many heads of so many tosses; 1 of none."""
    from scipy import stats

    return float(stats.binom.cdf(count, of, 0.5)) if of else 1.0


def wilson(count: int, of: int, level: float) -> tuple[float, float]:
    """Return the interval of Wilson for a share, (0, 1) of none."""
    from scipy import stats

    if not of:
        return 0.0, 1.0
    z = float(stats.norm.ppf(0.5 + level / 2.0))
    share, weight = count / of, z * z / of
    middle = (share + weight / 2.0) / (1.0 + weight)
    half = z * math.sqrt(share * (1.0 - share) / of + weight / (4.0 * of)) / (1.0 + weight)
    return max(0.0, middle - half), min(1.0, middle + half)


def holm(chances: Sequence[float], tests: int) -> list[float]:
    """Return the chances adjusted for so many tests, of which these are some and the others are never called.

    The k-th smallest is multiplied by the tests that are left, tests - k + 1; none is below a smaller one.
    """
    order = sorted(range(len(chances)), key=lambda place: chances[place])
    answer = [1.0] * len(chances)
    most = 0.0
    for rank, place in enumerate(order):
        most = max(most, min(1.0, (tests - rank) * chances[place]))
        answer[place] = most
    return answer
