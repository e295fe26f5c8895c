"""Scores of probabilities against what happened, with bootstrap intervals.

p: (n,) the probabilities said, y: (n,) 1 where it happened and 0 where not. Log score, Brier score and CRPS
are losses, so that less is better; of AUC more is better. Proper scores are lowest on average for whoever
says the probabilities that he believes (Gneiting and Raftery 2007).

Does not model: costs, by which some errors matter more than others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Score = Callable[[Numbers, Numbers], float]

CLIP = 0.005
"""No probability counts as nearer to 0 or 1 than this in the log score, whoever said it."""


def _checked(p: Numbers, y: Numbers) -> tuple[Numbers, Numbers]:
    """Return both as numbers. Raises ValueError where they differ in length or are out of range."""
    p, y = np.asarray(p, np.float64), np.asarray(y, np.float64)
    if p.ndim != 1 or p.shape != y.shape or not p.size:
        raise ValueError(f"found shapes {p.shape} and {y.shape}; expected two rows of the same length")
    if not (((p >= 0) & (p <= 1)).all() and np.isin(y, (0.0, 1.0)).all()):
        raise ValueError("expected probabilities from 0 to 1 and outcomes 0 or 1")
    return p, y


def share_said(count: Numbers, total: int) -> Numbers:
    """Return (count + 1/2) / (total + 1): the probability that so many of `total` histories stand for.

    The mean of Jeffreys' beta posterior, never 0 or 1. count: (n,) histories in which it happened.
    """
    return np.asarray((np.asarray(count, np.float64) + 0.5) / (total + 1.0))


def log_score(p: Numbers, y: Numbers) -> float:
    """Return the mean of -ln of the probability said of what happened, in nats; p stays CLIP off the ends."""
    p, y = _checked(p, y)
    p = np.clip(p, CLIP, 1.0 - CLIP)
    return float(-np.mean(y * np.log(p) + (1.0 - y) * np.log1p(-p)))


def brier(p: Numbers, y: Numbers) -> float:
    """Return the mean squared difference of probability and outcome. Source: Brier 1950."""
    p, y = _checked(p, y)
    return float(np.mean((p - y) ** 2))


def auc(p: Numbers, y: Numbers) -> float:
    """Return the chance that one who stayed was given more than one who did not, ties counting half.

    The Mann-Whitney statistic over its highest value; NaN where all or none stayed.
    """
    p, y = _checked(p, y)
    stayed, left = p[y == 1], p[y == 0]
    if not stayed.size or not left.size:
        return float("nan")
    above = stayed[:, None] - left[None, :]
    return float(np.mean((above > 0) + 0.5 * (above == 0)))


@dataclass(frozen=True)
class BrierParts:
    """The parts of a Brier score: score = reliability - resolution + uncertainty + within."""

    reliability: float
    """How far the probabilities said lie from the shares that happened; 0 is best."""
    resolution: float
    """How far the bins differ from the share of all; more is better."""
    uncertainty: float
    """What one who knows nothing but the share of all would score."""
    within: float
    """What is left because a bin holds unlike probabilities; 0 where each bin holds one value."""


def brier_parts(p: Numbers, y: Numbers, bins: int | None = None) -> BrierParts:
    """Return Murphy's parts of the Brier score.

    bins: equal widths from 0 to 1; absent, one bin for each value said. Source: Murphy 1973; the fourth part
    is that of Stephenson et al. 2008.
    """
    p, y = _checked(p, y)
    base = float(y.mean())
    reliability = resolution = 0.0
    for rows in _binned(p, bins):
        said, happened, weight = p[rows].mean(), y[rows].mean(), rows.size / p.size
        reliability += weight * (said - happened) ** 2
        resolution += weight * (happened - base) ** 2
    uncertainty = base * (1.0 - base)
    within = brier(p, y) - (reliability - resolution + uncertainty)
    return BrierParts(float(reliability), float(resolution), uncertainty, within)


def _binned(p: Numbers, bins: int | None) -> list[NDArray[np.intp]]:
    """Return the rows of each bin that has any, in the order of the probabilities."""
    if bins is None:
        groups = np.unique(p, return_inverse=True)[1]
    else:
        groups = np.minimum((p * bins).astype(np.intp), bins - 1)
    return [np.flatnonzero(groups == group) for group in np.unique(groups)]


def wilson(happened: int, total: int, z: float = 1.959963984540054) -> tuple[float, float]:
    """Return Wilson's interval of a share, 95 per cent unless z is given. Source: Wilson 1927.

    Raises ValueError where `total` is not above 0.
    """
    if total <= 0:
        raise ValueError(f"found {total} cases; expected one at least")
    share, square = happened / total, z * z
    middle = (share + square / (2 * total)) / (1 + square / total)
    half = z / (1 + square / total) * np.sqrt(share * (1 - share) / total + square / (4 * total * total))
    return float(max(middle - half, 0.0)), float(min(middle + half, 1.0))


@dataclass(frozen=True)
class ReliabilityPoint:
    """One point of a reliability curve."""

    said: float
    """Mean probability said in the bin."""
    happened: float
    """Share that happened, and its 95 per cent interval of Wilson."""
    low: float
    high: float
    n: int


def reliability(p: Numbers, y: Numbers, bins: int = 5) -> tuple[ReliabilityPoint, ...]:
    """Return the reliability curve: for each bin of equal width that has cases, said against happened."""
    p, y = _checked(p, y)
    points = []
    for rows in _binned(p, bins):
        low, high = wilson(int(y[rows].sum()), rows.size)
        points.append(ReliabilityPoint(float(p[rows].mean()), float(y[rows].mean()), low, high, rows.size))
    return tuple(points)


def roc(p: Numbers, y: Numbers) -> tuple[Numbers, Numbers]:
    """Return the ROC curve: of those who left and of those who stayed, the shares at or above each level."""
    p, y = _checked(p, y)
    levels = np.unique(p)[::-1]
    wrong = [float(np.mean(p[y == 0] >= level)) for level in levels]
    right = [float(np.mean(p[y == 1] >= level)) for level in levels]
    return np.array([0.0, *wrong]), np.array([0.0, *right])


def crps(ensemble: Numbers, value: float) -> float:
    """Return the continuous ranked probability score of an ensemble: E|X - x| - E|X - X'| / 2.

    ensemble: (H,) numbers drawn, in any unit, which is that of the score. Source: Gneiting and Raftery 2007.
    Raises ValueError where the ensemble is empty.
    """
    ordered = np.sort(np.asarray(ensemble, np.float64))
    n = ordered.size
    if not n:
        raise ValueError("found no numbers; expected one at least")
    # Sum over all pairs |x_i - x_j|, by the place of each in the order.
    spread = 2.0 * float(np.sum((2 * np.arange(1, n + 1) - n - 1) * ordered)) / (n * n)
    return float(np.mean(np.abs(ordered - value)) - spread / 2.0)


SCORES: dict[str, Score] = {"log score": log_score, "Brier score": brier, "AUC": auc}
"""What is scored of probabilities, by name."""


@dataclass(frozen=True)
class Interval:
    """A score with its bootstrap interval."""

    value: float
    low: float
    high: float


def resamples(clusters: NDArray[np.integer], draws: int, seed: int) -> list[NDArray[np.intp]]:
    """Return the rows of each bootstrap sample: whole clusters are drawn with replacement.

    clusters: (n,) the number of the person that a row is of; all rows of a person come or stay away together.
    """
    generator = np.random.Generator(np.random.PCG64(seed))
    members = [np.flatnonzero(clusters == one) for one in np.unique(clusters)]
    picks = generator.integers(0, len(members), (draws, len(members)))
    return [np.concatenate([members[one] for one in pick]) for pick in picks]


def intervals(
    said: Mapping[str, Numbers],
    y: Numbers,
    score: Score,
    samples: list[NDArray[np.intp]],
    against: str | None = None,
    level: float = 0.95,
) -> dict[str, Interval]:
    """Return by predictor a score with the percentile interval of the bootstrap, or its difference to one.

    said: by predictor (n,) probabilities of the same rows. against: the predictor whose score is taken off,
    in the same samples, so that what is common to both falls out. Samples without a score (all stayed) are
    left out. Source: Efron and Tibshirani 1993.
    """

    def at(p: Numbers, rows: NDArray[np.intp]) -> float:
        base = score(said[against][rows], y[rows]) if against is not None else 0.0
        return score(p[rows], y[rows]) - base

    every, tail = np.arange(y.size), (1.0 - level) / 2.0
    answer = {}
    for name, p in said.items():
        drawn = np.array([at(p, rows) for rows in samples])
        drawn = drawn[~np.isnan(drawn)]
        low, high = np.quantile(drawn, [tail, 1.0 - tail]) if drawn.size else (np.nan, np.nan)
        answer[name] = Interval(at(p, every), float(low), float(high))
    return answer
