"""Baselines: plain predictions of who stays, from the rolls known at the split and nothing else.

A constant hazard and a logistic regression are fitted to every transition up to the split, and chained: the
probability to sit in a later round is the product over the rounds between, without returns. Two clocks: by
`year`, where a gap of t years is t / g rounds of the mean gap g of the known rolls; by `round`, where
every gap is one round however long.

Does not model: chance in the fitted numbers themselves, which the ridge only keeps small.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from whowhom.fit.transitions import Cases, Roll, cases, columns_of, years_between

Numbers = NDArray[np.float64]
Clock = Literal["year", "round"]

RIDGE = 1.0
"""Assumption: weight of the penalty on standardised slopes, a normal prior of standard deviation 1."""
BY_YEARS = ("age", "party_years")
BY_ROUNDS = ("terms_before",)
"""Attributes that go on by themselves: one a year, and one a round. All others stay as at the split."""

ROUNDS_OF_NEWTON = 100
CLOSE = 1e-10


def constant_hazard(known: Cases) -> float:
    """Return the hazard of leaving a year: the maximum-likelihood rate h where p(stay t years) = exp(-h t).

    Solved as sum over those who left of t / (exp(h t) - 1) = sum over those who stayed of t, by bisection.
    Returns 0 where nobody left. Raises ValueError where nobody stayed.
    """
    left, stayed = known.years[known.stayed == 0], known.years[known.stayed == 1]
    if not left.size:
        return 0.0
    if not stayed.size:
        raise ValueError("nobody stayed; expected one at least")
    low, high = 1e-9, 100.0
    while high - low > 1e-12 * high:
        middle = (low + high) / 2.0
        if np.sum(left * np.exp(-middle * left) / -np.expm1(-middle * left)) > stayed.sum():
            low = middle
        else:
            high = middle
    return low


@dataclass(frozen=True)
class Logistic:
    """A fitted regression: logit p = intercept + sum of slope times (x - mean) / scale."""

    columns: tuple[str, ...]
    intercept: float
    slopes: Numbers
    """(column,) for one standard deviation of the known cases."""
    mean: Numbers
    scale: Numbers

    def probability(self, attributes: dict[str, Numbers]) -> Numbers:
        """Return (person,) the probability to stay one round; what is not on record counts as the mean."""
        design = standardised(columns_of(attributes, self.columns), self.mean, self.scale)
        return expit(self.intercept + design @ self.slopes)


def expit(x: Numbers) -> Numbers:
    """Return 1 / (1 + exp(-x)) without overflow."""
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * x)))


def standardised(table: Numbers, mean: Numbers, scale: Numbers) -> Numbers:
    """Return (x - mean) / scale, 0 where x is not on record."""
    return np.asarray(np.nan_to_num((table - mean) / scale, nan=0.0))


def fit_logistic(
    attributes: dict[str, Numbers], stayed: Numbers, columns: Sequence[str], ridge: float = RIDGE
) -> Logistic:
    """Fit a logistic regression with a ridge on its slopes, by iteratively reweighted least squares.

    Maximises sum of y ln p + (1 - y) ln(1 - p) - ridge / 2 * sum of slopes^2; the intercept is free. A column
    that does not vary gets the slope 0. Raises ValueError where ridge is below 0 or no fit is found.
    Source: Cessie and Houwelingen 1992.
    """
    if ridge < 0:
        raise ValueError(f"found a ridge of {ridge:g}; expected 0 or more")
    table = columns_of(attributes, columns)
    known = ~np.isnan(table)
    count = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known, table, 0.0).sum(axis=0) / count
    spread = np.sqrt(np.where(known, (table - mean) ** 2, 0.0).sum(axis=0) / count)
    scale = np.where(spread > 0, spread, 1.0)
    design = np.column_stack([np.ones(stayed.size), standardised(table, mean, scale)])
    varies = np.concatenate([[True], spread > 0])
    found = np.zeros(design.shape[1])
    found[varies] = _newton(design[:, varies], stayed, ridge)
    return Logistic(tuple(columns), float(found[0]), found[1:], mean, scale)


def _newton(design: Numbers, stayed: Numbers, ridge: float) -> Numbers:
    """Return the coefficients at which the penalised likelihood is highest."""
    penalty = np.full(design.shape[1], ridge)
    penalty[0] = 0.0
    found = np.zeros(design.shape[1])
    for _round in range(ROUNDS_OF_NEWTON):
        p = expit(design @ found)
        slope = design.T @ (stayed - p) - penalty * found
        curve = (design * (p * (1.0 - p))[:, None]).T @ design + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        found = found + step
        if np.abs(step).max() < CLOSE:
            return found
    raise ValueError("no fit found; expected outcomes that the columns do not part without error")


def chained(
    known: Sequence[Roll],
    targets: Sequence[Roll],
    one_round: Callable[[dict[str, Numbers]], Numbers],
    clock: Clock = "year",
) -> Numbers:
    """Return (person of the last known roll, target) the probability to be there still.

    one_round: gives the probability to stay one round from the attributes, which age and rounds carry on.
    targets: the rounds to come, in the order of time; only their dates are read.
    """
    start, gap = known[-1], float(np.mean(gaps(known)))
    attributes, said, answer, before = dict(start.attributes), np.ones(len(start.people)), [], start
    for target in targets:
        years = years_between(before, target)
        said = said * one_round(attributes) ** (years / gap if clock == "year" else 1.0)
        answer.append(said)
        attributes, before = _carried(attributes, years), target
    return np.stack(answer, axis=1)


def gaps(known: Sequence[Roll]) -> list[float]:
    """Return the years between neighbouring rolls."""
    return [years_between(first, after) for first, after in pairwise(known)]


def _carried(attributes: dict[str, Numbers], years: float) -> dict[str, Numbers]:
    """Return what is known of the same people a round later."""
    later = dict(attributes)
    for column in BY_YEARS:
        if column in later:
            later[column] = later[column] + years
    for column in BY_ROUNDS:
        if column in later:
            later[column] = later[column] + 1.0
    return later


def constant_prediction(known: Sequence[Roll], targets: Sequence[Roll], clock: Clock = "year") -> Numbers:
    """Return (person, target) the constant hazard's probabilities: by year, or the mean share by round."""
    past, people = cases(known), len(known[-1].people)
    if clock == "round":
        share = float(past.stayed.mean())
        return np.tile(share ** np.arange(1, len(targets) + 1), (people, 1))
    hazard = constant_hazard(past)
    years = np.array([years_between(known[-1], target) for target in targets])
    return np.tile(np.exp(-hazard * years), (people, 1))


