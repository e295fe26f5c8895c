"""Thresholds: each joins once enough others have, so that near-equal crowds can end far apart.

r(t+1) = F(r(t)), where F(r) is the share of people whose threshold is at most r. The path rises or falls
until it rests. A crowd of few people can stop where the distribution it is drawn from would not.

Sources: M. Granovetter, "Threshold models of collective behavior", American Journal of Sociology 83 (1978)
1420-1443; T. Kuran, "Now out of never", World Politics 44 (1991) 7-48.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from whowhom.core.elementary import normal_probability
from whowhom.core.kernel import kernel


@kernel
def joining_share(share: float, mean: float, spread: float, push: float) -> float:
    """Return the share that joins when it sees `share` act and thresholds are normally distributed.

    F(r) = Phi((r + push - mean) / spread); with no spread, 1 where r + push reaches the mean and 0 below it.

    share: r, 0 to 1; mean, push: shares of the people; spread: standard deviation, at least 0. Thresholds
    below 0 belong to people who act alone, those above 1 to people who never do. A number outside its range
    returns NaN. Source: Granovetter 1978. Does not model: who sees whom.
    """
    if not 0.0 <= share <= 1.0 or not spread >= 0.0 or math.isnan(mean) or math.isnan(push):
        return math.nan
    if spread == 0.0:
        return 1.0 if share + push >= mean else 0.0
    return normal_probability((share + push - mean) / spread)


@kernel
def settled_share(start: float, mean: float, spread: float, push: float, steps: int) -> float:
    """Return the share that acts after `steps` rounds of looking at each other.

    `joining_share` applied `steps` times from `start`; it stops early where a round changes nothing. Without
    a push and from 0 this is Granovetter's equilibrium, once there are enough steps.

    start: 0 to 1; mean, spread, push: as in `joining_share`; steps: at least 0. A number outside its range
    returns NaN. Source: Granovetter 1978. Does not model: a crowd of few people; `settled_count` does.
    """
    if steps < 0 or not 0.0 <= start <= 1.0:
        return math.nan
    share = start
    for _ in range(steps):
        joined = joining_share(share, mean, spread, push)
        if joined == share:
            break
        share = joined
    return share


@kernel
def settled_count(thresholds: NDArray[np.float64], start: int) -> int:
    """Return how many of a crowd act in the end.

    n(t+1) = the number of people whose threshold is at most n(t), until it changes no more.

    thresholds: shape (n,), numbers of participants, in any order; start: n(0), the number seen to act first.
    Source: Granovetter 1978. Does not model: people who stay once they have joined; where n(0) is more than
    the crowd keeps, the number falls.
    """
    count = start
    while True:
        joined = 0
        for threshold in thresholds:
            if threshold <= count:
                joined += 1
        if joined == count:
            return count
        count = joined


@kernel
def perceived_share(
    acting: float, crowd: float, friends_acting: float, friends: float, friend_weight: float
) -> float:
    """Return the share of a crowd that seems to act to someone for whom friends count more than others.

    (w f_a + n_a - f_a) / (w f + n - f), w the weight of a friend.

    acting, crowd: n_a of n people; friends_acting, friends: f_a of f friends among them; friend_weight: w, at
    least 0. A number outside its range, or a crowd without weight, returns NaN.
    Source: Granovetter 1978. Does not model: friends who are not in the crowd.
    """
    strangers, strangers_acting = crowd - friends, acting - friends_acting
    weight = friend_weight * friends + strangers
    if not 0 <= friends_acting <= friends or not 0 <= strangers_acting <= strangers:
        return math.nan
    if not friend_weight >= 0 or weight <= 0:
        return math.nan
    return (friend_weight * friends_acting + strangers_acting) / weight


def crowd_path(thresholds: Sequence[float | Fraction], start: int = 0) -> tuple[int, ...]:
    """Return how many act in each round, from `start` to the number at which the crowd rests.

    The rule of `settled_count`; a path that has rested at once has one entry, and otherwise one more than
    there are rounds.

    thresholds: numbers of participants, one a person; start: from 0 to the number of people.
    Raises ValueError if there is nobody, if start is out of range, or if a threshold is not a number.
    Source: Granovetter 1978; Kuran 1991. Does not model: what `settled_count` does not.
    """
    if not thresholds:
        raise ValueError("thresholds: none; expected at least one person")
    if any(threshold != threshold for threshold in thresholds):
        raise ValueError("thresholds: one of them is NaN; expected numbers of participants")
    if not 0 <= start <= len(thresholds):
        raise ValueError(f"start: {start}; expected from 0 to the {len(thresholds)} people of the crowd")
    path = [start]
    while True:
        joined = sum(1 for threshold in thresholds if threshold <= path[-1])
        if joined == path[-1]:
            return tuple(path)
        path.append(joined)


def share_path(thresholds: Sequence[float | Fraction], start: Fraction | int = 0) -> tuple[Fraction, ...]:
    """Return the share that acts in each round, from `start` to the share at which the people rest.

    F(r) is the number of thresholds at most r over the number of people, compared exactly.

    thresholds: shares, one a person, as fractions where 1/10 must mean 1/10; start: a share from 0 to 1.
    Raises ValueError if there is nobody or start is out of range.
    Source: Kuran 1991. Does not model: what `settled_count` does not.
    """
    if not thresholds:
        raise ValueError("thresholds: none; expected at least one person")
    if not 0 <= start <= 1:
        raise ValueError(f"start: {start}; expected a share from 0 to 1")
    path = [Fraction(start)]
    while True:
        joined = Fraction(sum(1 for each in thresholds if each <= path[-1]), len(thresholds))
        if joined == path[-1]:
            return tuple(path)
        path.append(joined)


def resting_probabilities(shares: Sequence[float], crowd: int) -> NDArray[np.float64]:
    """Return the probability that a crowd drawn at random comes to rest at 0, 1, ..., `crowd` who act.

    The crowd rests at the least m for which exactly m of it have a threshold of at most m; how many have,
    threshold by threshold, is a chain of binomial draws.

    shares: of the population with threshold 0, 1, 2, ... participants, at most 1 together (the rest never
    joins); crowd: at least 1. Raises ValueError outside these. Shape of the result (crowd + 1,).
    Source: Granovetter 1978. Does not model: a population that the drawing uses up.
    """
    total = sum(shares)
    if crowd < 1:
        raise ValueError(f"crowd: {crowd}; expected at least 1")
    if any(not share >= 0.0 for share in shares) or total > 1.0 + 1e-9:
        raise ValueError(f"shares: {total} together; expected none below 0 and at most 1 together")
    resting = np.zeros(crowd + 1)
    willing = np.zeros(crowd + 1)
    willing[0] = 1.0
    left = 1.0
    for threshold in range(crowd + 1):
        share = shares[threshold] if threshold < len(shares) else 0.0
        willing = _more_willing(willing, min(share / left, 1.0) if left > 0.0 else 0.0)
        left -= share
        resting[threshold] = willing[threshold]
        willing[threshold] = 0.0
    return resting


def _more_willing(willing: NDArray[np.float64], chance: float) -> NDArray[np.float64]:
    """Return the distribution of the number willing once each of the others is willing with `chance`."""
    crowd = len(willing) - 1
    after = np.zeros(crowd + 1)
    for already in np.flatnonzero(willing):
        others = crowd - int(already)
        for k in range(others + 1):
            after[already + k] += (
                willing[already] * math.comb(others, k) * chance**k * (1.0 - chance) ** (others - k)
            )
    return after


def quiet_probability(chance: float, incidents: int) -> float:
    """Return the probability that none of several independent incidents sets off a riot.

    (1 - p)^k. chance: p, 0 to 1; incidents: k, at least 0. Raises ValueError outside these.
    Source: Granovetter 1978. Does not model: incidents that make the next one easier.
    """
    if not 0.0 <= chance <= 1.0:
        raise ValueError(f"chance: {chance}; expected a probability")
    if incidents < 0:
        raise ValueError(f"incidents: {incidents}; expected at least 0")
    return (1.0 - chance) ** incidents
