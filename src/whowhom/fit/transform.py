"""Numbers with priors as standard normal scores, and back.

z = Q(F(x)): F is the probability below x under the number's prior, Q the standard normal quantile. In z
every prior is the same, N(0, 1), and the numbers are independent, so one network serves any set of them.
The way back, x = F^-1(P(z)), is that of `whowhom.build.values.from_prior`, unit and range included.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from whowhom.build.model import Value
from whowhom.build.values import from_prior, inside
from whowhom.spec.errors import ModelError, did_you_mean, one_of, shown
from whowhom.spec.prior import Prior
from whowhom.spec.units import PER_MONTH, to_internal

Array = NDArray[np.float64]

FARTHEST = 8.0
"""Scores are kept within this many standard deviations: beyond it a probability rounds to 0 or 1."""


def columns_of(values: tuple[Value, ...], names: Sequence[str] | None = None) -> NDArray[np.int64]:
    """Return the columns of the named numbers in `model.values`; of all with a prior where none is named.

    Only numbers with a prior have a column here; a dated change of a number is a value of its own without
    one. Raises ModelError for a name that is unknown, has no prior, or stands twice.
    """
    known = {value.name: column for column, value in enumerate(values) if value.prior is not None}
    wanted = list(known) if names is None else list(names)
    for name in wanted:
        if name not in known:
            near = did_you_mean(name, known)
            raise ModelError(f"fit: no number {shown(name)} with a prior; expected {one_of(known)}{near}")
        if wanted.count(name) > 1:
            raise ModelError(f"fit: {shown(name)} stands twice; expected each number once")
    return np.array([known[name] for name in wanted], np.int64)


def cumulative(prior: Prior, x: Array) -> Array:
    """Return the probability below x under a prior: the inverse of `whowhom.build.values.quantile`.

    x: any shape, in the unit in which the prior is written; 0 below the support and 1 above it.
    """
    from scipy import special

    a = prior.arguments
    if prior.family == "uniform":
        return np.asarray(np.clip((x - a[0]) / (a[1] - a[0]), 0.0, 1.0))
    if prior.family == "beta":
        return np.asarray(special.betainc(a[0], a[1], np.clip(x, 0.0, 1.0)))
    if prior.family == "normal":
        return np.asarray(special.ndtr((x - a[0]) / a[1]))
    if prior.family == "lognormal":
        return np.asarray(special.ndtr(_log_score(prior, x)))
    low, mode, high = a
    inside = np.clip(x, low, high)
    # At an end that is also the mode, one of the two triangles has no width and nothing lies on it.
    rising = (inside - low) ** 2 / ((high - low) * max(mode - low, np.finfo(float).tiny))
    falling = 1.0 - (high - inside) ** 2 / ((high - low) * max(high - mode, np.finfo(float).tiny))
    return np.asarray(np.where(inside < mode, rising, falling))


def to_normal(values: Sequence[Value], numbers: Array) -> Array:
    """Return the normal scores of numbers.

    z = Q(F(x)). A range that cuts its prior leaves an atom at the bound: all the probability beyond it, so
    that x does not tell which z it came from; the middle of that probability is taken.

    values: C numbers, each with a prior; numbers: (N, C) in internal units. Returns (N, C) within +-8.
    """
    scores = np.empty(numbers.shape, np.float64)
    for column, value in enumerate(values):
        scores[:, column] = _scores(value, numbers[:, column])
    return scores


def to_numbers(values: Sequence[Value], z: Array) -> Array:
    """Return the numbers that normal scores stand for: (N, C) in internal units, each within its range.

    values: C numbers, each with a prior; z: (N, C), cut at +-8.
    """
    from scipy import special

    probabilities = special.ndtr(np.clip(z, -FARTHEST, FARTHEST))
    columns = [from_prior(value, np.ascontiguousarray(probabilities[:, c])) for c, value in enumerate(values)]
    return np.stack(columns, axis=1) if columns else np.empty((len(z), 0), np.float64)


def outward(values: Sequence[Value], numbers: Array) -> Array:
    """Return numbers (N, C) in the units of the document; numbers: in internal units."""
    return np.stack([outward_of(value, numbers[:, c]) for c, value in enumerate(values)], axis=1)


def inward(values: Sequence[Value], given: Array) -> Array:
    """Return numbers (N, C) in internal units, each within its range; given: in the units of the document."""
    columns = [inside(value, given[:, c]) for c, value in enumerate(values)]
    return np.stack(columns, axis=1)


def _scores(value: Value, x: Array) -> Array:
    """Return the normal scores of one number."""
    from scipy import special

    prior = _prior_of(value)
    outward = outward_of(value, x)
    # Straight from the number where that is possible: through the probability, a far tail would be rounded.
    if prior.family == "normal":
        z = (outward - prior.arguments[0]) / prior.arguments[1]
    elif prior.family == "lognormal":
        z = _log_score(prior, outward)
    else:
        z = special.ndtri(cumulative(prior, outward))
    bounds = outward_of(value, np.array([value.low, value.high]))
    below, up_to = cumulative(prior, bounds)
    z = np.where((outward <= bounds[0]) & (below > 0.0), special.ndtri(below / 2.0), z)
    z = np.where((outward >= bounds[1]) & (up_to < 1.0), special.ndtri((1.0 + up_to) / 2.0), z)
    return np.asarray(np.clip(z, -FARTHEST, FARTHEST))


def _prior_of(value: Value) -> Prior:
    """Return the prior of a number. Raises ModelError where it has none."""
    if value.prior is None:
        raise ModelError(f"fit: {shown(value.name)} has no prior; expected a number with one")
    return value.prior


def _log_score(prior: Prior, x: Array) -> Array:
    """Return (ln x - ln median) / sigma, minus infinity at 0 and below."""
    median, sigma = prior.arguments
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(np.maximum(x, 0.0) / median) / sigma)


def outward_of(value: Value, x: Array) -> Array:
    """Convert a number from its internal unit to that of the document, in which its prior is written."""
    if value.unit == PER_MONTH and value.given_unit == "1/year":
        with np.errstate(divide="ignore"):
            # 1 - (1 - p)^12, exact for small p too.
            return np.asarray(-np.expm1(12.0 * np.log1p(-np.clip(x, 0.0, 1.0))))
    if value.unit in (value.given_unit, PER_MONTH):
        return x
    return np.asarray(x / to_internal(1.0, value.given_unit, value.unit))
