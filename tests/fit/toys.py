"""Three problems whose posterior is known in closed form, and their broken twins.

Each gives rows (z, s) as a fit does, and the exact mean and variance of the posterior on normal scores.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

Array = NDArray[np.float64]
Rows = tuple[Array, Array]


@dataclass(frozen=True)
class Toy:
    """A problem: its simulator, which may be broken by a shift or a widening of the noise, and its answer."""

    numbers: int
    simulate: Callable[[int, int, float, float], Rows]
    """(seed, rows, shift, widen) to z (N, D) and s (N, T); shift 0 and widen 1 are right."""
    exact: Callable[[Array], tuple[Array, Array]]
    """Records (M, T) to the posterior's mean and variance (M, D)."""
    records: Array
    """(M, T) at which the answers are compared."""


def _normal_mean(seed: int, rows: int, shift: float, widen: float) -> Rows:
    """Eight readings of one number, each with sd 2: their mean and the log of their variance."""
    generator = np.random.default_rng(seed)
    z = generator.standard_normal((rows, 1))
    readings = z + 2.0 * (shift + widen * generator.standard_normal((rows, 8)))
    return z, np.stack([readings.mean(axis=1), np.log(readings.var(axis=1))], axis=1)


def _normal_mean_exact(s: Array) -> tuple[Array, Array]:
    """Precision 1 + 8 / 4 = 3; mean 2 / 3 of the mean of the readings; their variance says nothing."""
    return s[:, :1] * 2.0 / 3.0, np.full((len(s), 1), 1.0 / 3.0)


DESIGN = np.array(
    [[1.0, 1.0, 1.0, 1.0, 1.0, 1.0], [-1.0, -0.6, -0.2, 0.2, 0.6, 2.0], [0.0, 0.0, 1.0, 1.0, 0.0, 1.0]]
)
"""Three coefficients (level, slope, step) of six readings; correlated, so that the posterior is so too."""


def _line(seed: int, rows: int, shift: float, widen: float) -> Rows:
    """Six readings of a line with noise of sd 0.8."""
    generator = np.random.default_rng(seed)
    z = generator.standard_normal((rows, 3))
    return z, z @ DESIGN + 0.8 * (shift + widen * generator.standard_normal((rows, 6)))


def _line_exact(s: Array) -> tuple[Array, Array]:
    """The conjugate answer: precision I + X X' / 0.64."""
    covariance = np.linalg.inv(np.eye(3) + DESIGN @ DESIGN.T / 0.64)
    return s @ DESIGN.T @ covariance / 0.64, np.tile(np.diag(covariance), (len(s), 1))


SHAPE, TRIALS = (2.0, 3.0), 12


def _share(seed: int, rows: int, shift: float, widen: float) -> Rows:
    """A share with prior Beta(2, 3) and the number of successes in 12 trials, as it was counted.

    Broken: the share is moved by `shift` before the trials; one success counts `widen` times.
    """
    generator = np.random.default_rng(seed)
    z = generator.standard_normal((rows, 1))
    share = special.betaincinv(*SHAPE, special.ndtr(z))
    found = generator.binomial(TRIALS, np.clip(share + shift, 0.0, 1.0)).astype(np.float64)
    return z, (found - 4.8) * widen + 4.8


def _share_exact(s: Array) -> tuple[Array, Array]:
    """Beta(2 + k, 15 - k), seen through z = Q(F(share)): moments over a fine grid of its quantiles."""
    u = (np.arange(20_000) + 0.5) / 20_000
    shares = stats.beta.ppf(u, SHAPE[0] + s, SHAPE[1] + TRIALS - s)
    z = special.ndtri(special.betainc(*SHAPE, shares))
    return z.mean(axis=1, keepdims=True), z.var(axis=1, keepdims=True)


TOYS = {
    "normal mean": Toy(1, _normal_mean, _normal_mean_exact, np.array([[-1.5, 1.2], [0.0, 1.0], [1.0, 1.4]])),
    "correlated line": Toy(3, _line, _line_exact, _line(99, 3, 0.0, 1.0)[1]),
    "share of trials": Toy(1, _share, _share_exact, np.array([[2.0], [5.0], [9.0]])),
}
