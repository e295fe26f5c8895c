"""Regression-adjusted approximate Bayesian computation: draws from simulated rows, moved to the record.

1. m(s): the regression of every number on the summaries and their squares (`estimator_linear`), bent by a
   cubic of itself where the relation is curved. A number of whose variance it tells less than INFORMED in
   rows that it has not seen keeps its prior: m is 0. What it says are the summaries of the next steps, one
   for each number; it is cut to the range of the rows, because beyond them it would be a guess.
2. The nearest rows in m, a number's difference in units of the standard deviation of its residual, weighted
   by Epanechnikov's kernel 1 - (d / d_max)^2.
3. Within them a second, local regression of the residuals on m; each row's residual of it, put on what both
   regressions say at the record, is one draw, taken with the row's weight. It too is read within the range
   of its rows.

Source: Beaumont, Zhang and Balding 2002 (steps 2 and 3); Fearnhead and Prangle 2012 (step 1).
Does not model: a posterior whose shape changes within the nearest rows in more than its middle.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whowhom.fit.estimator_cloud import CUT
from whowhom.fit.estimator_linear import Linear, curved, fit_linear

Array = NDArray[np.float64]

NEAREST = 2000
"""How many rows make the draws; never more than a fifth of all, nor fewer than 200 of them."""
FOLDS = 5
"""Each row is told of by a regression that has not seen it. Were it left out alone, what is told of a number
that the summaries do not inform would be a mean less a trace of the row's own number, and the second
regression would undo that trace and find the number itself."""
INFORMED = 0.02
"""Least share of a number's variance that is told. With hundreds of numbers of which the summaries say
nothing, the second regression would have hundreds of columns of noise, and draws far from the prior."""
BEND = 3
"""Degree of the curve through which m goes."""


@dataclass(frozen=True)
class Regression:
    """The table that the draws come from, and the first regression."""

    linear: Linear
    bends: Array
    """(BEND + 1, D) coefficients of the curves, the constant first; all 0 of a number that is not told."""
    low: Array
    high: Array
    """(D,) the range to which the first regression is cut."""
    told: Array
    """(N, D) what a regression on the other four fifths of the rows says of each row."""
    residuals: Array
    """(N, D) the row's numbers less that."""
    nearest: int

    def sample(self, x: Array, draws: int, generators: list[np.random.Generator]) -> Array:
        """Return (M, draws, D) for scaled records (M, T), one generator each."""
        answer = np.empty((len(x), draws, self.told.shape[1]))
        for place, (one, generator) in enumerate(zip(x, generators, strict=True)):
            points, weights = self.adjusted(one)
            answer[place] = points[generator.choice(len(points), size=draws, p=weights)]
        return answer

    def log_density(self, x: Array, z: Array) -> Array:
        """Return (K,) log densities at z (K, D) given a scaled record (T,): of the normal distribution with
        the mean and covariance of the adjusted rows, as the draws themselves have no density."""
        points, weights = self.adjusted(x)
        mean = weights @ points
        away = points - mean
        lower = np.linalg.cholesky((away * weights[:, None]).T @ away)
        scores = np.linalg.solve(lower, (z - mean).T)
        constant = 0.5 * z.shape[1] * np.log(2.0 * np.pi) + np.log(np.diag(lower)).sum()
        return np.asarray(-0.5 * (scores**2).sum(axis=0) - constant)

    def adjusted(self, x: Array) -> tuple[Array, Array]:
        """Return adjusted rows (K, D) and their weights (K,), whose sum is 1, for a scaled record (T,)."""
        target = _bent(self.linear(curved(x)), self.bends, self.low, self.high)
        informed = self.bends.any(axis=0)
        away = ((self.told - target) / self.residuals.std(axis=0))[:, informed]
        squared = (away**2).sum(axis=1)
        rows = np.argpartition(squared, self.nearest - 1)[: self.nearest]
        rows.sort()
        weights = 1.0 - squared[rows] / (squared[rows].max() * (1.0 + 1e-9) + 1e-300)
        weights = np.maximum(weights, 1e-9)
        local, left = fit_linear(away[rows], self.residuals[rows], weights)
        within = np.clip(0.0, away[rows].min(axis=0), away[rows].max(axis=0))
        points = target + local(within) + left
        return points, weights / weights.sum()


def fit_regression(x: Array, z: Array) -> Regression:
    """Return the estimator of numbers z (N, D) from scaled summaries x (N, T)."""
    features = curved(x)
    told = np.empty(z.shape)
    fold = np.arange(len(z)) % FOLDS
    for one in range(FOLDS):
        told[fold == one] = fit_linear(features[fold != one], z[fold != one])[0](features[fold == one])
    low, high = np.quantile(told, [CUT, 1.0 - CUT], axis=0)
    bends = _bends(told, z)
    told = _bent(told, bends, low, high)
    nearest = max(min(NEAREST, len(z) // 5), min(200, len(z)))
    return Regression(fit_linear(features, z)[0], bends, low, high, told, z - told, nearest)


def _bends(told: Array, z: Array) -> Array:
    """Return (BEND + 1, D) the curves of numbers z on what is told of them, 0 where it is next to none."""
    explained = 1.0 - ((z - told) ** 2).mean(axis=0) / z.var(axis=0)
    answer = np.zeros((BEND + 1, z.shape[1]))
    for place in np.flatnonzero(explained >= INFORMED):
        answer[:, place] = np.polynomial.polynomial.polyfit(told[:, place], z[:, place], BEND)
    return answer


def _bent(told: Array, bends: Array, low: Array, high: Array) -> Array:
    """Return what is told (…, D), cut to its range, on its curves."""
    cut = np.clip(told, low, high)
    return np.asarray(sum(bends[power] * cut**power for power in range(BEND + 1)))
