"""Ridge regression of several numbers on summaries, each with its own penalty by cross-validation.

    m(x) = a + f(x) b,   f(x) = (x, x^2),   b = (F'WF + p I)^-1 F'W z

The penalty p of each number is the one of a grid with the least generalised cross-validation error. A number
that the summaries do not inform gets the largest one, and its m is its mean. Residuals are those of the row
left out, (z - m(x)) / (1 - h), so that they are as wide as the error of m at a new row.

Source: Hoerl and Kennard 1970; Golub, Heath and Wahba 1979 (generalised cross-validation).
Does not model: what summaries say only together (products of two).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

PENALTIES = 10.0 ** np.arange(-4.0, 7.5, 0.5)
"""The grid, times the number of rows over 1000."""


@dataclass(frozen=True)
class Linear:
    """A fitted regression."""

    mean_features: Array
    """(P,)."""
    mean_numbers: Array
    """(D,)."""
    slopes: Array
    """(P, D)."""

    def __call__(self, features: Array) -> Array:
        """Return m (…, D) at features (…, P)."""
        return np.asarray(self.mean_numbers + (features - self.mean_features) @ self.slopes)


def curved(x: Array) -> Array:
    """Return the features (…, 2 T) of scaled summaries (…, T): themselves and their squares."""
    return np.concatenate([x, x * x], axis=-1)


def fit_linear(features: Array, z: Array, weights: Array | None = None) -> tuple[Linear, Array]:
    """Return the regression of z (N, D) on features (N, P), and its residuals (N, D) of each row left out.

    weights: (N,) above 0; all the same where absent.
    """
    rows = len(z)
    w = np.ones(rows) if weights is None else weights * (rows / weights.sum())
    mean_features, mean_numbers = w @ features / rows, w @ z / rows
    root = np.sqrt(w)[:, None]
    f, y = root * (features - mean_features), root * (z - mean_numbers)
    values, vectors = np.linalg.eigh(f.T @ f)
    values = np.maximum(values, 0.0)
    turned = f @ vectors
    projected = turned.T @ y
    penalties = PENALTIES * (rows / 1000.0)
    # (penalty, P): how much of each direction is kept, as a factor of its least-squares share.
    inverse = 1.0 / (values + penalties[:, None])
    explained = (2.0 * inverse - values * inverse**2) @ projected**2
    left = np.maximum((y * y).sum(axis=0) - explained, 0.0)
    freedom = 1.0 + (values * inverse).sum(axis=1)
    error = left / np.maximum(rows - freedom, 1.0)[:, None] ** 2
    best = inverse[np.argmin(error, axis=0)]
    coefficients = best.T * projected
    leverage = np.minimum((turned**2) @ best.T + w[:, None] / rows, 0.99)
    residuals = (z - mean_numbers - (features - mean_features) @ (vectors @ coefficients)) / (1.0 - leverage)
    return Linear(mean_features, mean_numbers, vectors @ coefficients), residuals
