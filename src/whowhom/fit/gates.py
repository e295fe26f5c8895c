"""Gates: tests that an estimator or a fit may fail, each with a statistic, a p-value and one sentence.

Test cases are rows of the simulated table that the estimator has not seen: their true numbers are known. For
each, the rank of the truth among L draws is 0 to L, each equally likely where the posterior is right.

    calibration  by number, chi-square of the ranks in bins, Kolmogorov-Smirnov of q = (rank + 1/2) / (L + 1),
                 and the mean of Q(q)^2, Q the normal quantile, which is large where the draws are too narrow
    coverage     by number and level, how often a central interval of the draws holds the truth: binomial test
    recovery     by number, truth minus mean (should average 0) and its square minus the variance that is
                 claimed, var (1 + 1 / L) (should average 0): t-tests over the test cases
    predictive   the largest deviation of the record from its replicates, over targets, in standard deviations
                 of the replicates' own side; p = share of replicates that deviate as much, the record counted

Several tests of one gate are corrected by Holm's rule; a gate fails where the least corrected p-value is
below its level (LEVEL). The predictive one needs no correction: its statistic is the largest
of all targets.

Source: Talts, Betancourt, Simpson, Vehtari and Gelman 2018 (calibration);
Cook, Gelman and Rubin 2006 (squares of normal quantiles); Holm 1979; Wilson 1927;
Westfall and Young 1993 (largest deviation). A predictive check is lenient, since the record was
used to make the replicates (Meng 1994). Does not model: wrong in a way that no marginal shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whowhom.fit.posterior import LEVELS, NOT_INFORMED, Posterior

Array = NDArray[np.float64]
Ranks = NDArray[np.int64]

LEVEL = 0.01
"""A right estimator fails a gate this often at most."""
BINS = 10
FEWEST_CASES = 50
"""Fewer test cases than this, five to a bin, and the chi-square test has no meaning."""


@dataclass(frozen=True)
class Part:
    """One test of a gate."""

    name: str
    statistic: float
    p_value: float
    """Before correction; for targets, the corrected one."""
    low: float = float("nan")
    high: float = float("nan")
    """Interval of the statistic, where it has one."""
    expected: float = float("nan")
    """What the statistic should be, where that is a number."""


@dataclass(frozen=True)
class Gate:
    """What a gate found."""

    name: str
    statistic: float
    p_value: float
    """Corrected for the number of tests."""
    passed: bool
    sentence: str
    parts: tuple[Part, ...]
    failed: tuple[str, ...]
    """The parts that fail after correction."""


def ranks(draws: Array, truth: Array) -> Ranks:
    """Return (M, D) how many of the draws (M, L, D) lie below the truth (M, D)."""
    return np.asarray((draws < truth[:, None, :]).sum(axis=1), np.int64)


def calibration(found: Ranks, draws: int, names: Sequence[str], level: float = LEVEL) -> Gate:
    """Test whether ranks (M, D) among so many draws are uniform on 0 .. draws.

    Raises ValueError for fewer than FEWEST_CASES rows, or where draws + 1 is not a multiple of BINS.
    """
    from scipy import stats

    if len(found) < FEWEST_CASES or (draws + 1) % BINS:
        raise ValueError(f"expected {FEWEST_CASES} cases or more and draws + 1 a multiple of {BINS}")
    parts = []
    for place, name in enumerate(names):
        column = found[:, place]
        counts = np.bincount(column * BINS // (draws + 1), minlength=BINS)
        square = stats.chisquare(counts)
        parts.append(Part(f"{name}: chi-square", float(square.statistic), float(square.pvalue)))
        distance = stats.kstest((column + 0.5) / (draws + 1), "uniform")
        parts.append(Part(f"{name}: distance", float(distance.statistic), float(distance.pvalue)))
        parts.append(_spread(column, draws, name))
    return _judged("calibration", parts, level, "ranks of the true numbers are uniform", len(found))


def coverage(
    found: Ranks, draws: int, names: Sequence[str], levels: Sequence[float] = LEVELS, level: float = LEVEL
) -> Gate:
    """Test how often central intervals of the draws hold the truth; each part has Wilson's 95 % interval.

    The interval of a level leaves out the same number of ranks at both ends; `expected` is what is left of
    the ranks, exactly.
    """
    from scipy import stats

    parts = []
    for place, name in enumerate(names):
        for wanted in levels:
            outside = round((1.0 - wanted) / 2 * (draws + 1))
            expected = 1.0 - 2.0 * outside / (draws + 1)
            inside = (found[:, place] >= outside) & (found[:, place] <= draws - outside)
            test = stats.binomtest(int(inside.sum()), len(found), expected)
            ends = test.proportion_ci(0.95, method="wilson")
            share = float(inside.mean())
            label = f"{name}: {wanted:.0%}"
            parts.append(Part(label, share, float(test.pvalue), float(ends.low), float(ends.high), expected))
    return _judged("coverage", parts, level, "intervals hold the truth as often as they say", len(found))


def _spread(column: Ranks, draws: int, name: str) -> Part:
    """Test the mean square of the normal quantiles of ranks against its exact expectation, and error."""
    from scipy import special

    squares = special.ndtri((np.arange(draws + 1) + 0.5) / (draws + 1)) ** 2
    found, expected = float(squares[column].mean()), float(squares.mean())
    score = abs(found - expected) / float(squares.std() / np.sqrt(len(column)))
    return Part(f"{name}: spread", found, float(2.0 * special.ndtr(-score)), expected=expected)


@dataclass(frozen=True)
class Recovered:
    """How well the numbers of the test cases are found again."""

    name: str
    correlation: float
    """Of posterior mean and truth; 0 where the means are all the same."""
    error: float
    """Root mean square of posterior mean minus truth, on normal scores."""
    contraction: float
    """1 - mean posterior variance: what the estimator claims to have learnt."""
    z_mean: float
    z_sd: float
    """Of (truth - mean) / sd: 0 and near 1 where the posterior is right."""


def recovered(draws: Array, truth: Array, names: Sequence[str]) -> tuple[Recovered, ...]:
    """Return by number how well draws (M, L, D) find the truth (M, D), on normal scores."""
    mean, sd = draws.mean(axis=1), draws.std(axis=1, ddof=1)
    answer = []
    for place, name in enumerate(names):
        score = (truth[:, place] - mean[:, place]) / np.maximum(sd[:, place], 1e-12)
        spread = float(mean[:, place].std()) * float(truth[:, place].std())
        common = float(np.mean((mean[:, place] - mean[:, place].mean()) * truth[:, place]))
        answer.append(
            Recovered(
                name,
                common / spread if spread > 0 else 0.0,
                float(np.sqrt(np.mean((mean[:, place] - truth[:, place]) ** 2))),
                1.0 - float(np.mean(sd[:, place] ** 2)),
                float(score.mean()),
                float(score.std(ddof=1)),
            )
        )
    return tuple(answer)


def recovery(draws: Array, truth: Array, names: Sequence[str], level: float = LEVEL) -> Gate:
    """Test whether the errors met on the test cases are those that the posterior claims."""
    from scipy import stats

    if len(truth) < FEWEST_CASES:
        raise ValueError(f"expected {FEWEST_CASES} cases or more; found {len(truth)}")
    away = truth - draws.mean(axis=1)
    # The mean of L draws is itself off by var / L.
    surplus = away**2 - draws.var(axis=1, ddof=1) * (1.0 + 1.0 / draws.shape[1])
    parts = []
    for place, name in enumerate(names):
        for label, column in (("bias", away[:, place]), ("surplus of squared error", surplus[:, place])):
            test = stats.ttest_1samp(column, 0.0)
            ends = test.confidence_interval(0.95)
            statistic, p_value = float(column.mean()), float(test.pvalue)
            parts.append(Part(f"{name}: {label}", statistic, p_value, float(ends.low), float(ends.high), 0.0))
    return _judged("recovery", parts, level, "errors are as large as the posterior says", len(truth))


def predictive(observed: Array, replicates: Array, names: Sequence[str], level: float = LEVEL) -> Gate:
    """Test whether a record (T,) could be one of its replicates (R, T), drawn from the posterior with noise.

    Each part is a target: its deviation, its corrected p-value, and the replicates' central 95 % interval.
    Raises ValueError where there are so few replicates that the gate could not fail.
    """
    if (len(replicates) + 1) * level < 1.0:
        raise ValueError(f"expected {int(np.ceil(1 / level))} replicates or more; found {len(replicates)}")
    together = np.concatenate([observed[None], replicates])
    away = together - np.median(together, axis=0)
    sides = []
    for mask in (away > 0, away < 0):
        count = np.maximum(mask.sum(axis=0), 1)
        sides.append(np.sqrt(np.where(mask, away**2, 0.0).sum(axis=0) / count))
    scale = np.where(away > 0, sides[0], sides[1])
    deviation = np.abs(away) / np.where(scale > 0, scale, 1.0)
    largest = deviation.max(axis=1)
    ends = np.quantile(replicates, [0.025, 0.975], axis=0)
    parts = tuple(
        Part(
            name, float(deviation[0, k]), float((largest >= deviation[0, k]).mean()), *map(float, ends[:, k])
        )
        for k, name in enumerate(names)
    )
    failed = tuple(part.name for part in parts if part.p_value < level)
    p_value = float((largest >= largest[0]).mean())
    found = f"fails for {', '.join(failed)}" if failed else "passes"
    sentence = f"predictive: {found} (p = {p_value:.2g}, {len(replicates)} replicates, {len(names)} targets)"
    return Gate("predictive", float(largest[0]), p_value, not failed, sentence, parts, failed)


def informed(posterior: Posterior) -> Gate:
    """Ask whether the data moved any number: the gate fails where none is informed, even weakly.

    Each part is a number with its overlap. The p-value of the gate is NaN: this is no test of chance.
    """
    table = posterior.table()
    parts = tuple(Part(row.name, row.overlap, float("nan")) for row in table)
    moved = [row.name for row in table if row.word != NOT_INFORMED]
    failed = tuple(row.name for row in table if row.word == NOT_INFORMED)
    sentence = f"overlap: the data inform {len(moved)} of {len(table)} numbers, if only weakly"
    least = min(part.statistic for part in parts)
    return Gate("overlap", least, float("nan"), bool(moved), sentence, parts, failed)


def holm(p_values: Sequence[float]) -> Array:
    """Return p-values corrected by Holm's rule: the k-th least times the number of those not less."""
    p = np.asarray(p_values, np.float64)
    order = np.argsort(p, kind="stable")
    corrected = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1))
    answer = np.empty(len(p))
    answer[order] = np.minimum(corrected, 1.0)
    return answer


def _judged(name: str, parts: Sequence[Part], level: float, claim: str, cases: int) -> Gate:
    """Return the gate of several tests of one claim."""
    corrected = holm([part.p_value for part in parts])
    failed = tuple(part.name for part, p in zip(parts, corrected, strict=True) if p < level)
    worst = int(np.argmin([part.p_value for part in parts]))
    least = float(corrected.min())
    found = f"not so for {', '.join(failed)}" if failed else "nothing against it"
    sentence = (
        f"{name}: {claim}: {found} (least corrected p = {least:.2g}, {cases} cases, {len(parts)} tests)"
    )
    return Gate(name, parts[worst].statistic, least, not failed, sentence, tuple(parts), failed)
