"""Regression-adjusted approximate Bayesian computation: draws from simulated rows, moved to the record.

1. m(s): the regression of every number on the summaries and their squares (`estimator_linear`). What it says
   are the summaries of the next step, one for each number.
2. The nearest rows in m, a number's difference in units of the standard deviation of its residual, weighted
   by Epanechnikov's kernel 1 - (d / d_max)^2.
3. Within them a second, local regression of the residuals on m; each row's residual of it, put on what both
   regressions say at the record, is one draw, taken with the row's weight.

Source: Beaumont, Zhang and Balding 2002 (steps 2 and 3); Fearnhead and Prangle 2012 (step 1).
Does not model: a posterior whose shape changes within the nearest rows in more than its middle.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whowhom.fit.estimator_linear import Linear, curved, fit_linear

Array = NDArray[np.float64]

NEAREST = 2000
"""How many rows make the draws; never more than a fifth of all, nor fewer than 200 of them."""
FOLDS = 5
"""Each row is told of by a regression that has not seen it. Were it left out alone, what is told of a number
that the summaries do not inform would be a mean less a trace of the row's own number, and the second
regression would undo that trace and find the number itself."""


@dataclass(frozen=True)
class Regression:
    """The table that the draws come from, and the first regression."""

    linear: Linear
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
        target = self.linear(curved(x))
        scale = self.residuals.std(axis=0)
        away = (self.told - target) / np.where(scale > 0.0, scale, 1.0)
        squared = (away**2).sum(axis=1)
        rows = np.argpartition(squared, self.nearest - 1)[: self.nearest]
        rows.sort()
        weights = 1.0 - squared[rows] / (squared[rows].max() * (1.0 + 1e-9) + 1e-300)
        weights = np.maximum(weights, 1e-9)
        local, left = fit_linear(away[rows], self.residuals[rows], weights)
        points = target + local(np.zeros(len(scale))) + left
        return points, weights / weights.sum()


def fit_regression(x: Array, z: Array) -> Regression:
    """Return the estimator of numbers z (N, D) from scaled summaries x (N, T)."""
    features = curved(x)
    told = np.empty(z.shape)
    fold = np.arange(len(z)) % FOLDS
    for one in range(FOLDS):
        told[fold == one] = fit_linear(features[fold != one], z[fold != one])[0](features[fold == one])
    nearest = max(min(NEAREST, len(z) // 5), min(200, len(z)))
    return Regression(fit_linear(features, z)[0], told, z - told, nearest)
