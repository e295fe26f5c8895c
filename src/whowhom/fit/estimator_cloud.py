"""The cloud of simulated summaries: how they are put on one scale, and how far from it a record lies.

    x = (s cut to the 0.0005 and 0.9995 quantiles of the simulated - mean) / sd

A record outside that range enters an estimator as if it lay at its end, because what an estimator says where
it has seen nothing is a guess; `outlying` says where that happened. Its measures:

    below     share of simulated rows below the record, target by target (a tie counts one half)
    distance  sqrt(x' R^-1 x), R the correlation of the simulated summaries; its p-value is the share of
              simulated rows at least as far, so that no shape of the cloud is assumed
    given     ((x' R^-1)_t / sqrt((R^-1)_tt): how far one target lies from what all others let expect of it,
              in standard deviations of the simulated rows (partial residual)

Does not model: a hole in the middle of the cloud.
Source: Mahalanobis 1936; that neural estimators must not be trusted off the simulated cloud: Schmitt,
Burkner, Kothe and Radev 2023.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

CUT = 0.0005
"""What share of the simulated rows is cut to its limit at either end of a summary."""
FAR = 0.01
"""A record farther out than all but this share of the simulated rows is called outside."""
LEAST_RIDGE = 1e-6
"""Added to each correlation of a summary with itself, so that summaries that say the same do no harm."""


@dataclass(frozen=True)
class Outlying:
    """How far a record lies outside the simulated cloud."""

    below: Array
    """(T,) share of simulated rows below the record."""
    given: Array
    """(T,) standard deviations from what the other targets let expect."""
    distance: float
    p_value: float
    """Share of simulated rows at least as far out, the record counted among them."""

    @property
    def outside(self) -> bool:
        """Whether the record as a whole is farther out than all but one in a hundred simulated rows."""
        return self.p_value < FAR

    def beyond(self) -> NDArray[np.int64]:
        """Return the places of the targets that nearly no simulated row reaches: below is 0 or 1 to CUT."""
        return np.flatnonzero((self.below <= CUT) | (self.below >= 1.0 - CUT))

    def said(self, names: Sequence[str]) -> str:
        """Say it in one sentence, with the targets that nearly no simulated row reaches."""
        where = "outside" if self.outside else "inside"
        text = f"the record lies {where} the simulated cloud (p = {self.p_value:.2g})"
        beyond = [names[place] for place in self.beyond()]
        return f"{text}; no simulated row or nearly none reaches {', '.join(beyond)}" if beyond else text


@dataclass(frozen=True)
class Cloud:
    """Simulated summaries in order, their scale, and the inverse of their correlation."""

    ordered: Array
    """(N, T) each column sorted."""
    low: Array
    high: Array
    mean: Array
    sd: Array
    """(T,) each; sd is 0 where no number of the model moves a summary."""
    precision: Array
    """(T, T)."""
    distances: Array
    """(N,) of the simulated rows, sorted."""

    def scaled(self, summaries: Array) -> Array:
        """Return summaries (…, T) cut and on one scale; 0 where the simulated ones are all the same."""
        safe = np.where(self.sd > 0.0, self.sd, 1.0)
        answer = (np.clip(summaries, self.low, self.high) - self.mean) / safe
        return np.asarray(np.where(self.sd > 0.0, answer, 0.0))

    def outlying(self, observed: Array) -> Outlying:
        """Return how far one record (T,) lies outside. Raises ValueError for a wrong shape or NaN."""
        if observed.shape != self.mean.shape or not np.isfinite(observed).all():
            raise ValueError(f"expected {self.mean.size} finite summaries; found shape {observed.shape}")
        rows = len(self.ordered)
        pairs = list(zip(self.ordered.T, observed, strict=True))
        under = np.array([np.searchsorted(column, value, "left") for column, value in pairs])
        up_to = np.array([np.searchsorted(column, value, "right") for column, value in pairs])
        x = _uncut(observed, self.mean, self.sd)
        pull = x @ self.precision
        distance = float(np.sqrt(max(float(pull @ x), 0.0)))
        farther = rows - int(np.searchsorted(self.distances, distance, "left"))
        return Outlying(
            below=(under + up_to) / (2.0 * rows),
            given=pull / np.sqrt(np.diag(self.precision)),
            distance=distance,
            p_value=(1 + farther) / (1 + rows),
        )


def cloud_of(summaries: Array) -> Cloud:
    """Return the cloud of simulated summaries (N, T). Raises ValueError where one is NaN or none is there."""
    if summaries.ndim != 2 or not summaries.size or not np.isfinite(summaries).all():
        raise ValueError(f"expected (row, target) finite summaries; found shape {summaries.shape} or NaN")
    low, high = np.quantile(summaries, [CUT, 1.0 - CUT], axis=0)
    cut = np.clip(summaries, low, high)
    mean, sd = cut.mean(axis=0), cut.std(axis=0)
    # Rounding leaves a trace of a spread where all rows are the same.
    sd = np.where(sd > 1e-12 * np.maximum(np.abs(mean), 1.0), sd, 0.0)
    x = _uncut(summaries, mean, sd)
    # The same scale for the correlation as for the rows, else a heavy tail alone would make them far.
    within = _uncut(cut, mean, sd)
    correlation = within.T @ within / len(x) + np.diag(np.where(sd > 0.0, LEAST_RIDGE, 1.0))
    precision = np.linalg.inv(correlation)
    squared = np.clip(((x @ precision) * x).sum(axis=1), 0.0, len(x) - 1.0)
    # Each row as if the others alone had made the cloud: the record has no part in it either.
    distances = np.sqrt(squared * (len(x) - 1.0) / (len(x) - squared))
    return Cloud(np.sort(summaries, axis=0), low, high, mean, sd, precision, np.sort(distances))


def _uncut(summaries: Array, mean: Array, sd: Array) -> Array:
    """Return summaries on one scale without the cut; 0 where the simulated ones are all the same.

    A record that differs from summaries which are all the same is 0 here and 0 or 1 in `below`.
    """
    answer = (summaries - mean) / np.where(sd > 0.0, sd, 1.0)
    return np.asarray(np.where(sd > 0.0, answer, 0.0))