def logistic_prediction(
    known: Sequence[Roll],
    targets: Sequence[Roll],
    columns: Sequence[str],
    clock: Clock = "year",
    ridge: float = RIDGE,
) -> Numbers:
    """Return (person, target) the probabilities of a logistic regression on the named columns."""
    past = cases(known)
    return chained(
        known, targets, fit_logistic(past.attributes, past.stayed, columns, ridge).probability, clock
    )


def sizes(known: Sequence[Roll], targets: int, draws: int, seed: int) -> Numbers:
    """Return (draw, target) sizes of the body: ratios of neighbouring rounds, drawn with replacement."""
    counts = np.array([len(roll.people) for roll in known], np.float64)
    generator = np.random.Generator(np.random.PCG64(seed))
    drawn = generator.choice(counts[1:] / counts[:-1], (draws, targets))
    return np.asarray(counts[-1] * np.cumprod(drawn, axis=1))


def leader_stays(known: Sequence[Roll], targets: int) -> Numbers:
    """Return (target,) the chance that who leads at the split leads still, by the rounds that name a leader.

    (kept + 1/2) / (rounds + 1) a round, chained. Raises ValueError where no two neighbouring rolls name one.
    """
    pairs = [
        (first.leader == after.leader) for first, after in pairwise(known) if first.leader and after.leader
    ]
    if not pairs:
        raise ValueError("no two neighbouring rolls name a leader")
    kept = (sum(pairs) + 0.5) / (len(pairs) + 1.0)
    return np.asarray(kept ** np.arange(1, targets + 1))
