"""The table of values: one row of numbers for each history, at the point values or drawn from the priors.

A draw is named like every other chance: history k sees the same parameter values in every arm of a comparison
and in every batch, and adding a number leaves the others' draws as they were.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from whowhom.build.model import Value
from whowhom.core.draw import stream, uniforms
from whowhom.core.elementary import normal_quantiles
from whowhom.spec.prior import Prior
from whowhom.spec.units import PER_MONTH, to_internal


def quantile(prior: Prior, u: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the quantiles of a prior at the probabilities u."""
    a = prior.arguments
    if prior.family == "uniform":
        return np.asarray(a[0] + (a[1] - a[0]) * u)
    if prior.family == "beta":
        # Imported only here, because it takes a tenth of a second.
        from scipy import special

        return np.asarray(special.betaincinv(a[0], a[1], u))
    if prior.family == "normal":
        return np.asarray(a[0] + a[1] * normal_quantiles(u))
    if prior.family == "lognormal":
        return np.asarray(a[0] * np.exp(a[1] * normal_quantiles(u)))
    low, mode, high = a
    split = (mode - low) / (high - low)
    rising = low + np.sqrt(u * (high - low) * (mode - low))
    falling = high - np.sqrt((1.0 - u) * (high - low) * (high - mode))
    return np.where(u < split, rising, falling)


def inside(value: Value, drawn: NDArray[np.float64]) -> NDArray[np.float64]:
    """Convert draws from the unit of the document to the internal one, within the range of the number."""
    if value.unit == PER_MONTH and value.given_unit == "1/year":
        drawn = 1.0 - (1.0 - np.clip(drawn, 0.0, 1.0)) ** (1.0 / 12.0)
    elif value.unit not in (value.given_unit, PER_MONTH):
        drawn = drawn * to_internal(1.0, value.given_unit, value.unit)
    return np.clip(drawn, value.low, value.high)


def from_prior(value: Value, u: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a number at the probabilities u of its prior, in its internal unit and within its range.

    u: between 0 and 1, both excluded. The point value, whatever u, where the number has no prior.
    """
    if value.prior is None:
        return np.full(u.shape, value.value)
    return inside(value, quantile(value.prior, u))


def value_table(
    values: tuple[Value, ...], seed: int, histories: NDArray[np.int64], from_priors: bool
) -> NDArray[np.float64]:
    """Return the values (H, C) that each history reads."""
    numbers = np.array([stream("values", value.name) for value in values], np.int64)
    rows: NDArray[np.float64] = uniforms(np.uint64(seed), histories, numbers)
    for column, value in enumerate(values):
        rows[:, column] = from_prior(value, rows[:, column]) if from_priors else value.value
    return rows
