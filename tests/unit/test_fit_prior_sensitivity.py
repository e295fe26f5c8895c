"""Sensitivity to priors against the closed form for normal posteriors."""

from __future__ import annotations

import numpy as np

from whowhom.fit.prior_sensitivity import STRONGER, shifts, told

DRAWS = 200_000


def closed(mean: float, sd: float) -> float:
    """The shift of a number whose posterior is N(mean, sd^2) when its prior N(0, 1) is raised to a power.

    Its likelihood has the precision 1/sd^2 - 1, so that the new precision is 1/sd^2 + STRONGER - 1.
    """
    return (mean / sd**2 / (1.0 / sd**2 + STRONGER - 1.0) - mean) / sd


def test_shifts_are_those_of_the_closed_form() -> None:
    """One number that the data inform, one that they do not, at a mean off the prior's."""
    generator = np.random.default_rng(3)
    for mean, sd in ((1.0, 0.9), (0.5, 0.3), (0.0, 1.0)):
        z = generator.normal(mean, sd, (DRAWS, 1))
        found, error = shifts(z, z)
        assert abs(found[0, 0] - closed(mean, sd)) < 4 * error[0, 0] + 1e-9
        assert error[0, 0] < 0.002


def test_the_error_covers_chance() -> None:
    """Of a result that has nothing to do with a number, about 95 % of shifts lie within two errors."""
    generator = np.random.default_rng(4)
    found, error = shifts(generator.normal(size=(400, 60)), generator.normal(size=(400, 40)))
    assert 0.93 < float((np.abs(found) < 1.96 * error).mean()) < 0.97


def test_only_what_matters_is_told_and_gaps_are_left_out() -> None:
    """A result that is the number itself is told; noise, and one that never differs, are not."""
    generator = np.random.default_rng(5)
    z = generator.normal(1.5, 0.8, (2000, 2))
    results = np.stack([z[:, 0], generator.normal(size=2000), np.ones(2000)], axis=1)
    results[:50, 0] = np.nan
    found = told(z, results, ["a", "b"], ["itself", "noise", "constant"])
    assert [(one.number, one.result) for one in found] == [("a", "itself")]
    assert found[0].shift < 0
